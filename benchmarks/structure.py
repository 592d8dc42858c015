"""How far data travels, and how many files a change touches: measured in the same way on any checkout.

Usage: python benchmarks/structure.py [CHECKOUT ...]        (default: the one that this file is in)

Trips: files of the package whose functions are entered, by `sys.setprofile`, and the packages that they are of. Each
trip is made once with other data before it counts, so that what is loaded once a process does not count. Static
figures come from the source text. Where a function had another name in 0.1, both names stand here, so that a checkout
of 0.1 is measured in the same way: `git worktree add ../licet-0.1 bc4007f`.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import threading
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http import HTTPStatus
from importlib import import_module
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Any

HERE = Path(__file__).resolve().parents[1]
DAY = date(2019, 10, 10)
TRIPS = "--trips"

SEARCHES: dict[str, tuple[str, str]] = {
    "a field of a transaction (located_in_us)": (r"\blocated_in_us\b", r"rulebook|regimes|/part_|general_facts"),
    "a field of a party (takes_possession_as_agent)": (
        r"\btakes_possession_as_agent\b", r"rulebook|regimes|/part_|general_facts",
    ),
    "an act (reinstate)": (r"\breinstate\b|\bREINSTATED?\b", r"^$"),
    "a list that no rule of the EAR reads (ISN)": (r"ListCode\.ISN\b|\"ISN\"", r"us_ofac|us_import|us_itar"),
    "the regime us_ear, outside its package": (
        r"licet\.(rulebook\.us\.ear|regimes\.us_ear)\b", r"rulebook/us/ear|regimes/us_ear",
    ),
}  # fmt: skip
"""What is looked for, and in which files it does not count: those that hold the law."""


class Profile:
    """The files whose functions are entered while it records, in every thread that starts after it was made."""

    def __init__(self, root: Path) -> None:
        self._root, self._on = f"{root}/", False
        self.calls: Counter[str] = Counter()
        self.switches, self._last = 0, ""
        threading.setprofile(self._enter)

    def _enter(self, frame: FrameType, event: str, _argument: object) -> None:
        if not self._on or event != "call":
            return
        name = frame.f_code.co_filename
        if not name.startswith(self._root) or frame.f_code.co_name == "<module>":
            return
        file = name[len(self._root) :]
        self.calls[file] += 1
        package = _package(file)
        self.switches += package != self._last
        self._last = package

    @contextmanager
    def recording(self) -> Iterator[None]:
        self.calls, self.switches, self._last, self._on = Counter(), 0, "", True
        sys.setprofile(self._enter)
        try:
            yield
        finally:
            sys.setprofile(None)
            self._on = False

    def document(self) -> dict[str, Any]:
        files = sorted(self.calls)
        return {"files": files, "packages": sorted(set(map(_package, files))), "switches": self.switches}


def _package(file: str) -> str:
    return file.partition("/")[0].removesuffix(".py")


def _named(*places: str) -> Any:
    """The first of some names, ``module:name``, that there is."""
    for place in places:
        module, _, name = place.partition(":")
        try:
            return getattr(import_module(module), name)
        except (ImportError, AttributeError):
            continue
    raise LookupError(f"none of {', '.join(places)}")


def _sale(name: str) -> dict[str, Any]:
    return {
        "action": "export", "destination": "CN", "as_of": "2019-10-10",
        "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": 100},
        "parties": [{"role": "ultimate_consignee", "name": name, "country": "CN"}],
    }  # fmt: skip


NAMES = ("Huawei Device Co., Ltd.", "Huawei Technologies Co., Ltd.")


def check(home: Path) -> Callable[[int], object]:
    """A sale, from its document to the bytes of its answer."""
    read = _named("licet.model.wire:read_transaction", "licet.facts.wire:read_transaction")
    opened = _named("licet.services.determination:open_decider", "licet.house:open_house")(home)
    answer_bytes = _named("licet.services.receipts:answer_bytes", "licet.house.receipts:answer_bytes")
    words = _named("licet.regimes.us_ear:ear", "licet.rulebook.us.ear:ear")().vocabulary
    return lambda turn: answer_bytes(opened.determine(read(_sale(NAMES[turn]), words)))


def order_row(home: Path) -> Callable[[int], object]:
    """An order book of one line, from its file to the file of its answer."""
    run = _named("licet.services.order_runs:run", "licet.house.book:run")
    request = _named("licet.services.order_runs:OrderRun", "licet.house.book:Asked")
    head = "action,destination,item.kind,item.eccn,item.us_origin,item.value_usd"
    head += ",ultimate_consignee.name,ultimate_consignee.country"
    for turn, name in enumerate(NAMES):
        cells = f'export,CN,commodity,EAR99,yes,{100 + turn},"{name}",CN'
        Path(home, f"orders{turn}.csv").write_text(f"{head}\n{cells}\n", "utf-8")

    def answered(turn: int) -> object:
        return run(request(Path(home, f"orders{turn}.csv"), Path(home, f"answers{turn}.csv"), DAY), home)

    return answered


def name_score(_home: Path) -> Callable[[int], object]:
    """A name, to the scores of those that are like it."""
    index = _named("licet.screening.engine:ScreeningIndex").small(NAMES, (0, 1), (False, False))
    return lambda turn: index.search(("Hua Wei Tech.", "Huawei Devices")[turn], "CN", lambda _: ("CN",))


def web_form(home: Path) -> Callable[[int], object]:
    """A form of a case (withdraw), from the browser to the event log."""
    desk_of = _named("tests.server.conftest:Desk", "tests.api.conftest:Desk")
    now = _named("tests.server.conftest:Now", "tests.api.conftest:Now")()
    roles = _named("licet.events.roles:UserRole", "licet.access.roles:UserRole")
    open_services = _named("licet.server.services:open_services", "licet.api.services:open_services")
    settings = _named("licet.server.settings:Settings", "licet.api.settings:Settings")
    bench = _named("tests.services.bench:Bench", "tests.office.bench:Bench")
    services = open_services(settings(home), now)
    desk = desk_of(services, now)
    _named("licet.web:mount", "licet.web.mounting:mount")(desk.app, services)
    cases = bench(services.database, _named("tests.licensing.world:World")())
    for case in ("A-1", "A-2"):
        cases.registered(case, order_reference=case)  # no second application for one transaction
    desk.person("ada", roles.LICENSE_MANAGER)
    browser = desk.browser()
    desk.sign_in(browser, "ada")
    paths = [f"/cases/{case}/acts/withdraw" for case in ("A-1", "A-2")]
    now.later(days=30)
    desk.sign_in(browser, "ada")
    pages = [browser.get(path).text for path in paths]
    fields = [dict(re.findall(r'name="(csrf|version|once)"[^>]*?value="([^"]*)"', page)) for page in pages]

    def sent(turn: int) -> object:
        data = {**fields[turn], "reason": "no longer wanted"}
        answer = browser.post(paths[turn], data=data, follow_redirects=False)
        if answer.status_code != HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"the form was refused ({answer.status_code}): {answer.text[-2000:]}")
        return answer

    return sent


def list_file(home: Path) -> Callable[[int], object]:
    """A file of the Consolidated Screening List, from its bytes to the assertions in the database."""
    read = _named("licet.watchlists.reading:read", "licet.lists.reading:read")
    adopt = _named("licet.storage.adopt:adopt", "licet.store.adopt:adopt")
    request = _named("licet.storage.adopt:AdoptionRequest", "licet.store.adopt:Request")
    header = _named("tests.watchlists.conftest:HEADER", "tests.lists.conftest:HEADER")

    def adopted(turn: int) -> object:
        cells = dict.fromkeys(header, "") | {
            "_id": "1", "source": "Entity List (EL) - Bureau of Industry and Security", "name": NAMES[turn],
            "addresses": "Shenzhen, CN", "federal_register_notice": "84 FR 22961", "start_date": "2019-05-21",
            "license_requirement": "For all items subject to the EAR", "alt_names": "HW; Huawei",
        }  # fmt: skip
        lines = [",".join(f'"{cell}"' for cell in row) for row in (header, [cells[key] for key in header])]
        content = ("\n".join(lines) + "\n").encode()
        asked = request("list.csv", DAY, date(2019, 10, 1 + turn), accept_anyway="a benchmark of one row")
        return adopt(home, read(content), asked)

    return adopted


def trips(root: Path) -> None:
    """Make every trip in this process, whose modules are those of the checkout, and print a line of JSON of each."""
    profile = Profile(root / "src" / "licet")
    for trip in (check, order_row, name_score, web_form, list_file):
        with TemporaryDirectory(ignore_cleanup_errors=True) as home:
            go = trip(Path(home))
            go(0)
            with profile.recording():
                go(1)
        words = (trip.__doc__ or "").rstrip(".")
        print(json.dumps({"trip": words, **profile.document()}), flush=True)


def duplicate_classes(package: Path) -> list[str]:
    """Names of classes that stand for more than one class at the top of a module; a leading _ counts as none."""
    names: dict[str, set[str]] = {}
    for path in package.rglob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef):
                names.setdefault(node.name.lstrip("_"), set()).add(str(path))
    return sorted(name for name, paths in names.items() if len(paths) > 1)


def arrows(package: Path) -> set[tuple[str, str]]:
    """Which package imports which, function by function; imports for type checkers alone do not count."""
    found = set()
    for path in package.rglob("*.py"):
        of = _package(str(path.relative_to(package)))
        for node in _at_run_time(ast.parse(path.read_text("utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for module in modules:
                parts = module.split(".")
                if parts[0] == "licet" and len(parts) > 1 and parts[1] != of and of != "__init__":
                    found.add((of, parts[1]))
    return found


def _at_run_time(tree: ast.AST) -> Iterator[ast.AST]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            continue
        yield node
        yield from _at_run_time(node)


def upward(graph: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The fewest arrows that run up, in whatever order the packages are put: those that circles need."""
    knot = {node for node in {name for pair in graph for name in pair} if node in _reached(graph, node)}
    found: set[tuple[str, str]] = set()
    while knot:
        first = min(knot)
        circle = sorted(_reached(graph, first) & {node for node in knot if first in _reached(graph, node)})
        inside = [(a, b) for a, b in graph if a in circle and b in circle]
        orders = permutations(circle) if len(circle) < 9 else [tuple(circle)]  # noqa: PLR2004  nine take minutes
        found |= min(
            ({(a, b) for a, b in inside if order.index(a) < order.index(b)} for order in orders), key=len
        )
        knot -= set(circle)
    return found


