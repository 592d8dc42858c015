"""Receipts on disk: what was asked and of which lists, so that the same answer can be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.engine.determination import Determination
from licet.engine.report import exceptions_to_wire
from licet.licensing.claim import NOT_ON_RECORD
from licet.model.wire import write_transaction
from licet.presentation.summary import answer_document
from licet.regimes.registry import PRIMARY
from licet.services.determination import Decider

if TYPE_CHECKING:
    from licet.engine.exceptions import ExceptionLine

__all__ = ["answer_bytes", "asked_again", "json_bytes", "keep", "receipts_folder"]


def answer_bytes(found: Determination, exceptions: Iterable[ExceptionLine] | None = None) -> bytes:
    """The answer as ``--json`` prints it, with what becomes of the license exceptions where that was asked for."""
    document = answer_document(found)
    if exceptions is not None:
        document["exceptions"] = exceptions_to_wire(exceptions)
    return json_bytes(document)


def json_bytes(document: Mapping[str, Any]) -> bytes:
    """A document as ``--json`` prints it."""
    return (json.dumps(document, indent=2, ensure_ascii=False) + "\n").encode()


def keep(found: Determination, decider: Decider, *, replaces: str = "") -> bool:
    """Write the receipt beside the lists; False when the folder cannot be written.

    ``replaces``: the id of a receipt of the same facts whose answer cannot be made again.
    """
    content = answer_bytes(found)
    kept = {
        "receipt": found.receipt.receipt_id,
        "adoption": decider.adoption,
        "answer_sha256": hashlib.sha256(content).hexdigest(),
        "position": found.position.value,
        "sale": write_transaction(found.sale),
        **({"notes": list(found.sale.notes)} if found.sale.notes else {}),
        **_license(found),
        "regimes": {"asked": list(decider.asked), "by_name": decider.by_name},
        **({"replaces": replaces} if replaces else {}),
    }
    try:
        folder = receipts_folder(decider.home)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{found.receipt.receipt_id}.json").write_text(json.dumps(kept, indent=2), "utf-8")
    except OSError:
        return False
    return True


def asked_again(decider: Decider, kept: Mapping[str, Any] | None) -> Decider:
    """The workspace asked for the regimes of a receipt; one that names none is of the primary regime alone."""
    regimes = kept or {"asked": [PRIMARY], "by_name": True}
    return replace(decider, asked=tuple(regimes["asked"]), by_name=bool(regimes["by_name"]))


def _license(found: Determination) -> dict[str, Any]:
    """Which record of a license was read, if one was looked up; version 0: there was none."""
    number = found.sale.facts.get("license_number")
    if found.license is not None:
        return {"license": {"number": found.license.number, "version": found.license.version}}
    if any(caveat.code == NOT_ON_RECORD for caveat in found.caveats):
        return {"license": {"number": number, "version": 0}}
    return {}


def receipts_folder(home: Path) -> Path:
    return home / "receipts"
