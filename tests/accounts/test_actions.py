"""Log-ins and posts: nobody gives to themselves, terms do not overlap, what is lent comes back.

Pages have their own file.
"""

from datetime import date

import pytest

from tests.cast import TODAY, Cast
from unionhall.accounts import actions
from unionhall.accounts.models import Post, User
from unionhall.accounts.queries import accounts_within, handlers_of, may_manage, posts_in_force, scope_of
from unionhall.kernel.scope import Duty
from unionhall.office.journal.models import Entry

NEXT = date(2026, 1, 1)
WEEK = date(2026, 1, 7)


def test_an_account_is_opened_and_given_a_post(cast: Cast) -> None:
    user = actions.open_account(
        username="Zhou", name="周敏", unit=cast.yuci, password="one-time-pass", by=cast.admin, on=TODAY
    )
    assert (user.username, user.must_change_password, posts_in_force(user, TODAY)) == ("zhou", True, [])
    actions.appoint(
        unit=cast.yuci,
        user=user,
        title="经办",
        duties=[Duty.ENTER],
        by=cast.admin,
        on=NEXT,
        paper_number="榆工〔2026〕1号",
    )
    assert scope_of(user, TODAY).reads == ()
    scope = scope_of(user, NEXT)
    assert (scope.reads, scope.paths(Duty.ENTER), scope.has(Duty.REVIEW)) == (
        (cast.yuci.path,),
        (cast.yuci.path,),
        False,
    )
    opened = Entry.objects.get(verb="accounts.account.opened")
    assert "one-time-pass" not in str(opened.after)
    assert opened.after["password"] == "（已加密）"


def test_a_username_is_taken_in_any_case(cast: Cast) -> None:
    with pytest.raises(actions.UsernameTaken):
        actions.open_account(username="WANG", name="王", unit=cast.yuci, password="x", by=cast.admin, on=TODAY)


@pytest.mark.parametrize("act", ["appoint", "hand_over", "delegate", "end", "close", "reset", "handler"])
def test_nobody_gives_or_takes_from_themselves(cast: Cast, act: str) -> None:
    own, other = cast.admin.posts.get(), cast.wang.posts.get()
    acts = {
        "appoint": lambda: actions.appoint(
            unit=cast.city, user=cast.admin, title="出纳", duties=[Duty.PAY], by=cast.admin, on=TODAY
        ),
        "hand_over": lambda: actions.hand_over(post=other, to_user=cast.admin, by=cast.admin, on=NEXT),
        "delegate": lambda: actions.delegate(
            post=other, to_user=cast.admin, duties=[Duty.ENTER], from_on=NEXT, until_on=WEEK, by=cast.admin, on=TODAY
        ),
        "end": lambda: actions.end_post(post=own, reason="离岗", by=cast.admin, on=TODAY),
        "close": lambda: actions.close_account(user=cast.admin, reason="离岗", by=cast.admin, on=TODAY),
        "reset": lambda: actions.reset_password(user=cast.admin, password="x", by=cast.admin, on=TODAY),
        "handler": lambda: actions.change_handler(
            unit=cast.weavers, name="管理员", user=cast.admin, by=cast.admin, on=TODAY
        ),
    }
    before = list(Post.objects.values_list("pk", "until_on"))
    with pytest.raises(actions.NotToYourself):
        acts[act]()
    assert list(Post.objects.values_list("pk", "until_on")) == before
    assert not Entry.objects.exists()


def test_a_post_is_handed_over_without_a_gap_or_a_day_together(cast: Cast) -> None:
    post = cast.wang.posts.get()
    new = actions.hand_over(post=post, to_user=cast.sun, by=cast.admin, on=NEXT, paper_number="榆工〔2026〕2号")
    assert cast.yuci.path in scope_of(cast.wang, TODAY).paths(Duty.ENTER)
    assert scope_of(cast.wang, NEXT).reads == ()
    assert cast.yuci.path not in scope_of(cast.sun, TODAY).reads
    assert set(scope_of(cast.sun, NEXT).reads) == {cast.yuci.path, cast.pingyao.path}
    assert (new.from_on, new.duties, new.title) == (NEXT, ["enter"], "经办")
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["accounts.post.handed_over", "accounts.post.taken_over"]


