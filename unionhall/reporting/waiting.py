"""What of a review waits for a signer: a reviewed newest text that another person may publish.

Reviewing itself waits for nobody: a text is reviewed when its writers say that it is done.
"""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from unionhall.kernel.scope import Duty, Scope
from unionhall.kernel.waiting import Waiting
from unionhall.reporting.models import Publication, PublicationState


def to_sign(scope: Scope, on: date) -> list[Waiting]:
    """For whoever publishes there and did not review it."""
    if not scope.has(Duty.PUBLISH):
        return []
    open_ones = (
        Publication.objects.visible_to(scope, Duty.PUBLISH)
        .filter(state=PublicationState.REVIEWED)
        .exclude(reviewed_by=scope.username)
        .exclude(review__publications__state=PublicationState.PUBLISHED)
        .select_related("review", "text")
    )
    return [_line(row) for row in open_ones if row.review.texts.first() == row.text]


def _line(row: Publication) -> Waiting:
    return Waiting(
        group=gettext("年度综述"),
        title=row.review.title,
        url=reverse("reporting:publishing"),
        verb=gettext("去签发"),
        detail=gettext("第 {number} 版由{name}复核").format(number=row.text.number, name=row.reviewed_name),
        state=("todo", str(row.get_state_display())),
    )
