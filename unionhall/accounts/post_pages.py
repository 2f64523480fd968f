"""Pages of accounts and posts: who may do what, where, from when to when; each decision is one call of an action.

For administrators, within their organisations; lending one's own post and a unit's handler are open to others.
"""

import secrets
from typing import Any, ClassVar, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from unionhall.accounts import actions, post_forms, queries
from unionhall.accounts.middleware import POST_KEY
from unionhall.accounts.models import Post, User, duty_words
from unionhall.accounts.tables import AccountTable
from unionhall.kernel.scope import Duty
from unionhall.organisations.models import Unit
from unionhall.ui import tables
from unionhall.ui.pages import DecisionPage, Page

_CRUMBS = ((_("系统"), ""), (_("账号与岗位"), "/system/accounts/"))
_ONE_TIME = "one_time_password"
_FILTERS = "accounts"


class Accounts(Page):
    """Log-ins within the administrator's organisations."""

    template_name = "accounts/list.html"
    title = _("账号与岗位")
    crumbs = ((_("系统"), ""),)
    duties = (Duty.ADMINISTER,)

    def get(self, request: HttpRequest) -> HttpResponse:
        given = request.session.get(_FILTERS, {})
        terms, state = given.get("q", ""), given.get("state", "")
        posts = queries.in_force(Post.objects.select_related("unit"), self.today)
        rows = queries.accounts_within(self.scope, self.today).select_related("home")
        rows = rows.prefetch_related(Prefetch("posts", posts, to_attr="current_posts"))
        if terms:
            rows = rows.filter(username__icontains=terms) | rows.filter(name__icontains=terms)
        if state in ("open", "closed"):
            rows = rows.filter(is_active=state == "open")
        table = tables.paged(request, AccountTable(rows), is_filtered=bool(terms or state))
        return self.answer(table=table, terms=terms, state=state)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep what is looked for in the session: a name stands in no address."""
        request.session[_FILTERS] = {name: request.POST.get(name, "").strip()[:40] for name in ("q", "state")}
        return HttpResponseRedirect(reverse("accounts:list"))


class AccountPage(Page):
    """One log-in with its posts."""

    template_name = "accounts/account.html"
    crumbs = _CRUMBS
    duties = (Duty.ADMINISTER,)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = account(self, pk)
        posts = user.posts.select_related("unit", "delegated_from__user").order_by("-from_on", "-pk")
        kept = request.session.get(_ONE_TIME) or {}
        is_theirs = kept.get("user") == user.pk
        if is_theirs:
            del request.session[_ONE_TIME]
        shown = [
            {"post": post, "is_current": post.is_in_force(self.today), "duties": duties_of(post)} for post in posts
        ]
        return self.answer(
            title=user.name,
            head_title=_("账号"),
            account=user,
            held=shown,
            may_manage=queries.may_manage(user, self.scope, self.today),
            is_self=user.pk == request.user.pk,
            may_end=user.pk != request.user.pk,
            one_time=settings.KEYRING.decrypt(kept["sealed"], column=_ONE_TIME) if is_theirs else "",
        )


def new_password() -> str:
    """For one log-in: whoever gets it must change it at once."""
    return secrets.token_urlsafe(9)


def actor(page: Page) -> User:
    """Who is logged in; pages are not reached otherwise."""
    return cast(User, page.request.user)


def account(page: Page, pk: int) -> User:
    """A log-in within the page's scope; 404 otherwise."""
    user = queries.accounts_within(page.scope, page.today).select_related("home").filter(pk=pk).first()
    if user is None:
        raise Http404
    return user


def duties_of(post: Post) -> str:
    return duty_words(post.duty_set)


class _AccountDecision(DecisionPage):
    """A decision on one log-in that lies wholly within the administrator's reach."""

    duties = (Duty.ADMINISTER,)
    crumbs = _CRUMBS
    needs_all_of_it = True

    def subject(self) -> User:
        user = account(self, self.kwargs["pk"])
        if self.needs_all_of_it and not queries.may_manage(user, self.scope, self.today):
            raise PermissionDenied
        return user

    def context(self, **extra: Any) -> dict[str, Any]:
        back = reverse("accounts:account", args=[self.kwargs["pk"]])
        return super().context(**{"cancel_url": back, "explanation": getattr(self, "explanation", ""), **extra})

    def after(self, subject: User, outcome: Any) -> str:
        return reverse("accounts:account", args=[subject.pk])

    def shown_once(self, user: User, password: str) -> User:
        """Keep a one-time password that is in force now until that account's page has shown it."""
        sealed = settings.KEYRING.encrypt(password, column=_ONE_TIME)
        self.request.session[_ONE_TIME] = {"user": user.pk, "sealed": sealed}
        return user


