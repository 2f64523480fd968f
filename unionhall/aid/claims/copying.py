"""The rows of one edition written as another's, and a draft's lines changed; only called by actions.

Writes no journal: whoever calls does.
"""

from typing import Any

from django.db import models
from django.utils.translation import gettext

from unionhall.aid.claims import refusals, wording
from unionhall.aid.claims.amendments import Amendment, NewBand, NewNumber
from unionhall.aid.claims.models import Band, Benefit, Edition, EditionCase, Lump, Number, Paper
from unionhall.aid.claims.terms import OF_BENEFIT, OF_EDITION, shown
from unionhall.kernel.money import show_yuan


def free_code(period: int) -> str:
    """edition-19-2: the next free code of a period."""
    taken = Edition.objects.filter(code__startswith=f"edition-{period}-").count()
    return f"edition-{period}-{taken + 1}"


def copy_rows(source: Edition, target: Edition) -> None:
    """All lines and examples of `source` as new rows of `target`."""
    benefits = {benefit.pk: _copied(benefit, edition=target) for benefit in source.benefits.all()}
    for number in source.numbers.all():
        own = benefits[number.benefit_id] if number.benefit_id else None
        _copied(number, edition=target, benefit=own)
    kinds: tuple[Any, ...] = (Band, Lump, Paper)
    for kind in kinds:
        for row in kind.objects.filter(benefit__edition=source):
            _copied(row, benefit=benefits[row.benefit_id])
    for case in EditionCase.objects.filter(edition=source):
        _copied(case, edition=target)


def _copied(row: Any, **owners: Any) -> Any:
    model: type[models.Model] = type(row)
    names = [f.attname for f in model._meta.concrete_fields if not f.primary_key and f.name not in owners]
    return model._default_manager.create(**{name: getattr(row, name) for name in names}, **owners)


def amend(edition: Edition, amendment: Amendment) -> list[str]:
    """Write what differs; each change in words, for the journal.

    :raises NoSuchLine: a benefit, an illness or a name of a number that is not there.
    """
    benefits = {benefit.code: benefit for benefit in edition.benefits.all()}
    told: list[str] = []
    for (code, name), new in amendment.numbers.items():
        told += _amend_number(edition, _known(benefits, code) if code else None, name, new)
    for code, bands in amendment.bands.items():
        told += _amend_bands(_known(benefits, code), list(bands))
    for (code, illness), new in amendment.lumps.items():
        told += _amend_lump(_known(benefits, code), illness, new)
    for code, added in amendment.new_lumps.items():
        for label, amount in added:
            told += _add_lump(_known(benefits, code), label, amount)
    for code, labels in amendment.papers.items():
        told += _amend_papers(_known(benefits, code), list(labels))
    for code, counting in amendment.countings.items():
        told += _amend_counting(_known(benefits, code), counting)
    if amendment.rounding and amendment.rounding != edition.rounding:
        told.append(gettext("取整"))
    return told


def _known(benefits: dict[str, Benefit], code: str) -> Benefit:
    if code not in benefits:
        raise refusals.NoSuchLine(line=code)
    return benefits[code]


def _amend_number(edition: Edition, benefit: Benefit | None, name: str, new: NewNumber) -> list[str]:
    kind = (OF_BENEFIT if benefit else OF_EDITION).get(name)
    if kind is None:
        raise refusals.NoSuchLine(line=name)
    old = Number.objects.filter(edition=edition, benefit=benefit, name=name).first()
    if new.value is None:
        if old is not None:
            old.delete()
        return [f"{kind.label} {shown(kind, old.value)} → —"] if old else []
    if old is not None and (old.value, old.source) == (new.value, new.source):
        return []
    Number.objects.update_or_create(
        edition=edition,
        benefit=benefit,
        name=name,
        defaults={"value": new.value, "source": new.source, "state": new.state},
    )
    return [f"{kind.label} {shown(kind, old.value) if old else '—'} → {shown(kind, new.value)}"]


