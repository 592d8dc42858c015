"""22 CFR 120.2-120.12, 120.41, 121.1: whether the ITAR govern an item, a service or an act.

An item whose paragraph of the U.S. Munitions List is stated is State's, whatever ECCN is stated beside it. An item of
which an ECCN (or EAR99) is stated and no paragraph is not: the order of review puts the U.S. Munitions List first, so
that a stated ECCN says that the item was held against it, unless the Commerce Control List refers its items to the
ITAR. Neither stated leaves the question open.
"""

from __future__ import annotations

from licet.regimes.hints import asked_where, item_names
from licet.regimes.us_itar.facts import specs, words
from licet.regimes.us_itar.periods import ANY_DAY, since
from licet.rules.condition import Condition, Field
from licet.rules.rule import Chapter, Question
from licet.rules.terms import Facts

__all__ = [
    "ARTICLE", "JURISDICTION", "SUBJECT", "article_moves", "brokering", "classified", "defense_service", "is_data",
    "subject_acts",
]  # fmt: skip

JURISDICTION = Chapter("22 CFR Parts 120 and 121, jurisdiction")

SUBJECT, ARTICLE = "us.itar.120.31", "us.itar.120.31.article"
_LISTED = "us.itar.121.1"
_END_USE_IF_STATED = Field("end_use", "the end use", claim=True)
_SUPPRESSORS = ("i(e)", "i(h)(3)", "i(h)", "i")
"""The paragraphs from which 91 FR 46279 takes some suppressors and their parts."""


def listed() -> Condition:
    """That the U.S. Munitions List describes the item by the paragraph that is stated."""
    return words["usml_paragraph"].in_table("usml", "listed")


def is_data(f: Facts) -> Condition:
    """Technical data and software (120.33): what moves without a carrier."""
    return f.item.kind.in_("technology", "software")


def defense_service(f: Facts) -> Condition:
    """Whether a defense service is furnished; open for a service to armed forces or intelligence, and for public
    information on which somebody trains or assists, until it is said.
    """
    for_forces = f.item.kind.is_("service") & _END_USE_IF_STATED.in_("military", "military_intelligence")
    taught = words["public_domain"].is_(True) & item_names("military_training")
    return asked_where(specs["defense_service"], for_forces | taught)


def brokering(f: Facts) -> Condition:
    """Whether the act is brokering; open for the payment of a commission, until it is said."""
    return asked_where(specs["brokering"], f.action.is_("payment") & item_names("commission") & _munition(f))


def classified() -> Condition:
    """Whether the article or the data is classified; open where its description says so."""
    return asked_where(specs["classified"], item_names("classified"))


def _munition(f: Facts) -> Condition:
    """What a text or a stated paragraph says of a defense article."""
    return item_names("munition") | words["usml_paragraph"].is_stated() | f.item.kind.is_("service")


def article_moves(f: Facts) -> Condition:
    """An export, reexport, retransfer or temporary import of a defense article or technical data (120.50-120.53)."""
    temporary = f.action.is_("import") & words["temporary_import"].is_(True)
    acts = ("export", "reexport", "transfer_in_country", "deemed_export", "deemed_reexport")
    return f.defined(ARTICLE) & (f.action.in_(*acts) | temporary)


def subject_acts(f: Facts) -> Condition:
    """Every act for which the ITAR ask for an approval."""
    return article_moves(f) | defense_service(f) | brokering(f)


def _paragraph_if_known(f: Facts) -> Field:
    """The paragraph as a fact: unknown, not absent, where nobody stated it."""
    return f.fact("usml_paragraph", "the paragraph of the U.S. Munitions List")


@JURISDICTION.rule(
    _LISTED,
    Question.DEFINITION,
    cites=["22 CFR 121.1", "22 CFR 120.11(a)"],
    periods=[since("1993-07-22", "1993-07-22", "58 FR 39287", last="2026-11-19")],
)
def on_munitions_list(f: Facts) -> Condition:
    """The U.S. Munitions List describes the item."""
    return listed()


@on_munitions_list.amended([since("2026-11-20", "2026-07-23", "91 FR 46279")])
def on_munitions_list_since_suppressors(f: Facts) -> Condition:
    """The U.S. Munitions List describes the item; which suppressors and parts of them are still on it since
    November 20, 2026 the rulebook does not hold.
    """
    suppressor = words["usml_paragraph"].in_(*_SUPPRESSORS)
    which = f.unmodeled(
        "121.1 suppressors", "which suppressors of Category I(e) stay on the list (91 FR 46279)"
    )
    return listed() & (~suppressor | which)


@JURISDICTION.rule(
    ARTICLE,
    Question.DEFINITION,
    cites=["22 CFR 120.31", "22 CFR 120.11", "22 CFR 120.33"],
    periods=ANY_DAY,
)
def defense_article(f: Facts) -> Condition:
    """The item is a defense article or technical data: the U.S. Munitions List describes it, it contains such an
    article, its jurisdiction is in doubt, or nobody said what it is. EAR99 is no answer for what the description
    calls a weapon.
    """
    under_ear = f.item.flag("classified_under_ear", "that an ECCN or EAR99 is stated")
    stated = words["usml_paragraph"].is_stated()
    by_paragraph = stated & f.defined(_LISTED)
    doubt = words["commodity_jurisdiction_pending"].is_(True)
    inside = words["contains_defense_article"].is_(True)
    weapon = item_names("munition") & f.item.eccn.is_("EAR99")
    unclassified = ~stated & (~under_ear | weapon) & _paragraph_if_known(f).in_table("usml", "listed")
    return by_paragraph | doubt | inside | unclassified


