"""Makes the images that `sam build --use-container` builds `provided.al2023` in, from the programs of this machine.

    build_image.py REPOSITORY TAG...

The images of AWS cannot be pulled everywhere. All that SAM CLI needs of one is `lambda-builders`, and that needs Python,
make and, for native code, a compiler. They are taken with their libraries from this machine, into one image with several
tags in the engine that DOCKER_HOST names. Prints `skipped: REASON` where a program is missing.
"""

import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile

import aws_lambda_builders
import docker

LAUNCHER = """#!{python}
import sys
sys.path.insert(0, "/builders")
from aws_lambda_builders.__main__ import main
main()
"""


class Image:
    """The root file system, with each path once."""

    def __init__(self):
        self.content, self.seen = io.BytesIO(), set()
        self.tar = tarfile.open(fileobj=self.content, mode="w")

    def file(self, path, content, mode=0o755):
        entry = tarfile.TarInfo(str(path).lstrip("/"))
        entry.size, entry.mode = len(content), mode
        self.tar.addfile(entry, io.BytesIO(content))

    def folder(self, path, mode=0o755):
        entry = tarfile.TarInfo(path)
        entry.type, entry.mode = tarfile.DIRTYPE, mode
        self.tar.addfile(entry)

    def link(self, path, target):
        entry = tarfile.TarInfo(path)
        entry.type, entry.linkname = tarfile.SYMTYPE, target
        self.tar.addfile(entry)

    def program(self, path):
        """A program or library of this machine, and the libraries that it needs, under the same paths."""
        path = str(path)
        if path in self.seen:
            return
        self.seen.add(path)
        self.file(path, pathlib.Path(path).read_bytes())
        needed = subprocess.run(["ldd", path], capture_output=True, text=True, check=False).stdout
        for library in re.findall(r"(?:=> )?(/\S+) \(0x", needed):
            self.program(library)

    def tree(self, folder, into, leave_out):
        for path in sorted(pathlib.Path(folder).rglob("*")):
            below = path.relative_to(folder)
            if path.is_file() and not leave_out.intersection(below.parts):
                if path.suffix == ".so" or ".so." in path.name:
                    self.program(path)
                else:
                    self.file(f"{into}/{below}", path.read_bytes())


def found(name):
    path = shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if not path:
        print(f"skipped: {name} is not installed")
        sys.exit(0)
    return path


def compiler(image, name, own):
    """A compiler and the programs that it starts."""
    image.program(found(name))
    for part in (own, "collect2", "lto-wrapper", "liblto_plugin.so", "as", "ld"):
        option = "-print-file-name=" if part.endswith(".so") else "-print-prog-name="
        path = subprocess.run([name, option + part], capture_output=True, text=True, check=True).stdout.strip()
        path = path if os.path.isabs(path) else shutil.which(path)
        if path and os.path.isfile(path):
            image.program(os.path.normpath(path))


def root():
    image = Image()
    for folder in ("dev", "etc", "proc", "sys"):
        image.folder(folder)
    image.folder("tmp", 0o1777)
    busybox = found("busybox")
    image.file("/bin/busybox", pathlib.Path(busybox).read_bytes())
    for applet in ("sh", "cp", "mkdir", "rm", "ls", "cat", "env", "uname"):
        image.link(f"bin/{applet}", "busybox")
    image.program(found("make"))
    # Included by every compilation; the code of the tests needs no other header.
    image.file("/usr/include/stdc-predef.h", b"", 0o644)
    compiler(image, "gcc", "cc1")
    compiler(image, "g++", "cc1plus")
    python, stdlib = os.path.realpath(sys.executable), sysconfig.get_path("stdlib")
    image.program(python)
    image.tree(stdlib, stdlib, {"test", "tests", "idlelib", "ensurepip", "site-packages", "dist-packages", "__pycache__"})
    builders = pathlib.Path(aws_lambda_builders.__file__).parent
    image.tree(builders, "/builders/aws_lambda_builders", {"__pycache__"})
    image.file("/usr/local/bin/lambda-builders", LAUNCHER.format(python=python).encode())
    image.tar.close()
    return image.content.getvalue()


def main():
    repository, tags = sys.argv[1], sys.argv[2:]
    client = docker.from_env(timeout=300)
    client.api.import_image_from_data(root(), repository=repository, tag=tags[0])
    image = client.images.get(f"{repository}:{tags[0]}")
    for tag in tags[1:]:
        image.tag(repository, tag)
    print(f"made: {image.id}")


if __name__ == "__main__":
    main()
