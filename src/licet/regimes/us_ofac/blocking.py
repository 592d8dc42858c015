"""Blocked persons: the programs of the Specially Designated Nationals list, and what blocked owners hold.

Each program tag of the list stands in ``tables/programs.csv`` with the section that blocks, or with what is missing:
an entry whose tags have no section there, or that the table does not know, leaves an answer open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from licet.regimes.us_ofac.common import BLOCK, bound
from licet.regimes.us_ofac.facts import facts
from licet.regimes.us_ofac.periods import READ, held, unread
from licet.rules.citation import cfr
from licet.rules.condition import CascadingShareAtLeast, Condition, Field
from licet.rules.law_files import LawFile
from licet.rules.rule import Chapter, Obligation, Occasion, Period, Question, period
from licet.rules.table import read_rows
from licet.rules.terms import Facts, Listed, OwnerTerm, PartyTerm

__all__ = ["ALL_BLOCKING", "BLOCKING", "blocked_by", "programs"]

BLOCKING = Chapter("31 CFR Chapter V: blocked persons")
HALF = 50
"""Percent from which an entity of blocked owners is blocked (31 CFR 587.406 and its like)."""

Rows = Mapping[str, list[dict[str, str]]]


def programs() -> tuple[list[dict[str, str]], str]:
    """The rows of the table of program tags, and its sha256."""
    return read_rows(LawFile("licet.regimes.us_ofac") / "tables" / "programs.csv")


_ROWS = programs()[0]
_HELD = tuple(sorted(row["tag"] for row in _ROWS if row["status"] == "held"))
_GAPS = {row["tag"]: row["note"] for row in _ROWS if row["status"] == "gap"}
_FIRST = period(
    "1963-07-08",
    published="1963-07-08",
    cite="28 FR 6974",
    source=f"{READ}; the entry says since when the party is listed",
)
_LAST_DAY = {"542.201": "2025-08-25"}
"""Parts that were removed since: part 542 on August 26, 2025."""
_OWNED_AS_WELL = frozenset({"515.201"})
"""Sections that bind entities abroad which U.S. persons own or control (31 CFR 515.329(d))."""


_TAGS = Field("listing.programs", "the program tags of the entry", claim=True)
"""Of an entry whose list gives no tags, no program is taken; the rule on unknown programs keeps it open."""


def _sections() -> Rows:
    found: dict[str, list[dict[str, str]]] = {}
    for row in _ROWS:
        if row["status"] == "held":
            found.setdefault(row["section"], []).append(row)
    return found


def blocked_by(entry: Listed, tags: Iterable[str]) -> Condition:
    """Whether an entry of the list of blocked persons has one of some program tags."""
    return entry.on("SDN") & _TAGS.in_(*tags)


def _binds(f: Facts, section: str) -> Condition:
    owned = facts["owned_by_us_person"].is_(True) if section in _OWNED_AS_WELL else None
    return bound(f) if owned is None else bound(f) | owned


def _author(section: str, rows: list[dict[str, str]]) -> Callable[[Facts], Condition]:
    tags = tuple(row["tag"] for row in rows)

    def blocked(f: Facts) -> Condition:
        return _binds(f, section) & f.some_party(lambda p: p.listing(lambda entry: blocked_by(entry, tags)))

    blocked.__doc__ = (
        f"A party is blocked under {rows[0]['order']} ({', '.join(tags)}): no U.S. person may deal with it or in its "
        "property, and what comes into the possession of one is blocked."
    )
    return blocked


def _period(section: str, row: dict[str, str]) -> Period:
    return held(row["since"], row["cite"], last=_LAST_DAY.get(section))


for _section, _rows in _sections().items():
    _cites = [_section, *filter(None, [_rows[0]["ownership"]])]
    BLOCKING.rule(
        f"us.ofac.{_section}",
        Question.PROHIBITION,
        cites=[f"31 CFR {cite}" for cite in _cites],
        periods=[_period(_section, _rows[0])],
        obligations=[BLOCK],
    )(_author(_section, _rows))


def _owned(p: PartyTerm, where: Callable[[OwnerTerm], Condition]) -> Condition:
    return CascadingShareAtLeast(HALF, where(OwnerTerm()))


@BLOCKING.rule(
    "us.ofac.fifty_percent",
    Question.PROHIBITION,
    cites=["31 CFR 587.406", "31 CFR 589.411(a)", "31 CFR 594.412", "31 CFR 591.406(a)"],
    periods=[_FIRST],
    obligations=[BLOCK],
)
def owned_by_blocked(f: Facts) -> Condition:
    """A party is blocked that blocked persons own 50 percent or more of, directly or indirectly, alone or together,
    whatever their programs; an owner of whom they hold less than half passes nothing on.
    """
    return bound(f) & f.some_party(
        lambda p: _owned(p, lambda owner: owner.listing(lambda entry: blocked_by(entry, _HELD)))
    )


def _gaps() -> Iterator[tuple[str, Callable[[Facts], Condition]]]:
    for tag, what in _GAPS.items():

        def author(f: Facts, tag: str = tag, what: str = what) -> Condition:
            return f.some_party(lambda p: p.listing(lambda entry: blocked_by(entry, [tag]))) & f.unmodeled(
                "programs", what
            )

        author.__doc__ = (
            f"A party is on the list of blocked persons under {tag}: Licet does not hold that law."
        )
        yield tag, author


for _tag, _gap in _gaps():
    BLOCKING.rule(
        f"us.ofac.program.{_tag.replace(' ', '').lower()}",
        Question.PROHIBITION,
        cites=["31 CFR 501.603"],
        periods=[_FIRST],
    )(_gap)


@BLOCKING.rule("us.ofac.program.unknown", Question.PROHIBITION, cites=["31 CFR 501.603"], periods=[_FIRST])
def unknown_program(f: Facts) -> Condition:
    """A party is on the list of blocked persons under a program that Licet does not know, or its owners are."""
    known = (*_HELD, *_GAPS)
    return f.unmodeled("programs", "the law behind the program tag of the entry") & f.some_party(
        lambda p: (
            p.listing(lambda entry: entry.on("SDN") & ~entry.programs.in_(*known))
            | _owned(p, lambda owner: owner.listed("SDN"))
            & ~_owned(p, lambda owner: owner.listing(lambda entry: blocked_by(entry, _HELD)))
        )
    )


_WHO = PartyTerm().known


@BLOCKING.duty(
    "us.ofac.parties_named",
    cites=["31 CFR 501.603"],
    periods=[_FIRST],
    obligations=[
        Obligation(
            "name_every_party",
            "Name every party (buyer, receiver, bank): nobody who is not named was held against the lists.",
            cfr("31 CFR 501.603"),
            before=True,
        )
    ],
    occasion=Occasion.ANY,
)
def parties_named(f: Facts) -> Condition:
    """Of whom nobody gave a name it is not known that he is not blocked."""
    return ~f.some_party(lambda p: _WHO.is_(True)) | f.some_party(lambda p: _WHO.is_(False))


_ENDED = tuple(row["tag"] for row in _ROWS if row["section"] in _LAST_DAY)


@BLOCKING.rule(
    "us.ofac.program.ended",
    Question.PROHIBITION,
    cites=["31 CFR 501.603"],
    periods=[unread("2025-08-26", "31 CFR Part 542", "part 542 was removed; entries may still have its tag")],
)
def ended_program(f: Facts) -> Condition:
    """A party is still on the list of blocked persons under a program whose part was removed: what blocks it now is
    not at hand.
    """
    return f.unmodeled("programs", "what blocks an entry of a program that ended") & f.some_party(
        lambda p: p.listing(lambda entry: blocked_by(entry, _ENDED))
    )


@BLOCKING.notice(
    "us.ofac.notice.minority_owner", "blocked_owner_below_half", cites=["31 CFR 587.406"], periods=[_FIRST]
)
def minority_owner(f: Facts) -> Condition:
    """A blocked person is among the owners of a party and holds less than half of it: the party is not blocked by
    that alone (control does not count), but no dealing may be with that person, by signature too.
    """
    return f.some_party(
        lambda p: (
            p.some_owner(lambda owner: owner.listed("SDN")) & ~_owned(p, lambda owner: owner.listed("SDN"))
        )
    )


ALL_BLOCKING = (*(f"us.ofac.{section}" for section in _sections()), "us.ofac.fifty_percent")
"""The rules by which a party is blocked, for authorities that name them."""
