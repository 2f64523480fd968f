"""The search box finds people within the scope only, and shows no whole number."""

from tests.cast import TODAY, Cast
from unionhall.kernel.scope import Scope
from unionhall.members.searching import people


def test_people_are_found_within_the_scope(cast: Cast) -> None:
    city, pingyao = Scope("li", (cast.city.path,), {}), Scope("sun", (cast.pingyao.path,), {})
    [hit] = people(cast.zhang.id_number[-4:], city, TODAY)
    assert (hit.title, hit.url) == ("张秀兰", cast.zhang.get_absolute_url())
    assert cast.zhang.id_number not in hit.detail
    assert "澄园纺织厂工会" in hit.detail
    assert people("张秀兰", pingyao, TODAY) == []
    assert people("没有这个人", city, TODAY) == []
