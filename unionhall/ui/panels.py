"""A section of a page that another app fills: title, template, context.

Not a query: its provider has read what the context holds; the template reads it as `panel.context`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Panel:
    """`note` stands beside the title (2 份), `links` are (label, url) at its right; asides stand in the side column."""

    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    note: str | Promise = ""
    links: tuple[tuple[str | Promise, str], ...] = ()
    is_aside: bool = False
