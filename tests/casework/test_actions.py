"""Cases from entry to their end: each refusal, the clock, separation of duties, notice, appeal, many at once."""

import io
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casework.kind import FIRST_DAY, KIND, known, opened, with_reasons
from tests.cast import Cast, user
from unionhall.accounts.models import Post, User
from unionhall.accounts.queries import scope_of
from unionhall.casework import actions, notices, papers, queries, refusals
from unionhall.casework.kinds import Verb
from unionhall.casework.models import Case, Holding, Paper, Step
from unionhall.casework.panels import case_panel, papers_panel, unit_dependents
from unionhall.casework.timeline import rows_of
from unionhall.casework.waiting import waiting
from unionhall.kernel.actors import SYSTEM
from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.journal.models import Entry
from unionhall.organisations import actions as organisations

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SECOND_DAY = date(2025, 12, 2)


@pytest.fixture(autouse=True)
def _known(cast: Cast, settings, tmp_path):
    settings.PAPERS_DIR = tmp_path
    with_reasons(cast.admin)
    with known():
        yield


@pytest.fixture
def wu(cast: Cast) -> User:
    return user("wu", "武衡之", cast.yuci, "初审", Duty.REVIEW)


def step(case: Case, verb: Verb, by, on: date = SECOND_DAY, **rest) -> Case:
    return actions.step(case=case, verb=verb, by=by, on=on, **rest)


def paper(case: Case, by) -> None:
    actions.attach_paper(case=case, code="invoice", upload=io.BytesIO(PDF), by=by, on=FIRST_DAY)


def submitted(cast: Cast, unit=None) -> Case:
    by = cast.wang if unit is None else cast.li
    case = opened(unit or cast.weavers, by)
    paper(case, by)
    return step(case, Verb.SUBMIT, by, FIRST_DAY)


def test_numbers_are_of_their_series_and_without_gaps(cast: Cast) -> None:
    first, second = opened(cast.weavers, cast.wang), opened(cast.spinners, cast.wang)
    assert (first.number, second.number) == ("T25-0001", "T25-0002")
    with pytest.raises(refusals.NotYourTurn):
        opened(cast.weavers, cast.sun)
    assert opened(cast.weavers, cast.wang).number == "T25-0003"
    assert Entry.objects.filter(verb="casework.case.entered").count() == 3


def test_a_case_walks_to_its_end(cast: Cast, wu: User) -> None:
    case = submitted(cast)
    assert (case.state, case.waits_for, case.turn, case.due_on) == ("first", "review", cast.yuci, date(2025, 12, 4))
    step(case, Verb.REVIEW, wu)
    assert (case.state, case.turn, case.due_on) == ("second", cast.city, date(2025, 12, 4))
    step(case, Verb.REVIEW, cast.li, date(2025, 12, 3))
    assert (case.notice_from, case.notice_until) == (date(2025, 12, 3), date(2025, 12, 10))
    with pytest.raises(refusals.NoticeRunning, match="公示到 2025-12-10 为止"):
        step(case, Verb.CLOSE, SYSTEM, date(2025, 12, 10))
    step(case, Verb.CLOSE, SYSTEM, date(2025, 12, 11))
    assert (case.state, case.closed_on, case.waits_for, case.turn) == ("paid", date(2025, 12, 11), "", None)
    assert [row.number for row in case.steps.order_by("number")] == [1, 2, 3, 4, 5]
    assert [row.act for row in rows_of(case)] == ["办结", "通过复审", "通过初审", "提交", "录入"]
    held = dict(Holding.objects.filter(case=case).values_list("user__username", "role"))
    assert held == {"wang": "enter", "wu": "review.county", "li": "review.city"}
    assert case.steps.get(number=3).post == "榆次区总工会 初审"


