"""The English switch, on every address of the product: whatever is not a record's own words is English.

A record's words (names, reasons, titles of papers) stay as they were written. They are told apart by value: WRITTEN names
the fields people write in, and what is left of a page without those values may hold no Chinese sign.
"""

import re
from html import unescape

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.aid.mutual_aid.test_roster import HEADER, MESSY, book, upload
from tests.cast import TODAY, Cast, user
from tests.house.test_access import NOBODYS, _url, addresses, foreign
from tests.year import tiny_year
from unionhall.accounts.models import User
from unionhall.aid.mutual_aid import actions as mutual_aid
from unionhall.aid.mutual_aid.models import Enrolment
from unionhall.figures.catalogue import catalogue
from unionhall.kernel.scope import Duty
from unionhall.office.imports import actions as imports
from unionhall.office.installation.models import Installation
from unionhall.office.journal.models import Entry
from unionhall.organisations.models import Unit
from unionhall.reporting import freezing
from unionhall.reporting.models import Citation, Review, ReviewText
from unionhall.reporting.opening import short_name

__all__ = ["foreign", "tiny_year"]

# What people or other systems wrote. A sentence of the product that is kept as text (a verdict, a refusal, a job's
# step, the title of an import) is not here: it has to be told in English.
WRITTEN = {
    "accounts.post": ("holder_name", "title", "paper_number"),
    "accounts.user": ("name",),
    "casework.reason": ("label", "sentence"),
    "casework.step": ("by_name", "note"),
    "claims.band": ("source",),
    "claims.benefit": ("label", "source"),
    "claims.claim": ("payee_name", "payee_bank"),
    "claims.edition": ("name", "source", "rounding_source", "drafted_by_name", "put_in_force_by_name"),
    "claims.editioncase": ("situation", "added_by_name"),
    "claims.lump": ("label", "source"),
    "claims.number": ("source",),
    "claims.paper": ("label",),
    "documents.document": ("label", "added_by"),
    "imports.import": ("by_name", "file_name"),
    "installation.installation": ("name",),
    "journal.entry": ("actor_name", "organisation_name"),
    "members.person": ("name",),
    "members.personcorrection": ("reason", "by_name"),
    "mutual_aid.periodterms": ("source",),
    "mutual_aid.tier": ("label", "source"),
    "organisations.employer": ("name", "industry"),
    "organisations.staffcount": ("source",),
    "organisations.unit": ("name",),
    "organisations.unitchange": ("paper_number", "detail", "by_name"),
    "organisations.unitname": ("name",),
    "payments.bankreturn": ("payee_name", "said", "reason"),
    "payments.order": ("payee_name", "bank", "purpose", "fund", "why"),
    "programmes.scheme": ("name", "department"),
    "receipts.receipt": ("payer_name", "remark"),
    "receipts.settlement": ("reason",),
    "reporting.publication": ("reviewed_name", "signed_name"),
    "reporting.review": ("title",),
    "reporting.reviewtext": ("by_name",),
}
# The switch back is called by the language it leads to; a job a fixture started, and its sheet; signs a review is
# written with, which the English page names as they have to be typed.
ALWAYS = ("中文", "读取", "名单", "“一、”", "“（一）”", "|万}}")
# An amount in capitals is a part of the paper that is signed, in the form the bank asks for.
IN_CAPITALS = re.compile("[零壹贰叁肆伍陆柒捌玖][零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角]*[整分]")
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uff65]+")
# No page text: scripts, comments, a text being written, and the gallery of components, whose words are samples.
# Buttons that write into the Chinese text of a review show what they write.
NOT_SHOWN = re.compile(
    r"<(script|style|textarea)\b.*?</\1>|<button[^>]*\sdata-insert=.*?</button>|<!--.*?-->", re.DOTALL
)
GALLERY = "ui:gallery"


