"""Jobs run, tell of themselves, stop when asked and say what was kept.

The worker and the sweeper have their own files.
"""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from tests.cast import Cast
from unionhall.kernel.errors import DomainError
from unionhall.office import jobs
from unionhall.office.jobs import numbers, pulse, queries
from unionhall.office.jobs.models import Job, JobState


class NoPaper(DomainError):
    code = "no-paper"
    sentence = "缺少文号，{rows} 行没有写入。"


@jobs.runner("tests.count", steps=("读取文件", "写入"), is_repeatable=True)
def _count(job, progress, *, rows):
    progress.step("读取文件", "1 张工作表")
    progress.step("写入", unit="人")
    progress.advance(rows // 2, rows)
    progress.detail(f"{rows} 人")
    return {"rows": rows}


@jobs.runner("tests.refuse")
def _refuse(job, progress, *, rows):
    progress.step("核对")
    raise NoPaper(rows=rows)


@jobs.runner("tests.break", kept="已读的 3 行还在。")
def _break(job, progress):
    raise ZeroDivisionError


@jobs.runner("tests.wait")
def _wait(job, progress):
    progress.step("等待", unit="次")
    _seen.set()
    for n in range(3000):
        progress.advance(n, 3000)
        _tick.wait(0.01)


_seen, _tick = threading.Event(), threading.Event()


def _start(kind, by, **arguments):
    return jobs.start(kind=kind, title="作业", by=by, arguments=arguments)


def test_a_job_runs_to_its_end_with_steps_and_result(cast: Cast) -> None:
    job = jobs.run(_start("tests.count", cast.li, rows=40))
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"rows": 40}, 1)
    assert [(s["name"], s["state"], s["detail"]) for s in job.steps] == [
        ("读取文件", "done", "1 张工作表"),
        ("写入", "done", "40 人"),
    ]
    assert all(step["seconds"] >= 0 for step in job.steps)
    assert (job.done, job.total, job.organisation_path) == (20, 40, cast.city.path)


def test_numbers_run_within_a_day_and_start_again_on_the_next(db: None) -> None:
    day, next_day = date(2025, 12, 26), date(2025, 12, 27)
    assert [numbers.dated("ZY", day), numbers.dated("ZY", day), numbers.dated("ZY", next_day)] == [
        "ZY-20251226-0001",
        "ZY-20251226-0002",
        "ZY-20251227-0001",
    ]
    assert numbers.take("many", 5) == 5
    assert numbers.take("many") == 6


def test_a_refused_act_gives_its_number_back(db: None) -> None:
    with transaction.atomic():
        numbers.take("rolled")
        transaction.set_rollback(True)
    assert numbers.take("rolled") == 1


def test_a_refusal_becomes_the_jobs_sentence(cast: Cast) -> None:
    job = jobs.run(_start("tests.refuse", cast.li, rows=3))
    assert (job.state, job.sentence) == (JobState.FAILED, "缺少文号，3 行没有写入。")
    assert job.steps[0]["state"] == "failed"


def test_an_error_says_its_number_and_what_was_kept(cast: Cast) -> None:
    job = jobs.run(_start("tests.break", cast.li))
    assert job.state == JobState.FAILED
    assert job.sentence.startswith("系统出错，错误编号 ")
    assert "已读的 3 行还在。" in job.sentence
    assert "ZeroDivision" not in job.sentence


def test_a_job_runs_once(cast: Cast) -> None:
    job = jobs.run(_start("tests.count", cast.li, rows=2))
    assert jobs.run(job).attempts == 1


def test_an_unknown_kind_is_refused_at_once(cast: Cast) -> None:
    with pytest.raises(LookupError, match="no runner"):
        _start("tests.nobody", cast.li)
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_running_work_is_seen_and_stopped_from_elsewhere() -> None:
    from tests.cast import build

    job = _start("tests.wait", build().li)
    _seen.clear()
    worker = threading.Thread(target=_run_and_close, args=(job,))
    worker.start()
    assert _seen.wait(20)
    assert pulse.is_held(job.pk)
    shown = _wait_for(lambda: queries.live(Job.objects.get(pk=job.pk)), lambda live: live.steps)
    assert (shown.state, shown.steps[0]["name"], shown.steps[0]["state"]) == (JobState.RUNNING, "等待", "doing")
    pulse.ask_to_stop(job.pk)
    worker.join(20)
    job.refresh_from_db()
    assert (job.state, job.sentence) == (JobState.STOPPED, "已按要求停止。这项作业没有留下改动。")
    assert not pulse.is_held(job.pk)


def _run_and_close(job: Job) -> None:
    try:
        jobs.run(job)
    finally:
        connection.close()


def _wait_for(look, is_there):
    for _ in range(500):
        found = look()
        if is_there(found):
            return found
        _tick.wait(0.02)
    raise AssertionError("never seen")
