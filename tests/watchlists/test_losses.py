"""What a new file takes away without saying why: each kind is a problem that names the parties."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from licet.model.listing import Alias, ListCode
from licet.watchlists.losses import losses
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, ProblemKind, SnapshotProblem

DAY = date(2026, 9, 1)
ACME = RawRow(
    list_code=ListCode.EL, name="Acme", line=1, aliases=(Alias("Acme Works"), Alias("AW")), countries=("CN", "HK"),
    addresses=("1 A St.", "2 B St."), programs=("P", "Q"), notices_text="84 FR 22961 5/21/19",
    requirement="For all items subject to the EAR", policy="Presumption of denial", standard_order=True,
    start_date=date(2019, 5, 21), end_date=date(2030, 1, 1), ids=("USCC 1",), kind="Entity",
)  # fmt: skip


def found(
    *rows: RawRow, before: tuple[RawRow, ...] = (ACME,), fmt: Format = Format.CSL_CSV
) -> list[SnapshotProblem]:
    old = {f"{row.list_code}-{row.name}": row for row in before}
    now = {f"{row.list_code}-{row.name}": row for row in rows}
    return list(losses(old, now, fmt, DAY, {ListCode.EL: len(before)}))


def kinds(problems: list[SnapshotProblem]) -> set[ProblemKind]:
    return {problem.kind for problem in problems}


def test_the_same_row_loses_nothing() -> None:
    assert found(ACME) == []
    assert found(replace(ACME, aliases=(*ACME.aliases, Alias("New")), countries=("CN", "HK", "MO"))) == []


def test_a_party_that_is_gone_is_named() -> None:
    (problem,) = found(replace(ACME, name="Other", aliases=()))
    assert (problem.kind, problem.source) == (ProblemKind.GONE_UNEXPLAINED, ListCode.EL)
    assert problem.names == ("Acme (CN, HK)",)
    assert "1 party is no longer in the file" in problem.words


@pytest.mark.parametrize(
    "after",
    [
        replace(ACME, name="Acme Holding", aliases=(*ACME.aliases, Alias("ACME"))),
        replace(ACME, name="Acme Holding", aliases=(*ACME.aliases, Alias("Acme")), line=9),
    ],
)
def test_a_party_under_a_new_name_that_keeps_the_old_one_is_not_gone(after: RawRow) -> None:
    assert found(after) == []


def test_a_party_under_another_heading_that_lost_a_country_is_shown() -> None:
    (problem,) = found(
        replace(ACME, name="Acme Holding", aliases=(*ACME.aliases, Alias("Acme")), countries=("HK",))
    )
    assert problem.words == "1 party has lost countries"


def test_an_order_that_ran_out_explains_itself() -> None:
    assert found(before=(replace(ACME, end_date=date(2026, 8, 31)),)) == []
    assert kinds(found(before=(replace(ACME, end_date=DAY),))) == {ProblemKind.GONE_UNEXPLAINED}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"aliases": ()}, ProblemKind.LOST_NAMES),
        ({"aliases": (Alias("Acme Works"),)}, ProblemKind.LOST_NAMES),
        ({"aliases": (Alias("Acme Worxs"), Alias("AW"))}, ProblemKind.LOST_NAMES),
        ({"countries": ()}, ProblemKind.LOST_FACTS),
        ({"countries": ("CN",)}, ProblemKind.LOST_FACTS),
        ({"programs": ("P",)}, ProblemKind.LOST_FACTS),
        ({"notices_text": None}, ProblemKind.LOST_FACTS),
        ({"requirement": None}, ProblemKind.CHANGED_UNEXPLAINED),
        ({"requirement": "For all items subject to the EAR, but EAR99"}, ProblemKind.CHANGED_UNEXPLAINED),
        ({"policy": "Case by case"}, ProblemKind.CHANGED_UNEXPLAINED),
        ({"standard_order": None}, ProblemKind.CHANGED_UNEXPLAINED),
        ({"end_date": date(2020, 1, 1)}, ProblemKind.CHANGED_UNEXPLAINED),
        ({"start_date": date(2026, 8, 1)}, ProblemKind.CHANGED_UNEXPLAINED),
    ],
)
def test_a_single_loss_that_an_answer_can_hang_on_is_shown(change: dict[str, Any], kind: ProblemKind) -> None:
    problems = found(replace(ACME, **change))
    assert kind in kinds(problems)
    assert all("Acme" in "".join(problem.names) for problem in problems)


def test_terms_that_change_with_a_new_notice_are_the_law_at_work() -> None:
    notices = "84 FR 22961 5/21/19; 91 FR 100 8/1/26"
    assert found(replace(ACME, requirement="For EAR99 only", notices_text=notices)) == []
    assert found(replace(ACME, end_date=date(2026, 8, 1), notices_text=notices)) == []


def test_punctuation_changes_no_terms() -> None:
    assert found(replace(ACME, requirement="For all items, subject to the EAR.")) == []


def test_what_tells_namesakes_apart_may_be_lost_now_and_then() -> None:
    rows = tuple(replace(ACME, name=f"Acme {number}") for number in range(5))
    for bare in (
        tuple(replace(row, ids=()) for row in rows),
        tuple(replace(row, addresses=()) for row in rows),
    ):
        assert found(*bare[:3], *rows[3:], before=rows) == []
        (problem,) = found(*bare, before=rows)
        assert (problem.kind, len(problem.names)) == (ProblemKind.LOST_FACTS, 5)


def test_what_the_format_has_no_place_for_is_not_lost() -> None:
    bare = replace(ACME, addresses=(), ids=(), start_date=None, end_date=None, standard_order=None)
    assert found(bare, fmt=Format.CSL_COMPACT) == []
    assert kinds(found(replace(bare, countries=()), fmt=Format.CSL_COMPACT)) == {ProblemKind.LOST_FACTS}
