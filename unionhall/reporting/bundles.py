"""A bundle: the records behind a published text, Parquet per fact and a manifest, in one zip that is kept encrypted.

DuckDB and Spark read it as it is. A person is a hash in it, under the upper level's key; never a number, never a name.
"""

import hashlib
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import polars as pl
from django.conf import settings

from unionhall.figures.facts import Fact
from unionhall.figures.figures import Ask, asks_of
from unionhall.kernel.errors import N_, DomainError
from unionhall.members.models import Person
from unionhall.office import counting
from unionhall.office.documents import storage
from unionhall.reporting.models import Publication
from unionhall.reporting.queries import Cited

MANIFEST = "manifest.json"
FORMAT = 1
TYPES = {"int64": pl.Int64, "string": pl.String, "boolean": pl.Boolean}
PERSONS_AT_ONCE = 5_000
# A zip entry without a moment of its own: the same records give the same file.
EPOCH = (1980, 1, 1, 0, 0, 0)


class BundleDamaged(DomainError):
    code = "bundle-damaged"
    sentence = N_("这次发布的数据包与清单里的指纹不符或已不在，没有读。冻结值仍在；请让管理员从备份找回文件。")


@dataclass(frozen=True)
class Bundle:
    """`frames` by fact: its columns, `person` for person_id, and one column a0, a1 … for each ask of `asks`."""

    frames: dict[str, pl.DataFrame]
    asks: list[dict[str, str]]

    def of(self, ask: Ask) -> pl.DataFrame | None:
        """The records behind one figure at one time, without the columns of the asks."""
        figure, time = ask
        named = [row for row in self.asks if (row["figure"], row["time"]) == (figure.id, time.key)]
        if not named:
            return None
        frame = self.frames[figure.fact.name]
        return frame.filter(pl.col(named[0]["column"])).select(columns_of(figure.fact))


def asks_behind(cited: Iterable[Cited]) -> list[Ask]:
    """The plain figures and times that the citations are made of, once each."""
    return list(dict.fromkeys(ask for row in cited for ask in asks_of(row.definition, row.time)))


def columns_of(fact: Fact) -> list[str]:
    return ["person" if name == "person_id" else name for name in fact.columns]


def rows_of(ask: Ask, *, within: str) -> pl.DataFrame:
    """The records behind a figure at a time as they are now; persons hashed."""
    figure, time = ask
    rows = counting.records(figure, time, within=within).rows()
    columns = list(figure.fact.columns)
    series = [
        pl.Series(name, [row[at] for row in rows]).cast(TYPES[figure.fact.columns[name]])
        for at, name in enumerate(columns)
    ]
    frame = pl.DataFrame(series)
    if "person_id" in columns:
        hashes = person_hashes(frame["person_id"].unique().drop_nulls().to_list())
        person = frame["person_id"].replace_strict(hashes, default=None, return_dtype=pl.String).alias("person")
        frame = frame.with_columns(person).select(columns_of(figure.fact))
    return frame


def gathered(asks: Sequence[Ask], *, within: str) -> Bundle:
    """All asks' records, each record once a fact, with a column for each ask that says whether it counts there."""
    parts: dict[str, list[pl.DataFrame]] = {}
    names: dict[str, list[str]] = {}
    facts: dict[str, Fact] = {}
    told = []
    for at, ask in enumerate(asks):
        figure, _time = ask
        fact, column = figure.fact, f"a{at}"
        facts[fact.name] = fact
        parts.setdefault(fact.name, []).append(rows_of(ask, within=within).with_columns(pl.lit(column).alias("ask")))
        names.setdefault(fact.name, []).append(column)
        told.append(_told(ask, column))
    frames = {name: _once(facts[name], pl.concat(found), names[name]) for name, found in parts.items()}
    return Bundle(frames, told)


def packed(bundle: Bundle, *, about: dict[str, Any], body: str) -> bytes:
    """The zip: a Parquet file a fact, the text as it was written, and the manifest that names and fingerprints both."""
    files = {f"{name}.parquet": _parquet(frame) for name, frame in sorted(bundle.frames.items())}
    files["text.md"] = body.encode()
    listed = [{"name": name, "sha256": sha256(content), "size": len(content)} for name, content in files.items()]
    persons = "upper" if settings.UPPER_KEY else "own"
    manifest = {"format": FORMAT, **about, "persons_under": persons, "asks": bundle.asks, "files": listed}
    files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for name, content in files.items():
            book.writestr(ZipInfo(name, EPOCH), content, ZIP_DEFLATED)
    return out.getvalue()


def content_of(publication: Publication) -> bytes:
    """The zip as it was kept.

    :raises BundleDamaged: it is gone, or not what was signed.
    """
    try:
        content = storage.load(publication.bundle_name)
    except FileNotFoundError:
        raise BundleDamaged from None
    if sha256(content) != publication.bundle_sha256:
        raise BundleDamaged
    return content


def opened(publication: Publication) -> Bundle:
    """The bundle, read back; the fingerprint of the whole zip, kept with the signature, covers every file in it.

    :raises BundleDamaged: it is gone, or not what was signed.
    """
    with ZipFile(io.BytesIO(content_of(publication))) as book:
        manifest = json.loads(book.read(MANIFEST))
        names = [row["name"] for row in manifest["files"] if row["name"].endswith(".parquet")]
        frames = {name.removesuffix(".parquet"): pl.read_parquet(io.BytesIO(book.read(name))) for name in names}
    return Bundle(frames, manifest["asks"])


def person_hashes(ids: Sequence[int]) -> dict[int, str]:
    """HMAC-SM3 of each person's ID number under the upper level's key, which can so tell persons of two cities apart.

    Without such a key under this installation's own, which nobody else can compare.
    """
    ring = replace(settings.KEYRING, index_key=settings.UPPER_KEY) if settings.UPPER_KEY else settings.KEYRING
    hashes: dict[int, str] = {}
    for start in range(0, len(ids), PERSONS_AT_ONCE):
        rows = Person.objects.filter(pk__in=ids[start : start + PERSONS_AT_ONCE]).values_list("pk", "id_number")
        known = [(pk, number or f"person:{pk}") for pk, number in rows]
        marks = ring.index_many([number for _, number in known], column="bundle.person")
        hashes |= {pk: mark for (pk, _), mark in zip(known, marks, strict=True)}
    return hashes


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _told(ask: Ask, column: str) -> dict[str, str]:
    figure, time = ask
    measure = figure.measure
    return {
        "column": column,
        "figure": figure.id,
        "time": time.key,
        "fact": figure.fact.name,
        "measure": f"{measure.kind.value}({measure.column or ''})".replace("person_id", "person"),
        "definition": str(figure.definition),
    }


def _once(fact: Fact, rows: pl.DataFrame, asks: list[str]) -> pl.DataFrame:
    marks = [(pl.col("ask") == column).any().alias(column) for column in asks]
    return rows.group_by(columns_of(fact), maintain_order=True).agg(marks).sort("record_id", maintain_order=True)


def _parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out, compression="zstd")
    return out.getvalue()
