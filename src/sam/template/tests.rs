//! Tests of whole templates that need no SAM CLI: messages, and hostile input.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};

use super::*;

mod sentences;

#[derive(Default)]
struct Folder(BTreeMap<PathBuf, String>);

impl TemplateFiles for Folder {
    fn read(&self, path: &Path) -> io::Result<String> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn is_file(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }
}

fn answer(text: &str, settings: &Settings) -> ResolvedTemplate {
    resolve(Path::new("/project/template.yaml"), text, settings, &Folder::default())
}

fn code(text: &str) -> Option<String> {
    answer(text, &Settings::default()).error.map(|refusal| refusal.code)
}

/// Appends formatted text.
fn append(text: &mut String, what: std::fmt::Arguments<'_>) {
    text.write_fmt(what).unwrap();
}

/// Returns the template of one function with these layers.
fn with_layers(layers: &str) -> String {
    format!(
        "Parameters:\n  P: {{Type: String}}\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    \
         Properties: {{Handler: a, Runtime: python3.12, Layers: {layers}}}\n"
    )
}

fn problems(layers: &str, settings: &Settings) -> Vec<(Option<ProblemCode>, String)> {
    let answer = answer(&with_layers(layers), settings);
    assert_eq!(answer.error, None);
    let reported = |layer: &FunctionLayer| {
        let fix = layer.problem().and_then(|problem| problem.fix.as_ref());
        (layer.problem().map(|problem| problem.code), fix.map(ToString::to_string).unwrap_or_default())
    };
    answer.functions[0].layers.iter().map(reported).collect()
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    story: String,
    template: String,
    region: Option<String>,
    account: Option<crate::sam::AccountId>,
    #[serde(default)]
    overrides: BTreeMap<String, String>,
    #[serde(default)]
    functions: BTreeMap<String, Expected>,
    refused: Option<String>,
    /// Whether the template cannot be read to its end.
    #[serde(default)]
    cut_off: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    layers: Vec<String>,
    /// Compared only if the scenario contains one.
    image: Option<String>,
}

#[test]
fn scenarios_are_resolved() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios/templates/layers.yaml");
    let scenarios: Vec<Scenario> = serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert!(!scenarios.is_empty());
    for scenario in scenarios {
        let story = &scenario.story;
        let settings = Settings {
            parameter_overrides: scenario.overrides,
            region: scenario.region,
            account: scenario.account,
            ..Settings::default()
        };
        let answer = answer(&scenario.template, &settings);
        assert_eq!(answer.error.map(|refusal| refusal.code), scenario.refused, "{story}");
        assert_eq!(answer.is_cut_off, scenario.cut_off, "{story}");
        assert_eq!(answer.functions.len(), scenario.functions.len(), "{story}");
        for function in &answer.functions {
            let expected = &scenario.functions[&function.full_path];
            let name = |layer: &FunctionLayer| {
                let problem = layer.problem().map(|problem| problem.code.to_string());
                layer.hashed_name().map(|name| name.to_string()).or(problem).unwrap_or_default()
            };
            assert_eq!(function.layers.iter().map(name).collect::<Vec<_>>(), expected.layers, "{story}");
            let image = function.image.as_ref().map(ToString::to_string);
            // A layer that SAM refuses may be any layer, so there is no image.
            let is_known = !expected.layers.is_empty() && !expected.layers.iter().any(|layer| layer == "arn-invalid");
            assert_eq!(image.is_some(), is_known, "{story}");
            let is_marked = function.problems.iter().any(|problem| problem.code == ProblemCode::TemplateRefused);
            assert_eq!(is_marked, scenario.refused.is_some(), "{story}");
            if expected.image.is_some() {
                assert_eq!(image, expected.image, "{story}");
            }
        }
    }
}

