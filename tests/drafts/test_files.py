"""Files: docx with tracked changes and nested tables, text in its encodings, and what is refused.

Real packages, made here.
"""

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from unionhall.drafts import Unreadable, check, mark_docx, read_docx, read_file, read_txt

WRONG = "受理调解案件40件，调解成功25件，成功率75%。"


def packed(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def draft(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return packed(document)


def test_paragraphs_are_counted_from_nought_in_the_order_of_the_body():
    document = docx.Document()
    document.add_paragraph("第一段")
    document.add_table(1, 2).cell(0, 1).text = WRONG
    document.add_paragraph("末段")
    read = read_docx(packed(document))
    assert [p.text for p in read.paragraphs] == ["第一段", "", WRONG, "末段"]
    assert [f.paragraph for f in check(read).findings] == [2]


def test_a_table_in_a_table_is_read():
    document = docx.Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.add_table(1, 1).cell(0, 0).text = WRONG
    assert [f.expected for f in check(read_docx(packed(document))).findings] == ["62.5%"]


def test_total_row_of_a_docx_table():
    document = docx.Document()
    rows = [("县区", "新建（家）"), ("甲区", "120"), ("乙区", "96"), ("丙县", "80"), ("合计", "269")]
    table = document.add_table(len(rows), 2)
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    [finding] = check(read_docx(packed(document))).findings
    assert (finding.rule, finding.stated, finding.expected) == ("table", "269", "296")


def test_insertions_count_and_deletions_do_not():
    document = docx.Document()
    paragraph = document.add_paragraph("受理案件40件，调解成功")
    for tag, inner in (("ins", "<w:t>25</w:t>"), ("del", "<w:delText>30</w:delText>")):
        paragraph._p.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r>{inner}</w:r></w:{tag}>'))
    paragraph.add_run("件，成功率75%。")
    read = read_docx(packed(document))
    assert read.paragraphs[0].text == "受理案件40件，调解成功25件，成功率75%。"
    [finding] = check(read).findings
    assert finding.arithmetic == "25 ÷ 40"


def test_the_marked_copy_has_comments_at_the_numbers_and_the_same_words():
    content = draft("全市工作综述", WRONG, "全年走访企业92家，其中市本级105家。")
    read = read_docx(content)
    report = check(read)
    marked = docx.Document(io.BytesIO(mark_docx(content, report.findings)))
    assert [p.text for p in marked.paragraphs] == [p.text for p in read.paragraphs]
    comments = [comment.text for comment in marked.comments]
    assert len(comments) == len(report.findings) == 2
    assert any("62.5%" in text and "25 ÷ 40" in text for text in comments)
    body = marked.element.xml
    start = body.index("commentRangeStart")
    assert (
        "105家" in body[start : body.index("commentRangeEnd", start)]
        or "75%" in body[start : body.index("commentRangeEnd", start)]
    )


def test_a_number_split_over_runs_is_read_and_marked():
    document = docx.Document()
    paragraph = document.add_paragraph("受理案件4")
    paragraph.add_run("0件，调解成功25件，成功率7").bold = True
    paragraph.add_run("5%。")
    content = packed(document)
    report = check(read_docx(content))
    assert [f.stated for f in report.findings] == ["75%"]
    marked = docx.Document(io.BytesIO(mark_docx(content, report.findings)))
    assert marked.paragraphs[0].text == "受理案件40件，调解成功25件，成功率75%。"
    assert len(list(marked.comments)) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_its_encodings(encoding):
    report = check(read_txt(WRONG.encode(encoding)))
    assert [f.expected for f in report.findings] == ["62.5%"]


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


BAD = {
    "no zip": (b"this is not a document", "a.docx", "draft-not-docx"),
    "cut zip": (draft("x")[:2000], "a.docx", "draft-not-docx"),
    "other zip": (zipped(readme=b"x"), "a.docx", "draft-not-docx"),
    "no xml": (zipped(word__document_xml=b"<w:document"), "a.docx", "draft-not-docx"),
    "entities": (zipped(word__document_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "a.docx", "draft-not-docx"),
    "bomb": (zipped(word__document_xml=b" " * (70 * 1024 * 1024)), "a.docx", "draft-too-large"),
    "old word": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.doc", "draft-old-word"),
    "binary": (bytes(range(256)) * 20, "a.txt", "draft-not-text"),
    "too many words": (("全市工会。" * 40_001).encode(), "a.txt", "draft-too-large"),
    "too many words in Word": (draft(*["全市工会。" * 1_000] * 41), "a.docx", "draft-too-large"),
    "ten megabytes": (b"1" * (10 * 1024 * 1024), "a.txt", "draft-too-large"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_refused_says_why(name):
    content, file_name, code = BAD[name]
    with pytest.raises(Unreadable) as refusal:
        read_file(content, file_name)
    assert refusal.value.code == code
    assert str(refusal.value)


def test_deep_nesting_is_cut_off_not_fallen_into():
    cell = f"<w:p><w:r><w:t>{WRONG}</w:t></w:r></w:p>"
    for _ in range(80):
        cell = f"<w:tbl><w:tr><w:tc>{cell}</w:tc></w:tr></w:tbl>"
    xml = f"<w:document {nsdecls('w')}><w:body>{cell}<w:p><w:r><w:t>{WRONG}</w:t></w:r></w:p></w:body></w:document>"
    read = read_docx(zipped(word__document_xml=xml.encode()))
    assert [p.text for p in read.paragraphs] == [WRONG]


def body_of(markup: bytes) -> bytes:
    """A docx with this as its whole document.xml."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", markup)
    return out.getvalue()


def boxes(inner: bytes, prologue: bytes = b"") -> bytes:
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return body_of(prologue + b"<w:document " + space + b"><w:body>" + inner + b"</w:body></w:document>")


def test_every_text_box_is_read_once_however_deep_it_stands():
    inner = b""
    for n in range(4, 0, -1):
        inner = b"<w:p><w:r><w:t>%d</w:t></w:r><w:r><w:txbxContent>%s</w:txbxContent></w:r></w:p>" % (n, inner)
    assert [p.text for p in read_docx(boxes(inner)).paragraphs] == ["1", "2", "3", "4"]


def test_a_document_of_more_paragraphs_than_any_review_is_refused():
    with pytest.raises(Unreadable) as refused:
        read_docx(boxes(b"<w:p/>" * 50_001))
    assert refused.value.code == "draft-too-many-paragraphs"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_found_wherever_it_stands(encoding):
    prologue = f'<?xml version="1.0" encoding="{encoding}"?><!--{"x" * 5000}--><!DOCTYPE a []>'
    markup = f'{prologue}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
    with pytest.raises(Unreadable) as refused:
        read_docx(body_of(markup.encode(encoding)))
    assert refused.value.code == "draft-not-docx"
