"""Pictures as inline SVG with a title and a description; color comes from the style sheet by class.

No picture is the only place where something stands: pages give the same as words or a table beside it. Widths
and places are attributes of SVG, for a strict policy of content forbids styles written into elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from html import escape

from markupsafe import Markup

__all__ = ["Bar", "Branch", "Lane", "bars", "branches", "columns", "lanes", "strip"]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its parts as (class, share of the longest bar from 0 to 1), and its words."""

    label: str
    parts: Sequence[tuple[str, float]]
    words: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of a picture of time: its label and spans as (class, start, end, words); no end: it goes on."""

    label: str
    spans: Sequence[tuple[str, date, date | None, str]]


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a tree of owners: name, a word beneath it, a class, and those above it."""

    name: str
    words: str
    kind: str = ""
    above: tuple[Branch, ...] = ()


def _svg(kind: str, size: tuple[float, float], title: str, desc: str, body: str) -> Markup:
    key = sha256(f"{kind}{title}{desc}".encode()).hexdigest()[:8]
    return Markup(  # noqa: S704  # every text in it is escaped where it is put in
        f'<svg class="picture {kind}" viewBox="0 0 {size[0]:.0f} {size[1]:.0f}" role="img" '
        f'aria-labelledby="t{key} d{key}"><title id="t{key}">{escape(title)}</title>'
        f'<desc id="d{key}">{escape(desc)}</desc>{body}</svg>'
    )


def strip(lane: Lane, first: date, end: date, here: date) -> Markup:
    """One row of answers over time with a mark at a day."""
    wide, tall = 640.0, 62.0
    spread = max(1, (end - first).days)

    def x(day: date) -> float:
        return wide * min(1.0, max(0.0, (day - first).days / spread))

    body = []
    for kind, start, stop, words in lane.spans:
        left, right = x(start), x(stop or end)
        body.append(
            f'<rect class="span {escape(kind)}" x="{left:.1f}" y="14" width="{max(2.0, right - left):.1f}" '
            f'height="26"><title>{escape(words)}</title></rect>'
        )
    for year in range(first.year + 1, end.year + 1):
        at = x(date(year, 1, 1))
        if at < wide - 20:
            body.append(f'<line class="tick" x1="{at:.1f}" x2="{at:.1f}" y1="40" y2="46"/>')
            body.append(f'<text class="year" x="{at:.1f}" y="60" text-anchor="middle">{year}</text>')
    at = min(wide - 7, max(7.0, x(here)))
    body.append(f'<path class="here" d="M{at - 7:.1f},0 h14 l-7,12 z"/><line class="here" x1="{at:.1f}" '
                f'x2="{at:.1f}" y1="8" y2="42"/>')  # fmt: skip
    desc = "; ".join(words for *_, words in lane.spans)
    return _svg("strip", (wide, tall), lane.label, desc, "".join(body))


