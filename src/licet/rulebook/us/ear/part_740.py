"""15 CFR Part 740: license exceptions, a chapter for each group of them."""

from __future__ import annotations

from licet.rulebook.us.ear.part_740_2 import PART_740_2
from licet.rulebook.us.ear.part_740_baggage import PART_740_BAGGAGE
from licet.rulebook.us.ear.part_740_embargo import PART_740_EMBARGO
from licet.rulebook.us.ear.part_740_encryption import PART_740_ENCRYPTION
from licet.rulebook.us.ear.part_740_listed import PART_740_LISTED
from licet.rulebook.us.ear.part_740_other import PART_740_OTHER
from licet.rulebook.us.ear.part_740_public import PART_740_PUBLIC
from licet.rulebook.us.ear.part_740_symbols import PART_740_SYMBOLS
from licet.rulebook.us.ear.part_740_temporary import PART_740_TEMPORARY
from licet.rulebook.us.ear.part_740_transit import PART_740_TRANSIT
from licet.rulebook.us.ear.part_740_trusted import PART_740_TRUSTED

__all__ = ["CHAPTERS_740"]

CHAPTERS_740 = (
    PART_740_SYMBOLS,
    PART_740_2,
    PART_740_LISTED,
    PART_740_TEMPORARY,
    PART_740_TRANSIT,
    PART_740_PUBLIC,
    PART_740_BAGGAGE,
    PART_740_ENCRYPTION,
    PART_740_TRUSTED,
    PART_740_OTHER,
    PART_740_EMBARGO,
)
