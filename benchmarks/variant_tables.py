"""What the two generators of written names write otherwise: no table of one is the other's."""

# ruff: noqa: E501  # tables
from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

__all__ = ["FIT_TABLES", "REPORT_TABLES", "Tables"]


@dataclass(frozen=True, slots=True)
class Tables:
    """What one generator writes otherwise."""

    titles: Sequence[str]
    towns: Sequence[str]
    beside: Sequence[str]
    branches: Sequence[str]
    vessels: Sequence[str]
    short: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]]
    names: Sequence[tuple[str, str]]
    nicknames: Mapping[str, str]
    scan: Sequence[tuple[str, str]]
    slip: Callable[[str, random.Random], str]


_NEAR = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wertyuiopoasdfghjklkxcvbnmn", strict=False))


def _neighbor_or_missing(word: str, dice: random.Random) -> str:
    """A letter that its neighbor on the keyboard replaces, or one that is missing."""
    at = dice.randrange(1, len(word))
    return word[:at] + (_NEAR.get(word[at], "") if dice.random() < 0.5 else "") + word[at + 1 :]  # noqa: PLR2004


def _swapped_or_twice(word: str, dice: random.Random) -> str:
    """Two letters in the other order, or one written twice."""
    at = dice.randrange(1, len(word) - 1)
    if dice.random() < 0.5:  # noqa: PLR2004
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[: at + 1] + word[at:]


