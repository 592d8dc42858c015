"""The form of an order: its first item is that of a form of one item, the others have rows of their own."""

from licet.regimes.registry import primary
from licet.web.show.form_fields import drawn
from licet.web.show.sale_form import compact, form_path, one_item_path, order_document, sale_of

WORDS = primary().rulebook.vocabulary


def test_further_items_make_an_order() -> None:
    form = [
        ("action", "export"),
        ("item.eccn", "ear99"),
        ("item.facts.hts_code", "8471.50.0150"),
        ("items[0].eccn", "8A002.a"),
        ("items[0].us_origin", "yes"),
        ("items[0].facts.lvs_whole_order_counted", "yes"),
        ("facts.license_exception_claimed", "LVS"),
    ]
    found = order_document(form, WORDS)
    assert found == {
        "action": "export",
        "facts": {"license_exception_claimed": "LVS"},
        "parties": [],
        "items": [
            {"eccn": "EAR99", "facts": {"hts_code": "8471.50.0150"}},
            {"eccn": "8A002.a", "us_origin": True, "facts": {"lvs_whole_order_counted": True}},
        ],
    }


def test_without_further_items_the_facts_of_the_item_are_those_of_the_sale() -> None:
    form = [("item.eccn", "EAR99"), ("item.facts.hts_code", "8471"), ("items[0].eccn", " ")]
    assert order_document(form, WORDS) is None
    assert sale_of(form, WORDS)["facts"] == {"hts_code": "8471"}


def test_rows_of_items_are_numbered_without_holes() -> None:
    form = [("items[1].eccn", ""), ("items[4].eccn", "EAR99"), ("remove", "items[4]")]
    assert compact(form) == [("items[1].eccn", ""), ("items[0].eccn", "EAR99"), ("remove", "items[0]")]


def test_paths_of_items() -> None:
    assert [form_path(f"items[{number}].eccn") for number in range(2)] == ["item.eccn", "items[0].eccn"]
    assert form_path("parties[0].name") == "parties[0].name"
    assert one_item_path("items[0].eccn") == "item.eccn"
    assert all(drawn(path) for path in ("items[0].eccn", "items[0].facts.hts_code"))
    assert not drawn("items[0].facts.lvs_whole_order_counted")
