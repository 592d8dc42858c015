"""19 USC 1307 and the UFLPA: goods that may not enter, by what was made where and by whom.

A list hit is not one verb. The UFLPA presumes that goods of Xinjiang or of a listed entity were made with forced
labor; an order of Customs detains what it names, of the makers that it names, from its day; section 1260H and
section 889 bind what the Government buys and no import. Ownership is not added up: an owner on a list opens a
question.
"""

from __future__ import annotations

from licet.regimes.hints import asked_where, item_names, party_names
from licet.regimes.us_import.facts import specs, words
from licet.rules.citation import usc
from licet.rules.condition import Condition, Field, InTable, any_of
from licet.rules.rule import Chapter, Obligation, Occasion, Period, Question, period
from licet.rules.terms import Facts, Listed, PartyTerm

__all__ = ["IMPORTS"]

IMPORTS = Chapter("19 USC 1307, imports")

_SUBJECT = "us.import.1307"
_UFLPA, _XINJIANG, _TRACE = "us.import.uflpa.entity", "us.import.uflpa.xinjiang", "us.import.uflpa.trace"
_OWNED, _ORDER, _COTTON = "us.import.owned", "us.import.order", "us.import.order.cotton"
_TOBACCO, _GOLD, _LABOR = "us.import.order.tobacco", "us.import.order.gold", "us.import.forced_labor"
_KOREA = "us.import.north_korea"

_STATUTE = "19 USC 1307, from general knowledge; no text was at hand"
_LIST = "UFLPA Entity List of July 9, 2026, with the first day of every entry"
_ORDERS = "orders and findings of Customs in force on June 23, 2026"
_MAKERS = ("manufacturer", "input_supplier")
_PENDING = ("wro-kingtom-aluminio-s-r-l",)
"""Findings that are not enforced while a court has them; since when was not read."""

_CHAPTER = Field("item.hs_chapter", "the tariff chapter")
_HEADING = Field("item.hs_heading", "the tariff heading")
_PARTY_COUNTRY = Field("party.country", "the party's country")

_CHINA = ("CN", "HK", "MO")
_GOLD_COUNTRIES = ("AE", "BI", "CD", "CG", "KE", "RW", "SS", "TZ", "UG", "ZM")
"""The Congo, its neighbors and the markets through which its gold is known to go."""
_PRIORITY_CHAPTERS = ("52", "61", "62", "63", "76", "03")
_PRIORITY_HEADINGS = ("0702", "2002", "2804", "3904", "3918", "8541", "8507", "2815", "7408", "7403")
"""Cotton and apparel, tomatoes, silica and photovoltaics, aluminum, PVC, seafood, batteries, copper and caustic soda:
the priority sectors of the enforcement strategy, by our reading of the tariff."""
_COTTON_CHAPTERS, _TOMATO_HEADINGS = ("52", "60", "61", "62", "63"), ("0702", "2002", "2103")


def _since(day: str, source: str, cite: str = "19 USC 1307", last: str | None = None) -> Period:
    return period(day, published=day, cite=cite, source=source, last=last)


_ALWAYS = _since("1930-06-17", _STATUTE)
_UFLPA_DAYS = _since("2022-06-21", _LIST)


def _made_it(p: PartyTerm) -> Condition:
    """A party that made the goods or an input, by its role, or as is said of the listed one."""
    return p.role.in_(*_MAKERS) | words["listed_party_made_goods"].is_(True)


def _names_goods(entry: Listed) -> Condition:
    """That an order names goods of the tariff code, at the place of the party."""
    code = words["hts_code"]
    keys: tuple[str | Field, ...] = ("*", _CHAPTER, _HEADING, code)
    goods = any_of(*(InTable("import_goods", (entry.entry, key)) for key in keys))
    places: tuple[str | Field, ...] = ("*", _PARTY_COUNTRY)
    return goods & any_of(*(InTable("import_places", (entry.entry, key)) for key in places))


def _priority_goods() -> Condition:
    """Goods of the priority sectors by the tariff code; what is described as such without one is open."""
    stated = words["hts_code"].is_stated() | item_names("priority_goods")
    return stated & (_CHAPTER.in_(*_PRIORITY_CHAPTERS) | _HEADING.in_(*_PRIORITY_HEADINGS))


def _chinese(f: Facts) -> Condition:
    """Made in China, or by a maker of goods or inputs there; open where neither origin nor maker is named."""
    maker = f.some_party(lambda p: p.role.in_(*_MAKERS) & p.country.in_(*_CHINA))
    unnamed = ~f.some_party(lambda p: p.role.is_("manufacturer")) & ~f.item.us_origin.is_(True)
    return asked_where(specs["country_of_origin"], unnamed, *_CHINA) | maker


