"""More of the corpus: what stands in single cells: numbers that lost digits, blanks nobody sees, names with dots.

Registers its cases with `corpus`.
"""

from datetime import date

from tests.office.imports.corpus import HEADER, Case, Line, case, lines, table
from tests.office.imports.people import ending, id_number, people, xls, xlsx


@case
def numbers_as_floats() -> Case:
    found = people(4)
    rows = [
        HEADER,
        *table(found[:2]),
        (3, "钱丢位", int(found[2].id_number[:15]) * 1000, None, 40),
        (4, "孙丢位", float(found[3].id_number[:15]) * 1000, None, 40),
    ]
    rows.append((5, "李全写", int(id_number(order=5)[:17] + "3"), None, 40))
    lost = [
        Line(4, "钱丢位", None, 4000, verdict="digits-lost"),
        Line(5, "孙丢位", None, 4000, verdict="digits-lost"),
        Line(6, "李全写", None, 4000, verdict="digits-lost"),
    ]
    return Case("ID numbers stored as numbers", "a.xlsx", xlsx(rows), (*lines(found[:2], 2), *lost))


@case
def numbers_as_floats_xls() -> Case:
    found = people(3)
    rows = [HEADER, *table(found[:2]), (3, "钱丢位", float(found[2].id_number[:15]) * 1000, None, 40)]
    return Case(
        "ID numbers stored as numbers, xls",
        "a.xls",
        xls(rows),
        (*lines(found[:2], 2), Line(4, "钱丢位", None, 4000, verdict="digits-lost")),
        kind="xls",
    )


@case
def honest_zeros() -> Case:
    number = ending("000")
    rows = [HEADER, (1, "张零零", number, None, 40), (2, "李零零", number[:14] + "9000", None, 40)]
    return Case(
        "text that ends in 000",
        "a.xlsx",
        xlsx(rows),
        (Line(2, "张零零", number, 4000), Line(3, "李零零", None, 4000, verdict="checksum-wrong")),
    )


@case
def faults() -> Case:
    good = id_number()
    rows = [
        ("姓名", "证件号码", "金额"),
        ("好号", good, 40),
        ("错末位", good[:-1] + "7", 40),
        ("十五位", "110105491231002", 40),
        ("无此日", id_number(born_on=date(1980, 2, 28))[:10] + "0230" + "0013", 40),
        ("护照", "E12345678", 40),
        ("没号码", None, 40),
        ("生地区", id_number("990199"), 40),
        ("少一位", good[:17], 40),
        ("多一位", good + "1", 40),
        ("科学", "1.40702198001010E+17", 40),
    ]
    codes = (
        "ok",
        "checksum-wrong",
        "fifteen-digits",
        "no-such-date",
        "not-an-id-number",
        "missing",
        "region-unknown",
        "not-an-id-number",
        "not-an-id-number",
        "digits-lost",
    )
    expected = tuple(
        Line(n, row[0], row[1], 4000, verdict=code)
        for n, (row, code) in enumerate(zip(rows[1:], codes, strict=True), 2)
    )
    return Case("each fault of an ID number", "a.xlsx", xlsx(rows), expected)


@case
def odd_characters() -> Case:
    found = people(8)
    x_one = next(p for p in people(400, 5) if p.id_number.endswith("X"))
    wide = "".join(chr(ord(ch) + 0xFEE0) for ch in found[0].id_number)
    n = [p.id_number for p in found]
    rows = [
        HEADER,
        (1, "张　三", wide, "１３８００００００００", "４０"),
        (2, " 李 四 ", x_one.id_number.lower(), None, "40.00元"),
        (3, "王\u00a0五", f"'{n[2]}", None, "￥40"),
        (4, "赵\u200b六", f"`{n[3]}", None, "¥40.00"),
        (5, "\ufeff钱七", f" {n[4][:6]} {n[4][6:14]} {n[4][14:]}\u00a0", None, "40元整"),
        (6, "孙\n八", f"\t{n[5]}", None, " 40 "),
        (7, "周  九  九", f"{n[6][:6]}-{n[6][6:14]}-{n[6][14:]}", None, "40.0"),
        (8, "吴十", f"\u202d{n[7]}\u202c", None, "人民币40元"),
    ]
    names = ("张三", "李四", "王五", "赵六", "钱七", "孙八", "周九九", "吴十")
    numbers = (n[0], x_one.id_number, *n[2:])
    expected = tuple(
        Line(r, name, number, 4000) for r, (name, number) in enumerate(zip(names, numbers, strict=True), 2)
    )
    return Case("wide digits, stray blanks, x, quotes", "a.xlsx", xlsx(rows), expected)


@case
def minority_names() -> Case:
    found = people(9)
    typed = (
        "买买提·艾力",
        "买买提•艾力",
        "买买提・艾力",
        "买买提.艾力",
        "买买提‧艾力",
        "买买提．艾力",
        "阿依古丽 · 买买提",
        "𠮷田䶮",
        "㛃𬱖",
    )
    read = (*["买买提·艾力"] * 6, "阿依古丽·买买提", "𠮷田䶮", "㛃𬱖")
    rows = [("姓名", "身份证号", "金额"), *[(name, p.id_number, 40) for name, p in zip(typed, found, strict=True)]]
    expected = tuple(Line(n, name, p.id_number, 4000) for n, (name, p) in enumerate(zip(read, found, strict=True), 2))
    return Case("dots of minority names, rare characters", "a.xlsx", xlsx(rows), expected)
