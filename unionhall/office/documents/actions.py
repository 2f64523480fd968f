"""Papers attached, opened, removed, and deleted when their retention has passed.

The only writer of documents. Whether the actor may is settled by the page, through owners.py.
"""

from datetime import date, timedelta
from functools import partial
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Model

from unionhall.kernel.actors import SYSTEM, Actor
from unionhall.kernel.encryption import sm3
from unionhall.kernel.errors import N_, DomainError
from unionhall.office import journal
from unionhall.office.documents import sniffing, storage
from unionhall.office.documents.models import Document


class Upload(Protocol):
    """What Django's uploaded file offers."""

    def read(self) -> bytes: ...


class LabelMissing(DomainError):
    code = "label-missing"
    sentence = N_("材料没有名称，没有收下。请写明是什么材料，例如“入会申请表”。")


class PaperGone(DomainError):
    code = "paper-gone"
    sentence = N_("这份材料已不在了：过了保存期，或已被移除。记录和日志仍在。")


@transaction.atomic
def attach(*, obj: Model, upload: Upload, label: str, by: Actor, on: date, keep_days: int | None = None) -> Document:
    """Keep a paper with a record, encrypted; what it is, its content says.

    :param keep_days: how long it is kept from today; None as long as the record.
    :raises FileNotTaken: see `sniffing.media_type`, also FileTooLarge and FileEmpty. :raises LabelMissing: no name.
    """
    content = upload.read()
    kind = sniffing.media_type(content)
    name = sniffing.clean_label(label)
    if not name:
        raise LabelMissing
    document = Document(
        object_type=obj._meta.label_lower,
        object_id=str(obj.pk),
        label=name,
        media_type=kind,
        size=len(content),
        sm3=sm3(content),
        stored_name=storage.save(content),
        organisation_path=_path_of(obj) or by.organisation_path,
        added_by=by.name,
        delete_after=on + timedelta(days=keep_days) if keep_days is not None else None,
    )
    try:
        document.save()
        facts = {"label": name, "size": document.size, "file_sm3": document.sm3, "document": document.pk}
        journal.record(verb="documents.document.attached", by=by, on=on, obj=obj, **facts)
    except BaseException:
        storage.delete(document.stored_name)
        raise
    return document


def read(*, document: Document, by: Actor, on: date) -> bytes:
    """The paper's content; each opening is journalled with the record it belongs to, before a byte leaves.

    :raises PaperGone: the file is no longer there.
    """
    try:
        content = storage.load(document.stored_name)
    except FileNotFoundError:
        raise PaperGone from None
    with transaction.atomic():
        journal.record(
            verb="documents.document.opened",
            by=by,
            on=on,
            obj=document,
            label=document.label,
            belongs_to=f"{document.object_type}:{document.object_id}",
        )
    return content


@transaction.atomic
def remove(*, document: Document, reason: str, by: Actor, on: date) -> None:
    """Take a paper away for good; its fingerprint stays in the journal."""
    facts: dict[str, Any] = {"label": document.label, "file_sm3": document.sm3, "reason": reason}
    belongs_to = f"{document.object_type}:{document.object_id}"
    journal.record(verb="documents.document.removed", by=by, on=on, obj=document, belongs_to=belongs_to, **facts)
    name = document.stored_name
    document.delete()
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def delete_expired(*, on: date, by: Actor = SYSTEM) -> int:
    """Delete every paper whose retention ended before this day; one entry with their fingerprints. How many."""
    over = list(Document.objects.filter(delete_after__lt=on))
    if not over:
        return 0
    journal.record(
        verb="documents.documents.expired", by=by, on=on, count=len(over), file_sm3=[row.sm3 for row in over[:1000]]
    )
    names = [row.stored_name for row in over]
    Document.objects.filter(pk__in=[row.pk for row in over]).delete()
    for name in names:
        transaction.on_commit(partial(storage.delete, name))
    return len(over)


def _path_of(obj: Model) -> str:
    """The record's own unit path where its model says it plainly; "" where it takes another table to know."""
    found: Any = obj
    for step in getattr(obj, "scope_path", "").split("__"):
        found = getattr(found, step, None)
    return found if isinstance(found, str) else ""
