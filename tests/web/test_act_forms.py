"""The forms of acts: nothing is lost on the way through a browser, and no act is forgotten."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.datastructures import FormData, UploadFile
from tests.licensing.world import World

from licet.events.kinds import Kind
from licet.events.roles import UserAction
from licet.licensing.application import Application, ApplicationParty, Document, DocumentKind
from licet.licensing.case import Case
from licet.licensing.opinion import OpinionView
from licet.licensing.table import TABLE
from licet.model.transaction import Role
from licet.services.cases.act_requests import body_of_act, read_body
from licet.services.cases.act_row import ActContext
from licet.services.cases.act_table import CASE_ACTS, EVERY_ACT, LICENSE_ACTS
from licet.services.cases.form_plan import FormPlan
from licet.web.acts.fields import ActField, document_of, form_of, missing_in
from licet.web.acts.words import for_people

AROUND = ActContext("DOD", date(2019, 10, 10), agencies=[("DOD", "DOD"), ("DOE", "DOE")])


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def sent(fields: Sequence[ActField]) -> Iterator[tuple[str, str | UploadFile]]:
    """What a browser sends of a form that nobody touched."""
    for field in fields:
        if field.control == "rows":
            for _, inner in field.rows:
                yield from sent(inner)
        elif field.control == "picks":
            yield from ((field.path, value) for value, _ in field.options if value in field.value)
        elif field.control != "file" or field.value:
            yield field.path, field.value.replace("\n", "\r\n")


def through(name: str, plan: FormPlan, **typed: str) -> dict[str, Any]:
    """The arguments of an act after its form went through a browser, with some fields filled in."""
    body = body_of_act(CASE_ACTS[name].function)
    fields: list[tuple[str, str | UploadFile]] = [
        (path, typed.get(path) or value) for path, value in sent(form_of(body, plan, plan.start))
    ]
    assert typed.keys() <= {path for path, _ in fields}

    def keep(_file: Any) -> str:
        raise AssertionError

    return read_body(CASE_ACTS[name].function, document_of(body, plan, FormData(fields), keep))


texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)


@settings(max_examples=25, deadline=None)
@given(
    title=texts,
    reference=st.none() | texts,
    special=st.dictionaries(st.sampled_from(["a", "c", "z"]), texts),
    whole=st.booleans(),
    lines=st.integers(1, 3),
    laden=st.none() | st.just(date(2019, 10, 1)),
    parties=st.lists(st.sampled_from(list(Role)), max_size=3),
)
def test_an_application_that_nobody_touched_comes_back_as_it_was(
    world: Any,
    title: str,
    reference: str | None,
    special: dict[str, str],
    whole: bool,
    lines: int,
    laden: date | None,
    parties: list[Role],
) -> None:
    document = Document(DocumentKind.ORDER, "0" * 64, title, submitted=False)
    asked: Application = world.application(
        lines=lines, documents=(document,), special=special, as_a_whole=whole, order_reference=reference,
        laden_on=laden, parties=tuple(ApplicationParty(role, title, None, "CN") for role in parties),
    )  # fmt: skip
    case = world.drafted(application=asked)
    found = through("amend", CASE_ACTS["amend"].form(case, AROUND))
    assert found["application"] == replace(asked, version=2)


def referred(world: Any) -> Case:
    found: Case = world.referred(application=world.application(lines=2))
    return found


def test_a_view_is_given_for_every_line_and_for_the_parties_of_whom_one_speaks(world: Any) -> None:
    plan = CASE_ACTS["recommend"].form(referred(world), AROUND)
    said = through(
        "recommend",
        plan,
        **{"recommendation.lines[0].view": "approve", "recommendation.lines[1].view": "deny"},
    )["recommendation"]
    assert (said.agency, said.version, said.parties) == ("DOD", 1, ())
    assert [(line.number, line.view) for line in said.lines] == [
        (1, OpinionView.APPROVE),
        (2, OpinionView.DENY),
    ]


def test_what_was_agreed_is_proposed_unless_somebody_changes_it(world: Any) -> None:
    case = world.agreed(OpinionView.APPROVE, OpinionView.DENY)
    plan = CASE_ACTS["propose"].form(case, AROUND)
    made = through("propose", plan, **{"proposal.policy_cite": "84 FR 22961"})["proposal"]
    assert [(line.number, line.approve) for line in made.lines] == [(1, True), (2, False)]
    assert (made.policy, made.conditions) == ("presumption of denial", ())


def test_a_form_that_is_shown_again_has_all_its_rows(world: Any) -> None:
    plan, body = (
        CASE_ACTS["recommend"].form(referred(world), AROUND),
        body_of_act(CASE_ACTS["recommend"].function),
    )
    form = FormData(list(sent(form_of(body, plan, plan.start))))
    again = document_of(body, plan, form, lambda _: "", every=True)
    assert [item["number"] for item in again["recommendation"]["lines"]] == [1, 2]
    assert document_of(body, plan, form, lambda _: "")["recommendation"]["lines"] == []


def test_what_cannot_stay_empty_is_named(world: Any) -> None:
    plan = CASE_ACTS["recommend"].form(referred(world), AROUND)
    body = body_of_act(CASE_ACTS["recommend"].function)
    assert missing_in(form_of(body, plan, plan.start)) == [
        "Line 1: modem 1: View",
        "Line 2: modem 2: View",
        "Huawei Device Co., Ltd. (ultimate consignee): View",
    ]


def test_every_row_of_the_table_of_transitions_has_an_act() -> None:
    done = {(kind, act.action) for act in CASE_ACTS.values() for kind in act.kinds if kind.stream == "case"}
    assert done == {(row.kind, row.action) for row in TABLE if row.action is not UserAction.RUN_CLOCK}


def test_every_event_of_licensing_is_made_by_an_act() -> None:
    made = {kind for act in EVERY_ACT for kind in act.kinds}
    assert made == {kind for kind in Kind if kind.stream in {"case", "license"}}
    assert len({act.function for act in EVERY_ACT}) == len(EVERY_ACT)
    assert all(act.label[0].isupper() for act in EVERY_ACT)


@pytest.mark.parametrize("name", [*CASE_ACTS, *LICENSE_ACTS])
def test_a_form_says_what_its_act_does_and_no_code(name: str) -> None:
    for act in (record[name] for record in (CASE_ACTS, LICENSE_ACTS) if name in record):
        said = for_people(act.refusals)
        assert act.refusals.startswith(said)
        assert said.endswith(".")
        assert "`" not in said
        assert "Refusal" not in said
