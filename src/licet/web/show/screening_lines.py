"""A line of the page *Screening*: a name, and behind semicolons what else is known of the party, in any order."""

from __future__ import annotations

from dataclasses import dataclass, replace

from licet.model.births import BirthSpan
from licet.model.transaction import Party, Role
from licet.screening.party_kinds import PartyKind, UnknownKindError, parse_kind
from licet.watchlists.countries import iso2

__all__ = ["LINE_AT_MOST", "ScreeningLine", "screening_line"]

LINE_AT_MOST = 400


@dataclass(frozen=True, slots=True)
class ScreeningLine:
    """A party to screen. ``text``: the line as written; ``problem``: why it is not screened; empty where it is."""

    text: str
    party: Party
    kind: PartyKind | None = None
    problem: str = ""


def screening_line(text: str) -> ScreeningLine:
    """Read a line: the name, then a country, a type of party, a date of birth and identifying numbers.

    >>> line = screening_line("Ebano; Cuba; vessel; IMO 7406784")
    >>> line.party.name, line.party.country, line.kind.value, line.party.identifiers
    ('Ebano', 'CU', 'vessel', ('IMO 7406784',))
    >>> screening_line("Ebano; Atlantis").problem
    '“Atlantis” is not a country that Licet knows. The name was not screened.'
    """
    name, *parts = (part.strip() for part in text.split(";"))
    line = ScreeningLine(text, Party(Role.OTHER, name))
    if len(text) > LINE_AT_MOST:
        return replace(
            line, problem=f"The line has more than {LINE_AT_MOST} characters. It was not screened."
        )
    for part in filter(None, parts):
        line = _with(line, part)
    return line


def _with(line: ScreeningLine, part: str) -> ScreeningLine:
    """The line with what one of its parts says."""
    country, kind, born = iso2(part), _kind(part), _birth(part)
    party = line.party
    if kind is not None:
        return replace(line, kind=kind)
    if country is not None and party.country is None:
        return replace(line, party=replace(party, country=country))
    if born is not None and party.date_of_birth is None:
        return replace(line, party=replace(party, date_of_birth=born))
    if any(map(str.isdigit, part)):
        return replace(line, party=replace(party, identifiers=(*party.identifiers, part)))
    problem = f"“{part}” is not a country that Licet knows. The name was not screened."
    return replace(line, problem=line.problem or problem)


def _kind(part: str) -> PartyKind | None:
    try:
        return parse_kind(part)
    except UnknownKindError:
        return None


def _birth(part: str) -> BirthSpan | None:
    try:
        return BirthSpan.parse(part)
    except ValueError:
        return None
