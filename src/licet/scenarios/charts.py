"""Pictures of an impact as inline SVG: a flow and bars. Colors come from the page's style sheet by class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

__all__ = ["ChartBar", "Flow", "bars", "flow_chart", "money", "number"]

_MILLION, _THOUSAND = 1_000_000, 1_000


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines that come from one answer to another; ``kind`` is the class by which they are colored."""

    source: str
    target: str
    kind: str
    lines: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class ChartBar:
    """One bar: its label, its parts as (class, value, words), the longest bar being 100 %."""

    label: str
    parts: Sequence[tuple[str, Decimal, str]]


def money(value: Decimal | float) -> str:
    """US dollars for people.

    >>> money(Decimal("12345678")), money(950), money(12500)
    ('$12.3 million', '$950', '$12,500')
    """
    amount = float(value)
    if amount >= _THOUSAND * _MILLION:
        return f"${amount / _MILLION / _THOUSAND:,.2f} billion"
    return f"${amount / _MILLION:,.1f} million" if amount >= _MILLION else f"${amount:,.0f}"


def number(count: int) -> str:
    return f"{count:,}"


def _lines(flow: Flow) -> str:
    return f"{number(flow.lines)} line{'' if flow.lines == 1 else 's'}"


_WIDTH, _NODE, _GAP, _TALL = 920, 14, 26, 300


def flow_chart(flows: Sequence[Flow]) -> str:
    """Bands from the answers of today to those supposed, as high as their value; most valuable first."""
    shown = [flow for flow in flows if flow.lines]
    if not shown:
        return ""
    total = sum((flow.value for flow in shown), Decimal(0))
    weigh = {id(flow): (flow.value / total if total else Decimal(1) / len(shown)) for flow in shown}
    high = {key: max(6.0, float(share) * _TALL) for key, share in weigh.items()}
    left = _stacked(shown, high, [flow.source for flow in shown])
    right = _stacked(shown, high, [flow.target for flow in shown])
    bottom = max(top + tall for stack in (left, right) for top, tall, _ in stack.values())
    bands = "".join(_band(flow, high[id(flow)], left, right) for flow in shown)
    nodes = _nodes(left, 250, "end") + _nodes(right, _WIDTH - 250 - _NODE, "start")
    words = "; ".join(f"{_lines(flow)} from {flow.source} to {flow.target}" for flow in shown)
    return (
        f'<svg class="flow" viewBox="0 0 {_WIDTH} {bottom + 10:.0f}" role="img" aria-label="{escape(words)}">'
        f"{bands}{nodes}</svg>"
    )


_Stack = dict[str, tuple[float, float, list[tuple[int, float]]]]


def _stacked(shown: Sequence[Flow], high: dict[int, float], names: Sequence[str]) -> _Stack:
    """By answer: its top, its height, and the top of each of its flows."""
    stack: _Stack = {}
    top = 8.0
    for name in dict.fromkeys(names):
        mine = [flow for flow, its in zip(shown, names, strict=True) if its == name]
        at, places = top, []
        for flow in mine:
            places.append((id(flow), at))
            at += high[id(flow)]
        stack[name] = (top, at - top, places)
        top = max(at, top + 34) + _GAP
    return stack


def _band(flow: Flow, tall: float, left: _Stack, right: _Stack) -> str:
    item = dict(left[flow.source][2])[id(flow)]
    two = dict(right[flow.target][2])[id(flow)]
    begin, end = 250 + _NODE, _WIDTH - 250 - _NODE
    middle = (begin + end) / 2
    path = (
        f"M{begin},{item:.1f} C{middle},{item:.1f} {middle},{two:.1f} {end},{two:.1f} "
        f"L{end},{two + tall:.1f} C{middle},{two + tall:.1f} {middle},{item + tall:.1f} {begin},{item + tall:.1f} Z"
    )
    words = f"{_lines(flow)}, {money(flow.value)}: {flow.source} to {flow.target}"
    label = ""
    if tall >= 24:  # noqa: PLR2004  # room for a line of text
        at = (item + two) / 2 + tall / 2 + 5
        label = f'<text class="on" x="{middle}" y="{at:.1f}" text-anchor="middle">{_lines(flow)}</text>'
    return f'<path class="band {flow.kind}" d="{path}"><title>{escape(words)}</title></path>{label}'


def _nodes(stack: _Stack, x: float, anchor: str) -> str:
    at = x - 10 if anchor == "end" else x + _NODE + 10
    return "".join(
        f'<rect class="node" x="{x}" y="{top:.1f}" width="{_NODE}" height="{tall:.1f}"/>'
        f'<text class="name" x="{at}" y="{top + tall / 2 + 5:.1f}" text-anchor="{anchor}">{escape(name)}</text>'
        for name, (top, tall, _) in stack.items()
    )


def bars(rows: Sequence[ChartBar]) -> str:
    """Horizontal bars as a list, with their words; the longest takes the whole width."""
    most = max((sum((value for _, value, _ in bar.parts), Decimal(0)) for bar in rows), default=Decimal(0))
    return '<ul class="bars">' + "".join(_bar(bar, most) for bar in rows) + "</ul>"


def _bar(bar: ChartBar, most: Decimal) -> str:
    pieces = "".join(
        f'<span class="piece {kind}" style="--w:{float(value / most * 100) if most else 0:.2f}%"></span>'
        for kind, value, _ in bar.parts
        if value
    )
    words = ", ".join(text for _, _, text in bar.parts if text)
    return (
        f'<li><span class="label">{escape(bar.label)}</span><span class="track">{pieces}</span>'
        f'<span class="words">{escape(words)}</span></li>'
    )
