"""Make docs/law/ from the rulebook: one page a chapter, every rule in English with its periods and cases.

Usage: python tools/build_docs.py [--check]
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from licet.regimes.registry import PRIMARY, regimes
from licet.rules.english import sentence
from licet.rules.rule import Obligation, Question, Rule
from licet.rules.rulebook import Rulebook
from licet.services.law import cases_by_section

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "law"


def pages() -> dict[str, str]:
    """File name to content."""
    made: dict[str, str] = {}
    index = ["# The law as modeled", "", "Made from the rulebook by `tools/build_docs.py`; do not edit."]
    for code, regime in regimes().items():
        book, suffix = regime.rulebook, "" if code == PRIMARY else f"-{code}"
        chapters = {chapter.name: _file(chapter.name) for chapter in regime.chapters}
        made |= {
            chapters[chapter.name]: _page(chapter.name, chapter.rules(), book) for chapter in regime.chapters
        }
        made[f"coverage{suffix}.md"] = _coverage(book)
        made[f"facts{suffix}.md"] = _facts(book)
        index += ["", f"## {regime.title}", ""]
        index += [f"- [{title}]({file})" for title, file in chapters.items()]
        index += [
            f"- [Coverage](coverage{suffix}.md)",
            f"- [Facts and claims that rules read](facts{suffix}.md)",
        ]
    made["README.md"] = "\n".join([*index, "", "[Tables of the rulebook](tables.md)", ""])
    return made


def _file(chapter: str) -> str:
    letters = "".join(char if char.isalnum() else "-" for char in chapter.lower())
    return "-".join(part for part in letters.split("-") if part) + ".md"


def _page(name: str, rules: tuple[Rule, ...], book: Rulebook) -> str:
    lines = [f"# {name}", "", "Made from the rulebook by `tools/build_docs.py`; do not edit.", ""]
    for rule in rules:
        lines.extend(_rule(rule, book))
    return "\n".join(lines).rstrip() + "\n"


def _rule(rule: Rule, book: Rulebook) -> Iterator[str]:
    yield f"## `{rule.rule_id}`"
    yield ""
    links = ", ".join(f"[{cite.text}]({cite.url})" for cite in rule.cites)
    yield f"*{rule.question.value.capitalize()}* ({links})" + ("" if rule.verified else "; **unverified**")
    yield ""
    if rule.defeats:
        yield f"{_HANGS.get(rule.question, 'Hangs on')} {', '.join(f'`{defeat}`' for defeat in rule.defeats)}."
        yield ""
    if rule.policy:
        yield f"Review policy: {rule.policy}."
        yield ""
    if rule.question is Question.DUTY:
        yield f"Goes with answers {rule.occasion.value}."
        yield ""
    yield from _texts(rule)
    hanging = book.exceptions.get(rule.rule_id, ())
    if hanging:
        yield "Exceptions:"
        yield ""
        yield from (f"- `{item.rule_id}` ({item.question.value}): {item.title}" for item in hanging)
        yield ""


def _texts(rule: Rule) -> Iterator[str]:
    by_text: dict[int, list[str]] = defaultdict(list)
    texts = {}
    for row in rule.texts.rows:
        texts[id(row.value)] = row.value
        by_text[id(row.value)].append(
            f"{row.in_force} ([{row.cite.text}]({row.cite.url}), published {row.published_on})"
        )
    for key, text in texts.items():
        yield f"**{'; '.join(by_text[key])}**"
        yield ""
        if text.condition is None:
            yield "Not in force."
        else:
            yield f"{text.title} {sentence(text.condition)}"
            if text.claim is not None:
                yield f"Claimed by: {sentence(text.claim)}"
        yield ""
        if text.obligations:
            yield from (_obligation(obligation) for obligation in text.obligations)
            yield ""


_HANGS = {Question.POLICY: "For applications under", Question.FRAME: "Collects"}


def _obligation(duty: Obligation) -> str:
    before = ", before it moves" if duty.before else ""
    met = "" if duty.met is None else f" Done: {sentence(duty.met)}"
    return f"- `{duty.code}`{before} ([{duty.cite.text}]({duty.cite.url})): {duty.text}{met}"


def _coverage(book: Rulebook) -> str:
    lines = [
        "# Coverage",
        "",
        "| section | what | status | text read | verified from | to | cases | note |",
        "|---|---|---|---|---|---|---|---|",
    ]
    held = cases_by_section() if book.name == PRIMARY else {}
    for note in book.coverage.values():
        day = note.verified_to or ""
        lines.append(
            f"| {note.section} | {note.title} | {note.status} | {note.source} | {note.verified_from or ''} | {day} | "
            f"{len(held.get(note.section, ()))} | {note.note} |"
        )
    return "\n".join(lines) + "\n"


def _facts(book: Rulebook) -> str:
    lines = [
        "# Facts and claims that rules read",
        "",
        "| name | kind | question | law |",
        "|---|---|---|---|",
    ]
    for _, spec in sorted(book.vocabulary.items()):
        kind = "claim" if spec.is_claim else "judgment" if spec.judgment else "fact"
        values = f": {', '.join(spec.values)}" if spec.values else ""
        lines.append(
            f"| `{spec.name}` | {kind}, {spec.kind.value}{values} | {spec.question} | {spec.cite.text} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the pages, or with --check say which differ."""
    stale = []
    for name, content in pages().items():
        path = FOLDER / name
        if "--check" in sys.argv:
            if not path.is_file() or path.read_text("utf-8") != content:
                stale.append(name)
        else:
            path.write_text(content, "utf-8")
    if stale:
        print(f"docs/law is not as the rulebook says: {', '.join(stale)}; run tools/build_docs.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
