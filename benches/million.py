"""The memory of each command on one layer of 1,000,000 files."""

import shutil
import tempfile
import zipfile

import packages
from process import ls, watched_memory
from refresh import Server, refresh

MOST = 200_000_000
NAME = "million"

# A layer of this size exceeds Lambda's quota, which is reported as a problem each time.
EITHER = (0, 1)


def measure(program, target, scale, _rounds):
    count = 1_000_000 // scale
    layer = _zip(target, count)
    cache = target / "bench-refresh" / NAME
    shutil.rmtree(cache, ignore_errors=True)
    (cache / packages.directory(NAME)).mkdir(parents=True, mode=0o700)
    options = ["--no-engine", "--layer-cache-basedir", cache]
    deep = [program, "verify", "--deep", *options, packages.directory(NAME), "-t", cache.parent / f"{NAME}.yaml"]
    peaks = {}
    with tempfile.TemporaryDirectory() as home, Server({NAME: layer}) as server:
        run = lambda command, more={}: watched_memory(command, home, more, EITHER)
        peaks["refresh"] = refresh(program, server, cache, NAME, run)
        peaks["ls --json"] = run(ls(program, cache))
        peaks["verify --deep"] = run(deep, server.environment)
        peaks["verify --deep --offline"] = run([*deep, "--offline"])
        peaks["purge --delete"] = run([program, "purge", packages.directory(NAME), "--delete", "--yes", "--offline", *options])
    shutil.rmtree(cache)
    print(f"\npeak memory with one layer of {count:,} files, {MOST / 1e6:.0f} MB is the limit")
    for command, peak in peaks.items():
        print(f"  samlayers {command:24}{peak / 1e6:6.1f} MB")
    return max(peaks.values()) <= MOST


def _zip(target, count):
    path = target / "bench-layers" / f"{NAME}-{count}.zip"
    if not path.exists():
        print(f"making a layer of {count:,} files", flush=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path.with_suffix(".part"), "w", zipfile.ZIP_STORED) as archive:
            for number in range(count):
                archive.writestr(f"python/package{number // 1000}/module_{number}.py", b"x = 1\n")
        path.with_suffix(".part").rename(path)
    return path
