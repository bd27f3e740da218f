"""Reading templates, compared with SAM CLI's own provider classes on the same files in the same run."""

import json
import os
import pathlib
import random
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
COUNT = 1_000
AIM_RATIO = 50
AIM_MS = 50


def measure(program, target, scale, _rounds):
    count = max(10, COUNT // scale)
    folder = _corpus(target, count)
    venv = os.environ.get("SAMLAYERS_VENV") or str(target / "venv")
    python = pathlib.Path(venv) / "bin" / "python"
    if not python.exists():
        print("templates: skipped, no SAM CLI (SAMLAYERS_VENV, or the environment that tests/run makes)")
        return True
    # The bench is built with the profile of `program`.
    profile = [] if "debug" in program.parts else ["--release"]
    theirs = _theirs(python, folder)
    ours = _ours(profile, folder)
    print(f"{'':14} {'seconds':>9} {'a template':>12} {'slowest':>11}   {count:,} templates, {ours['functions']:,} functions")
    rows = [("SAM CLI", theirs["seconds"], None), ("samlayers", ours["seconds"], ours["slowest_ms"])]
    for name, seconds, slowest in rows:
        worst = f"{slowest:8.2f} ms" if slowest else ""
        print(f"{name:14} {seconds:9.3f} {seconds / count * 1000:9.3f} ms {worst:>11}")
    ratio = theirs["seconds"] / ours["seconds"]
    print(f"{ratio:.0f} times as fast (aim {AIM_RATIO}); slowest {ours['slowest_ms']:.2f} ms (aim {AIM_MS})\n")
    found = (ours["functions"], ours["layers"])
    same = found == (theirs["functions"], theirs["layers"])
    if not same:
        print(f"the answers differ: {found} functions and layers here, {theirs['functions'], theirs['layers']} there")
    return same and ratio >= AIM_RATIO and ours["slowest_ms"] <= AIM_MS


def _ours(profile, folder):
    command = ["cargo", "bench" if profile else "test", "-q", "--bench", "templates"]
    output = subprocess.run(
        command, cwd=ROOT, check=True, capture_output=True, text=True,
        env={**os.environ, "SAMLAYERS_BENCH_TEMPLATES": str(folder)},
    ).stdout
    return json.loads(output[output.index("{"):])


def _theirs(python, folder):
    questions = [{"path": str(path)} for path in sorted(folder.iterdir())]
    environment = {**os.environ, "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}
    output = subprocess.run(
        # SAM unchanged: its own files are read for every template, as for every `sam local invoke`.
        [python, ROOT / "tests" / "differential" / "sam_answers.py", "--as-slow-as-it-is"],
        input=json.dumps(questions), check=True, capture_output=True, text=True, env=environment,
    ).stdout
    output = json.loads(output)
    functions = [function for answer in output["answers"] for function in answer["functions"]]
    return {
        "seconds": output["seconds"],
        "functions": len(functions),
        "layers": sum(len(function["layers"]) for function in functions),
    }


def _corpus(target, count):
    """Typical templates, the same each time."""
    folder = target / "bench-templates" / str(count)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        path = folder / f"{number:04}.yaml"
        if not path.exists():
            path.write_text(template(random.Random(number)))
    return folder


def template(chance):
    lines = [
        "AWSTemplateFormatVersion: '2010-09-09'", "Transform: AWS::Serverless-2016-10-31",
        "Description: A service of some functions, its tables, queues and roles", "Parameters:",
        "  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}",
        "  Extension: {Type: String, Default: 'arn:aws:lambda:us-east-1:111111111111:layer:Extension:7'}",
        "Mappings:", "  Regions:", "    us-east-1: {Account: '222222222222'}", "    eu-west-1: {Account: '333333333333'}",
        "Conditions:", "  IsProd: !Equals [!Ref Stage, prod]", "Globals:", "  Function:", "    Runtime: python3.12",
        "    Timeout: 30", "    MemorySize: 256", "    Environment:", "      Variables:", "        STAGE: !Ref Stage",
        "    Layers:", "      - !Sub arn:${AWS::Partition}:lambda:${AWS::Region}:017000801446:layer:AWSLambdaPowertoolsPythonV3-python312-x86_64:7",
        "Resources:", "  Shared:", "    Type: AWS::Serverless::LayerVersion", "    Properties:",
        "      ContentUri: layers/shared", "      CompatibleRuntimes: [python3.12]",
    ]
    for number in range(chance.randint(1, 24)):
        lines += [
            f"  Function{number}:", "    Type: AWS::Serverless::Function", "    Properties:",
            f"      CodeUri: src/function{number}/", "      Handler: app.handler",
            f"      Description: !Sub 'does {number} in ${{Stage}}'",
        ]
        layers = chance.sample([
            "!Ref Shared", "!Ref Extension",
            "!Sub ['arn:aws:lambda:${AWS::Region}:${Account}:layer:common:3', {Account: !FindInMap [Regions, !Ref 'AWS::Region', Account]}]",
            "!If [IsProd, 'arn:aws:lambda:us-east-1:444444444444:layer:tracing:9', 'arn:aws:lambda:us-east-1:444444444444:layer:tracing:10']",
            "!Join [':', [arn, aws, lambda, !Ref 'AWS::Region', !Ref 'AWS::AccountId', layer, joined, '4']]",
        ], chance.randint(0, 4))
        if layers:
            lines += ["      Layers:"] + [f"        - {layer}" for layer in layers]
        lines += [
            "      Policies:", f"        - DynamoDBCrudPolicy: {{TableName: !Ref Table{number}}}",
            "        - Statement:", "            - {Effect: Allow, Action: ['s3:GetObject'], Resource: '*'}", "      Events:",
            f"        Api: {{Type: Api, Properties: {{Path: '/items/{number}', Method: {chance.choice(['get', 'post'])}}}}}",
            f"  Table{number}:", "    Type: AWS::DynamoDB::Table", "    Properties:", "      BillingMode: PAY_PER_REQUEST",
            "      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]",
            "      KeySchema: [{AttributeName: id, KeyType: HASH}]",
        ]
    lines += ["Outputs:", "  Url:", "    Value: !Sub 'https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod/'"]
    return "\n".join(lines) + "\n"
