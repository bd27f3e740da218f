"""Unpacks zips with the function of SAM CLI that unpacks layers: FOLDER/N.zip into FOLDER/sam/N.

Prints what SAM refused, as {number: message}.
"""

import json
import logging
import os
import sys

logging.disable(logging.CRITICAL)

from samcli.local.lambdafn.zip import unzip  # noqa: E402

folder, count = sys.argv[1], int(sys.argv[2])
refused = {}
for number in range(count):
    into = os.path.join(folder, "sam", str(number))
    os.makedirs(into)
    try:
        unzip(os.path.join(folder, f"{number}.zip"), into, permission=0o700)
    except ValueError as error:
        refused[number] = str(error)
json.dump(refused, sys.stdout)
