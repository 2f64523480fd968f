"""A roster from file to enrolments and back: verdicts, what is written, what an undo takes back."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from tests.cast import TODAY, Cast, id_number, unit
from unionhall.aid.mutual_aid import actions as mutual_aid
from unionhall.aid.mutual_aid.command import import_roster
from unionhall.aid.mutual_aid.models import Enrolment, Roster
from unionhall.funds.receipts.models import Due
from unionhall.members.models import Membership, Person
from unionhall.office.imports import actions, stage
from unionhall.office.imports.models import ImportState
from unionhall.office.imports.refusals import SameFileAgain
from unionhall.organisations import actions as organisations
from unionhall.organisations.models import UnitKind

HEADER = ("序号", "姓 名", "公民身份号码", "联系方式", "类别", "缴费（元）", "备注")
STRANGERS = [id_number(140702, date(1980 + n, 5, 6), 11 + 2 * n) for n in range(6)]


def book(*rows, header=HEADER) -> bytes:
    """A workbook as offices make them: title, note, header, rows, total, signature."""
    sheet_book = openpyxl.Workbook()
    sheet = sheet_book.active
    sheet.title = "名单"
    for row in (
        ("互助参保花名册",),
        ("填报说明：号码请设为文本",),
        header,
        *rows,
        ("合计", len(rows)),
        ("制表人：某某",),
    ):
        sheet.append(row)
    out = BytesIO()
    sheet_book.save(out)
    return out.getvalue()


def upload(cast: Cast, content: bytes, unit=None, by=None, period: int = 18):
    unit = unit or cast.weavers
    return actions.upload(
        kind="mutual_aid.roster",
        content=content,
        file_name="名单.xlsx",
        options={"scheme": "mutual-aid", "period": period, "unit": unit.pk},
        by=by or cast.wang,
        on=TODAY,
    )


def verdicts(imported) -> list[str]:
    return stage.load(imported.verdicts_name)["code"].to_list()


MESSY = (
    (1, "张秀兰", None, "13800000000", "普通", 40, None),
    (2, "冀　澜", STRANGERS[0], None, "补", 30, None),
    (3, "畅叙宁", STRANGERS[1][:-1] + ("1" if STRANGERS[1][-1] != "1" else "2"), None, "普通", 40, None),
    (4, "冀澜", STRANGERS[0], None, "补", 30, None),
    (5, "逯禾生", STRANGERS[2], None, "普通", 35, None),
    (6, None, STRANGERS[3], None, "普通", 40, None),
    (7, "殷小满", "140728800115123", None, "普通", 40, None),
    (8, "买买提•艾力", STRANGERS[4].lower(), None, "普通", 40, None),
)


def test_every_row_gets_its_verdict_and_nothing_is_lost(cast):
    imported = actions.read(upload(cast, book(*MESSY)))
    assert imported.state == ImportState.PREVIEW
    assert verdicts(imported) == [
        "missing",
        "accepted",
        "checksum-wrong",
        "twice-in-file",
        "amount-wrong",
        "missing-name",
        "fifteen-digits",
        "accepted",
    ]
    assert imported.counts["accepted"] + imported.counts["rejected"] == imported.counts["rows"] == 8
    assert not Enrolment.objects.exists()


def test_a_commit_writes_persons_memberships_enrolments_and_the_due(cast):
    imported = actions.commit(actions.read(upload(cast, book(*MESSY))), by=cast.wang, on=TODAY)
    assert imported.state == ImportState.COMMITTED
    assert {e.person.name for e in Enrolment.objects.all()} == {"冀澜", "买买提·艾力"}
    newcomer = Person.objects.get(name="冀澜")
    assert newcomer.id_number == STRANGERS[0]
    assert newcomer.memberships.get().unit == cast.weavers
    enrolment = newcomer.enrolments.get()
    assert (enrolment.path, enrolment.county, enrolment.day) == (cast.weavers.path, 140702, 20251231)
    assert Due.objects.get(source_key=Roster.objects.get().due_key).amount_fen == 7000


def test_an_undo_takes_back_all_of_it(cast):
    before = (Person.objects.count(), Membership.objects.count())
    imported = actions.commit(actions.read(upload(cast, book(*MESSY))), by=cast.wang, on=TODAY)
    actions.undo(imported, reason="传错文件", by=cast.wang, on=TODAY)
    assert (Person.objects.count(), Membership.objects.count()) == before
    assert not Enrolment.objects.exists()
    assert not Due.objects.filter(cancelled_on=None).exists()
    again = actions.commit(actions.read(upload(cast, book(*MESSY))), by=cast.wang, on=TODAY)
    assert again.counts["accepted"] == 2


def test_the_same_file_again_changes_nothing(cast):
    content = book(*MESSY)
    actions.commit(actions.read(upload(cast, content)), by=cast.wang, on=TODAY)
    with pytest.raises(SameFileAgain):
        upload(cast, content)


def test_an_existing_person_is_neither_changed_nor_made_a_second_member(cast):
    number = cast.zhang.id_number
    rows = [(1, "张秀兰", number, "13911112222", "普通", 40, None)]
    actions.commit(actions.read(upload(cast, book(*rows), unit=cast.spinners)), by=cast.wang, on=TODAY)
    assert cast.zhang.memberships.get().unit == cast.weavers
    assert Person.objects.get(pk=cast.zhang.pk).phone == ""
    other = actions.read(upload(cast, book(*rows), unit=cast.weavers))
    assert verdicts(other) == ["enrolled-elsewhere"]
    renamed = [(1, "张秀英", number, None, "普通", 40, None)]
    assert verdicts(actions.read(upload(cast, book(*renamed), period=18))) == ["name-differs"]


def test_the_other_unit_is_named_only_within_reach(cast):
    rows = [(1, "郭永福", cast.guo.id_number, None, "普通", 40, None)]
    actions.commit(actions.read(upload(cast, book(*rows), unit=cast.brewers, by=cast.sun)), by=cast.sun, on=TODAY)
    seen = actions.read(upload(cast, book(*rows)))
    text = stage.load(seen.verdicts_name)["text"][0]
    assert "古陶" not in text
    assert "其他单位" in text
    city = actions.read(upload(cast, book(*rows), by=cast.li))
    assert "古陶酿酒厂工会" in stage.load(city.verdicts_name)["text"][0]


def test_a_unit_column_sends_each_row_to_its_unit(cast):
    header = ("姓名", "身份证号", "单位名称", "缴费金额")
    rows = [
        ("冀澜", STRANGERS[0], "澄园纺织厂工会", 40),
        ("畅宁", STRANGERS[1], "锦源纺纱厂工会", 30),
        ("逯禾", STRANGERS[2], "没有的厂工会", 30),
        ("殷满", STRANGERS[3], "古陶酿酒厂工会", 30),
    ]
    imported = actions.read(upload(cast, book(*rows, header=header), unit=cast.yuci))
    assert verdicts(imported) == ["accepted", "accepted", "unit-unknown", "unit-unknown"]
    actions.commit(imported, by=cast.wang, on=TODAY)
    assert {(r.unit.name, r.people) for r in Roster.objects.all()} == {("澄园纺织厂工会", 1), ("锦源纺纱厂工会", 1)}


def units_named(cast: Cast, *named: str, unit=None) -> list[str]:
    """Name of the unit each row is enrolled by, or the verdict's code and sentence."""
    header = ("姓名", "身份证号", "用人单位", "缴费金额")
    rows = [(f"冀澜{'甲乙丙丁'[n]}", STRANGERS[n], name, 40) for n, name in enumerate(named)]
    imported = actions.read(upload(cast, book(*rows, header=header), unit=unit or cast.yuci))
    judged = stage.load(imported.verdicts_name)
    if imported.counts["accepted"]:
        actions.commit(imported, by=cast.wang, on=TODAY)
    enrolled = {e.person.name: e.unit.name for e in Enrolment.objects.all()}
    told = [f"{code}: {text}" for code, text in judged.select("code", "text").iter_rows()]
    return [enrolled.get(name, told[n]) for n, (name, *_rest) in enumerate(rows)]


