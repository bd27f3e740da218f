"""Packing folders of real packages, compared with Info-ZIP's zip and SAM CLI's own zip on the same files in the same round."""

import os
import shutil
import statistics
import subprocess
import time
import zipfile

import packages

AIM_ZIP = 1.0
AIM_SAM = 2.0
MOST_ROUNDS = 7

SAM_ZIP = """
import sys, time
from samcli.lib.package.utils import make_zip_with_lambda_permissions
begin = time.perf_counter()
path = make_zip_with_lambda_permissions(sys.argv[1], sys.argv[2])
print(time.perf_counter() - begin, path)
"""


def measure(program, target, scale, rounds):
    python = packages.venv(os.environ, target)
    if python is None:
        print("pack: skipped, no SAM CLI (SAMLAYERS_VENV, or the environment that tests/run makes)")
        return True
    if shutil.which("zip") is None:
        print("pack: skipped, no zip")
        return True
    place = target / "bench-packed"
    shutil.rmtree(place, ignore_errors=True)
    reached = True
    print(f"\n{'':8}{'files':>6}{'MB':>6}{'samlayers':>12}{'zip -r -X':>12}{'SAM zip':>12}{'zip -r -X':>14}{'SAM zip':>10}   samlayers is")
    for name, layer in packages.layers(target, python).items():
        folder = place / name
        with zipfile.ZipFile(layer) as archive:
            archive.extractall(folder)
        ours, zips = place / f"{name}.zip", place / f"{name}-zip.zip"
        ways = {
            "ours": lambda: _seconds([program, "pack", folder, "-o", ours, "--overwrite"], folder, ours),
            "zip": lambda: _seconds(["zip", "-q", "-r", "-X", zips, "."], folder, zips),
            "sam": lambda: _sam(python, place / f"{name}-sam", folder),
        }
        times, sizes = _in_turns(ways, max(3, min(rounds, MOST_ROUNDS) // scale))
        medians = {way: statistics.median(taken) for way, taken in times.items()}
        to_zip, to_sam = medians["ours"] / medians["zip"], medians["sam"] / medians["ours"]
        smaller = {way: sizes["ours"] / sizes[way] for way in ("zip", "sam")}
        files = packages.files(layer)
        print(
            f"{name:8}{len(files):6,}{sum(files.values()) / 1e6:6.0f}" + "".join(f"{taken * 1000:9.0f} ms" for taken in medians.values())
            + f"{smaller['zip']:12.3f} ×{smaller['sam']:8.3f} ×   {to_zip:.2f} × zip's time, {to_sam:.1f} × as fast as SAM"
        )
        reached &= to_zip <= AIM_ZIP and to_sam >= AIM_SAM and smaller["zip"] <= 1
    shutil.rmtree(place)
    print(
        "\nmedians, the writes synced; the last two columns of figures are the size of samlayers' zip beside the others'. The aim is at\n"
        f"most {AIM_ZIP:.0f} × zip's time with a zip that is no larger, and {AIM_SAM:.0f} × as fast as SAM's own zip"
    )
    return reached


def _in_turns(ways, rounds):
    """Every tool once a round, each round beginning with another; the first round only fills the caches."""
    times, sizes = {way: [] for way in ways}, {}
    order = list(ways)
    for number in range(rounds + 1):
        for way in order:
            taken, size = ways[way]()
            sizes[way] = size
            if number > 0:
                times[way].append(taken)
        order.append(order.pop(0))
    return times, sizes


def _seconds(command, folder, output):
    output.unlink(missing_ok=True)
    begin = time.perf_counter()
    subprocess.run([str(part) for part in command], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["sync", output], check=True)
    return time.perf_counter() - begin, output.stat().st_size


def _sam(python, output, folder):
    """SAM's own function; importing SAM does not count."""
    command = [python, "-c", SAM_ZIP, output, folder]
    printed = subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, path = printed.split(maxsplit=1)
    begin = time.perf_counter()
    subprocess.run(["sync", path.strip()], check=True)
    return float(seconds) + time.perf_counter() - begin, os.stat(path.strip()).st_size
