"""Purging a hundred layers to the trash, and emptying it compared with `rm -rf` on the same tree."""

import json
import shutil
import statistics
import subprocess
import tempfile

import corpus
from process import environment, seconds

PROMPT = 0.100
GOAL = 1.0

# Making so many files takes longer than removing them.
MOST_ROUNDS = 5


def measure(program, target, scale, rounds):
    layers, files = 100, 290_000 // scale
    original, _ = corpus.cache(target, layers, files)
    purges, ours, theirs = [], [], []
    for _ in range(min(rounds, MOST_ROUNDS)):
        one, other = _copy(original, "one"), _copy(original, "other")
        purges.append(seconds(_samlayers(program, one, "purge", "bench-layer-*", "--yes")))
        _check(program, one, layers)
        ours.append(seconds(_samlayers(program, one, "trash", "empty", "--yes")))
        theirs.append(seconds(["rm", "-rf", other]))
        if left := [path for path in one.rglob("*") if path.name.endswith(".py")]:
            raise SystemExit(f"{len(left):,} files are still there after the trash was emptied")
        shutil.rmtree(one)
    ratio = statistics.median(ours) / statistics.median(theirs)
    prompt = statistics.median(purges)
    print(f"\n{layers} layers with {files:,} files{'':12}{'median':>10}{'best':>10}{'worst':>10}")
    for name, taken in [("purge to the trash", purges), ("trash empty", ours), ("rm -rf", theirs)]:
        spread = statistics.median(taken), min(taken), max(taken)
        print(f"{name:40}" + "".join(f"{value * 1000:7.0f} ms" for value in spread))
    print(f"\nthe prompt is back after {prompt * 1000:.0f} ms; at most {PROMPT * 1000:.0f} ms is the aim")
    print(f"emptying takes {ratio:.2f} × the time of rm -rf; at most {GOAL} × is the aim")
    return prompt <= PROMPT and ratio <= GOAL


def _copy(original, name):
    """A second copy of the tree with its own blocks: a removed file must share nothing with one that stays."""
    copy = original.with_name(f"{original.name}-{name}")
    subprocess.run(["rm", "-rf", copy], check=True)
    subprocess.run(["cp", "-a", "--sparse=always", original, copy], check=True)
    subprocess.run(["sync", "-f", copy], check=True)
    return copy


def _samlayers(program, cache, *arguments):
    return [program, *arguments, "--no-engine", "--offline", "--layer-cache-basedir", cache]


def _check(program, cache, layers):
    """A fast result counts only when everything can be restored."""
    with tempfile.TemporaryDirectory() as home:
        command = [str(part) for part in _samlayers(program, cache, "trash", "ls", "--json")]
        listed = subprocess.run(command, check=True, capture_output=True, cwd=home, env=environment(home))
    if (found := len(json.loads(listed.stdout)["entries"])) != layers:
        raise SystemExit(f"{found} of {layers} layers are in the trash")
