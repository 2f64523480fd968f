"""The only writer of schemes and periods: a scheme is opened once, a period with its dates once a year.

Terms, tiers and editions are written by the scheme's own app.
"""

from datetime import date

from django.db import transaction

from unionhall.kernel.actors import Actor
from unionhall.kernel.errors import N_, DomainError
from unionhall.office import journal
from unionhall.programmes.models import Period, Scheme


class SchemeExists(DomainError):
    code = "scheme-exists"
    sentence = N_("已有代码为“{scheme}”的方案，没有再建。请换一个代码。")


class PeriodExists(DomainError):
    code = "period-exists"
    sentence = N_("“{scheme}”已有第 {number} 期，没有再建。请核对期次。")


class DatesDisordered(DomainError):
    code = "dates-disordered"
    sentence = N_("止日早于起日，没有保存。请核对登记和保障的起止日期。")


@transaction.atomic
def open_scheme(
    *, code: str, name: str, by: Actor, on: date, department: str = "", payment_words: tuple[str, ...] = ()
) -> Scheme:
    """Open a scheme. `payment_words` are what its payers write in a bank's remark.

    :raises SchemeExists: the code is taken.
    """
    if Scheme.objects.filter(code=code).exists():
        raise SchemeExists(scheme=code)
    scheme = Scheme(code=code, name=name, department=department, payment_words=list(payment_words))
    with journal.change(scheme, verb="programmes.scheme.opened", by=by, on=on):
        pass
    return scheme


@transaction.atomic
def open_period(
    *,
    scheme: Scheme,
    number: int,
    enrol_from: date,
    enrol_until: date,
    cover_from: date,
    cover_until: date,
    by: Actor,
    on: date,
) -> Period:
    """Open a numbered period; all days included.

    :raises PeriodExists: the number is taken. :raises DatesDisordered: an end lies before its beginning.
    """
    if enrol_until < enrol_from or cover_until < cover_from:
        raise DatesDisordered
    if Period.objects.filter(scheme=scheme, number=number).exists():
        raise PeriodExists(scheme=scheme.name, number=number)
    period = Period(
        scheme=scheme,
        number=number,
        enrol_from=enrol_from,
        enrol_until=enrol_until,
        cover_from=cover_from,
        cover_until=cover_until,
    )
    with journal.change(period, verb="programmes.period.opened", by=by, on=on):
        pass
    return period