def test_who_decided_on_an_older_page_reads_who_was_faster(cast: Cast, wu: User) -> None:
    other = user("wu2", "吴明", cast.yuci, "初审", Duty.REVIEW)
    case = submitted(cast)
    seen = Case.objects.get(pk=case.pk)
    step(case, Verb.REVIEW, wu)
    with pytest.raises(refusals.AlreadyDone) as told:
        step(seen, Verb.REFUSE, other, reason_code="R01")
    said = told.value.say()
    assert said.startswith("这件补助申请已经有人办过了。武衡之今天 ")
    assert said.endswith("已通过初审，您的决定没有保存。")
    with pytest.raises(refusals.AlreadyDone):
        step(case, Verb.REVIEW, cast.li, seen=2)
    assert Step.objects.filter(case=case).count() == 3


def test_one_role_on_a_case(cast: Cast, wu: User) -> None:
    """A unit directly under the city: entered, first and second reviewed by three people of the city."""
    li2, li3 = (user(f"li{n}", f"李{n}", cast.city, "复核", Duty.REVIEW) for n in (2, 3))
    case = submitted(cast, unit=cast.offices)
    assert case.turn == cast.city
    with pytest.raises(refusals.NotYourTurn) as told:
        step(case, Verb.REVIEW, cast.li)
    assert "T25-0001 您已经办过“经办”" in told.value.say()
    step(case, Verb.REVIEW, li2)
    with pytest.raises(refusals.NotYourTurn, match="级复核"):
        step(case, Verb.REVIEW, li2)
    step(case, Verb.REVIEW, li3)
    assert case.state == "notice"
    with pytest.raises(IntegrityError), transaction.atomic():
        Holding.objects.create(case=case, user=li2, role="pay")


def test_payers_hold_too(cast: Cast) -> None:
    case = submitted(cast)
    actions.hold(cases=[case, case], role="pay", by=cast.chen, on=SECOND_DAY)
    actions.hold(cases=[case], role="pay", by=cast.chen, on=SECOND_DAY)
    with pytest.raises(refusals.NotYourTurn):
        actions.hold(cases=[case], role="pay", by=cast.wang, on=SECOND_DAY)
    assert Holding.objects.filter(case=case).count() == 2


def test_duty_scope_and_scheme(cast: Cast, wu: User) -> None:
    case = submitted(cast)
    stranger = user("song", "宋", cast.pingyao, "初审", Duty.REVIEW)
    for nobody in (stranger, cast.zhao, cast.chen, cast.wang):
        with pytest.raises(refusals.NotYourTurn):
            step(case, Verb.REVIEW, nobody)
    post = wu.posts.get()
    post.schemes = ["study-aid"]
    post.save()
    with pytest.raises(refusals.NotYourTurn):
        step(case, Verb.REVIEW, wu)
    post.schemes = ["mutual-aid"]
    post.save()
    step(case, Verb.REVIEW, wu)
    with pytest.raises(refusals.NotYourTurn) as told:
        step(case, Verb.APPROVE, cast.li)
    assert "现在是“待复审”" in told.value.say()


def test_a_return_stops_the_clock_and_the_answer_resumes_it(cast: Cast, wu: User) -> None:
    case = submitted(cast)
    with pytest.raises(refusals.ReasonMissing):
        step(case, Verb.RETURN, wu)
    with pytest.raises(refusals.ReasonMissing):
        step(case, Verb.RETURN, wu, reason_code="R01")  # a reason of refusals
    step(case, Verb.RETURN, wu, reason_code="T04", note="第 2 页")
    assert (case.due_on, case.days_left, case.is_clock_running) == (None, 2, False)
    assert (case.waits_for, case.turn) == ("enter", cast.weavers)
    step(case, Verb.SUBMIT, cast.wang, date(2025, 12, 15))
    assert (case.state, case.due_on, case.days_left) == ("first", date(2025, 12, 17), None)
    step(case, Verb.REVIEW, wu, date(2025, 12, 16))  # the same role again
    back = next(row for row in rows_of(case) if row.kind == "back")
    assert (back.act, back.note) == ("退回补正", "榆次区总工会 初审 · T04 结算单缺页 · 第 2 页")


