"""Money, dates, masks, chips and deadlines as pages show them."""

from datetime import UTC, date, datetime

import pytest

from unionhall.ui.icons import ICONS, icon_svg
from unionhall.ui.templatetags import ui


@pytest.mark.parametrize(
    ("due", "on", "words"),
    [
        (date(2025, 11, 17), date(2025, 11, 18), "超期 1 个工作日"),
        (date(2025, 11, 18), date(2025, 11, 18), "今天到期"),
        (date(2025, 11, 20), date(2025, 11, 18), "还剩 2 个工作日"),
        (date(2025, 11, 21), date(2025, 11, 22), "已超期"),
        (date(2025, 10, 9), date(2025, 9, 30), "还剩 1 个工作日"),
    ],
)
def test_deadlines_are_told_in_working_days(due: date, on: date, words: str) -> None:
    assert words in ui.deadline(due, on)


def test_a_deadline_has_its_day_beneath() -> None:
    assert "<small>应于 11月17日 周一</small>" in ui.deadline(date(2025, 11, 17), date(2025, 11, 18))
    assert ui.deadline(None, date(2025, 11, 18)) == "—"


def test_numbers_and_days() -> None:
    assert ui.yuan(961310000) == "9,613,100.00"
    assert ui.wan(961310000) == "961.31"
    assert ui.count(265463) == "265,463"
    assert (ui.yuan(None), ui.wan(None), ui.count(None), ui.day(None)) == ("—", "—", "—", "—")
    assert ui.long_day(date(2025, 11, 18)) == "2025年11月18日 星期二"
    assert ui.moment(datetime(2025, 11, 5, 7, 10, tzinfo=UTC)) == "11月05日 15:10"


def test_masks() -> None:
    assert ui.mask_id("140728199004150015") == "140728********0015"
    assert (ui.mask_name("冀澜"), ui.mask_phone("13800000000"), ui.mask_id("")) == ("冀*", "138****0000", "—")


def test_chips_say_word_and_glyph_and_escape() -> None:
    drawn = ui.chip("failed", "<b>已退票</b>")
    assert "is-failed" in drawn
    assert "<svg" in drawn
    assert "&lt;b&gt;" in drawn
    assert ui.chip("plain", "在会") == "在会"
    assert ui.chip_of(None) == ""


def test_bars_are_drawn_within_bounds() -> None:
    assert 'width="100.00%"' in ui.bar(140)
    assert 'x="79.10%"' in ui.bar(84.4, 79.1)
    assert ui.parts_bar([(1247, ""), (0, "note"), (18, "bad")], "行").count('class="bar ') == 2


@pytest.mark.parametrize("name", sorted(ICONS))
def test_icons_are_silent_unless_named(name: str) -> None:
    assert 'aria-hidden="true"' in icon_svg(name)
    assert 'aria-label="菜单"' in icon_svg(name, "菜单")
