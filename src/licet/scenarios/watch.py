"""What was published that could concern an order book: events matched with what its lines rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import polars as pl

from licet.rules.rulebook import Rulebook
from licet.scenarios.feed import FeedEvent
from licet.scenarios.scenario import ScenarioStatus
from licet.screening.forms import bare_form, comparable
from licet.screening.words import GENERIC, LIGHT

__all__ = ["Concern", "LineFacts", "concerns", "line_facts", "parties_named"]

_TELLING = 5
"""Letters of a name of one word that tells a party apart in running text."""
_SENTENCE = re.compile(r"[;:]\s|(?<=[a-z]{4})\.\s")
_PART = re.compile(r"(7[3-7][0-9])(?:\.([0-9]+))?")


@dataclass(frozen=True)
class LineFacts:
    """What the lines of a book rest on.

    ``lines``: ``row``, ``id``, ``customer``, ``destination``, ``eccn`` (without paragraph), ``value_usd``,
    ``sections`` (of the decisive rules), ``matters`` and ``citations`` (of the list entries tied to parties).
    ``parties``: ``row`` and ``name`` of each party of a line.
    """

    lines: pl.DataFrame
    parties: pl.DataFrame

    @cached_property
    def rows_by_words(self) -> dict[tuple[str, ...], tuple[str, list[int]]]:
        """By the words of a party's name, without legal forms: the name, and the rows of its lines."""
        found: dict[tuple[str, ...], tuple[str, list[int]]] = {}
        grouped = self.parties.drop_nulls().group_by("name", maintain_order=True).agg(pl.col("row").unique())
        for name, rows in grouped.iter_rows():
            words = tuple(bare_form(comparable(name)).split())
            if len(words) > 1 or (words and len(words[0]) >= _TELLING and words[0] not in GENERIC):
                found.setdefault(words, (name, []))[1].extend(rows)
        return found


@dataclass(frozen=True)
class Concern:
    """An event, how far it has come, and the lines that it could concern, with why.

    ``why``: the grounds with the number of lines for each. ``lines``: those lines, the most valuable first.
    """

    event: FeedEvent
    status: ScenarioStatus
    why: Mapping[str, int]
    lines: pl.DataFrame

    @property
    def value(self) -> float:
        return float(self.lines["value_usd"].sum())


def line_facts(
    labels: pl.DataFrame, answers: pl.DataFrame, book: Rulebook, entries: pl.DataFrame, parties: pl.DataFrame
) -> LineFacts:
    """Put together what lines rest on.

    ``entries``: ``row``, ``matter`` and ``citations`` of listed parties; ``parties``: ``row`` and ``name``.
    """
    sections = {rule.rule_id: sorted(_sections_of(cite.text for cite in rule.cites)) for rule in book.rules}
    ruled = answers.select("row", pl.col("rules").str.split("; ")).explode(
        "rules", empty_as_null=False, keep_nulls=False
    )
    found = (
        ruled.with_columns(
            pl.col("rules")
            .replace_strict(sections, default=[], return_dtype=pl.List(pl.String))
            .alias("sections")
        )
        .explode("sections", empty_as_null=False, keep_nulls=False)
        .group_by("row")
        .agg(pl.col("sections").unique())
    )
    listed = entries.group_by("row").agg(
        pl.col("matter").drop_nulls().unique().alias("matters"), pl.col("citations").explode().unique()
    )
    lines = (
        labels.with_columns(pl.col("eccn").str.split(".").list.first())
        .join(found, on="row", how="left")
        .join(listed, on="row", how="left")
    )
    return LineFacts(lines.with_columns(pl.col("sections", "matters", "citations").fill_null([])), parties)


def _sections_of(cites: Iterable[str]) -> set[str]:
    return {number for cite in cites if cite.startswith("15 CFR") for number in _number(cite)}


def _number(cite: str) -> set[str]:
    found = _PART.search(cite)
    if found is None:
        return set()
    return {found[1]} if found[2] is None else {found[1], f"{found[1]}.{found[2]}"}


def concerns(
    events: Sequence[FeedEvent], facts: LineFacts, book: Rulebook, *, since: date | None, as_of: date
) -> list[Concern]:
    """The events published after ``since`` and by ``as_of``, each with the lines that it could concern."""
    found = []
    for event in events:
        status = event.status(as_of)
        if status is not None and (since is None or event.published > since):
            found.append(_concern(event, status, facts, book))
    return found


def _concern(event: FeedEvent, status: ScenarioStatus, facts: LineFacts, book: Rulebook) -> Concern:
    lines = facts.lines
    grounds = _grounds(event, book) | _named(event, facts)
    if not grounds:
        return Concern(event, status, {}, lines.clear())
    marked = lines.select(
        pl.col("row"), *(test.fill_null(value=False).alias(name) for name, test in grounds.items())
    )
    hit = pl.any_horizontal(pl.col(name) for name in grounds)
    why = {name: int(marked[name].sum()) for name in grounds if marked[name].any()}
    rows = marked.filter(hit).select("row")
    concerned = lines.join(rows, on="row", how="semi")
    return Concern(
        event, status, why, concerned.sort("value_usd", "row", descending=[True, False], nulls_last=True)
    )


def _grounds(event: FeedEvent, book: Rulebook) -> dict[str, pl.Expr]:
    """Why a line could be concerned, each with its test."""
    grounds: dict[str, pl.Expr] = {}
    if event.citation is not None:
        grounds["an entry that it placed or changed"] = pl.col("citations").list.contains(event.citation)
    if event.matters:
        grounds[f"a party of the matter {', '.join(sorted(event.matters))}"] = _any(
            pl.col("matters"), event.matters
        )
    if event.eccns:
        grounds[f"ECCN {', '.join(sorted(event.eccns))}"] = pl.col("eccn").is_in(sorted(event.eccns))
    narrow = {section for section in event.sections if "." in section}
    if narrow:
        grounds[f"a rule of {', '.join(sorted(narrow))}"] = _any(pl.col("sections"), narrow)
    countries = event.countries | _members(event.groups, book)
    if countries:
        grounds[f"goes to {', '.join(sorted(event.countries) or sorted(event.groups))}"] = pl.col(
            "destination"
        ).is_in(sorted(countries))
    return grounds


def _named(event: FeedEvent, facts: LineFacts) -> dict[str, pl.Expr]:
    """The parties of lines that a document names, by their names without legal forms."""
    return {
        f"it names {name}": pl.col("row").is_in(rows)
        for name, rows in parties_named(event, facts.rows_by_words).items()
    }


def parties_named(
    event: FeedEvent, known: Mapping[tuple[str, ...], tuple[str, list[int]]]
) -> dict[str, list[int]]:
    """The parties that the words of a document name, with their rows; ``known``: :attr:`LineFacts.rows_by_words`."""
    longest = max(map(len, known), default=0)
    met: dict[str, list[int]] = {}
    for sentence in _SENTENCE.split(f"{event.title}. {event.abstract}"):
        words = tuple(word for word in comparable(sentence).split() if word not in LIGHT)
        for start in range(len(words)):
            for end in range(start + 1, min(len(words), start + longest) + 1):
                if (party := known.get(words[start:end])) is not None:
                    met[party[0]] = party[1]
    return met


def _any(column: pl.Expr, wanted: Iterable[str]) -> pl.Expr:
    return pl.any_horizontal(column.list.contains(text) for text in sorted(wanted))


def _members(groups: Iterable[str], book: Rulebook) -> set[str]:
    """The destinations that ever were in one of some Country Groups."""
    wanted = set(groups)
    return {key[0] for key in book.tables["country_groups"].raw if key[1] in wanted}
