"""Pages of a person's file: what it says, and one page for each act on it.

The lists stand in registers.py. A person is reached through memberships within the scope; else 404.
"""

from functools import cached_property
from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from unionhall.kernel.errors import N_, DomainError
from unionhall.kernel.identifiers import mask_id
from unionhall.kernel.scope import Duty
from unionhall.members import actions, corrections, details, forms
from unionhall.members.identity import id_index
from unionhall.members.models import Person, PersonCorrection
from unionhall.members.queries import last_correction
from unionhall.members.unions import merge_unions
from unionhall.office.registers.acts import acts_of, entries_of
from unionhall.office.registers.panels import Documents, History, Related, Slotted, panels_of
from unionhall.organisations.pages import ActPage
from unionhall.ui.pages import Crumb, DecisionPage, Page
from unionhall.ui.slots import PERSON_PANELS

FILE = _("会员档案")
ROLL: Crumb = (_("会员名册"), "")
GROUP: Crumb = (_("组织与会员"), "")

PANELS = (
    Related(
        _("会籍"),
        lambda person: person.memberships.select_related("unit").order_by("-from_on"),
        ("unit", "from_on", "until_on", "reason", "end_reason"),
    ),
    Slotted(PERSON_PANELS),
    Documents(),
    History(),
)


class NumberKnownHere(DomainError):
    """The number has a file within the reader's scope, so it may be named."""

    code = "number-known-here"
    sentence = N_("这个证件号码已有档案（{name}，{union}）。没有保存；请打开那份档案办理。")


class NoSuchFile(DomainError):
    code = "no-such-file"
    sentence = N_("您管的范围里没有这个证件号码的档案，没有合并。请核对号码；在别处的，请上级工会办理。")


class PersonPage(Page):
    template_name = "members/person.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self.row(Person.objects.current(), pk=pk)
        self.title, self.crumbs = person.name, (GROUP, (ROLL[0], reverse("members:members")))
        present = person.memberships.open().select_related("unit").first()
        panels = panels_of(PANELS, person, self.scope, self.today)
        may_enter = Person.objects.visible_to(self.scope, Duty.ENTER).filter(pk=pk).exists()
        may_reveal = may_enter or Person.objects.visible_to(self.scope, Duty.REVIEW).filter(pk=pk).exists()
        return self.answer(
            head_title=FILE,
            person=person,
            present=present,
            may_enter=may_enter,
            may_reveal=may_reveal,
            corrections=corrected(person),
            last=last_correction(person),
            panels=[panel for panel in panels if not panel.is_aside],
            asides=[panel for panel in panels if panel.is_aside],
        )


def corrected(person: Person) -> list[dict[str, Any]]:
    """The file's corrections, newest first, each with what it changed in masked numbers."""
    told, number = [], person.id_number
    for row in person.corrections.select_related("other").order_by("-pk"):
        before, after = (mask_id(row.number_before), mask_id(number)) if row.kind == "number" else ("", "")
        if row.kind == "number" and row.undone_on is None:
            number = row.number_before
        elif row.kind == "number":
            # Taken back: the number it gave is nowhere any more.
            after = ""
        told.append({"row": row, "before": before, "after": after})
    return told


class PersonHistoryPage(Page):
    template_name = "registers/history.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        person = self.row(Person.objects.current(), pk=pk)
        self.title, self.crumbs = FILE, (GROUP, (ROLL[0], reverse("members:members")))
        pages = Paginator(entries_of(person), 50).get_page(request.GET.get("page"))
        return self.answer(row=person, entries=pages, acts=acts_of(pages), without_page="?")


class PersonDecision(DecisionPage):
    """An act on one person's file; it ends on the file."""

    template_name = "members/decision.html"
    duties: ClassVar[tuple[Duty, ...]] = (Duty.ENTER,)

    @cached_property
    def person(self) -> Person:
        found: Person = self.row(Person.objects.current(), pk=self.kwargs["pk"])
        return found

    def subject(self) -> Model:
        return self.person

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"scope": self.scope} if getattr(self.form_class, "takes_scope", False) else {}

    def context(self, **extra: Any) -> dict[str, Any]:
        address = self.person.get_absolute_url()
        self.crumbs = (GROUP, (ROLL[0], reverse("members:members")), (FILE, address))
        present = self.person.memberships.open().select_related("unit").first()
        return super().context(cancel_url=address, person=self.person, present=present, head_title=self.title, **extra)

    def after(self, subject: Any, outcome: Any) -> str:
        return self.person.get_absolute_url()


class JoinPage(PersonDecision):
    title = verb = _("登记入会")
    form_class = forms.JoinForm

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        return actions.join(person=subject, by=self.actor, on=self.today, **cleaned)


