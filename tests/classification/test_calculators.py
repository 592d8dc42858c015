"""Paragraphs that are arithmetic: just inside, just outside, unknown."""

from datetime import date
from itertools import product

import pytest

from licet.classification.amounts import Amount
from licet.classification.calculators import (
    CalculatorReading,
    Chip,
    chip_paragraph,
    computer_paragraph,
    hbm_paragraph,
    memory_bandwidth_density,
    mixture_paragraph,
    performance_density,
    thermal_camera_paragraph,
    total_processing_performance,
    uav_paragraph,
)
from licet.classification.quantities import QuantityError, quantity
from licet.classification.specially_designed import RELEASES, specially_designed_by

CHIPS = [
    # maker's or tracker's figures: TPP, performance density, for datacenters, paragraph
    (4800, 0.1, False, "a"), (4799, 5.92, True, "a"), (4799, 5.91, True, "b"), (4799, 5.92, False, None),
    (2400, 1.6, True, "b"), (2399, 1.6, True, None), (2400, 1.59, True, None), (1600, 3.2, True, "b"),
    (1600, 3.19, True, None), (1599, 9.0, True, None), (1600, 5.92, True, "a"), (2896, 3.67, True, "b"),
    (36000, 22.0, True, "a"), (2400, 1.6, False, None),
]  # fmt: skip


@pytest.mark.parametrize(("tpp", "density", "datacenter", "paragraph"), CHIPS)
def test_chips_by_the_text_of_today(
    tpp: float, density: float, datacenter: bool, paragraph: str | None
) -> None:
    reading = chip_paragraph(Chip(tpp, density, datacenter))
    assert (reading.certain, reading.possible) == (paragraph, ())
    assert reading.sure


ACCELERATORS = (
    # name, TPP, performance density, for datacenters, the paragraph that its maker or a public tracker states
    ("A100 SXM", 4992, 6.04, True, "a"), ("A800", 4992, 6.04, True, "a"), ("H100 SXM", 15824, 19.4, True, "a"),
    ("H800", 15824, 19.4, True, "a"), ("H200", 15824, 19.4, True, "a"), ("B200", 36000, 22.5, True, "a"),
    ("L40S", 5864, 9.64, True, "a"), ("L40", 2896, 4.76, True, "b"), ("L4", 1936, 6.58, True, "a"),
    ("RTX 4090", 5285, 8.68, False, "a"), ("RTX 4090 D", 4708, 7.73, False, None), ("H20", 2368, 2.9, True, None),
    ("MI210", 2896, 3.67, True, "b"), ("MI250X", 6128, 4.23, True, "a"), ("MI300X", 20916, 20.6, True, "a"),
    ("Gaudi 2", 6912, 8.28, True, "a"), ("T4", 1040, 1.9, True, None), ("V100", 2000, 2.45, True, None),
)  # fmt: skip
"""Figures from public data sheets and trackers of chip controls, rounded; general knowledge."""


def test_accelerators_come_to_the_paragraph_that_is_published() -> None:
    for name, tpp, density, datacenter, paragraph in ACCELERATORS:
        assert chip_paragraph(Chip(tpp, density, datacenter)).certain == paragraph, name
        within = Chip(Amount(tpp * 0.999, tpp * 1.001), Amount.exactly(density), datacenter)
        assert chip_paragraph(within).certain == paragraph, name
    unknown = chip_paragraph(Chip(2896, None, for_datacenters=True))
    assert (unknown.certain, unknown.possible) == (None, ("a", "b"))


def test_chips_by_the_texts_of_earlier_days() -> None:
    a100 = Chip(tpp=4992, density=6.04, for_datacenters=True, transfer_rate=600)
    a800 = Chip(tpp=4992, density=6.04, for_datacenters=True, transfer_rate=400)
    assert chip_paragraph(a100, date(2022, 10, 1)).certain is None
    assert chip_paragraph(a100, date(2022, 11, 1)).certain == "a"
    assert chip_paragraph(a800, date(2022, 11, 1)).certain is None
    assert chip_paragraph(a800, date(2023, 11, 17)).certain == "a"
    assert not chip_paragraph(a800, date(2023, 11, 17)).sure


def test_total_processing_performance_and_density() -> None:
    assert total_processing_performance([(312 / 2, 16)]) == 4992
    assert performance_density(4992, 826) == pytest.approx(6.04, abs=0.01)
    with pytest.raises(ValueError, match="not defined"):
        performance_density(4992, 0)


