"""Licet: may this sale go ahead, as of this date, under which authority, and until when?"""

__version__ = "0.1.0"
