"""Arithmetic paragraphs of Categories 3 to 6: every printed number is a limit; just inside, just outside, unknown."""

import math
import re
from collections.abc import Iterator
from importlib.resources import files

from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from licet.classification.amounts import Amount, AmountError, read_amount
from licet.classification.control_list import ListPassage, control_list
from licet.classification.formulas import (
    FORMULAS,
    fft_processor,
    oscillator_phase_noise,
    sonar_source_level,
    transmit_module_power,
    transmit_module_side,
)
from licet.classification.limit import Limit, Limits, any_met
from licet.classification.limits import READ_CATEGORIES, limits_of, limits_of_text
from licet.classification.quantities import amount
from licet.classification.truth import at_least, at_most, below, more_than
from licet.cli.main import app
from licet.rules.table import read_rows


def passages() -> Iterator[ListPassage]:
    """The headings and items of the categories that are read, but for the 600 series."""
    for entry in control_list().entries():
        if entry.eccn[0] in READ_CATEGORIES and entry.eccn[2] != "6":
            yield from (p for p in entry.passages if p.kind in {"heading", "item"})


ARITHMETIC = [(passage, found) for passage in passages() if (found := limits_of(passage))]
STEP = 1e-6


def near(bound: float) -> float:
    return abs(bound) * STEP or STEP


def inside(limits: list[Limit]) -> float | None:
    """A value that meets limits of one parameter; None where there is none."""
    low = max((x.bound for x in limits if x.relation in {">", ">="}), default=-math.inf)
    high = min((x.bound for x in limits if x.relation in {"<", "<="}), default=math.inf)
    if low == high:
        return low
    if math.isinf(low):
        return high - near(high)
    if math.isinf(high):
        return low + near(low)
    return (low + high) / 2 if low < high else None


def test_every_number_of_the_list_is_a_limit_or_said_to_be_none() -> None:
    assert len(ARITHMETIC) > 1_000
    assert [passage.name for passage, found in ARITHMETIC if not found.whole] == []
    measured = re.compile(
        r"(?<![\w.])\d[\d,.]* ?(?:GHz|MHz|kHz|nm|ns|dB|W|kW|V|kV|%|K|GSPS|MSPS|bit|mm|µm|km|J)(?![A-Za-z])"
    )
    silent = [
        p.name
        for p in passages()
        if not limits_of(p) and measured.search(p.text) and p.name not in stated_otherwise()
    ]
    assert silent == []


def stated_otherwise() -> set[str]:
    """Paragraphs that are formulas, or whose numbers say how others are measured."""
    return {f"{eccn}.{paragraph}" for eccn, paragraph in FORMULAS} | {"3A001.e.1.a"}


def test_just_inside_just_outside_and_unknown() -> None:
    """For every paragraph: each limit by itself decides, and no answer is given while it is unknown."""
    for passage, found in ARITHMETIC:
        for group in found.alternatives:
            values = {key: inside([x for x in group if x.key == key]) for key in {x.key for x in group}}
            assert None not in values.values(), passage.name
            assert found.met(values), passage.name
            for limit in group:
                edge = near(limit.bound)
                outside = limit.bound + (edge if limit.relation in {"<", "<="} else -edge)
                assert limit.met(outside) is False, passage.name
                assert limit.met(limit.bound) is (limit.relation in {">=", "<="}), passage.name
                assert limit.met(None) is None, passage.name
                alone = Limits((group,)).met
                assert alone(values | {limit.key: outside}) is False, passage.name
                assert alone({key: value for key, value in values.items() if key != limit.key}) is None, (
                    passage.name
                )


def test_limits_stated_by_hand_stand_at_paragraphs_of_the_list() -> None:
    places = {(p.eccn, p.paragraph) for p in passages()}
    rows, _ = read_rows(files("licet.classification") / "tables" / "limits_by_hand.csv")
    stated = [(row["eccn"], row["paragraph"]) for row in rows]
    assert [place for place in stated if place not in places] == []
    assert len(set(stated)) == len(stated)
    assert all(row["why"] for row in rows)
    assert [place for place in FORMULAS if place not in places or limits_of(item(*place))] == []


def item(eccn: str, paragraph: str) -> ListPassage:
    entry = control_list().entry(eccn)
    assert entry is not None
    found = entry.item(paragraph)
    assert found is not None
    return found


