//! Random, unusual templates, the same for the same seed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cases::{Case, TEMPLATE, wrap};
use crate::random::RandomSource;

const NAMES: &[&str] =
    &["P", "Q", "N", "L", "S", "F", "G", "Layer", "Nobody", "AWS::Region", "AWS::AccountId", "AWS::NoValue"];

const SECTIONS: &str = r#"Parameters:
  P: {Type: String, Default: "arn:aws:lambda:us-east-1:123456789012:layer:p:1"}
  Q: {Type: String}
  N: {Type: Number, Default: 3}
  L: {Type: CommaDelimitedList, Default: "a:b:1, c:d:2"}
  S: {Type: "AWS::SSM::Parameter::Value<String>", Default: /path}
Mappings: {M: {us-east-1: {k: "m:n:1", l: ["x:y:1", "x:y:2"], n: 7}, v: {k: z}}}
Conditions:
  T: !Equals [a, a]
  E: !Equals [!Ref P, x]
  A: !And [!Condition T, !Not [!Condition E]]
  O: !Or [!Condition E, !Condition A]
  B: !Condition T
"#;

const MORE: &str = r"More:
  Layer: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: layer}}
  G: {Type: AWS::Lambda::Function, Properties: {Handler: a, Runtime: nodejs22.x, FunctionName: named, Layers: [!Ref Layer]}}
";

/// Random functions as the layers of a function.
pub fn intrinsics(seed: u64) -> Case {
    let mut random = RandomSource::new(seed);
    let whole = random.below(6) == 0;
    let layers = if whole {
        value(&mut random, 3)
    } else {
        let items: Vec<String> = (0..=random.below(3)).map(|_| value(&mut random, 3)).collect();
        format!("[{}]", items.join(", "))
    };
    let mut overrides = BTreeMap::new();
    if random.below(3) == 0 {
        overrides.insert("Q".to_owned(), "q:r:9".to_owned());
    }
    if random.below(8) == 0 {
        overrides
            .insert(random.pick(&["L", "N", "Layer", "P"]).to_owned(), random.pick(&["", "o:p:1", "x,y"]).to_owned());
    }
    let template = wrap(&format!("{SECTIONS}Layers: {layers}\n{MORE}"));
    Case {
        name: format!("functions, seed {seed}"),
        files: [(TEMPLATE.to_owned(), template)].into(),
        overrides,
        region: (random.below(4) == 0).then(|| "cn-north-1".to_owned()),
        ..Case::default()
    }
}

/// The same under the rules of `AWS::LanguageExtensions`, in a loop, with a condition that may be false.
pub fn extensions(seed: u64) -> Case {
    let mut random = RandomSource::new(seed ^ 0x5eed);
    let mut case = intrinsics(seed);
    let layers: Vec<String> = (0..=random.below(2)).map(|_| extended(&mut random, 3)).collect();
    let looped = format!(
        "Transform: AWS::LanguageExtensions\n{SECTIONS}Resources:\n  Fn::ForEach::Each:\n  - X\n  - {}\n  - \"F&{{X}}\":\n      \
         Type: AWS::Lambda::Function\n      Condition: {}\n      Properties: {{Handler: a, Runtime: python3.12, Code: src, \
         Layers: [{}]}}\n{}",
        random.pick(&["[a, b]", "[\"${Y}\", 1]", "{Ref: L}", "{Ref: Q}", "{\"Fn::Split\": [\",\", {Ref: Q}]}"]),
        random.pick(&["T", "E", "A", "O"]),
        layers.join(", "),
        MORE.trim_start_matches("More:\n")
    )
    .replace("  B: !Condition T\n", "");
    case.files.insert(TEMPLATE.to_owned(), looped);
    case.name = format!("extensions, seed {seed}");
    case.language_extensions = true;
    case
}

fn extended(random: &mut RandomSource, depth: usize) -> String {
    match random.below(8) {
        0 => format!("{{\"Fn::Sub\": [\"a:${{X}}:${{V}}\", {{V: {{\"Fn::Length\": {}}}}}]}}", list(random, depth - 1)),
        1 => format!("{{\"Fn::Sub\": [\"a:${{V}}:1\", {{V: {{\"Fn::ToJsonString\": {}}}}}]}}", list(random, depth - 1)),
        2 => format!(
            "{{\"Fn::FindInMap\": [M, {}, {}, {{DefaultValue: {}}}]}}",
            random.pick(&["us-east-1", "{Ref: \"AWS::Region\"}", "{Ref: Q}", "{Ref: X}"]),
            random.pick(&["k", "l", "n", "nothing"]),
            value(random, depth - 1)
        ),
        3 => "{\"Fn::Sub\": \"a:${X}:&{X}\"}".to_owned(),
        _ => value(random, depth),
    }
}

