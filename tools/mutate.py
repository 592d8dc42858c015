"""Change the code of ``licet.rules`` and ``licet.engine`` in one place at a time, and see whether a test notices.

Usage: python -B -m tools.mutate --sample 150 [--seed 1] [--only engine/batch] [--out FILE]

Every place where an operator below applies is a mutant; ``--sample`` takes that many of them at random, each
as likely as any other, and prints the share that no test notices with a 95 % interval (Wilson). Mutants are
made in a copy of ``src``; the tests are those of TESTS, in order, until the first that fails; each has to pass
on the unchanged code first. One that takes more than twice the processor time is taken to hang, and
counts as noticed. A run that was stopped goes on where its ``--out`` ends. Sentences, errors, docstrings and
annotations are left alone: what they say is for people. What EQUIVALENT says of a mutant is printed with it; it
counts as alive in the first share told, and not in the second.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import importlib
import json
import math
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, field
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import hypothesis  # noqa: F401  # loaded once, for all the children
import numpy as np  # noqa: F401
import pytest
from tests.conformance import test_batch, test_random_law
from tests.conformance.conftest import SaleMaker
from tests.law import test_answers

import licet
import licet.engine
from licet.model.transaction import Transaction
from licet.regimes.us_ear import ear
from licet.screening.finder import shipped_finder

REPO = Path(__file__).resolve().parent.parent
PACKAGE = REPO / "src" / "licet"
EQUIVALENT = Path(__file__).with_name("mutants_equivalent.toml")

Group = tuple[str, ...]

LANGUAGE = (
    "tests/law/test_dated.py",
    "tests/law/test_refusals.py",
    "tests/cli/test_main.py::test_law_facts_and_coverage",
    "tests/law/test_language.py",
    "tests/law/test_sweep.py::test_all_cases_together_see_every_turn",
    "tests/law/test_sweep.py::test_no_two_texts_govern_one_day",
)
SHAPED = (
    "tests/engine/test_made_law.py",
    "tests/engine/test_walk.py",
    "tests/engine/test_tables.py",
    "tests/engine/test_lawtext.py",
    "tests/engine/test_receipt.py",
    "tests/engine/test_report.py",
    "tests/engine/test_view.py",
    "tests/engine/test_through.py",
)
OWNED = ("tests/engine/test_ownership.py", "tests/engine/test_owned_sales.py")
ASKED = (
    "tests/engine/test_answers.py",
    "tests/engine/test_words.py",
    "tests/engine/test_questions.py",
    "tests/engine/test_matter.py",
    "tests/engine/test_made_interview.py",
    "tests/engine/test_interview.py",
    "tests/cli/test_ask.py",
)
LISTED = ("tests/law/test_part_744.py", "tests/law/test_part_740.py")
REFUSED = (
    "tests/conformance/test_random_law.py::test_what_the_batch_cannot_read_it_refuses",
    "tests/conformance/test_random_law.py::test_a_term_about_parties_is_refused_among_reasons_for_control",
    "tests/conformance/test_random_law.py::test_a_share_too_fine_to_be_added_exactly_is_refused",
    "tests/conformance/test_random_law.py::test_what_the_composition_does_not_ask_for_is_blank",
    "tests/conformance/test_random_law.py::test_what_bears_on_nothing_has_no_code",
)
AROUND = (
    "tests/tools/test_build_docs.py",
    "tests/scenarios/test_overlay.py",
)
TESTS: Mapping[str, tuple[Group, ...]] = {
    "engine/batch": (REFUSED,),
    **{
        f"engine/{name}.py": (ASKED, SHAPED, LISTED, AROUND)
        for name in ("answers", "interview", "matter", "needs", "wording")
    },
    "engine/ownership.py": (OWNED, SHAPED, LISTED, ASKED, AROUND),
    "engine": (SHAPED, LISTED, OWNED, ASKED, AROUND),
    "law": (LANGUAGE, LISTED, SHAPED, ASKED, AROUND),
}
"""Place -> groups of tests that are to notice a change there, one after the other; the first place that fits.

