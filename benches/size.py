"""What makes a folder of real packages large: compared with du and pip list, which together tell less."""

import os
import shutil
import statistics
import subprocess
import time
import zipfile

import packages
from process import watched_memory

AIM = 1.0
MOST_MEMORY = 60_000_000


def measure(program, target, scale, rounds):
    python = packages.venv(os.environ, target)
    if python is None:
        print("size: skipped, no SAM CLI (SAMLAYERS_VENV, or the environment that tests/run makes)")
        return True
    place = target / "bench-sized"
    shutil.rmtree(place, ignore_errors=True)
    layers = packages.layers(target, python).values()
    for layer in layers:
        with zipfile.ZipFile(layer) as archive:
            archive.extractall(place)
    ways = {
        "ours": [[program, "size", place, "--json"]],
        "du": [["du", "-s", place], [python, "-m", "pip", "list", "--path", place / "python"]],
    }
    times = {way: [] for way in ways}
    for number in range(max(3, rounds // scale) + 1):
        for way, commands in ways.items():
            begin = time.perf_counter()
            for command in commands:
                subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if number > 0:
                times[way].append(time.perf_counter() - begin)
    ours, others = (statistics.median(times[way]) for way in ways)
    memory = watched_memory([program, "size", place, "--json"], None, None)
    zipped = max(watched_memory([program, "size", layer, "--json"], None, None) for layer in layers)
    megabytes = sum(path.stat().st_size for path in place.rglob("*") if path.is_file()) / 1e6
    shutil.rmtree(place)
    print(
        f"\nsize of {megabytes:.0f} MB: {ours * 1000:.0f} ms, {ours / others:.2f} × the time of du and pip list together ({others * 1000:.0f} ms); "
        f"{memory / 1e6:.0f} MB of memory, {zipped / 1e6:.0f} MB for a zip\n"
        f"at most {AIM:.0f} × and {MOST_MEMORY / 1e6:.0f} MB is the aim"
    )
    return ours <= AIM * others and max(memory, zipped) <= MOST_MEMORY
