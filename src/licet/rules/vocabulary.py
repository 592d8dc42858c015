"""The names of facts that rules may read, beyond the fixed fields of the wire format.

Every name is declared with the rule that reads it, so that an unknown name in a file is an error, a missing
one can be asked for in words, and ``licet law facts`` lists them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from licet.rules.citation import Citation
from licet.rules.condition import Field

__all__ = ["Cited", "FactKind", "FactSpec", "Vocabulary", "claim", "fact", "specs_by_name"]


class FactKind(StrEnum):
    YES_NO = "yes/no"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"
    COUNTRY = "country"
    ECCN = "eccn"


@dataclass(frozen=True, slots=True)
class Cited:
    """How a claim is cited: by a symbol, by a section, with a paragraph.

    ``sections``: the symbols of each section, several where it had several. ``paragraph``: the fact that holds the
    paragraph. ``paragraphs``: those of each symbol that rules tell apart. ``scopes``: those that only introduce them.
    """

    symbols: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    paragraph: str
    paragraphs: tuple[tuple[str, tuple[str, ...]], ...] = ()
    scopes: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def nearest(self, symbol: str, paragraph: str) -> str | None:
        """The paragraph that rules tell apart and that a cited one is or lies in; None where it covers several.

        One that covers none of them, and lies in none, stays as it is cited.
        """
        known = dict(self.paragraphs).get(symbol, ())
        above = [one for one in known if paragraph.startswith(one)]
        if above:
            return max(above, key=len)
        covers = any(one.startswith(paragraph) for one in known)
        return None if covers or paragraph in dict(self.scopes).get(symbol, ()) else paragraph


@dataclass(frozen=True, slots=True)
class FactSpec:
    """One named fact: its question in words, its kind, the values of a choice, and where the law asks it.

    ``judgment``: the law leaves it to a person's judgment ("knowledge", "specially designed"). ``asked``: a claim
    that may be asked for: everywhere, or where something stated puts in doubt that it is not so. ``reads``: a pattern
    for the spellings of a text, of which the groups are kept. ``form``: what a text must be, where one that the
    pattern does not know is refused. ``cited``: for a text that cites a license exception, how it may.
    """

    name: str
    kind: FactKind
    question: str
    cite: Citation
    label: str
    values: tuple[str, ...] = ()
    is_claim: bool = False
    judgment: bool = False
    asked: bool = False
    reads: str = ""
    form: str = ""
    cited: Cited | None = None

    def knows(self, text: str) -> bool:
        """Whether a text has the form that the fact asks for, where it asks for one."""
        return not self.form or re.fullmatch(self.reads, text.strip(), re.IGNORECASE) is not None

    def canonical(self, text: str) -> str:
        """A text in the form in which rules compare it; one that the pattern does not know stays as it is."""
        found = re.fullmatch(self.reads, text.strip(), re.IGNORECASE) if self.reads else None
        return (
            text
            if found is None
            else re.sub(r"\s", "", "".join(group or "" for group in found.groups())).lower()
        )

    @property
    def field(self) -> Field:
        return Field(f"facts.{self.name}", self.label, claim=self.is_claim)


@dataclass(frozen=True, slots=True)
class Vocabulary(Mapping[str, FactSpec]):
    """The words of a rulebook that a transaction may use: its facts by name, and its ECCNs.

    ``eccn_problem``: what is wrong with an ECCN whose entry has no such paragraph; None where nothing is.
    """

    specs: Mapping[str, FactSpec]
    eccn_problem: Callable[[str], str | None]
    destinations: frozenset[str] = frozenset()
    """The countries that a fact may name: those of which the law knows. Empty: any two letters."""

    def __getitem__(self, name: str) -> FactSpec:
        return self.specs[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.specs)

    def __len__(self) -> int:
        return len(self.specs)


def specs_by_name(specs: Iterable[FactSpec]) -> dict[str, FactSpec]:
    """Facts by their names. Raises ValueError where two are called alike: one would silently stand for both."""
    found: dict[str, FactSpec] = {}
    for spec in specs:
        if spec.name in found:
            raise ValueError(
                f"two facts are called {spec.name}: {found[spec.name].question!r} and {spec.question!r}"
            )
        found[spec.name] = spec
    return found


def fact(
    name: str,
    question: str,
    cite: str,
    *,
    label: str,
    kind: FactKind = FactKind.YES_NO,
    judgment: bool = False,
) -> FactSpec:
    """Declare a fact: unknown when absent."""
    return FactSpec(name, kind, question, Citation.parse(cite), label, judgment=judgment)


def claim(
    name: str,
    question: str,
    cite: str,
    *,
    label: str,
    values: tuple[str, ...] = (),
    kind: FactKind = FactKind.CHOICE,
    asked: bool = False,
    reads: str = "",
    form: str = "",
    cited: Cited | None = None,
) -> FactSpec:
    """Declare a claim: an act of the exporter, not made when absent."""
    return FactSpec(
        name,
        kind,
        question,
        Citation.parse(cite),
        label,
        values,
        is_claim=True,
        asked=asked,
        reads=reads,
        form=form,
        cited=cited,
    )
