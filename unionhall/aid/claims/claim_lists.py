"""互助申领 as a list with its filters, and the next review of many at once with an outcome for each.

One claim is claim_pages.py.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import django_filters
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from unionhall.aid.claims import judging, kind, many, ordering, queries
from unionhall.aid.claims.claim_pages import claims, claims_crumb
from unionhall.aid.claims.models import Benefit, Claim, EditionStatus
from unionhall.aid.claims.pages import GROUP
from unionhall.casework import notices
from unionhall.casework.models import Case
from unionhall.kernel import workdays
from unionhall.kernel.money import show_yuan
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.jobs.models import Job, JobState
from unionhall.organisations.choosing import UnionFilter
from unionhall.programmes.models import Period
from unionhall.ui import tables
from unionhall.ui.pages import Page
from unionhall.ui.templatetags.ui import deadline

AT_ONCE = 100  # more than that is a job
MOST = 5_000
SHOWN = 200
SESSION_KEY = "claims_outcome"


class ClaimFilters(django_filters.FilterSet):
    """State, benefit, county or union, deadline, period."""

    state = django_filters.ChoiceFilter(
        field_name="case__state",
        label=_("状态"),
        empty_label=_("全部"),
        choices=[(code, state.label) for code, state in kind.STATES.items()],
    )
    benefit = django_filters.ChoiceFilter(label=_("类别"), empty_label=_("全部"))
    union = UnionFilter("unit__path", label=_("县（区、市）或单位"))
    due = django_filters.ChoiceFilter(
        label=_("期限"),
        empty_label=_("全部"),
        method="by_due",
        choices=[("over", _("超期")), ("today", _("今天到期")), ("soon", _("三个工作日内"))],
    )
    period = django_filters.NumberFilter(field_name="period__number", label=_("期次"))
    number = django_filters.CharFilter(lookup_expr="startswith", label=_("申领编号"))

    class Meta:
        model = Claim
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        rows = Benefit.objects.exclude(edition__status=EditionStatus.DRAFT).order_by("pk")
        self.filters["benefit"].extra["choices"] = list(dict(rows.values_list("code", "label")).items())
        for one in self.form.fields.values():
            is_list = hasattr(one, "choices")
            one.widget.attrs["class"] = "form-select" if is_list else "form-control"

    def by_due(self, rows: Any, name: str, value: str) -> Any:
        today: date = self.request.today
        if value == "over":
            return rows.filter(case__due_on__lt=today, case__closed_on=None)
        if value == "today":
            return rows.filter(case__due_on=today, case__closed_on=None)
        return rows.filter(case__due_on__range=(today, workdays.after(today, 3)), case__closed_on=None)


class ClaimTable(tables.Table):
    """Claims with state and deadline."""

    noun = _("件")
    empty = tables.Empty(_("还没有互助申领"), _("参保职工出院后，在这里录入。"))
    nothing_found = tables.Empty(_("没有符合条件的申领"), _("去掉几个条件再找。"))
    pick = tables.SelectColumn()
    person = tables.StackedColumn(
        accessor="person__name",
        verbose_name=_("申领人"),
        second=lambda row: row.number,
        url=lambda row: row.get_absolute_url(),
    )
    unit = tables.Column(accessor="unit__name", verbose_name=_("单位"), phone="second")
    period = tables.Column(accessor="period__number", verbose_name=_("期"))
    received_on = tables.DateColumn(verbose_name=_("受理日期"))
    own_cost_fen = tables.MoneyColumn(verbose_name=_("自付"))
    granted_fen = tables.MoneyColumn(verbose_name=_("应补助"), phone="number")
    state = tables.ChipColumn(accessor="state_pair", verbose_name=_("状态"), order_by="case__state")
    due = tables.Column(accessor="case__due_on", verbose_name=_("期限"), phone="note")

    def __init__(self, *args: Any, today: date, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.today = today

    def render_granted_fen(self, record: Claim) -> str:
        return show_yuan(record.granted_fen) if record.edition_id else "—"

    def render_due(self, value: date) -> Any:
        return deadline(value, self.today)


def chosen(request: HttpRequest, scope: Scope) -> Any:
    """The claims of the list's address, or those of them that were ticked."""
    rows = ClaimFilters(request.GET, queryset=claims().visible_to(scope), request=request).qs
    if request.POST.get("select_all"):
        return rows
    keys = [int(key) for key in request.POST.getlist("selected") if key.isascii() and key.isdigit()][:MOST]
    return rows.filter(pk__in=keys)


