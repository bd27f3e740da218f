"""Answers templates with SAM CLI's own classes: JSON questions in, JSON answers out.

A question is {"path", "overrides", "region", "account", "language_extensions"}; an answer is
{"error": class name or null, "functions": [...]}. Nothing is downloaded, built or asked of AWS: the account is what SAM
CLI adds for the caller when its STS is one of ours. Beside the answers stands the PyYAML they were given with.
"""

import json
import logging
import os
import sys
import time
import types
import warnings

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)

import yaml  # noqa: E402
from samcli.commands.local.cli_common import invoke_context  # noqa: E402
from samcli.commands.local.lib.local_lambda import LocalLambdaRunner  # noqa: E402
from samcli.lib.providers.sam_function_provider import SamFunctionProvider  # noqa: E402
from samcli.lib.providers.sam_stack_provider import SamLocalStackProvider  # noqa: E402
from samcli.local.docker import lambda_image  # noqa: E402
from samcli.local.docker.lambda_container import LambdaContainer  # noqa: E402
from samtranslator.policy_template_processor.processor import PolicyTemplatesProcessor  # noqa: E402
from samtranslator.validator.validator import SamTemplateValidator  # noqa: E402


class NoLock:
    """Nothing is built here, so nothing has to be locked."""

    def __init__(self, *_args):
        pass

    def acquire_lock(self):
        return True

    def release_lock(self, **_kwargs):
        pass


class Downloader:
    """Treats every layer as downloaded, once it has a name."""

    layer_cache = "."

    @staticmethod
    def download_all(layers, _force):
        for layer in layers:
            _ = layer.name
        return layers


class CallerOf:
    """STS for a caller with an account, or for one whose credentials do not work."""

    def __init__(self, account):
        self.account = account

    def get_caller_identity(self):
        if not self.account:
            raise ConnectionError("no credentials")
        return {"Account": self.account}


lambda_image.FileLock = NoLock
lambda_image.cleanup_stale_locks = lambda *_args: None
lambda_image.LambdaImage._build_image = lambda *_args, **_kwargs: None
lambda_image.LambdaImage._remove_rapid_images = lambda *_args, **_kwargs: None
lambda_image.StreamWriter = lambda *_args: types.SimpleNamespace(write_str=lambda _text: None, flush=lambda: None)


if "--as-slow-as-it-is" not in sys.argv:
    # Reading and checking the files of its own library for every stack takes SAM most of its time.
    read_policies = PolicyTemplatesProcessor.get_default_policy_templates_json()
    PolicyTemplatesProcessor.get_default_policy_templates_json = staticmethod(lambda: read_policies)
    PolicyTemplatesProcessor._is_valid_templates_dict = staticmethod(lambda *_args: True)
    validator = SamTemplateValidator()
    SamTemplateValidator.validate = staticmethod(lambda template: validator.get_errors(template))


def values_for_all_stacks(question):
    """What SAM's own command gives every stack: the region, and the account that STS tells."""
    context = invoke_context.InvokeContext.__new__(invoke_context.InvokeContext)
    context._aws_region = context._aws_profile = None
    context._global_parameter_overrides = {"AWS::Region": question["region"]} if question.get("region") else None
    client = CallerOf(question.get("account"))
    invoke_context.get_boto_client_provider_with_config = lambda **_config: lambda _service: client
    context._add_account_id_to_global()
    return context._global_parameter_overrides


def name_of(layer):
    try:
        return layer.name
    except Exception:
        return None


def layer_of(layer):
    """A layer that is not an ARN has no name; a layer of the template has no ARN."""
    name, local = name_of(layer), bool(layer.is_defined_within_template)
    return {"arn": None if local or name is None else str(layer.arn), "name": name, "local": local}


def invoke_image(provider, function):
    """The image SAM would run, or the class of the exception raised before."""
    engine = types.SimpleNamespace(images=types.SimpleNamespace(get=lambda _name: None))
    images = lambda_image.LambdaImage(Downloader, True, False, docker_client=engine)
    runner = LocalLambdaRunner(None, provider, ".", ".")
    try:
        # SAM asks for a tenant where the configuration is a map that is not empty, and refuses one anywhere else.
        has_tenants = function.tenancy_config and isinstance(function.tenancy_config, dict)
        found = runner.get_function(function.full_path, "tenant" if has_tenants else None)
        architecture = found.architecture
        # The container rejects a runtime before it requests an image, and needs nothing else until then.
        if not lambda_image.Runtime.has_value(found.runtime) and found.packagetype != "Image":
            raise ValueError("runtime")
        return LambdaContainer._get_image(
            images, found.runtime, found.packagetype, found.imageuri, found.layers, architecture, found.full_path
        )
    except Exception:
        return None


def answer(question):
    # SAM runs in the folder of the template.
    os.chdir(os.path.dirname(question["path"]))
    try:
        stacks, _ = SamLocalStackProvider.get_stacks(
            question["path"],
            parameter_overrides=question.get("overrides") or {},
            global_parameter_overrides=values_for_all_stacks(question),
            language_extensions_enabled=bool(question.get("language_extensions")),
        )
        provider = SamFunctionProvider(stacks)
    except Exception as error:  # The class is the answer, whatever it is.
        return {"error": type(error).__name__, "functions": [], "detail": str(error)[:300]}
    functions = []
    for path, function in provider.functions.items():
        image = invoke_image(provider, function)
        functions.append(
            {
                "full_path": path,
                "logical_id": str(function.name),
                # SAM cannot run any other type, and we report it as Zip.
                "package_type": "Image" if function.packagetype == "Image" else "Zip",
                "runtime": function.runtime if isinstance(function.runtime, str) else None,
                "layers": [layer_of(layer) for layer in function.layers],
                "image": image if function.layers and function.packagetype == "Zip" else None,
                "invoke_image": image,
            }
        )
    return {"error": None, "functions": functions}


def main():
    questions = json.load(sys.stdin)
    started = time.monotonic()
    answers = [answer(question) for question in questions]
    told = {"answers": answers, "seconds": time.monotonic() - started, "pyyaml": yaml.__version__}
    json.dump(told, sys.stdout)


main()
