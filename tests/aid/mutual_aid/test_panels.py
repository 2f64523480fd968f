"""What mutual aid shows below it, and that enrolments follow a merged person."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.aid.mutual_aid.test_figures import enrol
from tests.cast import TODAY, Cast, id_number, person
from tests.funds.receipts.dues import declare_due
from unionhall.aid.mutual_aid import panels
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.funds.receipts import actions as receipts
from unionhall.funds.receipts.models import Receipt, Statement
from unionhall.kernel.scope import Scope
from unionhall.members import corrections
from unionhall.members.models import Membership, MembershipEnd, Person
from unionhall.office.imports.models import Import
from unionhall.office.installation.models import Installation

CAME = date(2025, 11, 14)


@pytest.fixture
def double(cast: Cast) -> Person:
    """A second file of Zhang, who left before the first was opened."""
    row = person("张秀蓝", id_number(140702, date(1985, 6, 15), 8), unit=cast.spinners, joined_on=date(2015, 1, 1))
    Membership.objects.filter(person=row).update(until_on=date(2018, 1, 1), end_reason=MembershipEnd.LEAVE)
    return row


def test_shares_follow_a_merge_and_come_back(cast: Cast, double: Person) -> None:
    enrol(cast.p18, cast.weavers, cast.zhang)
    share = enrol(cast.p17, cast.spinners, double)
    correction = corrections.merge_persons(kept=cast.zhang, gone=double, reason="同一人", by=cast.wang, on=TODAY)
    assert Enrolment.objects.filter(person=cast.zhang).count() == 2
    corrections.undo(correction=correction, reason="不是", by=cast.wang, on=TODAY)
    assert Enrolment.objects.get(pk=share.pk).person == double


def test_two_shares_in_one_period_are_not_merged(cast: Cast, double: Person) -> None:
    enrol(cast.p18, cast.weavers, cast.zhang)
    enrol(cast.p18, cast.spinners, double)
    with pytest.raises(corrections.MergeConflict, match="第18期"):
        corrections.merge_persons(kept=cast.zhang, gone=double, reason="同一人", by=cast.wang, on=TODAY)
    assert Membership.objects.filter(person=double).count() == 1


def test_units_outside_the_scope_are_not_named(cast: Cast) -> None:
    enrol(cast.p17, cast.brewers, cast.zhang)
    yuci = Scope("wang", (cast.yuci.path,), {})
    panel = panels.person_panel(cast.zhang, yuci, TODAY)
    assert [row["unit"] for row in panel.context["shares"]] == ["其他单位"]
    assert "其他单位" in render_to_string(panel.template, {"panel": panel})


def test_the_roll_tells_who_is_enrolled(cast: Cast) -> None:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY, year=2025)
    enrol(cast.p18, cast.weavers, cast.zhang)
    client = Client()
    client.force_login(cast.li, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/members/").content.decode()
    assert "第18期" in page
    assert "新参" in page
    assert "未参保" in page
    enrolled = client.get("/members/?enrolled=yes").content.decode()
    assert "张秀兰" in enrolled
    assert "郭永福" not in enrolled
    assert "张秀兰" not in client.get("/members/?enrolled=no").content.decode()


def test_due_against_money_beside_a_roster(cast: Cast) -> None:
    imported = Import.objects.create(
        kind="mutual_aid.roster",
        subject=f"mutual-aid:18:{cast.weavers.pk}",
        title="t",
        file_name="f.xlsx",
        file_size=1,
        file_sm3="0",
        stored_name="n",
        counts={"facts": {"tiers": [{"label": "普通", "fee_fen": 4000, "people": 1030}]}},
        state="preview",
        on=TODAY,
        by_username="wang",
        by_name="王丽萍",
    )
    statement = Statement.objects.create(
        holder=cast.city, account_tail="0417", first_on=CAME, last_on=CAME, lines=1, amount_fen=0
    )
    money = Receipt.objects.create(
        statement=statement,
        account_key="1:0417",
        bank_reference="1",
        received_on=CAME,
        amount_fen=4_171_000,
        payer_name="澄园纺织厂",
    )
    panel = panels.roster_panel(imported, Scope())
    assert panel is not None
    context = panel.context
    assert (context["due_fen"], context["received_fen"], context["over_fen"]) == (4_120_000, 4_171_000, 51_000)
    text = render_to_string(panel.template, {"panel": panel})
    assert "普通档 1,030 人 × 40.00" in text
    assert "多到" in text

    share = enrol(cast.p18, cast.weavers, cast.zhang)
    share.roster.origin = imported.pk
    share.roster.save()
    imported.state = "committed"
    due = declare_due(
        source_key=share.roster.due_key, unit=cast.weavers, period=cast.p18, amount_fen=4000, by=cast.wang, on=TODAY
    )
    receipts.match(receipt=money, due=due, amount_fen=4000, by=cast.li, on=TODAY)
    panel = panels.roster_panel(imported, Scope())
    assert panel is not None
    assert (panel.context["due_fen"], panel.context["received_fen"], panel.context["short_fen"]) == (4000, 4000, 0)
    assert "相符" in render_to_string(panel.template, {"panel": panel})