fn list(random: &mut RandomSource, depth: usize) -> String {
    let items: Vec<String> = (0..random.below(4)).map(|_| value(random, depth)).collect();
    format!("[{}]", items.join(", "))
}

fn value(random: &mut RandomSource, depth: usize) -> String {
    if depth == 0 {
        return match random.below(8) {
            0 => "\"a:b:1\"".to_owned(),
            1 => "text".to_owned(),
            2 => "5".to_owned(),
            3 => "true".to_owned(),
            4 => "null".to_owned(),
            5 => "\"\"".to_owned(),
            _ => format!("{{Ref: \"{}\"}}", random.pick(NAMES)),
        };
    }
    let deeper = depth - 1;
    match random.below(20) {
        0 | 1 => format!("{{\"Fn::Sub\": \"{}\"}}", sub_text(random)),
        2 => format!(
            "{{\"Fn::Sub\": [\"{}\", {{V: {}, W: {}}}]}}",
            sub_text(random),
            value(random, deeper),
            value(random, deeper)
        ),
        3 | 4 => format!("{{\"Fn::Join\": [\":\", {}]}}", list(random, deeper)),
        5 => format!("{{\"Fn::Join\": [{}, {}]}}", value(random, 0), value(random, deeper)),
        6 => format!(
            "{{\"Fn::Select\": [{}, {}]}}",
            random.pick(&["0", "1", "-1", "\"0\"", "{Ref: N}"]),
            list(random, deeper)
        ),
        7 => format!("{{\"Fn::Select\": [0, {}]}}", value(random, deeper)),
        8 => format!("{{\"Fn::Split\": [\"{}\", {}]}}", random.pick(&[",", ":", "b"]), value(random, deeper)),
        9 => format!(
            "{{\"Fn::FindInMap\": [{}, {}, {}]}}",
            random.pick(&["M", "M", "M", "Nobody"]),
            random.pick(&["{Ref: \"AWS::Region\"}", "us-east-1", "v", "{Ref: Q}"]),
            random.pick(&["k", "l", "n", "nothing"])
        ),
        10 | 11 => format!(
            "{{\"Fn::If\": [{}, {}, {}]}}",
            random.pick(&["T", "E", "A", "O", "B", "Nobody"]),
            value(random, deeper),
            value(random, deeper)
        ),
        12 => format!(
            "{{\"Fn::GetAtt\": [{}, {}]}}",
            random.pick(&["F", "G", "Layer", "Nobody", "P"]),
            random.pick(&["Arn", "Ref", "Name"])
        ),
        13 => format!("{{\"Fn::ImportValue\": {}}}", value(random, deeper)),
        14 => format!("{{\"Fn::Base64\": {}}}", value(random, deeper)),
        15 => format!("{{\"Fn::GetAZs\": {}}}", random.pick(&["\"\"", "us-west-2", "{Ref: \"AWS::Region\"}", "mars"])),
        16 => {
            format!(
                "{{\"Fn::{}\": {}}}",
                random.pick(&["Cidr", "Equals", "Not", "And", "Or", "Foo"]),
                list(random, deeper)
            )
        }
        17 => list(random, deeper),
        18 => format!("{{a: {}, b: {}}}", value(random, deeper), value(random, deeper)),
        _ => value(random, 0),
    }
}

fn sub_text(random: &mut RandomSource) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(4) {
        let piece = match random.below(9) {
            0 => "a:b",
            1 => ":",
            2 => "${V}",
            3 => "${W}",
            4 => "${!X}",
            5 => "${F.Arn}",
            6 => "${No.thing}",
            7 => "$",
            _ => {
                let _ = write!(text, "${{{}}}", random.pick(NAMES));
                ":"
            }
        };
        text.push_str(piece);
    }
    text
}

/// A well-formed template with random scalars, whose YAML types show in a `!Sub` of a list of them.
pub fn yaml(seed: u64) -> Case {
    let mut random = RandomSource::new(seed);
    let scalars: Vec<String> = (0..4).map(|_| scalar(&mut random)).collect();
    let text = format!(
        "Parameters:\n  P:\n    Type: String\n    Default: [{}]\n  Q: {{Type: String, Default: {}}}\nResources:\n  F:\n    \
         Type: AWS::Serverless::Function # comment\n    Properties: &props\n      Handler: 'a.b'\n      Runtime: \"python3.12\"\n      \
         Layers:\n      - !Sub \"a:b:${{P}}\"\n      - !Sub\n        - a:${{V}}:${{Q}}\n        - V: |\n            text\n\n            more\n      \
         - >-\n        folded:\n        text:1\n  G:\n    Type: AWS::Serverless::Function\n    Properties:\n      <<: *props\n      Runtime: nodejs22.x\n",
        scalars.join(", "),
        scalar(&mut random)
    );
    Case { name: format!("text, seed {seed}"), files: [(TEMPLATE.to_owned(), text)].into(), ..Case::default() }
}