#[test]
fn a_failing_entry_is_distinguished_from_the_others_in_the_list() {
    let reported = problems(
        "[!ImportValue x, !Sub 'a:b:${AWS::Region}', 'arn:aws:lambda:us-east-1:111111111111:layer:a:1']",
        &Settings::default(),
    );
    let codes: Vec<_> = reported.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes, [Some(ProblemCode::IntrinsicUnresolved), Some(ProblemCode::ListPoisoned), None]);
    assert!(reported[0].1.contains("--parameter-overrides"), "{}", reported[0].1);
}

#[test]
fn a_missing_parameter_is_named_in_the_fix() {
    let reported = problems("[!Ref P]", &Settings::default());
    assert_eq!(reported[0].0, Some(ProblemCode::ArnInvalid));
    assert!(reported[0].1.starts_with("Pass --parameter-overrides P=arn:aws:lambda:"), "{}", reported[0].1);
}

#[test]
fn another_region_and_the_placeholder_account_are_reported() {
    let settings = Settings { region: Some("eu-west-1".into()), ..Settings::default() };
    let reported = problems("['arn:aws:lambda:us-east-1:111111111111:layer:a:1']", &settings);
    assert_eq!(reported[0], (Some(ProblemCode::RegionMismatch), "Pass --region us-east-1".into()));

    let ambient = Settings { ambient_region: Some("eu-west-1".into()), ..Settings::default() };
    let reported = problems("[!Sub 'arn:aws:lambda:${AWS::Region}:111111111111:layer:a:1']", &ambient);
    assert_eq!(reported[0], (Some(ProblemCode::RegionMismatch), "Pass --region eu-west-1".into()));

    let layers = "[!Sub 'arn:aws:lambda:us-east-1:${AWS::AccountId}:layer:a:1']";
    assert_eq!(problems(layers, &Settings::default())[0].0, Some(ProblemCode::AccountStandIn));
    let known = Settings { account: crate::sam::AccountId::parse("999999999999").ok(), ..Settings::default() };
    assert_eq!(problems(layers, &known)[0].0, None);
}

#[test]
fn too_many_layers_are_reported() {
    let layers: Vec<String> = (1..=6).map(|n| format!("'arn:aws:lambda:us-east-1:111111111111:layer:a:{n}'")).collect();
    let answer = answer(&with_layers(&format!("[{}]", layers.join(", "))), &Settings::default());
    let codes: Vec<_> = answer.functions[0].problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [ProblemCode::TooManyLayers]);
}

#[test]
fn written_layers_are_shown_in_one_line() {
    let layers = "[!Join [':', [a, !Ref P]], !GetAtt F.Arn, \"x\\ty:b:1\"]";
    let answer = answer(&with_layers(layers), &Settings::default());
    let written: Vec<_> = answer.functions[0].layers.iter().map(FunctionLayer::written).collect();
    assert_eq!(written, ["!Join [:, [a, !Ref P]]", "!GetAtt F.Arn", "x y:b:1"]);
}

#[test]
fn decompression_bombs_are_refused() {
    let mut lists = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    let mut maps = String::from("a0: &a0 {k: 1}\n");
    let mut conditions = String::from("Conditions:\n  C0: !Equals [a, a]\n");
    for n in 1..30 {
        let before = n - 1;
        append(&mut lists, format_args!("a{n}: &a{n} [{}]\n", vec![format!("*a{before}"); 9].join(",")));
        append(&mut maps, format_args!("a{n}: &a{n} {{<<: [*a{before}, *a{before}]}}\n"));
        append(&mut conditions, format_args!("  C{n}: !And [!Condition C{before}, !Condition C{before}]\n"));
    }
    let function = |layers: &str| {
        format!("Resources:\n  F: {{Type: AWS::Lambda::Function, Properties: {{Handler: a, Layers: {layers}}}}}\n")
    };
    let growing = "Parameters: {P: {Default: '${Q}${Q}'}, Q: {Default: '${P}${P}'}}\n";
    for bomb in [
        format!("{lists}{}", function("[*a29]")),
        format!("{lists}Parameters: {{P: {{Default: *a29}}}}\n{}", function("[!Sub 'a:b:${P}']")),
        format!("{maps}{}", function("[]")),
        format!("{conditions}{}", function("[!If [C29, a, b]]")),
        format!("{growing}{}", function(&format!("[!Sub '{}']", "${P}${Q}".repeat(40)))),
    ] {
        assert_eq!(code(&bomb).as_deref(), Some("TemplateUnreadable"), "{}", &bomb[bomb.len().saturating_sub(90)..]);
    }
    // An alias that nothing uses is not expanded.
    assert_eq!(code(&format!("{lists}{}", function("[]"))), None);
}