def test_papers_are_asked_for(cast: Cast) -> None:
    case = opened(cast.weavers, cast.wang)
    with pytest.raises(refusals.PapersMissing) as told:
        step(case, Verb.SUBMIT, cast.wang, FIRST_DAY)
    assert "出院发票" in told.value.say()
    paper(case, cast.wang)
    with pytest.raises(refusals.PapersMissing):
        step(case, Verb.SUBMIT, cast.wang, FIRST_DAY, papers=("invoice", "card"))
    with pytest.raises(refusals.PaperUnknown):
        actions.attach_paper(case=case, code="passport", upload=io.BytesIO(PDF), by=cast.wang, on=FIRST_DAY)
    step(case, Verb.SUBMIT, cast.wang, FIRST_DAY)


def test_an_objection_stops_the_notice_and_a_rejected_one_lets_it_go_on(cast: Cast, wu: User) -> None:
    case = step(step(submitted(cast), Verb.REVIEW, wu), Verb.REVIEW, cast.li)
    assert case.notice_until == date(2025, 12, 9)
    step(case, Verb.OBJECT, cast.wang, date(2025, 12, 4), reason_code="Y01")
    assert (case.notice_until, case.days_left) == (None, 3)
    step(case, Verb.REVIEW, cast.li, date(2025, 12, 8))
    assert (case.notice_from, case.notice_until) == (date(2025, 12, 8), date(2025, 12, 11))


def test_an_appeal_reopens_while_its_window_is_open(cast: Cast, wu: User) -> None:
    case = step(submitted(cast), Verb.REFUSE, wu, reason_code="R01")
    assert (case.closed_on, case.waits_for) == (SECOND_DAY, "")
    with pytest.raises(refusals.TooLate):
        step(case, Verb.APPEAL, cast.wang, date(2025, 12, 13))
    with pytest.raises(refusals.TooLate):
        step(case, Verb.APPEAL, cast.wang, date(2025, 12, 10), within=5)
    step(case, Verb.APPEAL, cast.wang, date(2025, 12, 12))
    assert (case.state, case.closed_on, case.turn) == ("second", None, cast.city)


def test_what_waits_waits_for_those_whose_turn_it_is(cast: Cast, wu: User) -> None:
    case = submitted(cast)

    def told(someone: User) -> list[str]:
        return [line.title for line in waiting(scope_of(someone, SECOND_DAY), SECOND_DAY)]

    assert told(wu) == [case.number]
    assert told(cast.li) == told(cast.wang) == told(cast.sun) == []
    step(case, Verb.REVIEW, wu)
    (line,) = waiting(scope_of(cast.li, SECOND_DAY), SECOND_DAY)
    assert (line.group, line.verb, line.due_on, line.url) == (
        "补助申请",
        "去通过复审",
        date(2025, 12, 4),
        f"/test/{case.pk}/",
    )
    draft = opened(cast.weavers, cast.wang)
    assert told(cast.wang) == [draft.number]
    assert told(cast.li) == [case.number, draft.number]
    actions.hold(cases=[case], role="pay", by=cast.li, on=SECOND_DAY)
    assert told(cast.li) == [draft.number]
    assert list(Case.objects.overdue(on=date(2025, 12, 9))) == [draft, case]
    assert queries.waiting_for(Scope()).count() == 0


def test_waiting_is_one_query(cast: Cast, wu: User, django_assert_num_queries) -> None:
    for _ in range(4):
        submitted(cast)
    scope = scope_of(wu, SECOND_DAY)
    with django_assert_num_queries(1):
        assert len(waiting(scope, SECOND_DAY)) == 4


