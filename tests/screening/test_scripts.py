"""Names as their bearers write them: Chinese and Arabic in comparable form."""

import pytest

from licet.screening.engine import ScreeningIndex
from licet.screening.forms import comparable
from licet.screening.kernel import MAX_WORDS
from licet.screening.legible import legible
from licet.screening.words import PHRASES

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
