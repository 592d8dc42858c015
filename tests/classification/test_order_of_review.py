"""The interview: what it asks, what it comes to, and that it never says EAR99 wrongly."""

import json
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner

from licet.classification.description import Suggestion, suggestion
from licet.classification.munitions import described_by
from licet.classification.order_of_review import ReviewedItem, ReviewInterview, ReviewVerdict
from licet.classification.proposals import shortlist
from licet.classification.questions import Form, QuestionAnswerError, ReviewQuestion
from licet.classification.specially_designed import RELEASES
from licet.cli.main import app

PLAIN = {"usml": "no", "military": "no", "encryption": "no", "others": "none"}
USML_FACTS = (
    "usml", "cj", "enumerated", "catch_all", "a1", "part", "used_in", "b2", "b3", "b4", "b5",
)  # fmt: skip
CAMERA = "Hand-held thermal imager with an uncooled microbolometer array"


def answered(item: ReviewedItem, said: dict[str, str], otherwise: str = "none") -> ReviewInterview:
    """The interview with these answers; what is not said is answered "no" or with ``otherwise``."""
    talk = ReviewInterview(item)
    for _ in range(60):
        question = talk.question
        if question is None:
            return talk
        default = {Form.YES_NO: "no", Form.NUMBER: "0"}.get(question.form, otherwise)
        talk = talk.answer(said.get(question.key, default), who="M. Ruiz", why="data sheet")
    raise AssertionError("the interview does not end")


STRONG = {"encryption": "strong", "encryption:market": "yes", "encryption:path": "b1"}


@pytest.mark.parametrize(("item", "said", "eccn"), [
    (ReviewedItem(CAMERA), {"entries": "6A003", "6A003": "uncooled", "frame_rate": "30 Hz"}, "6A003.b.4.b"),
    (ReviewedItem(CAMERA), {"entries": "6A003", "6A003": "uncooled", "frame_rate": "at most 9"}, "6A993.a"),
    (ReviewedItem("Rack server with AI accelerators"), {"entries": "4A090", "4A090": "yes", "tpp": "2896",
     "performance_density": "3.67", "datacenter": "yes"}, "4A090.b"),
    (ReviewedItem("AI accelerator integrated circuit, TPP 36,000"), {"entries": "3A090", "3A090": "processor",
     "tpp": "above 30,000"}, "3A090.a"),
    (ReviewedItem("Fixed-wing research drone"), {"entries": "9A012", "9A012": "vehicle", "beyond_sight": "yes",
     "endurance": "3 h"}, "9A012.a.2"),
    (ReviewedItem("Fixed-wing research drone"), {"entries": "9A012", "9A012": "vehicle", "beyond_sight": "yes",
     "endurance": "unknown"}, "9A012.a"),
    (ReviewedItem("Sodium fluoride powder, CAS 7681-49-4"), {"entries": "1C350", "1C350": "d.46",
     "weight_percent": "97"}, "1C350.d.46"),
    (ReviewedItem("12-bit converter, 4 GSPS"), {"entries": "3A001", "3A001": "a.5.a", "3A001:resolution (bit)": "12",
     "3A001:sample rate (samples/s)": "4 GSPS"}, "3A001.a.5.a.3"),
    (ReviewedItem("Appliance for command and control of intrusion software"), {"entries": "4A005", "4A005": "heading",
     "4A005:reach": "named"},
     "4A005"),
    (ReviewedItem("Wi-Fi base station with WPA2 encryption"), STRONG | {"encryption:role": "a.2"}, "5A992.c"),
    (ReviewedItem("cryptographic controller chip"), STRONG | {"encryption:role": "a.1"}, "5A992.c"),
    (ReviewedItem("cryptographic controller chip"), STRONG | {"encryption:role": "a.1", "encryption:path": "b3_2"},
     "5A002.a.1"),
    (ReviewedItem("cryptographic controller chip"), STRONG | {"encryption:role": "a.1", "encryption:path": "b3_2",
     "encryption:ccats": "yes"}, "5A992.c"),
    (ReviewedItem("cryptographic controller chip"), STRONG | {"encryption:role": "a.1", "encryption:market": "no"},
     "5A002.a.1"),
    (ReviewedItem("LDAP server with strong encryption, open source", "software"),
     STRONG | {"encryption:role": "a.3", "encryption:published": "yes"}, "5D002.c.1"),
    (ReviewedItem("Retail office paper, 500 sheets"), {}, "EAR99"),
])  # fmt: skip
def test_products_come_to_their_paragraph(item: ReviewedItem, said: dict[str, str], eccn: str) -> None:
    talk = answered(item, PLAIN | said)
    assert (talk.result.eccn, talk.result.open) == (eccn, ())
    assert len(talk.answers) <= 12
    assert talk.result.path[0][1].who == "M. Ruiz"


