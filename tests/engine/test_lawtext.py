"""The law as text on a day: which rules rest on a place, how each reads, and what hangs on it."""

import json
from datetime import date

import pytest
from tests.engine.made_law import EVER, made_book

from licet.engine.lawtext import rules_citing, show_rule
from licet.regimes.us_ear import ear
from licet.rules.citation import Citation
from licet.rules.rulebook import Rulebook

DAY = date(2026, 7, 1)


def shown(place: str, book: Rulebook | None = None) -> list[str]:
    found = rules_citing(book or ear(), Citation.parse(place), DAY, None)
    return [rule_shown.rule_id for rule_shown in found]


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ("15 CFR 744.1", ["made.rule", "made.lifted"]),  # what rests on it, or on a paragraph of it
        ("15 CFR 744.1(b)", ["made.rule", "made.lifted"]),  # what rests on it, or on all of its section
        ("15 CFR 744.1(a)", ["made.rule"]),  # not what rests on another paragraph
        ("15 CFR 744.11", []),
        ("15 CFR 734.3", ["made.subject"]),
        ("65 FR 1", ["made.subject", "made.rule", "made.lifted"]),  # the document that made the text
    ],
)
def test_rules_of_a_place_are_those_that_rest_on_it_or_above_or_below_it(
    place: str, found: list[str]
) -> None:
    book = made_book(rule_cites=["15 CFR 744.1"], lifted_cites=["15 CFR 744.1(b)"])
    assert shown(place, book) == found


def test_a_rule_in_force_reads_as_its_text_of_the_day() -> None:
    rule_shown = show_rule(ear().by_id["us.ear.744.11"], ear(), date(2019, 10, 10), None)
    assert rule_shown.rule_id == "us.ear.744.11"
    assert rule_shown.question == "is a license required"
    assert rule_shown.title.startswith("A license is needed")
    assert rule_shown.english is not None
    assert "Entity List" in rule_shown.english or "EL" in rule_shown.english
    assert rule_shown.cites[0] == "15 CFR 744.11(a)"
    row = ear().by_id["us.ear.744.11"].at(date(2019, 10, 10))
    assert row is not None
    assert (rule_shown.in_force, rule_shown.by) == (str(row.in_force), row.cite.text)
    assert (rule_shown.published_on, rule_shown.source) == (row.published_on.isoformat(), row.source)
    assert {below.rule_id for below in rule_shown.exceptions} == {
        rule.rule_id for rule in ear().exceptions["us.ear.744.11"]
    }


def test_a_rule_that_is_not_in_force_has_no_text_and_keeps_its_title_and_periods() -> None:
    rule_shown = show_rule(made_book().by_id["made.rule"], made_book(), date(1999, 12, 31), None)
    assert rule_shown.english is None
    assert (rule_shown.in_force, rule_shown.by, rule_shown.published_on, rule_shown.source) == (
        "",
        "",
        "",
        "",
    )
    assert rule_shown.title == "A license is needed."
    assert len(rule_shown.periods) == len(EVER)


def test_periods_published_later_than_known_are_not_shown() -> None:
    rule = made_book().by_id["made.rule"]
    (published,) = {period.published_on for period in EVER}
    early = date.fromordinal(published.toordinal() - 1)
    assert len(show_rule(rule, made_book(), DAY, published).periods) == 1
    late = show_rule(rule, made_book(), DAY, early)
    assert (late.periods, late.english) == ((), None)


def test_the_text_goes_into_json_with_every_part() -> None:
    rule_shown = show_rule(made_book().by_id["made.rule"], made_book(), DAY, None)
    wire = json.loads(json.dumps(rule_shown.to_wire()))
    assert wire["periods"] == list(rule_shown.periods)
    assert wire["cites"] == ["15 CFR 744.1"]
    assert [below["rule_id"] for below in wire["exceptions"]] == ["made.lifted"]
    assert wire["english"] == rule_shown.english
    assert set(wire) == set(rule_shown.__slots__)
