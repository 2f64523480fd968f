"""The only writer of reviews, citations and checked drafts: a new version of the text, the list of what it may quote,
a draft kept for its sender, a finding let stand.

Reviewing, signing and freezing are freezing.py.
"""

from datetime import date, timedelta

from django.db import transaction

from unionhall.drafts import read_file
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.office import journal
from unionhall.office.documents import storage
from unionhall.organisations.models import Unit
from unionhall.reporting.freezing import demand_open
from unionhall.reporting.models import Citation, Dismissal, Draft, Review, ReviewText
from unionhall.reporting.offering import newly_cited
from unionhall.reporting.prose import parse, quoted_ids


class ChangedMeanwhile(DomainError):
    code = "review-changed"
    sentence = N_("{name}刚保存了第 {number} 版，您的修改还在本页，没有保存。请先看新版，再把您的修改并进去。")


class UnknownCitation(DomainError):
    code = "review-citation-unknown"
    sentence = N_("引用“{published_id}”不在 {year} 年的引用表里，正文没有保存。请从右侧的引用表里选一个编号。")


@transaction.atomic
def start_review(*, year: int, organisation: Unit, title: str, body: str, by: Actor, on: date) -> Review:
    """Open a year's review with a first text; an existing one is returned as it is.

    :raises UnreadableText: the text is not written whole.
    """
    parse(body)
    existing = Review.objects.filter(year=year, organisation_path=organisation.path).first()
    if existing:
        return existing
    review = Review(year=year, title=title, organisation_name=organisation.name, organisation_path=organisation.path)
    with journal.change(review, verb="reporting.review.started", by=by, on=on):
        pass
    ReviewText.objects.create(review=review, number=1, body=body, by_name=by.name)
    return review


@transaction.atomic
def save_text(*, review: Review, body: str, based_on: int, by: Actor, on: date) -> ReviewText:
    """Keep a new version of the text; the old ones stay.

    :raises UnreadableText: a citation or chart is not written whole.
    A figure of the year quoted for the first time becomes a citation under its own id.

    :raises UnknownCitation: it quotes an id that the year does not have.
    :raises ChangedMeanwhile: somebody saved since `based_on`.
    :raises AlreadyPublished: its text is signed and stays as it is.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    demand_open(review)
    newest = review.texts.first()
    if newest and newest.number != based_on:
        raise ChangedMeanwhile(name=newest.by_name, number=newest.number)
    new = _cite_anew(review.year, quoted_ids(parse(body)), on)
    text = ReviewText(review=review, number=based_on + 1, body=body, by_name=by.name)
    text.save()
    journal.record(
        verb="reporting.text.saved", by=by, on=on, obj=review, number=text.number, letters=len(body), cited=new
    )
    return text


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


@transaction.atomic
def dismiss_finding(*, rule: str, sentence_index: str, reason: str, by: Actor, on: date) -> Dismissal:
    """Let a finding of a sentence stand; remembered for this sentence and rule in whatever draft it comes back."""
    dismissal = Dismissal.objects.filter(
        organisation_path=by.organisation_path, rule=rule, sentence_index=sentence_index
    ).first()
    dismissal = dismissal or Dismissal(organisation_path=by.organisation_path, rule=rule, sentence_index=sentence_index)
    dismissal.reason, dismissal.by_name, dismissal.on = reason, by.name, on
    dismissal.save()
    journal.record(verb="reporting.finding.dismissed", by=by, on=on, obj=dismissal, reason=reason, label=rule)
    return dismissal


@transaction.atomic
def recall_dismissal(*, rule: str, sentence_index: str, by: Actor, on: date) -> None:
    """Take a dismissal back: the finding is shown again."""
    rows = Dismissal.objects.filter(organisation_path=by.organisation_path, rule=rule, sentence_index=sentence_index)
    for dismissal in rows:
        journal.record(verb="reporting.finding.recalled", by=by, on=on, obj=dismissal, label=rule)
    rows.delete()


def delete_expired_drafts(*, on: date) -> int:
    """Drafts past their days, with their files. Returns how many."""
    gone = list(Draft.objects.filter(delete_after__lt=on))
    for draft in gone:
        draft.delete()
        storage.delete(draft.stored_name)
    return len(gone)
