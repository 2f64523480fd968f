"""Claims on their way, for tests: money collected, officers of every level, a claim taken to any state."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.aid.claims.setting import STAY, enrol, load
from tests.cast import Cast, user
from tests.funds.payments.setting import answer, as_csv, read
from unionhall.accounts.models import User
from unionhall.aid.claims import entering, judging, kind, ordering
from unionhall.aid.claims.models import Claim, Edition
from unionhall.aid.claims.valuation import Payee, StayPapers
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.casework import actions as casework
from unionhall.casework.models import Case
from unionhall.funds.payments import actions as payments
from unionhall.funds.payments.models import Order
from unionhall.funds.payments.queries import shown
from unionhall.funds.receipts.models import Due, Receipt, Settlement, Statement
from unionhall.kernel.money import fen
from unionhall.kernel.scope import Duty
from unionhall.office.installation.models import Installation
from unionhall.programmes.models import Period

ON_PAGES = date(2025, 4, 1)
ENTERED_ON = date(2025, 3, 13)  # a Thursday, three days after the stay
ACCOUNT = "6222020000000001234"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


@dataclass(frozen=True)
class Office:
    """The cast with an edition in force, money collected for period 17, and who reviews and pays.

    wang enters and wu reviews for Yuci; li and he review for the city, hu too; tian pays for Yuci, ma checks.
    """

    cast: Cast
    edition: Edition
    share: Enrolment
    own: Enrolment
    wu: User
    he: User
    hu: User
    tian: User
    ma: User


def office(cast: Cast, collected: str = "100000") -> Office:
    edition = load(cast)
    collect(cast.p17, collected, cast)
    cast.guo.memberships.update(unit=cast.offices, path=cast.offices.path, county=0)
    return Office(
        cast,
        edition,
        enrol(cast, cast.zhang, cast.p17),
        enrol(cast, cast.guo, cast.p17),
        user("wu", "武衡之", cast.yuci, "初审", Duty.REVIEW),
        user("he", "何静", cast.city, "复审", Duty.REVIEW),
        user("hu", "胡一鸣", cast.city, "复核", Duty.REVIEW),
        user("tian", "田园", cast.yuci, "出纳", Duty.PAY),
        user("ma", "马丽", cast.yuci, "主席", Duty.APPROVE),
    )


def collect(period: Period, yuan: str, cast: Cast) -> None:
    """So much was received for a period."""
    amount = fen(yuan)
    due = Due.objects.create(
        source_key=f"test:{period.pk}:{yuan}",
        unit=cast.weavers,
        period=period,
        amount_fen=amount,
        declared_on=period.enrol_from,
        path=cast.weavers.path,
        county=140702,
    )
    statement = Statement.objects.create(
        holder=cast.city, account_tail="0417", first_on=ENTERED_ON, last_on=ENTERED_ON, lines=1, amount_fen=amount
    )
    receipt = Receipt.objects.create(
        statement=statement,
        account_key="k",
        bank_reference=f"r{period.pk}{yuan}",
        received_on=ENTERED_ON,
        amount_fen=amount,
    )
    Settlement.objects.create(
        receipt=receipt, due=due, kind="match", amount_fen=amount, on=ENTERED_ON, path=due.path, county=due.county
    )


def stay(own: str = "22460.80", *, admitted: date = STAY, days: int = 9, benefit: str = "medical") -> StayPapers:
    return StayPapers(
        benefit, admitted, admitted + timedelta(days=days), fen(own), fen(own) * 2, hospital="第一人民医院"
    )


def entered(office: Office, own: str = "22460.80", *, is_own: bool = False, on: date = ENTERED_ON, **rest) -> Claim:
    """Entered by wang for Zhang; `is_own`: by li for Guo, whose unit is directly under the city."""
    share, by = (office.own, office.cast.li) if is_own else (office.share, office.cast.wang)
    payee = Payee(share.person.name, "工商银行", ACCOUNT)
    return entering.enter_claim(enrolment=share, papers=stay(own, **rest), payee=payee, by=by, on=on)


def with_papers(claim: Claim, by: User, on: date = ENTERED_ON) -> Claim:
    for code in kind.checklist_of(claim):
        upload = SimpleUploadedFile(f"{code}.jpg", JPG, content_type="image/jpeg")
        casework.attach_paper(case=claim.case, code=code, upload=upload, by=by, on=on)
    return claim


def submitted(office: Office, own: str = "22460.80", **rest) -> Claim:
    by = office.cast.li if rest.get("is_own") else office.cast.wang
    claim = with_papers(entered(office, own, **rest), by)
    return entering.submit_claim(claim=claim, by=by, on=ENTERED_ON)


def reviewed(office: Office, own: str = "22460.80", **rest) -> Claim:
    by = office.he if rest.get("is_own") else office.wu
    return judging.review_claim(claim=submitted(office, own, **rest), by=by, on=date(2025, 3, 17))


def approved(office: Office, own: str = "22460.80", **rest) -> Claim:
    """In public notice from 20 March for five working days."""
    by = office.hu if rest.get("is_own") else office.he
    return judging.approve_claim(claim=reviewed(office, own, **rest), by=by, on=date(2025, 3, 20))


def ordered(office: Office, own: str = "22460.80", **rest) -> Order:
    by = office.hu if rest.get("is_own") else office.he
    return ordering.order_payment(claim=approved(office, own, **rest), by=by, on=date(2025, 3, 28))


def paid(office: Office, orders: list[Order], *, day: str = "2025-04-02", result: str = "成功") -> None:
    """One batch of Yuci's, made by tian and checked by ma; the bank answers the same for all."""
    on = date.fromisoformat(day)
    batch = payments.make_batch(orders=orders, by=office.tian, on=on)
    payments.check_batch(batch=batch, seen=shown(batch), by=office.ma, on=on)
    payments.bank_file(batch=batch, template="csv", by=office.tian, on=on)
    content = as_csv([answer(order, result, day=day) for order in orders])
    read(office.cast, content, payer=office.cast.yuci, by=office.tian, on=on)


def office_on_pages(cast: Cast) -> Office:
    """The office on the day its pages are opened."""
    Installation.objects.create(name="晋中市总工会", business_day=ON_PAGES, year=2025)
    return office(cast)


def logged_in(someone: object) -> Client:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def state(claim: Claim) -> str:
    return Case.objects.get(claim=claim).state
