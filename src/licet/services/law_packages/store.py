"""Law packages of a workspace: signers that it trusts, packages that wait, the one whose law answers.

One person proposes a package and another adopts it, as lists are adopted. It is checked both times, and tried under
the law in use; where anything speaks against it, nothing changes and the law in use goes on answering.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Any

import licet
from licet.errors import LicetError
from licet.events.event import INSTALLATION, Event
from licet.events.kinds import Kind
from licet.rules.law_files import ADOPTED, MANIFEST, AdoptedLaw, adopted_law
from licet.services.installation_log import operator_act
from licet.services.law_packages.checks import check_files
from licet.services.law_packages.package import LawPackage, LawPackageError, LawVersion, open_package
from licet.services.law_packages.trial import try_law
from licet.storage.home import law_root, own_home
from licet.storage.server import rows_of

__all__ = [
    "LawPackages",
    "LawProposal",
    "LawRefusedError",
    "Signer",
]

_KEY = re.compile(r"[a-z0-9]{12}")
_PUBLIC = re.compile(r"[0-9a-f]{64}")
_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"


class LawRefusedError(LicetError):
    """A package that is not adopted, or a request that cannot be met; nothing was changed. ``problems`` says why."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


class _Unchanged(Enum):
    """Says that the law that answers stays what it is."""

    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Signer:
    """A key whose packages this workspace takes. ``key``: Ed25519, hexadecimal."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class LawProposal:
    """A package that was checked and waits for a second person. ``adopted_by``: empty while it waits.

    ``tried``: the version of Licet that tried its law, and the law in use then.
    """

    key: str
    version: str
    sha256: str
    signer: str
    notes: str
    by: str
    at: str
    tried: str
    adopted_by: str = ""
    adopted_at: str = ""


class LawPackages:
    """The law packages of one workspace, below ``law`` in its home folder."""

    def __init__(self, home: Path) -> None:
        self._home, self._root = home, law_root(home)

    def signers(self) -> tuple[Signer, ...]:
        """The keys that are trusted now."""
        query = (
            "SELECT kind, subject, payload FROM event "
            "WHERE stream = 'law' AND kind LIKE 'law.signer%' ORDER BY seq"
        )
        found: dict[str, Signer] = {}
        for kind, key, payload in rows_of(self._home, query):
            if kind == Kind.LAW_SIGNER_TRUSTED:
                found[key] = Signer(key, _plain(payload)["name"])
            else:
                found.pop(key, None)
        return tuple(found.values())

    def trust(self, key: str, name: str, *, reason: str, who: str | None = None) -> None:
        """Take packages signed with a key from now on. Raises LawRefusedError."""
        if not _PUBLIC.fullmatch(key):
            raise LawRefusedError("a signer's key has 64 hexadecimal digits in small letters")
        if not name.strip() or not reason.strip():
            raise LawRefusedError("say whose key it is, and why you trust it")
        self._record(
            Event.of(operator_act(reason, who), Kind.LAW_SIGNER_TRUSTED, key, INSTALLATION, name=name)
        )

    def distrust(self, key: str, *, reason: str, who: str | None = None) -> None:
        """Take no more packages signed with a key; what was adopted stays. Raises LawRefusedError."""
        if key not in {signer.key for signer in self.signers()}:
            raise LawRefusedError("no such key is trusted (licet law signers)")
        if not reason.strip():
            raise LawRefusedError("say why: a reason is needed")
        self._record(Event.of(operator_act(reason, who), Kind.LAW_SIGNER_DROPPED, key, INSTALLATION))

    def propose(self, content: bytes, *, who: str | None = None) -> LawProposal:
        """Check a package, try its law and keep it for a second person. Raises LawRefusedError."""
        package, tried = self._checked(content), self._before()
        with self._unpacked(package, with_trial=True):
            pass
        key = "".join(secrets.choice(_LETTERS) for _ in range(12))
        proposal = LawProposal(
            key,
            str(package.version),
            package.sha256,
            package.signer,
            package.notes,
            who or getpass.getuser(),
            _now(),
            tried,
        )
        folder = self._root / "proposals" / key
        folder.mkdir(parents=True)
        (folder / "package").write_bytes(content)
        self._write(proposal)
        event = Event.of(
            operator_act("", who),
            Kind.LAW_PROPOSED,
            key,
            INSTALLATION,
            version=proposal.version,
            sha256=package.sha256,
        )
        self._record(event)
        return proposal

    def adopt(self, key: str, *, who: str | None = None) -> LawProposal:
        """Adopt a package that another person proposed: processes that start from now on answer under it.

        Raises LawRefusedError.
        """
        proposal = next((item for item in self.proposals() if item.key == key), None)
        by = who or getpass.getuser()
        if proposal is None or proposal.adopted_by:
            raise LawRefusedError("there is no such package that waits (licet law packages)")
        if proposal.by == by:
            raise LawRefusedError("a law package is adopted by another person than the one who proposed it")
        content = (self._root / "proposals" / key / "package").read_bytes()
        if hashlib.sha256(content).hexdigest() != proposal.sha256:
            raise LawRefusedError("the file is not the one that was proposed")
        package = self._checked(content)
        with self._unpacked(package, with_trial=proposal.tried != self._before()) as made:
            target = self._root / "versions" / package.sha256
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                made.rename(target)
        done = replace(proposal, adopted_by=by, adopted_at=_now())
        event = Event.of(
            operator_act("", by),
            Kind.LAW_ADOPTED,
            str(package.version),
            INSTALLATION,
            sha256=package.sha256,
            signer=package.signer,
            proposed_by=proposal.by,
        )
        self._record(event, then=_pointer(package))
        self._write(done)
        return done

    def use_shipped(self, *, reason: str, who: str | None = None) -> None:
        """Return to the law that came with Licet. Raises LawRefusedError."""
        if not (self._root / ADOPTED).exists() and self._newest() is None:
            raise LawRefusedError("the law that came with Licet answers already")
        if not reason.strip():
            raise LawRefusedError("say why: a reason is needed")
        event = Event.of(operator_act(reason, who), Kind.SHIPPED_LAW_USED, "shipped", INSTALLATION)
        self._record(event, then=None)

    def adopted(self) -> AdoptedLaw | None:
        """The law that answers in processes that start now. Raises LawFileError."""
        return adopted_law(self._root)

    def proposals(self) -> tuple[LawProposal, ...]:
        """Every proposal, the newest first."""
        folder = self._root / "proposals"
        paths = [path for path in folder.glob("*/proposal.json") if _KEY.fullmatch(path.parent.name)]
        found = [LawProposal(**json.loads(path.read_text("utf-8"))) for path in paths]
        return tuple(sorted(found, key=lambda proposal: proposal.at, reverse=True))

    def _checked(self, content: bytes) -> LawPackage:
        """A package that nothing speaks against but perhaps its law. Raises LawRefusedError."""
        try:
            package = open_package(content)
        except LawPackageError as error:
            raise LawRefusedError(str(error)) from error
        if package.signer not in {signer.key for signer in self.signers()}:
            raise LawRefusedError(
                f"its signer {package.signer} is not one that you trust (licet law signers)"
            )
        newest = self._newest()
        if newest is not None and (
            package.version < newest[0] or (package.version == newest[0] and package.sha256 != newest[1])
        ):
            raise LawRefusedError(
                f"version {package.version} is not newer than {newest[0]}, which was adopted before"
            )
        if problems := check_files(package):
            raise LawRefusedError(*problems)
        return package

    def _before(self) -> str:
        """Under which program and law a package is tried."""
        law = self.adopted()
        return f"{licet.__version__} {'shipped' if law is None else law.sha256}"

    def _newest(self) -> tuple[LawVersion, str] | None:
        """The newest version that was ever adopted here, with the hash of its package."""
        query = "SELECT subject, payload FROM event WHERE stream = 'law' AND kind = 'law.adopted'"
        found = [
            (LawVersion.parse(version), str(_plain(payload)["sha256"]))
            for version, payload in rows_of(self._home, query)
        ]
        return max(found, default=None)

    @contextmanager
    def _unpacked(self, package: LawPackage, *, with_trial: bool) -> Iterator[Path]:
        """The files of a package in a folder of their own, its law tried if so said. Raises LawRefusedError."""
        own_home(self._home)
        staging = self._root / f"trial-{secrets.token_hex(8)}"
        made = staging / "versions" / package.sha256
        try:
            for path, content in {**package.files, MANIFEST: package.manifest}.items():
                (made / path).parent.mkdir(parents=True, exist_ok=True)
                (made / path).write_bytes(content)
            (staging / ADOPTED).write_bytes(_pointer(package))
            if with_trial and (problems := try_law(staging, self._root, package.changed_cases)):
                raise LawRefusedError(*problems)
            yield made
        finally:
            shutil.rmtree(staging, ignore_errors=True)

    def _write(self, proposal: LawProposal) -> None:
        path = self._root / "proposals" / proposal.key / "proposal.json"
        _replace(path, json.dumps(asdict(proposal), ensure_ascii=False).encode())

    def _record(self, event: Event, then: bytes | _Unchanged | None = _Unchanged.UNCHANGED) -> None:
        """Put an event on record, and with it which law answers: both or neither."""
        from licet.storage.database import open_database  # noqa: PLC0415 - loads SQLAlchemy
        from licet.storage.work import Work  # noqa: PLC0415 - as above

        database = open_database(self._home)
        path = self._root / ADOPTED
        before = path.read_bytes() if path.exists() else None
        try:
            with database.unit_of_work() as connection:
                Work(connection).record([event])
                if not isinstance(then, _Unchanged):
                    _set(path, then)
        except BaseException:
            _set(path, before)
            raise
        finally:
            database.close()


def _pointer(package: LawPackage) -> bytes:
    """What ``adopted.json`` says of a package."""
    data = {
        "version": str(package.version),
        "sha256": package.sha256,
        "manifest": hashlib.sha256(package.manifest).hexdigest(),
    }
    return json.dumps(data).encode()


def _set(path: Path, content: bytes | None) -> None:
    if content is None:
        path.unlink(missing_ok=True)
    else:
        _replace(path, content)


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_bytes(content)
    beside.replace(path)


def _plain(payload: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(payload) if isinstance(payload, str) else payload
    return found


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
