"""The bill of materials of a lock file, as CycloneDX 1.6: each package, its version and hashes.

Usage: python tools/sbom.py [LOCK] > licet.cdx.json

Read from the lock file alone, so that it says what an installation with ``--require-hashes`` holds, on any machine.
The same lock file gives the same bytes: the serial number derives from it.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import uuid
from pathlib import Path
from typing import Any

import licet

__all__ = ["bill_of"]

ROOT = Path(__file__).resolve().parent.parent
_PACKAGE = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)(?:\s*;\s*(?P<marker>[^\\]+))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def bill_of(lock: str) -> dict[str, Any]:
    """The bill of a lock file. ValueError where a package has no hash."""
    parts: list[dict[str, Any]] = []
    for line in re.sub(r"\\\n", " ", lock).splitlines():
        found = _PACKAGE.match(line.strip())
        if found is None:
            continue
        hashes = sorted(set(_HASH.findall(line)))
        if not hashes:
            raise ValueError(f"{found['name']}: has no hash in the lock file (make lock)")
        parts.append(_component(found["name"], found["version"], (found["marker"] or "").strip(), hashes))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(lock.encode()).hexdigest())}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "name": "licet", "version": licet.__version__, "bom-ref": "licet",
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": "licet", "dependsOn": [part["bom-ref"] for part in parts]}],
    }  # fmt: skip


def _component(name: str, version: str, marker: str, hashes: list[str]) -> dict[str, Any]:
    """A package; the hashes are those of all its files, of which an installation takes one."""
    plain = re.sub(r"[-_.]+", "-", name).lower()
    purl = f"pkg:pypi/{plain}@{version}"
    properties = [{"name": "licet:sha256", "value": hash_} for hash_ in hashes]
    properties += [{"name": "licet:marker", "value": marker}] if marker else []
    only = {"hashes": [{"alg": "SHA-256", "content": hashes[0]}]} if len(hashes) == 1 else {}
    return {
        "type": "library", "name": plain, "version": version, "purl": purl, "bom-ref": purl, **only,
        "properties": properties,
    }  # fmt: skip


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "requirements.lock"
    json.dump(bill_of(path.read_text("utf-8")), sys.stdout, indent=1)


if __name__ == "__main__":
    main()
