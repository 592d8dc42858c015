from datetime import date

import pytest

from licet.screening.dispositions import DispositionFinding
from licet.services.determination import Decider, open_decider
from licet.web.show.ask_buttons import judgment_of, press

DAY = date(2019, 10, 10)
FORM = [
    ("item.eccn", "EAR99"),
    ("parties[0].name", "A"),
    ("parties[1].name", "B"),
    ("parties[1].owners[0].name", "C"),
]


def test_a_row_is_removed_with_all_that_is_in_it() -> None:
    assert press([*FORM, ("remove", "parties[1]")]).pairs == [*FORM[:2], ("remove", "parties[1]")]


def test_a_button_for_a_row_cannot_remove_anything_else() -> None:
    assert FORM[0] in press([*FORM, ("remove", "item")]).pairs


def test_the_slider_names_a_day_by_its_place() -> None:
    form = [("go", "step"), ("step", "1"), ("step_days", "2019-01-01 2019-05-16"), ("as_of", "2020-01-01")]
    assert dict(press(form).pairs)["as_of"] == "2019-05-16"
    beyond = [("go", "step"), ("step", "7"), ("step_days", "2019-01-01"), ("as_of", "2020-01-01")]
    assert dict(press(beyond).pairs)["as_of"] == "2020-01-01"


@pytest.fixture(scope="module")
def decider(tmp_path_factory: pytest.TempPathFactory) -> Decider:
    return open_decider(tmp_path_factory.mktemp("house"))


def test_a_judgment_is_read_with_the_listed_name_that_was_met(decider: Decider) -> None:
    entry = "EL:huawei-device-co-ltd:CN"
    form = [
        ("parties[0].role", "end_user"),
        ("parties[0].name", "Huawei Device Co., Ltd."),
        ("parties[0].country", "CN"),
        ("judge", f"parties[0] no {entry}"),
        (f"why parties[0] {entry}", "other owners"),
        (f"evidence parties[0] {entry}", " register 7 "),
    ]
    found = judgment_of(form, decider, DAY)
    assert (found.who.name, found.finding, found.why) == (
        "Huawei Device Co., Ltd.", DispositionFinding.FALSE_POSITIVE, "other owners",
    )  # fmt: skip
    assert (found.hit.entry.entry_id, found.evidence) == (entry, ("register 7",))
    assert found.hit.is_named("huawei device co ltd")
    assert press(form).pairs == form, "nothing of it becomes a fact of the sale"


@pytest.mark.parametrize("judge", ["", "parties[7] no EL:x", "parties[0] no EL:x", "parties[0] perhaps EL:x"])
def test_what_names_no_match_is_no_judgment(decider: Decider, judge: str) -> None:
    with pytest.raises(ValueError, match="no match that can be judged"):
        judgment_of(
            [*FORM, *((f"parties[{n}].role", "end_user") for n in (0, 1)), ("judge", judge)], decider, DAY
        )


def test_an_answer_is_typed_chosen_or_skipped() -> None:
    assert press([("reply", "typed"), ("typed", "EAR99")]).reply == "EAR99"
    assert press([("reply", "yes")]).reply == "yes"
    assert press([("reply", "skip"), ("typed", "x")]).reply == ""
    assert press([("item.eccn", "")]).reply is None
