"""Starts servers, waits until they respond, and stops them by their process ID."""

import ctypes
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1


class Unavailable(Exception):
    """A service that is unavailable on this machine, with the reason."""


def _die_with_parent():
    # The servers end with this process even if it is killed. Linux only; elsewhere they are stopped on exit.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, log, env=None):
    """Starts a server with its output in a file, in a session of its own so that Ctrl-C does not reach it."""
    with open(log, "wb") as output:
        return subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=env,
            start_new_session=True,
            preexec_fn=_die_with_parent,
        )


def wait_until(ready, process, log, name, seconds=60):
    """Returns once `ready()` holds; otherwise raises Unavailable with the last lines of the log."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise Unavailable(f"{name} ended with code {process.returncode}: {_last_lines(log)}")
        if time.monotonic() > deadline:
            raise Unavailable(f"{name} did not answer within {seconds} s: {_last_lines(log)}")
        time.sleep(0.05)


def stop(process, seconds=20):
    """Stops a server, first with SIGTERM and then with SIGKILL."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _last_lines(log):
    lines = log.read_text(errors="replace").strip().splitlines()
    return " | ".join(lines[-3:]) or "no output"
