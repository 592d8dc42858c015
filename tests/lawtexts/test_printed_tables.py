"""Reading the chart and the groups out of XML shaped as the eCFR's versioner API publishes it.

The excerpts are typed after the XML of 2026-09-01: two header rows, footnotes in ``sup``, a row that is a
sentence, cells that are empty elements or hold a line end.
"""

from pathlib import Path

import pytest
from tools.build_countries import CHART, GROUPS, chart_from_json, groups_from_json, main

from licet.lawtexts.printed_tables import read_chart, read_groups

CHART_XML = """<?xml version="1.0" encoding="UTF-8"?>
<DIV9 N="Supplement No. 1 to Part 738" TYPE="APPENDIX"><HEAD>Supplement No. 1</HEAD>
<TABLE class="gpo_table"><CAPTION><P class="headnote">[Reason for control]</P></CAPTION>
<THEAD><TR><TH rowspan="2">Countries</TH><TH colspan="2">Nuclear<br></br>nonproliferation</TH></TR>
<TR><TH>NP 1</TH><TH>NP 2</TH></TR></THEAD>
<TBODY>
<TR><TD class="left">Albania <sup>2</sup> <sup>3</sup></TD><TD>X</TD><TD></TD></TR>
<TR><TD>Cuba</TD><TD colspan="2">See part 746 of the EAR.</TD></TR>
<TR><TD>Ukraine<sup>9</sup></TD><TD/><TD>X
</TD></TR>
</TBODY>
<TFOOT><TR><TD colspan="3"><sup>2</sup> See § 742.4(a).
</TD></TR><TR><TD colspan="3"><sup>3</sup> See § 742.6(a)(3).</TD></TR>
<TR><TD colspan="3"><sup>9</sup> See § 746.6.</TD></TR></TFOOT>
</TABLE></DIV9>"""

GROUPS_XML = """<DIV9>
<TABLE><CAPTION><P class="title">Country Group A</P></CAPTION>
<THEAD><TR><TH>Country</TH><TH>[A: 1]<br/>Wassenaar <sup>1</sup></TH><TH>[A:5]</TH></TR></THEAD>
<TBODY><TR><TD>T&#xFC;rkiye</TD><TD>X</TD><TD>X
</TD></TR><TR><TD>Ukraine<sup>4</sup></TD><TD/><TD/></TR></TBODY></TABLE>
<HD1>Country Group B&#x2014;Countries
</HD1>
<SCOL2><LI>The Bahamas</LI><LI>Cote d'lvoire</LI><LI>Zimbabwe
</LI></SCOL2>
<HD1>Country Group C [Reserved]</HD1>
<TABLE><THEAD><TR><TH>Country</TH><TH>[D: 5]<br/>U.S. Arms Embargoed Countries<sup>1</sup></TH></TR></THEAD>
<TBODY><TR><TD>Zimbabwe</TD><TD>X</TD></TR></TBODY></TABLE>
<TABLE><THEAD><TR><TH>Country</TH><TH>[E:1]<br/>Terrorist</TH><TH>[E:2]</TH></TR></THEAD>
<TBODY><TR><TD>Cuba</TD><TD/><TD>X</TD></TR><TR><TD>Iran</TD><TD>X</TD><TD/></TR></TBODY></TABLE>
</DIV9>"""


def test_the_chart_is_read_with_footnotes_apart_from_names() -> None:
    chart = read_chart(CHART_XML)
    assert chart.columns == ("NP:1", "NP:2")
    assert chart.marks == {"Albania": ("NP:1",), "Ukraine": ("NP:2",)}
    assert chart.pointers == {"Cuba": "See part 746 of the EAR."}
    assert chart.footnotes == {"Albania": (2, 3), "Cuba": (), "Ukraine": (9,)}
    assert chart.texts[3] == "See § 742.6(a)(3)."


def test_the_groups_are_read_from_tables_and_list() -> None:
    assert read_groups(GROUPS_XML) == {
        "A:1": ("Türkiye",),
        "A:5": ("Türkiye",),
        "B": ("The Bahamas", "Cote d'lvoire", "Zimbabwe"),
        "D:5": ("Zimbabwe",),
        "E:1": ("Iran",),
        "E:2": ("Cuba",),
    }


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        (CHART_XML.replace("<TD>X</TD><TD></TD>", "<TD>X</TD><TD>?</TD>"), "Albania"),
        (CHART_XML.replace("NP 1", "one").replace("NP 2", "two"), "no table with columns"),
    ],
)
def test_a_chart_of_another_shape_is_refused(broken: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_chart(broken)


def test_a_part_740_without_group_d_is_refused() -> None:
    with pytest.raises(ValueError, match="no country group D"):
        read_groups(GROUPS_XML.replace("[D: 5]", "[gone]"))


def test_tables_are_built_from_xml_files_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "738.xml").write_text(CHART_XML, encoding="utf-8")
    (tmp_path / "740.xml").write_text(GROUPS_XML, encoding="utf-8")
    options = ["--chart-xml", str(tmp_path / "738.xml"), "--groups-xml", str(tmp_path / "740.xml")]
    with pytest.raises(SystemExit):
        main(options)  # --as-of is missing
    with pytest.raises(ValueError, match="the history contradicts"):
        main([*options, "--as-of", "2026-09-01", "--out", str(tmp_path)])


@pytest.mark.real_data
def test_the_copy_of_2026_07_23_reads_as_the_xml_does(real_lists: Path) -> None:
    chart, groups = chart_from_json(real_lists / CHART), groups_from_json(real_lists / GROUPS)
    assert (len(chart.marks), len(chart.pointers), len(chart.columns)) == (196, 4, 16)
    assert chart.marks["Australia"] == ("CB:1",)
    assert chart.footnotes["Cyprus"] == (2, 3, 4)
    assert groups["E:2"] == ("Cuba",)
