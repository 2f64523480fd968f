"""年度综述: the text whose numbers open, its editor, its Word file and its PDF.

The text is parsed by `prose`; values come from `queries`.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.drafts import check
from unionhall.kernel.errors import DomainError
from unionhall.organisations.models import Unit
from unionhall.reporting import actions
from unionhall.reporting.actions import WRITERS
from unionhall.reporting.frozen import frozen_year, published
from unionhall.reporting.models import Publication, Review, ReviewText
from unionhall.reporting.offering import offered
from unionhall.reporting.opening import open_figures
from unionhall.reporting.pages.figures import CRUMBS, ReportingPage
from unionhall.reporting.pdf import review_pdf
from unionhall.reporting.prose import Heading, Paragraph, Quoted, numbered, parse, quoted_ids
from unionhall.reporting.queries import Cited, cited_year
from unionhall.reporting.reading import printed_paragraphs, shown_blocks
from unionhall.reporting.restating import Restated, moved_records, restated
from unionhall.reporting.typed import typed_counts
from unionhall.reporting.word import review_document
from unionhall.ui.downloads import pdf_answer, word_answer
from unionhall.ui.pages import DecisionPage

FIRST_TEXT = "# 总体情况\n\n# 主要工作\n## 组织建设\n"


class ReviewPage(ReportingPage):
    """The newest text; an empty state where there is none yet."""

    template_name = "reporting/review.html"
    title = _("年度综述")

    @cached_property
    def review(self) -> Review | None:
        return Review.objects.visible_to(self.scope).filter(year=self.year).order_by("organisation_path").first()

    @cached_property
    def publication(self) -> Publication | None:
        """Once it is published, its numbers are the frozen ones."""
        return published(self.review) if self.review else None

    @cached_property
    def cited(self) -> Mapping[str, Cited]:
        if self.publication:
            return frozen_year(self.publication)
        return cited_year(self.year, self.today, within=self.within)

    @property
    def within(self) -> str:
        """A review counts its own organisation, whoever reads it."""
        return self.review.within if self.review else self.reach.path

    def get(self, request: HttpRequest) -> HttpResponse:
        text = self.review.texts.first() if self.review else None
        if self.review is None or text is None:
            return self.answer(review=None, may_write=any(self.scope.has(duty) for duty in WRITERS))
        cited = self.cited
        blocks = numbered(parse(text.body))
        shown = shown_blocks(blocks, cited)
        missing = [name for name in quoted_ids(blocks) if name not in cited]
        findings = {f for row in self._opened(cited) for f in row.findings if not f.holds}
        return self.answer(
            title=self.review.title,
            review=self.review,
            text=text,
            blocks=shown,
            contents=_contents(blocks),
            missing=missing,
            broken=[] if self.publication else sorted(findings, key=str),
            publication=self.publication,
            restated=self._restated(),
            may_write=self.may_write and not self.publication,
            typed=typed_counts(text.body) if self.may_write and not self.publication else [],
            checked=check(printed_paragraphs(shown)),
            post_title=self.request.posts[0].title if self.request.posts else "",  # type: ignore[attr-defined]
        )

    @property
    def may_write(self) -> bool:
        """Whoever enters or reviews for the review's own organisation."""
        path = self.review.organisation_path if self.review else ""
        return any(self.scope.covers(path, duty) for duty in WRITERS)

    def _restated(self) -> list[Restated]:
        return [row for row in restated(self.publication).values() if row.has_moved] if self.publication else []

    def _opened(self, cited: Mapping[str, Cited]) -> list[Any]:
        return open_figures([(row.definition, row.time) for row in cited.values()], within=self.within)


