"""The journal as it is read: who did what, when, to which record; nothing here can be changed.

Filters are posted and stay in the session: a name stands in no address.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.querysets import ScopedQuerySet
from unionhall.kernel.scope import Scope
from unionhall.office.journal import sealing, verbs, words
from unionhall.office.journal.models import Entry, Seal
from unionhall.ui import tables
from unionhall.ui.forms import DateField
from unionhall.ui.pages import Page

_KEY = "journal"


class Filters(forms.Form):
    """All may be left empty."""

    who = forms.CharField(label=_("谁"), max_length=40, required=False)
    verb = forms.ChoiceField(label=_("做了什么"), required=False)
    from_on = DateField(label=_("从"), required=False)
    until_on = DateField(label=_("到"), required=False)
    organisation = forms.CharField(label=_("单位"), max_length=60, required=False)

    def __init__(self, *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        named = sorted(verbs.declared().items(), key=lambda row: row[0])
        self.fields["verb"].choices = [("", _("全部")), *named]  # type: ignore[attr-defined]
        self.fields["who"].widget.attrs["placeholder"] = _("姓名或账号")

    def narrowed(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that meet every filter given."""
        given = self.cleaned_data if self.is_valid() else {}
        if who := given.get("who"):
            entries = entries.filter(Q(actor=who.lower()) | Q(actor_name__icontains=who))
        if verb := given.get("verb"):
            entries = entries.filter(app=verb.partition(".")[0], verb=verb)
        if from_on := given.get("from_on"):
            entries = entries.filter(at__gte=_midnight(from_on))
        if until_on := given.get("until_on"):
            entries = entries.filter(at__lt=_midnight(until_on + timedelta(days=1)))
        if organisation := given.get("organisation"):
            entries = entries.filter(organisation_name__icontains=organisation)
        return entries


class VerbColumn(tables.LinkColumn):
    """The act in words, leading to its entry."""

    def render(self, value: Any, record: Any) -> SafeString:
        return super().render(verbs.word_of(value), record)


class EntryTable(tables.Table):
    noun = _("条日志")
    empty = tables.Empty(_("还没有日志"), _("每办一件事、每看一次完整号码，都会记在这里。"))
    nothing_found = tables.Empty(_("没有符合条件的日志"), _("换一个词，或去掉几个条件再找。"))
    at = tables.Column(verbose_name=_("时间"), orderable=False, phone="note")
    actor_name = tables.StackedColumn(
        verbose_name=_("谁"), second=lambda entry: entry.organisation_name, orderable=False, phone="second"
    )
    verb = VerbColumn(
        verbose_name=_("做了什么"), url=lambda entry: reverse("journal:entry", args=[entry.pk]), orderable=False
    )
    object_id = tables.Column(verbose_name=_("对象"), orderable=False, empty_values=(), phone="line")
    after = tables.Column(verbose_name=_("内容"), orderable=False, empty_values=(), phone="line")

    def render_at(self, value: datetime) -> str:
        return words.moment(value)

    def render_object_id(self, record: Entry) -> str:
        return words.record_name(record)

    def render_after(self, record: Entry) -> str:
        return words.summary(record) or words.NONE


class Journal(Page):
    """Every act of the reader's organisations, newest first."""

    template_name = "journal/list.html"
    title = _("操作日志")
    crumbs = ((_("系统"), ""),)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = Filters(request.session.get(_KEY, {}))
        entries = form.narrowed(Entry.objects.visible_to(self.scope).order_by("-pk"))
        kind, _colon, pk = request.GET.get("object", "").partition(":")
        if kind and pk:
            entries = entries.filter(object_type=kind, object_id=pk)
        is_filtered = any(form.data.values()) or bool(kind)
        table = tables.paged(request, EntryTable(entries), is_filtered=is_filtered)
        return self.answer(table=table, form=form, is_filtered=is_filtered, head=sealing.head())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the filters and show the list; without any they are cleared."""
        given = {name: request.POST.get(name, "").strip()[:60] for name in Filters.base_fields}
        request.session[_KEY] = {name: text for name, text in given.items() if text}
        return HttpResponseRedirect(reverse("journal:list"))


class EntryPage(Page):
    """One act: what it changed, what was noted, its place in the chain of seals."""

    template_name = "journal/entry.html"
    crumbs = ((_("系统"), ""), (_("操作日志"), "/system/journal/"))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        entry: Entry = self.row(Entry.objects.all(), pk=pk)
        record = visible(words.model_of(entry), entry.object_id, self.scope)
        return self.answer(
            title=verbs.word_of(entry.verb),
            entry=entry,
            at=words.moment(entry.at),
            record_name=words.record_name(entry),
            record_url=record.get_absolute_url() if record and hasattr(record, "get_absolute_url") else "",
            changes=words.changes(entry, resolve=lambda model, key: self._named(model, key)),
            facts=words.facts(entry),
            seal=Seal.objects.filter(entry_id=entry.pk).first(),
        )

    def _named(self, model: type[models.Model], pk: Any) -> str:
        """The row a key leads to, by name if the reader may see it."""
        row = visible(model, str(pk), self.scope)
        return str(row) if row else gettext("第 {pk} 号").format(pk=pk)


def visible(model: type[models.Model] | None, pk: str, scope: Scope) -> Any:
    """The row, if its model says who sees it and the scope does."""
    if model is None or not pk.isdigit():
        return None
    rows = model._default_manager.all()
    return rows.visible_to(scope).filter(pk=pk).first() if isinstance(rows, ScopedQuerySet) else None


def _midnight(on: Any) -> datetime:
    return timezone.make_aware(datetime.combine(on, time()))