Before them come the comparisons that see most, run without pytest and on sales that were read and screened before:
whole answers to the golden cases (tests/law/test_answers.py), of a change of the engine after both engines were
asked of made sales; of a change of the batch engine, that it says what the other says under random law
(tests/conformance/test_random_law.py), of made sales, of golden cases and of flags that ask two things
(tests/conformance/test_batch.py).
"""

BELOW = ("licet.model", "licet.rules", "licet.regimes", "licet.screening", "licet.watchlists")
"""What no change of the engine touches."""

_LONGEST = 1800
"""Seconds by the clock after which a child is ended that waits for something."""

Place = Callable[[ast.expr | ast.stmt], tuple[int, int]]
Between = Callable[[ast.expr, ast.expr, tuple[str, str]], tuple[int, int, str]]
_SWAPS: dict[type[ast.AST], tuple[str, str]] = {
    ast.Eq: ("==", "!="), ast.NotEq: ("!=", "=="), ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="), ast.GtE: (">=", ">"), ast.Is: ("is", "is not"), ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"), ast.NotIn: ("not in", "in"), ast.Add: ("+", "-"), ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"), ast.BitOr: ("|", "&"), ast.BitAnd: ("&", "|"), ast.And: ("and", "or"),
    ast.Or: ("or", "and"),
}  # fmt: skip
_SKIPPED = (ast.Raise, ast.JoinedStr, ast.Assert)
_SILENT = frozenset({"__all__", "__slots__"})


@dataclass(frozen=True)
class Mutant:
    """A change of one place: ``start`` to ``end`` (offsets in bytes) becomes ``text``."""

    file: str
    line: int
    start: int
    end: int
    old: str
    text: str


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of a file."""
    source = path.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def place(node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return starts[node.lineno - 1] + node.col_offset, starts[node.end_lineno - 1] + node.end_col_offset

    def between(expr: ast.expr, other: ast.expr, swap: tuple[str, str]) -> tuple[int, int, str]:
        start = source.index(swap[0].encode(), place(expr)[1], place(other)[0])
        return start, start + len(swap[0]), swap[1]

    for node in _code(ast.parse(source)):
        for start, end, text in _changes(node, source, place, between):
            old, number = source[start:end].decode(), source.count(b"\n", 0, start) + 1
            yield Mutant(str(path.relative_to(PACKAGE)), number, start, end, old, text)


def _code(node: ast.AST) -> Iterator[ast.AST]:
    """Every node but annotations, docstrings, errors and what only a type checker reads."""
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _skipped(child):
                yield child
                yield from _code(child)


def _skipped(node: ast.AST) -> bool:
    match node:
        case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
            return True
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id="TypeVar"))):
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in _SILENT
        case _:
            return isinstance(node, _SKIPPED)


def _changes(node: ast.AST, source: bytes, place: Place, between: Between) -> Iterator[tuple[int, int, str]]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for expr, op, other in zip([left, *others], ops, others, strict=False):
                if type(op) in _SWAPS:
                    yield between(expr, other, _SWAPS[type(op)])
        case ast.BoolOp(op=op, values=values):
            for expr, other in pairwise(values):
                yield between(expr, other, _SWAPS[type(op)])
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _SWAPS:
            yield between(left, right, _SWAPS[type(op)])
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            start, _ = place(node)
            yield start, place(operand)[0], ""
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            start, end = place(test)
            yield start, end, f"not ({source[start:end].decode()})"
        case ast.comprehension(ifs=ifs):
            for test in ifs:
                yield (*place(test), "True")
        case ast.match_case(guard=ast.expr() as guard):
            yield (*place(guard), "True")
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield (*place(value), "None")
        case ast.Expr(value=ast.Call() | ast.YieldFrom() | ast.Yield()):
            yield (*place(node), "_ = (yield from ())" if not isinstance(node.value, ast.Call) else "pass")
        case ast.Continue():
            yield (*place(node), "break")
        case ast.Constant(value=bool() as value):
            yield (*place(node), str(not value))
        case ast.Constant(value=int() as value):
            yield (*place(node), str(value + 1))
        case ast.Constant(value=str() as value) if value and " " not in value:
            yield (*place(node), repr(f"XX{value}"))


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


@dataclass
class Bench:
    """The copy in which mutants are made, what the unchanged code says, and how long each group takes on it."""

    copy: Path
    seen: Seen
    limits: dict[Group, float] = field(default_factory=dict)

    def alive(self, mutant: Mutant) -> bool:
        """Whether every test passes though the code is changed; one that takes too long does not."""
        return all(self._passes(group, mutant) for group in groups(mutant.file))

    def _passes(self, group: Group, mutant: Mutant) -> bool:
        limit = self._limit(group, mutant.file)
        path = self.copy / "licet" / mutant.file
        source, stat = path.read_bytes(), path.stat()
        path.write_bytes(source[: mutant.start] + mutant.text.encode() + source[mutant.end :])
        try:
            return _run(group, self.copy, mutant.file, self.seen, limit)[0]
        finally:
            path.write_bytes(source)
            os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))

    def _limit(self, group: Group, file: str) -> float:
        """Seconds of processor time that a group may take: twice what it does on the unchanged code, and some.

        Raises SystemExit where a test is not there, or fails before anything was changed.
        """
        if group not in self.limits:
            passes, seconds = _run(group, self.copy, file, self.seen, _LONGEST)
            if not passes:
                sys.exit(f"fails on the unchanged code, or is not there: {' '.join(group)}")
            self.limits[group] = 5 + 2 * seconds
        return self.limits[group]


