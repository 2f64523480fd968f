"""Template tags and filters of the product: money, dates, masks, icons, chips, deadlines, forms.

No queries; nothing here knows a model.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from unionhall.kernel import identifiers, money, workdays
from unionhall.ui import forms as ui_forms
from unionhall.ui.icons import icon_svg
from unionhall.ui.retelling import retold

register = template.Library()

CHIP_KINDS = ("todo", "doing", "note", "done", "failed", "locked")


@register.filter
def yuan(amount_fen: int | None) -> str:
    """1234567 -> 12,345.67; — for none."""
    return "—" if amount_fen is None else money.show_yuan(amount_fen)


@register.filter
def wan(amount_fen: int | None) -> str:
    """In 万元, two places."""
    return "—" if amount_fen is None else money.show_wan(amount_fen)


@register.filter
def count(number: int | None) -> str:
    """265463 -> 265,463; — for none."""
    return "—" if number is None or number == "" else f"{number:,}"


register.filter("retold", retold)


@register.filter
def day(on: date | None) -> str:
    """2025-11-18; — for none."""
    return "—" if on is None else on.isoformat()[:10]


@register.filter
def month_day(on: date | None) -> str:
    """11月18日."""
    if on is None:
        return "—"
    return gettext("{month}月{day}日").format(month=f"{on.month:02}", day=f"{on.day:02}")


@register.filter
def long_day(on: date | None) -> str:
    """2025年11月18日 星期二."""
    if on is None:
        return "—"
    names = [gettext("星期一"), gettext("星期二"), gettext("星期三"), gettext("星期四"), gettext("星期五")]
    names += [gettext("星期六"), gettext("星期日")]
    return gettext("{year}年{month}月{day}日 {weekday}").format(
        year=on.year, month=on.month, day=on.day, weekday=names[on.weekday()]
    )


@register.filter
def weekday(on: date) -> str:
    """周二."""
    names = [gettext("周一"), gettext("周二"), gettext("周三"), gettext("周四"), gettext("周五")]
    return [*names, gettext("周六"), gettext("周日")][on.weekday()]


@register.filter
def moment(at: datetime | None) -> str:
    """An instant as 11月05日 15:10, in local time."""
    if at is None:
        return "—"
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{month_day(local)} {local:%H:%M}"


@register.filter
def mask_id(text: str | None) -> str:
    return identifiers.mask_id(text) if text else "—"


@register.filter
def mask_name(text: str | None) -> str:
    return identifiers.mask_name(text) if text else "—"


@register.filter
def mask_phone(text: str | None) -> str:
    return identifiers.mask_phone(text) if text else "—"


@register.filter
def mask_card(text: str | None) -> str:
    return identifiers.mask_card(text) if text else "—"


@register.simple_tag
def icon(name: str, label: str = "", classes: str = "") -> SafeString:
    """An inline icon of icons.py; give `label` only where no word stands beside it."""
    return icon_svg(name, label, classes)


@register.simple_tag
def chip(kind: str, word: str) -> SafeString:
    """Glyph and word. Kinds: todo, doing, note, done, failed, locked; "plain" is the word alone, "passed" a green ✓."""
    if kind in ("", "plain"):
        return format_html("{}", word)
    if kind == "passed":
        return format_html('<span class="uh-passed">{}{}</span>', icon_svg("done"), word)
    shown = kind if kind in CHIP_KINDS else "todo"
    return format_html('<span class="uh-chip is-{}">{}<span>{}</span></span>', shown, icon_svg(shown), word)


@register.filter(name="chip")
def chip_of(state: tuple[str, str] | None) -> SafeString | str:
    """A chip from the pair (kind, word) that Waiting and tables carry."""
    return chip(*state) if state else ""


def deadline_words(due_on: date, on: date) -> tuple[str, str]:
    """(state, sentence): late, today, near, far; counted in working days."""
    if due_on == on:
        return "today", gettext("今天到期")
    days = abs(workdays.between(on, due_on))
    if due_on < on:
        words = ngettext("超期 {n} 个工作日", "超期 {n} 个工作日", days) if days else gettext("已超期")
        return "late", words.format(n=days)
    words = ngettext("还剩 {n} 个工作日", "还剩 {n} 个工作日", days)
    return ("near" if days <= 1 else "far"), words.format(n=days)


@register.simple_tag
def deadline(due_on: date | None, on: date, note: str = "") -> SafeString | str:
    """超期 / 今天到期 / 还剩 N 个工作日, with date and weekday beneath (or `note` in their place)."""
    if due_on is None:
        return "—"
    state, words = deadline_words(due_on, on)
    beneath = note or f"{month_day(due_on)} {weekday(due_on)}"
    if state == "late" and not note:
        beneath = gettext("应于 {day}").format(day=beneath)
    return format_html('<span class="uh-deadline is-{}"><b>{}</b><small>{}</small></span>', state, words, beneath)


@register.simple_tag
def bar(percent: float, tick: float | None = None, label: str = "", kind: str = "") -> SafeString:
    """A horizontal bar of `percent`, with a black tick at `tick` percent; `label` is what a screen reader says."""
    filled = max(0.0, min(float(percent), 100.0))
    mark = ""
    if tick is not None:
        mark = format_html('<rect class="bar-tick" x="{}%" y="-3" width="2" height="14"/>', f"{float(tick):.2f}")
    return format_html(
        '<svg class="uh-progress" role="img" aria-label="{}"><rect class="bar-ground" width="100%" height="100%"/>'
        '<rect class="bar {}" width="{}%" height="100%"/>{}</svg>',
        label or f"{float(percent):.1f}%",
        f"is-{kind}" if kind else "",
        f"{filled:.2f}",
        mark,
    )


@register.simple_tag
def parts_bar(parts: Iterable[tuple[float, str]], label: str) -> SafeString:
    """One bar cut into parts: (count, kind) with kind "", "note" or "bad"; white gaps between."""
    rows = [(float(amount), kind) for amount, kind in parts if amount]
    total = sum(amount for amount, _kind in rows) or 1.0
    shapes, at = [], 0.0
    for amount, kind in rows:
        share = 100 * amount / total
        shapes.append((f"is-{kind}" if kind else "", f"{at:.3f}", f"{max(share, 0.4):.3f}"))
        at += share
    inner = format_html_join("", '<rect class="bar {}" x="{}%" width="{}%" height="100%"/>', shapes)
    gaps = format_html_join(
        "", '<rect class="bar-gap" x="{}%" width="2" height="100%"/>', [(s[1],) for s in shapes[1:]]
    )
    return format_html('<svg class="uh-progress" role="img" aria-label="{}">{}{}</svg>', label, inner, gaps)


@register.simple_tag
def spark(values: Iterable[float], label: str = "") -> SafeString:
    """Small bars of months, from zero, no axis: the table beside them has the numbers."""
    heights = [max(float(value or 0), 0.0) for value in values]
    top = max(heights, default=0.0) or 1.0
    step = 92 / max(len(heights), 1)
    bars = [
        (f"{n * step:.2f}", f"{23 - 22 * h / top:.2f}", f"{step * 0.72:.2f}", f"{22 * h / top:.2f}")
        for n, h in enumerate(heights)
    ]
    inner = format_html_join("", '<rect x="{}" y="{}" width="{}" height="{}"/>', bars)
    return format_html(
        '<svg class="uh-spark" viewBox="0 0 92 24" role="img" aria-label="{}">{}'
        '<line x1="0" y1="23.5" x2="92" y2="23.5"/></svg>',
        label or gettext("按月"),
        inner,
    )


TIMELINE_ICONS = {
    "done": "circle-check",
    "failed": "circle-failed",
    "back": "circle-back",
    "doing": "doing",
    "note": "note",
}


@register.simple_tag
def timeline_icon(kind: str) -> SafeString:
    """The mark of a step: done, doing, back (returned), failed, note, ended; an open ring for the rest."""
    return icon_svg("circle-out" if kind == "ended" else TIMELINE_ICONS.get(kind, "todo"))


@register.simple_tag
def progress_bar(percent: float | str, tick: float | str = "", label: str = "", kind: str = "") -> SafeString:
    """`bar` for components, whose attributes may be text; tick "" is none."""
    return bar(
        float(percent or 0), None if tick == "" else float(tick), str(label).strip() and f"{percent}% {label}", kind
    )


@register.filter
def page_numbers(page: Page) -> list[int | str]:
    """1 2 3 … 49: first, last, and those around the page; "…" for a gap."""
    last, here = page.paginator.num_pages, page.number
    near = sorted({1, last, *(n for n in range(here - 2, here + 3) if 1 <= n <= last)})
    shown: list[int | str] = []
    for number in near:
        if shown and number - int(shown[-1]) > 1:
            shown.append("…")
        shown.append(number)
    return shown


@register.filter
def numbers(amount: int | str) -> range:
    """0 … amount - 1."""
    return range(int(amount))


@register.simple_tag
def crumb_trail(crumbs: Iterable[tuple[Any, str]] | None, title: Any = "") -> list[dict[str, Any]]:
    """Crumbs of the top bar: the page itself comes last, without a link."""
    rows = [{"label": label, "url": url} for label, url in (crumbs or ())]
    if title and (not rows or (rows[-1]["url"] or str(rows[-1]["label"]) != str(title))):
        rows.append({"label": title, "url": ""})
    return rows


@register.simple_tag
def back_url(trail: list[dict[str, Any]]) -> str:
    """Where the phone's arrow leads: the nearest page above."""
    return next((str(crumb["url"]) for crumb in reversed(trail[:-1]) if crumb["url"]), "/")


@register.filter
def undo_url(message: Message) -> str:
    """The address that undoes what a toast tells of; see `ui.toasts`."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), "")


@register.simple_tag(takes_context=True)
def form(context: template.Context, form: BaseForm) -> str:
    """All fields of a form with its summary of errors; the <form> element, csrf and buttons are the page's."""
    return render_to_string(
        "ui/form.html", {"form": form, "sections": ui_forms.sections_of(form)}, context.get("request")
    )


@register.simple_tag
def field(bound: BoundField, wide: bool = False) -> str:
    """One field as forms show it: label, unit, 可不填, help, errors."""
    return render_to_string("ui/field.html", ui_forms.field_context(bound, wide=wide))


@register.simple_tag
def errors_summary(form: BaseForm) -> str:
    """The linked list of what has to be changed; empty when nothing has."""
    return render_to_string("ui/errors.html", {"form": form})


@register.simple_tag
def is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")
