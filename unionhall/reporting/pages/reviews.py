"""年度综述: the text whose numbers open, its editor, its Word file.

The text is parsed by `prose`; values come from `queries`.
"""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.scope import Duty
from unionhall.reporting import actions
from unionhall.reporting.models import Review, ReviewText
from unionhall.reporting.opening import open_figures
from unionhall.reporting.pages.figures import CRUMBS, ReportingPage
from unionhall.reporting.prose import Heading, Paragraph, Quoted, parse, quoted_ids
from unionhall.reporting.queries import Cited, cited_year
from unionhall.reporting.reading import shown_blocks
from unionhall.reporting.word import review_document
from unionhall.ui.downloads import word_answer
from unionhall.ui.pages import DecisionPage

FIRST_TEXT = "# 一、\n## （一）\n"


class ReviewPage(ReportingPage):
    """The newest text; an empty state where there is none yet."""

    template_name = "reporting/review.html"
    title = _("年度综述")

    @cached_property
    def review(self) -> Review | None:
        return Review.objects.visible_to(self.scope).filter(year=self.year).order_by("organisation_path").first()

    @property
    def within(self) -> str:
        """A review counts its own organisation, whoever reads it."""
        return self.review.within if self.review else self.reach.path

    def get(self, request: HttpRequest) -> HttpResponse:
        text = self.review.texts.first() if self.review else None
        if self.review is None or text is None:
            return self.answer(review=None, may_write=self.scope.has(Duty.ENTER) or self.scope.has(Duty.REVIEW))
        cited = cited_year(self.review.year, self.today, within=self.within)
        blocks = parse(text.body)
        missing = [name for name in quoted_ids(blocks) if name not in cited]
        findings = {f for row in self._opened(cited) for f in row.findings if not f.holds}
        return self.answer(
            title=self.review.title,
            review=self.review,
            text=text,
            blocks=shown_blocks(blocks, cited),
            contents=_contents(blocks),
            missing=missing,
            broken=sorted(findings, key=str),
            may_write=self.scope.has(Duty.ENTER) or self.scope.has(Duty.REVIEW),
        )

    def _opened(self, cited: dict[str, Cited]) -> list[Any]:
        return open_figures([(row.definition, row.time) for row in cited.values()], within=self.within)


class ReviewNumber(ReviewPage):
    """One number with its 口径 and relations: the side panel (htmx), or a page of its own."""

    template_name = "reporting/number.html"

    def get(self, request: HttpRequest, published_id: str) -> HttpResponse:  # type: ignore[override]
        cited = cited_year(self.year, self.today, within=self.within).get(published_id)
        if cited is None:
            raise Http404
        [opened] = open_figures([(cited.definition, cited.time)], within=self.within)
        if request.htmx:  # type: ignore[attr-defined]
            self.template_name = "reporting/number_panel.html"  # type: ignore[misc]
        return self.answer(title=cited.definition.label, cited=cited, opened=opened)


class ReviewWord(ReviewPage):
    """The Word file."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if self.review is None:
            raise Http404
        return word_answer(review_document(review=self.review, on=self.today), f"{self.review.title}.docx")


class ReviewForm(forms.Form):
    body = forms.CharField(
        label=_("正文"),
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false"}),
        help_text=_("一行一段；# 是“一、”，## 是“（一）”。数字写成 {{编号}}，要万元写 {{编号|万}}，不要手打。"),
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput)


class ReviewEdit(DecisionPage, ReviewPage):
    """A new version of the text."""

    duties = (Duty.ENTER, Duty.REVIEW)
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
        cited = cited_year(self.year, self.today, within=self.within)
        crumbs = (*CRUMBS, (_("年度综述"), reverse("reporting:review")), (_("修改正文"), ""))
        return super().context(cited=cited.items(), **extra) | {"title": _("修改正文"), "crumbs": crumbs}


class StartForm(forms.Form):
    title = forms.CharField(label=_("标题"), max_length=80)


class ReviewStart(DecisionPage, ReviewPage):
    """Opens the year's review."""

    duties = (Duty.ENTER, Duty.REVIEW)
    form_class = StartForm
    title = _("新建年度综述")
    verb = _("新建综述")

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"initial": {"title": _("%(year)s 年工作综述") % {"year": self.year}}}

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Review:
        unit = self.request.posts[0].unit  # type: ignore[attr-defined]
        return actions.start_review(
            year=self.year,
            organisation=unit,
            body=FIRST_TEXT,
            by=self.actor,
            on=self.today,
            **cleaned,  # type: ignore[arg-type]
        )

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