@pytest.mark.parametrize(
    ("app", "eccn"),
    [
        ("unknown", None),
        ("below 70", "5A992.c"),
        ("0.1 to 5", "5A992.c"),
        ("0.001", "5A992.c"),
        ("60 to 90", None),
    ],
)
def test_what_cannot_change_the_result_beside_encryption_is_not_left_open(app: str, eccn: str | None) -> None:
    """A mass-market computer is 5A992.c whether 4A994.b describes it or not; it may not be where 4A003.b does."""
    said = STRONG | {"encryption:role": "a.3", "entries": "4A994", "4A994": "b", "app": app}
    assert answered(ReviewedItem("Consumer tablet computer"), said).result.eccn == eccn


def test_memory_is_measured_by_its_density_or_by_bandwidth_and_area() -> None:
    said = PLAIN | {"entries": "3A090", "3A090": "memory"}
    item = ReviewedItem("High bandwidth memory stack")
    density = answered(item, said | {"hbm_density": "2.1 GB/s/mm2"})
    parts = answered(
        item, said | {"hbm_density": "unknown", "hbm_bandwidth": "819 GB/s", "hbm_area": "121 mm2"}
    )
    neither = answered(item, said | {"hbm_density": "unknown", "hbm_bandwidth": "unknown", "hbm_area": "121"})
    assert [talk.result.eccn for talk in (density, parts, neither)] == ["3A090.c", "3A090.c", None]
    assert "hbm_area" not in density.answers


def test_an_entry_of_the_rest_does_not_go_before_a_stricter_one() -> None:
    """Mass market encryption leaves a drone a drone; encryption of 5A002 beside it is for a person to decide."""
    drone = STRONG | {"encryption:role": "a.2", "entries": "9A012", "9A012": "vehicle", "beyond_sight": "yes",
                      "endurance": "1"}  # fmt: skip
    item = ReviewedItem("Quadcopter drone with Wi-Fi")
    assert answered(item, PLAIN | drone).result.eccn == "9A012.a.1"
    both = answered(item, PLAIN | drone | {"encryption:market": "no"}).result
    assert (both.verdict, both.eccn) == (ReviewVerdict.OPEN, None)
    assert both.candidates[0].eccns == ("9A012.a.1", "5A002.a.2")


def test_what_is_not_known_gives_candidates_and_what_would_decide() -> None:
    known = PLAIN | {"entries": "6A003", "6A003": "uncooled", "frame_rate": "unknown"}
    result = answered(ReviewedItem(CAMERA), known).result
    assert result.candidates[0].eccns == ("6A003.b.4.b", "6A993.a")
    assert result.candidates[0].key == "frame_rate"
    near = answered(ReviewedItem(CAMERA), known | {"frame_rate": "about 9"}).result
    assert near.candidates[0].decides == "a number nearer to the limit"
    which = answered(ReviewedItem(CAMERA), PLAIN | {"entries": "unknown"}).result
    assert "6A003" in which.candidates[0].eccns
    market = answered(ReviewedItem("Wi-Fi router"), PLAIN | STRONG | {"encryption:role": "a.2",
                      "encryption:market": "unknown"}).result  # fmt: skip
    assert market.candidates[0].eccns == ("5A992.c", "5A002.a.2")


def test_the_description_suggests_what_it_states() -> None:
    talk = ReviewInterview(
        ReviewedItem("Thermal camera, uncooled microbolometer, 30 Hz frame rate, WPA2 Wi-Fi")
    )
    talk = talk.answer("no").answer("no")
    assert talk.suggestion == Suggestion("strong", "WPA2")
    for typed in ("no", "6A003", "uncooled"):
        talk = talk.answer(typed)
    assert talk.suggestion == Suggestion("30", "30 Hz")
    plain = ReviewInterview(ReviewedItem("USB stick without encryption")).answer("no").answer("no")
    assert plain.suggestion == Suggestion("no", "without encryption")