/// Maps that take the pairs of others, one or several, with keys that Python has one text for and others.
pub fn merges(seed: u64) -> Case {
    let mut random = RandomSource::new(seed);
    let mut text = String::new();
    for (at, name) in ["a", "b", "c", "d"].iter().enumerate() {
        let pairs = merged(&mut random, at, &[("Runtime", RUNTIMES), ("Handler", &["a", "b"]), ("Layers", LAYERS)]);
        let variables =
            merged(&mut random, at, &[("x", TEXTS), ("'y'", TEXTS), ("é", TEXTS), ("Long", TEXTS), ("한", TEXTS)]);
        let _ = writeln!(text, "Map{name}: &{name} {{{pairs}}}\nVariables{name}: &v{name} {{{variables}}}");
    }
    // What a function needs comes from somewhere in any case, and loses where it comes first.
    text.push_str("Base: &base {Handler: h, Runtime: python3.12, Code: src}\nResources:\n");
    for function in ["F", "G"] {
        let several = merged(&mut random, 4, &[("Runtime", RUNTIMES)]);
        let variables = merged(&mut random, 4, &[("x", TEXTS), ("Long", TEXTS)]).replace('*', "*v");
        let _ = writeln!(
            text,
            "  {function}: {{Type: AWS::Lambda::Function, Properties: {{<<: *base, {several}}}}}\n  {function}Sub: {{Type: \
             AWS::Lambda::Function, Properties: {{<<: *base, Layers: [!Sub ['a:b-${{x}}${{y}}${{Long}}:1', {{{variables}}}]]}}}}"
        );
    }
    Case { name: format!("merges, seed {seed}"), files: [(TEMPLATE.to_owned(), text)].into(), ..Case::default() }
}

/// The pairs of a map, some of them taken from the first so many of the maps.
fn merged(random: &mut RandomSource, known: usize, pairs: &[(&str, &[&str])]) -> String {
    let mut written = Vec::new();
    let names = &["*a", "*b", "*c", "*d"][..known];
    for _ in 0..random.below(3) {
        if names.is_empty() {
            break;
        }
        let several: Vec<&str> = (0..=random.below(3)).map(|_| random.pick(names)).collect();
        written.push(format!("<<: [{}]", several.join(", ")));
    }
    for (key, values) in pairs {
        if random.below(2) == 0 {
            written.push(format!("{key}: {}", random.pick(values)));
        }
    }
    written.join(", ")
}

const RUNTIMES: &[&str] = &["python3.12", "nodejs22.x", "java21", "provided.al2023"];
const LAYERS: &[&str] = &["['a:b:1']", "['c:d:2', 'e:f:3']", "[]"];
const TEXTS: &[&str] = &["one", "two", "three"];

fn scalar(random: &mut RandomSource) -> String {
    if random.below(3) > 0 {
        return random.pick(SCALARS).to_owned();
    }
    (0..=random.below(5)).map(|_| random.pick(LETTERS)).collect()
}

const LETTERS: &[&str] =
    &["0", "1", "7", "9", "_", ".", ":", "-", "+", "e", "E", "x", "b", "a", "~", "y", "n", "o", "inf"];

const SCALARS: &[&str] = &[
    "yes",
    "No",
    "on",
    "OFF",
    "true",
    "TRUE",
    "y",
    "null",
    "~",
    "",
    "Null",
    "012",
    "0o17",
    "0x1F",
    "0b11",
    "1_000",
    "12:30",
    "1:2:3",
    "089",
    "1e3",
    "1.5",
    "1.",
    ".5",
    "-.5",
    "1.0e+3",
    "1.0E-3",
    ".inf",
    "-.INF",
    ".nan",
    "2012-10-17",
    "2001-12-14t21:59:43.10-05:00",
    "123456789012",
    "99999999999999999999",
    "-1",
    "+1",
    "'quoted'",
    "\"dq\\n\\u00e9\"",
    "a b",
    "a#b",
    "\"a: b\"",
    "!!str 5",
    "!!int '7'",
    "!!float 3",
    "!!bool yes",
    "!Ref Q",
    "1e+3",
    "0.0",
    "1.0",
    "100000000000000000.0",
    "0.00001",
    "12e03",
    "-0",
    "0_",
    "4_2.1_0",
];
