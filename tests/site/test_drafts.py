"""What is typed into any decision outlives the time-out: the form is sent, the session is gone, the log-in brings it back."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from unionhall.organisations.models import Unit

TYPED = {
    "organisations:staff": {"staff": "118", "on": "2025-12-01", "paper_number": "2025年工会统计年报"},
    "organisations:rename": {"name": "澄园纺织集团工会", "on": "2025-12-01", "paper_number": "晋工发〔2025〕18号"},
    "members:admit": {"name": "新来人", "unit": "澄园", "from_on": "2025-12-01"},
    "members:correct": {"reason": "登记时抄错"},
}


@pytest.mark.parametrize("name", TYPED)
def test_a_form_sent_after_the_session_dropped_is_restored(cast: Cast, name: str) -> None:
    pk = cast.zhang.pk if name == "members:correct" else cast.weavers.pk
    url = reverse(name, args=[] if name == "members:admit" else [pk])
    client = Client()
    client.force_login(cast.wang)
    ticket = re.search(r'name="draft_ticket" value="([^"]+)"', client.get(url).content.decode())
    assert ticket
    client.cookies.pop("sessionid")
    answer = client.post(url, {**TYPED[name], "draft_ticket": ticket[1]})
    assert answer.status_code == 302
    assert "/accounts/login/" in answer.headers["Location"]
    client.force_login(cast.wang)
    page = client.get(url).content.decode()
    assert "没有办完的内容" in page
    for text in TYPED[name].values():
        assert f'value="{text}"' in page
    assert Unit.objects.get(pk=cast.weavers.pk).name == "澄园纺织厂工会"


def test_the_log_in_after_a_log_out_does_not_ask_to_log_in_first(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.wang, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.post("/accounts/logout/", follow=True).content.decode()
    assert "请先登录" not in page
    assert "请先登录" in client.get("/figures/", follow=True).content.decode()
