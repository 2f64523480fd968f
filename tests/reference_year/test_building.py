"""The reference year built through the actions: equal to its plan, whole after a cut-off, moved by exactly what is changed.

The full year is proved in `test_full_year`.
"""

from datetime import date, timedelta

import pytest
from django.db import transaction

from tests.year import PUBLISHED, natural_keys, tiny_year
from unionhall.accounts.models import Post, User
from unionhall.aid.claims import figures as claim_figures
from unionhall.aid.claims import kind
from unionhall.aid.claims.models import Claim
from unionhall.aid.claims.valuation import replay
from unionhall.aid.mutual_aid import actions as mutual_aid
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.casework.models import Case
from unionhall.figures.figures import Ratio
from unionhall.figures.times import Period
from unionhall.funds.payments.models import Batch, Order
from unionhall.funds.payments.returning import read_return
from unionhall.funds.receipts.models import Due, Receipt
from unionhall.kernel.actors import SYSTEM
from unionhall.kernel.money import yuan
from unionhall.members.models import Membership, Person
from unionhall.office import counting
from unionhall.office.imports.models import Import
from unionhall.office.installation.models import Installation
from unionhall.office.jobs.models import Job
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import Unit, UnitChange
from unionhall.reference_year import published
from unionhall.reference_year.accounts import DEMO_LOGINS
from unionhall.reference_year.actions import start_sample
from unionhall.reference_year.answers import answers
from unionhall.reference_year.building import AlreadyLoaded, OtherSizeBegun, build
from unionhall.reference_year.plan import plan
from unionhall.reporting.queries import citations_of_year, figures_of_year

__all__ = ["tiny_year"]

TODAY = date(2025, 12, 31)


def changes(before, after):
    """{(figure, "all" | "own" | county): difference}, of what differs; None counts as nothing."""
    found = {}
    for figure, value in before.items():
        pairs = {"all": (value["all"], after[figure]["all"]), "own": (value["own"], after[figure]["own"])}
        counties = {*value["counties"], *after[figure]["counties"]}
        pairs |= {c: (value["counties"].get(c), after[figure]["counties"].get(c)) for c in counties}
        found |= {(figure, scope): (b or 0) - (a or 0) for scope, (a, b) in pairs.items() if (a or 0) != (b or 0)}
    return found


def test_a_tiny_year_equals_its_plan(tiny_year):
    figures = figures_of_year(2025)
    assert figures["mutual_aid.participants"]["all"] == tiny_year.cohort.enrolled
    assert figures["mutual_aid.staff"]["all"] == tiny_year.cohort.staff
    assert figures["mutual_aid.collected"]["all"] == 40 * tiny_year.cohort.at_first_tier + 30 * (
        tiny_year.cohort.enrolled - tiny_year.cohort.at_first_tier
    )
    assert figures["unions.village"]["all"] == tiny_year.villages
    assert figures["unions.township"]["all"] == tiny_year.townships
    assert figures["unions.federations_500"]["all"] == tiny_year.federations
    cited = {name.removeprefix("mutual_aid.p17."): row["value"] for name, row in citations_of_year(2025).items()}
    benefits = tiny_year.benefits
    assert (cited["beneficiaries"], cited["paid"]) == (benefits.people, benefits.paid_fen / 100)
    assert (cited["own_beneficiaries"], cited["own_paid"]) == (benefits.own_people, benefits.own_paid_fen / 100)
    assert cited["own_batches"] == benefits.own_batches
    assert set(citations_of_year(2025)) == set(PUBLISHED)
    assert set(citations_of_year(2025)) <= set(published.published())


def test_every_state_of_the_pages_is_there(tiny_year):
    assert {due.state for due in Due.objects.filter(period__number=18).reckoned()} == {"equal"}
    assert {due.state for due in Due.objects.filter(period__number=17).reckoned()} == {"equal", "part", "surplus"}
    assert {receipt.state for receipt in Receipt.objects.reckoned()} >= {"matched", "unknown", "refunded"}
    assert {change.kind for change in UnitChange.objects.filter(on__year=2025)} == {"found", "move", "rename", "merge"}
    assert Membership.objects.filter(reason="transfer").exists()
    assert Enrolment.objects.filter(is_renewal=True).exists()
    assert {imported.by_username for imported in Import.objects.all()} == {"wang", "sun", "li"}
    assert {login.username for login in DEMO_LOGINS} == set(User.objects.values_list("username", flat=True))
    assert Post.objects.filter(is_handler=True, until_on=None).count() == len(
        {e.unit_id for e in Enrolment.objects.filter(period__number=18)} | {u.pk for u in _idle(tiny_year)}
    )
    rejected = {code for imported in Import.objects.all() for code in imported.counts["by_code"]} - {"accepted"}
    assert rejected


