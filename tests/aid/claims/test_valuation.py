"""Claims recorded and valued by the edition of their day, with what the period has paid; valued over again."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.aid.claims import flow
from tests.aid.claims.setting import STAY, claim, draft, enrol, load, value_claim
from tests.aid.mutual_aid.test_roster import book, upload
from tests.cast import TODAY, period
from unionhall.aid.claims import actions, bulk, facts, judging, refusals, trying, valuation, valuing
from unionhall.aid.claims.amendments import Amendment, NewNumber
from unionhall.aid.claims.merging import follow
from unionhall.aid.claims.models import Claim, Edition, EditionPeriod
from unionhall.aid.claims.terms import terms_of
from unionhall.kernel.money import fen
from unionhall.kernel.scope import Duty, Scope
from unionhall.members.corrections import MergeConflict
from unionhall.office import jobs
from unionhall.office.imports import actions as imports
from unionhall.office.imports.refusals import HasDependents
from unionhall.office.journal.models import Entry
from unionhall.programmes.models import Scheme


@pytest.fixture
def edition(cast):
    return load(cast)


@pytest.fixture
def share(cast, edition):
    return enrol(cast, cast.zhang, cast.p17)


def test_a_claim_is_valued_with_its_steps(cast, share):
    made = claim(cast, share, "8000")
    assert made.granted_fen == fen(3750)
    assert made.edition.code == "demonstration-17-18"
    assert [step.rule for step in made.trace] == ["cost", "band", "band", "sum", "cap-period", "result"]
    assert made.trace[0].papers == "①"
    assert made.trace[1].article == "演示条款第 7 条"
    assert (made.path, made.county) == (cast.weavers.path, 140702)
    assert made.days_taken == 1


def test_the_period_pays_no_more_than_its_cap(cast, share):
    first = claim(cast, share, "70000")
    second = claim(cast, share, "70000", admitted=STAY + timedelta(days=30))
    third = claim(cast, share, "70000", admitted=STAY + timedelta(days=60))
    amounts = [(row.granted_fen, row.reason) for row in (first, second, third)]
    assert amounts == [(fen(44_250), ""), (fen(5_750), "capped-by-period"), (0, "period-exhausted")]


def test_a_withdrawn_claim_counts_no_longer(cast, share):
    first = claim(cast, share, "70000")
    valuation.withdraw_claim(claim=first, reason="重复", by=cast.wang, on=TODAY)
    assert claim(cast, share, "70000").granted_fen == fen(44_250)
    with pytest.raises(refusals.ClaimWithdrawn):
        value_claim(first, on=TODAY)


def test_once_is_once_in_all_periods(cast, share):
    named = {"benefit": "illness", "diagnosis": "cancer"}
    assert claim(cast, share, "9", **named).granted_fen == fen(5000)
    later = enrol(cast, cast.zhang, cast.p18)
    again = claim(cast, later, "9", admitted=date(2025, 10, 20), **named)
    assert (again.granted_fen, again.reason) == (0, "paid-once-already")


def test_what_another_scheme_paid_is_not_counted(cast, edition, share):
    """Alike one by one and in bulk: caps, once-only and cumulation are a scheme's own."""
    named = {"benefit": "illness", "diagnosis": "cancer"}
    other = period(Scheme.objects.create(code="county-aid", name="县级互助"), 3, date(2024, 9, 1), date(2024, 12, 31))
    EditionPeriod.objects.create(edition=edition, period=other)
    there = enrol(cast, cast.zhang, other)
    assert claim(cast, there, "9", admitted=date(2025, 2, 1), **named).granted_fen == fen(5000)
    claim(cast, there, "70000", admitted=date(2025, 2, 2))
    claim(cast, share, "3000", admitted=date(2025, 1, 3))
    made = claim(cast, share, "9", valued=False, **named)
    [row] = bulk.value(trying.claims_frame(cast.p17, only_open=True), terms_of(edition)).iter_rows(named=True)
    assert valuation.facts_of(made) == bulk.facts_of(row)
    assert valuation.facts_of(made).paid_before == 0
    assert valuation.facts_of(made).paid_life_fen == valuation.facts_of(made).paid_period_fen > 0


def test_what_cannot_be_is_refused(cast, share):
    papers = valuation.StayPapers("medical", STAY, STAY + timedelta(days=3), fen(10), fen(20))
    cases = (
        (valuation.StayPapers("medical", STAY, STAY - timedelta(days=1), 1, 1), refusals.DatesWrong),
        (valuation.StayPapers("medical", STAY, TODAY + timedelta(days=1), 1, 1), refusals.DischargeAhead),
        (valuation.StayPapers("medical", STAY, STAY, 2, 1), refusals.CostsWrong),
        (valuation.StayPapers("medical", STAY, STAY, -1, 1), refusals.CostsWrong),
    )
    named = {"enrolment": share, "payee": valuation.Payee(), "by": cast.wang, "on": TODAY}
    for wrong, refusal in cases:
        with pytest.raises(refusal):
            valuation.record_claim(papers=wrong, **named)
    first = valuation.record_claim(papers=papers, **named)
    with pytest.raises(refusals.StayClaimed) as refused:
        valuation.record_claim(papers=papers, **named)
    assert first.number in str(refused.value)
    share.withdrawn_on = TODAY
    share.save()
    with pytest.raises(refusals.EnrolmentWithdrawn):
        valuation.record_claim(papers=papers, **named)


