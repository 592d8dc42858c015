"""Build ``huawei.csv`` and ``huawei_aliases.csv``: the Huawei entries of the Entity List, dated.

Two sources are joined. The Consolidated Screening List of 2026-07-31 (156 rows of the matter, found by
footnote 1: "734.9(e)1" in the requirement) gives names, aliases, countries and every Federal Register
citation. The eCFR's Supplement No. 4 of 2026-07-09 (130 rows) gives the first citation with its date and the
address; where the two differ on the first citation the CFR is right, being the law itself.

The count. By the Federal Register: 1 + 68 (May 2019), 46 (19 inside the parent's entry, 27 of their own;
August 2019), 38 (August 2020) = 153 entities. The CFR prints 66 + 26 + 38 = 130 rows by first citation, and
22 affiliates inside the parent's row: the 19, and 3 that the August rule moved there from rows of their own
(preamble of 84 FR 43493; which 3 has not been seen). That is 152. The CSL keeps one more row, the parent's
own entry under Hong Kong, which the CFR has since folded into the parent's addresses: 153. Within the sum
one entity stands in May (66 + 3 + 1 = 70, not 69) that the rule counted in August (26, not 27): the CFR's
citation is kept, which is the earlier and so the cautious one. The CSL has 156 rows because three entries
are there twice: Huawei do Brasil, Huawei OpenLab Munich, and Huawei Technologies Dusseldorf GmbH.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.common import read_json, run, slug, to_csv
from tools.huawei_documents import (
    AUGUST_2019,
    AUGUST_2020,
    BRAZIL_2022,
    FDP_MOVED,
    FOOTNOTE_1,
    MAY_2019,
    STANDARDS_2020,
    STANDARDS_2022,
    Document,
)

CSL = "csl/csl_2026-07-31_compact.json.gz"
ECFR = "entity_list/bis_entity_list_ecfr_2026-07-09.json.gz"
NEEDS = (CSL, ECFR)

COLUMNS = (
    "entry_id", "name", "listed_under", "countries", "address", "kind", "listed_since_known", "not_before",
    "effective_from", "effective_to", "published_on", "requirement", "excludes", "policy", "footnotes",
    "cite", "all_cites", "source",
)  # fmt: skip
ALIAS_COLUMNS = (
    "entry_id", "alias", "weak", "effective_from", "effective_to", "published_on", "cite", "source",
)  # fmt: skip

_MATTER = re.compile(r"734\.9\(e\)\s*1\b|734\.9\(e\)\s*1,")
_CITE = re.compile(r"(\d+) FR (\d+)")
_AFFILIATED = re.compile(r"^Huawei Technologies Co\., Ltd\. \(Huawei\)\. Affiliated Entity: ")
_SHORT_NAME = re.compile(r" \((Huawei|HiSilicon)\)$")
_OWN_ADDRESSES = "Addresses for Huawei Technologies Co., Ltd.: "
PARENT = "EL:huawei-technologies-co-ltd:CN"

# Entries that the two sources print under different names, as the CSL has them -> as the CFR has them.
# Checked against the XML of the CFR (2026-09-01) where it was read: see docs/law/tables.md.
_CFR_NAMES = {
    "Xi'an Huawei Technologies Co., Ltd., Xi'an, Shaanxi": "Xi'an Huawei Technologies Co., Ltd.",
    "Shenzhen HiSilicon Technologies Co., Electrical Research Center": "Shenzhen HiSilicon Technologies Co.",
    "Huawei Tech Investment, PT": "Huawei Tech Investment",
}
# Names kept as the CSL has them: the CFR's parse cut "Huawei Tech Investment, PT" at the comma.
_KEEP_CSL_NAME = {"Huawei Tech Investment, PT"}
# A name of the CSL that is more than name and address run together.
_ALSO_KNOWN_AS = {"Shenzhen HiSilicon Technologies Co., Electrical Research Center"}
# Addresses that the parse of the eCFR lost behind an alias, read in the CFR's XML of 2026-09-01.
_READ_ADDRESSES = {
    "Beijing Huawei Longshine Information Technology Co., Ltd.":
        "Q80-3-25R, 3rd Floor, No. 3, Shangdi Information Road, Haidian District, Beijing, China",
    "Huawei Marine Networks Co., Ltd.":
        "Building R4, No. 2 City Avenue, Songshan Lake Science & Tech Industry Park, Dongguan, 523808, and "
        "No. 62, Second Ave., 5/F-6/F, TEDA, MSD-B2 Area, Tianjin Economic and Technological Development "
        "Zone, Tianjin, 300457, China",
    "Shenzhen Huawei Anjiexin Electricity Co., Ltd.":
        "Building 2, Area B, Putian Huawei Base, Longgang District, Shenzhen, China; and Huawei Base, "
        "Building 2, District B, Shenzhen, China",
}  # fmt: skip
_INSIDE_PARENT = (
    "printed inside the parent's row, so its citations are the parent's. 84 FR 43493 put 22 affiliates "
    "there: 19 new and 3 listed on their own since 2019-05-16; which 3 was not seen, so the days from "
    "2019-05-16 to 2019-08-18 are unknown, not clear"
)
_VIRGIN_ISLANDS = {"Proven Glory", "Proven Honour"}
_MARINE_NAMES_2021 = {"HMN Technologies", "Huahai Zhihui Technology Co., Ltd.", "HMN Tech"}


_FIRST = {"84 FR 22963": MAY_2019, "84 FR 43495": AUGUST_2019, "85 FR 51603": AUGUST_2020}
_LATER = (FOOTNOTE_1, STANDARDS_2020, AUGUST_2020)


@dataclass(frozen=True)
class Entry:
    """One entry: what the CSL has of it, joined with what the CFR has."""

    name: str
    countries: tuple[str, ...]
    aliases: tuple[str, ...]
    weak: tuple[str, ...]
    cites: tuple[str, ...]
    under_parent: bool
    first_cite: str
    address: str
    notes: tuple[str, ...] = ()

    @property
    def entry_id(self) -> str:
        return f"EL:{slug(_ascii(self.name))}:{self.countries[0]}"


def build(data: Path) -> Mapping[str, str]:
    """Build huawei.csv and huawei_aliases.csv from the CSL and the eCFR."""
    entries = entries_of(read_json(data / CSL), read_json(data / ECFR)["entities"])
    states = (row for entry in entries for row in _states(entry))
    aliases = (row for entry in entries for row in _aliases(entry))
    return {"huawei.csv": to_csv(COLUMNS, states), "huawei_aliases.csv": to_csv(ALIAS_COLUMNS, aliases)}


def csl_rows(csl: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The CSL's rows of the Huawei matter: Entity List entries whose requirement carries footnote 1."""
    tables = csl["tables"]
    wanted = next(i for i, name in enumerate(tables["sources"]) if name.startswith("Entity List"))
    rows = (e for e in csl["entries"] if e["s"] == wanted and "lr" in e)
    return [
        {**e, "policy": tables["licencePolicies"][e["lp"]]}
        for e in rows
        if _MATTER.search(tables["licenceRequirements"][e["lr"]])
    ]


