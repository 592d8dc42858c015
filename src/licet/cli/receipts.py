"""``licet replay``: the answer of a receipt, made again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from licet.cli.files import REFUSED, fail
from licet.cli.on_record import answer_again
from licet.model.wire import parse_json, read_transaction
from licet.rules.standing import Position
from licet.services.determination import open_decider
from licet.services.receipts import answer_bytes, asked_again, receipts_folder

__all__ = ["replay"]

_ID = re.compile(r"[0-9a-f]{8,64}")


def replay(
    name: str, home: Path, person: str | None = None, role: str | None = None, org: str | None = None
) -> bytes:
    """Make the answer of a receipt again; refuse when law, lists or program are no longer the same."""
    kept = _read(name, home)
    position = Position(kept.get("position", Position.TEXT))
    opened = open_decider(home, upto=kept["adoption"], position=position)
    decider = asked_again(opened, kept.get("regimes"))
    sale = replace(read_transaction(kept["sale"], decider.vocabulary), notes=tuple(kept.get("notes", ())))
    found = answer_again(decider, sale, kept.get("license"), person, role, org)
    if found.receipt.receipt_id != kept["receipt"]:
        fail(f"{name}: the rulebook, the lists or the program have changed since this answer", REFUSED)
    content = answer_bytes(found)
    if hashlib.sha256(content).hexdigest() != kept["answer_sha256"]:
        fail(f"{name}: the same law and facts gave another answer; please report this", REFUSED)
    return content


def _read(name: str, home: Path) -> dict[str, Any]:
    path = Path(name)
    if not path.is_file():
        if not _ID.fullmatch(name):
            fail(f"{name}: neither a receipt file nor the id of a receipt")
        found = sorted(receipts_folder(home).glob(f"{name}*.json"))
        if len(found) != 1:
            fail(f"{name}: {'no' if not found else 'more than one'} receipt begins so")
        path = found[0]
    kept = parse_json(path.read_bytes())
    missing = [key for key in ("receipt", "adoption", "answer_sha256", "sale") if key not in kept]
    if missing:
        fail(f"{path}: key {missing[0]}: is needed in a receipt")
    return dict(kept)
