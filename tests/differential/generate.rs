//! Templates nobody would write, the same ones for the same seed.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::cases::{Case, TEMPLATE, wrap};
use crate::dice::Dice;

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
    let mut dice = Dice::new(seed);
    let whole = dice.roll(6) == 0;
    let layers = if whole {
        value(&mut dice, 3)
    } else {
        let items: Vec<String> = (0..=dice.roll(3)).map(|_| value(&mut dice, 3)).collect();
        format!("[{}]", items.join(", "))
    };
    let mut overrides = BTreeMap::new();
    if dice.roll(3) == 0 {
        overrides.insert("Q".to_owned(), "q:r:9".to_owned());
    }
    if dice.roll(8) == 0 {
        overrides.insert(dice.pick(&["L", "N", "Layer", "P"]).to_owned(), dice.pick(&["", "o:p:1", "x,y"]).to_owned());
    }
    let template = wrap(&format!("{SECTIONS}Layers: {layers}\n{MORE}"));
    Case {
        name: format!("functions, seed {seed}"),
        files: [(TEMPLATE.to_owned(), template)].into(),
        overrides,
        region: (dice.roll(4) == 0).then(|| "cn-north-1".to_owned()),
        ..Case::default()
    }
}

/// The same under the rules of `AWS::LanguageExtensions`, in a loop, with a condition that may be false.
pub fn extensions(seed: u64) -> Case {
    let mut dice = Dice::new(seed ^ 0x5eed);
    let mut case = intrinsics(seed);
    let layers: Vec<String> = (0..=dice.roll(2)).map(|_| extended(&mut dice, 3)).collect();
    let looped = format!(
        "Transform: AWS::LanguageExtensions\n{SECTIONS}Resources:\n  Fn::ForEach::Each:\n  - X\n  - {}\n  - \"F&{{X}}\":\n      \
         Type: AWS::Lambda::Function\n      Condition: {}\n      Properties: {{Handler: a, Runtime: python3.12, Code: src, \
         Layers: [{}]}}\n{}",
        dice.pick(&["[a, b]", "[\"${Y}\", 1]", "{Ref: L}", "{Ref: Q}", "{\"Fn::Split\": [\",\", {Ref: Q}]}"]),
        dice.pick(&["T", "E", "A", "O"]),
        layers.join(", "),
        MORE.trim_start_matches("More:\n")
    )
    .replace("  B: !Condition T\n", "");
    case.files.insert(TEMPLATE.to_owned(), looped);
    case.name = format!("extensions, seed {seed}");
    case.language_extensions = true;
    case
}

fn extended(dice: &mut Dice, depth: usize) -> String {
    match dice.roll(8) {
        0 => format!("{{\"Fn::Sub\": [\"a:${{X}}:${{V}}\", {{V: {{\"Fn::Length\": {}}}}}]}}", list(dice, depth - 1)),
        1 => format!("{{\"Fn::Sub\": [\"a:${{V}}:1\", {{V: {{\"Fn::ToJsonString\": {}}}}}]}}", list(dice, depth - 1)),
        2 => format!(
            "{{\"Fn::FindInMap\": [M, {}, {}, {{DefaultValue: {}}}]}}",
            dice.pick(&["us-east-1", "{Ref: \"AWS::Region\"}", "{Ref: Q}", "{Ref: X}"]),
            dice.pick(&["k", "l", "n", "nothing"]),
            value(dice, depth - 1)
        ),
        3 => "{\"Fn::Sub\": \"a:${X}:&{X}\"}".to_owned(),
        _ => value(dice, depth),
    }
}

fn list(dice: &mut Dice, depth: usize) -> String {
    let items: Vec<String> = (0..dice.roll(4)).map(|_| value(dice, depth)).collect();
    format!("[{}]", items.join(", "))
}

