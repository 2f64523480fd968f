"""Two administrators at once, on PostgreSQL with real connections: a post gets one successor."""

from collections.abc import Callable

import pytest
from django.db import connection

from tests.accounts.test_actions import NEXT
from tests.cast import TODAY, build
from tests.races import together
from unionhall.accounts import actions
from unionhall.accounts.models import Post, User
from unionhall.accounts.queries import scope_of
from unionhall.kernel.scope import Duty

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_a_post_is_handed_over_once() -> None:
    cast = build()
    post = cast.wang.posts.get()

    def hand_over(to: User) -> Callable[[], object]:
        return lambda: actions.hand_over(post=post, to_user=to, by=cast.admin, on=NEXT)

    assert together(*(hand_over(to) for to in (cast.sun, cast.li, cast.chen))) == ["post-not-in-force"] * 2
    assert Post.objects.filter(unit=cast.yuci, from_on=NEXT).count() == 1


def test_nobody_gets_to_audit_and_to_enter_by_two_acts_at_once() -> None:
    cast = build()
    newcomer = actions.open_account(
        username="zhou", name="周敏", unit=cast.yuci, password="one-time-pass", by=cast.admin, on=TODAY
    )

    def appoint(duty: Duty) -> Callable[[], object]:
        return lambda: actions.appoint(
            unit=cast.yuci, user=newcomer, title=str(duty), duties=[duty], by=cast.admin, on=TODAY
        )

    assert together(appoint(Duty.AUDIT), appoint(Duty.ENTER)) == ["duties-not-given"]
    assert len(scope_of(newcomer, TODAY).duties) == 1
