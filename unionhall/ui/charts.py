"""Charts from one Vega-Lite spec each: an SVG on the page and in a PDF, a PNG in Word. Numbers stay in the table beside them.

Columns and labels only; values come in as they are to be shown. altair and vl-convert load at the first chart.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.cache import cache as rendered
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Spec = dict[str, Any]

VEGA_LITE = "6.4"
FONT = "Noto Sans SC"
INK, INK_2, LINE, FIELD = "#1B2430", "#4A5566", "#E0E5EA", "#8491A1"
CHART_1, CHART_2, CHART_LAST = "#155A9C", "#6595C6", "#8491A1"
KEPT_SECONDS = 24 * 3600
_STYLE = re.compile(r'\sstyle="[^"]*"')
_FONT_FAMILY = re.compile(r'\sfont-family="[^"]*"')


@dataclass(frozen=True)
class Column:
    """One place of the axis: `whole` the bar, `own` the part inside it, `last` the year before; None is left out."""

    label: str
    whole: float | None
    own: float | None = None
    last: float | None = None
    written: str = ""  # what stands above the bar; "" writes nothing


def months(columns: Sequence[Column], *, width: int = 600, height: int = 250) -> Spec:
    """Bars from zero, the part inside the whole with a white gap, last year as a black tick, values written above."""
    alt = _altair()
    rows = [_row(column) for column in columns]
    chart = alt.Chart(alt.InlineData(values=rows))
    x = _places(columns, 0.46)
    has_own = any(column.own is not None for column in columns)
    layers = [
        chart.mark_bar(color=CHART_2 if has_own else CHART_1).encode(x=x, y=_amount("whole")),
    ]
    if has_own:
        layers.append(chart.mark_bar(color=CHART_1).encode(x=x, y=_amount("own")))
        gap = chart.transform_filter("datum.own != null && datum.own > 0 && datum.own < datum.whole")
        layers.append(_stroke(gap, "#FFFFFF", 1).encode(x=x, y=_amount("own")))
    if any(column.last is not None for column in columns):
        tick = chart.transform_filter("datum.last != null")
        layers.append(_stroke(tick, INK, 1.25).encode(x=x, y=_amount("last")))
    layers.append(_labels(chart, x, "top"))
    return _dressed(alt.layer(*layers).properties(width=width, height=height))


def grouped(columns: Sequence[Column], *, width: int = 660, height: int = 190) -> Spec:
    """Two bars a place: last year grey, this year blue with its value above."""
    alt = _altair()
    rows = [{"label": c.label, "series": "0", "value": c.last, "written": ""} for c in columns]
    rows += [{"label": c.label, "series": "1", "value": c.whole, "written": c.written} for c in columns]
    chart = alt.Chart(alt.InlineData(values=rows))
    x = _places(columns, 0.22)
    colour = alt.Color("series:N", scale=alt.Scale(domain=["0", "1"], range=[CHART_LAST, CHART_1]), legend=None)
    offset = alt.XOffset("series:N", sort=["0", "1"])
    bars = chart.mark_bar().encode(x=x, xOffset=offset, y=_amount("value"), color=colour)
    words = chart.mark_text(baseline="bottom", dy=-3, color=INK, fontSize=12, font=FONT).encode(
        x=x, xOffset=offset, y=_amount("value"), text="written:N"
    )
    return _dressed(alt.layer(bars, words).properties(width=width, height=height))


def across(columns: Sequence[Column], *, width: int = 600) -> Spec:
    """Horizontal bars, one line a place, values at their ends; last year as a black tick."""
    alt = _altair()
    chart = alt.Chart(alt.InlineData(values=[_row(column) for column in columns]))
    y = alt.Y(
        "label:N",
        sort=[column.label for column in columns],
        axis=alt.Axis(title=None, domain=False, ticks=False, labelPadding=8),
        scale=alt.Scale(paddingInner=0.45, paddingOuter=0.2),
    )

    def x(field: str) -> Any:
        return alt.X(f"{field}:Q", axis=None, scale=alt.Scale(zero=True, nice=False))

    words = chart.mark_text(align="left", dx=6, color=INK, fontSize=12, font=FONT)
    layers = [chart.mark_bar(color=CHART_1).encode(y=y, x=x("whole")), words.encode(y=y, x=x("top"), text="written:N")]
    if any(column.last is not None for column in columns):
        tick = chart.mark_tick(color=INK, thickness=2, opacity=1, height={"band": 1.3})
        layers.insert(1, tick.encode(y=y, x=x("last")))
    return _dressed(alt.layer(*layers).properties(width=width, height=26 * max(len(columns), 1)))


def svg(spec: Spec, label: str = "") -> SafeString:
    """The chart for a page: no scripts, no style attributes, the page's font; `label` is what a screen reader says."""
    key = "chart:" + hashlib.sha256(json.dumps([spec, label], sort_keys=True).encode()).hexdigest()
    text = rendered.get(key)
    if text is None:
        text = _for_page(_converter().vegalite_to_svg(spec, vl_version=VEGA_LITE), label)
        rendered.set(key, text, KEPT_SECONDS)
    return mark_safe(text)  # noqa: S308 - drawn by vl-convert from escaped values, styles taken out


