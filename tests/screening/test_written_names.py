"""Names as people write them: what a person would call the same is never clear, and only what is equal is equal."""

from datetime import date

import pytest

from licet.screening.engine import ScreeningIndex
from licet.screening.forms import comparable, equal_form, syllables_in
from licet.screening.printed import NameKind, names_printed_in
from licet.screening.readings import readings_of
from licet.screening.screener import ListScreener
from licet.screening.searching import search_index

DAY = date(2026, 7, 31)


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("National University of Defense Technology (NUDT)", ["National University of Defense Technology", "NUDT"]),
        ("CNOOC Limited (a subsidiary of China National Offshore Oil Corporation)", ["CNOOC Limited"]),
        (
            "Pakistan Atomic Energy Commission (PAEC), and subordinate entity National Development Complex (NDC)",
            ["National Development Complex (NDC)", "National Development Complex", "NDC"],
        ),
        (
            "China Electronics Technology Group (CETC). Subordinate Institution - Bowei Integrated Circuits",
            ["Bowei Integrated Circuits"],
        ),
        ("LTS Holding Limited (f.k.a. IPP-International Ltd.)", ["LTS Holding Limited", "IPP-International Ltd."]),
        ("PMC Wagner; and any successor, sub-unit, or subsidiary thereof", ["PMC Wagner"]),
        ("Huawei Device (Dongguan) Co., Ltd.", ["Huawei Device"]),
        ("Sergei (Sergi) Ivanovich Tomchani", ["Sergei Ivanovich Tomchani", "Sergi Ivanovich Tomchani"]),
        ("Huawei Technologies Co., Ltd.", []),
    ],
)  # fmt: skip
def test_the_names_that_stand_inside_a_printed_one(printed: str, names: list[str]) -> None:
    assert [found.text for found in names_printed_in(printed)] == names


def test_an_ordinal_is_its_number_and_a_firm_in_pinyin_its_words() -> None:
    assert comparable("CETC 29th Institute") == comparable("CETC 29 Institute")
    assert (
        comparable("Haiguang Xinxi Jishu Youxian Gongsi") == "haiguang information technology company limited"
    )
    assert (
        comparable("Chengdu Haiguang Jicheng Dianlu Gongsi") == "chengdu haiguang integrated circuit company"
    )
    assert comparable("Jishu Xinxi") == "jishu xinxi"
    printed = "OJSC BELAZ - MANAGEMENT COMPANY OF HOLDING BELAZ-HOLDING"
    assert [found.text for found in names_printed_in(printed)] == ["OJSC BELAZ"]
    assert not [*names_printed_in("JSC REDUCTOR - PM")]


def test_a_gloss_a_place_and_a_legal_form_are_no_names() -> None:
    for printed in (
        "A Trading (Pvt) Ltd.",
        "B Logic (Hong Kong)",
        "C Works (a subordinate institute of CETC-7)",
    ):
        assert not [name for name in names_printed_in(printed) if name.kind is NameKind.SHORT]


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("Mahan Air, Dubai branch", "mahan air"),
        ("Fast Forwarding c/o Mahan Air", "Mahan Air"),
        ("Mahan Air (Iran)", "Mahan Air"),
        ("MV Okeansky Prospect IMO 9866380", "Okeansky Prospect"),
        ("JSCREMDIZEL", "JSC REMDIZEL"),
        ("Siberia, Germany", "Siberia"),
        ("V.V. Putin", "Putin V V"),
        ("Путин В.В.", "Putin V V"),
        ("Kovalchuk, Yu. V.", "Kovalchuk Y V"),
        ("Attn: Procurement, JSC Mikron, Zelenograd", "JSC Mikron"),
        ("Superkam LLC Representative Office in Minsk", "superkam limited liability company"),
    ],
)
def test_what_people_write_beside_a_name_is_set_aside(name: str, reading: str) -> None:
    readings = readings_of(name)
    assert (readings[0].text, readings[0].aside) == (name, "")
    assert comparable(reading) in {comparable(name_reading.text) for name_reading in readings[1:]}
    assert all(name_reading.aside for name_reading in readings[1:])


@pytest.mark.parametrize("name", ["Bank of China", "Shanghai Trading", "Hong Kong Ltd"])
def test_a_name_of_nothing_but_a_place_and_common_words_is_not_cut(name: str) -> None:
    assert [reading.text for reading in readings_of(name)] == [name]


