"""Payments that kill their own process at a named point, and what the next process finds.

Run as `python -m tests.funds.payments.killing make|read POINT | look` against a database with drafted or sent orders.
"""

import json
import os
import signal
import sys
from pathlib import Path

import django

MAKE_POINTS = ("after-number", "after-batch", "after-orders", "after-commit")
READ_POINTS = ("after-rows", "after-orders", "before-journal", "after-commit")


def main(act: str, point: str = "") -> None:
    django.setup()
    from tests.cast import TODAY
    from unionhall.accounts.models import User
    from unionhall.funds.payments import actions, returning
    from unionhall.funds.payments.models import BankReturn, Batch, Order, OrderQuerySet, ReturnFile
    from unionhall.office import journal
    from unionhall.office.jobs import numbers
    from unionhall.office.journal.models import Entry
    from unionhall.organisations.models import Unit

    if act == "look":
        told = {
            "batches": list(Batch.objects.order_by("pk").values_list("number", flat=True)),
            "orders": sorted(Order.objects.values_list("state", flat=True)),
            "files": ReturnFile.objects.count(),
            "rows": BankReturn.objects.count(),
            "entries": Entry.objects.filter(verb__in=["payments.batch.made", "payments.return.read"]).count(),
        }
        print(json.dumps(told))
        return
    chen = User.objects.get(username="chen")
    take, record = numbers.take, journal.record
    update, create = OrderQuerySet.bulk_update, BankReturn.objects.bulk_create

    def dies_after(name: str, call):
        def wrapped(*args, **rest):
            done = call(*args, **rest)
            if point == name:
                _die()
            return done

        return wrapped

    numbers.take = dies_after("after-number", take)
    Batch.save = dies_after("after-batch", Batch.save)
    BankReturn.objects.bulk_create = dies_after("after-rows", create)
    OrderQuerySet.bulk_update = dies_after("after-orders", update)
    if point == "before-journal":
        journal.record = lambda **rest: _die() if rest["verb"] == "payments.return.read" else record(**rest)
    if act == "make":
        actions.make_batch(orders=Order.objects.drafted(), by=chen, on=TODAY)
    else:
        content = (Path(os.environ["UNIONHALL_DATA"]) / "return.csv").read_bytes()
        city = Unit.objects.get(parent=None)
        returning.read_return(payer=city, content=content, file_name="return.csv", by=chen, on=TODAY)
    _die()


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
