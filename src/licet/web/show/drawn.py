"""A scenario drawn in a form, written as the file that Licet reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from licet.presentation.words import day_words
from licet.scenarios.scenario import ScenarioError

__all__ = ["DEEDS", "scenario_text"]

DEEDS = (
    ("", "Nothing drawn"),
    ("end", "A rule or general license ends with a day"),
    ("extend", "A general license is extended through a day"),
    ("add", "A party is placed on the Entity List"),
    ("remove", "A party is removed from the Entity List"),
)
_WHY = "Drawn on the what-if board."


def scenario_text(form: Mapping[str, str]) -> bytes | None:
    """The scenario as TOML; None where none was drawn. Raises ScenarioError where something is missing."""
    deed = form.get("deed", "")
    if not deed:
        return None
    if deed not in _WRITERS:
        raise ScenarioError(f"no such change: {deed}")
    day = _day(form)
    title, lines, effective = _WRITERS[deed](form, day)
    head = {"name": "drawn", "title": title, "why": _WHY}
    top = [f"{key} = {_quoted(value)}" for key, value in head.items()]
    return "\n".join([*top, f"effective = {effective}", "", *lines, ""]).encode()


def _day(form: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(form.get("day", ""))
    except ValueError as error:
        raise ScenarioError("the change needs a day (YYYY-MM-DD)", key="day") from error


def _needed(form: Mapping[str, str], key: str, what: str) -> str:
    text = " ".join(form.get(key, "").split())[:200]
    if not text:
        raise ScenarioError(f"the change needs {what}", key=key)
    return text


def _quoted(text: str) -> str:
    """TOML's basic strings are JSON's."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


Written = tuple[str, list[str], date]


def _ends(form: Mapping[str, str], day: date) -> Written:
    rules = _needed(form, "rules", "a rule, such as us.ear.744.supp7.*")
    lines = ["[[general_license]]", f"rules = [{_quoted(rules)}]", f"last_day = {day}"]
    return f"{rules} ends with {day_words(day)}", lines, day + timedelta(days=1)


def _extended(form: Mapping[str, str], day: date) -> Written:
    rules = _needed(form, "rules", "a rule, such as us.ear.744.supp7.*")
    first = form.get("first", "")
    begins = _day({"day": first}) if first else day
    lines = [
        "[[general_license]]",
        f"rules = [{_quoted(rules)}]",
        f"from = {begins}",
        f"extend_through = {day}",
    ]
    return f"{rules} is extended through {day_words(day)}", lines, begins


def _added(form: Mapping[str, str], day: date) -> Written:
    name, country = _party(form)
    lines = [
        "[[entry]]",
        'change = "add"',
        f"name = {_quoted(name)}",
        f"country = {_quoted(country)}",
        'requirement = "For all items subject to the EAR (See §744.11 of the EAR)."',
        'policy = "Presumption of denial."',
    ]
    return f"{name} is placed on the Entity List on {day_words(day)}", lines, day


def _removed(form: Mapping[str, str], day: date) -> Written:
    name, country = _party(form)
    lines = ["[[entry]]", 'change = "remove"', f"name = {_quoted(name)}", f"country = {_quoted(country)}"]
    return f"{name} is removed from the Entity List on {day_words(day)}", lines, day


def _party(form: Mapping[str, str]) -> tuple[str, str]:
    return _needed(form, "name", "the party's name"), _needed(form, "country", "the party's country").upper()


_WRITERS: Mapping[str, Callable[[Mapping[str, str], date], Written]] = {
    "end": _ends,
    "extend": _extended,
    "add": _added,
    "remove": _removed,
}
