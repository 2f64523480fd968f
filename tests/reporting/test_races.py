"""Two people who publish at once, and a freeze beside an undo, on PostgreSQL: one wins, the other reads why."""

import pytest
from django.db import connection

from tests.cast import TODAY, Cast, build, user
from tests.races import together, while_open
from tests.reporting.test_pages import written_year
from unionhall.kernel.scope import Duty
from unionhall.office.documents import storage
from unionhall.office.imports import actions as imports
from unionhall.office.imports.models import Import
from unionhall.reporting import actions, freezing
from unionhall.reporting.models import Dismissal, FrozenValue, Publication, Review

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def reviewed() -> tuple[Cast, Review]:
    cast = written_year(build())
    review = Review.objects.order_by("organisation_path").first()
    freezing.mark_reviewed(review=review, number=1, by=cast.li, on=TODAY)
    return cast, review


def test_two_people_open_a_review_or_let_one_finding_stand() -> None:
    cast = build()
    other = user("gao", "高明远", cast.city, "经办", Duty.ENTER)

    def start(by: object):
        return lambda: actions.start_review(
            year=2025,
            organisation=cast.city,
            title="综述",
            body="正文",
            by=by,
            on=TODAY,  # type: ignore[arg-type]
        )

    assert together(start(cast.li), start(other)) == ["review-started"]
    assert Review.objects.get().texts.count() == 1
    by = [worked_in(someone, cast.city) for someone in (cast.li, other)]

    def dismiss(one: object):
        return lambda: actions.dismiss_finding(
            rule="share",
            sentence_index="x" * 22,
            reason="不用改",
            by=one,
            on=TODAY,  # type: ignore[arg-type]
        )

    assert while_open(dismiss(by[0]), dismiss(by[1])) == "finding-just-dismissed"
    assert Dismissal.objects.count() == 1


def worked_in(someone, unit):
    someone.organisation_path = unit.path
    return someone


def test_one_of_two_signers_publishes() -> None:
    cast, review = reviewed()
    other = user("gao", "高明远", cast.city, "副主席", Duty.PUBLISH)

    def sign(by: object):
        return lambda: freezing.publish(review=review, by=by, on=TODAY)  # type: ignore[arg-type]

    [refused] = together(sign(cast.liu), sign(other))
    assert refused in ("review-published", "review-being-published")
    publication = Publication.objects.get()
    assert publication.state == "published"
    assert FrozenValue.objects.filter(publication=publication).count() == 1
    assert storage.load(publication.bundle_name)


def test_one_of_two_reviewers_is_noted() -> None:
    cast = written_year(build())
    review = Review.objects.order_by("organisation_path").first()
    other = user("gao", "高明远", cast.city, "复核", Duty.REVIEW)
    acts = [lambda by=by: freezing.mark_reviewed(review=review, number=1, by=by, on=TODAY) for by in (cast.li, other)]
    assert together(*acts) == ["review-text-reviewed"]
    assert Publication.objects.count() == 1


def test_a_roster_undone_meanwhile_is_not_frozen() -> None:
    cast, review = reviewed()
    sent = Import.objects.filter(kind="mutual_aid.roster").earliest("pk")

    def undo() -> None:
        imports.undo(sent, reason="传错文件", by=cast.wang, on=TODAY)

    refused = while_open(undo, lambda: freezing.publish(review=review, by=cast.liu, on=TODAY))
    assert refused == "review-being-published"
    assert not Publication.objects.filter(state="published").exists()
    assert freezing.publish(review=review, by=cast.liu, on=TODAY).values.get().value["all"] == 1
