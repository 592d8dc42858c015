"""The routes of the pages, one file a kind of page."""

from licet.web.pages import account, ask

__all__ = ["ROUTERS"]

ROUTERS = (account.router, ask.router)
