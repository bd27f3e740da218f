"""The idle app: it uses no CPU, and changes elsewhere on the machine appear within a second."""

import io
import os
import pathlib
import re
import statistics
import subprocess
import tarfile
import tempfile

import terminal

SECONDS = 10
IDLE_GOAL = 1  # clock ticks (a hundredth of a second each): one redraw of the ages may happen in that time
CHANGE_GOAL = 1.0
IMAGE = "samcli/lambda-provided:al2023-x86_64-0123456789abcdef012345678"


def layer(cache, number):
    """A layer as SAM unpacks one."""
    content = cache / f"came-later-{number}-0123456789" / "python"
    content.mkdir(parents=True)
    (content / "handler.py").write_text("def handler(event, context):\n    return event\n", encoding="utf-8")


def docker(host, *arguments, data=b""):
    subprocess.run(["docker", *arguments], env=os.environ | {"DOCKER_HOST": host}, input=data, check=True, stdout=subprocess.DEVNULL)


def image(host):
    """An image with a name SAM would give one."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("opt/empty"))
    docker(host, "import", "-", IMAGE, data=archive.getvalue())


def report(what, value, unit, goal):
    print(f"  {what:<52} {value:7.2f} {unit}{'' if value <= goal else '  MISSED'}")
    return value <= goal


def measure(program, _target, _scale, rounds):
    host = os.environ.get("SAMLAYERS_TEST_DOCKER_HOST")
    where = "with an engine" if host else "without an engine (tests/run --exec benches/run alive has one)"
    print(f"\nthe idle app, {where}; no CPU, and changes within a second are the aims")
    reached = True
    with tempfile.TemporaryDirectory() as folder:
        cache = pathlib.Path(folder)
        layer(cache, 1)
        for what, arguments in {
            "the demo": ["--demo"],
            "a cache": ["--offline", *(["--docker-host", host] if host else ["--no-engine"]), "--layer-cache-basedir", folder],
        }.items():
            app = terminal.App(program, cache, arguments)
            try:
                app.seconds_until(terminal.WHOLE_FRAME)
                app.quiet(3)
                before = app.ticks()
                app.watch(SECONDS)
                reached &= report(f"{what}, {SECONDS} s: CPU", app.ticks() - before, "ticks", IDLE_GOAL)
                if what == "the demo":
                    continue
                times = []
                for number in range(2, 2 + min(rounds, 5)):
                    app.press("/")
                    app.press("\x1b")
                    app.quiet(1.5)
                    times.append(app.seconds_after(lambda: layer(cache, number), re.compile(rb"came-later")))
                reached &= report("a layer that SAM unpacks, until it is shown (median)", statistics.median(times), "s", CHANGE_GOAL)
                if host:
                    app.press("2")
                    app.quiet(1.5)
                    try:
                        took = app.seconds_after(lambda: image(host), re.compile(rb"0123456789"))
                    finally:
                        docker(host, "rmi", "--force", IMAGE)
                    reached &= report("an image that is built, until it is shown", took, "s", CHANGE_GOAL)
            finally:
                app.end()
    return reached