def entries_of(csl: Mapping[str, Any], ecfr: list[dict[str, Any]]) -> list[Entry]:
    """Every entry of the matter, sorted by identifier; raises ValueError where the sources do not join."""
    cfr_rows = {
        _key(_SHORT_NAME.sub("", row["name"])): row for row in ecfr if "734.9(e) 1" in (row["notes"] or "")
    }
    merged: dict[str, Entry] = {}
    for row in csl_rows(csl):
        entry = _join(row, cfr_rows)
        merged[entry.entry_id] = _merge(merged[entry.entry_id], entry) if entry.entry_id in merged else entry
    joined = {_key(_CFR_NAMES.get(e.name, e.name)) for e in merged.values() if not e.under_parent}
    lost = set(cfr_rows) - joined
    if lost:
        raise ValueError(f"entries of the CFR that no CSL row joins: {sorted(lost)}")
    return sorted(merged.values(), key=lambda entry: entry.entry_id)


def _join(row: Mapping[str, Any], cfr_rows: Mapping[str, dict[str, Any]]) -> Entry:
    printed = " ".join(row["n"].split()).rstrip(",")
    under_parent = _AFFILIATED.match(printed) is not None
    own = _AFFILIATED.sub("", printed)
    short = _SHORT_NAME.search(own)
    own = _SHORT_NAME.sub("", own)
    cites = tuple(f"{v} FR {p}" for v, p in _CITE.findall(row["fr"]))
    name = own if own in _KEEP_CSL_NAME else _CFR_NAMES.get(own, own)
    aliases = [*row.get("a", []), *([own] if own in _ALSO_KNOWN_AS else [])]
    entry = Entry(
        name, tuple(row["c"]), tuple(a.rstrip(".") if a.endswith("LLC.") else a for a in aliases),
        (short[1],) if short else (), cites, under_parent, "", "",
    )  # fmt: skip
    parent = cfr_rows[_key("Huawei Technologies Co., Ltd.")]
    if under_parent:
        return _affiliate(entry, parent)
    if name == "Huawei Technologies Co., Ltd." and "HK" in entry.countries:
        return replace(
            entry, first_cite="84 FR 22963", address="Tsim Sha Tsui, Kowloon, Hong Kong",
            notes=("row of the CSL; the CFR now prints this address in the parent's row under China",),
        )  # fmt: skip
    return _with_cfr(entry, cfr_rows[_key(_CFR_NAMES.get(own, own))])


