"""Controlled US content of an item made abroad, from its parts: Supplement No. 2 to 15 CFR part 734.

What counts is what would need a license to the destination by the Country Chart or part 746, never by part 744, and
could not go there under License Exception GBS. Each part is asked about under the rules themselves; one whose ECCN is
not known counts between nothing and all of its value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from licet.classification.bill_of_materials import Bill, BomLine, ControlledContent
from licet.engine.determination import Determination, Need
from licet.engine.findings import Finding, States, compose
from licet.engine.view import View
from licet.model.transaction import Action, ContentPart, Item, ItemKind, Transaction
from licet.rules.answer import Answer, Severity
from licet.rules.citation import cfr
from licet.rules.rule import Caveat
from licet.rules.rulebook import Rulebook

__all__ = ["CountedContent", "counted", "needs_license", "with_counted", "with_parts_asked"]

_COUNTS = ("us.ear.738.", "us.ear.746.")
"""Requirements by which a part is controlled content: the chart, the words of the list, and part 746."""
_KINDS = {"D": ItemKind.SOFTWARE, "E": ItemKind.TECHNOLOGY}
_OF_PLACE = ("occupied_region_of_ukraine", "crimea")
_LIMITS = (0.0, 10.0, 25.0)
_PATH = "item.controlled_us_content_pct"
_LAW = cfr("15 CFR Part 734 Supp. 2")
_REST = "the rest of the item"


@dataclass(frozen=True, slots=True)
class CountedContent:
    """What the parts come to. ``percent``: a figure that lies on the right side of every limit; None where open."""

    content: ControlledContent
    percent: Decimal | None
    parts: tuple[ContentPart, ...]
    problem: str = ""


def needs_license(eccn: str, sale: Transaction, book: Rulebook) -> bool | None:
    """Whether an item of an ECCN from the United States would count as controlled for the sale's destination."""
    asked = _as_received(eccn, sale, None)
    findings = [finding for finding in _findings(asked, book) if _counts_here(finding, asked, sale, book)]
    lowest = max((finding.outcome.low for finding in findings), default=Severity.NOT_SUBJECT)
    highest = max((finding.outcome.high for finding in findings), default=Severity.NOT_SUBJECT)
    if highest < Severity.LICENSE_REQUIRED or _under_gbs(eccn, sale, book):
        return False
    return True if lowest >= Severity.LICENSE_REQUIRED else None


def _as_received(eccn: str, sale: Transaction, exception: str | None) -> Transaction:
    """The part as if it went to the destination by itself, with nothing known of parties and end use."""
    facts = {name: sale.facts[name] for name in _OF_PLACE if name in sale.facts}
    if exception is not None:
        facts["license_exception_claimed"] = exception
    return Transaction(
        action=Action.EXPORT,
        as_of=sale.as_of,
        known_as_of=sale.known_as_of,
        destination=sale.destination,
        item=Item(eccn=eccn, kind=_KINDS.get(eccn[1:2], ItemKind.COMMODITY), us_origin=True),
        end_use="none_named_in_part_744",
        facts=facts,
    )


def _findings(asked: Transaction, book: Rulebook) -> Iterator[Finding]:
    for finding in compose(States(View.of(asked, book))).all_findings:
        if finding.state.rule.rule_id.startswith(_COUNTS) and finding.applies is not False:
            yield finding


def _under_gbs(eccn: str, sale: Transaction, book: Rulebook) -> bool:
    """Supplement 2(a)(1): what may go to the destination under License Exception GBS is not controlled content."""
    found = list(_findings(_as_received(eccn, sale, "GBS"), book))
    return bool(found) and all(finding.outcome.high <= Severity.AUTHORIZED for finding in found)


def _counts_here(finding: Finding, asked: Transaction, sale: Transaction, book: Rulebook) -> bool:
    """746.8(a)(12)(iii)(B): EAR99 and AT-only items are left out where a partner country reexports the product."""
    if not finding.state.rule.rule_id.startswith("us.ear.746.8"):
        return True
    origin = sale.facts.get("reexported_from")
    partner = book.tables["country_groups"].timeline((str(origin), "746.S3")) is not None
    return not (partner and sale.action is Action.REEXPORT and _for_terror_alone(asked, book))


