"""The English switch, on every address of the product: what is not a record's own words is English.

A record's words (names, reasons, titles of papers) stay as they were written; they are read from the database, by field.
"""

import re
from html import unescape

from django.apps import apps
from django.conf import settings
from django.test import Client

from tests.aid.mutual_aid.test_roster import MESSY, book, upload
from tests.cast import user
from tests.house.test_access import addresses, foreign
from unionhall.kernel.scope import Duty
from unionhall.office.imports import actions as imports

__all__ = ["foreign"]

# What people wrote, by model and field. A sentence of the product that is kept (a verdict, a refusal, a step's name) is
# not here: it has to be told in English.
WRITTEN = {
    "accounts.user": ("name",),
    "accounts.post": ("holder_name", "title", "unit_name"),
    "documents.paper": ("label",),
    "imports.import": ("by_name", "file_name"),
    "journal.entry": ("by_name", "unit_name"),
    "members.person": ("name",),
    "members.personcorrection": ("reason", "by_name"),
    "mutual_aid.tier": ("label", "synonyms"),
    "organisations.employer": ("name",),
    "organisations.unit": ("name",),
    "organisations.unitname": ("name",),
    "programmes.scheme": ("name", "department"),
    "receipts.receipt": ("payer_name", "remark"),
    "jobs.job": ("title", "by_name"),
}
HAN = re.compile(r"[\u3400-\u9fff]+(?:[^\x00-\x7f]*[\u3400-\u9fff]+)*")
NO_PAGE = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)


def test_explore(cast, foreign, capsys):
    sheet = imports.read(upload(cast, book(*MESSY)))
    someone = user("all", "某人", cast.city, "岗位", *[d for d in Duty])
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    told = set()
    for model in apps.get_models():
        told_fields = [f for f in model._meta.concrete_fields if f.get_internal_type() in ("CharField", "TextField")]
    from tests.house.test_access import _url

    found = {}
    for address in addresses():
        if address.name.startswith(("health",)):
            continue
        foreign["mutual_aid"] = {"pk": sheet.pk}
        if address.name in ("reporting:figure", "reporting:records", "reporting:number"):
            print(address)
        try:
            url = _url(address, foreign)
        except Exception as e:
            print("URL", address, e)
            continue
        a = client.get(url)
        if a.streaming or "html" not in a.headers.get("Content-Type", ""):
            print("SKIP", address.name, a.status_code, a.headers.get("Content-Type"))
            continue
        body = NO_PAGE.sub("", unescape(a.content.decode()))
        for h in HAN.findall(body):
            found.setdefault(h, []).append(address.name)
        print(address.name, a.status_code)
    for h, where in sorted(found.items()):
        print("HAN", h, len(where), where[:3])
    assert 0
