"""Build a law package from the law in use and the files that differ from it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from licet.services.law_packages.checks import files_in_use
from licet.services.law_packages.package import LawPackageError, LawVersion, package_bytes

__all__ = ["build"]


def build(
    version: str,
    key: Ed25519PrivateKey,
    changed: Path | None = None,
    *,
    notes: str = "",
    changed_cases: Mapping[str, str] | None = None,
) -> bytes:
    """The law in use as a package. ``changed``: a folder of files that take the place of those of the same path.

    Raises LawPackageError for a file whose folder the law does not have, and OSError.
    """
    found = files_in_use()
    if changed is not None:
        folders = {path.rpartition("/")[0] for path in found}
        for path in sorted(path for path in changed.rglob("*") if path.is_file()):
            name = path.relative_to(changed).as_posix()
            if name.rpartition("/")[0] not in folders:
                raise LawPackageError(f"{path}: the law has no such folder ({', '.join(sorted(folders))})")
            found[name] = path.read_bytes()
    return package_bytes(key, LawVersion.parse(version), found, notes=notes, changed_cases=changed_cases)
