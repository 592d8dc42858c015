"""What `import licet` gives: few names, typed and documented, imported when used; and one base of errors."""

import doctest
import json
import pkgutil
import subprocess
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import licet
from licet.errors import LicetError
from licet.extras import EXTRAS

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src"
_NO_MODULES = ("licet.storage.migrations",)
"""What alembic runs, and does not import."""
_DEPENDENCIES = {
    "alembic", "anyascii", "cryptography", "numpy", "platformdirs", "pycountry", "rapidfuzz", "rich",
    "sqlalchemy", "typer",
}  # fmt: skip


def module_names() -> list[str]:
    names = [walk_package.name for walk_package in pkgutil.walk_packages(licet.__path__, "licet.")]
    return [name for name in names if not name.startswith(_NO_MODULES) and not name.endswith("__main__")]


def with_examples() -> list[str]:
    paths = sorted(path for path in (SOURCE / "licet").rglob("*.py") if ">>>" in path.read_text("utf-8"))
    return [
        ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__") for path in paths
    ]


@pytest.mark.parametrize("name", with_examples())
def test_examples_in_docstrings(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    failed, tried = doctest.testmod(import_module(name))
    assert tried
    assert not failed


def test_examples_in_the_guide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    failed, tried = doctest.testfile(str(ROOT / "docs" / "guide" / "python.md"), module_relative=False)
    assert tried
    assert not failed


def test_every_error_of_the_package_is_a_licet_error() -> None:
    foreign = set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what other packages warn when they are imported
        for name in module_names():
            for found in vars(import_module(name)).values():
                if not isinstance(found, type) or not issubclass(found, Exception):
                    continue
                if found.__module__.startswith("licet.") and not issubclass(found, LicetError):
                    foreign.add(f"{found.__module__}.{found.__name__}")
    assert foreign == set()


def test_every_public_name_is_there_and_documented() -> None:
    assert len(licet.__all__) <= 15
    assert set(licet.__all__) <= set(dir(licet))
    for name in licet.__all__:
        assert getattr(licet, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'chekc'"):
        licet.chekc  # noqa: B018
    guide = (ROOT / "docs" / "guide" / "python.md").read_text("utf-8")
    assert [name for name in licet.__all__ if f"`{name}`" not in guide] == []


def imported(code: str, missing: set[str]) -> set[str]:
    """The modules that a process has imported after some code, which it runs without ``missing``."""
    hidden = f"import sys; sys.modules.update(dict.fromkeys({sorted(missing)!r}))"
    shown = "import json; print(json.dumps([name for name, one in sys.modules.items() if one is not None]))"
    command = [sys.executable, "-c", f"{hidden}\n{code}\n{shown}"]
    return set(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def test_importing_licet_imports_nothing_else() -> None:
    modules = imported("import licet; licet.__version__; licet.LicetError", set())
    assert {name for name in modules if name.startswith("licet")} == {"licet", "licet.errors"}


def test_the_client_needs_no_other_part_of_licet() -> None:
    optional: set[Any] = {module for modules in EXTRAS.values() for module in modules}
    code = "from licet.client import ApiError, Client; Client('http://127.0.0.1:9', 'none').close()"
    modules = imported(code, optional | _DEPENDENCIES)
    assert {name for name in modules if name.startswith("licet")} == {"licet", "licet.errors", "licet.client"}
