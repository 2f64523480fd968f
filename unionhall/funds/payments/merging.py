"""Orders follow their person when two files are merged; two payments for one event then show as found twice.

Taking a merge back is members' business.
"""

from datetime import date

from unionhall.funds.payments.models import Order
from unionhall.kernel.actors import Actor
from unionhall.members.models import Person


def follow(kept: Person, gone: Person, by: Actor, on: date) -> dict[str, list[int]]:
    """Hang the orders of `gone` on `kept`; which they were."""
    rows = Order.objects.filter(person=gone)
    moved = list(rows.values_list("pk", flat=True))
    rows.update(person=kept)
    return {"payments.Order": moved}
