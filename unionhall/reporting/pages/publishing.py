"""发布: what a review still lacks, who reviewed and who signs, what has moved since; its brief and its bundle.

Decides nothing: reviewing, signing and freezing are `freezing`, restatements are `restating`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty
from unionhall.office.jobs.models import Job, JobState
from unionhall.reporting import bundles, freezing, tasks
from unionhall.reporting.brief import brief_parts
from unionhall.reporting.models import Publication, Review
from unionhall.reporting.pages.figures import CRUMBS
from unionhall.reporting.pages.reviews import ReviewPage
from unionhall.reporting.pdf import brief_pdf
from unionhall.reporting.readiness import Readiness, readiness
from unionhall.reporting.restating import Restated, ShownMove, moved_records, restated, shown_moves
from unionhall.reporting.typed_beside import TypedBeside
from unionhall.ui.downloads import file_answer, pdf_answer
from unionhall.ui.pages import DecisionPage

REVIEW_CRUMB = (_("年度综述"), "/review/")
ZIP = "application/zip"


@dataclass(frozen=True)
class ToldRestatement:
    """A moved value with its records, as the page tells it."""

    restated: Restated
    moves: list[ShownMove]


class Publishing(ReviewPage):
    """What stands between a text and its publication; once published, what the records say since."""

    template_name = "reporting/publishing.html"
    title = _("发布年度综述")
    crumbs = (*CRUMBS, REVIEW_CRUMB)

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.review is None:
            raise Http404
        path = self.review.organisation_path
        return self.answer(
            review=self.review,
            publication=self.publication,
            may_sign=self.scope.covers(path, Duty.PUBLISH),
            may_review=self.scope.covers(path, Duty.REVIEW),
            may_take=any(self.scope.covers(path, duty) for duty in ReviewBundle.duties),
            **(self._published(self.publication) if self.publication else self._awaited(self.review)),
        )

    def _awaited(self, review: Review) -> dict[str, Any]:
        text = review.texts.first()
        if text is None:
            raise Http404
        jobs = Job.objects.filter(kind=tasks.KIND, arguments__review_id=review.pk)
        return {
            "text": text,
            "ready": readiness(review=review, text=text, on=self.today),
            "reviewed": Publication.objects.filter(text=text).first(),
            "job": jobs.filter(state__in=(JobState.WAITING, JobState.RUNNING)).first(),
            "is_own_review": Publication.objects.filter(text=text, reviewed_by=self.actor.username).exists(),
        }

    def _published(self, publication: Publication) -> dict[str, Any]:
        all_ = restated(publication)
        moved = {name: row for name, row in all_.items() if row.has_moved}
        try:
            moves, damage = moved_records(publication, moved.values()), ""
        except DomainError as refusal:
            moves, damage = {}, refusal.say(gettext)
        told = [ToldRestatement(row, shown_moves(moves.get(name, []), reach=self.scope)) for name, row in moved.items()]
        return {"text": publication.text, "told": told, "total": len(all_), "damage": damage}


class ReviewedForm(forms.Form):
    """One box for every count typed by hand that has no figure to be held against; each must be ticked."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.MultipleChoiceField(
        label=_("手打的数，逐处看过再勾"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("这些数不随记录变，发布后也点不开，由您作保。"),
    )
    wide = ("seen",)

    def __init__(self, *args: Any, typed: Sequence[TypedBeside], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not typed:
            del self.fields["seen"]
            return
        field: Any = self.fields["seen"]
        field.choices = [(one.key, _seen_label(one)) for one in typed]


def _seen_label(one: TypedBeside) -> str:
    said = gettext("第 {line} 行：{text}（…{around}…）").format(
        line=one.typed.line, text=one.typed.text, around=one.typed.around
    )
    return said + (gettext("，与记录一致") if one.figure else "")


class MarkReviewed(DecisionPage, ReviewPage):
    """A reviewer stands by the newest version."""

    duties = (Duty.REVIEW,)
    template_name = "reporting/sign.html"
    form_class = ReviewedForm
    title = _("复核综述")
    verb = _("复核通过")
    crumbs = (*CRUMBS, REVIEW_CRUMB, (_("发布"), "/review/publishing/"))

    def subject(self) -> Review:  # type: ignore[override]
        return self.row(Review.objects, pk=self.review.pk if self.review else None)

    def form_arguments(self, subject: Review) -> dict[str, Any]:
        newest = subject.texts.first()
        typed = self.ready(subject).to_see if newest else []
        return {"initial": {"number": newest.number if newest else 0}, "typed": typed}

    def ready(self, subject: Review) -> Readiness:
        """Counted once a request: the form and the gates above it show the same."""
        if self._ready is None:
            text = subject.texts.first()
            assert text is not None
            self._ready = readiness(review=subject, text=text, on=self.today)
        return self._ready

    _ready: Readiness | None = None

    def perform(self, subject: Review, cleaned: dict[str, Any]) -> Publication:
        return freezing.mark_reviewed(review=subject, by=self.actor, on=self.today, **cleaned)

    def after(self, subject: Review, outcome: Any) -> str:
        return reverse("reporting:publishing")

    def context(self, **extra: Any) -> dict[str, Any]:
        subject = extra["subject"]
        text = subject.texts.first()
        return super().context(
            text=text, ready=self.ready(subject), cancel_url=reverse("reporting:publishing"), **extra
        )


class SignForm(forms.Form):
    """Nothing to fill in: signing is the act itself."""


class SignReview(MarkReviewed):
    """Another person signs; the freeze runs as a job."""

    duties = (Duty.PUBLISH,)
    form_class = SignForm  # type: ignore[assignment]
    title = _("签发综述")
    verb = _("签发并冻结")

    def form_arguments(self, subject: Review) -> dict[str, Any]:
        return {}

    def perform(self, subject: Review, cleaned: dict[str, Any]) -> Any:
        return tasks.start_publishing(review=subject, by=self.actor, on=self.today, url=reverse("reporting:publishing"))

    def after(self, subject: Review, outcome: Any) -> str:
        return reverse("jobs:job", args=[outcome.number])


class ReviewBundle(ReviewPage):
    """The zip, by POST, because it is journalled."""

    duties = (Duty.PUBLISH, Duty.AUDIT)

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=405)

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.publication is None:
            raise Http404
        publication = self.row(Publication.objects, pk=self.publication.pk)
        try:
            content = bundles.content_of(publication)
        except bundles.BundleDamaged:
            raise Http404 from None
        freezing.note_bundle_taken(publication=publication, by=self.actor, on=self.today)
        return file_answer(content, f"{publication.review.title}.zip", ZIP)


class ReviewBrief(ReviewPage):
    """One page for the leader: every number of the text under its heading, with the time before. Made to be printed."""

    template_name = "reporting/brief.html"
    title = _("一页纸")
    crumbs = (*CRUMBS, REVIEW_CRUMB)

    def get(self, request: HttpRequest) -> HttpResponse:
        text = self.review.texts.first() if self.review else None
        if self.review is None or text is None:
            raise Http404
        return self.answer(
            title=self.review.title,
            review=self.review,
            text=text,
            publication=self.publication,
            parts=brief_parts(text.body, self.cited, self.publication, within=self.within),
        )


class BriefPdf(ReviewPage):
    """The same page as a file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.review is None:
            raise Http404
        name = _("%(title)s（一页纸）") % {"title": self.review.title}
        return pdf_answer(brief_pdf(review=self.review, on=self.today), f"{name}.pdf")
