"""How many people beyond an uploader's reach a preview may tell of: a bound against guessing numbers in bulk.

Which rows those are is the kind's to say (`Checked.elsewhere`); each preview's number is journalled.
"""

from datetime import date, timedelta

from django.db import transaction

from unionhall.kernel.actors import Actor, SystemActor
from unionhall.office import journal
from unionhall.office.imports.contract import Checked
from unionhall.office.imports.models import Import
from unionhall.office.imports.refusals import TooManyElsewhere

A_FILE, A_DAY = 30, 60


def note(imported: Import, checked: Checked, by_code: dict[str, int], by: Actor, on: date) -> None:
    """Journal what a preview tells before it is told: whoever guesses numbers leaves a trace without a commit."""
    with transaction.atomic():
        journal.record(
            verb=f"{imported.kind}.previewed",
            by=by,
            on=on,
            obj=imported,
            rows=checked.rows.height,
            known_elsewhere=checked.elsewhere,
            by_code=by_code,
        )


def uploader(imported: Import) -> Actor:
    """Who sent the file, as the journal names who has it read when nobody else is named."""
    path = imported.options["within"][0]
    return SystemActor(imported.by_username, imported.by_name, organisation_path=path)


def demand_few(imported: Import, elsewhere: int) -> None:
    """Note how many a reading would tell of, and refuse the file when they are too many: for one, or for 24 hours.

    A refused file counts as well, or it could be asked about half by half.

    :raises TooManyElsewhere: nothing of the rows is to be shown.
    """
    noted = max(elsewhere, imported.options.get("known_elsewhere", 0))
    imported.options = {**imported.options, "known_elsewhere": noted}
    since = imported.uploaded_at - timedelta(hours=24)
    before = Import.objects.filter(by_username=imported.by_username, uploaded_at__gte=since).exclude(pk=imported.pk)
    told = sum(options.get("known_elsewhere", 0) for options in before.values_list("options", flat=True))
    if elsewhere > A_FILE or (elsewhere and told + elsewhere > A_DAY):
        raise TooManyElsewhere(many=elsewhere)