REPORT_TABLES = Tables(
    titles=("Mr. {}", "Dr. {}", "Gen. {}", "Eng. {}", "{}, PhD", "Mrs {}", "Sheikh {}"),
    towns=(
        "{}, Shenzhen",
        "{} - Moscow",
        "{} (Dubai)",
        "{}, Istanbul, Turkey",
        "{} Hong Kong",
        "{} Germany",
        "{} / Minsk",
    ),
    beside=(
        "{} c/o DHL Global Forwarding",
        "Attn: Purchasing, {}",
        "Consignee: {}",
        "Kuehne+Nagel for account of {}",
        "Bank of Example on behalf of {}",
    ),
    branches=(
        "{} Dubai branch",
        "{}, Representative Office",
        "{} (Regional Office)",
        "{} Head Office",
        "{} Almaty branch",
    ),
    vessels=("MV {}", "M/T {}", "M.V. {}", "{} (flag: Panama)", "Motor vessel {}", "{} IMO 9123456"),
    short={
        "technology": "Tech.",
        "technologies": "Tech",
        "international": "Int'l",
        "company": "Co",
        "trading": "Trdg",
        "engineering": "Engg",
        "industries": "Ind.",
        "industrial": "Ind.",
        "electronics": "Elec.",
        "import": "Imp.",
        "export": "Exp.",
        "university": "Univ.",
        "institute": "Inst.",
        "research": "Res.",
        "corporation": "Corp",
        "manufacturing": "Mfg",
        "development": "Dev.",
        "group": "Grp",
        "services": "Svcs",
        "petroleum": "Petrol.",
        "shipping": "Shpg",
        "scientific": "Sci.",
        "transport": "Transp.",
        "enterprises": "Ent.",
        "equipment": "Equip.",
    },
    forms={
        "llc": ("L.L.C.", "Limited Liability Company", ""),
        "ooo": ("LLC", "Limited Liability Company", ""),
        "ltd": ("Limited", "Ltd", ""),
        "limited": ("Ltd.", "", "LTD"),
        "jsc": ("AO", "Joint Stock Company", ""),
        "pjsc": ("PAO", "Public Joint Stock Company", ""),
        "gmbh": ("G.m.b.H.", "", "Gesellschaft mbH"),
        "inc": ("Incorporated", "", "Inc"),
        "corp": ("Corporation", "", "Corp"),
        "fze": ("F.Z.E.", "", "Free Zone Establishment"),
        "co": ("Company", "", "Co"),
        "sa": ("S.A.", "Sociedad Anonima", ""),
        "fzco": ("FZ Co", "", ""),
    },
    names=(
        ("vladimir", "wladimir"),
        ("sergei", "sergej"),
        ("sergey", "serguei"),
        ("aleksandr", "alexander"),
        ("aleksei", "alexej"),
        ("yuri", "juri"),
        ("yevgeniy", "evgueni"),
        ("mikhail", "michail"),
        ("dmitri", "dimitri"),
        ("shch", "schtsch"),
        ("sh", "sch"),
        ("zh", "j"),
        ("kh", "ch"),
        ("ov", "off"),
        ("ev", "eff"),
        ("iy", "ij"),
        ("muhammad", "mohamed"),
        ("husayn", "hussein"),
        ("hossein", "hussein"),
        ("ahmad", "ahmed"),
        ("yusuf", "youssef"),
        ("umar", "omar"),
        ("uthman", "othman"),
        ("khalid", "khaled"),
        ("salih", "saleh"),
        ("qasim", "kassem"),
        ("usama", "osama"),
        ("sulayman", "suleiman"),
        ("rashid", "rachid"),
        ("mahmud", "mahmoud"),
        ("nasir", "nasser"),
        ("al-", "el "),
        ("mohammad", "muhammad"),
        ("reza", "rida"),
        ("gholam", "ghulam"),
        ("ebrahim", "ibrahim"),
    ),
    nicknames={
        "aleksandr": "Sasha",
        "vladimir": "Vova",
        "aleksei": "Lyosha",
        "dmitri": "Dima",
        "mikhail": "Misha",
        "sergei": "Seryozha",
        "nikolai": "Kolya",
        "ivan": "Vanya",
        "jose": "Pepe",
        "francisco": "Paco",
        "guillermo": "Memo",
        "jesus": "Chuy",
        "eduardo": "Lalo",
        "ignacio": "Nacho",
        "joaquin": "Quino",
        "william": "Bill",
        "robert": "Bob",
        "richard": "Dick",
        "michael": "Mike",
        "james": "Jim",
        "joseph": "Joe",
    },
    scan=(("rn", "m"), ("m", "rn"), ("l", "1"), ("o", "0"), ("i", "l"), ("s", "5"), ("b", "8")),
    slip=_neighbor_or_missing,
)
FIT_TABLES = Tables(
    titles=("Mr {}", "Prof. {}", "Col. {}", "Ing. {}", "Hajji {}", "Ms. {}"),
    towns=("{}, Guangzhou", "{}, St. Petersburg", "{} (Sharjah)", "{} Beirut", "{}, Ankara", "{} China", "{}, Tehran, Iran"),
    beside=("{} care of Agility Logistics", "{} attn. Import Dept", "Notify party: {}", "Ship to {}", "{} via Schenker"),
    branches=("{} Istanbul branch", "{} Liaison Office", "{}, Moscow office", "{} Sales Department", "{} warehouse"),
    vessels=("M/V {}", "MT {}", "Tanker {}", "Vessel {}", "{} (IMO 9654321)"),
    short={"technology": "Tek", "technologies": "Techs", "international": "Intl", "company": "Cmpy", "trading": "Trad.",
           "engineering": "Eng.", "industries": "Inds", "industrial": "Indl", "electronics": "Elect", "import": "Impt",
           "export": "Expt", "university": "U.", "institute": "Instit.", "research": "Rsch", "corporation": "Corpn",
           "manufacturing": "Manuf.", "development": "Devt", "group": "Gp", "services": "Serv.", "petroleum": "Pet.",
           "shipping": "Ship.", "systems": "Sys.", "general": "Gen.", "national": "Natl", "aviation": "Avn"},
    forms={"llc": ("LLC", ""), "ooo": ("OOO", ""), "ltd": ("LTD.", ""), "limited": ("", "Lim."), "jsc": ("JSC", ""),
           "pjsc": ("OJSC", ""), "gmbh": ("", "Gmbh"), "inc": ("", "INC."), "corp": ("", "Corp.,"), "co": ("Co.", "")},
    names=(("vladimir", "volodymyr"), ("sergei", "sergiy"), ("aleksandr", "oleksandr"), ("ya", "ia"), ("yu", "iu"), ("ye", "e"),
           ("ts", "tz"), ("ks", "x"), ("kh", "h"), ("zh", "sch"), ("y ", "i "), ("muhammad", "mohammed"), ("husayn", "hossain"),
           ("ahmad", "ahmet"), ("yusuf", "yousef"), ("umar", "omer"), ("abd al-", "abdel "), ("al-", "al "), ("q", "gh"),
           ("aw", "ow"), ("ay", "ai"), ("mohammad", "mohamad"), ("hasan", "hassan"), ("uddin", "eddine")),
    nicknames={"aleksandr": "Sanya", "vladimir": "Volodya", "aleksei": "Alyosha", "dmitri": "Mitya", "mikhail": "Mishka",
               "sergei": "Serge", "nikolai": "Nick", "jose": "Chepe", "francisco": "Pancho", "thomas": "Tom", "charles": "Chuck"},
    scan=(("cl", "d"), ("d", "cl"), ("i", "1"), ("o", "Q"), ("e", "c"), ("g", "9"), ("h", "b")),
    slip=_swapped_or_twice,
)  # fmt: skip
