"""Fetch law packages, texts of the eCFR and documents of the Federal Register, with retries and resumption."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from licet.errors import LicetError
from licet.watchlists.download import DEFAULT_PATIENCE, Download, Patience, Progress, download

__all__ = ["ECFR", "FEDERAL_REGISTER", "LawAddressError", "TextsWanted", "fetch_package", "fetch_texts"]

ECFR, FEDERAL_REGISTER = "https://www.ecfr.gov", "https://www.federalregister.gov"
_PART = re.compile(r"[1-9]\d{0,3}")
_DOCUMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{3,20}")


class LawAddressError(LicetError, ValueError):
    """What to fetch is not said, or no such thing can be fetched; the text says what is needed."""


@dataclass(frozen=True, slots=True)
class TextsWanted:
    """Parts of a title of the Code on a day, and documents of the Federal Register by number.

    ``ecfr`` and ``register``: other addresses than the official ones, such as a mirror of one's own.
    """

    title: int = 15
    parts: tuple[str, ...] = ()
    day: date | None = None
    documents: tuple[str, ...] = ()
    ecfr: str = ECFR
    register: str = FEDERAL_REGISTER

    def addresses(self) -> Mapping[str, str]:
        """By the name of the file that it is kept in, the address of each text. Raises LawAddressError."""
        bad = [part for part in self.parts if not _PART.fullmatch(part)]
        bad += [number for number in self.documents if not _DOCUMENT.fullmatch(number)]
        if bad:
            raise LawAddressError(f"{', '.join(bad)}: no number of a part or document")
        if not self.parts and not self.documents:
            raise LawAddressError(
                "say which parts (--part 744) or documents (--document 2025-19001) you want"
            )
        if self.parts and self.day is None:
            raise LawAddressError("say of which day the parts are wanted (--date YYYY-MM-DD)")
        found = {
            f"title-{self.title}_part-{part}_{self.day}.xml": (
                f"{self.ecfr}/api/versioner/v1/full/{self.day}/title-{self.title}.xml?part={part}"
            )
            for part in self.parts
        }
        found |= {
            f"{number}.json": f"{self.register}/api/v1/documents/{number}.json" for number in self.documents
        }
        return found


def fetch_texts(
    wanted: TextsWanted, out: Path, progress: Progress | None = None, patience: Patience = DEFAULT_PATIENCE
) -> list[Download]:
    """Fetch texts into a folder, but for those that are there. Raises LawAddressError, DownloadError."""
    return [
        download(address, out / name, progress, patience)
        for name, address in wanted.addresses().items()
        if not (out / name).exists()
    ]


def fetch_package(
    url: str | None,
    folder: Path,
    progress: Progress | None = None,
    patience: Patience = DEFAULT_PATIENCE,
    environment: Mapping[str, str] = os.environ,
) -> bytes:
    """Fetch the law package of an address, or that of ``LICET_LAW_URL``. Raises LawAddressError, DownloadError."""
    address = url or environment.get("LICET_LAW_URL")
    if not address:
        raise LawAddressError("say where law packages come from: LICET_LAW_URL, or --url")
    name = Path(urlsplit(address).path).name or "law-package"
    return download(address, folder / name, progress, patience).path.read_bytes()