@pytest.mark.parametrize(
    ("description", "eccn"),
    [
        ("hydraulic fluid of synthetic hydrocarbon oils, flash point 250 degrees C", "1C996"),
        ("hot isostatic press, chamber inside diameter 450 mm, 1,600 degrees C", "2B004"),
        ("pressure transducer for absolute pressure", "2B230"),
        ("vacuum pump, input throat 400 mm", "2B231"),
    ],
)
def test_characteristics_that_are_all_needed_are_one_question(description: str, eccn: str) -> None:
    talk = ReviewInterview(ReviewedItem(description))
    for typed in ("no", "no", "no", eccn):
        talk = talk.answer(typed)
    question = talk.question
    assert question is not None
    assert (question.key, question.form) == (f"{eccn}:all", Form.YES_NO)
    assert len(question.shown) > 1


def test_a_product_of_two_numbers_is_not_read_as_its_second() -> None:
    elements = ReviewQuestion("elements", "How many elements?", Form.NUMBER, "", "", unit="elements")
    array = "uncooled array of 320 x 240 elements"
    assert suggestion(elements, array) == Suggestion("76800", "320 x 240 elements")
    rate = ReviewQuestion("rate", "What is its data rate?", Form.NUMBER, "", "", unit="bit/s")
    assert suggestion(rate, "data rate 24 x 100 Gbit/s") is None


def test_the_munitions_list_goes_first() -> None:
    rifle = ReviewInterview(ReviewedItem("fully automatic rifle, 5.56 mm"))
    assert rifle.question is not None
    assert [text for text in rifle.question.shown if "I(b): fully automatic firearms" in text]
    talk = ReviewInterview(ReviewedItem("rifle scope")).answer("yes").answer("no").answer("yes")
    assert talk.question is None
    assert talk.result.verdict == ReviewVerdict.ITAR
    assert [question.key for question, _ in talk.result.path] == ["usml", "usml:cj", "usml:enumerated"]
    assert "names it (22 CFR 120.11(a)(1))" in talk.result.notes[0]


CAUGHT = {"usml": "yes", "usml:catch_all": "yes", "usml:part": "yes", "usml:used_in": "yes"}


@pytest.mark.parametrize(("said", "verdict", "asked"), [
    (CAUGHT, "subject to the ITAR", "cj enumerated catch_all a1 part used_in b2 b3 b4 b5"),
    (CAUGHT | {"usml:cj": "yes"}, "EAR99", "cj"),
    (CAUGHT | {"usml:catch_all": "no"}, "EAR99", "cj enumerated catch_all"),
    (CAUGHT | {"usml:b2": "yes"}, "EAR99", "cj enumerated catch_all a1 part used_in b2"),
    (CAUGHT | {"usml:b5": "yes"}, "EAR99", "cj enumerated catch_all a1 part used_in b2 b3 b4 b5"),
    (CAUGHT | {"usml:used_in": "no"}, "EAR99", "cj enumerated catch_all a1 part used_in"),
    (CAUGHT | {"usml:a1": "yes", "usml:part": "no"}, "subject to the ITAR", "cj enumerated catch_all a1 part"),
    (CAUGHT | {"usml:a1": "yes"}, "subject to the ITAR", "cj enumerated catch_all a1 part b2 b3 b4 b5"),
    (CAUGHT | {"usml:a1": "unknown", "usml:part": "no"}, "undetermined", "cj enumerated catch_all a1 part"),
    (CAUGHT | {"usml:b3": "unknown"}, "undetermined", "cj enumerated catch_all a1 part used_in b2 b3 b4 b5"),
    (CAUGHT | {"usml:b3": "unknown", "usml:b4": "yes"}, "EAR99",
     "cj enumerated catch_all a1 part used_in b2 b3 b4"),
    (CAUGHT | {"usml:cj": "unknown", "usml:catch_all": "no"}, "EAR99", "cj enumerated catch_all"),
])  # fmt: skip
def test_a_part_of_a_defense_article_goes_through_120_41(
    said: dict[str, str], verdict: str, asked: str
) -> None:
    """Each paragraph is one question; none is asked that can no longer change the result."""
    talk = answered(ReviewedItem("Spacer for the door of a fighter"), PLAIN | said)
    assert talk.result.verdict == verdict
    keys = [question.key for question, _ in talk.result.path if question.key.startswith("usml:")]
    assert keys == [f"usml:{name}" for name in asked.split()]


