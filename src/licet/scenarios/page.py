"""An impact as one page that needs nothing else: for a director who has ten seconds, and for who comes after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from importlib.resources import files
from typing import Any

import polars as pl

from licet.presentation.words import counted, day_words
from licet.rules.answer import Answer
from licet.scenarios.charts import ChartBar, Flow, bars, flow_chart, money, number
from licet.scenarios.impact import AnswerChange, Impact
from licet.scenarios.scenario import Scenario

__all__ = [
    "KINDS",
    "Provenance",
    "besides",
    "days_words",
    "flows_of",
    "headline",
    "impact_page",
    "other_words",
]

_RANKED = ("customer", "product", "destination")
_LISTED, _TOP, _BARS = 200, 20, 8
KINDS = {
    AnswerChange.NEWLY_BLOCKED: (
        "blocked",
        "newly blocked",
        "may go without it or are undecided, and then need a license",
    ),
    AnswerChange.NEWLY_UNDETERMINED: ("open", "newly undetermined", "hang on facts that are not known"),
    AnswerChange.NEWLY_FREE: ("free", "newly free", "may not go without it or are undecided, and then may"),
    AnswerChange.DIFFERENTLY_CONDITIONED: (
        "other",
        "under other terms",
        "other answer, authority or conditions",
    ),
}


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the two sets of answers rest on, for the foot of the page."""

    known_as_of: date | None
    rulebook: str
    lists: Sequence[str]
    orders: str


def headline(impact: Impact, scenarios: Sequence[Scenario]) -> str:
    """The effect of the scenarios in a sentence."""
    what = _moved(impact) or "no line of this book is newly blocked or newly free"
    return f"If {' and '.join(scenario.title for scenario in scenarios)}: {what}."


def _moved(impact: Impact) -> str:
    counts = _counts(impact)
    said = [
        f"{_count(lines)} worth {money(counts[change]['value_usd'])} {words}"
        for change, words in _SAID.items()
        if (lines := counts[change]["lines"])
    ]
    return ", ".join(said)


def other_words(other_law: Impact) -> str:
    """What other law does by the later day, whether or not the scenarios come."""
    days = f"from {day_words(other_law.as_of)} to {day_words(other_law.effective)}"
    what = _moved(other_law)
    if not what:
        return f"Other law blocks or frees no line {days}."
    return f"Apart from this, other law changes answers {days}: {what}. The scenario does not cause that."


def days_words(impact: Impact) -> str:
    """How long there is to act, from today."""
    when = f"The change comes on {day_words(impact.effective)}"
    if impact.days_left:
        return f"{counted(impact.days_left, 'day')} left to act. {when}."
    if impact.days_since:
        return f"The change came on {day_words(impact.effective)}, {counted(impact.days_since, 'day')} ago."
    return "The change comes today."


_SAID = {AnswerChange.NEWLY_BLOCKED: "are blocked", AnswerChange.NEWLY_FREE: "are free to go"}


def _counts(impact: Impact) -> dict[AnswerChange, dict[str, Any]]:
    return {AnswerChange(row["change"]): row for row in impact.totals().iter_rows(named=True)}


def besides(impact: Impact) -> str:
    """What the headline leaves out."""
    said = []
    blocked = impact.of(AnswerChange.NEWLY_BLOCKED)
    going = blocked.filter(pl.col("answer") != Answer.UNDETERMINED.value)
    if blocked.height:
        worth = money(going["value_usd"].sum())
        said.append(
            f"Of the blocked lines {number(going.height)} ({worth}) may go without it; the others are undecided."
        )
    unknown = _counts(impact)[AnswerChange.NEWLY_UNDETERMINED]["lines"]
    if unknown:
        said.append(f"{_count(unknown)} more will hang on facts that are not known.")
    return " ".join(said)


def _count(lines: int) -> str:
    return f"{number(lines)} line" if lines == 1 else f"{number(lines)} lines"


