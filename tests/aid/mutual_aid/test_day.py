"""A clerk's day with roster files: thrown away, columns changed at the last moment, more people than staff, reloads.

The straight way from upload to undo is test_pages.py.
"""

from datetime import date

import pytest
from django.urls import reverse

from tests.aid.mutual_aid.test_pages import address, previewed, send, text_of
from tests.aid.mutual_aid.test_roster import MESSY, STRANGERS, book, upload
from tests.cast import TODAY, Cast
from unionhall.accounts.queries import scope_of
from unionhall.aid.mutual_aid import waiting
from unionhall.aid.mutual_aid.models import Enrolment, Roster
from unionhall.office.documents import storage
from unionhall.office.imports import actions, pages
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.imports.refusals import WrongState
from unionhall.office.jobs.models import Job
from unionhall.office.journal.models import Entry
from unionhall.organisations.models import StaffCount


def two_weavers(house: Cast) -> bytes:
    return book(*((n, f"冀澜{'甲乙'[n]}", STRANGERS[n], None, "普通", 40, None) for n in range(2)))


def test_a_file_thrown_away_is_gone_at_once(house: Cast) -> None:
    client, imported = previewed(house)
    names = (imported.stored_name, imported.stage_name, imported.verdicts_name)
    page = text_of(client.get(address("import", imported)))
    assert "放弃这份文件" in page
    asked = text_of(client.get(address("discard", imported)))
    assert asked.count("放弃这份文件？") == 2  # the box, and the dialog nobody opens then
    assert Import.objects.get().state == ImportState.PREVIEW
    assert client.post(address("discard", imported)).headers["Location"] == reverse("mutual_aid:rosters")
    imported.refresh_from_db()
    assert imported.state == ImportState.DISCARDED
    for name in names:
        with pytest.raises(FileNotFoundError):
            storage.load(name)
    assert STRANGERS[0][-4:] not in str(imported.reading)
    assert Entry.objects.filter(verb="mutual_aid.roster.discarded", actor="wang").count() == 1
    assert waiting.rosters(scope_of(house.wang, TODAY), TODAY) == []
    gone = text_of(client.get(address("import", imported)))
    assert "已放弃" in gone
    assert "放弃这份文件？" not in gone
    assert client.post(address("commit", imported)).status_code == 422


def test_a_written_file_is_not_thrown_away(house: Cast) -> None:
    imported = actions.commit(actions.read(upload(house, book(*MESSY))), by=house.wang, on=TODAY)
    with pytest.raises(WrongState):
        actions.discard(imported, by=house.wang, on=TODAY)
    assert storage.load(imported.stored_name)


def test_a_file_that_could_not_be_read_can_be_thrown_away(house: Cast) -> None:
    client, imported = previewed(house, b"%PDF-1.4 not a workbook")
    assert client.post(address("discard", imported)).status_code == 302
    assert Import.objects.get().state == ImportState.DISCARDED


def test_the_first_page_names_the_file(house: Cast) -> None:
    previewed(house)
    [line] = waiting.rosters(scope_of(house.wang, TODAY), TODAY)
    assert line.detail.startswith("名单.xlsx · ")


