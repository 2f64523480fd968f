"""A unit's place in the tree as text: four base-36 digits a level, root first; a subtree is a range.

Never compared with LIKE or startswith: collation and escapes would decide who sees what.
"""

from collections.abc import Iterable

WIDTH = 4
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def key(number: int) -> str:
    """The path segment of the unit with this number, 1 … 1,679,615."""
    if not 0 < number < 36**WIDTH:
        raise ValueError(f"no path segment for unit number {number}")
    out = ""
    for _ in range(WIDTH):
        number, digit = divmod(number, 36)
        out = _DIGITS[digit] + out
    return out


def successor(path: str) -> str:
    """The first text after every path of this subtree: subtree(p) is p <= x < successor(p)."""
    return path[:-1] + chr(ord(path[-1]) + 1)


def covers(ancestor: str, path: str) -> bool:
    """Whether `path` is `ancestor` or lies below it."""
    return ancestor <= path < successor(ancestor)


def parent(path: str) -> str:
    return path[:-WIDTH]


def ancestors(path: str) -> list[str]:
    """Root first, the path itself last."""
    return [path[:end] for end in range(WIDTH, len(path) + 1, WIDTH)]


def common(found: Iterable[str]) -> str:
    """The lowest place that covers all of these; "" for none, or for places without a root in common."""
    rows = list(found)
    lowest, highest = min(rows, default=""), max(rows, default="")
    above = [path for path in ancestors(lowest) if covers(path, highest)]
    return above[-1] if above else ""


def meet(tops: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """The subtrees that lie in both: of two that overlap, the lower."""
    second = list(others)
    kept = {max(one, other, key=len) for one in tops for other in second if covers(one, other) or covers(other, one)}
    return tuple(sorted(kept))


def depth(path: str) -> int:
    """1 for the root."""
    return len(path) // WIDTH
