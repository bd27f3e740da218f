#!/usr/bin/env python3
"""Writes SAM CLI's tables from the SAM CLI that is installed beside this Python.

    sam_tables.py --write           writes assets/sam/tables.json and assets/sam/sources.json
    sam_tables.py --check           exits 1 and shows the differences if the files have another content
    sam_tables.py --changes OLD     lists the differences from tables.json and sources.json in the folder OLD

It needs the Python of the environment that `tests/run` creates from tests/requirements.txt; `--changes` works with any.
tables.json holds the data that samlayers interprets: the types, properties, globals, policy templates, APIs and runtimes
of SAM. sources.json holds digests of the Python files whose logic the Rust code repeats.
"""

import difflib
import hashlib
import inspect
import json
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "sam"
TABLES = "tables.json"
SOURCES = "sources.json"

# The Python files whose logic `src/sam` repeats. A developer has to read the changes in them.
FOLLOWED = {
    "samtranslator": [
        "intrinsics/actions.py",
        "model/__init__.py",
        "model/intrinsics.py",
        "model/resource_policies.py",
        "model/types.py",
        "open_api/base_editor.py",
        "plugins/api/default_definition_body_plugin.py",
        "plugins/api/implicit_api_plugin.py",
        "plugins/api/implicit_http_api_plugin.py",
        "plugins/api/implicit_rest_api_plugin.py",
        "plugins/application/serverless_app_plugin.py",
        "plugins/globals/globals_plugin.py",
        "plugins/globals/merge_strategy.py",
        "plugins/policies/policy_templates_plugin.py",
        "policy_template_processor/template.py",
        "sdk/resource.py",
        "sdk/template.py",
        "translator/translator.py",
        "validator/validator.py",
        "validator/value_validator.py",
    ],
    "samcli": [
        "commands/_utils/template.py",
        "lib/intrinsic_resolver/intrinsic_property_resolver.py",
        "lib/intrinsic_resolver/intrinsics_symbol_table.py",
        "lib/providers/provider.py",
        "lib/providers/sam_base_provider.py",
        "lib/providers/sam_function_provider.py",
        "lib/providers/sam_stack_provider.py",
        "lib/samlib/local_uri_plugin.py",
        "lib/samlib/resource_metadata_normalizer.py",
        "lib/samlib/wrapper.py",
        "lib/utils/architecture.py",
        "lib/utils/name_utils.py",
        "local/common/file_lock.py",
        "local/docker/lambda_image.py",
        "local/layers/layer_downloader.py",
        "yamlhelper.py",
    ],
}


class Unknown(Exception):
    """A part of SAM that the tables cannot represent: this script and the Rust code have to be extended."""


# ---------------------------------------------------------------- types and their properties


def kind(validator):
    """Returns the type that a validator of samtranslator/model/types.py requires."""
    if isinstance(validator, type):
        # A cast, such as `str(item)`, which accepts any value.
        return "any"
    factory = validator.__qualname__.split(".")[0]
    known = inspect.getclosurevars(validator).nonlocals
    if factory == "is_type":
        names = {str: "str", dict: "map", list: "list", bool: "bool", int: "int"}
        if known["valid_type"] in names:
            return names[known["valid_type"]]
    elif factory == "any_type":
        return "any"
    elif factory == "list_of":
        return {"list_of": kind(known["validate_item"])}
    elif factory == "dict_of":
        return {"map_of": [kind(known["validate_key"]), kind(known["validate_item"])]}
    elif factory == "one_of":
        kinds = []
        for each in map(kind, known["validators"]):
            if each not in kinds:
                kinds.append(each)
        return {"one_of": kinds} if len(kinds) > 1 else kinds[0]
    elif factory == "IS_STR_ENUM":
        return {"text": list(known["valid_values"])}
    elif factory == "PropertyType" and validator(None) is True:
        return "any"
    raise Unknown(f"the validator {validator.__qualname__} with {known}")