@JURISDICTION.rule(
    SUBJECT,
    Question.SUBJECT,
    cites=["22 CFR 120.31", "22 CFR 120.11", "22 CFR 120.32", "22 CFR 129.2"],
    periods=ANY_DAY,
)
def subject_to_the_itar(f: Facts) -> Condition:
    """The ITAR govern articles, data and services that the U.S. Munitions List describes, items that contain such an
    article, items whose jurisdiction is in doubt, brokering in them, and their makers. An item for which an ECCN is
    stated and no paragraph of the U.S. Munitions List is taken not to be described there.
    """
    acts = defense_service(f) | brokering(f)
    makes = words["manufactures_defense_articles"].is_(True)
    return f.defined(ARTICLE) | acts | makes


@JURISDICTION.exemption(
    "us.itar.120.41.b",
    defeats=[SUBJECT],
    cites=["22 CFR 120.41(b)", "22 CFR 120.3(c)(2)"],
    periods=[since("2013-10-15", "2013-04-16", "78 FR 22740")],
    claim=words["specially_designed_release"].is_stated(),
)
def released_part(f: Facts) -> Condition:
    """A part that 120.41(b) releases is not specially designed, such as a fastener or a part that is the same as one
    in production for an article that the list does not name. The release counts for catch-all paragraphs alone, and
    not while the jurisdiction is in doubt.
    """
    caught = words["usml_paragraph_enumerates_item"].is_(False)
    return caught & ~words["commodity_jurisdiction_pending"].is_(True)


@JURISDICTION.exemption(
    "us.itar.120.34",
    defeats=[SUBJECT],
    cites=["22 CFR 120.34(a)", "22 CFR 120.33(b)"],
    periods=ANY_DAY,
    claim=words["public_domain"].is_(True),
)
def in_public_domain(f: Facts) -> Condition:
    """Information in the public domain is no technical data. Assistance with a defense article is a defense service
    all the same, though it rests on public information.
    """
    return f.item.kind.in_("technology", "software") & ~defense_service(f)


@JURISDICTION.exemption(
    "us.itar.120.34.a.8",
    defeats=[SUBJECT],
    cites=["22 CFR 120.34(a)(8)"],
    periods=ANY_DAY,
    claim=words["university_fundamental_research"].is_(True),
)
def fundamental_research(f: Facts) -> Condition:
    """Results of fundamental research at accredited US institutions that are ordinarily published are in the public
    domain, unless restrictions were accepted.
    """
    free = words["research_restrictions_accepted"].is_(False)
    return f.item.kind.in_("technology", "software") & free & ~defense_service(f)


@JURISDICTION.exemption(
    "us.itar.120.50.other_act",
    defeats=[SUBJECT],
    cites=["22 CFR 120.50", "22 CFR 120.51", "22 CFR 120.52", "22 CFR 120.53"],
    periods=ANY_DAY,
    activity=True,
)
def other_act(f: Facts) -> Condition:
    """A payment is no export, reexport, retransfer or temporary import."""
    return f.action.is_("payment") & ~defense_service(f) & ~brokering(f)


@JURISDICTION.exemption(
    "us.itar.120.54.a.4",
    defeats=[SUBJECT],
    cites=["22 CFR 120.54(a)(4)"],
    periods=[since("2020-03-25", "2019-12-26", "84 FR 70887")],
    activity=True,
)
def inside_the_united_states(f: Facts) -> Condition:
    """To move a defense article inside the United States is no export; a release of data to a foreign person there
    is one.
    """
    return f.action.is_("transfer_in_country") & f.destination.is_("US") & ~brokering(f)


@JURISDICTION.exemption(
    "us.itar.120.54.a.2",
    defeats=[SUBJECT],
    cites=["22 CFR 120.54(a)(2)", "22 CFR 120.62"],
    periods=[since("2020-03-25", "2019-12-26", "84 FR 70887")],
    claim=words["recipient_us_person"].is_(True),
    activity=True,
)
def to_us_person_at_home(f: Facts) -> Condition:
    """Technical data that passes between US persons in the United States is no export."""
    return f.action.is_("deemed_export") & is_data(f)


@JURISDICTION.exemption(
    "us.itar.120.54.a.5",
    defeats=[SUBJECT],
    cites=["22 CFR 120.54(a)(5)", "22 CFR 120.54(b)"],
    periods=[since("2020-03-25", "2019-12-26", "84 FR 70887")],
    claim=words["end_to_end_encrypted"].is_(True),
    activity=True,
)
def encrypted_data(f: Facts) -> Condition:
    """To send or store unclassified technical data that is encrypted from end to end is no export, unless it is
    stored in or sent to or from a country of 126.1 or Russia.
    """
    barred = f.destination.in_table("itar_126_1", "denial") | f.destination.in_table("itar_126_1", "partial")
    sent = f.action.in_("export", "reexport", "transfer_in_country")
    return sent & is_data(f) & ~classified() & ~barred & ~f.destination.is_("RU")


@JURISDICTION.notice(
    "us.itar.notice.120.11",
    "jurisdiction_in_doubt",
    cites=["22 CFR 120.11", "22 CFR 120.12"],
    periods=ANY_DAY,
)
def doubt_about_jurisdiction(f: Facts) -> Condition:
    """State and not Commerce governs the item while its jurisdiction is in doubt: hold it, or treat it as a defense
    article, until State decides the commodity jurisdiction request.
    """
    return words["commodity_jurisdiction_pending"].is_(True)
