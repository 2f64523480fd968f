"""Editions drafted, amended, held to their examples and put in force by a second person."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from tests.aid.claims.setting import draft, load
from tests.cast import TODAY
from unionhall.aid.claims import actions, refusals, showing
from unionhall.aid.claims.amendments import Amendment, NewBand, NewNumber
from unionhall.aid.claims.models import Band, Edition, EditionPeriod, EditionStatus
from unionhall.aid.claims.terms import run_cases, terms_of
from unionhall.kernel.money import fen
from unionhall.office.journal.models import Entry

RAISED = Amendment(numbers={("", "cap_period_fen"): NewNumber(fen(60_000), "草案第 9 条", "verified")})


@pytest.fixture
def edition(cast):
    return load(cast)


def sign(draft_, by, replacing=None):
    seen = replacing if replacing is not None else _seen(draft_)
    return actions.put_in_force(edition=draft_, replacing=seen, by=by, on=TODAY)


def _seen(draft_):
    current = {row.period_id: row.edition_id for row in showing.replaced(draft_)}
    return {pk: current.get(pk) for pk in draft_.for_periods.values_list("period_id", flat=True)}


def test_a_draft_has_all_lines_and_examples_of_its_source(cast, edition):
    made = draft(cast, edition)
    assert terms_of(made) == terms_of(edition)
    assert [run.is_passed for run in run_cases(made)] == [True] * edition.cases.count()
    assert made.status == EditionStatus.DRAFT
    assert made.is_demonstration, "a copy of a demonstration is one"
    assert showing.groups(made)[1] == 0
    assert Entry.objects.filter(verb="claims.edition.drafted", object_id=str(made.pk)).exists()


def test_a_draft_needs_a_period_and_a_name_of_its_own(cast, edition):
    named = {"copied_from": edition, "organisation": cast.city, "by": cast.li, "on": TODAY}
    with pytest.raises(refusals.NoPeriods):
        actions.draft_edition(name="某", periods=[], **named)
    with pytest.raises(refusals.NameTaken):
        actions.draft_edition(name=edition.name, periods=[cast.p18], **named)


def test_amended_lines_are_told_beside_the_old_ones(cast, edition):
    made = draft(cast, edition)
    bands = [
        NewBand(fen(5000), 5000, "草案第 7 条", "verified"),
        NewBand(fen(10000), 5000),
        NewBand(None, 7000),
    ]
    actions.amend_terms(
        edition=made,
        amendment=Amendment(
            numbers={
                ("", "cap_period_fen"): NewNumber(fen(60_000), "草案第 9 条", "verified"),
                ("", "waiting_days"): NewNumber(None),
                ("medical", "deductible_fen"): NewNumber(0),
            },
            bands={"medical": bands},
            lumps={("illness", "cancer"): NewNumber(fen(8000), "草案第 8 条", "verified")},
        ),
        by=cast.li,
        on=TODAY,
    )
    made.refresh_from_db()
    terms = terms_of(made)
    assert terms.cap_period_fen == fen(60_000)
    assert terms.waiting_days == 0
    assert terms.benefits["illness"].lumps["cancer"].amount_fen == fen(8000)
    assert [(band.from_fen, band.until_fen) for band in terms.benefits["medical"].bands] == [
        (0, fen(5000)),
        (fen(5000), fen(10000)),
        (fen(10000), None),
    ]
    groups, changed = showing.groups(made)
    rows = {(group.head, row.label): row for group in groups for row in group.rows}
    cap = rows[("其他", "本期封顶")]
    assert (cap.before, cap.value, cap.source, cap.is_changed) == ("50,000.00", "60,000.00", "草案第 9 条", True)
    assert rows[("其他", "等待期（新参）")].value == ""
    assert changed == 9  # cap, waiting, deductible, cancer, first band, two bands gone joined into one, three lost
    lines = Entry.objects.get(verb="claims.edition.amended").facts["lines"]
    assert "本期封顶 50,000.00 → 60,000.00" in lines


def test_nonsense_is_refused_whole(cast, edition):
    made = draft(cast, edition)
    before = terms_of(made)
    for bands in ([NewBand(fen(5000), 4500), NewBand(fen(5000), 5000)], [NewBand(None, 1), NewBand(fen(9), 2)], []):
        with pytest.raises(refusals.TermsUnsound):
            actions.amend_terms(
                edition=made,
                amendment=Amendment(numbers={("", "waiting_days"): NewNumber(90)}, bands={"medical": bands}),
                by=cast.li,
                on=TODAY,
            )
        assert terms_of(made) == before
    with pytest.raises(refusals.NoSuchLine):
        actions.amend_terms(
            edition=made, amendment=Amendment(numbers={("teeth", "daily_fen"): NewNumber(1)}), by=cast.li, on=TODAY
        )
    with pytest.raises(refusals.NothingChanged):
        actions.amend_terms(edition=made, amendment=Amendment(), by=cast.li, on=TODAY)


def test_a_failing_example_blocks_until_it_is_mended(cast, edition):
    made = draft(cast, edition)
    actions.amend_terms(edition=made, amendment=RAISED, by=cast.li, on=TODAY)
    failed = [run for run in run_cases(made) if not run.is_passed]
    assert [run.case.code for run in failed] == ["capped", "paid-before"]
    assert "本期封顶 60,000 元 60,000.00" in failed[0].told
    with pytest.raises(refusals.CasesFail) as refused:
        sign(made, cast.liu)
    assert "第 8、9 例" in str(refused.value)
    for run, expected, reason in zip(failed, (60_000, 3750), ("capped-by-period", ""), strict=True):
        actions.mend_case(
            case=run.case, expected_fen=fen(expected), expected_reason=reason, reason="新封顶", by=cast.li, on=TODAY
        )
    sign(made, cast.liu)
    made.refresh_from_db()
    assert made.status == EditionStatus.IN_FORCE
    assert made.put_in_force_by == "liu"


def test_whoever_drafted_or_touched_it_does_not_sign(cast, edition):
    made = draft(cast, edition)
    with pytest.raises(refusals.SamePerson):
        sign(made, cast.li)
    case = made.cases.get(code="waited")
    actions.mend_case(case=case, situation="满 30 天", reason="写清楚", by=cast.liu, on=TODAY)
    with pytest.raises(refusals.SamePerson):
        sign(made, cast.liu)


def test_the_database_holds_the_second_person_too(cast, edition):
    made = draft(cast, edition)
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition.objects.filter(pk=made.pk).update(status="in-force", put_in_force_by=made.drafted_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        EditionPeriod.objects.filter(edition=made).update(is_in_force=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Band.objects.filter(benefit__edition=made).update(rate_bp=10_001)


def test_what_is_replaced_ends_only_when_no_period_is_left_to_it(cast, edition):
    made = draft(cast, edition, periods=[cast.p18])
    sign(made, cast.liu)
    edition.refresh_from_db()
    assert edition.status == EditionStatus.IN_FORCE, "period 17 is still its own"
    assert list(edition.for_periods.values_list("period__number", "is_in_force")) == [(17, True), (18, False)]
    other = draft(cast, edition, "再一版", periods=[cast.p17])
    sign(other, cast.liu)
    edition.refresh_from_db()
    assert edition.status == EditionStatus.SUPERSEDED


def test_signing_against_what_was_seen(cast, edition):
    first, second = draft(cast, edition, "甲版"), draft(cast, edition, "乙版")
    seen = _seen(second)
    sign(first, cast.liu)
    with pytest.raises(refusals.ChangedMeanwhile) as refused:
        sign(second, cast.liu, seen)
    assert "刘志远" in str(refused.value)
    assert "甲版" in str(refused.value)
    second.refresh_from_db()
    assert second.status == EditionStatus.DRAFT


def test_a_later_edition_must_begin_later(cast, edition):
    made = draft(cast, edition)
    actions.amend_terms(edition=made, amendment=Amendment(valid_from=edition.valid_from), by=cast.li, on=TODAY)
    with pytest.raises(refusals.DayTooEarly):
        sign(made, cast.liu)


def test_what_was_in_force_is_never_changed(cast, edition):
    calls = (
        lambda: actions.amend_terms(edition=edition, amendment=RAISED, by=cast.wang, on=TODAY),
        lambda: actions.add_case(
            edition=edition, code="x", situation="某", benefit="medical", expected_fen=0, by=cast.li, on=TODAY
        ),
        lambda: actions.mend_case(case=edition.cases.first(), expected_fen=1, reason="试", by=cast.li, on=TODAY),
        lambda: sign(edition, cast.liu),
    )
    for call in calls:
        with pytest.raises(refusals.NotADraft):
            call()


def test_examples_are_added_once(cast, edition):
    made = draft(cast, edition)
    named = {"edition": made, "situation": "两万", "benefit": "medical", "by": cast.wang, "on": date(2025, 12, 30)}
    case = actions.add_case(code="case-16", own_cost_fen=fen(20_000), expected_fen=fen(10_250), **named)
    assert case.place == edition.cases.count() + 1
    assert case.added_by_name == "王丽萍"
    assert [run.is_passed for run in run_cases(made) if run.case.pk == case.pk] == [True]
    with pytest.raises(refusals.CaseExists):
        actions.add_case(code="case-16", expected_fen=0, **named)
    with pytest.raises(refusals.NoSuchLine):
        actions.add_case(code="case-17", expected_fen=0, **{**named, "benefit": "teeth"})
    made.cases.all().delete()
    with pytest.raises(refusals.NoCases):
        sign(made, cast.liu)


def test_illnesses_and_papers_come_and_go(cast, edition):
    made = draft(cast, edition)
    labels = ["病理报告", "出院小结", "收条"]
    actions.amend_terms(
        edition=made,
        amendment=Amendment(
            lumps={("illness", "heart"): NewNumber(None)},
            new_lumps={"illness": [("脑中风", fen(3500))]},
            papers={"illness": labels},
        ),
        by=cast.li,
        on=TODAY,
    )
    illness = terms_of(made).benefits["illness"]
    assert {lump.label: lump.amount_fen for lump in illness.lumps.values()} == {
        "恶性肿瘤": fen(5000),
        "脑中风": fen(3500),
    }
    assert [(paper.code, paper.label, paper.proves) for paper in illness.papers] == [
        ("pathology", "病理报告", ("diagnosis",)),
        ("summary", "出院小结", ("days", "diagnosis")),
        ("paper-1", "收条", ()),
    ]
    with pytest.raises(refusals.NothingChanged):
        actions.amend_terms(edition=made, amendment=Amendment(papers={"illness": labels}), by=cast.li, on=TODAY)
