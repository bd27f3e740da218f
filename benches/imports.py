"""Importing zips of real packages, compared with what it cannot do without: unpacking them with sums, and one sync."""

import os
import shutil
import statistics
import subprocess
import time

import packages
from process import seconds
from unpack import bench

AIM = 1.1

# No AWS customer has it, so there is nothing to warn about.
NO_ACCOUNT = "000000000000"
MOST_ROUNDS = 7


def measure(program, target, scale, rounds):
    python = packages.venv(os.environ, target)
    if python is None:
        print("import: skipped, no SAM CLI (SAMLAYERS_VENV, or the environment that tests/run makes)")
        return True
    unpacker = bench(program)
    place = target / "bench-imported"
    shutil.rmtree(place, ignore_errors=True)
    reached = True
    print(f"\n{'':8}{'files':>6}{'MB':>6}{'import':>12}{'unpack':>12}   import takes")
    for name, layer in packages.layers(target, python).items():
        files = packages.files(layer)
        times = _in_turns(program, unpacker, layer, name, files, place / name, max(3, min(rounds, MOST_ROUNDS) // scale))
        ours, unpacking = (statistics.median(times[way]) for way in ("import", "unpack"))
        print(
            f"{name:8}{len(files):6,}{sum(files.values()) / 1e6:6.0f}{ours * 1000:9.0f} ms{unpacking * 1000:9.0f} ms"
            f"   {ours / unpacking:.2f} × the time of unpacking"
        )
        reached &= ours <= AIM * unpacking
    shutil.rmtree(place)
    print(
        f"\nmedians; at most {AIM} × is the aim. import: the whole program, with sha256 of the zip, CRCs, a baseline, locks and the swap;\n"
        "unpack: CRCs, the sha256 of every file, and one sync"
    )
    return reached


def _in_turns(program, unpacker, layer, name, files, place, rounds):
    """In turns, each into a folder of its own. Nothing is removed before the end: ext4 creates files slowly after that."""
    times = {"import": [], "unpack": []}
    order = list(times)
    for number in range(rounds + 1):
        for way in order:
            into = place / f"{number}-{way}"
            into.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["sync", "-f", place], check=True)
            if way == "import":
                command = [program, "import", layer, "--arn", packages.arn(name, NO_ACCOUNT), "--yes", "--no-engine", "--offline"]
                taken = seconds([*command, "--layer-cache-basedir", into])
                _check(into / packages.directory(name, NO_ACCOUNT), files)
            else:
                taken = _unpack(unpacker, layer, into)
                _check(into, files)
            # The first round only fills the caches.
            if number > 0:
                times[way].append(taken)
        order.append(order.pop(0))
    return times


def _unpack(unpacker, layer, into):
    environment = {"SAMLAYERS_BENCH_ZIP": str(layer), "SAMLAYERS_BENCH_INTO": str(into), "SAMLAYERS_BENCH_SUMS": "1"}
    begin = time.perf_counter()
    subprocess.run([str(unpacker)], check=True, stdout=subprocess.DEVNULL, env={**os.environ, **environment})
    subprocess.run(["sync", "-f", str(into)], check=True)
    return time.perf_counter() - begin


def _check(folder, files):
    """A fast result counts only when all files are there."""
    found = {str(path.relative_to(folder)): path.stat().st_size for path in folder.rglob("*") if path.is_file()}
    if found != files:
        raise SystemExit(f"{folder} holds {len(found):,} files of {len(files):,}")
