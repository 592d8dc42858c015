"""Paragraphs of the control list that are arithmetic, as functions of stated parameters in stated units.

Each gives a :class:`CalculatorReading`: the paragraphs that are certain, and those that are possible while a
parameter is unknown. A parameter is None where it is not known; learning it never takes a certain paragraph away. The
thresholds are those of the text of the list that ships (``tables/control_list.csv``); earlier ones say where they
were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from licet.classification.amounts import Amount, Measure
from licet.classification.truth import Truth, all_of, any_of, at_least, below, more_than, negated

__all__ = [
    "CHIP_RULES",
    "CalculatorReading",
    "Chip",
    "adjusted_peak_performance",
    "chip_paragraph",
    "computer_paragraph",
    "hbm_paragraph",
    "memory_bandwidth_density",
    "mixture_paragraph",
    "performance_density",
    "thermal_camera_paragraph",
    "total_processing_performance",
    "uav_paragraph",
]


@dataclass(frozen=True, slots=True)
class CalculatorReading:
    """What the parameters give. ``certain``: the paragraph that describes the item, None where none is certain.

    ``possible``: those that may while parameters are unknown. ``cite``, ``text_from``: the rule applied.
    ``sure``: whether its text was read; else it is general knowledge and no answer may rest on it alone.
    """

    certain: str | None
    possible: tuple[str, ...] = ()
    cite: str = ""
    text_from: date | None = None
    sure: bool = True

    @property
    def truth(self) -> Truth:
        """Whether a paragraph of the entry describes the item; None: it is open."""
        return True if self.certain else None if self.possible else False


def _reading(
    paragraphs: Iterable[tuple[str, Truth]], cite: str, text_from: date | None = None, *, sure: bool = True
) -> CalculatorReading:
    """The first paragraph that is true, if none before it is open."""
    possible = []
    for paragraph, truth in paragraphs:
        if truth is None:
            possible.append(paragraph)
        elif truth:
            if not possible:
                return CalculatorReading(paragraph, (), cite, text_from, sure)
            possible.append(paragraph)
            break
    return CalculatorReading(None, tuple(possible), cite, text_from, sure)


# 3A090 and 4A090: integrated circuits and computers that contain them


def total_processing_performance(units: Iterable[tuple[float, int]]) -> float:
    """TPP: 2 x MacTOPS x bit length of the operation, summed over all units (Technical Note 2 to 3A090, 1).

    ``units``: for each processing unit its peak rate in multiply-accumulate operations (10^12/s, dense) and the bit
    length. Where a unit has several rates, give the pair with the greatest product.

    >>> total_processing_performance([(1248, 8)])  # 2,496 TOPS of 8-bit operations
    19968
    """
    return sum(2 * rate * bits for rate, bits in units)


def performance_density(tpp: float, die_area_mm2: float) -> float:
    """TPP over the applicable die area in mm2: all logic dies of a non-planar process (Technical Note 2 to 3A090, 4).

    Raises ValueError where there is no such area: the density is then not defined and no threshold of it is met.
    """
    if die_area_mm2 <= 0:
        raise ValueError("no applicable die area: the performance density is not defined")
    return tpp / die_area_mm2


@dataclass(frozen=True, slots=True)
class Chip:
    """Parameters of an integrated circuit; None: unknown.

    ``tpp``: total processing performance. ``density``: performance density in TPP/mm2. ``for_datacenters``: designed
    or marketed for use in datacenters. ``transfer_rate``: aggregate bidirectional transfer rate to other integrated
    circuits but volatile memories, in Gbyte/s, which counted in 2022 only.
    """

    tpp: Measure = None
    density: Measure = None
    for_datacenters: bool | None = None
    transfer_rate: Measure = None


@dataclass(frozen=True, slots=True)
class _ChipRule:
    """The text of 3A090 from a day on."""

    text_from: date
    cite: str
    sure: bool
    by_density: bool


CHIP_RULES = (
    _ChipRule(date(2022, 10, 21), "87 FR 62186", sure=False, by_density=False),
    _ChipRule(date(2023, 11, 17), "88 FR 73458", sure=False, by_density=True),
    _ChipRule(date(2025, 1, 16), "90 FR 5298", sure=False, by_density=True),
    _ChipRule(date(2026, 6, 24), "15 CFR Part 774 Supp. 1, 3A090", sure=True, by_density=True),
)
"""The texts of 3A090.a and .b. The last was read in the eCFR; the others are general knowledge of their rules, which
kept the thresholds of November 2023 (the rule of January 2025 added presumptions for foundries, Note 1)."""

assert all(one.text_from < other.text_from for one, other in pairwise(CHIP_RULES))


def chip_paragraph(chip: Chip, on: date | None = None) -> CalculatorReading:
    """The paragraph of 3A090 (a or b) of an integrated circuit, by the text of a day, by default the newest.

    >>> chip_paragraph(Chip(tpp=4800, density=1)).certain, chip_paragraph(Chip(tpp=2400, density=1.6,
    ...     for_datacenters=True)).certain, chip_paragraph(Chip(tpp=2399, density=1.6, for_datacenters=True)).certain
    ('a', 'b', None)
    """
    rules = [rule for rule in CHIP_RULES if on is None or rule.text_from <= on]
    if not rules:
        return CalculatorReading(None, (), CHIP_RULES[0].cite, None, sure=False)
    rule = rules[-1]
    first = _of_2022(chip) if not rule.by_density else _of_2023(chip)
    return _reading(first, rule.cite, rule.text_from, sure=rule.sure)


def _of_2022(chip: Chip) -> list[tuple[str, Truth]]:
    return [("a", all_of([at_least(chip.transfer_rate, 600), at_least(chip.tpp, 4800)]))]


def _of_2023(chip: Chip) -> list[tuple[str, Truth]]:
    tpp, density = chip.tpp, chip.density
    at_4800 = at_least(tpp, 4800)
    fast = any_of([at_4800, all_of([at_least(tpp, 1600), at_least(density, 5.92)])])
    band = all_of([at_least(tpp, 2400), below(tpp, 4800), at_least(density, 1.6), below(density, 5.92)])
    dense = all_of([at_least(tpp, 1600), at_least(density, 3.2), below(density, 5.92)])
    in_scope = any_of([chip.for_datacenters, at_4800])  # Note 2 to 3A090.a and .b
    return [("a", all_of([fast, in_scope])), ("b", all_of([any_of([band, dense]), in_scope]))]


def hbm_paragraph(density: Measure) -> CalculatorReading:
    """3A090.c: high bandwidth memory of more than 2 GB/s for each mm2 of package or stack (since December 2, 2024).

    >>> hbm_paragraph(memory_bandwidth_density(819, 121)).certain, hbm_paragraph(2).certain
    ('c', None)
    """
    return _reading([("c", more_than(density, 2))], "15 CFR Part 774 Supp. 1, 3A090.c", date(2024, 12, 2))


def memory_bandwidth_density(bandwidth_gbyte_s: Measure, area_mm2: Measure) -> Measure:
    """GB/s for each mm2 of package or stack; None while either is unknown (3A090.c)."""
    if bandwidth_gbyte_s is None or area_mm2 is None:
        return None
    area = _amount(area_mm2)
    return _amount(bandwidth_gbyte_s).per(area) if area.low > 0 else None


def _amount(value: float | Amount) -> Amount:
    return value if isinstance(value, Amount) else Amount.exactly(value)


# 4A003 and 4A994: digital computers


def adjusted_peak_performance(processors: Iterable[tuple[float, bool]]) -> float:
    """APP in weighted teraflops: the rate of each processor in TFLOPS of 64 bits, a vector processor's times 0.9.

    All others count 0.3 (Technical Note on APP, Category 4; the weights are general knowledge of that note).

    >>> round(adjusted_peak_performance([(10, True), (10, False)]), 6)
    12.0
    """
    return sum(rate * (0.9 if vector else 0.3) for rate, vector in processors)


def computer_paragraph(app: Measure) -> CalculatorReading:
    """4A003.b or 4A994.b of a digital computer by its APP in weighted teraflops.

    >>> [computer_paragraph(app).certain for app in (70.1, 70, 0.0128, 0.0127)]
    ['4A003.b', '4A994.b', '4A994.b', None]
    """
    rows = [("4A003.b", more_than(app, 70)), ("4A994.b", at_least(app, 0.0128))]
    return _reading(rows, "15 CFR Part 774 Supp. 1, 4A003.b and 4A994.b", date(2026, 6, 24))


# 6A003: thermal cameras


def thermal_camera_paragraph(
    *, frame_rate_hz: Measure, released_by_note_3: bool | None, wide_fixed_view: bool | None = None
) -> CalculatorReading:
    """6A003.b.4.b or 6A993.a of a camera with an uncooled microbolometer array (6A002.a.3.f).

    ``frame_rate_hz``: the maximum. ``wide_fixed_view``: all of Note 3.b (field of view of each element of at least 2
    mrad, fixed lens, no direct view display, and no image or a single use). ``released_by_note_3``: any other
    paragraph of Note 3 to 6A003.b.4.

    >>> [thermal_camera_paragraph(frame_rate_hz=hz, released_by_note_3=False, wide_fixed_view=False).certain
    ...  for hz in (9, 9.1)]
    ['6A993.a', '6A003.b.4.b']
    """
    slow = negated(more_than(frame_rate_hz, 9))
    released = any_of([slow, wide_fixed_view, released_by_note_3])
    rows = [("6A003.b.4.b", negated(released)), ("6A993.a", released)]
    return _reading(rows, "15 CFR Part 774 Supp. 1, 6A003.b.4 Note 3", date(2026, 6, 24))


# 9A012: unmanned aerial vehicles

_DRONE_RULE = date(2026, 8, 13)


def uav_paragraph(
    *,
    endurance_h: Measure,
    beyond_sight: bool | None,
    stable_in_46_km_h: bool | None = None,
    incorporates: str | None = "",
    on: date | None = None,
) -> CalculatorReading:
    """The paragraph of 9A012.a of an unmanned aerial vehicle.

    ``endurance_h``: the maximum in hours (ISA, sea level, no wind). ``beyond_sight``: designed for controlled flight
    out of the natural vision of the operator. ``stable_in_46_km_h``: takes off and flies in gusts of 46.3 km/h, which
    counted until August 12, 2026. ``incorporates``: the paragraph (``a.3``, ``a.4`` or ``a.5``) whose sensors,
    lasers or inertial equipment it incorporates; empty: none; None: unknown.

    >>> [uav_paragraph(endurance_h=hours, beyond_sight=True).certain for hours in (0.5, 2.9, 3)]
    ['a.1', 'a.1', 'a.2']
    >>> [uav_paragraph(endurance_h=hours, beyond_sight=True, stable_in_46_km_h=False, on=date(2026, 8, 12)).certain
    ...  for hours in (0.5, 1)]
    [None, 'a.2']
    """
    if on is not None and on < _DRONE_RULE:
        short = all_of([at_least(endurance_h, 0.5), below(endurance_h, 1), stable_in_46_km_h])
        rows = [("a.2", at_least(endurance_h, 1)), ("a.1", short)]
        cite, text_from = "15 CFR Part 774 Supp. 1, 9A012.a", date(2026, 1, 20)
    else:
        with_parts = [
            (paragraph, None if incorporates is None else paragraph == incorporates)
            for paragraph in ("a.3", "a.4", "a.5")
        ]
        rows = [*with_parts, ("a.2", at_least(endurance_h, 3)), ("a.1", below(endurance_h, 3))]
        cite, text_from = "91 FR 52501", _DRONE_RULE
    return _reading([(name, all_of([truth, beyond_sight])) for name, truth in rows], cite, text_from)


# 1C350: precursor chemicals and mixtures


_BELOW: Mapping[str, tuple[tuple[str, float], ...]] = {
    "b": (("1C395", 10), ("1C995.a.1", -1)),
    "c": (("1C995.a.2.a", -1),),
    "d": (("1C995.a.2.b", -1),),
}
"""Where mixtures of less than 30 percent go, by the paragraph of the chemical: above which share, in percent."""


def mixture_paragraph(
    paragraph: str, weight_percent: Measure, *, consumer_goods: bool | None
) -> CalculatorReading:
    """The ECCN of a chemical named in a paragraph of 1C350, pure or in a mixture by its share of the weight.

    ``consumer_goods``: a normal ingredient of consumer goods packaged for retail sale for personal use, which are
    EAR99 (Note 2.b to 1C350). What is an impurity of less than 0.5 percent is not told from an ingredient here.
    Raises ValueError where the paragraph names no precursor chemical.

    >>> [mixture_paragraph("d.46", share, consumer_goods=False).certain for share in (97, 30, 29.9)]
    ['1C350.d.46', '1C350.d.46', '1C995.a.2.b']
    >>> mixture_paragraph("b.1", 10.1, consumer_goods=False).certain
    '1C395'
    """
    if paragraph[:1] not in _BELOW:
        raise ValueError(f"1C350.{paragraph} names no precursor chemical")
    lower = [(name, more_than(weight_percent, share)) for name, share in _BELOW[paragraph[0]]]
    rows = [("EAR99", consumer_goods), (f"1C350.{paragraph}", at_least(weight_percent, 30)), *lower]
    return _reading(rows, "15 CFR Part 774 Supp. 1, 1C350 and 1C995", date(2026, 6, 24))