#[test]
fn more_values_than_any_template_has_are_refused() {
    let values = "1,".repeat(200_001);
    for text in [format!("Metadata: [{values}1]\n"), format!("{{\"Metadata\": [{values}1]}}")] {
        assert_eq!(code(&text).as_deref(), Some("TemplateUnreadable"));
    }
}

#[test]
fn the_depth_is_limited() {
    for (open, close) in [("{a: ", "}"), ("[", "]")] {
        let deep = format!(
            "Resources:\n  F: {{Type: X, Properties: {{a: {}1{}}}}}\n",
            open.repeat(100_000),
            close.repeat(100_000)
        );
        assert_eq!(code(&deep).as_deref(), Some("RecursionError"));
    }
    assert_eq!(code(&"- ".repeat(100_000)).as_deref(), Some("RecursionError"));
    assert_eq!(code(&"{\"a\":".repeat(100_000)).as_deref(), Some("RecursionError"));
}

#[test]
fn recursive_stacks_are_refused() {
    let stack = |to: &str| {
        format!("Resources:\n  S: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {to}}}}}\n")
    };
    let files =
        Folder([("/project/a.yaml".into(), stack("b.yaml")), ("/project/b.yaml".into(), stack("a.yaml"))].into());
    let answer = resolve(Path::new("/project/a.yaml"), &stack("b.yaml"), &Settings::default(), &files);
    assert_eq!(answer.error.map(|refusal| refusal.code).as_deref(), Some("RecursionError"));
}

#[test]
fn large_templates_are_resolved() {
    let mut template = String::from("Resources:\n");
    for n in 0..10_000 {
        append(
            &mut template,
            format_args!(
                "  F{n}: {{Type: AWS::Serverless::Function, Properties: {{Handler: a, Runtime: python3.12, Layers: ['a:b:{n}']}}}}\n"
            ),
        );
    }
    assert_eq!(answer(&template, &Settings::default()).functions.len(), 10_000);
    let mut names = String::new();
    (0..10_000).for_each(|n| append(&mut names, format_args!("${{N.x{n}}}")));
    let answer = answer(&with_layers(&format!("[!Sub 'a:b:{names}']")), &Settings::default());
    let arn = answer.functions[0].layers[0].arn().cloned().unwrap();
    assert!(arn.as_str().starts_with("a:b:$N.x0$N.x1"), "{}", &arn.as_str()[..30]);
}

#[test]
fn language_extensions_need_the_transform_and_the_option() {
    let body = "Resources:\n  Fn::ForEach::Each: [X, [A, B], {'F${X}': {Type: AWS::Serverless::Function, Properties: \
        {Handler: a, Runtime: python3.12, Layers: [!Sub 'a:${X}:1']}}}]\n";
    let template = format!("Transform: [AWS::LanguageExtensions]\n{body}");
    let on = Settings { language_extensions: true, ..Settings::default() };
    let names = |answer: &ResolvedTemplate| answer.functions.iter().map(|f| f.full_path.clone()).collect::<Vec<_>>();
    assert_eq!(names(&answer(&template, &on)), ["FA", "FB"]);
    for crash in [answer(&template, &Settings::default()), answer(body, &on)] {
        let refusal = crash.error.unwrap();
        assert_eq!(refusal.code, "AttributeError");
        assert!(refusal.message.contains("--language-extensions"), "{}", refusal.message);
    }
}