def test_the_database_keeps_one_live_claim_a_stay(cast, share):
    made = claim(cast, share, "8000", valued=False)
    made.pk, made.number = None, "HZ-x"
    made._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save()


def test_health_and_accounts_rest_encrypted_and_stay_out_of_the_journal(cast, share):
    made = claim(cast, share, "9", benefit="illness", diagnosis="cancer")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT hospital, diagnosis, payee_account, calculation FROM claims_claim WHERE id = %s", [made.pk]
        )
        stored = " ".join(cursor.fetchone())
    for secret in ("人民医院", "cancer", "6222", "恶性肿瘤"):
        assert secret not in stored
    told = " ".join(str((entry.before, entry.after, entry.facts)) for entry in Entry.objects.filter(app="claims"))
    for secret in ("人民医院", "cancer", "6222", "恶性肿瘤", "2025-03-01", "张秀兰"):
        assert secret not in told


def test_each_day_has_its_edition(cast, edition):
    share = enrol(cast, cast.zhang, cast.p18)
    made = draft(cast, edition)  # from 1 November 2025
    actions.amend_terms(
        edition=made,
        amendment=Amendment(numbers={("", "cap_period_fen"): NewNumber(fen(1_000), "草案第 9 条")}),
        by=cast.li,
        on=TODAY,
    )
    made.cases.all().delete()
    actions.add_case(
        edition=made, code="one", situation="某", benefit="medical", own_cost_fen=fen(9_000), expected_fen=fen(1_000),
        by=cast.li, on=TODAY,
    )  # fmt: skip
    before = claim(cast, share, "8000", admitted=date(2025, 10, 5))
    actions.put_in_force(edition=made, replacing={cast.p18.pk: edition.pk}, by=cast.liu, on=TODAY)
    old = claim(cast, share, "100", admitted=date(2025, 10, 20), days=11)  # left on 31 October
    new = claim(cast, share, "8000", admitted=date(2025, 10, 31), days=1)
    assert [row.edition.name for row in (before, old, new)] == [edition.name, edition.name, made.name]
    assert (before.granted_fen, new.granted_fen, new.reason) == (fen(3750), 0, "period-exhausted")
    assert all(valuation.replay(row).is_same for row in (before, old, new))


def test_no_edition_no_valuation(cast, share):
    Edition.objects.get(code="demonstration-17-18").for_periods.all().delete()
    with pytest.raises(refusals.NoEdition):
        claim(cast, share, "8000")


def test_a_valuation_can_be_done_again(cast, share):
    made = claim(cast, share, "70000")
    claim(cast, share, "70000", admitted=STAY + timedelta(days=30))
    assert valuation.replay(made).is_same, "what came later is not counted"
    Claim.objects.filter(pk=made.pk).update(granted_fen=made.granted_fen - 1)
    made.refresh_from_db()
    again = valuation.replay(made)
    assert (again.is_same, again.now_fen - again.stored_fen) == (False, 1)
    with pytest.raises(refusals.NotValued):
        valuation.replay(claim(cast, share, "1", admitted=date(2025, 6, 1), valued=False))


def test_who_sees_a_claim(cast, share):
    made = claim(cast, share, "8000")
    reads = (cast.yuci.path,)
    assert Claim.objects.visible_to(Scope("a", reads)).get() == made
    assert not Claim.objects.visible_to(Scope("a", (cast.pingyao.path,))).exists()
    assert not Claim.objects.visible_to(Scope("a", reads, {}, frozenset({"other-scheme"}))).exists()
    assert Claim.objects.visible_to(
        Scope("a", reads, {Duty.ENTER: reads}, frozenset({"mutual-aid"})), Duty.ENTER
    ).exists()


def test_claims_follow_a_merged_file(cast, share):
    made = claim(cast, share, "8000")
    assert follow(cast.guo, cast.zhang, cast.li, TODAY) == {"claims.Claim": [made.pk]}
    made.refresh_from_db()
    assert made.person == cast.guo
    claim(cast, share, "8000")
    with pytest.raises(MergeConflict):
        follow(cast.guo, cast.zhang, cast.li, TODAY)