def _for_terror_alone(asked: Transaction, book: Rulebook) -> bool:
    """746.8(a)(12)(iii)(B)(1): EAR99, 9A991, or an ECCN that specifies AT and no other reason for control."""
    eccn = asked.item.eccn or ""
    reasons = {line.reason for line in View.of(asked, book).control_lines}
    return eccn == "EAR99" or eccn.startswith("9A991") or reasons == {"AT"}


def counted(sale: Transaction, book: Rulebook) -> CountedContent | None:
    """What the parts of the item come to for the destination; None where no parts are stated, or a figure is."""
    item = sale.item
    if not item.us_content or item.controlled_us_content_pct is not None or sale.destination is None:
        return None
    stated = [part.value_usd for part in item.us_content if part.value_usd is not None]
    total = sum(stated, Decimal(0))
    empty = ControlledContent(0.0, 100.0, (), {})
    if item.value_usd is None:
        said = "State the value of the item, of which its parts are a share."
        return CountedContent(empty, None, item.us_content, said)
    if total > item.value_usd:
        said = f"The parts are worth {total} dollars, more than the item ({item.value_usd})."
        return CountedContent(empty, None, item.us_content, said)
    lines = [BomLine("item", _REST, 1.0, float(item.value_usd - total), "EAR99", "XX"), *_lines(item)]
    content = Bill(lines).content(lambda eccn: needs_license(eccn, sale, book), limits=_LIMITS)
    return CountedContent(content, _percent(content), item.us_content)


def _lines(item: Item) -> Iterator[BomLine]:
    for place, part in enumerate(item.us_content):
        value = None if part.value_usd is None else float(part.value_usd)
        yield BomLine("item", str(place), 1.0, value, part.eccn or "", "US", part.supplier or "")


def _percent(content: ControlledContent) -> Decimal | None:
    if content.no_value or any((content.lower <= limit) is not (content.upper <= limit) for limit in _LIMITS):
        return None
    return Decimal(repr(round(content.lower, 6)))


def with_counted(sale: Transaction, found: CountedContent | None) -> Transaction:
    """The transaction with the figure that its parts come to, where they decide every limit."""
    if found is None or found.percent is None:
        return sale
    return replace(sale, item=replace(sale.item, controlled_us_content_pct=found.percent))


def with_parts_asked(answer: Determination, found: CountedContent | None) -> Determination:
    """The answer with what its parts come to, and asking for the part that decides and not for a percentage."""
    if found is None:
        return answer
    said = Caveat("us_content_counted", _words(found, answer.sale.destination or "the destination"))
    needs = tuple(need for asked in answer.needs for need in _asked(asked, found))
    if answer.answer is not Answer.UNDETERMINED:
        needs = answer.needs
    return replace(answer, caveats=(*answer.caveats, said), needs=tuple(dict.fromkeys(needs)))


def _asked(need: Need, found: CountedContent) -> Iterator[Need]:
    open_parts = dict.fromkeys(part for parts in found.content.deciding.values() for part, _ in parts)
    places = [*open_parts, *(part for part in found.content.unknown if part not in open_parts)]
    if need.path != _PATH or found.problem or not places:
        yield need
        return
    for place in places:
        part = found.parts[int(place)]
        named = part.description or f"part {int(place) + 1}"
        whose = f" (ask {part.supplier})" if part.supplier else ""
        yield Need(f"item.us_content[{place}].eccn", f"What is the ECCN of {named}{whose}?", need.why, _LAW)


def _words(found: CountedContent, destination: str) -> str:
    if found.problem:
        return found.problem
    content = found.content
    if content.no_value:
        return "The value of a part is not known, so that no share of US content can be given."
    lower, upper = (f"{bound:.1f}".removesuffix(".0") for bound in (content.lower, content.upper))
    share = lower if lower == upper else f"{lower} to {upper}"
    deciding = [part for limit in content.deciding for part, _ in content.deciding[limit]]
    named = [found.parts[int(place)] for place in dict.fromkeys(deciding)]
    ask = ", ".join(part.supplier or part.description or "a part without a name" for part in named)
    open_words = f" One answer decides: {ask}." if named else ""
    return (
        f"Controlled US content for {destination} is {share} percent of the value, by its parts.{open_words}"
    )
