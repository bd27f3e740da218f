//! Random templates from the names in SAM's tables: types, properties, globals, policy templates and events, valid and
//! invalid, and unknown ones, as a later release may add.

use std::fmt::Write as _;
use std::sync::LazyLock;

use serde_json::Value;

use crate::cases::{Case, TEMPLATE};
use crate::random::RandomSource;

static TABLES: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../assets/sam/tables.json")).unwrap());

fn names(table: &Value) -> Vec<&str> {
    match table {
        Value::Object(map) => map.keys().map(String::as_str).collect(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Returns a template of some resources, each with some properties.
pub fn template(seed: u64) -> Case {
    let mut random = RandomSource::new(seed ^ 0x7ab1e);
    let mut text = String::new();
    if random.below(3) == 0 {
        let _ = writeln!(text, "Globals: {}", globals(&mut random));
    }
    text.push_str("Parameters: {P: {Type: String, Default: p}}\nConditions: {C: !Equals [a, a]}\nResources:\n");
    for at in 0..=random.below(3) {
        let _ = writeln!(text, "  {}", resource(&mut random, &format!("R{at}")));
    }
    // One valid function, which has to be missing if SAM refuses another resource.
    text.push_str(
        "  F: {Type: AWS::Serverless::Function, Properties: {Handler: a, Runtime: python3.12, Layers: [\"a:b:1\"]}}\n",
    );
    Case { name: format!("tables, seed {seed}"), files: [(TEMPLATE.to_owned(), text)].into(), ..Case::default() }
}

fn resource(random: &mut RandomSource, id: &str) -> String {
    let types = names(&TABLES["types"]);
    // Most refusals are about functions.
    let resource_type = match random.below(3) {
        0 => "AWS::Serverless::Function",
        _ => random.pick(&types),
    };
    let known = &TABLES["types"][resource_type]["properties"];
    let mut properties = Vec::new();
    if resource_type == "AWS::Serverless::Function" {
        properties.push("Handler: a".to_owned());
        properties.push("Runtime: python3.12".to_owned());
    }
    for (name, property) in known.as_object().unwrap() {
        if property["required"] == true && random.below(12) > 0 {
            properties.push(format!("{name}: {}", fitting(random, &property["is"])));
        }
    }
    for _ in 0..random.below(3) {
        properties.push(property(random, resource_type, known));
    }
    // A repeated key tests nothing more.
    properties.sort_by_key(|property| property.split(':').next().map(str::to_owned));
    properties.dedup_by_key(|property| property.split(':').next().map(str::to_owned));
    let ignored = random.pick(&["", "", "", "", "IgnoreGlobals: '*', ", "IgnoreGlobals: [Tags], ", "Condition: C, "]);
    format!("{id}: {{Type: {resource_type}, {ignored}Properties: {{{}}}}}", properties.join(", "))
}

fn property(random: &mut RandomSource, resource_type: &str, known: &Value) -> String {
    // `Location` and `ImageUri` refer to other files; `__MANAGE_SWAGGER` is not for templates.
    let left_out = ["Location", "__MANAGE_SWAGGER"];
    let names: Vec<&str> = names(known).into_iter().filter(|name| !left_out.contains(name)).collect();
    match random.below(8) {
        0 => format!("NextYear: {}", any(random)),
        1 if known.get("Policies").is_some() => format!("Policies: {}", policies(random)),
        2 if known.get("Events").is_some() => format!("Events: {}", events(random)),
        3 if resource_type == "AWS::Serverless::Api" => format!("OpenApiVersion: {}", any(random)),
        4 | 5 => {
            let name = random.pick(&names);
            format!("{name}: {}", fitting(random, &known[name]["is"]))
        }
        _ => format!("{}: {}", random.pick(&names), any(random)),
    }
}

fn globals(random: &mut RandomSource) -> String {
    let sections = names(&TABLES["globals"]);
    let section = if random.below(12) == 0 { "NextYear" } else { random.pick(&sections) };
    let properties = names(&TABLES["globals"][section]["properties"]);
    let known = &TABLES["types"][format!("AWS::Serverless::{section}")]["properties"];
    let mut given = Vec::new();
    for _ in 0..random.below(3) {
        let name = match random.below(8) {
            0 => "NextYear",
            1 => "Events",
            _ if properties.is_empty() => "Tags",
            _ => random.pick(&properties),
        };
        let value = if random.below(2) == 0 { any(random) } else { fitting(random, &known[name]["is"]) };
        given.push(format!("{name}: {value}"));
    }
    given.sort();
    given.dedup_by_key(|property| property.split(':').next().map(str::to_owned));
    let value = if random.below(12) == 0 { any(random) } else { format!("{{{}}}", given.join(", ")) };
    format!("{{{section}: {value}}}")
}

fn policies(random: &mut RandomSource) -> String {
    let items: Vec<String> = (0..=random.below(3)).map(|_| policy(random, 1)).collect();
    if items.len() == 1 && random.below(3) == 0 { items[0].clone() } else { format!("[{}]", items.join(", ")) }
}

fn policy(random: &mut RandomSource, depth: usize) -> String {
    let templates = &TABLES["policy_templates"];
    match random.below(9) {
        0 => "AWSLambdaExecute".to_owned(),
        1 => "{Statement: []}".to_owned(),
        2 => "{NextYearPolicy: {}}".to_owned(),
        3 => any(random),
        4 | 5 if depth > 0 => {
            let no_value = "!Ref \"AWS::NoValue\"".to_owned();
            let branch = |random: &mut RandomSource| {
                if random.below(3) == 0 { no_value.clone() } else { policy(random, depth - 1) }
            };
            let (then, otherwise) = (branch(random), branch(random));
            if random.below(9) == 0 { format!("!If [C, {then}]") } else { format!("!If [C, {then}, {otherwise}]") }
        }
        _ => {
            let name = random.pick(&names(templates));
            let parameters = names(&templates[name]).into_iter().filter(|_| random.below(6) > 0);
            let given: Vec<String> = parameters.map(|parameter| format!("{parameter}: x")).collect();
            if random.below(12) == 0 {
                format!("{{{name}: {}}}", any(random))
            } else {
                format!("{{{name}: {{{}}}}}", given.join(", "))
            }
        }
    }
}

const EVENTS: &[&str] = &[
    "Api",
    "Api",
    "Api",
    "HttpApi",
    "HttpApi",
    "HttpApi",
    "AlexaSkill",
    "CloudWatchEvent",
    "CloudWatchLogs",
    "Cognito",
    "DocumentDB",
    "DynamoDB",
    "EventBridgeRule",
    "IoTRule",
    "Kinesis",
    "MQ",
    "MSK",
    "S3",
    "SNS",
    "SQS",
    "Schedule",
    "ScheduleV2",
    "SelfManagedKafka",
    "NextYear",
];

fn events(random: &mut RandomSource) -> String {
    let items: Vec<String> = (0..=random.below(2)).map(|at| format!("E{at}: {}", event(random))).collect();
    if random.below(12) == 0 { any(random) } else { format!("{{{}}}", items.join(", ")) }
}

fn event(random: &mut RandomSource) -> String {
    let mut properties = Vec::new();
    for (name, right) in [("Path", "/x"), ("Method", "get")] {
        match random.below(10) {
            0 => {}
            1 => properties.push(format!("{name}: {}", scalar(random))),
            _ => properties.push(format!("{name}: {right}")),
        }
    }
    for name in ["RestApiId", "ApiId"] {
        if random.below(4) == 0 {
            let api = random.pick(&["!Ref R0", "!Ref R1", "R0", "!Ref Nobody", "!ImportValue x", "5"]);
            properties.push(format!("{name}: {api}"));
        }
    }
    match random.below(12) {
        0 => format!("{{Type: {}}}", random.pick(EVENTS)),
        1 => format!("{{Type: {}, Properties: {}}}", random.pick(EVENTS), any(random)),
        2 => any(random),
        _ => format!("{{Type: {}, Properties: {{{}}}}}", random.pick(EVENTS), properties.join(", ")),
    }
}

/// Returns a value that mostly is of a type of the tables.
fn fitting(random: &mut RandomSource, kind: &Value) -> String {
    if let Some(kinds) = kind["one_of"].as_array() {
        let kind = &kinds[random.below(kinds.len())];
        return fitting(random, kind);
    }
    if !kind["list_of"].is_null() {
        let items: Vec<String> = (0..random.below(3)).map(|_| fitting(random, &kind["list_of"])).collect();
        return format!("[{}]", items.join(", "));
    }
    if let Some([_, value]) = kind["map_of"].as_array().map(Vec::as_slice) {
        let items: Vec<String> = (0..random.below(3)).map(|at| format!("K{at}: {}", fitting(random, value))).collect();
        return format!("{{{}}}", items.join(", "));
    }
    if let Some(texts) = kind["text"].as_array() {
        return texts[random.below(texts.len())].to_string();
    }
    match kind.as_str() {
        Some("str") => random.pick(&["text", "\"\"", "\"5\"", "!Ref P"]).to_owned(),
        Some("map") => random.pick(&["{a: b, c: d}", "{a: b}", "{}", "{a: {b: c}, d: e}"]).to_owned(),
        Some("list") => random.pick(&["[]", "[a]", "[{a: b}]"]).to_owned(),
        Some("bool") => random.pick(&["true", "false"]).to_owned(),
        Some("int") => random.pick(&["0", "5", "-1", "99999999999999999999"]).to_owned(),
        _ => any(random),
    }
}

fn scalar(random: &mut RandomSource) -> String {
    const SCALARS: &[&str] = &[
        "text",
        "\"\"",
        "Delete",
        "Retain",
        "0",
        "3",
        "5",
        "3.0",
        "3.1",
        "2.5",
        "true",
        "false",
        "null",
        "\"3.0.1\"",
        "2001-01-01",
    ];
    random.pick(SCALARS).to_owned()
}

fn any(random: &mut RandomSource) -> String {
    match random.below(12) {
        0 => "[]".to_owned(),
        1 => format!("[{}]", scalar(random)),
        2 => format!("[{}, {{a: {}}}]", scalar(random), scalar(random)),
        3 => "{}".to_owned(),
        4 => format!("{{a: {}}}", scalar(random)),
        5 => format!("{{a: {}, b: [{}]}}", scalar(random), scalar(random)),
        6 => format!("{{a: {{b: {}}}, c: {{d: e}}}}", scalar(random)),
        7 => format!("{{5: {}, a: b}}", scalar(random)),
        8 => "!Ref P".to_owned(),
        9 => format!("!If [C, {}, {}]", scalar(random), scalar(random)),
        _ => scalar(random),
    }
}

/// Returns a template that SAM refuses, and the same template without the reason.
pub fn refused_and_taken(seed: u64) -> (Case, Case) {
    let mut random = RandomSource::new(seed ^ 0x4ef05);
    let arn = |random: &mut RandomSource| {
        format!("\"arn:aws:lambda:us-east-1:111111111111:layer:{}:{}\"", random.pick(&["a", "b"]), random.below(9))
    };
    let layers = |random: &mut RandomSource| {
        let local = random.pick(&["", "!Ref Own", "!Sub \"arn:aws:lambda:${AWS::Region}:111111111111:layer:c:1\""]);
        let listed: Vec<String> =
            (0..random.below(3)).map(|_| arn(random)).chain((!local.is_empty()).then(|| local.to_owned())).collect();
        format!("[{}]", listed.join(", "))
    };
    let globals = layers(&mut random);
    let (first, second, plain) = (layers(&mut random), layers(&mut random), layers(&mut random));
    let places = ["@0", "@1", "@2", "@3", "@4"];
    let body = format!(
        "Globals: {{Function: {{Runtime: python3.12, Layers: {globals}@0}}}}\nParameters: {{P: {{Type: String, Default: p}}}}\n\
         Conditions: {{C: !Equals [a, a]}}\nResources:\n  \
         A: {{Type: AWS::Serverless::Function, Properties: {{Handler: a, Layers: {first}@1}}}}\n  \
         B: {{Type: AWS::Serverless::Function, Properties: {{Handler: a, Architectures: [arm64], Layers: {second}@1}}}}\n  \
         D: {{Type: AWS::Lambda::Function, Properties: {{Handler: a, Runtime: nodejs22.x, Code: src, Layers: {plain}}}}}\n  \
         Own: {{Type: AWS::Serverless::LayerVersion, Properties: {{ContentUri: own@2}}}}\n@3  I: {{Type: AWS::Serverless::Function, Properties: {{PackageType: Image, ImageUri: \"image:latest\"@1}}}}\n@4",
    );
    let place = random.pick(&["@0", "@1", "@1", "@2", "@3", "@4"]);
    let bad = match place {
        "@0" => random.pick(&[", NextYear: 1", ", Policies: x", ", Events: {}"]).to_owned(),
        "@1" => random
            .pick(&[
                ", NextYear: 1",
                ", NextYear: {a: [b]}",
                ", Role: 5",
                ", Tags: [a]",
                ", Events: [a]",
                ", Policies: [{S3ReadPolicy: {}}]",
                ", Policies: [!If [C, x]]",
                ", Events: {E: {Type: Api, Properties: {Method: get}}}",
                ", Events: {E: {Type: HttpApi, Properties: {Path: 5, Method: get}}}",
                ", DeadLetterQueue: x",
                ", 5: x",
            ])
            .to_owned(),
        "@2" => random.pick(&[", NextYear: 1", ", CompatibleRuntimes: x", ", RetentionPolicy: 5"]).to_owned(),
        _ => format!(
            "  X: {}\n",
            random.pick(&[
                "{Type: AWS::Serverless::Api}",
                "{Type: AWS::Serverless::Api, Properties: {StageName: x, OpenApiVersion: 3}}",
                "{Type: AWS::Serverless::Api, Properties: {StageName: x, Tags: {5: x}}}",
                "{Type: AWS::Serverless::Application, Properties: {}}",
                "{Type: AWS::Serverless::SimpleTable, Condition: [a]}",
                "{Type: AWS::Serverless::StateMachine, Properties: {NextYear: 1}}",
                "{Type: AWS::Serverless::Function, Properties: [a]}",
                "text",
            ])
        ),
    };
    let with = |place: &str, bad: &str| {
        let mut text = body.replace(place, bad);
        for other in places {
            text = text.replace(other, "");
        }
        let name = format!("refused, seed {seed}: {bad}");
        Case { name, files: [(TEMPLATE.to_owned(), text)].into(), ..Case::default() }
    };
    (with(place, &bad), with(place, ""))
}
