"""Texts of the law: read in three formats, put in their places, held against each other and against anchors."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from licet.lawtexts.anchors import Anchors, TextState, anchors_of
from licet.lawtexts.compare import TextChangeKind, changes_between
from licet.lawtexts.formats import read_text, read_texts
from licet.lawtexts.places import placed
from licet.lawtexts.text import UnreadableTextError, canonical, fingerprint

PARAGRAPHS = [
    "A chapeau without a label.",
    "(a) License requirements—(1) General. (i) A license is required.",
    "(ii) And here too:",
    "(A) First;",
    "(B) Second.",
    "(2) Another.",
    "Note 1 to paragraph (a)(2): A note belongs to what stands before it.",
    "(3)-(5) [Reserved]",
    "(6) The sixth.",
    "(b) “Scope.” A second paragraph.",
]
PLACES = (
    "744.11",
    "744.11(a)",
    "744.11(a)(1)",
    "744.11(a)(1)(i)",
    "744.11(a)(1)(ii)",
    "744.11(a)(1)(ii)(A)",
    "744.11(a)(1)(ii)(B)",
    "744.11(a)(2)",
    "744.11(a)(5)",
    "744.11(a)(6)",
    "744.11(b)",
)
XML = """<?xml version="1.0"?><DIV5 N="744" TYPE="PART" NODE="15:2.1.3.4.25"
 hierarchy_metadata='{{"path":"/on/2026-10-01/title-15/part-744"}}'><HEAD>PART 744</HEAD>
<DIV8 N="744.11" TYPE="SECTION"><HEAD>§ 744.11 License requirements.</HEAD>{paragraphs}
<CITA TYPE="N">[61 FR 12714, as amended]</CITA></DIV8>
<DIV9 N="Supplement No. 3 to Part 744" TYPE="APPENDIX"><HEAD>Supplement No. 3</HEAD>
<DIV><TABLE><TR><TD>Austria</TD><TD>Belgium</TD></TR></TABLE></DIV></DIV9></DIV5>"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One text in every format, and broken ones."""
    home = tmp_path_factory.mktemp("texts")
    marked = [text.replace("License requirements", "<I>License requirements</I>") for text in PARAGRAPHS]
    xml = XML.format(paragraphs="".join(f"<P>{text}</P>" for text in marked))
    (home / "part.xml").write_text(xml, "utf-8")
    (home / "part.xml.gz").write_bytes(gzip.compress(xml.encode()))
    section = {
        "id": "744.11",
        "title": "License requirements",
        "cite": "15 CFR 744.11",
        "paragraphs": [{"text": text} for text in PARAGRAPHS],
    }
    (home / "ear_2026-10-01.json").write_text(json.dumps({"source": "made", "sections": [section]}), "utf-8")
    lines = "\n\n".join(text.replace("General.", "*General.*") for text in PARAGRAPHS)
    (home / "part-744_2026-10-01.md").write_text(
        f"# Part 744\n\n## § 744.11 License requirements\n\n{lines}\n\n> [61 FR 12714, Mar. 25, 1996]\n",
        "utf-8",
    )
    (home / "cut.xml").write_text(xml[:200], "utf-8")
    (home / "entities.xml").write_text('<!DOCTYPE x [<!ENTITY a "b">]><x/>', "utf-8")
    (home / "none.json").write_text("{}", "utf-8")
    (home / "empty.md").write_text("# Nothing\n\ntext\n", "utf-8")
    (home / "letter.pdf").write_bytes(b"%PDF")
    return home


def test_every_paragraph_has_its_place() -> None:
    assert tuple(paragraph.place for paragraph in placed("744.11", PARAGRAPHS)) == PLACES
    notes = {paragraph.place: paragraph.text for paragraph in placed("744.11", PARAGRAPHS)}
    assert "A note belongs" in notes["744.11(a)(2)"]


def test_letters_that_are_numerals_are_placed_by_what_they_follow() -> None:
    texts = ["(a) x", "(1) x", *(f"({text}) x" for text in ("i", "ii", "iii", "iv", "v")), "(b) x"]
    texts += [f"({text}) x" for text in "cdefghij"]
    places = [paragraph.place for paragraph in placed("1.1", texts)]
    assert places[2:7] == [f"1.1(a)(1)({text})" for text in ("i", "ii", "iii", "iv", "v")]
    assert places[-2:] == ["1.1(i)", "1.1(j)"]


