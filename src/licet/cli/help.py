"""``licet help`` and ``licet completion``: the guide that comes with the program, and words for the shell."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Optional

import typer

from licet.cli.files import fail

__all__ = ["Shell", "completion", "guide_pages", "help_page"]

COMPLETE = "_LICET_COMPLETE"
"""The variable by which a shell asks what a word could be."""


class Shell(StrEnum):
    """A shell that completes words."""

    BASH = "bash"
    FISH = "fish"
    POWERSHELL = "powershell"
    ZSH = "zsh"


def completion(shell: Annotated[Shell, typer.Argument(help="The shell.")]) -> None:
    """Print the script by which bash, zsh, fish or PowerShell completes commands and options.

    bash and zsh: eval "$(licet completion bash)" in ~/.bashrc or ~/.zshrc; fish: licet completion fish | source.
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    print(get_completion_script(prog_name="licet", complete_var=COMPLETE, shell=shell.value))


def help_page(
    topic: Annotated[Optional[str], typer.Argument(help="A page of the guide, such as files.")] = None,  # noqa: UP045  # typer reads it
) -> None:
    """Read the guide that comes with Licet: a list of its pages, or one page."""
    from licet.cli.main import COMMANDS

    pages = guide_pages()
    if topic is None:
        print("Pages of the guide, for licet help TOPIC; licet COMMAND --help tells of one command:")
        for name, path in pages.items():
            print(f"  {name:<20}{_title(path)}")
        return
    name = topic.removesuffix(".md").rpartition("/")[2]
    if name in pages:
        _show(pages[name].read_text("utf-8"))
    elif name in COMMANDS:
        print(f"{name} is a command: licet {name} --help. Pages of the guide that name it:")
        for page in _naming(f"licet {name}", pages):
            print(f"  licet help {page}")
    else:
        near = get_close_matches(name, [*pages, *COMMANDS], 3, 0.5)
        fail(f"no page {topic!r}; {'did you mean ' + ', '.join(near) if near else 'licet help lists them'}")


def guide_pages() -> dict[str, Path]:
    """The pages of the guide by name: those of the installed program, or of the source tree."""
    import licet

    package = Path(licet.__file__).parent
    folder = package / "guide"
    if not folder.is_dir():
        folder = package.parents[1] / "docs" / "guide"
    return {path.stem: path for path in sorted(folder.glob("*.md"))}


def _title(path: Path) -> str:
    with path.open(encoding="utf-8") as lines:
        return next((line.removeprefix("# ").strip() for line in lines if line.startswith("# ")), "")


def _naming(words: str, pages: dict[str, Path]) -> Iterator[str]:
    yield from (name for name, path in pages.items() if words in path.read_text("utf-8"))


def _show(text: str) -> None:
    """At a terminal as it is meant to look, by its pager where it is long; else the text itself."""
    if not sys.stdout.isatty():
        sys.stdout.write(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console()
    if text.count("\n") < console.height:
        console.print(Markdown(text))
        return
    with console.pager(styles=True):
        console.print(Markdown(text))
