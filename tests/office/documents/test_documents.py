"""Papers: what is taken is what it is, kept encrypted, opened only by whoever may see the record, and journalled.

Files are real ones, made here.
"""

import io
import struct
import zipfile
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from docx import Document as WordDocument
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import TODAY, Cast
from unionhall.accounts.models import User
from unionhall.accounts.queries import scope_of
from unionhall.kernel.encryption import sm3
from unionhall.kernel.errors import DomainError
from unionhall.office import journal
from unionhall.office.documents import actions, owners, sniffing
from unionhall.office.documents.models import Document
from unionhall.office.installation.models import Installation
from unionhall.office.journal.models import Entry

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def house(cast: Cast, settings, tmp_path) -> Cast:
    settings.PAPERS_DIR = tmp_path
    Installation.objects.create(name="晋中市总工会", business_day=TODAY)
    return cast


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def word() -> bytes:
    out = io.BytesIO()
    WordDocument().save(out)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("CT", "[Content_Types].xml"), content)
    return out.getvalue()


def png(width: int, height: int) -> bytes:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + struct.pack(">II", width, height)
    return head + b"\x08\x02\x00\x00\x00\x00\x00\x00\x00" + b"\x00\x00\x00\x00IEND\xaeB`\x82"


def attach(house: Cast, content: bytes = PDF, label: str = "入会申请表", **rest) -> Document:
    return actions.attach(obj=house.weavers, upload=io.BytesIO(content), label=label, by=house.wang, on=TODAY, **rest)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, sniffing.PDF),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\xff\xd9", sniffing.JPEG),
        (png(640, 480), sniffing.PNG),
        (word(), sniffing.DOCX),
        (archive(CT=b'<Override PartName="/xl/workbook.xml"/>', **{"xl__workbook.xml": b""}), sniffing.XLSX),
    ],
    ids=["pdf", "jpg", "png", "docx", "xlsx"],
)
def test_five_kinds_are_known_by_their_content(content: bytes, kind: str) -> None:
    assert sniffing.media_type(content) == kind


WORD = {"CT": b"<Override PartName='/word/document.xml'/>", "word__document.xml": b""}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><script>alert(1)</script>", "file-not-taken"),
        (b"MZ\x90\x00", "file-not-taken"),
        (b"GIF89a", "file-not-taken"),
        (b"  %PDF-1.7", "file-not-taken"),
        (archive(readme=b"x"), "file-not-taken"),
        (archive(CT=b"", **{"word__document.xml": b""}), "file-not-taken"),
        (archive(**WORD, **{"word__vbaProject.bin": b"x"}), "file-not-taken"),
        (b"PK\x03\x04broken", "file-damaged"),
        (word()[:-200], "file-damaged"),
        (PDF[:30], "file-damaged"),
        (png(640, 480)[:30], "file-damaged"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "file-damaged"),
        (archive(**WORD, word__media=b"\0" * (201 * 2**20)), "file-suspect"),
        (archive(**WORD, word__media=b"\0" * (8 * 2**20)), "file-suspect"),
        (archive(**WORD, **{f"p{n}": b"" for n in range(5001)}), "file-suspect"),
        (archive(**WORD, **{"..__..__etc__passwd": b"x"}), "file-suspect"),
        (archive(**WORD, **{"C:\\x": b"x"}), "file-suspect"),
        (archive(**WORD, __etc__passwd=b"x"), "file-suspect"),
        (png(60_000, 60_000), "file-suspect"),
    ],
)
def test_nothing_else_is_taken(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as told:
        sniffing.media_type(content)
    assert told.value.code == code


@given(st.one_of(st.binary(max_size=200), st.binary(max_size=200).map(lambda tail: word()[:400] + tail)))
def test_no_bytes_raise_anything_but_a_sentence(content: bytes) -> None:
    with pytest.raises(DomainError) as told:
        sniffing.media_type(content)
    assert "没有收下" in told.value.say()


def test_empty_and_too_large_are_said() -> None:
    with pytest.raises(sniffing.FileEmpty):
        sniffing.media_type(b"")
    with pytest.raises(sniffing.FileTooLarge, match=r"20\.0 MB"):
        sniffing.media_type(PDF + b"0" * sniffing.LARGEST)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\papers\\入会申请表", "入会申请表"),
        ("入会\u202e申请\x00表 ", "入会申请表"),
        ("...", ""),
        ("名" * 200, "名" * 80),
    ],
)
def test_labels_are_cleaned(given: str, kept: str) -> None:
    assert sniffing.clean_label(given) == kept


def test_a_paper_rests_encrypted_and_is_journalled(house: Cast, tmp_path) -> None:
    document = attach(house)
    (file,) = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert PDF[:12] not in file.read_bytes()
    assert file.stat().st_mode & 0o077 == 0
    assert (document.sm3, document.size, document.organisation_path) == (sm3(PDF), len(PDF), house.weavers.path)
    assert actions.read(document=document, by=house.li, on=TODAY) == PDF
    told = list(Entry.objects.order_by("pk").values_list("verb", "actor", "object_type"))
    assert told == [
        ("documents.document.attached", "wang", "organisations.unit"),
        ("documents.document.opened", "li", "documents.document"),
    ]


