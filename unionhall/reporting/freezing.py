"""A text is reviewed by one person and signed by another; signing freezes its values and the records behind them.

The only writer of publications and frozen values. What a bundle holds is bundles.py; later changes are restating.py.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import OperationalError, connection, transaction
from django.utils import translation

from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.office import counting, journal
from unionhall.office.documents import storage
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.jobs import Progress
from unionhall.office.journal import sealing
from unionhall.reporting import bundles
from unionhall.reporting.frozen import frozen_row, published
from unionhall.reporting.models import FrozenValue, Publication, PublicationState, Review
from unionhall.reporting.readiness import Readiness, readiness
from unionhall.reporting.typed import typed_counts

CHECKING, GATHERING, KEEPING = N_("核对引用和关系"), N_("取出数字背后的记录"), N_("写出数据包并冻结")
NAMED_AT_MOST = 5
IMPORTS_AT_ONCE = 1_000


class NothingToReview(DomainError):
    code = "review-text-not-newest"
    sentence = N_("正文已有第 {newest} 版，您看的是第 {number} 版，没有记下复核。请看新版再复核。")


class AlreadyReviewed(DomainError):
    code = "review-text-reviewed"
    sentence = N_("第 {number} 版已由{name}在 {on} 复核过，没有再记一次。请另一个人签发。")


class NotReviewed(DomainError):
    code = "review-not-reviewed"
    sentence = N_("正文第 {number} 版还没有人复核，没有发布，什么也没有冻结。请先由有复核职责的人复核这一版。")


class SamePerson(DomainError):
    code = "review-same-person"
    sentence = N_("第 {number} 版是您自己复核的，没有发布。复核和签发须是两个人，请另一位有发布职责的人签发。")


class CitationsMissing(DomainError):
    code = "review-citations-missing"
    sentence = N_("正文里有 {count} 处引用没有数：{names}。没有发布，什么也没有冻结。请补上记录，或改掉这些引用。")


class RelationsBroken(DomainError):
    code = "review-relations-broken"
    sentence = N_("有 {count} 条关系不成立：{first}。没有发布，什么也没有冻结。请先更正有关记录。")


class TypedUnseen(DomainError):
    code = "review-typed-unseen"
    sentence = N_("正文里有 {count} 处手打的数您还没有勾选，第一处是“{first}”，没有记下复核。请逐处看过再勾。")


class TypedDiffers(DomainError):
    code = "review-typed-differs"
    sentence = N_(
        "正文里有 {count} 处手打的数和记录不一致：写的是“{first}”，记录是“{recorded}”。"
        "没有发布，什么也没有冻结。请在“修改正文”里改成引用。"
    )


class AlreadyPublished(DomainError):
    code = "review-published"
    sentence = N_("{name}已在 {on} 签发这份综述，数字已冻结，这一步没有办。以后的改动会作为更正说明列出。")


class BeingPublished(DomainError):
    code = "review-being-published"
    sentence = N_("另一个人正在签发这份综述，或有记录正在改动，您这次没有发布，什么也没有冻结。请刷新看结果再试。")


@transaction.atomic
def mark_reviewed(*, review: Review, number: int, by: Actor, on: date, seen: Collection[str] = ()) -> Publication:
    """Note that a person with the duty has read this version, which is the newest, and stands by it.

    :param seen: keys of the counts typed by hand that the reviewer looked at, see `Readiness.to_see`.
    :raises TypedUnseen: there are others. :raises NothingToReview: another version is the newest.
    :raises AlreadyReviewed: somebody has.
    :raises AlreadyPublished: the review is out.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    demand_open(review)
    text = review.texts.first()
    if text is None or text.number != number:
        raise NothingToReview(newest=text.number if text else 0, number=number)
    earlier = Publication.objects.filter(text=text).first()
    if earlier:
        raise AlreadyReviewed(number=number, name=earlier.reviewed_name, on=earlier.reviewed_on.isoformat())
    typed = readiness(review=review, text=text, on=on).to_see if typed_counts(text.body) else []
    if unseen := [one for one in typed if one.key not in seen]:
        raise TypedUnseen(count=len(unseen), first=unseen[0].typed.text)
    publication = Publication(review=review, text=text, reviewed_by=by.username, reviewed_name=by.name, reviewed_on=on)
    with journal.change(
        publication, verb="reporting.review.reviewed", by=by, on=on, number=number, typed_seen=len(typed)
    ):
        pass
    return publication


def publish(*, review: Review, by: Actor, on: date, progress: Progress | None = None) -> Publication:
    """Sign the newest text and freeze what it quotes: values, definitions, the records behind them, their imports.

    All in one transaction, at one moment of the database; a killed freeze leaves nothing but an unnamed file that the
    next attempt removes.

    :raises AlreadyPublished: somebody signed it. :raises NotReviewed: nobody reviewed this version.
    :raises SamePerson: the actor did. :raises CitationsMissing: an id of the text has no number.
    :raises RelationsBroken: figures contradict each other. :raises TypedDiffers: a count typed by hand is not the
    record's. :raises BeingPublished: another signs or changes records now.
    """
    progress = progress or Progress()
    publication = _noted(review, by, on)
    try:
        with _at_one_moment(), translation.override("zh-hans"):
            return _freeze(publication, by=by, on=on, progress=progress)
    except BaseException:
        storage.delete(publication.bundle_name)
        raise


@transaction.atomic
def note_bundle_taken(*, publication: Publication, by: Actor, on: date) -> None:
    """Who took the records behind a published text away."""
    journal.record(
        verb="reporting.bundle.taken",
        by=by,
        on=on,
        obj=publication,
        size=publication.bundle_size,
        file_sha256=publication.bundle_sha256,
    )


