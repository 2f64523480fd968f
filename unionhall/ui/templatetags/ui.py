"""Template filters and tags of the product: money, dates, masks, numbers that open.

No queries.
"""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from unionhall.kernel import money

register = template.Library()


@register.filter
def yuan(amount_fen: int | None) -> str:
    """1234567 -> 12,345.67; — for none."""
    return "—" if amount_fen is None else money.show_yuan(amount_fen)


@register.filter
def wan(amount_fen: int | None) -> str:
    """In 万元, two places."""
    return "—" if amount_fen is None else money.show_wan(amount_fen)


@register.filter
def count(number: int | None) -> str:
    """265463 -> 265,463; — for none."""
    return "—" if number is None else f"{number:,}"


@register.filter
def day(on: date | None) -> str:
    return "—" if on is None else on.isoformat()


__all__ = ["SafeString"]
