"""What the packages are made from: packaging/project.toml and Cargo.toml."""

import pathlib
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLACEHOLDER = "example.invalid"

# The archives of a release. `cargo binstall` and the manifests derive the same names.
TARGETS = {
    "x86_64-unknown-linux-gnu": "tar.gz",
    "aarch64-unknown-linux-gnu": "tar.gz",
    "x86_64-unknown-linux-musl": "tar.gz",
    "aarch64-unknown-linux-musl": "tar.gz",
    "x86_64-apple-darwin": "tar.gz",
    "aarch64-apple-darwin": "tar.gz",
    "x86_64-pc-windows-msvc": "zip",
    "aarch64-pc-windows-msvc": "zip",
}


def cargo():
    """Returns the [package] table of Cargo.toml."""
    return tomllib.loads((ROOT / "Cargo.toml").read_text())["package"]


def project():
    """Returns packaging/project.toml."""
    return tomllib.loads((ROOT / "packaging" / "project.toml").read_text())


def base_name(target):
    """Returns the name of an archive without its suffix, which is also the folder inside it."""
    return f"samlayers-{cargo()['version']}-{target}"


def archive_name(target):
    return f"{base_name(target)}.{TARGETS[target]}"


def is_placeholder():
    values = project()
    return any(PLACEHOLDER in value for value in values.values())
