"""What every register does of itself: pages that neither lose nor repeat a row, exact counts, posted searches, workbooks.

The registers used are the product's own: the members' (personal) and the unions'.
"""

import re
from datetime import date
from io import BytesIO
from urllib.parse import parse_qs, unquote, urlsplit

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.cast import FOUNDED, Cast, id_number, person, unit
from unionhall.accounts.models import User
from unionhall.kernel.pinyin import person_initials
from unionhall.members.models import Membership, Person
from unionhall.office.journal.models import Entry
from unionhall.office.registers.columns import Column, Line, say
from unionhall.office.registers.table import Rows, reverse_order
from unionhall.organisations.models import Unit, UnitKind

pytestmark = pytest.mark.django_db
# Session, user, installation, posts, session written; SQLite keeps sessions in files.
FRAME = 8


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def crowd(cast: Cast) -> list[Person]:
    """People of the weavers, several of one name."""
    people = [
        person(f"王{'甲乙丙'[n % 3]}", id_number(140702, date(1980, 1, 1), n), unit=cast.weavers) for n in range(130)
    ]
    for one in people:
        Person.objects.filter(pk=one.pk).update(pinyin=person_initials(one.name))
    return people


class TestPages:
    def test_no_row_is_lost_or_repeated(self, cast: Cast, crowd: list[Person]) -> None:
        client, seen = client_of(cast.wang), []
        for page in range(1, 8):
            table = client.get(reverse("members:members"), {"per_page": 20, "page": page}).context["table"]
            seen += [row.record.pk for row in table.paginated_rows]
        wanted = Membership.objects.filter(unit=cast.weavers).order_by("person__pinyin", "person_id", "pk")
        assert seen == list(wanted.values_list("pk", flat=True))

    def test_the_far_half_read_backwards_is_the_same(self, cast: Cast, crowd: list[Person]) -> None:
        order = ("person__pinyin", "person_id")
        rows = Rows(Membership.objects.all(), order, ("person",))
        whole = list(Membership.objects.order_by(*order).values_list("pk", flat=True))
        for first in range(0, len(whole), 7):
            assert [row.pk for row in rows[first : first + 7]] == whole[first : first + 7]

    def test_the_count_is_exact(self, cast: Cast, crowd: list[Person]) -> None:
        page = client_of(cast.wang).get(reverse("members:members"))
        assert page.context["total"] == 131
        assert "共 131 人" in page.content.decode()
        assert client_of(cast.sun).get(reverse("members:members")).context["total"] == 1

    @pytest.mark.parametrize("query", [{}, {"sort": "-from_on"}, {"page": 3}, {"person__sex": "m", "page": 2}])
    def test_queries_do_not_grow(
        self, cast: Cast, crowd: list[Person], query: dict, django_assert_max_num_queries: DjangoAssertNumQueries
    ) -> None:
        client = client_of(cast.wang)
        with django_assert_max_num_queries(FRAME + 4):
            assert client.get(reverse("members:members"), query).status_code == 200

    @pytest.mark.parametrize(
        "query",
        [
            {"page": "x"},
            {"page": "999"},
            {"per_page": "7"},
            {"per_page": "²"},
            {"sort": "nothing"},
            {"person__sex": "x"},
            {"from_on__year": "x"},
        ],
    )
    def test_a_crooked_address_is_no_error(self, cast: Cast, query: dict) -> None:
        assert client_of(cast.wang).get(reverse("members:members"), query).status_code == 200

    def test_sorted_both_ways(self, cast: Cast, crowd: list[Person]) -> None:
        client = client_of(cast.admin)

        def names(sort: str) -> list[str]:
            table = client.get(reverse("organisations:units"), {"sort": sort}).context["table"]
            return [row.record.name for row in table.paginated_rows]

        Unit.objects.filter(pk=cast.weavers.pk).update(founded_on=date(2011, 1, 1))
        assert names("founded_on")[-1] == "澄园纺织厂工会"
        assert names("-founded_on")[0] == "澄园纺织厂工会"
        assert names("founded_on") == names("-founded_on")[::-1]


