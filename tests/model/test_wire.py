"""The wire format: what is read back is what was written, and every error names its key."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.model.transaction import Action, Item, ItemKind, Owner, Party, Role, Transaction
from licet.model.wire import MAX_BYTES, WireError, parse_json, read_transaction, write_transaction
from licet.regimes.us_ear import ear

WORDS = ear().vocabulary
SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-10-10",
    "parties": [{"role": "end_user", "name": "A", "owners": [{"name": "B", "percent": 60}]}],
}

names = st.one_of(
    st.none(), st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Z")), min_size=1)
)
countries = st.one_of(st.none(), st.sampled_from(["CN", "HK", "DE", "ZZ"]))
shares = st.one_of(st.none(), st.decimals(0, 100, places=6))
money = st.one_of(st.none(), st.decimals(0, 10**18, places=4))
maybe = st.one_of(st.none(), st.booleans())
days = st.one_of(st.none(), st.dates())
owners = st.builds(Owner, name=names.filter(bool), percent=shares, country=countries)
parties = st.builds(
    Party,
    role=st.sampled_from(Role),
    name=names,
    country=countries,
    owners=st.one_of(st.none(), st.lists(owners, min_size=1, max_size=2).map(tuple)),
    takes_possession_as_agent=maybe,
)
items = st.builds(
    Item,
    kind=st.one_of(st.none(), st.sampled_from(ItemKind)),
    eccn=st.sampled_from([None, "EAR99", "3A001.a.5"]),
    us_origin=maybe,
    controlled_us_content_pct=shares,
    quantity=money,
    value_usd=money,
)
facts = st.fixed_dictionaries(
    {},
    optional={"purpose": st.just("new_sale"), "certification_obtained": st.booleans()},
)
sales = st.builds(
    Transaction,
    action=st.one_of(st.none(), st.sampled_from(Action)),
    as_of=st.dates(),
    destination=countries,
    item=items,
    parties=st.lists(parties, max_size=3).map(tuple),
    end_use=st.sampled_from([None, "civil"]),
    contract=days,
    en_route_since=days,
    known_as_of=days,
    facts=facts,
)


@given(sales)
def test_a_sale_survives_the_way_out_and_back(sale: Transaction) -> None:
    text = json.dumps(write_transaction(sale)).encode()
    assert read_transaction(parse_json(text), WORDS) == sale


def refused(**changes: Any) -> WireError:
    with pytest.raises(WireError) as caught:
        read_transaction({**SALE, **changes}, WORDS)
    return caught.value


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"color": "red"}, "color"),
        ({"action": "give"}, "action"),
        ({"as_of": "10/10/2019"}, "as_of"),
        ({"as_of": "2019-02-30"}, "as_of"),
        ({"destination": "Cathay"}, "destination"),
        ({"item": {"eccn": "3A1"}}, "item.eccn"),
        ({"item": {"value_usd": -1}}, "item.value_usd"),
        ({"item": {"value_usd": True}}, "item.value_usd"),
        ({"item": {"value_usd": "many"}}, "item.value_usd"),
        ({"item": {"value_usd": Decimal("NaN")}}, "item.value_usd"),
        ({"item": {"controlled_us_content_pct": 101}}, "item.controlled_us_content_pct"),
        ({"item": {"us_origin": "yes"}}, "item.us_origin"),
        ({"item": []}, "item"),
        ({"parties": {}}, "parties"),
        ({"parties": [{"name": "A"}]}, "parties[0].role"),
        ({"parties": [{"role": "buyer"}]}, "parties[0].role"),
        ({"parties": [{"role": "bank", "owners": [{"percent": 3}]}]}, "parties[0].owners[0].name"),
        (
            {"parties": [{"role": "bank", "dispositions": [{"entry": "x"}]}]},
            "parties[0].dispositions[0].same",
        ),
        ({"facts": {"no_such": True}}, "facts.no_such"),
        ({"facts": {"purpose": "gift"}}, "facts.purpose"),
        ({"facts": {"certification_obtained": "yes"}}, "facts.certification_obtained"),
        ({"dates": {"signed": "2019-01-01"}}, "dates.signed"),
    ],
)
def test_every_error_names_its_key(changes: dict[str, Any], key: str) -> None:
    assert refused(**changes).key == key


def test_all_errors_come_at_once() -> None:
    found = refused(
        as_of="soon", color="red", item={"eccn": "lens", "value_usd": -1}, dates=3,
        parties=[{"role": "buyer", "name": 3}, 4, {"role": "bank", "owners": [{"percent": 200}], "x": 1}],
        facts={"no_such": True, "purpose": "gift"},
    )  # fmt: skip
    assert sorted(problem.key for problem in found.every) == [
        "as_of", "color", "dates", "facts.no_such", "facts.purpose", "item.eccn", "item.value_usd", "parties[0].name",
        "parties[0].role", "parties[1]", "parties[2].owners[0].name", "parties[2].owners[0].percent", "parties[2].x",
    ]  # fmt: skip
    assert "key item.eccn: must be EAR99 or an ECCN" in str(found)
    with pytest.raises(WireError) as caught:
        read_transaction({"color": "red"}, WORDS)
    assert [problem.key for problem in caught.value.every] == ["as_of", "color"]


def test_no_day_is_made_up() -> None:
    with pytest.raises(WireError) as caught:
        read_transaction({}, WORDS)
    assert caught.value.key == "as_of"
    assert read_transaction({}, WORDS, default_as_of=date(2020, 1, 1)).as_of == date(2020, 1, 1)


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        (b"", "empty", 1),
        (b'{\n"a": 1,\n}', "not JSON", 3),
        (b'{\n"a": "\xff"}', "not UTF-8", 2),
        (b'{"a": 1, "a": 2}', "twice", None),
        (b"[" * 100_000, "nested too deeply", None),
        (b" " * (MAX_BYTES + 1), "too large", None),
    ],
)
def test_what_is_no_json_is_refused_with_its_line(text: bytes, words: str, line: int | None) -> None:
    with pytest.raises(WireError, match=words) as caught:
        parse_json(text)
    assert caught.value.line == line


def test_money_keeps_every_digit_and_a_mark_of_order_is_no_harm() -> None:
    data = parse_json(b'\xef\xbb\xbf{"as_of": "2019-10-10", "item": {"value_usd": 12345678901234567.8901}}')
    sale = read_transaction(data, WORDS)
    assert sale.item.value_usd == Decimal("12345678901234567.8901")


def test_a_sale_is_an_object() -> None:
    with pytest.raises(WireError, match="an object with keys, not a list"):
        read_transaction([], WORDS)


@pytest.mark.parametrize(("text", "short", "long"), [("2.600", "2.6", "2600"), (" 10.000 ", "10", "10000")])
def test_a_value_that_may_be_in_thousands_shows_both_readings(text: str, short: str, long: str) -> None:
    with pytest.raises(WireError, match=f"read as {short} and as {long}") as caught:
        read_transaction({"as_of": "2026-11-29", "item": {"value_usd": text}}, {})
    assert caught.value.key == "item.value_usd"


@pytest.mark.parametrize("value", ["2600", "2600.00", "2.60", "0.125", "1234.567", 2.6])
def test_a_value_with_one_reading_is_read(value: object) -> None:
    sale = read_transaction({"as_of": "2026-11-29", "item": {"value_usd": value}}, {})
    assert sale.item.value_usd == Decimal(str(value))


def test_a_code_in_general_use_is_read_as_that_of_iso_3166_and_named() -> None:
    party = {"role": "end_user", "name": "A", "country": "EL", "owners": [{"name": "B", "country": "UK"}]}
    sale = read_transaction({**SALE, "destination": "UK", "parties": [party]}, WORDS)
    (owner,) = sale.parties[0].owners or ()
    assert (sale.destination, sale.parties[0].country, owner.country) == ("GB", "GR", "GB")
    assert sorted(sale.notes) == [
        "EL is no code of ISO 3166: it was read as GR.",
        "UK is no code of ISO 3166: it was read as GB.",
    ]
    assert write_transaction(sale)["destination"] == "GB"
    assert read_transaction({**SALE, "destination": "GB"}, WORDS).notes == ()


def test_a_country_is_read_by_its_english_name_and_named() -> None:
    names = {
        "UAE": "AE", "Korea, Republic of": "KR", "The Bahamas": "BS", "Cote d'Ivoire": "CI", "Côte d’Ivoire": "CI",
        "South Korea": "KR", "Hong Kong": "HK", "KOR": "KR", "Democratic Republic of the Congo": "CD",
    }  # fmt: skip
    for name, code in names.items():
        party = {"role": "end_user", "name": "A", "country": name, "owners": [{"name": "B", "country": name}]}
        sale = read_transaction({**SALE, "destination": name, "parties": [party]}, WORDS)
        (owner,) = sale.parties[0].owners or ()
        assert (sale.destination, sale.parties[0].country, owner.country) == (code, code, code)
        assert sale.notes == (f"{name!r} was read as the country {code}.",)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Korea", "can be read as KR and as KP"),
        ("congo", "can be read as CD and as CG"),
        ("Crimea (occupied)", "or a country's English name"),
        ("REGION: Northern Gaza", "or a country's English name"),
        ("cn", "or a country's English name"),
        ("D-80331", "or a country's English name"),
    ],
)
def test_a_name_of_no_country_or_of_two_is_refused(name: str, words: str) -> None:
    with pytest.raises(WireError, match=words) as caught:
        read_transaction({**SALE, "destination": name}, WORDS)
    assert caught.value.key == "destination"
