"""A sale seen on a day: what is assumed counts at once, and nothing read before stands in its way."""

from datetime import date

from licet.engine.view import View
from licet.facts.wire import read_transaction
from licet.law.condition import Field
from licet.rulebook.us.ear import ear

FLAG = Field("item.is.supp2_744", "that Supplement No. 2 to Part 744 names it")


def view_of(**told: object) -> View:
    return View.of(read_transaction({"as_of": "2026-07-01", **told}, ear().vocabulary), ear())


def test_an_assumed_eccn_reaches_what_the_tables_say_of_the_item() -> None:
    view = view_of(item={"kind": "commodity"})
    assert view.read(FLAG, ()).value is None
    assert view.assuming("item.eccn", "EAR99").read(FLAG, ()).value is False
    assert view.read(FLAG, ()).value is None


def test_an_eccn_assumed_against_the_sale_reaches_it_too() -> None:
    view = view_of(item={"kind": "commodity", "eccn": "EAR99"})
    assert view.read(FLAG, ()).value is False
    assert view.assuming("item.eccn", "1E994").read(FLAG, ()).where == "facts.described_by_supp2_744"


def test_an_assumed_fact_is_read_and_the_others_stay() -> None:
    view = view_of(destination="CN")
    field, other = Field("end_use", "the end use"), Field("destination", "the destination")
    assert (view.read(field, ()).value, view.read(other, ()).value) == (None, "CN")
    tried = view.assuming("end_use", "civil")
    assert (tried.read(field, ()).value, tried.read(other, ()).value) == ("civil", "CN")


def test_a_claim_and_a_fact_of_one_path_are_told_apart() -> None:
    view = view_of()
    path = "facts.purpose"
    assert view.read(Field(path, "the purpose"), ()).claim is False
    assert view.read(Field(path, "the purpose", claim=True), ()).claim is True


def test_an_earlier_day_keeps_nothing_of_a_later_one() -> None:
    view = view_of()
    view.quick.definitions.update({"made": None})  # type: ignore[dict-item]  # what is kept is not looked into
    assert view.on(date(2019, 1, 1)).definitions == {}
