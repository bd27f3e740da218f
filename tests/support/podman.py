"""Podman as a second private engine, with its own socket and its own storage."""

import contextlib
import os
import pathlib
import shutil
import tempfile

import engine
from process import Unavailable, start, stop, wait_until


@contextlib.contextmanager
def private_podman(folder):
    """Yields the address of a running service without images; stops it and removes all its files."""
    podman = shutil.which("podman")
    if podman is None:
        raise Unavailable("podman is not installed")
    if os.geteuid() != 0:
        raise Unavailable("only root can start a private one here")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    # The path of a socket may have at most 108 bytes, so it is not in the target folder.
    with tempfile.TemporaryDirectory(prefix="samlayers-") as short:
        path = pathlib.Path(short) / "podman.sock"
        log = folder / "podman.log"
        command = [podman, "--root", folder / "root", "--runroot", folder / "run", "--tmpdir", folder / "tmp"]
        # Plain copies need no kernel support, and an event file needs no journal.
        command += ["--storage-driver", "vfs", "--cgroup-manager", "cgroupfs", "--events-backend", "file"]
        command += ["system", "service", "--time", "0", f"unix://{path}"]
        process = start(command, log)
        try:
            wait_until(lambda: engine.answers(path), process, log, "podman")
            yield f"unix://{path}"
        finally:
            stop(process)
            for part in ("root", "run", "tmp"):
                shutil.rmtree(folder / part, ignore_errors=True)
