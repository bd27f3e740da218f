"""Runs SAM CLI's own code on one task after the other and prints how long each took, without the time to start.

One JSON object a line comes in: {"unzip": ZIP, "into": FOLDER}, or {"download": ARN, "cache": FOLDER}. One number a line, the
seconds, goes out. Run by the Python that has SAM CLI.
"""

import json
import os
import sys
import time

answers = os.fdopen(os.dup(1), "w")
# SAM draws progress bars on standard output.
os.dup2(2, 1)

import boto3  # noqa: E402
from samcli.lib.providers.provider import LayerVersion  # noqa: E402
from samcli.local.lambdafn.zip import unzip  # noqa: E402
from samcli.local.layers.layer_downloader import LayerDownloader  # noqa: E402


def main():
    client = boto3.client("lambda") if "AWS_ENDPOINT_URL" in os.environ else None
    for line in sys.stdin:
        task = json.loads(line)
        begin = time.perf_counter()
        if "unzip" in task:
            unzip(task["unzip"], task["into"], permission=0o700)
        else:
            layer = LayerVersion(task["download"], None)
            LayerDownloader(task["cache"], os.getcwd(), [], client).download(layer, force=True)
        print(time.perf_counter() - begin, file=answers, flush=True)


main()
