"""Make docs/guide/licensing-commands.md from the commands themselves: every command of licensing with its options.

Usage: python tools/build_commands_docs.py [--check]
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from licet.cli.main import app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "guide" / "licensing-commands.md"
GROUPS = ("apply", "cases", "licenses", "ledger", "documents", "records", "stats")
_COMMON = {
    "--as": "who acts: the name of the account; `LICET_AS`",
    "--role": "as what, such as `license_manager` (`roles.md`); `LICET_ROLE`",
    "--org": "for which organization: the exporter, or the agency; `LICET_ORG`",
    "--json": "one JSON document on stdout and nothing else",
    "--reason": "why; kept with the event",
    "--expected": "the version that you have seen: refused when the record is newer by now",
}

_HEAD = """# Commands of licensing

Made from the commands by `tools/build_commands_docs.py`; do not edit. `licensing.md` tells what the acts mean,
`story.sh` leads one application through all of it.

Exit status: 0 done; 1 something differs (`licet ledger reconcile`); 2 bad input, named; 3 refused, with the code, the
reason and the paragraph. A refusal is kept in the audit chain. What is asked for as a file of the domain
(`--recommendation`, `--proposal`, `--resolution`, `--application`, `--scope` ...) is JSON or TOML, or the JSON
itself; its keys are those that `licet cases show --json` and `licet licenses show --json` print. A document is named
by a file, which is kept by its SHA-256, or by the SHA-256.

Options that commands share:

| option | meaning |
|---|---|
"""


def page() -> str:
    shared = "".join(f"| `{flag}` | {words} |\n" for flag, words in _COMMON.items())
    root: Any = get_command(app)
    parts = [_HEAD + shared]
    for name in GROUPS:
        command = root.commands[name]
        parts.append(f"## `licet {name}`\n\n{_first(command.help)}\n")
        parts.extend(_commands(f"licet {name}", command))
    return "\n".join(parts)


def _commands(path: str, command: Any) -> Iterator[str]:
    if not hasattr(command, "commands"):
        yield _options(command)
        return
    for name, inner in command.commands.items():
        yield f"### `licet {path.removeprefix('licet ')} {name}`\n\n{_first(inner.help)}\n"
        yield _options(inner)


def _first(text: str | None) -> str:
    return " ".join((text or "").split())


def _options(command: Any) -> str:
    rows = [row for param in command.params if (row := _row(param)) is not None]
    shared = [flag for flag in _COMMON if any(flag in param.opts for param in command.params)]
    lines = ["| | |\n|---|---|", *rows] if rows else []
    lines.append(f"\nAlso: {', '.join(f'`{flag}`' for flag in shared)}.\n")
    return "\n".join(lines)


def _row(value: Any) -> str | None:
    if any(flag in _COMMON for flag in value.opts) or "--help" in value.opts:
        return None
    option = value.param_type_name == "option"
    names = (*value.opts, *value.secondary_opts) if option else (value.name.upper(),)
    flags = ", ".join(f"`{flag}`" for flag in names)
    choices = getattr(getattr(value, "type", None), "choices", None)
    named = [getattr(choice, "value", choice) for choice in choices or ()]
    values = f" One of {', '.join(f'`{choice}`' for choice in named)}." if named else ""
    needed = " Needed." if value.required else ""
    return f"| {flags} | {_first(getattr(value, 'help', ''))}{values}{needed} |"


def main() -> int:
    made = page()
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text("utf-8") != made:
            print(f"{PAGE.name} is not what the commands say: run python tools/build_commands_docs.py")
            return 1
        return 0
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