def impact_page(
    impact: Impact,
    other_law: Impact,
    scenarios: Sequence[Scenario],
    provenance: Provenance,
    warnings: Sequence[str] = (),
) -> str:
    """The page as HTML: no script, no request to anywhere."""
    style = (files("licet.scenarios") / "data" / "page.css").read_text("utf-8")
    body = "".join(
        [
            _head(impact, other_law, scenarios, warnings),
            _tiles(impact),
            _section("From the answers without it to those with it", _flows(impact)),
            _section("When the blocked lines would ship", _months(impact)),
            f'<div class="columns">{"".join(_ranking(impact, label) for label in _RANKED)}</div>',
            _section("Licenses to seek", _licenses(impact)),
            _section("Facts to find out", _facts(impact)),
            _section("Conditions that lapse or are new", _conditions(impact)),
            _section("The lines behind it", _lines(impact)),
            _foot(impact, scenarios, provenance),
        ]
    )
    title = escape(f"What if {' and '.join(scenario.title for scenario in scenarios)}?")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{style}</style></head>'
        f"<body><main>{body}</main></body></html>\n"
    )


def _head(impact: Impact, other_law: Impact, scenarios: Sequence[Scenario], warnings: Sequence[str]) -> str:
    said = "".join(f'<p class="when"><strong>{escape(warning)}</strong></p>' for warning in warnings)
    return (
        '<header><p class="kicker">What if? A scenario, not law</p>'
        f'<h1>{escape(headline(impact, scenarios))}</h1>{said}<p class="when"><strong>{escape(days_words(impact))}'
        f"</strong></p><p>{escape(besides(impact))}</p><p>{escape(other_words(other_law))}</p></header>"
    )


def _tiles(impact: Impact) -> str:
    counts = _counts(impact)
    tiles = [
        f'<div class="tile {kind}"><span class="what">{what}</span><span class="value">'
        f"{money(row['value_usd'])}</span><span>{_count(row['lines'])}</span><small>{why}</small></div>"
        for change, (kind, what, why) in KINDS.items()
        for row in [counts[change]]
    ]
    same = counts[AnswerChange.UNCHANGED]
    rest = f"{_count(same['lines'])} of {number(impact.lines.height)} ({money(same['value_usd'])}) stay as they are."
    return f'<section class="tiles">{"".join(tiles)}</section><p class="rest">{rest}</p>'


def flows_of(impact: Impact) -> list[Flow]:
    """The flows from today's answers to those supposed of all lines that change, most valuable first."""
    table = impact.changed.group_by("answer", "answer_supposed", "change").agg(
        pl.len().alias("lines"), pl.col("value_usd").sum()
    )
    rows = table.sort("value_usd", "lines", descending=True).iter_rows(named=True)
    return [
        Flow(
            f"{_words(row['answer'])} without it",
            _words(row["answer_supposed"]),
            KINDS[AnswerChange(row["change"])][0],
            row["lines"],
            row["value_usd"] or Decimal(0),
        )
        for row in rows
    ]


def _flows(impact: Impact) -> str:
    return flow_chart(flows_of(impact)) or "<p>No answer changes.</p>"


def _months(impact: Impact) -> str:
    blocked = impact.of(AnswerChange.NEWLY_BLOCKED)
    if not blocked.height:
        return ""
    early = pl.col("ship_date") < impact.effective
    table = blocked.group_by("month").agg(
        pl.len().alias("lines"),
        pl.col("value_usd").filter(early).sum().alias("before"),
        pl.col("value_usd").filter(~early | early.is_null()).sum().alias("after"),
    )
    rows = [
        ChartBar(
            row["month"] or "no date",
            [
                ("early", row["before"], f"{money(row['before'])} still in time" if row["before"] else ""),
                ("blocked", row["after"], f"{money(row['after'])} too late" if row["after"] else ""),
            ],
        )
        for row in table.sort("month", nulls_last=True).iter_rows(named=True)
    ]
    return bars(rows)


