"""What an editor may quote: the year's citations, and the figures nobody quoted yet, as they would stand in a sentence.

Counts through `queries`; what is written into the text is decided here, how it is parsed in `prose`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from unionhall.figures.figures import Definition, Figure
from unionhall.figures.times import Period, Time
from unionhall.figures.units import PEOPLE, PERCENT, POINTS, VISITS, YUAN
from unionhall.figures.values import ALL, OWN, Number, Scope
from unionhall.organisations.models import Unit, UnitKind
from unionhall.reporting.models import Citation
from unionhall.reporting.opening import short_name
from unionhall.reporting.prose import Form
from unionhall.reporting.queries import WAN, cited_year, counted_year, is_rate, written, year_pairs
from unionhall.reporting.times import label


@dataclass(frozen=True)
class Way:
    """`shown` is how the sentence will read, `insert` what is written into the text for it, its `unit` last.

    Where the unit stands behind the cursor already, the page writes `insert` without it.
    """

    shown: str
    insert: str
    unit: str


@dataclass(frozen=True)
class Offer:
    """A number that can be quoted, of a scope. `chart` is the line that draws it by county, "" where it has none.

    One without a value has no ways: it would stand in a sentence as —.
    """

    published_id: str
    label: str
    scope: str
    time: str
    ways: tuple[Way, ...]
    chart: str
    is_new: bool


@dataclass(frozen=True)
class Group:
    label: str
    offers: list[Offer]


def offered(year: int, on: date, *, within: str = "") -> list[Group]:
    """All that can be quoted in a year, by the department answerable, citations before figures not yet quoted."""
    cited = cited_year(year, on, within=within)
    quoted = {row.definition.id for row in cited.values()}
    counted, _tally = counted_year(year, on, within=within)
    groups: dict[str, list[Offer]] = {}
    scopes = _scopes(within)
    for name, row in cited.items():
        scope = scopes.get(row.scope, str(row.scope))
        _put(groups, row.definition, _offer(name, row.definition, row.time, row.number, scope))
    for new in counted:
        if new.definition.id not in quoted and new.definition.id not in cited:
            offer = _offer(new.definition.id, new.definition, new.time, new.value.scoped(ALL), scopes[ALL], is_new=True)
            _put(groups, new.definition, offer)
    return [Group(name, offers) for name, offers in groups.items()]


def citation_for(definition: Definition, year: int, time: Time) -> Citation:
    """The citation a figure gets when it is quoted for the first time: under its own id, of the whole, at the year's time."""
    period = time if isinstance(time, Period) else None
    return Citation(
        year=year,
        published_id=definition.id,
        figure=definition.id,
        scheme=period.scheme if period else "",
        period=period.number if period else None,
    )


def newly_cited(year: int, ids: Iterable[str], on: date) -> list[Citation]:
    """Citations for those of the ids that name a figure of the year; the others are not quotable."""
    wanted = set(ids)
    return [
        citation_for(definition, year, time) for definition, time in year_pairs(year, on) if definition.id in wanted
    ]


def _scopes(within: str) -> dict[Scope, str]:
    """What each scope is called: 全市, 市本级, 榆次; within a subtree the whole is 本级及所属."""
    counties = Unit.objects.filter(kind=UnitKind.COUNTY, region_code__isnull=False)
    named: dict[Scope, str] = {unit.region_code or 0: short_name(unit.name) for unit in counties}
    return named | {ALL: gettext("本级及所属") if within else gettext("全市"), OWN: gettext("市本级")}


def _put(groups: dict[str, list[Offer]], definition: Definition, offer: Offer) -> None:
    groups.setdefault(str(definition.owner) or gettext("其他"), []).append(offer)


def _offer(name: str, definition: Definition, time: Time, number: Number, scope: str, *, is_new: bool = False) -> Offer:
    chart = f"[[图 {name}]]" if isinstance(definition, Figure) else ""
    ways = tuple(_way(name, definition, number, form) for form in _forms(definition, number) if number is not None)
    return Offer(name, str(definition.label), scope, label(time), ways, chart, is_new)


def _forms(definition: Definition, number: Number) -> list[Form]:
    if is_rate(definition):
        return [Form.PLAIN]
    if definition.unit is YUAN:
        return [Form.PLAIN, Form.WAN]
    # From here on a review says 1.2 万 rather than 12,000.
    is_large = definition.unit in (PEOPLE, VISITS) and number is not None and number >= WAN
    return [Form.PLAIN, Form.WAN] if is_large else [Form.PLAIN]


def _way(name: str, definition: Definition, number: Number, form: Form) -> Way:
    word = str(definition.unit.word)
    if definition.unit is POINTS:
        word = gettext("个百分点")
    unit = {Form.PLAIN: word, Form.WAN: gettext("万") + word}[form]
    gap = "" if definition.unit is PERCENT else " "
    code = name if form is Form.PLAIN else f"{name}|{form.value}"
    return Way(f"{written(definition, number, form)}{gap}{unit}", f"{{{{{code}}}}}{gap}{unit}", unit)
