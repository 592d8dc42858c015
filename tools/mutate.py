"""Change the code of ``licet.law`` and ``licet.engine`` in one place at a time, and see whether a test notices.

Usage: python tools/mutate.py --sample 150 [--seed 1] [--only engine/batch] [--out FILE]

Every place where an operator below applies is a mutant; ``--sample`` takes that many of them at random, each
as likely as any other, and prints the share that no test notices with a 95 % interval (Wilson). Mutants are
made in a copy of ``src``; the tests are those of TESTS, in order, until the first that fails; before any change
they have to pass. One that takes far more processor time than without the change is taken to hang, and counts
as noticed. A run that was stopped goes on where its ``--out`` ends. Sentences, errors, docstrings and annotations
are left alone: what they say is for people. What EQUIVALENT says of a mutant is printed with it; it counts as
alive in the first share told, and not in the second.
"""

from __future__ import annotations

import argparse
import ast
import compileall
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
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import hypothesis  # noqa: F401  # loaded once, for all the children
import numpy as np  # noqa: F401
import pytest

import licet
from licet.rulebook.us.ear import ear

REPO = Path(__file__).resolve().parent.parent
PACKAGE = REPO / "src" / "licet"
EQUIVALENT = Path(__file__).with_name("mutants_equivalent.toml")

Group = tuple[str, ...]

LANGUAGE = ("tests/law/test_language.py", "tests/rulebook")
GOLDEN = ("tests/law/test_answers.py",)
SHAPED = ("tests/engine/test_report.py", "tests/engine/test_view.py", "tests/engine/test_through.py")
OWNED = ("tests/engine/test_ownership.py", "tests/engine/test_owned_sales.py")
ASKED = (
    "tests/engine/test_words.py",
    "tests/engine/test_questions.py",
    "tests/engine/test_matter.py",
    "tests/engine/test_interview.py",
    "tests/cli/test_ask.py",
)
LISTED = ("tests/law/test_part_744.py", "tests/law/test_part_740.py")
AROUND = (
    "tests/tools/test_build_docs.py",
    "tests/foresight/test_overlay.py",
)
BATCH = tuple(
    f"tests/conformance/test_batch.py::test_{name}"
    for name in ("a_flag_that_asks_one_thing_of_this_item_and_another_of_that", "golden_cases")
)
MADE = tuple(
    f"tests/conformance/test_batch.py::test_{name}"
    for name in ("golden_cases_under_every_scenario_that_ships", "made_sales")
)

TESTS: Mapping[str, tuple[Group, ...]] = {
    "engine/batch": (BATCH, MADE),
    **{
        f"engine/{name}.py": (ASKED, GOLDEN, SHAPED, LISTED, AROUND)
        for name in ("answers", "interview", "matter", "needs", "wording")
    },
    "engine/ownership.py": (OWNED, GOLDEN, SHAPED, LISTED, ASKED, AROUND),
    "engine": (SHAPED, GOLDEN, LISTED, OWNED, ASKED, AROUND),
    "law": (LANGUAGE, GOLDEN, LISTED, SHAPED, ASKED, AROUND),
}
"""Place -> groups of tests that are to notice a change there, one after the other; the first place that fits."""

KEPT = ("licet.facts", "licet.law", "licet.rulebook")
"""What no change of the engine touches."""

_LONGEST = 600
"""Seconds by the clock after which a child is ended that waits for something."""

Place = Callable[[ast.expr | ast.stmt], tuple[int, int]]
Between = Callable[[ast.expr, ast.expr, tuple[str, str]], tuple[int, int, str]]
Limits = Mapping[Group, float]
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

    def between(one: ast.expr, other: ast.expr, swap: tuple[str, str]) -> tuple[int, int, str]:
        start = source.index(swap[0].encode(), place(one)[1], place(other)[0])
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
            for one, op, other in zip([left, *others], ops, others, strict=False):
                if type(op) in _SWAPS:
                    yield between(one, other, _SWAPS[type(op)])
        case ast.BoolOp(op=op, values=values):
            for one, other in pairwise(values):
                yield between(one, other, _SWAPS[type(op)])
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