def test_a_paper_without_a_name_is_refused_and_leaves_no_file(house: Cast, tmp_path) -> None:
    with pytest.raises(actions.LabelMissing):
        attach(house, label=" .. ")
    assert list(tmp_path.rglob("*")) == []


def test_it_is_served_as_a_download_to_whoever_may_see_the_record(house: Cast) -> None:
    document = attach(house)
    address = reverse("documents:open", args=[document.pk])
    for user, status in ((house.wang, 200), (house.li, 200), (house.zhao, 200), (house.sun, 404)):
        answer = logged_in(user).get(address)
        assert answer.status_code == status, user
    answer = logged_in(house.li).get(address)
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E5%85%A5")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert Entry.objects.filter(verb="documents.document.opened").count() == 4
    assert Client().get(address).status_code == 302


def test_adding_needs_the_duty_where_the_record_is(house: Cast) -> None:
    address = reverse("documents:add", args=["organisations.unit", house.weavers.pk])
    for user, status in ((house.sun, 404), (house.zhao, 403), (house.chen, 403), (house.wang, 302)):
        upload = SimpleUploadedFile("表.pdf", PDF)
        answer = logged_in(user).post(address, {"label": "入会申请表", "upload": upload})
        assert answer.status_code == status, user
    assert Document.objects.count() == 1
    strange = reverse("documents:add", args=["accounts.user", house.wang.pk])
    assert logged_in(house.wang).get(strange).status_code == 404


@pytest.mark.parametrize("label", ["casework.case", "casework.step", "accounts.post", "journal.entry", "jobs.job"])
def test_records_that_take_no_papers_here_get_none(house: Cast, label: str) -> None:
    house.li.organisation_path = house.city.path
    entry = journal.record(verb="documents.document.opened", by=house.li, on=TODAY)
    pk = str({"accounts.post": house.li.posts.get().pk, "journal.entry": entry.pk}.get(label, 1))
    scope = scope_of(house.li, TODAY)
    assert not owners.is_added_here(label)
    assert not owners.may_add(label, pk, scope)
    upload = SimpleUploadedFile("表.pdf", PDF)
    answer = logged_in(house.li).post(reverse("documents:add", args=[label, pk]), {"label": "表", "upload": upload})
    assert answer.status_code == 404
    assert not Document.objects.exists()


def test_a_paper_of_a_record_that_takes_none_is_neither_opened_nor_removed(house: Cast) -> None:
    document = attach(house)
    post = house.wang.posts.get()
    Document.objects.update(object_type="accounts.post", object_id=str(post.pk))
    for name in ("open", "remove"):
        answer = logged_in(house.li).post(reverse(f"documents:{name}", args=[document.pk]), {"reason": "多余"})
        assert answer.status_code in (404, 405)
    assert logged_in(house.li).get(reverse("documents:open", args=[document.pk])).status_code == 404
    assert Document.objects.count() == 1


def test_a_wrong_file_is_told_on_the_form(house: Cast) -> None:
    address = reverse("documents:add", args=["organisations.unit", house.weavers.pk])
    upload = SimpleUploadedFile("表.pdf", b"<html>")
    answer = logged_in(house.wang).post(address, {"label": "入会申请表", "upload": upload})
    assert answer.status_code == 422
    assert "以内容为准" in answer.content.decode()


def test_an_app_may_be_stricter(house: Cast, monkeypatch) -> None:
    monkeypatch.setattr(owners, "_owners", {})
    owners.declare("organisations.unit", may_open=lambda scope, pk: False, may_add=lambda scope, pk: False)
    document = attach(house)
    assert logged_in(house.li).get(reverse("documents:open", args=[document.pk])).status_code == 404
    assert not owners.may_add("organisations.unit", str(house.weavers.pk), scope_of(house.wang, TODAY))


@pytest.mark.django_db(transaction=True)
def test_removing_deletes_the_file_once_it_is_committed(settings, tmp_path) -> None:
    from tests.cast import build

    settings.PAPERS_DIR = tmp_path
    house = build()
    document = attach(house)
    with transaction.atomic():
        actions.remove(document=document, reason="传错了", by=house.wang, on=TODAY)
        transaction.set_rollback(True)
    assert actions.read(document=Document.objects.get(), by=house.wang, on=TODAY) == PDF
    actions.remove(document=Document.objects.get(), reason="传错了", by=house.wang, on=TODAY)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert Entry.objects.get(verb="documents.document.removed").facts["file_sm3"] == sm3(PDF)


@pytest.mark.django_db(transaction=True)
def test_what_is_past_its_retention_is_deleted_and_nothing_else(settings, tmp_path) -> None:
    from tests.cast import build

    settings.PAPERS_DIR = tmp_path
    house = build()
    short, _long, _always = attach(house, keep_days=1), attach(house, keep_days=30), attach(house)
    assert actions.delete_expired(on=TODAY + timedelta(days=1)) == 0
    assert actions.delete_expired(on=TODAY + timedelta(days=2)) == 1
    assert not Document.objects.filter(pk=short.pk).exists()
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 2
    entry = Entry.objects.get(verb="documents.documents.expired")
    assert (entry.actor, entry.facts["count"]) == ("system", 1)
    with pytest.raises(actions.PaperGone):
        actions.read(document=short, by=house.wang, on=date(2026, 1, 5))