CHECKED = (
    # read by eye from the list: paragraph, values, whether its limits are met
    ("3A001", "a.5.a.3", {"resolution (bit)": 12, "sample rate (samples/s)": 400.1e6}, True),
    ("3A001", "a.5.a.3", {"resolution (bit)": 12, "sample rate (samples/s)": 400e6}, False),
    ("3A001", "a.5.a.3", {"resolution (bit)": 14, "sample rate (samples/s)": 1e9}, False),
    ("3A001", "a.2.c", {"lowest rated ambient temperature (K)": 218,
                        "highest rated ambient temperature (K)": 398}, True),
    ("3A001", "a.7.a", {"maximum number of single-ended digital input/outputs": 700}, False),
    ("3A001", "b.1.a.3", {"fractional bandwidth (%)": 7.1}, True),
    ("3A001", "b.2.a.1", {"peak saturated power output (W)": 76, "frequency (Hz)": 2.9e9}, True),
    ("3A001", "b.2.a.1", {"peak saturated power output (W)": 76, "frequency (Hz)": 2.7e9}, False),
    ("3A001", "b.3.f", {"peak saturated power output (W)": 5.01, "frequencies (Hz)": 31.8e9}, True),
    ("3A001", "e.1.b", {"energy density at 20 °C (Wh/kg)": 350}, False),
    ("3A002", "h.1.c", {"resolution (bit)": 12, "sample rate (samples/s)": 1e9}, False),
    ("3A090", "b.1", {"total processing performance": 2400, "performance density": 1.6}, True),
    ("3A090", "c", {"memory bandwidth density (Gbyte/s/mm2)": 2}, False),
    ("3A991", "a.2", {"clock frequency rate (Hz)": 25e6}, False),
    ("3A991", "d", {"maximum number of single-ended digital input/outputs": 700}, True),
    ("3A992", "d", {"bandwidth (Hz)": 1e9}, True),
    ("4A003", "b", {"adjusted peak performance (app) (WT)": 70}, False),
    ("4A994", "b", {"adjusted peak performance (app) (WT)": 0.0128}, True),
    ("4A906", "a.1", {"quantum computers supporting": 34, "c-not error": 1e-4}, True),
    ("5A001", "b.4.a", {"bandwidth (Hz)": 500e6}, False),
    ("5A001", "b.1.a", {"acoustic carrier frequency outside the range (Hz)": 61e3}, True),
    ("5A001", "b.1.a", {"acoustic carrier frequency outside the range (Hz)": 40e3}, False),
    ("5A991", "b.1", {"digital transfer rate at the highest multiplex level (bit/s)": 10e6,
                      "total digital transfer rate (bit/s)": 91e6}, True),
    ("5A991", "a", {"specially designed to operate outside the temperature range (K)": 300}, False),
    ("6A001", "a.2.a.4", {"hydrophone sensitivity (dB)": -179}, True),
    ("6A003", "a.4", {"speed (Hz)": 1e6}, False),
    ("6A003", "b.2.b", {"linear detector arrays (elements)": 8193}, True),
    ("6A005", "a.10", {"output wavelength (m)": 2.2e-6, "output power (W)": 1}, False),
    ("6A005", "d.1.b.3", {"wavelength (m)": 1.9e-6, "average or cw output power (W)": 1.1}, True),
    ("6A006", "a.2", {"sensitivity at 1 Hz per square root Hz (T)": 20e-12}, False),
    ("6A995", "b.1.b", {"wavelength (m)": 1_050e-9}, False),
    ("6C002", "a", {"elemental tellurium (te) of purity levels (%)": 99.9996}, True),
    ("6C992", "", {"zinc content (%)": 6}, True),
)  # fmt: skip


def test_paragraphs_as_read_by_eye() -> None:
    for eccn, paragraph, values, truth in CHECKED:
        entry = control_list().entry(eccn)
        assert entry is not None
        passage = item(eccn, paragraph) if paragraph else entry.passages[0]
        keys = limits_of(passage).keys
        assert set(values) <= set(keys), (passage.name, keys)
        assert limits_of(passage).met(values) is truth, passage.name


def test_what_cannot_be_read_is_not_whole() -> None:
    for text in (
        "A ratio of 3:1 or greater", "An output of 5 gibbles", "A time of less than 5 ns at 20 gibbles",
        "greater than 68 dBc when synthesizing 100 MHz",
    ):  # fmt: skip
        assert not limits_of_text(text).whole, text
    assert limits_of_text("Items controlled by 3A001.b.2 (see 15 CFR 774.1)").whole
    assert limits_of_text("No dimension greater than 30 cm").all[0].relation == "<="


@given(st.integers(-9, 9), st.integers(0, 9), st.integers(-9, 9), st.booleans(), st.booleans())
def test_a_comparison_of_bounds_is_that_of_every_value_between_them(
    low: int, width: int, limit: int, low_in: bool, high_in: bool
) -> None:
    bounds = Amount(low, low + width, low_in or width == 0, high_in or width == 0)
    samples = [low + width * part for part in (0.25, 0.5, 0.75)] if width else [low]
    samples += ([bounds.low] if bounds.low_in else []) + ([bounds.high] if bounds.high_in else [])
    for compare in (at_least, more_than, at_most, below):
        found = compare(bounds, limit)
        if found is not None:
            assert {compare(value, limit) for value in samples} == {found}


