"""Foreign keys go down as imports do; triggers stand; every model says who sees it.

Reads Django's model registry.
"""

import pytest
from django.apps import apps

FLOORS = [
    "unionhall.site",
    "unionhall.reference_year",
    "unionhall.reporting",
    "unionhall.aid.claims",
    "unionhall.aid",
    "unionhall.funds.receipts",
    "unionhall.funds.payments",
    "unionhall.members",
    "unionhall.casework",
    "unionhall.accounts",
    "unionhall.programmes",
    "unionhall.organisations",
    "unionhall.office.registers",
    "unionhall.office.imports",
    "unionhall.office.documents",
    "unionhall.office.counting",
    "unionhall.office.jobs",
    "unionhall.office.journal",
    "unionhall.office.installation",
    "unionhall.ui",
]
NOT_SCOPED = {
    "installation.installation": "one row, this house itself",
    "jobs.counter": "the last number of a series",
    "jobs.worker": "processes, no content",
    "journal.seal": "numbers and seals, no content",
    "imports.columnmemory": "header words of a sender",
    "programmes.programme": "the plan is open to every post",
    "programmes.scheme": "open to every post",
    "programmes.period": "open to every post",
    "mutual_aid.periodterms": "terms are open to every post",
    "mutual_aid.tier": "terms are open to every post",
    "claims.editionperiod": "read through its edition",
    "claims.benefit": "read through its edition",
    "claims.number": "read through its edition",
    "claims.band": "read through its edition",
    "claims.lump": "read through its edition",
    "claims.paper": "read through its edition",
    "claims.editioncase": "read through its edition",
    "organisations.unitname": "read through its unit",
    "casework.reason": "codes and their wording are open to every post",
    "accounts.user": "reached through posts",
    "reporting.citation": "ids and scopes, no values",
    "reporting.reviewtext": "read through its review",
}


def own_models():
    return [m for m in apps.get_models() if m.__module__.startswith("unionhall.")]


def floor(model) -> int:
    return next(n for n, name in enumerate(FLOORS) if model.__module__.startswith(name))


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m._meta.label_lower)
def test_foreign_keys_go_down(model):
    for field in model._meta.get_fields():
        if field.is_relation and field.concrete and field.related_model.__module__.startswith("unionhall."):
            assert floor(field.related_model) >= floor(model), field


@pytest.mark.parametrize("model", own_models(), ids=lambda m: m._meta.label_lower)
def test_every_model_says_who_sees_it(model):
    if model._meta.label_lower in NOT_SCOPED:
        return
    assert getattr(model, "scope_path", None), "give it scope_path, or name it in NOT_SCOPED with a reason"
    assert hasattr(model.objects, "visible_to")
    model.objects.filter(**{f"{model.scope_path}__gte": "0001"})  # the lookup resolves


def test_money_is_fen():
    loose = [
        f"{m._meta.label_lower}.{f.name}"
        for m in own_models()
        for f in m._meta.concrete_fields
        if f.get_internal_type() in {"FloatField", "DecimalField"}
    ]
    assert loose == []
