"""The review and the leader's page as PDF: its numbers, its texts letter for letter, whose it is, what freezing does to it."""

from argparse import Namespace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.cast import TODAY, Cast, user
from tests.reporting.test_pages import browsing, year
from tests.reporting.test_publishing import citys, sign, withdraw_one
from tests.year import tiny_year
from unionhall.kernel.errors import DomainError
from unionhall.kernel.scope import Duty
from unionhall.organisations.models import Unit
from unionhall.reporting import actions, pdf
from unionhall.reporting.brief import BriefLine, BriefPart
from unionhall.reporting.frozen import published
from unionhall.reporting.models import Review
from unionhall.reporting.paper import NoReview, paper, review_of_year
from unionhall.reporting.prose import Quoted, parse
from unionhall.reporting.queries import cited_year
from unionhall.site.commands import report

__all__ = ["tiny_year", "year"]

HOSTILE = (
    '甲 #import "@preview/x:1.0.0" #read("/etc/passwd") $a^2$ [b] *c* _d_ `e` <f> @g = h \\ ~ // i /* j */',
    "<script>alert(1)</script> &amp; {% now %}",
    "- 一 + 二 / 三: 四 -- --- ...",
)


def said(content: bytes) -> str:
    """The text of all pages without breaks and spaces, which a typesetter is free to set."""
    return "".join("".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


def pages(content: bytes) -> int:
    return len(PdfReader(BytesIO(content)).pages)


def told(part: str) -> str:
    return "".join(part.split())


def test_it_says_what_the_word_file_says_with_the_numbers_of_the_citations(tiny_year) -> None:
    review = review_of_year(2025)
    cited = cited_year(2025, TODAY, within=review.within)
    content = pdf.review_pdf(review=review, on=TODAY)
    text = said(content)
    quoted = [
        piece
        for block in parse(review.texts.first().body)
        for piece in getattr(block, "pieces", ())
        if isinstance(piece, Quoted)
    ]
    assert len(quoted) >= 6
    assert all(cited[piece.published_id].text(piece.form) in text for piece in quoted)
    printed = paper(review=review, on=TODAY)
    for block in printed.blocks:
        assert told(block if isinstance(block, str) else getattr(block, "text", "") or block.caption) in text
    assert told(printed.colophon) in text


def test_its_chart_is_drawn_and_named_for_those_who_listen(tiny_year) -> None:
    review = review_of_year(2025)
    actions.save_text(
        review=review,
        body="# 一\n[[图 mutual_aid.participants]]",
        based_on=review.texts.first().number,
        by=writer_of(review),
        on=TODAY,
    )
    content = pdf.review_pdf(review=review, on=TODAY)
    assert "市本级" in said(content)
    assert "大病医疗互助参加职工（人）" in said(content)
    alternatives = [node.get("/Alt") for node in tagged(content) if "/Alt" in node]
    assert alternatives == ["大病医疗互助参加职工分县"]


def tagged(content: bytes) -> list:
    """Every element of the structure that a screen reader walks."""
    reader, found = PdfReader(BytesIO(content)), []
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += node
        elif hasattr(node, "get"):
            found.append(node)
            if "/K" in node:
                waiting.append(node["/K"])
    return found


def writer_of(review: Review):
    return user("writer", "某人", Unit.objects.get(name=review.organisation_name), "岗位", Duty.ENTER)


def test_page_language_title_and_standard(year: Cast) -> None:
    content = pdf.review_pdf(review=citys(), on=TODAY)
    reader = PdfReader(BytesIO(content))
    box = reader.pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (210, 297)
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("zh")
    assert root["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == citys().title
    xmp = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert {str(node.get("/S")) for node in tagged(content)} >= {"/Title", "/H1", "/P"}
    assert "—1—" in said(content)


def test_22_lines_of_28_characters(year: Cast) -> None:
    actions.save_text(review=citys(), body="国" * 28 * 40, based_on=1, by=year.li, on=TODAY)
    _first, second = PdfReader(BytesIO(pdf.review_pdf(review=citys(), on=TODAY))).pages[:2]
    lines = [line for line in second.extract_text().splitlines() if "国" in line]
    assert {len(line) for line in lines[:-1]} == {28}
    actions.save_text(review=citys(), body="国" * 28 * 80, based_on=2, by=year.li, on=TODAY)
    second = PdfReader(BytesIO(pdf.review_pdf(review=citys(), on=TODAY))).pages[1]
    assert [len(line) for line in second.extract_text().splitlines() if "国" in line] == [28] * 22


def test_what_looks_like_markup_stands_as_it_was_written(year: Cast) -> None:
    review = citys()
    body = "\n".join(("## #let x = 1", "# $标题$", *HOSTILE))
    actions.save_text(review=review, body=body, based_on=1, by=year.li, on=TODAY)
    Review.objects.filter(pk=review.pk).update(title='#panic("题") *题*', organisation_name="#[机关]")
    review.refresh_from_db()
    text = said(pdf.review_pdf(review=review, on=TODAY))
    for line in (*HOSTILE, "#let x = 1", "$标题$", '#panic("题") *题*', "#[机关]"):
        assert told(line) in text, line
    assert "root:" not in text
    brief = said(pdf.brief_pdf(review=review, on=TODAY))
    assert told('#panic("题") *题*') in brief
    assert "正文还没有引用数字" in brief


def test_letters_the_fonts_lack_and_control_characters_do_not_stop_it(year: Cast) -> None:
    actions.save_text(review=citys(), body="# 一\n姓名\x07𠀀生僻。", based_on=1, by=year.li, on=TODAY)
    text = said(pdf.review_pdf(review=citys(), on=TODAY))
    assert "姓名" in text
    assert "生僻。" in text
    assert "\x07" not in text


def test_a_county_gets_its_own_or_nothing(year: Cast) -> None:
    for address, of_city, of_county in (
        ("/review/pdf/", "参加互助3人", "参加互助1人"),
        ("/review/brief/pdf/", "3人", "1人"),
    ):
        assert of_city in said(browsing(year.li).get(address).content)
        assert of_county in said(browsing(year.sun).get(address).content)
        # Yuci has written none: the city's is not theirs to take.
        assert browsing(year.wang).get(address).status_code == 404
        answer = browsing(year.li).get(address)
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Cache-Control"] == "no-store"
        assert answer["Content-Disposition"].startswith("attachment; filename")


def test_pages_that_offer_word_offer_pdf(year: Cast) -> None:
    client = browsing(year.li)
    for page in ("/review/", "/review/publishing/"):
        assert 'href="/review/pdf/"' in client.get(page).content.decode()
    assert 'href="/review/brief/pdf/"' in client.get("/review/brief/").content.decode()


def test_a_draft_counts_anew_and_a_published_one_stays(year: Cast) -> None:
    before = said(pdf.review_pdf(review=citys(), on=TODAY))
    assert "参加互助3人" in before
    assert "由记录算出" in before
    sign(year)
    signed = pdf.review_pdf(review=citys(), on=TODAY)
    page = pdf.brief_pdf(review=citys(), on=TODAY)
    assert published(citys()).bundle_sha256[:16] in said(signed)
    assert "*" not in said(page)
    withdraw_one(year)
    # Of a published text the same bytes, whenever they are asked for.
    assert pdf.review_pdf(review=citys(), on=date(2026, 3, 1)) == signed
    moved = said(pdf.brief_pdf(review=citys(), on=TODAY))
    assert "3人" in moved
    assert "*发布以后记录有更正" in moved


def test_a_draft_s_number_moves_with_its_records(year: Cast) -> None:
    withdraw_one(year)
    assert "参加互助2人" in said(pdf.review_pdf(review=citys(), on=TODAY))


@pytest.mark.parametrize("many", [1, 40, 90, 150, 700])
def test_the_brief_is_one_page_and_counts_what_it_leaves_out(year: Cast, monkeypatch, many: int) -> None:
    lines = [
        BriefLine(f"很长很长的一个指标的名称第{n:04}个", "截至 2025-12-31", f"{n:,}", "元", "—", "—", False)
        for n in range(many)
    ]
    parts = [BriefPart(f"{n}、一部分", lines[n : n + 8]) for n in range(0, many, 8)]
    monkeypatch.setattr(pdf, "brief_parts", lambda *args, **kept: parts)
    content = pdf.brief_pdf(review=citys(), on=TODAY)
    text = said(content)
    shown = sum(f"第{n:04}个" in text for n in range(many))
    assert pages(content) == 1
    assert "由记录算出" in text
    if many <= 90:
        assert shown == many
    assert shown == many or f"还有{many - shown}个数排不下" in text


def run(out: Path, year: int = 2025) -> int:
    return report.run(Namespace(year=year, out=out))


def test_the_command_writes_by_the_file_s_name(year: Cast, tmp_path: Path) -> None:
    assert run(tmp_path / "a.PDF") == run(tmp_path / "a.docx") == 0
    assert "参加互助3人" in said((tmp_path / "a.PDF").read_bytes())
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    with pytest.raises(DomainError) as refused:
        run(tmp_path / "a.txt")
    assert "要以 .docx 或 .pdf 结尾" in str(refused.value)
    assert not (tmp_path / "a.txt").exists()


def test_a_year_without_a_review_is_refused(year: Cast, tmp_path: Path) -> None:
    with pytest.raises(NoReview):
        run(tmp_path / "a.pdf", 2024)
    assert not (tmp_path / "a.pdf").exists()
