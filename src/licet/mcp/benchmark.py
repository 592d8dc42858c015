"""The open benchmark for servers of assistants: 300 dated determinations with the answer that their source gives.

Any server of the Model Context Protocol can be scored that has a tool which takes a transaction and gives a verdict.
A wrong go costs most: an export that needed a license is a violation, an unneeded question costs a minute.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from licet.regimes.golden import GoldenCase, cases

__all__ = [
    "GO",
    "STOP",
    "UNKNOWN",
    "WEIGHTS",
    "AskedTool",
    "BenchmarkCase",
    "BenchmarkScore",
    "benchmark_cases",
    "category_of",
    "score",
]

GO, STOP, UNKNOWN = "go", "stop", "unknown"
_CATEGORY = {
    "not_subject": GO, "no_license_required": GO, "authorized": GO,
    "license_required": STOP, "prohibited": STOP, "undetermined": UNKNOWN,
}  # fmt: skip
WEIGHTS: Mapping[str, int] = {
    "right": 1,
    "admissible unknown": 1,
    "unknown": 0,
    "wrong stop": -1,
    "wrong go": -10,
}
"""Points by what came of a determination."""
_COUNT = 300
_LEFT_OUT = frozenset({"disputed.toml"})
"""Cases on which sources disagree are no benchmark."""


@dataclass(frozen=True, slots=True)
class BenchmarkCase:
    """A determination. ``expected``: go, stop or unknown; ``answers``: the answer that the source gives.

    ``unknown_is_admissible``: the source gives the answer for facts of which some are matters of judgment, so that
    a server may ask for them.
    """

    number: int
    name: str
    transaction: Mapping[str, Any]
    answer: str
    expected: str
    source: str
    unknown_is_admissible: bool

    def to_json(self) -> dict[str, Any]:
        """The case as the published file has it."""
        return {
            "number": self.number,
            "name": self.name,
            "transaction": self.transaction,
            "answer": self.answer,
            "expected": self.expected,
            "source": self.source,
            "unknown_is_admissible": self.unknown_is_admissible,
        }


@dataclass(frozen=True, slots=True)
class BenchmarkScore:
    """How a server did. ``percent``: points of those that could be had; below zero counts as zero.

    ``outcomes``: determinations by what came of them; ``missed``: those that were not right, with what was said.
    """

    server: str
    cases: int
    points: int
    percent: float
    outcomes: Mapping[str, int]
    missed: Sequence[Mapping[str, Any]]

    @property
    def wrong_go(self) -> int:
        return self.outcomes.get("wrong go", 0)

    def to_json(self) -> dict[str, Any]:
        """The score as ``licet bench --json`` prints it."""
        return {
            "server": self.server,
            "cases": self.cases,
            "points": self.points,
            "percent": round(self.percent, 2),
            "wrong_go": self.wrong_go,
            "outcomes": dict(self.outcomes),
            "missed": list(self.missed),
        }


def benchmark_cases() -> tuple[BenchmarkCase, ...]:
    """The 300 determinations, the same for one version of Licet; of each kind as many as there are."""
    by_kind: dict[str, list[GoldenCase]] = {GO: [], STOP: [], UNKNOWN: []}
    for case in sorted(_dated(), key=_place):
        by_kind[_CATEGORY[case.expect["answer"]]].append(case)
    chosen: list[GoldenCase] = []
    while len(chosen) < _COUNT and any(by_kind.values()):
        for kind in (STOP, GO, UNKNOWN):
            if by_kind[kind] and len(chosen) < _COUNT:
                chosen.append(by_kind[kind].pop())
    return tuple(
        _of(number, case)
        for number, case in enumerate(
            sorted(chosen, key=lambda golden_case: (golden_case.file, golden_case.name)), 1
        )
    )


def _dated() -> Iterator[GoldenCase]:
    for case in cases():
        judged = any("dispositions" in party for party in case.sale.get("parties", ()))
        if "as_of" in case.sale and case.file not in _LEFT_OUT and not judged:
            yield case


def _place(case: GoldenCase) -> str:
    return hashlib.sha256(f"{case.file}/{case.name}".encode()).hexdigest()


def _of(number: int, case: GoldenCase) -> BenchmarkCase:
    answer = str(case.expect["answer"])
    return BenchmarkCase(
        number, case.name, json.loads(json.dumps(case.sale, default=_day)), answer, _CATEGORY[answer], case.source,
        case.tricky and _CATEGORY[answer] == GO,
    )  # fmt: skip


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def category_of(verdict: str) -> str:
    """A verdict as go, stop or unknown; words of other servers are read where they are plain.

    >>> category_of("no_license_required"), category_of("License required"), category_of("denied"), category_of("?")
    ('go', 'stop', 'stop', 'unknown')
    """
    plain = verdict.strip().casefold().replace(" ", "_").replace("-", "_")
    return _CATEGORY.get(plain) or _OTHER_WORDS.get(plain, UNKNOWN)


_OTHER_WORDS = {
    **dict.fromkeys(
        ("go", "yes", "allowed", "permitted", "approved", "nlr", "clear", "green", "not_required"), GO
    ),
    **dict.fromkeys(
        ("stop", "no", "denied", "blocked", "required", "red", "license_needed", "not_allowed"), STOP
    ),
}


@dataclass(frozen=True, slots=True)
class AskedTool:
    """How a tool is asked. ``argument`` takes the transaction, ``verdict`` is where its answer says it.

    ``party``: the tool screens names instead, and takes each by this argument. ``go``: the one verdict that is a go.
    """

    tool: str
    argument: str
    verdict: str
    party: str | None = None
    go: str | None = None

    def calls(self, transaction: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The arguments of each call for a transaction."""
        if self.party is None:
            return [{self.argument: dict(transaction)}]
        names = [party.get("name") for party in transaction.get("parties", ())]
        return [{self.party: name} for name in dict.fromkeys(filter(None, names))]

    def of_all(self, said: Sequence[str]) -> str:
        """One verdict of those of all calls: a stop where one is; unknown where nothing was asked."""
        read = [self._read(verdict) for verdict in said]
        if STOP in read:
            return STOP
        return GO if read and set(read) == {GO} else UNKNOWN if self.party or not said else said[0]

    def _read(self, verdict: str) -> str:
        if self.go is None:
            return category_of(verdict)
        return GO if verdict.casefold() == self.go.casefold() else STOP


async def score(
    server: str,
    ask: Callable[[Mapping[str, Any]], Awaitable[str]],
    asked: Iterable[BenchmarkCase],
) -> BenchmarkScore:
    """Ask about every case in order and count. ``ask``: a transaction to a verdict in the server's words."""
    every = list(asked)
    outcomes: Counter[str] = Counter()
    missed = []
    points = 0
    for case in every:
        said = await ask(case.transaction)
        outcome = _outcome(case, category_of(said))
        outcomes[outcome] += 1
        points += WEIGHTS[outcome]
        if outcome not in {"right", "admissible unknown"}:
            missed.append(
                {"number": case.number, "name": case.name, "expected": case.answer, "said": said, "outcome": outcome,
                 "source": case.source}
            )  # fmt: skip
    return BenchmarkScore(
        server, len(every), points, max(0.0, 100 * points / len(every)) if every else 0.0, outcomes, missed
    )


def _outcome(case: BenchmarkCase, said: str) -> str:
    if said == case.expected:
        return "right"
    if said == UNKNOWN:
        return "admissible unknown" if case.unknown_is_admissible else "unknown"
    return "wrong go" if said == GO else "wrong stop"
