"""Who opens and who adds the papers of a case, and what is still missing.

Stored, sniffed, encrypted and served by office/documents; here is only the rule.
"""

from dataclasses import dataclass

from unionhall.casework.models import Case, Paper
from unionhall.kernel.scope import Duty, Scope
from unionhall.office.documents import owners


@dataclass(frozen=True)
class PaperLine:
    """One line of the checklist: a paper of the kind, the files there, whether it must be there."""

    code: str
    label: str
    papers: tuple[Paper, ...]
    is_required: bool


def may_open(scope: Scope, case_id: str) -> bool:
    """Posts that examine papers of that scheme where the case is, and auditors; whoever leads sees the record only."""
    case = _found(case_id)
    if case is None:
        return False
    path = case.unit.path
    if scope.covers(path, Duty.AUDIT):
        return True
    return any(scope.may(duty, path, case.scheme) for duty in case.declared.readers)


def may_add(scope: Scope, case_id: str) -> bool:
    """Whoever enters there, while it is the enterer's turn: papers do not change under a reviewer's eyes."""
    case = _found(case_id)
    return case is not None and case.waits_for == Duty.ENTER and scope.may(Duty.ENTER, case.unit.path, case.scheme)


def checklist(case: Case, required: tuple[str, ...] | None = None) -> list[PaperLine]:
    """Every paper of the case with its files; required are those given, or what its terms or the awaited step ask for."""
    kind = case.declared
    labels = kind.papers_for(case)
    if required is None:
        way = kind.awaited(case.state)
        required = tuple(labels) if kind.papers_of else way.papers if way else ()
    found: dict[str, list[Paper]] = {}
    for paper in case.papers.select_related("document"):
        found.setdefault(paper.code, []).append(paper)
    return [PaperLine(code, str(label), tuple(found.get(code, ())), code in required) for code, label in labels.items()]


def declare() -> None:
    owners.declare("casework.case", may_open=may_open, may_add=may_add, has_own_page=True)


def _found(case_id: str) -> Case | None:
    return Case.objects.select_related("unit").filter(pk=case_id).first() if case_id.isdigit() else None
