"""Countries as people and programs write them, brought to ISO 3166 two-letter codes.

Names in other languages than English are those of the iso-codes project, as the library pycountry carries them.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

__all__ = ["country_name", "country_of", "english_country", "iso2"]

# What official files and people write that ISO 3166 does not: old and colloquial names, and regions of a state.
# XK is the code in general use for Kosovo, AN that of the former Netherlands Antilles.
_ALSO: Mapping[str, str] = MappingProxyType(
    {
        "XK": "XK",
        "AN": "AN",
        "UK": "GB",
        "U.K": "GB",
        "ENGLAND": "GB",
        "SCOTLAND": "GB",
        "WALES": "GB",
        "NORTHERN IRELAND": "GB",
        "GREAT BRITAIN": "GB",
        "BRITAIN": "GB",
        "U.S": "US",
        "U.S.A": "US",
        "UNITED STATES OF AMERICA": "US",
        "PRC": "CN",
        "P.R.C": "CN",
        "PR CHINA": "CN",
        "P.R. CHINA": "CN",
        "P.R.CHINA": "CN",
        "P R CHINA": "CN",
        "MAINLAND CHINA": "CN",
        "CHINA MAINLAND": "CN",
        "CHINA (MAINLAND)": "CN",
        "CHINA, PEOPLE'S REPUBLIC OF": "CN",
        "UAE": "AE",
        "U.A.E": "AE",
        "EMIRATES": "AE",
        "DUBAI, UAE": "AE",
        "KOREA": "KR",
        "REPUBLIC OF KOREA": "KR",
        "KOREA (REPUBLIC OF)": "KR",
        "KOREA (SOUTH)": "KR",
        "S. KOREA": "KR",
        "KOREA (NORTH)": "KP",
        "DPRK": "KP",
        "KOSOVO": "XK",
        "TURKEY": "TR",
        "TURKIYE": "TR",
        "RUSSIA": "RU",
        "BURMA": "MM",
        "MACAU": "MO",
        "MACAU SAR": "MO",
        "MACAO SAR": "MO",
        "HONG KONG SAR": "HK",
        "HONG KONG S.A.R": "HK",
        "HONG KONG, CHINA": "HK",
        "HONG KONG SAR CHINA": "HK",
        "HONG KONG SAR, CHINA": "HK",
        "MACAO SAR CHINA": "MO",
        "MACAU SAR CHINA": "MO",
        "MYANMAR (BURMA)": "MM",
        "TAIWAN, R.O.C": "TW",
        "TAIWAN R.O.C": "TW",
        "TAIWAN (R.O.C.)": "TW",
        "R.O.C. TAIWAN": "TW",
        "CHINESE TAIPEI": "TW",
        "HOLLAND": "NL",
        "THE NETHERLANDS": "NL",
        "THE BAHAMAS": "BS",
        "THE PHILIPPINES": "PH",
        "CZECH REPUBLIC": "CZ",
        "SLOVAK REPUBLIC": "SK",
        "IVORY COAST": "CI",
        "COTE D'IVOIRE": "CI",
        "COTE DIVOIRE": "CI",
        "CAPE VERDE": "CV",
        "SWAZILAND": "SZ",
        "MACEDONIA": "MK",
        "EAST TIMOR": "TL",
        "VATICAN": "VA",
        "VATICAN CITY": "VA",
        "BRUNEI": "BN",
        "LAOS": "LA",
        "SYRIA": "SY",
        "MOLDOVA": "MD",
        "MICRONESIA": "FM",
        "REUNION": "RE",
        "CURACAO": "CW",
        "DR CONGO": "CD",
        "CONGO-KINSHASA": "CD",
        "CONGO-BRAZZAVILLE": "CG",
        "REPUBLIC OF IRELAND": "IE",
        "MAN, ISLE OF": "IM",
        "CRIMEA (OCCUPIED)": "UA",
        "CRIMEA REGION OF UKRAINE": "UA",
        "REGION: CRIMEA": "UA",
        "REGION: WEST BANK": "PS",
        "REGION: GAZA": "PS",
        "REGION: NORTHERN GAZA": "PS",
        "REGION: NORTH GAZA": "PS",
        "REGION: NORTHERN MALI": "ML",
        "REGION: IRAN": "IR",
        "REGION: RUSSIA": "RU",
        "REGION: CHINA": "CN",
        "DEMOCRATIC REPUBLIC OF THE CONGO": "CD",
        "CONGO, DEMOCRATIC REPUBLIC OF THE": "CD",
        "DEMOCRATIC PEOPLE'S REPUBLIC OF KOREA": "KP",
        "KOREA, NORTH": "KP",
        "NORTH KOREA": "KP",
        "KOREA, SOUTH": "KR",
        "SOUTH KOREA": "KR",
        "IRAN (ISLAMIC REPUBLIC OF)": "IR",
        "BAHAMAS, THE": "BS",
        "THE GAMBIA": "GM",
        "STATE OF PALESTINE": "PS",
        "PALESTINE": "PS",
        "PALESTINIAN TERRITORIES": "PS",
        "PALESTINIAN TERRITORY": "PS",
        "NETHERLANDS ANTILLES": "AN",
        "DEMOCRATIC REPUBLIC OF CONGO": "CD",
        "CHINA, HONG KONG SPECIAL ADMINISTRATIVE REGION": "HK",
        "GAMBIA, THE": "GM",
        "COTE D IVOIRE": "CI",
        "CONGO, REPUBLIC OF THE": "CG",
        "VIRGIN ISLANDS, BRITISH": "VG",
        "PALESTINIAN": "PS",
        "WEST BANK": "PS",
    }
)
_LANGUAGES = (
    "de", "fr", "es", "it", "pt", "nl", "zh_CN", "zh_TW", "ja", "ko", "ru", "uk", "pl", "cs", "sk", "hu", "ro",
    "sv", "da", "nb", "nn", "fi", "tr", "el", "ar", "he", "vi", "id", "th", "hr", "sl", "bg", "lt", "lv", "et",
)  # fmt: skip
"""Languages whose names of countries are read, those of business files first."""
_FOREIGN: Mapping[str, str] = MappingProxyType(
    {
        "VOLKSREPUBLIK CHINA": "CN", "VR CHINA": "CN",
        "RUSSISCHE FODERATION": "RU", "RUSSLAND": "RU",
        "TSCHECHISCHE REPUBLIK": "CZ", "TSCHECHIEN": "CZ", "GROSSBRITANNIEN": "GB",
        "ENGLAND": "GB", "BUNDESREPUBLIK DEUTSCHLAND": "DE", "BRD": "DE",
        "HOLLAND": "NL", "NIEDERLANDE": "NL", "VEREINIGTE ARABISCHE EMIRATE": "AE",
        "VAE": "AE", "SUDKOREA": "KR", "NORDKOREA": "KP", "REPUBLIK KOREA": "KR",
        "HONGKONG": "HK", "SUDAFRIKA": "ZA", "SAUDI ARABIEN": "SA", "USA": "US",
        "VEREINIGTE STAATEN VON AMERIKA": "US", "VEREINIGTES KONIGREICH": "GB",
        "MAZEDONIEN": "MK", "WEISSRUSSLAND": "BY", "ELFENBEINKUSTE": "CI",
        "BIRMA": "MM", "TURKEI": "TR", "ETATS UNIS": "US",
        "ETATS UNIS D AMERIQUE": "US", "ROYAUME UNI": "GB",
        "EMIRATS ARABES UNIS": "AE", "COREE DU SUD": "KR", "COREE DU NORD": "KP",
        "PAYS BAS": "NL", "REPUBLIQUE TCHEQUE": "CZ", "GRANDE BRETAGNE": "GB",
        "RUSSIE": "RU", "CHINE": "CN", "REPUBLIQUE POPULAIRE DE CHINE": "CN",
        "中国": "CN", "中國": "CN", "中华人民共和国": "CN", "香港": "HK", "台湾": "TW",
        "臺灣": "TW", "韩国": "KR", "韓國": "KR", "韓国": "KR", "大韩民国": "KR", "朝鲜": "KP",
        "北朝鮮": "KP", "北韓": "KP", "俄罗斯": "RU", "俄罗斯联邦": "RU", "美国": "US",
        "美國": "US", "英国": "GB", "日本": "JP", "대한민국": "KR", "한국": "KR", "북한": "KP",
        "РОССИЯ": "RU", "РФ": "RU", "EE UU": "US", "ESTADOS UNIDOS": "US",
        "INGLATERRA": "GB", "COREA DEL SUR": "KR", "COREA DEL NORTE": "KP",
        "PAISES BAJOS": "NL", "REGNO UNITO": "GB", "STATI UNITI": "US",
        "INGHILTERRA": "GB", "COREA DEL SUD": "KR", "OLANDA": "NL", "EL": "GR",
        "ロシア": "RU", "러시아": "RU", "俄羅斯": "RU", "RUSIA": "RU", "ROSJA": "RU", "イキリス": "GB",
        "アメリカ": "US", "EEUU": "US", "대만": "TW", "台灣": "TW", "阿聯酋": "AE", "터키": "TR", "玻利维亚": "BO",
    }
)  # fmt: skip
"""Names in general use, without their marks, that the tables of iso-codes do not have."""
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATED = 3
"""Letters of the first word by which a name that was cut is recognized."""


@cache
def _short_names() -> Mapping[str, str]:
    """The short English name of each country by its code, from the file of pycountry, which takes long to import."""
    spec = find_spec("pycountry")
    assert spec is not None and spec.origin is not None  # noqa: PT018  # it is a dependency
    content = Path(spec.origin).with_name("databases").joinpath("iso3166-1.json").read_bytes()
    rows = json.loads(content)["3166-1"]
    return {row["alpha_2"]: row.get("common_name", row["name"]) for row in rows}


@lru_cache(maxsize=4_096)
def iso2(text: str) -> str | None:
    """The ISO 3166 two-letter code that a country's code or English name means; None when it is not a country.

    >>> iso2("TURKIYE"), iso2("China"), iso2("REGION: KASHMIR"), iso2("U.A.E.")
    ('TR', 'CN', None, 'AE')
    """
    word = " ".join(text.split()).upper().replace("\u2019", "'")
    if any(letter.isdigit() for letter in word):
        return None  # ISO 3166 has numbers too, but here a number is a postal code
    if word in _short_names():
        return word
    found = _ALSO.get(word) or _ALSO.get(word.rstrip("."))
    if found is not None:
        return found
    import pycountry  # noqa: PLC0415  # takes as long as an answer

    try:
        return str(pycountry.countries.lookup(text.strip()).alpha_2)
    except LookupError:
        return None


_EITHER: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "KOREA": ("KR", "KP"),
        "CONGO": ("CD", "CG"),
        "VIRGIN ISLANDS": ("VG", "VI"),
        "SAINT MARTIN": ("MF", "SX"),
    }
)
"""Names that two countries share, which lists and files use of the first: a transaction must say which it means."""
_CODE = 2
"""Letters of a code, which is no name."""
_OF_A_PART = re.compile("REGION|CRIMEA|NORTHERN GAZA")
"""Names of a part of a country: read as the country, they would lose what the law says of the part."""


@lru_cache(maxsize=4_096)
def country_name(code: str) -> str:
    """The short English name of a country by its code; the code itself where it is not known.

    >>> country_name("CN"), country_name("TW"), country_name("XX")
    ('China', 'Taiwan', 'XX')
    """
    return _short_names().get(code.upper(), code)


@lru_cache(maxsize=4_096)
def english_country(text: str) -> tuple[str, ...]:
    """The codes that a country's English name may mean: none, one, or two where two countries share it.

    >>> english_country("Côte d'Ivoire"), english_country("Korea"), english_country("Crimea region of Ukraine")
    (('CI',), ('KR', 'KP'), ())
    """
    straight = unicodedata.normalize("NFKD", text.replace("\u2019", "'"))
    bare = "".join(letter for letter in straight if not unicodedata.combining(letter))
    word = " ".join(bare.upper().split()).removeprefix("THE ")
    if word in _EITHER:
        return _EITHER[word]
    found = None if len(word) == _CODE or _OF_A_PART.search(word) else iso2(text) or iso2(bare)
    return () if found is None else (found,)


@lru_cache(maxsize=4_096)
def country_of(text: str) -> str | None:
    """As :func:`iso2`, and names in other languages, names with their code, and names that a program cut.

    >>> country_of("Großbritannien"), country_of("Ver.Arab.Emirate"), country_of("韩国"), country_of("Germany (DE)")
    ('GB', 'AE', 'KR', 'DE')
    """
    found = iso2(text)
    if found is not None:
        return found
    for plain in _spellings(text):
        named = _FOREIGN.get(plain) or _names().get(plain)
        if named is not None:
            return named
    coded = re.fullmatch(r"(?:([A-Z]{2,3}) ?[-:/] ?(.+)|(.+?) ?[-:/(\[] ?([A-Z]{2,3})[)\]]?)", text.strip())
    if coded is not None:
        code, name = (coded[1], coded[2]) if coded[1] else (coded[4], coded[3])
        by_code, by_name = iso2(code), country_of(name)
        return by_code if by_code == by_name else None
    return _cut(text)


def _cut(text: str) -> str | None:
    """The country whose name in German, French or English begins, word by word, as a text with full stops does."""
    if "." not in text:
        return None
    names = [(name.split(), code) for name, code in (*_FOREIGN.items(), *_names().items())]
    for words in map(str.split, _spellings(text)):
        if words and len(words[0]) >= _ABBREVIATED:
            found = {
                code
                for name, code in names
                if len(name) == len(words) and all(map(str.startswith, name, words))
            }
            if len(found) == 1:
                return found.pop()
    return None


def _spellings(text: str) -> tuple[str, str]:
    """A name without its marks, and the same where ae, oe and ue stand for letters with marks."""
    plain = _plain(text)
    return plain, re.sub("([AOU])E", r"\1", plain)


@cache
def _names() -> Mapping[str, str]:
    """Codes by the names of countries in all languages read, without marks; a name of two countries is left out."""
    found: dict[str, set[str]] = {}
    for name, code in _all_names():
        found.setdefault(_plain(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _all_names() -> Iterator[tuple[str, str]]:
    import gettext  # noqa: PLC0415  # for names in other languages alone

    import pycountry  # noqa: PLC0415  # as above

    tables = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, [language], fallback=True)
        for language in _LANGUAGES
    ]
    for country in pycountry.countries:
        for key in ("name", "official_name", "common_name"):
            name = getattr(country, key, None) if key in dir(country) else None
            if name:
                yield name, country.alpha_2
                yield from ((table.gettext(name), country.alpha_2) for table in tables)


def _plain(text: str) -> str:
    """Words in capitals, without marks: ``"Südkorea"`` and ``"SUDKOREA"`` are one."""
    whole = unicodedata.normalize("NFKD", text.strip().replace("ß", "ss").upper())
    bare = "".join(letter for letter in whole if not unicodedata.combining(letter))
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", bare)))