def _reached(graph: set[tuple[str, str]], start: str) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        at = waiting.pop()
        for a, b in graph:
            if a == at and b not in seen:
                seen.add(b)
                waiting.append(b)
    return seen


def excused(root: Path) -> list[str]:
    """Imports that the contract of layers is told to pass over."""
    contracts = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    return [line for each in contracts if each["type"] == "layers" for line in each.get("ignore_imports", ())]


def naming(package: Path, pattern: str, law: str) -> list[str]:
    """The source files that name a thing, but for those of the law."""
    paths = [path for ending in ("py", "html") for path in package.rglob(f"*.{ending}")]
    names = {str(path.relative_to(package)): path for path in paths}
    return sorted(
        name
        for name, path in names.items()
        if not re.search(law, name) and re.search(pattern, path.read_text("utf-8"))
    )  # fmt: skip


def main() -> None:
    if sys.argv[1:2] == [TRIPS]:
        trips(Path(sys.argv[2]))
        return
    for root in [Path(given).resolve() for given in sys.argv[1:]] or [HERE]:
        report(root)


def report(root: Path) -> None:
    package = root / "src" / "licet"
    print(f"== {root.name}: {len(list(package.rglob('*.py')))} files of Python")
    environment = {**os.environ, "PYTHONPATH": f"{package.parent}{os.pathsep}{root}"}
    ran = subprocess.run(  # noqa: S603
        [sys.executable, __file__, TRIPS, str(root)],
        check=True,
        stdout=subprocess.PIPE,
        env=environment,
        cwd=root,
    )
    for trip in [json.loads(line) for line in ran.stdout.splitlines() if line.startswith(b'{"trip"')]:
        of_each = Counter(map(_package, trip["files"]))
        print(
            f"{trip['trip']}: {len(trip['files'])} files, {len(of_each)} packages, {trip['switches']} switches"
        )
        print("    " + ", ".join(f"{package} {count}" for package, count in of_each.most_common()))
        if "LICET_STRUCTURE_FILES" in os.environ:
            print("    " + " ".join(trip["files"]))
    twice = duplicate_classes(package)
    print(f"names of more than one class: {len(twice)} {', '.join(twice)}")
    up = upward(arrows(package))
    print(f"imports between packages: {len(arrows(package))}, of which up: {len(up)} {sorted(up)}")
    print(f"imports that the contract of layers passes over: {len(excused(root))} {excused(root)}")
    for words, (pattern, law) in SEARCHES.items():
        files = naming(package, pattern, law)
        print(f"files that name {words}: {len(files)} {', '.join(files)}")


if __name__ == "__main__":
    main()
