"""How a number is written in a sentence, told as growth, and fed by a record: half up, by the right sign, for every kind."""

from fractions import Fraction

import pytest

from tests.cast import TODAY, Cast
from tests.reporting.test_pages import written_year
from unionhall.aid.mutual_aid.figures import participation_rate
from unionhall.figures.catalogue import catalogue
from unionhall.figures.figures import Definition, Difference
from unionhall.figures.times import Period
from unionhall.figures.units import PEOPLE, PERCENT, YUAN
from unionhall.figures.values import ALL
from unionhall.reporting import actions, feeding, offering
from unionhall.reporting.models import Review
from unionhall.reporting.opening import rise_text
from unionhall.reporting.prose import Form
from unionhall.reporting.queries import written


def of_unit(unit: object) -> Definition:
    return next(definition for definition in catalogue if definition.unit is unit)


def difference() -> Difference:
    return next(definition for definition in catalogue if isinstance(definition, Difference))


@pytest.mark.parametrize(
    ("unit", "number", "form", "text"),
    [
        (YUAN, 250, Form.WHOLE, "3"),  # 2.50 yuan; half to even would be 2
        (YUAN, 4_950, Form.WHOLE, "50"),
        (PERCENT, Fraction(525, 1000), Form.WHOLE, "53"),
        (PERCENT, Fraction(4946, 10_000), Form.WHOLE, "49"),  # 49.46, not 49.5 rounded once more
        (YUAN, 961_310_000, Form.WAN, "961.31"),
        (YUAN, 50_000, Form.WAN, "0.05"),
        (PEOPLE, 12_350, Form.WAN, "1.24"),  # 1.235; half to even of the next digit would be 1.24 too
        (PEOPLE, 12_250, Form.WAN, "1.23"),  # 1.225; half to even is 1.22
        (PEOPLE, 120_000, Form.WAN, "12"),
    ],
)
def test_written_forms_round_half_up(unit: object, number: int, form: Form, text: str) -> None:
    assert written(of_unit(unit), number, form) == text


def test_growth_is_told_only_over_what_is_above_nothing() -> None:
    """A deficit of 100 that becomes 50 in hand is no fall by 150 %."""
    assert rise_text(difference(), 5_000, -10_000) == ""
    assert rise_text(difference(), -5_000, -10_000) == ""
    assert rise_text(difference(), 5_000, 0) == ""
    assert rise_text(difference(), 15_000, 10_000) == "↑ 50.0%"
    assert rise_text(difference(), -5_000, 10_000) == "↓ 150.0%"
    assert rise_text(difference(), -5, -5) == "持平"


def test_a_difference_is_fed_like_any_other() -> None:
    definition = difference()
    time = Period("mutual-aid", 18)
    known = {
        ((definition.of, time.at(definition.of.time)), ALL): (700, 600, True),
        ((definition.less, time.at(definition.less.time)), ALL): (200, 200, False),
    }
    worth = [feeding._value(definition, time, ALL, known, at) for at in (0, 1)]
    assert worth == [500, 400]


def test_a_rate_is_never_written_in_wan(cast: Cast) -> None:
    written_year(cast)
    review = Review.objects.order_by("organisation_path").first()
    rate = participation_rate.id
    with pytest.raises(actions.RateInWan) as refusal:
        actions.save_text(review=review, body=f"参互率 {{{{{rate}|万}}}}。", based_on=1, by=cast.li, on=TODAY)
    assert f"{{{{{rate}|万}}}}" in refusal.value.say()
    assert str(participation_rate.label) in refusal.value.say()
    assert review.texts.count() == 1
    actions.save_text(review=review, body=f"参互率 {{{{{rate}|整}}}}%。", based_on=1, by=cast.li, on=TODAY)


def test_a_figure_is_cited_anew_without_counting_the_year(cast: Cast, monkeypatch) -> None:
    """The review's row is held meanwhile: only names and times are asked for."""
    written_year(cast)

    def counts(*_args: object, **_rest: object) -> None:
        raise AssertionError("counted")

    monkeypatch.setattr("unionhall.reporting.queries.cached_evaluate", counts)
    [new] = offering.newly_cited(2025, [participation_rate.id, "no.such"], TODAY)
    assert (new.published_id, new.period) == (participation_rate.id, 18)
