"""The numbers of the enrolling half, and that each change of the records changes exactly what it should."""

from datetime import date
from fractions import Fraction

import pytest

from tests.cast import TODAY, Cast, id_number, person
from tests.funds.receipts.dues import declare_due
from unionhall.aid.mutual_aid import figures
from unionhall.aid.mutual_aid.models import Enrolment, Roster
from unionhall.figures.times import Period
from unionhall.funds.receipts import actions
from unionhall.funds.receipts.models import Receipt, Statement
from unionhall.members.models import Person
from unionhall.office import counting
from unionhall.organisations.models import Unit
from unionhall.programmes import models as programmes

CAME = date(2025, 11, 14)


def enrol(period: programmes.Period, unit: Unit, who: Person) -> Enrolment:
    tier = period.tiers.get(code="standard")
    on = period.enrol_from
    roster = Roster.objects.create(period=period, unit=unit, enrolled_on=on, people=1, amount_fen=tier.amount_fen)
    return Enrolment.objects.create(
        person=who,
        period=period,
        unit=unit,
        roster=roster,
        tier=tier,
        amount_fen=tier.amount_fen,
        enrolled_on=on,
        path=unit.path,
        county=unit.county,
    )


@pytest.fixture
def p18(cast: Cast) -> Period:
    """Three shares in period 18 (one of the city itself), two in period 17."""
    clerk = person("吕青", id_number(140700, date(1980, 1, 1), 4), unit=cast.offices)
    for unit, who in ((cast.weavers, cast.zhang), (cast.brewers, cast.guo), (cast.offices, clerk)):
        enrol(cast.p18, unit, who)
    enrol(cast.p17, cast.weavers, cast.zhang)
    enrol(cast.p17, cast.brewers, cast.guo)
    return Period("mutual-aid", 18, on=cast.p18.enrol_until, before=Period("mutual-aid", 17, on=cast.p17.enrol_until))


def test_participants_and_their_share(cast: Cast, p18: Period) -> None:
    tally = counting.evaluate(figures.FIGURES, [p18])
    people = tally.value(figures.participants, p18)
    assert (people.all, people.own, people.counties) == (3, 1, {140702: 1, 140728: 1})
    assert people.basis == {"named": 3}
    rate = tally.value(figures.participation_rate, p18)
    assert (rate.all, rate.own, rate.counties[140728]) == (Fraction(3, 300), Fraction(1, 40), Fraction(1, 80))
    assert tally.value(figures.participation_rate_gain, p18).all == Fraction(3, 300) - Fraction(2, 300)
    assert not tally.broken


def test_a_withdrawal_changes_one_number_by_one(cast: Cast, p18: Period) -> None:
    before = counting.evaluate(figures.FIGURES, [p18])
    Enrolment.objects.filter(person=cast.guo, period=cast.p18).update(withdrawn_on=TODAY)
    after = counting.evaluate(figures.FIGURES, [p18])
    assert before.value(figures.participants, p18).counties[140728] == 1
    assert after.value(figures.participants, p18).counties == {140702: 1}
    assert after.value(figures.participants, p18.previous()).all == 2
    assert after.value(figures.collected, p18) == before.value(figures.collected, p18)


def test_collected_is_what_was_matched_less_refunds(cast: Cast, p18: Period) -> None:
    statement = Statement.objects.create(
        holder=cast.city, account_tail="0417", first_on=CAME, last_on=CAME, lines=2, amount_fen=0
    )
    due = declare_due(source_key="t:1", unit=cast.weavers, period=cast.p18, amount_fen=4000, by=cast.wang, on=TODAY)
    rows = [
        Receipt.objects.create(
            statement=statement, account_key="1:0417", bank_reference=str(n), received_on=CAME, amount_fen=5000
        )
        for n in range(2)
    ]
    actions.match(receipt=rows[0], due=due, amount_fen=5000, by=cast.li, on=TODAY)
    actions.refund(receipt=rows[0], due=due, amount_fen=1000, reason="多缴", by=cast.li, on=TODAY)
    actions.refund(receipt=rows[1], due=None, amount_fen=5000, reason="误转", by=cast.li, on=TODAY)
    value = counting.evaluate([figures.collected], [p18]).value(figures.collected, p18)
    assert (value.all, value.counties) == (4000, {140702: 4000})
    assert value.months == {202511: 5000, 202512: -1000}
    assert value.basis == {"counted": 4000}
    assert counting.records(figures.collected, p18).summary() == (2, 4000)
