"""The thirteen lists of the Consolidated Screening List, and the forms in which they come.

Besides the whole list of trade.gov (CSV, JSON, a compact JSON) two of them have files of their own: the Entity List
in the eCFR, and the Denied Persons List of BIS.
"""

from __future__ import annotations

from licet.model.listing import ListCode
from licet.rules.citation import Citation
from licet.watchlists import csl_compact, csl_csv, csl_json, dpl, ecfr, ecfr_xml
from licet.watchlists.snapshot import Format
from licet.watchlists.source import ListContent, Reader, Source
from licet.watchlists.sources import FLOORS
from licet.watchlists.text import is_ecfr

__all__ = ["OFFICIAL", "READERS", "SOURCES"]

OFFICIAL = "https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.csv"

_BIS, _OFAC, _STATE = (
    "Bureau of Industry and Security",
    "Office of Foreign Assets Control",
    "Department of State",
)
_OFAC_EFFECT = (
    "Treasury's rules say what is forbidden; 15 CFR 744.8 adds a license requirement for some programs."
)
_OTHER = "The EAR leave it to the agency that keeps the list: see what its program forbids before going on."

# Where a row cites no Federal Register notice, the list itself is cited: where it stands in the law, or for the
# Treasury's lists the regulations (or the statute) under which it is kept.
_LISTS = (
    (ListCode.EL, "Entity List", _BIS, "15 CFR Part 744 Supp. 4", "15 CFR 744.11 requires a license."),
    (ListCode.DPL, "Denied Persons List", _BIS, "15 CFR Part 764 Supp. 1", "The order forbids most dealings."),
    (ListCode.UVL, "Unverified List", _BIS, "15 CFR Part 744 Supp. 6", "15 CFR 744.15 ends exceptions."),
    (ListCode.MEU, "Military End User List", _BIS, "15 CFR Part 744 Supp. 7", "15 CFR 744.21 requires a license."),
    (ListCode.SDN, "Specially Designated Nationals", _OFAC, "31 CFR Part 501", _OFAC_EFFECT),
    (ListCode.SSI, "Sectoral Sanctions Identifications", _OFAC, "31 CFR Part 589", _OTHER),
    (ListCode.NS_MBS, "Non-SDN Menu-Based Sanctions", _OFAC, "50 USC 1702", _OTHER),
    (ListCode.CMIC, "Chinese Military-Industrial Complex Companies", _OFAC, "31 CFR Part 586", _OTHER),
    (ListCode.CAP, "CAPTA List", _OFAC, "50 USC 1702", _OTHER),
    (ListCode.PLC, "Palestinian Legislative Council", _OFAC, "31 CFR Part 594", _OTHER),
    (ListCode.FSE, "Foreign Sanctions Evaders", _OFAC, "50 USC 1702", _OTHER),
    (ListCode.DTC, "AECA Debarred", _STATE, "22 CFR 127.7", _OTHER),
    (ListCode.ISN, "Nonproliferation Sanctions", _STATE, "50 USC 1702", _OTHER),
)  # fmt: skip

SOURCES = tuple(
    Source(
        code,
        name,
        keeper,
        Citation.parse(basis),
        OFFICIAL,
        effect,
        FLOORS[code].rows if code in FLOORS else 1,
    )
    for code, name, keeper, basis, effect in _LISTS
)


def _csv(content: ListContent) -> bool:
    return {"source", "name"} <= {cell.strip('" \r') for cell in content.first_line.split(",")}


def _dpl(content: ListContent) -> bool:
    return "\t" in content.first_line and "Effective_Date" in content.first_line


def _compact(content: ListContent) -> bool:
    found = content.document
    return (
        isinstance(found, dict)
        and isinstance(found.get("entries"), list)
        and isinstance(found.get("tables"), dict)
    )


READERS = (
    Reader(
        Format.CSL_JSON,
        lambda content: isinstance(content.document, dict) and "results" in content.document,
        lambda content: csl_json.read_csl_json(content.document, content.sha256),
        "the Consolidated Screening List (JSON)",
    ),
    Reader(
        Format.CSL_COMPACT,
        _compact,
        lambda content: csl_compact.read_csl_compact(content.document, content.sha256),
        "the Consolidated Screening List (compact JSON)",
    ),
    Reader(
        Format.ECFR_EL,
        lambda content: (
            isinstance(content.document, dict) and content.document.get("list_id") == "bis-entity-list"
        ),
        lambda content: ecfr.read_ecfr_entity_list(content.document, content.sha256),
        "the eCFR's Entity List (JSON)",
        (ListCode.EL,),
    ),
    Reader(
        Format.ECFR_XML,
        lambda content: is_ecfr(content.text),
        lambda content: ecfr_xml.read_ecfr_xml(content.text, content.sha256),
        "the eCFR's Entity List (XML)",
        (ListCode.EL,),
    ),
    Reader(
        Format.DPL_TEXT,
        _dpl,
        lambda content: dpl.read_dpl_text(content.text, content.sha256),
        "the Denied Persons List (tab-separated)",
    ),
    Reader(
        Format.CSL_CSV,
        _csv,
        lambda content: csl_csv.read_csl_csv(content.text, content.sha256),
        "the Consolidated Screening List (CSV)",
    ),
)
