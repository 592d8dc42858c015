"""A small rulebook made for tests: one requirement, one exemption from it, and what a test adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from string import ascii_lowercase, ascii_uppercase

from licet.model.transaction import Action, FactValue, Transaction
from licet.rules.citation import cfr
from licet.rules.condition import Condition, any_of
from licet.rules.rule import Chapter, Question, period
from licet.rules.rulebook import Controls, CoverageNote, Resolvers, Rulebook
from licet.rules.table import Table
from licet.rules.terms import Facts
from licet.rules.vocabulary import FactKind, fact

DAY = date(2026, 7, 1)
NAMES = ("a", "b", "c", "d")
_YES_NO = {
    name: fact(name, f"Is {name} so?", "15 CFR 744.1", label=f"that {name} is so")
    for name in ascii_lowercase[:12]
}
SAID = tuple(word.field.is_(True) for word in _YES_NO.values())
A, B, C, D = SAID[:4]
AMOUNT = fact("amount", "How much?", "15 CFR 744.1", label="the amount", kind=FactKind.NUMBER)
WORDS = {**_YES_NO, "amount": AMOUNT}
UNREAD = Facts().unmodeled("made", "what nobody has read")
_NOTE = CoverageNote("made", "made", "not_modeled", "made", None, "")
_READ = tuple(
    CoverageNote(str(part), "made", "modeled", "made", date.max, "", date(2000, 1, 1))
    for part in range(730, 775)
)
"""Made law is verified for every day, where a test does not say otherwise."""
CODES = tuple(f"A{letter}" for letter in ascii_uppercase)
"""Destinations that the table "groups" knows."""
EVER = [period("2000-01-01", published="2000-01-01", cite="65 FR 1", source="made")]


def undecidable(*parts: Condition) -> Condition:
    """What no fact decides, though each of the parts is open."""
    either = any_of(*parts)
    return (either & UNREAD) | (~either & UNREAD)


_LAST = Facts().destination.in_table("groups", "G:1")
MANY = tuple(_LAST & AMOUNT.field.at_most(10 * number) for number in range(10))
"""Of two facts with so many values that trying every destination with every amount takes too long."""


def made_book(
    needed: Condition = A,
    lifted: Condition = B,
    add: Callable[[Chapter], None] | None = None,
    *,
    controls: Mapping[str, Controls] | None = None,
    rule_cites: Iterable[str] = ("15 CFR 744.1",),
    lifted_cites: Iterable[str] = ("15 CFR 744.1",),
) -> Rulebook:
    """An export is subject to it; a license is ``needed`` unless ``lifted``; ``add`` writes further rules."""
    chapter = Chapter("made")

    def subject(f: Facts) -> Condition:
        """An export is subject to it."""
        return f.action.is_("export")

    def requirement(_: Facts) -> Condition:
        """A license is needed."""
        return needed

    def exemption(_: Facts) -> Condition:
        """The requirement is lifted."""
        return lifted

    chapter.rule("made.subject", Question.SUBJECT, cites=["15 CFR 734.3"], periods=EVER)(subject)
    chapter.requirement("made.rule", cites=rule_cites, periods=EVER, policy="policy of denial")(requirement)
    chapter.exemption("made.lifted", defeats=["made.rule"], cites=lifted_cites, periods=EVER)(exemption)
    if add is not None:
        add(chapter)
    resolvers = Resolvers(
        DAY, lambda eccn, day, said=(): (controls or {}).get(eccn), lambda requirement, eccn: None
    )
    return Rulebook.load(
        "made", chapter.rules(), [_groups()], WORDS.values(), [_NOTE, *_READ], resolvers,
        verified_to=DAY, end_uses=["civil", "military", "nuclear"], no_license=["NLR"],
    )  # fmt: skip


def _groups() -> Table:
    """Of the destinations, the last is in group "G:1"; so is a word that is longer than a country's code."""
    row = {
        "effective_from": "2000-01-01", "effective_to": "", "published_on": "2000-01-01", "cite": "65 FR 1",
        "source": "made",
    }  # fmt: skip
    members: dict[tuple[str, ...], list[dict[str, str]]] = {(CODES[-1], "G:1"): [row], ("ACE", "G:1"): [row]}
    universe = frozenset({*CODES, "ACE"})
    return Table("groups", cfr("15 CFR 740.1"), universe, date(2000, 1, 1), "0" * 64, members, {})


def made_sale(**facts: FactValue) -> Transaction:
    """An export of which only these facts are known."""
    return Transaction(Action.EXPORT, DAY, facts=facts)
