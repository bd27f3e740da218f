"""How soon a one-line answer is there: `samlayers dir ARN` against `rg --version`, which does nothing else than start.

Takes `rg` from the path, or from SAMLAYERS_BENCH_RG.
"""

import os
import shutil
import statistics
import subprocess
import tempfile
import time

from process import environment

ARN = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1"
GOAL = 1.2
STARTS_A_ROUND = 20


def measure(program, _target, _scale, rounds):
    rg = os.environ.get("SAMLAYERS_BENCH_RG") or shutil.which("rg")
    if rg is None:
        print("start: skipped, no ripgrep (install `rg`, or name it in SAMLAYERS_BENCH_RG)")
        return True
    commands = {"samlayers dir": [program, "dir", ARN], "rg --version": [rg, "--version"]}
    times = {name: [] for name in commands}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(rounds * STARTS_A_ROUND):
            # In turns, so that disturbances affect both alike.
            for name, command in commands.items():
                times[name].append(_seconds(command, environment(home)))
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    print(f"\n{'':16}{'median':>10}{'best':>10}")
    for name, taken in times.items():
        print(f"{name:16}{medians[name] * 1000:7.2f} ms{min(taken) * 1000:7.2f} ms")
    ratio = medians["samlayers dir"] / medians["rg --version"]
    print(f"samlayers takes {ratio:.2f} × the time of rg; at most {GOAL} × is the aim\n")
    return ratio <= GOAL


def _seconds(command, env):
    begin = time.perf_counter()
    subprocess.run(command, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin
