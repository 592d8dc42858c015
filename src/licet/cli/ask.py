"""``licet ask``: an interview about one sale on the terminal, in a pipe too."""

from __future__ import annotations

import getpass
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from licet.cli.files import BAD_INPUT, fail, read_sale
from licet.cli.scope import decision_scope
from licet.engine.answers import AnswerContext, AnswerError
from licet.engine.interview import Interview
from licet.errors import LicetError
from licet.model.wire import write_transaction
from licet.regimes.shipped_entries import huawei_entries
from licet.screening.attach import attach
from licet.watchlists.countries import iso2

if TYPE_CHECKING:
    from licet.engine.wording import FactQuestion
    from licet.services.determination import Decider

__all__ = ["interview"]

_HELP = (
    "Commands: [bold]why[/] (why this is asked), [bold]unknown[/] (skip it), [bold]back[/], "
    "[bold]save FILE[/], [bold]quit[/]."
)
_INTERRUPTED = 130
"""The customary exit status of a program ended by Ctrl-C."""


class _Ended(LicetError):  # noqa: N818  # no error: the person is done
    """The interview ends before its answer is fixed, with an exit status."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@dataclass
class _Talk:
    """One interview on one terminal. ``target``: where it is to be saved; ``saved``: whether it is."""

    console: Console
    target: Path | None
    target_given: bool
    saved: Interview | None = None

    def run(self, talk: Interview) -> Interview:
        """Ask until the answer is fixed or nothing is left to ask."""
        while (question := talk.question) is not None:
            self._show(question, len(talk.asked) + 1)
            talk = self._turn(talk, question)
        return talk

    def _turn(self, talk: Interview, question: FactQuestion) -> Interview:
        """One line of a person: a command or an answer, asked for until it can be used."""
        while True:
            typed = self.line("> ").strip()
            command, _, rest = typed.partition(" ")
            match command.lower() if not rest or command.lower() == "save" else "":
                case "why":
                    self._why(question)
                case "help" | "?":
                    self.console.print(_HELP)
                case "quit" | "exit":
                    raise _Ended(0, "Ended before the answer was found.")
                case "save":
                    self.save(talk, rest.strip())
                case "unknown" | "skip":
                    return talk.skip()
                case "back":
                    if talk.before is not None:
                        return talk.before
                    self.console.print("This is the first question.")
                case _:
                    try:
                        return talk.answer(typed)
                    except AnswerError as error:
                        self.console.print(f"[bold]Not understood:[/] {escape(str(error))}")

    def line(self, prompt: str) -> str:
        """A line typed by a person or read from a pipe."""
        self.console.print(prompt, end="", highlight=False)
        self.console.file.flush()
        found = sys.stdin.readline()
        if not found:
            self.console.print()
            raise _Ended(BAD_INPUT, "The input ended before the answer was found.")
        if not sys.stdin.isatty():
            self.console.print(escape(found.rstrip("\n")), highlight=False)
        return found

    def _show(self, question: FactQuestion, number: int) -> None:
        self.console.print(f"\n[bold]{number}. {escape(question.text)}[/]")
        self._indented(f"{question.why.rstrip('.')}. [dim]{escape(question.cite)}[/]", escaped=True)
        for place, (value, said) in enumerate(question.choices, 1):
            words = value.replace("_", " ")
            shown = f"{place}  {words}" if words == said else f"{place}  {words}: {said}"
            self.console.print(Padding(escape(shown), (0, 0, 0, 3)))
        examples = " or ".join(f"`{example}`" for example in question.examples)
        self._indented(f"Answer: {question.expects.value}" + (f", such as {examples}." if examples else "."))

    def _indented(self, text: str, *, escaped: bool = False) -> None:
        self.console.print(Padding(text if escaped else escape(text), (0, 0, 0, 3)))

    def _why(self, question: FactQuestion) -> None:
        self._indented(f"{question.why.rstrip('.')} ({question.cite}).")
        if question.way is None:
            self._indented("Whether it decides depends on what else is found out.")
        elif question.way.alone:
            self._indented(f"If the answer is {_said(question.way.value)}, nothing more need be asked.")
        else:
            others = len(question.way.others)
            more = "one other open question" if others == 1 else f"{others} other open questions"
            self._indented(
                f"It may decide: with certain answers to {more}, the answer {_said(question.way.value)} "
                "here settles the sale."
            )

    def save(self, talk: Interview, name: str) -> None:
        """Write the sale so far; refuses to overwrite a file that was not named when the interview began."""
        target = Path(name) if name else self.target
        if target is None:
            self.console.print("Say where: `save sale.json`.")
            return
        if target.exists() and not (self.target_given and target == self.target):
            self.console.print(f"{escape(str(target))} exists already; nothing was saved. Name another file.")
            return
        try:
            _write(target, write_transaction(talk.sale))
        except OSError as error:
            words = os.strerror(error.errno) if error.errno else str(error)
            self.console.print(f"{escape(str(target))}: {escape(words)}; nothing was saved.")
            return
        self.saved, self.target, self.target_given = talk, target, True
        self.console.print(
            f"Saved to {escape(str(target))}. `licet check {escape(str(target))}` answers it, "
            f"`licet ask {escape(str(target))}` goes on."
        )

    def leave(self) -> str:
        """What became of the sale, for the last line."""
        return "Nothing was saved." if self.saved is None else f"What was saved is in {self.target}."


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "of some names" if isinstance(value, tuple) else f"`{value}`"


def _write(target: Path, sale: dict[str, Any]) -> None:
    """Write whole or not at all."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
        json.dump(sale, file, indent=2, ensure_ascii=False)
        file.write("\n")
    Path(file.name).replace(target)


def interview(decider: Decider, file: str | None, as_of: date | None, save: str | None) -> None:
    """Ask about one sale, show its answer, and write it where asked."""
    data = _start(file, as_of)
    where = save or file
    target = None if where is None else Path(where)
    if save and save != file and Path(save).exists():
        fail(f"{save}: exists already; --save writes a new file (or the FILE that was read)")
    session = AnswerContext(decider.rulebook, iso2, _user(), date.today(), huawei_entries()[0].name)  # noqa: DTZ011
    talk = _Talk(Console(highlight=False, soft_wrap=False), target, target_given=target is not None)
    talk.console.print("[bold]A few questions about one sale.[/] Only what can change the answer is asked.")
    talk.console.print(_HELP)
    scope = decision_scope()
    decider = decider.of(scope)
    decisions = decider.decisions(scope)
    found = Interview(
        data,
        session,
        lambda sale: attach(decisions.applied(sale), decider.screener),
        judges=scope.stated_count,
    )
    try:
        found = talk.run(found)
        _finish(found, decider, talk, wanted=save is not None)
    except _Ended as end:
        talk.console.print(f"{end.why} {talk.leave()}")
        raise SystemExit(end.status) from None
    except KeyboardInterrupt:
        talk.console.print(f"\nInterrupted. {talk.leave()}")
        raise SystemExit(_INTERRUPTED) from None


def _start(file: str | None, as_of: date | None) -> dict[str, Any]:
    """What is known before the first question; the day asked about is written down."""
    if file is not None:
        return write_transaction(read_sale(file, as_of, None))
    return {"as_of": (as_of or date.today()).isoformat()}  # noqa: DTZ011


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unnamed"


def _finish(found: Interview, decider: Decider, talk: _Talk, *, wanted: bool) -> None:
    """Show the answer as ``licet check`` does, and save the sale where that is wanted."""
    from licet.cli.explain import show
    from licet.services.receipts import keep

    answer = decider.determine(found.sale, scope=decision_scope())
    asked = len(found.asked)
    end = "That is all that is needed" if found.fixed else "Nothing more can be asked that would decide it"
    talk.console.print(f"\n{end} ({asked} question{'' if asked == 1 else 's'}).\n")
    show(answer, talk.console)
    if not keep(answer, decider):
        print("licet: the receipt could not be kept (is LICET_HOME writable?)", file=sys.stderr)
    if wanted:
        talk.save(found, "")
    elif talk.saved is not found:
        _offer(found, talk)


def _offer(found: Interview, talk: _Talk) -> None:
    """Ask where to save the sale; no answer saves nothing, and says so."""
    talk.console.print("\nA file name saves this sale; an empty line ends without.")
    try:
        while name := talk.line("> ").strip():
            talk.save(found, name)
            if talk.saved is found:
                return
    except _Ended:
        pass
    talk.console.print(talk.leave())
