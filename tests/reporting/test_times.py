"""Which period a year's number is of: the one enrolled for what is enrolled, the one whose cover ran out for what is paid."""

import pytest

from tests.cast import TODAY, Cast
from unionhall.aid.claims import figures as claims
from unionhall.aid.mutual_aid import figures as enrolling
from unionhall.reporting.opening import open_figures
from unionhall.reporting.times import NoPeriod, time_of


@pytest.mark.parametrize(
    ("definition", "number"),
    [
        (enrolling.participants, 18),
        (enrolling.participation_rate, 18),
        (enrolling.participation_rate_gain, 18),
        (enrolling.collected, 18),
        (claims.paid, 17),
        (claims.beneficiaries, 17),
        (claims.approval_rate, 17),
        (claims.days_to_pay, 17),
        (claims.payout_ratio, 17),
        (claims.balance, 17),
    ],
)
def test_the_period_of_2025(cast: Cast, definition, number: int) -> None:
    assert time_of(definition, 2025, TODAY).number == number


def test_nothing_stands_before_a_schemes_first_period(cast: Cast) -> None:
    [row] = open_figures([(claims.paid, time_of(claims.paid, 2025, TODAY))])
    assert (row.before_text(), row.rise()) == ("—", "")
    [row] = open_figures([(enrolling.participants, time_of(enrolling.participants, 2025, TODAY))])
    assert row.before_text() == "0"


def test_no_cover_ran_out(cast: Cast) -> None:
    with pytest.raises(NoPeriod):
        time_of(claims.paid, 2024, TODAY)
