"""The reference year in small: built through the actions, equal to its plan, figures moved by exactly what is changed."""

from datetime import date

import pytest

from unionhall.aid.mutual_aid import actions as mutual_aid
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.kernel.actors import SYSTEM
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit
from unionhall.reference_year import published
from unionhall.reference_year.building import AlreadyLoaded, build
from unionhall.reporting.queries import citations_of_year, figures_of_year

IDS = (
    "unions.township",
    "unions.village",
    "unions.federations_500",
    "mutual_aid.participants",
    "mutual_aid.p18.collected",
)


def test_a_tiny_year_equals_its_plan_and_moves_exactly(db):
    build(size="tiny")
    before = figures_of_year(2025)
    assert before["mutual_aid.participants"]["all"] == 300
    assert before["mutual_aid.collected"]["all"] == 10_800
    with pytest.raises(AlreadyLoaded):
        build(size="tiny")
    enrolment = Enrolment.objects.standing().filter(period__number=18).order_by("pk").first()
    mutual_aid.withdraw(enrolment=enrolment, reason="本人申请", by=SYSTEM, on=date(2025, 12, 31))
    village, other = Unit.objects.open().filter(kind="village", parent__isnull=False).order_by("path")[:2]
    if village.parent_id == other.parent_id:
        organisations.merge_units(
            kept=village, gone=other, paper_number="工组〔2025〕99号", by=SYSTEM, on=date(2025, 12, 30)
        )
    after = figures_of_year(2025)
    moved = {name for name in before if before[name]["all"] != after[name]["all"]}
    assert after["mutual_aid.participants"]["all"] == 299
    assert moved <= {
        "mutual_aid.participants",
        "mutual_aid.participation_rate",
        "mutual_aid.participation_rate_gain",
        "unions.village",
    }


@pytest.mark.prove
def test_the_sample_is_exact_for_organisations_and_the_gain(db):
    build(size="sample")
    cited = citations_of_year(2025)
    for name in ("unions.township", "unions.village", "unions.federations_500"):
        assert cited[name]["value"] == published.count(name)
    gain = float(published.published()["mutual_aid.participation_rate_gain"].value)
    assert cited["mutual_aid.participation_rate_gain"]["value"] == gain
