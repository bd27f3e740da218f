"""The app in a pseudo-terminal: what it has drawn, when, and with how much memory."""

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time

from process import environment, peak_of

ROWS, COLUMNS = 40, 120

# From the header and the footer to the sequence that lets the terminal show the frame (synchronized output).
WHOLE_FRAME = re.compile(rb"samlayers.*\bhelp\b.*\x1b\[\?2026l", re.DOTALL)
A_LAYER = re.compile(rb"bench-layer-\d{5}")

# The answers of a terminal to requests for its type (DA1) and its cursor position.
ANSWERS = {b"\x1b[c": b"\x1b[?62;22c", b"\x1b[6n": b"\x1b[1;1R"}


class Ended(Exception):
    """The app ended while more output was expected."""


class App:
    """samlayers on a cache, in a pseudo-terminal."""

    def __init__(self, program, cache, arguments=None):
        arguments = arguments or ["--no-engine", "--offline", "--layer-cache-basedir", str(cache)]
        self._home = tempfile.TemporaryDirectory()
        self._terminal, inside = pty.openpty()
        fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.output = b""
        self.begin = time.perf_counter()
        self._process = subprocess.Popen(
            [str(program), *arguments],
            cwd=self._home.name,
            env=environment(self._home.name),
            stdin=inside,
            stdout=inside,
            stderr=inside,
            start_new_session=True,
        )
        os.close(inside)

    def read(self, seconds):
        """Adds what was drawn within the time to `output`; False when nothing was."""
        ready, _, _ = select.select([self._terminal], [], [], seconds)
        if not ready:
            return False
        try:
            drawn = os.read(self._terminal, 65536)
        except OSError:  # Linux raises it when the other side is closed.
            drawn = b""
        if not drawn:
            raise Ended(self.output[-500:])
        for question, answer in ANSWERS.items():
            if question in drawn:
                os.write(self._terminal, answer)
        self.output += drawn
        return True

    def seconds_until(self, pattern):
        """Seconds from the start of the program until this was drawn."""
        while not pattern.search(self.output):
            if not self.read(30):
                raise TimeoutError(f"{pattern.pattern!r} was never drawn: {self.output[-500:]!r}")
        return time.perf_counter() - self.begin

    def quiet(self, seconds):
        """Waits until nothing was drawn for a while."""
        while self.read(seconds):
            pass

    def watch(self, seconds):
        """Reads what is drawn in this many seconds."""
        end = time.perf_counter() + seconds
        while (left := end - time.perf_counter()) > 0:
            self.read(left)

    def press(self, keys):
        """Types these keys."""
        os.write(self._terminal, keys.encode())

    def seconds_after(self, change, pattern):
        """Seconds from a change until this is drawn again."""
        self.output = b""
        self.begin = time.perf_counter()
        change()
        return self.seconds_until(pattern)

    def ticks(self):
        """Clock ticks of CPU it has used so far, user and system."""
        with open(f"/proc/{self._process.pid}/stat", encoding="utf-8") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def end(self):
        """Ends it as closing the window does."""
        os.killpg(self._process.pid, signal.SIGHUP)
        while self._process.poll() is None:
            with contextlib.suppress(Ended):
                self.read(0.05)
        os.close(self._terminal)
        self._home.cleanup()

    def peak(self):
        """Its peak bytes so far."""
        return peak_of(self._process.pid)


def first_paint(program, cache):
    """Seconds until the first complete frame, and until the first frame with a layer."""
    app = App(program, cache)
    try:
        return app.seconds_until(WHOLE_FRAME), app.seconds_until(A_LAYER)
    finally:
        app.end()


def peak_memory(program, cache):
    """Peak bytes, from the start until it has drawn nothing new for a while: everything is measured then."""
    app = App(program, cache)
    try:
        app.seconds_until(A_LAYER)
        while app.read(3):
            pass
        return app.peak()
    finally:
        app.end()
