"""Refreshing a layer with all checks, against SAM's own download of the same layer from the same local server."""

import os
import pathlib
import shutil
import statistics
import subprocess

import packages
from process import let_end, seconds
from sam import Sam

AIM = 1.0

# What a refresh replaces stays in the trash until the end.
MOST_ROUNDS = 7


def measure(program, target, scale, rounds):
    python = packages.venv(os.environ, target)
    if python is None:
        print("refresh: skipped, no SAM CLI (SAMLAYERS_VENV, or the environment that tests/run makes)")
        return True
    layers = packages.layers(target, python)
    reached = True
    print(f"\n{'':8}{'files':>6}{'zip MB':>8}{'samlayers':>12}{'SAM download':>15}   samlayers is")
    with Server(layers) as server, Sam(python, server.environment) as sam:
        for name, layer in layers.items():
            times = _in_turns(program, server, sam, target, name, max(3, min(rounds, MOST_ROUNDS) // scale))
            ours, theirs = statistics.median(times["ours"]), statistics.median(times["sam"])
            print(
                f"{name:8}{len(packages.files(layer)):6,}{layer.stat().st_size / 1e6:8.0f}{ours * 1000:9.0f} ms{theirs * 1000:12.0f} ms"
                f"   {ours / theirs:.2f} × SAM's time"
            )
            reached &= ours / theirs <= AIM
    print(
        f"\nmedians; less than SAM's time is the aim. samlayers: the whole program, with CodeSha256, CRCs, a baseline and one sync;\n"
        "SAM: its download alone, without the seconds its Python needs to start, and without any check or sync"
    )
    return reached


def _in_turns(program, server, sam, target, name, rounds):
    """Both start with the layer in their cache, as in a refresh; all writes are synced before the next one begins."""
    times = {"ours": [], "sam": []}
    caches = {tool: target / "bench-refresh" / f"{tool}-{name}" for tool in times}
    for cache in caches.values():
        shutil.rmtree(cache, ignore_errors=True)
        (cache / packages.directory(name)).mkdir(parents=True, mode=0o700)
    ways = {
        "ours": lambda: refresh(program, server, caches["ours"], name),
        "sam": lambda: sam.seconds(download=packages.arn(name), cache=caches["sam"]),
    }
    order = list(ways)
    for number in range(rounds + 1):
        for tool in order:
            subprocess.run(["sync", "-f", target], check=True)
            taken = ways[tool]()
            # The first round only fills the caches.
            if number > 0:
                times[tool].append(taken)
        order.append(order.pop(0))
    files = packages.files(server.layers[name])
    for tool, cache in caches.items():
        layer = cache / packages.directory(name)
        found = {str(path.relative_to(layer)): path.stat().st_size for path in layer.rglob("*") if path.is_file()}
        if found != files:
            raise SystemExit(f"{tool} put {len(found):,} files of {len(files):,} into the cache")
        shutil.rmtree(cache)
    return times


def refresh(program, server, cache, name, run=seconds):
    """`samlayers refresh` of a layer that a template names."""
    template = cache.parent / f"{name}.yaml"
    template.write_text(
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n"
        f"    Properties: {{CodeUri: ., Handler: a.b, Runtime: python3.12, Layers: ['{packages.arn(name)}']}}\n"
    )
    command = [
        program, "refresh", packages.directory(name), "--yes", "--no-engine", "--allow-over-quota", "-t", template,
        "--layer-cache-basedir", cache,
    ]
    return run(command, more=server.environment)


class Server:
    """The layers, served by a process of its own."""

    def __init__(self, layers):
        self.layers = layers
        given = [f"{name}={path}" for name, path in layers.items()]
        script = pathlib.Path(__file__).with_name("layer_server.py")
        self._process = subprocess.Popen(
            ["python3", script, *given], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self.environment = {
            "AWS_ENDPOINT_URL": self._process.stdout.readline().strip(),
            "AWS_ACCESS_KEY_ID": "111111111111",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        let_end(self._process)
