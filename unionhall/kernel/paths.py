"""A unit's place in the tree as text: four base-36 digits a level, root first; a subtree is a range.

Never compared with LIKE or startswith: collation and escapes would decide who sees what.
"""

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


def depth(path: str) -> int:
    """1 for the root."""
    return len(path) // WIDTH
