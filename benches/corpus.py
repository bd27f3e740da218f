"""Layer caches for benchmarks: the same files each time, shaped like Python layers, with sizes but without content."""

import concurrent.futures
import hashlib
import os
import random
import shutil

FILES_PER_FOLDER = 25


def cache(target, layers, files):
    """A cache of `layers` layers with `files` files in all; made once, then reused. Returns its path and its bytes."""
    folder = target / "bench-caches" / f"{layers}-layers-{files}-files"
    stamp = folder.with_suffix(".bytes")
    if not stamp.exists():
        print(f"making a cache of {layers:,} layers and {files:,} files", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        folder.chmod(0o700)
        jobs = [(folder, number, files // layers) for number in range(layers)]
        with concurrent.futures.ProcessPoolExecutor() as pool:
            total = sum(pool.map(_layer, jobs, chunksize=max(1, layers // 64)))
        stamp.write_text(str(total))
    return folder, int(stamp.read_text())


def _layer(job):
    folder, number, files = job
    name, version = f"bench-layer-{number:05}", number % 9 + 1
    arn = f"arn:aws:lambda:us-east-1:111111111111:layer:{name}:{version}"
    layer = folder / f"{name}-{version}-{hashlib.sha256(arn.encode()).hexdigest()[:10]}"
    layer.mkdir(mode=0o700)
    chance = random.Random(number)
    total = 0
    for file in range(files):
        if file % FILES_PER_FOLDER == 0:
            package = layer / "python" / f"package{file // (FILES_PER_FOLDER * 8)}" / f"part{file // FILES_PER_FOLDER % 8}"
            package.mkdir(parents=True, exist_ok=True)
        # Most files of a layer are small, a few are not. A sparse file takes no time to write and still has a size.
        size = int(chance.paretovariate(0.9) * 300) % 5_000_000
        descriptor = os.open(package / f"module_{file}.py", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o700)
        os.ftruncate(descriptor, size)
        os.close(descriptor)
        total += size
    return total
