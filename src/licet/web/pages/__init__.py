"""The routes of the pages, one file a kind of page."""

from licet.web.pages import (
    account,
    acts,
    answers,
    ask,
    cases,
    control_list,
    law,
    lists,
    orders,
    parties,
    records,
    today,
    whatif,
)

__all__ = ["ROUTERS"]

ROUTERS = tuple(
    module.router
    for module in (
        account,
        today,
        ask,
        answers,
        acts,
        orders,
        whatif,
        parties,
        lists,
        cases,
        records,
        law,
        control_list,
    )
)