class OpenAccount(_AccountDecision):
    title, verb = _("开通账号"), _("开通账号")
    form_class = post_forms.OpenAccountForm
    explanation = _("开通后给出一次性密码，本人第一次登录须改掉。账号要再设岗位才能办事。")

    def subject(self) -> None:  # type: ignore[override]
        return None

    def form_arguments(self, subject: Any) -> dict[str, Any]:
        return {"scope": self.scope}

    def context(self, **extra: Any) -> dict[str, Any]:
        return DecisionPage.context(
            self, **{"cancel_url": reverse("accounts:list"), "explanation": self.explanation, **extra}
        )

    def perform(self, subject: None, cleaned: dict[str, Any]) -> User:
        password = new_password()
        user = actions.open_account(password=password, by=actor(self), on=self.today, **cleaned)
        return self.shown_once(user, password)

    def after(self, subject: None, outcome: User) -> str:  # type: ignore[override]
        return reverse("accounts:account", args=[outcome.pk])


class ResetPassword(_AccountDecision):
    title, verb = _("重设密码"), _("重设一次性密码")
    form_class = post_forms.NothingForm
    explanation = _("给出新的一次性密码，原密码立即失效，已登录的也会退出；本人下次登录须改掉。")

    def perform(self, subject: User, cleaned: dict[str, Any]) -> User:
        password = new_password()
        user = actions.reset_password(user=subject, password=password, by=actor(self), on=self.today)
        return self.shown_once(user, password)


class CloseAccount(_AccountDecision):
    title, verb, is_dangerous = _("停用账号"), _("停用账号"), True
    form_class = post_forms.ReasonForm
    explanation = _("停用后不能登录，已登录的立即退出，岗位今天到期。办过的事都在，可以恢复。")

    def perform(self, subject: User, cleaned: dict[str, Any]) -> User:
        return actions.close_account(user=subject, by=actor(self), on=self.today, **cleaned)


class ReopenAccount(_AccountDecision):
    title, verb = _("恢复账号"), _("恢复账号")
    form_class = post_forms.NothingForm
    explanation = _("恢复后给出一次性密码；原来的岗位不会恢复，要重新设岗。")

    def perform(self, subject: User, cleaned: dict[str, Any]) -> User:
        password = new_password()
        user = actions.reopen_account(user=subject, password=password, by=actor(self), on=self.today)
        return self.shown_once(user, password)


class Appoint(_AccountDecision):
    title, verb = _("设岗"), _("设这个岗位")
    form_class = post_forms.AppointForm
    needs_all_of_it = False
    explanation = _("一个岗位能看本单位及下级的全部记录，职责只在这个范围内有效。不能给自己设岗。")

    def form_arguments(self, subject: User) -> dict[str, Any]:
        initial = {"unit": subject.home.name if subject.home else "", "on": self.today}
        return {"scope": self.scope, "initial": initial}

    def perform(self, subject: User, cleaned: dict[str, Any]) -> Post:
        return actions.appoint(user=subject, by=actor(self), **cleaned)


class _PostDecision(DecisionPage):
    """A decision on one post where the administrator administers."""

    duties: ClassVar[tuple[Duty, ...]] = (Duty.ADMINISTER,)
    crumbs = _CRUMBS

    def subject(self) -> Post:
        return self.row(Post.objects.select_related("unit", "user", "delegated_from"), pk=self.kwargs["pk"])

    def context(self, **extra: Any) -> dict[str, Any]:
        post = extra.get("subject")
        subtitle = f"{post.unit.name} · {post.title} · {duties_of(post)}" if post else ""
        back = self.after(post, None) if post else ""
        return super().context(**{"cancel_url": back, "subtitle": subtitle, **extra})

    def after(self, subject: Post, outcome: Any) -> str:
        if subject.user_id and self.scope.has(Duty.ADMINISTER):
            return reverse("accounts:account", args=[subject.user_id])
        return reverse("accounts:mine")


