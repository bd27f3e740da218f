"""How many processor seconds a first `cargo build --release --locked` takes, beside that of another checkout.

    benches/run build                       this source
    benches/run build --checkout FOLDER     beside the source in that folder

Only runs when it is named: both are built from nothing, which takes minutes. Processor seconds depend less on what else
the machine does than minutes, but only those of one run can be compared.
"""

import os
import pathlib
import resource
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
AIM_RATIO = 0.75
AIM_BYTES = 18_000_000


def measure(_program, target, _scale, _rounds, checkout=None):
    print(f"\n{'cargo build --release':24}{'processor':>12}{'bytes':>14}")
    own, size = _build(ROOT, target / "bench-build" / "own", "this source")
    if checkout is None:
        return size <= AIM_BYTES
    other, _ = _build(checkout, target / "bench-build" / "other", "the other source")
    print(f"{own / other:.2f} × the processor seconds of the other; at most {AIM_RATIO} × is the aim\n")
    return size <= AIM_BYTES and own <= other * AIM_RATIO


def _build(source, folder, name):
    shutil.rmtree(folder, ignore_errors=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        ["cargo", "build", "--release", "--locked", "--quiet"],
        cwd=source, env={**os.environ, "CARGO_TARGET_DIR": str(folder)}, check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = (folder / "release" / "samlayers").stat().st_size
    shutil.rmtree(folder)
    print(f"{name:24}{taken:10,.0f} s{size:14,}")
    return taken, size
