"""A refresh and a verification of a layer of 1 GB: the verification against the sha256 rate of this processor, and the
memory of both."""

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time

import packages
from process import environment, seconds, watched_memory
from refresh import Server, refresh

AIM = 0.7
MEMORY = 100_000_000

# A layer of 1 GB exceeds Lambda's quota, which is reported as a problem each time.
EITHER = (0, 1)


def measure(program, target, scale, rounds):
    layer = packages.huge(target, scale)
    cache = target / "bench-refresh" / "huge"
    shutil.rmtree(cache, ignore_errors=True)
    (cache / packages.directory("huge")).mkdir(parents=True, mode=0o700)
    with tempfile.TemporaryDirectory() as home:
        with Server({"huge": layer}) as server:
            refreshing = refresh(program, server, cache, "huge", lambda command, more: watched_memory(command, home, more))
        # Against the baseline that the refresh wrote; all files are cached in memory now, so the processor is measured.
        check = [
            program, "verify", "--deep", "--offline", "--no-engine", "--layer-cache-basedir", cache, packages.directory("huge"),
        ]
        checking = watched_memory(check, home, {}, EITHER)
        _as_published(check, home)
        files = sorted(path for path in (cache / packages.directory("huge")).rglob("*") if path.is_file())
        size = sum(path.stat().st_size for path in files)
        ours, theirs = [], []
        for _ in range(max(3, min(rounds, 7))):
            ours.append(seconds(check, home=home, ends=EITHER))
            theirs.append(_openssl(files))
    shutil.rmtree(cache)
    rate = [size / statistics.median(taken) / 1e6 for taken in (ours, theirs)]
    ratio = rate[0] / rate[1]
    print(f"\n1 layer, {len(files):,} files, {size / 1e6:,.0f} MB, all of it in memory")
    print(f"  samlayers verify --deep        {rate[0]:7.0f} MB/s")
    print(f"  openssl dgst, on all processors{rate[1]:7.0f} MB/s")
    print(f"  the check reaches {ratio:.2f} of that rate; at least {AIM} is the aim, and 1 is the limit")
    print(f"  peak memory: refresh {refreshing / 1e6:.1f} MB, verify --deep {checking / 1e6:.1f} MB; {MEMORY / 1e6:.0f} MB at most is the aim")
    return ratio >= AIM and max(refreshing, checking) <= MEMORY


def _as_published(check, home):
    """A fast result counts only when every byte was compared."""
    command = [str(part) for part in [*check, "--json"]]
    output = subprocess.run(command, capture_output=True, cwd=home, env=environment(home)).stdout
    [layer] = json.loads(output)["checked"]
    if not layer["as_published"]:
        raise SystemExit(f"it is not as published: {layer}")


def _openssl(files):
    """One process for each processor, with enough files each that starting them does not matter."""
    names = b"\0".join(str(path).encode() for path in files)
    processors = len(os.sched_getaffinity(0))
    begin = time.perf_counter()
    subprocess.run(
        ["xargs", "-0", "-P", str(processors), "-n", "500", "openssl", "dgst", "-sha256"],
        input=names, check=True, stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begin

