"""How many instructions `samlayers ls --json` takes, which no load on the machine changes.

    benches/run instructions                       10,000 layers and 200 templates
    benches/run instructions --against PROGRAM     the same of another build of samlayers, side by side

Needs valgrind. Times say more about the machine than about the program; instructions of two builds can be compared
anywhere, as long as both were built with the same profile.
"""

import os
import random
import re
import shutil
import subprocess
import tempfile

import corpus
import templates
from process import environment, ls

LAYERS = 10_000
TEMPLATES = 200


def measure(program, target, scale, _rounds, against=None):
    if shutil.which("valgrind") is None:
        print("instructions: skipped, no valgrind")
        return True
    layers, count = LAYERS // scale, max(2, TEMPLATES // scale)
    cache, _ = corpus.cache(target, layers, layers * 2)
    projects = _projects(target, count)
    print(f"{'ls --json':14} {layers:,} layers, {count} templates")
    taken = {}
    for name, command in {"this build": program, "against": against}.items():
        if command is not None:
            taken[name] = _instructions(ls(command, cache) + ["--project", projects])
            print(f"{name:14} {taken[name] / 1e6:10,.1f} million instructions")
    if against is not None:
        print(f"this build takes {taken['this build'] / taken['against']:.2f} × the instructions of the other")
    print()
    return True


def _instructions(command):
    with tempfile.TemporaryDirectory() as home:
        ended = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}", *(str(part) for part in command)],
            cwd=home,
            # One thread: idle ones that look for work would be counted as well.
            env=environment(home) | {"RAYON_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    counted = re.search(r"Collected\s*:\s*(\d+)", ended.stderr)
    if ended.returncode != 0 or counted is None:
        raise SystemExit(f"{command[0]} ended with {ended.returncode}: {ended.stderr[-500:]}")
    return int(counted.group(1))


def _projects(target, count):
    """Projects whose functions name layers of the cache, each its own."""
    folder = target / "bench-projects" / str(count)
    for number in range(count):
        path = folder / f"project{number:03}" / "template.yaml"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            text = templates.template(random.Random(number))
            path.write_text(text.replace("layer:Extension:7", f"layer:bench-layer-{number:05}:{number % 9 + 1}"))
    return folder
