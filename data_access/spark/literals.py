"""Values as Spark reads them in the text of a statement, because HiveServer2 binds none.

In a quoted text only the backslash and the quote mean something, as long as a session keeps the settings that
``driver.SETTINGS`` gives it.
"""

from __future__ import annotations

from datetime import date


def literal(value: object) -> str:
    """A whole number, a day, a text or nothing; raises TypeError for kinds that no statement of ours has."""
    if value is None:
        return "NULL"
    if type(value) is int:
        return str(value)
    if type(value) is date:
        return f"DATE '{value.isoformat()}'"
    if type(value) is str:
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
    raise TypeError(f"no value for a statement: {type(value).__name__}")
