"""How long keys and other events keep the app busy: runs `frames.rs`, which uses the loop, state and drawing of the app."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent


def measure(_program, _target, scale, _rounds):
    # A quick test of the scripts needs no second build.
    profile = [] if scale == 1 else ["--profile", "dev"]
    print(flush=True)
    done = subprocess.run(["cargo", "bench", "--quiet", "--bench", "frames", "--locked", *profile], cwd=ROOT)
    return done.returncode == 0