@pytest.mark.parametrize(
    ("name", "texts"),
    [
        ("Electronic Network Inc., Germany", ["Electronic Network Inc."]),
        ("Electronic Network Inc. (Germany)", ["Electronic Network Inc."]),
        ("GRUPPA 99, Germany", ["GRUPPA 99"]),
        ("National Bank of Germany", []),
        ("Bank, Germany", ["Bank"]),
        ("Hong Kong, China", ["Hong Kong"]),
    ],
)
def test_a_name_of_common_words_is_read_without_its_country(name: str, texts: list[str]) -> None:
    """Only the same words count then, one word or a place too; "of" makes the country a part of the name."""
    others = readings_of(name)[1:]
    assert [other.text for other in others] == texts
    assert all(other.common for other in others) or "99" in name


def test_without_its_country_a_name_of_common_words_meets_the_same_words_alone() -> None:
    index = ScreeningIndex.small(["Electronic Network Inc.", "Electronic Power Network"], [0, 1], [False] * 2)
    asked = [("Electronic Network Inc., Germany", None), ("Electronic Network Ltd (Germany)", None)]
    for hits in search_index(index, asked, None, everything=False):
        assert [index.printed(hit.name) for hit in hits] == ["Electronic Network Inc."]
        assert (hits[0].exact, hits[0].verdict) == (False, "match")


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ("Mr. Winter", "MRS International"), ("COL Trading", "SANAI"), ("LLC Venter", "LLC Center"),
        ("Martin Systems Pvt. Ltd.", "Marine Systems Pvt. Ltd."), ("Khaled Shaikh", "KHALID"),
        ("FIONA III", "FIONA"), ("GmbH", "MRS GmbH"), ("高石早苗", "Gao Shi JSC Miao"), ("Sharma Ltd", "Pharma Ltd"),
        ("Delta Electronics", "Delta Electronic"), ("Orient Trade", "Orient Trading"),
        ("Zarya Tech", "Zarya Technology"), ("Kontur Sistemy", "Kontur Systems"), ("Weber et Cie", "Weber and Co"),
    ],
)  # fmt: skip
def test_titles_forms_and_spellings_never_make_names_equal(value: str, other: str) -> None:
    assert equal_form(value) != equal_form(other)


@pytest.mark.parametrize(
    ("value", "other"),
    [
        ("INFO TECH CO LTD", "Info Tech Company Limited"),
        ("Müller & Söhne GmbH", "MULLER AND SOHNE GmbH"),
        ("N.S.O. Group", "nso group"),
        ("Miras S A L", "MIRAS S.A.L."),
    ],
)
def test_case_punctuation_and_written_legal_forms_leave_names_equal(value: str, other: str) -> None:
    assert equal_form(value) == equal_form(other)


def test_a_word_inflected_or_written_out_is_asked_about_and_is_no_exact_match() -> None:
    listed = [
        "Delta Electronic",
        "Orient Information Technology Co., Ltd.",
        "Huawei Technologies",
        "Huawei Tech",
    ]
    index = ScreeningIndex.small(listed, [0, 1, 2, 2], [False] * 4)
    agrees = index.search("Delta Electronics Ltd", "CN", lambda entry: ("CN",))[0]
    assert (agrees.exact, agrees.verdict) == (False, "match")
    shortened = index.search("ORIENT INFO TECH CO LTD")[0]
    assert (shortened.entry, shortened.exact, shortened.verdict) == (1, False, "match")
    assert shortened.score < 1
    for name in ("HUAWEI TECHNOLOGIES", "Huawei Tech.", "Delta Electronic"):
        assert index.search(name)[0].exact, "as listed"


