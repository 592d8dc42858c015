"""Licensing by the command line: what is asked for, refused and said, beside the story of ``test_story.py``."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from licet.cli.main import app

SALE: dict[str, Any] = {
    "action": "export",
    "as_of": "2019-10-10",
    "destination": "CN",
    "item": {
        "description": "modem",
        "kind": "commodity",
        "eccn": "EAR99",
        "us_origin": True,
        "quantity": 100,
        "unit": "pcs",
        "value_usd": 12000,
    },
    "parties": [
        {"role": "ultimate_consignee", "name": "Huawei Device Co., Ltd.", "country": "CN", "address": "Shenzhen",
         "owners": []}
    ],
    "end_use": "civil",
}  # fmt: skip
WHO = {
    "name": "Acme",
    "address": "1 Main St",
    "country": "US",
    "contact_name": "Mia",
    "contact_telephone": "1",
}
AS = {
    "mia": ("mia", "license_manager", "acme"),
    "sam": ("sam", "shipper", "acme"),
    "rae": ("rae", "registrar", "BIS"),
    "otto": ("otto", "licensing_officer", "BIS"),
    "cleo": ("cleo", "countersigner", "BIS"),
    "ivo": ("ivo", "issuing_officer", "BIS"),
    "abe": ("abe", "approver", "acme"),
}

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command as one of :data:`AS`, in a folder of its own, in a rehearsal on 10 October 2019.

    It is given as words, and behind them one by one what has blanks in it.
    """
    home = tmp_path / "home"
    home.mkdir()
    (home / "rehearsal").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LICET_HOME", str(home))
    monkeypatch.delenv("LICET_DATABASE_URL", raising=False)
    monkeypatch.setenv("LICET_REHEARSAL_CLOCK", "2019-10-10T16:00:00+00:00")
    write("sale.json", SALE)
    write("who.json", WHO)

    def call(who: str, said: str, *more: str, status: int = 0) -> Result:
        session_command = zip(("--as", "--role", "--org"), AS[who], strict=True) if who else ()
        found = CliRunner().invoke(
            app, [*said.split(), *more, *(word for pair in session_command for word in pair)]
        )
        assert found.exit_code == status, found.output
        return found

    return call


def write(name: str, data: Any) -> None:
    Path(name).write_text(data if isinstance(data, str) else json.dumps(data), "utf-8")


def applied(run: Run, *more: str) -> None:
    run("mia", "apply sale.json --applicant who.json --not-laden --id A-1 --submit", *more)


def licensed(run: Run) -> None:
    applied(run)
    run("rae", "cases register A-1 --acn Z123456")
    run("otto", "cases open-review A-1")
    run("otto", "cases judge A-1 --answer --reason", "sold everywhere")
    proposal = {
        "version": 1,
        "lines": [{"number": 1, "approve": True}],
        "policy": "presumption of denial",
        "policy_cite": "84 FR 22961",
        "delegation": "Defense, 2019-03-01: EAR99",
    }
    run("otto", "cases propose A-1 --proposal", json.dumps(proposal))
    run("cleo", "cases countersign A-1")
    run("ivo", "cases issue-decision A-1")
    run("ivo", "cases issue A-1 --number D1")


DRAW = (
    "--line",
    "1",
    "--destination",
    "CN",
    "--end-use",
    "civil",
    "--to",
    "ultimate_consignee:Huawei Device Co., Ltd.:CN",
)


def test_who_acts_must_be_said(run: Run) -> None:
    found = run("", "cases", "list", status=2)
    assert "--as is missing" in found.stderr
    assert "LICET_AS" in found.stderr
    wrong = CliRunner().invoke(app, ["cases", "list", "--as", "x", "--role", "king", "--org", "acme"])
    assert wrong.exit_code == 2
    assert "'king' is none of requester" in wrong.stderr


