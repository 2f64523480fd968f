"""One cast everywhere: the people and units every test speaks of.

Not the reference year: a city of four unions of workers, small enough to count on one's fingers.
"""

from dataclasses import dataclass
from datetime import date

import pytest
from stdnum.cn import ric, uscc

from unionhall.accounts.models import Post, User
from unionhall.aid.mutual_aid.models import PeriodTerms, Tier
from unionhall.kernel import paths
from unionhall.kernel.identifiers import birth_date_of, sex_of
from unionhall.kernel.pinyin import initials
from unionhall.kernel.scope import Duty
from unionhall.members import identity
from unionhall.members.models import Membership, Person
from unionhall.organisations.models import Employer, Ownership, Placement, StaffCount, Unit, UnitKind, UnitName
from unionhall.programmes.models import Period, Scheme

TODAY = date(2025, 12, 31)
FOUNDED = date(2010, 1, 1)
JOINED = date(2020, 3, 1)
PASSWORD = "tests-only-password"


@dataclass(frozen=True)
class Cast:
    """Units: city over yuci, pingyao, jiexiu; weavers and spinners of Yuci, brewers of Pingyao, offices of the city.

    Users: wang enters for Yuci, sun for Pingyao, li reviews (and may enter) for the city, chen pays, zhao audits,
    liu leads, admin administers. `zhang` is a member of the weavers, `guo` of the brewers: persons, without log-ins.
    """

    city: Unit
    yuci: Unit
    pingyao: Unit
    jiexiu: Unit
    weavers: Unit
    spinners: Unit
    brewers: Unit
    offices: Unit
    wang: User
    li: User
    chen: User
    zhao: User
    liu: User
    sun: User
    admin: User
    zhang: Person
    guo: Person
    scheme: Scheme
    p17: Period
    p18: Period


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast in the test's database."""
    return build()


def build() -> Cast:
    """Write the cast; called once a database."""
    units = _units()
    scheme = Scheme.objects.create(code="mutual-aid", name="职工大病医疗互助", department="权益保障部")
    weaver = person("张秀兰", id_number(140702, date(1985, 6, 15), 2), unit=units["weavers"])
    brewer = person("郭永福", id_number(140728, date(1979, 11, 3), 1), unit=units["brewers"])
    return Cast(
        **units,
        **_users(units),
        zhang=weaver,
        guo=brewer,
        scheme=scheme,
        p17=period(scheme, 17, date(2024, 9, 1), date(2024, 12, 31)),
        p18=period(scheme, 18, date(2025, 9, 1), date(2025, 12, 31)),
    )


def id_number(region: int, born_on: date, serial: int) -> str:
    """A well-formed ID number of nobody: region, birth date, serial (odd: male), check digit."""
    body = f"{region:06d}{born_on:%Y%m%d}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(prefix: str, region: int, serial: int) -> str:
    """A well-formed credit code: 81 for unions, 91 for companies."""
    body = f"{prefix}{region:06d}{'M' if prefix == '81' else ''}{serial:0{8 if prefix == '81' else 9}d}"
    return body + uscc.calc_check_digit(body)


def unit(
    name: str,
    kind: UnitKind,
    parent: Unit | None,
    *,
    code: str | None = None,
    region: int | None = None,
    employer: Employer | None = None,
    staff: int | None = None,
    founded_on: date = FOUNDED,
) -> Unit:
    """A unit with its placement, its name and, if given, its staff count from the founding day."""
    county = region or 0 if kind == UnitKind.COUNTY else (parent.county if parent else 0)
    row = Unit.objects.create(
        kind=kind,
        name=name,
        pinyin=initials(name),
        credit_code=code,
        region_code=region,
        parent=parent,
        path=f"?{name[:20]}",
        county=county,
        employer=employer,
        founded_on=founded_on,
    )
    row.path = parent.path + paths.key(row.pk) if parent else paths.key(1)
    row.save()
    Placement.objects.create(unit=row, parent=parent, path=row.path, county=county, from_on=founded_on)
    UnitName.objects.create(unit=row, name=name, from_on=founded_on)
    if staff is not None:
        StaffCount.objects.create(unit=row, staff=staff, from_on=founded_on, source="上报")
    return row


