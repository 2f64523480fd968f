"""The only writer of reviews and citations: a new version of the text, the list of what it may quote.

Publishing and freezing come with the payments.
"""

from datetime import date

from django.db import transaction

from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.office import journal
from unionhall.organisations.models import Unit
from unionhall.reporting.models import Citation, Review, ReviewText
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
    :raises UnknownCitation: it quotes an id that the year does not have.
    :raises ChangedMeanwhile: somebody saved since `based_on`.
    """
    review = Review.objects.select_for_update().get(pk=review.pk)
    newest = review.texts.first()
    if newest and newest.number != based_on:
        raise ChangedMeanwhile(name=newest.by_name, number=newest.number)
    known = set(Citation.objects.filter(year=review.year).values_list("published_id", flat=True))
    for published_id in quoted_ids(parse(body)):
        if published_id not in known:
            raise UnknownCitation(published_id=published_id, year=review.year)
    text = ReviewText(review=review, number=based_on + 1, body=body, by_name=by.name)
    text.save()
    journal.record(verb="reporting.text.saved", by=by, on=on, obj=review, number=text.number, letters=len(body))
    return text


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
