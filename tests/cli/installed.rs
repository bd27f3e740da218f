//! The rules that hold follow from the installed SAM CLI.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use serde_json::{Value, json};

use crate::home::Home;

const ARN: &str = "arn:aws:lambda:us-east-1:111111111111:layer:own:1";

/// Installs a fake SAM CLI of a release, with a release of `PyYAML`, in its own folder; returns the folder for `PATH`.
fn install(home: &Home, folder: &str, sam: &str, pyyaml: &str) -> String {
    for (package, release) in [("aws_sam_cli", sam), ("aws_sam_translator", "1.100.0"), ("pyyaml", pyyaml)] {
        let info = format!("{folder}/lib/python3.12/site-packages/{package}-{release}.dist-info/METADATA");
        home.write(&info, format!("Metadata-Version: 2.1\nName: {package}\nVersion: {release}\n\n"));
    }
    let program = home.write(&format!("{folder}/bin/sam"), "#!/none\n");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    program.parent().unwrap().to_str().unwrap().to_owned()
}

fn json_of(home: &Home, arguments: &[&str], path: &str) -> Value {
    let all = [arguments, &["--json", "--no-engine", "--offline"]].concat();
    home.run_with(&all, &[("PATH", path.to_owned())]).json()
}

#[test]
fn the_condition_for_a_cached_layer_depends_on_the_release() {
    let home = Home::new();
    let dir = home.run(&["dir", ARN]).stdout.trim().to_owned();
    home.cached(&format!("{dir}/python/a.py"), "a = 1\n");
    home.cached(&format!(".locks/{dir}.downloading.status"), "failed\n1700000000.0");
    let properties = format!("{{Handler: a, Runtime: python3.12, Code: src, Layers: ['{ARN}']}}");
    home.write(
        "project/template.yaml",
        format!("Resources:\n  F: {{Type: AWS::Lambda::Function, Properties: {properties}}}\n"),
    );
    for (release, cached) in [("1.144.0", true), ("1.145.0", false), ("1.170.0", false)] {
        let path = install(&home, release, release, "6.0.2");
        let functions = json_of(&home, &["functions"], &path);
        assert_eq!(functions["templates"][0]["functions"][0]["layers"][0]["cached"], cached, "{release}");
        let explained = json_of(&home, &["explain", ARN], &path);
        assert_eq!((&explained["cached"], &explained["sam"]["version"]), (&json!(cached), &json!(release)));
    }
    let functions = json_of(&home, &["functions"], "/none");
    assert_eq!(functions["templates"][0]["functions"][0]["layers"][0]["cached"], false, "as the newest that is known");
}

#[test]
fn doctor_lists_every_sam_cli() {
    let home = Home::new();
    let (first, second) = (install(&home, "new", "9.1.0", "6.0.4"), install(&home, "old", "1.144.0", "6.0.2"));
    let path = format!("{first}:{second}");
    let sam = json_of(&home, &["doctor"], &path)["sam"].clone();
    assert_eq!(sam["version"], "9.1.0");
    assert_eq!((&sam["translator"], &sam["pyyaml"]), (&json!("1.100.0"), &json!("6.0.4")));
    assert_eq!(
        (&sam["checked_version"], &sam["newer_than_checked"]),
        (&json!(samlayers::sam::known_sam_cli()), &json!(true))
    );
    assert_eq!(sam["others"], json!([{"program": format!("{second}/sam"), "version": "1.144.0"}]));
    let rule = |sam: &Value, code: &str| {
        let rules = sam["rules"].as_array().unwrap();
        rules.iter().find(|rule| rule["code"] == code).unwrap()["holds"].clone()
    };
    assert_eq!(rule(&sam, "status-files"), true);
    let ran = home.run_with(&["doctor", "--no-engine", "--offline"], &[("PATH", path)]);
    ran.prints("SAM CLI 9.1.0 (aws-sam-translator 1.100.0, PyYAML 6.0.4)")
        .prints("newer than 1.170.0")
        .prints("1.144.0");

    let old = json_of(&home, &["doctor"], &second)["sam"].clone();
    assert_eq!((rule(&old, "status-files"), &old["newer_than_checked"]), (json!(false), &json!(false)));
    home.run_with(&["explain", ARN, "--no-engine", "--offline"], &[("PATH", second)])
        .prints("SAM CLI 1.144.0")
        .prints("any directory of a layer counts as cached");

    let none = json_of(&home, &["doctor"], "/none");
    assert_eq!(none["sam"], Value::Null);
    home.run_with(&["doctor", "--no-engine", "--offline"], &[("PATH", "/none".to_owned())]).prints("no `sam` on PATH");
}

#[test]
fn maps_are_merged_like_in_its_pyyaml() {
    let home = Home::new();
    let other = ARN.replace(":own:", ":other:");
    home.write(
        "project/template.yaml",
        format!(
            "A: &a {{Layers: ['{ARN}']}}\nB: &b {{Layers: ['{other}']}}\nResources:\n  F: {{Type: AWS::Lambda::Function, Properties: \
             {{<<: [*a, *b], Handler: a, Runtime: python3.12, Code: src}}}}\n  G: {{Type: AWS::Lambda::Function, Properties: \
             {{<<: *a, Handler: a, Runtime: python3.12, Code: src}}}}\n"
        ),
    );
    let of = |path: &str| {
        let functions = json_of(&home, &["functions"], path)["templates"][0]["functions"].clone();
        assert_eq!(functions[1]["problems"], json!([]), "nothing to differ in");
        (functions[0]["layers"][0]["arn"].as_str().unwrap().to_owned(), functions[0]["problems"].clone())
    };
    let note = json!(["yaml-merge-differs"]);
    let path = install(&home, "older", "1.170.0", "6.0.3");
    assert_eq!(of(&path), (ARN.to_owned(), note.clone()));
    let path = install(&home, "newer", "1.170.0", "6.0.4");
    assert_eq!(of(&path), (other, note.clone()));
    assert_eq!(of("/none"), (ARN.to_owned(), note));
}

#[test]
fn unreferenced_layers_are_unknown_while_the_pyyaml_is_unknown() {
    let home = Home::new();
    let other = ARN.replace(":own:", ":other:");
    let unused = ARN.replace(":own:", ":unused:");
    for arn in [ARN, &other, &unused] {
        let dir = home.run(&["dir", arn]).stdout.trim().to_owned();
        home.cached(&format!("{dir}/python/a.py"), "a = 1\n");
    }
    home.write(
        "project/template.yaml",
        format!(
            "A: &a {{Layers: ['{ARN}']}}\nB: &b {{Layers: ['{other}']}}\nResources:\n  F: {{Type: AWS::Lambda::Function, Properties: \
             {{<<: [*a, *b], Handler: a, Runtime: python3.12, Code: src}}}}\n"
        ),
    );
    let arguments = ["purge", "--unreferenced", "--dry-run"];
    let path = install(&home, "newer", "1.170.0", "6.0.4");
    assert_eq!(json_of(&home, &arguments, &path)["steps"].as_array().unwrap().len(), 2);
    let ran = home.run_with(&[&arguments[..], &["--no-engine", "--offline"]].concat(), &[("PATH", "/none".to_owned())]);
    ran.exits(1).prints("unknown which layers and images are unused");
}
