"""Reading texts of the law: eCFR XML (versioner API), JSON of sections, and Markdown."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from licet.lawtexts.places import placed
from licet.lawtexts.text import LawText, Section, UnreadableTextError

__all__ = ["read_text", "read_texts"]

_MOST_BYTES = 200_000_000
_DECLARES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ON = re.compile(r"/on/(\d{4}-\d\d-\d\d)/title-(\d+)")
_DAY = re.compile(r"(20\d\d-\d\d(?:-\d\d)?)")
_SUPPLEMENT = re.compile(r"Supp(?:lement|\.)?\s*No\.\s*(\d+)(?:\s+to\s+Part\s+(\d+))?", re.IGNORECASE)
_SHORT_SUPPLEMENT = re.compile(r"(\d+) Supp\. (\d+)\b\s*(.*)")
_SECTION = re.compile(r"§+\s*(\d+\.\d+[a-z]?)(?:\s+(.*))?")
_MARKDOWN = re.compile(r"#{1,6}\s+(.*)")
_BESIDE = re.compile(
    r"\s*(?:$|\[Reserved\]$|```|\|\s*-|>\s*\[\d+ FR|\[\d+ FR|§+\s*\d+\.\d+|PART \d+\b|Editorial Note)",
    re.IGNORECASE,
)
"""Lines of a Markdown copy that are no paragraph: source notes, repeated titles, editorial notes."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_PARTIAL = re.compile(r"\b(only|most of it|introductory paragraph)\b|;\s*paragraphs\s+\(", re.IGNORECASE)
_STATED_TITLE = re.compile(r"(\d+)\s+CFR\b")
_TITLE_IN_NAME = re.compile(r"(\d+)\s?cfr|title[-_ ]?(\d+)", re.IGNORECASE)
_PART_HEADING = re.compile(r"part\s+\d+", re.IGNORECASE)
_PARAGRAPHS = ("P", "FP", "FP-1", "FP-2", "FP1", "HD1", "HD2", "HD3", "LI", "NOTE", "PSPACE", "EXTRACT")
_LEFT_OUT = {"CITA", "SECAUTH", "AUTH", "SOURCE", "XREF", "FTNT", "EDNOTE"}


def read_texts(paths: Iterable[Path]) -> list[LawText]:
    """Read several files, or those of a folder. Raises UnreadableTextError, which names the file, or OSError."""
    return [read_text(path) for path in _files(paths)]


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(file for file in path.iterdir() if _kind(file) is not None)
            if not found:
                raise UnreadableTextError(f"{path}: no .xml, .json or .md file in this folder")
            yield from found
        else:
            yield path


def _kind(path: Path) -> str | None:
    name = path.name.lower().removesuffix(".gz")
    return next((end for end in (".xml", ".json", ".md") if name.endswith(end)), None)


def read_text(path: Path) -> LawText:
    """Read one file by its ending: .xml, .json or .md, packed with gzip or not.

    Raises UnreadableTextError or OSError.
    """
    kind = _kind(path)
    if kind is None:
        path.stat()  # that a file is missing goes before what its ending says
        raise UnreadableTextError(f"{path}: not .xml (eCFR), .json or .md, packed with gzip or not")
    content = path.read_bytes()
    if not content.strip():
        raise UnreadableTextError(f"{path}: the file is empty")
    if content[:2] == b"\x1f\x8b":
        content = _unpacked(content, path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableTextError(f"{path}: not UTF-8 text (byte {error.start})") from error
    read = {".xml": _read_xml, ".json": _read_json, ".md": _read_markdown}[kind]
    found = read(text, path)
    if not found.sections:
        raise UnreadableTextError(f"{path}: no section of the Code of Federal Regulations in it")
    return found


def _unpacked(content: bytes, path: Path) -> bytes:
    try:
        found = gzip.decompress(content)
    except (OSError, EOFError) as error:
        raise UnreadableTextError(f"{path}: the gzip file is cut or broken") from error
    if len(found) > _MOST_BYTES:
        raise UnreadableTextError(f"{path}: more than {_MOST_BYTES:,} bytes")
    return found


def _day_in_name(path: Path) -> date | None:
    found = _DAY.search(path.name) or _DAY.search(path.parent.name)
    if found is None:
        return None
    day = found[1] if len(found[1]) > len("2025-01") else f"{found[1]}-01"
    try:
        return date.fromisoformat(day)
    except ValueError:
        return None


def _read_xml(text: str, path: Path) -> LawText:
    if _DECLARES.search(text):
        raise UnreadableTextError(f"{path}: it declares entities, which the eCFR does not")
    try:
        root = ET.fromstring(text)  # noqa: S314  no document type, so no entities to expand
    except ET.ParseError as error:
        raise UnreadableTextError(f"{path}: the XML cannot be read: {error}") from error
    on = _ON.search(text)
    title = int(on[2]) if on else _title_of(root, path)
    day = date.fromisoformat(on[1]) if on else _day_in_name(path)
    return LawText(path.name, title, day, tuple(_xml_sections(root, "")))


def _title_of(root: ET.Element, path: Path) -> int:
    node = next((element.get("NODE", "") for element in root.iter() if element.get("NODE")), "")
    named = re.search(r"title-(\d+)", path.name)
    number = named[1] if named else node.partition(":")[0]
    return int(number) if number.isdigit() else 15


def _xml_sections(node: ET.Element, part: str) -> Iterator[Section]:
    kind, number = node.get("TYPE", ""), node.get("N", "").strip()
    if kind == "PART":
        part = number
    if kind == "SECTION" and number:
        name = number.lstrip("§ ").strip()
        yield Section(name, _head(node), placed(name, _xml_paragraphs(node)))
        return
    if kind == "APPENDIX" and (named := _SUPPLEMENT.search(number)) is not None:
        name = f"{named[2] or part} Supp. {named[1]}"
        yield Section(name, _head(node), placed(name, _xml_paragraphs(node)))
        return
    for child in node:
        yield from _xml_sections(child, part)


def _head(node: ET.Element) -> str:
    head = node.find("HEAD")
    return "" if head is None else _squeezed(head)


def _xml_paragraphs(node: ET.Element) -> Iterator[str]:
    """Paragraphs, and rows of tables each as one, in the order in which they stand."""
    for child in node:
        if child.tag == "HEAD" or child.tag in _LEFT_OUT:
            continue
        if child.tag == "TR" or (child.tag in _PARAGRAPHS and not len(child.findall("P"))):
            if text := _squeezed(child):
                yield text
        else:
            yield from _xml_paragraphs(child)


def _squeezed(node: ET.Element) -> str:
    parts = (
        " ".join("".join(cell.itertext()) for cell in node) if node.tag == "TR" else "".join(node.itertext())
    )
    return " ".join(parts.split())


def _read_json(text: str, path: Path) -> LawText:
    try:
        data: Any = json.loads(text)
    except ValueError as error:
        raise UnreadableTextError(f"{path}: the JSON cannot be read: {error}") from error
    sections = data.get("sections") if isinstance(data, dict) else None
    if not isinstance(sections, list):
        raise UnreadableTextError(f"{path}: no list under the key sections")
    found = tuple(_json_section(item, place, path) for place, item in enumerate(sections))
    stated = str(data.get("source", ""))
    day = _DAY.search(stated)
    as_of = date.fromisoformat(day[1]) if day and len(day[1]) > len("2025-01") else _day_in_name(path)
    title = next(
        (match for section in sections if (match := _STATED_TITLE.match(str(section.get("cite", ""))))), None
    )
    return LawText(path.name, int(title[1]) if title else 15, as_of, found)


def _json_section(value: Any, place: int, path: Path) -> Section:
    try:
        number, title = str(value["id"]), str(value["title"])
        texts = [str(paragraph["text"]) for paragraph in value["paragraphs"]]
    except (KeyError, TypeError) as error:
        raise UnreadableTextError(
            f"{path}, sections[{place}]: needs id, title and paragraphs, each with a text ({error})"
        ) from error
    kept = [text for text in texts if not text.startswith("Editorial Note")]
    return Section(number, title, placed(number, kept), whole=_PARTIAL.search(title) is None)


def _read_markdown(text: str, path: Path) -> LawText:
    """Headings name sections; every other line that is not blank is a paragraph.

    The converter behind some copies drops words in italics; it gives itself away by headings with a doubled sign.
    """
    stated = _TITLE_IN_NAME.search(path.name)
    title = 15 if stated is None else int(stated[1] or stated[2])
    loses = "# § §" in text
    sections: list[tuple[str, str, list[str]]] = []
    open_section: list[str] | None = None
    part = (re.search(r"part-(\d+)", path.name) or re.search(r"part_(\d+)", path.name) or ["", ""])[1]
    for line in _COMMENT.sub("", text).splitlines():
        heading = _MARKDOWN.match(line.strip())
        if heading is None:
            if open_section is not None and not _BESIDE.match(line):
                open_section.append(_plain(line.replace("_", "") if loses else line))
            continue
        named = _named(heading[1].strip(), part)
        open_section = None if named is None else []
        if named is not None and open_section is not None:
            sections.append((*named, open_section))
        if (of := _PART_HEADING.fullmatch(heading[1].strip())) is not None:
            part = of[0].split()[-1]
    found = tuple(
        Section(number, said, placed(number, texts), whole=_PARTIAL.search(said) is None)
        for number, said, texts in sections
    )
    return LawText(path.name, title, _day_in_name(path), found, loses)


def _named(heading: str, part: str) -> tuple[str, str] | None:
    """The number and title of a section or supplement; None for any other heading."""
    if (found := _SECTION.match(re.sub(r"^§\s+§", "§", heading))) is not None:
        return found[1], found[2] or ""
    if (found := _SHORT_SUPPLEMENT.match(heading)) is not None:
        return f"{found[1]} Supp. {found[2]}", found[3]
    if (found := _SUPPLEMENT.match(heading)) is not None and (found[2] or part):
        return f"{found[2] or part} Supp. {found[1]}", heading
    return None


def _plain(line: str) -> str:
    """A line without marks of emphasis and links."""
    text = re.sub(r"\[([^\]]*)\]\(https?://[^)]*\)", r"\1", line)
    return re.sub(r"(?<!\w)[*_]{1,3}|[*_]{1,3}(?!\w)", "", text).strip()
