"""Texts that a spreadsheet would take for a formula."""

from __future__ import annotations

FORMULAS = ["=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", '=HYPERLINK("http://x")', "=cmd|'/c'!A1"]
