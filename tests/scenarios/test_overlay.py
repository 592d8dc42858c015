"""Rows laid over a timeline: they govern their own days, and change no other."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from licet.rules.citation import Citation
from licet.rules.dated import LawConflictError, Row, Timeline
from licet.rules.interval import Interval
from licet.scenarios.overlay import lay_over

START = date(2020, 1, 1)
CITE = Citation.parse("84 FR 22961")
days = st.integers(0, 60).map(lambda n: START + timedelta(days=n))


@st.composite
def rows(draw: st.DrawFn) -> Row[int]:
    first = draw(days)
    end = draw(st.none() | st.integers(1, 30).map(lambda n: first + timedelta(days=n)))
    resumes = draw(st.booleans())
    return Row(Interval(first, end), draw(days), draw(st.integers(0, 9)), CITE, "made", resumes)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline[int]:
    try:
        return Timeline("made", draw(st.lists(rows(), min_size=1, max_size=5)))
    except LawConflictError:
        return Timeline("made", [draw(rows())])


@given(timelines(), rows(), st.lists(rows(), max_size=2))
def test_a_row_laid_over_governs_its_days_and_no_other(
    law: Timeline[int], new: Row[int], more: list[Row[int]]
) -> None:
    supposed = Row(new.in_force, date.min, 99, CITE, "scenario")
    changed = lay_over(law, supposed)
    for later in more:  # scenarios compose: each laid over the last without a conflict
        changed = lay_over(changed, Row(later.in_force, date.min, 100, CITE, "scenario"))
    for offset in range(-2, 95):
        day = START + timedelta(days=offset)
        governed = [
            row.value for row in changed.rows if row.published_on == date.min and row.in_force.contains(day)
        ]
        for known in (None, START - timedelta(days=9), START + timedelta(days=20)):
            now, was = changed.at(day, known), law.at(day, known)
            if governed:
                assert now is not None
                assert now.value == governed[0] >= 99
            else:
                assert (now and (now.value, now.published_on)) == (was and (was.value, was.published_on))
    expected = {
        day
        for day in range(-2, 95)
        if any(r.in_force.contains(START + timedelta(days=day)) for r in [new, *more])
    }
    found = {d for d in range(-2, 95) if (row := changed.at(START + timedelta(days=d))) and row.value >= 99}
    assert found == expected
