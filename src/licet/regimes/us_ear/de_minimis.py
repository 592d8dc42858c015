"""The percentage of controlled US content in a foreign-made item: Supplement No. 2 to 15 CFR Part 734.

From a bill of materials to the figure that the wire format calls ``item.controlled_us_content_pct``. The
figure holds for one destination only, since what counts is what would need a license to that destination.

>>> from decimal import Decimal
>>> board = USContent("board, 3A001", ItemKind.COMMODITY, Decimal(120), needs_license=True)
>>> screws = USContent("screws, EAR99", ItemKind.COMMODITY, Decimal(30), needs_license=False)
>>> calculate(ForeignProduct(ItemKind.COMMODITY, Decimal(1000)), [board, screws]).percent
Decimal('12')
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from licet.model.transaction import ItemKind

__all__ = ["Calculation", "ForeignProduct", "LeftOut", "USContent", "calculate"]


@dataclass(frozen=True, slots=True)
class ForeignProduct:
    """The foreign-made item.

    ``value``: the fair market price where it is sold, undepreciated, in any one currency; for software with
    the estimate of future sales that Supplement 2(a)(3)(ii) allows.
    """

    kind: ItemKind
    value: Decimal


@dataclass(frozen=True, slots=True)
class USContent:
    """One US-origin item in it, all pieces together.

    ``value``: the fair market price where the product is made, in the product's currency. ``needs_license``:
    whether it would need a license to the product's destination in the form received, by the Country Chart
    or part 746 and not part 744. ``gbs``: it could go there under License Exception GBS. ``short_supply_only``:
    controlled for short supply alone. ``incorporated``: essential to the product's function, customarily
    included in its sale and reexported with it; for software and technology commingled or bundled.
    ``at_only_or_ear99``: for software bundled with a commodity.
    """

    description: str
    kind: ItemKind
    value: Decimal
    needs_license: bool
    gbs: bool = False
    short_supply_only: bool = False
    incorporated: bool = True
    at_only_or_ear99: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A content that does not count, and why."""

    content: USContent
    why: str


@dataclass(frozen=True, slots=True)
class Calculation:
    """The result. ``percent``: exact, 100 times the value counted over the product's value.

    ``assess_alone``: bundled software that the de minimis rules do not take in: whether it is subject to the
    EAR must be looked into by itself (notes 3 to 734.4(c)(1) and (d)(1)).
    """

    percent: Decimal
    counted: tuple[USContent, ...]
    left_out: tuple[LeftOut, ...]
    assess_alone: tuple[USContent, ...]

    def at_most(self, level: int) -> bool:
        """Whether the content is de minimis at a level: equal is still de minimis (Supplement 2(a)(4))."""
        return self.percent <= level


def calculate(product: ForeignProduct, contents: Iterable[USContent]) -> Calculation:
    """Divide the controlled US content by the value of the product (Supplement 2(a)(4)).

    Raises ValueError on a value that is no price, on more content than the product is worth, and on a kind
    that nothing is incorporated into.
    """
    _check(product)
    counted: list[USContent] = []
    left_out: list[LeftOut] = []
    alone: list[USContent] = []
    for content in contents:
        _check(content)
        why = _why_not(content, product.kind)
        if why is not None:
            left_out.append(LeftOut(content, why))
        elif _bundled(content, product.kind) and not content.at_only_or_ear99:
            alone.append(content)
        else:
            counted.append(content)
    total = sum((content.value for content in counted), Decimal(0))
    if total > product.value:
        raise ValueError(f"the content is worth {total}, more than the product ({product.value})")
    return Calculation(total * 100 / product.value, tuple(counted), tuple(left_out), tuple(alone))


def _check(thing: ForeignProduct | USContent) -> None:
    if thing.kind is ItemKind.SERVICE:
        raise ValueError("a service is no item: neither a product nor a content of one")
    if (
        not thing.value.is_finite()
        or thing.value < 0
        or (isinstance(thing, ForeignProduct) and not thing.value)
    ):
        raise ValueError(f"{thing.value} is not the fair market price of a {thing.kind.value}")


def _bundled(content: USContent, product: ItemKind) -> bool:
    return product is ItemKind.COMMODITY and content.kind is ItemKind.SOFTWARE


def _why_not(content: USContent, product: ItemKind) -> str | None:
    """Why a content does not count; None where it does (Supplement 2(a)(1) and its note, 734.3(a)(3))."""
    if not content.needs_license:
        return "needs no license to the destination (NLR)"
    if content.gbs:
        return "could go to the destination under License Exception GBS"
    if content.short_supply_only:
        return "controlled for short supply only"
    if not content.incorporated:
        return "not incorporated: not essential, not customarily included, or not reexported with it"
    if content.kind is not product and not _bundled(content, product):
        return (
            f"a {content.kind.value} is not incorporated into a {product.value}, though it served to make it"
        )
    return None
