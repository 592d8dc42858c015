"""A comparison of two texts of the law as one page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any

from licet.presentation.words import counted

__all__ = ["diff_page"]

_MARKS = {"=": "span", "-": "del", "+": "ins"}
_KINDS = {"changed": "changed", "new": "new", "gone": "no longer there"}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; }
del { background: #fde3e1; } ins { background: #dff3e3; text-decoration: none; }
article { border-top: 1px solid #bbb; padding: .5rem 0; } h2 { font-size: 1.1rem; } code { font-size: .9em; }
table { border-collapse: collapse; } td, th { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top; }
@media (prefers-color-scheme: dark) {
  body { background: #16181b; color: #e6e6e6; } del { background: #5b2320; } ins { background: #1e4a2a; }
}
"""


def diff_page(document: Mapping[str, Any]) -> str:
    """The page of a document that :meth:`licet.services.law_texts.LawDiff.document` gave, with what rests on it."""
    changes = document["changes"]
    title = f"{counted(len(changes), 'paragraph')} changed"
    body = "".join((*_head(document, title), *map(_change, changes), *_rests(document)))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )


def _head(document: Mapping[str, Any], title: str) -> Iterator[str]:
    counts = document["counts"]
    yield f"<h1>{escape(title)}</h1><p>{counts['same']:,} paragraphs are the same.</p>"
    lost, absent = counts["perhaps_lost"], counts["not_in_old_copy"]
    if lost:
        yield f"<p>{lost:,} more differ only by words that the old copy is known to drop.</p>"
    if absent:
        yield f"<p>{absent:,} supplements or paragraphs are not in the old copy, so nothing is said of them.</p>"
    for side in ("old", "new"):
        named = ", ".join(f"{item['file']} ({item['as_of'] or 'day not said'})" for item in document[side])
        yield f"<p>{side.capitalize()} text: {escape(named)}.</p>"


def _change(item: Mapping[str, Any]) -> str:
    words = "".join(
        f"<{_MARKS[piece['sign']]}>{escape(piece['text'])}</{_MARKS[piece['sign']]}>"
        for piece in item["pieces"]
    )
    rules = ", ".join(f"<code>{escape(rule)}</code>" for rule in item["rules"]) or "no rule"
    place = f"{item['title']} CFR {escape(item['place'])}"
    return f"<article><h2>{place}: {_KINDS[item['kind']]}</h2><p>{words}</p><p>Rests on it: {rules}.</p></article>"


def _rests(document: Mapping[str, Any]) -> Iterator[str]:
    rules = document["rules"]
    yield f"<h2>{counted(len(rules), 'rule')} to read again</h2>"
    yield _table(
        ("Rule", "Changed paragraphs"), ((rule, ", ".join(places)) for rule, places in rules.items())
    )
    if document["tables"]:
        yield "<h2>Rows of tables</h2>"
        yield _table(("Table", "Rows"), ((name, str(rows)) for name, rows in document["tables"].items()))
    if document["cases"]:
        yield f"<h2>{counted(len(document['cases']), 'golden case')}</h2>"
        yield f"<ul>{''.join(f'<li>{escape(name)}</li>' for name in document['cases'])}</ul>"
    for name, found in document.get("records", {}).items():
        yield f"<h2>{escape(name.replace('_', ' ').capitalize())}: {len(found):,}</h2>"
        if found:
            keys = tuple(found[0])
            yield _table(keys, (tuple(str(item[key]) for key in keys) for item in found))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(text.replace('_', ' ').capitalize())}</th>" for text in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
