"""Writing and checking tables."""

import gzip
import json
from pathlib import Path

import pytest

from tools import common


def test_check_reports_a_difference_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert common.finish({"t.csv": "a,b\n1,2\n"}, check=False, folder=tmp_path) == 0
    assert common.finish({"t.csv": "a,b\n1,2\n"}, check=True, folder=tmp_path) == 0
    assert common.finish({"t.csv": "a,b\n1,3\n"}, check=True, folder=tmp_path) == 1
    assert "-1,2" in capsys.readouterr().out
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == "a,b\n1,2\n"


def test_absent_sources_skip_a_check_and_refuse_a_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LICET_SHARED", str(tmp_path))

    def build(_: Path) -> dict[str, str]:
        raise AssertionError("must not run without its sources")

    assert common.run(build, ["csl/x.json"], ["--check"]) == 0
    assert common.run(build, ["csl/x.json"], []) == 2
    assert "csl/x.json is not here" in capsys.readouterr().err


def test_a_row_with_a_strange_key_is_refused() -> None:
    with pytest.raises(ValueError, match="strange"):
        common.to_csv(["a"], [{"a": "1", "strange": "2"}])


def test_json_is_read_plain_and_gzipped(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([1]), encoding="utf-8")
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b"[1]"))
    assert common.read_json(tmp_path / "a.json") == common.read_json(tmp_path / "a.json.gz") == [1]


def test_slug_is_ascii_and_stable() -> None:
    assert common.slug("Huawei Technologies R&D UK") == "huawei-technologies-r-and-d-uk"
    assert common.slug("Xi'an Ruixin (No. 2)") == "xian-ruixin-no-2"
