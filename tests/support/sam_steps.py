"""SAM CLI's own classes, one step at a time: what `sam local invoke` does with a layer, stopped where a test needs it.

usage: sam local invoke STEPS ARN CACHE     (from a copy named `sam`, where it has to be recognised as SAM)

STEPS is `read`: find or download the layer, print `looked`, wait for a line, pack it as for an image, and print
how many files were packed, or `gone`. Or `download`: print `ready`, wait for a line, print `made` when the layer's directory
exists and is still empty, wait for a line, download into it, and print `done`. Both print `waiting` when another process holds
the lock.
"""

import logging
import os
import pathlib
import sys
import tarfile

import boto3
from samcli.lib.providers.provider import LayerVersion
from samcli.lib.utils.tar import create_tarball
from samcli.local.layers.layer_downloader import LayerDownloader


def report(text):
    print(text, flush=True)


class Waiting(logging.Handler):
    def emit(self, record):
        if "Another process is downloading" in record.getMessage():
            report("waiting")


class Slow(LayerDownloader):
    def _fetch_layer_uri(self, layer):
        report("made" if os.path.isdir(layer.codeuri) else "missing")
        sys.stdin.readline()
        return super()._fetch_layer_uri(layer)


def main():
    steps, arn, cache = sys.argv[3:]
    log = logging.getLogger("samcli.local.layers.layer_downloader")
    log.setLevel(logging.INFO)
    log.addHandler(Waiting())
    kind = Slow if steps == "download" else LayerDownloader
    downloader = kind(cache, os.getcwd(), [], boto3.client("lambda"))
    if steps == "download":
        report("ready")
        sys.stdin.readline()
    layer = downloader.download(LayerVersion(arn, None))
    if steps == "download":
        report("done")
        return
    report("looked")
    sys.stdin.readline()
    try:
        # As `samcli/local/docker/lambda_image.py` packs it.
        with create_tarball({pathlib.Path(layer.codeuri): "layer"}, dereference=True) as packed:
            with tarfile.open(fileobj=packed) as tar:
                report(sum(entry.isfile() for entry in tar))
    except FileNotFoundError:
        report("gone")


main()
