"""How much is asked about: presets of all lists, of single ones, of organizations; recorded in every screening."""

import json
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

import licet
from licet.cli.main import app
from licet.engine.answer_policy import AnswerPolicy
from licet.model.listing import ListCode
from licet.screening.decided import DecisionScope
from licet.screening.finder import shipped_finder
from licet.screening.preset_figures import FIGURES
from licet.screening.presets import BALANCED, Preset, PresetError, Presets
from licet.services.determination import open_decider
from licet.services.screening import ScreeningRequest, screening_document
from licet.services.screening_presets import PRESETS_FILE, presets_of

DAY = date(2026, 7, 31)


def test_presets_are_written_as_they_are_read() -> None:
    for text in ("balanced", "strict", "quiet, EL=strict, SDN=balanced"):
        assert str(Presets.parse(text)) == text
    assert Presets.parse("Quiet, sdn = STRICT").of(ListCode.SDN) is Preset.STRICT
    assert Presets.parse("quiet, SDN=strict").least == Preset.STRICT.review
    for text in ("loud", "balanced, XYZ=strict", "SDN=loud"):
        with pytest.raises(PresetError, match="Give one of"):
            Presets.parse(text)


def verdict(name: str, presets: Presets) -> tuple[str, str]:
    found = screening_document(ScreeningRequest(name, None, DAY), shipped_finder().with_presets(presets))
    return found["verdict"], found["preset"]


def test_a_stricter_preset_asks_about_more_and_none_about_less_than_what_is_the_same() -> None:
    names = (
        "Huawai Tecnologes Marin",
        "HuaTech",
        "Hisilicon Optoelec",
        "Skycom Tech Co",
        "Huawei Technologies Co. Ltd.",
    )
    asked = {
        preset: {name for name in names if verdict(name, Presets(preset))[0] != "clear"} for preset in Preset
    }
    assert asked[Preset.QUIET] <= asked[Preset.BALANCED] <= asked[Preset.STRICT]
    for preset in Preset:
        assert verdict("Huawei Technologies Co., Ltd.", Presets(preset)) == ("match", preset.value)
        assert verdict("Huawei Technologies", Presets(preset))[0] != "clear"


def test_a_list_of_its_own_preset_is_asked_about_by_that() -> None:
    finder = shipped_finder()
    (hit, *_) = finder.with_presets(Presets.parse("quiet, EL=strict")).search("Huawei Technologies Moon")
    assert hit.preset is Preset.STRICT


def test_the_home_folder_says_which_preset_an_organization_has(tmp_path: Path) -> None:
    assert presets_of(tmp_path) == BALANCED
    text = 'preset = "strict"\n[organizations.acme]\npreset = "quiet"\nlists = { SDN = "strict" }\n'
    (tmp_path / PRESETS_FILE).write_text(text, "utf-8")
    assert [str(presets_of(tmp_path, word)) for word in (None, "other", "acme")] == [
        "strict", "strict", "quiet, SDN=strict",
    ]  # fmt: skip
    decider = open_decider(tmp_path)
    assert decider.policy.screening == "strict"
    assert decider.of(DecisionScope("acme")).screener.presets == Presets.parse("quiet, SDN=strict")
    limits = decider.of(DecisionScope("acme")).policy.to_wire()
    assert AnswerPolicy.from_wire(limits).screening == limits["screening"] == "quiet, SDN=strict"


def test_every_mistake_of_the_file_is_said_at_once(tmp_path: Path) -> None:
    text = 'preset = "loud"\nother = 1\n[organizations.acme]\nlists = { XYZ = "strict" }\n'
    (tmp_path / PRESETS_FILE).write_text(text, "utf-8")
    with pytest.raises(PresetError) as error:
        presets_of(tmp_path)
    assert all(part in str(error.value) for part in ("loud", "other", "organizations.acme", "XYZ"))


def test_the_command_line_takes_a_preset_and_records_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_HOME", str(tmp_path))
    done = CliRunner().invoke(app, ["screen", "Huawei", "--preset", "quiet, EL=strict", "--json"])
    assert json.loads(done.stdout)["preset"] == "quiet, EL=strict"
    wrong = CliRunner().invoke(app, ["screen", "Huawei", "--preset", "loud"])
    assert wrong.exit_code != 0


def test_the_guide_gives_the_figures_that_stand_beside_the_choice() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guide" / "screening.md").read_text("utf-8")
    for title, figure in (
        ("listed party found", "recall"),
        ("alerts of 1,000 traded", "alerts"),
        ("alerts of 1,000 made", "person_alerts"),
    ):
        (row,) = [line for line in guide.splitlines() if line.startswith(f"| {title}")]
        assert [float(cell) for cell in row.split("|")[2:5]] == [
            getattr(FIGURES[preset], figure) for preset in Preset
        ]


def test_a_quiet_preset_goes_by_likeness_where_a_rule_is_not_asked() -> None:
    finder = licet.Screener.of_names(["DERIPASKA, Oleg Vladimirovich"], persons=True)
    said = {
        preset: finder.screen("Oleg Deripasca", preset=preset).verdict
        for preset in ("strict", "balanced", "quiet")
    }
    assert said == {"strict": "review", "balanced": "review", "quiet": "clear"}
    assert finder.screen("Oleg Deripaska", preset="quiet").verdict == "review"
