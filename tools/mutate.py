"""Change the code of ``licet.law`` and ``licet.engine`` in one place at a time, and see whether a test notices.

Usage: python -B tools/mutate.py --sample 300 [--seed 1] [--only engine/batch] --out FILE
       python -B tools/mutate.py --again FILE

Every place where an operator below applies is a mutant; ``--sample`` takes that many of them at random, each
as likely as any other, and prints the share that no test notices with a 95 % interval (Wilson). Mutants are
made in a copy of ``src``; the tests are those of TESTS, in order, until the first that fails. A run that was
stopped goes on where its ``--out`` ends. ``--again``
tries those that an earlier run left alive with the tests of SLOWER too, and reports on the whole of that run's
sample. Sentences, errors, docstrings and annotations are left alone: what they say is for people.
"""

from __future__ import annotations

import argparse
import ast
import json
import math
import os
import random
import shutil
import signal
import sys
import tempfile
import time
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

CASES = ["tests/law/test_language.py", "tests/law/test_checks.py", "tests/law/test_cases.py"]
ASKED = ["tests/engine/test_words.py", "tests/engine/test_interview.py", "tests/cli/test_ask.py"]
SHAPED = ["tests/engine/test_report.py", "tests/engine/test_view.py"]
LISTED = ["tests/law/test_part_744.py", "tests/law/test_part_740.py", "tests/foresight/test_overlay.py"]

TESTS = {
    "engine/batch": [
        [
            f"tests/conformance/test_batch.py::test_{name}"
            for name in ("golden_cases", "a_flag_that_asks_one_thing_of_this_item_and_another_of_that")
        ]
    ],
    **{f"engine/{name}.py": [CASES, ASKED] for name in ("answers", "interview", "needs", "wording")},
    "engine/matter.py": [["tests/engine/test_matter.py"], CASES],
    **{
        f"engine/{name}.py": [CASES, [*SHAPED, "tests/cli/test_main.py"]]
        for name in ("lawtext", "receipt", "report")
    },
    "engine": [[*SHAPED, *CASES], LISTED],
    "law": [CASES, ["tests/rulebook", "tests/tools/test_build_docs.py", *LISTED]],
}
"""Place -> groups of tests that are to notice a change there, one after the other; the first place that fits."""

_MORE = ["tests/engine", "tests/cli/test_main.py", "tests/law", "tests/foresight", "tests/licensing"]
SLOWER = {
    "engine/batch": [["tests/conformance", "tests/orders", "tests/foresight"]],
    "engine": [_MORE],
    "law": [[*_MORE, "tests/lists"]],
}
"""The same for what those tests left alive."""

_TIMEOUT = 180
KEPT = ("licet.facts", "licet.law", "licet.rulebook")
"""What no change of the engine touches."""

Place = Callable[[ast.expr | ast.stmt], tuple[int, int]]
Between = Callable[[ast.expr, ast.expr, tuple[str, str]], tuple[int, int, str]]
Groups = Mapping[str, list[list[str]]]
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


def alive(mutant: Mutant, copy: Path, which: Groups) -> bool:
    """Whether every test passes though the code is changed; one that takes too long does not."""
    path = copy / "licet" / mutant.file
    source = path.read_bytes()
    path.write_bytes(source[: mutant.start] + mutant.text.encode() + source[mutant.end :])
    groups = next(groups for folder, groups in which.items() if mutant.file.startswith(folder))
    try:
        return all(_passes(group, copy, mutant.file) for group in groups)
    finally:
        path.write_bytes(source)


def _passes(tests: list[str], copy: Path, file: str) -> bool:
    """Run tests in a child of this process, which has loaded what a change of the file leaves as it is."""
    there = [str(REPO / test) for test in tests if (REPO / test.partition("::")[0]).exists()]
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        _forget(copy, file)
        os._exit(pytest.main(["-x", "-q", "-p", "no:cacheprovider", f"--rootdir={REPO}", *there]))
    return _status(child) == 0


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


def _status(child: int) -> int | None:
    """How a child ended; None where it was ended for want of time."""
    until = time.monotonic() + _TIMEOUT
    while time.monotonic() < until:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return status
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


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
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="a folder, such as engine/batch")
    parser.add_argument("--skip", default="-", help="a folder to leave out")
    parser.add_argument("--out", type=Path, help="one JSON line a mutant")
    parser.add_argument("--again", type=Path, help="the file of an earlier run")
    options = parser.parse_args(arguments)
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    ear()
    if options.again:
        before = list(_noted(options.again))
        sample = [one for one, survives in before if survives]
        return _report(sample, SLOWER, options, dead=len(before) - len(sample))
    files = sorted(path for folder in ("engine", "law") for path in (PACKAGE / folder).rglob("*.py"))
    everything = [one for path in files for one in mutants(path)]
    chosen = [
        one
        for one in everything
        if one.file.startswith(options.only) and not one.file.startswith(options.skip)
    ]
    print(f"{len(everything)} mutants in {len(files)} files, {len(chosen)} of them asked for")
    sample = random.Random(options.seed).sample(chosen, min(options.sample, len(chosen)))  # noqa: S311
    return _report(sample, TESTS, options, dead=0)


def _noted(path: Path | None) -> Iterator[tuple[Mutant, bool]]:
    """The mutants that a file holds, and whether each stayed alive."""
    if path is not None and path.exists():
        for line in path.read_text("utf-8").splitlines():
            one = json.loads(line)
            survives = one.pop("alive")
            yield Mutant(**one), survives


def _note(path: Path | None, mutant: Mutant, survives: bool) -> None:
    if path is not None:
        with path.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({**asdict(mutant), "alive": survives}) + "\n")


def _report(sample: list[Mutant], which: Groups, options: argparse.Namespace, dead: int) -> int:
    living = 0
    known = dict(_noted(options.out))
    with tempfile.TemporaryDirectory(prefix="licet-mutate-") as folder:
        copy = Path(folder) / "src"
        shutil.copytree(REPO / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
        for number, one in enumerate(sample, 1):
            survives = known.get(one)
            if survives is None:
                survives = alive(one, copy, which)
                _note(options.out, one, survives)
            living += survives
            if survives:
                print(f"alive: {one.file}:{one.line}: {one.old!r} -> {one.text!r}", flush=True)
            if number % 25 == 0 or number == len(sample):
                tried = dead + number
                low, high = interval(living, tried)
                share = f"{100 * living / tried:.1f} % ({low:.1f} to {high:.1f})"
                print(f"{tried} tried, {living} alive: {share}", flush=True)
    return int(living * 10 >= len(sample) + dead)


if __name__ == "__main__":
    sys.exit(main())
