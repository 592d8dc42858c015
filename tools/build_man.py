"""Write docs/man/licet.1, the manual page: every command with its line, exit statuses and the environment.

Usage: python tools/build_man.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from licet.cli.main import COMMANDS, app

PAGE = Path(__file__).resolve().parent.parent / "docs" / "man" / "licet.1"
_STATUS = {
    "0": "answered or done",
    "1": "answered, and something needs somebody: a line that could not be read, a notice that was not delivered, "
    "or, with --gate, anything that is not green or clear",
    "2": "bad input, named with file, line and key; or a part of Licet that is not installed",
    "3": "refused for safety; nothing was changed",
}
_ENVIRONMENT = {
    "LICET_HOME": "the folder with database, lists, settings and records",
    "LICET_AS, LICET_ROLE, LICET_ORG": "who acts, as what, for which organization",
    "LICET_LIST_DAYS, LICET_LAW_DAYS": "how old lists and law may be for a green answer",
}


def page() -> str:
    """The whole page, in roff."""
    parts = [
        '.TH LICET 1 "" Licet "User Commands"',
        ".SH NAME",
        f"licet \\- {_text(str(app.info.help))}",
        ".SH SYNOPSIS",
        ".B licet",
        "COMMAND [OPTIONS] [ARGUMENTS]",
        ".SH DESCRIPTION",
        "Each command tells of its options with --help;",
        ".B licet help",
        "lists the pages of the guide.",
    ]
    panels = dict.fromkeys(command.panel for command in COMMANDS.values())
    for panel in panels:
        parts.append(f".SS {_text(panel)}")
        rows = ((f"licet {name}", entry.summary) for name, entry in COMMANDS.items() if entry.panel == panel)
        parts += [line for name, words in rows for line in _row(name, words)]
    for title, table in (("EXIT STATUS", _STATUS), ("ENVIRONMENT", _ENVIRONMENT)):
        parts.append(f".SH {title}")
        parts += [line for name, words in table.items() for line in _row(name, words)]
    return "\n".join(parts) + "\n"


def _row(name: str, words: str) -> tuple[str, ...]:
    return ".TP", f".B {_text(name)}", _text(words)


def _text(words: str) -> str:
    """Words as roff writes them: a hyphen that is typed stays one, and no line begins with a command."""
    whole = words.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{whole}" if whole.startswith((".", "'")) else whole


def main() -> int:
    """Write the page, or with ``--check`` say whether it is current."""
    made = page()
    if "--check" in sys.argv[1:]:
        current = PAGE.exists() and PAGE.read_text("utf-8") == made
        if not current:
            print(f"{PAGE}: not current; run tools/build_man.py")
        return 0 if current else 1
    PAGE.write_text(made, "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
