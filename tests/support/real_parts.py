"""Runs a command while a private container engine and an emulator of the Lambda API run, and stops both afterwards.

usage: real_parts.py TARGET_DIR COMMAND [ARGUMENT ...]

Each part that cannot be started is reported with the reason, its variable stays unset, and the command still runs:
the tests themselves decide whether a missing part is a skip or a failure.

    SAMLAYERS_VENV              the Python environment that holds SAM CLI
    SAMLAYERS_OLDER_PYYAML      a folder with an older PyYAML, which PYTHONPATH puts before SAM CLI's own
    SAMLAYERS_TEST_PACKAGES     a folder with real wheels and npm packages as the content of two layers
    SAMLAYERS_TEST_DOCKER_HOST  the engine, as DOCKER_HOST would name it (kept when it is set already)
    SAMLAYERS_TEST_DOCKER_TLS   the same engine with TLS, tcp://…; certificates are in SAMLAYERS_TEST_DOCKER_CERTS
    SAMLAYERS_TEST_DOCKER_SSH   the same engine through ssh; SAMLAYERS_TEST_SSH_BIN holds an ssh with access
    SAMLAYERS_TEST_PODMAN_HOST  Podman, a second engine
    SAMLAYERS_TEST_MINISTACK    the emulator's URL
"""

import contextlib
import fcntl
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request

import engine_transports
import engine
import podman
from process import Unavailable, start, stop, wait_until


def report(text):
    print(f"tests/run: {text}", flush=True)


@contextlib.contextmanager
def emulator(folder, python):
    """Yields ministack on a free port, with only the Lambda API and STS."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = os.environ | {
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "SERVICES": "lambda,s3,sts",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": "WARNING",
        "TMPDIR": str(folder),
    }
    url = f"http://127.0.0.1:{port}"
    log = folder / "ministack.log"
    process = start([python, "-m", "ministack"], log, env=env)

    def healthy():
        try:
            with urllib.request.urlopen(f"{url}/_ministack/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    try:
        wait_until(healthy, process, log, "ministack")
        yield url
    finally:
        stop(process)


@contextlib.contextmanager
def alone(target):
    """Allows one run at a time in a target folder, as runs would share the folder of the engine."""
    with open(target / "real-parts.lock", "w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("waiting for another tests/run in this folder")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def engines(parts, target, env):
    """Yields the addresses of Docker over a socket, TLS and ssh, and of Podman."""
    more = []
    try:
        certificates, port = target / "certificates", engine_transports.free_port()
        engine_transports.certificates(certificates)
        more = engine_transports.tls_arguments(certificates, port)
    except Unavailable as reason:
        report(f"no engine with TLS: {reason}")
    try:
        host = parts.enter_context(engine.private_engine(target / "engine", more))
        env["SAMLAYERS_TEST_DOCKER_HOST"] = host
        if more:
            env["SAMLAYERS_TEST_DOCKER_TLS"] = f"tcp://127.0.0.1:{port}"
            env["SAMLAYERS_TEST_DOCKER_CERTS"] = str(certificates)
        address, programs = parts.enter_context(engine_transports.ssh_access(target / "ssh", host))
        env["SAMLAYERS_TEST_DOCKER_SSH"], env["SAMLAYERS_TEST_SSH_BIN"] = address, str(programs)
    except Unavailable as reason:
        report(f"no {'engine through ssh' if 'SAMLAYERS_TEST_DOCKER_HOST' in env else 'container engine'}: {reason}")
    try:
        env["SAMLAYERS_TEST_PODMAN_HOST"] = parts.enter_context(podman.private_podman(target / "podman"))
    except Unavailable as reason:
        report(f"no Podman: {reason}")


def main():
    target, command = pathlib.Path(sys.argv[1]), sys.argv[2:]
    # A CI timeout has to stop the parts too: the signal is turned into an exception.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    venv = target / "venv"
    python = venv / "bin" / "python"
    env = dict(os.environ)
    with contextlib.ExitStack() as parts:
        parts.enter_context(alone(target))
        if python.exists():
            env["SAMLAYERS_VENV"] = str(venv)
            if (older := target / "older-pyyaml").exists():
                env["SAMLAYERS_OLDER_PYYAML"] = str(older)
            if (target / "real-packages" / "locks").exists():
                env["SAMLAYERS_TEST_PACKAGES"] = str(target / "real-packages")
            try:
                env["SAMLAYERS_TEST_MINISTACK"] = parts.enter_context(emulator(target / "ministack", python))
            except Unavailable as reason:
                report(f"no emulator of the Lambda API: {reason}")
        else:
            report("no SAM CLI, no emulator of the Lambda API")
        if "SAMLAYERS_TEST_DOCKER_HOST" not in env:
            engines(parts, target, env)
        for name in sorted(env):
            if name.startswith(("SAMLAYERS_VENV", "SAMLAYERS_OLDER_PYYAML", "SAMLAYERS_TEST_")):
                report(f"{name}={env[name]}")
        child = subprocess.Popen(command, env=env)
        try:
            return child.wait()
        except BaseException:
            stop(child)
            raise


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
