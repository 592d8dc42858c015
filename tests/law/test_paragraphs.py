"""Paragraphs of ECCNs: people's spellings are read, what no list has is refused, what is doubtful is never green."""

import csv
from collections.abc import Iterator
from datetime import date
from importlib.resources import files
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.engine.determination import Determination
from licet.engine.determine import determine
from licet.model.eccn import canonical_eccn
from licet.model.eccn_paragraphs import Paragraphs
from licet.model.lists import ListsUsed
from licet.model.wire import WireError, read_transaction
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer, Light

DAY = date(2026, 9, 24)
"""A day of which the law was verified, so that a certain paragraph may be green."""
FRESH = (ListsUsed("made for a test", DAY, True, 0, "0"),)
TABLE = files("licet.regimes.us_ear") / "tables" / "paragraphs.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
KNOWN = Paragraphs(ROWS)
ECCNS = sorted({row["eccn"] for row in ROWS})


def sale(eccn: str, destination: str) -> dict[str, Any]:
    kind = {"D": "software", "E": "technology"}.get(eccn[1], "commodity")
    return {
        "action": "export",
        "as_of": DAY.isoformat(),
        "destination": destination,
        "end_use": "none_named_in_part_744",
        "item": {"kind": kind, "eccn": eccn, "us_origin": True},
        "parties": [
            {"role": "ultimate_consignee", "name": "Muster GmbH", "country": destination, "owners": []},
        ],
    }


def answer(eccn: str, destination: str) -> Determination:
    return determine(read_transaction(sale(eccn, destination), ear().vocabulary), ear(), FRESH)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("3a001.a.7", "3A001.a.7"),
        ("3A001a7", "3A001.a.7"),
        ("3A001.A.7.", "3A001.a.7"),
        ("3A001(a)(7)", "3A001.a.7"),
        (" 5a992 c ", "5A992.c"),
        ("9A515.y.12", "9A515.y.12"),
        ("3A001.b.2.A.1", "3A001.b.2.a.1"),
        ("ear99", "EAR99"),
        ("EAR 99", "EAR99"),
        ("3A0017", None),
        ("3A001.zz", None),
        ("5A002 and 5A992", None),
        ("3F001", None),
        ("600", None),
        ("3A001.a.7 (test)", None),
    ],
)
def test_an_eccn_is_read_as_exporters_write_it(written: str, meant: str | None) -> None:
    assert canonical_eccn(written) == meant


@given(st.sampled_from(ECCNS), st.data())
def test_every_paragraph_is_read_however_it_is_spelled(eccn: str, data: st.DataObject) -> None:
    paragraphs = KNOWN.of(eccn)
    if paragraphs:
        paragraph = data.draw(st.sampled_from(paragraphs))
        steps = paragraph.split(".")
        for written in (
            f"{eccn}.{paragraph}",
            f"{eccn.lower()}.{paragraph.upper()}.",
            eccn + "".join(f"({step})" for step in steps),
            f"{eccn} {' '.join(steps)}",
        ):
            assert canonical_eccn(written) == f"{eccn}.{paragraph}", written


@pytest.mark.parametrize(
    "eccn",
    [
        *("3A090.q", "3A090.1", "3A090.x", "4A090.q", "5A001.q", "3B002.z", "3A001.a.7.z", "3A001.y.1"),
        *("3B001.zz", "5A992.q", "0A505.q.9", "1B233.q.9", "7A005.q.9", "9A004.q.9", "3A001.a.1.x"),
        *("1A008.e", "1C230.a", "1C237.b", "4D004.a", "5E991.b"),
    ],
)
def test_a_paragraph_that_does_not_exist_is_refused(eccn: str) -> None:
    with pytest.raises(WireError) as refused:
        read_transaction(sale(eccn, "CN"), ear().vocabulary)
    assert refused.value.key == "item.eccn"


def test_the_refusal_lists_the_paragraphs_that_exist() -> None:
    with pytest.raises(WireError, match=r"3A090 has no paragraph q; its paragraphs are a, b, c\. Give 3A090"):
        read_transaction(sale("3A090.q", "CN"), ear().vocabulary)
    with pytest.raises(
        WireError, match=r"3A001\.a\.7 has no paragraph z; its paragraphs are a\.7\.a, a\.7\.b"
    ):
        read_transaction(sale("3A001.a.7.z", "CN"), ear().vocabulary)


def test_every_entry_of_the_list_has_its_paragraphs() -> None:
    with (files("licet.regimes.us_ear") / "tables" / "eccn.csv").open(encoding="utf-8") as stream:
        assert {row["eccn"] for row in csv.DictReader(stream)} == set(ECCNS)


def test_catch_alls_of_the_munitions_entries_are_kept() -> None:
    for eccn in ("9A610.x", "9A610.y", "9A610.y.32", "3A611.x", "9A515.x", "9A515.y", "0A501.x", "8A609.x"):
        assert KNOWN.problem(eccn) is None, eccn
        assert KNOWN.certain(eccn), eccn


def bogus(eccn: str, draw: Random) -> Iterator[str]:
    """Paragraphs that the entry does not have: a letter that is not there, and one below a paragraph that is."""
    there = KNOWN.of(eccn)
    letter = draw.choice([text for text in "bfkmoqsuvwz" if text not in there])
    yield from (f"{eccn}.{letter}", f"{eccn}.q.9")
    if there:
        yield f"{eccn}.{draw.choice(there)}.99"


@pytest.mark.parametrize("destination", ["CN", "IN", "DE", "CA"])
def test_no_invented_paragraph_is_ever_green(destination: str) -> None:
    draw = Random(destination)
    green = [made for eccn in ECCNS for made in bogus(eccn, draw) if is_green(made, destination)]
    assert green == []


def is_green(eccn: str, destination: str) -> bool:
    try:
        return answer(eccn, destination).light is Light.GREEN
    except WireError:
        return False


def test_a_paragraph_that_only_some_lists_have_is_taken_and_never_green() -> None:
    doubtful = [
        f"{eccn}.{text}" for eccn in ECCNS for text in KNOWN.of(eccn) if not KNOWN.certain(f"{eccn}.{text}")
    ]
    assert len(doubtful) > 100
    for eccn in Random(1).sample(doubtful, 60):
        for destination in ("CN", "DE", "CA"):
            found = answer(eccn, destination)
            assert found.light is not Light.GREEN, (eccn, destination)
            whole = answer(eccn.partition(".")[0], destination)
            if whole.answer is Answer.LICENSE_REQUIRED:
                assert found.answer is Answer.LICENSE_REQUIRED, (eccn, destination)


def test_who_has_read_a_doubtful_paragraph_in_the_list_may_say_so() -> None:
    wire = sale("5A001.b.2.a", "IN")
    open_answer = determine(read_transaction(wire, ear().vocabulary), ear(), FRESH)
    assert [need.path for need in open_answer.needs] == ["facts.eccn_paragraph_stands"]
    wire["facts"] = {"eccn_paragraph_stands": True}
    found = determine(read_transaction(wire, ear().vocabulary), ear(), FRESH)
    assert (found.answer, found.light) == (Answer.NO_LICENSE_REQUIRED, Light.GREEN)
    assert [
        condition.status for condition in found.conditions if condition.code == "read_eccn_paragraph"
    ] == ["met"]
