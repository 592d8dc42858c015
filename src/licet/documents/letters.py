"""Letters of the company: statements of classification, requests to BIS, questions to suppliers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from licet.documents.render import Rendered, render

__all__ = ["letter_document"]


def letter_document(data: Mapping[str, Any], name: str, made_at: datetime) -> Rendered:
    """A letter as PDF. ``data``: title, day, company, whom it is to, and its parts."""
    return render("letter", str(data["title"]), name, data, made_at)
