"""Law made at random: rules of every kind, whose conditions join whatever a rule may read, in every scope.

The real law joins its conditions in few of the ways in which they may be joined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import repeat
from random import Random

from tests.conformance.conftest import SaleMaker

from licet.model.transaction import Action, FactValue, Owner, Party, Role, Transaction
from licet.rules.citation import Citation
from licet.rules.condition import (
    All,
    Any,
    AtLeast,
    AtMost,
    Condition,
    Constant,
    Defined,
    Field,
    In,
    InTable,
    Is,
    Not,
    ShareAtLeast,
    Some,
    Stated,
    Unmodeled,
)
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval
from licet.rules.rule import ENTRY_POLICY, Obligation, Occasion, Question, Rule, RuleText
from licet.rules.rulebook import Rulebook
from licet.rules.vocabulary import FactKind

_CITE = Citation.parse("84 FR 22961")
_POLICIES = ("presumption of denial", "case-by-case", "policy of denial", "presumption of approval")
_INSIDE = {
    "line": ("party", "party", "control"),
    "party": ("owner", "listing", "share"),
    "owner": ("listing",),
}
_END_USE = Field("end_use", "the end use")


def _field(path: str) -> Field:
    return Field(path, path)


def _control_turns(book: Rulebook, eccns: Iterable[str]) -> list[tuple[str, date]]:
    """ECCNs, each with a day on which its reasons for control differ from those before."""
    found = [(eccn, book.resolvers.controls(eccn, date(1999, 1, 1))) for eccn in eccns]
    return [(eccn, held.until) for eccn, held in found if held is not None and held.until is not None]


def _layered(sale: Transaction) -> bool:
    return any(owner.owners for party in sale.parties[:1] for owner in (party.owners or ())[:1])


class LawMaker:
    """Makes a rulebook from a seed, on the tables, words and resolvers of another, and sales to try it on."""

    def __init__(self, base: Rulebook, seed: int) -> None:
        self.base, self.seed = base, seed
        self.draw = Random(f"law {seed}")
        kinds = {
            kind: [spec.field for spec in base.vocabulary.values() if spec.kind is kind] for kind in FactKind
        }
        self.facts = self.draw.sample(kinds[FactKind.YES_NO], 6)
        self.claims = self.draw.sample(kinds[FactKind.CHOICE], 2)
        self.text = self.draw.choice(kinds[FactKind.TEXT])
        self.flags = self.draw.sample(sorted(base.resolvers.item_flags), 3)
        self.terms: list[str] = []
        self.leaves = {
            "line": self._line, "party": self._party, "owner": self._owner, "listing": self._listing,
            "control": self._control,
        }  # fmt: skip

    def book(self) -> Rulebook:
        """The rulebook made, checked as any is."""
        rules = [self._term(number) for number in range(3)]
        rules.append(self._rule("made.subject", Question.SUBJECT, self._subject))
        kinds = [Question.REQUIREMENT] * 6 + [Question.PROHIBITION] * 2
        asked = [self._rule(f"made.asked.{number}", kind) for number, kind in enumerate(kinds)]
        asked += [
            replace(
                self._rule(f"made.seldom.{number}", kinds[0], repeat(seldom).__next__), policy=ENTRY_POLICY
            )
            for number, seldom in enumerate(self._seldom())
        ]
        names = [rule.rule_id for rule in asked]
        kinds = [Question.EXEMPTION] * 3 + [Question.AUTHORITY] * 4 + [Question.POLICY] * 3
        hanging = [
            replace(self._rule(f"made.on.{number}", kind), defeats=tuple(self.draw.sample(names, 3)))
            for number, kind in enumerate(kinds)
        ]
        out = self._rule("made.out", Question.EXEMPTION, lambda: All((self._line(), self.tree("line", 1))))
        out = replace(out, defeats=("made.subject",))
        duties = [self._rule(f"made.duty.{number}", Question.DUTY) for number in range(3)]
        made = replace(
            self.base,
            name="made",
            rules=(*rules, *asked, *hanging, out, *duties),
            ownership_rules=frozenset(),
            standing=(),
        )
        made.check()
        return made

    def _seldom(self) -> list[Condition]:
        """What is seldom drawn so that nothing else decides it; one of it stands in two rules."""
        covered = Some("listing", Is(_field("listing.covers_item"), True))
        column = InTable("country_chart", (_field("destination"), _field("control.column")))
        return [
            Some("party", covered),
            Some("party", covered),
            Some("party", Is(_field("party.owners_stated"), True)),
            Some("party", Some("listing", Is(_field("listing.same_party"), True))),
            Some("party", ShareAtLeast(50, covered)),
            Some("party", InTable("country_groups", (_field("party.country"), self.text))),
            Some("control", All((column, self._line()))),
        ]

    def sales(self, book: Rulebook, count: int) -> list[Transaction]:
        """Sales of which some of the facts that the law reads are stated, first those with owners of owners.

        One in five is of an item whose reasons for control are soon to change.
        """
        maker = SaleMaker(book)
        turns = _control_turns(book, maker.eccns)
        made = [
            replace(maker.sale(1000 * self.seed + number), facts=self._stated(book))
            for number in range(count)
        ]
        for number in range(0, count, 5):
            eccn, day = self.draw.choice(turns)
            before = day - timedelta(days=self.draw.randrange(1, 60))
            made[number] = replace(made[number], as_of=before, item=replace(made[number].item, eccn=eccn))
        return sorted(made, key=lambda sale: not _layered(sale))

    def _stated(self, book: Rulebook) -> dict[str, FactValue]:
        share, found = self.draw.choice([0, 0.5, 0.9, 1]), dict[str, FactValue]()
        for field in (*self.facts, _field("facts.entry_covers_item")):
            if self.draw.random() < share:
                found[field.path.removeprefix("facts.")] = self.draw.choice([True, False])
        for field in self.claims:
            if self.draw.random() < share:
                name = field.path.removeprefix("facts.")
                found[name] = self.draw.choice(book.vocabulary[name].values)
        if self.draw.random() < share:
            found[self.text.path.removeprefix("facts.")] = self.draw.choice(["D:1", "A:5"])
        return found

    def _rule(self, rule_id: str, question: Question, make: Callable[[], Condition] | None = None) -> Rule:
        pick = self.draw.choice
        reviewed = question in {Question.REQUIREMENT, Question.POLICY}
        entry = (ENTRY_POLICY,) if question is Question.REQUIREMENT else ()
        return Rule(
            rule_id, question, f"what {rule_id} says", (_CITE,),
            Timeline(rule_id, self._rows(question, make or (lambda: self.tree("line", 3)))),
            policy=pick((*_POLICIES, *entry, *entry)) if reviewed else None,
            authority=rule_id.upper() if question is Question.AUTHORITY and pick([True, False]) else None,
            activity=question is Question.REQUIREMENT and self.draw.random() < 0.2,
            occasion=pick(list(Occasion)) if question is Question.DUTY else Occasion.ANY,
        )  # fmt: skip

    def _rows(self, question: Question, make: Callable[[], Condition]) -> list[Row[RuleText]]:
        """One to three texts, one after the other: some not in force, some the same as before."""
        draw, rows = self.draw, list[Row[RuleText]]()
        always = question is Question.SUBJECT
        start = date(1999, 1, 1) + timedelta(days=0 if always else draw.randrange(6000))
        for left in range(draw.choice([0, 1, 2]), -1, -1):
            ends = left or (draw.random() < 0.2 and not always)
            end = start + timedelta(days=draw.randrange(30, 3000)) if ends else None
            again = rows and draw.random() < 0.2
            text = rows[-1].value if again else self._text(question, make)
            published = start + timedelta(days=draw.choice([-60, 0, 20]))
            rows.append(Row(Interval(start, end), published, text, _CITE, "made", resumes=True))
            start = end or start
        return rows

    def _text(self, question: Question, make: Callable[[], Condition]) -> RuleText:
        draw = self.draw
        if question is not Question.SUBJECT and draw.random() < 0.1:
            return RuleText(None, title="not in force")
        may_claim = {Question.AUTHORITY: 0.6, Question.EXEMPTION: 0.4}.get(question, 0)
        claim = self._claim() if draw.random() < may_claim else None
        owed = {Question.POLICY: 0, Question.DEFINITION: 0, Question.SUBJECT: 0, Question.DUTY: 1}.get(
            question, 0.4
        )
        duties = (self._obligation(),) if draw.random() < owed else ()
        own = question is Question.REQUIREMENT and draw.random() < 0.3
        policy = draw.choice([ENTRY_POLICY, *_POLICIES]) if own else None
        return RuleText(make(), claim, "a text", duties, policy)

    def _obligation(self) -> Obligation:
        pick = self.draw.choice
        met = pick([None, self.tree("line", 1)])
        return Obligation(
            pick(["file", "keep", "tell"]), pick(["so", "or so"]), _CITE, pick([True, False]), met
        )

    def _subject(self) -> Condition:
        return Any((Is(_field("item.us_origin"), True), self._line(), self.tree("line", 2)))

    def _term(self, number: int) -> Rule:
        """A definition; it may rest on those made before it. The first asks about no party, nor about controls."""
        name = f"made.term.{number}"
        plain = number == 0
        rule = self._rule(
            name,
            Question.DEFINITION,
            lambda: Any((self._line(), Not(self._line()))) if plain else self.tree("line", 1),
        )
        self.terms.append(name)
        return rule

    def tree(self, scope: str, depth: int) -> Condition:
        """A condition within a scope."""
        kind = self.draw.random()
        if depth == 0 or kind < 0.1:
            return self._leaf(scope)
        if kind < 0.2:
            return Not(self.tree(scope, depth - 1))
        if kind < 0.5 and scope in _INSIDE:
            return self._inside(self.draw.choice(_INSIDE[scope]), depth)
        parts = tuple(dict.fromkeys(self.tree(scope, depth - 1) for _ in range(self.draw.choice([2, 2, 3]))))
        if len(parts) == 1:
            return parts[0]
        if scope == "line" and len(self.terms) == 3 and kind > 0.9:
            return All((Is(_END_USE, self.draw.choice(["civil", "nuclear"])), *parts))
        return self.draw.choice([All, Any])(parts)

    def _inside(self, scope: str, depth: int) -> Condition:
        if scope == "share":
            return ShareAtLeast(self.draw.choice([25, 50]), self.tree("owner", depth - 1))
        return Some(scope, self.tree(scope, depth - 1))

    def _leaf(self, scope: str) -> Condition:
        kind = self.draw.random()
        if kind < 0.04:
            return Constant(self.draw.choice([True, False]), "made so")
        if kind < 0.08:
            return Unmodeled(min(self.base.coverage), "something")
        if kind < 0.16 and self.terms:
            return Defined(self.terms[0] if scope == "control" else self.draw.choice(self.terms))
        return self.leaves["line" if kind < 0.4 else scope]()

    def _line(self) -> Condition:
        pick = self.draw.choice
        return pick([
            Is(_field("action"), pick(["export", "reexport", "payment"])),
            Is(_field("destination"), pick(["CN", "RU"])),
            In(_field("destination"), ("CN", "CU", "RU")),
            Is(_field("item.us_origin"), pick([True, False])),
            Is(_field("item.located_in_us"), pick([True, False])),
            Is(_field("item.eccn"), "EAR99"),
            In(_field("item.kind"), ("commodity", "software")),
            Is(_field(f"item.is.{pick(self.flags)}"), True),
            AtMost(_field("item.controlled_us_content_pct"), pick([10, 25])),
            AtLeast(_field("item.value_usd"), Decimal(1500)),
            AtMost(_field("dates.contract"), date(2019, 5, 15)),
            Stated(Field("dates.en_route_since", "since when", claim=True)),
            InTable("country_groups", (_field("destination"), pick(["D:1", "E:1", "A:5"]))),
            InTable("country_chart", (_field("destination"), pick(["NS:2", "AT:1"]))),
            self._claim(),
            *(Is(fact, pick([True, False])) for fact in self.facts),
        ])  # fmt: skip

    def _claim(self) -> Condition:
        field = self.draw.choice(self.claims)
        values = self.base.vocabulary[field.path.removeprefix("facts.")].values
        return self.draw.choice([Stated(field), Is(field, values[0]), In(field, values[:3])])

    def _party(self) -> Condition:
        pick = self.draw.choice
        return pick([
            Is(_field("party.role"), "end_user"),
            In(_field("party.role"), ("bank", "purchaser", "ultimate_consignee")),
            Is(_field("party.country"), pick(["CN", "US"])),
            InTable("country_groups", (_field("party.country"), "D:5")),
            Is(_field("party.takes_possession_as_agent"), pick([True, False])),
            Is(_field("party.known"), True),
            Stated(Field("party.owners_stated", "that owners were looked into", claim=True)),
            Is(_field("party.owners_stated"), True),
            InTable("country_groups", (_field("party.country"), self.text)),
            InTable("country_groups", (_field("party.country"), self.text)),
        ])  # fmt: skip

    def _owner(self) -> Condition:
        pick = self.draw.choice
        return pick([
            Is(_field("owner.country"), pick(["CN", "US"])),
            InTable("country_groups", (_field("owner.country"), "D:5")),
            AtLeast(_field("owner.percent"), pick([25, 50])),
            Some("listing", self._listing()),
            Some("listing", self.tree("listing", 1)),
        ])  # fmt: skip

    def _listing(self) -> Condition:
        pick = self.draw.choice
        return pick([
            Is(_field("listing.list"), pick(["EL", "SDN"])),
            In(_field("listing.list"), ("DPL", "EL", "UVL")),
            Is(_field("listing.same_party"), True),
            Is(_field("listing.same_party"), True),
            Is(_field("listing.listed"), True),
            Is(_field("listing.listed"), True),
            Is(_field("listing.covers_item"), True),
            Is(_field("listing.covers_item"), True),
            AtLeast(_field("listing.placed_on"), date(2008, 1, 1)),
            Is(_field("listing.placed_by"), "84 FR 22961"),
            Is(_field("listing.footnotes"), pick([1, 4])),
            In(_field("listing.programs"), ("IRAN", "NPWMD")),
            Is(_field(f"listing.{pick(['standard_terms', 'special_terms', 'terms_stated'])}"), True),
            Is(_field("listing.matter"), "huawei"),
            Is(_field("listing.entry"), "made-3"),
        ])  # fmt: skip

    def _control(self) -> Condition:
        pick, to = self.draw.choice, _field("destination")
        return pick([
            Is(_field("control.reason"), pick(["NS", "AT", "MT"])),
            In(_field("control.column"), ("AT:1", "NS:2", "RS:1")),
            InTable("country_chart", (to, _field("control.column"))),
            Is(_field("control.charted"), True),
            Is(_field("control.reaches"), True),
            Is(_field("control.applies"), True),
            Is(_field("control.modeled"), True),
            InTable("country_groups", (to, "D:1")),
            In(to, ("CN", "MY")),
            Is(_END_USE, "civil"),
        ])  # fmt: skip


def share_law(base: Rulebook) -> Rulebook:
    """A law that asks of nothing but what owners from China hold of a party."""
    of_china = Is(_field("owner.country"), "CN")
    rules = [
        _always("made.subject", Question.SUBJECT, Constant(True, "everything is")),
        *(
            _always(
                f"made.share.{percent}",
                Question.REQUIREMENT,
                Some("party", ShareAtLeast(percent, of_china)),
            )
            for percent in (25, 50)
        ),
    ]
    return replace(base, name="shares", rules=tuple(rules), ownership_rules=frozenset(), standing=())


def _always(rule_id: str, question: Question, condition: Condition) -> Rule:
    rows = [Row(Interval(date(1999, 1, 1)), date(1999, 1, 1), RuleText(condition), _CITE, "made")]
    policy = _POLICIES[0] if question is Question.REQUIREMENT else None
    return Rule(rule_id, question, rule_id, (_CITE,), Timeline(rule_id, rows), policy=policy)


def owned_sales(seed: int) -> list[Transaction]:
    """Sales to parties with owners in layers, whose shares come to a limit of the law or nearly so."""
    draw = Random(f"owned {seed}")
    held = [*_AT_A_LIMIT, *(_owners(draw, 3) for _ in range(200))]
    return [
        Transaction(
            Action.EXPORT,
            date(2020, 1, 1),
            parties=tuple(Party(Role.END_USER, "a name", owners=row) for row in (owners, draw.choice(held))),
        )
        for owners in held
    ]


def _owner(share: str | None, country: str | None, *owners: Owner) -> Owner:
    return Owner("an owner", None if share is None else Decimal(share), country, owners)


_AT_A_LIMIT = (
    (_owner("30", "CN"), _owner("50", "US", _owner("40", "CN"))),
    (_owner("30", "CN"), _owner("50", "US", _owner("40", None))),
    (_owner("49.999999", "CN"), _owner(None, "CN", _owner("10", "US"))),
    (_owner("49.999999", "CN"), _owner("10", "US", _owner(None, "CN"))),
    (_owner("40", None, _owner("100", "CN"), _owner("50", "CN")),),
    (_owner("30", "US", _owner("100", "US", _owner("90", "CN"), _owner("90", None))),),
    (_owner("20", "CN"), _owner(None, "US", _owner("40", "CN"))),
    (_owner(None, "US", _owner("5", "US")), _owner(None, "CN")),
)
"""Shares that multiplied down the chains come to half, surely or perhaps; all but half with an unknown one beside it;
owners who are said to hold more than all."""


def _owners(draw: Random, layers: int) -> tuple[Owner, ...]:
    pick = draw.choice
    return tuple(
        Owner("an owner", pick(_SHARES), pick(["CN", "CN", "US", "US", None]), _owners(draw, layers - 1))
        for _ in range(pick([0, 1, 1, 2, 3]) if layers else 0)
    )


_SHARES = (
    None,
    *map(Decimal, ("0", "0.000001", "20", "24.999999", "25", "30", "40", "49.999999", "50", "100")),
)