def groups(file: str) -> tuple[Group, ...]:
    """The groups of tests for a file; the first has no tests of pytest's, but the name of a comparison."""
    first = (next(name for name in ("engine/batch", "engine", "law") if file.startswith(name)),)
    return first, *next(found for place, found in TESTS.items() if file.startswith(place))


@dataclass(frozen=True)
class Seen:
    """What the unchanged code makes of golden cases and made sales, and under made laws."""

    golden: tuple[Transaction, ...]
    made: tuple[Transaction, ...]
    said: Mapping[str, list[tuple[object, ...]]]
    laws: tuple[test_random_law.Made, ...]

    @classmethod
    def now(cls) -> Seen:
        golden = tuple(map(test_answers.screened, test_answers.CASES))
        made = tuple(SaleMaker(ear()).sale(seed) for seed in range(_MADE))
        lists = shipped_finder().lists
        said = {
            "golden": [astuple(test_batch.said_by_one(sale, ear(), lists)) for sale in golden],
            "made": [astuple(test_batch.said_by_one(sale, ear(), lists)) for sale in made],
        }
        laws = (*map(test_random_law.made, range(_LAWS)), test_random_law.made_shares(0))
        return cls(golden, made, said, laws)


_MADE = 100
_LAWS = 6


def _answers_hold(sales: Iterable[Transaction] | None) -> bool:
    tests = importlib.import_module("tests.law.test_answers")
    lines = tests.approved()
    if sales is None:
        sales = map(tests.screened, tests.CASES)
    return all(
        tests.row(case, sale) == lines[case.file, case.name]
        for case, sale in zip(tests.CASES, sales, strict=True)
    )


def _engines_agree(sales: tuple[Transaction, ...]) -> bool:
    tests = importlib.import_module("tests.conformance.test_batch")
    one_by_one = [tests.said_by_one(sale, ear()) for sale in sales]
    return bool(tests.said_by_batch(sales, ear()) == one_by_one)


def _batch_holds(seen: Seen) -> bool:
    laws = importlib.import_module("tests.conformance.test_random_law")
    for law in seen.laws:
        laws.batch_agrees(law)  # an error is noticed as well
    tests = importlib.import_module("tests.conformance.test_batch")
    golden, made = (list(zip(sales, seen.said[name], strict=True)) for name, sales in _named(seen))
    if not all(_as_said(some, tests) for some in (made, golden)):
        return False
    tests.test_a_flag_that_asks_one_thing_of_this_item_and_another_of_that()
    return True


def _named(seen: Seen) -> tuple[tuple[str, tuple[Transaction, ...]], ...]:
    return ("golden", seen.golden), ("made", seen.made)


def _as_said(pairs: list[tuple[Transaction, tuple[object, ...]]], tests: ModuleType) -> bool:
    lists = shipped_finder().lists
    for known in {sale.known_as_of for sale, _ in pairs}:
        some = [(sale, said) for sale, said in pairs if sale.known_as_of == known]
        found = tests.said_by_batch([sale for sale, _ in some], ear(), lists)
        if [astuple(item) for item in found] != [said for _, said in some]:
            return False
    return True


def _run(tests: Group, copy: Path, file: str, seen: Seen, limit: float) -> tuple[bool, float]:
    """Run tests in a child of this process, which has loaded what a change of the file leaves as it is.

    Gives whether they pass, and the seconds of processor time that it took.
    """
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 5))
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        try:
            os._exit(_in_child(tests, copy, file, seen))
        except BaseException:  # noqa: BLE001  # whatever a mutant throws, it was noticed
            os._exit(1)
    return _ended(child)


def _in_child(tests: Group, copy: Path, file: str, seen: Seen) -> int:
    match tests:
        case ("engine/batch",):
            _forget(copy, keep=lambda name: not name.startswith(("licet.engine.batch", "tests.")))
            return int(not _batch_holds(seen))
        case ("engine",):
            _forget(copy, keep=lambda name: name.startswith(BELOW))
            return int(not (_engines_agree(seen.made) and _answers_hold(seen.golden)))
        case ("law",):
            _forget(copy, keep=lambda _: False)
            return int(not _answers_hold(None))
        case _:
            above = file.startswith("engine")
            _forget(copy, keep=lambda name: above and name.startswith(BELOW))
            there = [str(REPO / test) for test in tests]
            return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", f"--rootdir={REPO}", *there]))


