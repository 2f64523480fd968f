"""A roster from the command line: the same reading, checks and commit as the pages, told as plain data.

Knows no terminal; `unionhall import` prints what this returns.
"""

from datetime import date
from typing import Any

import polars as pl

from unionhall.accounts.models import User
from unionhall.accounts.queries import posts_in_force, scope_of
from unionhall.kernel.errors import N_, DomainError
from unionhall.office.imports import actions, stage
from unionhall.office.imports.models import Import, ImportState
from unionhall.office.installation.models import Installation
from unionhall.organisations.models import Unit


class UnknownUnit(DomainError):
    code = "unknown-unit"
    sentence = N_("没有统一社会信用代码为 {code} 的单位，文件没有收下。请核对 --unit。")


class UnknownUser(DomainError):
    code = "unknown-user"
    sentence = N_("没有账号“{username}”，或它今天没有岗位，文件没有收下。请核对 --by。")


def import_roster(
    *,
    content: bytes,
    file_name: str,
    scheme: str,
    period: int,
    unit_code: str,
    username: str,
    on: date | None,
    commit: bool,
) -> dict[str, Any]:
    """{"sheets", "rows", "accepted", "verdicts", "refused"}; `refused` is a sentence or None, nothing is then written."""
    on = on or Installation.current().today()
    outcome: dict[str, Any] = {"sheets": [], "rows": 0, "accepted": 0, "verdicts": [], "refused": None}
    try:
        user = _user(username, on)
        unit = Unit.objects.filter(credit_code=unit_code).first()
        if unit is None:
            raise UnknownUnit(code=unit_code)
        scope = scope_of(user, on)
        imported = actions.upload(
            kind="mutual_aid.roster",
            content=content,
            file_name=file_name,
            options={"scheme": scheme, "period": period, "unit": unit.pk},
            by=user,
            on=on,
            scope=scope,
        )
        imported = actions.read(imported, by=user, on=on, scope=scope)
        outcome |= _told(imported)
        if commit and imported.state == ImportState.PREVIEW:
            outcome |= _told(actions.commit(imported, by=user, on=on, scope=scope))
    except DomainError as refusal:
        outcome["refused"] = str(refusal)
    return outcome


def _user(username: str, on: date) -> User:
    user = User.objects.filter(username=username, is_active=True).first()
    posts = posts_in_force(user, on) if user else []
    if user is None or not posts:
        raise UnknownUser(username=username)
    user.organisation_name, user.organisation_path = posts[0].unit.name, posts[0].unit.path
    return user


def _told(imported: Import) -> dict[str, Any]:
    sheets = imported.reading.get("sheets", [])
    told: dict[str, Any] = {
        "sheets": [{"name": s["name"], "read": s["is_read"], "why": s["why"]} for s in sheets],
        "rows": imported.counts.get("rows", 0),
        "accepted": imported.counts.get("accepted", 0),
        "refused": imported.sentence if imported.state == ImportState.REFUSED else None,
    }
    if imported.verdicts_name:
        names = {place: sheet["name"] for place, sheet in enumerate(sheets)}
        rows = stage.load(imported.verdicts_name).filter(pl.col("code") != "accepted")
        told["verdicts"] = [
            {"sheet": names[row["sheet"]], "row": row["row"], "code": row["code"], "text": row["text"]}
            for row in rows.iter_rows(named=True)
        ]
    return told
