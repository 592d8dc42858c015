"""The pages: server-rendered, usable without JavaScript, better with it."""

from licet.web.mounting import mount

__all__ = ["mount"]
