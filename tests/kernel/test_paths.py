"""Places in the tree as text: what covers several, what lies in both."""

from unionhall.kernel import paths

CITY = paths.key(1)
YUCI, PINGYAO = CITY + paths.key(2), CITY + paths.key(3)
MILL = YUCI + paths.key(9)


def test_the_lowest_place_that_covers_all():
    assert paths.common([MILL]) == MILL
    assert paths.common([MILL, YUCI]) == YUCI
    assert paths.common([MILL, PINGYAO, YUCI]) == CITY
    assert paths.common([YUCI, YUCI + paths.key(4), MILL]) == YUCI
    assert paths.common([]) == paths.common([CITY, paths.key(2)]) == ""


def test_what_lies_in_both():
    assert paths.meet([CITY], [MILL, PINGYAO]) == tuple(sorted([MILL, PINGYAO]))
    assert paths.meet([YUCI], [MILL]) == (MILL,)
    assert paths.meet([YUCI], [PINGYAO]) == ()
    assert paths.meet([], [CITY]) == ()
