"""SAM CLI's own downloader asks for one layer over and over, every tenth time for a fresh copy (`force`, as with
`--force-image-build`), and looks at what it was given each time.

usage: sam_downloads.py CACHE ARN STOP    (the expected content on standard input, as JSON: path -> text)

It goes on until the file STOP is there. Prints, as JSON, how often the layer was whole and how
often it was gone when looked at, and how often a fresh copy of it was whole. Ends with 1 at the first sight
of a layer that is half there. Only one of these may run on a cache: what a second SAM unpacks is half there for a while.
"""

import json
import os
import sys

import boto3
from samcli.lib.providers.provider import LayerVersion
from samcli.local.layers.layer_downloader import LayerDownloader


def content_of(directory):
    """Every file below an open directory. What is renamed meanwhile stays in view: only its own change can show."""
    found = {}
    for root, _, files, folder in os.fwalk(".", dir_fd=directory):
        for name in files:
            with open(os.open(name, os.O_RDONLY, dir_fd=folder), encoding="utf-8") as file:
                found[os.path.normpath(os.path.join(root, name))] = file.read()
    return found


def main():
    cache, arn, end = sys.argv[1:]
    expected = json.load(sys.stdin)
    downloader = LayerDownloader(cache, os.getcwd(), [], boto3.client("lambda"))
    seen = {"whole": 0, "gone": 0, "refreshed": 0}
    count = 0
    while not os.path.exists(end):
        # Not each time: it would hold its lock all the while, and nobody else would ever get at the layer.
        force, count = count % 10 == 9, count + 1
        layer = downloader.download(LayerVersion(arn, None), force=force)
        try:
            directory = os.open(layer.codeuri, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            seen["gone"] += 1
            continue
        try:
            found = content_of(directory)
        finally:
            os.close(directory)
        if found != expected:
            missing, strange = expected.keys() - found.keys(), found.keys() - expected.keys()
            count = f"{len(found)} of {len(expected)} files"
            sys.exit(f"half there: {count}, missing {sorted(missing)[:3]}, strange {sorted(strange)[:3]}")
        seen["refreshed" if force else "whole"] += 1
    print(json.dumps(seen))


main()