def test_papers_open_for_the_schemes_officers_and_auditors(cast: Cast, wu: User) -> None:
    case = opened(cast.weavers, cast.wang)
    key = str(case.pk)
    may = {
        someone.username: papers.may_open(scope_of(someone, FIRST_DAY), key)
        for someone in (cast.wang, wu, cast.li, cast.zhao, cast.liu, cast.chen, cast.sun, cast.admin)
    }
    opens = {name for name, allowed in may.items() if allowed}
    assert opens == {"wang", "wu", "li", "zhao"}
    post = wu.posts.get()
    post.schemes = ["study-aid"]
    post.save()
    assert not papers.may_open(scope_of(wu, FIRST_DAY), key)
    assert papers.may_add(scope_of(cast.wang, FIRST_DAY), key)
    assert not papers.may_add(scope_of(cast.zhao, FIRST_DAY), key)
    paper(case, cast.wang)
    step(case, Verb.SUBMIT, cast.wang, FIRST_DAY)
    assert not papers.may_add(scope_of(cast.wang, FIRST_DAY), key)
    assert not papers.may_open(scope_of(cast.wang, FIRST_DAY), "x")


def test_a_post_without_limits_elsewhere_opens_nothing_of_another_scheme(cast: Cast, wu: User) -> None:
    """Wu reviews study aid in Yuci and everything in Pingyao: mutual aid's cases of Yuci are none of hers."""
    case = submitted(cast)
    Post.objects.create(
        unit=cast.pingyao, user=wu, holder_name=wu.name, title="初审", duties=["enter", "review"], from_on=FIRST_DAY
    )
    wu.posts.filter(unit=cast.yuci).update(schemes=["study-aid"], duties=["enter", "review"])
    scope = scope_of(wu, FIRST_DAY)
    assert scope.schemes is None
    for rows in (Case.objects, Step.objects, Holding.objects, Paper.objects):
        assert rows.exists()
        assert not rows.all().visible_to(scope).exists(), rows.model
    assert not queries.waiting_for(scope).exists()
    assert not papers.may_open(scope, str(case.pk))
    assert not papers.may_add(scope, str(opened(cast.weavers, cast.wang).pk))
    with pytest.raises(refusals.NotYourTurn):
        step(case, Verb.REVIEW, wu)
    theirs = opened(cast.brewers, cast.sun)
    assert list(Case.objects.visible_to(scope)) == [theirs]
    assert list(queries.waiting_for(scope)) == [theirs]


def test_papers_come_from_who_may_hand_in_and_reviews_nothing_then(cast: Cast, wu: User) -> None:
    both = user("gao", "高明", cast.yuci, "经办", Duty.ENTER, Duty.REVIEW)
    case = opened(cast.weavers, cast.wang)
    for stranger in (wu, cast.sun):
        with pytest.raises(refusals.NotYourTurn):
            paper(case, stranger)
    paper(case, both)
    assert Holding.objects.get(case=case, user=both).role == "enter"
    step(case, Verb.SUBMIT, cast.wang, FIRST_DAY)
    with pytest.raises(refusals.NotYourTurn, match="您已经办过"):
        step(case, Verb.REVIEW, both)
    with pytest.raises(refusals.NotYourTurn):
        paper(case, cast.wang)
    seen = case.version
    step(case, Verb.RETURN, wu, reason_code="T04")
    named = {"case": case, "code": "invoice", "by": cast.wang, "on": SECOND_DAY}
    with pytest.raises(refusals.AlreadyDone):
        actions.attach_paper(upload=io.BytesIO(PDF), seen=seen, **named)
    actions.attach_paper(upload=io.BytesIO(PDF), seen=case.version, **named)
    assert Paper.objects.filter(case=case).count() == 2


def test_panels_say_where_it_stands(cast: Cast, wu: User) -> None:
    case = submitted(cast)
    panel = case_panel(case, scope_of(wu, SECOND_DAY), SECOND_DAY)
    assert panel.context["state"] == ("doing", "待初审")
    assert panel.context["rows"][0].who == "榆次区总工会"
    shown = papers_panel(case, scope_of(wu, SECOND_DAY), SECOND_DAY, ("invoice", "card"))
    assert shown is not None
    assert [(line.label, len(line.papers), line.is_required) for line in shown.context["lines"]] == [
        ("出院发票", 1, True),
        ("银行卡", 0, True),
    ]
    assert unit_dependents(cast.weavers, SECOND_DAY) == ["还有 1 件没有办结的办件"]
    with pytest.raises(DomainError):
        organisations.close_unit(unit=cast.weavers, paper_number="x", by=cast.li, on=SECOND_DAY)


