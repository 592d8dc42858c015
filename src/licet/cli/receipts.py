"""Receipts on disk: what was asked and of which lists, so that the same answer can be made again."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from licet.cli.files import REFUSED, fail
from licet.engine.determination import Determination
from licet.engine.report import to_wire
from licet.facts.wire import parse_json, read_transaction
from licet.house import House, open_house
from licet.rulebook.us.ear import ear

__all__ = ["answer_bytes", "keep", "replay"]

_ID = re.compile(r"[0-9a-f]{8,64}")


def answer_bytes(found: Determination) -> bytes:
    """The answer as ``--json`` prints it."""
    return (json.dumps(to_wire(found), indent=2, ensure_ascii=False) + "\n").encode()


def keep(found: Determination, house: House) -> bool:
    """Write the receipt beside the lists; False when the folder cannot be written."""
    content = answer_bytes(found)
    kept = {
        "receipt": found.receipt.receipt_id,
        "adoption": house.adoption,
        "answer_sha256": hashlib.sha256(content).hexdigest(),
        "sale": to_wire(found)["sale"],
    }
    try:
        folder = _folder(house.home)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{found.receipt.receipt_id}.json").write_text(json.dumps(kept, indent=2), "utf-8")
    except OSError:
        return False
    return True


def replay(name: str, home: Path) -> bytes:
    """Make the answer of a receipt again; refuse when law, lists or program are no longer the same."""
    kept = _read(name, home)
    house = open_house(home, upto=kept["adoption"])
    sale = read_transaction(kept["sale"], ear().vocabulary)
    found = house.determine(sale)
    if found.receipt.receipt_id != kept["receipt"]:
        fail(f"{name}: the rulebook, the lists or the program have changed since this answer", REFUSED)
    content = answer_bytes(found)
    if hashlib.sha256(content).hexdigest() != kept["answer_sha256"]:
        fail(f"{name}: the same law and facts gave another answer; please report this", REFUSED)
    return content


def _folder(home: Path) -> Path:
    return home / "receipts"


def _read(name: str, home: Path) -> dict[str, Any]:
    path = Path(name)
    if not path.is_file():
        if not _ID.fullmatch(name):
            fail(f"{name}: neither a receipt file nor the id of a receipt")
        found = sorted(_folder(home).glob(f"{name}*.json"))
        if len(found) != 1:
            fail(f"{name}: {'no' if not found else 'more than one'} receipt begins so")
        path = found[0]
    kept = parse_json(path.read_bytes())
    missing = [key for key in ("receipt", "adoption", "answer_sha256", "sale") if key not in kept]
    if missing:
        fail(f"{path}: key {missing[0]}: is needed in a receipt")
    return dict(kept)
