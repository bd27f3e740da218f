"""Unpacking layers of real packages, compared with ripunzip and SAM's own unzip on the same files in the same round."""

import json
import os
import pathlib
import shutil
import statistics
import subprocess
import time

import packages
from sam import Sam

ROOT = pathlib.Path(__file__).resolve().parent.parent
RIPUNZIP = "2.0.3"
AIM_RIPUNZIP = 1.0
AIM_SAM = 2.0

# All unpacked files stay until the end.
MOST_ROUNDS = 7


def measure(program, target, scale, rounds):
    python = packages.venv(os.environ, target)
    if python is None:
        print("unpack: skipped, no SAM CLI (SAMLAYERS_VENV, or the environment that tests/run makes)")
        return True
    layers = packages.layers(target, python)
    ours = bench(program)
    ripunzip = _ripunzip(target / "bench-tools")
    place = target / "bench-unpacked"
    shutil.rmtree(place, ignore_errors=True)
    reached = True
    print(f"\n{'':8}{'files':>6}{'MB':>6}{'samlayers':>12}{'ripunzip':>12}{'SAM unzip':>12}{'with hashes':>12}{'one sync':>12}   samlayers is")
    with Sam(python, {}) as sam:
        for name, layer in layers.items():
            bench = {"SAMLAYERS_BENCH_ZIP": layer}
            ways = {
                "ours": lambda into: _process([ours], bench | {"SAMLAYERS_BENCH_INTO": into}),
                "ripunzip": lambda into: _process([ripunzip, "unzip-file", "-d", into, layer], {}),
                "sam": lambda into: sam.seconds(unzip=layer, into=into),
                "sums": lambda into: _process([ours], bench | {"SAMLAYERS_BENCH_INTO": into, "SAMLAYERS_BENCH_SUMS": "1"}),
            }
            files = packages.files(layer)
            times, syncs = _in_turns(ways, place / name, files, max(3, min(rounds, MOST_ROUNDS) // scale))
            medians = {way: statistics.median(taken) for way, taken in times.items()}
            to_ripunzip, to_sam = medians["ours"] / medians["ripunzip"], medians["sam"] / medians["ours"]
            shown = [*medians.values(), statistics.median(syncs)]
            print(
                f"{name:8}{len(files):6,}{sum(files.values()) / 1e6:6.0f}" + "".join(f"{taken * 1000:9.0f} ms" for taken in shown)
                + f"   {to_ripunzip:.2f} × ripunzip's time, {to_sam:.1f} × as fast as SAM's unzip"
            )
            reached &= to_ripunzip <= AIM_RIPUNZIP and to_sam >= AIM_SAM
    shutil.rmtree(place)
    print(
        f"\nmedians; at most {AIM_RIPUNZIP} × ripunzip's time and {AIM_SAM:.0f} × as fast as SAM's unzip is the aim. `with hashes` takes the sha256 of\n"
        "every file for a baseline on the way; `one sync` is what a refresh waits for after it, before the swap"
    )
    return reached


def _in_turns(ways, place, files, rounds):
    """Every tool once a round, each round beginning with another. All writes are synced before the next one begins, and
    nothing is removed before the end: ext4 creates files slowly for a minute after others were removed."""
    times, syncs = {way: [] for way in ways}, []
    order = list(ways)
    for number in range(rounds + 1):
        for way in order:
            into = place / f"{number}-{way}"
            into.parent.mkdir(parents=True, exist_ok=True)
            taken = ways[way](into)
            begin = time.perf_counter()
            subprocess.run(["sync", "-f", into], check=True)
            # The first round only fills the caches.
            if number > 0:
                times[way].append(taken)
                if way == "ours":
                    syncs.append(time.perf_counter() - begin)
            _check(way, into, files)
        order.append(order.pop(0))
    return times, syncs


def _process(command, environment):
    begin = time.perf_counter()
    given = {name: str(value) for name, value in environment.items()}
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, **given})
    return time.perf_counter() - begin


def _check(way, into, files):
    """A fast result counts only when all files are there."""
    found = {str(path.relative_to(into)): path.stat().st_size for path in into.rglob("*") if path.is_file()}
    if found != files:
        raise SystemExit(f"{way} made {len(found):,} files of {len(files):,}")


def bench(program):
    """The program that unpacks as a refresh does, built as `program` was."""
    profile = [] if "debug" in program.parts else ["--release"]
    command = ["cargo", "build", "--quiet", "--locked", "--bench", "unpack", "--message-format=json", *profile]
    output = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    built = [json.loads(line) for line in output.splitlines()]
    [path] = [one["executable"] for one in built if one.get("executable") and one["target"]["name"] == "unpack"]
    return pathlib.Path(path)


def _ripunzip(root):
    listed = root / ".crates.toml"
    if not listed.exists() or f'"ripunzip {RIPUNZIP} ' not in listed.read_text():
        install = ["cargo", "install", "--quiet", "--locked", "--root", root, "--version", RIPUNZIP, "ripunzip"]
        subprocess.run(install, check=True)
    return root / "bin" / "ripunzip"
