"""Lists that do not block: what each of them prohibits, and nothing more."""

from __future__ import annotations

from licet.regimes.hints import asked_where, item_names
from licet.regimes.us_ofac.common import bound
from licet.regimes.us_ofac.facts import facts, specs
from licet.regimes.us_ofac.periods import held, unread
from licet.rules.condition import CascadingShareAtLeast, Condition
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts, OwnerTerm

__all__ = ["OTHER_LISTS"]

OTHER_LISTS = Chapter("31 CFR Chapter V: lists that do not block")


@OTHER_LISTS.rule(
    "us.ofac.586.201",
    Question.PROHIBITION,
    cites=["31 CFR 586.201"],
    periods=[held("2020-11-12", "87 FR 8736")],
)
def securities(f: Facts) -> Condition:
    """No U.S. person may buy or sell publicly traded securities of a company on the list of Chinese military-
    industrial complex companies; other dealings with it are free, and what it owns is not listed by that.
    """
    return bound(f) & _securities(f) & f.some_party(lambda p: p.listed("CMIC"))


def _securities(f: Facts) -> Condition:
    """Whether it is a dealing in securities: a payment may be one until it is said, goods where they are named so."""
    return asked_where(specs["securities_transaction"], f.action.is_("payment") | item_names("securities"))


@OTHER_LISTS.rule(
    "us.ofac.561.201",
    Question.PROHIBITION,
    cites=["31 CFR 561.201"],
    periods=[held("2012-02-27", "77 FR 11726")],
)
def correspondent_accounts(f: Facts) -> Condition:
    """No U.S. financial institution may open or maintain a correspondent or payable-through account for a bank of the
    CAPTA list against what its entry says; nothing is blocked by that.
    """
    return bound(f) & facts["correspondent_account"].is_(True) & f.some_party(lambda p: p.listed("CAP"))


@OTHER_LISTS.rule(
    "us.ofac.menu_based",
    Question.PROHIBITION,
    cites=["31 CFR 587.201", "31 CFR 585.201"],
    periods=[unread("2020-08-07", "86 FR 3794", "the list does not say which measures an entry carries")],
)
def menu_based(f: Facts) -> Condition:
    """A party, or who owns half of it, is on the list of menu-based sanctions: the list at hand does not say which
    measures the entry carries.
    """
    return (
        bound(f)
        & f.some_party(lambda p: p.listed("NS-MBS") | CascadingShareAtLeast(50, OwnerTerm().listed("NS-MBS")))
        & f.unmodeled("lists", "which measures the entry of the menu-based list carries")
    )


@OTHER_LISTS.rule(
    "us.ofac.evaders",
    Question.PROHIBITION,
    cites=["31 CFR 594.201"],
    periods=[unread("2006-02-01", "68 FR 34197", "E.O. 13608 and the measures of 2006")],
)
def evaders(f: Facts) -> Condition:
    """A party is on the list of foreign sanctions evaders or of the Palestinian Legislative Council: the law behind
    these lists is not at hand.
    """
    return (
        bound(f)
        & f.some_party(lambda p: p.listed("FSE", "PLC"))
        & f.unmodeled(
            "lists", "E.O. 13608 and the measures for members of the Palestinian Legislative Council"
        )
    )
