"""Every medium and low finding of the attack of November 29, 2026, tried again: python -m benchmarks.findings

A server of its own in a temporary home, the inputs of the report, and for each finding whether it holds now. What
needs many connections, or PostgreSQL to be killed, is in ``benchmarks.attack`` (``idle``, ``kill-postgresql``); what
needs an OpenID Connect provider is in ``tests/server/test_oidc.py``. The exit status says whether all held.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import httpx2
import pyotp
from benchmarks.attack import Check, parquet_bomb
from benchmarks.serve import Server, free_port
from openpyxl import Workbook

from licet.accounts.service import NewAccount
from licet.events.roles import Side, UserAction, UserRole
from licet.model.listing import CONSOLIDATED
from licet.server.services import open_services
from licet.server.settings import Settings
from licet.storage.adopt import AdoptionRequest, adopt
from licet.watchlists.row import RawRow
from licet.watchlists.snapshot import Format, Snapshot

PASSWORD, NEW = "correct horse battery", "another horse battery"
API = "/api/v1"
SALE = {
    "action": "export", "destination": "DE", "end_use": "none_named_in_part_744",
    "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "name": "Muster Werke GmbH", "country": "DE"}],
}  # fmt: skip
LISTED = {
    **SALE,
    "destination": "IR",
    "parties": [{"role": "end_user", "name": "Mahan Airways", "country": "IR"}],
}
TODAY = date.today()  # noqa: DTZ011  # as a person counts


@dataclass
class Bench:
    """A server that runs, its home, and the keys of its accounts."""

    home: Path
    server: Server
    keys: dict[str, str]
    environment: dict[str, str]

    def client(self, **headers: str) -> httpx2.Client:
        return httpx2.Client(
            base_url=self.server.url, timeout=60, headers={"Origin": self.server.url, **headers}
        )

    def signed(self, login: str) -> httpx2.Client:
        client = self.client()
        answer = client.post(f"{API}/session", json={"login": login, "password": PASSWORD})
        assert answer.status_code == 201, answer.text  # noqa: PLR2004
        client.headers["X-CSRF-Token"] = answer.json()["csrf"]
        return client

    def token(self, login: str, *scopes: UserAction) -> httpx2.Client:
        with closing(open_services(Settings(self.home))) as services:
            account = services.accounts.find(self.keys[login])
            assert account is not None
            secret = services.sessions.make_token(account, "t", scopes or (UserAction.CHECK_SALE,), 30).secret
        client = httpx2.Client(base_url=self.server.url, timeout=60)
        client.headers["Authorization"] = f"Bearer {secret}"
        return client

    def command(self, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """A command of Licet in this home."""
        command = [sys.executable, "-m", "licet.cli.main", *words]
        known = {**self.environment, **environment}
        return subprocess.run(command, env=known, capture_output=True, text=True, check=False)  # noqa: S603


PEOPLE = {
    "ada": UserRole.ADMINISTRATOR, "cora": UserRole.LICENSE_MANAGER, "dora": UserRole.LICENSE_MANAGER,
    "eva": UserRole.LICENSE_MANAGER, "olga": UserRole.COMPLIANCE_OFFICER, "otto": UserRole.AUDITOR,
}  # fmt: skip


def prepare(home: Path, data_date: date) -> dict[str, str]:
    rows = tuple(
        RawRow(list_code=code, name="Mahan Airways", line=number, countries=("IR",), official_id=str(number))
        for number, code in enumerate(CONSOLIDATED, 1)
    )
    snapshot = Snapshot(Format.CSL_CSV, "ab" * 32, None, "of the test", rows)
    adopt(home, snapshot, AdoptionRequest("made.csv", TODAY, data_date, "a test", as_whole=True))
    with closing(open_services(Settings(home))) as services:
        services.accounts.add_organization("acme", "Acme", Side.EXPORTER)
        found = {}
        for login, role in PEOPLE.items():
            made = services.accounts.add(NewAccount(login, login.title(), "acme", {role}, "given by another"))
            services.accounts.set_password(made.key, "given by another", PASSWORD)
            found[login] = made.key
    return found


@contextmanager
def bench_in(folder: Path, data_date: date = TODAY) -> Iterator[Bench]:
    home = folder / "home"
    os.environ["LICET_HEADS"] = str(folder / "heads")
    os.environ["LICET_TRUSTED_PROXIES"] = "127.0.0.0/8"
    port = free_port()
    os.environ["LICET_PUBLIC_URL"] = f"http://127.0.0.1:{port}"
    before = os.umask(0o022)
    try:
        keys = prepare(home, data_date)
        server = Server(home, port)
    finally:
        os.umask(before)
    try:
        yield Bench(home, server, keys, {**os.environ, "LICET_HOME": str(home)})
    finally:
        server.end()


def m1(bench: Bench) -> Check:
    """API tokens outlive a reset."""
    machine, admin = bench.token("dora"), bench.signed("ada")
    before = machine.get(f"{API}/session").status_code
    reset = admin.post(f"{API}/accounts/{bench.keys['dora']}/reset").status_code
    after = machine.get(f"{API}/session").status_code
    listed = admin.get(f"{API}/accounts/{bench.keys['cora']}/tokens").status_code
    return Check(
        (before, reset, after, listed) == (200, 200, 401, 200), f"{before}, reset {reset}, then {after}"
    )


def m2(bench: Bench) -> Check:
    """A token guesses and sets the password; a session guesses it without end."""
    machine, person = bench.token("cora", UserAction.SCREEN), bench.signed("cora")
    asked = {"old_password": "x" * 12, "password": NEW}
    by_token = {machine.post(f"{API}/password", json=asked).status_code for _ in range(60)}
    right = machine.post(f"{API}/password", json={**asked, "old_password": PASSWORD}).status_code
    removal = [
        person.post(f"{API}/second-factor/removal", json={"password": "x" * 12}).status_code
        for _ in range(15)
    ]
    held = by_token == {403} and right == 403 and removal == [422] * 10 + [429] * 5  # noqa: PLR2004
    return Check(
        held, f"60 guesses of a token: {by_token}, the right one {right}; 15 of a session: {set(removal)}"
    )


def m3(bench: Bench) -> Check:
    """The limit of a second factor is taken back by a sign-in without a code."""
    with closing(open_services(Settings(bench.home))) as services:
        codes = pyotp.TOTP(services.accounts.enrol(bench.keys["eva"], PASSWORD).secret)
        services.accounts.confirm(bench.keys["eva"], codes.now())
    client, wrong = bench.client(), []
    for number in range(40):
        asked = {"login": "eva", "password": PASSWORD, **({} if number % 9 == 8 else {"code": "000000"})}  # noqa: PLR2004
        status = client.post(f"{API}/session", json=asked).status_code
        wrong += [status] if "code" in asked else []
    return Check(
        wrong[:10] == [401] * 10 and set(wrong[10:]) == {429}, f"{wrong.count(401)} wrong codes before 429"
    )


def m4(bench: Bench) -> Check:
    """An old list stays green."""
    said = {}
    for days in (0, 121, 1217):
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            prepare(home, TODAY - timedelta(days=days))
            sale = Path(folder) / "sale.json"
            sale.write_text(json.dumps({**SALE, "as_of": TODAY.isoformat()}), "utf-8")
            made = bench.command("check", str(sale), "--json", "--gate", LICET_HOME=str(home))
            found = json.loads(made.stdout)
            said[days] = (found["light"], made.returncode)
    held = said[0][0] == "green" and all(
        said[days][0] == "amber" and said[days][1] != 0 for days in (121, 1217)
    )
    return Check(held, f"by days, light and exit status: {said}")


def m5(bench: Bench) -> Check:
    """A day before all law is green."""
    machine = bench.token("cora")
    lights = []
    for days, query in (
        ("0001-01-01", ""),
        ("1990-01-01", ""),
        (TODAY.isoformat(), "?known_as_of=0001-01-01"),
    ):
        sale = {**LISTED, "as_of": days}
        if query:
            sale["known_as_of"] = "0001-01-01"
        answer = machine.post(f"{API}/determinations", json=sale)
        lights.append(answer.json().get("light", answer.status_code))
    return Check("green" not in lights, f"Mahan Airways to Iran: {lights}")


TAMPERING = {
    "a role given": "UPDATE account SET roles = '[\"administrator\"]' WHERE login = 'cora'",
    "a snapshot made newer": "UPDATE list_snapshot SET data_date = '2026-11-29'",
    "an entry changed": "UPDATE list_content SET body = '{}'",
    "an entry deleted": "DELETE FROM list_assertion",
    "a token's scope": "UPDATE api_token SET scopes = '[]'",
    "a decision turned": "UPDATE disposition SET finding = 'true_match'",
    "a decision deleted": "DELETE FROM disposition",
    "an answer changed": "UPDATE kept_answer SET light = 'green', document = '{}'",
    "the tail cut": "DELETE FROM event WHERE seq > (SELECT max(seq) - 2 FROM event)",
    "the log emptied": "DELETE FROM event",
}


def m6(bench: Bench) -> Check:
    """`audit verify` is good over what it does not look at."""
    officer, _ = bench.signed("olga"), bench.token("cora")
    hit, *_ = officer.post(f"{API}/screenings", json={"name": "Mahan Airways", "country": "IR"}).json()[
        "hits"
    ]
    decided = {"name": "Mahan Airways", "country": "IR", "entry": hit["entry_id"], "finding": "false_positive",
               "reason": "another company"}  # fmt: skip
    made = officer.post(f"{API}/dispositions", json=decided).status_code
    kept = officer.post(f"{API}/determinations?reference=m6", json=SALE).status_code
    assert (made, kept) == (201, 200), (made, kept)
    unfound = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        for name, statement in {"nothing": "", **TAMPERING}.items():
            shutil.rmtree(home, ignore_errors=True)
            bench.command("restore", str(backed_up(bench, Path(folder))), str(home))
            heads = {"LICET_HOME": str(home), "LICET_HEADS": str(Path(folder) / "heads")}
            bench.command("audit", "sign", **heads)
            tamper(home / "licet.sqlite3", statement)
            verified = bench.command("audit", "verify", "--replay", **heads)
            if (verified.returncode == 0) != (name == "nothing"):
                unfound.append(f"{name} ({verified.returncode}: {verified.stdout[:80]!r})")
    return Check(not unfound, f"{len(TAMPERING)} changes behind the log; not found: {unfound or 'none'}")


def backed_up(bench: Bench, folder: Path) -> Path:
    out = folder / "backup.zip"
    if not out.exists():
        made = bench.command("backup", str(out))
        assert made.returncode == 0, made.stderr
    return out


def tamper(database: Path, statement: str) -> None:
    """As somebody with the file would: triggers dropped, the statement done, triggers put back."""
    with closing(sqlite3.connect(database)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        if statement:
            assert connection.execute(statement).rowcount > 0, statement
            if "FROM event" in statement:
                connection.execute("DELETE FROM audit_head")
        for _, sql in triggers:
            connection.execute(sql)
        connection.commit()


def m7(bench: Bench) -> Check:
    """Everybody on the machine may read it (umask 022)."""
    bench.token("cora").post(
        f"{API}/jobs/answers", files={"orders": ("orders.csv", b"id,destination\n1,CN\n")}
    )
    inside = bench.home.rglob("*") if bench.home.stat().st_mode & 0o077 else bench.home.glob("*.key")
    open_to_others = [str(path) for path in inside if path.lstat().st_mode & 0o077]
    return Check(not open_to_others, f"readable by others: {open_to_others[:5] or 'nothing'}")


def m8(bench: Bench) -> Check:
    """Connections are kept for ever: 300 slow heads and 150 slow uploads."""
    head = f"POST {API}/documents HTTP/1.1\r\nHost: 127.0.0.1:{bench.server.url.rpartition(':')[2]}\r\n"
    token = bench.token("cora").headers["Authorization"]
    upload = (
        f"{head}Authorization: {token}\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        "Content-Length: 9999\r\n\r\n"
    )
    address = ("127.0.0.1", int(bench.server.url.rpartition(":")[2]))
    opened = []
    for text, count in ((head, 300), (upload, 150)):
        for _ in range(count):
            item = socket.create_connection(address, timeout=10)
            item.sendall(text.encode())
            opened.append(item)
    until, left = time.monotonic() + 35, opened
    while time.monotonic() < until and left:
        time.sleep(1)
        left = [item for item in left if still_open(item)]
    for item in opened:
        item.close()
    return Check(not left, f"{len(opened)} connections, {len(left)} kept after 35 s")


def still_open(connection: socket.socket) -> bool:
    """Whether the server takes another byte."""
    connection.setblocking(False)
    try:
        connection.send(b"x")
        while part := connection.recv(4096):
            del part
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def m9(bench: Bench) -> Check:
    """Behind a proxy all people share one address."""
    wrong = {"login": "nobody", "password": "x" * 12}
    for number in range(105):  # an address may fail a hundred times
        bench.client(**{"X-Forwarded-For": "198.51.100.7"}).post(
            f"{API}/session", json={**wrong, "login": f"n{number}"}
        )
    same = bench.client(**{"X-Forwarded-For": "198.51.100.7"}).post(f"{API}/session", json=wrong).status_code
    other = bench.client(**{"X-Forwarded-For": "198.51.100.8"}).post(f"{API}/session", json=wrong).status_code
    environment = {"LICET_PUBLIC_URL": "https://licet.example.com", "LICET_TRUSTED_PROXIES": ""}
    named = "LICET_TRUSTED_PROXIES" in bench.command("doctor", **environment).stdout
    return Check(
        (same, other, named) == (429, 401, True),
        f"same address {same}, another {other}, doctor says so: {named}",
    )


URLS = (
    "https://[64:ff9b::a9fe:a9fe]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://224.0.0.1/",
    "https://[ff02::1]/", "https://192.0.2.1:0/", "https://8.8.8.8:22/", "https://[::127.0.0.1]/", "https://[fec0::1]/",
    "https://example.com:99999/", "https://example.com:abc/", "https://[::1", f"https://{'a' * 70}.com/",
    "https://2130706433/", "https://0x7f.1/", "https://0/", "https://user@127.0.0.1/", "https://[::ffff:127.0.0.1]/",
)  # fmt: skip


def m10(bench: Bench) -> Check:
    """Addresses that slip past the check of webhooks; and those that ended in 500."""
    admin = bench.signed("ada")
    statuses = {
        url: admin.post(f"{API}/webhooks", json={"url": url, "events": ["case"]}).status_code for url in URLS
    }
    others = {url: status for url, status in statuses.items() if status != 422}  # noqa: PLR2004
    return Check(not others, f"{len(URLS)} addresses: all 422 but {others or 'none'}")


def m11(bench: Bench) -> Check:
    """A small Parquet file of 3 GB of text."""
    bomb, began = parquet_bomb(), time.monotonic()
    status = (
        bench.token("cora").post(f"{API}/jobs/answers", files={"orders": ("o.parquet", bomb)}).status_code
    )
    took = time.monotonic() - began
    return Check(status == 422, f"{len(bomb):,} bytes: {status} after {took:.1f} s")  # noqa: PLR2004


def l1(bench: Bench) -> Check:
    """A narrower token gets a wider one's kept answer."""
    once = {"Idempotency-Key": "l1"}
    wide = bench.token("cora").post(f"{API}/determinations", json=SALE, headers=once).status_code
    narrow = (
        bench.token("cora", UserAction.SCREEN)
        .post(f"{API}/determinations", json=SALE, headers=once)
        .status_code
    )
    return Check((wide, narrow) == (200, 403), f"wide {wide}, narrow {narrow}")


