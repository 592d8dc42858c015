from datetime import date
from xml.etree.ElementTree import Element

from defusedxml import ElementTree  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from licet.web.show.pictures import Bar, Branch, Lane, bars, branches, columns, lanes, strip

DAYS = st.dates(date(1997, 1, 1), date(2040, 1, 1))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), max_size=40)


def svg(text: str) -> Element:
    """Parsed: text that is not escaped would break it. No style may be written into it."""
    assert "style=" not in text
    found: Element = ElementTree.fromstring(text)
    assert [child.tag for child in found][:2] == ["title", "desc"]
    return found


@given(WORDS, st.lists(st.tuples(st.just("red"), DAYS, st.none() | DAYS, WORDS), max_size=4), DAYS)
def test_pictures_of_time_hold_any_words_and_days(
    label: str, spans: list[tuple[str, date, date | None, str]], day: date
) -> None:
    lane = Lane(label, spans)
    first, end = date(2000, 1, 1), date(2030, 1, 1)
    svg(strip(lane, first, end, day))
    found = svg(lanes(label, [lane, lane], first, end, day))
    for rect in found.iter("rect"):
        assert 0 <= float(rect.attrib["x"]) <= 960


@given(WORDS, st.lists(st.floats(0, 2), max_size=5))
def test_bars_never_leave_their_track(label: str, shares: list[float]) -> None:
    found = svg(bars(label, [Bar(label, [("green", share) for share in shares[:1]], label)]))
    assert all(0 <= float(rect.attrib["width"]) <= 640 for rect in found.iter("rect"))
    svg(columns(label, [(label, share, label) for share in shares]))


@given(
    st.recursive(
        st.builds(Branch, WORDS, WORDS),
        lambda above: st.builds(Branch, WORDS, WORDS, st.just("red"), st.tuples(above, above)),
        max_leaves=12,
    )
)
def test_every_owner_has_a_box_of_its_own(root: Branch) -> None:
    def count(node: Branch) -> int:
        return 1 + sum(map(count, node.above))

    found = svg(branches("owners", root))
    places = [(rect.attrib["x"], rect.attrib["y"]) for rect in found.iter("rect")]
    assert len(places) == len(set(places)) == count(root)