class TestSearchForPersons:
    def test_words_are_posted_and_stand_in_no_address(self, cast: Cast, crowd: list[Person]) -> None:
        client = client_of(cast.wang)
        answer = client.post(f"{reverse('members:members-search')}?person__sex=f", {"q": "王甲"})
        assert answer.status_code == 302
        assert "q=" not in answer.url
        assert "person__sex=f" in answer.url
        page = client.get(answer.url)
        assert {row.record.person.name for row in page.context["table"].paginated_rows} <= {"王甲"}
        assert page.context["terms"] == "王甲"
        client.post(reverse("members:members-search"), {"q": ""})
        assert client.get(reverse("members:members")).context["total"] == 131

    def test_the_last_search_is_told_and_taken_back_where_one_comes_back(self, cast: Cast, crowd: list[Person]) -> None:
        client, roll = client_of(cast.wang), reverse("members:members")
        for words, told in (("王甲", "导出符合条件的 44 人"), ("没有这个人", "共 0 人")):
            client.post(reverse("members:members-search"), {"q": words})
            page = client.get(roll).content.decode()
            assert f"查找 = {words}" in page
            assert told in page
            clear = re.search(r'<form method="post" class="d-inline" action="([^"]+)">(?:(?!</form>).)*清除条件', page)
            assert clear, "a search for persons is cleared by a POST"
        client.post(clear[1], {"q": ""})
        page = client.get(roll).content.decode()
        assert "条件：" not in page
        assert "导出 131 人" in page

    def test_words_and_filters_are_sent_together(self, cast: Cast, crowd: list[Person]) -> None:
        client = client_of(cast.wang)
        chosen = {"q": "王甲", "person__sex": "f", "unit": "澄园", "from_on__year": ""}
        answer = client.post(f"{reverse('members:members-search')}?from_on__year=2020", chosen)
        assert "王" not in unquote(answer.url)
        assert parse_qs(urlsplit(answer.url).query) == {"person__sex": ["f"], "unit": ["澄园"]}

    def test_an_address_with_a_name_is_not_obeyed(self, cast: Cast, crowd: list[Person]) -> None:
        assert client_of(cast.wang).get(reverse("members:members"), {"q": "王甲"}).context["total"] == 131

    def test_the_search_of_one_register_is_not_that_of_another(self, cast: Cast, crowd: list[Person]) -> None:
        client = client_of(cast.wang)
        client.post(reverse("members:members-search"), {"q": "王甲"})
        assert client.get(reverse("members:changes")).context["terms"] == ""


class TestWorkbook:
    def sheet(self, client: Client, address: str) -> list[tuple]:
        answer = client.post(address)
        assert answer.status_code == 200
        book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
        rows = list(book.active.iter_rows(values_only=True))
        book.close()
        return rows

    def test_holds_what_the_list_holds(self, cast: Cast, crowd: list[Person]) -> None:
        client = client_of(cast.wang)
        client.post(reverse("members:members-search"), {"q": "王乙"})
        rows = self.sheet(client, reverse("members:members-export"))
        assert len(rows) == 1 + client.get(reverse("members:members")).context["total"]
        assert rows[0][0] == "姓名"
        assert {row[0] for row in rows[1:]} == {"王乙"}
        assert all("*" in row[2] for row in rows[1:]), "numbers stay masked"

    def test_filters_and_scope_hold(self, cast: Cast) -> None:
        client = client_of(cast.wang)
        rows = self.sheet(client, f"{reverse('organisations:units-export')}?kind=grassroots")
        assert {row[0] for row in rows[1:]} == {"澄园纺织厂工会", "锦源纺纱厂工会"}
        assert rows[1][4].date() == FOUNDED

    def test_is_journalled_and_not_a_get(self, cast: Cast) -> None:
        client = client_of(cast.wang)
        assert client.get(reverse("organisations:units-export")).status_code == 405
        self.sheet(client, reverse("organisations:units-export"))
        entry = Entry.objects.get(verb="organisations.register.exported")
        assert entry.facts == {"register": "units", "rows": 3}
        assert entry.actor == "wang"

    def test_no_text_becomes_a_formula(self, cast: Cast) -> None:
        unit("=1+1", UnitKind.GRASSROOTS, cast.yuci)
        answer = client_of(cast.wang).post(reverse("organisations:units-export"))
        book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
        cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"]
        assert [cell.data_type for cell in cells] == ["s"]


class TestWords:
    def test_values_in_words(self) -> None:
        assert [say(v) for v in (None, "", True, False, 1234567, date(2025, 1, 2), 0)] == [
            "—",
            "—",
            "是",
            "否",
            "1,234,567",
            "2025-01-02",
            "0",
        ]

    def test_lines_know_their_field(self) -> None:
        assert Line("parent__name", Unit).follows == "parent"
        assert Line("kind", Unit).label == "类别"
        assert Line("founded_on", Unit).is_end
        assert not Line("kind", Unit).is_end
        assert Line(Column("x", value=lambda row: 1), Unit).follows == ""

    def test_orders_turn_round(self) -> None:
        assert reverse_order(("-a", "b__c")) == ("a", "-b__c")

    def test_history_tells_what_changed(self, cast: Cast) -> None:
        from unionhall.organisations import actions

        actions.rename_unit(
            unit=cast.weavers, name="澄园集团工会", paper_number="1", by=cast.admin, on=date(2025, 3, 1)
        )
        page = client_of(cast.wang).get(reverse("organisations:units-history", args=[cast.weavers.pk]))
        text = page.content.decode()
        assert "更名" in text
        assert "名称 澄园纺织厂工会 → 澄园集团工会" in text