NEVER_CLEAR = """
Rostec|RU, CNOOC Limited|CN, NUDT|CN, PAEC|PK, SUPARCO|PK, UESTC|CN, NWPU|CN, PINSTECH|PK, Aerotechnic|FR,
SMIC|CN, Dahua|CN, Megvii|CN, Beihang|CN, Hezbollah|LB, Hamas Movement|, Al Kaida|, Victor But|RU, NSO Group
Ltd|IL, Sugon Ltd|CN, Hikvision Ltd|CN, DJI Co Ltd|CN, Tianjin Phytium Info Technology|CN, MRS GmbH|, Alexander
Lukashenko|, Ali Khamenei|, Viktor Yanukovych|, Ismael Zambada|, Nicolas Maduro|, Chashma 2 Nuclear Power
Plant|PK, JSCREMDIZEL|RU, MT Okeanskiy Prospekt|, Superkam LLC Representative Office in Minsk|, Islamic
Revolutionary Guard Corp.|, Pakistan Institute for Nuclear Science and Technology|PK, Bowei Integrated
Circuits|CN, Hebei Puxing Electronic|CN, Nanjing Institute of Radio Technology|CN,
中芯国际集成电路制造有限公司|CN, بانک ملی
ایران|IR, حزب الله|, Hezbollah Foundation|, Hezbollah Foundation|LB, Dahua|, Megvii|, NUDT|, Hikvision|, Хуавэй|,
Хуавей|RU,
Mahan Airlines|IR, NSO Technologies Ltd|IL, Suchoi|RU, Sewmasch|RU, Kalaschnikow Konzern|RU, Сухой|RU, 김정은|KP,
CETC 55th Research Institute|, China Electronics Technology Group 29th Institute|, CETC 13th Institute|CN, Belaz|,
Belaz|BY, Khatam ol-Anbiya Construction|IR, Hezbollah al-Manar|, Hezbollah al-Manar|LB, Ansarallah Houthis|YE,
Houthis|, NITC tanker company|IR, 海光信息|, 海光信息|CN, China Telecom Americas|US, China Telecom Asia Pacific|,
Ayatollah Khamenei|IR, Jahja Sinwar|PS, Cubana de Aviacion|CU, Sber|RU, Islamischer Staat|SY
"""


@pytest.mark.real_data
def test_parties_that_everybody_knows_are_never_clear(listed_screener: ListScreener) -> None:
    asked = [tuple(text.strip().split("|")) for text in NEVER_CLEAR.replace("\n", " ").split(", ")]
    found = listed_screener.find_many(
        [(name.strip(), country.strip(" ,") or None) for name, country in asked]
    )
    assert [name for (name, _), hits in zip(asked, found, strict=True) if not hits] == []


@pytest.mark.real_data
def test_everyday_names_stay_clear(listed_screener: ListScreener) -> None:
    names = ("Siemens AG", "Bosch", "ABC Trading Co", "Mr. Winter", "COL Trading", "LLC Venter", "GmbH")
    assert [name for name in names if listed_screener.find(name, "DE")] == []
    assert not listed_screener.find("Nuclear Power Plant Consultants", "US"), (
        "a class is of its entry's country"
    )


@pytest.mark.real_data
def test_what_changes_nothing_changes_nothing(listed_screener: ListScreener) -> None:
    """A legal form, a country, case or punctuation never makes a hit clear: every 60th listed name."""
    listed = [
        listed_name.text
        for listed_name in listed_screener.entries.names()
        if listed_name.kind is NameKind.LISTED
    ][::60]
    for change in (
        "{} Ltd",
        "{} Co., Ltd.",
        "OOO {}",
        "{}, Germany",
        "{} (Germany)",
        "({})",
        "M/s. {}",
        "{}, attn. Mr. Miller",
    ):
        altered = [change.format(name) for name in listed]
        both = zip(listed, listed_screener.find_many([(name, None) for name in listed]),
                   listed_screener.find_many([(name, None) for name in altered]), strict=True)  # fmt: skip
        assert [name for name, before, after in both if before and not after] == [], change
    plain = [name.upper().replace(".", "").replace(",", " ") for name in listed]
    both = zip(listed, listed_screener.find_many([(name, None) for name in listed]),
               listed_screener.find_many([(name, None) for name in plain]), strict=True)  # fmt: skip
    assert [name for name, before, after in both if before and not after] == []
    elsewhere = listed_screener.find_many([(name, "NZ") for name in listed])
    assert [name for name, hits in zip(listed, elsewhere, strict=True) if not hits] == []
    assert len(listed) > 500


@pytest.mark.real_data
def test_two_syllables_of_chinese_are_in_too_many_names_to_be_hits(listed_screener: ListScreener) -> None:
    """A firm whose name holds the syllables of the listed persons Tian Yi and Yu Long is neither of them."""
    for name in ("天益传媒有限公司", "新宇龙信息网络有限公司"):
        assert not listed_screener.find(name, None), name
    assert listed_screener.find("Tian Yi Media Company Limited", None)


