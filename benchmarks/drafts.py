"""How long a draft of 20,000 characters takes, and ten times that.
Not a test: it prints seconds of one processor (`python -m benchmarks.drafts`)."""

from __future__ import annotations

import statistics
import time

from tests.drafts.mutations import drafts
from unionhall.drafts import check

RUNS = 5


def run() -> dict[str, dict[str, float]]:
    text = "\n".join(draft.text for draft in drafts())
    out = {}
    for length in (20_000, 200_000):
        draft = (text * (length // len(text) + 1))[:length]
        check(draft[:2000])
        seconds = []
        for _ in range(RUNS):
            start = time.process_time()
            report = check(draft)
            seconds.append(time.process_time() - start)
        out[f"{length:,}"] = {"figures": report.figures, "seconds": round(statistics.median(seconds), 3)}
    return out


if __name__ == "__main__":
    for length, told in run().items():
        print(f"{length} characters, {told['figures']} figures: {told['seconds']} s")