def _xinjiang(f: Facts) -> Condition:
    """Inputs of Xinjiang; open where the description, or the name or address of a party, names a place there."""
    named = item_names("xinjiang") | f.some_party(lambda p: party_names(p, "xinjiang"))
    return asked_where(specs["xinjiang_inputs"], named)


def _of_material(name: str, topic: str, *countries: str) -> Condition:
    """Material of a country, in goods that the description or the tariff code says to hold it; US goods hold none."""
    doubt = item_names(topic) & ~words["country_of_origin"].is_("US")
    return asked_where(specs[name], doubt, *countries)


@IMPORTS.rule(_SUBJECT, Question.SUBJECT, cites=["19 USC 1307"], periods=[_ALWAYS])
def goods_imported(f: Facts) -> Condition:
    """Goods that are brought into the United States."""
    return f.action.is_("import") & ~f.item.kind.in_("technology", "service")


@IMPORTS.prohibition(_UFLPA, cites=["19 USC 1307", "Pub. L. 117-78 Sec. 3(a)"], periods=[_UFLPA_DAYS])
def of_listed_entity(f: Facts) -> Condition:
    """Goods that an entity on the UFLPA Entity List mined, produced or made, wholly or in part, are presumed to be of
    forced labor and may not enter, from the first day of the entry and whatever the country of origin. Inputs count
    at every tier, without a minimum.
    """
    return f.some_party(lambda p: _made_it(p) & p.listed("UFLPA"))


@IMPORTS.prohibition(_XINJIANG, cites=["19 USC 1307", "Pub. L. 117-78 Sec. 3(a)"], periods=[_UFLPA_DAYS])
def of_xinjiang(f: Facts) -> Condition:
    """Goods mined, produced or made wholly or in part in Xinjiang are presumed to be of forced labor and may not
    enter.
    """
    return _xinjiang(f)


@IMPORTS.prohibition(
    "us.import.order.xinjiang",
    cites=["19 USC 1307"],
    periods=[_since("2021-01-13", _ORDERS, last="2022-06-20")],
)
def xinjiang_cotton_and_tomatoes(f: Facts) -> Condition:
    """Cotton and tomatoes of Xinjiang and goods made from them are detained; since June 21, 2022 the Act stands in
    the place of the order.
    """
    goods = _CHAPTER.in_(*_COTTON_CHAPTERS) | _HEADING.in_(*_TOMATO_HEADINGS)
    return _xinjiang(f) & goods


@IMPORTS.requirement(
    _TRACE,
    cites=["19 USC 1307", "Pub. L. 117-78 Sec. 3(b)"],
    periods=[_UFLPA_DAYS],
    policy="as Customs reviews the tracing documents",
)
def chinese_goods_of_priority_sector(f: Facts) -> Condition:
    """Goods of a priority sector that come from China, or from makers there, are detained where documents do not
    trace their inputs outside Xinjiang.
    """
    return _priority_goods() & _chinese(f) & ~words["inputs_traced"].is_(True) & ~_cleared()


def _cleared() -> Condition:
    """That documents show that no input comes from Xinjiang, as stated."""
    return words["xinjiang_inputs"].is_(False)


@IMPORTS.prohibition(
    _OWNED, cites=["19 USC 1307", "Pub. L. 117-78 Sec. 2(d)(2)(B)"], periods=[_since("1991-11-06", _ORDERS)]
)
def of_subsidiary(f: Facts) -> Condition:
    """A maker that a listed entity owns is not listed itself: no share adds up to a listing. Whether the entry or the
    order means its subsidiaries, and whether inputs come from the owner, must be cleared.
    """
    owned = f.some_party(
        lambda p: p.role.in_(*_MAKERS) & p.some_owner(lambda owner: owner.listed("UFLPA", "WRO"))
    )
    return owned & words["listed_owner_reaches_maker"].is_(True)


@IMPORTS.authority(
    "us.import.uflpa.exception",
    "exception to the presumption (UFLPA sec. 3(b))",
    defeats=[_UFLPA, _XINJIANG, _TRACE, _OWNED],
    cites=["Pub. L. 117-78 Sec. 3(b)"],
    periods=[_UFLPA_DAYS],
    claim=words["uflpa_exception_granted"].is_(True),
)
def exception_granted(f: Facts) -> Condition:
    """Customs found that the importer followed the guidance, answered every inquiry and showed by clear and
    convincing evidence that no forced labor was used. To show that goods are outside the Act is another way, without
    that standard.
    """
    return words["uflpa_exception_granted"].is_(True)


