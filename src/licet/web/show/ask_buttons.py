"""The buttons of the page *Ask*: what each does to the fields of the form before it is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from licet.model.transaction import Owner, Party, Transaction
from licet.model.wire import read_transaction
from licet.screening.attach import NameHit
from licet.screening.dispositions import DispositionFinding
from licet.services.determination import Decider
from licet.web.show.sale_form import sale_of

__all__ = ["JudgmentButton", "Pressed", "judgment_of", "press"]

_REMOVED = re.compile(r"items\[\d+\]|parties\[\d+\](?:\.owners\[\d+\])?")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Pressed:
    """The fields after a button. ``reply``: an answer to the question asked, empty to skip it; None: none.

    ``add``: where a row is to be added: ``party``, ``item``, or the place of a party for an owner.
    """

    pairs: Pairs
    reply: str | None = None
    add: str = ""


def press(pairs: Sequence[tuple[str, str]]) -> Pressed:
    """Read which button was pressed; a button that is not known changes nothing."""
    form = dict(pairs)
    if form.get("remove") and _REMOVED.fullmatch(form["remove"]):
        return Pressed([pair for pair in pairs if not pair[0].startswith(form["remove"] + ".")])
    if form.get("set"):
        path, _, value = form["set"].partition("=")
        return Pressed(_with(pairs, path, value))
    if form.get("go"):
        return Pressed(_with(pairs, "as_of", _day(form)))
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


@dataclass(frozen=True, slots=True)
class JudgmentButton:
    """What a person judges of a hit, on which party or owner. ``finding`` None: what was decided is taken back."""

    who: Party | Owner
    hit: NameHit
    finding: DispositionFinding | None
    why: str
    evidence: tuple[str, ...]


_FINDINGS = {"yes": DispositionFinding.TRUE_MATCH, "no": DispositionFinding.FALSE_POSITIVE, "forget": None}


def judgment_of(pairs: Sequence[tuple[str, str]], decider: Decider, today: date) -> JudgmentButton:
    """Read the button ``judge``, such as ``parties[0] yes ENTRY``. Raises WireError or ValueError."""
    form = dict(pairs)
    base, said, entry = [*form.get("judge", "").split(" ", 2), "", ""][:3]
    vocabulary = decider.vocabulary
    sale = read_transaction(sale_of(pairs, vocabulary), vocabulary, default_as_of=today)
    who = _at(sale, base)
    hits = [] if who is None or who.name is None else decider.screener.find(who.name, who.country)
    hit = next((name_hit for name_hit in hits if name_hit.entry.entry_id == entry), None)
    if who is None or hit is None or said not in _FINDINGS:
        raise ValueError("The form names no match that can be judged.")
    why, shown = form.get(f"why {base} {entry}", ""), form.get(f"evidence {base} {entry}", "").strip()
    return JudgmentButton(who, hit, _FINDINGS[said], why.strip(), (shown,) if shown else ())


def _at(sale: Transaction, base: str) -> Party | Owner | None:
    """The party or owner at a place such as ``parties[0].owners[1]``."""
    places = [int(item) for item in re.findall(r"\[(\d+)\]", base)]
    above: Sequence[Party | Owner] = sale.parties
    who: Party | Owner | None = None
    for place in places:
        if place >= len(above):
            return None
        who = above[place]
        above = who.owners or ()
    return who