class HandOver(_PostDecision):
    title, verb = _("交接岗位"), _("交给接任人")
    form_class = post_forms.HandOverForm

    def form_arguments(self, subject: Post) -> dict[str, Any]:
        return {"initial": {"on": self.today}}

    def perform(self, subject: Post, cleaned: dict[str, Any]) -> Post:
        return actions.hand_over(post=subject, by=actor(self), **cleaned)


class EndPost(_PostDecision):
    title, verb, is_dangerous = _("结束岗位"), _("今天结束这个岗位"), True
    form_class = post_forms.ReasonForm

    def perform(self, subject: Post, cleaned: dict[str, Any]) -> Post:
        return actions.end_post(post=subject, by=actor(self), on=self.today, **cleaned)


class Lend(_PostDecision):
    """The holder lends the post; an administrator may do it for them."""

    title, verb = _("委托职责"), _("委托到期自动收回")
    form_class = post_forms.LendForm
    duties = ()

    def subject(self) -> Post:
        post = super().subject()
        is_own = post.user_id == self.request.user.pk
        if not is_own and not self.scope.covers(post.unit.path, Duty.ADMINISTER):
            raise PermissionDenied
        return post

    def form_arguments(self, subject: Post) -> dict[str, Any]:
        place = subject.unit.path
        tells_why = self.scope.covers(place, Duty.ADMINISTER)
        initial = {"from_on": self.today}
        return {
            "duties": subject.duty_set,
            "place": place,
            "on": self.today,
            "tells_why": tells_why,
            "initial": initial,
        }

    def perform(self, subject: Post, cleaned: dict[str, Any]) -> Post:
        return actions.delegate(post=subject, by=actor(self), on=self.today, **cleaned)


class MyPosts(Page):
    """One's own posts: what may be lent, what is lent."""

    template_name = "accounts/mine.html"
    title = _("我的岗位")
    crumbs = ((_("我的账号"), ""),)

    def get(self, request: HttpRequest) -> HttpResponse:
        posts = Post.objects.filter(user=request.user.pk).select_related("unit", "delegated_from__user")
        loans = Post.objects.filter(delegated_from__user=request.user.pk).select_related("unit", "user")
        shown = [
            {"post": post, "is_current": post.is_in_force(self.today), "duties": duties_of(post)} for post in posts
        ]
        return self.answer(held=shown, loans=[{"post": post, "duties": duties_of(post)} for post in loans])


class ChangeHandler(DecisionPage):
    """The unit's handler: a county's clerk keeps the list, an administrator may too."""

    title, verb = _("更换代办员"), _("更换代办员")
    form_class = post_forms.HandlerForm
    duties = (Duty.ENTER, Duty.ADMINISTER)

    def subject(self) -> Unit:
        return self.row(Unit.objects.all(), pk=self.kwargs["unit"])

    def form_arguments(self, subject: Unit) -> dict[str, Any]:
        may_give = self.scope.covers(subject.path, Duty.ADMINISTER)
        return {"may_give": may_give, "initial": {"on": self.today}}

    def perform(self, subject: Unit, cleaned: dict[str, Any]) -> Post:
        user = cleaned.pop("user") or None
        if user is not None and not self.scope.covers(subject.path, Duty.ADMINISTER):
            raise PermissionDenied  # a log-in gets the duty to enter: that is an administrator's to give
        return actions.change_handler(unit=subject, user=user, by=actor(self), **cleaned)

    def context(self, **extra: Any) -> dict[str, Any]:
        unit = extra.get("subject")
        return super().context(**{"subtitle": unit.name if unit else "", "cancel_url": self._unit_url(unit), **extra})

    def after(self, subject: Unit, outcome: Post) -> str:
        return self._unit_url(subject)

    @staticmethod
    def _unit_url(unit: Unit | None) -> str:
        return unit.get_absolute_url() if unit else ""


class ChoosePost(Page):
    """The side bar's switch: which post, and so which organisation, is shown and acted for first."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        chosen = request.POST.get("post", "")
        held = [post.pk for post in request.posts if str(post.pk) == chosen]  # type: ignore[attr-defined]
        if not held:
            raise Http404
        request.session[POST_KEY] = held[0]
        url = request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
        return HttpResponseRedirect(url if is_ours else reverse("home"))


account_page = never_cache(AccountPage.as_view())