def test_claims_stand_in_every_state_and_one_payment_came_back(tiny_year):
    assert set(Case.objects.values_list("state", flat=True)) >= {
        *(kind.PAID, kind.REFUSED, kind.ENTERED, kind.FIRST, kind.BACK_FIRST),
        *(kind.SECOND, kind.NOTICE, kind.APPEALED, kind.ORDERED),
    }
    [old] = Order.objects.filter(state="reissued")
    assert old.replaced_by.state == "arrived"
    assert old.replaced_by.account != old.account
    assert Batch.objects.filter(state="made").exists()
    # Nobody has two roles on one claim, and money is made ready by others than those who decide.
    made = set(Batch.objects.values_list("made_by__username", flat=True))
    checked = set(Batch.objects.exclude(checked_by=None).values_list("checked_by__username", flat=True))
    assert (made, checked) == ({"chen", "tian"}, {"liu", "ma"})
    assert all(replay(claim).is_same for claim in Claim.objects.filter(approved_on__isnull=False))


def test_a_returned_payment_moves_its_figures_and_no_others(tiny_year):
    one_came_back("140702")


def figures_of_period():
    """Figures of claims and payments of period 17, as `figures_of_year` has them; ratios left out."""
    time = Period("mutual-aid", 17, on=TODAY)
    counted = [figure for figure in claim_figures.FIGURES if not isinstance(figure, Ratio)]
    tally = counting.evaluate(counted, [time])
    values = {figure: tally.value(figure, time) for figure in counted}
    assert not tally.broken
    return {
        figure.id: {
            "all": figure.unit.number(value.all),
            "own": figure.unit.number(value.own),
            "counties": {str(code): figure.unit.number(n) for code, n in value.counties.items()},
        }
        for figure, value in values.items()
    }


def one_came_back(county):
    """The bank sends back one payment of a county; just what it counted in moves, by just that much."""
    before, cited = figures_of_period(), citations_of_year(2025)
    rows = Order.objects.filter(state="arrived", county=int(county), person__isnull=False)
    order = next(row for row in rows.order_by("pk") if row.batch.orders.filter(state="arrived").count() > 1)
    assert Order.objects.filter(state="arrived", person=order.person).count() == 1
    taken = order.days_taken
    content, _ = answers([order], sent_on=TODAY - timedelta(days=4), fails=order)
    by = User.objects.get(username="chen")
    read_return(payer=order.payer, content=content, file_name="退票.csv", by=by, on=TODAY)
    order.refresh_from_db()
    assert order.state == "returned"
    moved = changes(before, figures_of_period())
    amount = yuan(order.amount_fen)
    in_time = [f"mutual_aid.paid_within_{n}" for n in (2, 5, 10) if taken <= n]
    expected = {"mutual_aid.paid": -amount, "mutual_aid.balance": amount, "mutual_aid.beneficiaries": -1}
    expected |= {"mutual_aid.payments": -1, **dict.fromkeys(in_time, -1)}
    assert moved == {(figure, scope): by for figure, by in expected.items() for scope in ("all", county)}
    after = citations_of_year(2025)
    assert {
        name: round(after[name]["value"] - row["value"], 2) for name, row in cited.items() if after[name] != row
    } == {
        "mutual_aid.p17.paid": -float(amount),
        "mutual_aid.p17.beneficiaries": -1,
    }


def _idle(drawn):
    """Unions whose staff the year holds, with nobody enrolled."""
    return (
        Unit.objects.filter(staff_counts__isnull=False, kind="grassroots", enrolments=None)
        .distinct()
        .exclude(founded_on__year=2025)
    )


def test_the_trial_unit_has_nobody_in_this_period(tiny_year):
    trial = Unit.objects.get(credit_code="81140700MC0000001A")
    assert trial.county == 140702
    assert not Enrolment.objects.filter(unit=trial).exists()