def types():
    from samtranslator.model import Resource, ResourceTypeResolver, sam_resources

    # If a class overrode one of these, its properties would be checked by other rules than those of `Resource`.
    shared = ["from_dict", "validate_properties", "__setattr__", "_validate_logical_id", "_validate_resource_dict"]
    found = {}
    for name, cls in ResourceTypeResolver(sam_resources).resource_types.items():
        for method in shared:
            if inspect.getattr_static(cls, method) is not inspect.getattr_static(Resource, method):
                raise Unknown(f"{cls.__name__} has its own {method}")
        if cls._keywords != Resource._keywords:
            raise Unknown(f"{cls.__name__} has its own keywords")
        properties = {}
        for key, rule in cls.property_types.items():
            properties[key] = {"is": kind(rule.validate)}
            if rule.required:
                properties[key]["required"] = True
            if rule.supports_intrinsics:
                properties[key]["function"] = True
        found[name] = {"properties": properties}
        if not cls.validate_setattr:
            found[name]["takes_others"] = True
    return found


# ---------------------------------------------------------------- globals, APIs, policies


def global_sections():
    from samtranslator.plugins.globals import globals as plugin
    from samtranslator.plugins.globals.merge_strategy import MergeOp

    prefix = plugin.Globals._RESOURCE_PREFIX
    sections = {}
    for resource_type, properties in plugin.Globals.supported_properties.items():
        if not resource_type.startswith(prefix):
            raise Unknown(f"globals of {resource_type}")
        sections[resource_type.removeprefix(prefix)] = {"properties": sorted(properties)}
    for path, rule in plugin.CUSTOM_STRATEGIES.items():
        if rule not in (MergeOp.REPLACE, MergeOp.PRUNE_AND_MERGE):
            raise Unknown(f"globals merged by {rule}")
        section, path = path.split(".", 1)
        sections[section].setdefault("merge", {})[path] = rule.value
    return sections


def implicit_apis():
    from samtranslator.translator import translator

    plugins = [translator.make_implicit_rest_api_plugin(), translator.make_implicit_http_api_plugin()]
    found = []
    for plugin in plugins:
        resource = plugin._generate_implicit_api_resource()
        properties = dict(resource["Properties"])
        # An empty definition, of which only the paths are read.
        if properties.pop("DefinitionBody")["paths"] != {} or properties.pop("__MANAGE_SWAGGER") is not True:
            raise Unknown(f"the implicit API {plugin.IMPLICIT_API_LOGICAL_ID} begins with a definition")
        found.append(
            {
                "event": plugin.API_EVENT_TYPE,
                "api_property": plugin.API_ID_EVENT_PROPERTY,
                "logical_id": plugin.IMPLICIT_API_LOGICAL_ID,
                "type": plugin.SERVERLESS_API_RESOURCE_TYPE,
                "properties": properties,
            }
        )
    return found


def policy_templates():
    from samtranslator.policy_template_processor.processor import PolicyTemplatesProcessor

    templates = PolicyTemplatesProcessor.get_default_policy_templates_json()["Templates"]
    return {name: sorted(template["Parameters"]) for name, template in templates.items()}


def plugin_order():
    from samtranslator.translator.translator import prepare_plugins

    return [plugin.name.rsplit(".", 1)[-1] for plugin in prepare_plugins([])._plugins]


# ---------------------------------------------------------------- the schema check

# SAM discards the findings of its schema check. But a key that is no text crashes the check where names are matched
# against a pattern.


