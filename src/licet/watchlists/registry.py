"""Every list and every format, in one place: what :mod:`licet.watchlists.readers` brings, and the US lists.

To add a list, follow "Add a list" in CONTRIBUTING.md: citing, floors, the answer's words and `licet lists status`
follow from what its module says.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from licet.model.listing import ListCode
from licet.rules.citation import Citation
from licet.watchlists.readers import ch, csl, eu, extracts, ftm, ofac, ofac_advanced, own, uk, un
from licet.watchlists.snapshot import Format
from licet.watchlists.source import Reader, Source

__all__ = ["FEED_FLOORS", "LEGAL_BASIS", "READERS", "SOURCES", "source_of"]

_MODULES = (csl, ofac, ofac_advanced, un, eu, uk, ch, ftm, extracts, own)

SOURCES: Mapping[ListCode, Source] = MappingProxyType(
    {source.code: source for module in _MODULES for source in module.SOURCES}
)
READERS: tuple[Reader, ...] = tuple(reader for module in _MODULES for reader in module.READERS)
_LACKING = [
    *(f"list {code}: no Source" for code in ListCode if code not in SOURCES),
    *(f"format {name}: no Reader" for name in sorted(set(Format) - {reader.format for reader in READERS})),
]
if _LACKING:
    raise LookupError(f"{'; '.join(_LACKING)}. Is its module in _MODULES of licet.watchlists.registry?")

LEGAL_BASIS: Mapping[ListCode, Citation] = MappingProxyType(
    {code: source.basis for code, source in SOURCES.items()}
)
"""Where a row cites no Federal Register notice, the list itself is cited."""

FEED_FLOORS: Mapping[Format, Mapping[ListCode, int]] = MappingProxyType(
    {
        reader.format: {code: SOURCES[code].floor for code in reader.whole}
        for reader in READERS
        if reader.whole
    }
    | {
        Format.DPL_TEXT: {ListCode.DPL: 300}
    }  # the Bureau's own file has fewer rows than the consolidated list
)
"""The fewest rows of a first file of a format that holds a whole list."""


def source_of(code: ListCode) -> Source:
    """What is known of a list; every code has it."""
    return SOURCES[code]
