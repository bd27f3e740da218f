"""Running a program and knowing its wall time and peak memory."""

import os
import subprocess
import tempfile
import time


def environment(home):
    """A user with nothing of their own: no template, no configuration, no engine."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}


def run(command, output=subprocess.DEVNULL):
    """Runs it in an empty folder; returns seconds and peak memory in bytes."""
    with tempfile.TemporaryDirectory() as home:
        begin = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=home,
            env=environment(home),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.PIPE,
        )
        complaint = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        process.stderr.close()
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {process.returncode}: {complaint.decode(errors='replace')}")
    return seconds, usage.ru_maxrss * 1024


def ls(program, cache):
    """The listing that is measured: everything in the cache, with sizes; nothing else on the machine is asked."""
    return [program, "ls", "--json", "--no-engine", "--offline", "--layer-cache-basedir", cache]
