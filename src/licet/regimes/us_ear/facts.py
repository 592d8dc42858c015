"""The facts and claims that the rules read by name, each with its question and the law that asks it."""

from __future__ import annotations

from licet.regimes.us_ear.general_facts import GENERAL
from licet.regimes.us_ear.part_734.facts import FACTS_734
from licet.regimes.us_ear.part_738.facts import FACTS_738
from licet.regimes.us_ear.part_740.facts import FACTS_740
from licet.regimes.us_ear.part_742.facts import FACTS_742
from licet.regimes.us_ear.part_744.facts import FACTS_744
from licet.regimes.us_ear.part_746.facts import FACTS_746
from licet.regimes.us_ear.part_748.facts import FACTS_748
from licet.rules.vocabulary import FactSpec

__all__ = ["EAR_FACTS", "words"]

EAR_FACTS: tuple[FactSpec, ...] = (
    *(*GENERAL, *FACTS_734, *FACTS_738, *FACTS_740, *FACTS_742, *FACTS_744, *FACTS_746, *FACTS_748),
)

words = {spec.name: spec.field for spec in EAR_FACTS}
"""The field of every named fact, for use in rules: ``words["purpose"].is_("new_sale")``."""