def test_a_post_cannot_be_handed_over_before_it_began(cast: Cast) -> None:
    with pytest.raises(actions.PostNotInForce):
        actions.hand_over(post=cast.wang.posts.get(), to_user=cast.sun, by=cast.admin, on=date(2020, 3, 1))


def test_a_loan_gives_what_was_lent_for_its_days_only(cast: Cast) -> None:
    post = cast.li.posts.get()
    actions.delegate(
        post=post, to_user=cast.wang, duties=[Duty.REVIEW], from_on=NEXT, until_on=WEEK, by=cast.li, on=TODAY
    )
    assert not scope_of(cast.wang, TODAY).has(Duty.REVIEW)
    during = scope_of(cast.wang, NEXT)
    assert (during.has(Duty.REVIEW), during.reads) == (True, (cast.city.path,))
    assert during.paths(Duty.ENTER) == (cast.yuci.path,)
    assert not scope_of(cast.wang, date(2026, 1, 8)).has(Duty.REVIEW)


def test_a_loan_ends_with_the_lenders_post_and_duties(cast: Cast) -> None:
    post = cast.li.posts.get()
    loan = actions.delegate(
        post=post,
        to_user=cast.wang,
        duties=[Duty.REVIEW, Duty.ENTER],
        from_on=NEXT,
        until_on=WEEK,
        by=cast.li,
        on=TODAY,
    )
    Post.objects.filter(pk=post.pk).update(duties=["enter"])
    assert not scope_of(cast.wang, NEXT).has(Duty.REVIEW)
    actions.end_post(post=post, reason="调离", by=cast.admin, on=date(2026, 1, 3))
    loan.refresh_from_db()
    assert loan.until_on == date(2026, 1, 3)
    Post.objects.filter(pk=loan.pk).update(until_on=WEEK)
    assert cast.city.path not in scope_of(cast.wang, date(2026, 1, 4)).reads


def test_a_lent_post_is_not_handed_over(cast: Cast) -> None:
    loan = actions.delegate(
        post=cast.li.posts.get(),
        to_user=cast.wang,
        duties=[Duty.REVIEW],
        from_on=TODAY,
        until_on=WEEK,
        by=cast.li,
        on=TODAY,
    )
    with pytest.raises(actions.PostIsLent):
        actions.hand_over(post=loan, to_user=cast.sun, by=cast.admin, on=NEXT)
    assert list(cast.city.posts.filter(user=cast.sun)) == []


def test_a_post_has_one_successor_however_old_the_page(cast: Cast) -> None:
    post = cast.wang.posts.get()
    actions.hand_over(post=post, to_user=cast.sun, by=cast.admin, on=NEXT)
    with pytest.raises(actions.PostNotInForce):
        actions.hand_over(post=post, to_user=cast.chen, by=cast.admin, on=NEXT)
    assert [held.user for held in cast.yuci.posts.filter(from_on=NEXT)] == [cast.sun]


def test_a_post_ended_today_is_not_ended_today_again(cast: Cast) -> None:
    post = cast.wang.posts.get()
    actions.end_post(post=post, reason="调离", by=cast.admin, on=TODAY)
    with pytest.raises(actions.PostEndsAnyway):
        actions.end_post(post=post, reason="调离", by=cast.admin, on=TODAY)