@pytest.mark.real_data
def test_two_characters_are_a_match_with_another_fact_alone(listed_screener: ListScreener) -> None:
    """Chen Ting is listed in CN; a name read otherwise is another name, for Chinese characters have one reading."""
    assert [hit.verdict for hit in listed_screener.search("陈婷", None, 1)] == ["review"]
    assert [hit.verdict for hit in listed_screener.search("陈婷", "CN", 1)] == ["match"]
    assert not listed_screener.find("郑伟", None), "Zheng Wei is not Zhang Wei"
    assert not listed_screener.find("张超", None), "two syllables inside a longer name"


@pytest.mark.real_data
def test_common_words_missing_or_added_ask_for_the_country(listed_screener: ListScreener) -> None:
    """What little tells is not enough alone: the same name is a hit where its country agrees."""
    for name, country in (
        ("Everest Group", "RU"),
        ("Taylor Group", "AE"),
        ("Schneider Electric", "DE"),
    ):
        assert not listed_screener.find(name, None), name
        assert listed_screener.find(name, country), name


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "country", "listed"),
    [
        ("Fujian Jinhua", "CN", "Fujian Jinhua Integrated Circuit Company, Ltd."),
        ("Fujian Jinhua", None, "Fujian Jinhua Integrated Circuit Company, Ltd."),
        ("Fujian Jinhua", "DE", "Fujian Jinhua Integrated Circuit Company, Ltd."),
        ("Fujian Jinhua Co., Ltd.", "CN", "Fujian Jinhua Integrated Circuit Company, Ltd."),
        ("Tabchem", None, "TABCHEM CHEMICAL INDUSTRIES CO."),
        ("Crynofist", None, "Crynofist Aviation"),
        ("Hamas Foundation", "PS", "HAMAS"),
        ("Al Qaida Charity", "AF", "AL QA'IDA"),
        ("Daesh Relief", None, "ISLAMIC STATE OF IRAQ AND THE LEVANT"),
        ("Hezbollah Trading", "LB", "HIZBALLAH"),
        ("Oleg Deripasca", None, "DERIPASKA, Oleg Vladimirovich"),
        ("Ghassem Soleymani", None, "SOLEIMANI, Qasem"),
        ("Sergej Chemesow", None, "CHEMEZOV, Sergei"),
        ("CASIC 2nd Academy", "CN", "China Aerospace Science and Industry Corporation Second Academy"),
        ("Syrian Scientific Research Center", "SY", "Scientific Studies and Research Center (SSRC)"),
        ("Mir payment card system NSPK", None, "NATIONAL PAYMENT CARD SYSTEM JOINT STOCK COMPANY"),
        ("MiG Corporation RSK", None, "Russian Aircraft Corporation MiG"),
        ("Alabuga SEZ", "RU", "JSC SEZ PPT Alabuga"),
        (
            "MMK Magnitogorsk",
            None,
            "PUBLICHNOE AKTSIONERNOE OBSCHESTVO MAGNITOGORSKIY METALLURGICHESKIY KOMBINAT",
        ),
    ],
)
def test_part_of_a_name_and_another_spelling_are_asked_about(
    listed_screener: ListScreener, name: str, country: str | None, listed: str
) -> None:
    assert listed in {hit.entry.name for hit in listed_screener.find(name, country)}


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Premier Insurance Ltd", "PK"),  # another line of business than Premier International's
        ("Easterly Government Properties", "US"),  # one word of it is a party without a country
        ("Apollon Kharitonov", "RU"),  # a person, and a firm that is called Apollon
        ("Bilge", "TR"),  # one word, spelled otherwise, of a longer name
        ("Waste Management Inc", None),  # common words inside a longer name
        ("Martinez-Gomez", None),  # two family names of a listed person, the other way round
        ("Hernandez PLC", None),  # one word and a legal form are no person's name
        ("King Inc", None),  # one short word of "Future King"
        ("MMK Works", None),  # an acronym and a common word
        ("Syrian Medical Center", "SY"),  # a country and one common word
    ],
)
def test_what_says_too_little_is_clear(listed_screener: ListScreener, name: str, country: str | None) -> None:
    assert not listed_screener.find(name, country)


@pytest.mark.parametrize(
    ("name", "count"), [("王小明", 3), ("王 小明", 3), ("王小明 Ltd", 0), ("Wang Xiaoming", 0), ("", 0)]
)
def test_syllables_are_counted_where_nothing_else_is_written(name: str, count: int) -> None:
    assert syllables_in(name) == count


