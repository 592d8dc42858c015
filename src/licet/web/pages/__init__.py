"""The routes of the pages, one file a kind of page."""

from licet.web.pages import account, ask, orders, whatif

__all__ = ["ROUTERS"]

ROUTERS = (account.router, ask.router, orders.router, whatif.router)
