"""The members' register 会员名册 and the list of its changes 会籍变动.

A row is a membership; what higher apps know of its person comes through `slots.ROLL_COLUMNS`.
"""

import re
from functools import cached_property
from typing import Any

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.identifiers import mask_id
from unionhall.kernel.scope import Duty, Scope
from unionhall.members.identity import id_index, tail_index
from unionhall.members.models import Membership
from unionhall.members.slots import ROLL_COLUMNS, RollColumn
from unionhall.office.registers.columns import Column, Line
from unionhall.office.registers.filtering import filterset_class
from unionhall.office.registers.register import Empty, Link, Register
from unionhall.organisations.choosing import UnionFilter
from unionhall.ui.templatetags.ui import chip_of

_TAIL = re.compile(r"\d{3}[\dXx]", re.ASCII)
_WHOLE = re.compile(r"\d{17}[\dXx]", re.ASCII)
_LETTERS = re.compile(r"[A-Za-z]+", re.ASCII)


def found_people(terms: str, way: str = "") -> Q:
    """People of whom every word is part of the name, begins the pinyin initials, or is (the last four of) the number.

    :param way: the lookup that leads to the person, "" from a person. Join it with a scope: it has none.
    """
    found = Q()
    for word in terms.split():
        if _WHOLE.fullmatch(word):
            found &= Q(**{f"{way}id_index": id_index(word.upper())})
        elif _TAIL.fullmatch(word):
            found &= Q(**{f"{way}id_tail_index": tail_index(word)})
        elif _LETTERS.fullmatch(word):
            found &= Q(**{f"{way}pinyin__startswith": word.lower()}) | Q(**{f"{way}name__contains": word})
        else:
            found &= Q(**{f"{way}name__contains": word})
    return found


class StandingFilter(django_filters.ChoiceFilter):
    """在会 unless asked otherwise."""

    def filter(self, qs: Any, value: Any) -> Any:
        if value == "left":
            return qs.left()
        return qs if value == "all" else qs.open()


def standing(membership: Membership) -> str:
    """会员状态 in a word."""
    return gettext("在会") if membership.until_on is None else str(membership.get_end_reason_display())


def standing_chip(membership: Membership) -> str:
    """The normal state is plain; what deviates is a chip."""
    word = standing(membership)
    return word if membership.until_on is None else chip_of(("todo", word))


NAME = Column("person__name", sort=("person__pinyin", "person_id"), link=lambda m: m.person.get_absolute_url())
NUMBER = Column("number", label=_("证件号码"), value=lambda m: mask_id(m.person.id_number), on_phone="line")


class MemberRegister(Register):
    name = "members"
    model = Membership
    title, group, counted_in = _("会员名册"), _("组织与会员"), _("人")
    intro = _("按业务日在册情况；一人一行，姓名点开是档案")
    columns = (
        NAME,
        "person__sex",
        NUMBER,
        Column("unit", on_phone="second"),
        Column("from_on", sort=("from_on",)),
    )
    last_column = Column("standing", label=_("会员状态"), value=standing, show=standing_chip, on_phone="state")
    order = ("person__pinyin", "person_id", "pk")
    filters = ("unit", "standing", "person__sex", "from_on__year")
    filter_with = {
        "unit": UnionFilter("unit__path", label=_("所属工会")),
        "standing": StandingFilter(
            label=_("会员状态"), choices=[("left", _("已退会")), ("all", _("全部"))], empty_label=_("在会")
        ),
    }
    search = ("person__name",)
    search_hint = _("姓名、拼音首字母、证号后四位")
    is_personal = True
    empty = Empty(_("还没有会员"))

    @cached_property
    def added(self) -> list[RollColumn]:
        """Columns of higher apps; read at the first request, when all have filled the slot."""
        return [provider() for provider in ROLL_COLUMNS]

    @cached_property
    def lines(self) -> list[Line]:
        columns: tuple[Column | str, ...] = (*self.columns, *(added.column for added in self.added), self.last_column)
        return [Line(column, self.model) for column in columns]

    @cached_property
    def filterset_class(self) -> Any:
        given = {added.filter_name: added.filter for added in self.added}
        return filterset_class(self.model, (*self.filters, *given), {**self.filter_with, **given})

    def rows(self) -> Any:
        rows = Membership.objects.select_related("person", "unit").defer("person__phone")
        for added in self.added:
            rows = added.annotate(rows)
        return rows

    def find(self, rows: Any, terms: str) -> Any:
        return rows.filter(found_people(terms, "person__"))

    def row_url(self, row: Membership) -> str:
        return row.person.get_absolute_url()

    def links(self, scope: Scope) -> list[Link]:
        if not scope.has(Duty.ENTER):
            return []
        return [Link(_("登记会员"), reverse("members:admit"), is_main=True, icon="plus")]


class ChangeRegister(Register):
    name = "changes"
    model = Membership
    title, group, counted_in = _("会籍变动"), _("组织与会员"), _("条")
    columns = (
        NAME,
        NUMBER,
        Column("unit", on_phone="second"),
        Column("reason", on_phone="state"),
        Column("from_on", on_phone="line"),
        "end_reason",
        Column("until_on", on_phone="line"),
    )
    order = ("-pk",)
    filters = ("unit", "reason", "end_reason", "from_on__year")
    filter_with = {"unit": UnionFilter("unit__path", label=_("所属工会"))}
    search = ("person__name",)
    search_hint = _("姓名、拼音首字母、证号后四位")
    is_personal = True
    empty = Empty(_("还没有会籍变动"))

    def rows(self) -> Any:
        return Membership.objects.select_related("person", "unit").defer("person__phone")

    def find(self, rows: Any, terms: str) -> Any:
        return rows.filter(found_people(terms, "person__"))

    def row_url(self, row: Membership) -> str:
        return row.person.get_absolute_url()
