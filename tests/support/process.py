"""Starting a server, waiting until it answers, stopping it by its own id."""

import ctypes
import signal
import subprocess
import sys
import time

PR_SET_PDEATHSIG = 1


class Unavailable(Exception):
    """A real part that cannot be had on this machine, and why."""


def _die_with_parent():
    # Killed without a chance to clean up, we take our servers with us. Linux only; elsewhere they are stopped on exit.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, log, env=None):
    """Starts a server with its output in a file. Its own session keeps a Ctrl-C for us to handle in order."""
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
    """Returns once `ready()` holds; raises Unavailable with the last words of the log otherwise."""
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None:
            raise Unavailable(f"{name} ended with code {process.returncode}: {_last_words(log)}")
        if time.monotonic() > deadline:
            raise Unavailable(f"{name} did not answer within {seconds} s: {_last_words(log)}")
        time.sleep(0.05)


def stop(process, seconds=20):
    """Asks it to end, and ends it."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _last_words(log):
    lines = log.read_text(errors="replace").strip().splitlines()
    return " | ".join(lines[-3:]) or "it said nothing"
