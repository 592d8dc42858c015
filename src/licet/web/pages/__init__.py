"""The routes of the pages, one file a kind of page."""

from licet.web.pages import (
    account,
    acts,
    ask,
    cases,
    control_list,
    law,
    lists,
    orders,
    parties,
    records,
    whatif,
)

__all__ = ["ROUTERS"]

ROUTERS = tuple(
    module.router
    for module in (account, ask, acts, orders, whatif, parties, lists, cases, records, law, control_list)
)
