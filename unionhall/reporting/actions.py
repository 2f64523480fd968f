"""The only writer of reviews, citations and checked drafts: a new version of the text, the list of what it may quote,
a draft kept for its sender, a finding let stand.

Reviewing, signing and freezing are freezing.py.
"""

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from unionhall.accounts.models import User
from unionhall.accounts.queries import scope_of
from unionhall.drafts import read_file
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.kernel.scope import Duty
from unionhall.office import journal
from unionhall.office.documents import storage
from unionhall.organisations.models import Unit
from unionhall.reporting.freezing import demand_open
from unionhall.reporting.models import Citation, Dismissal, Draft, Review, ReviewText
from unionhall.reporting.offering import newly_cited
from unionhall.reporting.prose import Block, Form, parse, quoted_ids, quoted_pieces, undoubled
from unionhall.reporting.queries import definitions, is_rate


class ChangedMeanwhile(DomainError):
    code = "review-changed"
    sentence = N_("{name}刚保存了第 {number} 版，您的修改还在本页，没有保存。请先看新版，再把您的修改并进去。")


class UnknownCitation(DomainError):
    code = "review-citation-unknown"
    sentence = N_("引用“{published_id}”不在 {year} 年的引用表里，正文没有保存。请从右侧的引用表里选一个编号。")


class RateInWan(DomainError):
    code = "review-rate-in-wan"
    sentence = N_("“{label}”是比率，不能以万为单位，正文没有保存。请把 {{{{{published_id}|万}}}} 里的“|万”去掉。")


class ReviewStarted(DomainError):
    code = "review-started"
    sentence = N_("{name}的 {year} 年综述已经建好，没有再建一份。请打开那一份写。")


class NotYourReview(DomainError):
    code = "review-not-yours"
    sentence = N_("您在{name}没有录入或审核的职责，没有建综述。请换到有这项职责的岗位再建。")


#: Who writes a review: whoever enters or reviews for its organisation.
WRITERS = (Duty.ENTER, Duty.REVIEW)


@transaction.atomic
def start_review(*, year: int, organisation: Unit, title: str, body: str, by: Actor, on: date) -> Review:
    """Open a year's review with a first text.

    :raises UnreadableText: the text is not written whole. :raises ReviewStarted: there is one, or somebody was quicker.
    :raises NotYourReview: a user without the duty there; the system may.
    """
    parse(body)
    if isinstance(by, User):
        scope = scope_of(by, on)
        if not any(scope.covers(organisation.path, duty) for duty in WRITERS):
            raise NotYourReview(name=organisation.name)
    review = Review(year=year, title=title, organisation_name=organisation.name, organisation_path=organisation.path)
    try:
        with journal.change(review, verb="reporting.review.started", by=by, on=on):
            pass
    except IntegrityError:
        raise ReviewStarted(name=organisation.name, year=year) from None
    ReviewText.objects.create(review=review, number=1, body=body, by_name=by.name, saved_on=on)
    return review


@transaction.atomic
def save_text(*, review: Review, body: str, based_on: int, by: Actor, on: date) -> ReviewText:
    """Keep a new version of the text; the old ones stay.

    :raises UnreadableText: a citation or chart is not written whole.
    A figure of the year quoted for the first time becomes a citation under its own id.

    :raises UnknownCitation: it quotes an id that the year does not have. :raises RateInWan: a rate written in 万.
    :raises ChangedMeanwhile: somebody saved since `based_on`.
    :raises AlreadyPublished: its text is signed and stays as it is.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    demand_open(review)
    newest = review.texts.first()
    if newest and newest.number != based_on:
        raise ChangedMeanwhile(name=newest.by_name, number=newest.number)
    body = undoubled(body)
    blocks = parse(body)
    new = _cite_anew(review.year, quoted_ids(blocks), on)
    _demand_no_rate_in_wan(review.year, blocks)
    text = ReviewText(review=review, number=based_on + 1, body=body, by_name=by.name, saved_on=on)
    text.save()
    journal.record(
        verb="reporting.text.saved", by=by, on=on, obj=review, number=text.number, letters=len(body), cited=new
    )
    return text


def _demand_no_rate_in_wan(year: int, blocks: list[Block]) -> None:
    wanted = {piece.published_id for piece in quoted_pieces(blocks) if piece.form is Form.WAN}
    if not wanted:
        return
    known = {definition.id: definition for definition in definitions()}
    for published_id, figure in Citation.objects.filter(year=year, published_id__in=wanted).values_list(
        "published_id", "figure"
    ):
        if figure in known and is_rate(known[figure]):
            raise RateInWan(label=known[figure].label, published_id=published_id)


def _cite_anew(year: int, quoted: list[str], on: date) -> list[str]:
    """Citations for figures that had none; which they were."""
    known = set(Citation.objects.filter(year=year).values_list("published_id", flat=True))
    missing = [published_id for published_id in quoted if published_id not in known]
    new = newly_cited(year, missing, on) if missing else []
    known = {citation.published_id for citation in new}
    for published_id in missing:
        if published_id not in known:
            raise UnknownCitation(published_id=published_id, year=year)
    Citation.objects.bulk_create(new, ignore_conflicts=True)
    return [citation.published_id for citation in new]


@transaction.atomic
def note_records_taken(*, figure: str, time: str, rows: int, by: Actor, on: date) -> None:
    """Who took how many records behind which number; the file itself is not kept."""
    journal.record(verb="reporting.records.taken", by=by, on=on, figure=figure, time=time, rows=rows)


@transaction.atomic
def set_citations(*, citations: list[Citation], by: Actor, on: date) -> int:
    """Put a year's citations in place; an id that exists already takes the new definition. Returns how many."""
    fields = ["figure", "scope", "county", "scheme", "period", "sentence"]
    Citation.objects.bulk_create(
        citations, update_conflicts=True, unique_fields=["year", "published_id"], update_fields=fields
    )
    journal.record(verb="reporting.citations.set", by=by, on=on, count=len(citations))
    return len(citations)