@IMPORTS.prohibition(_ORDER, cites=["19 USC 1307", "19 CFR 12.42"], periods=[_since("1953-12-28", _ORDERS)])
def named_in_order(f: Facts) -> Condition:
    """Customs detains the goods that a withhold-release order names, and excludes those that a finding names, where
    they are of the maker and place that it names, from the day of the order.
    """

    def stands(entry: Listed) -> Condition:
        pending = f.unmodeled("orders pending", "whether the finding is enforced while a court has it")
        sure = ~entry.entry.in_(*_PENDING)
        return entry.on("WRO") & _names_goods(entry) & (sure | pending)

    return f.some_party(lambda p: _made_it(p) & p.listing(stands))


@IMPORTS.prohibition(_COTTON, cites=["19 USC 1307"], periods=[_since("2018-05-18", _ORDERS)])
def turkmen_cotton(f: Facts) -> Condition:
    """All cotton of Turkmenistan, and goods made in whole or in part with it wherever they were made, are
    detained.
    """
    return _of_material("cotton_origin", "cotton", "TM")


@IMPORTS.prohibition(_TOBACCO, cites=["19 USC 1307"], periods=[_since("2019-11-01", _ORDERS)])
def malawi_tobacco(f: Facts) -> Condition:
    """Tobacco of Malawi and goods that contain it are detained, but for the producers that Customs took out."""
    return _of_material("tobacco_origin", "tobacco", "MW") & ~words["tobacco_producer_removed"].is_(True)


@IMPORTS.prohibition(_GOLD, cites=["19 USC 1307"], periods=[_since("2019-09-30", _ORDERS)])
def congolese_gold(f: Facts) -> Condition:
    """Gold of artisanal small mines in the Democratic Republic of the Congo is detained."""
    stated = words["country_of_origin"].is_stated()
    nearby = ~stated | words["country_of_origin"].in_(*_GOLD_COUNTRIES)
    return asked_where(specs["artisanal_gold_of_congo"], item_names("gold") & nearby)


@IMPORTS.prohibition(_LABOR, cites=["19 USC 1307"], periods=[_ALWAYS], verified=False)
def forced_labor(f: Facts) -> Condition:
    """Goods made wholly or in part by convict, forced or indentured labor may not enter, listed or not."""
    return words["forced_labor_known"].is_(True)


@IMPORTS.prohibition(
    _KOREA,
    cites=["22 USC 9241a", "19 USC 1307"],
    periods=[_since("2017-08-02", _STATUTE, "22 USC 9241a")],
    verified=False,
)
def north_korean_labor(f: Facts) -> Condition:
    """Goods that North Korean nationals made anywhere are presumed to be of forced labor and may not enter."""
    there = words["country_of_origin"].is_("KP") | f.some_party(
        lambda p: p.role.in_(*_MAKERS) & (p.country.is_("KP") | party_names(p, "north_korea"))
    )
    return asked_where(specs["north_korean_labor"], there)


@IMPORTS.authority(
    "us.import.order.released",
    "release by Customs (19 CFR 12.43)",
    defeats=[_ORDER, _COTTON, _TOBACCO, _GOLD, _OWNED, _KOREA],
    cites=["19 CFR 12.43"],
    periods=[_ALWAYS],
    claim=words["order_admissibility_proven"].is_(True),
)
def proven_admissible(f: Facts) -> Condition:
    """Customs released the goods: within three months the importer proved that they were not made with forced
    labor.
    """
    return words["order_admissibility_proven"].is_(True)


@IMPORTS.prohibition(
    "us.import.fcc.authorization",
    cites=["47 CFR 2.903", "47 CFR 2.1204"],
    periods=[_since("2023-02-06", "47 CFR 2.903 and 2.1204, from general knowledge", "88 FR 7592")],
    verified=False,
)
def telecommunications_without_authorization(f: Facts) -> Condition:
    """Telecommunications and video surveillance equipment without an FCC equipment authorization may not be imported
    for sale, and equipment of the makers on the Covered List gets none since February 6, 2023.
    """
    equipment = _equipment(f, "video_or_telecom", "telecommunications_or_video")
    return equipment & words["fcc_authorized"].is_(False)


@IMPORTS.prohibition(
    "us.import.fcc.class",
    cites=["47 CFR 2.903", "47 USC 1601"],
    periods=[
        _since(
            "2025-12-22",
            "FCC Covered List of July 2026: foreign-made uncrewed aircraft",
            "47 USC 1601",
            last="2026-03-22",
        )
    ],
)
def covered_class(f: Facts) -> Condition:
    """Uncrewed aircraft and their critical components made abroad get no equipment authorization since December 22,
    2025, and without one may not be imported or marketed. Models authorized before stay so.
    """
    return _uncrewed(f) & _foreign(f) & words["fcc_authorized"].is_(False)


