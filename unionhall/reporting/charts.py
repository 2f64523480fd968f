"""A figure drawn: by month on its page, by county in the review; one spec for page, Word and PDF.

Draws what was counted; counts nothing.
"""

from collections.abc import Mapping
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from unionhall.figures.figures import Definition
from unionhall.figures.units import YUAN
from unionhall.figures.values import OWN, Number
from unionhall.organisations.models import Unit, UnitKind
from unionhall.reporting.opening import Opened, measure_word, short_name
from unionhall.reporting.queries import Cited
from unionhall.ui import charts

# Money is drawn in 万元: bars of seven digits cannot be labelled.
WAN_FEN = 1_000_000


def months_chart(opened: Opened, *, with_own: bool = True) -> SafeString | str:
    """Bars by month, with the city's own inside for whoever sees the city; "" for a figure that has no months."""
    months = opened.value.months
    if not opened.has_months:
        return ""
    last = _by_place(opened.before.months) if opened.before else {}
    columns = [
        _column(
            opened.definition,
            _month(month),
            number,
            opened.value.own_months.get(month) if with_own else None,
            last.get(at),
        )
        for at, (month, number) in enumerate(sorted(months.items()))
    ]
    return charts.svg(charts.months(columns), label=_("%(figure)s按月") % {"figure": opened.definition.label})


def has_counties(cited: Cited) -> bool:
    """Whether there is more than one place to draw side by side: below the city there is not."""
    return len(cited.value.counties) > 1


def county_chart(cited: Cited) -> SafeString:
    return charts.svg(charts.across(_county_columns(cited)), label=county_chart_label(cited))


def county_chart_png(cited: Cited) -> bytes:
    return charts.png(charts.across(_county_columns(cited)))


def county_chart_drawing(cited: Cited) -> str:
    return charts.drawing(charts.across(_county_columns(cited)))


def county_chart_label(cited: Cited) -> str:
    """What a screen reader says of it."""
    return _("%(figure)s分县") % {"figure": _label(cited)}


def unit_word(definition: Definition) -> str:
    """What the bars are told in."""
    return _("万元") if definition.unit is YUAN else measure_word(definition)


def _label(cited: Cited) -> str:
    return str(cited.definition.label)


def _county_columns(cited: Cited) -> list[charts.Column]:
    names = dict(Unit.objects.filter(kind=UnitKind.COUNTY).values_list("region_code", "name"))
    rows: list[tuple[str, Number]] = [(_("市本级"), cited.value.scoped(OWN))]
    rows += [(short_name(names.get(code, str(code))), number) for code, number in sorted(cited.value.counties.items())]
    return [_column(cited.definition, name, number) for name, number in rows]


def _column(
    definition: Definition, name: str, number: Number, own: Number = None, last: Number = None
) -> charts.Column:
    whole = _drawn(definition, number) or 0.0
    written = f"{whole:,.1f}" if definition.unit is YUAN else definition.unit.text(number)
    return charts.Column(name, whole=whole, own=_drawn(definition, own), last=_drawn(definition, last), written=written)


def _drawn(definition: Definition, number: Number) -> float | None:
    if number is None:
        return None
    if definition.unit is YUAN:
        return float(Fraction(number, WAN_FEN))
    shown = definition.unit.number(number)
    return None if shown is None else float(shown)


def _month(month: int) -> str:
    return _("%(n)s 月") % {"n": month % 100}


def _by_place(months: Mapping[int, Number]) -> dict[int, Number]:
    """Months of the time before, in order: a period's second month stands under the second."""
    return {at: number for at, (_m, number) in enumerate(sorted(months.items()))}