def test_what_can_be_counted(cast, share):
    claim(cast, share, "8000")
    claim(cast, share, "100", admitted=date(2023, 1, 1))
    claim(cast, share, "300", admitted=date(2025, 5, 1), valued=False)
    columns = ("own", "scheme", "fact_period", "month", "amount_fen", "benefit")
    rows = set(facts.received_rows().values_list(*columns))
    assert (False, "mutual-aid", 17, 202503, fen(8000), "medical") in rows
    assert len(rows) == 3
    told = set(facts.valued_rows().values_list("outcome", "reason", "days", "fact_day", "amount_fen"))
    assert ("granted", "", 1, 20250314, fen(3750)) in told
    assert {row[:2] for row in told} == {("granted", ""), ("refused", "before-cover")}


def test_a_period_in_one_job_gives_what_one_by_one_gives(cast, edition):
    """Also when some were valued before; both stored the same calculation, to the last step."""
    shares = [enrol(cast, cast.zhang, cast.p17), enrol(cast, cast.guo, cast.p17, is_renewal=False)]
    claim(cast, shares[0], "9000", admitted=date(2025, 1, 2))
    claim(cast, shares[0], "9", admitted=date(2025, 1, 3), benefit="illness", diagnosis="heart")
    for n in range(6):
        day = STAY + timedelta(days=20 * n)
        claim(cast, shares[n % 2], str(7000 * n), admitted=day, valued=False)
        claim(cast, shares[n % 2], "9", admitted=day, benefit="illness", diagnosis="cancer", valued=False)
    waiting = list(Claim.objects.filter(edition=None).order_by("received_on", "pk"))
    on = date(2025, 10, 1)
    columns = ("number", "edition_id", "granted_fen", "counted_fen", "reason", "days_taken", "valued_on", "calculation")
    with transaction.atomic():
        point = transaction.savepoint()
        for made in waiting:
            value_claim(made, on=on)
        apart = list(Claim.objects.order_by("pk").values_list(*columns))
        transaction.savepoint_rollback(point)
    job = jobs.run(valuing.start(period=cast.p17, by=cast.li, on=on))
    assert job.state == "done", job.sentence
    assert job.result["claims"] == len(waiting) == 12
    assert list(Claim.objects.order_by("pk").values_list(*columns)) == apart
    assert all(valuation.replay(made).is_same for made in Claim.objects.all())
    assert Entry.objects.get(verb="claims.period.valued").facts["count"] == 12
    again = jobs.run(valuing.start(period=cast.p17, by=cast.li, on=on))
    assert (again.state, again.result or {}) == ("failed", {}), "nothing is open any more"


def test_a_period_in_one_job_leaves_alone_what_is_decided_or_not_handed_in(cast, monkeypatch):
    office = flow.office(cast)
    days = [date(2025, 1, 4), date(2025, 1, 20), date(2025, 2, 1), date(2025, 2, 15), date(2025, 3, 1)]
    typed, refused, first, second, granted = days
    flow.entered(office, "3000", admitted=typed)
    judging.refuse_claim(
        claim=flow.submitted(office, "3000", admitted=refused), reason_code="R08", by=office.wu, on=date(2025, 3, 17)
    )
    flow.submitted(office, "3000", admitted=first)
    late = flow.reviewed(office, "3000", admitted=second)
    flow.approved(office, "3000", admitted=granted)
    on, read = date(2025, 3, 21), trying.claims_frame

    def read_and_be_overtaken(*args, **named):
        frame = read(*args, **named)
        judging.approve_claim(claim=late, by=office.he, on=on)
        return frame

    with monkeypatch.context() as patched:
        patched.setattr(trying, "claims_frame", read_and_be_overtaken)
        job = jobs.run(valuing.start(period=cast.p17, by=cast.li, on=on))
    assert (job.state, Claim.objects.filter(valued_on=on).count()) == ("failed", 0), "all of it was taken back"
    assert "一件也没有写入" in job.sentence
    job = jobs.run(valuing.start(period=cast.p17, by=cast.li, on=on))
    assert set(Claim.objects.filter(valued_on=on).values_list("admitted_on", flat=True)) == {first, second}
    assert job.result == {"claims": 2, "granted": 2, "granted_fen": fen("2700")}
    assert Claim.objects.granted().count() == 1
    judging.approve_claim(claim=late, by=office.he, on=on, seen_fen=fen("1350"))


def test_a_roster_is_not_taken_back_from_under_its_claims(cast, edition):
    row = (1, "张秀兰", cast.zhang.id_number, None, "普通", 40, None)
    sent = imports.commit(imports.read(upload(cast, book(row))), by=cast.wang, on=TODAY)
    made = claim(cast, cast.zhang.enrolments.get(), "8000", admitted=date(2025, 10, 20))
    valuation.withdraw_claim(claim=made, reason="错了", by=cast.wang, on=TODAY)
    with pytest.raises(HasDependents) as refused:
        imports.undo(sent, reason="试", by=cast.wang, on=TODAY)
    assert "其中 1 人有 1 件互助申领" in str(refused.value)
