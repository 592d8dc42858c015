"""What a rulebook refuses, and how its conditions, answers and review policies are put into words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.regimes.us_ear import ear
from licet.rules.answer import Answer, Outcome, Severity, join
from licet.rules.checks import conditions_of, definitions_read, fields_read, nodes
from licet.rules.citation import cfr
from licet.rules.condition import (
    Any,
    AtLeast,
    AtMost,
    Condition,
    Constant,
    Defined,
    Field,
    In,
    Is,
    ShareAtLeast,
    Some,
    any_of,
)
from licet.rules.dated import LawConflictError
from licet.rules.english import phrase, sentence
from licet.rules.policy import Grade, Policy, grade_of_entry, grade_of_rule, strictest, tidy
from licet.rules.rule import ENTRY_POLICY, Chapter, Obligation, Question, period
from licet.rules.terms import Facts, f
from licet.rules.vocabulary import FactKind, claim, fact

IN_FORCE = [period("2000-01-01", published="2000-01-01", cite="65 FR 1", source="made")]
CITES = ["15 CFR 744.1"]
EXPORT = f.action.is_("export")
ROLE = Field("party.role", "the role")


def loaded(write: Callable[[Chapter], object]) -> None:
    """The rulebook with what one chapter more says."""
    chapter = Chapter("made")
    write(chapter)
    replace(ear(), rules=(*ear().rules, *chapter.rules())).check()


def saying(condition: Condition) -> Callable[[Facts], Condition]:
    def author(_: Facts) -> Condition:
        """Made."""
        return condition

    return author


def required(condition: Condition, policy: str | None = "policy of denial") -> Callable[[Chapter], object]:
    return lambda chapter: chapter.requirement("made.r", cites=CITES, periods=IN_FORCE, policy=policy)(
        saying(condition)
    )


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda c: c.requirement("made.r", cites=[], periods=IN_FORCE, policy="favorable")(saying(EXPORT)),
         "made.r: no citation"),
        (lambda c: c.exemption("made.e", defeats=[], cites=CITES, periods=IN_FORCE)(saying(EXPORT)),
         "hangs on no rule"),
        (lambda c: c.authority("made.a", "A", defeats=[], cites=CITES, periods=IN_FORCE, claim=None)(saying(EXPORT)),
         "hangs on no rule"),
        (lambda c: c.policy("made.p", "favorable", reviews=[], cites=CITES, periods=IN_FORCE)(saying(EXPORT)),
         "hangs on no rule"),
        (lambda c: c.frame("made.f", collects=[], cites=CITES, periods=IN_FORCE)(saying(EXPORT)), "hangs on no rule"),
        (required(EXPORT, None), "is a license required: no review policy"),
        (lambda c: c.rule("made.p", Question.POLICY, cites=CITES, periods=IN_FORCE, defeats=("us.ear.744.11",))(
            saying(EXPORT)), "how is an application reviewed: no review policy"),
        (required(EXPORT, "denied on Fridays"), "a review policy begins with"),
        (lambda c: c.requirement("made.r", cites=CITES, periods=IN_FORCE, policy="favorable")(saying(EXPORT)).amended(
            [replace(IN_FORCE[0], published_on=date(2001, 1, 1))], policy="denied on Fridays")(
            saying(EXPORT)), "a review policy begins with"),
        (required(Some("ship", EXPORT)), "no scope 'ship'"),
        (required(Some("owner", EXPORT)), "scope 'owner' opens only inside party"),
        (required(Some("listing", EXPORT)), "scope 'listing' opens only inside party or owner"),
        (required(ShareAtLeast(50, EXPORT)), "read only inside a party"),
        (required(Some("party", Some("party", Some("owner", ROLE.is_("x") & Field("owner.color", "c").is_("x"))))),
         "owner has no color"),
        (required(Some("control", ROLE.is_("x"))), "reads party.role outside its scope"),
        (required(~any_of(EXPORT, Some("party", Some("listing", Field("listing.color", "c").is_("x"))))),
         "listing has no color"),
        (required(Some("party", ShareAtLeast(50, Field("owner.color", "c").is_("x")))), "owner has no color"),
        (required(f.item.flag("no_such_flag", "x")), "asks whether the item is no_such_flag"),
        (required(Defined("no.rule")), "refers to no.rule, which defines nothing"),
        (required(f.claim("us_person_involved", "x").is_(True)), "not declared|declared as a fact"),
    ],
)  # fmt: skip
def test_a_rulebook_refuses(write: Callable[[Chapter], object], words: str) -> None:
    with pytest.raises(LawConflictError, match=words):
        loaded(write)


@pytest.mark.parametrize(
    "condition",
    [
        Some("party", Some("owner", Some("listing", Field("listing.list", "the list").is_("EL")))),
        Some("party", ShareAtLeast(50, Some("listing", Field("listing.list", "the list").is_("EL")))),
        Some("control", Field("control.reason", "the reason").is_("NS")),
        Constant(None, "made so"),  # type: ignore[arg-type]  # open for good
    ],
)
def test_scopes_open_inside_each_other(condition: Condition) -> None:
    loaded(required(condition))


def test_what_a_duty_waits_for_is_checked_like_the_rest() -> None:
    met = f.fact("no_such_fact", "x").is_(True)
    duty = Obligation("made", "Do it.", cfr("15 CFR 758.1"), met=met)
    with pytest.raises(LawConflictError, match="facts.no_such_fact, which is not declared"):
        loaded(lambda c: c.duty("made.d", cites=CITES, periods=IN_FORCE, obligations=[duty])(saying(EXPORT)))
    with pytest.raises(LawConflictError, match="facts.no_such_fact, which is not declared"):
        loaded(
            lambda c: c.authority(
                "made.a", "A", defeats=["us.ear.744.11"], cites=CITES, periods=IN_FORCE, claim=met
            )(saying(EXPORT))
        )


def test_a_tree_is_walked_to_its_leaves() -> None:
    leaf = f.destination.in_table("groups", f.item.eccn)
    inner = any_of(~Some("party", ROLE.is_("end_user") & Defined("made.term")), leaf)
    assert [type(node).__name__ for node in nodes(inner)] == [
        "Any", "Not", "Some", "All", "Is", "Defined", "InTable",
    ]  # fmt: skip
    assert fields_read(inner) == {ROLE, f.destination, f.item.eccn}
    assert fields_read(f.item.quantity.at_most(1) & f.item.value_usd.at_least(1)) == {
        f.item.quantity,
        f.item.value_usd,
    }
    assert fields_read(f.dates.en_route_since.is_stated() & f.item.unit.in_("kg", "t")) == {
        f.dates.en_route_since,
        f.item.unit,
    }
    chapter = Chapter("made")
    chapter.authority("made.a", "A", defeats=["r"], cites=CITES, periods=IN_FORCE, claim=Defined("made.claimed"),
                      obligations=[Obligation("d", "Do.", cfr("15 CFR 758.1"), met=Defined("made.met"))],
                      )(saying(inner))  # fmt: skip
    (rule,) = chapter.rules()
    assert definitions_read(rule) == {"made.term", "made.claimed", "made.met"}
    assert len(list(conditions_of(rule))) == 3
    plain = Chapter("plain")
    plain.duty(
        "made.d", cites=CITES, periods=IN_FORCE, obligations=[Obligation("d", "Do.", cfr("15 CFR 758.1"))]
    )(saying(EXPORT)).not_in_force(replace(IN_FORCE[0], published_on=date(2001, 1, 1)))
    assert list(conditions_of(plain.rules()[0])) == [EXPORT]


US = Field("item.us_origin", "that the item is of US origin")
KIND = Field("item.kind", "the kind of item")
OWNER_LISTED = Some("listing", Field("listing.list", "the list").is_("EL"))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (US.is_(True), "The item is of US origin."),
        (US.is_(False), "It is not so that the item is of US origin."),
        (KIND.is_(True), "The kind of item is yes."),
        (KIND.is_(False), "The kind of item is no."),
        (KIND.is_("mass_market"), "The kind of item is mass market."),
        (KIND.in_("software", "mass_market"), "The kind of item is one of mass market, software."),
        (f.dates.contract.on_or_before("2019-05-16"), "The date of the contract is on or before May 16, 2019."),
        (f.dates.contract.on_or_after("2019-05-16"), "The date of the contract is on or after May 16, 2019."),
        (f.item.value_usd.at_most(5000), "The value in US dollars is at most 5000."),
        (f.item.value_usd.at_least(5000), "The value in US dollars is at least 5000."),
        (f.dates.en_route_since.is_stated(), "The day since which it is en route is claimed."),
        (~US.is_(True), "It is not so that the item is of US origin."),
        (~(US.is_(True) & EXPORT), "It is not so that (the item is of US origin, and the action is export)."),
        (any_of(US.is_(True), EXPORT) & US.is_(True),
         "(the item is of US origin, or the action is export), and the item is of US origin."),
        (~Some("party", ROLE.is_("end_user")), "There is not a party to the sale for which the role is end user."),
        (Some("party", ROLE.is_("end_user") & EXPORT),
         "There is a party to the sale for which (the role is end user, and the action is export)."),
        (Some("owner", OWNER_LISTED),
         "There is an owner for whom there is an entry of a list for which the list is EL."),
        (Some("control", Field("control.reason", "the reason").is_("NS")),
         "There is a reason for control of the item for which the reason is NS."),
        (ShareAtLeast(50, any_of(EXPORT, US.is_(True))),
         "Owners for whom (the action is export, or the item is of US origin) together own 50 percent or more."),
        (f.destination.in_table("country_groups", "D:1"),
         "The destination stands in the table country groups under D:1."),
        (f.destination.in_table("chart", f.item.eccn, "x"),
         "The destination stands in the table chart under the item's ECCN, x."),
        (f.unmodeled("744.9", "that it serves surveillance"),
         "That it serves surveillance (section 744.9; not modeled yet)."),
        (f.defined("made.term"), "The terms of made.term are met."),
    ],
)  # fmt: skip
def test_conditions_are_read_aloud(condition: Condition, words: str) -> None:
    assert sentence(condition).casefold() == words.casefold()
    assert sentence(condition)[:1] in "(ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def test_a_node_without_words_is_refused_by_name() -> None:
    with pytest.raises(TypeError, match="no words for Condition"):
        phrase(Condition())


def test_conditions_are_built_as_they_are_written() -> None:
    assert KIND.in_("software", "commodity") == In(KIND, ("commodity", "software"))
    assert (KIND.at_most(3), KIND.at_least(3)) == (AtMost(KIND, 3), AtLeast(KIND, 3))
    assert any_of(EXPORT, any_of(EXPORT, US.is_(True))) == Any((EXPORT, EXPORT, US.is_(True)))
    assert any_of(EXPORT) == EXPORT == Is(f.action, "export")
    assert f.destination_in("A:1") == f.destination.in_table("country_groups", "A:1")
    assert f.some_party(lambda p: p.owned_at_least(50, lambda o: o.listed("EL", "MEU"))) == Some(
        "party", ShareAtLeast(50, Some("listing", _on(Field("listing.list", "the list").in_("EL", "MEU"))))
    )


def _on(which: Condition) -> Condition:
    return (
        which
        & Field("listing.same_party", "that the party is the one listed").is_(True)
        & Field("listing.listed", "that the entry stands on the day").is_(True)
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("presumption of approval", "approval"),
        ("general policy of approval", "approval"),
        ("favorable consideration", "favorable"),
        ("case-by-case", "case_by_case"),
        ("as the list entry says", "elsewhere"),
        ("presumption of denial, save for medicine", "presumption_of_denial"),
        ("policy of denial", "denial"),
        ("general policy of denial", "denial"),
    ],
)
def test_a_review_policy_has_the_grade_of_its_first_words(text: str, word: str) -> None:
    assert grade_of_rule(text).word == word
    with pytest.raises(ValueError, match="a review policy begins with presumption of approval, "):
        grade_of_rule(f"no {text}")


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("Presumption of approval.", Grade.APPROVAL),
        ("Case-by-case basis; presumption of approval otherwise", Grade.CASE_BY_CASE),
        ("Policy of denial", Grade.DENIAL),
        ("See § 744.2(d), as amended; favorable for aid", Grade.ELSEWHERE),
        ("", Grade.ELSEWHERE),
    ],
)
def test_an_entry_is_graded_by_the_strictest_words_in_it(text: str, grade: Grade) -> None:
    assert grade_of_entry(text) is grade


def test_the_strictest_policy_is_the_first_of_its_grade() -> None:
    order = ["approval", "favorable", "case_by_case", "elsewhere", "presumption_of_denial", "denial"]
    assert [grade.word for grade in sorted(Grade)] == order
    policies = [Policy("x", grade, str(place), "made.r", cfr("15 CFR 744.1"))
                for place, grade in enumerate([*sorted(Grade), Grade.DENIAL])]  # fmt: skip
    assert strictest(policies) is policies[5]
    assert strictest(policies[:3]) is policies[2]
    assert strictest([]) is None
    assert policies[0].certain
    assert grade_of_rule(ENTRY_POLICY) is Grade.ELSEWHERE


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        (" Presumption of Denial. ", "presumption of denial"),
        ("P" * 39 + ".", "p" * 39),
        ("P" * 40 + ".", "p" + "P" * 39),
    ],
)
def test_policies_of_entries_are_shown_alike(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


def test_severities_are_a_chain_and_of_nothing_nothing_follows() -> None:
    assert [severity.answer for severity in sorted(Severity)] == [
        Answer.NOT_SUBJECT, Answer.NO_LICENSE_REQUIRED, Answer.AUTHORIZED, Answer.LICENSE_REQUIRED, Answer.PROHIBITED,
    ]  # fmt: skip
    assert join([]) == Outcome.certain(Severity.NOT_SUBJECT)


bounds = st.tuples(st.sampled_from(Severity), st.sampled_from(Severity)).map(
    lambda two: Outcome(min(two), max(two))
)


@given(bounds, bounds)
def test_an_outcome_refines_another_that_it_lies_within(outcome: Outcome, other: Outcome) -> None:
    inside = {*range(outcome.low, outcome.high + 1)} <= {*range(other.low, other.high + 1)}
    assert outcome.refines(other) == inside
    assert outcome.decided == (outcome.answer is not Answer.UNDETERMINED)


def test_facts_and_claims_are_declared_with_what_they_are() -> None:
    asked = fact("made", "Is it made?", "15 CFR 744.1", label="that it is made", judgment=True)
    assert (asked.kind, asked.is_claim, asked.judgment, asked.values) == (FactKind.YES_NO, False, True, ())
    assert asked.field == Field("facts.made", "that it is made")
    chosen = claim("made", "Which?", "15 CFR 744.1", label="which", values=("one", "two"))
    assert (chosen.kind, chosen.is_claim, chosen.judgment, chosen.values) == (
        FactKind.CHOICE,
        True,
        False,
        ("one", "two"),
    )
    assert chosen.field == Field("facts.made", "which", claim=True)
    counted = fact("made", "How many?", "15 CFR 744.1", label="how many", kind=FactKind.NUMBER)
    assert (counted.kind, counted.judgment) == (FactKind.NUMBER, False)
