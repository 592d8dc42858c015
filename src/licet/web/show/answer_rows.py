"""The answers on record as a table."""

from __future__ import annotations

from collections.abc import Mapping

from licet.presentation.words import ANSWERS
from licet.rules.answer import Answer, Light
from licet.services.saved_answers import SORTS, AnswerQuery, AnswersFound, SavedAnswer
from licet.web.show.days import short_day
from licet.web.show.table import (
    ListTable,
    TableCell,
    TableColumn,
    TableRow,
    TableView,
    facets_shown,
    table_shown,
)

__all__ = ["answers_table", "answers_view", "query_of"]

LIGHT_WORDS = {Light.GREEN.value: "Green", Light.AMBER.value: "Amber", Light.RED.value: "Red"}
_ANSWER_WORDS = {one.value: words for one, words in ANSWERS.items()}
_STATE_WORDS = {"current": "Current", "superseded": "Superseded"}
_COLUMNS = (
    TableColumn("number", "Answer", number=True, descends=True),
    TableColumn("reference", "Reference"),
    TableColumn("subject", "Transaction"),
    TableColumn("answer", "Answer given"),
    TableColumn("as_of", "For", descends=True),
    TableColumn("holds_until", "Holds until"),
    TableColumn("made_by", "Given by"),
)


def answers_view(query: Mapping[str, str]) -> TableView:
    """What the page of answers shows, as its address says."""
    facets = {"light": LIGHT_WORDS, "answer": _ANSWER_WORDS, "state": _STATE_WORDS, "made_by": None}
    return TableView.of(query, facets, SORTS, "-number")


def query_of(view: TableView, size: int) -> AnswerQuery:
    """What a view asks of the record."""
    return AnswerQuery(words=view.words, sort=view.sort, page=view.page, size=size, **view.picked)


def answers_table(found: AnswersFound, view: TableView, size: int) -> ListTable:
    """A page of answers."""
    titles = {"light": "Light", "answer": "Answer", "state": "State", "made_by": "Given by"}
    words = {"light": LIGHT_WORDS, "answer": _ANSWER_WORDS, "state": _STATE_WORDS}
    return table_shown(
        ("answer", "answers"), _COLUMNS, [_row(row) for row in found.rows], found.total, view,
        facets=facets_shown(view, found.counts, titles, words, lights={"light"}),
        exports=[("CSV", "/answers.csv")], size=size,
    )  # fmt: skip


def _row(saved_answer: SavedAnswer) -> TableRow:
    href = f"/answers/{saved_answer.number}"
    state = "superseded" if saved_answer.superseded_by else ""
    return TableRow(
        str(saved_answer.number),
        (
            TableCell(str(saved_answer.number), href),
            TableCell(saved_answer.reference),
            TableCell(saved_answer.subject),
            TableCell(
                ANSWERS[Answer(saved_answer.answer)],
                light=saved_answer.light if not state else "",
                note=state,
            ),
            TableCell(short_day(saved_answer.as_of)),
            TableCell(short_day(saved_answer.holds_until)),
            TableCell(saved_answer.made_by or "a program", note=short_day(saved_answer.kept_at)),
        ),
        f"answer {saved_answer.number}",
    )