def lanes(title: str, rows: Sequence[Lane], first: date, end: date, here: date) -> Markup:
    """Several rows of spans over time."""
    wide, left, row_tall = 960.0, 220.0, 30.0
    tall = row_tall * len(rows) + 30
    spread = max(1, (end - first).days)

    def x(day: date) -> float:
        return left + (wide - left) * min(1.0, max(0.0, (day - first).days / spread))

    body, every = [], max(1, (end.year - first.year) // 12)
    for year in range(first.year + 1, end.year + 1):
        if year % every == 0:
            at = x(date(year, 1, 1))
            body.append(f'<line class="grid" x1="{at:.1f}" x2="{at:.1f}" y1="0" y2="{tall - 22:.0f}"/>')
            if at < wide - 16:
                body.append(
                    f'<text class="year" x="{at:.1f}" y="{tall - 6:.0f}" text-anchor="middle">{year}</text>'
                )
    for number, row in enumerate(rows):
        top = number * row_tall + 4
        body.append(f'<text class="label" x="0" y="{top + 16:.0f}">{escape(_short(row.label, 30))}</text>')
        for kind, start, stop, words in row.spans:
            item, two = x(start), x(stop or end)
            body.append(
                f'<rect class="span {escape(kind)}" x="{item:.1f}" y="{top:.0f}" width="{max(3.0, two - item):.1f}" '
                f'height="22" rx="3"><title>{escape(words)}</title></rect>'
            )
    at = x(here)
    body.append(f'<line class="here" x1="{at:.1f}" x2="{at:.1f}" y1="0" y2="{tall - 22:.0f}"/>')
    desc = "; ".join(f"{row.label}: {words}" for row in rows for *_, words in row.spans)
    return _svg("lanes", (wide, tall), title, desc, "".join(body))


def bars(title: str, rows: Sequence[Bar]) -> Markup:
    """Horizontal bars with their labels above and words beside."""
    wide, row_tall = 400.0, 46.0
    body = []
    for number, row in enumerate(rows):
        top = number * row_tall
        body.append(f'<text class="label" x="0" y="{top + 15:.0f}">{escape(_short(row.label, 34))}</text>')
        body.append(
            f'<text class="words" x="{wide:.0f}" y="{top + 15:.0f}" text-anchor="end">{escape(row.words)}</text>'
        )
        body.append(f'<rect class="track" x="0" y="{top + 22:.0f}" width="{wide:.0f}" height="12" rx="3"/>')
        at = 0.0
        for kind, share in row.parts:
            width = wide * max(0.0, min(1.0, share))
            if width:
                body.append(
                    f'<rect class="part {escape(kind)}" x="{at:.1f}" y="{top + 22:.0f}" width="{width:.1f}" '
                    'height="12"/>'
                )
            at += width
    desc = "; ".join(f"{row.label}: {row.words}" for row in rows)
    return _svg("bars", (wide, max(1.0, row_tall * len(rows))), title, desc, "".join(body))


def columns(title: str, rows: Sequence[tuple[str, float, str]], kind: str = "") -> Markup:
    """Upright columns: label, value and words of each."""
    wide, tall, foot = 640.0, 220.0, 40.0
    most = max((value for _, value, _ in rows), default=0.0) or 1.0
    each = wide / max(1, len(rows))
    body = [f'<line class="grid" x1="0" x2="{wide:.0f}" y1="{tall - foot:.0f}" y2="{tall - foot:.0f}"/>']
    for number, (label, value, words) in enumerate(rows):
        high = (tall - foot - 24) * value / most
        left, middle = number * each + each * 0.15, number * each + each / 2
        body.append(
            f'<rect class="part {escape(kind)}" x="{left:.1f}" y="{tall - foot - high:.1f}" '
            f'width="{each * 0.7:.1f}" height="{high:.1f}"><title>{escape(label)}: {escape(words)}</title></rect>'
            f'<text class="words" x="{middle:.1f}" y="{tall - foot - high - 6:.1f}" text-anchor="middle">'
            f"{escape(words)}</text>"
            f'<text class="label" x="{middle:.1f}" y="{tall - foot + 18:.1f}" text-anchor="middle">'
            f"{escape(label)}</text>"
        )
    desc = "; ".join(f"{label}: {words}" for label, _, words in rows)
    return _svg("columns", (wide, tall), title, desc, "".join(body))


def branches(title: str, root: Branch) -> Markup:
    """A tree of owners: the party at the left, its owners to the right, theirs beyond."""
    placed: list[tuple[Branch, int, float, float | None]] = []
    rows = _place(root, 0, 0.0, None, placed)
    box, gap, row_tall = 230.0, 70.0, 62.0
    deepest = max(depth for _, depth, _, _ in placed)
    body = []
    for node, depth, row, from_row in placed:
        left, top = depth * (box + gap), row * row_tall + 4
        if from_row is not None:
            number = from_row * row_tall + 29
            body.append(
                f'<path class="link" d="M{left - gap:.0f},{number:.0f} C{left - gap / 2:.0f},{number:.0f} '
                f'{left - gap / 2:.0f},{top + 25:.0f} {left:.0f},{top + 25:.0f}"/>'
            )
        body.append(
            f'<rect class="box {escape(node.kind)}" x="{left:.0f}" y="{top:.0f}" width="{box:.0f}" height="50" '
            'rx="6"/>'
            f'<text class="label" x="{left + 12:.0f}" y="{top + 21:.0f}">{escape(_short(node.name, 30))}'
            f"<title>{escape(node.name)}</title></text>"
            f'<text class="words" x="{left + 12:.0f}" y="{top + 40:.0f}">{escape(_short(node.words, 34))}</text>'
        )
    size = ((deepest + 1) * box + deepest * gap + 2, rows * row_tall)
    return _svg("branches", size, title, "; ".join(_described(root)), "".join(body))


def _place(
    node: Branch,
    depth: int,
    row: float,
    parent: float | None,
    into: list[tuple[Branch, int, float, float | None]],
) -> float:
    into.append((node, depth, row, parent))
    at = row
    for above in node.above:
        at = _place(above, depth + 1, at, row, into)
    return max(at, row + 1)


def _described(node: Branch) -> Iterable[str]:
    for above in node.above:
        yield f"{above.name} holds {above.words or 'an unknown share'} of {node.name}"
        yield from _described(above)


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
