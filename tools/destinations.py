"""Destinations of the EAR: the names the regulations print, the ISO code of each, and who inherits from whom.

The EAR writes names, three ways and with misprints ("Seycheles", "Cote d'lvoire" with a small L). Every name
must be found here or in ISO 3166 as pycountry has it; a name that is not is an error, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass

import pycountry

__all__ = ["TERRITORIES", "UNLISTED", "Territory", "iso_code"]

# As printed in Supp. 1 to part 738 and Supps. 1 and 3 to part 740, where ISO 3166 has another name.
_PRINTED = {
    "Bahamas, The": "BS",
    "Bosnia & Herzegovina": "BA",
    "Brunei": "BN",
    "Burma": "MM",
    "Cape Verde": "CV",
    "China (PRC)": "CN",
    "Congo (Democratic Republic of the)": "CD",
    "Congo (Democratic Republic of)": "CD",
    "Congo (Republic of the)": "CG",
    "Cote d'Ivoire": "CI",
    "Cote d'lvoire": "CI",
    "Gambia, The": "GM",
    "Korea, North": "KP",
    "Korea, South": "KR",
    "Kosovo": "XK",  # a user-assigned code: ISO 3166 has none
    "Macau": "MO",
    "Micronesia (Federated State of)": "FM",
    "Republic of Korea": "KR",
    "Russia": "RU",
    "Saint Kitts & Nevis": "KN",
    "Sao Tome & Principe": "ST",
    "Seycheles": "SC",
    "Sint Maarten (the Dutch two-fifths of the island of Saint Martin)": "SX",
    "South Sudan, Republic of": "SS",
    "St. Kitts and Nevis": "KN",
    "St. Lucia": "LC",
    "St. Vincent and the Grenadines": "VC",
    "The Bahamas": "BS",
    "Trinidad & Tobago": "TT",
    "Turkey": "TR",
    "Vatican City": "VA",
}


def iso_code(name: str) -> str:
    """The two-letter code of a destination as the EAR prints it; ValueError names one that is unknown.

    >>> iso_code("Korea, South"), iso_code("Cote d'lvoire"), iso_code("Germany")
    ('KR', 'CI', 'DE')
    """
    if name in _PRINTED:
        return _PRINTED[name]
    countries = pycountry.countries
    found = countries.get(name=name) or countries.get(common_name=name) or countries.get(official_name=name)
    if found is None:
        raise ValueError(f"no country code known for the destination {name!r}")
    code: str = found.alpha_2
    return code


@dataclass(frozen=True)
class Territory:
    """A destination that is no row of the chart and is treated as another one that is.

    ``basis``: "named" where the EAR names it, "principle" where it falls under the general words of
    15 CFR 738.3(b) on territories, possessions, dependencies and departments.
    """

    code: str
    name: str
    of: str
    basis: str
    effective_from: str
    published_on: str
    cite: str
    source: str


_CHART = ("2025-09-30", "2025-09-30")
_WORDS = "15 CFR 738.3(b)"
_NAMED = (
    Territory(
        "HK", "Hong Kong", "CN", "named", "2020-12-23", "2020-12-23", "85 FR 83788",
        "Hong Kong's own row was removed; it is governed by China's. Publication day: the entries that cite "
        "85 FR 83769 of 12/23/20; the effective day as recorded with the chart of 2026-07-23",
    ),
    Territory(
        "LI", "Liechtenstein", "CH", "named", *_CHART, _WORDS,
        "738.3(b) and footnote 5 of the chart; its own row has the same marks as Switzerland's",
    ),
    Territory("KY", "Cayman Islands", "GB", "named", *_CHART, _WORDS, "the example that 738.3(b) gives"),
)  # fmt: skip
_US = "a territory of the United States: part of it by the definition of the term"

UNLISTED = {"AQ": "Antarctica", "CK": "Cook Islands", "NU": "Niue", "PS": "Palestine (West Bank and Gaza)"}
"""Destinations without a row whose status is another or in doubt (the Cook Islands and Niue are self-governing in
free association): the rulebook knows them and says that it does not hold their law."""

# Dependencies by constitutional status, under the general words of 738.3(b).
_OF = {
    "GB": "AI BM FK GG GI GS IM IO JE MS PN SH TC VG",
    "FR": "BL GF GP MF MQ NC PF PM RE TF WF YT",
    "NL": "BQ",
    "DK": "FO GL",
    "NO": "BV SJ",
    "AU": "CC CX HM NF",
    "NZ": "TK",
    "FI": "AX",
    "US": "AS GU MP PR UM VI",
}


def _iso_name(code: str) -> str:
    found = pycountry.countries.get(alpha_2=code)
    if found is None:
        raise ValueError(f"no country has the code {code!r}")
    name: str = found.name
    return name


def _by_principle() -> tuple[Territory, ...]:
    found = []
    for sovereign, codes in _OF.items():
        of = _iso_name(sovereign)
        cite, why = (
            ("15 CFR 772.1", _US) if sovereign == "US" else (_WORDS, f"a territory or dependency of {of}")
        )
        found += [
            Territory(c, _iso_name(c), sovereign, "principle", *_CHART, cite, why) for c in codes.split()
        ]
    return tuple(found)


TERRITORIES: tuple[Territory, ...] = tuple(sorted((*_NAMED, *_by_principle()), key=lambda t: t.code))
