"""The customer master: what it adds to answers, until when, and that only new hits are shown and told."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.services.mail_server import mail_server

from licet.event_file import CUSTOMERS, EventFile, EventFileError, masters_path
from licet.model.listing import ListEntry
from licet.model.lists import ListsUsed
from licet.model.transaction import Action, Party, Role, Transaction
from licet.model.wire import WireError, read_transaction, write_transaction
from licet.regimes.shipped_entries import shipped_entries
from licet.regimes.us_ear import ear
from licet.rules.answer import Answer
from licet.screening.decided import DecisionScope
from licet.screening.screener import ListScreener
from licet.services.customer_import import OWNER_COLUMNS, PAPER_COLUMNS, read_owners, read_papers, read_table
from licet.services.customer_screening import rescreen
from licet.services.customers import (
    Customer,
    CustomerError,
    CustomerPaper,
    customer_master,
    customers_changed,
)
from licet.services.determination import Decider
from licet.services.notices import NoticeError, NoticeKind, Notices, load_channels
from licet.services.schedule import tick
from licet.storage.database import open_database

NIGHT = datetime(2026, 11, 30, 3, tzinfo=UTC)
SALE = {
    "action": "export", "as_of": "2026-11-30", "destination": "DE",
    "item": {"kind": "commodity", "eccn": "5A992.c", "us_origin": True},
    "parties": [{"role": "ultimate_consignee", "id": "C-1"}],
}  # fmt: skip


def decider(home: Path, entries: Sequence[ListEntry], adoption: int) -> Decider:
    used = ListsUsed("the adopted lists", date(2026, 12, 20 + adoption), False, len(entries), f"f{adoption}")
    return Decider(home, ear(), ListScreener.of(entries, (used,)), adoption)


@pytest.fixture(scope="module")
def listed() -> tuple[ListEntry, ...]:
    return tuple(shipped_entries())


@pytest.fixture(scope="module")
def strangers(listed: tuple[ListEntry, ...]) -> list[ListEntry]:
    """Entries that no customer is like."""
    return [entry for entry in listed if entry.matter != "huawei"]


def hisilicon(listed: Sequence[ListEntry]) -> str:
    found = ListScreener.of(listed).find("HiSilicon Technologies Co., Ltd.", "CN")
    return found[0].entry.entry_id


def with_customers(home: Path) -> None:
    master = customer_master(home, "acme", to_change=True)
    master.put(
        [
            Customer("C-1", "Rheinwerk Optik GmbH", "DE"),
            Customer("C-2", "Huawei Technologies Co., Ltd.", "CN"),
            Customer("C-3", "HiSilicon Technologies Co., Ltd.", "CN"),
        ],
        "mia",
        NIGHT - timedelta(days=3),
    )


def test_a_list_change_at_night_is_one_notice_with_the_new_hits_and_none_is_repeated(
    tmp_path: Path, listed: tuple[ListEntry, ...], strangers: list[ListEntry]
) -> None:
    with_customers(tmp_path)
    added = {"EL:huawei-technologies-co-ltd:CN", hisilicon(listed)}
    after = [*strangers, *(entry for entry in listed if entry.entry_id in added)]
    assert len(after) == len(strangers) + 2
    database = open_database(tmp_path)
    with mail_server() as mail:
        (tmp_path / "notices.toml").write_text(
            f'[officer]\nkind = "email"\nto = ["officer@example.com"]\nsender = "licet@example.com"\n'
            f'host = "127.0.0.1"\nport = {mail.port}\nkinds = ["new_hits"]\n',
            "utf-8",
        )
        first = tick(tmp_path, database, NIGHT, lambda: decider(tmp_path, strangers, 1))
        assert [item.kind for _, item in first.notices] == []
        night = tick(tmp_path, database, NIGHT + timedelta(hours=1), lambda: decider(tmp_path, after, 2))
        again = tick(tmp_path, database, NIGHT + timedelta(hours=2), lambda: decider(tmp_path, after, 2))
        later = tick(tmp_path, database, NIGHT + timedelta(days=1), lambda: decider(tmp_path, after, 2))
    database.close()
    ((organization, notice),) = night.notices
    assert (organization, notice.kind, notice.title) == (
        "acme", NoticeKind.HITS, "2 new hits among your customers",
    )  # fmt: skip
    assert [line[:3] for line in notice.lines[1:3]] == ["C-2", "C-3"]
    assert (again.notices, later.notices) == ([], [])
    (message,) = mail.messages
    assert message["Subject"] == "Licet: 2 new hits among your customers"
    assert "C-3 HiSilicon" in message.get_content()
    assert [record["sent"]["officer"][:4] for record in Notices(tmp_path, "acme", ()).notified()] == ["2026"]


def test_what_a_channel_refused_is_sent_again(tmp_path: Path, listed: tuple[ListEntry, ...]) -> None:
    with_customers(tmp_path)
    database = open_database(tmp_path)
    text = (
        '[officer]\nkind = "email"\nto = ["o@example.com"]\nsender = "l@example.com"\n'
        'host = "127.0.0.1"\nport = {}\n'
    )
    (tmp_path / "notices.toml").write_text(text.format(1), "utf-8")
    failed = tick(tmp_path, database, NIGHT, lambda: decider(tmp_path, listed, 1))
    assert [bool(delivery.problem) for _, delivery in failed.deliveries] == [True]
    with mail_server() as mail:
        (tmp_path / "notices.toml").write_text(text.format(mail.port), "utf-8")
        sent = tick(tmp_path, database, NIGHT + timedelta(minutes=5), lambda: decider(tmp_path, listed, 1))
        assert (
            tick(
                tmp_path, database, NIGHT + timedelta(minutes=9), lambda: decider(tmp_path, listed, 1)
            ).deliveries
            == []
        )
    database.close()
    assert ([delivery.problem for _, delivery in sent.deliveries], sent.notices, len(mail.messages)) == (
        [""],
        [],
        1,
    )


def test_papers_are_told_of_before_they_end(tmp_path: Path, strangers: list[ListEntry]) -> None:
    with_customers(tmp_path)
    master = customer_master(tmp_path, "acme", to_change=True)
    paper = CustomerPaper("bis_711", "711-9", date(2026, 1, 1), date(2026, 12, 20))
    master.put_papers([("C-1", paper)], "mia", NIGHT)
    database = open_database(tmp_path)
    titles = [
        [
            notice.title
            for _, notice in tick(tmp_path, database, at, lambda: decider(tmp_path, strangers, 1)).notices
        ]
        for at in (NIGHT, NIGHT + timedelta(days=1), NIGHT + timedelta(days=14))
    ]
    database.close()
    said = "Form BIS-711 711-9 of Rheinwerk Optik GmbH ends on December 20, 2026"
    assert titles == [[said], [], [said]]


def test_an_answer_ends_with_the_paper_it_rests_on(tmp_path: Path, listed: tuple[ListEntry, ...]) -> None:
    with_customers(tmp_path)
    master = customer_master(tmp_path, "acme", to_change=True)
    paper = CustomerPaper(
        "end_use_statement", "EUS-7", date(2026, 1, 15), date(2026, 12, 20), end_use="none_named_in_part_744"
    )
    master.put_papers([("C-1", paper)], "mia", NIGHT)
    mine = decider(tmp_path, listed, 1)
    vocabulary = mine.rulebook.vocabulary
    scope = DecisionScope("acme")
    found = mine.determine(read_transaction(SALE, vocabulary), scope=scope)
    assert (found.answer, found.holds_until, found.then) == (
        Answer.NO_LICENSE_REQUIRED, date(2026, 12, 21), Answer.UNDETERMINED,
    )  # fmt: skip
    assert any("EUS-7" in caveat.text for caveat in found.caveats)
    written = write_transaction(found.sale)
    again = mine.answer(read_transaction(written, vocabulary))
    assert (again.answer, again.holds_until, again.receipt) == (
        found.answer,
        found.holds_until,
        found.receipt,
    )
    late = mine.answer(read_transaction(written | {"as_of": "2026-12-21"}, vocabulary))
    assert late.answer is Answer.UNDETERMINED
    stranger = mine.determine(read_transaction(SALE, vocabulary), scope=DecisionScope("other"))
    assert stranger.answer is Answer.UNDETERMINED
    stated = mine.determine(read_transaction(SALE | {"end_use": "missile"}, vocabulary), scope=scope)
    assert stated.sale.end_use == "missile"
    other_name = SALE | {"parties": [{"role": "ultimate_consignee", "id": "C-1", "name": "Somebody Else"}]}
    assert mine.determine(read_transaction(other_name, vocabulary), scope=scope).sale.papers == ()


def test_owners_of_the_master_are_used_and_screened(tmp_path: Path, listed: tuple[ListEntry, ...]) -> None:
    with_customers(tmp_path)
    rows = tmp_path / "owners.csv"
    rows.write_text(
        "customer,owner,percent,country,as_of,source,valid_until\n"
        'C-1,"Huawei Technologies Co., Ltd.",60,China,2026-10-01,Orbis,2026-12-10\n', "utf-8",
    )  # fmt: skip
    master = customer_master(tmp_path, "acme", to_change=True)
    master.put_owners(read_owners(read_table(rows, OWNER_COLUMNS)), "mia", NIGHT)
    mine = decider(tmp_path, listed, 1)
    done = rescreen(master, mine.screener, 1, "mia", NIGHT)
    assert any(hit.customer == "C-1" and hit.name.startswith("Huawei") for hit in done.new)
    assert rescreen(master, mine.screener, 1, "mia", NIGHT).new == ()
    sale = read_transaction(SALE | {"end_use": "none_named_in_part_744"}, mine.rulebook.vocabulary)
    found = mine.determine(sale, scope=DecisionScope("acme"))
    assert found.sale.parties[0].owners is not None
    assert [paper.facts for paper in found.sale.papers] == [("owners",)]
    ended = mine.determine(replace(sale, as_of=date(2026, 12, 11)), scope=DecisionScope("acme"))
    owners = ended.sale.parties[0].owners  # whoever owned it by the record that ended may own it still
    assert owners is not None
    assert [(owner.name, owner.percent) for owner in owners] == [("Huawei Technologies Co., Ltd.", None)]
    assert ended.answer is not Answer.NO_LICENSE_REQUIRED
    assert found.then is not Answer.NO_LICENSE_REQUIRED
    other = replace(sale, parties=(replace(sale.parties[0], name="Rheinwerk Optik Werke", country="DE"),))
    spelled = mine.determine(other, scope=DecisionScope("acme"))  # the number is that of C-1, the name is not
    assert spelled.answer is not Answer.NO_LICENSE_REQUIRED
    assert spelled.sale.papers == ()
    abroad = replace(sale, parties=(replace(sale.parties[0], country="AT"),))
    assert mine.determine(abroad, scope=DecisionScope("acme")).sale.parties[0].name is None


def test_a_paper_of_one_end_user_proves_nothing_of_another(
    tmp_path: Path, strangers: list[ListEntry]
) -> None:
    with_customers(tmp_path)
    master = customer_master(tmp_path, "acme", to_change=True)
    paper = CustomerPaper("end_use_statement", "EUS-1", date(2026, 1, 1), end_use="none_named_in_part_744")
    master.put_papers([("C-1", paper)], "mia", NIGHT)
    mine = decider(tmp_path, strangers, 1)
    first = {"role": "end_user", "id": "C-1"}
    for others, proved in (
        ([], True),
        ([{"role": "end_user", "name": "Example GmbH", "country": "DE"}], False),
    ):
        sale = read_transaction(SALE | {"parties": [first, *others]}, mine.rulebook.vocabulary)
        found = mine.determine(sale, scope=DecisionScope("acme"))
        assert (found.sale.end_use is not None) is proved


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(PAPER_COLUMNS)
        writer.writerow(["C-1", "uvl_statement", "U-1", "2026-13-01", "soon", "", "", ""])
        writer.writerow(["", "sta_statement", "S-1", "2026-01-01", "", "3A001", "", ""])
    with pytest.raises(CustomerError) as told:
        read_papers(read_table(path, PAPER_COLUMNS))
    assert [problem.split(":")[0] for problem in told.value.problems] == [
        "line 2, issued", "line 2, expires", "line 3, customer",
    ]  # fmt: skip
    with pytest.raises(CustomerError) as told:
        read_papers([(2, dict.fromkeys(PAPER_COLUMNS, "") | {"customer": "C-9", "kind": "x"})], {"C-1"})
    assert [problem.split(":")[0] for problem in told.value.problems] == [
        "line 2, customer", "line 2, kind", "line 2, reference", "line 2, issued",
    ]  # fmt: skip
    with_customers(tmp_path)
    master = customer_master(tmp_path, "acme", to_change=True)
    day = date(2026, 1, 1)
    wrong = [
        ("C-1", CustomerPaper("letter", "L", day)),
        ("C-1", CustomerPaper("sta_statement", "S", day)),
        ("C-1", CustomerPaper("end_use_statement", "E", day, date(2025, 1, 1))),
    ]
    with pytest.raises(CustomerError) as told:
        master.put_papers(wrong, "mia", NIGHT)
    assert len(told.value.problems) == 4
    with pytest.raises(CustomerError, match="not in the master"):
        master.put_papers([("C-9", CustomerPaper("other", "L", day))], "mia", NIGHT)


def test_papers_in_the_wire_format(tmp_path: Path) -> None:
    del tmp_path
    vocabulary = ear().vocabulary
    paper = {"kind": "uvl_statement", "expires": "2026-11-29", "facts": ["uvl_statement_obtained"]}
    sale = SALE | {"facts": {"uvl_statement_obtained": True}, "papers": [paper]}
    read = read_transaction(sale, vocabulary)
    assert (dict(read.facts), len(read.notes)) == ({}, 1)
    assert read_transaction(write_transaction(read), vocabulary) == read
    with pytest.raises(WireError, match="is no fact"):
        read_transaction(SALE | {"papers": [{"kind": "x", "facts": ["uvl"]}]}, vocabulary)


def test_a_changed_line_of_the_master_is_noticed(tmp_path: Path) -> None:
    with_customers(tmp_path)
    path = tmp_path / "masters" / "acme" / "customers.jsonl"
    lines = path.read_text("utf-8").splitlines()
    changed = json.loads(lines[0]) | {"country": "AT"}
    path.write_text("\n".join([json.dumps(changed), *lines[1:]]) + "\n", "utf-8")
    with pytest.raises(EventFileError, match="line 2 does not follow"):
        customer_master(tmp_path, "acme")
    assert EventFile(tmp_path / "none.jsonl").read() == []


def test_a_file_of_channels_tells_all_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "notices.toml").write_text(
        '[a]\nkind = "fax"\n[b]\nkind = "slack"\nurl = "ftp://x"\nprot = 1\n', "utf-8"
    )
    with pytest.raises(NoticeError) as told:
        load_channels(tmp_path)
    assert all(word in str(told.value) for word in ("a.kind", "b.prot"))


def test_an_answer_given_before_its_customer_was_changed_no_longer_holds(tmp_path: Path) -> None:
    with_customers(tmp_path)
    written = datetime.fromtimestamp(masters_path(tmp_path, "acme", CUSTOMERS).stat().st_mtime, UTC)
    hour = timedelta(hours=1)
    sale = Transaction(
        Action.EXPORT, date(2026, 9, 2), parties=(Party(Role.END_USER, "Rheinwerk Optik GmbH", "DE"),)
    )
    stranger = replace(sale, parties=(Party(Role.END_USER, "Muster AG", "DE"),))
    assert customers_changed(sale, tmp_path, "acme", written - hour)
    assert not customers_changed(sale, tmp_path, "acme", written + hour)
    assert not customers_changed(sale, tmp_path, "other", written - hour)
    assert not customers_changed(stranger, tmp_path, "acme", written - hour)
