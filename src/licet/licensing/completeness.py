"""Is an application complete? What is missing, block by block, and why it is asked for.

The text of Supplements 1 and 2 to part 748 was not at hand in full: the blocks follow the form and the sections
of part 748 that name them, and the topics of Supplement 2 follow the list in 748.8. What cannot be decided from
the application is listed by :func:`unexamined`, never taken as done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain

from licet.licensing.application import Application, ApplicationLine, DocumentKind
from licet.model.transaction import Action, ItemKind, Role
from licet.rules.citation import Citation, cfr

__all__ = ["TOPICS", "Gap", "Topic", "gaps", "unexamined"]

_SUPP_1 = cfr("15 CFR Part 748 Supp. 1")
_PRC_CAMERAS, _PRC_ANY = Decimal(5_000), Decimal(50_000)
_SERVICING = Decimal(75_000)
_ENCRYPTION = ("5A002", "5A004", "5B002")
_FIREARMS = ("0A501", "0A502", "0A504", "0A505")
_OAS = frozenset(
    [
        "AG",
        "AR",
        "BB",
        "BO",
        "BR",
        "BS",
        "BZ",
        "CA",
        "CL",
        "CO",
        "CR",
        "DM",
        "DO",
        "EC",
        "GD",
        "GT",
        "GY",
        "HN",
        "HT",
        "JM",
        "KN",
        "LC",
        "MX",
        "NI",
        "PA",
        "PE",
        "PY",
        "SR",
        "SV",
        "TT",
        "UY",
        "VC",
        "VE",
    ]
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing. ``bars``: the application cannot be submitted without it; else it is advice.

    ``code`` is stable, for programs; ``block``: of the form, "" where the form has none.
    """

    code: str
    block: str
    message: str
    cite: Citation
    bars: bool = True


def gaps(application: Application) -> tuple[Gap, ...]:
    """Everything missing, in the order of the form. Empty: nothing that is checked is missing."""
    checks = (_head, _applicant, _parties, _lines, _total, _laden, _documents, _special, _basis)
    return tuple(chain.from_iterable(check(application) for check in checks))


def _head(application: Application) -> Iterator[Gap]:
    if not application.applicant.contact_name:
        yield Gap("contact", "1", "the person who can answer questions is missing", _SUPP_1)
    if not application.applicant.contact_telephone:
        yield Gap("telephone", "2", "the telephone number of that person is missing", _SUPP_1)
    if application.applied_on is None:
        yield Gap("date", "4", "the date of the application is missing", _SUPP_1)
    if application.action is None:
        yield Gap("type", "5", "export, reexport or transfer: which is it?", _SUPP_1)
    if not application.destination:
        yield Gap("destination", "18", "the country of ultimate destination is missing", _SUPP_1)
    if not application.end_use:
        yield Gap(
            "end_use", "21", "the specific end use is missing: what will be done with the items?", _SUPP_1
        )


def _applicant(application: Application) -> Iterator[Gap]:
    who = application.applicant
    for code, value in (("name", who.name), ("address", who.address), ("country", who.country)):
        if not value:
            yield Gap(f"applicant_{code}", "14", f"the applicant's {code} is missing", cfr("15 CFR 748.5(a)"))
    if application.action in {Action.EXPORT, Action.DEEMED_EXPORT} and who.country not in {None, "US"}:
        message = "only a person in the United States may apply to export from it"
        yield Gap("applicant_abroad", "14", message, cfr("15 CFR 748.4(a)(1)"))
    related = who.related_to_principal is True
    if who.agent_for and not related and not application.has(DocumentKind.POWER_OF_ATTORNEY):
        message = f"an agent for {who.agent_for} needs a power of attorney before applying"
        yield Gap("power_of_attorney", "7", message, cfr("15 CFR 748.4(b)(2)"))


def _parties(application: Application) -> Iterator[Gap]:
    if not application.in_role(Role.ULTIMATE_CONSIGNEE):
        yield Gap("ultimate_consignee", "18", "the ultimate consignee is missing", cfr("15 CFR 748.5(e)"))
    for party in application.parties:
        words = party.role.value.replace("_", " ")
        for code, value in (("name", party.name), ("address", party.address), ("country", party.country)):
            if not value:
                message = f"{code} of the {words}{f' {party.name}' if party.name else ''} is missing"
                yield Gap(f"{party.role.value}_{code}", _BLOCKS.get(party.role, "24"), message, _ALL_PARTIES)