def grown(reading: CalculatorReading, other: CalculatorReading) -> bool:
    """Whether what one reading says certainly is said by another that knows more."""
    return reading.truth is None or (reading.certain == other.certain and reading.truth == other.truth)


def test_learning_a_parameter_takes_nothing_back() -> None:
    tpps, densities, uses = (0, 1599, 1600, 2400, 4799, 4800, 9000), (0.5, 1.6, 3.2, 5.92, 7), (True, False)
    for tpp, density, use in product(tpps, densities, uses):
        whole = chip_paragraph(Chip(tpp, density, use))
        for tpp_known, density_known, use_known in product((True, False), repeat=3):
            less = Chip(
                tpp if tpp_known else None, density if density_known else None, use if use_known else None
            )
            assert grown(chip_paragraph(less), whole)
    for hours, sight in product((0, 0.5, 1, 2.99, 3, 5), uses):
        whole = uav_paragraph(endurance_h=hours, beyond_sight=sight)
        assert grown(uav_paragraph(endurance_h=None, beyond_sight=sight), whole)
        assert grown(uav_paragraph(endurance_h=hours, beyond_sight=None), whole)
        assert grown(uav_paragraph(endurance_h=hours, beyond_sight=sight, incorporates=None), whole)


def test_other_limits_just_inside_and_outside() -> None:
    pairs = ((200.1, 100), (200, 100), (None, 100), (200, None), (200, 0))
    assert [hbm_paragraph(memory_bandwidth_density(*pair)).truth for pair in pairs] == [
        True,
        False,
        None,
        None,
        None,
    ]
    assert [hbm_paragraph(density).truth for density in (2.01, 2, None)] == [True, False, None]
    assert [computer_paragraph(app).certain for app in (70.01, 70, 0.0128, 0.0127)] == [
        "4A003.b", "4A994.b", "4A994.b", None,
    ]  # fmt: skip
    assert computer_paragraph(None).possible == ("4A003.b", "4A994.b")
    slow, fast, unknown = (
        thermal_camera_paragraph(frame_rate_hz=hz, released_by_note_3=False, wide_fixed_view=False)
        for hz in (9, 9.01, None)
    )
    assert (slow.certain, fast.certain, unknown.certain) == ("6A993.a", "6A003.b.4.b", None)
    assert thermal_camera_paragraph(frame_rate_hz=60, released_by_note_3=None).truth is None
    before = date(2026, 8, 12)
    assert (
        uav_paragraph(endurance_h=0.75, beyond_sight=True, stable_in_46_km_h=True, on=before).certain == "a.1"
    )
    assert (
        uav_paragraph(endurance_h=0.49, beyond_sight=True, stable_in_46_km_h=True, on=before).certain is None
    )
    assert uav_paragraph(endurance_h=9, beyond_sight=True, incorporates="a.3").certain == "a.3"
    assert mixture_paragraph("b.1", 10, consumer_goods=False).certain == "1C995.a.1"
    assert mixture_paragraph("c.1", None, consumer_goods=False).truth is None
    assert mixture_paragraph("d.1", 0.24, consumer_goods=True).certain == "EAR99"
    with pytest.raises(ValueError, match="no precursor"):
        mixture_paragraph("a", 1, consumer_goods=False)


def test_specially_designed_by_brute_force() -> None:
    """Against the definition in two values: what is said of open facts holds however they come out."""
    names = ("a1", "part", "used_in", "b2", "b5")
    closed = dict.fromkeys(set(RELEASES) - set(names), False)
    for values in product((True, False, None), repeat=len(names)):
        facts = dict(zip(names, values, strict=True)) | closed
        open_names = [name for name in names if facts[name] is None]
        answers = set()
        for filled in product((True, False), repeat=len(open_names)):
            whole = facts | dict(zip(open_names, filled, strict=True))
            caught = whole["a1"] or (whole["part"] and whole["used_in"])
            answers.add(bool(caught and not (whole["part"] and (whole["b2"] or whole["b5"]))))
        said = specially_designed_by(facts)
        assert said is None or answers == {said}
        assert said is not None or open_names


def test_quantities_are_read_with_their_units() -> None:
    assert quantity("1.5 TB/s", "Gbyte/s") == 1500
    for typed in ("about 30", "30 kg", "1,60", ""):
        with pytest.raises(QuantityError):
            quantity(typed, "Hz")
