"""Reads the whole journal and says what was tampered with: entries, seals, order, tail, head file, triggers.

Reads only. Each kind of tampering has one code, so that `unionhall journal verify` can be acted on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext

from unionhall.kernel.errors import N_
from unionhall.office.journal import canonical, sealing, triggers
from unionhall.office.journal.models import Entry, Seal

PATIENCE = timedelta(minutes=5)
LONGEST_ACT = timedelta(hours=1)
CHUNK = 5_000
SHOWN_AT_MOST = 20

SENTENCES = {
    "trigger-missing": N_("数据库缺少防改触发器 {name}，日志此刻可被改动。请查明是谁去掉的，核对后再补上。"),
    "entry-changed": N_("第 {entry} 条日志被改过，内容与写入时的签名不符。请从备份比对这一条。"),
    "entry-deleted": N_("第 {entry} 条日志被删去，它的封签（第 {number} 号）还在。请从备份找回。"),
    "entry-inserted": N_("第 {entry} 条日志不是本系统写入的，或封存前被改过：没有有效签名。请查明来由。"),
    "entry-backdated": N_("第 {entry} 条日志的时间早于它前面已封存的日志，是事后补入的。请查明来由。"),
    "seal-changed": N_("第 {number} 号封签被改过，与日志内容和前一封签不符。请从备份比对。"),
    "seal-missing": N_("封签从第 {number} 号起缺 {many} 个，链条中断。请从备份找回。"),
    "tail-cut": N_("库外记下的封签到第 {number} 号，库里只到第 {last} 号，末尾被截去。请从备份找回。"),
    "head-differs": N_("第 {number} 号封签与库外记下的不同，整条链被重算过或从别处换入。请从备份比对。"),
    "head-missing": N_("库外的封签记录（journal-head）不见了，无法证明末尾完整。请从备份找回这个文件。"),
    "unsealed": N_("有 {many} 条日志超过 5 分钟没有封存，最早是第 {entry} 条。请看后台程序是否在运行。"),
}


@dataclass(frozen=True)
class Finding:
    """One sign of tampering; `code` is a key of SENTENCES, `facts` fill the sentence."""

    code: str
    facts: dict[str, Any]

    def say(self) -> str:
        return gettext(SENTENCES[self.code]).format(**self.facts)


@dataclass
class _Chain:
    """Where reading stands: the last number, its seal as stored and as it should be, and the rounds of sealing."""

    number: int = 0
    seal: str = canonical.GENESIS
    expected: str = canonical.GENESIS
    round_at: datetime | None = None
    round_before_at: datetime | None = None


def verify(now: datetime | None = None) -> list[Finding]:
    """Every sign of tampering, in the order of the chain; an empty list means the journal is whole.

    Takes no lock: the head file is read first and the chain only grows, so a sealer at work does no harm.
    """
    heads = {head.number: head.seal for head in sealing.noted_heads()}
    findings = [Finding("trigger-missing", {"name": name}) for name in triggers.missing(connection)]
    chain = _Chain()
    findings += _walk(chain, heads)
    findings += _ends(chain, heads)
    findings += _unsealed(now or timezone.now())
    return findings


def run_verify() -> tuple[int, list[str]]:
    """Exit code and lines for the command line: 0 when the journal is whole, 1 when something was found."""
    findings = verify()
    last = sealing.head()
    if not findings:
        return 0, [
            gettext("日志完整：已封存 {number} 条，末尾封签 {seal}。").format(number=last.number, seal=last.seal)
        ]
    lines = [f"{finding.code}  {finding.say()}" for finding in findings[:SHOWN_AT_MOST]]
    if more := len(findings) - SHOWN_AT_MOST:
        lines += [gettext("另有 {many} 处未列出。").format(many=more)] if more > 0 else []
    return 1, [
        *lines,
        gettext("发现 {many} 处异常，日志不可信。先停用、留存数据库文件，再从备份比对。").format(many=len(findings)),
    ]


def _walk(chain: _Chain, heads: dict[int, str]) -> Iterator[Finding]:
    """Every seal in order, each against its entry, the seal before it, and what the head file holds."""
    while True:
        seals = list(Seal.objects.filter(number__gt=chain.number).order_by("number")[:CHUNK])
        if not seals:
            return
        ids = [seal.entry_id for seal in seals]
        rows = Entry.objects.filter(pk__in=ids).values_list("id", "signature", *canonical.COLUMNS)
        entries = {row[0]: row[1:] for row in rows}
        for seal in seals:
            yield from _link(chain, seal, entries.get(seal.entry_id))
            noted = heads.get(seal.number)
            if noted is not None and noted != seal.seal:
                yield Finding("head-differs", {"number": seal.number})
            chain.number, chain.seal = seal.number, seal.seal


def _link(chain: _Chain, seal: Seal, entry: tuple[Any, ...] | None) -> Iterator[Finding]:
    if gap := seal.number - chain.number - 1:
        yield Finding("seal-missing", {"number": chain.number + 1, "many": gap})
    if seal.sealed_at != chain.round_at:
        chain.round_before_at, chain.round_at = chain.round_at, seal.sealed_at
    if entry is None:
        yield Finding("entry-deleted", {"entry": seal.entry_id, "number": seal.number})
        chain.expected = seal.seal
        return
    content = canonical.content_of(entry[1:])
    # A changed seal is named once: the next one is also tried on what its predecessor should have been.
    made, expected = (
        canonical.seal(before=before, number=seal.number, entry_id=seal.entry_id, entry=content)
        for before in (chain.seal, chain.expected)
    )
    fits = seal.seal in (made, expected)
    is_ours = canonical.signature(content) == entry[0]
    if not is_ours:
        # Sealed as it stands, it came in that way: the seal is right and the signature is nobody's.
        yield Finding("entry-inserted" if fits else "entry-changed", {"entry": seal.entry_id})
    elif not fits and not gap:
        yield Finding("seal-changed", {"number": seal.number})
    chain.expected = seal.seal if fits else expected
    if is_ours and chain.round_before_at and entry[1] < chain.round_before_at - LONGEST_ACT:
        yield Finding("entry-backdated", {"entry": seal.entry_id})


def _ends(chain: _Chain, heads: dict[int, str]) -> Iterator[Finding]:
    noted = max(heads, default=0)
    if noted > chain.number:
        yield Finding("tail-cut", {"number": noted, "last": chain.number})
    if chain.number and not heads:
        yield Finding("head-missing", {})


def _unsealed(now: datetime) -> Iterator[Finding]:
    """Entries outside the chain: those of other hands, and ours that wait too long."""
    waiting = sealing.unsealed(is_thorough=True)
    ours = []
    for row in waiting.values_list("id", "signature", *canonical.COLUMNS).iterator(chunk_size=CHUNK):
        if canonical.signature(canonical.content_of(row[2:])) != row[1]:
            yield Finding("entry-inserted", {"entry": row[0]})
        elif row[2] < now - PATIENCE:
            ours.append(row[0])
    if ours:
        yield Finding("unsealed", {"many": len(ours), "entry": ours[0]})