def l2(bench: Bench) -> Check:
    """500 for 5,000 digits, an empty sheet, entities."""
    machine = bench.token("cora")
    digits = json.dumps(SALE).replace('"item": {', f'"item": {{"quantity": {"9" * 5000}, ').encode()
    statuses = [machine.post(f"{API}/determinations", content=digits).status_code]
    for content in (workbook(), workbook(entities=True)):
        answer = machine.post(f"{API}/jobs/answers", files={"orders": ("o.xlsx", content)})
        if answer.status_code == 202:  # noqa: PLR2004
            answer = ended(machine, answer.json()["key"])
            statuses.append(422 if answer.json()["state"] == "failed" else 200)
        else:
            statuses.append(answer.status_code)
    return Check(max(statuses) < 500, f"{statuses}")  # noqa: PLR2004


def ended(machine: httpx2.Client, key: str) -> httpx2.Response:
    while (answer := machine.get(f"{API}/jobs/{key}")).json()["state"] not in {"done", "failed"}:
        time.sleep(0.2)
    return answer


def workbook(*, entities: bool = False) -> bytes:
    book, out, changed = Workbook(write_only=True), BytesIO(), BytesIO()
    book.create_sheet("orders")
    book.save(out)
    if not entities:
        return out.getvalue()
    with zipfile.ZipFile(out) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if "sheet1" in name:
                part = part.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)
            after.writestr(name, part)
    return changed.getvalue()