#: A draft is kept for a working week of its sender's, then deleted.
DRAFT_KEPT = timedelta(days=7)


class NothingToCheck(DomainError):
    code = "draft-empty"
    sentence = N_("没有收到文字，什么也没有查。请粘贴正文，或者选一个 .docx、.txt 文件。")


@transaction.atomic
def receive_draft(*, content: bytes, file_name: str, by: Actor, on: date) -> Draft:
    """Keep a draft, encrypted, for its sender alone. Its name and words stand in no journal.

    :raises NothingToCheck: it is empty. :raises Unreadable: neither Word nor text, or too large.
    """
    read = read_file(content, file_name)
    if not any(paragraph.text.strip() for paragraph in read.paragraphs):
        raise NothingToCheck
    draft = Draft(
        file_name=file_name[-120:],
        stored_name=storage.save(content),
        is_word=content[:2] == b"PK",
        by_username=by.username,
        organisation_path=by.organisation_path,
        delete_after=on + DRAFT_KEPT,
    )
    try:
        draft.save()
        journal.record(verb="reporting.draft.received", by=by, on=on, obj=draft, size=len(content))
    except BaseException:
        storage.delete(draft.stored_name)
        raise
    return draft


@transaction.atomic
def discard_draft(*, draft: Draft, by: Actor, on: date) -> None:
    """Delete a draft before its time."""
    journal.record(verb="reporting.draft.discarded", by=by, on=on, obj=draft)
    Draft.objects.filter(pk=draft.pk).delete()
    transaction.on_commit(lambda: storage.delete(draft.stored_name))


class JustDismissed(DomainError):
    code = "finding-just-dismissed"
    sentence = N_("同一单位的另一个人刚记下了这一处不用改，您写的原因没有保存。请刷新看他写的原因。")


class NothingToRecall(DomainError):
    code = "finding-not-dismissed"
    sentence = N_("您所在单位没有把这一处记为不用改，或刚有人恢复了它，什么也没有改动。请刷新再看。")


@transaction.atomic
def dismiss_finding(*, rule: str, sentence_index: str, reason: str, by: Actor, on: date) -> Dismissal:
    """Let a finding of a sentence stand; remembered for this sentence and rule in whatever draft of the actor's
    organisation it comes back. Done again it takes the new reason.

    :raises JustDismissed: somebody else did, at the same moment.
    """
    dismissal = Dismissal.objects.filter(
        organisation_path=by.organisation_path, rule=rule, sentence_index=sentence_index
    ).first()
    dismissal = dismissal or Dismissal(organisation_path=by.organisation_path, rule=rule, sentence_index=sentence_index)
    dismissal.reason, dismissal.by_name, dismissal.on = reason, by.name, on
    try:
        with transaction.atomic():
            dismissal.save()
    except IntegrityError:
        raise JustDismissed from None
    journal.record(verb="reporting.finding.dismissed", by=by, on=on, obj=dismissal, reason=reason, label=rule)
    return dismissal


@transaction.atomic
def recall_dismissal(*, rule: str, sentence_index: str, by: Actor, on: date) -> None:
    """Take the dismissal of the actor's organisation back: the finding is shown again.

    :raises NothingToRecall: there is none.
    """
    rows = Dismissal.objects.filter(organisation_path=by.organisation_path, rule=rule, sentence_index=sentence_index)
    found = list(rows.select_for_update())
    if not found:
        raise NothingToRecall
    for dismissal in found:
        journal.record(verb="reporting.finding.recalled", by=by, on=on, obj=dismissal, label=rule)
    rows.delete()


def delete_expired_drafts(*, on: date) -> int:
    """Drafts past their days, with their files. Returns how many."""
    gone = list(Draft.objects.filter(delete_after__lt=on))
    for draft in gone:
        draft.delete()
        storage.delete(draft.stored_name)
    return len(gone)
