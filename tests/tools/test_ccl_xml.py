"""Reading the Commerce Control List out of eCFR XML; the excerpt is typed after the XML of 2026-09-01."""

import csv
from pathlib import Path

import pytest
from tools.build_eccn import main
from tools.ccl_source import from_xml

XML = """<DIV9 N="Supplement No. 1 to Part 774" TYPE="APPENDIX">
<HD1>A. Equipment</HD1>
<FP-2><B>0A982 Law enforcement restraint devices, n.e.s.</B>
</FP-2>
<FP-1><E T="04">License Requirements</E>
</FP-1>
<FP-1><I>Reason for Control:</I> CC
</FP-1>
<FP-1><I>Control(s):</I> CC applies to entire entry. A license is required for ALL destinations,
except Canada.
</FP-1>
<FP-1><E T="05">List Based License Exceptions (See Part 740 for a description of all license exceptions)</E>
</FP-1>
<FP-1><I>LVS:</I> N/A
</FP-1>
<FP-1><E T="04">List of Items Controlled</E>
</FP-1>
<FP-1><I>Related Controls:</I> See 3A981: N/A
</FP-1>
<FP-2><B>0C521 Any material subject to the EAR that is not listed elsewhere in the CCL.</B>
</FP-2>
<P>0C521 materials are subject to RS1 controls with no license exception eligibility.</P>
<FP-2><B>3D005 Software to restore normal operation.</B>
</FP-2>
<FP-1><E T="04">License Requirements</E>
</FP-1>
<FP-1><I>Reason for Control:</I> NS, AT
</FP-1>
<DIV width="100%"><DIV class="gpotbl_div">
<TABLE class="gpo_table"><THEAD><TR><TH>Control(s)</TH><TH>Country Chart (See Supp. No. 1)</TH></TR></THEAD>
<TBODY><TR><TD>NS applies to entire entry</TD><TD>NS Column 1</TD></TR>
<TR><TD>AT applies to entire entry</TD><TD>AT Column 1</TD></TR></TBODY></TABLE></DIV></DIV>
<NOTE><HED><I>License Requirements Note:</I></HED><P>See 744.17: for more.</P></NOTE>
<FP-1><E T="05">List Based License Exceptions (See Part 740)</E>
</FP-1>
<FP-1><I>TSR:</I> N/A
</FP-1>
<FP-1><I>NAC/ACA:</I> Yes, for 3D005.z.
</FP-1>
<FP-1><E T="04">Special Conditions for STA</E>
</FP-1>
<FP-1><I>STA:</I> License Exception STA may not be used.
</FP-1>
<FP-1><E T="04">List of Items Controlled</E>
</FP-1>
<P>a. A thing;</P>
<FP-2><B>3D006</B> <E T="04">'</E><B>Electronic Computer-Aided Design</B><E T="04">'</E> <B>software</B>
</FP-2>
<FP-1><E T="04">License Requirements</E>
</FP-1>
<P><I>Reason for Control:</I> NS, AT</P>
<TABLE><THEAD><TR><TH>Control(s)</TH><TH>Country chart</TH></TR></THEAD>
<TBODY><TR><TD>NS applies to entire entry</TD><TD>NS Column 2</TD></TR>
<TR><TD colspan="2">CB applies to entire entry. CB Column 2.</TD></TR></TBODY></TABLE>
<FP-1><E T="04">List of Items Controlled</E>
</FP-1>
<TABLE><THEAD><TR><TH>Coating process</TH><TH>Substrate</TH></TR></THEAD>
<TBODY><TR><TD>A. Chemical vapor</TD><TD>Superalloys</TD></TR></TBODY></TABLE>
<FP-2><B>EAR99 Items subject to the EAR that are not elsewhere specified</B></FP-2>
</DIV9>"""


def test_entries_with_their_own_tables_whatever_the_bold_face() -> None:
    entries = {entry.eccn: entry for entry in from_xml(XML)}
    assert set(entries) == {"0A982", "0C521", "3D005", "3D006"}
    assert entries["3D005"].rows == (
        ("NS applies to entire entry", "NS Column 1"),
        ("AT applies to entire entry", "AT Column 1"),
    )
    assert entries["3D006"].heading == "'Electronic Computer-Aided Design' software"
    assert entries["3D006"].rows[1] == ("CB applies to entire entry. CB Column 2.",) * 2
    assert entries["3D006"].reasons == "NS, AT"


def test_prose_requirements_and_exceptions() -> None:
    entries = {entry.eccn: entry for entry in from_xml(XML)}
    assert entries["0A982"].prose[0].startswith("CC applies to entire entry. A license is required for ALL")
    assert entries["0C521"].prose == (
        "0C521 materials are subject to RS1 controls with no license exception eligibility.",
    )
    assert entries["3D005"].exceptions == {
        "TSR": "N/A", "NAC/ACA": "Yes, for 3D005.z.", "STA": "License Exception STA may not be used.",
    }  # fmt: skip
    assert entries["0A982"].exceptions == {"LVS": "N/A"}


