"""The text of the control list: entries through time, and the table as its sources say."""

from datetime import date
from pathlib import Path

import pytest
from tools.build_eccn import CCL
from tools.common import read_json
from tools.read_control_list import JULY
from typer.testing import CliRunner

from licet.classification.control_list import control_list
from licet.classification.control_list_xml import pieces
from licet.classification.entry_document import UnknownEccnError, entry_document
from licet.cli.main import app

ENTRY = """<DIV9><HD1>A. “End Items”</HD1>
<FP-2><B>9A999 Kites (see List of Items Controlled).</B></FP-2>
<FP-1>License Requirements</FP-1><FP-1><I>Reason for Control:</I> AT</FP-1>
<P>License Requirement Note: Paper kites go free.</P>
<HD1>List of Items Controlled</HD1><FP-1><I>Related Controls:</I> See 9A012.</FP-1>
<FP-1><I>Related Definitions:</I> N/A</FP-1><FP><I>Items:</I></FP>
<P>a. Kites of silk having:</P><P>a.1. A span of 10 <SU>2</SU> m; <I>or</I></P>
<NOTE><HED>Note:</HED><P>9A999.a does not control:</P><P>a. Toys; or</P><P>b. Gifts.</P></NOTE>
<P>a.2. [Reserved]</P><P>a.3.b. Tails.</P>
<HD1>B. “Test”</HD1><P>c. No item.</P></DIV9>"""


def test_an_entry_is_taken_apart() -> None:
    found = [(piece.paragraph, piece.kind, piece.text) for piece in pieces(ENTRY)]
    assert found == [
        ("", "heading", "Kites (see List of Items Controlled)."),
        ("", "requirement", "License Requirement Note: Paper kites go free."),
        ("", "related", "See 9A012."),
        ("a", "item", "Kites of silk having:"),
        ("a.1", "item", "A span of 10^2 m; or"),
        ("a.1", "note", "Note: 9A999.a does not control: a. Toys; or b. Gifts."),
        ("a.2", "reserved", "[Reserved]"),
        ("a.3.b", "item", "Tails."),
    ]


BEFORE = """<DIV9><FP-2><B>9A999 Kites (see List of Items Controlled).</B></FP-2>
<FP-1>List of Items Controlled</FP-1><FP-1><I>Related Controls:</I> (1) These are “subject to the ITAR”:</FP-1>
<P>a. Kites of war;</P><FP-1><I>ECCN Controls:</I> This entry does not control the following:</FP-1>
<P>a. Toys;</P><P>b. Gifts.</P><FP><I>Items:</I> a. Kites of silk having both:</FP><P>a.1. A tail; <I>and</I></P>
<P>a.2. A string;</P><P>b. Winches.</P></DIV9>"""


def test_what_stands_with_letters_before_the_items_is_no_item() -> None:
    """Lists of what is subject to the ITAR and of what an entry leaves out (1A008, 1C230, 1C237, 1C240)."""
    found = [(piece.paragraph, piece.kind, piece.text) for piece in pieces(BEFORE)][1:]
    assert found == [
        ("", "related", "(1) These are “subject to the ITAR”: a. Kites of war;"),
        ("", "note", "ECCN Controls: This entry does not control the following: a. Toys; b. Gifts."),
        ("a", "item", "Kites of silk having both:"),
        ("a.1", "item", "A tail; and"),
        ("a.2", "item", "A string;"),
        ("b", "item", "Winches."),
    ]
    radium, charges = control_list().entry("1C237"), control_list().entry("1A008")
    assert radium is not None
    assert charges is not None
    assert (radium.items, [item.paragraph for item in charges.items][-2:]) == ((), ["c", "d"])


def test_a_changed_paragraph_reads_as_of_its_day() -> None:
    before, after = (control_list().entry("9A012", date(2026, *day)) for day in ((8, 12), (8, 13)))
    assert before is not None
    assert after is not None
    old, new = before.item("a.1"), after.item("a.1")
    assert old is not None
    assert new is not None
    assert (old.text, new.text) == (
        "Having all of the following:",
        "A maximum 'endurance' less than 3 hours;",
    )
    assert before.item("a.1.a") is not None
    assert after.item("a.1.a") is None
    assert (before.item("a.5"), after.item("a.5") is None) == (None, False)
    assert before.digest("a.1") != after.digest("a.1")
    assert before.digest("b.4") == after.digest("b.4")


def test_days_between_two_readings_share_one() -> None:
    """A search makes an index for each reading, and not for each day that somebody asks about."""
    first, drones = date(2026, 6, 24), date(2026, 8, 13)
    days = (date(2000, 1, 1), first, date(2026, 7, 1), date(2026, 8, 12), drones, date(2030, 1, 1), None)
    assert [control_list().reading(day) for day in days] == [first, first, first, first, None, None, None]


def test_a_day_before_the_first_reading_says_so() -> None:
    assert entry_document("3A001.a.7", date(2020, 1, 1))["before_the_first_reading"]
    assert not entry_document("3A001.a.7")["before_the_first_reading"]


def test_a_paragraph_comes_with_what_it_lies_in() -> None:
    document = entry_document("6a003.B.4.b")
    assert [item["paragraph"] for item in document["items"]] == ["b", "b.4", "b.4.b"]
    assert any("frame rate equal to or less than 9 Hz" in note["text"] for note in document["notes"])
    assert any(row["reason"] == "NS" for row in document["controls"])
    assert any(row["exception"] == "LVS" for row in document["exceptions"])


@pytest.mark.parametrize(("eccn", "says"), [
    ("lens", "is no ECCN"), ("3A777", "in 3A it has 3A001, "), ("6A003.c", "no paragraph c; it has a, b"),
])  # fmt: skip
def test_what_the_list_has_not_is_named(eccn: str, says: str) -> None:
    with pytest.raises(UnknownEccnError, match=says):
        entry_document(eccn)


def test_every_reading_of_the_copy_of_july_is_the_same(real_lists: Path) -> None:
    """What the table says was seen on July 23 is in the copy of that day."""
    held = {
        (entry["eccn"], item["paragraph"], "".join(filter(str.isalnum, item["text"].lower())))
        for entry in read_json(real_lists / CCL)["entries"]
        for item in entry.get("items") or ()
    }
    last = {"and", "or"}
    seen = [p for e in control_list().entries(date(2026, 7, 23)) for p in e.items if str(p.seen_to) == JULY]
    assert len(seen) > 1500
    for passage in seen:
        plain = "".join(filter(str.isalnum, passage.text.lower()))
        forms = {plain} | {plain.removesuffix(word) for word in last} | {plain + word for word in last}
        assert any((passage.eccn, passage.paragraph, form) in held for form in forms), passage.name


def test_commands_print_and_refuse() -> None:
    run = CliRunner()
    shown = run.invoke(app, ["ccl", "show", "9A012"])
    assert "3 hours or greater" in shown.output
    assert "September 24, 2026" in shown.output
    assert "equal to or less than 9 Hz" in run.invoke(app, ["ccl", "show", "6A003.b.4.b"]).output
    assert run.invoke(app, ["ccl", "show", "9A012", "--json", "--as-of", "2026-07-01"]).exit_code == 0
    found = run.invoke(app, ["ccl", "find", "thermal camera 30 Hz uncooled"])
    assert found.output.startswith(" 1. 6A003.b.4.b")
    assert "matching words: camera" in found.output
    assert run.invoke(app, ["ccl", "find", "lens", "--kind", "thing"]).exit_code == 2
    assert "does not make the item EAR99" in run.invoke(app, ["ccl", "find", "qqq"]).output
