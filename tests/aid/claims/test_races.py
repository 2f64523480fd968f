"""Two at once, on PostgreSQL with real connections: one wins, the other reads why."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.aid.claims.setting import STAY, claim, draft, enrol, load, value_claim
from tests.cast import TODAY, build, user
from tests.members.test_races import together
from unionhall.aid.claims import actions, valuation
from unionhall.aid.claims.models import Claim, Edition, EditionPeriod
from unionhall.kernel.money import fen
from unionhall.kernel.scope import Duty

pytestmark = [
    pytest.mark.prove,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
]


def test_two_people_put_two_editions_in_force() -> None:
    cast = build()
    standing = load(cast)
    other = user("he", "何静", cast.city, "主席", Duty.APPROVE)
    drafts = [draft(cast, standing, name) for name in ("甲版", "乙版")]

    def sign(which: int, by: object):
        seen = {cast.p18.pk: standing.pk}
        return lambda: actions.put_in_force(edition=drafts[which], replacing=seen, by=by, on=TODAY)

    assert together(sign(0, cast.liu), sign(1, other)) == ["changed-meanwhile"]
    [in_force] = EditionPeriod.objects.filter(period=cast.p18, is_in_force=True)
    assert in_force.edition in drafts
    assert Edition.objects.filter(status="draft").count() == 1


def test_one_draft_is_put_in_force_once() -> None:
    cast = build()
    standing = load(cast)
    made = draft(cast, standing)

    def sign() -> None:
        actions.put_in_force(edition=made, replacing={cast.p18.pk: standing.pk}, by=cast.liu, on=TODAY)

    assert together(sign, sign, sign) == ["not-a-draft"] * 2


def test_the_last_yuan_under_a_cap_is_given_once() -> None:
    cast = build()
    load(cast)
    share = enrol(cast, cast.zhang, cast.p17)
    claims = [claim(cast, share, "70000", admitted=STAY + timedelta(days=20 * n), valued=False) for n in range(3)]

    def value(which: int):
        return lambda: value_claim(claims[which], on=TODAY - timedelta(days=200))

    assert together(value(0), value(1), value(2)) == []
    granted = sorted(Claim.objects.values_list("granted_fen", flat=True))
    assert granted == [0, fen(5_750), fen(44_250)]
    assert all(valuation.replay(row).is_same for row in Claim.objects.all())


def test_a_stay_is_claimed_once() -> None:
    cast = build()
    load(cast)
    share = enrol(cast, cast.zhang, cast.p17)

    def record() -> None:
        claim(cast, share, "8000", valued=False)

    assert together(record, record, record) == ["stay-claimed"] * 2
    assert Claim.objects.count() == 1
