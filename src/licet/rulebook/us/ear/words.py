"""The facts and claims that the rules read by name, each with its question and the law that asks it."""

from __future__ import annotations

from licet.law.vocabulary import FactSpec
from licet.rulebook.us.ear.words_734 import WORDS_734
from licet.rulebook.us.ear.words_738 import WORDS_738
from licet.rulebook.us.ear.words_740 import WORDS_740
from licet.rulebook.us.ear.words_742 import WORDS_742
from licet.rulebook.us.ear.words_744 import WORDS_744
from licet.rulebook.us.ear.words_746 import WORDS_746
from licet.rulebook.us.ear.words_748 import WORDS_748
from licet.rulebook.us.ear.words_general import GENERAL

__all__ = ["EAR_WORDS", "words"]

EAR_WORDS: tuple[FactSpec, ...] = (
    *(*GENERAL, *WORDS_734, *WORDS_738, *WORDS_740, *WORDS_742, *WORDS_744, *WORDS_746, *WORDS_748),
)

words = {spec.name: spec.field for spec in EAR_WORDS}
"""The field of every named fact, for use in rules: ``words["purpose"].is_("new_sale")``."""
