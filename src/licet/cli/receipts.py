"""``licet replay``: the answer of a receipt, made again."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from licet.cli.files import REFUSED, fail
from licet.cli.on_record import answer_again
from licet.cli.session import note
from licet.engine.determination import Determination
from licet.model.wire import parse_json, read_transaction
from licet.rules.standing import Position
from licet.services.determination import Decider, open_decider
from licet.services.receipts import answer_bytes, asked_again, keep, receipts_folder

__all__ = ["Replay"]

_ID = re.compile(r"[0-9a-f]{8,64}")


@dataclass(frozen=True)
class Replay:
    """The answer of a receipt, made again by somebody. ``anew``: where it cannot be, answer its facts anew."""

    name: str
    home: Path
    person: str | None = None
    role: str | None = None
    org: str | None = None
    anew: bool = False

    def content(self) -> bytes:
        """The bytes of the answer; refused when law, lists or program are no longer the same."""
        kept = _read(self.name, self.home)
        position = Position(kept.get("position", Position.TEXT))
        opened = open_decider(self.home, upto=kept["adoption"], position=position)
        decider = asked_again(opened, kept.get("regimes"))
        sale = replace(read_transaction(kept["sale"], decider.vocabulary), notes=tuple(kept.get("notes", ())))
        found = answer_again(decider, sale, kept.get("license"), self.person, self.role, self.org)
        content = answer_bytes(found)
        if found.receipt.receipt_id != kept["receipt"]:
            return self._anew(found, decider, kept["receipt"], content)
        if hashlib.sha256(content).hexdigest() != kept["answer_sha256"]:
            fail(f"{self.name}: the same law and facts gave another answer; please report this", REFUSED)
        return content

    def _anew(self, found: Determination, decider: Decider, before: str, content: bytes) -> bytes:
        """The answer as of now, with a receipt that names the one that cannot be replayed any more."""
        if not self.anew:
            fail(
                f"{self.name}: the rulebook, the lists, the program or the facts have changed since this answer;"
                f" to answer anew what the receipt states: licet replay {self.name} --again",
                REFUSED,
            )
        if not keep(found, decider, replaces=before):
            fail(f"{self.name}: the new receipt could not be kept (is LICET_HOME writable?)")
        note(f"answered anew: receipt {found.receipt.receipt_id} replaces {before}, which stays as it was")
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
