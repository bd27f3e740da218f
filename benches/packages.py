"""Layers of real packages, zipped as they are published, and one huge layer."""

import hashlib
import pathlib
import random
import shutil
import subprocess
import zipfile

# Which of the packages of requirements.txt are in which layer; versions and hashes are in requirements.lock.
PACKAGES = {
    "numpy": ["numpy"],
    "scipy": ["scipy"],
    "pandas": ["pandas"],
    "boto3": ["boto3", "botocore"],
}
LOCK = pathlib.Path(__file__).resolve().parent / "requirements.lock"
PLATFORMS = ["manylinux2014_x86_64", "manylinux_2_27_x86_64", "manylinux_2_28_x86_64"]

# A fixed time for folders and files gives the same zip each time.
TIME = (2020, 1, 1, 0, 0, 0)

MEGABYTE = 1_000_000


def layers(target, python):
    """Layer zips of the packages; downloaded and made once. Name to path."""
    return {name: _package(target / "bench-layers", python, name) for name in PACKAGES}


def huge(target, scale):
    """The zip of a layer of 1 GB: some huge files, many large ones and thousands of small ones. Made once."""
    path = target / "bench-layers" / f"huge-{scale}.zip"
    if not path.exists():
        print("making a layer of 1 GB", flush=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        chance = random.Random(1)
        sizes = [150 * MEGABYTE] * 2 + [2 * MEGABYTE] * 200 + [15_000] * 20_000
        with _zip(path) as archive:
            for number, size in enumerate(sizes):
                half = chance.randbytes(size // scale // 2)
                _add(archive, f"python/part{number // 100}/data_{number}.bin", half + bytes(len(half)), 1)
    return path


def arn(name, account="111111111111"):
    return f"arn:aws:lambda:us-east-1:{account}:layer:{name}:1"


def directory(name, account="111111111111"):
    """Its directory name in SAM's cache."""
    return f"{name}-1-{hashlib.sha256(arn(name, account).encode()).hexdigest()[:10]}"


def files(path):
    """The files of a zip: name to bytes."""
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: entry.file_size for entry in archive.infolist()}


def _package(folder, python, name):
    # Another lock makes other layers.
    path = folder / f"{name}-{hashlib.sha256(LOCK.read_bytes()).hexdigest()[:8]}.zip"
    if not path.exists():
        wheels = _wheels(folder / "wheels", python)
        with _zip(path) as archive:
            for wheel in sorted(wheel for package in PACKAGES[name] for wheel in wheels.glob(f"{package}-*.whl")):
                with zipfile.ZipFile(wheel) as opened:
                    for entry in opened.infolist():
                        if not entry.is_dir():
                            _add(archive, f"python/{entry.filename}", opened.read(entry), 6)
    return path


def _wheels(folder, python):
    """The folder of all wheels, downloaded once for each lock."""
    taken_from = folder / LOCK.name
    if not taken_from.exists() or taken_from.read_bytes() != LOCK.read_bytes():
        shutil.rmtree(folder, ignore_errors=True)
        platforms = [option for platform in PLATFORMS for option in ("--platform", platform)]
        subprocess.run(
            [python, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--python-version", "3.12",
             *platforms, "--dest", folder, "--require-hashes", "-r", LOCK],
            check=True,
        )
        shutil.copy(LOCK, taken_from)
    return folder


def _zip(path):
    """A zip that is complete or absent: it gets its name when it is closed."""
    partial = path.with_suffix(".partial")

    class Archive(zipfile.ZipFile):
        def __exit__(self, kind, *rest):
            super().__exit__(kind, *rest)
            if kind is None:
                partial.rename(path)

    return Archive(partial, "w")


def _add(archive, name, content, level):
    entry = zipfile.ZipInfo(name, TIME)
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content, zipfile.ZIP_DEFLATED, level)


def venv(environment, target):
    """The Python that has SAM CLI, or None."""
    python = pathlib.Path(environment.get("SAMLAYERS_VENV") or target / "venv") / "bin" / "python"
    return python if python.exists() else None
