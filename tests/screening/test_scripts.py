"""Names as their bearers write them: Chinese and Arabic in comparable form."""

from datetime import date

import pytest

from licet.model.listing import EntryTerms, ListCode, ListEntry
from licet.model.lists import ListsUsed
from licet.model.transaction import Party, Role, Transaction
from licet.rules.citation import Citation
from licet.rules.dated import Row as LawRow
from licet.rules.dated import Timeline
from licet.rules.interval import since
from licet.screening.assessment import NOT_COMPARED
from licet.screening.attach import attach
from licet.screening.engine import ScreeningIndex
from licet.screening.forms import comparable
from licet.screening.kernel import MAX_WORDS
from licet.screening.legible import legible, well_compared
from licet.screening.part import ScreeningOptions, screen_part
from licet.screening.screener import ListScreener
from licet.screening.words import PHRASES
from licet.services.screening import ScreeningRequest, screening_document
from licet.tabular.rows import TextRow
from licet.watchlists.countries import iso2

LISTED = [
    "Beijing Aviation Equipment Co., Ltd.",
    "Semiconductor Research Institute",
    "Hong Kong Shipping Company Limited",
    "AL-ASSAD, Bashar",
    "SULEIMANI, Qasem",
    "Yusuf Al-Qardawi",
    "Wuhan Optical Works",
]


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("有限责任公司", "limited liability company"),
        ("北京航空设备有限公司", "bei jing aviation equipment company limited"),
        ("北京航空設備有限公司", "bei jing aviation equipment company limited"),  # traditional characters
        ("香港国际贸易公司", "hong kong international trading company"),
        ("科金", "ke jin"),  # not the pinyin of "technology" and a letter more
        ("نوری", "nuri"),
        ("بشار الأسد", "bshar al asd"),
        ("نصر الله", "nsr allh"),
        ("قال", "qal"),  # the article stands before a word, not within one
    ],
)
def test_scripts_have_one_form(name: str, form: str) -> None:
    assert comparable(name) == form


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("北京航空设备有限公司", "Beijing Aviation Equipment Co., Ltd."),
        ("半导体研究所", "Semiconductor Research Institute"),
        ("香港航运有限公司", "Hong Kong Shipping Company Limited"),
        ("بشار الأسد", "AL-ASSAD, Bashar"),
        ("قاسم سليماني", "SULEIMANI, Qasem"),
        ("يوسف القرضاوي", "Yusuf Al-Qardawi"),
    ],
)
def test_names_are_found_in_the_script_of_their_bearers(asked: str, found: str) -> None:
    book = ScreeningIndex.small(LISTED, range(len(LISTED)), [False] * len(LISTED))
    hits = book.search(asked)
    assert LISTED[hits[0].entry] == found
    assert hits[0].verdict != "clear" or hits[0].score > 10 * hits[1].score


@pytest.mark.parametrize("chinese", sorted(PHRASES))
def test_every_word_of_the_table_is_read(chinese: str) -> None:
    assert comparable(chinese) == comparable(PHRASES[chinese])
    assert comparable(" ".join(chinese)) == comparable(chinese)


@pytest.mark.parametrize(
    ("name", "read"),
    [
        (" ".join(["ab"] * MAX_WORDS), True),
        (" ".join(["ab"] * (MAX_WORDS + 1)), False),
        (" ".join(["ab"] * (MAX_WORDS - 3)) + " PJSC", False),  # four words when written out
        (" ".join(["ab"] * (MAX_WORDS - 4)) + " PJSC", True),
        ("华" * (MAX_WORDS + 1), False),
    ],
)
def test_a_name_of_more_words_than_are_compared_is_not_all_read(name: str, read: bool) -> None:
    assert legible(name) == read


DAY = date(2026, 7, 31)
UNKNOWN = "北京朝阳园艺有限公司"
"""A firm of gardeners that no list holds."""


@pytest.fixture(scope="module")
def screener() -> ListScreener:
    row = LawRow(since("2019-05-16"), date(2019, 5, 21), EntryTerms(), Citation.parse("84 FR 22961"), "test")
    entry = ListEntry(
        "EL-1", ListCode.EL, "Beijing Aviation Equipment Co., Ltd.", (), ("CN",), (), None, Timeline("EL-1", [row]),
        (row.cite,), "test",
    )  # fmt: skip
    used = ListsUsed("made", DAY, whole=True, entries=1, fingerprint="made")
    return ListScreener.of([entry], (used,))


@pytest.mark.parametrize(
    ("name", "compared"),
    [
        ("Müller GmbH", True), ("Đặng Văn Lâm", True), ("北京 Beijing Zhongke", True), ("Хуавэй (Huawei)", True),
        ("Huаwei Device", True),  # one Cyrillic letter that looks like a Latin one is read as that
        (UNKNOWN, False), ("Хуавэй", False), ("Хуавэй Ltd, Moscow", False), ("Moscow Хуавэй OOO", False),
        ("Ολυμπία", False), ("Ⲕⲏⲙⲉ", False), ("ירושלים", False), ("서울 Korea", False), ("Հայաստան", False),
        ("삼성전자", False), ("ソニー", False), ("بنك ملي", False), ("हिन्दुस्तान", False), ("ธนาคาร", False),
        ("გაზი Ltd", False),
    ],
)  # fmt: skip
def test_a_name_that_is_not_in_latin_letters_is_not_compared_well(name: str, compared: bool) -> None:
    assert well_compared(name) == compared


@pytest.mark.parametrize("name", [UNKNOWN, "Хуавэй", "Ολυμπία Ltd", "שמש בע״מ", "თბილისი"])
def test_such_a_name_is_never_clear_and_never_a_go(screener: ListScreener, name: str) -> None:
    document = screening_document(ScreeningRequest(name, "CN", DAY), screener)
    assert (document["verdict"], "Give the Latin name" in document["caveats"][-1]) == (NOT_COMPARED, True)
    part = screen_part([TextRow(1, "", name, "CN")], screener, ScreeningOptions(iso2, DAY))
    assert ([row[4] for row in part.rows], part.counts[NOT_COMPARED]) == ([NOT_COMPARED], 1)
    sale = Transaction(None, DAY, parties=(Party(Role.PURCHASER, name, "CN"),))
    assert not attach(sale, screener).parties[0].legible


def test_such_a_name_that_meets_an_entry_is_a_hit(screener: ListScreener) -> None:
    name = "北京航空设备有限公司"
    document = screening_document(ScreeningRequest(name, "CN", DAY), screener)
    assert document["verdict"] in {"match", "review"}
    sale = Transaction(None, DAY, parties=(Party(Role.PURCHASER, name, "CN"),))
    assert attach(sale, screener).parties[0].legible
