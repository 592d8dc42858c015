"""The registry is the one way to a rulebook for what is no regime."""

import re
from pathlib import Path

import licet
from licet.regimes.registry import PRIMARY, primary, regimes

SOURCE = Path(licet.__file__).parent


def test_the_primary_regime_is_the_one_of_its_code() -> None:
    assert primary() is regimes()[PRIMARY]
    assert primary().rulebook.name == PRIMARY


def test_no_module_outside_regimes_and_services_names_a_regime() -> None:
    """What a regime is called stands in its package, in the registry, and in the services that join several."""
    others = "|".join(code for code in regimes() if code != PRIMARY)
    found = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] not in {"regimes", "services"}
        and re.search(rf"\b(?:{others})\b", path.read_text("utf-8"))
    ]
    assert found == []


def test_no_module_outside_the_regimes_loads_a_rulebook_by_itself() -> None:
    names = "ear|ofac|itar|nrc|doe|imports|ftr"
    loads = re.compile(rf"^\s*from licet\.regimes\.us_\w+(?:\.rulebook)? import (?:{names})\b", re.MULTILINE)
    found = [
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if path.relative_to(SOURCE).parts[0] != "regimes" and loads.search(path.read_text("utf-8"))
    ]
    assert found == []
