"""Every fact that the filing rules may read: part 30 itself, and what it refers to in the EAR, ITAR and 10 CFR
110.
"""

from __future__ import annotations

from licet.regimes.us_ear.facts import EAR_FACTS
from licet.regimes.us_ftr.facts import FTR_FACTS
from licet.regimes.us_itar.facts import ITAR_FACTS
from licet.regimes.us_nrc.facts import NRC_FACTS
from licet.rules.vocabulary import FactSpec

__all__ = ["ALL_FACTS", "specs", "words"]

ALL_FACTS: tuple[FactSpec, ...] = tuple(
    {spec.name: spec for spec in (*FTR_FACTS, *ITAR_FACTS, *NRC_FACTS, *EAR_FACTS)}.values()
)

specs = {spec.name: spec for spec in ALL_FACTS}
"""Every fact and claim by its name."""

words = {spec.name: spec.field for spec in ALL_FACTS}
"""The field of every named fact, for use in rules."""
