"""Other connections to the private engine: TLS with private certificates, and ssh with private keys."""

import contextlib
import os
import pathlib
import shlex
import shutil
import socket
import subprocess
import tempfile

from process import Unavailable, start, stop, wait_until


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise Unavailable(f"{command[0]} failed: {done.stderr.strip().splitlines()[-1:]}")


def certificates(folder):
    """Creates certificates of a CA, a server and a client, and in `untrusted/` of a client of another CA."""
    if shutil.which("openssl") is None:
        raise Unavailable("openssl is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    for authority in (folder, folder / "untrusted"):
        authority.mkdir(exist_ok=True)
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        _run("openssl", "req", "-x509", *key, "-days", "30", "-subj", f"/CN=samlayers test authority {authority.name}",
             "-keyout", authority / "ca-key.pem", "-out", authority / "ca.pem")
        names = {"server": "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth",
                 "client": "extendedKeyUsage=clientAuth"}
        for name, extensions in names.items():
            prefix = "" if name == "client" else "server-"
            (authority / f"{name}.ext").write_text(extensions)
            _run("openssl", "req", "-new", *key, "-subj", f"/CN={name}",
                 "-keyout", authority / f"{prefix}key.pem", "-out", authority / f"{name}.csr")
            _run("openssl", "x509", "-req", "-in", authority / f"{name}.csr", "-days", "30",
                 "-CA", authority / "ca.pem", "-CAkey", authority / "ca-key.pem", "-CAcreateserial",
                 "-extfile", authority / f"{name}.ext", "-out", authority / f"{prefix}cert.pem")


def tls_arguments(folder, port):
    """Returns the options with which dockerd also listens with TLS."""
    return ["--host", f"tcp://127.0.0.1:{port}", "--tlsverify", "--tlscacert", folder / "ca.pem",
            "--tlscert", folder / "server-cert.pem", "--tlskey", folder / "server-key.pem"]


@contextlib.contextmanager
def ssh_access(folder, docker_host):
    """Yields an `ssh://` address over which `docker` reaches the engine, and a folder for PATH with an `ssh` that has
    the key. It is a real SSH daemon, on its own port and with its own keys."""
    sshd = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if sshd is None or shutil.which("ssh") is None:
        raise Unavailable("openssh-server is not installed")
    if os.geteuid() != 0:
        raise Unavailable("only root can start an ssh daemon here")
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "bin").mkdir(parents=True)
    # sshd needs its folder for privilege separation, which a service manager would create.
    pathlib.Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    # The keys are in a folder that only the current user may write, whatever the mode of the target folder.
    with tempfile.TemporaryDirectory(prefix="samlayers-") as keys:
        keys = pathlib.Path(keys)
        for name in ("host", "user"):
            _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", keys / name)
        port = free_port()
        public = (keys / "user.pub").read_text()
        # On the other side `docker` finds the private engine by itself.
        wrapped = f'command="DOCKER_HOST={docker_host} exec sh -c \\"$SSH_ORIGINAL_COMMAND\\"" {public}'
        (keys / "authorized_keys").write_text(wrapped)
        host_key = (keys / "host.pub").read_text().split()
        (keys / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key[0]} {host_key[1]}\n")
        (keys / "sshd_config").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {keys}/host\nPidFile {keys}/pid\n"
            f"AuthorizedKeysFile {keys}/authorized_keys\nPermitRootLogin prohibit-password\nStrictModes no\n"
            "PasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nMaxStartups 100\n"
        )
        (keys / "ssh_config").write_text(
            f"Host *\n  IdentityFile {keys}/user\n  IdentitiesOnly yes\n  UserKnownHostsFile {keys}/known_hosts\n"
        )
        program = folder / "bin" / "ssh"
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(shutil.which("ssh"))} -F {keys}/ssh_config "$@"\n')
        program.chmod(0o755)
        log = folder / "sshd.log"
        process = start([sshd, "-D", "-e", "-f", keys / "sshd_config"], log)

        def listens():
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=2):
                return True
            return False

        try:
            wait_until(listens, process, log, "sshd")
            yield f"ssh://root@127.0.0.1:{port}", folder / "bin"
        finally:
            stop(process)
