"""A roster on its pages: sent, previewed, marked, committed, undone; who reaches it.

What verdicts and writes are is tested in test_roster.py.
"""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.aid.mutual_aid.test_roster import HEADER, MESSY, STRANGERS, book
from tests.cast import TODAY, Cast
from unionhall.accounts.models import User
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.office import jobs
from unionhall.office.documents import storage
from unionhall.office.imports import pages
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.installation.models import Installation
from unionhall.office.jobs.models import Job
from unionhall.office.journal.models import Entry


@pytest.fixture
def house(cast: Cast) -> Cast:
    Installation.objects.create(name="晋中市总工会", business_day=TODAY)
    return cast


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def send(client: Client, house: Cast, content: bytes, unit: str = "澄园纺织厂工会", name: str = "名单.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("mutual_aid:upload"), {"period": house.p18.pk, "unit": unit, "file": file})


def previewed(house: Cast, content: bytes | None = None) -> tuple[Client, Import]:
    client = logged_in(house.wang)
    assert send(client, house, content or book(*MESSY)).status_code == 302
    return client, Import.objects.get()


def address(name: str, imported: Import) -> str:
    return reverse(f"imports:{name}", args=[imported.pk])


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_messy_roster_from_upload_to_undo(house: Cast) -> None:
    client, imported = previewed(house)
    shown = text_of(client.get(address("import", imported)))
    assert "预览，尚未写入" in shown
    assert "确认导入 2 行" in shown
    assert "6 行不会导入" in shown
    assert "缴费与档次不符" in shown
    assert "应缴与到款" in shown
    assert STRANGERS[2] not in shown
    assert f"{STRANGERS[2][:6]}********{STRANGERS[2][-4:]}" in shown
    assert not Enrolment.objects.exists()

    assert client.post(address("commit", imported)).status_code == 302
    assert Enrolment.objects.count() == 2
    done = text_of(client.get(address("import", imported)))
    assert "8 行 = 2 + 1 + 5" in done
    assert "撤销 2 条" in done

    refused = client.post(address("undo", imported), {"reason": " "})
    assert refused.status_code == 422
    assert "没有写明撤销原因" in text_of(refused)
    assert client.post(address("undo", imported), {"reason": "传错文件"}).status_code == 302
    assert not Enrolment.objects.exists()
    undone = text_of(client.get(address("import", imported)))
    assert "移去 2 条参保记录" in undone
    assert "传错文件" in undone


def test_the_marked_workbook_has_reasons_and_red_cells(house: Cast) -> None:
    rows = (*MESSY, (9, "=1+1", STRANGERS[5], None, "普通", 40, "=HYPERLINK(1)"))
    client, imported = previewed(house, book(*rows))
    answer = client.get(address("marked", imported))
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(BytesIO(answer.content))["名单"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[0] == "原行号"
    assert heads[-2:] == ["结论", "原因"]
    by_row = {line[0].value: line for line in sheet.iter_rows(min_row=2)}
    assert len(by_row) == 9
    assert not [cell for line in by_row.values() for cell in line if cell.data_type == "f"]
    faulty = by_row[8]
    assert [heads[at] for at, cell in enumerate(faulty) if cell.fill.fgColor.rgb == "FFF8D7DA"] == ["缴费（元）"]
    assert "缴费与档次不符" in faulty[-1].value
    assert by_row[5][-1].value is None
    assert STRANGERS[2] in [cell.value for cell in faulty]
    assert Entry.objects.filter(verb="mutual_aid.roster.marked_taken", actor="wang").count() == 1


def test_the_rejected_rows_alone_can_be_mended_and_sent_again(house: Cast) -> None:
    client, imported = previewed(house)
    client.post(address("commit", imported))
    content = client.get(address("marked", imported) + "?only=rejected").content
    workbook = openpyxl.load_workbook(BytesIO(content))
    sheet = workbook["名单"]
    assert sheet.max_row == 1 + 6
    heads = {cell.value: cell.column for cell in sheet[1]}
    [wrong] = [line for line in sheet.iter_rows(min_row=2) if line[0].value == 8]
    sheet.cell(wrong[0].row, heads["缴费（元）"]).value = "40"
    mended = BytesIO()
    workbook.save(mended)
    send(client, house, mended.getvalue())
    again = Import.objects.order_by("-pk")[0]
    assert (again.state, again.counts["rows"], again.counts["accepted"]) == (ImportState.PREVIEW, 6, 1)


def test_who_reaches_a_roster(house: Cast) -> None:
    _client, imported = previewed(house)
    sun, liu = logged_in(house.sun), logged_in(house.liu)
    for name in ("import", "marked"):
        assert sun.get(address(name, imported)).status_code == 404
    # Whoever leads or audits reads it; taking it away unmasked, and every act, is for those who enter.
    assert "确认导入" not in text_of(liu.get(address("import", imported)))
    assert "确认导入" in text_of(logged_in(house.wang).get(address("import", imported)))
    assert liu.get(address("marked", imported)).status_code == 403
    for name in ("read", "columns", "commit", "undo"):
        assert sun.post(address(name, imported), {"reason": "试试"}).status_code == 404
        assert liu.post(address(name, imported), {"reason": "试试"}).status_code == 403
        assert logged_in(house.wang).get(address(name, imported)).status_code == 405
    assert Client().get(address("import", imported)).status_code == 302
    assert "导入花名册</span>" not in liu.get(reverse("mutual_aid:rosters")).content.decode()
    assert "澄园" not in text_of(sun.get(reverse("mutual_aid:rosters")))
    assert "还没有导入过花名册" in text_of(sun.get(reverse("mutual_aid:rosters")))
    assert "澄园纺织厂工会 · 第18期花名册" in text_of(logged_in(house.li).get(reverse("mutual_aid:rosters")))
    imported.refresh_from_db()
    assert imported.state == ImportState.PREVIEW


@pytest.mark.parametrize(
    ("unit", "name", "content", "told"),
    [
        ("古陶酿酒厂工会", "名单.xlsx", b"x", "您管的范围里没有这家工会"),
        ("81140700MC0000001A", "名单.pdf", b"%PDF-1.4", "只收"),
    ],
)
def test_an_upload_that_is_refused_says_why(house: Cast, unit: str, name: str, content: bytes, told: str) -> None:
    answer = send(logged_in(house.wang), house, content, unit=unit, name=name)
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert not Import.objects.exists()


def test_a_file_that_is_no_table_is_refused_on_its_page(house: Cast) -> None:
    client, imported = previewed(house, b"%PDF-1.4 not a workbook")
    assert imported.state == ImportState.REFUSED
    shown = text_of(client.get(address("import", imported)))
    assert imported.sentence in shown
    assert "确认导入" not in shown
    assert client.post(address("commit", imported)).status_code == 422


def test_columns_are_confirmed_and_remembered(house: Cast) -> None:
    header = ("序号", "甲", "乙", "姓名", "证件号码", "类别", "缴费")
    rows = [(1, None, None, "冀澜", STRANGERS[0], "普通", 40), (2, None, None, "畅宁", STRANGERS[1], "普通", 40)]
    client, imported = previewed(house, book(*rows, header=header))
    columns = {column["field"]: column["key"] for column in imported.reading["sheets"][0]["columns"]}
    key = columns["amount"]
    page = text_of(client.get(address("import", imported)))
    assert f'name="column-0-{key}"' in page
    assert client.post(address("columns", imported), {f"column-0-{key}": ""}).status_code == 302
    imported.refresh_from_db()
    assert imported.columns_confirmed
    assert "amount" not in {column["field"] for column in imported.reading["sheets"][0]["columns"]}
    twice = client.post(
        address("columns", imported), {f"column-0-{key}": "name", f"column-0-{columns['tier']}": "name"}
    )
    assert twice.status_code == 422
    assert "指给了两列" in text_of(twice)


def test_rows_are_paged_by_verdict(house: Cast) -> None:
    rows = [(n, f"冀{n}", f"1407021990010100{n:02d}", None, "普通", 40, None) for n in range(60)]
    good = (60, "冀澜", STRANGERS[0], None, "普通", 40, None)
    client, imported = previewed(house, book(*rows, good))
    imported.refresh_from_db()
    code, many = max(imported.counts["by_code"].items(), key=lambda found: found[1])
    page = client.get(address("import", imported), {"code": code, "page": "2"})
    assert len(page.context["shown_rows"]) == many - 50
    assert {row.verdict.code for row, _chip in page.context["shown_rows"]} == {code}
    assert len(client.get(address("import", imported), {"tab": "all"}).context["shown_rows"]) == 50
    for nonsense in ({"page": "²"}, {"page": "9" * 30}, {"page": "-1"}, {"tab": "x"}, {"code": "'"}, {"page": "0"}):
        assert client.get(address("import", imported), nonsense).status_code == 200
    assert (
        len(client.get(address("import", imported), {"tab": "accepted"}).context["shown_rows"])
        == imported.counts["accepted"]
    )
    beyond = client.get(address("import", imported), {"code": code, "page": "9999"})
    assert len(beyond.context["shown_rows"]) == many - 50


def test_a_large_file_goes_through_jobs(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "AT_ONCE_BYTES", 0)
    client = logged_in(house.wang)
    answer = send(client, house, book(*MESSY))
    imported = Import.objects.get()
    for name, posted, state in (
        (None, {}, ImportState.PREVIEW),
        ("columns", {}, ImportState.PREVIEW),
        ("commit", {}, ImportState.COMMITTED),
        ("undo", {"reason": "传错文件"}, ImportState.UNDONE),
    ):
        if name:
            answer = client.post(address(name, imported), posted)
        job = Job.objects.order_by("-pk")[0]
        assert answer.headers["Location"] == reverse("jobs:job", args=[job.number])
        waiting = text_of(client.get(address("import", imported)))
        assert f"看作业 {job.number}" in waiting
        ended = jobs.run(job)
        assert (ended.state, ended.sentence) == ("done", "")
        imported.refresh_from_db()
        assert imported.state == state
        assert client.get(ended.url).status_code == 200
    assert not Enrolment.objects.exists()


def test_a_large_files_marked_workbook_is_made_by_a_job_and_kept(house: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    client, imported = previewed(house)
    monkeypatch.setattr(pages, "AT_ONCE_BYTES", 0)
    asked = address("marked", imported) + "?only=rejected"
    job = Job.objects.get(number=client.get(asked).headers["Location"].rstrip("/").rpartition("/")[2])
    assert client.get(asked).headers["Location"] == reverse("jobs:job", args=[job.number])
    jobs.run(job)
    page = text_of(client.get(reverse("jobs:job", args=[job.number])))
    assert "逐行结论" in page or "结果" in page
    book_back = openpyxl.load_workbook(BytesIO(client.get(asked).content))
    many = sum(sheet.max_row - 1 for sheet in book_back.worksheets)
    imported.refresh_from_db()
    assert many == imported.counts["rejected"]
    assert len(imported.marked) == 1


def test_a_written_roster_shows_what_it_brought_to_the_figures(house: Cast) -> None:
    client, imported = previewed(house)
    client.post(address("commit", imported))
    imported.refresh_from_db()
    page = text_of(client.get(address("import", imported)))
    many = imported.counts["accepted"]
    rows = page.partition("数字随之变化")[2].partition("</table>")[0]
    assert re.findall(r">(\d+)</a>", rows)[0] == str(many)
    Enrolment.objects.filter(pk=Enrolment.objects.first().pk).update(withdrawn_on=TODAY)
    rows = text_of(client.get(address("import", imported))).partition("数字随之变化")[2].partition("</table>")[0]
    assert re.findall(r">(\d+)</a>", rows)[0] == str(many - 1)


def test_once_its_files_are_deleted_the_result_still_stands(house: Cast) -> None:
    client, imported = previewed(house)
    client.post(address("commit", imported))
    imported.refresh_from_db()
    for name in (imported.stored_name, imported.stage_name, imported.verdicts_name):
        storage.delete(name)
    shown = client.get(address("import", imported))
    assert shown.status_code == 200
    assert "已过保存期" in text_of(shown)
    assert "8 行 = 2 + 1 + 5" in text_of(shown)
    assert client.get(address("marked", imported)).status_code == 422


def test_the_same_file_twice_is_one_sentence(house: Cast) -> None:
    client, imported = previewed(house)
    client.post(address("commit", imported))
    again = send(client, house, storage.load(imported.stored_name))
    assert again.status_code == 422
    assert "没有再导一次" in text_of(again)
    assert Import.objects.count() == 1


def test_the_list_needs_the_same_queries_whatever_its_length(house: Cast, django_assert_max_num_queries) -> None:
    client, imported = previewed(house)
    client.get(reverse("mutual_aid:rosters"))
    for n in range(30):
        imported.pk, imported.file_sm3 = None, f"{n:064d}"
        imported.save()
    with django_assert_max_num_queries(9):
        assert client.get(reverse("mutual_aid:rosters")).context["table"].paginator.count == 31


def test_a_window_that_is_closed_rejects_every_row_and_offers_no_commit(house: Cast) -> None:
    Installation.objects.update(business_day=date(2026, 3, 1))
    client, imported = previewed(house, book((1, "冀澜", STRANGERS[0], None, "普通", 40, None), header=HEADER))
    shown = text_of(client.get(address("import", imported)))
    assert imported.counts["accepted"] == 0
    assert "确认导入" not in shown
    refused = client.post(address("commit", imported))
    assert refused.status_code == 422
    assert "没有一行可以导入" in text_of(refused)