class ClaimListPage(Page):
    template_name = "claims/claims.html"
    title = _("互助申领")
    crumbs = (GROUP,)

    def get(self, request: HttpRequest) -> HttpResponse:
        filters = ClaimFilters(request.GET, queryset=claims().visible_to(self.scope), request=request)
        query = request.GET.urlencode()
        bulk = []
        if self.scope.has(Duty.REVIEW):
            url = f"{reverse('claims:review-all')}?{query}"
            bulk = [tables.Bulk(_("审核所选的申领"), url, "done")]
        rows = filters.qs.order_by("-received_on", "-pk")
        table = ClaimTable(rows, bulk=bulk, today=self.today, exclude=() if bulk else ("pick",))
        return self.answer(
            filters=filters,
            table=tables.paged(request, table, is_filtered=bool(query)),
            standing=self._standing(filters),
            may_enter=self.scope.has(Duty.ENTER),
            audits=self.scope.has(Duty.AUDIT),
        )

    def _standing(self, filters: ClaimFilters) -> Any:
        """Of the one period the list is narrowed to."""
        number = filters.form.cleaned_data.get("period") if filters.form.is_valid() else None
        period = Period.objects.filter(number=number, claims__isnull=False).first() if number else None
        return {"period": period, "told": queries.standing_of(period, self.scope)} if period else None


class NoticePage(Page):
    """公示名单: masked names, to be printed and put on the board."""

    template_name = "claims/notice.html"
    title = _("公示名单")

    def get(self, request: HttpRequest) -> HttpResponse:
        self.crumbs = (GROUP, claims_crumb())
        panel = notices.notice_panel(kind.CODE, self.scope, on=self.today, subjects=_subjects)
        return self.answer(panel=panel)


def _subjects(cases: Sequence[Case]) -> dict[int, tuple[str, int | None]]:
    rows = Claim.objects.filter(case__in=cases).values_list("case_id", "person__name", "granted_fen")
    return {case: (name, amount) for case, name, amount in rows}


class ReviewAllPage(Page):
    """The ticked claims, counted and summed; then each takes its next review, and says what became of it."""

    template_name = "claims/review_all.html"
    title = _("成批审核")
    duties = (Duty.REVIEW,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        rows = chosen(request, self.scope).order_by("pk")
        self.crumbs = (GROUP, claims_crumb())
        keys = list(rows.values_list("pk", flat=True)[: MOST + 1])
        if not request.POST.get("confirmed") or len(keys) > MOST:
            counts: dict[str, int] = {}
            for state in rows.order_by().values_list("case__state", flat=True):
                counts[state] = counts.get(state, 0) + 1
            states = [(kind.STATES[state].label, n) for state, n in counts.items()]
            return self.answer(
                count=len(keys), states=states, posted=request.POST, most=MOST if len(keys) > MOST else 0,
                address=request.get_full_path(), ticked=request.POST.getlist("selected"),
            )  # fmt: skip
        if len(keys) > AT_ONCE:
            job = many.start_reviews(keys=keys, by=self.actor, on=self.today)
            return HttpResponseRedirect(reverse("jobs:job", args=[job.number]))
        outcomes = judging.review_all(claims=rows, by=self.actor, on=self.today)
        request.session[SESSION_KEY] = many.told_of(outcomes)
        return HttpResponseRedirect(reverse("claims:outcome"))


class OutcomePage(Page):
    """What became of each of many: done, or the sentence why not. From a job, or from just now."""

    template_name = "claims/outcome.html"
    title = _("成批办理的结果")

    def get(self, request: HttpRequest, number: str = "") -> HttpResponse:
        told = self._of_job(number) if number else request.session.get(SESSION_KEY)
        if told is None:
            raise Http404
        self.crumbs = (GROUP, claims_crumb())
        keys = [key for key, _sentence in told]
        found = {row.pk: row for row in claims().visible_to(self.scope).filter(pk__in=keys)}
        rows = [{"claim": found[key], "sentence": sentence} for key, sentence in told if key in found]
        rows.sort(key=lambda row: not row["sentence"])
        return self.answer(
            rows=rows, done=sum(not row["sentence"] for row in rows), refused=sum(bool(row["sentence"]) for row in rows)
        )

    def _of_job(self, number: str) -> Any:
        job = Job.objects.filter(number=number, kind__in=many.KINDS, state=JobState.DONE).first()
        if job is None or job.by_username != self.actor.username:
            raise Http404
        return (job.result or {}).get("told", [])


class OrderAllPage(Page):
    """All approved claims that may be ordered get their payment orders; each says what became of it."""

    template_name = "claims/order_all.html"
    title = _("开支付单")
    duties = (Duty.REVIEW,)

    def rows(self) -> Any:
        rows = queries.to_order_by(self.scope, self.today)
        return rows.select_related("person", "unit", "period__scheme", "case", "edition").order_by("pk")[:MOST]

    def get(self, request: HttpRequest) -> HttpResponse:
        self.crumbs = (GROUP, claims_crumb())
        rows = list(self.rows())
        return self.answer(rows=rows[:SHOWN], count=len(rows), total_fen=sum(row.granted_fen for row in rows))

    def post(self, request: HttpRequest) -> HttpResponse:
        rows = list(self.rows())
        if len(rows) > AT_ONCE:
            job = many.start_orders(keys=[row.pk for row in rows], by=self.actor, on=self.today)
            return HttpResponseRedirect(reverse("jobs:job", args=[job.number]))
        outcomes = ordering.order_all(claims=rows, by=self.actor, on=self.today)
        request.session[SESSION_KEY] = many.told_of(outcomes)
        return HttpResponseRedirect(reverse("claims:outcome"))
