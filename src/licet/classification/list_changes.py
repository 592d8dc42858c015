"""What changed between two texts of the control list, paragraph by paragraph."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from licet.classification.control_list import ControlList, Entry

__all__ = ["ListChange", "list_changes"]


@dataclass(frozen=True, slots=True)
class ListChange:
    """A paragraph, note or heading that reads otherwise. ``old`` or ``new`` is empty where it is not there."""

    eccn: str
    paragraph: str
    kind: str
    old: str
    new: str

    @property
    def name(self) -> str:
        """The ECCN with its paragraph."""
        return f"{self.eccn}.{self.paragraph}" if self.paragraph else self.eccn


def list_changes(old: ControlList, new: ControlList) -> tuple[ListChange, ...]:
    """The changes of the newest texts of two lists, in the order of the list."""
    eccns = dict.fromkeys((*old, *new))
    found = []
    for eccn in eccns:
        before, after = _texts(old.entry(eccn)), _texts(new.entry(eccn))
        for place in dict.fromkeys((*before, *after)):
            first, second = before.get(place, []), after.get(place, [])
            gone = [text for text in first if _plain(text) not in {_plain(other) for other in second}]
            come = [text for text in second if _plain(text) not in {_plain(other) for other in first}]
            if gone or come:
                found.append(ListChange(eccn, place[0], place[1], " ".join(gone), " ".join(come)))
    return tuple(found)


def _texts(entry: Entry | None) -> dict[tuple[str, str], list[str]]:
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for passage in entry.passages if entry else ():
        texts[passage.paragraph, passage.kind].append(passage.text)
    return texts


def _plain(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()
