"""The ledger of `tests.figures` as a Django model, so that figures are counted on the database of the test run.
Not the product's payments."""

from django.apps.registry import Apps
from django.db import connection, models
from django.db.models import F

from tests.figures.ledger import COLUMNS, payments
from unionhall.office import counting


class Payment(models.Model):
    """One row of the ledger; in a registry of its own, so that no migration and no house test meets it."""

    path = models.TextField(db_collation=None)
    county = models.IntegerField()
    own = models.BooleanField()
    basis = models.TextField()
    day = models.IntegerField()
    month = models.IntegerField()
    until = models.IntegerField(null=True)
    scheme = models.TextField()
    period = models.SmallIntegerField()
    person_id = models.BigIntegerField(null=True)
    amount_fen = models.IntegerField()
    state = models.TextField()
    kind = models.TextField()

    class Meta:
        apps = Apps()
        app_label = "counting"
        db_table = "tests_payment"


def rows():
    return Payment.objects.annotate(record_id=F("pk")).order_by("-day")


def lay(ledger):
    """Create the table inside the test's transaction and fill it."""
    kinds = {field.column: field.db_type(connection) for field in Payment._meta.concrete_fields}
    with connection.cursor() as cursor:
        columns = ", ".join(f'"{name}" {kind}' for name, kind in kinds.items())
        cursor.execute(f'CREATE TEMPORARY TABLE "tests_payment" ({columns})')
    names = [name for name in COLUMNS if name != "record_id"]
    Payment.objects.bulk_create(Payment(id=row["record_id"], **{name: row[name] for name in names}) for row in ledger)


counting.bind(payments, rows)
