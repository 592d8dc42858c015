"""The line of the export filing: whether, by whom, by when, with which legend and data."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from licet.documents import export_information
from licet.engine.determine import determine
from licet.model.export_filing import ExportFiling, FilingStatus, filing_document
from licet.model.order import added_up, order_of
from licet.model.wire import read_transaction
from licet.regimes.registry import regimes, regimes_named, vocabulary_of
from licet.regimes.us_ftr.deadlines import DEFENSE_ARTICLES, POINTS, USUAL
from licet.regimes.us_ftr.facts import MODES
from licet.services.determination import open_decider
from licet.services.export_filings import FILING_REGIMES, export_filings
from licet.services.filing_lines import export_filing

NOW = datetime(2025, 1, 20, 15, tzinfo=UTC)
KNOWN = vocabulary_of(regimes_named(FILING_REGIMES))


def line(value: int, code: str = "8413.70.2004", **item: Any) -> dict[str, Any]:
    stated = {"kind": "commodity", "eccn": "EAR99", "us_origin": True, "value_usd": value, **item}
    return {**stated, "facts": {"hts_code": code}}


def order(*lines: dict[str, Any], destination: str = "DE", **facts: Any) -> dict[str, Any]:
    party = {"role": "ultimate_consignee", "name": "Example GmbH", "country": destination, "address": "1 Weg"}
    return {
        "action": "export", "as_of": "2025-01-20", "destination": destination, "parties": [party],
        "facts": facts, "items": list(lines),
    }  # fmt: skip


def filed(document: dict[str, Any], **changes: Any) -> list[ExportFiling]:
    """The lines under part 30 alone."""
    book = regimes()["us_ftr"].rulebook
    found = added_up(order_of(document, lambda text: read_transaction(text, KNOWN)))
    return [
        export_filing(determine(part.transaction, book, ()), schedule_b=part.schedule_b, **changes)
        for part in found.lines
    ]


def test_lines_of_one_number_are_added_up_before_a_line_is_exempt() -> None:
    two = filed(order(line(1500), line(1500), line(900, "8481.80.3000")))
    assert [part.status for part in two] == [FilingStatus.FILE_FIRST] * 2 + [FilingStatus.EXEMPT]
    assert two[2].exemption == "30.37(a)"
    assert two[2].legend == "NOEEI 30.37(a)"
    assert two[2].elements == ()
    assert two[0].legend is None


def test_numbers_that_part_after_six_digits_are_two_numbers() -> None:
    two = filed(order(line(1500), line(1500, "8413.70.2090")))
    assert [part.status for part in two] == [FilingStatus.EXEMPT] * 2


def test_what_is_filed_whatever_its_value_says_so_first() -> None:
    (router,) = filed(order(line(100, "8517.62.0090", eccn="5A992.c"), destination="CN"))
    assert router.status is FilingStatus.FILE_FIRST
    assert router.reasons[0].cite.text.startswith("15 CFR 30.2(a)(1)(iv)(A)")
    assert "China" in router.reasons[0].text


@pytest.mark.parametrize(
    ("facts", "words", "cite"),
    [
        ({"routed_transaction": False}, "principal party in interest files", "15 CFR 30.3(c)(1)"),
        ({"routed_transaction": True}, "foreign party's agent", "15 CFR 30.3(e)(2)"),
        ({"foreign_buyer_in_us": True}, "foreign buyer is the US principal party", "15 CFR 30.3(b)(2)"),
    ],
)
def test_who_files(facts: dict[str, Any], words: str, cite: str) -> None:
    (part,) = filed(order(line(9000), **facts))
    assert [(words in filer.text, filer.cite.text) for filer in part.filer] == [(True, cite)]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"transport_mode": "air"}, "2 hours before the scheduled departure"),
        ({"transport_mode": "truck"}, "1 hour before"),
        ({"transport_mode": "air", "usml_paragraph": "XI(c)(1)"}, "8 hours before"),
        ({"transport_mode": "air", "used_self_propelled_vehicle": True}, "72 hours before"),
    ],
)
def test_by_when(facts: dict[str, Any], words: str) -> None:
    (part,) = filed(order(line(9000), **facts))
    (only,) = part.deadline
    assert words in only.text


def test_without_means_of_transport_every_deadline_is_told() -> None:
    (part,) = filed(order(line(9000)))
    assert len(part.deadline) == len(USUAL)


def test_every_means_of_transport_has_a_deadline_and_a_point() -> None:
    assert set(USUAL) == set(POINTS) == set(MODES)
    assert set(DEFENSE_ARTICLES) == set(MODES) - {"pipeline"}


def test_a_filing_that_was_made_has_its_citation() -> None:
    (part,) = filed(order(line(9000), itn="X20250120123456"))
    assert part.status is FilingStatus.FILED
    assert part.legend == "AES X20250120123456"


def test_nothing_may_stand_on_the_paper_while_the_answer_is_open() -> None:
    (part,) = filed(order(line(100, eccn=None), destination="CN"))
    assert part.status is FilingStatus.UNDETERMINED
    assert part.legend is None
    assert part.open


def test_elements_that_nobody_stated_are_named() -> None:
    (part,) = filed(order(line(9000, "8413.70"), transport_mode="air"), exporter="Acme Inc.")
    values = {element.name: element.value for element in part.elements}
    assert values["Method of transportation"] == "air"
    assert values["Ultimate consignee: name and address"] == "Example GmbH, 1 Weg, DE"
    missing = {element.name for element in part.missing}
    assert "Schedule B or HTSUS number of ten digits" in missing  # six digits are not ten
    assert "Port of export" in missing
    assert "US principal party in interest: name, address, EIN and contact" not in missing


def test_the_license_code_comes_with_the_line(tmp_path: Path) -> None:
    found = order_of(order(line(9000), line(900, "8481.80.3000")), lambda text: read_transaction(text, KNOWN))
    filings = export_filings(open_decider(tmp_path), found, exporter="Acme Inc.")
    assert ["C33" in told.text for told in filings[0].report] == [True]
    assert filings[1].report == ()
    assert (
        json.loads(json.dumps([filing_document(part) for part in filings]))[1]["legend"] == "NOEEI 30.37(a)"
    )
    printed = export_information(filings, NOW, reference="SO-1")
    assert printed.pdf.startswith(b"%PDF")
    assert printed.pdf == export_information(filings, NOW, reference="SO-1").pdf
