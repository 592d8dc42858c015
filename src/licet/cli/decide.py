"""``licet decide`` and ``licet decisions``: is a party the listed one? Kept for good, with reason and evidence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Optional

import typer

from licet.access.roles import UserAction, may
from licet.cli.acting import AsPerson, AsRole, Desk, ForOrg, at_desk
from licet.cli.files import day_of, fail
from licet.licensing.refusal import need

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from licet.facts.listing import ListEntry
    from licet.facts.transaction import Owner, Party
    from licet.house import House
    from licet.screening.dispositions import Disposition

__all__ = ["decide", "decisions"]


def decide(
    entries: Annotated[
        list[str],
        typer.Argument(metavar="ENTRY...", help="The ids of list entries, as `licet screen` prints them."),
    ],
    reason: Annotated[str, typer.Option("--reason", help="Why it is, or is not, the listed party.")],
    same: Annotated[
        bool, typer.Option("--same/--not-same", help="Whether it is the listed party.", show_default=False)
    ],
    sale: Annotated[
        Optional[str],  # noqa: UP045  # typer reads it
        typer.Option("--sale", help="The sale (JSON or TOML) whose party or owner it is about."),
    ] = None,
    name: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--name", help="The party's name; with --sale, which one where several met the entry."),
    ] = None,
    country: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--country", help="Without --sale: the party's country."),
    ] = None,
    address: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--address", help="Without --sale: the party's address."),
    ] = None,
    party: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--party", help="Without --sale: your own number of the party, as in its key id."),
    ] = None,
    evidence: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--evidence", help="What was looked at; may be given several times."),
    ] = None,
    expires: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--expires", help="The first day on which it no longer holds (YYYY-MM-DD)."),
    ] = None,
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """Keep a decision whether a party is the listed party of some entries; all are kept, or none."""
    from licet.store.dispositions import add_dispositions

    day = day_of(expires, "--expires")
    with at_desk(person, role, org) as desk:
        words = desk.actor.role.value.replace("_", " ")
        need(may(desk.actor.role, UserAction.DECIDE_HIT), "role", f"a {words} may not decide a hit")
        asked = list(_asked(sale, name, country, address, party))
        decided = _Decided(same, reason, tuple(evidence or ()), day)
        made = _made(desk, entries, asked, name, decided)
        with desk.office.database.unit_of_work() as connection:
            add_dispositions(connection, [one for one, _, _ in made])
    _tell(made, same=same, as_json=as_json)


class _Decided(NamedTuple):
    """What is decided of all the entries named."""

    same: bool
    reason: str
    evidence: tuple[str, ...]
    expires: date | None


_Made = list[tuple["Disposition", "Party | Owner", "ListEntry"]]


def _made(
    desk: Desk, entries: list[str], asked: list[Party | Owner], name: str | None, decided: _Decided
) -> _Made:
    """The decision on each entry, with the party and the entry."""
    from licet.house import open_house
    from licet.screening.decided import version_of
    from licet.screening.dispositions import Disposition, Finding, entry_version
    from licet.store.home import home_folder

    house = open_house(home_folder())
    made: _Made = []
    for entry in entries:
        who, met = _met(house, entry, asked, name)
        one = Disposition(
            party=getattr(who, "ident", None) or who.name or "",
            party_version=version_of(who),
            entry=entry,
            entry_version=entry_version(met),
            finding=Finding.TRUE_MATCH if decided.same else Finding.FALSE_POSITIVE,
            reason=decided.reason,
            evidence=decided.evidence,
            by=desk.actor.name,
            at=desk.now,
            expires=decided.expires,
        )
        made.append((one, who, met))
    return made


def _tell(made: _Made, *, same: bool, as_json: bool) -> None:
    if as_json:
        document = [_wire(one) for one, _, _ in made]
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    for _, who, met in made:
        verb = "is" if same else "is not"
        print(f"Kept: {who.name!r} {verb} the listed party {met.name!r} ({met.list_code}, {met.entry_id}).")


def _asked(
    sale: str | None, name: str | None, country: str | None, address: str | None, party: str | None
) -> Iterator[Party | Owner]:
    """The parties and owners that it may be about."""
    from licet.cli.files import read_sale
    from licet.facts.transaction import Party, Role
    from licet.lists.countries import iso2

    if sale is not None:
        if country or address or party:
            fail("--sale: the sale says country, address and number of its parties")
        todo: list[Party | Owner] = list(read_sale(sale, None, None).parties)
        for who in todo:
            todo.extend(who.owners or ())
        yield from (who for who in todo if who.name and name in {None, who.name})
        return
    if name is None:
        fail("say whom it is about: --sale FILE, or --name and what else is known")
    code = None if country is None else iso2(country)
    if country is not None and code is None:
        fail(f"--country: {country!r} is no country (an ISO code such as CN, or its English name)")
    yield Party(Role.OTHER, name, code, address, ident=party)


def _met(
    house: House, entry: str, asked: list[Party | Owner], name: str | None
) -> tuple[Party | Owner, ListEntry]:
    """The one party that the entry met, with the entry."""
    found = {
        (who.name, who.country): (who, hit.entry)
        for who in asked
        for hit in house.finder.find(who.name or "", who.country)
        if hit.entry.entry_id == entry
    }
    if not found:
        who = "of the sale " if name is None else f"{name!r} "
        fail(f"{entry}: no party {who}meets this entry (`licet screen` prints the ids of those that do)")
    if len(found) > 1:
        names = ", ".join(repr(one) for one, _ in found)
        fail(f"{entry}: several parties meet it ({names}); say which with --name")
    return next(iter(found.values()))


def decisions(
    party: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--party", help="Those on one party, by your own number or its name."),
    ] = None,
    as_of: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--as-of", help="What became of them on this day (YYYY-MM-DD); today unless said."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """List the kept decisions, and whether each still fits the lists."""
    from licet.house import today
    from licet.store.home import home_folder
    from licet.store.kept import kept_dispositions

    home = home_folder()
    kept = [one for one in kept_dispositions(home) if party is None or one.party == party]
    stands = _standing(home, kept, day_of(as_of, "--as-of") or today())
    if as_json:
        document = [{**_wire(one), "stands": said} for one, said in zip(kept, stands, strict=True)]
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    if not kept:
        print("No decision is kept.")
    for one, said in zip(kept, stands, strict=True):
        verb = "is" if one.finding.value == "true_match" else "is not"
        until = "" if one.expires is None else f", until {one.expires}"
        print(f"{one.party}: {verb} {one.entry} ({one.by}, {one.at.date()}{until}): {one.reason}")
        print(f"  {said}" + (f"; evidence: {', '.join(one.evidence)}" if one.evidence else ""))


def _standing(home: Path, kept: list[Disposition], day: date) -> list[str]:
    """What became of each; whether the party has changed is seen only when it is asked about."""
    from licet.rulebook.us.ear.entries import huawei_entries
    from licet.screening.dispositions import entry_version, standing
    from licet.store.state import open_state

    entries = {one.entry_id: entry_version(one) for one in huawei_entries()}
    state = open_state(home)
    for entry in {one.entry for one in kept} - entries.keys():
        number = None if state is None else state.find(entry)
        if state is not None and number is not None:
            entries[entry] = entry_version(state.entry(number))
    said: dict[Disposition, str] = {}
    for one in kept:
        same = [other for other in kept if (other.party, other.entry) == (one.party, one.entry)]
        found = standing(same, {one.party: one.party_version}, entries, day)
        said[one] = next(each.why.value for each in found if each.disposition is one)
    return [said[one] for one in kept]


def _wire(one: Disposition) -> dict[str, Any]:
    return {
        "party": one.party,
        "party_version": one.party_version,
        "entry": one.entry,
        "entry_version": one.entry_version,
        "finding": one.finding.value,
        "reason": one.reason,
        "evidence": list(one.evidence),
        "by": one.by,
        "at": one.at.isoformat(),
        "expires": None if one.expires is None else one.expires.isoformat(),
    }
