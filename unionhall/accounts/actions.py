"""Log-ins opened and closed, posts given, handed over, lent and ended, a unit's handler changed.

The only writer of users and posts. That the actor administers the unit is settled by the page; that nobody
gives anything to themselves, here.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from axes.utils import reset
from django.db import transaction
from django.db.models import Q

from unionhall.accounts import rules
from unionhall.accounts.models import Post, User
from unionhall.accounts.queries import homes_of
from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.kernel.scope import Duty
from unionhall.office import journal
from unionhall.organisations.models import Unit

DAY = timedelta(days=1)


class UsernameTaken(DomainError):
    code = "username-taken"
    sentence = N_("账号“{username}”已经有人用，没有开通。请换一个。")


class NotToYourself(DomainError):
    code = "not-to-yourself"
    sentence = N_("不能给自己的账号办这件事，什么也没有改动。请另一位系统管理员来办。")


class AccountClosed(DomainError):
    code = "account-closed"
    sentence = N_("账号“{username}”已停用，岗位没有改动。请先恢复账号。")


class AccountOpen(DomainError):
    code = "account-open"
    sentence = N_("账号“{username}”正在使用，不用恢复。")


class DutiesNotGiven(DomainError):
    code = "duties-not-given"
    sentence = N_("这样设岗不行：{reason}岗位没有改动。")


class PostNotInForce(DomainError):
    code = "post-not-in-force"
    sentence = N_(
        "这个岗位到 {on} 还没有开始，或者已经结束，什么也没有改动。请看岗位那一行的起止日期，填任期之内、到任次日以后的日子。"
    )


class PostEndsAnyway(DomainError):
    code = "post-ends-anyway"
    sentence = N_("这个岗位本来就到 {on} 为止，什么也没有改动。")


class PostIsLent(DomainError):
    code = "post-is-lent"
    sentence = N_("这是委托来的岗位，到期自动收回，不能交接，什么也没有改动。请由委托人另办委托。")


class SameHandler(DomainError):
    code = "same-handler"
    sentence = N_("{name} 已经是这家工会的代办员，没有改动。")


@transaction.atomic
def open_account(
    *, username: str, name: str, unit: Unit, password: str, by: Actor, on: date, must_change_password: bool = True
) -> User:
    """Open a log-in that belongs to a unit; it may do nothing until it is given a post.

    :param password: for the first log-in, after which it must be changed.
    :raises UsernameTaken: somebody has the name, in whatever case.
    """
    username = username.strip().lower()
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(username=username)
    user = User(username=username, name=name.strip(), home=unit, must_change_password=must_change_password)
    with journal.change(user, verb="accounts.account.opened", by=by, on=on):
        user.set_password(password)
    return user


@transaction.atomic
def close_account(*, user: User, reason: str, by: Actor, on: date) -> User:
    """No more log-in, every open session ends at its next request; posts end today, those not yet begun never begin.

    A handler stays one, on paper.

    :raises NotToYourself: it is the actor's own. :raises AccountClosed: it is closed already.
    """
    _not_to_oneself(user, by)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise AccountClosed(username=user.username)
    with journal.change(user, verb="accounts.account.closed", by=by, on=on, reason=reason):
        user.is_active = False
    standing = user.posts.filter(Q(until_on=None) | Q(until_on__gt=on), is_handler=False)
    for post in standing.select_for_update(of=("self",)).order_by("pk"):
        if post.from_on > on:
            _cancel(post, by=by, on=on, reason=reason)
        else:
            _end(post, on, verb="accounts.post.ended", by=by, reason=reason)
    return user


@transaction.atomic
def reopen_account(*, user: User, password: str, by: Actor, on: date) -> User:
    """Let a closed account log in again, with a new one-time password and without its former posts.

    :raises AccountOpen: it is not closed. :raises NotToYourself: it is the actor's own.
    """
    _not_to_oneself(user, by)
    if user.is_active:
        raise AccountOpen(username=user.username)
    with journal.change(user, verb="accounts.account.reopened", by=by, on=on):
        user.is_active, user.must_change_password = True, True
        user.set_password(password)
    reset(username=user.username)
    return user


@transaction.atomic
def reset_password(*, user: User, password: str, by: Actor, on: date) -> User:
    """Set a one-time password: sessions end, a lock-out is lifted, the next log-in must choose a new one.

    :raises NotToYourself: one's own is changed under 修改密码. :raises AccountClosed: reopen it instead.
    """
    _not_to_oneself(user, by)
    if not user.is_active:
        raise AccountClosed(username=user.username)
    with journal.change(user, verb="accounts.password.reset", by=by, on=on):
        user.must_change_password = True
        user.set_password(password)
    reset(username=user.username)
    return user


@transaction.atomic
def change_password(*, user: User, password: str, by: Actor, on: date) -> User:
    """The user's own change; it has been checked against the rules by the form."""
    with journal.change(user, verb="accounts.password.changed", by=by, on=on):
        user.must_change_password = False
        user.set_password(password)
    return user


