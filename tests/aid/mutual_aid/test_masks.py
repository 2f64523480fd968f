"""An ID number typed where none belongs is masked on the page as in its own column."""

import pytest

from tests.aid.mutual_aid.test_pages import address, logged_in, send
from tests.aid.mutual_aid.test_roster import STRANGERS, book
from tests.cast import Cast
from unionhall.office.imports.models import Import

NUMBER = STRANGERS[5]


@pytest.mark.parametrize(
    "row",
    [
        ("冀澜", STRANGERS[0], NUMBER, 40, "普通"),
        (NUMBER, STRANGERS[0], None, 40, "普通"),
        (f"冀澜 {NUMBER}", STRANGERS[0], None, 40, "普通"),
        ("冀澜", STRANGERS[0], None, 40, NUMBER),
    ],
)
def test_a_number_in_another_column_is_masked(house: Cast, row: tuple[object, ...]) -> None:
    client = logged_in(house.wang)
    send(client, house, book(row, header=("姓名", "身份证号", "单位名称", "缴费金额", "档次")))
    page = client.get(address("import", Import.objects.get()), {"tab": "all"}).content.decode()
    assert NUMBER not in page
    assert f"{NUMBER[:6]}********{NUMBER[-4:]}" in page


def test_a_number_in_a_header_or_a_sheets_name_is_masked(house: Cast) -> None:
    client = logged_in(house.wang)
    send(client, house, book(("冀澜", STRANGERS[0], 40), header=("姓名", "身份证号", f"缴费 {NUMBER}")))
    assert NUMBER not in client.get(address("import", Import.objects.get()), {"tab": "all"}).content.decode()


def test_a_number_in_the_files_name_is_not_kept(house: Cast) -> None:
    client = logged_in(house.wang)
    send(
        client, house, book(("冀澜", STRANGERS[0], 40), header=("姓名", "身份证号", "缴费")), name=f"张三{NUMBER}.xlsx"
    )
    imported = Import.objects.get()
    assert NUMBER not in imported.file_name
    assert imported.file_name.endswith(".xlsx")
    assert NUMBER not in client.get(address("import", imported)).content.decode()
    assert NUMBER not in client.get(address("marked", imported)).headers["Content-Disposition"]
