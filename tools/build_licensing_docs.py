"""Make docs/guide/review.md and docs/guide/roles.md from the tables that the program itself reads.

Usage: python tools/build_licensing_docs.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from licet.events.roles import APART, MAY, NEVER_TOGETHER, UserAction, UserRole
from licet.licensing.clock import RESOLUTION, STAGES
from licet.licensing.pause import GROUNDS
from licet.licensing.states import FINAL, State
from licet.licensing.table import TABLE, Transition

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "guide"
MADE = "Made from the program's own tables by `tools/build_licensing_docs.py`; do not edit."


def pages() -> dict[str, str]:
    """File name to content."""
    return {
        "review.md": "\n".join(_review()).rstrip() + "\n",
        "roles.md": "\n".join(_roles()).rstrip() + "\n",
    }


def _review() -> Iterator[str]:
    yield from ("# The review of an application", "", MADE, "")
    yield "Everything that is not in the table is refused, with a reason. Withdrawal, return without action, holding"
    yield "and what leaves a case where it is are left out of the drawing; the table below has them all."
    yield from ("", "```mermaid", "stateDiagram-v2", "  [*] --> draft")
    drawn = dict.fromkeys(
        (row.state, row.to, row.kind.value.partition(".")[2]) for row in TABLE if _is_drawn(row)
    )
    yield from (f"  {state.value} --> {to.value}: {kind.replace('_', ' ')}" for state, to, kind in drawn)
    yield from (f"  {state.value} --> [*]" for state in State if state in FINAL)
    yield from ("```", "", "## The legal clock", "")
    yield from ("| stage | days | cite |", "|---|---|---|")
    yield from (f"| {stage.what} | {stage.days} | {stage.cite} |" for stage in STAGES)
    yield from (f"| **all: {RESOLUTION.what}** | **{RESOLUTION.days}** | {RESOLUTION.cite} |", "")
    yield from (
        "Days are left out on these grounds only:",
        "",
        "| ground | steps | limits | cite |",
        "|---|---|---|---|",
    )
    for ground, steps in GROUNDS.items():
        limits = "; ".join(
            f"{_words(limit.step)} within {limit.days} of {limit.after}" for limit in steps.limits
        )
        fixed = f"{steps.fixed} days" if steps.fixed else "none"
        order = ", ".join(map(_words, steps.order))
        yield f"| `{ground.value}`: {steps.title} | {order} | {limits or fixed} | {steps.cite} |"
    yield from (
        "",
        "## The table",
        "",
        "| from | event | to | who acts | guards | cite |",
        "|---|---|---|---|---|---|",
    )
    yield from map(_row, TABLE)
    yield from ("", "## The guards", "")
    guards = {guard.__name__: guard for row in TABLE for guard in row.guards}
    yield from (f"- `{name}`: {_summary(guards[name].__doc__)}" for name in sorted(guards))


def _words(name: str) -> str:
    return name.replace("_", " ")


def _is_drawn(row: Transition) -> bool:
    aside = {State.WITHDRAWN, State.RETURNED_WITHOUT_ACTION, State.HELD}
    return row.state is not row.to and row.to not in aside and row.state is not State.HELD


def _row(row: Transition) -> str:
    guards = ", ".join(f"`{guard.__name__}`" for guard in row.guards) or "none"
    roles = ", ".join(sorted(role.value.replace("_", " ") for role in MAY[row.action]))
    return f"| {row.state.words} | `{row.kind.value}` | {row.to.words} | {roles} | {guards} | {row.cite} |"


def _summary(text: str | None) -> str:
    return " ".join((text or "").partition("\n\n")[0].split())


def _roles() -> Iterator[str]:
    yield from ("# Roles", "", MADE, "")
    yield "What is not marked is refused: there is no default. The first nine roles are the exporter's, the next"
    yield "seven the authority's; `system` records what falls due by law with nobody's act."
    yield from ("", "| action | " + " | ".join(role.value.replace("_", " ") for role in UserRole) + " |")
    yield "|---|" + "---|" * len(UserRole)
    for action in UserAction:
        marks = " | ".join("yes" if role in MAY[action] else "" for role in UserRole)
        yield f"| {action.value} | {marks} |"
    yield from ("", "## What one person may not both do to one case or license", "")
    yield from (f"- {apart.first.value}; {apart.second.value}: {apart.why}" for apart in APART)
    yield from ("", "## Roles that one person may not both hold", "")
    yield from sorted(
        f"- {' and '.join(sorted(pair)).replace('_', ' ')}: {why}" for pair, why in NEVER_TOGETHER.items()
    )


def main() -> int:
    stale = []
    for name, content in pages().items():
        path = FOLDER / name
        if path.exists() and path.read_text("utf-8") == content:
            continue
        stale.append(name)
        if "--check" not in sys.argv:
            path.write_text(content, "utf-8")
    if stale and "--check" in sys.argv:
        print(f"not current: {', '.join(stale)}; run python tools/build_licensing_docs.py")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
