"""The license that a sale claims, as its record stands: what it covers, what remains, what is still to be done.

The rule that reads a license (15 CFR 750.7) is replaced by one that is made from the record, so that the answer, its
reasons, its needs and the day until which it holds come from the one engine. Whatever the record decides goes before
what is stated; only what it cannot decide is asked of a person: whether other words mean the same item or end use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from licet.engine.answer_policy import AnswerPolicy
from licet.engine.determination import Determination, LicenseUse
from licet.engine.determine import determine
from licet.licensing.claim import NOT_ON_RECORD
from licet.licensing.ledger import NOTHING, LedgerAccount, LedgerAmount, transfer
from licet.licensing.license import License
from licet.licensing.license import LicenseCondition as Task
from licet.licensing.scope import LicenseLine
from licet.licensing.tolerance import Remaining, overdrawn, remaining
from licet.licensing.using import standing
from licet.model.eccn_paragraphs import Flag, eccn_flag
from licet.model.lists import ListsUsed
from licet.model.transaction import Item, Party, Role, Transaction
from licet.rules.citation import cfr
from licet.rules.condition import Condition, Constant, Field, all_of, any_of
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval
from licet.rules.rule import Caveat, Obligation, Rule, RuleText
from licet.rules.rulebook import Rulebook
from licet.rules.terms import STATUTORY_ROLES, PartyTerm, f

__all__ = ["after_sale", "answer_by_record"]

_RULE = "us.ear.750.7"
_CITE = cfr("15 CFR 750.7(a)")
_NAME = Field("party.name", "the party's name")
_COVERS = Field("facts.license_covers_sale", "that the license covers this sale")
_YESTERDAY = timedelta(days=1)


def answer_by_record(
    sale: Transaction,
    book: Rulebook,
    lists: tuple[ListsUsed, ...],
    policy: AnswerPolicy,
    found: License | None,
    number: str,
) -> Determination:
    """Answer a screened sale by the record of the license that it claims; ``found``: None where there is none."""
    if found is None:
        return determine(sale, _replaced(book, _not_on_record(book.by_id[_RULE], number)), lists, policy)
    rule, flags = _rule(book.by_id[_RULE], found, sale)
    answered = determine(sale, _replaced(book, rule, flags), lists, policy)
    return replace(answered, license=_use(found, sale))


def _replaced(book: Rulebook, rule: Rule, flags: dict[str, Flag] | None = None) -> Rulebook:
    rules = tuple(rule if item.rule_id == _RULE else item for item in book.rules)
    resolvers = replace(book.resolvers, item_flags={**book.resolvers.item_flags, **(flags or {})})
    return replace(book, rules=rules, resolvers=resolvers)


def _not_on_record(rule: Rule, number: str) -> Rule:
    said = Caveat(NOT_ON_RECORD, f"No license {number} is on record; it is taken as stated.")
    return replace(rule, caveats=tuple((row.in_force, said) for row in rule.texts.rows))


def _rule(rule: Rule, license_: License, sale: Transaction) -> tuple[Rule, dict[str, Flag]]:
    """The rule of 750.7 as it reads for one license: from its issue to its last day."""
    lines = _candidates(license_, sale.item)
    flags = {_flag(line): eccn_flag((line.eccn,)) for line in lines}
    against = tuple(_against(license_, sale, lines))
    title = f"License {license_.number} authorizes what it describes, as far as it is not used up."
    bars = [Constant(value=False, why=why) for why in against]
    text = RuleText(
        all_of(*bars, *_scope(license_, sale, lines)),
        claim=rule.texts.rows[-1].value.claim,
        title=f"{'; '.join(against)}." if against else title,
        obligations=tuple(_obligations(license_, sale, lines)),
    )
    over = sale.as_of > license_.expires_on
    days = Interval(license_.issued_on, None if over else license_.expires_on + _YESTERDAY)
    source = f"the record of license {license_.number}, version {license_.version}"
    row = Row(days, date.min, text, _CITE, source)
    made = replace(
        rule, texts=Timeline(_RULE, [row]), authority=f"license {license_.number}", caveats=(), verified=True
    )
    return made, flags


def _against(license_: License, sale: Transaction, lines: tuple[LicenseLine, ...]) -> Iterator[str]:
    """Why the license authorizes nothing here, whatever else is known."""
    for refusal in standing(license_, sale.as_of, [line.number for line in lines]).against:
        if refusal.code != "condition_open":
            yield str(refusal)
    if sale.facts.get("license_covers_sale") is False:
        yield f"it is stated that license {license_.number} does not cover this sale"
    if not lines:
        yield f"no line of license {license_.number} is for {sale.item.eccn or 'this item'}"


def _scope(license_: License, sale: Transaction, lines: tuple[LicenseLine, ...]) -> Iterator[Condition]:
    scope = license_.scope
    yield f.action.is_(scope.action.value)
    yield f.destination.is_(scope.destination)
    yield ~f.some_party(lambda p: p.role.in_(*STATUTORY_ROLES) & ~_named(p, license_, sale))
    yield f.some_party(lambda p: p.role.is_(Role.ULTIMATE_CONSIGNEE.value) & _named(p, license_, sale))
    if lines:
        yield any_of(*(_line(license_, line) for line in lines))
    described = any(_same(sale.item.description, line.description) for line in lines)
    used = any(_same(words, scope.end_use) for words in (sale.end_use_words, sale.end_use))
    if not (described and used):
        yield _COVERS.is_(True)


def _named(p: PartyTerm, license_: License, sale: Transaction) -> Condition:
    """A party of the license, by role, name and country; names as written but for case and spaces."""
    known = [
        p.role.is_(party.role.value)
        & _NAME.in_(*_spellings(party.name, sale.parties))
        & p.country.is_(party.country)
        for party in license_.scope.parties
    ]
    return any_of(*known) if known else Constant(value=False, why="the license names no party")


def _spellings(name: str, parties: tuple[Party, ...]) -> tuple[str, ...]:
    found = [party.name for party in parties if party.name is not None and _same(party.name, name)]
    return tuple(dict.fromkeys([name, *found]))


def _same(value: str | None, other: str | None) -> bool:
    """Whether two texts are the same but for case and spaces; what is not stated is the same as nothing."""
    if value is None or other is None:
        return False
    return value.casefold().split() == other.casefold().split()


def _candidates(license_: License, item: Item) -> tuple[LicenseLine, ...]:
    """The lines on which the item may be: by its description where one says the same, else all of its ECCN."""
    lines = license_.scope.lines
    if item.eccn is not None:
        lines = tuple(line for line in lines if eccn_flag((line.eccn,))(item.eccn)[0] is not False)
    described = tuple(line for line in lines if _same(line.description, item.description))
    return described or lines


def _flag(line: LicenseLine) -> str:
    return f"on_line_{line.number}"


def after_sale(license_: License, sale: Transaction) -> License:
    """A license as it would stand after a sale was shipped under it, on whichever of its lines the item may be.

    Where it is not known how much that is, nothing is left: a later line must not count on it.
    """
    ledger = license_.ledger
    for line in _candidates(license_, sale.item):
        left = remaining(license_.scope, ledger, line.number)
        counted = line.quantity is not None
        quantity, value = sale.item.quantity, sale.item.value_usd
        known = value is not None and (not counted or (quantity is not None and sale.item.unit == line.unit))
        amount = (
            LedgerAmount((quantity if counted else None) or Decimal(0), value or Decimal(0))
            if known
            else LedgerAmount(left.quantity or Decimal(0), left.at_most)
        )
        ledger = ledger.posted(transfer(line.number, amount, LedgerAccount.AVAILABLE, LedgerAccount.SHIPPED))
    return replace(license_, ledger=ledger)


def _line(license_: License, line: LicenseLine) -> Condition:
    """The item is of the line, and what remains of the line covers it."""
    left = remaining(license_.scope, license_.ledger, line.number)
    parts = [
        f.item.flag(_flag(line), f"that the item is of {line.eccn}, line {line.number} of the license"),
        f.item.kind.is_(line.kind.value),
    ]
    if left.quantity is not None:
        assert line.unit is not None
        parts += [f.item.unit.is_(line.unit), f.item.quantity.at_most(left.quantity)]
    return all_of(*parts, f.item.value_usd.at_most(left.at_most))


def _obligations(
    license_: License, sale: Transaction, lines: tuple[LicenseLine, ...]
) -> Iterator[Obligation]:
    numbers = {line.number for line in lines}
    barring = {
        refusal.message.split(" ", 1)[0]
        for refusal in standing(license_, sale.as_of, numbers).against
        if refusal.code == "condition_open"
    }
    for task in license_.conditions:
        if task.binds(sale.as_of) and (not task.lines or numbers & set(task.lines)):
            yield _task(license_.number, task, bars=task.condition_id in barring)
    yield from (
        Obligation("license_rider", f"License {license_.number}: {text}", _CITE) for text in license_.riders
    )
    words = _left_words(license_, sale)
    if words is not None:
        yield Obligation("license_remaining", words, cfr("15 CFR 750.7(f)"))


def _task(number: str, task: Task, *, bars: bool) -> Obligation:
    missing = task.missing()
    todo = f" ({' and '.join(missing)})" if missing else ""
    due = f", by {task.due}" if task.due is not None and task.done_on is None else ""
    text = f"License {number}, condition {task.condition_id}: {task.text}{due}{todo}"
    return Obligation("license_condition", text, cfr("15 CFR 750.7(d)"), before=bars)


def _left_words(license_: License, sale: Transaction) -> str | None:
    use = _use(license_, sale)
    if use.value_after is None or use.line is None:
        return None
    units = "" if use.quantity_after is None else f"{use.quantity_after} {use.unit} and "
    return (
        f"After this shipment {units}USD {use.value_after} of line {use.line} of license {use.number} remain"
        f" (USD {use.value_after_with_tolerance} with the shipping tolerance)."
    )


def _use(license_: License, sale: Transaction) -> LicenseUse:
    """What remains now and after the sale, where the item is on one line."""
    made = LicenseUse(license_.number, license_.version, license_.status(sale.as_of).value)
    lines = _candidates(license_, sale.item)
    if len(lines) != 1:
        return made
    (line,) = lines
    now, then = remaining(license_.scope, license_.ledger, line.number), _after(license_, line, sale.item)
    return replace(
        made,
        line=line.number,
        unit=line.unit,
        quantity=now.quantity,
        value=now.value,
        value_with_tolerance=now.at_most,
        quantity_after=None if then is None else then.quantity,
        value_after=None if then is None else then.value,
        value_after_with_tolerance=None if then is None else then.at_most,
    )


def _after(license_: License, line: LicenseLine, item: Item) -> Remaining | None:
    """What would remain after the item was shipped; None when that would overdraw, or is not known."""
    counted = line.quantity is not None
    if item.value_usd is None or (counted and (item.quantity is None or item.unit != line.unit)):
        return None
    amount = LedgerAmount((item.quantity if counted else None) or Decimal(0), item.value_usd)
    if amount == NOTHING:
        return None
    postings = transfer(line.number, amount, LedgerAccount.AVAILABLE, LedgerAccount.SHIPPED)
    ledger = license_.ledger.posted(postings)
    if overdrawn(license_.scope, ledger) is not None:
        return None
    return remaining(license_.scope, ledger, line.number)
