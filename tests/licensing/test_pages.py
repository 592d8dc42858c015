"""The pages drawn from the tables are current, and the guide names everything that people call."""

import subprocess
import sys
from pathlib import Path

import pytest

from licet.events.event import Event
from licet.events.kinds import Kind
from licet.licensing import administering, applying, correcting, deciding, drawing, reconciling, reviewing
from licet.licensing.change import ChangeKind
from licet.licensing.pause import PauseGround
from licet.licensing.states import State
from licet.licensing.table import TABLE

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "guide" / "licensing.md").read_text("utf-8")
REVIEW = (ROOT / "docs" / "guide" / "review.md").read_text("utf-8")


def test_the_drawn_pages_are_current() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "tools" / "build_licensing_docs.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout


@pytest.mark.parametrize(
    "module", [applying, reviewing, deciding, administering, drawing, correcting, reconciling]
)
def test_every_act_is_in_the_guide(module: object) -> None:
    names = [name for name in module.__all__ if name[0].islower()]  # type: ignore[attr-defined]
    assert [name for name in names if f"`{name}`" not in GUIDE] == []


def test_every_state_event_and_ground_is_drawn() -> None:
    assert [state for state in State if state.words not in REVIEW] == []
    assert [row.kind for row in TABLE if f"`{row.kind.value}`" not in REVIEW] == []
    assert [ground for ground in PauseGround if f"`{ground.value}`" not in REVIEW] == []


def test_every_event_of_a_license_and_kind_of_change_is_in_the_guide() -> None:
    assert [kind for kind in Kind if kind.stream == "license" and f"`{kind.value}`" not in GUIDE] == []
    assert [kind for kind in ChangeKind if f"`{kind.value}`" not in GUIDE] == []
    assert set(Event.__dataclass_fields__) >= {
        "kind",
        "subject",
        "organization",
        "actor",
        "at",
        "reason",
        "payload",
    }