@covered_class.amended(
    [_since("2026-03-23", "FCC Covered List of July 2026: routers as well", "47 USC 1601")]
)
def covered_classes(f: Facts) -> Condition:
    """Uncrewed aircraft, their critical components and (since March 23, 2026) routers made abroad get no equipment
    authorization, and without one may not be imported or marketed. Models authorized before stay so.
    """
    return (
        (_uncrewed(f) | _equipment(f, "router", "router")) & _foreign(f) & words["fcc_authorized"].is_(False)
    )


def _equipment(f: Facts, topic: str, kind: str) -> Condition:
    """Equipment of a class of the Covered List; open where the description or tariff code names such equipment."""
    doubt = item_names(topic) & ~f.item.us_origin.is_(True)
    return asked_where(specs["communications_equipment"], doubt, kind)


def _uncrewed(f: Facts) -> Condition:
    stated = words["communications_equipment"].is_stated()
    by_code = words["hts_code"].is_stated() & _HEADING.in_("8806")
    return _equipment(f, "uncrewed_aircraft", "uas") | (~stated & by_code)


def _foreign(f: Facts) -> Condition:
    """Made abroad, as far as the country of origin, or the origin of the item, does not say otherwise."""
    return ~words["country_of_origin"].is_("US") & ~f.item.us_origin.is_(True)


@IMPORTS.duty(
    "us.import.trace",
    cites=["19 USC 1307", "Pub. L. 117-78 Sec. 3(b)"],
    periods=[_UFLPA_DAYS],
    obligations=[
        Obligation(
            "trace_inputs",
            "Collect the documents that trace the goods and every input, from raw material to entry, and show that"
            " none"
            " comes from Xinjiang or from a listed entity; Customs may ask for them within 30 days of a detention.",
            usc("19 USC 1307"),
            before=True,
            met=words["inputs_traced"].is_(True),
        )
    ],
    occasion=Occasion.MOVING,
)
def tracing_documents(f: Facts) -> Condition:
    """Goods of a priority sector, and goods of Chinese makers, are traced before they are shipped."""
    return f.action.is_("import") & (_priority_goods() | _chinese(f)) & ~_cleared()


@IMPORTS.duty(
    "us.import.makers",
    cites=["19 USC 1307"],
    periods=[_ALWAYS],
    obligations=[
        Obligation(
            "name_makers",
            "Name the manufacturer of the goods (role `manufacturer`) and the makers of their inputs (role"
            " `input_supplier`): the orders and the UFLPA Entity List go by who made what.",
            usc("19 USC 1307"),
            before=True,
        )
    ],
    occasion=Occasion.MOVING,
)
def makers_named(f: Facts) -> Condition:
    """An import of which no manufacturer is named cannot be held against lists of makers."""
    return f.action.is_("import") & ~f.some_party(lambda p: p.role.is_("manufacturer"))


@IMPORTS.notice(
    "us.import.notice.1260h",
    "military_company_no_import_ban",
    cites=["10 USC 113"],
    periods=[
        _since("2021-01-01", "section 1260H of Public Law 116-283, from general knowledge", "10 USC 113")
    ],
)
def military_company(f: Facts) -> Condition:
    """A party is on the section 1260H list of Chinese military companies. That bars the Department of Defense from
    contracts with it and for its goods; it forbids no import and no purchase by a private party. It is a red flag for
    military end use, and a reputation risk.
    """
    return f.some_party(lambda p: p.listed("1260H"))


@IMPORTS.notice(
    "us.import.notice.889",
    "section_889_procurement",
    cites=["41 USC 3901"],
    periods=[
        _since("2019-08-13", "section 889 of Public Law 115-232, from general knowledge", "41 USC 3901")
    ],
)
def section_889(f: Facts) -> Condition:
    """Section 889 bars the Government from buying telecommunications and video equipment of Huawei, ZTE, Hytera,
    Hikvision and Dahua, and from contracting with those who use it. It forbids no import.
    """
    equipment = words["communications_equipment"].is_("telecommunications_or_video")
    return equipment & words["for_government_procurement"].is_(True)


@IMPORTS.notice("us.import.notice.scope", "import_scope", cites=["19 USC 1307"], periods=[_ALWAYS])
def scope(f: Facts) -> Condition:
    """This answer is about forced labor and the FCC's Covered List alone. Licet does not hold duties, antidumping
    orders, quotas, food, safety and labeling rules; Treasury's sanctions are a regime of their own.
    """
    return f.action.is_("import")
