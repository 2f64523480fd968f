"""Tables count exactly, page and sort by the address, and cost two queries whatever their length."""

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from unionhall.accounts.models import User
from unionhall.ui.templatetags.ui import page_numbers


def crowd(count: int) -> None:
    rows = (User(username=f"u{n:04}", name=f"甲{n:04}", email="in", password="!") for n in range(count))
    User.objects.bulk_create(rows)


def test_the_cost_of_a_list_does_not_grow(wang: Client) -> None:
    wang.get("/trial/users/")  # the session is written with the first page of a minute, whatever the page
    with CaptureQueriesContext(connection) as few:
        wang.get("/trial/users/")
    crowd(300)
    with CaptureQueriesContext(connection) as many:
        wang.get("/trial/users/?per_page=200&page=2")
    assert len(many) == len(few)


def test_counts_pages_and_sizes(wang: Client) -> None:
    crowd(120)
    total = User.objects.count()
    text = wang.get("/trial/users/?page=2").content.decode()
    assert f"共 {total} 人" in text
    assert f"第 51—100 人，共 {total} 人" in text
    assert text.count('name="selected"') == 50
    assert wang.get("/trial/users/?per_page=100").content.decode().count('name="selected"') == 100
    assert wang.get("/trial/users/?per_page=7").content.decode().count('name="selected"') == 50
    assert wang.get("/trial/users/?page=999").status_code == 200


def test_sorting_is_said_to_screen_readers(wang: Client) -> None:
    text = wang.get("/trial/users/?sort=-username").content.decode()
    assert 'aria-sort="descending"' in text
    assert text.index(">zhao<") < text.index(">admin<")


def test_cells_carry_their_kind_and_the_head_its_unit(wang: Client) -> None:
    text = wang.get("/trial/users/").content.decode()
    assert '<span class="uh-unit">元</span>' in text
    assert 'class="is-number on-note"' in text
    assert "12,052.60" in text
    assert "—" in text  # no state: not None


def test_nothing_found_is_not_nothing_there(wang: Client) -> None:
    assert "没有符合条件的账号" in wang.get("/trial/users/?q=没有这个人").content.decode()


@pytest.mark.parametrize(
    ("page", "shown"),
    [(1, "1 2 3 … 49"), (25, "1 … 23 24 25 26 27 … 49"), (49, "1 … 47 48 49")],
)
def test_page_numbers_leave_gaps(page: int, shown: str) -> None:
    assert " ".join(map(str, page_numbers(Paginator(range(490), 10).page(page)))) == shown