def alive(mutant: Mutant, copy: Path, limits: Limits) -> bool:
    """Whether every test passes though the code is changed; one that takes too long does not."""
    path = copy / "licet" / mutant.file
    source, stat = path.read_bytes(), path.stat()
    path.write_bytes(source[: mutant.start] + mutant.text.encode() + source[mutant.end :])
    try:
        return all(_run(group, copy, mutant.file, limits[group])[0] for group in groups(mutant.file))
    finally:
        path.write_bytes(source)
        os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def groups(file: str) -> tuple[Group, ...]:
    """The groups of tests for a file."""
    return next(found for place, found in TESTS.items() if file.startswith(place))


def limits_of(files: Iterator[str], copy: Path) -> dict[Group, float]:
    """Seconds of processor time that each group may take: far more than it does on the unchanged code.

    Raises SystemExit where a test is not there, or fails before anything was changed.
    """
    found: dict[Group, float] = {}
    for file in files:
        for group in groups(file):
            if group not in found:
                passes, seconds = _run(group, copy, "law", _LONGEST)
                if not passes:
                    sys.exit(f"fails on the unchanged code, or is not there: {' '.join(group)}")
                found[group] = 10 + 4 * seconds
    return found


def _run(tests: Group, copy: Path, file: str, limit: float) -> tuple[bool, float]:
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
        _forget(copy, file)
        there = [str(REPO / test) for test in tests]
        os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", f"--rootdir={REPO}", *there]))
    return _ended(child)


def _forget(copy: Path, file: str) -> None:
    """Let the changed module, and all that may have imported it, be imported anew from the copy."""
    kept = () if file.startswith("law") else KEPT
    for name in [name for name in sys.modules if name.startswith("licet")]:
        if not name.startswith(kept or ("-",)):
            del sys.modules[name]
    if kept:
        sys.modules["licet"] = licet
        licet.__path__ = [str(copy / "licet")]
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
    parser.add_argument("--only", default="", help="a folder, such as engine/batch")
    parser.add_argument("--out", type=Path, help="one JSON line a mutant")
    options = parser.parse_args(arguments)
    files = sorted(path for folder in ("engine", "law") for path in (PACKAGE / folder).rglob("*.py"))
    everything = [one for path in files for one in mutants(path)]
    chosen = [one for one in everything if one.file.startswith(options.only)]
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
    ear()
    known = dict(_noted(out))
    started = time.monotonic()
    limits = limits_of((one.file for one in sample if one not in known), copy)
    print(f"all tests pass on the unchanged code ({time.monotonic() - started:.0f} s)", flush=True)
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    same = equivalents()
    left: list[Mutant] = []
    for number, one in enumerate(sample, 1):
        if one not in known:
            known[one] = alive(one, copy, limits)
            _note(out, one, survives=known[one])
        if known[one]:
            left.append(one)
            why = same.get(key(one))
            print(
                f"{'alive' if why is None else 'equivalent'}: {_told(one)}{'' if why is None else f' ({why})'}"
            )
        if number % 25 == 0 or number == len(sample):
            alike = sum(key(one) in same for one in left)
            print(f"{number} tried, {len(left)} alive: {_share(len(left), number)}", flush=True)
            print(
                f"  without the {alike} equivalent: {_share(len(left) - alike, number - alike)}", flush=True
            )
    return int(len(left) * 10 >= len(sample))


def _told(one: Mutant) -> str:
    return f"{one.file}:{one.line}: {one.old!r} -> {one.text!r}"


def _share(living: int, tried: int) -> str:
    low, high = interval(living, tried)
    return f"{100 * living / tried:.1f} % ({low:.1f} to {high:.1f})"


Key = tuple[str, str, str]


def key(one: Mutant) -> Key:
    """What tells a mutant from others though lines move: its file, the line as it reads, and the change."""
    line = (PACKAGE / one.file).read_text("utf-8").splitlines()[one.line - 1].strip()
    return one.file, line, f"{one.old} -> {one.text}"


def equivalents() -> dict[Key, str]:
    """The mutants of which it is known that they change nothing that can be seen, and why."""
    rows = tomllib.loads(EQUIVALENT.read_text("utf-8"))["mutant"]
    return {(row["file"], row["line"], row["change"]): row["why"] for row in rows}


def _noted(path: Path | None) -> Iterator[tuple[Mutant, bool]]:
    """The mutants that a file holds, and whether each stayed alive."""
    if path is not None and path.exists():
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            survives = one.pop("alive")
            yield Mutant(**one), survives


def _note(path: Path | None, mutant: Mutant, *, survives: bool) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({**asdict(mutant), "alive": survives}) + "\n")


if __name__ == "__main__":
    sys.exit(main())
