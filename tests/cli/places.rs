//! The folders that are searched for templates.

use serde_json::Value;

use crate::home::Home;

const TEMPLATE: &str =
    "Resources:\n  F: {Type: AWS::Lambda::Function, Properties: {Handler: a, Runtime: python3.12, Code: src}}\n";

fn templates(home: &Home, folder: &str, arguments: &[&str]) -> Vec<String> {
    let mut command = home.command(&[&["functions", "--json", "--no-engine", "--offline"], arguments].concat());
    let output = command.current_dir(home.path(folder)).output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let slashes = |path: &str| path.replace('\\', "/");
    let root = format!("{}/", slashes(&home.path("").display().to_string()).trim_end_matches('/'));
    let listed = document["templates"].as_array().unwrap().iter();
    listed.map(|template| slashes(template["template"].as_str().unwrap()).replacen(&root, "", 1)).collect()
}

#[test]
fn in_the_home_folder_only_its_own_template_is_read() {
    let home = Home::new();
    home.write("home/shop/template.yaml", TEMPLATE);
    assert_eq!(templates(&home, "home", &[]), Vec::<String>::new());
    home.write("home/template.yaml", TEMPLATE);
    assert_eq!(templates(&home, "home", &[]), ["home/template.yaml"]);
    assert_eq!(templates(&home, "home", &["--project", "shop"]), ["home/shop/template.yaml"]);
    assert_eq!(templates(&home, "home/shop", &[]), ["home/shop/template.yaml"]);
    // The projects of the config file are searched as usual, including the home folder if the user lists it.
    home.write("config/samlayers/config.yaml", "projects: ['~/shop']\n");
    assert_eq!(templates(&home, "home", &[]), ["home/shop/template.yaml", "home/template.yaml"]);
    home.write("config/samlayers/config.yaml", "projects: ['~']\n");
    assert_eq!(templates(&home, "home", &[]), ["home/shop/template.yaml", "home/template.yaml"]);
}

#[test]
fn the_samconfig_of_the_home_folder_applies_to_its_template() {
    let home = Home::new();
    home.write("home/own.yaml", TEMPLATE);
    let config =
        "version = 0.1\n[default.global.parameters]\ntemplate_file = \"own.yaml\"\nlayer_cache_basedir = \"layers\"\n";
    home.write("home/samconfig.toml", config);
    assert_eq!(templates(&home, "home", &[]), ["home/own.yaml"]);
    let mut command = home.command(&["ls", "--json", "--no-engine", "--offline"]);
    let output = command.current_dir(home.path("home")).output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["cache"]["path"].as_str().unwrap(), home.path("home/layers").to_str().unwrap());
}

/// A value in a section that `sam local invoke` does not read is named once, with where to put it.
#[test]
fn a_value_in_a_section_that_does_not_count_is_named() {
    let home = Home::new();
    let template = "Parameters: {LayerArn: {Type: String}}\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: \
                    {CodeUri: ., Handler: a.b, Runtime: python3.12, Layers: [!Ref LayerArn]}\n";
    home.write("project/template.yaml", template);
    let value = "parameter_overrides = \"LayerArn=arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1\"\n";
    for section in ["deploy", "local_start_api"] {
        home.write("project/samconfig.toml", format!("version = 0.1\n[default.{section}.parameters]\n{value}"));
        let ran = home.run(&["explain", "F", "--no-engine", "--offline"]);
        let name = format!("[default.{section}.parameters]");
        assert_eq!(ran.stdout.matches(&name).count(), 1, "{ran:?}");
        let contradicts = ran.stdout.contains("SAM CLI ignores it") && ran.stdout.contains("cannot run this function");
        assert!(!contradicts && ran.stdout.contains("[default.local_invoke.parameters]"), "{ran:?}");
    }
    home.write("project/samconfig.toml", format!("version = 0.1\n[default.local_invoke.parameters]\n{value}"));
    let ran = home.run(&["explain", "F", "--no-engine", "--offline"]);
    assert!(ran.stdout.contains("myLayer-1-926eeb5ff1") && !ran.stdout.contains("does not read"), "{ran:?}");
}
