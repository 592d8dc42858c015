"""Entries whose paragraphs are arithmetic: the parameters that an interview asks for, and the calculators."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from licet.classification.amounts import Measure
from licet.classification.calculators import (
    CalculatorReading,
    Chip,
    chip_paragraph,
    computer_paragraph,
    hbm_paragraph,
    memory_bandwidth_density,
    mixture_paragraph,
    thermal_camera_paragraph,
    uav_paragraph,
)
from licet.classification.control_list import Entry
from licet.classification.questions import Form, Inquiry, ReviewQuestion
from licet.classification.truth import Truth, at_least, at_most, below, more_than

__all__ = ["PARAMETERS"]

Described = tuple[Truth, str, tuple[str, ...]]
_LIST = "15 CFR Part 774 Supp. 1"


def _number(key: str, text: str, unit: str, cite: str) -> ReviewQuestion:
    return ReviewQuestion(
        key, text, Form.NUMBER, f"{_LIST}, {cite}", "The paragraph is arithmetic.", unit=unit
    )


def _yes_no(key: str, text: str, cite: str) -> ReviewQuestion:
    return ReviewQuestion(
        key, text, Form.YES_NO, f"{_LIST}, {cite}", "It decides whether the entry is read at all."
    )


def _described(eccn: str, reading: CalculatorReading, *notes: str) -> Described:
    """What a reading says of an entry; a paragraph may name the entry itself, where it is of another."""
    name = reading.certain or "/".join(reading.possible) or eccn
    full = name if name[:1].isdigit() or name == "EAR99" else f"{eccn}.{name}"
    return reading.truth, full, tuple(note for note in notes if note)


_TPP = _number(
    "tpp",
    "What is its total processing performance (2 x MacTOPS x bit length, dense, all units)?",
    "TPP",
    "3A090",
)
_DENSITY = _number(
    "performance_density",
    "What is its performance density (TPP over the die area in mm2)?",
    "TPP/mm2",
    "3A090",
)
_DATACENTER = _yes_no("datacenter", "Is it designed or marketed for use in datacenters?", "3A090 Note 2")


def _chip(inquiry: Inquiry) -> CalculatorReading:
    """The integrated circuit; what cannot matter any more is not asked."""
    tpp = inquiry.amount(_TPP)
    fast, slow = at_least(tpp, 4800), below(tpp, 1600)
    if fast or slow:  # below 1,600 nothing is left, above 4,800 all is said
        return chip_paragraph(Chip(tpp, 0.0, fast))
    return chip_paragraph(Chip(tpp, inquiry.amount(_DENSITY), inquiry.yes(_DATACENTER)))


def _3a090(inquiry: Inquiry, entry: Entry) -> Described:
    sort = inquiry.choice(
        ReviewQuestion(
            "3A090",
            "Which of these is it?",
            Form.CHOICE,
            f"{_LIST}, 3A090",
            "Processors and memories are measured by different numbers.",
            (
                (
                    "processor",
                    "an integrated circuit with a digital processing unit (GPU, AI accelerator, CPU, FPGA)",
                ),
                ("memory", "high bandwidth memory (HBM)"),
                ("none", "neither"),
            ),
        )
    )
    if sort is None:
        return None, entry.eccn, ()
    if sort == "none":
        return False, entry.eccn, ()
    if sort == "processor":
        return _described(entry.eccn, _chip(inquiry))
    return _described(entry.eccn, hbm_paragraph(_memory_density(inquiry)))


def _memory_density(inquiry: Inquiry) -> Measure:
    """The memory bandwidth density, as stated, or else from the bandwidth and the area that a data sheet states."""
    text = "What is its memory bandwidth density (bandwidth over the area of the package or stack)?"
    density = inquiry.amount(_number("hbm_density", text, "Gbyte/s/mm2", "3A090.c"))
    if density is not None:
        return density
    rate = inquiry.amount(_number("hbm_bandwidth", "What is its memory bandwidth?", "Gbyte/s", "3A090.c"))
    area = inquiry.amount(_number("hbm_area", "What is the area of the package or stack?", "mm2", "3A090.c"))
    return memory_bandwidth_density(rate, area)


def _4a090(inquiry: Inquiry, entry: Entry) -> Described:
    contains = inquiry.yes(
        _yes_no(
            "4A090",
            "Is it a computer, electronic assembly or component that contains integrated circuits with digital "
            "processing units (GPU, AI accelerator)?",
            "4A090",
        )
    )
    if not contains:
        return contains, entry.eccn, ()
    return _described(
        entry.eccn, _chip(inquiry), "Answers are for the strongest integrated circuit that it contains."
    )


def _computer(inquiry: Inquiry, entry: Entry) -> Described:
    """4A003 and 4A994 by APP; what else they hold is left to a person."""
    sort = inquiry.choice(
        ReviewQuestion(
            f"{entry.eccn}",
            f"Which of these describes it? {entry.heading}",
            Form.CHOICE,
            f"{_LIST}, {entry.eccn}",
            "Computers are measured by their adjusted peak performance.",
            (
                ("b", "a digital computer"),
                *(
                    (p.paragraph, p.text)
                    for p in entry.items
                    if "." not in p.paragraph and p.paragraph != "b"
                ),
                ("none", "none of them"),
            ),
        )
    )
    if sort is None or sort == "none":
        return (None if sort is None else False), entry.eccn, ()
    if sort != "b":
        return True, f"{entry.eccn}.{sort}", ()
    reading = computer_paragraph(inquiry.amount(_APP))
    mine = entry.eccn if reading.certain is None else reading.certain.partition(".")[0]
    return (False, entry.eccn, ()) if mine != entry.eccn else _described(entry.eccn, reading)


_APP = _number(
    "app",
    "What is its adjusted peak performance (APP)? Above 70 WT it is 4A003.b, from 0.0128 WT up to that 4A994.b; a "
    "range will do, such as 0.1 to 5.",
    "WT",
    "4A003.b",
)


def _uav(inquiry: Inquiry, entry: Entry) -> Described:
    sort = inquiry.choice(
        ReviewQuestion(
            "9A012",
            "Which of these is it?",
            Form.CHOICE,
            f"{_LIST}, 9A012",
            "The vehicle and its equipment are in different paragraphs.",
            (
                ("vehicle", "an unmanned aerial vehicle or unmanned airship, not military"),
                ("b.3", "equipment or components that convert a manned aircraft or airship into one"),
                ("b.4", "an engine to propel one above 15,240 m"),
                ("none", "none of them"),
            ),
        )
    )
    if sort is None or sort == "none":
        return (None if sort is None else False), entry.eccn, ()
    if sort != "vehicle":
        return True, f"{entry.eccn}.{sort}", ()
    beyond = inquiry.yes(
        _yes_no(
            "beyond_sight",
            "Is it designed for controlled flight out of the operator's natural vision?",
            "9A012.a",
        )
    )
    if beyond is False:
        return False, entry.eccn, ()
    within = inquiry.choice(
        ReviewQuestion(
            "uav_incorporates",
            "Does it incorporate one of these?",
            Form.CHOICE,
            f"{_LIST}, 9A012.a.3 to a.5",
            "Since August 13, 2026 some sensors decide the paragraph.",
            (
                ("a.3", "cameras of 6A003.b.3 or b.4.b, or radar or lidar of 6A008.d to .h"),
                ("a.4", "lasers of 6A005"),
                ("a.5", "inertial equipment with accelerometers or gyros of 7A001, 7A002, 7A003 or 7A005"),
                ("none", "none of them"),
            ),
        )
    )
    hours = inquiry.amount(
        _number("endurance", "What is its maximum endurance (sea level, no wind)?", "h", "9A012.a")
    )
    far = inquiry.amount(_number("range", "What is its maximum range, whatever the payload?", "km", "9A012"))
    at_300 = at_least(far, 300)
    mt = {
        True: "MT applies: its range is 300 km or more.",
        None: "Whether MT applies is open: its range is unknown or may be 300 km or more.",
    }
    reading = uav_paragraph(
        endurance_h=hours, beyond_sight=beyond, incorporates="" if within == "none" else within
    )
    truth, name, notes = _described(entry.eccn, reading, mt.get(at_300, ""))
    # below 3 hours and from 3 hours on leave no vehicle out, so that only the paragraph is open
    return (True if beyond and reading.possible else truth), name, notes


def _chemical(inquiry: Inquiry, entry: Entry) -> Described:
    named = [p for p in entry.items if "." in p.paragraph and "C.A.S." in p.text]
    chosen = inquiry.choice(
        ReviewQuestion(
            "1C350",
            "Which of these chemicals is it, or does it contain?",
            Form.CHOICE,
            f"{_LIST}, 1C350",
            "The chemical is identified by its C.A.S. number.",
            (*((p.paragraph, p.text.rstrip(";")) for p in named), ("none", "none of them")),
        )
    )
    if chosen is None or chosen == "none":
        return (None if chosen is None else False), entry.eccn, ()
    share = inquiry.amount(_number("weight_percent", "How much of the weight is it?", "%", "1C350 Note 2"))
    retail = inquiry.yes(
        _yes_no(
            "consumer_goods",
            "Is it a normal ingredient of consumer goods packaged for retail sale for personal use?",
            "1C350 Note 2.b",
        )
    )
    reading = mixture_paragraph(chosen, share, consumer_goods=retail)
    return (False, entry.eccn, ()) if reading.certain == "EAR99" else _described(entry.eccn, reading)


def _camera(inquiry: Inquiry, entry: Entry) -> Described:
    sort = inquiry.choice(
        ReviewQuestion(
            "6A003",
            "Which of these is it?",
            Form.CHOICE,
            f"{_LIST}, 6A003",
            "Cameras are told apart by their detector.",
            (
                ("uncooled", "a thermal camera with an uncooled microbolometer array (6A002.a.3.f)"),
                (
                    "b.4.a",
                    "a camera with another focal plane array of 6A002.a.3.a to .e (cooled infrared, SWIR ...)",
                ),
                ("b.4.c", "a camera with an array that multiplies charge (6A002.a.3.g)"),
                ("b.3", "a camera with an image intensifier tube of 6A002.a.2.a or .b"),
                ("b.5", "a camera with space-qualified detectors (6A002.a.1)"),
                ("a.3", "an electronic streak camera better than 50 ns"),
                ("a.4", "an electronic framing camera above 1,000,000 frames/s"),
                (
                    "a.5",
                    "an electronic camera with a shutter under 1 microsecond and above 125 full frames/s",
                ),
                ("b.1", "a video camera of more than 4 or 12 million pixels with the equipment of b.1.b"),
                ("b.2", "a scanning camera with linear arrays of more than 8,192 elements"),
                ("none", "none of them"),
            ),
        )
    )
    if sort is None or sort == "none":
        return (None if sort is None else False), entry.eccn, ()
    if sort != "uncooled":
        note = "Read the notes to the paragraph: they leave some cameras out."
        return True, f"{entry.eccn}.{sort}", (note,)
    rate = inquiry.amount(
        _number("frame_rate", "What is its maximum frame rate?", "Hz", "6A003.b.4 Note 3.a")
    )
    if at_most(rate, 9):
        return _described(entry.eccn, thermal_camera_paragraph(frame_rate_hz=rate, released_by_note_3=False))
    released = inquiry.yes(
        _yes_no(
            "thermal_note_3",
            "Is it a camera of Note 3.b, c or d: a wide fixed field of view of at least 2 mrad an element without "
            "a viewable image or for one use, built into a civil car, or limited as the note says otherwise?",
            "6A003.b.4 Note 3",
        )
    )
    reading = thermal_camera_paragraph(frame_rate_hz=rate, released_by_note_3=released, wide_fixed_view=False)
    elements = inquiry.amount(_number("elements", "How many elements has its array?", "elements", "6A003"))
    fast = more_than(rate, 60) is not False or more_than(elements, 111_000) is not False
    note = (
        "RS Column 1: above 60 Hz or 111,000 elements."
        if fast
        else "RS Column 2, unless embedded in a civil product."
    )
    return _described(entry.eccn, reading, note)


PARAMETERS: Mapping[str, Callable[[Inquiry, Entry], Described]] = {
    "1C350": _chemical,
    "3A090": _3a090,
    "4A003": _computer,
    "4A090": _4a090,
    "4A994": _computer,
    "6A003": _camera,
    "9A012": _uav,
}
"""By entry: asks for parameters and gives whether the entry describes the item, its paragraph, and what follows."""
