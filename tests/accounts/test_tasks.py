"""What nobody comes back for is deleted, wherever this database keeps its sessions."""

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.http import QueryDict
from django.utils import timezone

from tests.cast import TODAY, Cast
from unionhall.office.jobs import chores
from unionhall.ui import kept_forms


def test_no_kept_form_grows_older_than_a_day(cast: Cast) -> None:
    at = timezone.now()
    kept_forms.keep(username="wang", key="/old/", values=QueryDict("id_number=140702198506150022"), at=at)
    kept_forms.keep(username="wang", key="/new/", values=QueryDict("a=1"), at=at + timedelta(hours=2))
    chore = chores._chores["accounts.kept_forms"]
    chore.run(at + timedelta(hours=24) - chore.every, TODAY)
    assert Session.objects.count() == 1
    assert kept_forms.kept(username="wang", key="/new/", at=at + timedelta(hours=23)) is not None