def test_posts_not_yet_begun_are_called_off_with_the_account(cast: Cast) -> None:
    ahead = actions.appoint(
        unit=cast.yuci, user=cast.li, title="借调", duties=[Duty.ENTER], by=cast.admin, on=NEXT, until_on=WEEK
    )
    for lent, from_on in ((ahead, NEXT), (cast.li.posts.get(title="复核"), date(2026, 1, 3))):
        actions.delegate(
            post=lent, to_user=cast.wang, duties=[Duty.ENTER], from_on=from_on, until_on=WEEK, by=cast.li, on=TODAY
        )
    actions.close_account(user=cast.li, reason="离岗", by=cast.admin, on=TODAY)
    assert [(post.title, post.until_on) for post in cast.li.posts.all()] == [("复核", TODAY)]
    assert [post.title for post in cast.wang.posts.all()] == ["经办"], "what was lent ahead is called off too"
    assert Entry.objects.filter(verb="accounts.post.cancelled").count() == 3


def test_duties_may_be_given_as_any_series(cast: Cast) -> None:
    given = (duty for duty in [Duty.REVIEW, Duty.ENTER])
    post = actions.appoint(unit=cast.yuci, user=cast.wang, title="复核", duties=given, by=cast.admin, on=TODAY)
    assert post.duties == ["enter", "review"]


@pytest.mark.parametrize(
    ("duties", "until_on", "words"),
    [
        ([Duty.PAY], WEEK, "超出了委托人自己的"),
        ([], WEEK, "没有选职责"),
        ([Duty.REVIEW], date(2025, 12, 30), "期限超出"),
    ],
)
def test_what_cannot_be_lent(cast: Cast, duties, until_on, words) -> None:
    with pytest.raises(actions.DutiesNotGiven, match=words):
        actions.delegate(
            post=cast.li.posts.get(),
            to_user=cast.wang,
            duties=duties,
            from_on=NEXT,
            until_on=until_on,
            by=cast.li,
            on=TODAY,
        )


@pytest.mark.parametrize(
    ("lender", "borrower", "until_on", "words"),
    [
        ("wang", "sun", WEEK, "不是本单位、下级或上级"),
        ("wang", "chen", WEEK, "不能再受托录入"),
        ("wang", "liu", WEEK, "不能再受托录入"),
        ("wang", "li", date(2026, 3, 2), "最多 60 天"),
    ],
)
def test_duties_are_lent_near_by_for_sixty_days_and_apart_from_paying(
    cast: Cast, lender, borrower, until_on, words
) -> None:
    by, to = getattr(cast, lender), getattr(cast, borrower)
    with pytest.raises(actions.DutiesNotGiven, match=words):
        actions.delegate(
            post=by.posts.get(), to_user=to, duties=[Duty.ENTER], from_on=NEXT, until_on=until_on, by=by, on=TODAY
        )


def test_sixty_days_upwards_on_the_same_path_are_lent(cast: Cast) -> None:
    last = date(2026, 3, 1)
    loan = actions.delegate(
        post=cast.wang.posts.get(),
        to_user=cast.li,
        duties=[Duty.ENTER],
        from_on=NEXT,
        until_on=last,
        by=cast.wang,
        on=TODAY,
    )
    assert scope_of(cast.li, last).covers(cast.yuci.path, Duty.ENTER)
    assert (last - loan.from_on).days == 59


def test_a_lent_post_is_not_lent_on(cast: Cast) -> None:
    loan = actions.delegate(
        post=cast.li.posts.get(),
        to_user=cast.wang,
        duties=[Duty.REVIEW],
        from_on=TODAY,
        until_on=WEEK,
        by=cast.li,
        on=TODAY,
    )
    with pytest.raises(actions.DutiesNotGiven, match="不能再委托"):
        actions.delegate(
            post=loan, to_user=cast.sun, duties=[Duty.REVIEW], from_on=TODAY, until_on=WEEK, by=cast.wang, on=TODAY
        )


def test_an_auditor_does_nothing_else(cast: Cast) -> None:
    with pytest.raises(actions.DutiesNotGiven, match="经审只看不办"):
        actions.appoint(unit=cast.city, user=cast.zhao, title="经办", duties=[Duty.ENTER], by=cast.admin, on=TODAY)
    with pytest.raises(actions.DutiesNotGiven, match="经审只看不办"):
        actions.appoint(unit=cast.city, user=cast.li, title="经审", duties=[Duty.AUDIT], by=cast.admin, on=TODAY)