def _forget(copy: Path, keep: Callable[[str], bool]) -> None:
    """Let the changed module, and all that may have imported it, be imported anew from the copy."""
    ours = [name for name in sys.modules if name.startswith(("licet.", "tests."))]
    for name in ours:
        if not keep(name):
            del sys.modules[name]
    if any(map(keep, ours)):
        licet.__path__ = [str(copy / "licet")]
        licet.engine.__path__ = [str(copy / "licet" / "engine")]
    else:
        del sys.modules["licet"]
    sys.path.insert(0, str(copy))


def _ended(child: int) -> tuple[bool, float]:
    until = time.monotonic() + _LONGEST
    while True:
        found, status, usage = os.wait4(child, os.WNOHANG)
        if found:
            return status == 0, usage.ru_utime + usage.ru_stime
        if time.monotonic() > until:
            os.killpg(child, signal.SIGKILL)
        time.sleep(0.02)


def interval(living: int, tried: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, in percent."""
    z, share = 1.959964, living / tried
    middle = (share + z * z / (2 * tried)) / (1 + z * z / tried)
    half = z / (1 + z * z / tried) * math.sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return 100 * (middle - half), 100 * (middle + half)


def main(arguments: list[str] | None = None) -> int:
    """Try a sample; 1 where a tenth of it or more stays alive."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--only", action="append", help="a folder or file, such as engine/batch; may come several times"
    )
    parser.add_argument("--out", type=Path, help="one JSON line a mutant")
    options = parser.parse_args(arguments)
    files = sorted(path for folder in ("engine", "law") for path in (PACKAGE / folder).rglob("*.py"))
    everything = [mutant for path in files for mutant in mutants(path)]
    chosen = [mutant for mutant in everything if mutant.file.startswith(tuple(options.only or [""]))]
    sample = random.Random(options.seed).sample(chosen, min(options.sample, len(chosen)))  # noqa: S311
    print(
        f"{len(everything)} mutants in {len(files)} files, {len(chosen)} of them asked for; "
        f"{len(sample)} drawn with seed {options.seed}",
        flush=True,
    )
    with tempfile.TemporaryDirectory(prefix="licet-mutate-") as folder:
        os.environ |= {
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "PYTHONPATH": f"{folder}/src",
            "HYPOTHESIS_STORAGE_DIRECTORY": f"{folder}/hypothesis",
            "LICET_HYPOTHESIS": "mutants",
        }
        return _try(sample, options.out, Path(folder) / "src")


def _try(sample: list[Mutant], out: Path | None, copy: Path) -> int:
    shutil.copytree(REPO / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
    compileall.compile_dir(copy, quiet=2)
    known = dict(_noted(out))
    bench = Bench(copy, Seen.now())
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    same = equivalents()
    left: list[Mutant] = []
    for number, mutant in enumerate(sample, 1):
        if mutant not in known:
            known[mutant] = bench.alive(mutant)
            _note(out, mutant, survives=known[mutant])
        if known[mutant]:
            left.append(mutant)
            why = same.get(key(mutant))
            print(
                f"{'alive' if why is None else 'equivalent'}: {_told(mutant)}{'' if why is None else f' ({why})'}"
            )
        if number % 25 == 0 or number == len(sample):
            alike = sum(key(mutant) in same for mutant in left)
            print(f"{number} tried, {len(left)} alive: {_share(len(left), number)}", flush=True)
            print(
                f"  without the {alike} equivalent: {_share(len(left) - alike, number - alike)}", flush=True
            )
    return int(len(left) * 10 >= len(sample))


def _told(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.line}: {mutant.old!r} -> {mutant.text!r}"


def _share(living: int, tried: int) -> str:
    low, high = interval(living, tried)
    return f"{100 * living / tried:.1f} % ({low:.1f} to {high:.1f})"


Key = tuple[str, str, str]


def key(mutant: Mutant) -> Key:
    """What tells a mutant from others though lines move: its file, the line as it reads, and the change."""
    line = (PACKAGE / mutant.file).read_text("utf-8").splitlines()[mutant.line - 1].strip()
    return mutant.file, line, f"{mutant.old} -> {mutant.text}"


def equivalents() -> dict[Key, str]:
    """The mutants of which it is known that they change nothing that can be seen, and why."""
    rows = tomllib.loads(EQUIVALENT.read_text("utf-8"))["mutant"]
    return {(row["file"], row["line"], row["change"]): row["why"] for row in rows}


def _noted(path: Path | None) -> Iterator[tuple[Mutant, bool]]:
    """The mutants that a file holds, and whether each stayed alive."""
    if path is not None and path.exists():
        for line in path.read_text("utf-8").splitlines():
            item = json.loads(line)
            survives = item.pop("alive")
            yield Mutant(**item), survives


def _note(path: Path | None, mutant: Mutant, *, survives: bool) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({**asdict(mutant), "alive": survives}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
