"""Numbers that look drawn by lot and are the same at every build, on every machine; and whole parts of a whole.

Not for keys or secrets.
"""

import random
from collections.abc import Sequence

import polars as pl

_MODULUS = 2**31 - 1


def lots(seed: int, topic: str) -> random.Random:
    """A generator of its own for each topic: adding one topic never changes the draws of another."""
    return random.Random(f"{seed}/{topic}")


def draw(number: pl.Expr, salt: int) -> pl.Expr:
    """An integer 0 … 2^31 - 3 for each number (1 … 10^8), as if drawn; other salts draw independently.

    Two Lehmer steps around a xor: cheap on whole columns and free of any library's hash, which may change.
    """
    first = ((number + salt * 7919) * 48271) % _MODULUS
    return ((first ^ (salt * 104729 % _MODULUS)) * 69621) % _MODULUS


def parts(total: int, weights: Sequence[float], *, floors: Sequence[int] = (), caps: Sequence[int] = ()) -> list[int]:
    """Split `total` by weights into whole parts that sum to it, by largest remainder, within floors and caps.

    :raises ValueError: floors or caps leave no room.
    """
    low = list(floors) or [0] * len(weights)
    high = list(caps) or [total] * len(weights)
    if not sum(low) <= total <= sum(high):
        raise ValueError(f"{total} cannot be split between {sum(low)} and {sum(high)}")
    scale = total / (sum(weights) or 1)
    exact = [weight * scale for weight in weights]
    out = [min(max(int(value), low[i]), high[i]) for i, value in enumerate(exact)]
    order = sorted(range(len(out)), key=lambda i: (int(exact[i]) - exact[i], i))
    while (missing := total - sum(out)) != 0:
        step = 1 if missing > 0 else -1
        for i in order:
            if missing == 0:
                break
            if low[i] <= out[i] + step <= high[i]:
                out[i] += step
                missing -= step
    return out
