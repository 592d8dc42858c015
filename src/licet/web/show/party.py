"""A party as a page shows it: who it may be on the lists, since when, with whom as owners."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from markupsafe import Markup

from licet.engine.owned_shares import OwnedShare, held_words
from licet.engine.ownership import ownership
from licet.model.listing import ListEntry
from licet.model.transaction import Owner, Party
from licet.model.wire import WireError, read_transaction
from licet.presentation.words import day_words
from licet.screening.attach import attach
from licet.screening.decided import NOBODY, DecisionScope
from licet.services.determination import Decider
from licet.watchlists.countries import iso2
from licet.web.show.pictures import Branch, Lane, branches, lanes

__all__ = ["Owned", "lists_picture", "owned_by", "owners_wire"]

_ROWS_AT_MOST = 20


def lists_picture(entries: Sequence[ListEntry], here: date) -> Markup | None:
    """A lane for each entry: when it stood on its list, as far as is known."""
    shown = entries[:_ROWS_AT_MOST]
    first = min((row.in_force.start for entry in shown for row in entry.terms.rows), default=None)
    if first is None:
        return None
    rows = [_lane(entry, first) for entry in shown]
    return lanes("When it stood on which list", rows, first.replace(day=1), date(here.year + 1, 1, 1), here)


def _lane(entry: ListEntry, first: date) -> Lane:
    spans = list(_not_known(entry, first))
    for row in entry.terms.rows:
        listed, start, end = row.value.listed, row.in_force.start, row.in_force.end
        until = "" if end is None else f" to {day_words(end)}"
        what = row.value.requirement or ("listed" if listed else "removed")
        words = f"{day_words(start)}{until}: {what} ({row.cite})"
        spans.append(("red" if listed else "green", start, end, words))
    return Lane(f"{entry.list_code.value} {entry.name}", spans)


def _not_known(entry: ListEntry, first: date) -> Iterator[tuple[str, date, date | None, str]]:
    """The days before the first sighting of an entry whose list does not say since when it is listed."""
    seen = min(row.in_force.start for row in entry.terms.rows)
    begin = max(first, entry.not_before or first)
    if not entry.listed_since_known and begin < seen:
        yield "grey", begin, seen, f"before {day_words(seen)} it is not known whether it was listed"


@dataclass(frozen=True, slots=True)
class Owned:
    """The owners of a party as a picture, and in words; ``held``: what those on each list hold together."""

    picture: Markup
    words: Sequence[str]
    held: Sequence[OwnedShare]


def owners_wire(text: str) -> list[dict[str, str | None]]:
    """Owners from lines such as ``Huawei Technologies Co., Ltd.; 60; CN``. Raises WireError that names the line."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        name, percent, country = ([part.strip() for part in line.split(";")] + ["", ""])[:3]
        if not name:
            continue
        code = iso2(country) if country else None
        if country and code is None:
            raise WireError(f"{country!r} is no country", key="owners", line=number)
        found.append({"name": name, "percent": percent.rstrip("% ") or None, "country": code})
    return found


def owned_by(
    decider: Decider, name: str, country: str | None, text: str, today: date, scope: DecisionScope = NOBODY
) -> Owned | None:
    """The owners that a person stated, screened; None where none were stated. Raises WireError."""
    owners = owners_wire(text)
    if not owners:
        return None
    document = {
        "as_of": today.isoformat(),
        "parties": [{"role": "other", "name": name or "the party", "country": country, "owners": owners}],
    }
    sale = read_transaction(document, decider.vocabulary)
    screened = attach(decider.decisions(scope).applied(sale), decider.of(scope).screener)
    party = screened.parties[0]
    above = tuple(_branch(owner) for owner in party.owners or ())
    root = Branch(party.name or "", "the party", _kind(party), above)
    words = [f"{branch.name}: {branch.words}" for branch in above]
    held = held_words(ownership(screened))
    return Owned(branches(f"Owners of {root.name}", root), [*words, _sum(party)], held)


def _branch(owner: Owner) -> Branch:
    share = "share not known" if owner.percent is None else f"{owner.percent} percent"
    kind = _kind(owner)
    said = {"red": ", a listed party", "amber": ", perhaps a listed party"}.get(kind, "")
    return Branch(owner.name, f"{share}{said}", kind, tuple(_branch(item) for item in owner.owners))


def _kind(who: Party | Owner) -> str:
    same = [listing.same_party for listing in who.listings]
    return "red" if True in same else "amber" if None in same else ""


def _sum(party: Party) -> str:
    listed = [owner.percent for owner in party.owners or () if _kind(owner) == "red"]
    if not listed:
        return "No stated owner is certainly a listed party."
    if None in listed:
        return "The share of a listed owner is not known."
    total = sum((amount for amount in listed if amount is not None), Decimal(0))
    return f"Listed parties hold {total} percent directly."
