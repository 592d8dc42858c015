"""License exceptions in the spellings of filings and order books."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from licet.model.wire import WireError, read_transaction
from licet.regimes.us_ear import ear
from licet.regimes.us_ear.general_facts import EVER, PARAGRAPHS
from licet.rules.checks import nodes
from licet.rules.condition import Condition, In, Is
from licet.rules.rule import Question

DAY = date(2026, 9, 24)


def _facts(claimed: str, paragraph: str | None = None) -> tuple[dict[str, Any], tuple[str, ...]]:
    facts = {"license_exception_claimed": claimed, "license_exception_paragraph": paragraph}
    sale = read_transaction({"as_of": "2026-09-24", "facts": facts}, ear().vocabulary)
    return dict(sale.facts), sale.notes


@pytest.mark.parametrize(
    ("text", "symbol", "paragraph"),
    [
        ("STA", "STA", None),
        ("sta", "STA", None),
        ("ENC (b)(3)(i)(A)", "ENC", "(b)(3)(i)(A)"),
        ("ENC (B)(3)(I)(a)", "ENC", "(b)(3)(i)(A)"),
        ("740.17(b)(1)", "ENC", "(b)(1)"),
        ("15 CFR § 740.17 (b) (2) (iv) (B)", "ENC", "(b)(2)(iv)(B)"),
        ("ENC (740.17(b)(1))", "ENC", "(b)(1)"),
        ("ENC-740.17(b)(1)", "ENC", "(b)(1)"),
        ("ENC b.3.i.A", "ENC", "(b)(3)(i)(A)"),
        ("LVS 740.3", "LVS", None),
        ("License Exception (LVS), 15 CFR 740.3", "LVS", None),
        ("TMP, paragraph (a)(1)", "TMP", "(a)(1)"),
        ("740.11(c)", "GOV", "(c)"),
        ("CIV 740.5", "CIV", None),
        ("SPP 740.5", "SPP", None),
    ],
)
def test_a_citation_is_read_as_symbol_and_paragraph(text: str, symbol: str, paragraph: str | None) -> None:
    facts, notes = _facts(text)
    assert facts["license_exception_claimed"] == symbol
    assert facts.get("license_exception_paragraph") == paragraph
    assert bool(notes) == (text != " ".join(filter(None, (symbol, paragraph))))
    if notes:
        assert text in notes[0]


def test_every_symbol_reads_as_itself() -> None:
    assert all(_facts(symbol) == ({"license_exception_claimed": symbol}, ()) for symbol in EVER)


def test_a_paragraph_stated_apart_is_read_alike() -> None:
    for stated in ("(b)(1)", "b.1", "740.17(b)(1)", " (B)(1) "):
        assert _facts("ENC", stated)[0]["license_exception_paragraph"] == "(b)(1)"
    assert _facts("ENC (b)(1)", "(b)(1)")[0]["license_exception_paragraph"] == "(b)(1)"


def test_nlr_claims_no_exception_and_the_answer_says_so() -> None:
    facts, notes = _facts("NLR")
    assert facts == {}
    assert notes == ("'NLR' was read as no exception.",)


@pytest.mark.parametrize(
    ("text", "paragraph", "key", "words"),
    [
        ("XYZ", None, "facts.license_exception_claimed", "known: ACA, ACE"),
        ("ENC unrestricted", None, "facts.license_exception_claimed", "not 'ENC unrestricted'"),
        ("742.4", None, "facts.license_exception_claimed", "must be a license exception"),
        ("(b)(1)", None, "facts.license_exception_claimed", "must be a license exception"),
        ("GBS or LVS", None, "facts.license_exception_claimed", "must be a license exception"),
        ("GBS/LVS", None, "facts.license_exception_claimed", "several license exceptions (GBS, LVS)"),
        ("LVS 740.4", None, "facts.license_exception_claimed", "740.4 is GBS, not LVS"),
        ("740.5", None, "facts.license_exception_claimed", "can be read as SPP and as CIV"),
        ("740.8", None, "facts.license_exception_claimed", "NAC and as ACA"),
        ("ENC (b)(b)", None, "facts.license_exception_claimed", "names no paragraph"),
        ("ENC", "the second", "facts.license_exception_paragraph", "names no paragraph"),
        ("ENC", "STA", "facts.license_exception_paragraph", "several license exceptions"),
        ("ENC", "740.9(a)(1)", "facts.license_exception_paragraph", "740.9 is TMP, not ENC"),
        ("ENC (b)(1)", "(b)(2)", "facts.license_exception_paragraph", "is not the paragraph of 'ENC (b)(1)'"),
    ],
)
def test_what_cites_no_exception_is_refused(text: str, paragraph: str | None, key: str, words: str) -> None:
    with pytest.raises(WireError) as caught:
        _facts(text, paragraph)
    assert caught.value.key == key
    assert words in caught.value.message


@pytest.mark.parametrize(
    ("text", "symbol", "paragraph"),
    [
        ("RPL (a)(2)(i)", "RPL", "(a)"),
        ("TMP (a)(1)(ii)", "TMP", "(a)(1)"),
        ("TMP (a)(10)", "TMP", "(a)(10)"),
        ("BAG (e)(1)", "BAG", "(e)"),
        ("GOV (c)(1)", "GOV", "(c)"),
        ("TSU (d)(1)", "TSU", "(d)"),
        ("TMP (a)(14)", "TMP", "(a)(14)"),
        ("STA (c)", "STA", None),
        ("RPL (b)", "RPL", None),
        ("RPL (b)(1)", "RPL", None),
        ("ENC (b)(2)", "ENC", None),
    ],
)
def test_a_finer_or_broader_paragraph_is_brought_to_those_that_rules_tell_apart(
    text: str, symbol: str, paragraph: str | None
) -> None:
    stated = text.partition(" ")[2]
    for facts in (_facts(text)[0], _facts(symbol, stated)[0]):
        assert facts["license_exception_claimed"] == symbol
        assert facts.get("license_exception_paragraph") == paragraph


def test_the_paragraphs_told_apart_are_those_of_the_claims() -> None:
    book = ear()
    claimed: dict[str, set[str]] = {}
    for rule in book.by_question[Question.AUTHORITY]:
        row = rule.at(DAY, DAY)
        if row is not None and row.value.claim is not None:
            named = set(_compared(row.value.claim, "license_exception_paragraph"))
            for symbol in _compared(row.value.claim, "license_exception_claimed"):
                claimed.setdefault(symbol, set()).update(named)
    told = {symbol: set(paragraphs) for symbol, paragraphs in PARAGRAPHS}
    del told["SCP"]  # its one rule reads them in its terms
    assert {symbol: named for symbol, named in claimed.items() if named} == told


def _compared(tree: Condition, fact: str) -> Iterator[str]:
    for node in nodes(tree):
        if isinstance(node, In | Is) and node.field.path == f"facts.{fact}":
            yield from (node.values if isinstance(node, In) else (str(node.value),))