def test_a_unit_is_known_by_its_employer_its_codes_and_its_former_name(cast):
    employer = cast.weavers.employer
    organisations.rename_unit(unit=cast.spinners, name="锦源新材料厂工会", paper_number="一号", by=cast.wang, on=TODAY)
    found = units_named(cast, employer.name, employer.credit_code, cast.weavers.credit_code.lower(), "锦源纺纱厂工会")
    assert found == ["澄园纺织厂工会", "澄园纺织厂工会", "澄园纺织厂工会", "锦源新材料厂工会"]


def test_a_unit_within_reach_is_found_beside_the_sender(cast):
    assert units_named(cast, "锦源纺纱厂工会", unit=cast.weavers) == ["锦源纺纱厂工会"]


def test_a_name_of_several_units_is_told_apart(cast):
    upper = unit("北田镇总工会", UnitKind.TOWNSHIP, cast.yuci)
    unit("锦源纺纱厂工会", UnitKind.GRASSROOTS, upper)
    [told] = units_named(cast, "锦源纺纱厂工会")
    assert told.startswith("unit-unknown: 单位不清")
    assert "2 家" in told
    # Below the sender only one bears it.
    assert units_named(cast, "锦源纺纱厂工会", unit=upper) == ["锦源纺纱厂工会"]
    assert Enrolment.objects.get().unit.parent == upper


def test_todays_name_comes_before_a_former_one(cast):
    organisations.rename_unit(unit=cast.spinners, name="锦源新材料厂工会", paper_number="一号", by=cast.wang, on=TODAY)
    newcomer = unit("锦源纺纱厂工会", UnitKind.GRASSROOTS, cast.yuci)
    assert units_named(cast, "锦源纺纱厂工会") == ["锦源纺纱厂工会"]
    assert Enrolment.objects.get().unit == newcomer


def test_a_withdrawal_lessens_roster_and_due(cast):
    actions.commit(actions.read(upload(cast, book(*MESSY))), by=cast.wang, on=TODAY)
    enrolment = Enrolment.objects.get(person__name="冀澜")
    mutual_aid.withdraw(enrolment=enrolment, reason="本人申请", by=cast.wang, on=TODAY)
    assert Roster.objects.get().people == 1
    assert Due.objects.get().amount_fen == 4000
    with pytest.raises(mutual_aid.AlreadyWithdrawn):
        mutual_aid.withdraw(enrolment=enrolment, reason="再来", by=cast.wang, on=TODAY)


def test_the_command_tells_rows_and_refusals(cast):
    asked = {"file_name": "a.xlsx", "scheme": "mutual-aid", "period": 18, "on": TODAY, "commit": True}
    told = import_roster(content=book(*MESSY), unit_code=cast.weavers.credit_code, username="wang", **asked)
    assert (told["rows"], told["accepted"], told["refused"]) == (8, 2, None)
    assert len(told["verdicts"]) == 6
    assert {"sheet", "row", "code", "text"} == set(told["verdicts"][0])
    foreign = import_roster(content=book(*MESSY), unit_code=cast.brewers.credit_code, username="wang", **asked)
    assert foreign["refused"]
    broken = import_roster(content=b"%PDF-1.4", unit_code=cast.weavers.credit_code, username="wang", **asked)
    assert broken["refused"]
