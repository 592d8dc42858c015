"""15 CFR Part 740: license exceptions, a chapter for each group of them."""

from __future__ import annotations

from licet.regimes.us_ear.part_740.advanced_computing import PART_740_COMPUTING
from licet.regimes.us_ear.part_740.aircraft import PART_740_AIRCRAFT
from licet.regimes.us_ear.part_740.baggage import PART_740_BAGGAGE
from licet.regimes.us_ear.part_740.embargo import PART_740_EMBARGO
from licet.regimes.us_ear.part_740.encryption import PART_740_ENCRYPTION
from licet.regimes.us_ear.part_740.government import PART_740_GOVERNMENT
from licet.regimes.us_ear.part_740.listed import PART_740_LISTED
from licet.regimes.us_ear.part_740.public import PART_740_PUBLIC
from licet.regimes.us_ear.part_740.reexports import PART_740_REEXPORTS
from licet.regimes.us_ear.part_740.section_740_2 import PART_740_2
from licet.regimes.us_ear.part_740.symbols import PART_740_SYMBOLS
from licet.regimes.us_ear.part_740.temporary import PART_740_TEMPORARY
from licet.regimes.us_ear.part_740.temporary_more import PART_740_TEMPORARY_MORE
from licet.regimes.us_ear.part_740.transit import PART_740_TRANSIT
from licet.regimes.us_ear.part_740.trusted import PART_740_TRUSTED

__all__ = ["CHAPTERS_740"]

CHAPTERS_740 = (
    PART_740_SYMBOLS,
    PART_740_2,
    PART_740_LISTED,
    PART_740_TEMPORARY,
    PART_740_TEMPORARY_MORE,
    PART_740_TRANSIT,
    PART_740_GOVERNMENT,
    PART_740_PUBLIC,
    PART_740_BAGGAGE,
    PART_740_ENCRYPTION,
    PART_740_TRUSTED,
    PART_740_REEXPORTS,
    PART_740_AIRCRAFT,
    PART_740_COMPUTING,
    PART_740_EMBARGO,
)