def l3(bench: Bench) -> Check:
    """Every look at a case that is not there writes a row into the chain."""
    auditor, machine = bench.signed("otto"), bench.token("cora", UserAction.READ_CASES)

    def head() -> int:
        return int(auditor.get(f"{API}/audit/verification").json()["head"]["seq"])

    before = head()
    looks = {machine.get(f"{API}/cases/Z-{number}").status_code for number in range(100)}
    grown = head() - before
    return Check(looks == {404} and grown == 0, f"100 looks: {looks}, {grown} rows")


def l4(bench: Bench) -> Check:
    """A second factor is begun without the password; an earlier session lives on."""
    client = bench.signed("olga")
    begun = client.post(f"{API}/second-factor").status_code
    old = bench.client(Cookie=f"licet={client.cookies['licet']}")
    client.post(f"{API}/session", json={"login": "olga", "password": PASSWORD})
    after = old.get(f"{API}/session").status_code
    return Check((begun, after) == (422, 401), f"without a password {begun}; the earlier session {after}")


def l6(bench: Bench) -> Check:
    """A backup that is killed leaves a plain copy."""
    (bench.home / "downloads").mkdir(exist_ok=True)
    filler = bench.home / "downloads" / "filler"
    filler.write_bytes(os.urandom(1 << 20) * 200)
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as temporary:
        places = (bench.home, Path(folder), Path(temporary))
        before = files_of(*places)
        command = [sys.executable, "-m", "licet.cli.main", "backup", str(Path(folder) / "b.zip")]
        environment = {**bench.environment, "TMPDIR": temporary}
        midway = 0
        for number in range(10):
            process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
            while process.poll() is None and not writes_nameless(process.pid):
                time.sleep(0.01)
            time.sleep(0.1 * number)
            midway += process.poll() is None
            process.kill()
            process.wait()
        (Path(folder) / "b.zip").unlink(missing_ok=True)
        left = files_of(*places) - before
    filler.unlink()
    return Check(
        midway > 0 and not left, f"{midway} of 10 killed midway, left: {sorted(map(str, left)) or 'nothing'}"
    )


