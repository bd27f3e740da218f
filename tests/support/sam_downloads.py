"""SAM CLI's own downloader requests one layer repeatedly, every tenth time a fresh copy (`force`, as with
`--force-image-build`), and checks the content each time.

usage: sam_downloads.py CACHE ARN STOP    (the expected content on standard input, as JSON: path -> text)

It runs until the file STOP exists. Prints, as JSON, how often the layer was complete and how
often it was absent when read, and how often a fresh copy of it was complete. Exits with 1 at the first
partial layer. Only one of these may run on a cache: a layer that a second SAM unpacks is partial for a while.
"""

import json
import os
import sys

import boto3
from samcli.lib.providers.provider import LayerVersion
from samcli.local.layers.layer_downloader import LayerDownloader


def content_of(directory):
    """Returns every file below an open directory, which stays readable when it is renamed."""
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
        # Only sometimes: otherwise it would hold its lock continuously, and no other process could lock the layer.
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
            missing, unexpected = expected.keys() - found.keys(), found.keys() - expected.keys()
            count = f"{len(found)} of {len(expected)} files"
            sys.exit(f"partial: {count}, missing {sorted(missing)[:3]}, unexpected {sorted(unexpected)[:3]}")
        seen["refreshed" if force else "whole"] += 1
    print(json.dumps(seen))


main()
