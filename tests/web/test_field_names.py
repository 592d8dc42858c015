"""What is wrong with a form is said in its own words; a row in the form and on the wire has one number."""

import re

import pytest

from licet.regimes.us_ear import ear
from licet.screening.legible import cannot_compare
from licet.web.show.field_names import field_name, need_name, problem_of
from licet.web.show.sale_form import compact

VOCABULARY = ear().vocabulary


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("item.value_usd", "Value in US dollars"),
        ("parties[1].country", "Party 2: country"),
        ("parties[0].owners[2].percent", "Party 1, owner 3: percent"),
        ("ultimate_consignee.country", "Ultimate consignee: country"),
        ("no.such", "The form"),
    ],
)
def test_a_field_is_called_as_the_form_calls_it(path: str, name: str) -> None:
    assert field_name(path, VOCABULARY) == name


def test_no_fact_that_may_be_missing_is_told_by_its_path() -> None:
    paths = [
        *(f"facts.{name}" for name in VOCABULARY),
        "parties[0].dispositions[EL-x]",
        "parties",
        "item.eccn",
    ]
    for path in paths:
        assert not re.search(r"\w\[|facts\.", need_name(path, VOCABULARY)), path


@pytest.mark.parametrize(
    ("path", "message", "typed", "words"),
    [
        ("item.value_usd", 'must be a number, not "38,000"', "38,000", "Write 38000"),
        ("item.value_usd", 'must be a number, not "many"', "", "“many” is not a number"),
        ("as_of", "must be a date (YYYY-MM-DD), not 1", "tomorrow", "“tomorrow” is not a date"),
        (
            "destination",
            "'Utopia' is no country (an English name, or a code such as CN)",
            "Utopia",
            "not a country",
        ),
        ("item.eccn", "must be EAR99 or an ECCN such as 5A991.b, not '5Z9'", "5Z9", "“5Z9” cannot be used"),
    ],
)
def test_a_fault_is_told_with_what_was_typed_and_no_path(
    path: str, message: str, typed: str, words: str
) -> None:
    problem = problem_of(path, message, typed, VOCABULARY)
    assert words in problem.text
    assert path not in problem.text


def test_rows_are_numbered_without_holes_and_what_names_them_goes_along() -> None:
    pairs = [
        ("parties[0].role", "ultimate_consignee"),
        ("parties[3].name", "B"),
        ("parties[3].owners[2].name", "O"),
        ("why parties[3] EL-x", "other owners"),
        ("judge", "parties[3] no EL-x"),
        ("add", "parties[0]"),
    ]
    assert compact(pairs) == [
        ("parties[1].role", "ultimate_consignee"),
        ("parties[0].name", "B"),
        ("parties[0].owners[0].name", "O"),
        ("why parties[0] EL-x", "other owners"),
        ("judge", "parties[0] no EL-x"),
        ("add", "parties[1]"),
    ]


@pytest.mark.parametrize("name", ["华为终端有限公司", "بانک ملی ایران", "\U00020002 Ltd"])
def test_a_name_in_another_script_asks_for_the_latin_one(name: str) -> None:
    assert "Give the Latin name" in cannot_compare(name)