#[test]
fn loops_with_huge_results_are_refused() {
    let list: String = (0..60).fold(String::new(), |list, n| format!("{list}i{n}, "));
    let mut inner = "{'R${A}${B}${C}${D}': {Type: T}}".to_owned();
    for name in ["D", "C", "B", "A"] {
        inner = format!("{{'Fn::ForEach::{name}x{{}}': [{name}, [{list}], {inner}]}}").replace("x{}", "x");
    }
    let template = format!("Transform: AWS::LanguageExtensions\nResources: {inner}\n");
    let on = Settings { language_extensions: true, ..Settings::default() };
    assert_eq!(answer(&template, &on).error.unwrap().code, "TemplateUnreadable");
}

#[test]
fn unchecked_applications_are_reported() {
    let template = format!(
        "{}  App: {{Type: AWS::Serverless::Application, Properties: {{Location: {{ApplicationId: arn:a, SemanticVersion: 1.0.0}}}}}}\n",
        with_layers("['a:b:1']")
    );
    let function = answer(&template, &Settings::default()).functions.remove(0);
    let reported = function.problems.iter().find(|problem| problem.code == ProblemCode::ApplicationUnchecked).unwrap();
    let detail = reported.detail.to_string();
    assert!(detail.contains("arn:a 1.0.0") && detail.contains("did not look it up"), "{detail}");
    let without = answer(&with_layers("['a:b:1']"), &Settings::default()).functions.remove(0);
    assert!(without.problems.iter().all(|problem| problem.code != ProblemCode::ApplicationUnchecked));
}

proptest::proptest! {
    #[test]
    fn no_text_causes_a_panic(text in "\\PC*") {
        let _ = answer(&text, &Settings::default());
    }

    #[test]
    fn no_damaged_template_causes_a_panic(at in 0usize..150, what in "[\\PC\t\n]{0,6}", cut in 0usize..6) {
        let mut text = with_layers("[!Sub ['a:${V}:1', {V: &x b}], *x, !Join [':', [a, !Ref P]], {Ref: F}]");
        let start = at.min(text.len());
        text.replace_range(start..(start + cut).min(text.len()), &what);
        let answer = answer(&text, &Settings::default());
        proptest::prop_assert!(answer.error.is_none_or(|refusal| !refusal.message.contains("please report")));
    }

    #[test]
    fn no_damaged_loop_causes_a_panic(at in 0usize..330, what in "[\\PC\n]{0,6}", cut in 0usize..6) {
        let mut text = "Transform: AWS::LanguageExtensions\nParameters: {P: {Type: CommaDelimitedList, Default: 'a,b'}}\n\
            Conditions: {C: !Equals [!Ref P, x]}\nResources:\n  Fn::ForEach::L: [X, !Ref P, {'F${X}': {Type: \
            AWS::Lambda::Function, Condition: C, Properties: {Layers: [!Sub 'a:${X}:1', !If [C, x, !Ref AWS::NoValue], \
            {Fn::Length: [1]}, {Fn::ToJsonString: {a: b}}, !FindInMap [M, a, b, {DefaultValue: c}]]}}}]\n".to_owned();
        let start = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        text.replace_range(start..(start + cut).min(text.len()), &what);
        let on = Settings { language_extensions: true, ..Settings::default() };
        let answer = answer(&text, &on);
        proptest::prop_assert!(answer.error.is_none_or(|refusal| !refusal.message.contains("please report")));
    }
}

