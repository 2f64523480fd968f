"""The tree's pages and registers: who reaches them, what an act on a page does, how many queries a list asks.

The acts themselves are tested in test_actions.py.
"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import FOUNDED, Cast, credit_code, employer, unit
from unionhall.accounts.models import User
from unionhall.office.documents.models import Document
from unionhall.office.journal.models import Entry
from unionhall.organisations.models import Employer, Unit, UnitKind
from unionhall.organisations.queries import counts_below, kinds_below, trails_of

pytestmark = pytest.mark.django_db

# Session, user, installation, posts, session written; then the page's own. SQLite keeps sessions in files.
FRAME = 8
PAPER = {"paper_number": "晋工发〔2025〕18号", "on": "2025-12-01"}


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def wang(cast: Cast) -> Client:
    return client_of(cast.wang)


@pytest.fixture
def admin(cast: Cast) -> Client:
    return client_of(cast.admin)


def town_and_shops(cast: Cast, shops: int) -> Unit:
    town = unit("东阳镇工会", UnitKind.TOWNSHIP, cast.yuci)
    for n in range(shops):
        works = employer(f"店{n}", credit_code("91", 140702, 1000 + n), cast.yuci)
        unit(f"店{n}工会", UnitKind.GRASSROOTS, town, employer=works, staff=n)
    return town


class TestTree:
    def test_begins_at_the_top_of_what_one_sees(self, cast: Cast, wang: Client) -> None:
        page = wang.get(reverse("organisations:tree")).content.decode()
        assert "榆次区总工会" in page
        assert "澄园纺织厂工会" in page
        assert "平遥县总工会" not in page

    def test_a_branch_is_fetched_when_opened(self, cast: Cast, wang: Client) -> None:
        town = town_and_shops(cast, 3)
        assert "店1工会" not in wang.get(reverse("organisations:tree")).content.decode()
        assert "店1工会" in wang.get(reverse("organisations:branch", args=[town.pk])).content.decode()

    def test_a_foreign_branch_is_not_there(self, cast: Cast, wang: Client) -> None:
        assert wang.get(reverse("organisations:branch", args=[cast.pingyao.pk])).status_code == 404
        assert wang.get(reverse("organisations:tree"), {"at": cast.city.pk}).status_code == 404

    @pytest.mark.parametrize("terms", ["澄园", "cyfzc", "81140700MC"])
    def test_found_by_name_initials_and_code(self, cast: Cast, admin: Client, terms: str) -> None:
        Unit.objects.filter(pk=cast.weavers.pk).update(pinyin="cyfzcgh")
        page = admin.get(reverse("organisations:tree"), {"q": terms}).content.decode()
        assert "澄园纺织厂工会" in page
        assert "榆次区总工会" in page, "with the way to it"
        assert "古陶酿酒厂工会" not in page

    def test_queries_do_not_grow_with_the_tree(
        self, cast: Cast, admin: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        town = town_and_shops(cast, 40)
        for address in (reverse("organisations:tree"), reverse("organisations:branch", args=[town.pk])):
            with django_assert_max_num_queries(FRAME + 5):
                assert admin.get(address).status_code == 200

    def test_counts(self, cast: Cast) -> None:
        town_and_shops(cast, 3)
        assert counts_below([cast.yuci, cast.pingyao, cast.jiexiu]) == {cast.yuci.pk: 6, cast.pingyao.pk: 1}
        assert kinds_below(cast.yuci) == {"township": 1, "grassroots": 5}

    def test_a_way_ends_at_the_readers_own_top(self, cast: Cast, scope_of) -> None:
        assert trails_of([cast.weavers], scope_of(cast.wang))[cast.weavers.pk] == [cast.yuci]
        assert trails_of([cast.weavers], scope_of(cast.admin))[cast.weavers.pk] == [cast.city, cast.yuci]

    def test_suggestions_stay_within_the_scope(self, cast: Cast, wang: Client) -> None:
        page = wang.get(reverse("organisations:options"), {"to": "厂"}).content.decode()
        assert "澄园纺织厂工会（榆次区总工会）" in page
        assert "酿酒" not in page


class TestRegisters:
    @pytest.mark.parametrize("name", ["units", "employers"])
    def test_queries_do_not_grow_with_the_list(
        self, cast: Cast, admin: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        town_and_shops(cast, 40)
        with django_assert_max_num_queries(FRAME + 4):
            page = admin.get(reverse(f"organisations:{name}"))
        assert "店39" in page.content.decode()

    def test_filters(self, cast: Cast, admin: Client) -> None:
        def names(**query: object) -> set[str]:
            rows = admin.get(reverse("organisations:units"), query).context["table"].rows
            return {row.record.name for row in rows}

        town_and_shops(cast, 1)
        Unit.objects.filter(pk=cast.spinners.pk).update(closed_on=FOUNDED)
        assert names(county="140728") == {"平遥县总工会", "古陶酿酒厂工会"}
        assert names(county="0") == {"晋中市总工会", "市直机关工会"}
        assert names(kind="township") == {"东阳镇工会"}
        assert names(standing="closed") == {"锦源纺纱厂工会"}
        assert names(upper="东阳镇") == {"东阳镇工会", "店0工会"}
        assert "市直机关工会" in names(has_employer="yes")
        assert "晋中市总工会" not in names(has_employer="yes")
        assert names(q="澄园") == {"澄园纺织厂工会"}

    def test_a_word_that_finds_many_unions_loses_none(
        self, cast: Cast, admin: Client, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        for n in range(30):
            unit("店里的店工会", UnitKind.GRASSROOTS, unit(f"同名{n}工会", UnitKind.TOWNSHIP, cast.yuci))
        with django_assert_max_num_queries(FRAME + 4):
            page = admin.get(reverse("organisations:units"), {"upper": "同名"})
        assert page.context["total"] == 60, "thirty towns and what stands below them"
        assert admin.get(reverse("organisations:units"), {"upper": "同名29"}).context["total"] == 2
        assert client_of(cast.sun).get(reverse("organisations:units"), {"upper": "同名"}).context["total"] == 0

    def test_rows_of_others_are_not_there(self, cast: Cast, wang: Client) -> None:
        assert wang.get(reverse("organisations:units-row", args=[cast.weavers.pk])).status_code == 200
        for name in ("row", "history"):
            assert wang.get(reverse(f"organisations:units-{name}", args=[cast.brewers.pk])).status_code == 404
        foreign = cast.brewers.employer
        assert wang.get(reverse("organisations:employers-row", args=[foreign.pk])).status_code == 404
        assert wang.get(reverse("organisations:employers-edit", args=[foreign.pk])).status_code == 404

    def test_a_unit_shows_what_is_known_of_it(self, cast: Cast, admin: Client) -> None:
        page = admin.get(reverse("organisations:units-row", args=[cast.weavers.pk])).content.decode()
        for word in ("81140700MC0000001A", "澄园纺织厂", "120", "隶属关系", "代办员", "划转"):
            assert word in page
        assert "None" not in page

    def test_an_employer_is_registered_and_corrected(self, cast: Cast, wang: Client) -> None:
        facts = {"name": "晋阳机械厂", "ownership": "public", "industry": "", "home": "榆次区总工会"}
        wrong = wang.post(reverse("organisations:employers-add"), {**facts, "credit_code": "91"})
        assert wrong.status_code == 422
        assert "什么也没有改动" in wrong.content.decode()
        code = credit_code("91", 140702, 77)
        assert wang.post(reverse("organisations:employers-add"), {**facts, "credit_code": code}).status_code == 302
        works = Employer.objects.get(credit_code=code)
        address = reverse("organisations:employers-edit", args=[works.pk])
        assert 'value="榆次区总工会' in wang.get(address).content.decode()
        assert wang.post(address, {**facts, "name": "晋阳机械公司"}).status_code == 302
        works.refresh_from_db()
        assert works.name == "晋阳机械公司"


class TestActs:
    def test_moved_by_the_administrator(self, cast: Cast, admin: Client) -> None:
        address = reverse("organisations:move", args=[cast.weavers.pk])
        assert "一起划转" in admin.get(address).content.decode()
        answer = admin.post(address, {**PAPER, "to": "平遥县总工会"})
        assert answer.status_code == 302, answer.content.decode()
        cast.weavers.refresh_from_db()
        assert cast.weavers.parent == cast.pingyao
        assert Entry.objects.filter(verb="organisations.unit.moved").count() == 1

    def test_a_refusal_is_a_sentence_and_nothing_typed_is_lost(self, cast: Cast, admin: Client) -> None:
        answer = admin.post(
            reverse("organisations:move", args=[cast.weavers.pk]), {**PAPER, "to": "古陶酿酒厂工会", "on": "2025-12-01"}
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "什么也没有改动" in page
        assert "晋工发〔2025〕18号" in page

    @pytest.mark.parametrize("act", ["move", "rename", "split", "close"])
    def test_a_clerk_changes_only_what_is_below(self, cast: Cast, wang: Client, act: str) -> None:
        assert wang.get(reverse(f"organisations:{act}", args=[cast.weavers.pk])).status_code == 200
        assert wang.get(reverse(f"organisations:{act}", args=[cast.yuci.pk])).status_code == 403
        assert wang.get(reverse(f"organisations:{act}", args=[cast.brewers.pk])).status_code == 404

    def test_a_clerk_keeps_units_within_the_county(self, cast: Cast, wang: Client) -> None:
        answer = wang.post(reverse("organisations:move", args=[cast.weavers.pk]), {**PAPER, "to": "平遥县总工会"})
        assert answer.status_code == 422
        cast.weavers.refresh_from_db()
        assert cast.weavers.parent == cast.yuci

    @pytest.mark.parametrize("who", ["chen", "zhao", "liu"])
    def test_who_neither_enters_nor_administers_changes_nothing(self, cast: Cast, who: str) -> None:
        client = client_of(getattr(cast, who))
        for act in ("found", "move", "rename", "split", "close", "staff"):
            address = reverse(f"organisations:{act}", args=[cast.weavers.pk])
            assert client.get(address).status_code == 403
            assert client.post(address, PAPER).status_code == 403

    def test_the_others(self, cast: Cast, admin: Client) -> None:
        def act(which: str, of: Unit, **typed: object) -> None:
            answer = admin.post(reverse(f"organisations:{which}", args=[of.pk]), {**PAPER, **typed})
            assert answer.status_code == 302, answer.context["form"].errors

        act("found", cast.yuci, kind="township", name="东阳镇工会")
        act("rename", cast.spinners, name="锦源集团工会")
        act("split", cast.spinners, name="锦源二厂工会", staff=20)
        act("staff", cast.spinners, staff=45, on="2025-12-02")
        act("close", Unit.objects.get(name="东阳镇工会"), on="2025-12-05")
        assert set(cast.yuci.children.open().values_list("name", flat=True)) == {
            "澄园纺织厂工会",
            "锦源集团工会",
            "锦源二厂工会",
        }
        assert cast.spinners.staff_counts.get(until_on=None).staff == 45

    def test_the_paper_is_kept_with_the_unit(self, cast: Cast, admin: Client) -> None:
        address = reverse("organisations:rename", args=[cast.weavers.pk])
        scan = SimpleUploadedFile("批复.pdf", b"%PDF-1.7\n%%EOF\n")
        assert admin.post(address, {**PAPER, "name": "澄园集团工会", "paper": scan}).status_code == 302
        kept = Document.objects.get(object_type="organisations.unit", object_id=str(cast.weavers.pk))
        assert kept.label == "更名 晋工发〔2025〕18号"
        assert kept.label in admin.get(cast.weavers.get_absolute_url()).content.decode()

    def test_a_paper_that_is_none_leaves_the_unit_as_it_was(self, cast: Cast, admin: Client) -> None:
        address = reverse("organisations:rename", args=[cast.weavers.pk])
        scan = SimpleUploadedFile("批复.pdf", b"MZ not a paper")
        assert admin.post(address, {**PAPER, "name": "澄园集团工会", "paper": scan}).status_code == 422
        cast.weavers.refresh_from_db()
        assert cast.weavers.name == "澄园纺织厂工会"
        assert not Document.objects.exists()

    def test_not_ahead_of_the_day(self, cast: Cast, admin: Client) -> None:
        answer = admin.post(
            reverse("organisations:rename", args=[cast.weavers.pk]), {**PAPER, "name": "新名", "on": "2099-01-01"}
        )
        assert answer.status_code == 422
        assert "不能晚于今天" in answer.content.decode()


@pytest.fixture
def scope_of():
    from tests.cast import TODAY
    from unionhall.accounts.queries import scope_of

    return lambda user: scope_of(user, TODAY)
