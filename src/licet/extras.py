"""The optional parts of Licet: what each installs, and what to say where one is missing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["EXTRAS", "missing_extra"]

EXTRAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "bulk": ("numba", "polars", "pyarrow", "openpyxl", "xlrd", "yaml"),
        "documents": ("typst",),
        "server": (
            "argon2",
            "authlib",
            "fastapi",
            "jinja2",
            "joserfc",
            "multipart",
            "prometheus_client",
            "pyotp",
            "starlette",
            "uvicorn",
        ),
        "mcp": ("mcp",),
        "spark": ("pandas", "pyspark"),
        "postgres": ("psycopg",),
    }
)
"""By the name of the extra in ``pip install 'licet[NAME]'``, the modules that it brings."""


def missing_extra(error: ImportError) -> str | None:
    """One line that says which extra to install; None where the missing module belongs to no extra.

    >>> missing_extra(ModuleNotFoundError("No module named 'typst'", name="typst"))
    "This needs typst, which is not installed: pip install 'licet[documents]'"
    >>> missing_extra(ModuleNotFoundError("No module named 'other'", name="other"))
    """
    module = (error.name or "").partition(".")[0]
    for extra, modules in EXTRAS.items():
        if module in modules:
            return f"This needs {module}, which is not installed: pip install 'licet[{extra}]'"
    return None
