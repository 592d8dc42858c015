"""What ``licet ledger reconcile`` does and says."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from licet.cli.files import fail
from licet.cli.session import Session, show_json
from licet.licensing.customs_file import CustomsFile, CustomsFileError
from licet.licensing.ledger import LedgerAmount
from licet.licensing.reconciling import Difference, Reconciliation
from licet.services.cases.customs import compare_customs

__all__ = ["compare"]


def compare(session: Session, name: str, numbers: Sequence[str], *, record: bool, as_json: bool) -> bool:
    """Compare, say what differs, and whether nothing does."""
    try:
        content = Path(name).read_bytes()
        made = compare_customs(
            session.case_service, session.actor, Path(name).name, content, numbers, record=record
        )
    except CustomsFileError as error:
        fail(f"{name}: {error}")
    except OSError as error:
        fail(f"{name}: {os.strerror(error.errno) if error.errno else error}")
    found, read = made.found, made.read
    if as_json:
        show_json(
            {
                **_counts(found, read),
                "differences": found.differences,
                "bad_rows": read.bad,
                "ignored_columns": read.ignored,
            }
        )
    else:
        for line in _lines(found, read):
            print(line)
    return not (found.differences or read.bad)


def _counts(found: Reconciliation, read: CustomsFile) -> dict[str, int]:
    return {"rows": len(read.rows), "matched": found.matched}


def _lines(found: Reconciliation, read: CustomsFile) -> Iterator[str]:
    yield from (f"bad row: {row}" for row in read.bad)
    for difference in found.differences:
        where = (
            f"license {difference.license_number} line {difference.line}, {difference.itn or 'without ITN'}"
        )
        sides = f"ours {_amount(difference.ours)}, theirs {_amount(difference.theirs)}"
        yield f"{difference.kind.value}: {where}: {sides}{_whence(difference)}"
    ignored = f"; columns left alone: {', '.join(read.ignored)}" if read.ignored else ""
    yield (
        f"{len(read.rows)} rows read, {len(read.bad)} bad; {found.matched} filings agree,"
        f" {len(found.differences)} differ{ignored}"
    )


def _amount(amount: LedgerAmount | None) -> str:
    return "nothing" if amount is None else f"{amount.quantity} for USD {amount.value}"


def _whence(difference: Difference) -> str:
    said = [
        f"shipments {', '.join(difference.shipments)}" if difference.shipments else "",
        f"lines {', '.join(map(str, difference.rows))} of the file" if difference.rows else "",
        difference.note,
    ]
    words = "; ".join(text for text in said if text)
    return f" ({words})" if words else ""
