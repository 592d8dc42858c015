"""Licet from Python: check a transaction and screen a name with the lists and decisions of a home folder.

>>> import licet
>>> answer = licet.check({
...     "action": "export", "as_of": "2019-10-10", "destination": "CN",
...     "item": {"kind": "commodity", "eccn": "EAR99", "us_origin": True},
...     "parties": [{"role": "ultimate_consignee", "name": "Huawei Technologies Co., Ltd.", "country": "CN"}],
... })
>>> answer.answer, answer.light
(<Answer.LICENSE_REQUIRED: 'license_required'>, <Light.RED: 'red'>)
>>> str(answer.cites[0])
'15 CFR 744.11(a)'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.engine.determination import Determination
from licet.engine.order_answer import OrderAnswer
from licet.engine.report import to_wire
from licet.model.defaults import load_defaults, read_with_defaults
from licet.model.order import order_of
from licet.model.transaction import Transaction
from licet.name_screening import Screener, Screening
from licet.screening.decided import DecisionScope
from licet.services.determination import Decider, open_decider, today
from licet.services.law_reviews import last_law_event
from licet.services.receipts import keep
from licet.services.screening_presets import presets_of
from licet.storage.home import home_folder
from licet.storage.state import last_adoption

__all__ = ["Workspace", "check", "open_workspace", "screen", "to_wire"]


@dataclass(frozen=True)
class Workspace:
    """The rulebook, with the lists and the recorded decisions of a home folder.

    ``organization``: whose recorded decisions about matches count; None: nobody's. A workspace keeps the lists with
    which it was opened; open another one to see lists that were adopted since.
    """

    decider: Decider
    organization: str | None = None

    def read(self, data: Mapping[str, Any]) -> Transaction:
        """Read a transaction in the wire format (docs/guide/sale.md); without ``as_of`` it is of today.

        What it leaves out is filled by the policies of ``defaults.toml`` in the home folder, if there is one. Raises
        WireError, which names the key and says what would be accepted, and DefaultsError.
        """
        defaults = load_defaults(self.decider.home)
        return read_with_defaults(data, self.decider.vocabulary, defaults, default_as_of=today())

    def check(self, transaction: Transaction | Mapping[str, Any]) -> Determination:
        """May this transaction go ahead, under which authority, and until when does that hold?

        A license that the transaction claims is taken as stated. Raises WireError where it cannot be read.
        """
        read = transaction if isinstance(transaction, Transaction) else self.read(transaction)
        return self.decider.determine(read, scope=self._scope)

    def check_order(self, order: Mapping[str, Any]) -> OrderAnswer:
        """May this order go ahead? Its lines stand in ``items``; limits of value count what they come to together.

        Raises as :meth:`check`, with paths such as ``items[1].eccn``.
        """
        return self.decider.determine_order(order_of(order, self.read), scope=self._scope)

    def keep_receipt(self, answer: Determination) -> bool:
        """Keep the receipt of an answer, so that ``licet replay`` gives it again; False: it cannot be written."""
        return keep(answer, self.decider)

    def screen(self, name: str, country: str | None = None, **more: Any) -> Screening:
        """Is this name on a list? See :meth:`licet.Screener.screen` for what else may be said of the party."""
        presets = presets_of(self.decider.home, self._scope.organization)
        decisions = self.decider.decisions(self._scope)
        screener = Screener(self.decider.screener.with_presets(presets), decisions, self.decider.home)
        return screener.screen(name, country, **more)

    @property
    def _scope(self) -> DecisionScope:
        return DecisionScope(self.organization)


def open_workspace(home: Path | str | None = None, *, organization: str | None = None) -> Workspace:
    """Open the workspace in a home folder: by default that of ``LICET_HOME``, else the platform's for user data.

    Where no list was adopted, the entries that ship with Licet are searched, and no answer is green.

    >>> workspace = open_workspace()
    >>> workspace.screen("Huawei Technologies Co. Ltd", "CN").verdict
    'match'
    """
    return Workspace(open_decider(home_folder() if home is None else Path(home)), organization)


def check(transaction: Transaction | Mapping[str, Any]) -> Determination:
    """Check a transaction in the default workspace; see :meth:`Workspace.check`.

    >>> check({"action": "export", "as_of": "2019-10-10", "destination": "CN"}).needs[0].path
    'item.kind'
    """
    return _default().check(transaction)


def screen(name: str, country: str | None = None, **more: Any) -> Screening:
    """Screen a name in the default workspace; see :meth:`licet.Screener.screen`.

    >>> found = screen("Huawei Device Co., Ltd.", "China")
    >>> found.verdict, found.matches[0].list
    ('match', 'EL')
    """
    return _default().screen(name, country, **more)


def _default() -> Workspace:
    """The workspace of the default home, opened again where lists were adopted or law was reviewed since."""
    home = home_folder()
    return _opened(home, last_adoption(home), last_law_event(home))


@lru_cache(maxsize=1)
def _opened(home: Path, _adoption: int, _law: int) -> Workspace:
    return open_workspace(home)