def test_a_closed_account_has_no_posts_and_no_way_in(cast: Cast) -> None:
    actions.close_account(user=cast.wang, reason="退休", by=cast.admin, on=TODAY)
    cast.wang.refresh_from_db()
    assert not cast.wang.is_active
    assert scope_of(cast.wang, NEXT).reads == ()
    with pytest.raises(actions.AccountClosed):
        actions.appoint(unit=cast.yuci, user=cast.wang, title="经办", duties=[Duty.ENTER], by=cast.admin, on=NEXT)
    actions.reopen_account(user=cast.wang, password="another-one-time", by=cast.admin, on=NEXT)
    cast.wang.refresh_from_db()
    assert (cast.wang.is_active, cast.wang.must_change_password) == (True, True)


def test_the_handler_changes_with_a_history(cast: Cast) -> None:
    actions.change_handler(
        unit=cast.weavers, name="赵梅", by=cast.wang, on=date(2025, 3, 1), paper_number="澄工〔2025〕1号"
    )
    actions.change_handler(unit=cast.weavers, name="钱芳", by=cast.wang, on=NEXT)
    assert [(post.holder_name, post.until_on) for post in handlers_of(cast.weavers)] == [
        ("钱芳", None),
        ("赵梅", date(2025, 12, 31)),
    ]
    with pytest.raises(actions.SameHandler):
        actions.change_handler(unit=cast.weavers, name="钱芳", by=cast.wang, on=WEEK)
    with pytest.raises(actions.PostNotInForce):
        actions.change_handler(unit=cast.weavers, name="孙丽", by=cast.wang, on=date(2025, 1, 1))
    verbs = list(Entry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["accounts.handler.changed", "accounts.handler.ended", "accounts.handler.changed"]


def test_an_administrator_reaches_accounts_of_the_own_subtree_only(cast: Cast) -> None:
    county = actions.open_account(
        username="yuciadmin", name="榆次管理员", unit=cast.yuci, password="x", by=cast.admin, on=TODAY
    )
    actions.appoint(unit=cast.yuci, user=county, title="管理员", duties=[Duty.ADMINISTER], by=cast.admin, on=TODAY)
    scope = scope_of(county, TODAY)
    assert {user.username for user in accounts_within(scope, TODAY)} == {"wang", "yuciadmin"}
    assert may_manage(cast.wang, scope, TODAY)
    actions.appoint(unit=cast.city, user=cast.wang, title="借调", duties=[Duty.ENTER], by=cast.admin, on=NEXT)
    assert not may_manage(User.objects.get(username="wang"), scope, TODAY)
    assert not may_manage(county, scope, TODAY)
    assert not may_manage(cast.li, scope, TODAY)


def test_a_post_without_limits_lifts_no_other_posts_limit(cast: Cast) -> None:
    give = {"user": cast.wang, "by": cast.admin, "on": TODAY}
    actions.appoint(unit=cast.pingyao, title="审核", duties=[Duty.REVIEW], schemes=["mutual-aid"], **give)
    actions.appoint(unit=cast.city, title="查阅", duties=[Duty.APPROVE], schemes=["hardship"], **give)
    scope = scope_of(cast.wang, TODAY)
    assert scope.schemes is None, "her own county's post names none, so all"
    assert scope.schemes_at(cast.weavers.path) is None
    assert scope.schemes_at(cast.brewers.path) == {"mutual-aid", "hardship"}
    assert scope.schemes_at(cast.brewers.path, Duty.REVIEW) == {"mutual-aid"}
    assert scope.schemes_at(cast.offices.path) == {"hardship"}
    assert scope.schemes_at(cast.offices.path, Duty.REVIEW) == frozenset()


def test_a_reset_password_opens_once_and_lifts_the_lock(cast: Cast) -> None:
    actions.reset_password(user=cast.wang, password="one-time-pass", by=cast.admin, on=TODAY)
    cast.wang.refresh_from_db()
    assert cast.wang.must_change_password
    assert cast.wang.check_password("one-time-pass")
