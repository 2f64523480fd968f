"""Pages of jobs: what a reader sees while work runs and when it is over, and who may stop it.

Running itself is tested in test_running.py.
"""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import TODAY, Cast
from unionhall.accounts.models import User
from unionhall.accounts.queries import scope_of
from unionhall.office import jobs
from unionhall.office.installation.models import Installation
from unionhall.office.jobs import queries, words
from unionhall.office.jobs.models import Job, JobState
from unionhall.office.jobs.waiting import ended
from unionhall.ui.panels import Panel
from unionhall.ui.slots import JOB_RESULTS


@jobs.runner("tests.page", kept="一行也没有写入。", steps=("读取文件", "写入"))
def _work(job, progress, fail=False):
    progress.step("读取文件", "3 张工作表")
    if fail:
        raise ZeroDivisionError
    progress.step("写入", unit="人")
    return {"lines": [["已导入", "1,247 人"]]}


@pytest.fixture
def house(cast: Cast) -> Cast:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY)
    return cast


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def running(by: User) -> Job:
    job = jobs.start(kind="tests.page", title="导入花名册 · 第十八期", by=by)
    now = timezone.now()
    Job.objects.filter(pk=job.pk).update(
        state="running",
        started_at=now - timedelta(seconds=72),
        alive_at=now,
        done=160_000,
        total=265_463,
        steps=[
            {"name": "读取文件", "detail": "3 张工作表", "state": "done", "seconds": 12, "unit": ""},
            {"name": "写入", "detail": "", "state": "doing", "seconds": 60.0, "unit": "人"},
            {"name": "重算数字", "detail": "", "state": "todo", "seconds": None, "unit": ""},
        ],
    )
    job.refresh_from_db()
    return job


def test_a_running_job_asks_for_itself_and_says_how_far_it_is(house: Cast) -> None:
    job = running(house.li)
    text = logged_in(house.li).get(reverse("jobs:job", args=[job.number])).content.decode()
    for part in (
        "正在写入",
        "60%",
        "已写入 160,000 / 265,463 人",
        "已用 1 分 1",
        "约还需 40 秒",
        "重算数字",
        "一行也没有写入",
    ):
        assert part in text, part
    assert f'hx-get="{reverse("jobs:live", args=[job.number])}"' in text
    live = logged_in(house.li).get(reverse("jobs:live", args=[job.number]))
    assert "HX-Refresh" not in live.headers
    assert "<html" not in live.content.decode()


def test_when_it_is_over_the_page_stops_asking_and_shows_the_result(house: Cast) -> None:
    job = jobs.run(jobs.start(kind="tests.page", title="导入花名册", by=house.li, url="/somewhere/"))
    client = logged_in(house.li)
    assert client.get(reverse("jobs:live", args=[job.number])).headers["HX-Refresh"] == "true"
    text = client.get(reverse("jobs:job", args=[job.number])).content.decode()
    assert "hx-get" not in text.split('id="main"')[1]
    for part in ("完成", "已导入", "1,247 人", 'href="/somewhere/"'):
        assert part in text


def test_the_app_that_owns_the_kind_shows_its_result(house: Cast, monkeypatch) -> None:
    def panel(job, scope):
        if job.kind != "tests.page":
            return None
        return Panel("应缴与到款", "registers/history_panel.html", {"acts": []}, is_aside=True)

    monkeypatch.setattr(JOB_RESULTS, "_providers", [(0, 0, panel)])
    waiting = jobs.start(kind="tests.page", title="导入花名册", by=house.li)
    client = logged_in(house.li)
    address = reverse("jobs:job", args=[waiting.number])
    assert "应缴与到款" not in client.get(address).content.decode()
    jobs.run(waiting)
    assert "应缴与到款" in client.get(address).content.decode()


def test_a_failed_job_says_what_was_kept_and_waits_on_the_first_page(house: Cast) -> None:
    job = jobs.run(jobs.start(kind="tests.page", title="导入花名册", by=house.li, arguments={"fail": True}))
    (waiting,) = ended(scope_of(house.li, TODAY), TODAY)
    assert (waiting.title, waiting.state, waiting.verb) == ("导入花名册", ("failed", "没有办成"), "看结果")
    assert ended(scope_of(house.wang, TODAY), TODAY) == []
    text = logged_in(house.li).get(waiting.url).content.decode()
    assert "一行也没有写入" in text
    assert "ZeroDivision" not in text
    assert ended(scope_of(house.li, TODAY), TODAY) == []
    assert Job.objects.get(pk=job.pk).seen_at is not None


def test_jobs_of_other_organisations_are_not_there(house: Cast) -> None:
    job = jobs.run(jobs.start(kind="tests.page", title="导入榆次花名册", by=house.wang))
    for user, status in ((house.wang, 200), (house.li, 200), (house.zhao, 200), (house.sun, 404)):
        client = logged_in(user)
        for name in ("job", "live"):
            assert client.get(reverse(f"jobs:{name}", args=[job.number])).status_code == status
        listed = "导入榆次花名册" in client.get(reverse("jobs:list")).content.decode()
        assert listed is (status == 200)


def test_only_its_starter_or_an_administrator_stops_it(house: Cast) -> None:
    for user, status in ((house.sun, 404), (house.chen, 403), (house.zhao, 403), (house.wang, 302), (house.admin, 302)):
        job = jobs.start(kind="tests.page", title="导入", by=house.wang)
        assert logged_in(user).post(reverse("jobs:stop", args=[job.number])).status_code == status
        job.refresh_from_db()
        assert job.state == (JobState.STOPPED if status == 302 else JobState.WAITING)


def test_stopping_too_late_is_said(house: Cast) -> None:
    job = jobs.run(jobs.start(kind="tests.page", title="导入", by=house.wang))
    assert logged_in(house.wang).post(reverse("jobs:stop", args=[job.number])).status_code == 403


def test_the_list_needs_the_same_queries_whatever_its_length(house: Cast, django_assert_max_num_queries) -> None:
    client = logged_in(house.li)
    client.get(reverse("jobs:list"))
    for _ in range(30):
        jobs.start(kind="tests.page", title="导入", by=house.li)
    with django_assert_max_num_queries(8):
        assert client.get(reverse("jobs:list")).context["table"].total == 30


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "不到 1 秒"), (59, "59 秒"), (72, "1 分 12 秒"), (7500, "2 小时 5 分"), (None, "等待")],
)
def test_spans_of_time(seconds, said) -> None:
    assert words.span(seconds) == said


def test_what_remains_is_said_only_once_it_can_be_known() -> None:
    job = Job(done=0, total=10, steps=[{"state": "doing", "seconds": 5}])
    assert queries.remaining_seconds(job) is None
    job.done = 2
    assert queries.remaining_seconds(job) == 20
    job.steps[0]["seconds"] = 1
    assert queries.remaining_seconds(job) is None
