"""The address of an embed: ``KENNUNG.EXP.SIGNATURE``, plain HMAC-SHA256, so that there is no algorithm to choose.

Signatures are compared as they are written, not as what they decode to: no two texts are the same address.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

_PURPOSE, _CONTENT = b"embed-v1", b"embed-content-v1"


class EmbedKey:
    """Signs addresses and seals contents with a key of its own, derived from that of the installation."""

    def __init__(self, secret: str) -> None:
        self._key = hmac.digest(secret.encode(), b"embed", sha256)

    def token(self, kennung: str, laeuft_ab_am: datetime) -> str:
        """The part of the address that opens the embed until then."""
        expiry = str(int(laeuft_ab_am.timestamp()))
        return f"{kennung}.{expiry}.{self._signature(kennung, expiry)}"

    def read(self, token: str, now: datetime) -> str | None:
        """Name of the embed of a token that is genuine and not expired; None for anything else."""
        parts = token.split(".")
        kennung, expiry, given = parts if len(parts) == 3 else ("", "", "")
        genuine = hmac.compare_digest(self._signature(kennung, expiry).encode(), given.encode(errors="replace"))
        if not genuine or now >= datetime.fromtimestamp(int(expiry), UTC):
            return None
        return kennung

    def seal(self, kennung: str, parts: Iterable[bytes]) -> str:
        """What only this content of this embed has."""
        digests = b"".join(sha256(part).digest() for part in parts)
        return hmac.new(self._key, b"|".join((_CONTENT, kennung.encode(), digests)), sha256).hexdigest()

    def _signature(self, kennung: str, expiry: str) -> str:
        signed = b"|".join((_PURPOSE, kennung.encode(errors="replace"), expiry.encode(errors="replace")))
        return urlsafe_b64encode(hmac.digest(self._key, signed, sha256)).decode().rstrip("=")
