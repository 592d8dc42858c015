from datetime import date

from licet.web.show.ask_buttons import press

DAY = date(2019, 10, 10)
FORM = [
    ("item.eccn", "EAR99"),
    ("parties[0].name", "A"),
    ("parties[1].name", "B"),
    ("parties[1].owners[0].name", "C"),
]


def test_a_row_is_removed_with_all_that_is_in_it() -> None:
    assert press([*FORM, ("remove", "parties[1]")], "ada", DAY).pairs == [*FORM[:2], ("remove", "parties[1]")]


def test_a_button_for_a_row_cannot_remove_anything_else() -> None:
    assert FORM[0] in press([*FORM, ("remove", "item")], "ada", DAY).pairs


def test_the_slider_names_a_day_by_its_place() -> None:
    form = [("go", "step"), ("step", "1"), ("step_days", "2019-01-01 2019-05-16"), ("as_of", "2020-01-01")]
    assert dict(press(form, "ada", DAY).pairs)["as_of"] == "2019-05-16"
    beyond = [("go", "step"), ("step", "7"), ("step_days", "2019-01-01"), ("as_of", "2020-01-01")]
    assert dict(press(beyond, "ada", DAY).pairs)["as_of"] == "2020-01-01"


def test_a_judgement_says_who_when_and_why_and_replaces_an_older_one_of_the_same_entry() -> None:
    form = [("judge", "parties[0] no EL:x"), ("why parties[0] EL:x", "other owners")]
    once = press(form, "ada", DAY).pairs
    place = "parties[0].dispositions[0]"
    assert {f"{place}.same": "no", f"{place}.by": "ada", f"{place}.why": "other owners"}.items() <= dict(
        once
    ).items()
    shown = press([*form, ("evidence parties[0] EL:x", " register 7 ")], "ada", DAY).pairs
    assert dict(shown)[f"{place}.evidence[0]"] == "register 7"
    again = press([*once, ("judge", "parties[0] yes EL:x")], "ben", DAY).pairs
    judged = {name: value for name, value in again if "dispositions" in name}
    assert judged == {
        "parties[0].dispositions[1].entry": "EL:x",
        "parties[0].dispositions[1].same": "yes",
        "parties[0].dispositions[1].by": "ben",
        "parties[0].dispositions[1].on": "2019-10-10",
        "parties[0].dispositions[1].why": "other owners",
    }


def test_an_answer_is_typed_chosen_or_skipped() -> None:
    assert press([("reply", "typed"), ("typed", "EAR99")], "ada", DAY).reply == "EAR99"
    assert press([("reply", "yes")], "ada", DAY).reply == "yes"
    assert press([("reply", "skip"), ("typed", "x")], "ada", DAY).reply == ""
    assert press([("item.eccn", "")], "ada", DAY).reply is None