def demand_open(review: Review) -> None:
    """:raises AlreadyPublished: the review is signed."""
    done = published(review)
    if done is not None and done.signed_on is not None:
        raise AlreadyPublished(name=done.signed_name, on=done.signed_on.isoformat())


def demand_signable(review: Review, signer: Actor) -> Publication:
    """The review note of the newest text, if this person may sign it.

    :raises AlreadyPublished: see `publish`, also NotReviewed and SamePerson.
    """
    demand_open(review)
    text = review.texts.first()
    publication = Publication.objects.filter(text=text).select_related("text", "review").first() if text else None
    if publication is None:
        raise NotReviewed(number=text.number if text else 0)
    if publication.reviewed_by == signer.username:
        raise SamePerson(number=publication.text.number)
    return publication


def demand_whole(ready: Readiness) -> None:
    """:raises CitationsMissing: an id has no number. :raises RelationsBroken: figures contradict each other.
    :raises TypedDiffers: a count typed by hand is not the record's.
    """
    if missing := ready.missing:
        raise CitationsMissing(count=len(missing), names=", ".join(missing[:NAMED_AT_MOST]))
    if broken := ready.broken:
        first = f"{broken[0].sentence} ({broken[0].arithmetic})"
        raise RelationsBroken(count=len(broken), first=first)
    if differing := ready.differing:
        first = differing[0].typed.around
        raise TypedDiffers(count=len(differing), first=first, recorded=differing[0].recorded)


@transaction.atomic
def _noted(review: Review, by: Actor, on: date) -> Publication:
    """The publication with the name its bundle will have: noted first, so that a killed attempt's file is found."""
    review = Review.objects.select_for_update().get(pk=review.pk)
    # Waits for a freeze that is under way: a name noted over a published one would lose the bundle.
    list(Publication.objects.select_for_update().filter(review=review))
    publication = demand_signable(review, by)
    left_behind = publication.bundle_name
    publication.bundle_name = storage.fresh_name()
    publication.save(update_fields=["bundle_name"])
    if left_behind:
        transaction.on_commit(lambda: storage.delete(left_behind))
    return publication


@contextmanager
def _at_one_moment() -> Iterator[None]:
    """A transaction that sees one state of all records: values and records must not be of two moments.

    :raises BeingPublished: what it writes was changed meanwhile.
    """
    is_outermost = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql" and is_outermost:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            yield
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == "40001":
            raise BeingPublished from error
        raise


def _freeze(noted: Publication, *, by: Actor, on: date, progress: Progress) -> Publication:
    publication = Publication.objects.select_for_update(of=("self",)).select_related("text", "review").get(pk=noted.pk)
    demand_signable(publication.review, by)
    if publication.bundle_name != noted.bundle_name:
        raise BeingPublished
    progress.step(CHECKING)
    ready = readiness(review=publication.review, text=publication.text, on=on)
    demand_whole(ready)
    progress.step(GATHERING)
    bundle = bundles.gathered(bundles.asks_behind(ready.cited.values()), within=publication.review.within)
    progress.step(KEEPING)
    head = sealing.head()
    content = bundles.packed(bundle, about=_about(publication, ready, head, on), body=publication.text.body)
    storage.save(content, name=publication.bundle_name)
    locked = _lock_imports(bundle, ready, publication.review)
    facts = {"count": len(ready.cited), "imports": locked, "journal_head": str(head)}
    with journal.change(publication, verb="reporting.review.published", by=by, on=on, **facts):
        publication.state = PublicationState.PUBLISHED
        publication.signed_by, publication.signed_name, publication.signed_on = by.username, by.name, on
        publication.journal_number, publication.journal_seal = head.number, head.seal
        publication.bundle_size, publication.bundle_sha256 = len(content), bundles.sha256(content)
    FrozenValue.objects.bulk_create(
        frozen_row(publication, cited, ready.before.get(name)) for name, cited in ready.cited.items()
    )
    return publication


def _about(publication: Publication, ready: Readiness, head: sealing.Head, on: date) -> dict[str, Any]:
    """What the manifest says besides its files: whose review, which version, the journal's head, every value."""
    review, text = publication.review, publication.text
    rows = [frozen_row(publication, cited, ready.before.get(name)) for name, cited in ready.cited.items()]
    return {
        "organisation": review.organisation_name,
        "year": review.year,
        "title": review.title,
        "text_number": text.number,
        "text_sha256": bundles.sha256(text.body.encode()),
        "on": on.isoformat(),
        "journal": {"number": head.number, "seal": head.seal},
        "values": [_listed(row) for row in rows],
    }


def _listed(row: FrozenValue) -> dict[str, Any]:
    names = ("published_id", "figure", "label", "definition", "scope", "county", "time", "value", "texts")
    return {name: getattr(row, name) for name in names}


def _lock_imports(bundle: bundles.Bundle, ready: Readiness, review: Review) -> int:
    """Keep the imports that wrote frozen records from being undone whole; how many are locked by this."""
    facts = {ask[0].fact for ask in bundles.asks_behind(ready.cited.values())}
    found = {
        number for fact in facts for number in counting.origins(fact, bundle.frames[fact.name]["record_id"].to_list())
    }
    ids, name, many = sorted(found), review.title[:60], 0
    for start in range(0, len(ids), IMPORTS_AT_ONCE):
        rows = Import.objects.filter(pk__in=ids[start : start + IMPORTS_AT_ONCE], state=ImportState.COMMITTED)
        many += rows.filter(locked_by="").update(locked_by=name)
    return many
