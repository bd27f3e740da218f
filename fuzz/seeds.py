#!/usr/bin/env python3
"""Writes the initial corpus of fuzzing into fuzz/corpus: the templates and names that the tests compare with SAM CLI."""

import hashlib
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent
CASES = ROOT.parent / "tests" / "differential" / "cases"
ARN = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1"
SMALL = {
    "names": [ARN, "myLayer-1-926eeb5ff1", "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd",
              "public.ecr.aws/lambda/python:3.12-rapid-x86_64", "lambci/lambda:python3.7"],
    "locks": ["completed\n1700000000.5\n", "in_progress\n1", "42\n1700000000.5"],
    "samconfig": ["version = 0.1\n[default.global.parameters]\nregion = \"eu-west-1\"\n",
                  "version: 0.1\ndefault: {local_invoke: {parameters: {parameter_overrides: {A: 1}}}}\n"],
    "overrides": ["A=1 B='x y'", "ParameterKey=A,ParameterValue=1", '{"A": "1"}', "file://x.yaml"],
}


def write(target, text):
    folder = ROOT / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha256(text.encode()).hexdigest()[:16]).write_text(text)


for target, texts in SMALL.items():
    for text in texts:
        write(target, text)
for path in CASES.glob("*.txt"):
    for case in path.read_text().split("##### ")[1:]:
        text = "".join(line for line in case.splitlines(True)[1:] if not line.startswith("#:"))
        write("extensions" if path.stem == "extensions" else "template", text)