@pytest.mark.parametrize(
    ("name", "form"), [("曾伟", "zeng wei"), ("沈阳", "shen yang"), ("单雄", "shan xiong")]
)
def test_characters_of_surnames_are_read_as_surnames(name: str, form: str) -> None:
    assert comparable(name) == form


ASKED_SINCE = (
    ("NITC tanker company", None, "NATIONAL IRANIAN TANKER COMPANY"),
    ("Ansarallah Houthis", None, "ANSARALLAH"),
    ("Khatam ol-Anbiya Construction", None, "KHATAM OL ANBIA GHARARGAH SAZANDEGI NOOH"),
    ("HESA Aircraft", "IR", "IRAN AIRCRAFT MANUFACTURING INDUSTRIAL COMPANY"),
    ("Aeroflot - Russian Airlines", "RU", "PJSC AEROFLOT"),
    ("Polyus Gold", "RU", "PUBLIC JOINT STOCK COMPANY POLYUS"),
    ("Mikron Zelenograd", "RU", "PJSC Mikron"),
    ("NSO Group Technologies Herzliya", "IL", "NSO Group"),
    ("Nat. Iranian Oil Company", "IR", "NATIONAL IRANIAN OIL COMPANY"),
    ("Pak Atomic Energy Commission", "PK", "Pakistan Atomic Energy Commission (PAEC)"),
    ("Fujian Jinhua IC", "CN", "Fujian Jinhua Integrated Circuit Company, Ltd."),
    ("Aiman az-Zawahiri", None, "AL ZAWAHIRI, Dr. Ayman"),
    ("V.V. Putin", None, "PUTIN, Vladimir Vladimirovich"),
    ("V V Putin", None, "PUTIN, Vladimir Vladimirovich"),
    ("Путин В.В.", "RU", "PUTIN, Vladimir Vladimirovich"),
    ("Patrushev N.P.", "RU", "PATRUSHEV, Nikolai Platonovich"),
    ("Putin, V.V.", "CH", "PUTIN, Vladimir Vladimirovich"),
    ("Belavia", "BY", "BELAVIA BELARUSIAN AIRLINES"),
    ("Belavia Minsk", "BY", "BELAVIA BELARUSIAN AIRLINES"),
    ("Attn: Procurement, JSC Mikron, Zelenograd", "RU", "PJSC Mikron"),
)
CLEAR_SINCE = (
    ("Air Astana", "KZ"),
    ("Danieli", "IT"),
    ("Lee Soo-jin", "KR"),
    ("Tan Wei Ming", "SG"),
    ("Aeroflot - Russian Airlines Museum Friends", "CA"),
    ("NITC Museum", None),
    ("Putin B.A.", None),  # a listed person's family name, and other initials
    ("Delta S.A.", "FR"),  # a firm's word is no family name
    ("Belavia Hotel Riga", "LV"),
    ("Attn: Purchasing, Siemens, Berlin", "DE"),
)


def test_names_of_one_party_joined_and_a_word_before_others_are_asked_about(
    listed_screener: ListScreener,
) -> None:
    found = listed_screener.find_many([(name, country) for name, country, _ in ASKED_SINCE])
    missed = [
        name
        for (name, _, party), hits in zip(ASKED_SINCE, found, strict=True)
        if party not in {hit.entry.name for hit in hits}
    ]
    assert missed == []
    equal = [
        name for (name, _, _), hits in zip(ASKED_SINCE, found, strict=True) if any(hit.exact for hit in hits)
    ]
    assert equal == []
    said = listed_screener.find("NITC tanker company", None)[0].reasons
    assert said[0] == "The name joins words of two names of the listed party."


def test_a_place_or_a_syllable_more_makes_no_hit_of_an_everyday_name(listed_screener: ListScreener) -> None:
    found = listed_screener.find_many(CLEAR_SINCE)
    assert [asked for asked, hits in zip(CLEAR_SINCE, found, strict=True) if hits] == []


def test_the_arabic_article_is_one_word_however_it_is_heard() -> None:
    assert equal_form("Ayman az-Zawahiri") == equal_form("Ayman al-Zawahiri")
    assert comparable("Salah ud-Din ash-Sharif") == comparable("Salah al-Din al-Sharif")
    assert comparable("Zia ul-Haq") == "zia al haq"
    assert comparable("An-na Lee AZ-Soft") == "an na li az soft"