def test_a_loaded_database_is_left_as_it_is(tiny_year):
    before = natural_keys()
    with pytest.raises(AlreadyLoaded) as refused:
        build(size="tiny")
    assert "什么也没有改动" in str(refused.value)
    start_sample()
    assert not Job.objects.exists()
    assert natural_keys() == before


def test_an_empty_database_gets_the_job_once(db):
    start_sample()
    start_sample()
    [job] = Job.objects.all()
    assert (job.kind, job.arguments) == ("reference_year.build", {"size": "sample"})


class Cut(Exception):
    """The process that builds is gone."""


class CutAt:
    """Ends the build when it gets to the n-th file of all."""

    def __init__(self, files):
        self.left = files

    def step(self, name, detail=""):
        pass

    def advance(self, done, total):
        self.left -= 1
        if not self.left:
            raise Cut


def test_a_build_cut_off_goes_on_to_the_same_year(db, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with transaction.atomic():
        build(size="tiny")
        whole = natural_keys()
        transaction.set_rollback(True)
    assert not Person.objects.exists()
    for files in (3, 4, 5):
        with pytest.raises(Cut):
            build(size="tiny", progress=CutAt(files))
    assert Installation.current().is_loading
    with pytest.raises(OtherSizeBegun):
        build(size="sample")
    build(size="tiny")
    assert not Installation.current().is_loading
    assert natural_keys() == whole


def test_figures_move_by_exactly_what_is_changed(tiny_year):
    before = figures_of_year(2025)
    last_year = figures_of_year(2024)
    enrolment = Enrolment.objects.standing().filter(period__number=18, county=140728).order_by("pk")[0]
    mutual_aid.withdraw(enrolment=enrolment, reason="本人申请", by=SYSTEM, on=TODAY)
    after = figures_of_year(2025)
    moved = changes(before, after)
    rates = {"mutual_aid.participation_rate", "mutual_aid.participation_rate_gain"}
    assert {key: by for key, by in moved.items() if key[0] not in rates} == {
        ("mutual_aid.participants", "all"): -1,
        ("mutual_aid.participants", "140728"): -1,
    }

    before = after
    unit = Unit.objects.filter(kind="township", county=140728).order_by("path")[0]
    villages = Unit.objects.open().filter(kind="village", parent=unit).count()
    kept, gone = Unit.objects.open().filter(kind="village", county=140702).order_by("path")[:2]
    organisations.merge_units(kept=kept, gone=gone, paper_number="演示工发〔2025〕99号", by=SYSTEM, on=TODAY)
    after = figures_of_year(2025)
    assert villages
    assert changes(before, after) == {("unions.village", "all"): -1, ("unions.village", "140702"): -1}

    before = after
    other = Unit.objects.get(kind="county", county=140702)
    organisations.move_unit(unit=unit, to=other, paper_number="演示工发〔2025〕100号", by=SYSTEM, on=TODAY)
    after = figures_of_year(2025)
    stocks = {key: by for key, by in changes(before, after).items() if key[0].startswith("unions.")}
    federations = Unit.objects.open().filter(kind="federation", parent=unit).count()
    expected = {"unions.township": 1, "unions.village": villages, "unions.federations_500": federations}
    expected["unions.federations"] = federations
    assert stocks == {
        **{(figure, "140728"): -n for figure, n in expected.items() if n},
        **{(figure, "140702"): n for figure, n in expected.items() if n},
    }
    assert changes(last_year, figures_of_year(2024)) == {}


@pytest.mark.prove
def test_the_sample_is_exact_for_organisations_and_the_gain(db):
    build(size="sample")
    cited = citations_of_year(2025)
    for name in ("unions.township", "unions.village", "unions.federations_500", "mutual_aid.participation_rate_gain"):
        assert cited[name]["value"] == float(published.published()[name].value)
    assert cited["mutual_aid.participants"]["value"] == plan("sample").cohort.enrolled
    claims = [name for name in PUBLISHED if name.startswith("mutual_aid.p17.")]
    assert {name: cited[name]["value"] for name in claims} == {
        name: float(published.published()[name].value) for name in claims
    }
    one_came_back("140728")
