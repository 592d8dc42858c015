"""A table: its view is its address, and facets are counted."""

from licet.web.show.table import TableColumn, TableView, facets_shown, table_shown

FACETS = {"light": {"green", "red"}, "by": None}
SORTS = {"value", "day"}


def view(**query: str) -> TableView:
    return TableView.of(query, FACETS, SORTS, "-day")


def test_what_no_table_has_is_left_out_of_its_view() -> None:
    odd = view(light="blue", by=" Ada ", sort="-secret", page="0", words="x" * 999)
    assert (odd.picked, odd.sort, odd.page, len(odd.words)) == ({"by": "Ada"}, "-day", 1, 200)
    assert view(page="9" * 12).page == 1


def test_an_address_keeps_the_view_and_a_change_begins_at_page_one() -> None:
    mine = view(light="red", words="a&b", sort="value", page="3")
    assert mine.address(page=4) == "?words=a%26b&light=red&sort=value&page=4"
    assert mine.address(light=None) == "?words=a%26b&sort=value"
    assert TableView.of({"light": "red", "sort": "-day"}, FACETS, SORTS, "-day").address() == "?light=red"


def test_a_head_sorts_by_its_column_and_again_the_other_way() -> None:
    columns = [
        TableColumn("day", "Day", descends=True),
        TableColumn("value", "Value"),
        TableColumn("what", "What", sorts=False),
    ]
    day, value, what = table_shown(("line", "lines"), columns, [], 0, view()).heads
    assert (day.order, day.href) == ("descending", "?sort=day")
    assert (value.order, value.href) == ("", "?sort=value")
    assert (what.order, what.href) == ("", "")


def test_facets_name_their_counts_and_take_back_what_was_picked() -> None:
    (facet,) = facets_shown(
        view(light="red"), {"light": {"green": 2, "red": 5}, "by": {"Ada": 7}}, {"light": "Light", "by": "By"},
        {"light": {"green": "Green", "red": "Red"}}, lights={"light"},
    )  # fmt: skip
    shown = [(value.words, value.count, value.href, value.picked, value.light) for value in facet.values]
    assert shown == [("Green", 2, "?light=green", False, "green"), ("Red", 5, "?", True, "red")]


def test_pages_are_counted() -> None:
    found = table_shown(("line", "lines"), [], [], 101, view(page="3"), size=50)
    assert (found.pages, found.first) == (3, 101)
