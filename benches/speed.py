"""`samlayers ls --json` against tools that only add up sizes, in turns on a warm cache."""

import json
import statistics
import subprocess
import tempfile

import corpus
from process import ls, seconds

# Only the parts that add up sizes are built.
TOOLS = [("diskus", "0.9.0", []), ("parallel-disk-usage", "0.24.0", []), ("dua-cli", "2.32.2", ["--no-default-features"])]
GOAL = 1.0


def measure(program, target, scale, rounds):
    bin_folder = _install(target / "bench-tools")
    cache, size = corpus.cache(target, 40, 100_000 // scale)
    commands = {
        "samlayers ls --json": ls(program, cache),
        "du -sb": ["du", "-sb", cache],
        "diskus": [bin_folder / "diskus", "--apparent-size", cache],
        "pdu": [bin_folder / "pdu", "--quantity", "apparent-size", cache],
        "dua aggregate": [bin_folder / "dua", "--apparent-size", "aggregate", cache],
    }
    _check(commands["samlayers ls --json"], size)
    times = _interleaved(commands, rounds)

    medians = {name: statistics.median(taken) for name, taken in times.items()}
    ours = medians.pop("samlayers ls --json")
    fastest = min(medians, key=medians.get)
    print(f"\n{'':22}{'median':>10}{'best':>10}{'worst':>10}   samlayers is")
    for name, taken in times.items():
        ratio = "" if name.startswith("samlayers") else f"   {ours / medians[name]:.2f} × its time"
        print(f"{name:22}" + "".join(f"{value * 1000:7.1f} ms" for value in _spread(taken)) + ratio)
    ratio = ours / medians[fastest]
    print(f"\nsamlayers takes {ratio:.2f} × the time of the fastest of them, {fastest}; at most {GOAL} × is the aim")
    return ratio <= GOAL


def _install(root):
    listed = root / ".crates.toml"
    for name, version, options in TOOLS:
        if not listed.exists() or f'"{name} {version} ' not in listed.read_text():
            install = ["cargo", "install", "--quiet", "--locked", "--root", root, "--version", version, *options, name]
            subprocess.run(install, check=True)
    return root / "bin"


def _check(command, size):
    """A fast answer counts only when it is correct."""
    with tempfile.TemporaryFile() as output:
        seconds(command, output)
        output.seek(0)
        found = sum(layer["size_bytes"] for layer in json.load(output)["layers"])
    if found != size:
        raise SystemExit(f"samlayers found {found:,} bytes in the layers, there are {size:,}")


def _interleaved(commands, rounds):
    """Every program once a round, each round beginning with another, so that disturbances affect all alike."""
    times = {name: [] for name in commands}
    order = list(commands)
    for command in commands.values():
        seconds(command)
    for _ in range(rounds):
        for name in order:
            times[name].append(seconds(commands[name]))
        order.append(order.pop(0))
    return times


def _spread(taken):
    return statistics.median(taken), min(taken), max(taken)