fn value(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return match dice.roll(8) {
            0 => "\"a:b:1\"".to_owned(),
            1 => "text".to_owned(),
            2 => "5".to_owned(),
            3 => "true".to_owned(),
            4 => "null".to_owned(),
            5 => "\"\"".to_owned(),
            _ => format!("{{Ref: \"{}\"}}", dice.pick(NAMES)),
        };
    }
    let deeper = depth - 1;
    match dice.roll(20) {
        0 | 1 => format!("{{\"Fn::Sub\": \"{}\"}}", sub_text(dice)),
        2 => format!(
            "{{\"Fn::Sub\": [\"{}\", {{V: {}, W: {}}}]}}",
            sub_text(dice),
            value(dice, deeper),
            value(dice, deeper)
        ),
        3 | 4 => format!("{{\"Fn::Join\": [\":\", {}]}}", list(dice, deeper)),
        5 => format!("{{\"Fn::Join\": [{}, {}]}}", value(dice, 0), value(dice, deeper)),
        6 => format!(
            "{{\"Fn::Select\": [{}, {}]}}",
            dice.pick(&["0", "1", "-1", "\"0\"", "{Ref: N}"]),
            list(dice, deeper)
        ),
        7 => format!("{{\"Fn::Select\": [0, {}]}}", value(dice, deeper)),
        8 => format!("{{\"Fn::Split\": [\"{}\", {}]}}", dice.pick(&[",", ":", "b"]), value(dice, deeper)),
        9 => format!(
            "{{\"Fn::FindInMap\": [{}, {}, {}]}}",
            dice.pick(&["M", "M", "M", "Nobody"]),
            dice.pick(&["{Ref: \"AWS::Region\"}", "us-east-1", "v", "{Ref: Q}"]),
            dice.pick(&["k", "l", "n", "nothing"])
        ),
        10 | 11 => format!(
            "{{\"Fn::If\": [{}, {}, {}]}}",
            dice.pick(&["T", "E", "A", "O", "B", "Nobody"]),
            value(dice, deeper),
            value(dice, deeper)
        ),
        12 => format!(
            "{{\"Fn::GetAtt\": [{}, {}]}}",
            dice.pick(&["F", "G", "Layer", "Nobody", "P"]),
            dice.pick(&["Arn", "Ref", "Name"])
        ),
        13 => format!("{{\"Fn::ImportValue\": {}}}", value(dice, deeper)),
        14 => format!("{{\"Fn::Base64\": {}}}", value(dice, deeper)),
        15 => format!("{{\"Fn::GetAZs\": {}}}", dice.pick(&["\"\"", "us-west-2", "{Ref: \"AWS::Region\"}", "mars"])),
        16 => {
            format!("{{\"Fn::{}\": {}}}", dice.pick(&["Cidr", "Equals", "Not", "And", "Or", "Foo"]), list(dice, deeper))
        }
        17 => list(dice, deeper),
        18 => format!("{{a: {}, b: {}}}", value(dice, deeper), value(dice, deeper)),
        _ => value(dice, 0),
    }
}

fn sub_text(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.roll(4) {
        let piece = match dice.roll(9) {
            0 => "a:b",
            1 => ":",
            2 => "${V}",
            3 => "${W}",
            4 => "${!X}",
            5 => "${F.Arn}",
            6 => "${No.thing}",
            7 => "$",
            _ => {
                let _ = write!(text, "${{{}}}", dice.pick(NAMES));
                ":"
            }
        };
        text.push_str(piece);
    }
    text
}

/// A well-formed template with random scalars. What YAML types them as shows in `!Sub` of a list of them.
pub fn yaml(seed: u64) -> Case {
    let mut dice = Dice::new(seed);
    let scalars: Vec<String> = (0..4).map(|_| scalar(&mut dice)).collect();
    let text = format!(
        "Parameters:\n  P:\n    Type: String\n    Default: [{}]\n  Q: {{Type: String, Default: {}}}\nResources:\n  F:\n    \
         Type: AWS::Serverless::Function # comment\n    Properties: &props\n      Handler: 'a.b'\n      Runtime: \"python3.12\"\n      \
         Layers:\n      - !Sub \"a:b:${{P}}\"\n      - !Sub\n        - a:${{V}}:${{Q}}\n        - V: |\n            text\n\n            more\n      \
         - >-\n        folded:\n        text:1\n  G:\n    Type: AWS::Serverless::Function\n    Properties:\n      <<: *props\n      Runtime: nodejs22.x\n",
        scalars.join(", "),
        scalar(&mut dice)
    );
    Case { name: format!("text, seed {seed}"), files: [(TEMPLATE.to_owned(), text)].into(), ..Case::default() }
}

fn scalar(dice: &mut Dice) -> String {
    if dice.roll(3) > 0 {
        return dice.pick(SCALARS).to_owned();
    }
    (0..=dice.roll(5)).map(|_| dice.pick(LETTERS)).collect()
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