@transaction.atomic
def appoint(
    *,
    unit: Unit,
    user: User,
    title: str,
    duties: Iterable[Duty],
    by: Actor,
    on: date,
    department: str = "",
    schemes: Iterable[str] = (),
    until_on: date | None = None,
    paper_number: str = "",
) -> Post:
    """Give a post from a day on; a log-in may hold several.

    :raises NotToYourself: nobody gives themselves a post. :raises AccountClosed: the log-in is closed.
    :raises DutiesNotGiven: see `rules.fault_of_duties`.
    """
    _not_to_oneself(user, by)
    given = frozenset(duties)
    _check_duties(_locked_user(user), given, on, until_on)
    post = Post(
        unit=unit,
        user=user,
        holder_name=user.name,
        title=title,
        department=department,
        duties=sorted(str(duty) for duty in given),
        schemes=sorted(schemes),
        from_on=on,
        until_on=until_on,
        paper_number=paper_number,
    )
    with journal.change(post, verb="accounts.post.given", by=by, on=on, unit=unit.name):
        pass
    return post


@transaction.atomic
def end_post(*, post: Post, reason: str, by: Actor, on: date) -> Post:
    """Today is the post's last day; what it lent ends too.

    :raises NotToYourself: it is the actor's own, unless it was lent. :raises PostNotInForce: it is over, or not begun.
    :raises PostEndsAnyway: today was its last day all along.
    """
    if post.user is not None and post.delegated_from_id is None:
        _not_to_oneself(post.user, by)
    return _end(post, on, verb="accounts.post.ended", by=by, reason=reason)


@transaction.atomic
def hand_over(*, post: Post, to_user: User, by: Actor, on: date, paper_number: str = "") -> Post:
    """End a post on the day before and open the same one for another on the day itself; the new one is given back.

    :raises NotToYourself: to the actor's own account. :raises PostNotInForce: it is not in force on both days, as when
        somebody else has just handed it over. :raises PostIsLent: a loan goes back to its lender.
    :raises DutiesNotGiven: the successor may not hold these duties.
    """
    _not_to_oneself(to_user, by)
    to_user = _locked_user(to_user)
    post = Post.objects.select_for_update(of=("self",)).select_related("unit").get(pk=post.pk)
    if post.delegated_from_id is not None:
        raise PostIsLent()
    if post.user_id == to_user.pk:
        raise DutiesNotGiven(reason=rules.SAME_PERSON)
    if not post.is_in_force(on):
        raise PostNotInForce(on=on)
    _check_duties(to_user, post.duty_set, on, post.until_on)
    until_on = post.until_on
    _end(post, on - DAY, verb="accounts.post.handed_over", by=by, paper_number=paper_number)
    successor = Post(
        unit=post.unit,
        user=to_user,
        holder_name=to_user.name,
        title=post.title,
        department=post.department,
        is_handler=post.is_handler,
        duties=post.duties,
        schemes=post.schemes,
        from_on=on,
        until_on=until_on,
        paper_number=paper_number,
    )
    with journal.change(successor, verb="accounts.post.taken_over", by=by, on=on, unit=post.unit.name):
        pass
    return successor


