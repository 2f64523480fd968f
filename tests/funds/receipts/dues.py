"""One due, for tests: the product declares them by the roster.

Named as `NewDue` is.
"""

from datetime import date

from unionhall.funds.receipts import actions
from unionhall.funds.receipts.models import Due
from unionhall.kernel.actors import Actor
from unionhall.organisations.models import Unit
from unionhall.programmes.models import Period


def declare_due(*, source_key: str, unit: Unit, period: Period, amount_fen: int, by: Actor, on: date) -> Due:
    """A unit owes an amount for a period."""
    row = actions.NewDue(source_key, unit.pk, amount_fen)
    [due] = actions.declare_dues(rows=[row], period=period, by=by, on=on)
    return due