class TransferPage(PersonDecision):
    title = verb = _("转会")
    form_class = forms.TransferForm

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        return actions.transfer(person=subject, by=self.actor, on=self.today, **cleaned)

    def after(self, subject: Any, outcome: Any) -> str:
        """The file may have gone out of sight with the transfer."""
        seen = Person.objects.visible_to(self.scope).filter(pk=subject.pk).exists()
        return subject.get_absolute_url() if seen else reverse("members:members")


class LeavePage(PersonDecision):
    title, verb = _("退会"), _("办理退会")
    form_class = forms.LeaveForm
    is_dangerous = True

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        return actions.leave(person=subject, by=self.actor, on=self.today, **cleaned)


class RevealPage(PersonDecision):
    """Shows the number in the answer to a POST: it stands in no address and no session."""

    template_name = "members/reveal.html"
    title = verb = _("查看完整号码")
    form_class = forms.RevealForm
    duties: ClassVar[tuple[Duty, ...]] = (Duty.ENTER, Duty.REVIEW)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.form_class(request.POST)
        if not form.is_valid():
            answer = self.answer(subject=self.person, form=form, verb=self.verb)
            answer.status_code = 422
            return answer
        shown = actions.reveal(person=self.person, by=self.actor, on=self.today, **form.cleaned_data)
        self.forget_draft()
        answer = self.answer(subject=self.person, form=form, verb=self.verb, shown=shown or "—")
        answer["Cache-Control"] = "no-store"
        return answer


class DetailsPage(PersonDecision):
    title, verb = _("更正姓名或电话"), _("更正")
    form_class = forms.DetailsForm

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"initial": {"name": subject.name}}

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        return details.correct_details(person=subject, by=self.actor, on=self.today, **cleaned)


class CorrectPage(PersonDecision):
    title, verb = _("更正证件号码"), _("更正")
    form_class = forms.CorrectForm

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        return corrections.correct_number(person=subject, by=self.actor, on=self.today, **cleaned)


class MergePage(PersonDecision):
    title, verb = _("合并档案"), _("并入这份档案")
    form_class = forms.MergeForm
    is_dangerous = True

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        others = Person.objects.current().visible_to(self.scope, Duty.ENTER)
        gone = others.filter(id_index=id_index(cleaned["id_number"])).first()
        if gone is None:
            raise NoSuchFile
        return corrections.merge_persons(
            kept=subject, gone=gone, reason=cleaned["reason"], by=self.actor, on=self.today
        )


class UndoPage(PersonDecision):
    title, verb = _("撤销更正"), _("撤销")
    form_class = forms.UndoForm
    is_dangerous = True

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        correction = self.row(PersonCorrection.objects.filter(person=subject), pk=self.kwargs["correction"])
        return corrections.undo(correction=correction, by=self.actor, on=self.today, **cleaned)


class AdmitPage(DecisionPage):
    template_name = "members/admit.html"
    title = verb = _("登记会员")
    form_class = forms.AdmitForm
    duties: ClassVar[tuple[Duty, ...]] = (Duty.ENTER,)
    existing: Person | None = None

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"scope": self.scope}

    def context(self, **extra: Any) -> dict[str, Any]:
        roll = reverse("members:members")
        self.crumbs = (GROUP, (ROLL[0], roll))
        return super().context(cancel_url=roll, existing=self.existing, **extra)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        try:
            return actions.admit(by=self.actor, on=self.today, **cleaned)
        except actions.NumberKnown:
            self.existing = self._existing(cleaned["id_number"])
            if self.existing is None:
                raise
            present = self.existing.memberships.order_by("-from_on").select_related("unit")[0]
            raise NumberKnownHere(name=self.existing.name, union=present.unit.name) from None

    def _existing(self, id_number: str) -> Person | None:
        """The file with this number, if it lies within the scope; else nothing is said of it."""
        return Person.objects.current().visible_to(self.scope).filter(id_index=id_index(id_number)).first()

    def after(self, subject: Any, outcome: Any) -> str:
        return outcome.person.get_absolute_url()


class MergeUnionsPage(ActPage):
    """A union closes into another; its people become members there on the same day. Who may is a question of the tree."""

    title, verb = _("合并工会"), _("并入所选工会")
    form_class = forms.MergeUnionsForm
    is_dangerous = True

    def explanation(self) -> str:
        people = self.unit.memberships.open().count()
        said = gettext("{name}现有会员 {n} 人，合并后从生效日期起转入所选工会；以前各期的数字不变。")
        return said.format(name=self.unit.name, n=people)

    def perform(self, subject: Any, cleaned: dict[str, Any]) -> Any:
        effective_on = cleaned.pop("on")
        return merge_unions(gone=subject, effective_on=effective_on, by=self.actor, on=self.today, **cleaned)
