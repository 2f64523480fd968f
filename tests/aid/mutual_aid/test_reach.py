"""Who sees a roster that tells of several counties, and who may write or take back what it wrote.

The actor's own county alone is test_pages.py.
"""

import pytest

from tests.aid.mutual_aid.test_pages import address, logged_in, send, text_of
from tests.aid.mutual_aid.test_roster import STRANGERS, book, upload
from tests.cast import TODAY, Cast
from unionhall.accounts.models import Post
from unionhall.accounts.queries import scope_of
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.office import jobs
from unionhall.office.imports import actions, pages
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.imports.refusals import OutOfReach
from unionhall.office.jobs.models import Job

HEADER = ("姓名", "身份证号", "统一社会信用代码", "缴费金额")
ACTS = ("read", "columns", "commit", "undo")


def of_both_counties(house: Cast) -> bytes:
    """Sent for the brewers of Pingyao, with a row of the weavers of Yuci."""
    return book(("冀澜", STRANGERS[0], None, 40), ("畅宁", STRANGERS[1], house.weavers.credit_code, 40), header=HEADER)


def test_who_does_not_reach_every_row_does_not_see_the_file(house: Cast) -> None:
    li, sun = logged_in(house.li), logged_in(house.sun)
    send(li, house, of_both_counties(house), unit="古陶酿酒厂工会")
    imported = Import.objects.get()
    assert imported.counts["accepted"] == 2
    assert imported.organisation_path == house.city.path
    for name in ("import", "marked"):
        assert sun.get(address(name, imported)).status_code == 404
    for name in ACTS:
        assert sun.post(address(name, imported), {"reason": "试试"}).status_code == 404
    assert li.post(address("commit", imported)).status_code == 302
    assert Enrolment.objects.count() == 2
    assert sun.post(address("undo", imported), {"reason": "试试"}).status_code == 404
    assert sun.get(address("marked", imported)).status_code == 404


def test_a_file_of_one_county_is_seen_there_whoever_sent_it(house: Cast) -> None:
    content = book(("冀澜", STRANGERS[0], None, 40), header=HEADER)
    send(logged_in(house.li), house, content, unit="古陶酿酒厂工会")
    assert "冀澜" in text_of(logged_in(house.sun).get(address("import", Import.objects.get()), {"tab": "all"}))


def test_a_holder_named_in_a_verdict_keeps_the_file_with_who_reaches_the_holder(house: Cast) -> None:
    rows = [(1, "张秀兰", house.zhang.id_number, None, "普通", 40, None)]
    actions.commit(actions.read(upload(house, book(*rows))), by=house.wang, on=TODAY)
    send(logged_in(house.li), house, book(*rows), unit="古陶酿酒厂工会")
    imported = Import.objects.order_by("-pk")[0]
    assert "澄园纺织厂工会" in text_of(logged_in(house.li).get(address("import", imported)))
    assert logged_in(house.sun).get(address("import", imported)).status_code == 404


def test_before_it_is_read_a_file_is_with_who_reaches_as_far_as_its_sender(house: Cast) -> None:
    imported = upload(house, of_both_counties(house), unit=house.brewers, by=house.li)
    assert logged_in(house.sun).post(address("read", imported)).status_code == 404
    with pytest.raises(OutOfReach):
        actions.read(imported, scope=scope_of(house.sun, TODAY))


def test_an_act_checks_with_what_the_actor_reaches(house: Cast) -> None:
    imported = actions.read(upload(house, of_both_counties(house), unit=house.brewers, by=house.li))
    sun = {"by": house.sun, "on": TODAY, "scope": scope_of(house.sun, TODAY)}
    for act in (
        lambda: actions.confirm_columns(imported, mapping={}, **sun),
        lambda: actions.commit(imported, **sun),
    ):
        with pytest.raises(OutOfReach):
            act()
    # Even where the stored place says otherwise: a row outside the actor's reach is not written.
    Import.objects.update(organisation_path=house.pingyao.path)
    committed = actions.commit(imported, **sun)
    assert committed.counts["by_code"] == {"accepted": 1, "unit-outside": 1}
    assert {e.unit for e in Enrolment.objects.all()} == {house.brewers}


def test_an_undo_needs_every_unit_that_was_written(house: Cast) -> None:
    imported = actions.read(upload(house, of_both_counties(house), unit=house.brewers, by=house.li))
    imported = actions.commit(imported, by=house.li, on=TODAY)
    Import.objects.update(organisation_path=house.pingyao.path)
    with pytest.raises(OutOfReach):
        actions.undo(imported, reason="试试", by=house.sun, on=TODAY, scope=scope_of(house.sun, TODAY))
    assert Enrolment.objects.count() == 2
    actions.undo(imported, reason="传错文件", by=house.li, on=TODAY)
    assert not Enrolment.objects.exists()


def test_a_post_that_ended_takes_its_reach_along(house: Cast) -> None:
    imported = actions.read(upload(house, of_both_counties(house), unit=house.yuci, by=house.li))
    Post.objects.filter(user=house.li).update(unit=house.pingyao)
    with pytest.raises(OutOfReach):
        actions.commit(imported, by=house.li, on=TODAY, scope=scope_of(house.li, TODAY))
    assert not Enrolment.objects.exists()


def test_a_job_reaches_as_far_as_who_started_it(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = actions.read(upload(house, of_both_counties(house), unit=house.brewers, by=house.li))
    Import.objects.update(organisation_path=house.pingyao.path)
    monkeypatch.setattr(pages, "AT_ONCE_BYTES", 0)
    logged_in(house.sun).post(address("commit", imported))
    assert jobs.run(Job.objects.get()).state == "done"
    imported.refresh_from_db()
    assert imported.state == ImportState.COMMITTED
    assert {e.unit for e in Enrolment.objects.all()} == {house.brewers}
