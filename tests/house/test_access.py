"""Every address × every duty × another county's rows: 404 for what lies outside, 403 for a missing duty, never a name.

Addresses are read from the resolver, so a new page is held to this the day it is added.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pypdf import PdfReader

from tests.aid.mutual_aid.test_roster import book, upload
from tests.cast import TODAY, Cast, user
from tests.funds.payments.setting import answer as bank_answer
from tests.funds.payments.setting import as_csv, read
from unionhall.accounts.models import Post
from unionhall.aid.claims import entering
from unionhall.aid.claims import reference as editions
from unionhall.aid.claims.models import Edition, EditionCase
from unionhall.aid.claims.valuation import Payee, StayPapers
from unionhall.casework.models import Case, Reason
from unionhall.funds.payments import actions as payments
from unionhall.funds.receipts.models import Due, Receipt, Statement
from unionhall.kernel.scope import Duty
from unionhall.members.models import PersonCorrection
from unionhall.office import jobs, journal
from unionhall.office.documents.actions import attach
from unionhall.office.imports import actions as imports
from unionhall.office.installation.models import Installation
from unionhall.reporting import freezing
from unionhall.reporting.actions import receive_draft, start_review

OPEN = {
    "health",
    "account_login",
    "account_signup",
    "account_inactive",
    "account_reset_password",
    "account_set_password",
    "set_language",
    "claims:slip",  # opened with a code and the last four of the ID number: tests/aid/claims/test_slips.py
}
# Rows of nobody: a figure and a citation are definitions, counted anew within each reader's own subtree.
NOBODYS = {"reporting:figure", "reporting:records", "reporting:number"}
FOREIGN_NAMES = ("郭永福", "古陶酿酒厂")


@dataclass(frozen=True)
class Address:
    name: str
    kwargs: tuple[str, ...]
    duties: tuple[Duty, ...]


def addresses() -> list[Address]:
    return sorted({a.name: a for a in _walk(get_resolver())}.values(), key=lambda a: a.name)


def _walk(resolver: URLResolver, space: str = "") -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern) and pattern.name:
            view = getattr(pattern.callback, "view_class", None)
            given = getattr(pattern.callback, "view_initkwargs", {})  # a register's pages get theirs from the register
            duties = given.get("duties", getattr(view, "duties", ()))
            yield Address(f"{space}{pattern.name}", tuple(pattern.pattern.converters), tuple(duties))


@pytest.fixture
def foreign(cast: Cast) -> dict[str, dict[str, object]]:
    """Keyword arguments of Pingyao's rows, by the first word of an address's name; `any` serves the rest."""
    rows = [(1, "郭永福", cast.guo.id_number, None, "普通", 40, None)]
    sent = imports.commit(
        imports.read(upload(cast, book(*rows), unit=cast.brewers, by=cast.sun)), by=cast.sun, on=TODAY
    )
    statement = Statement.objects.create(
        holder=cast.pingyao, account_tail="0417", first_on=TODAY, last_on=TODAY, lines=1, amount_fen=4000
    )
    receipt = Receipt.objects.create(
        statement=statement,
        account_key="k",
        bank_reference="r",
        received_on=TODAY,
        amount_fen=4000,
        payer_name="古陶酿酒厂",
    )
    due = Due.objects.get(unit=cast.brewers)
    correction = PersonCorrection.objects.create(
        person=cast.guo, kind="number", number_before="x", reason="更正", on=TODAY, by_name="孙"
    )
    entry = journal.record(verb="members.person.revealed", by=cast.sun, on=TODAY, obj=cast.guo)
    job = jobs.start(kind="imports.read", title="读取", by=cast.sun, arguments={"import_id": sent.pk}, url="/")
    paper = attach(
        obj=cast.brewers,
        upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4\n%%EOF\n", content_type="application/pdf"),
        label="批复",
        by=cast.sun,
        on=TODAY,
    )
    post = Post.objects.get(user=cast.sun)
    draft = receive_draft(content="走访古陶酿酒厂 3 次。".encode(), file_name="", by=cast.sun, on=TODAY)
    edition = Edition.objects.create(
        scheme=cast.scheme,
        organisation=cast.pingyao,
        code="pingyao-1",
        name="古陶酿酒厂补充互助",
        drafted_by="sun",
        drafted_by_name="孙海燕",
        drafted_on=TODAY,
    )
    EditionCase.objects.create(edition=edition, place=1, code="one", situation="某", benefit="m", expected_fen=0)
    case = Case.objects.create(
        number="T-1",
        kind="test",
        unit=cast.brewers,
        entered_on=TODAY,
        moved_on=TODAY,
        path=cast.brewers.path,
        county=140728,
    )
    order = payments.order(
        source_key="claim:1",
        payer=cast.pingyao,
        scheme=cast.scheme,
        purpose="大病医疗互助",
        payee_name="郭永福",
        account="6217000123454408",
        amount_fen=100,
        by=cast.sun,
        on=TODAY,
    )
    batch = payments.make_batch(orders=[order], by=cast.sun, on=TODAY)
    returned = read(cast, as_csv([bank_answer(order)]), payer=cast.pingyao, by=cast.sun)
    editions.load(scheme=cast.scheme, organisation=cast.city, by=cast.li, on=TODAY)
    claim = entering.enter_claim(
        enrolment=cast.guo.enrolments.get(),
        papers=StayPapers("medical", date(2025, 11, 3), date(2025, 11, 9), 100, 200),
        payee=Payee("郭永福", "演示银行", "6217000123454408"),
        by=cast.sun,
        on=TODAY,
    )
    publish_foreign(cast)
    return {
        "claims:claim": {"pk": claim.pk},
        "reporting:fed": {"model": "claims.claim", "pk": claim.pk},
        "claims:outcome-of": {"number": "ZY-1"},
        "casework": {"pk": case.pk},
        "casework:reasons": {"pk": Reason.objects.earliest("pk").pk},
        "payments:orders": {"pk": order.pk},
        "payments:reissue": {"pk": order.pk},
        "payments:cancel": {"pk": order.pk},
        "payments:take-out": {"pk": order.pk},
        "payments:row": {"pk": returned.rows.get().pk},
        "payments:return-file": {"pk": returned.pk},
        "payments": {"pk": batch.pk},
        "organisations:employers": {"pk": cast.brewers.employer_id},
        "organisations": {"pk": cast.brewers.pk, "unit": cast.brewers.pk, "act": "move"},
        "members:merge-unions": {"pk": cast.brewers.pk},
        "members": {"pk": cast.guo.pk, "correction": correction.pk},
        "imports": {"pk": sent.pk},
        "reporting:draft": {"pk": draft.pk, "number": 1},
        "receipts:due": {"pk": due.pk},
        "receipts": {"pk": receipt.pk, "due": due.pk},
        "claims": {"pk": edition.pk, "case": edition.cases.get().pk},
        "accounts:handler": {"unit": cast.brewers.pk},
        "accounts:hand-over": {"pk": post.pk},
        "accounts:end": {"pk": post.pk},
        "accounts:lend": {"pk": post.pk},
        "accounts": {"pk": cast.sun.pk, "unit": cast.brewers.pk},
        "jobs": {"number": job.number},
        "journal": {"pk": entry.pk},
        "documents:add": {"kind": "organisations.unit", "pk": cast.brewers.pk},
        "documents": {"pk": paper.pk},
    }


def publish_foreign(cast: Cast) -> None:
    """Pingyao's review of the year pages open with, published: its pages have no key in their address."""
    review = start_review(
        year=Installation.current().today().year,
        organisation=cast.pingyao,
        title="古陶酿酒厂综述",
        body="古陶酿酒厂",
        by=cast.sun,
        on=TODAY,
    )
    freezing.mark_reviewed(review=review, number=1, by=cast.li, on=TODAY)
    freezing.publish(review=review, by=cast.liu, on=TODAY)


def _url(address: Address, foreign: dict[str, dict[str, object]]) -> str:
    places = [key for key in foreign if address.name.startswith(key)]
    assert places or not address.kwargs, f"say in `foreign` which row {address.name} would open"
    row = foreign[max(places, key=len)] if places else {}
    return reverse(address.name, kwargs={name: row[name] for name in address.kwargs})


def _logged_in(someone: object) -> Client:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_nobody_sees_anything_without_a_log_in(cast, foreign):
    client = Client()
    for address in addresses():
        if address.name in OPEN or address.name in NOBODYS:
            continue
        answer = client.get(_url(address, foreign))
        is_refused = answer.status_code in (302, 403, 404, 405)
        assert is_refused, (address.name, answer.status_code)


@pytest.mark.parametrize("duty", list(Duty))
def test_another_countys_rows_are_not_there(cast, foreign, duty):
    someone = user(f"yuci-{duty}", "某人", cast.yuci, "岗位", duty)
    client = _logged_in(someone)
    for address in addresses():
        if address.name in OPEN or address.name in NOBODYS or address.name.startswith(("account_", "mfa_")):
            continue
        url = _url(address, foreign)
        for answer, is_sent in ((client.get(url), False), (client.post(url), True)):
            told = text_of(answer)
            assert not any(name in told for name in FOREIGN_NAMES), (address.name, duty)
            assert answer.status_code in _expected(address, duty, is_sent), (address.name, duty, answer.status_code)


def _expected(address: Address, duty: Duty, is_sent: bool) -> tuple[int, ...]:
    """405 is an address that takes the other method; 422 a form that was sent empty."""
    if address.duties and duty not in address.duties:
        return (403, 405)
    if address.kwargs:
        return (404, 405) if address.duties else (403, 404, 405)
    return (200, 204, 302, 400, 404, 405, 422) if is_sent else (200, 302, 400, 404, 405)


def text_of(answer: HttpResponseBase) -> str:
    """What an answer says to whoever opens it: workbooks and Word papers are unpacked, a PDF is read."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"%PDF"):
        return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as parts:
        return "".join(unescape(parts.read(name).decode(errors="replace")) for name in parts.namelist())


def test_a_published_review_is_there_for_its_own(cast, foreign):
    """What must not be told above is on these pages for those who may read them."""
    client = _logged_in(user("pingyao", "某人", cast.pingyao, "岗位", Duty.PUBLISH))
    for name in ("review", "publishing", "brief", "word", "pdf", "brief-pdf"):
        assert "古陶酿酒厂" in text_of(client.get(reverse(f"reporting:{name}"))), name
    assert "古陶酿酒厂" in text_of(client.post(reverse("reporting:bundle")))


def test_a_name_in_a_workbook_would_be_found(cast, foreign):
    """The county's own export holds the names that no other county's may."""
    exports = [address.name for address in addresses() if address.name.endswith("-export")]
    assert len(exports) >= 6
    told = {name: text_of(_logged_in(cast.sun).post(reverse(name))) for name in exports}
    assert {name for name in exports if any(word in told[name] for word in FOREIGN_NAMES)} >= {
        "members:members-export",
        "organisations:units-export",
        "organisations:employers-export",
        "receipts:dues-export",
    }


def test_what_a_register_asks_for_is_seen(cast):
    seen = {address.name: address.duties for address in addresses()}
    assert seen["organisations:employers-add"] == (Duty.ENTER,)
