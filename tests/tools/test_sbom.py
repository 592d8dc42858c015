"""The bill of materials names what the lock file pins, and every package that is installed has hashes."""

import json
import re
from pathlib import Path

import pytest
from tools.sbom import bill_of

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_is_in_the_bill_with_its_hashes(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    bill = bill_of(text)
    pinned = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    assert len(pinned) > 40
    assert [(item["name"], item["version"]) for item in bill["components"]] == [
        (re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in pinned
    ]
    assert all(len(item["properties"]) >= 1 for item in bill["components"])
    assert json.dumps(bill_of(text)) == json.dumps(bill)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")


def test_a_package_without_a_hash_is_named() -> None:
    with pytest.raises(ValueError, match="evil: has no hash"):
        bill_of("evil==1.0\n")