def png(spec: Spec, scale: float = 2) -> bytes:
    """The chart for Word; `scale` 2 is 144 dots an inch."""
    return bytes(_converter().vegalite_to_png(spec, vl_version=VEGA_LITE, scale=scale))


def drawing(spec: Spec) -> str:
    """The chart for a PDF: an SVG with its font named, which is installed with it."""
    return str(_converter().vegalite_to_svg(spec, vl_version=VEGA_LITE))


def _for_page(text: str, label: str) -> str:
    text = _FONT_FAMILY.sub("", _STYLE.sub("", text))
    opening = f'<svg role="img" aria-label="{escape(label)}" ' if label else '<svg aria-hidden="true" '
    # Marks inside carry aria labels of their own, which one picture with one label makes noise of.
    body = re.sub(r'\s(?:aria-[a-z]+|role)="[^"]*"', "", text)
    return body.replace("<svg ", opening, 1)


def _row(column: Column) -> dict[str, Any]:
    return {
        "label": column.label,
        "whole": column.whole,
        "own": column.own,
        "last": column.last,
        "written": column.written,
        "top": max(column.whole or 0, column.last or 0),
    }


def _stroke(chart: Any, colour: str, band: float) -> Any:
    return chart.mark_tick(color=colour, thickness=2, opacity=1, orient="horizontal", width={"band": band})


def _places(columns: Sequence[Column], inner: float) -> Any:
    alt = _altair()
    axis = alt.Axis(title=None, labelAngle=0, ticks=False, labelPadding=7, domainColor=FIELD)
    scale = alt.Scale(paddingInner=inner, paddingOuter=inner / 2)
    return alt.X("label:N", sort=[column.label for column in columns], axis=axis, scale=scale)


def _amount(field: str) -> Any:
    alt = _altair()
    axis = alt.Axis(title=None, domain=False, ticks=False, tickCount=4, labelPadding=10, gridColor=LINE)
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=True), stack=None)


def _labels(chart: Any, x: Any, field: str) -> Any:
    written = chart.transform_filter("datum.written != ''")
    return written.mark_text(baseline="bottom", dy=-4, color=INK, fontSize=12, font=FONT).encode(
        x=x, y=_amount(field), text="written:N"
    )


def _dressed(chart: Any) -> Spec:
    dressed = (
        chart.configure(font=FONT, background="transparent", padding=4)
        .configure_axis(labelColor=INK_2, labelFontSize=12, labelFont=FONT)
        .configure_view(stroke=None)
    )
    spec: Spec = dressed.to_dict()
    return spec


@cache
def _altair() -> Any:
    import altair  # half a second: not at start-up

    return altair


@cache
def _converter() -> Any:
    import pylopdf_fonts_zh_cn
    import vl_convert

    vl_convert.register_font_directory(str(pylopdf_fonts_zh_cn.sans_path().parent))
    return vl_convert
