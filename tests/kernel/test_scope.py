"""Which schemes are a user's, and where."""

from unionhall.kernel.scope import NOBODY, Duty, Grant, Scope

COUNTY, OTHER = "00010002", "00010003"


def test_nobody_has_no_scheme_anywhere() -> None:
    assert NOBODY.schemes_at(COUNTY) == frozenset()


def test_a_scope_made_without_posts_limits_alike_wherever_it_reaches() -> None:
    scope = Scope("w", (COUNTY,), {Duty.ENTER: (COUNTY,)}, schemes=frozenset({"a"}))
    assert scope.schemes_at(f"{COUNTY}0009", Duty.ENTER) == {"a"}
    assert scope.schemes_at(COUNTY, Duty.PAY) == frozenset()
    assert scope.schemes_at(OTHER) == frozenset()


def test_two_posts_at_one_place_are_taken_together() -> None:
    entering = frozenset({Duty.ENTER})
    limits = [frozenset({"a"}), frozenset({"b"}), None]
    seen = [
        Scope(grants=tuple(Grant(COUNTY, entering, limit) for limit in limits[:n])).schemes_at(COUNTY)
        for n in (1, 2, 3)
    ]
    assert seen == [{"a"}, {"a", "b"}, None]


def test_a_duty_is_held_for_a_scheme_only_where_a_post_names_it() -> None:
    entering = frozenset({Duty.ENTER})
    grants = (Grant(COUNTY, entering, frozenset({"a"})), Grant(OTHER, entering))
    scope = Scope("w", (COUNTY, OTHER), {Duty.ENTER: (COUNTY, OTHER)}, grants=grants)
    assert [scope.may(Duty.ENTER, path, "b") for path in (COUNTY, OTHER)] == [False, True]
    assert scope.may(Duty.ENTER, COUNTY, "a")
    assert scope.may(Duty.ENTER, COUNTY, ""), "what is of no scheme is anybody's who enters there"
    assert not scope.may(Duty.PAY, OTHER, "a")
    assert scope.limits(Duty.PAY) == ()