class ReviewNumber(ReviewPage):
    """One number with its 口径 and relations: the side panel (htmx), or a page of its own."""

    template_name = "reporting/number.html"

    def get(self, request: HttpRequest, published_id: str) -> HttpResponse:  # type: ignore[override]
        cited = self.cited.get(published_id)
        if cited is None:
            raise Http404
        [opened] = open_figures([(cited.definition, cited.time)], within=self.within)
        if request.htmx:  # type: ignore[attr-defined]
            self.template_name = "reporting/number_panel.html"  # type: ignore[misc]
        return self.answer(title=cited.definition.label, cited=cited, opened=opened, **self._since(published_id))

    def _since(self, published_id: str) -> dict[str, Any]:
        """Of a published number: what it is worth now, and through which records."""
        if self.publication is None:
            return {}
        row = restated(self.publication)[published_id]
        try:
            moves = moved_records(self.publication, [row] if row.has_moved else [])
        except DomainError as refusal:
            return {"restated": row, "damage": refusal.say(gettext)}
        return {"restated": row, "moves": moves.get(published_id, [])}


class ReviewWord(ReviewPage):
    """The Word file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.review is None:
            raise Http404
        return word_answer(review_document(review=self.review, on=self.today), f"{self.review.title}.docx")


class ReviewPdf(ReviewPage):
    """The same text as PDF."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.review is None:
            raise Http404
        return pdf_answer(review_pdf(review=self.review, on=self.today), f"{self.review.title}.pdf")


class ReviewForm(forms.Form):
    body = forms.CharField(
        label=_("正文"),
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}),
        help_text=_(
            "一行一段。行首写 # 是大标题，写 ## 是小标题，“一、”“（一）”自动编号。"
            "数字不要手打：把光标放在要写数字的地方，再点旁边表里的数。"
        ),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class ReviewEdit(DecisionPage, ReviewPage):
    """A new version of the text."""

    duties = WRITERS
    template_name = "reporting/edit.html"
    form_class = ReviewForm
    verb = _("保存为新的一版")

    def subject(self) -> Review:  # type: ignore[override]
        if self.review is None:
            raise Http404
        return self.row(Review.objects, pk=self.review.pk)

    def form_arguments(self, subject: Review) -> dict[str, Any]:
        newest = subject.texts.first()
        return {"initial": {"body": newest.body, "based_on": newest.number} if newest else {"based_on": 0}}

    def perform(self, subject: Review, cleaned: dict[str, Any]) -> ReviewText:
        return actions.save_text(review=subject, by=self.actor, on=self.today, **cleaned)  # type: ignore[arg-type]

    def after(self, subject: Review, outcome: ReviewText) -> str:
        return reverse("reporting:review")

    def context(self, **extra: Any) -> dict[str, Any]:
        body = extra["form"]["body"].value() or ""
        offers = offered(self.year, self.today, within=self.within)
        crumbs = (*CRUMBS, (_("年度综述"), reverse("reporting:review")), (_("修改正文"), ""))
        return super().context(offers=offers, typed=typed_counts(body), **extra) | {
            "title": _("修改正文"),
            "crumbs": crumbs,
        }


class StartForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=80)


class ReviewStart(DecisionPage, ReviewPage):
    """Opens the year's review."""

    duties = WRITERS
    form_class = StartForm
    title = _("新建年度综述")
    verb = _("新建综述")

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"initial": {"title": _("%(year)s 年工作综述") % {"year": self.year}}}

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Review:
        return actions.start_review(
            year=self.year,
            organisation=self._unit(),
            body=FIRST_TEXT,
            by=self.actor,
            on=self.today,
            **cleaned,  # type: ignore[arg-type]
        )

    def _unit(self) -> Unit:
        """The unit of the first post that may write one, the post worked in before all others."""
        posts = self.request.posts  # type: ignore[attr-defined]
        writing = [post for post in posts if {*post.duties} & {str(duty) for duty in WRITERS}]
        found: Unit = (writing or posts)[0].unit
        return found

    def after(self, subject: Any, outcome: Review) -> str:
        return reverse("reporting:edit")


def _contents(blocks: list[Any]) -> list[tuple[str, int]]:
    """First-level headings with how many numbers stand below each."""
    out: list[tuple[str, int]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 1:
            out.append((block.text, 0))
        elif isinstance(block, Paragraph) and out:
            out[-1] = (out[-1][0], out[-1][1] + sum(isinstance(piece, Quoted) for piece in block.pieces))
    return out
