"""The file of a law package: one line with the signer's key and the signature, then a ZIP archive that both cover.

The archive has ``manifest.json`` and the files of law under their paths. Nothing of it is read before the signature
holds, and the signature covers every byte of it.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

import licet
from licet.errors import LicetError
from licet.events.encoding import canonical
from licet.rules.law_files import MANIFEST
from licet.storage.signing import public_key

__all__ = ["LawPackage", "LawPackageError", "LawVersion", "open_package", "package_bytes"]

_PURPOSE = b"licet law package 1"
_HEAD = re.compile(rb"licet law package 1 ([0-9a-f]{64}) ([0-9a-f]{128})")
_HEAD_BYTES = len(_PURPOSE) + 1 + 64 + 1 + 128
_VERSION = re.compile(r"(\d{4}-\d{2}-\d{2})\.([1-9]\d{0,3})")
_SAME_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive, so that the same law gives the same bytes."""


class LawPackageError(LicetError, ValueError):
    """A file that is no law package, or not as it was signed; the text says why."""


@dataclass(frozen=True, slots=True, order=True)
class LawVersion:
    """A version of the law: the day to which it was brought, and the number of the package of that day."""

    day: date
    number: int

    @classmethod
    def parse(cls, text: str) -> LawVersion:
        """Read a version such as ``2026-12-04.1``. Raises LawPackageError.

        >>> LawVersion.parse("2026-12-04.2") > LawVersion.parse("2026-12-04.1")
        True
        """
        found = _VERSION.fullmatch(text)
        try:
            if found is not None:
                return cls(date.fromisoformat(found[1]), int(found[2]))
        except ValueError:
            pass
        raise LawPackageError(f"version {text!r}: a version is a day and a number, such as 2026-12-04.1")

    def __str__(self) -> str:
        return f"{self.day}.{self.number}"


@dataclass(frozen=True, slots=True)
class LawPackage:
    """A package whose signature holds; whether its signer is trusted is another question.

    ``sha256``: of the whole file. ``signer``: the public key, hexadecimal. ``engine``: the version of Licet whose
    rules it belongs to. ``changed_cases``: golden cases of the law before it that it changes, each with the citation
    that says why.
    """

    version: LawVersion
    sha256: str
    signer: str
    engine: str
    notes: str
    changed_cases: Mapping[str, str]
    files: Mapping[str, bytes]

    @property
    def manifest(self) -> bytes:
        """What stands beside the files once the package is adopted."""
        return _manifest(self.version, self.engine, self.notes, self.changed_cases, self.files)


def package_bytes(
    key: Ed25519PrivateKey,
    version: LawVersion,
    files: Mapping[str, bytes],
    *,
    notes: str = "",
    changed_cases: Mapping[str, str] | None = None,
    engine: str = licet.__version__,
) -> bytes:
    """A package, signed. The same law and key give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            zipfile.ZipInfo(MANIFEST, _SAME_DAY),
            _manifest(version, engine, notes, changed_cases or {}, files),
        )
        for path in sorted(files):
            archive.writestr(zipfile.ZipInfo(path, _SAME_DAY), files[path], zipfile.ZIP_DEFLATED)
    payload = out.getvalue()
    signature = key.sign(_signed(payload)).hex()
    return b"%b %b %b\n%b" % (_PURPOSE, public_key(key).encode(), signature.encode(), payload)


def _manifest(
    version: LawVersion, engine: str, notes: str, changed: Mapping[str, str], files: Mapping[str, bytes]
) -> bytes:
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    return canonical(
        {
            "version": str(version),
            "engine": engine,
            "notes": notes,
            "changed_cases": dict(changed),
            "files": hashes,
        }
    )


def _signed(payload: bytes) -> bytes:
    return _PURPOSE + b"\n" + payload


def open_package(content: bytes) -> LawPackage:
    """Read a package whose signature holds. Raises LawPackageError."""
    head, payload = content[:_HEAD_BYTES], content[_HEAD_BYTES:]
    found = _HEAD.fullmatch(head)
    if found is None or not payload.startswith(b"\n"):
        raise LawPackageError("this is no law package, or its first line was changed")
    signer, payload = found[1].decode(), payload[1:]
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(signer)).verify(
            bytes.fromhex(found[2].decode()), _signed(payload)
        )
    except (InvalidSignature, ValueError) as error:
        raise LawPackageError(
            "the signature does not hold: the package was changed after it was signed"
        ) from error
    return _unpacked(payload, signer, hashlib.sha256(content).hexdigest())


def _unpacked(payload: bytes, signer: str, sha256: str) -> LawPackage:
    try:
        with zipfile.ZipFile(io.BytesIO(payload)) as archive:
            data: Mapping[str, Any] = json.loads(archive.read(MANIFEST))
            files = {name: archive.read(name) for name in archive.namelist() if name != MANIFEST}
        package = LawPackage(
            LawVersion.parse(data["version"]),
            sha256,
            signer,
            data["engine"],
            data["notes"],
            dict(data["changed_cases"]),
            files,
        )
        if package.manifest != canonical(data):
            raise LawPackageError("its manifest does not fit its files")
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError) as error:
        if isinstance(error, LawPackageError):
            raise
        raise LawPackageError(f"the package was signed and cannot be read: {error!r}") from error
    return package