_ALL_PARTIES = cfr("15 CFR 748.4(b)(1)")
_BLOCKS = {
    Role.PURCHASER: "16",
    Role.INTERMEDIATE_CONSIGNEE: "17",
    Role.ULTIMATE_CONSIGNEE: "18",
    Role.END_USER: "19",
}


def _lines(application: Application) -> Iterator[Gap]:
    if not application.lines:
        yield Gap("lines", "22", "no item is described", _SUPP_1)
    for line in application.lines:
        yield from _line(line)


def _line(line: ApplicationLine) -> Iterator[Gap]:
    head = f"line {line.number}"
    physical = line.kind in {None, ItemKind.COMMODITY}
    wanted = [
        ("kind", "22", line.kind),
        ("eccn", "22(a)", line.eccn),
        ("description", "22(j)", line.description),
    ]
    for code, block, value in wanted:
        if not value:
            yield Gap(f"line_{code}", block, f"{head}: {code} is missing", _SUPP_1)
    amounts = [("quantity", "22(e)", line.quantity), ("unit price", "22(g)", line.unit_price)]
    for words, block, amount in [*amounts, ("value", "22(h)", line.value)]:
        code = f"line_{words.replace(' ', '_')}"
        if amount is None and (physical or words == "value"):
            message = f"{head}: {words} is missing; commodities are limited by quantity and value"
            yield Gap(code, block, message, cfr("15 CFR 750.7(f)"))
        if amount is not None and amount <= 0:
            yield Gap(code, block, f"{head}: {words} must be more than zero, not {amount}", _SUPP_1)
    if physical and not line.unit:
        yield Gap("line_unit", "22(f)", f"{head}: unit is missing", cfr("15 CFR 750.7(f)"))
    if None not in {line.quantity, line.unit_price, line.value}:
        yield from _sums(line)
    if not (line.manufacturer and line.model):
        message = f"{head}: manufacturer and model number help the reviewer, if known"
        yield Gap("line_model", "22(c)", message, _SUPP_1, bars=False)


def _sums(line: ApplicationLine) -> Iterator[Gap]:
    assert line.quantity is not None
    assert line.unit_price is not None
    product = line.quantity * line.unit_price
    if product != line.value:
        message = (
            f"line {line.number}: {line.quantity} times {line.unit_price} is {product}, not {line.value}"
        )
        yield Gap("line_sum", "22(h)", message, _SUPP_1)


def _total(application: Application) -> Iterator[Gap]:
    numbers = [line.number for line in application.lines]
    if len(set(numbers)) != len(numbers):
        yield Gap("line_numbers", "22", "two lines have the same number", _SUPP_1)


def _laden(application: Application) -> Iterator[Gap]:
    if application.laden_on is None and application.not_laden is not True:
        message = "state that the goods are not yet laden, exported or reexported"
        yield Gap("not_laden", "24", message, cfr("15 CFR 748.4(d)(2)"))


def _documents(application: Application) -> Iterator[Gap]:
    if not _documents_needed(application):
        return
    yield from _prc_statement(application)
    firearms = application.destination in _OAS and any(_within(line, _FIREARMS) for line in application.lines)
    if firearms and not application.has(DocumentKind.FIREARMS_IMPORT_CERTIFICATE):
        message = "a firearms import certificate or permit must be had before shipment"
        yield Gap("firearms_certificate", "7", message, cfr("15 CFR 748.12"), bars=False)
    if application.destination == "HK" and not application.has(DocumentKind.HONG_KONG_PERMIT):
        message = "Hong Kong: an import or export permit may have to be had before shipment"
        yield Gap("hong_kong_permit", "7", message, cfr("15 CFR 748.13"), bars=False)


def _documents_needed(application: Application) -> bool:
    """Software, technology and encryption commodities need no support document (748.9(c)(1)(vii), (viii))."""
    return any(_documented(line) for line in application.lines)


def _documented(line: ApplicationLine) -> bool:
    bare = line.kind in {ItemKind.SOFTWARE, ItemKind.TECHNOLOGY, ItemKind.SERVICE}
    return not bare and not _within(line, _ENCRYPTION)


def _prc_statement(application: Application) -> Iterator[Gap]:
    if application.destination != "CN" or application.has(DocumentKind.PRC_END_USER_STATEMENT):
        return
    listed = [line for line in application.lines if _documented(line) and line.eccn not in {None, "EAR99"}]
    cameras = [line for line in listed if _within(line, ("6A003",))]
    computers = any(_within(line, ("4A003", "4A001", "4A004")) for line in listed)
    if computers or _value(cameras) > _PRC_CAMERAS or _value(listed) > _PRC_ANY:
        small = application.has(DocumentKind.CONSIGNEE_STATEMENT) and _value(listed) <= _SERVICING
        message = "an End-User Statement of the PRC must be asked for, and be had before shipment" + (
            "; the consignee's statement stands in for parts that service what was exported before"
            if small
            else ""
        )
        yield Gap("prc_end_user_statement", "7", message, cfr("15 CFR 748.10(a)"), bars=False)


