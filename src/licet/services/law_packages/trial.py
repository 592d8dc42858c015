"""A candidate law tried in a process of its own: every rulebook is loaded, every golden case answered.

The cases are those of the candidate and those of the law in use, but for the ones that the candidate says it changes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.listing import ListEntry
from licet.model.wire import WireError, read_transaction
from licet.regimes.golden import GoldenCase, cases
from licet.regimes.registry import PRIMARY, regimes
from licet.regimes.stand_ins import with_stand_ins
from licet.rules.citation import Citation
from licet.rules.law_files import LawFile, adopted_law, use_law
from licet.screening.attach import attach
from licet.screening.finder import shipped_finder
from licet.screening.screener import ListScreener

__all__ = ["answered", "missing", "try_law"]

_PROBLEMS_SHOWN = 20


def try_law(candidate: Path, in_use: Path, changed: Iterable[str]) -> tuple[str, ...]:
    """What is wrong with a candidate law; nothing where it loads and answers every golden case as expected.

    ``candidate`` and ``in_use``: folders ``law``, the second that of the workspace. ``changed``: cases by file and
    name.
    """
    done = subprocess.run(  # noqa: S603  # this very program
        [sys.executable, "-m", __name__, str(candidate), str(in_use), json.dumps(sorted(changed))],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or [f"the trial ended with status {done.returncode}"]
        return (f"the law cannot be loaded: {lines[-1]}",)
    problems: list[str] = json.loads(done.stdout)
    return tuple(problems)


def answered(code: str, case: GoldenCase) -> Determination:
    """The answer to a golden case of a regime, with the entries that ship or that the case takes to be listed."""
    regime = regimes()[code]
    book = regime.rulebook
    if code == PRIMARY:
        finder = shipped_finder(compiled=True)
        sale = attach(read_transaction(case.sale, book.vocabulary), finder)
        return determine(sale, book, finder.lists)
    sale = with_stand_ins(read_transaction(case.sale, regime.vocabulary), case.listed)
    entries = regime.entries()
    return determine(attach(sale, _screener(entries)) if entries else sale, book, (), AnswerPolicy())


@cache
def _screener(entries: tuple[ListEntry, ...]) -> ListScreener:
    return ListScreener.of(entries)


def missing(found: Determination, expect: Mapping[str, Any]) -> dict[str, Any]:
    """What an answer lacks of what was expected, with what it says instead."""
    said: dict[str, Any] = {
        "answer": found.answer.value,
        "light": found.light.value,
        "review_policy": found.review_policy,
        "holds_until": found.holds_until,
        "then": None if found.then is None else found.then.value,
    }
    wrong = {key: said[key] for key in said.keys() & expect.keys() if said[key] != expect[key]}
    contained: dict[str, tuple[str | int, ...]] = {
        "needs": tuple(need.path for need in found.needs),
        "caveat": tuple(caveat.code for caveat in found.caveats),
        "could_claim": tuple(claimable.rule for claimable in found.could_claim),
        "conditions": tuple(condition.code for condition in found.conditions),
        "policies": tuple(policy.rule_id for policy in found.policies if policy.certain),
        "prohibitions": tuple(
            int(prohibition.cite.text.rsplit("(", 1)[1].rstrip(")")) for prohibition in found.prohibitions
        ),
    }
    for key, have in contained.items():
        wanted = expect.get(key, [])
        if not set([wanted] if isinstance(wanted, str) else wanted) <= set(have):
            wrong[key] = have
    unwanted = set(expect.get("no_conditions", ())) & set(contained["conditions"])
    if unwanted:
        wrong["no_conditions"] = unwanted
    if not all(
        any(cite.within(Citation.parse(item)) for cite in found.cites) for item in expect.get("cites", [])
    ):
        wrong["cites"] = [cite.text for cite in found.cites]
    words = expect.get("authority_contains", "")
    if words and not any(words.lower() in authority.lower() for authority in found.authority):
        wrong["authority_contains"] = found.authority
    return wrong


def _problems(in_use: Path, changed: frozenset[str]) -> Iterator[str]:
    """What is wrong with the law that this process reads."""
    for code, regime in regimes().items():
        for table in regime.rulebook.tables.values():
            table.check()
        for case in _cases(f"licet.regimes.{code}", in_use, changed):
            try:
                lacks = missing(answered(code, case), case.expect)
            except WireError as error:
                lacks = {"answer": str(error)}
            if lacks:
                yield f"golden case {case.file}: {case.name}: {_expected(lacks, case.expect)}"


def _expected(lacks: Mapping[str, Any], expect: Mapping[str, Any]) -> str:
    return "; ".join(f"{key} is {lacks[key]}, expected {expect.get(key)}" for key in sorted(lacks))


def _cases(package: str, in_use: Path, changed: frozenset[str]) -> Iterator[GoldenCase]:
    """The cases of this law, and those of the law in use that it neither has nor says it changes."""
    own = {(case.file, case.name): case for case in cases(package)}
    yield from own.values()
    law = adopted_law(in_use)
    folder: Traversable = (
        (LawFile(package) / "cases").shipped if law is None else law.folder / package / "cases"
    )
    for case in cases(package, folder):
        same = own.get((case.file, case.name))
        if (same is None or same != case) and f"{case.file}: {case.name}" not in changed:
            yield case


def _main(candidate: str, in_use: str, changed: str) -> None:
    use_law(Path(candidate))
    found = list(_problems(Path(in_use), frozenset(json.loads(changed))))
    more = len(found) - _PROBLEMS_SHOWN
    shown = [*found[:_PROBLEMS_SHOWN], *([f"and {more:,} more"] if more > 0 else [])]
    sys.stdout.write(json.dumps(shown))


if __name__ == "__main__":
    _main(*sys.argv[1:])
