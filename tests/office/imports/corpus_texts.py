"""The text files of the corpus: CSV in every encoding, pages and XML under the name of a workbook.

Registers its cases with `corpus`.
"""

import base64

from tests.office.imports.corpus import HEADER, Case, Line, case, lines, table
from tests.office.imports.people import csv_text, html, people


def _csv(label: str, content: bytes, count: int = 4, encoding: str = "utf-8", first: int = 2) -> Case:
    return Case(label, "名单.csv", content, lines(people(count), first), kind="csv", encoding=encoding)


@case
def utf8_with_mark() -> Case:
    return _csv("csv, UTF-8 with BOM", b"\xef\xbb\xbf" + csv_text([HEADER, *table(people(4))]).encode())


@case
def utf8_semicolon() -> Case:
    return _csv("csv, UTF-8, semicolons", csv_text([HEADER, *table(people(4))], ";", "\n").encode())


@case
def gbk_comma() -> Case:
    return _csv(
        "csv, GBK",
        csv_text([("甲厂工会花名册",), HEADER, *table(people(4)), ("合计", None, None, None, 160)]).encode("gbk"),
        encoding="gb18030",
        first=3,
    )


@case
def gb18030_rare() -> Case:
    person = people(1)[0]
    content = csv_text([HEADER, (1, "𠮷䶮", person.id_number, person.phone, 40)]).encode("gb18030")
    return Case(
        "csv, GB 18030 with rare characters",
        "a.csv",
        content,
        (Line(2, "𠮷䶮", person.id_number, 4000),),
        kind="csv",
        encoding="gb18030",
    )


@case
def utf16_tab() -> Case:
    return _csv(
        "txt, UTF-16 LE with BOM, tabs (Unicode 文本)",
        b"\xff\xfe" + csv_text([HEADER, *table(people(4))], "\t").encode("utf-16-le"),
        encoding="utf-16-le",
    )


@case
def utf16_big() -> Case:
    return _csv(
        "csv, UTF-16 BE with BOM",
        b"\xfe\xff" + csv_text([HEADER, *table(people(4))]).encode("utf-16-be"),
        encoding="utf-16-be",
    )


@case
def utf16_little_bare() -> Case:
    return _csv(
        "csv, UTF-16 LE without BOM", csv_text([HEADER, *table(people(4))]).encode("utf-16-le"), encoding="utf-16-le"
    )


@case
def utf16_big_bare() -> Case:
    return _csv(
        "csv, UTF-16 BE without BOM",
        csv_text([HEADER, *table(people(4))], ";").encode("utf-16-be"),
        encoding="utf-16-be",
    )


@case
def formula_text() -> Case:
    found = people(4)
    text = "姓名,身份证号,金额\r\n" + "".join(
        f'{p.name},"=""{p.id_number}""",40\r\n' if n % 2 else f'{p.name},="{p.id_number}",40\r\n'
        for n, p in enumerate(found)
    )
    return _csv('csv, ="…" around numbers', text.encode())


@case
def tabs_and_quotes_before_numbers() -> Case:
    found = people(4)
    marks = ("\t", "'", "`", "’")
    rows = [
        ("姓名", "身份证号", "金额"),
        *[(p.name, mark + p.id_number, "40") for p, mark in zip(found, marks, strict=True)],
    ]
    return _csv("csv, tabs and quotes before numbers", csv_text(rows).encode("gbk"), encoding="gb18030")


@case
def floats_in_csv() -> Case:
    found = people(2)
    rows = [
        ("姓名", "身份证号", "金额"),
        (found[0].name, found[0].id_number, 40),
        ("科学计", "1.40702E+17", 40),
        ("末尾零", found[1].id_number[:14] + "9000", 40),
    ]
    expected = (
        lines(found, 2)[0],
        Line(3, "科学计", None, 4000, verdict="digits-lost"),
        Line(4, "末尾零", None, 4000, verdict="digits-lost"),
    )
    return Case(
        "csv saved after Excel lost digits",
        "a.csv",
        csv_text(rows).encode("gbk"),
        expected,
        kind="csv",
        encoding="gb18030",
    )


@case
def broken_lines_in_quotes() -> Case:
    found = people(4)
    rows = [("序\n号", "姓名", "身份证\n号码", "联系电话", "缴费\n（元）"), *table(found)]
    return _csv("csv, line breaks inside quotes", csv_text(rows).encode())


@case
def unclosed_quote() -> Case:
    found = people(40)
    text = csv_text([HEADER, *table(found)]).replace(f",{found[5].name},", f',"{found[5].name},')
    return _csv("csv, a quote never closed", text.encode(), 40)


@case
def zero_bytes() -> Case:
    text = csv_text([HEADER, *table(people(4))]).replace("40\r\n", "40\x00\r\n")
    return _csv("csv with NUL bytes", text.encode())


@case
def said_separator() -> Case:
    return _csv("csv that says sep=;", ("sep=;\r\n" + csv_text([HEADER, *table(people(4))], ";")).encode(), first=3)


@case
def ragged() -> Case:
    found = people(4)
    text = "甲厂工会\r\n联系人：王某,电话：13800000000\r\n姓名,身份证号,联系电话,金额\r\n"
    text += "".join(
        f"{p.name},{p.id_number},{p.phone},40,,,\r\n" if n % 2 else f"{p.name},{p.id_number},{p.phone},40\r\n"
        for n, p in enumerate(found)
    )
    return _csv("csv with ragged lines", text.encode(), first=4)