def _value(lines: list[ApplicationLine]) -> Decimal:
    return sum((line.value for line in lines if line.value is not None), Decimal(0))


def _within(line: ApplicationLine, bases: tuple[str, ...]) -> bool:
    return line.eccn is not None and line.eccn.startswith(bases)


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic of Supplement 2. ``applies`` None: whether it applies cannot be told from the application."""

    letter: str
    title: str
    applies: Callable[[Application], bool] | None = None


def _eccn(*bases: str) -> Callable[[Application], bool]:
    return lambda application: any(_within(line, bases) for line in application.lines)


def _of_kind(*kinds: ItemKind) -> Callable[[Application], bool]:
    return lambda application: any(line.kind in kinds for line in application.lines)


def _of_action(*actions: Action) -> Callable[[Application], bool]:
    return lambda application: application.action in actions


TOPICS: tuple[Topic, ...] = (
    Topic("a", "chemicals, medicinals and pharmaceuticals"),
    Topic("b", "communications intercepting devices", _eccn("5A980", "5D980", "5E980")),
    Topic("c", "digital computers, telecommunications and related equipment", _eccn("4A003")),
    Topic("d", "support by US persons that needs a license under 744.6", _of_kind(ItemKind.SERVICE)),
    Topic("e", "intransit shipments through the United States"),
    Topic("f", "intransit shipments outside of the United States"),
    Topic("g", "nuclear nonproliferation items and end uses"),
    Topic("h", "numerically controlled machine tools and the like", _eccn("2B001", "2B201", "2D002")),
    Topic("i", "parts incorporated abroad into foreign-made products"),
    Topic("j", "ship stores, plane stores, supplies and equipment"),
    Topic("k", "regional stability controlled items"),
    Topic("l", "reexports", _of_action(Action.REEXPORT)),
    Topic("m", "robots", _eccn("2B007", "2B207")),
    Topic("n", "short supply controlled items", _eccn("0A980", "1C980", "1C981", "1C982", "1C983", "1C984")),
    Topic("o", "technology", _of_kind(ItemKind.TECHNOLOGY)),
    Topic("p", "temporary exports or reexports"),
    Topic("q", "1C350 chemicals to countries outside Supplement 2 to part 745"),
    Topic("r", "encryption classification requests"),
    Topic("s", "firearms and shotguns temporarily in the United States"),
    Topic("t", "600 series major defense equipment"),
    Topic("u", "aircraft and vessels on temporary sojourn"),
    Topic("v", "in-country transfers", _of_action(Action.TRANSFER_IN_COUNTRY)),
    Topic("w", "License Exception STA eligibility for 600 series end items"),
    Topic("x", "9x515 and 600 series items formerly approved under the ITAR"),
    Topic("y", "satellite exports", _eccn("9A515")),
    Topic("z", "firearms", _eccn("0A501", "0A502", "0A504", "0A506", "0A507", "0A508", "0A509")),
)
"""The topics of 15 CFR 748.8, by letter."""


def _special(application: Application) -> Iterator[Gap]:
    for topic in TOPICS:
        if (
            topic.applies is not None
            and topic.applies(application)
            and not application.special.get(topic.letter, "").strip()
        ):
            message = f"Supplement 2 asks for more: {topic.title}"
            yield Gap(f"special_{topic.letter}", "24", message, cfr(f"15 CFR 748.8({topic.letter})"))
    if _of_kind(ItemKind.TECHNOLOGY)(application) and not (
        application.letter or application.has(DocumentKind.LETTER_OF_EXPLANATION)
    ):
        message = "technology needs a letter of explanation"
        yield Gap("letter_of_explanation", "6", message, cfr("15 CFR Part 748 Supp. 2"))


def unexamined(application: Application) -> tuple[Topic, ...]:
    """Topics of Supplement 2 that nobody has spoken to and that cannot be decided from the application."""
    return tuple(
        topic for topic in TOPICS if topic.applies is None and not application.special.get(topic.letter)
    )


def _basis(application: Application) -> Iterator[Gap]:
    if application.basis is None:
        message = "no determination: why is a license needed, and under which review policy?"
        yield Gap("basis", "", message, cfr("15 CFR 748.4(a)(1)"), bars=False)
