"""What members say on a unit's page and to its closing."""

from django.template.loader import render_to_string

from tests.cast import TODAY, Cast
from unionhall.kernel.scope import Duty, Scope
from unionhall.members import panels


def test_members_of_a_unit_and_below(cast: Cast) -> None:
    yuci = (cast.yuci.path,)
    panel = panels.unit_panel(cast.yuci, Scope("wang", yuci, {Duty.ENTER: yuci}), TODAY)
    assert (panel.context["own"], panel.context["below"], panel.note) == (0, 1, "1 人")
    assert len(panel.links) == 1, "her own county a clerk does not merge away"
    assert len(panels.unit_panel(cast.weavers, Scope("wang", yuci, {Duty.ENTER: yuci}), TODAY).links) == 2
    assert "下级工会" in render_to_string(panel.template, {"panel": panel})
    assert len(panels.unit_panel(cast.weavers, Scope("zhao", yuci, {}), TODAY).links) == 1
    everything = {Duty.ADMINISTER: (cast.city.path,)}
    assert len(panels.unit_panel(cast.yuci, Scope("admin", (cast.city.path,), everything), TODAY).links) == 2


def test_a_union_with_members_is_not_closed(cast: Cast) -> None:
    assert panels.unit_dependents(cast.weavers, TODAY) == ["还有 1 名会员"]
    assert panels.unit_dependents(cast.spinners, TODAY) == []