def test_the_clock_of_a_rehearsal_only_in_a_rehearsal(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home" / "rehearsal").unlink()
    assert "only in a rehearsal" in run("mia", "cases", "list", status=2).stderr
    (tmp_path / "home" / "rehearsal").touch()
    for wrong, said in (("soon", "no instant"), ("2019-10-10T16:00:00", "no time zone")):
        monkeypatch.setenv("LICET_REHEARSAL_CLOCK", wrong)
        assert said in run("mia", "cases", "list", status=2).stderr


def test_what_needs_no_license_is_not_applied_for(run: Run) -> None:
    free = {
        **SALE,
        "destination": "DE",
        "parties": [{"role": "ultimate_consignee", "name": "Garten", "country": "DE", "owners": []}],
    }
    write("free.json", free)
    found = run("mia", "apply free.json --applicant who.json", status=3)
    assert "not_needed" in found.stderr
    assert run("mia", "cases", "list").stdout.endswith("0 cases\n")


def test_items_of_other_transactions_are_applied_for_apart(run: Run) -> None:
    write("other.json", {**SALE, "end_use": "telecommunications"})
    write(
        "second.json", {**SALE, "parties": [{**SALE["parties"][0], "name": "Huawei Technologies Co., Ltd."}]}
    )
    found = run("mia", "apply sale.json second.json --applicant who.json", status=3)
    assert "other_transaction" in found.stderr


@pytest.mark.parametrize(
    ("applicant", "said"),
    [
        ("{", "--applicant: "),
        ({"nam": "x"}, "unknown keys ['nam']"),
        ({"name": 5}, "Applicant.name: no str: 5"),
    ],
)
def test_a_bad_file_is_named_with_its_key(run: Run, applicant: Any, said: str) -> None:
    write("bad.json", applicant)
    found = run("mia", "apply sale.json --applicant bad.json", status=2)
    assert said in found.stderr


def test_a_stale_view_is_refused(run: Run) -> None:
    applied(run)
    found = run("rae", "cases register A-1 --acn Z123456 --expected 1", status=3)
    assert "A-1" in found.stderr
    run("rae", "cases register A-1 --acn Z123456 --expected 2")


def test_json_is_one_document(run: Run) -> None:
    applied(run)
    shown = json.loads(run("mia", "cases show A-1 --json").stdout)
    assert shown["case"]["state"] == "submitted"
    assert [event["kind"] for event in shown["history"]] == ["case.drafted", "case.submitted"]
    (row,) = json.loads(run("mia", "cases list --json").stdout)
    assert (row["case_id"], row["value_usd"]) == ("A-1", "12000")
    done = json.loads(run("rae", "cases register A-1 --acn Z123456 --json").stdout)
    assert (done["state"], done["version"]) == ("registered", 3)
    due = json.loads(run("otto", "cases due --json").stdout)
    assert {item["term"]["days"] for item in due} >= {9, 90}
    assert json.loads(run("mia", "stats", "--json").stdout)["total"]["received"] == 1
    assert json.loads(run("mia", "cases clock --json").stdout) == []


def test_acts_take_lists_flags_days_and_choices(run: Run) -> None:
    applied(run)
    run("rae", "cases register A-1 --acn Z123456")
    run("otto", "cases open-review A-1")
    run("otto", "cases pause A-1 --pause-id p --ground applicant_information")
    assert "no date" in run("otto", "cases step A-1 --pause-id p --name received --on soon", status=2).stderr
    run("otto", "cases step A-1 --pause-id p --name received --on 2019-10-10")
    run("otto", "cases judge A-1 --no-answer --lines 1 --reason", "not yet")
    assert "is no number" in run("otto", "cases judge A-1 --answer --lines x", status=2).stderr
    case = json.loads(run("otto", "cases show A-1 --json").stdout)["case"]
    assert (case["judgments"][0]["answer"], case["judgments"][0]["lines"]) == (False, [1])
    run(
        "otto", "cases return-without-action A-1 --deficiencies", "no street", "--deficiencies", "no use",
        "--action-needed", "say both"
    )  # fmt: skip
    run("mia", "documents return A-1 --out r.pdf")
    assert "nothing is overwritten" in run("mia", "documents return A-1 --out r.pdf", status=2).stderr
    assert "no intent to deny" in run("mia", "documents denial A-1", status=2).stderr


def test_drawing_and_putting_right(run: Run) -> None:
    licensed(run)
    for flag in ("--to", "--destination", "--end-use"):
        place = DRAW.index(flag)
        less = DRAW[:place] + DRAW[place + 2 :]
        found = run("sam", "ledger ship D1 --id S-1 --quantity 10 --value 1200", *less, status=2)
        assert f"{flag} is missing" in found.stderr
    for to in ("Huawei", "king:Huawei:CN", "end_user::CN", "end_user:X:CHN"):
        bad = (*DRAW[:-1], to)
        run("sam", "ledger ship D1 --id S-1 --quantity 10 --value 1200", *bad, status=2)
    assert "no number" in run("sam", "ledger ship D1 --id S-1 --quantity x --value 1", *DRAW, status=2).stderr
    run("sam", "ledger ship D1 --id S-1 --quantity 10 --value 1200", *DRAW, "--itn", "X1")
    assert (
        "duplicate"
        in run("sam", "ledger ship D1 --id S-1 --quantity 10 --value 1200", *DRAW, status=3).stderr
    )
    run("sam", "ledger reserve D1 --id R-1 --quantity 5 --value 600", *DRAW)
    run("sam", "ledger release D1 --id R-1")
    assert (
        "no reservation" in run("sam", "ledger ship D1 --id S-2 --reservation R-9 --value 1", status=2).stderr
    )
    run("mia", "ledger adjust D1 --id J-1 --line 1 --quantity -2 --value -240 --reason", "two less")
    run("mia", "ledger adjust D1 --id J-2 --line 1 --quantity 1 --reason", "one more")
    assert "refused (role)" in run("mia", "ledger confirm D1 --id J-1", status=3).stderr
    run("abe", "ledger confirm D1 --id J-1")
    run("abe", "ledger reject D1 --id J-2 --reason", "counted again")
    (line,) = json.loads(run("mia", "ledger balance D1 --json").stdout)
    assert (line["remaining"]["quantity"], line["shipped"]["quantity"], line["adjusted"]["quantity"]) == (
        "92",
        "10",
        "-2",
    )
    lost = ("--shipment", "S-1", "--ground", "not_delivered", "--reason", "the vessel sank", "--id", "V-1")
    assert "758.4(c)" in run("sam", "ledger reverse D1", *lost, status=3).stderr
    assert (
        "neither a file nor a SHA-256"
        in run("sam", "ledger reverse D1", *lost, "--document", "x", status=2).stderr
    )
    write("evidence.txt", "the master's protest")
    part = ("--quantity", "4", "--value", "480")
    run("sam", "ledger reverse D1", *lost, *part, "--document", "evidence.txt")
    show = run("mia", "licenses show D1").stdout
    assert "reserved: 4 pcs, USD 480" in show
    assert "D1" in run("mia", "licenses", "list").stdout


def test_reconciling_names_every_row(run: Run) -> None:
    licensed(run)
    run("sam", "ledger ship D1 --id S-1 --quantity 10 --value 1200", *DRAW, "--itn", "X1")
    head = "license_number,license_line,itn,quantity,value_usd\n"
    write("good.csv", f"{head}D1,1,X1,10,1200.00\n")
    assert "1 filings agree, 0 differ" in run("mia", "ledger reconcile good.csv").stdout
    write("bad.csv", f"{head}D1,1,X1,10,1200\nD1,1,X2,ten,1200\n")
    found = run("mia", "ledger reconcile bad.csv --record", status=1)
    assert "bad row: line 3, quantity: 'ten' cannot be read" in found.stdout
    told = json.loads(run("mia", "ledger reconcile bad.csv --json", status=1).stdout)
    assert told["bad_rows"][0]["line_of_file"] == 3
    write("none.csv", "a,b\n1,2\n")
    assert (
        "none.csv: line 1: the column license_number is missing"
        in run("mia", "ledger reconcile none.csv", status=2).stderr
    )
    assert "refused (role)" in run("sam", "ledger reconcile good.csv --record", status=3).stderr
    history = json.loads(run("mia", "licenses show D1 --json").stdout)["history"]
    assert history[-1]["kind"] == "license.reconciled"


def test_licenses_are_changed_and_ended(run: Run) -> None:
    licensed(run)
    scope = json.loads(run("mia", "licenses show D1 --json").stdout)["scope"]
    scope["lines"][0]["value"] = "11000"
    write("scope.json", scope)
    wish = '{"kind": "price_lower", "new_value": "11000"}'
    run("mia", "licenses change D1 --wish", wish, "--scope", "scope.json")
    run("ivo", "licenses suspend D1 --reason", "an inquiry")
    assert (
        "refused (suspended)"
        in run("sam", "ledger ship D1 --id S-1 --quantity 1 --value 1", *DRAW, status=3).stderr
    )
    run("ivo", "licenses reinstate D1")
    run("ivo", "licenses extend D1 --until 2024-12-24 --reason", "a long project")
    shown = json.loads(run("mia", "licenses show D1 --json").stdout)
    assert (shown["expires_on"], shown["balance"][0]["remaining"]["value"]) == ("2024-12-24", "11000")
    run("ivo", "licenses revoke D1 --reason diversion")
    assert "revoked" in run("mia", "licenses", "list").stdout


def test_statements_for_invoice_and_file(run: Run) -> None:
    assert "758.6" in run("", "documents invoice-statement sale.json", status=2).stderr
    write("listed.json", {**SALE, "item": {**SALE["item"], "eccn": "5A991"}})
    run("", "documents invoice-statement listed.json --reference INV-1")
    assert Path("destination-control.pdf").read_bytes().startswith(b"%PDF")
    lines = run("", "documents export-information listed.json --json --exporter Acme").stdout
    assert json.loads(lines)["lines"][0]["status"] == "file_first"
    run("", "documents export-information listed.json --reference SO-1 --line 1")
    assert Path("export-information.pdf").read_bytes().startswith(b"%PDF")
    assert "has 1 lines" in run("", "documents export-information listed.json --line 2", status=2).stderr
    refused = ("documents", "certification", "sale.json", "--exporter", "Acme", "--listed-party", "Huawei")
    assert "claims no temporary general license" in run("", *refused, status=2).stderr


def test_records_by_party(run: Run) -> None:
    applied(run)
    auditor = ("--as", "ada", "--role", "auditor", "--org", "acme")
    found = CliRunner().invoke(app, ["records", "--party", "huawei", "--json", *auditor])
    assert [load["subject"] for load in json.loads(found.stdout)["subjects"]] == ["A-1"]
    nothing = CliRunner().invoke(app, ["records", *auditor])
    assert nothing.exit_code == 2
    assert "say a party, a country or a reference" in nothing.stderr