def test_the_notice_lists_masked_names_within_reach(cast: Cast, wu: User) -> None:
    case = step(step(submitted(cast), Verb.REVIEW, wu), Verb.REVIEW, cast.li)

    def twelve_yuan(cases):
        return {case.pk: (cast.zhang.name, 1200) for case in cases}

    def listed(someone: User, on: date = SECOND_DAY):
        return notices.listed(
            KIND.code,
            scope_of(someone, SECOND_DAY),
            on=on,
            subjects=twelve_yuan,
        )

    assert [(line.number, line.name, line.amount_fen) for line in listed(cast.li)] == [(case.number, "张**", 1200)]
    assert listed(cast.sun) == []
    assert listed(cast.li, date(2025, 12, 10)) == []
    panel = notices.notice_panel(
        KIND.code,
        scope_of(wu, SECOND_DAY),
        on=SECOND_DAY,
        subjects=twelve_yuan,
    )
    assert panel.context["total_fen"] == 1200


def test_many_at_once_each_with_its_outcome(cast: Cast, wu: User) -> None:
    cases = [submitted(cast) for _ in range(3)]
    old = Case.objects.get(pk=cases[1].pk)
    step(cases[1], Verb.RETURN, wu, reason_code="T04")
    outcomes = actions.step_all(cases=[cases[0], old, cases[2]], verb=Verb.REVIEW, by=wu, on=SECOND_DAY)
    assert [row.refusal.code if row.refusal else "" for row in outcomes] == ["", "already-done", ""]
    assert [Case.objects.get(pk=case.pk).state for case in cases] == ["second", "back", "second"]
    entry = Entry.objects.get(verb="casework.cases.reviewed")
    assert (entry.facts["count"], entry.facts["refused"]) == (2, 1)


def test_reasons_are_dated(cast: Cast) -> None:
    later = date(2025, 12, 10)
    actions.set_reason(
        kind=KIND.code,
        verb=Verb.RETURN,
        code="T04",
        label="缺页",
        sentence="请补齐缺的页。",
        from_on=later,
        by=cast.admin,
        on=FIRST_DAY,
    )
    told = {day: queries.reasons(KIND.code, verb="return", on=day).get(code="T04").label for day in (FIRST_DAY, later)}
    assert told == {FIRST_DAY: "结算单缺页", later: "缺页"}
    with pytest.raises(refusals.ReasonTaken):
        actions.set_reason(
            kind=KIND.code,
            verb=Verb.RETURN,
            code="T04",
            label="x",
            sentence="x",
            from_on=later,
            by=cast.admin,
            on=FIRST_DAY,
        )


ACTS = st.lists(
    st.tuples(st.sampled_from(list(Verb)), st.sampled_from(["wang", "wu", "li", "sun", "system"]), st.integers(0, 4)),
    max_size=14,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_the_order_the_invariants_hold(cast: Cast, wu: User, acts) -> None:
    people = {"wang": cast.wang, "wu": wu, "li": cast.li, "sun": cast.sun, "system": SYSTEM}
    reasons = {Verb.RETURN: "T04", Verb.REFUSE: "R01", Verb.OBJECT: "Y01"}
    with transaction.atomic():
        case = opened(cast.weavers, cast.wang)
        paper(case, cast.wang)
        on, taken = FIRST_DAY, 1
        for verb, who, days in acts:
            on = date.fromordinal(on.toordinal() + days)
            before = (case.state, case.version)
            try:
                step(case, verb, people[who], on, reason_code=reasons.get(verb, ""))
                taken += 1
            except DomainError:
                case.refresh_from_db()
                assert (case.state, case.version) == before
        case.refresh_from_db()
        assert case.version == case.steps.count() == taken
        assert (case.due_on is None) or (case.is_clock_running and case.closed_on is None)
        assert (case.closed_on is not None) == KIND.states[case.state].is_end
        roles = list(case.holdings.values_list("user", "role"))
        assert len(roles) == len(dict(roles))
        transaction.set_rollback(True)
