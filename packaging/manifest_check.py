"""Checks the Scoop and winget manifests against the fields and forms that their schemas require.

usage: manifest_check.py FOLDER
"""

import json
import pathlib
import sys

import jsonschema
import yaml

SHA256 = {"type": "string", "pattern": "^[0-9a-fA-F]{64}$"}
HTTPS = {"type": "string", "pattern": "^https://[^\\s]+$"}
VERSION = {"type": "string", "pattern": "^[0-9]+\\.[0-9]+\\.[0-9]+(-[0-9A-Za-z.-]+)?$"}


def required(**properties):
    return {"type": "object", "required": list(properties), "properties": properties}


ARCHITECTURE = required(url=HTTPS, hash=SHA256, extract_dir={"type": "string"})
SCOOP = required(
    version=VERSION,
    description={"type": "string", "minLength": 1},
    homepage=HTTPS,
    license={"type": "string"},
    architecture=required(**{"64bit": ARCHITECTURE, "arm64": ARCHITECTURE}),
    bin={"const": "samlayers.exe"},
    autoupdate=required(architecture={"type": "object"}),
)
IDENTIFIER = {"type": "string", "pattern": "^[^.\\s\\\\/:*?\"<>|]{1,32}(\\.[^.\\s\\\\/:*?\"<>|]{1,32}){1,7}$"}
COMMON = {"PackageIdentifier": IDENTIFIER, "PackageVersion": VERSION, "ManifestVersion": {"const": "1.9.0"}}
NESTED = required(RelativeFilePath={"type": "string", "maxLength": 512}, PortableCommandAlias={"type": "string"})
INSTALLER = required(
    Architecture={"enum": ["x64", "arm64", "x86"]},
    InstallerUrl=HTTPS,
    InstallerSha256=SHA256,
    NestedInstallerFiles={"type": "array", "minItems": 1, "items": NESTED},
)
WINGET = {
    "samlayers.yaml": required(**COMMON, DefaultLocale={"const": "en-US"}, ManifestType={"const": "version"}),
    "samlayers.locale.en-US.yaml": required(
        **COMMON,
        Publisher={"type": "string", "minLength": 2, "maxLength": 256},
        PackageName={"type": "string"},
        License={"type": "string"},
        ShortDescription={"type": "string", "minLength": 3, "maxLength": 256},
        Tags={"type": "array", "maxItems": 16, "uniqueItems": True, "items": {"type": "string", "maxLength": 40}},
        ManifestType={"const": "defaultLocale"},
    ),
    "samlayers.installer.yaml": required(
        **COMMON,
        InstallerType={"const": "zip"},
        NestedInstallerType={"const": "portable"},
        Installers={"type": "array", "minItems": 1, "items": INSTALLER},
        ManifestType={"const": "installer"},
    ),
}

folder = pathlib.Path(sys.argv[1])
jsonschema.validate(json.loads((folder / "scoop.json").read_text()), SCOOP)
for name, schema in WINGET.items():
    # A version such as 1.0 must stay a text: BaseLoader makes texts of everything.
    jsonschema.validate(yaml.load((folder / "winget" / name).read_text(), yaml.BaseLoader), schema)
