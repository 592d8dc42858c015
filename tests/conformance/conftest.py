"""Sales made at random over everything that a rule reads: most facts missing, many odd, some parties listed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from importlib.resources import files
from random import Random

import pytest

from licet.model.listing import EntryTerms, ListCode, ListEntry, Listing
from licet.model.transaction import Action, FactValue, Item, ItemKind, Owner, Party, Role, Transaction
from licet.regimes.shipped_entries import huawei_entries
from licet.regimes.us_ear import ear
from licet.rules.checks import conditions_of, nodes
from licet.rules.citation import Citation
from licet.rules.condition import AtLeast, AtMost, In, Is, Value
from licet.rules.dated import Row, Timeline
from licet.rules.interval import Interval
from licet.rules.rulebook import Rulebook
from licet.rules.table import read_rows
from licet.rules.vocabulary import FactKind, FactSpec

_ALL = "For all items subject to the EAR. (See §744.11 of the EAR)."
_SOURCE = Citation.parse("84 FR 22961")


class SaleMaker:
    """Makes sales for a rulebook, each from a seed of its own."""

    def __init__(self, book: Rulebook) -> None:
        rows, _ = read_rows(files("licet.regimes.us_ear") / "tables" / "eccn_controls.csv")
        bases = sorted({row["eccn"] for row in rows})
        self.book = book
        self.eccns = (*bases, *(f"{eccn}.{letter}" for eccn in bases for letter in "abcz"))
        self.destinations = tuple(sorted(book.destinations))
        self.values = _values_read(book)
        self.entries = (*huawei_entries()[:12], *map(_made_entry, range(40)))

    def sale(self, seed: int) -> Transaction:
        """One sale; the same seed makes the same."""
        draw = Random(seed)
        action = draw.choice([*Action, Action.EXPORT, Action.EXPORT, None])
        return Transaction(
            action=action,
            as_of=date(2000, 1, 1) + timedelta(days=draw.randrange(10_000))
            if draw.random() < 0.5
            else draw.choice(self.book.breakpoints()) + timedelta(days=draw.choice([-1, 0, 1])),
            known_as_of=None,
            destination=draw.choice(
                [*draw.choices(self.destinations, k=6), "CN", "CN", "RU", "CU", "ZZ", None]
            ),
            item=self._item(draw),
            parties=tuple(self._party(draw) for _ in range(draw.choice([0, 1, 1, 2, 2, 3]))),
            end_use=draw.choice(
                ["civil", "civil", "civil", None, "something else", *sorted(self.book.end_uses)]
            ),
            contract=_day(draw),
            order=_day(draw),
            en_route_since=_day(draw),
            facts=self._facts(draw),
        )

    def _item(self, draw: Random) -> Item:
        pick = draw.choice
        return Item(
            kind=pick([*ItemKind, None]),
            eccn=pick([*draw.choices(self.eccns, k=6), "EAR99", "EAR99", "9Z999", None]),
            us_origin=pick([True, True, False, None]),
            located_in_us=pick([None, None, True, False]),
            controlled_us_content_pct=pick([None, *_decimals("0 9.99 10 10.01 25 25.5 80")]),
            value_usd=pick([None, *_decimals("0 200 200.01 499 500 1500 2500 2501 3000 5000 1000000")]),
            schedule_b_value_usd=pick([None, None, *_decimals("2500 2501")]),
            eccn_value_usd=pick([None, None, *_decimals("1500 3000 5000 5001")]),
            order_value_usd=pick([None, None, *_decimals("800 801 5000")]),
        )  # fmt: skip

    def _party(self, draw: Random) -> Party:
        pick = draw.choice
        return Party(
            role=pick([*Role, Role.END_USER]),
            name=pick(["a name", "a name", None]),
            country=pick(["CN", "US", "DE", "RU", "ZZ", None]),
            owners=pick([None, (), tuple(self._owner(draw, 0) for _ in range(pick([1, 2])))]),
            takes_possession_as_agent=pick([None, True, False]),
            listings=self._listings(draw),
            legible=pick([True, True, True, False]),
        )

    def _owner(self, draw: Random, depth: int) -> Owner:
        pick = draw.choice
        above = tuple(self._owner(draw, depth + 1) for _ in range(pick([0, 0, 1, 2]))) if depth < 2 else ()
        share = pick([None, *_decimals("10 24.999999 25 30 49.999999 50 60 100")])
        return Owner("an owner", share, pick(["CN", "US", None]), above, listings=self._listings(draw))

    def _listings(self, draw: Random) -> tuple[Listing, ...]:
        some = draw.choices(self.entries, k=draw.choice([0, 0, 0, 1, 1, 2]))
        return tuple(
            Listing(entry, draw.choice([True, True, False, None]), "a name", 1.0, "made") for entry in some
        )

    def _facts(self, draw: Random) -> dict[str, FactValue]:
        names = draw.sample(
            sorted(self.book.vocabulary), k=min(len(self.book.vocabulary), draw.choice([0, 3, 12, 60, 200]))
        )
        return {name: self._value(draw, self.book.vocabulary[name]) for name in names}

    def _value(self, draw: Random, spec: FactSpec) -> FactValue:
        read = self.values.get(f"facts.{spec.name}", [])
        match spec.kind:
            case FactKind.YES_NO:
                return draw.choice([True, False])
            case FactKind.DATE:
                return _day(draw) or date(2019, 10, 10)
            case FactKind.NUMBER:
                return draw.choice(
                    [Decimal(0), Decimal(10**9), *(item for item in read if isinstance(item, Decimal))]
                )
            case _:
                texts = [*spec.values, *(item for item in read if isinstance(item, str))]
                return draw.choice(texts or ["something"])


def _decimals(text: str) -> list[Decimal]:
    return [Decimal(word) for word in text.split()]


def _exact(value: Value) -> FactValue:
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _day(draw: Random) -> date | None:
    days = [date(2019, 5, 15), date(2019, 5, 16), date(2019, 8, 19), date(2020, 8, 17), date(2022, 2, 24)]
    return draw.choice([None, None, *days, date(2015, 1, 1) + timedelta(days=draw.randrange(4500))])


def _values_read(book: Rulebook) -> dict[str, list[FactValue]]:
    """By path, the values with which some rule compares it."""
    found: dict[str, list[FactValue]] = {}
    for node in (node for rule in book.rules for tree in conditions_of(rule) for node in nodes(tree)):
        match node:
            case Is(field, value):
                found.setdefault(field.path, []).append(_exact(value))
            case In(field, values):
                found.setdefault(field.path, []).extend(values)
            case AtMost(field, limit) | AtLeast(field, limit):
                found.setdefault(field.path, []).append(_exact(limit))
            case _:
                pass
    return found


def _made_entry(number: int) -> ListEntry:
    """An entry of any list with one to three texts, the last of them a removal in some."""
    draw = Random(f"entry {number}")
    start, rows = date(1998, 1, 1) + timedelta(days=draw.randrange(8000)), []
    for place in range(draw.choice([1, 1, 2, 3])):
        end = start + timedelta(days=draw.randrange(30, 3000))
        terms = EntryTerms(
            listed=place == 0 or draw.random() < 0.5,
            requirement=draw.choice([_ALL, "For 3A001 items.", None]),
            policy=draw.choice(["Presumption of denial.", "Case-by-case basis.", "Policy of denial.", None]),
            footnotes=tuple(sorted(draw.sample(range(1, 6), k=draw.choice([0, 0, 1, 2])))),
            programs=tuple(draw.sample(["NPWMD", "SDGT", "RUSSIA-EO14024", "IRAN"], k=draw.choice([0, 1]))),
            standard_order=draw.choice([None, True, False]),
        )  # fmt: skip
        rows.append(Row(Interval(start, end), start, terms, _SOURCE, "made", resumes=True))
        start = end
    known = draw.choice([True, True, False])
    return ListEntry(
        f"made-{number}", draw.choice(list(ListCode)), f"Made party {number}", (), ("CN",), (), None,
        Timeline(f"made {number}", rows), (_SOURCE,), "made", listed_since_known=known,
        not_before=None if known or draw.random() < 0.5 else rows[0].in_force.start - timedelta(days=400),
        matter=draw.choice([None, "huawei"]),
    )  # fmt: skip


@pytest.fixture(scope="session")
def maker() -> SaleMaker:
    return SaleMaker(ear())