def _amend_bands(benefit: Benefit, new: "list[NewBand]") -> list[str]:
    """All bands anew when one differs: each begins where the one before ends."""
    # A number amended in the same act has been written already.
    deductible = Number.objects.filter(benefit=benefit, name="deductible_fen").values_list("value", flat=True).first()
    old = list(benefit.bands.all())
    start = deductible or 0
    rows = []
    for band in new:
        rows.append(
            Band(
                benefit=benefit,
                from_fen=start,
                until_fen=band.until_fen,
                rate_bp=band.rate_bp,
                source=band.source,
                state=band.state,
            )
        )
        start = band.until_fen if band.until_fen is not None else start
    if [_plain(band) for band in old] == [_plain(band) for band in rows]:
        return []
    _must_rise(benefit, rows)
    benefit.bands.all().delete()
    Band.objects.bulk_create(rows)
    told = gettext("，").join(_told(band) for band in rows)
    return [gettext("{benefit}分段 {bands}").format(benefit=benefit.label, bands=told)]


def _must_rise(benefit: Benefit, rows: list[Band]) -> None:
    """The database refuses a band that ends before it begins: say so first.

    :raises TermsUnsound.
    """
    ends = [row.until_fen is not None and row.until_fen <= row.from_fen for row in rows]
    open_ended = [row.until_fen is None for row in rows[:-1]]
    if any(ends) or any(open_ended):
        problem = gettext("“{benefit}”的分段没有首尾相接").format(benefit=benefit.label)
        raise refusals.TermsUnsound(problems=problem)


def _plain(band: Band) -> tuple[Any, ...]:
    return (band.from_fen, band.until_fen, band.rate_bp, band.source)


def _told(band: Band) -> str:
    return f"{wording.band_range(band.from_fen, band.until_fen, gettext)} {wording.rate(band.rate_bp)}"


def _amend_lump(benefit: Benefit, illness: str, new: NewNumber) -> list[str]:
    lump = benefit.lumps.filter(code=illness).first()
    if lump is None:
        raise refusals.NoSuchLine(line=illness)
    before = show_yuan(lump.amount_fen)
    if new.value is None:
        lump.delete()
        return [f"{lump.label} {before} → —"]
    if (lump.amount_fen, lump.source) == (new.value, new.source):
        return []
    Lump.objects.filter(pk=lump.pk).update(amount_fen=new.value, source=new.source, state=new.state)
    return [f"{lump.label} {before} → {show_yuan(new.value)}"]


def _add_lump(benefit: Benefit, label: str, amount_fen: int) -> list[str]:
    taken = set(benefit.lumps.values_list("code", flat=True))
    code = next(code for n in range(1, len(taken) + 2) if (code := f"illness-{n}") not in taken)
    Lump.objects.create(benefit=benefit, code=code, label=label, amount_fen=amount_fen)
    return [f"{label} — → {show_yuan(amount_fen)}"]


def _amend_papers(benefit: Benefit, labels: list[str]) -> list[str]:
    """The checklist anew, in this order; a paper that stays goes on proving what it did."""
    old = {paper.label: paper for paper in benefit.papers.all()}
    labels = list(dict.fromkeys(labels))
    if list(old) == labels:
        return []
    taken = {paper.code for label, paper in old.items() if label in labels}
    free = (code for n in range(1, len(old) + len(labels) + 2) if (code := f"paper-{n}") not in taken)
    rows = []
    for place, label in enumerate(labels, start=1):
        kept = old.get(label)
        code, proves = (kept.code, kept.proves) if kept else (next(free), [])
        rows.append(Paper(benefit=benefit, code=code, label=label, proves=proves, place=place))
    benefit.papers.all().delete()
    Paper.objects.bulk_create(rows)
    told = gettext("、").join(labels) or "—"
    return [gettext("{benefit}所需材料 {papers}").format(benefit=benefit.label, papers=told)]


def _amend_counting(benefit: Benefit, counting: str) -> list[str]:
    if counting == benefit.counting:
        return []
    Benefit.objects.filter(pk=benefit.pk).update(counting=counting)
    return [gettext("{benefit}计算方式").format(benefit=benefit.label)]
