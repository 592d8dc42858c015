"""One sale, one answer: facts plus the rulebook become a determination."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from licet.engine import needs as asking
from licet.engine.answer_policy import AnswerPolicy
from licet.engine.conditions import conditions_of, light_of
from licet.engine.controls import controls_of
from licet.engine.determination import Determination
from licet.engine.findings import Composition, States, compose, evaluate, same_truths
from licet.engine.ownership import HALF, OwnershipResult, ownership, percent_words
from licet.engine.policies import entry_words, policies_of, prohibitions_of, review_policy
from licet.engine.positions import other_reading
from licet.engine.reasons import backdated_tables, definitions_used, reasons, rules_used
from licet.engine.receipt import make_receipt
from licet.engine.verification import verification_of
from licet.engine.view import View, entry_state
from licet.engine.walk import walk
from licet.model.defaults import POLICY
from licet.model.listing import CONSOLIDATED
from licet.model.lists import ListsUsed
from licet.model.transaction import Owner, Party, Transaction
from licet.rules.answer import Answer, Severity
from licet.rules.dated import Row
from licet.rules.english import day_words
from licet.rules.policy import Policy
from licet.rules.rule import Caveat, Question, Rule, RuleText
from licet.rules.rulebook import Rulebook

__all__ = ["authority_of", "determine", "waits"]


def determine(
    sale: Transaction, book: Rulebook, lists: tuple[ListsUsed, ...], policy: AnswerPolicy = AnswerPolicy()
) -> Determination:
    """Answer one sale whose parties were screened against ``lists``, green within the limits of ``policy`` alone.

    Unknown facts never make an answer green: see :mod:`licet.rules.answer` for how findings are joined. Where the
    announced positions would give another answer, that one is given beside it.
    """

    def alone(asked: Transaction, law: Rulebook) -> Determination:
        return _determined(asked, law, lists, policy)

    found = alone(sale, book)
    return replace(found, other_reading=other_reading(found, book, _outcome_of, alone))


def _outcome_of(sale: Transaction, book: Rulebook) -> tuple[Answer, tuple[str, ...]]:
    """The answer and its authority alone."""
    whole = compose(States(View.of(sale, book).quick))
    return whole.outcome.answer, authority_of(whole, book)


def _determined(
    sale: Transaction, book: Rulebook, lists: tuple[ListsUsed, ...], policy: AnswerPolicy
) -> Determination:
    view = View.of(sale, book)
    states = States(view)
    whole = compose(states)
    verified = verification_of(whole, view, lists, policy)
    until, then = _holds_until(whole, states, verified.stops)
    beside = States(view.quick)
    held = ownership(sale)
    duties = conditions_of(
        whole, book, lists, beside.of, lambda test: walk(test, view.quick).truth, waits=waits(sale)
    )
    conditions = (*verified.conditions, *duties)
    policies = _policies(whole, states)
    return Determination(
        sale=sale,
        answer=whole.outcome.answer,
        light=light_of(whole.outcome.answer, conditions),
        outcome=whole.outcome,
        authority=authority_of(whole, book),
        review_policy=review_policy(policies),
        policies=policies,
        prohibitions=tuple(prohibitions_of(whole, book, beside.of)),
        could_claim=() if whole.outcome.high <= Severity.AUTHORIZED else asking.claimable(whole, view),
        conditions=conditions,
        needs=asking.needs(whole, states),
        because=reasons(whole, book.short),
        holds_until=until,
        then=then,
        caveats=(*_caveats(whole, view, lists, policy), *_ownership_caveats(whole, held)),
        receipt=make_receipt(sale, book, lists, policy),
        regime=book.name,
        law=book.title,
        ownership=held,
        law_not_held=asking.law_not_held(whole),
        verified=verified.grounds,
        position=book.position,
        controls=controls_of(view),
    )


def waits(sale: Transaction) -> bool:
    """Whether a judgment about some hit of the sale was proposed and waits for review."""
    todo: list[Party | Owner] = list(sale.parties)
    for who in todo:
        if any(listing.waits for listing in who.listings):
            return True
        todo.extend(who.owners or ())
    return False


def _policies(whole: Composition, states: States) -> tuple[Policy, ...]:
    """The review policies of every destination that counts, each once."""
    found: dict[Policy, None] = {}
    for part, state in zip(whole.parts, (states, *states.others), strict=True):
        beside = States(state.view.quick)
        words = partial(entry_words, view=state.view)
        found.update(dict.fromkeys(policies_of(part, state.view.book, beside.of, words)))
    return tuple(found)


def authority_of(whole: Composition, book: Rulebook) -> tuple[str, ...]:
    """What to write on the filing: no license (NLR), or the authorities proved; nothing where it may not go."""
    if whole.outcome.answer is Answer.NO_LICENSE_REQUIRED:
        return book.no_license
    if whole.outcome.answer is Answer.AUTHORIZED:
        return tuple(state.rule.authority or state.rule.rule_id for state in whole.authorities)
    return ()


def _holds_until(whole: Composition, states: States, stops: date | None) -> tuple[date | None, Answer | None]:
    """Walk the breakpoints: the first later day on which answer or authority differs, and the answer then.

    ``stops``: the day on which the law that a go rests on is no longer verified, beyond which no go is said to hold.
    """
    book = states.view.book
    now = (whole.outcome.answer, authority_of(whole, book))
    while (day := states.until()) is not None and (stops is None or day <= stops):
        before, states = states, states.on(states.view.on(day))
        if same_truths(before, states):
            continue
        later = compose(states)
        if (later.outcome.answer, authority_of(later, book)) != now:
            return day, later.outcome.answer
    return (None, None) if stops is None else (stops, whole.outcome.answer)


def _caveats(
    whole: Composition, view: View, lists: tuple[ListsUsed, ...], policy: AnswerPolicy
) -> Iterator[Caveat]:
    for note in view.sale.notes:
        yield Caveat("default_by_policy" if note.startswith(POLICY) else "read_otherwise", note)
    if whole.outcome.answer is not Answer.NOT_SUBJECT or whole.item_truth is not False:
        yield from _notices(view)
        yield from dict.fromkeys(_decisions(view))
        yield from dict.fromkeys(_unread_listings(view))
        yield from _list_caveats(view, lists, policy)
    used = [(state.rule, state.row) for state in rules_used(whole)]
    used += definitions_used(whole)
    yield from dict.fromkeys(said for rule, row in used for said in _rule_caveats(rule, row))
    backdated = sorted(backdated_tables(whole))
    if backdated and whole.outcome.answer is not Answer.NOT_SUBJECT:
        yield Caveat("table_not_verified_for_date", _backdated_words(backdated, view))
    if view.as_of > view.book.verified_to:
        day = day_words(view.book.verified_to)
        text = f"The law was last verified as of {day}; later changes are not in the rulebook."
        yield Caveat("law_not_verified_after", text)


def _rule_caveats(rule: Rule, row: Row[RuleText] | None) -> Iterator[Caveat]:
    if not rule.verified:
        text = f"The rule on {rule.cites[0]} was modeled from general knowledge; its text was not at hand."
        yield Caveat("unverified", text)
    yield from (said for days, said in rule.caveats if row and days == row.in_force)


def _backdated_words(names: list[str], view: View) -> str:
    read = max(_verified_from(name, view.book) for name in names)
    words = ", ".join(name.replace("_", " ") for name in names)
    return f"The tables {words} were read as of {day_words(read)} and taken to have held on {day_words(view.as_of)}."


def _verified_from(name: str, book: Rulebook) -> date:
    table = book.tables.get(name)
    return book.resolvers.controls_verified_from if table is None else table.verified_from


def _notices(view: View) -> Iterator[Caveat]:
    for rule in view.book.by_question[Question.NOTICE]:
        truth = evaluate(rule, view).truth
        if truth is not False:
            assert rule.notice is not None
            yield rule.notice if truth else replace(rule.notice, text=f"Perhaps: {rule.notice.text}")


def _decisions(view: View) -> Iterator[Caveat]:
    """Who cleared a hit, and which decision no longer holds: a go never rests on either without saying so."""
    todo: list[Party | Owner] = list(view.sale.parties)
    for who in todo:
        todo.extend(who.owners or ())
        for listing in who.listings:
            stands, _ = entry_state(listing.entry, view.as_of, view.known_as_of)
            if not listing.decision or stands is False:
                continue
            if listing.waits:
                yield Caveat("waits_for_review", listing.decision)
            elif listing.same_party is not False:
                yield Caveat("confirmed_match" if listing.same_party else "decision_lapsed", listing.decision)
            elif listing.equal:
                yield Caveat("equal_name_cleared", f"{listing.decision} {_EQUAL}")
            else:
                yield Caveat("hit_cleared", listing.decision)


def _unread_listings(view: View) -> Iterator[Caveat]:
    """Entries that are held from general knowledge: an answer that rests on them says so."""
    todo: list[Party | Owner] = list(view.sale.parties)
    for who in todo:
        todo.extend(who.owners or ())
        for listing in who.listings:
            stands, row = entry_state(listing.entry, view.as_of, view.known_as_of)
            if stands and row is not None and listing.same_party is not False and _UNREAD in row.source:
                entry = listing.entry
                yield Caveat(
                    "listing_from_general_knowledge",
                    f"What is held of {entry.name} on the list {entry.list_code} on this day is in part from "
                    f"{_UNREAD}; read {row.cite}.",
                )


_UNREAD = "general knowledge"
"""What the source of a row says where the document was not read."""
_EQUAL = "Name and country are those of the entry: were the decision wrong, the sale would be one to a listed party."


def _ownership_caveats(whole: Composition, held: Iterable[OwnershipResult]) -> Iterator[Caveat]:
    """Where the readings of layered ownership part, and where what is stated of owners cannot be."""
    if whole.outcome.answer is Answer.NOT_SUBJECT:
        return
    for result in held:
        if result.problem:
            text = f"What listed owners hold of {result.name or result.where} cannot be added up: {result.problem}."
            yield Caveat("ownership_contradictory", text)
        elif result.readings_differ:
            assert result.shares is not None
            yield Caveat(
                "ownership_readings_differ",
                f"Of {result.name or result.where} owners on {', '.join(result.lists)} hold"
                f" {percent_words(result.shares.cascading)} where layers held by half or more count in full,"
                f" {percent_words(result.shares.multiplied)} where shares are multiplied: the two differ at"
                f" {HALF} percent, and wherever a rule asks for that the stricter counts.",
            )


def _list_caveats(view: View, lists: tuple[ListsUsed, ...], policy: AnswerPolicy) -> Iterator[Caveat]:
    for used in lists:
        if used.unread:
            text = f"{used.unread} rows of {used.name} could not be read: whom they name is unknown."
            yield Caveat("list_rows_unread", text)
        age = (view.as_of - used.data_date).days
        if used.whole and age > policy.list_days:
            day = day_words(used.data_date)
            text = f"The lists you adopted are dated {day} ({age} days old on the transaction date)."
            yield Caveat("list_is_old", text)
        for code, data_date in used.days:
            age = (view.as_of - data_date).days
            if code not in CONSOLIDATED and age > policy.list_days:
                text = (
                    f"The {code} list you adopted is dated {day_words(data_date)} ({age} days old on the"
                    " transaction date). No answer under US law rests on it; parties added to it since are not found."
                )
                yield Caveat("other_list_is_old", text)