def _with_cfr(entry: Entry, row: Mapping[str, Any]) -> Entry:
    first = _CITE.match(row["federal_register"])
    if first is None:
        raise ValueError(f"{entry.name}: no first citation in {row['federal_register']!r}")
    first_cite = f"{first[1]} FR {first[2]}"
    notes = []
    if _FIRST[first_cite] is not _first_document(entry.cites[0]):
        notes.append(f"first citation {first_cite} as in the CFR, which the CSL gives as {entry.cites[0]}")
    countries = entry.countries
    if entry.name in _VIRGIN_ISLANDS:
        countries = (*countries, "VG")
        notes.append("listed under the United Kingdom, address in the British Virgin Islands")
    return replace(
        entry, first_cite=first_cite, address=_address(entry, row), countries=countries, notes=tuple(notes)
    )


def _affiliate(entry: Entry, parent: Mapping[str, Any]) -> Entry:
    """An affiliate inside the parent's row: 19 of the 22 came in August 2019, 3 were rows since May."""
    return replace(
        entry, first_cite="84 FR 43495", address=_affiliate_address(entry, parent["address"]),
        notes=(_INSIDE_PARENT,),
    )  # fmt: skip


def _address(entry: Entry, row: Mapping[str, Any]) -> str:
    text = (row["address"] or "").removeprefix(_OWN_ADDRESSES)
    if row["name"] == "Huawei Technologies Co., Ltd.":
        text = text.split(" Hangzhou New Longshine")[0]
    if not text:  # the parse put it behind the alias, with a comma, a full stop or a space between
        glued = next((a for a in row["aliases"] if any(a.startswith(x) for x in entry.aliases)), "")
        text = next((glued.removeprefix(a) for a in entry.aliases if glued.startswith(a)), "")
    return text.strip(" ,.")


def _affiliate_address(entry: Entry, printed: str) -> str:
    if entry.name in _READ_ADDRESSES:
        return _READ_ADDRESSES[entry.name]
    for name in (entry.name, entry.name.replace("Co., Ltd., ", "Co., Ltd. ")):
        if f"{name}, " in printed:
            text = printed.split(f"{name}, ", 1)[1]
            return re.split(r"(?<=China)\.(?: |$)", text)[0].strip(" .")
    raise ValueError(f"no address of {entry.name} in the parent's row")