def _ranking(impact: Impact, label: str) -> str:
    table = impact.by(label).filter(pl.col("change") == AnswerChange.NEWLY_BLOCKED.value)
    if not table.height:
        return ""
    rows = [
        ChartBar(
            row[label] or "not said",
            [("blocked", row["value_usd"], f"{money(row['value_usd'])}, {_count(row['lines'])}")],
        )
        for row in table.head(_BARS).iter_rows(named=True)
    ]
    more = f"<p class=more>and {number(table.height - _BARS)} more</p>" if table.height > _BARS else ""
    return _section(f"Blocked by {label}", bars(rows) + more)


def _licenses(impact: Impact) -> str:
    names = ("customer", "destination", "products", "lines", "value_usd", "needs_day")
    heads = ("Customer", "To", "Products", "Lines", "Value", "Needed by")
    return _table(impact.licenses_to_seek(), names, heads)


def _facts(impact: Impact) -> str:
    return _table(impact.facts_to_find(), ("need", "lines", "value_usd"), ("Fact", "Lines", "Value"))


def _conditions(impact: Impact) -> str:
    names = ("condition", "becomes", "lines", "value_usd")
    return _table(impact.conditions(), names, ("Condition", "", "Lines", "Value"))


def _lines(impact: Impact) -> str:
    names = (
        "row",
        "id",
        "customer",
        "product",
        "destination",
        "ship_date",
        "value_usd",
        "answer",
        "answer_supposed",
    )
    heads = ("Row", "Reference", "Customer", "Product", "To", "Ships", "Value", "Without it", "With it")
    return _table(impact.changed, names, heads, _LISTED)


def _table(frame: pl.DataFrame, names: Sequence[str], heads: Sequence[str], top: int = _TOP) -> str:
    if not frame.height:
        return ""
    head = "".join(f"<th>{escape(text)}</th>" for text in heads)
    rows = "".join(
        "<tr>" + "".join(_cell(name, row[name]) for name in names) + "</tr>"
        for row in frame.select(names).head(top).iter_rows(named=True)
    )
    more = f"<p class=more>and {number(frame.height - top)} more</p>" if frame.height > top else ""
    return f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}'


def _cell(name: str, value: Any) -> str:
    if name == "value_usd":
        return f'<td class="n">{"" if value is None else money(value)}</td>'
    if isinstance(value, int):
        return f'<td class="n">{number(value) if name == "lines" else value}</td>'
    if isinstance(value, list):
        value = ", ".join(value)
    if name.startswith("answer"):
        return f'<td class="a {_light(str(value))}">{escape(_words(str(value)))}</td>'
    return f"<td>{escape('' if value is None else str(value))}</td>"


def _light(answer: str) -> str:
    return {"license_required": "blocked", "prohibited": "blocked", "undetermined": "open"}.get(
        answer, "free"
    )


def _section(title: str, content: str) -> str:
    return f"<section><h2>{escape(title)}</h2>{content}</section>" if content else ""


def _foot(impact: Impact, scenarios: Sequence[Scenario], provenance: Provenance) -> str:
    events = "".join(
        f"<li><strong>{event.status.value}</strong>, {day_words(event.on)}: {escape(event.text)} "
        f"({escape(event.source)})</li>"
        for scenario in scenarios
        for event in scenario.events
    )
    whys = "".join(
        f"<p>{escape(scenario.title)}: {escape(scenario.why)} <code>{escape(scenario.name)}</code></p>"
        for scenario in scenarios
    )
    known = (
        ""
        if provenance.known_as_of is None
        else f", on what had been published by {day_words(provenance.known_as_of)}"
    )
    twice = (
        "Every line was answered with the scenario on and off on the same day; off, what it changes stays as it is "
        "on the day asked. A report is not law, and neither is a scenario."
    )
    rests: Iterable[str] = (
        f"Order book {provenance.orders}, {_count(impact.lines.height)}, as of {day_words(impact.as_of)}{known}.",
        f"Lists: {'; '.join(provenance.lists)}. Rulebook {provenance.rulebook[:16]}.",
        twice,
    )
    reported = f"<h3>What was reported</h3><ul>{events}</ul>" if events else ""
    return f"<footer>{whys}{reported}{''.join(f'<p>{escape(text)}</p>' for text in rests)}</footer>"


def _words(answer: str) -> str:
    return answer.replace("_", " ")