class Schema:
    def __init__(self):
        from samtranslator.validator import sam_schema

        self.root = json.loads(sam_schema.SCHEMA_NEW_FILE.read_text(encoding="utf-8"))
        folder = sam_schema.SCHEMA_DIR / "definitions"
        self.others = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}
        self.sections = []
        self.properties = {}

    def read(self):
        for section, schema in self.root["properties"].items():
            if "patternProperties" not in schema:
                continue
            self.sections.append(section)
            for inner in schema["patternProperties"].values():
                self.walk(inner, None, (), ())
        return {
            "functions": functions_of_the_schema(),
            "sections": sorted(self.sections),
            "properties": {name: sorted(paths) for name, paths in self.properties.items()},
        }

    def walk(self, schema, document, path, seen, resource_type=None):
        if not isinstance(schema, dict):
            return
        if "$ref" in schema:
            # In draft 7, jsonschema ignores the keys beside a reference.
            if schema["$ref"] in seen:
                return
            name, fragment = schema["$ref"].split("#")
            document = self.others[name] if name else document
            target = document
            for part in fragment.strip("/").split("/"):
                target = target[part]
            self.walk(target, document, path, (*seen, schema["$ref"]), resource_type)
            return
        if "patternProperties" in schema:
            self.add(resource_type, path)
        condition = schema.get("if", {})
        named = condition.get("properties", {}).get("Type", {}).get("const")
        for key, inner in schema.items():
            if key in ("then", "else") and named:
                if key == "else":
                    raise Unknown("an `else` for a type in the schema")
                self.walk(inner, document, path, seen, named)
            elif key in ("allOf", "anyOf", "oneOf"):
                for each in inner:
                    self.walk(each, document, path, seen, resource_type)
            elif key in ("then", "else", "if", "not"):
                self.walk(inner, document, path, seen, resource_type)
            elif key == "properties":
                for name, each in inner.items():
                    self.walk(each, document, (*path, name), seen, resource_type)
            elif key in ("patternProperties", "additionalProperties", "items", "contains", "propertyNames"):
                inners = inner.values() if key == "patternProperties" else [inner]
                for each in inners:
                    self.walk(each, document, (*path, "*"), seen, resource_type)

    def add(self, resource_type, path):
        if resource_type is None or path[:1] != ("Properties",) or "*" in path or len(path) < 2:
            raise Unknown(f"the schema matches names of {resource_type} at {path}")
        found = self.properties.setdefault(resource_type, [])
        dotted = ".".join(path[1:])
        if dotted not in found:
            found.append(dotted)


def functions_of_the_schema():
    from samtranslator.validator import validator

    return sorted(validator.INTRINSIC_ATTR)


# ---------------------------------------------------------------- all tables


def tables():
    import samcli
    import samtranslator
    from samcli.lib.utils.architecture import SUPPORTED_RUNTIMES
    from samcli.local.docker.lambda_image import Runtime
    from samtranslator.model import Resource
    from samtranslator.open_api.base_editor import BaseEditor
    from samtranslator.plugins.policies.policy_templates_plugin import PolicyTemplatesForResourcePlugin
    from samtranslator.sdk.resource import SamResourceType

    runtimes = {each.value: sorted(SUPPORTED_RUNTIMES.get(each.value, [])) for each in Runtime}
    extra = set(SUPPORTED_RUNTIMES) - set(runtimes)
    if extra:
        raise Unknown(f"runtimes that have architectures and are not listed: {sorted(extra)}")
    return {
        "sam_cli": samcli.__version__,
        "translator": samtranslator.__version__,
        "globals": global_sections(),
        "implicit_apis": implicit_apis(),
        "open_api_version_3": BaseEditor._OPENAPI_VERSION_3_REGEX,
        "plugin_order": plugin_order(),
        "plugin_types": sorted(each.value for each in SamResourceType),
        "policy_templates": policy_templates(),
        "policy_types": sorted(PolicyTemplatesForResourcePlugin.SUPPORTED_RESOURCE_TYPE),
        "property_keywords": sorted(Resource._keywords),
        "runtimes": runtimes,
        "schema": Schema().read(),
        "types": types(),
    }