def test_three_formats_are_one_text(folder: Path) -> None:
    names = ("part.xml", "part.xml.gz", "ear_2026-10-01.json", "part-744_2026-10-01.md")
    texts = [read_text(folder / name) for name in names]
    for text in texts:
        assert (text.title, text.as_of) == (15, date(2026, 10, 1))
        assert [paragraph.words for paragraph in text.by_number["744.11"].paragraphs] == [
            paragraph.words for paragraph in texts[0].by_number["744.11"].paragraphs
        ]
    assert texts[0].by_number["744 Supp. 3"].paragraphs[0].words == ("austria", "belgium")


def test_what_is_no_text_is_refused_by_name(folder: Path) -> None:
    for name in ("cut.xml", "entities.xml", "none.json", "empty.md", "letter.pdf"):
        with pytest.raises(UnreadableTextError, match=name):
            read_text(folder / name)


def test_what_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_text(tmp_path / "none")
    with pytest.raises(UnreadableTextError, match="no .xml"):
        read_texts([tmp_path])
    (tmp_path / "empty.json").touch()
    with pytest.raises(UnreadableTextError, match="empty"):
        read_texts([tmp_path])


def test_a_changed_word_is_found_and_markup_is_not(folder: Path) -> None:
    old = read_text(folder / "part.xml")
    path = folder / "new" / "part.xml"
    path.parent.mkdir(exist_ok=True)
    text = (folder / "part.xml").read_text("utf-8")
    path.write_text(
        text.replace("(A) First;", "(A) Foremost;")
        .replace("“Scope.”", '"Scope."')
        .replace("<P>(6) The sixth.</P>", "<P>(6) The sixth.</P><P>(7) The seventh.</P>")
        .replace("<P>(ii) And here too:</P>", "<P>(ii)  And <I>here</I> too:</P>"),
        "utf-8",
    )
    changes, same = changes_between([old], [read_text(path)])
    assert [(change.place, change.kind) for change in changes] == [
        ("744.11(a)(1)(ii)(A)", TextChangeKind.CHANGED),
        ("744.11(a)(7)", TextChangeKind.NEW),
    ]
    assert same == len(PLACES)  # ten paragraphs of the section, and the supplement
    assert [(piece.sign, piece.text.strip()) for piece in changes[0].pieces] == [
        ("=", "(A)"),
        ("-", "First;"),
        ("+", "Foremost;"),
    ]


def test_words_that_an_old_copy_drops_are_no_change(folder: Path) -> None:
    lossy = folder / "lossy.md"
    lossy.write_text(
        "#### § § 744.11\n\n(a) —(1) General. (i) A license is required.\n\n(ii) And too:\n", "utf-8"
    )
    old = read_text(lossy)
    assert old.loses_words
    kinds = {
        change.place: change.kind for change in changes_between([old], [read_text(folder / "part.xml")])[0]
    }
    assert kinds["744.11(a)"] is TextChangeKind.PERHAPS_LOST
    assert kinds["744.11(a)(1)(ii)"] is TextChangeKind.PERHAPS_LOST
    assert kinds["744 Supp. 3"] is TextChangeKind.NOT_IN_OLD_COPY


def test_anchors_say_same_changed_gone_and_new(folder: Path) -> None:
    text = read_text(folder / "part.xml")
    anchors = Anchors(tuple(anchors_of(text, date(2026, 10, 1), "made")))
    assert {item.state for item in anchors.hold(text)} == {TextState.SAME}
    other = folder / "other.json"
    section = {
        "id": "744.11",
        "title": "",
        "paragraphs": [
            {"text": word.replace("Another", "An other")} for word in [*PARAGRAPHS[1:], "(c) New."]
        ],
    }
    other.write_text(json.dumps({"sections": [section]}), "utf-8")
    held = {
        item.place: item.state for item in anchors.hold(read_text(other)) if item.state is not TextState.SAME
    }
    assert held == {
        "744.11(a)(2)": TextState.CHANGED,
        "744.11(c)": TextState.NEW,
        "744.11": TextState.GONE,
    }


def test_the_canonical_form_keeps_words_and_numbers() -> None:
    assert canonical("“EAR99” (or 5A992.c)—not") == ("ear99", "or", "5a992", "c", "not")
    assert fingerprint(canonical("A b")) == fingerprint(canonical("a  “B”"))
    assert fingerprint(canonical("50 percent")) != fingerprint(canonical("5 percent"))
