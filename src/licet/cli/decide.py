"""``licet decide``, ``decisions`` and what is done with one: is a party the listed one? With reason and evidence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from licet.cli.files import day_of, fail
from licet.cli.session import AsPerson, AsRole, ForOrg, open_session
from licet.events.roles import UserAction

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from licet.model.transaction import Owner, Party
    from licet.screening.attach import NameHit
    from licet.screening.dispositions import RecordedDisposition
    from licet.services.determination import Decider

__all__ = ["approve_decision", "decide", "decisions", "revoke_decision"]


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
    """Keep a decision whether a party is the listed party of some entries; all are kept, or none.

    To clear a match may take a second person (`licet approve-decision`); until then it does not count.
    """
    from licet.events.event import Act
    from licet.screening.dispositions import DispositionFinding
    from licet.services.cases.hits import decide_hits, decision_on

    day = day_of(expires, "--expires")
    with open_session(person, role, org) as session:
        with session.case_service.permitted(session.actor, UserAction.DECIDE_HIT):
            asked = list(_asked(sale, name, country, address, party))
        act = Act(session.actor, session.now, reason)
        finding = DispositionFinding.TRUE_MATCH if same else DispositionFinding.FALSE_POSITIVE
        met = _all_met(entries, asked, name)
        made = [
            decision_on(who, hit, finding, act, evidence=evidence or (), expires=day, several=len(met) > 1)
            for who, hit in met
        ]
        kept = decide_hits(session.case_service, act, made)
    _tell(kept, met, as_json=as_json)


def _all_met(
    entries: list[str], asked: list[Party | Owner], name: str | None
) -> list[tuple[Party | Owner, NameHit]]:
    """The party that each entry met, with the hit."""
    from licet.services.determination import open_decider
    from licet.storage.home import home_folder

    decider = open_decider(home_folder())
    return [_met(decider, entry, asked, name) for entry in entries]


def _tell(
    kept: list[RecordedDisposition], met: list[tuple[Party | Owner, NameHit]], *, as_json: bool
) -> None:
    if as_json:
        document = [_wire(disposition) for disposition in kept]
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    for disposition, (who, hit) in zip(kept, met, strict=True):
        verb = "is" if disposition.finding.value == "true_match" else "is not"
        where = f"({hit.entry.list_code}, {hit.entry.entry_id})"
        print(
            f"Kept as {disposition.number}: {who.name!r} {verb} "
            f"the listed party {disposition.matched_name!r} {where}."
        )
        if disposition.waits:
            print(f"  It waits for a second person: `licet approve-decision {disposition.number}`.")


def _asked(
    sale: str | None, name: str | None, country: str | None, address: str | None, party: str | None
) -> Iterator[Party | Owner]:
    """The parties and owners that it may be about."""
    from licet.cli.files import read_sale
    from licet.model.transaction import Party, Role
    from licet.watchlists.countries import iso2

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
    decider: Decider, entry: str, asked: list[Party | Owner], name: str | None
) -> tuple[Party | Owner, NameHit]:
    """The one party that the entry met, with the hit."""
    found = {
        (who.name, who.country): (who, hit)
        for who in asked
        for hit in decider.screener.find(who.name or "", who.country)
        if hit.entry.entry_id == entry
    }
    if not found:
        who = "of the sale " if name is None else f"{name!r} "
        fail(f"{entry}: no party {who}meets this entry (`licet screen` prints the ids of those that do)")
    if len(found) > 1:
        names = ", ".join(repr(text) for text, _ in found)
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
    of_nobody: Annotated[
        bool,
        typer.Option("--of-nobody", help="Those of which no organization is known; they do not count."),
    ] = False,
    org: ForOrg = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON document and nothing else.")
    ] = False,
) -> None:
    """List the kept decisions of an organization, and whether each still counts and fits the lists."""
    from licet.cli.scope import decision_scope
    from licet.services.determination import today
    from licet.storage.home import home_folder
    from licet.storage.saved_dispositions import kept_dispositions

    home = home_folder()
    organization = None if of_nobody else decision_scope(org).organization
    known = kept_dispositions(home, organization) if of_nobody or organization is not None else []
    kept = [disposition for disposition in known if party is None or disposition.party == party]
    stands = _standing(home, kept, day_of(as_of, "--as-of") or today())
    lost = 0 if of_nobody else len(kept_dispositions(home, None))
    if as_json:
        document = [
            {**_wire(disposition), "stands": said} for disposition, said in zip(kept, stands, strict=True)
        ]
        sys.stdout.write(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
        return
    if not kept:
        print("No decision is kept.")
    for disposition, said in zip(kept, stands, strict=True):
        verb = "is" if disposition.finding.value == "true_match" else "is not"
        until = "" if disposition.expires is None else f", until {disposition.expires}"
        print(
            f"{disposition.number}  {disposition.party}: {verb} {disposition.entry} "
            f"({disposition.by}, {disposition.at.date()}{until}): {disposition.reason}"
        )
        print(
            f"  {said}" + (f"; evidence: {', '.join(disposition.evidence)}" if disposition.evidence else "")
        )
    if lost:
        print(f"{lost} more belong to no known organization and do not count: `licet decisions --of-nobody`.")


_Number = Annotated[
    int, typer.Argument(min=1, help="The number of the decision, as `licet decisions` prints it.")
]
_Reason = Annotated[str, typer.Option("--reason", help="Why.")]


def approve_decision(
    number: _Number,
    reason: _Reason,
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
) -> None:
    """Approve, as a second person, that a match is cleared; from then on it counts."""
    from licet.events.event import Act
    from licet.services.cases.hits import approve_clearing

    with open_session(person, role, org) as session:
        disposition = approve_clearing(session.case_service, Act(session.actor, session.now, reason), number)
    print(f"Approved: {disposition.party!r} is not {disposition.matched_name!r} ({disposition.entry}).")


def revoke_decision(
    number: _Number,
    reason: _Reason,
    person: AsPerson = None,
    role: AsRole = None,
    org: ForOrg = None,
) -> None:
    """Take a decision back, for good; the match is open again."""
    from licet.events.event import Act
    from licet.services.cases import hits

    with open_session(person, role, org) as session:
        disposition = hits.revoke_decision(
            session.case_service, Act(session.actor, session.now, reason), number
        )
    print(f"Taken back: decision {number} on {disposition.party!r} and {disposition.entry}.")


def _standing(home: Path, kept: list[RecordedDisposition], day: date) -> list[str]:
    """What became of each; whether the party has changed is seen only when it is asked about."""
    from licet.regimes.shipped_entries import shipped_entries
    from licet.screening.dispositions import entry_version, standing
    from licet.storage.state import open_state

    entries = {shipped_entry.entry_id: entry_version(shipped_entry) for shipped_entry in shipped_entries()}
    state = open_state(home)
    for entry in {disposition.entry for disposition in kept} - entries.keys():
        number = None if state is None else state.find(entry)
        if state is not None and number is not None:
            entries[entry] = entry_version(state.entry(number))
    said: dict[RecordedDisposition, str] = {}
    for disposition in kept:
        same = [
            other for other in kept if (other.party, other.entry) == (disposition.party, disposition.entry)
        ]
        found = standing(same, {disposition.party: disposition.party_version}, entries, day)
        said[disposition] = next(each.why.value for each in found if each.disposition is disposition)
    return [said[disposition] for disposition in kept]


def _wire(recorded_disposition: RecordedDisposition) -> dict[str, Any]:
    return {
        "number": recorded_disposition.number,
        "organization": recorded_disposition.organization or None,
        "matched_name": recorded_disposition.matched_name,
        "party": recorded_disposition.party,
        "party_version": recorded_disposition.party_version,
        "entry": recorded_disposition.entry,
        "entry_version": recorded_disposition.entry_version,
        "finding": recorded_disposition.finding.value,
        "reason": recorded_disposition.reason,
        "evidence": list(recorded_disposition.evidence),
        "by": recorded_disposition.by,
        "at": recorded_disposition.at.isoformat(),
        "expires": None if recorded_disposition.expires is None else recorded_disposition.expires.isoformat(),
        "reviews": [
            {"kind": it.kind.value, "by": it.by, "at": it.at.isoformat(), "reason": it.reason}
            for it in recorded_disposition.reviews
        ],
    }