def sources():
    import importlib

    found = {}
    for package, files in FOLLOWED.items():
        folder = Path(importlib.import_module(package).__file__).parent
        for name in files:
            path = folder / name
            text = path.read_bytes() if path.is_file() else None
            found[f"{package}/{name}"] = digest(text) if text is not None else "missing"
    # The rest of this file is tables, which change with every release.
    from samtranslator.plugins.globals.globals import GlobalProperties

    text = inspect.getsource(GlobalProperties).encode()
    found["samtranslator/plugins/globals/globals.py class GlobalProperties"] = digest(text)
    return found


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def text_of(value, indent=0, width=118):
    """Returns JSON with sorted keys; from the third level on, a value that fits is on one line."""
    flat = json.dumps(value, ensure_ascii=True, sort_keys=True)
    if not isinstance(value, (dict, list)) or not value or (indent >= 2 and indent + len(flat) <= width):
        return flat
    inner = " " * (indent + 1)
    if isinstance(value, dict):
        items = [f"{json.dumps(key)}: {text_of(value[key], indent + 1)}" for key in sorted(value)]
        opening, closing = "{", "}"
    else:
        items = [text_of(each, indent + 1) for each in value]
        opening, closing = "[", "]"
    return f"{opening}\n{inner}" + f",\n{inner}".join(items) + f"\n{' ' * indent}{closing}"


def files():
    return {TABLES: text_of(tables()) + "\n", SOURCES: text_of(sources()) + "\n"}


# ---------------------------------------------------------------- changes


def flat(value, path=()):
    """Yields the leaves of the tables; each name of a list is a leaf, and each property."""
    if isinstance(value, dict) and "is" in value:
        rule = value["is"] if isinstance(value["is"], str) else json.dumps(value["is"])
        marks = "".join(f", {mark}" for mark in ("required", "function") if value.get(mark))
        yield path, rule + marks
    elif isinstance(value, dict):
        yield path, ""
        for key, each in value.items():
            yield from flat(each, (*path, key))
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        yield path, ""
        for each in value:
            yield (*path, each), ""
    elif isinstance(value, list):
        for at, each in enumerate(value):
            yield from flat(each, (*path, str(each.get("event", at)) if isinstance(each, dict) else str(at)))
    else:
        yield path, str(value)


def changes(before, after):
    """Returns one line for each entry that was added, removed or changed."""
    before, after = dict(flat(before)), dict(flat(after))
    lines = []

    def is_inside(path, others):
        return any(path[:length] in others for length in range(1, len(path)))

    added, removed = set(after) - set(before), set(before) - set(after)
    for sign, paths, known in (("+", added, after), ("-", removed, before)):
        for path in paths:
            if not is_inside(path, paths):
                inside = sum(1 for other in paths if other[: len(path)] == path) - 1
                what = known[path] or (f"{inside} entries" if inside else "")
                lines.append((path, f"{sign} {' > '.join(path)}" + (f": {what}" if what else "")))
    for path in set(before) & set(after):
        if before[path] != after[path]:
            lines.append((path, f"~ {' > '.join(path)}: {before[path]} -> {after[path]}"))
    return [line for _, line in sorted(lines)]


def show_changes(old):
    def load(folder, name):
        path = Path(folder) / name
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}

    print("Tables (+ new, - gone, ~ other):")
    for line in changes(load(old, TABLES), load(FOLDER, TABLES)) or ["no change"]:
        print(f"  {line}")
    print("Python files that src/sam follows by hand, to be read where they changed:")
    changed = [line for line in changes(load(old, SOURCES), load(FOLDER, SOURCES)) if line]
    for line in changed or ["no change"]:
        print(f"  {line}")


def main(arguments):
    if arguments[:1] == ["--changes"] and len(arguments) == 2:
        show_changes(arguments[1])
        return 0
    if arguments not in (["--write"], ["--check"]):
        print(__doc__.strip(), file=sys.stderr)
        return 2
    try:
        wanted = files()
    except (Unknown, ImportError, AttributeError, KeyError) as error:
        what = f"{type(error).__name__}: {error}"
        print(f"sam_tables.py does not know this SAM CLI; where it looks, there is something else: {what}", file=sys.stderr)
        return 1
    if arguments == ["--write"]:
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in wanted.items():
            (FOLDER / name).write_text(text, encoding="utf-8")
        return 0
    differences = []
    for name, text in wanted.items():
        path = FOLDER / name
        current = path.read_text(encoding="utf-8") if path.is_file() else ""
        label = f"assets/sam/{name}"
        differences += difflib.unified_diff(
            current.splitlines(), text.splitlines(), label, f"{label} as the installed SAM CLI has it", lineterm=""
        )
    print("\n".join(differences))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