def test_amounts_are_read_as_people_write_them() -> None:
    written = {
        "30": "30", "> 9 Hz": "above 9", "at least 10 kHz": "at least 10000", "<= 3": "at most 3", "below 0.5 GHz":
        "below 500000000", "2 to 4 MHz": "2000000 to 4000000", "2-4 kHz": "2000 to 4000", "about 100": "90 to 110",
        "1.5e3": "1500", "4 x 10^6": "4000000",
    }  # fmt: skip
    assert {typed: str(amount(typed, "Hz")) for typed in written} == written
    for typed in ("fast", "9 m", "", "above", "about 1e999", "> 10^41", "1 to 1e999", "9" * 5000):
        try:
            read_amount(typed, {"Hz": 1}, "Hz")
        except AmountError:
            continue
        raise AssertionError(typed)


def test_formulas_at_their_limits() -> None:
    assert (fft_processor(1024, 0.4999), fft_processor(1024, 0.5)) == (True, False)
    assert not oscillator_phase_noise(-200, 20_000, 100)
    limit = 505.62 / 100
    assert (transmit_module_power(limit + 1e-6, 10), transmit_module_power(limit, 10)) == (True, False)
    assert (transmit_module_side(6, 4, 10), transmit_module_side(6.01, 4, 10)) == (True, False)
    assert (
        sonar_source_level(199.8, 1000, continuous=False),
        sonar_source_level(199.7, 1000, continuous=False),
    ) == (
        True,
        False,
    )


def test_the_command_holds_stated_parameters_against_the_limits() -> None:
    def said(*arguments: str, status: int = 0) -> str:
        found = CliRunner().invoke(app, ["ccl", "limits", *arguments])
        assert found.exit_code == status, found.output
        return found.output

    assert "resolution >= 12 bit" in said("3A001.a.5.a.3")
    assert "meet the limits of 3A001.a.5.a.3" in said(
        "3A001.a.5.a.3", "resolution=12", "sample=above 400 MSPS"
    )
    assert "does not describe" in said("3A001.a.5.a.3", "resolution=14")
    assert "That does not decide it" in said(
        "6A005.a.7.a", "output wavelength=1550 nm", "output power=above 20 W"
    )
    assert "it has resolution, sample rate" in said("3A001.a.5.a.3", "weight=3", status=2)
    assert "read its text" in said("2B001.a", "x=1", status=2)


def test_what_an_item_covers_is_compared_as_a_whole() -> None:
    """Frequencies from 2 to 18 GHz lie in every band that they touch; a power from 2 to 18 W is one unknown power."""
    mmic = limits_of(item("3A001", "b.2.b"))
    fits = {
        "2 to 18 GHz": True, "DC to 7 GHz": True, "6.8 to 7 GHz": True, "2 to 6.8 GHz": False, "16 to 18 GHz": True,
        "16.1 to 18 GHz": False, "above 2 GHz": None, "about 7 GHz": None, "about 10 GHz": True,
    }  # fmt: skip
    found = {
        typed: mmic.met(
            {"rated for operation at frequencies (Hz)": amount(typed, "Hz"), "fractional bandwidth (%)": 50}
        )
        for typed in fits
    }
    assert found == fits
    watts = limits_of_text("A power exceeding 5 W;")
    assert watts.met({"power (W)": amount("2 to 18 W", "W")}) is None
    outside = limits_of(item("5A001", "b.1.a"))
    (key,) = outside.keys
    assert [outside.met({key: amount(typed, "Hz")}) for typed in ("30 to 50 kHz", "30 to 70 kHz")] == [
        False,
        True,
    ]


def test_one_of_several_is_met_though_it_is_open_which() -> None:
    converters = [limits_of(item("3A001", f"a.5.a.{number}")) for number in (1, 2, 3, 4, 5)]
    fast, slow = amount("4 GSPS", "samples/s"), amount("200 MSPS", "samples/s")
    said = {
        "at least 8 bit": (True, None),
        "above 4 bit": (None, None),
        "4 to 7 bit": (False, False),
        "": (None, None),
    }
    for typed, expected in said.items():
        bits = amount(typed, "bit") if typed else None
        found = [
            any_met(converters, {"resolution (bit)": bits, "sample rate (samples/s)": x})
            for x in (fast, slow)
        ]
        assert tuple(found) == expected, typed
