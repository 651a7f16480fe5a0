"""The key that signs cookies and embeds: given by the settings, or made once and kept beside the data."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_urlsafe

FILE = "geheimnis"
_BYTES = 48


def secret_key(given: str, var_dir: Path) -> str:
    """The key of the settings, else that of the file below ``var_dir``, which is made when it is missing (0600).

    Raises OSError where the file can neither be read nor written.
    """
    return given or _kept(var_dir / FILE)


def _kept(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{os.getpid()}-{token_urlsafe(6)}")
    if not path.exists():
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(token_urlsafe(_BYTES))
        try:
            # Of two processes that start at once one wins, and both use its key.
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
