"""Builds the reference year step by step, through the same actions and imports the pages use.

Whatever is decided beforehand (tree, persons, files) stands in the modules beside it; here it is only carried out.
The same size gives the same records.
"""

from collections.abc import Callable

from django.db import connection, transaction

from unionhall.kernel.actors import SYSTEM
from unionhall.kernel.errors import N_, DomainError
from unionhall.office import journal
from unionhall.office.imports.contract import SILENT, Progress
from unionhall.office.installation.models import Installation, Size
from unionhall.organisations.models import Unit
from unionhall.reference_year import changing, claiming, flowing, incomings, setting
from unionhall.reference_year.plan import BUSINESS_DAY, PERIODS, YEAR, Plan, plan
from unionhall.reference_year.review import write_review
from unionhall.reference_year.tree import CITY_NAME, CITY_REGION, tree

BEFORE, NOW = PERIODS


class AlreadyLoaded(DomainError):
    code = "already-loaded"
    sentence = N_("数据库里已经有数据，没有装入参照年，什么也没有改动。请换一个空的 UNIONHALL_DATA 目录再试。")


class OtherSizeBegun(DomainError):
    code = "other-size-begun"
    sentence = N_(
        "这里有一次没装完的参照年，规模不同，没有接着装。请按原来的规模再装，或换一个空的 UNIONHALL_DATA 目录。"
    )


def build(*, size: str, progress: Progress = SILENT) -> None:
    """The whole year. A cut-off build goes on where it stopped: finished steps and files are known again.

    :param size: sample, full, or tiny (tests). :raises AlreadyLoaded: other data, or a finished year, is there.
    :raises OtherSizeBegun: an unfinished year of another size is there. :raises ValueError: no such size.
    """
    drawn = plan(size)
    installation = Installation.current()
    if (installation.pk and not installation.is_loading) or (not installation.pk and Unit.objects.exists()):
        raise AlreadyLoaded
    if installation.pk and installation.thinning != drawn.thinning:
        raise OtherSizeBegun
    _install(installation, drawn)
    for name, step in STEPS:
        progress.step(name)
        step(drawn, progress)
        _analyse()
    with (
        transaction.atomic(),
        journal.change(
            installation, verb="reference_year.year.built", by=SYSTEM, on=BUSINESS_DAY, units=len(tree(drawn))
        ),
    ):
        installation.is_loading = False


def _install(installation: Installation, drawn: Plan) -> None:
    installation.name, installation.region_code = f"{CITY_NAME}总工会", CITY_REGION
    installation.year, installation.business_day = YEAR, BUSINESS_DAY
    installation.size = Size.FULL if drawn.thinning == 1 else Size.SAMPLE
    installation.thinning, installation.is_loading = drawn.thinning, True
    installation.save()


def _organisations(drawn: Plan, progress: Progress) -> None:
    setting.plant(drawn)


def _accounts(drawn: Plan, progress: Progress) -> None:
    setting.open_accounts(drawn)
    setting.name_handlers(drawn)


def _periods(drawn: Plan, progress: Progress) -> None:
    setting.open_periods()


def _rosters(number: int) -> Callable[[Plan, Progress], None]:
    return lambda drawn, progress: flowing.enrol(drawn, number, progress)


def _money(number: int) -> Callable[[Plan, Progress], None]:
    return lambda drawn, progress: incomings.receive(drawn, number, progress)


def _rest(drawn: Plan, progress: Progress) -> None:
    incomings.receive_rest(drawn)


def _claims(drawn: Plan, progress: Progress) -> None:
    claiming.claim_and_pay(drawn, progress)


def _changes(drawn: Plan, progress: Progress) -> None:
    changing.change_tree(drawn)
    changing.transfer_members(drawn)


def _review(drawn: Plan, progress: Progress) -> None:
    write_review(on=BUSINESS_DAY)


def _analyse() -> None:
    """Both engines plan by statistics: after thousands of new rows, without them, each later step costs many times more."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


STEPS: tuple[tuple[str, Callable[[Plan, Progress], None]], ...] = (
    ("组织架构", _organisations),
    ("账号与岗位", _accounts),
    ("方案与期次", _periods),
    (f"第 {BEFORE} 期花名册", _rosters(BEFORE)),
    (f"第 {BEFORE} 期到款", _money(BEFORE)),
    ("组织变动与转会", _changes),
    (f"第 {NOW} 期花名册", _rosters(NOW)),
    (f"第 {NOW} 期到款", _money(NOW)),
    (f"第 {BEFORE} 期其余单位的到款", _rest),
    (f"第 {BEFORE} 期申领和补助", _claims),
    ("年度综述", _review),
)