def writes_nameless(pid: int) -> bool:
    with suppress(OSError):
        return any("(deleted)" in str(path.readlink()) for path in Path(f"/proc/{pid}/fd").iterdir())
    return False


def files_of(*folders: Path) -> set[Path]:
    return {path for folder in folders for path in folder.iterdir()}


def l7(bench: Bench) -> Check:
    """`restore` takes files of any name."""
    refused = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("evil.py", "indexes/x.npy", "../outside", "/etc/x", "jobs/../../x"):
            archive = Path(folder) / "evil.zip"
            with (
                zipfile.ZipFile(backed_up(bench, Path(folder))) as good,
                zipfile.ZipFile(archive, "w") as evil,
            ):
                manifest = json.loads(good.read("manifest.json"))
                for kept in manifest["sha256"]:
                    evil.writestr(kept, good.read(kept))
                evil.writestr(name, b"x")
                manifest["sha256"][name] = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"
                evil.writestr("manifest.json", json.dumps(manifest))
            done = bench.command("restore", str(archive), str(Path(folder) / "new"))
            refused[name] = done.returncode != 0 and not (Path(folder) / "new").exists()
    return Check(all(refused.values()), f"refused: {refused}")


def l8(bench: Bench) -> Check:
    """Disk full ends in a traceback."""
    mount = shutil.which("mount")
    with tempfile.TemporaryDirectory() as folder:
        asked = [str(mount), "-t", "tmpfs", "-o", "size=6m", "tmpfs", folder]
        if mount is None or subprocess.run(asked, capture_output=True, check=False).returncode:  # noqa: S603
            return Check(held=True, words="not tried: no file system may be mounted here")
        try:
            with suppress(OSError), (Path(folder) / "filler").open("wb", buffering=0) as filler:
                while filler.write(b"\0" * 4096):
                    pass
            sale = bench.home / "sale.json"
            sale.write_text(json.dumps(SALE), "utf-8")
            made = bench.command("account", "list", LICET_HOME=f"{folder}/home")
            out = bench.command("backup", f"{folder}/b.zip")
        finally:
            subprocess.run([str(shutil.which("umount")), "-l", folder], check=True)  # noqa: S603
    words = [item.stderr.strip() for item in (made, out)]
    held = all(item.returncode for item in (made, out)) and not any("Traceback" in item for item in words)
    return Check(held, f"exit {made.returncode}, {out.returncode}: {words}"[:300])