@pytest.mark.parametrize("at_once", [5 * 2**20, 0])
def test_a_select_changed_before_the_commit_is_read_first(
    house: Cast, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    header = ("序号", "姓名", "证件号码", "曾用名", "类别", "缴费")
    rows = [(n, f"冀{n}", STRANGERS[n], f"畅{'甲乙'[n]}", "普通", 40) for n in range(2)]
    client, imported = previewed(house, book(*rows, header=header))
    monkeypatch.setattr(pages, "AT_ONCE_BYTES", at_once)
    columns = {column["header"]: column for column in imported.reading["sheets"][0]["columns"]}
    posted = {f"column-0-{column['key']}": column["field"] for column in columns.values()}
    changed = posted | {
        f"column-0-{columns['姓名']['key']}": "",
        f"column-0-{columns['曾用名']['key']}": "name",
    }
    answer = client.post(address("commit", imported), changed)
    assert answer.status_code == 302
    assert not Enrolment.objects.exists()
    if not at_once:
        assert Job.objects.get().kind == "imports.columns"
        return
    shown = text_of(client.get(address("import", imported), {"tab": "all"}))
    assert "还没有写入" in shown
    assert "畅甲" in shown
    imported.refresh_from_db()
    unchanged = {f"column-0-{c['key']}": c["field"] for c in imported.reading["sheets"][0]["columns"]}
    client.post(address("commit", imported), unchanged)
    assert {e.person.name for e in Enrolment.objects.all()} == {"畅甲", "畅乙"}


def test_the_button_that_commits_sends_the_selects_along(house: Cast) -> None:
    client, imported = previewed(house)
    page = client.get(address("import", imported)).content.decode()
    assert f'form="columns" formaction="{address("commit", imported)}"' in page
    assert '<form method="post" id="columns"' in page


def test_reloading_an_act_leads_to_the_file(house: Cast) -> None:
    client, imported = previewed(house)
    for name in ("read", "columns", "commit", "undo"):
        answer = client.get(address(name, imported))
        assert (answer.status_code, answer.headers["Location"]) == (302, address("import", imported))


def test_more_people_than_staff_are_told_on_the_preview_and_the_first_page(house: Cast) -> None:
    scope = scope_of(house.wang, TODAY)
    StaffCount.objects.filter(unit=house.weavers).update(staff=1)
    client, imported = previewed(house, two_weavers(house))
    told = "参保 2 人，多于上报职工人数 1 人"
    assert told in text_of(client.get(address("import", imported)))
    assert waiting.beyond_staff(scope, TODAY) == []
    client.post(address("commit", imported))
    assert told in text_of(client.get(address("import", imported)))
    [line] = waiting.beyond_staff(scope, TODAY)
    assert line.title == "澄园纺织厂工会"
    assert told in line.detail
    assert waiting.beyond_staff(scope_of(house.sun, TODAY), TODAY) == []
    assert waiting.beyond_staff(scope_of(house.liu, TODAY), TODAY) == []
    Roster.objects.update(people=1)
    assert waiting.beyond_staff(scope, TODAY) == []


def test_as_many_people_as_staff_are_no_remark(house: Cast) -> None:
    StaffCount.objects.filter(unit=house.weavers).update(staff=2)
    client, imported = previewed(house, two_weavers(house))
    assert imported.counts["facts"]["beyond"] == []
    assert "多于上报职工人数" not in text_of(client.get(address("import", imported)))


def test_after_the_commit_the_enrolled_are_one_step_away(house: Cast) -> None:
    client, imported = previewed(house, two_weavers(house))
    client.post(address("commit", imported))
    page = client.get(address("import", imported))
    address_of_people = page.context["written_url"]
    assert "去看参保人员" in text_of(page)
    people = text_of(client.get(address_of_people))
    assert "冀澜甲" in people
    assert "张秀兰" not in people, "a member who is not enrolled"


def test_the_year_stands_where_the_clock_and_the_business_day_differ(house: Cast) -> None:
    client, imported = previewed(house)
    Import.objects.update(uploaded_at="2031-02-03T04:05:00Z")
    assert "2031年" in text_of(client.get(address("import", imported)))
    assert "2031年" in text_of(client.get(reverse("mutual_aid:rosters")))
    Import.objects.update(on=date(2031, 2, 3))
    assert "2031年" not in text_of(client.get(reverse("mutual_aid:rosters")))


def test_an_undone_file_sent_again_says_so(house: Cast) -> None:
    client, first = previewed(house)
    client.post(address("commit", first))
    first.refresh_from_db()
    content = storage.load(first.stored_name)
    client.post(address("undo", first), {"reason": "传错文件"})
    send(client, house, content)
    again = Import.objects.order_by("-pk")[0]
    assert "此前传过（2025-12-31），已撤销" in text_of(client.get(address("import", again)))
    assert "此前传过" not in text_of(client.get(address("import", first)))
    client.post(address("commit", again))
    assert "此前传过" not in text_of(client.get(address("import", again)))