@transaction.atomic
def delegate(
    *, post: Post, to_user: User, duties: Iterable[Duty], from_on: date, until_on: date, by: Actor, on: date
) -> Post:
    """Lend duties of a post for some days; they end by themselves, at the latest with the lender's post.

    :raises NotToYourself: to the actor's own account. :raises DutiesNotGiven: more than the lender has, for longer than
        the lender has it or for over 60 days, a lent post lent on, to somebody elsewhere, or what the borrower may not
        hold beside their own. :raises PostNotInForce: it is over.
    """
    _not_to_oneself(to_user, by)
    lent = frozenset(duties)
    to_user = _locked_user(to_user)
    post = Post.objects.select_for_update(of=("self",)).select_related("unit", "delegated_from").get(pk=post.pk)
    if not post.is_in_force(max(from_on, on)):
        raise PostNotInForce(on=max(from_on, on))
    reason = rules.fault_of_loan(
        lender=post.duty_set,
        lent=lent,
        held=_held(to_user, from_on, until_on),
        is_near=rules.is_near(post.unit.path, homes_of(to_user, on)),
        is_lent_already=post.delegated_from_id is not None,
        is_same_person=post.user_id == to_user.pk,
        from_on=from_on,
        until_on=until_on,
        lender_until=post.until_on,
    )
    if reason:
        raise DutiesNotGiven(reason=reason)
    _check_duties(to_user, lent, from_on, until_on)
    loan = Post(
        unit=post.unit,
        user=to_user,
        holder_name=to_user.name,
        title=post.title,
        department=post.department,
        duties=sorted(str(duty) for duty in lent),
        schemes=post.schemes,
        from_on=from_on,
        until_on=until_on,
        delegated_from=post,
    )
    with journal.change(loan, verb="accounts.post.lent", by=by, on=on, unit=post.unit.name):
        pass
    return loan


@transaction.atomic
def change_handler(
    *, unit: Unit, name: str, by: Actor, on: date, user: User | None = None, paper_number: str = ""
) -> Post:
    """Make someone the unit's handler (代办员) from this day; the one before ends on the day before.

    :param user: the handler's log-in, if there is one. :raises SameHandler: nothing would change.
    :raises PostNotInForce: the present handler began on this day or later. :raises AccountClosed: the log-in is closed.
    """
    name = name.strip()
    Unit.objects.select_for_update().get(pk=unit.pk)
    if user is not None:
        _not_to_oneself(user, by)
        user = _locked_user(user)
        _check_duties(user, frozenset({Duty.ENTER}), on, None)
    present = Post.objects.select_for_update(of=("self",)).filter(unit=unit, is_handler=True, until_on=None).first()
    if present is not None:
        if present.holder_name == name and present.user_id == (user.pk if user else None):
            raise SameHandler(name=name)
        _end(present, on - DAY, verb="accounts.handler.ended", by=by, paper_number=paper_number)
    post = Post(
        unit=unit,
        user=user,
        holder_name=name,
        title="代办员",
        is_handler=True,
        duties=[str(Duty.ENTER)] if user else [],
        from_on=on,
        paper_number=paper_number,
    )
    with journal.change(post, verb="accounts.handler.changed", by=by, on=on, unit=unit.name):
        pass
    return post


def _not_to_oneself(user: User, by: Actor) -> None:
    if user.username == by.username:
        raise NotToYourself()


def _check_duties(user: User, duties: frozenset[Duty], from_on: date, until_on: date | None) -> None:
    if not user.is_active:
        raise AccountClosed(username=user.username)
    if reason := rules.fault_of_duties(duties, held=_held(user, from_on, until_on)):
        raise DutiesNotGiven(reason=reason)


def _held(user: User, from_on: date, until_on: date | None) -> frozenset[Duty]:
    """The duties of all posts the user has on any of these days."""
    others = [post for post in user.posts.all() if rules.overlap(post.from_on, post.until_on, from_on, until_on)]
    return frozenset(duty for post in others for duty in post.duty_set)


def _locked_user(user: User) -> User:
    """The log-in as it is now, kept for this transaction: what it holds stays true until the post is written."""
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _end(post: Post, last_on: date, *, verb: str, by: Actor, **facts: str) -> Post:
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    if post.from_on > last_on or (post.until_on is not None and post.until_on < last_on):
        raise PostNotInForce(on=last_on)
    if post.until_on == last_on:
        raise PostEndsAnyway(on=last_on)
    with journal.change(post, verb=verb, by=by, on=last_on, **facts):
        post.until_on = last_on
    for loan in post.delegations.filter(until_on__gt=last_on):
        if loan.from_on > last_on:
            _cancel(loan, by=by, on=last_on, **facts)
        else:
            _end(loan, last_on, verb="accounts.post.ended", by=by, **facts)
    return post


def _cancel(post: Post, *, by: Actor, on: date, **facts: str) -> None:
    """A post that has not begun never does: nothing was done under it, so nothing of it stays but the entry."""
    for loan in post.delegations.all():
        _cancel(loan, by=by, on=on, **facts)
    facts = {"unit": post.unit.name, "title": post.title, "from_on": post.from_on.isoformat(), **facts}
    journal.record(verb="accounts.post.cancelled", by=by, on=on, obj=post, **facts)
    post.delete()