def employer(name: str, code: str, home: Unit, ownership: Ownership = Ownership.NON_PUBLIC) -> Employer:
    return Employer.objects.create(name=name, credit_code=code, ownership=ownership, home=home)


def person(name: str, number: str, *, unit: Unit | None = None, joined_on: date = JOINED) -> Person:
    """A person with a file; with a unit, a member of it since `joined_on`."""
    row = Person.objects.create(
        name=name,
        sex=sex_of(number)[0],
        born_on=birth_date_of(number),
        id_number=number,
        id_index=identity.id_index(number),
        id_tail_index=identity.tail_index(number),
    )
    if unit is not None:
        Membership.objects.create(person=row, unit=unit, from_on=joined_on, path=unit.path, county=unit.county)
    return row


def period(scheme: Scheme, number: int, enrol_from: date, enrol_until: date) -> Period:
    """A period with the demonstration's terms and tiers (40 and 30 yuan), covered from 1 October for a year."""
    cover = date(enrol_from.year, 10, 1)
    row = Period.objects.create(
        scheme=scheme,
        number=number,
        enrol_from=enrol_from,
        enrol_until=enrol_until,
        cover_from=cover,
        cover_until=date(cover.year + 1, 9, 30),
    )
    PeriodTerms.objects.create(period=row, waiting_days=30, source="演示参数")
    Tier.objects.create(period=row, code="standard", label="普通", amount_fen=4000, synonyms=["普通档", "普"])
    Tier.objects.create(period=row, code="subsidised", label="补贴", amount_fen=3000, synonyms=["补贴档", "补"])
    return row


def user(username: str, name: str, unit: Unit, title: str, *duties: Duty) -> User:
    """A log-in with one post since 2020; organisation set as the middleware would."""
    row = User.objects.create_user(username, None, name=name)
    Post.objects.create(
        unit=unit, user=row, holder_name=name, title=title, duties=[str(duty) for duty in duties], from_on=JOINED
    )
    row.organisation_name, row.organisation_path = unit.name, unit.path
    return row


def _units() -> dict[str, Unit]:
    city = unit("晋中市总工会", UnitKind.CITY, None, region=140700)
    yuci = unit("榆次区总工会", UnitKind.COUNTY, city, region=140702)
    pingyao = unit("平遥县总工会", UnitKind.COUNTY, city, region=140728)
    jiexiu = unit("介休市总工会", UnitKind.COUNTY, city, region=140781)

    def grassroots(name: str, parent: Unit, region: int, serial: int, staff: int, ownership: Ownership) -> Unit:
        works = employer(name.removesuffix("工会"), credit_code("91", region, serial), parent, ownership)
        code = "81140700MC0000001A" if serial == 1 else credit_code("81", region, serial)
        return unit(name, UnitKind.GRASSROOTS, parent, code=code, employer=works, staff=staff)

    return {
        "city": city,
        "yuci": yuci,
        "pingyao": pingyao,
        "jiexiu": jiexiu,
        "weavers": grassroots("澄园纺织厂工会", yuci, 140702, 1, 120, Ownership.PUBLIC),
        "spinners": grassroots("锦源纺纱厂工会", yuci, 140702, 2, 60, Ownership.NON_PUBLIC),
        "brewers": grassroots("古陶酿酒厂工会", pingyao, 140728, 3, 80, Ownership.NON_PUBLIC),
        "offices": grassroots("市直机关工会", city, 140700, 4, 40, Ownership.GOVERNMENT),
    }


def _users(units: dict[str, Unit]) -> dict[str, User]:
    city, yuci, pingyao = units["city"], units["yuci"], units["pingyao"]
    return {
        "wang": user("wang", "王丽萍", yuci, "经办", Duty.ENTER),
        "li": user("li", "李砚书", city, "复核", Duty.REVIEW, Duty.ENTER),
        "chen": user("chen", "陈立新", city, "出纳", Duty.PAY),
        "zhao": user("zhao", "赵国强", city, "经审", Duty.AUDIT),
        "liu": user("liu", "刘志远", city, "主席", Duty.APPROVE, Duty.PUBLISH),
        "sun": user("sun", "孙海燕", pingyao, "经办", Duty.ENTER),
        "admin": user("admin", "管理员", city, "系统管理员", Duty.ADMINISTER),
    }
