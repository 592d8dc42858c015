"""Dataclasses whose methods are written at their first call are like those of the standard library."""

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from typing import Any

import pytest

from licet import records


def _point(decorator: Callable[..., Any], name: str, **options: bool) -> Any:
    class Point:
        """A point."""

        x: int
        names: list[str] = field(default_factory=list)
        y: int = 0

        def __post_init__(self) -> None:
            object.__setattr__(self, "y", self.y + 1)

    Point.__qualname__ = name
    return decorator(**options)(Point)


OPTIONS: list[dict[str, bool]] = [
    {},
    {"frozen": True},
    {"slots": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "eq": False},
    {"frozen": True, "kw_only": True},
]
FrozenSlots = _point(records.dataclass, "FrozenSlots", frozen=True, slots=True)
Slots = _point(records.dataclass, "Slots", slots=True)
Frozen = _point(records.dataclass, "Frozen", frozen=True)
for _name in ("FrozenSlots", "Slots", "Frozen"):
    globals()[_name].__name__ = _name


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_each_behaves_as_that_of_the_standard_library(options: dict[str, bool]) -> None:
    lazy, plain = (_point(make, "Point", **options) for make in (records.dataclass, dataclasses.dataclass))
    ours, theirs = (cls(x=1, names=["a"]) for cls in (lazy, plain))
    assert repr(ours) == repr(theirs)
    assert (ours == lazy(x=1, names=["a"])) == (theirs == plain(x=1, names=["a"]))
    assert (ours == lazy(x=2)) == (theirs == plain(x=2))
    assert [item.name for item in dataclasses.fields(ours)] == [
        item.name for item in dataclasses.fields(theirs)
    ]
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    assert dataclasses.replace(ours, x=5).x == dataclasses.replace(theirs, x=5).x
    assert hasattr(ours, "__dict__") == hasattr(theirs, "__dict__")
    assert copy.deepcopy(ours).names == ["a"]
    assert (lazy.__hash__ is None) == (plain.__hash__ is None)
    assert lazy.__match_args__ == plain.__match_args__
    for change in (lambda it: setattr(it, "x", 3), lambda it: delattr(it, "x")):
        assert _raised(change, lazy(x=1)) is _raised(change, plain(x=1))
    for wrong in ({}, {"x": 1, "z": 2}):
        for cls in (lazy, plain):
            with pytest.raises(TypeError):
                cls(**wrong)


def _raised(change: Callable[[Any], object], given: Any) -> type | None:
    try:
        change(given)
    except (AttributeError, TypeError) as error:
        return type(error)
    return None


def test_equal_ones_have_one_hash() -> None:
    some = {FrozenSlots(1, ("a",)), FrozenSlots(1, ("a",)), FrozenSlots(2, ("a",))}
    assert len(some) == 2
    with pytest.raises(TypeError):
        hash(Slots(1))


@pytest.mark.parametrize("cls", [FrozenSlots, Slots, Frozen])
def test_they_are_sent_to_other_processes(cls: Any) -> None:
    sent = cls(1, ["a"])
    assert pickle.loads(pickle.dumps(sent)) == sent  # noqa: S301  our own


def test_one_that_inherits_has_all_fields() -> None:
    @records.dataclass(frozen=True)
    class Base:
        x: int

    @records.dataclass(frozen=True)
    class Derived(Base):
        y: int = 2

    assert Derived(1) == Derived(1, 2)
    assert repr(Derived(1)).endswith("Derived(x=1, y=2)")
    with pytest.raises(dataclasses.FrozenInstanceError):
        Derived(1).x = 3  # type: ignore[misc]


def test_methods_of_ones_own_stay() -> None:
    @records.dataclass(frozen=True)
    class Named:
        x: int

        def __repr__(self) -> str:
            return "mine"

        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 7

    assert repr(Named(1)) == "mine"
    assert Named(1) == Named(2)
    assert hash(Named(1)) == 7


def test_methods_are_written_once_and_only_where_called() -> None:
    cls = _point(records.dataclass, "Point", frozen=True)
    first = cls.__init__
    one = cls(1)
    second = cls.__init__
    assert first is not second
    assert cls(2).__class__ is one.__class__
    assert cls.__init__ is second
