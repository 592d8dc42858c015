"""The buttons of the page *Ask*: what each does to the fields of the form before it is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

__all__ = ["Pressed", "press"]

_REMOVED = re.compile(r"parties\[\d+\](?:\.owners\[\d+\])?")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pressed:
    """The fields after a button. ``reply``: an answer to the question asked, empty to skip it; None: none.

    ``add``: where a row is to be added: ``party``, or the place of a party for an owner.
    """

    pairs: Pairs
    reply: str | None = None
    add: str = ""


def press(pairs: Sequence[tuple[str, str]], by: str, today: date) -> Pressed:
    """Read which button was pressed; a button that is not known changes nothing."""
    form = dict(pairs)
    if form.get("remove") and _REMOVED.fullmatch(form["remove"]):
        return Pressed([pair for pair in pairs if not pair[0].startswith(form["remove"] + ".")])
    if form.get("set"):
        path, _, value = form["set"].partition("=")
        return Pressed(_with(pairs, path, value))
    if form.get("go"):
        return Pressed(_with(pairs, "as_of", _day(form)))
    if form.get("judge"):
        return Pressed(_judged(pairs, form, by, today))
    reply = form.get("reply")
    if reply is not None:
        return Pressed(
            list(pairs), form.get("typed", "") if reply == "typed" else "" if reply == "skip" else reply
        )
    return Pressed(list(pairs), add=form.get("add", ""))


def _with(pairs: Sequence[tuple[str, str]], path: str, value: str) -> Pairs:
    return [*(pair for pair in pairs if pair[0] != path), (path, value)]


def _day(form: dict[str, str]) -> str:
    """The day of a button, or that at which the slider stands."""
    if form["go"] != "step":
        return form["go"]
    days, place = form.get("step_days", "").split(), form.get("step", "")
    inside = place.isdecimal() and int(place) < len(days)
    return days[int(place)] if inside else form.get("as_of", "")


def _judged(pairs: Sequence[tuple[str, str]], form: dict[str, str], by: str, today: date) -> Pairs:
    """A person's judgement whether a party is the one of an entry: ``parties[0] yes ENTRY``, and its reason."""
    base, same, entry = [*form["judge"].split(" ", 2), "", ""][:3]
    why, shown = form.get(f"why {base} {entry}", ""), form.get(f"evidence {base} {entry}", "").strip()
    numbers = [
        int(found[1])
        for name, _ in pairs
        if (found := re.match(re.escape(base) + r"\.dispositions\[(\d+)\]", name))
    ]
    old = {
        f"{base}.dispositions[{number}]" for number in numbers
        if form.get(f"{base}.dispositions[{number}].entry") == entry
    }  # fmt: skip
    kept = [pair for pair in pairs if not any(pair[0].startswith(f"{one}.") for one in old)]
    if same not in {"yes", "no"}:
        return kept
    place = f"{base}.dispositions[{max(numbers, default=-1) + 1}]"
    made = {"entry": entry, "same": same, "by": by, "on": today.isoformat(), "why": why}
    made |= {"evidence[0]": shown} if shown else {}
    return [*kept, *((f"{place}.{name}", value) for name, value in made.items())]
