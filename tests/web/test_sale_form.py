from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.model.wire import WireError, read_transaction, write_transaction
from licet.regimes.golden import cases
from licet.regimes.us_ear import ear
from licet.web.show.examples import EXAMPLES, example
from licet.web.show.sale_form import fields_of, sale_of

SALES = [case.sale for case in cases()]


@given(st.sampled_from(SALES))
def test_a_sale_comes_back_from_its_form_unchanged(sale: dict[str, Any]) -> None:
    known = read_transaction(sale, ear().vocabulary)
    back = sale_of(fields_of(write_transaction(known)).items(), ear().vocabulary)
    assert read_transaction(back, ear().vocabulary) == known


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["item.eccn", "parties[3].name", "destination", "facts.x", "csrf"]), st.text()
        )
    )
)
def test_whatever_is_typed_is_read_or_refused_by_name(pairs: list[tuple[str, str]]) -> None:
    try:
        found = sale_of(pairs, ear().vocabulary)
    except WireError as error:
        key = error.key
    else:
        key = "csrf" if "csrf" in found else "read"
    assert key
    assert key != "csrf"


def test_what_is_empty_is_unknown_and_a_party_without_a_name_is_none() -> None:
    found = sale_of([("item.eccn", "  "), ("parties[0].role", "end_user"), ("destination", "china")], {})
    assert found == {"destination": "CN", "parties": []}


def test_rows_keep_their_order_when_one_between_them_is_gone() -> None:
    found = sale_of([("parties[7].name", "B"), ("parties[2].name", "A")], {})
    assert [item["name"] for item in found["parties"]] == ["A", "B"]


def test_owners_examined_and_none_known_is_not_the_same_as_not_examined() -> None:
    assert sale_of([("parties[0].name", "A"), ("parties[0].owners.none_known", "yes")], {})["parties"] == [
        {"name": "A", "owners": []}
    ]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("parties[999].name", "A"),
        ("parties[x].name", "A"),
        ("item.us_origin", "perhaps"),
        ("destination", "Utopia"),
    ],
)
def test_a_bad_field_is_refused_by_name(path: str, text: str) -> None:
    with pytest.raises(WireError) as caught:
        sale_of([(path, text)], {})
    assert caught.value.key == path


@pytest.mark.parametrize("value", EXAMPLES, ids=lambda item: item.key)
def test_every_example_is_a_sale(value: Any) -> None:
    found = example(value.key)
    assert found is not None
    assert read_transaction(found, ear().vocabulary).as_of.isoformat() == "2019-10-10"


def test_there_is_no_other_example() -> None:
    assert example("november-2031") is None


def test_rows_that_are_no_rows_are_refused_where_they_are_read() -> None:
    for path in ("parties", "parties[0]", "parties.x", "parties[0].owners"):
        sale = sale_of([("action", "export"), (path, "x")], {})
        with pytest.raises(WireError):
            read_transaction(sale, {}, default_as_of=date(2026, 1, 1))
