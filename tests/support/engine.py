"""A private container engine with its own socket, data root, exec root, namespace of containers and bridge.

The machine's own engine, its images, its bridge and its firewall rules are not used.
"""

import contextlib
import fcntl
import hashlib
import http.client
import io
import os
import pathlib
import select
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile

from process import Unavailable, start, stop, wait_until

BASE_REPOSITORY = "public.ecr.aws/lambda/provided"
BASE_TAG = "al2023-x86_64"

# linux/sockios.h: creating and removing a bridge, reading and setting an interface's flags, setting its MAC address.
SIOCGIFFLAGS, SIOCSIFFLAGS, SIOCBRADDBR, SIOCBRDELBR, IFF_UP = 0x8913, 0x8914, 0x89A0, 0x89A1, 1
SIOCSIFHWADDR, ARPHRD_ETHER = 0x8924, 1

# containerd creates its sockets below the exec root, and the path of a socket may have at most 108 bytes.
LONGEST_SOCKET = "/exec/containerd/containerd.sock.ttrpc"
SOCKET_PATH_MAX = 107


@contextlib.contextmanager
def private_engine(folder, more_arguments=()):
    """Yields the address of a running engine that holds SAM's base image; stops it and removes all its files."""
    dockerd, busybox = _find("dockerd"), _find("busybox")
    if os.geteuid() != 0:
        raise Unavailable("only root can start a private one")
    _stop_one_left_behind(folder)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with contextlib.ExitStack() as cleanup:
        short = folder
        if len(str(folder)) + len(LONGEST_SOCKET) > SOCKET_PATH_MAX:
            short = pathlib.Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="samlayers-")))
        path = short / "engine.sock"
        bridge = cleanup.enter_context(_own_bridge(folder))
        log = folder / "dockerd.log"
        command = [dockerd, "--host", f"unix://{path}", "--pidfile", folder / "dockerd.pid"]
        command += ["--data-root", folder / "data", "--exec-root", short / "exec"]
        command += ["--containerd-namespace", bridge, "--containerd-plugins-namespace", f"{bridge}-plugins"]
        # The published port of a container is served by docker-proxy, so no firewall rule and no forwarding is needed.
        command += ["--bridge", bridge, "--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false"]
        command += more_arguments
        process = start(command, log, env=os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"})
        cleanup.callback(_remove_data, folder)
        cleanup.callback(stop, process)
        wait_until(lambda: answers(path), process, log, "dockerd")
        _import_base_image(path, busybox)
        yield f"unix://{path}"


def _find(program):
    found = shutil.which(program, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
    if found is None:
        raise Unavailable(f"{program} is not installed" if sys.platform == "linux" else "a private one needs Linux")
    return found


def _stop_one_left_behind(folder):
    """Ends the engine of a killed run. The process ID may have been reused, so the command line is compared."""
    with contextlib.suppress(OSError, ValueError):
        pid = int((folder / "dockerd.pid").read_text())
        if str(folder / "data").encode() in pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0"):
            # It is not a child of this process, so its end is observed through a file descriptor.
            handle = os.pidfd_open(pid)
            signal.pidfd_send_signal(handle, signal.SIGTERM)
            select.select([handle], [], [], 20)
            os.close(handle)


def _remove_data(folder):
    # Mounts of containers that outlived the engine would make the removal fail; the log is kept.
    shutil.rmtree(folder / "data", ignore_errors=True)


@contextlib.contextmanager
def _own_bridge(folder):
    """Yields a private network bridge: on the default one, two engines would assign the same addresses."""
    # Named after the folder, so that the next run finds and removes one that a killed run left.
    digest = hashlib.sha256(str(folder).encode()).digest()
    name = f"slt{digest.hex()[:8]}"
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        with contextlib.suppress(OSError):
            _remove_bridge(control, name)
        try:
            fcntl.ioctl(control, SIOCBRADDBR, name.encode() + b"\0")
        except OSError as error:
            raise Unavailable(f"no network bridge can be made here ({error.strerror})") from error
        try:
            _fix_address(control, name, digest)
            yield name
        finally:
            _remove_bridge(control, name)


def _fix_address(control, name, digest):
    # A bridge without its own address has the lowest one of its ports, which changes whenever a container starts or
    # stops, and other containers send their responses to the old one until they resolve it again, a minute later.
    address = b"\x02" + digest[:5]
    request = name.encode().ljust(16, b"\0") + ARPHRD_ETHER.to_bytes(2, sys.byteorder) + address
    fcntl.ioctl(control, SIOCSIFHWADDR, request.ljust(40, b"\0"))


def _remove_bridge(control, name):
    # struct ifreq: a name of 16 bytes, then the flags. A bridge has to be down to be removed.
    request = name.encode().ljust(16, b"\0")
    flags = int.from_bytes(fcntl.ioctl(control, SIOCGIFFLAGS, request.ljust(40, b"\0"))[16:18], sys.byteorder)
    down = (flags & ~IFF_UP).to_bytes(2, sys.byteorder)
    fcntl.ioctl(control, SIOCSIFFLAGS, (request + down).ljust(40, b"\0"))
    fcntl.ioctl(control, SIOCBRDELBR, request)


class _EngineConnection(http.client.HTTPConnection):
    """An HTTP connection over the engine's socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=60)
        self._path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


def _request(path, method, target, body=None):
    connection = _EngineConnection(path)
    try:
        connection.request(method, target, body, {"Content-Type": "application/x-tar"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def answers(path):
    """Returns whether an engine responds at the socket."""
    try:
        return _request(path, "GET", "/_ping")[0] == 200
    except OSError:
        return False


def _import_base_image(path, busybox):
    target = f"/images/create?fromSrc=-&repo={BASE_REPOSITORY}&tag={BASE_TAG}"
    status, answer = _request(path, "POST", target, _base_image(busybox))
    if status != 200 or b'"error"' in answer:
        raise Unavailable(f"the base image cannot be imported: {answer.decode(errors='replace').strip()}")


def _base_image(busybox):
    """Returns a root file system for SAM's `provided` runtime: a shell, its tools, and empty mount points."""
    applets = subprocess.run([busybox, "--list"], check=True, capture_output=True, text=True).stdout.split()
    image = io.BytesIO()
    with tarfile.open(fileobj=image, mode="w") as tar:
        for folder in ["bin", "dev", "etc", "opt", "proc", "sys", "tmp", "var", "var/rapid", "var/runtime", "var/task"]:
            entry = tarfile.TarInfo(folder)
            entry.type, entry.mode = tarfile.DIRTYPE, 0o1777 if folder == "tmp" else 0o755
            tar.addfile(entry)
        program = tarfile.TarInfo("bin/busybox")
        program.mode, program.size = 0o755, os.path.getsize(busybox)
        with open(busybox, "rb") as content:
            tar.addfile(program, content)
        for applet in applets:
            if applet != "busybox":
                link = tarfile.TarInfo(f"bin/{applet}")
                link.type, link.linkname = tarfile.SYMTYPE, "busybox"
                tar.addfile(link)
    return image.getvalue()