#[test]
fn properties_that_depend_on_an_unknown_account_have_a_problem() {
    let text = "Conditions: {IsOwn: !Equals [!Ref AWS::AccountId, '999999999999']}\nResources:\n  F:\n    Type: \
                AWS::Serverless::Function\n    Properties: {Handler: a, CodeUri: src, Runtime: !If [IsOwn, nodejs22.x, python3.12], \
                Layers: !If [IsOwn, ['a:b:1'], []]}\n";
    let unknown = answer(text, &Settings::default());
    assert!(unknown.uses_account);
    let codes =
        |answer: &ResolvedTemplate| answer.functions[0].problems.iter().map(|problem| problem.code).collect::<Vec<_>>();
    assert_eq!(codes(&unknown), [ProblemCode::AccountStandIn]);
    let known =
        answer(text, &Settings { account: crate::sam::AccountId::parse("999999999999").ok(), ..Settings::default() });
    assert!(known.uses_account, "it is what was used");
    assert_eq!(codes(&known), []);
    assert!(!answer(&with_layers("['a:b:1']"), &Settings::default()).uses_account);

    // With an override, AWS is not asked.
    let overrides = [("AWS::AccountId".to_owned(), "999999999999".to_owned())].into();
    assert!(!answer(text, &Settings { parameter_overrides: overrides, ..Settings::default() }).uses_account);
}

#[test]
fn a_template_with_a_different_result_for_another_pyyaml_gets_a_note() {
    let text = "A: &a {Runtime: python3.12, Timeout: 1}\nB: &b {Runtime: nodejs22.x, Timeout: 2}\nResources:\n  F: {Type: \
                AWS::Lambda::Function, Properties: {<<: [*a, *b], Handler: a, Code: src}}\n  G: {Type: AWS::Lambda::Function, \
                Properties: {<<: [*a, *b], Runtime: java21, Handler: a, Code: src}}\n";
    let resolved = |merge_order| {
        let answer = answer(text, &Settings { merge_order, ..Settings::default() });
        let codes = |function: &Function| function.problems.iter().map(|problem| problem.code).collect::<Vec<_>>();
        assert_eq!(codes(&answer.functions[1]), [], "a difference outside of functions has no note");
        assert_eq!(codes(&answer.functions[0]), [ProblemCode::YamlMergeDiffers]);
        (answer.functions[0].runtime.as_ref().unwrap().to_string(), answer.is_ambiguous)
    };
    assert_eq!(resolved(Some(MergeOrder::FirstWins)), ("python3.12".to_owned(), false));
    assert_eq!(resolved(Some(MergeOrder::LastWins)), ("nodejs22.x".to_owned(), false));
    assert_eq!(resolved(None), ("python3.12".to_owned(), true));
}

#[test]
fn a_refusal_for_only_one_pyyaml_gets_a_note() {
    let text = "A: &a {Type: AWS::Lambda::Function}\nB: &b {Type: AWS::Lambda::Function, Properties: {Handler: a, Runtime: \
                python3.12, Code: src}}\nC: &c {Properties: {Code: src, Runtime: python3.12}}\nResources: {F: {<<: [*a, *b, *c]}}\n";
    let by = |order| answer(text, &Settings { merge_order: Some(order), ..Settings::default() });
    assert_eq!(by(MergeOrder::FirstWins).error, None);
    let refused = by(MergeOrder::LastWins).error.unwrap();
    assert_eq!(refused.code, "MissingFunctionHandlerException");
    assert!(refused.message.contains("PyYAML up to 6.0.3"), "{}", refused.message);
}

#[test]
fn the_image_that_sam_build_names_for_an_image_function() {
    let built = |metadata: &str| {
        let text = format!(
            "Resources:\n  MyFunction:\n    Type: AWS::Serverless::Function\n    Metadata: {metadata}\n    \
             Properties: {{PackageType: Image}}\n"
        );
        let answer = answer(&text, &Settings::default());
        answer.functions[0].build_image.as_ref().map(ToString::to_string)
    };
    assert_eq!(built("{Dockerfile: Dockerfile, DockerContext: .}").as_deref(), Some("myfunction:latest"));
    let named = "{Dockerfile: D, DockerContext: ., DockerImage: Team/Orders, DockerTag: V1}";
    assert_eq!(built(named).as_deref(), Some("team/orders:V1"));
    assert_eq!(built("{DockerContext: .}"), None, "SAM cannot build it");
}
