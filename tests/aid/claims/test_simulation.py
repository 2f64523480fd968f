"""A draft over all claims of a past period: totals by hand, who gains and loses, at once and as a job."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest

from tests.aid.claims import flow
from tests.aid.claims.examples import ZHANGJIAJIE
from tests.aid.claims.setting import STAY, claim, draft, enrol, load
from tests.aid.claims.test_bulk import random_claims
from tests.cast import TODAY
from unionhall.aid.claims import actions, exporting, judging, refusals, showing, simulation, trying
from unionhall.aid.claims.amendments import Amendment, NewBand, NewNumber
from unionhall.aid.claims.models import Claim, Trial
from unionhall.aid.claims.rules import Terms
from unionhall.kernel.money import fen
from unionhall.kernel.scope import Scope
from unionhall.office import jobs


def test_the_same_terms_change_nothing_and_sums_hold():
    terms = Terms({"zhangjiajie": ZHANGJIAJIE}, cap_period_fen=fen(50_000))
    frame = random_claims(1, 3_000, ("zhangjiajie",), people=700)
    from unionhall.aid.claims import bulk

    valued = bulk.value(frame, terms)
    claims = frame.with_columns(valued["granted_fen"].alias("was_fen"), valued["reason"].alias("was_reason"))
    found = simulation.simulate(terms=terms, claims=claims, collected_fen=fen(1_000_000))
    assert (found.change_fen, found.gaining, found.losing) == (0, 0, 0)
    assert found.was == found.would
    assert found.people["would_fen"].sum() == found.would.amount_fen
    assert found.balance_fen == fen(1_000_000) - found.would.amount_fen


@pytest.fixture
def period(cast):
    edition = load(cast)
    zhang, guo = enrol(cast, cast.zhang, cast.p17), enrol(cast, cast.guo, cast.p17)
    claim(cast, zhang, "8000")
    claim(cast, zhang, "100000", admitted=STAY + timedelta(days=40))
    claim(cast, guo, "40000")
    made = draft(cast, edition)
    bands = [NewBand(fen(5000), 5000), NewBand(fen(30000), 5000), NewBand(None, 1000)]
    amendment = Amendment(numbers={("", "cap_period_fen"): NewNumber(fen(60_000))}, bands={"medical": bands})
    return actions.amend_terms(edition=made, amendment=amendment, by=cast.li, on=TODAY)


def test_a_trial_compares_and_changes_no_claim(cast, period):
    before = list(Claim.objects.order_by("pk").values_list("granted_fen", "calculation"))
    trial = trying.try_edition(edition=period, period=cast.p17, by=cast.li, on=TODAY)
    told = trial.totals
    # Zhang had 3,750 and 46,250 (to the cap), gets 4,000 and 15,000 + 7,000; Guo had 23,250, gets 15,000 + 1,000.
    assert told["was"]["amount_fen"] == fen(3_750 + 46_250 + 23_250)
    assert told["would"]["amount_fen"] == fen(4_000 + 22_000 + 16_000)
    assert (told["gaining"], told["losing"], told["claims"]) == (0, 2, 3)
    assert (told["was"]["capped"], told["would"]["capped"]) == (1, 0)
    assert trial.people == [
        [cast.guo.pk, 1, fen(23_250), fen(16_000), fen(-7_250)],
        [cast.zhang.pk, 2, fen(50_000), fen(26_000), fen(-24_000)],
    ]
    assert list(Claim.objects.order_by("pk").values_list("granted_fen", "calculation")) == before


def test_the_workbook_names_only_whom_the_reader_may_see(cast, period):
    trial = trying.try_edition(edition=period, period=cast.p17, by=cast.li, on=TODAY)

    def people(top: str) -> list[tuple]:
        book = openpyxl.load_workbook(BytesIO(exporting.trial_workbook(trial, Scope("x", (top,)))))
        assert book.sheetnames == ["合计", "逐人差额"]
        return [tuple(row) for row in book["逐人差额"].iter_rows(min_row=2, values_only=True)]

    assert people(cast.city.path) == [
        ("郭永福", 1, 23_250, 16_000, -7_250),
        ("张秀兰", 2, 50_000, 26_000, -24_000),
    ]
    assert [row[0] for row in people(cast.yuci.path)] == ["（不在您的范围）", "张秀兰"]


def test_a_trial_as_a_job(cast, period):
    job = trying.start_trial(edition=period, period=cast.p17, by=cast.li, on=TODAY, url="/")
    ended = jobs.run(job)
    assert (ended.state, ended.result["claims"]) == ("done", 3)
    assert Trial.objects.get().totals["losing"] == 2
    empty = jobs.run(trying.start_trial(edition=period, period=cast.p18, by=cast.li, on=TODAY, url="/"))
    assert empty.state == "failed"
    assert "没有可以试算的申领" in empty.sentence


def test_a_period_without_claims(cast, period):
    with pytest.raises(refusals.NoClaims):
        trying.try_edition(edition=period, period=cast.p18, by=cast.li, on=TODAY)


def test_no_name_is_run_as_a_formula(cast, period):
    trial = trying.try_edition(edition=period, period=cast.p17, by=cast.li, on=TODAY)
    trial.edition.name, cast.zhang.name = '=HYPERLINK("http://x")', "=1+1"
    cast.zhang.save(update_fields=["name"])
    book = openpyxl.load_workbook(BytesIO(exporting.trial_workbook(trial, Scope("x", (cast.city.path,)))))
    head, names = book["合计"]["D1"], [cell for [cell] in book["逐人差额"]["A2:A3"]]
    assert (head.value, head.data_type) == ('=HYPERLINK("http://x")', "s")
    assert {cell.data_type for cell in names} == {"s"}
    assert "=1+1" in [cell.value for cell in names]


def test_no_case_is_run_as_a_formula(period):
    period.cases.update(situation="=1+1")
    rows = list(csv.DictReader(StringIO(exporting.cases_table(period))))
    assert {row["situation"] for row in rows} == {"'=1+1"}


def test_only_what_was_decided_is_compared(cast):
    """Refused for its papers, and still in review: counted apart, not as a gain from nothing."""
    office = flow.office(cast)
    granted = flow.approved(office, "5000")
    untrue = flow.submitted(office, "6000", admitted=date(2025, 2, 1))
    judging.refuse_claim(claim=untrue, reason_code="R08", by=office.wu, on=date(2025, 3, 17))
    flow.submitted(office, "7000", admitted=date(2025, 1, 4))
    early = flow.submitted(office, "7000", admitted=date(2024, 9, 10))
    judging.refuse_claim(claim=early, reason_code="R01", by=office.wu, on=date(2025, 3, 17))
    told = trying.try_edition(edition=office.edition, period=cast.p17, by=cast.li, on=TODAY).totals
    assert (told["claims"], told["undecided"], told["refused_otherwise"]) == (2, 1, 1)
    granted.refresh_from_db()
    assert (told["was"]["amount_fen"], told["change_fen"], told["gaining"]) == (granted.granted_fen, 0, 0)


def test_a_trial_of_older_terms_says_so(cast, period):
    made = period
    trial = trying.try_edition(edition=made, period=cast.p17, by=cast.li, on=TODAY)
    assert not showing.is_outdated(trial)
    actions.amend_terms(edition=made, amendment=Amendment(valid_from=date(2025, 11, 20)), by=cast.li, on=TODAY)
    assert showing.is_outdated(trial)
