"""What a figure was computed from, as short fingerprints: the same ones mean the same numbers."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, replace

from data_access.catalog import Catalog
from exports.card_file import Grundlage

_LENGTH = 20


def grundlage(catalog: Catalog) -> Grundlage:
    """Import, catalogues with standards, and events."""
    names = {merkmal: sorted(codes.items()) for merkmal, codes in catalog.vocabulary.names.items()}
    known = (sorted(names.items()), sorted(catalog.parents.items()), sorted(catalog.sonderlagen))
    standards = [astuple(standard) for standard in catalog.standards]
    events = [astuple(replace(ereignis, nummer=None)) for ereignis in catalog.ereignisse]
    return Grundlage(
        stand_nummer=catalog.stand.nummer,
        stand_version=catalog.stand.version,
        katalog=_fingerprint((known, standards)),
        ereignisse=_fingerprint(events),
    )


def _fingerprint(value: object) -> str:
    return hashlib.blake2b(repr(value).encode(), digest_size=_LENGTH).hexdigest()
