"""Build the tables of the import regime: the UFLPA Entity List, and Customs' withhold-release orders and findings.

From the UFLPA list of July 9, 2026, and the orders of June 23, 2026, in ../shared/data. ``import_entries.csv`` has a
row for every maker of every entry, ``import_places.csv`` where its goods are made, ``import_goods.csv`` the tariff
chapters, headings and subheadings of what each order names. Which codes an order's words mean is our reading of the
nomenclature: the orders name goods, not codes.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tools.common import REPO, read_json, run, slug, to_csv

UFLPA = "uflpa/dhs_uflpa_2026-07-09.json"
ORDERS = "other_lists/cbp_wro_2026-07.json.gz"
NEEDS = (UFLPA, ORDERS)
FOLDER = REPO / "src/licet/regimes/us_import/tables"
ENTRY_COLUMNS = (
    "entry_id", "list", "name", "aliases", "countries", "kind", "merchandise", "subsidiaries", "state",
    "effective_from", "effective_to", "published_on", "cite", "source",
)  # fmt: skip
PLACES_COLUMNS = ("entry_id", "country", "effective_from", "effective_to", "published_on", "cite", "source")
GOODS_COLUMNS = ("entry_id", "code", "effective_from", "effective_to", "published_on", "cite", "source")

_COUNTRIES = {
    "China": "CN", "Mexico": "MX", "Japan": "JP", "Nepal": "NP", "India": "IN", "Turkmenistan": "TM",
    "Zimbabwe": "ZW", "Democratic Republic of Congo": "CD", "Malawi": "MW", "Fishing Vessels": "", "Somalia": "SO",
    "Mauritius": "MU", "Dominican Republic": "DO", "South Korea": "KR", "Taiwan": "TW", "Serbia": "RS",
    "Jordan": "JO",
}  # fmt: skip

CODES: Mapping[str, tuple[str, ...]] = {
    "Furniture": ("9401", "9402", "9403"),
    "Planing Machines": ("8461", "8465"),
    "Diesel Engines": ("8408",),
    "Machine Presses": ("8462",),
    "Galvanized Pipe": ("7304", "7305", "7306"),
    "Sheepskin and Leather": ("41", "42", "43"),
    "Tea": ("0902",),
    "Cast Iron Items": ("7303", "7307", "7323", "7325"),
    "Drilling Machines": ("8430", "8459", "8467"),
    "Auto Parts and Machinery": ("8708", "84"),
    "Sulfuric (Sulphuric) Acid": ("2807",),
    "Electric Fans and Zinc-Coated Wire": ("8414", "7217"),
    "Asbestos": ("2524", "6812"),
    "Hoists": ("8425",),
    "Rubber Gloves, Condoms, Rubber Raincoats, and Rubber Footwear": ("4014", "4015", "6401", "6402"),
    "Rubber Vulcanization Accelerators": ("3812",),
    "Video Games and Connector Plugs Thereof": ("9504", "8536"),
    "Artificial Flowers": ("6702",),
    "Malleable Iron Pipe Fittings": ("7307",),
    "Carpets, Hand-Knotted Wool": ("5701",),
    "Beedi Cigarettes and Other Tobacco Products": ("24",),
    "Soda Ash, Calcium Chloride, and Caustic Soda": ("283620", "282720", "2815"),
    "Stevia and its Derivatives": ("121299", "130219", "1701", "1702", "2938", "2106"),
    "Stevia Extracts and Derivatives": ("121299", "130219", "1701", "1702", "2938", "2106"),
    "Peeled Garlic": ("070320", "071290"),
    "All Products": ("*",),
    "Cotton": ("1207", "1404", "52", "61", "62", "63", "56", "58", "59", "60", "94"),
    "All Garments": ("61", "62"),
    "Artisanal Rough Cut Diamonds": ("7102",),
    "Gold": ("7108", "7113", "7115", "2616"),
    "Tobacco": ("24",),
    "Hair Products": ("6703", "6704", "0501"),
    "Garments": ("61", "62"),
    "Seafood": ("03", "1603", "1604", "1605", "2301", "1504"),
    "Apparel": ("61", "62"),
    "Computer Parts": ("8471", "8473"),
    "Cotton and Processed Cotton": ("1207", "1404", "52", "61", "62", "63"),
    "Cotton and Cotton Products": ("1207", "1404", "52", "56", "58", "59", "60", "61", "62", "63", "94"),
    "Cotton, Tomatoes and Downstream Products": (
        "1207", "1404", "52", "56", "58", "59", "60", "61", "62", "63", "94", "0702", "2002", "2103", "2009",
        "120991",
    ),
    "Silica-based products": ("2804", "281122", "2839", "3818", "3910", "8541", "7202", "2931", "7601", "7604"),
    "Fresh Tomatoes": ("0702",),
    "Work Gloves": ("4015", "4203", "6116", "6216", "3926"),
    "Frankincense and frankincense-based products": ("130190", "3301", "3307", "1301"),
    "Aluminum extrusions and profile products": ("7604", "7608", "7610", "7616"),
    "Sea Salt Products": ("2501",),
    "Bicycles and bicycle parts": ("8712", "871491", "871492", "871493", "871494", "871495", "871496", "871499"),
    "Garments, apparel and textiles": ("61", "62", "63", "52", "54", "55", "58", "60"),
    "Automobile Tires": ("4011", "4012"),
    "Coffee": ("0901", "2101"),
    "Copper and Copper Products": ("74", "2603", "8544"),
}  # fmt: skip
"""The tariff codes that the words of the orders mean, by chapter, heading or subheading; ``*``: all goods."""


@dataclass(frozen=True)
class Split:
    """The makers of an order that names several: name, other names, and the day on which each was taken out."""

    name: str
    aliases: tuple[str, ...] = ()
    removed: str = ""


SPLIT: Mapping[str, tuple[Split, ...]] = {
    "Kumar Carpet Pvt.": (
        Split("Kumar Carpet Pvt."),
        Split("Singhe Carpet Pvt., Ltd."),
        Split("Valley Carpet"),
        Split("Norsang Carpet Industries Pvt., Ltd.", removed="1998-10-06"),
        Split("Annapurna Carpet", removed="2021-07-23"),
        Split("Everest Carpet", removed="1998-10-06"),
        Split("K.K. Carpet Industries", removed="1998-10-06"),
    ),
    "Fuchu Prison": (Split("Fuchu Prison"), Split("Union Kogyo Co., Ltd.")),
    "Nanhu Tree Farm": (
        Split("Nanhu Tree Farm"),
        Split("Zhejiang Sanmei Tea Co., Ltd."),
        Split("Imaizumi Tea Manufacturing & Trading Co., Ltd."),
    ),
    "Yili Zhuowan": (
        Split("Yili Zhuowan Garment Manufacturing Co., Ltd."),
        Split("Baoding LYSZD Trade and Business Co., Ltd."),
    ),
    "Agropecuarios Tom": (Split("Agropecuarios Tom S.A. de C.V."), Split("Horticola Tom S.A. de C.V.")),
    "Shanghai Select": (
        Split("Shanghai Select Safety Products Company, Limited"),
        Split("Select (Nantong) Safety Products Co. Limited"),
        Split("Select Protective Technology (HK) Limited"),
    ),
    "Fishing Vessels owned by Dalian": (
        Split("Dalian Ocean Fishing Co. Ltd.", ("Dalian Ocean Fishing Company",)),
    ),
    "Tangshan Sanyou Group": (Split("Tangshan Sanyou Group"),),
    "Hoshine Silicon": (Split("Hoshine Silicon Industry Co. Ltd."),),
    "Xinjiang Production and": (Split("Xinjiang Production and Construction Corporation", ("XPCC",)),),
    "Wulin (or Wuling)": (
        Split(
            "Wulin Machinery Works",
            (
                "Wuling Machinery Works", "Hangzhou Wulin Machinery Plant", "Hangzhou Wulin Machinery Works",
                "Zhejiang Province No. 4 Prison",
            ),
        ),
    ),
}  # fmt: skip
"""By the first words of an entry's name, who it names; days of removal are those of the entry's remarks."""

REGIONAL = (
    "All Turkmenistan Cotton", "Tobacco produced in Malawi", "Artisanal Small Mines", "Xinjiang Uyghur Autonomous",
)  # fmt: skip
"""Orders that name goods of a place and no maker: rules of their own ask for the origin of inputs."""

_REVOKED: tuple[dict[str, str], ...] = (
    {
        "name": "Top Glove Corporation Bhd", "aliases": "Top Glove Sdn Bhd;TG Medical Sdn Bhd", "countries": "MY",
        "merchandise": "Disposable gloves", "codes": "4015", "from": "2020-07-15", "to": "2021-09-09",
    },
    {
        "name": "Sime Darby Plantation Berhad", "aliases": "Sime Darby Plantation", "countries": "MY",
        "merchandise": "Palm oil and products containing it", "codes": "1511;1513;1516;1517;3401;3823",
        "from": "2020-12-30", "to": "2023-02-03",
    },
    {
        "name": "Central Romana Corporation Limited", "aliases": "Central Romana", "countries": "DO",
        "merchandise": "Raw sugar and sugar-based products", "codes": "1701;1702;1703;1704",
        "from": "2022-11-23", "to": "2025-03-24",
    },
    {
        "name": "Supermax Corporation Bhd", "aliases": "Maxter Glove Manufacturing Sdn Bhd;Maxwell Glove"
        " Manufacturing Bhd;Supermax Glove Manufacturing Sdn Bhd", "countries": "MY",
        "merchandise": "Disposable gloves", "codes": "4015", "from": "2021-10-21", "to": "2023-09-18",
    },
)  # fmt: skip
"""The best known of the orders that were lifted before June 23, 2026, from general knowledge."""
_KINGTOM = "Kingtom Aluminio"


def build(data: Path) -> Mapping[str, str]:
    """Build the tables of entries and goods of the import regime."""
    entries: list[dict[str, str]] = []
    goods: list[dict[str, str]] = []
    _uflpa(read_json(data / UFLPA), entries)
    _orders(read_json(data / ORDERS), entries, goods)
    _revoked(entries, goods)
    return {
        "import_entries.csv": to_csv(ENTRY_COLUMNS, entries),
        "import_goods.csv": to_csv(GOODS_COLUMNS, goods),
        "import_places.csv": to_csv(PLACES_COLUMNS, [row for entry in entries for row in _places(entry)]),
    }


def _uflpa(found: Mapping[str, Any], entries: list[dict[str, str]]) -> None:
    """A row for every entity; one that stands under several clauses since several days has several rows."""
    for item in found["entities"]:
        day = datetime.strptime(item["effective_date"] + " +0000", "%B %d, %Y %z").date().isoformat()
        notes = item["notes"]
        clauses = [clause for clause in ("i", "ii", "iii", "iv", "v") if f"(B)({clause})" in notes]
        name = item["name"]
        owns = "subordinate" in notes or "affiliated" in notes or name.endswith("and subsidiaries")
        entries.append(
            {
                "entry_id": _unused("uflpa", name, entries), "list": "UFLPA",
                "name": name.removesuffix(" and subsidiaries"), "aliases": ";".join(item["aliases"]),
                "countries": _COUNTRIES[item["country"]], "kind": "entity",
                "merchandise": "clause " + ", ".join(clauses),
                "subsidiaries": "yes" if owns else "no", "state": "in force", "effective_from": day,
                "effective_to": "", "published_on": day, "cite": "19 USC 1307",
                "source": "UFLPA Entity List of July 9, 2026 (Homeland Security)",
            }
        )  # fmt: skip


def _unused(kind: str, name: str, entries: list[dict[str, str]]) -> str:
    base = f"{kind}-{slug(name)}"
    known = {entry["entry_id"] for entry in entries}
    return next(text for text in (base, *(f"{base}-{n}" for n in range(2, 9))) if text not in known)


def _orders(found: Mapping[str, Any], entries: list[dict[str, str]], goods: list[dict[str, str]]) -> None:
    for item in found["entities"]:
        if item["name"].startswith(REGIONAL):
            continue
        kind, merchandise, remarks = _notes(item["notes"])
        if merchandise not in CODES:
            raise ValueError(f"{item['name']}: no tariff codes are given for {merchandise!r}")
        for maker in _makers(item):
            entry_id = _unused("wro", maker.name, entries)
            pending = item["name"].startswith(_KINGTOM)
            row = {
                "entry_id": entry_id, "list": "WRO", "name": maker.name, "aliases": ";".join(maker.aliases),
                "countries": _COUNTRIES[item["country"]], "kind": kind, "merchandise": merchandise,
                "subsidiaries": "yes" if "ubsidiaries" in item["name"] else "no",
                "state": "pending" if pending else "in force", "effective_from": item["effective_date"],
                "effective_to": maker.removed, "published_on": item["effective_date"], "cite": _cite(remarks),
                "source": f"orders and findings of June 23, 2026 (Customs): {item['status']}",
            }  # fmt: skip
            entries.append(row)
            goods.extend(_goods(row, CODES[merchandise]))


def _notes(notes: str) -> tuple[str, str, str]:
    """The kind of an order, its merchandise and its remarks."""
    parts = dict(part.split(": ", 1) for part in notes.split("; ") if ": " in part)
    kind = notes.split(";", 1)[0].strip()
    return kind, parts["Merchandise"].strip(), notes.partition("Remarks: ")[2]


def _cite(remarks: str) -> str:
    """The Federal Register page of a finding, where the remarks have one; else the statute."""
    volume_and_page = remarks.partition("Federal Register: ")[2].split()
    if len(volume_and_page) > 2 and volume_and_page[1] == "FR":  # noqa: PLR2004  # "58 FR 32745"
        page = "".join(c for c in volume_and_page[2][:6] if c.isdigit())[:5]
        return f"{volume_and_page[0]} FR {page}"
    return "19 USC 1307"


def _makers(item: Mapping[str, Any]) -> tuple[Split, ...]:
    for words, makers in SPLIT.items():
        if item["name"].startswith(words):
            return makers
    name = (
        item["name"].removeprefix("Fishing Vessel: ").rstrip(".")
        if "Vessel" in item["name"]
        else item["name"]
    )
    aliases = tuple(part.strip() for alias in item["aliases"] for part in alias.split(";"))
    return (Split(name.replace("..", "."), aliases),)


def _goods(row: Mapping[str, str], codes: tuple[str, ...]) -> Iterator[dict[str, str]]:
    for code in codes:
        yield {
            "entry_id": row["entry_id"], "code": code, "effective_from": row["effective_from"],
            "effective_to": row["effective_to"], "published_on": row["published_on"], "cite": row["cite"],
            "source": f"our reading of the tariff for: {row['merchandise']}",
        }  # fmt: skip


def _places(entry: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Where the goods of an order are made: the country of its maker, for China with Hong Kong and Macau."""
    if entry["list"] != "WRO":
        return
    codes = {"CN": ("CN", "HK", "MO"), "": ("*",)}.get(entry["countries"], (entry["countries"],))
    for code in codes:
        yield {
            "entry_id": entry["entry_id"], "country": code, "effective_from": entry["effective_from"],
            "effective_to": entry["effective_to"], "published_on": entry["published_on"], "cite": entry["cite"],
            "source": entry["source"],
        }  # fmt: skip


def _revoked(entries: list[dict[str, str]], goods: list[dict[str, str]]) -> None:
    for record in _REVOKED:
        row = {
            "entry_id": f"wro-{slug(record['name'])}", "list": "WRO", "name": record["name"],
            "aliases": record["aliases"], "countries": record["countries"], "kind": "WRO",
            "merchandise": record["merchandise"],
            "subsidiaries": "yes",
            "state": "revoked", "effective_from": record["from"], "effective_to": record["to"],
            "published_on": record["from"],
            "cite": "19 USC 1307", "source": "general knowledge: lifted before the orders of June 23, 2026",
        }  # fmt: skip
        entries.append(row)
        goods.extend(_goods(row, tuple(record["codes"].split(";"))))


if __name__ == "__main__":
    raise SystemExit(run(build, NEEDS, folder=FOLDER))