def test_what_released_a_part_from_the_munitions_list_is_noted() -> None:
    talk = answered(ReviewedItem("Hexagon bolt M8 for fighter aircraft"), PLAIN | CAUGHT | {"usml:b2": "yes"})
    assert talk.result.notes[0].startswith(
        "Not specially designed for a defense article by 22 CFR 120.41(b)(2)"
    )


def test_nothing_learned_takes_back_what_the_munitions_list_decides() -> None:
    """A fact that was unknown and is now known never flips a result that was decided without it."""
    chance = random.Random(41)
    for _ in range(400):
        known = {name: chance.choice([True, False, None]) for name in USML_FACTS}
        whole = {
            name: chance.choice([True, False]) if value is None else value for name, value in known.items()
        }
        before = described_by(known)
        assert before is None or before == described_by(whole)
        assert described_by(whole) is not None


def test_no_answer_that_is_open_gives_an_ear99() -> None:
    """Whatever is answered: EAR99 only where nothing was left open, every entry was denied, and a person said so."""
    chance = random.Random(20)
    items = [
        ReviewedItem(CAMERA),
        ReviewedItem("gear pump of bronze"),
        ReviewedItem("office software with TLS", "software"),
        ReviewedItem("fastener"),
    ]
    verdicts = set()
    for _ in range(60):
        talk = ReviewInterview(chance.choice(items))
        while (question := talk.question) is not None:
            talk = talk.answer(_any_answer(question, chance))
        result = talk.result
        verdicts.add(result.verdict)
        values = {key: answer.value for key, answer in talk.answers.items()}
        munitions = described_by(
            {key.removeprefix("usml:"): value for key, value in values.items() if key.startswith("usml")}  # type: ignore[misc]
        )
        if result.verdict == ReviewVerdict.EAR99:
            assert munitions is False
            assert values["others"] is not None
            assert not result.open
            assert len(result.texts) >= 4
        if munitions is None:
            assert result.eccn is None
        assert (result.eccn is None) == (result.verdict in {ReviewVerdict.OPEN, ReviewVerdict.ITAR})
    assert verdicts >= {ReviewVerdict.OPEN, ReviewVerdict.EAR99, ReviewVerdict.CLASSIFIED}


def _any_answer(question: ReviewQuestion, chance: random.Random) -> str:
    if question.form is Form.SEVERAL:
        return chance.choice(["none", "none", "unknown", "1", "1, 2"])
    if question.form is Form.NUMBER:
        return chance.choice(["0", "9", "70", "5000", "unknown"])
    if question.form is Form.YES_NO:
        return chance.choice(["no"] * 30 + ["yes", "unknown"])
    return chance.choice([*([question.choices[-1][0]] * 20), question.choices[0][0], "unknown"])


def test_specially_designed_is_asked_of_what_is_not_named() -> None:
    item = ReviewedItem("Cam latch for access panels of a light aircraft")
    said = {"entries": "9A991", "9A991": "d", "9A991.d:reach": "part"}
    assert answered(item, PLAIN | said | {"9A991.d:b": "none"}).result.eccn == "9A991.d"
    assert answered(item, PLAIN | said | {"9A991.d:b": "b2"}).result.eccn == "EAR99"
    assert answered(item, PLAIN | said | {"9A991.d:b": "unknown"}).result.eccn is None
    assert answered(item, PLAIN | said | {"9A991.d:reach": "neither"}).result.eccn == "EAR99"
    assert answered(item, PLAIN | said | {"9A991.d:reach": "peculiar"}).result.eccn == "9A991.d"


def test_a_part_of_a_military_item_goes_the_whole_path() -> None:
    """Caught, it is in 600 series; released, it goes on to the other entries; what is not known keeps it open."""
    wheel = ReviewedItem("Reaction wheel for satellites")
    said = PLAIN | {"military": "yes", "military_entries": "9A515", "9A515": "x", "9A515.x:reach": "part"}
    caught = said | {"9A515.x:b": "none", "9A515.x:notes": "no"}
    assert answered(wheel, caught).result.eccn == "9A515.x"
    assert (
        answered(wheel, caught | {"9A515.x:notes": "yes"}).result.eccn is None
    )  # left out by x.1 to x.7: not settled
    bolt = ReviewedItem("Hexagon bolt M8 for fighter aircraft")
    said = PLAIN | {"military": "yes", "military_entries": "9A610", "9A610": "x", "9A610.x:reach": "part"}
    came = {
        given: answered(bolt, said | {"9A610.x:b": given}).result.eccn
        for given in (*RELEASES, "none", "unknown")
    }
    assert came == dict.fromkeys(RELEASES, "EAR99") | {"none": "9A610.x", "unknown": None}
    assert answered(bolt, said | {"9A610": "none"}).result.eccn is None