def english(someone: User) -> Client:
    client = Client()
    client.force_login(someone, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def written() -> set[str]:
    """Every value people wrote, lines and list items singly, and the short names of counties."""
    values: set[str] = set(ALWAYS)
    for model, fields in WRITTEN.items():
        for row in apps.get_model(model).objects.values_list(*fields):
            values |= {line.strip() for value in row if value for line in str(value).splitlines()}
    for body in ReviewText.objects.values_list("body", flat=True):
        values |= {piece.strip() for piece in re.split(r"\{\{.*?\}\}|\[\[.*?\]\]|[\n#]", body)}
    values |= {short_name(name) for name in Unit.objects.values_list("name", flat=True)}
    return {value for value in values if CHINESE.search(value)}


def left_over(body: str, values: set[str]) -> set[str]:
    """Chinese that no record explains; a value of one sign counts only where it stands alone."""
    found = set()
    longest_first = sorted((v for v in values if len(v) > 1), key=len, reverse=True)
    anywhere = re.compile("|".join(map(re.escape, longest_first)))
    for piece in re.split(r"[<>\"]", NOT_SHOWN.sub("", unescape(body))):
        text = piece.strip()
        is_written = all(part in values for part in text.split(", "))
        if not is_written and (rest := CHINESE.findall(IN_CAPITALS.sub("", anywhere.sub("", text)))):
            found.add(f"{' '.join(rest)} in {text[:80]}")
    return found


def read(client: Client, url: str, values: set[str]) -> set[str]:
    answer = client.get(url)
    if answer.streaming or "html" not in answer.headers.get("Content-Type", ""):
        return set()
    assert answer.status_code != 500
    return left_over(answer.content.decode(), values)


@pytest.fixture
def reader(cast: Cast) -> User:
    return user("all", "某人", cast.city, "试读员", *Duty)


def test_the_check_can_fail():
    assert left_over("<b>普通</b><i title='普通 x'>普通档</i>", {"普通"})
    assert not left_over("<b>普通</b><i title='普通 x'>普通 tier</i>", {"普通"})


def test_every_address(reader, foreign):
    """In Chinese before, so that what is made once a process (tables, forms) was made for a reader of Chinese."""
    client, values = english(reader), written()
    pages = {a.name: _url(a, foreign) for a in addresses() if a.name not in NOBODYS | {GALLERY, "account_logout"}}
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    for page in pages.values():
        client.get(page)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    found = {name: left for name, page in pages.items() if (left := read(client, page, values))}
    assert found == {}


def test_a_log_in_page_and_what_errors_say(reader, foreign):
    stranger = Client(headers={"cookie": f"{settings.LANGUAGE_COOKIE_NAME}=en"})
    values = written()
    assert read(stranger, reverse("account_login"), values) == set()
    refused = stranger.post(reverse("account_login"), {"login": "nobody", "password": "x"})
    assert left_over(refused.content.decode(), values) == set()
    client = english(reader)
    assert read(client, "/no-such-page/", values) == set()
    for address in addresses():
        # Forms sent empty say what is missing; what acts without a question is not sent.
        if address.name.endswith(("-add", ":upload", ":admit", ":act", ":match", ":undo", ":statement")):
            answer = client.post(_url(address, foreign), {})
            assert left_over(answer.content.decode(), values) == set(), address.name


def test_a_roster_from_preview_to_undo(cast, reader):
    client = english(reader)
    cells = {str(cell) for row in (HEADER, *MESSY) for cell in row if cell}
    values = written() | {"传错了文件"} | cells | {cell.replace(" ", "").replace("•", "·") for cell in cells}
    sent = imports.read(upload(cast, book(*MESSY)))
    page = reverse("imports:import", args=[sent.pk])
    tabs = ("", "?tab=accepted", "?tab=duplicate", "?tab=rejected")
    assert [read(client, page + tab, values) for tab in tabs] == [set()] * 4
    imports.commit(sent, by=cast.wang, on=TODAY)
    assert read(client, page, values) == set()
    assert read(client, reverse("mutual_aid:rosters"), values) == set()
    imports.undo(sent, reason="传错了文件", by=cast.wang, on=TODAY)
    assert read(client, page, values) == set()
    refused = imports.read(upload(cast, b"\x89PNG", unit=cast.spinners))
    assert read(client, reverse("imports:import", args=[refused.pk]), values) == set()
    for entry in Entry.objects.all():
        assert read(client, reverse("journal:entry", args=[entry.pk]), values) == set(), entry.verb


def test_figures_and_home_pages_of_a_year(tiny_year):
    values = written()
    found = {}
    for someone in User.objects.filter(is_active=True):
        found[someone.username] = read(english(someone), "/", values)
    client = english(User.objects.get(username="li"))
    for figure in catalogue:
        page = reverse("reporting:figure", args=[figure.id])
        found[figure.id] = read(client, page, values) | read(client, f"{page}?scope=all", values)
        found[f"{figure.id} records"] = read(client, reverse("reporting:records", args=[figure.id]), values)
    for published in Citation.objects.values_list("published_id", flat=True):
        found[published] = read(client, reverse("reporting:number", args=[published]), values)
    for page in ("reporting:figures", "reporting:review", "reporting:edit", "organisations:tree", "journal:list"):
        found[page] = read(client, reverse(page), values)
    assert {page: left for page, left in found.items() if left} == {}


def test_a_published_review_and_its_restatement(tiny_year):
    li, liu, wang = (User.objects.get(username=name) for name in ("li", "liu", "wang"))
    on = Installation.current().today()
    values = written()
    pages = [reverse(f"reporting:{name}") for name in ("review", "publishing", "brief", "reviewed")]
    found = {page: read(english(li), page, values) for page in pages}
    review = Review.objects.get()
    freezing.mark_reviewed(review=review, number=1, by=li, on=on)
    found["sign"] = read(english(liu), reverse("reporting:sign"), written())
    freezing.publish(review=review, by=liu, on=on)
    mutual_aid.withdraw(enrolment=Enrolment.objects.standing().latest("pk"), reason="重复参保", by=wang, on=on)
    values = written()
    for published in Citation.objects.values_list("published_id", flat=True):
        found[published] = read(english(li), reverse("reporting:number", args=[published]), values)
    found |= {f"{page} published": read(english(li), page, values) for page in pages[:3]}
    assert {page: left for page, left in found.items() if left} == {}
    assert "records gone" in english(li).get(pages[1]).content.decode()
