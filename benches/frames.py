"""How long a key, and everything else, keeps the app busy: `frames.rs`, whose loop, state and drawing are the app's own."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def measure(_program, _target, scale, _rounds):
    # A quick try of the scripts needs no second build.
    profile = [] if scale == 1 else ["--profile", "dev"]
    print(flush=True)
    done = subprocess.run(["cargo", "bench", "--quiet", "--bench", "frames", "--locked", *profile], cwd=ROOT)
    return done.returncode == 0
