"""The version of the program: exported figures remember which one computed them."""

from __future__ import annotations

VERSION = "0.1.0"
