"""Our ledgers held against a customs file, and the comparison put on record where that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from licet.events.event import Actor
from licet.events.roles import UserAction
from licet.licensing.customs_file import CustomsFile, CustomsFileError, read_customs_file
from licet.licensing.reconciling import Reconciliation, reconcile, record_reconciliation
from licet.services.cases.service import CaseService

__all__ = ["Compared", "compare_customs"]


@dataclass(frozen=True, slots=True)
class Compared:
    """What the comparison found, and what was read of the file. ``recorded``: the SHA-256 of the file, kept."""

    found: Reconciliation
    read: CustomsFile
    recorded: str | None = None


def compare_customs(
    case_service: CaseService,
    actor: Actor,
    name: str,
    content: bytes,
    numbers: Sequence[str] = (),
    *,
    record: bool,
) -> Compared:
    """Compare. ``numbers``: these licenses alone, else all that the actor sees.

    CustomsFileError names the line of what is not UTF-8 or no customs file; Refusal where the role may not.
    """
    with case_service.permitted(actor, UserAction.RECONCILE):
        read = read_customs_file(_text(content).splitlines(keepends=True))
        wanted = numbers or [license_.number for license_ in case_service.licenses(actor)]
        licenses = [case_service.license(actor, number) for number in wanted]
    rows = [row for row in read.rows if not numbers or row.license_number in numbers]
    found = reconcile(licenses, rows)
    if not record:
        return Compared(found, read)
    document = case_service.add_document(actor, name, content)
    for license_ in licenses:
        case_service.act(
            actor, license_.number, record_reconciliation, document=document, found=found, name=name
        )
    return Compared(found, read, document)


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CustomsFileError(f"line {line}: not UTF-8") from error