def test_tables_from_a_file_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "774.xml").write_text(XML, encoding="utf-8")
    options = ["--ccl-xml", str(tmp_path / "774.xml"), "--out", str(tmp_path)]
    with pytest.raises(SystemExit):
        main(options)  # --as-of is missing
    assert main([*options, "--as-of", "2026-09-01"]) == 0
    with (tmp_path / "eccn_controls.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(r["eccn"], r["reason"], r["column"] or r["to"], r["modeled"]) for r in rows] == [
        ("0A982", "CC", "*", "prose"),
        ("0C521", "RS", "RS:1", "yes"),
        ("3D005", "NS", "NS:1", "yes"),
        ("3D005", "AT", "AT:1", "yes"),
        ("3D006", "NS", "NS:2", "yes"),
        ("3D006", "CB", "CB:2", "yes"),
        ("3D006", "AT", "", "no"),
    ]
    assert main([*options, "--as-of", "2026-09-01", "--check"]) == 0


def test_xml_without_an_eccn_is_refused() -> None:
    with pytest.raises(ValueError, match="no ECCN"):
        from_xml("<DIV9><P>nothing</P></DIV9>")


def entry(eccn: str, body: str) -> str:
    """An entry as the XML prints one: heading, requirements, table or sentence, list of items."""
    return f"""<FP-2><B>{eccn} Made heading.</B></FP-2>
<FP-1><E T="04">License Requirements</E></FP-1>
<FP-1><I>Reason for Control:</I> NS, AT</FP-1>
{body}
<FP-1><E T="05">List Based License Exceptions (See Part 740)</E></FP-1>
<FP-1><E T="04">List of Items Controlled</E></FP-1>
"""


def table(*rows: str) -> str:
    head = "<THEAD><TR><TH>Control(s)</TH><TH>Country Chart</TH></TR></THEAD>"
    return f"<TABLE>{head}<TBODY>{''.join(f'<TR>{row}</TR>' for row in rows)}</TBODY></TABLE>"


def read(*parts: str) -> dict[str, tuple[tuple[str, str], ...]]:
    return {printed.eccn: printed.rows for printed in from_xml(f"<DIV9>{''.join(parts)}</DIV9>")}


def test_a_row_merged_into_one_cell_is_control_and_chart_at_once() -> None:
    """1C350: the row on CB stands in one cell over both columns; sentences stand in rows of their own."""
    merged = '<TD colspan="2">CB applies to entire entry. CB Column 2</TD>'
    rows = read(entry("1C350", table(merged, "<TD>AT applies to entire entry</TD><TD>AT Column 1</TD>")))
    assert rows["1C350"] == (
        ("CB applies to entire entry. CB Column 2",) * 2,
        ("AT applies to entire entry", "AT Column 1"),
    )


def test_a_table_of_technique_is_no_table_of_requirements() -> None:
    """2E003: the table of deposition techniques stands among the items, one stands even before them."""
    coating = (
        "<TABLE><THEAD><TR><TH>1. Coating process (1)</TH><TH>2. Substrate</TH></TR></THEAD>"
        "<TBODY><TR><TD>A. Chemical vapor deposition</TD><TD>Superalloys</TD></TR></TBODY></TABLE>"
    )
    own = table("<TD>NS applies to entire entry</TD><TD>NS Column 1</TD>")
    rows = read(entry("2E003", own + coating), coating, entry("2E101", own))
    assert rows["2E003"] == rows["2E101"] == (("NS applies to entire entry", "NS Column 1"),)


def test_a_table_of_one_column_gives_its_cell_for_both() -> None:
    """0E982: "Control(s)" is its only column."""
    head = "<THEAD><TR><TH>Control(s)</TH></TR></THEAD>"
    text = f"<TABLE>{head}<TBODY><TR><TD>CC applies to entire entry</TD></TR></TBODY></TABLE>"
    assert read(entry("0E982", text))["0E982"] == (("CC applies to entire entry",) * 2,)


def test_two_tables_of_one_entry_are_both_its_own() -> None:
    """1C351 has its requirements in more rows than one table holds."""
    first = table("<TD>CB applies to items of 1C351.a</TD><TD>CB Column 2</TD>")
    second = table("<TD>AT applies to entire entry</TD><TD>AT Column 1</TD>")
    assert read(entry("1C351", first + second))["1C351"] == (
        ("CB applies to items of 1C351.a", "CB Column 2"),
        ("AT applies to entire entry", "AT Column 1"),
    )


@pytest.mark.parametrize(("value", "other"), [("3D005", "3D006"), ("8C609", "8D001")])
def test_neighbors_keep_their_tables_apart(value: str, other: str) -> None:
    """The JSON copy joined the tables of these; in the XML every entry ends where the next one begins."""
    first = table("<TD>NS applies to entire entry</TD><TD>NS Column 1</TD>")
    second = table("<TD>NS applies to entire entry</TD><TD>NS Column 2</TD>")
    rows = read(entry(value, first), entry(other, second))
    assert rows == {
        value: (("NS applies to entire entry", "NS Column 1"),),
        other: (("NS applies to entire entry", "NS Column 2"),),
    }