@case
def two_row_header_csv() -> Case:
    found = people(4)
    rows = [
        ("序号", "姓名", "身份证号", "缴费情况", "", "备注"),
        ("", "", "", "金额（元）", "档次", ""),
        *[(n, p.name, p.id_number, 40, "普通", "") for n, p in enumerate(found, 1)],
    ]
    return Case(
        "csv, two-row header",
        "a.csv",
        csv_text(rows).encode("gbk"),
        lines(found, 3),
        kind="csv",
        encoding="gb18030",
        header_rows=(1, 2),
    )


@case
def full_width_commas() -> Case:
    return _csv("csv, full-width commas", csv_text([HEADER, *table(people(4))], "，").encode("gbk"), encoding="gb18030")


@case
def cut_in_a_character() -> Case:
    content = csv_text([HEADER, *table(people(4)), ("制表人：王某某",)]).encode()
    return _csv("csv cut in the middle of a character", content[:-4])


@case
def page_as_xls() -> Case:
    found = people(4)
    rows = [
        ["<td colspan=5>甲厂工会花名册</td>"],
        list(HEADER),
        *[[str(cell) for cell in row] for row in table(found)],
        ["合计", "", "", "", "160"],
    ]
    head = '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
    page = html(rows, head, " style=\"mso-number-format:'\\@'\"").encode("gb18030")
    return Case(
        "HTML saved as .xls, GB 2312",
        "名单.xls",
        page,
        lines(found, 3),
        kind="html",
        encoding="gb18030",
        header_rows=(2, 2),
        skipped={"total": 1},
    )


@case
def page_with_spans() -> Case:
    found = people(4)
    rows = [
        [
            "<td rowspan=2>单位</td>",
            "<td rowspan=2>姓名</td>",
            "<td rowspan=2>身份证号</td>",
            "<td colspan=2>缴费</td>",
        ],
        ["金额", "日期"],
        *[
            [
                *(["<td rowspan=4>甲厂工会</td>"] if n == 0 else []),
                p.name,
                f"{p.id_number}&nbsp;" if n == 9 else p.id_number,
                "40",
                "2025-11-01",
            ]
            for n, p in enumerate(found)
        ],
    ]
    page = "<!DOCTYPE html>" + html(rows, '<meta charset="utf-8"><style>td{mso-number-format:"\\@"}</style>')
    return Case(
        "HTML with merged cells",
        "名单.xls",
        page.encode(),
        lines(found, 3, unit="甲厂工会"),
        kind="html",
        encoding="utf-8",
        header_rows=(1, 2),
    )


@case
def bare_table() -> Case:
    found = people(4)
    page = (
        "<table>"
        + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in (HEADER, *table(found)))
        + "</table>"
    )
    return Case("HTML without closing tags", "名单.xls", page.encode(), lines(found, 2), kind="html", encoding="utf-8")


@case
def web_archive() -> Case:
    found = people(4)
    page = html(
        [list(HEADER), *[[str(cell) for cell in row] for row in table(found)]], '<meta charset="gb2312">'
    ).encode("gb18030")
    body = base64.encodebytes(page).decode()
    text = f'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="----x"\r\n\r\n------x\r\nContent-Location: file:///C:/a.htm\r\nContent-Transfer-Encoding: base64\r\nContent-Type: text/html; charset="gb2312"\r\n\r\n{body}\r\n------x--\r\n'
    return Case("web archive saved as .xls", "名单.xls", text.encode(), lines(found, 2), kind="html")


@case
def spreadsheet_xml() -> Case:
    found = people(4)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    rows = (
        '<Row><Cell ss:MergeAcross="4"><Data ss:Type="String">花名册</Data></Cell></Row><Row>'
        + "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in HEADER)
        + "</Row>"
    )
    for row in table(found):
        cells = "".join(
            f'<Cell><Data ss:Type="{"Number" if isinstance(cell, int) else "String"}">{cell}</Data></Cell>'
            for cell in row
        )
        rows += f"<Row>{cells}</Row>"
    rows += '<Row ss:Index="8"><Cell ss:Index="2"><Data ss:Type="String">丢位</Data></Cell><Cell><Data ss:Type="Number">1.40702198001010E+17</Data></Cell></Row>'
    hidden = '<Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="String">姓名</Data></Cell></Row></Table><WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet>'
    text = f'{head}<Worksheet ss:Name="名单"><Table>{rows}</Table></Worksheet>{hidden}</Workbook>'
    expected = (*lines(found, 3), Line(8, "丢位", None, None, verdict="digits-lost"))
    return Case(
        "Excel 2003 XML",
        "名单.xls",
        text.encode(),
        expected,
        kind="xml",
        encoding="utf-8",
        header_rows=(2, 2),
        unread={"旧": "隐藏"},
    )


@case
def tables_in_a_layout_table() -> Case:
    found = people(4)
    inner = html([list(HEADER), *[[str(cell) for cell in row] for row in table(found)]]).partition("<body>")[2]
    page = f"<html><body><table><tr><td>甲厂工会</td></tr><tr><td>{inner.partition('</body>')[0]}</td></tr></table></body></html>"
    return Case("HTML, a table inside a layout table", "名单.xls", page.encode(), lines(found, 2), kind="html")


@case
def typed_with_blanks() -> Case:
    found = people(4)
    text = "姓名  身份证号  电话  金额\n" + "".join(f"{p.name} {p.id_number}\u3000{p.phone}   40\n" for p in found)
    return _csv("txt, blanks between the cells", text.encode("gbk"), encoding="gb18030")


@case
def old_line_ends() -> Case:
    return _csv("csv, CR line ends", csv_text([HEADER, *table(people(4))], end="\r").encode("gbk"), encoding="gb18030")
