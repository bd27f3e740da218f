"""Runs a program in an empty folder and measures its wall time or its peak memory."""

import contextlib
import os
import pathlib
import re
import subprocess
import tempfile
import time


def environment(home):
    """The environment of a user without templates, configuration or engine."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


def ls(program, cache):
    """The measured listing: everything in the cache, with sizes, and nothing else on the machine."""
    return [program, "ls", "--json", "--no-engine", "--offline", "--layer-cache-basedir", cache]


def seconds(command, output=subprocess.DEVNULL, home=None, more=None, ends=(0,)):
    """Wall time from just before the start to the end."""
    begin = time.perf_counter()
    with _started(command, output, home, more, ends) as process:
        process.wait()
    return time.perf_counter() - begin


def peak_memory(command):
    """Peak bytes. The program has to print more than a pipe holds: it is measured while it waits to print the rest."""
    with _started(command, subprocess.PIPE) as process:
        peak = 0
        while True:
            peak = max(peak, peak_of(process.pid))
            if not process.stdout.read(65536):
                return peak


def watched_memory(command, home, more, ends=(0,)):
    """Peak bytes, read every few milliseconds until the program ends: the value never falls."""
    with _started(command, subprocess.DEVNULL, home, more, ends) as process:
        peak = 0
        while process.poll() is None:
            peak = max(peak, peak_of(process.pid))
            time.sleep(0.002)
        return peak


def peak_of(pid):
    """Peak bytes of a running process so far. `wait4` would include our own memory before the exec."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found.group(1)) * 1024 if found else 0


@contextlib.contextmanager
def _started(command, output, home=None, more=None, ends=(0,)):
    with contextlib.nullcontext(home) if home else tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=home,
            env=environment(home) | (more or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
        )
        with process:
            yield process
    if process.returncode not in ends:
        raise SystemExit(f"{command[0]} ended with {process.returncode}")


def let_end(process):
    """Ends a child that reads its standard input to the end and answers on its standard output."""
    process.stdin.close()
    process.wait()
    process.stdout.close()
