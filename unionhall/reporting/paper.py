"""A review as it goes on paper, whatever the file: its blocks with their numbers in place, and the colophon's sentence.

Knows no file format; `word` and `pdf` lay it out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.translation import gettext

from unionhall.kernel.errors import N_, DomainError
from unionhall.office.installation.models import Installation
from unionhall.office.journal import sealing
from unionhall.reporting.charts import has_counties
from unionhall.reporting.frozen import frozen_year, published
from unionhall.reporting.models import Publication, Review, ReviewText
from unionhall.reporting.opening import measure_word
from unionhall.reporting.prose import Chart, Heading, Paragraph, Quoted, numbered, parse
from unionhall.reporting.queries import Cited, cited_year


@dataclass(frozen=True)
class Layout:
    """GB/T 9704-2012, 5.2 and 5.3, on A4: margins in mm; type and line in points, 22 lines of 28 characters on 156 x 225 mm."""

    top: int = 37
    bottom: int = 35
    left: int = 28
    right: int = 26
    title: int = 22  # 二号
    body: int = 16  # 三号
    number: int = 14  # 四号, of pages
    small: int = 12
    line: int = 29


LAYOUT = Layout()


class NoReview(DomainError):
    code = "review-missing"
    sentence = N_("{year} 年还没有综述，没有写出文件。请先在“年度综述”页新建。")


def review_of_year(year: int) -> Review:
    """The review of the topmost organisation that wrote one.

    :raises NoReview: the year has none.
    """
    review = Review.objects.filter(year=year).order_by("organisation_path").first()
    if review is None:
        raise NoReview(year=year)
    return review


@dataclass(frozen=True)
class Drawn:
    """A chart by county, and the line below it."""

    cited: Cited
    caption: str


# A heading with its number, the sentences of a paragraph, a chart.
Printed = Heading | str | Drawn


@dataclass(frozen=True)
class Paper:
    """`dated` is the day it was signed; of a draft the day it is asked for."""

    title: str
    organisation: str
    blocks: tuple[Printed, ...]
    colophon: str
    dated: date


@dataclass(frozen=True)
class Source:
    """The newest text with what its citations are worth: frozen ones once it is published."""

    text: ReviewText
    publication: Publication | None
    cited: Mapping[str, Cited]


def source_of(review: Review, on: date) -> Source:
    """:raises NoReview: nothing was written yet."""
    text = review.texts.first()
    if text is None:
        raise NoReview(year=review.year)
    publication = published(review)
    cited: Mapping[str, Cited] = (
        frozen_year(publication) if publication else cited_year(review.year, on, within=review.within)
    )
    return Source(text, publication, cited)


# The paper is Chinese whoever prints it.
@translation.override("zh-hans")
def paper(*, review: Review, on: date) -> Paper:
    """The newest text of a review, with the values of its own organisation as they are on that day.

    Of a published one with the frozen values, whatever the records say since.

    :raises NoReview: nothing was written yet.
    """
    source = source_of(review, on)
    blocks = (_printed(block, source.cited) for block in numbered(parse(source.text.body)))
    return Paper(
        review.title,
        review.organisation_name,
        tuple(block for block in blocks if block is not None),
        colophon(source.text.number, source.publication),
        dated(source.publication, on),
    )


def dated(publication: Publication | None, on: date) -> date:
    return publication.signed_on if publication and publication.signed_on else on


def colophon(version: int, publication: Publication | None) -> str:
    """What ties the paper to the records: version, business day, number and seal of the journal's head."""
    head = sealing.Head(publication.journal_number, publication.journal_seal) if publication else sealing.head()
    sealed = f"日志第 {head.number:,} 条，封签 {head.seal[:16]}" if head.number else "日志尚未封存"
    if publication and publication.signed_on:
        people = f"{publication.reviewed_name}复核、{publication.signed_name}签发"
        frozen = f"数字于 {publication.signed_on.isoformat()} 冻结，数据包 SHA-256 {publication.bundle_sha256[:16]}"
        return f"第 {version} 版，{people}；{frozen}；{sealed}。"
    today = Installation.current().today()
    return f"第 {version} 版，数字截至 {today.isoformat()} 由记录算出；{sealed}。"


def _printed(block: Heading | Paragraph | Chart, cited: Mapping[str, Cited]) -> Printed | None:
    if isinstance(block, Heading):
        return block
    if isinstance(block, Paragraph):
        return "".join(_spoken(piece, cited) for piece in block.pieces)
    drawn = cited.get(block.published_id)
    if drawn is None or not has_counties(drawn):
        return None
    label = gettext("{figure}（{unit}）").format(figure=drawn.definition.label, unit=measure_word(drawn.definition))
    return Drawn(drawn, label)


def _spoken(piece: str | Quoted, cited: Mapping[str, Cited]) -> str:
    if isinstance(piece, str):
        return piece
    quoted = cited.get(piece.published_id)
    return quoted.text(piece.form) if quoted else f"【{piece.published_id} 没有数】"