def l11(_bench: Bench) -> Check:
    """No hashes in the lock file."""
    lock = Path(__file__).resolve().parents[1] / "requirements.lock"
    lines = lock.read_text("utf-8").splitlines()
    pinned = sum("==" in line and not line.startswith((" ", "#")) for line in lines)
    first = sum(
        "--hash=sha256:" in after
        for line, after in pairwise(lines)
        if "==" in line and not line.startswith((" ", "#"))
    )
    return Check(pinned == first, f"{first} of {pinned} packages with hashes")


FINDINGS: tuple[Callable[[Bench], Check], ...] = (
    m1, m2, m3, m4, m5, m6, m7, m8, m10, m11, l1, l2, l3, l4, l6, l7, l8, l11, m9,
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", help="such as m1 l4; all unless said")
    wanted = parser.parse_args().names
    checks: list[Any] = []
    with tempfile.TemporaryDirectory(prefix="licet-findings-") as folder, bench_in(Path(folder)) as bench:
        for finding in FINDINGS:
            if wanted and finding.__name__ not in wanted:
                continue
            check = finding(bench)
            print(f"{finding.__name__.upper():<4}{(finding.__doc__ or '').splitlines()[0]}")
            check.print()
            checks.append(check)
    sys.exit(0 if all(check.held for check in checks) else 1)


if __name__ == "__main__":
    main()