def _merge(entry: Entry, other: Entry) -> Entry:
    """Two CSL rows of one entry: the citations that go with the CFR's first one, and every alias."""
    better = entry if _first_document(entry.cites[0]) is _FIRST[entry.first_cite] else other
    note = f"two rows of the CSL with first citations {entry.cites[0]} and {other.cites[0]}, one entry of the CFR"
    if "Dusseldorf" in entry.name:
        note += (
            "; one of the rows says case-by-case review: a data error, the CFR prints presumption of denial"
        )
    return replace(better, aliases=tuple(dict.fromkeys((*entry.aliases, *other.aliases))), notes=(note,))


def _first_document(cite: str) -> Document | None:
    """The rule that a first citation belongs to (the CSL sometimes gives the rule's first page)."""
    return MAY_2019 if cite == "84 FR 22961" else _FIRST.get(cite)


def documents(entry: Entry) -> tuple[Document, ...]:
    """The rules that set the terms of an entry, in order, from its placement on."""
    first = _FIRST[entry.first_cite]
    later = tuple(d for d in _LATER if d.effective_from > first.effective_from)
    moved = BRAZIL_2022 if entry.name == "Huawei Cloud Brazil" else FDP_MOVED
    return (first, *later, moved, STANDARDS_2022)


def _states(entry: Entry) -> Iterator[dict[str, str]]:
    for document in documents(entry):
        yield {
            "entry_id": entry.entry_id,
            "name": entry.name,
            "listed_under": PARENT if entry.under_parent else "",
            "countries": ";".join(entry.countries),
            "address": entry.address,
            "kind": "entity",
            "listed_since_known": "no" if entry.under_parent else "yes",
            "not_before": "2019-05-16" if entry.under_parent else "",
            "effective_from": document.effective_from,
            "effective_to": "",
            "published_on": document.published_on,
            "requirement": document.requirement,
            "excludes": document.excludes,
            "policy": "Presumption of denial",
            "footnotes": document.footnotes,
            "cite": document.cite,
            "all_cites": ";".join(dict.fromkeys((entry.first_cite, *_same_or_later(entry)))),
            "source": ". ".join((document.source, *entry.notes)),
        }


def _same_or_later(entry: Entry) -> tuple[str, ...]:
    """The CSL's citations without a first one that the CFR contradicts."""
    if entry.under_parent or _first_document(entry.cites[0]) is _FIRST[entry.first_cite]:
        return tuple("84 FR 22963" if c == "84 FR 22961" else c for c in entry.cites)
    return tuple(c for c in entry.cites if c not in {"84 FR 22961", "84 FR 22963"})


def _aliases(entry: Entry) -> Iterator[dict[str, str]]:
    first = documents(entry)[0]
    for alias in dict.fromkeys((*entry.aliases, *entry.weak)):
        later = alias in _MARINE_NAMES_2021
        yield {
            "entry_id": entry.entry_id,
            "alias": alias,
            "weak": "yes" if alias in entry.weak else "no",
            "effective_from": "2021-12-17" if later else first.effective_from,
            "effective_to": "",
            "published_on": "2021-12-17" if later else first.published_on,
            "cite": "86 FR 71559" if later else first.cite,
            "source": _alias_source(entry, alias, later=later),
        }


def _alias_source(entry: Entry, alias: str, *, later: bool) -> str:
    if later:
        return "name of the former Huawei Marine; the entry cites 86 FR 71559 of 2021-12-17"
    if alias in entry.weak:
        return "short name that the entry gives in brackets: a weak ground to match on"
    return "CSL of 2026-07-31; taken as printed since the placement, a name added later is not told apart"


def _key(name: str) -> str:
    return slug(_ascii(name))


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()


if __name__ == "__main__":
    raise SystemExit(run(build, NEEDS))