def test_a_paragraph_that_the_numbers_take_back_leaves_the_others() -> None:
    """An amplifier of 2 to 18 GHz and 20 W is not in 3A001.b.2.a, and in b.2.b."""
    item = ReviewedItem(
        "GaN MMIC power amplifier, 2 to 18 GHz, fractional bandwidth 160 %, saturated output 20 W"
    )
    said = PLAIN | {
        "entries": "3A001", "3A001": "b.2", "3A001.b.2": "b.2.a", "3A001.b.2.a": "none",
        "3A001.b.2:else:b.2.a": "b.2.b", "3A001:rated for operation at frequencies (Hz)": "2 to 18 GHz",
        "3A001:fractional bandwidth (%)": "160", "3A001:peak saturated power output (W)": "20",
        "3A001:frequency (Hz)": "2 to 18 GHz",
    }  # fmt: skip
    talk = answered(item, said | {"3A001.b.2.b": "b.2.b.1"})
    assert talk.result.eccn is not None
    assert talk.result.eccn.startswith("3A001.b.2.b")
    assert "By your answers b.2.a does not describe it" in next(
        question.text for question, _ in talk.result.path if question.key == "3A001.b.2:else:b.2.a"
    )


def test_what_an_entry_leaves_out_is_no_paragraph_of_it() -> None:
    talk = (
        ReviewInterview(ReviewedItem("Radium-226 medical applicator")).answer("no").answer("no").answer("no")
    )
    question = talk.answer("1C237").answer("yes").question
    assert question is not None
    assert (question.key, "Medical applicators" in question.shown[0]) == ("1C237:notes", True)
    powder = ReviewedItem("Nickel powder 99.7 percent, 4 micrometers")
    assert (
        answered(powder, PLAIN | {"entries": "1C240", "1C240": "a", "1C240:all": "yes"}).result.eccn
        is not None
    )


def test_the_widest_entries_of_all_categories_are_asked_about_before_ear99() -> None:
    found = shortlist(ReviewedItem("Kitchen blender, 1,000 W"))
    asked = {entry.eccn for entry in found.rest} | {hit.eccn for hit in found.nearest}
    assert asked >= {"7A994", "8A992", "9A991", "3A991", "2B999"}


def test_what_is_typed_is_understood_or_refused() -> None:
    question = ReviewInterview(ReviewedItem(CAMERA)).question
    assert question is not None
    assert (question.read(" YES "), question.read("unknown")) == (True, None)
    with pytest.raises(QuestionAnswerError, match="type yes, no or unknown"):
        question.read("perhaps")
    entries = ReviewQuestion(
        "entries", "", Form.SEVERAL, "", "", (("3A001", ""), ("3A991", ""), ("none", ""))
    )
    assert (entries.read("2, 3a001"), entries.read("none"), entries.read("?")) == (
        "3A991 3A001",
        "none",
        None,
    )
    for typed in ("none, 1", "", "4", "5A002", "²", "1" * 5000):
        with pytest.raises(QuestionAnswerError):
            entries.read(typed)


def test_the_command_asks_and_takes_answers_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(
        json.dumps(
            {"usml": False, "military": False, "encryption": "no", "entries": "6A003", "6A003": "uncooled"}
        ),
        "utf-8",
    )
    run = CliRunner()
    talk = run.invoke(
        app, ["classify", CAMERA, "--answers", str(file)], input="why\nfast\nback\nuncooled\n30\nno\n1000\n"
    )
    assert "Not understood: 'fast' is no number" in talk.output
    assert "6A003.b.4.b: classified" in talk.output
    asked = json.loads(run.invoke(app, ["classify", CAMERA, "--answers", str(file), "--json"]).output)
    assert asked["question"]["key"] == "frame_rate"
    assert run.invoke(app, ["classify", CAMERA, "--kind", "thing"]).exit_code == 2
    assert run.invoke(app, ["classify", CAMERA, "--answers", str(tmp_path / "none.json")]).exit_code == 2
