"""Charts: one spec gives a picture for the page, safe under its policy, and one for paper."""

import re

from unionhall.ui import charts

COLUMNS = [charts.Column(f"{n} 月", n * 10.0, n * 2.0, n * 9.0, f"{n * 10}.0") for n in range(1, 13)]


def test_the_page_gets_no_style_script_or_second_voice() -> None:
    for spec in (charts.months(COLUMNS), charts.grouped(COLUMNS), charts.across(COLUMNS)):
        drawn = charts.svg(spec, '按月 <到账> "万元"')
        assert not re.search(r'style=|<script|font-family|javascript|href="http', drawn)
        assert drawn.count("aria-label") == 1
        assert "按月 &lt;到账&gt; &quot;万元&quot;" in drawn


def test_values_and_places_are_written() -> None:
    drawn = charts.svg(charts.months(COLUMNS))
    assert all(f">{n * 10}.0<" in drawn for n in range(1, 13))
    assert all(f">{n} 月<" in drawn for n in range(1, 13))


def test_the_part_inside_and_last_year_are_drawn_only_when_known() -> None:
    plain = [charts.Column("1 月", 10.0, written="10")]
    assert charts.CHART_1 in charts.svg(charts.months(plain))
    assert charts.CHART_2 not in charts.svg(charts.months(plain))
    assert charts.CHART_2 in charts.svg(charts.months(COLUMNS))


def test_labels_of_people_cannot_break_out() -> None:
    drawn = charts.svg(charts.across([charts.Column("<script>alert(1)</script>", 1.0, written="1")]))
    assert "<script" not in drawn


def test_paper_gets_a_png() -> None:
    assert charts.png(charts.months(COLUMNS[:3])).startswith(b"\x89PNG")
