"""SAM CLI in a process that keeps running, so that only its work is measured."""

import json
import os
import pathlib
import subprocess
import tempfile

from process import let_end


class Sam:
    def __init__(self, python, environment):
        self._home = tempfile.TemporaryDirectory()
        script = pathlib.Path(__file__).with_name("sam_at_work.py")
        self._log = open(pathlib.Path(self._home.name) / "sam.log", "w+", encoding="utf-8")
        self._process = subprocess.Popen(
            [python, script], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._log, cwd=self._home.name,
            env={"PATH": os.environ["PATH"], "HOME": self._home.name, "AWS_EC2_METADATA_DISABLED": "true", **environment},
        )

    def seconds(self, **task):
        self._process.stdin.write(json.dumps({name: str(value) for name, value in task.items()}) + "\n")
        self._process.stdin.flush()
        if answer := self._process.stdout.readline():
            return float(answer)
        self._log.seek(0)
        raise SystemExit(f"SAM CLI ended: {self._log.read()[-2000:]}")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        let_end(self._process)
        self._log.close()
        self._home.cleanup()
