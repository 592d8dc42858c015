"""The facts and claims that the rules read by name, each with its question and the law that asks it."""

from __future__ import annotations

from licet.regimes.us_ear.general_facts import GENERAL
from licet.regimes.us_ear.part_734.facts import WORDS_734
from licet.regimes.us_ear.part_738.facts import WORDS_738
from licet.regimes.us_ear.part_740.facts import WORDS_740
from licet.regimes.us_ear.part_742.facts import WORDS_742
from licet.regimes.us_ear.part_744.facts import WORDS_744
from licet.regimes.us_ear.part_746.facts import WORDS_746
from licet.regimes.us_ear.part_748.facts import WORDS_748
from licet.rules.vocabulary import FactSpec

__all__ = ["EAR_WORDS", "words"]

EAR_WORDS: tuple[FactSpec, ...] = (
    *(*GENERAL, *WORDS_734, *WORDS_738, *WORDS_740, *WORDS_742, *WORDS_744, *WORDS_746, *WORDS_748),
)

words = {spec.name: spec.field for spec in EAR_WORDS}
"""The field of every named fact, for use in rules: ``words["purpose"].is_("new_sale")``."""
