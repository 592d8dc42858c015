"""Single US lists that their keepers publish as pages and PDF, in the JSON form of public extracts.

``{"list_id": ..., "extracted": ..., "count": ..., "entities": [...]}``, as the extracts of the National Science
Foundation's tables have it. An extract is a third party's work, and says so where it is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from licet.model.listing import ListCode
from licet.rules.citation import Citation
from licet.watchlists.readers.parties import aliases, day_in, snapshot_of
from licet.watchlists.row import RawRow
from licet.watchlists.rows import RowError, codes_of, keys_problems, text, texts
from licet.watchlists.snapshot import Format, ProblemKind, Snapshot, SnapshotProblem
from licet.watchlists.source import ListContent, Reader, Source

__all__ = ["READERS", "SOURCES"]

SOURCES = (
    Source(
        ListCode.UFLPA,
        "UFLPA Entity List",
        "Forced Labor Enforcement Task Force, Homeland Security",
        Citation.parse("19 USC 1307"),
        "https://www.dhs.gov/uflpa-entity-list",
        "Goods that the party makes may not be imported into the United States. The EAR do not refer to the list; a"
        " sale to the party is a matter of your own policy: hold it and ask.",
        20,
    ),
    Source(
        ListCode.WRO,
        "Withhold Release Orders and Findings",
        "U.S. Customs and Border Protection",
        Citation.parse("19 CFR 12.42"),
        "https://www.cbp.gov/trade/forced-labor/withhold-release-orders-and-findings",
        "Customs detains goods that the party makes on import. The EAR do not refer to it; a sale to the party is a"
        " matter of your own policy: hold it and ask.",
        20,
    ),
    Source(
        ListCode.CMC,
        "Chinese military companies under section 1260H",
        "U.S. Department of Defense",
        Citation.parse("10 USC 113"),
        "https://www.federalregister.gov/documents/search?conditions%5Bterm%5D=1260H",
        "The Department of Defense may not contract with the party. The EAR do not refer to the list, but 15 CFR"
        " 744.21 and 744.22 ask about military end users: hold the transaction and ask.",
        20,
    ),
)
_LISTS = {
    "dhs-uflpa": ListCode.UFLPA, "cbp-wro": ListCode.WRO, "dow-1260h": ListCode.CMC, "ofac-nscmic": ListCode.CMIC,
    "bis-meu": ListCode.MEU,
}  # fmt: skip
_HEAD = ("list_id", "source_file", "extracted", "count", "entities")
_KEYS = ("name", "aliases", "country", "address", "status", "effective_date", "federal_register", "notes")


def _recognizes(content: ListContent) -> bool:
    name = content.document.get("list_id") if isinstance(content.document, dict) else None
    return isinstance(name, str) and name in _LISTS


def _read(content: ListContent) -> Snapshot:
    found: Mapping[str, Any] = content.document
    code = _LISTS[found["list_id"]]
    entities = found.get("entities")
    records = entities if isinstance(entities, list) else []
    used = {key for record in records if isinstance(record, dict) for key in record}
    problems = keys_problems(found, _HEAD, _HEAD) + keys_problems(used, _KEYS, _KEYS)
    if found.get("count") != len(records):
        words = f"it says that it has {found.get('count')} entities and holds {len(records)}"
        problems += (SnapshotProblem(ProblemKind.TRUNCATED, words, code),)
    return snapshot_of(
        content, Format.EXTRACT_JSON, records, lambda number, record: _row(number, record, code),
        day=day_in(str(found.get("extracted"))), basis="extracted", code=code, problems=problems,
    )  # fmt: skip


def _row(number: int, record: Any, code: ListCode) -> RawRow:
    if not isinstance(record, dict):
        raise RowError("not a JSON object")
    name = text(record.get("name"), "name")
    if name is None:
        raise RowError("name: empty")
    countries, unread = codes_of([text(record.get("country"), "country")])
    address = text(record.get("address"), "address")
    return RawRow(
        list_code=code, name=name, line=number,
        aliases=aliases(((other, False) for other in texts(record.get("aliases"), "aliases")), name),
        countries=countries, unread_countries=unread,
        addresses=() if address is None else (address,),
        notices_text=text(record.get("federal_register"), "federal_register"),
        start_date=day_in(text(record.get("effective_date"), "effective_date")),
        remarks=text(record.get("notes"), "notes"),
    )  # fmt: skip


READERS = (
    Reader(
        Format.EXTRACT_JSON,
        _recognizes,
        _read,
        "extracts of single US lists (JSON: UFLPA, WRO, 1260H, NS-CMIC, MEU)",
    ),
)
