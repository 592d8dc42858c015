"""Every list and every format, in one place: what :mod:`licet.watchlists.readers` brings, and the US lists.

To add a list: a member of :class:`~licet.model.listing.ListCode`, a module with ``SOURCES`` and ``READERS``, and its
name in ``_MODULES``. Citing, floors, the answer's words and `licet lists status` follow from what it says.
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

LEGAL_BASIS: Mapping[ListCode, Citation] = MappingProxyType(
    {code: source.basis for code, source in SOURCES.items()}
)
"""Where a row cites no Federal Register notice, the list itself is cited."""

FEED_FLOORS: Mapping[Format, Mapping[ListCode, int]] = MappingProxyType(
    {
        Format.ECFR_EL: {ListCode.EL: 1_000},
        Format.ECFR_XML: {ListCode.EL: 1_000},
        Format.DPL_TEXT: {ListCode.DPL: 300},
        Format.OFAC_SDN_CSV: {ListCode.SDN: 5_000},
        Format.OFAC_XML: {ListCode.SDN: 5_000},
        Format.OFAC_ADVANCED: {ListCode.SDN: 5_000},
        Format.UN_XML: {ListCode.UN: SOURCES[ListCode.UN].floor},
        Format.EU_XML: {ListCode.EU: SOURCES[ListCode.EU].floor},
        Format.EU_CSV: {ListCode.EU: SOURCES[ListCode.EU].floor},
        Format.UK_CSV: {ListCode.UK: SOURCES[ListCode.UK].floor},
        Format.SECO_XML: {ListCode.CH: SOURCES[ListCode.CH].floor},
    }
)
"""The fewest rows of a first file of a format that holds one whole list."""


def source_of(code: ListCode) -> Source:
    """What is known of a list; every code has it."""
    return SOURCES[code]
