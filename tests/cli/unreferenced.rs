//! `--unreferenced`: what CDK, Terraform and a source template name is in use, and what cannot be read makes it unknown.

use std::fs;

use crate::home::Home;

const OF_SAM: &str = "arn:aws:lambda:eu-west-1:111111111111:layer:ofsam:1";
const OF_CDK: &str = "arn:aws:lambda:eu-west-1:111111111111:layer:ofcdk:1";
const OF_TERRAFORM: &str = "arn:aws:lambda:eu-west-1:111111111111:layer:ofterraform:1";
const OF_NOTHING: &str = "arn:aws:lambda:eu-west-1:111111111111:layer:ofnothing:1";

/// A cache with these layers, and a SAM project that uses the first.
fn home() -> Home {
    let home = Home::new();
    for arn in [OF_SAM, OF_CDK, OF_TERRAFORM, OF_NOTHING] {
        let dir = home.run(&["dir", arn]).stdout.trim().to_owned();
        home.cached(&format!("{dir}/python/a.py"), "a = 1\n");
    }
    home.write("project/app/template.yaml", sam(OF_SAM));
    home
}

fn sam(arn: &str) -> String {
    format!(
        "Resources:\n  F: {{Type: AWS::Serverless::Function, Properties: {{CodeUri: ., Handler: a.b, Runtime: python3.12, \
         Layers: ['{arn}']}}}}\n"
    )
}

/// As `cdk synth` writes it: the code is an asset, and the ID is in CDK's path.
fn cdk(arn: &str) -> String {
    format!(
        r#"{{"Resources": {{"F1A2B3C4D": {{"Type": "AWS::Lambda::Function",
          "Properties": {{"Code": {{"S3Bucket": {{"Fn::Sub": "cdk-assets"}}, "S3Key": "x.zip"}}, "Handler": "a.b",
                         "Runtime": "python3.12", "Layers": ["{arn}"]}},
          "Metadata": {{"aws:cdk:path": "App/F/Resource", "aws:asset:path": "asset.0123", "aws:asset:property": "Code"}}}}}}}}"#
    )
}

/// As SAM's Terraform hook writes it.
fn terraform(arn: &str) -> String {
    format!(
        r#"{{"AWSTemplateFormatVersion": "2010-09-09", "Resources": {{"AwsLambdaFunctionF1A2B": {{
          "Type": "AWS::Lambda::Function",
          "Properties": {{"FunctionName": "f", "Code": "src", "Handler": "a.b", "PackageType": "Zip", "Runtime": "python3.12",
                         "Layers": ["{arn}"]}},
          "Metadata": {{"SamResourceId": "aws_lambda_function.f", "SkipBuild": true}}}}}}}}"#
    )
}

const LAMBDA_TF: &str = "resource \"aws_lambda_function\" \"f\" {\n  function_name = \"f\"\n}\n";

/// The layers that would be purged, without version and digits.
fn proposed(home: &Home) -> Vec<String> {
    let plan = home.json(&["purge", "--unreferenced", "--dry-run"], 0);
    let steps = plan["steps"].as_array().unwrap();
    steps.iter().map(|step| step["target"].as_str().unwrap().split('-').next().unwrap().to_owned()).collect()
}

/// Asserts that nothing is called unreferenced because of this path, in any output.
fn assert_unknown(home: &Home, path: &str) {
    let path = &path.replace('/', std::path::MAIN_SEPARATOR_STR);
    for more in [&["--dry-run"][..], &["--yes"], &["--delete", "--yes"]] {
        let arguments = [&["purge", "--unreferenced", "--no-engine"], more].concat();
        home.run(&arguments).exits(1).prints(path).prints("unknown");
    }
    let listed = home.json(&["ls"], i32::from(path.ends_with("locked")));
    assert!(listed["templates"]["not_read"].to_string().replace(r"\\", r"\").contains(path), "{listed}");
    assert_eq!(listed["layers"].as_array().unwrap().len(), 4);
    home.run(&["ls", "--no-engine"]).prints(path);
    home.run(&["functions", "--no-engine"]).prints(path);
}

#[test]
fn layers_of_cdk_and_terraform_are_in_use_and_the_plan_names_its_templates() {
    let home = home();
    assert_eq!(proposed(&home), ["ofcdk", "ofnothing", "ofterraform"]);
    home.write("project/cdk/cdk.json", "{\"app\": \"npx ts-node bin/app.ts\"}");
    home.write("project/cdk/cdk.out/cdk.out", "{\"version\":\"36.0.0\"}");
    home.write("project/cdk/cdk.out/assembly-Prod/Prod.template.json", cdk(OF_CDK));
    home.write("project/cdk/.gitignore", "cdk.out\n");
    home.write("project/tf/main.tf", LAMBDA_TF);
    home.write("project/tf/.aws-sam-iacs/iacs_metadata/template.json", terraform(OF_TERRAFORM));
    assert_eq!(proposed(&home), ["ofnothing"]);

    let plan = home.json(&["purge", "--unreferenced", "--dry-run"], 0);
    let considered: Vec<_> =
        plan["considered_templates"].as_array().unwrap().iter().map(|path| path.as_str().unwrap()).collect();
    let wanted = [
        "project/app/template.yaml",
        "project/cdk/cdk.out/assembly-Prod/Prod.template.json",
        "project/tf/.aws-sam-iacs/iacs_metadata/template.json",
    ];
    assert_eq!(considered, wanted.map(|path| home.path(path).to_str().unwrap().to_owned()));
    let ran = home.run(&["purge", "--unreferenced", "--yes", "--no-engine"]);
    ran.exits(0).prints("3 templates").prints(considered[0]).prints(considered[1]).prints(considered[2]);
    let functions = home.json(&["functions"], 0);
    let named = functions["templates"][1]["functions"][0]["layers"][0]["arn"].as_str();
    assert_eq!(named, Some(OF_CDK), "{functions}");
    assert!(home.json(&["purge", "ofsam-*", "--dry-run"], 0).get("considered_templates").is_none(), "not asked");
}

#[test]
fn another_output_folder_of_cdk_is_read() {
    let home = home();
    home.write("project/cdk/cdk.json", "{\"output\": \"build/synth\"}");
    assert_unknown(&home, "cdk/cdk.json");
    home.write("project/cdk/build/synth/App.template.json", cdk(OF_CDK));
    assert_eq!(proposed(&home), ["ofnothing", "ofterraform"]);
}

#[test]
fn a_cdk_project_that_was_not_synthesised_makes_it_unknown() {
    let home = home();
    home.write("project/cdk/cdk.json", "{}");
    assert_unknown(&home, "cdk/cdk.json");
    home.run(&["purge", "--unreferenced", "--dry-run", "--no-engine"]).prints("cdk synth");
    home.write("project/cdk/cdk.out/App.template.json", cdk(OF_CDK));
    assert_eq!(proposed(&home), ["ofnothing", "ofterraform"]);
}

#[test]
fn a_terraform_project_that_was_not_prepared_makes_it_unknown() {
    let home = home();
    home.write("project/tf/network.tf", "resource \"aws_vpc\" \"main\" {}\n# aws_lambda_function\n");
    assert_eq!(proposed(&home), ["ofcdk", "ofnothing", "ofterraform"], "it has no functions");
    home.write("project/tf/modules/f/main.tf", LAMBDA_TF);
    assert_unknown(&home, "tf/modules/f/main.tf");
    home.run(&["purge", "--unreferenced", "--dry-run", "--no-engine"]).prints("--hook-name terraform");
    home.write("project/tf/env/dev/main.tf", "module \"f\" {\n  source = \"../../modules/f\"\n}\n");
    home.write("project/tf/env/dev/.aws-sam-iacs/iacs_metadata/template.json", terraform(OF_TERRAFORM));
    assert_eq!(proposed(&home), ["ofcdk", "ofnothing"], "the module is part of what was prepared");
}

#[test]
fn layers_of_a_source_template_beside_a_built_one_are_in_use() {
    let home = home();
    home.write("project/app/.aws-sam/build/template.yaml", sam(OF_CDK));
    assert_eq!(proposed(&home), ["ofnothing", "ofterraform"], "both templates count");
    let listed = home.json(&["ls"], 0);
    let layers = listed["layers"].as_array().unwrap();
    let users: Vec<usize> = layers.iter().map(|layer| layer["functions"].as_array().unwrap().len()).collect();
    assert_eq!(users, [1, 0, 1, 0]);
    home.write("project/app/.aws-sam/build/template.yaml", sam(OF_SAM));
    let listed = home.json(&["ls"], 0);
    let by = &listed["layers"][2]["functions"];
    assert_eq!(by.as_array().map(Vec::len), Some(1), "a layer in both is counted once: {by}");
    assert_eq!(home.json(&["functions"], 0)["templates"].as_array().map(Vec::len), Some(1), "SAM reads one");
}

#[test]
fn templates_that_git_ignores_count() {
    let home = home();
    home.write("project/.gitignore", "dist\n");
    fs::create_dir(home.path("project/.git")).unwrap();
    home.write("project/dist/template.yaml", sam(OF_CDK));
    assert_eq!(proposed(&home), ["ofnothing", "ofterraform"]);
}

#[test]
fn a_folder_below_the_limit_makes_it_unknown() {
    let home = home();
    let deep = format!("project/{}", ["d"; 33].join("/"));
    home.write(&format!("{deep}/template.yaml"), sam(OF_CDK));
    assert_unknown(&home, &["d"; 32].join("/"));
}

#[test]
fn a_project_that_does_not_exist_makes_it_unknown() {
    let home = home();
    let (here, gone) = (home.path("project"), home.path("unmounted"));
    let arguments = ["purge", "--unreferenced", "--dry-run", "--no-engine", "--project"];
    let arguments = [&arguments[..], &[here.to_str().unwrap(), "--project", gone.to_str().unwrap()]].concat();
    home.run(&arguments).exits(1).prints("unmounted");
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_entered_makes_it_unknown() {
    use crate::home::set_mode;

    for locked in ["project/locked", "project/tf/locked"] {
        let home = home();
        home.write(&format!("{locked}/template.yaml"), sam(OF_CDK));
        home.open_to_all();
        set_mode(&home.path(locked), 0o000);
        let path = home.path(locked);
        let path = path.to_str().unwrap();
        let Some(ran) = home.run_as_nobody(&["purge", "--unreferenced", "--dry-run", "--no-engine"]) else { return };
        ran.exits(1).prints(path).prints("unknown");
        for arguments in [&["verify"][..], &["functions"], &["doctor", "--offline"], &["verify", "--json"]] {
            let arguments = [arguments, &["--no-engine"]].concat();
            let ran = home.run_as_nobody(&arguments).unwrap();
            assert_eq!(ran.code, 1, "{arguments:?}: {ran:?}");
            ran.prints(path);
        }
        let listed = home.run_as_nobody(&["ls", "--json", "--no-engine"]).unwrap().json();
        assert!(listed["templates"]["not_read"].to_string().replace(r"\\", r"\").contains(path), "{listed}");
        set_mode(&home.path(locked), 0o755);
    }
}

#[test]
fn a_project_added_in_the_app_counts_unless_options_say_what_to_read() {
    let home = home();
    home.write("elsewhere/shop/template.yaml", sam(OF_NOTHING));
    assert!(proposed(&home).contains(&"ofnothing".to_owned()));
    home.write("data/samlayers/projects.txt", home.path("elsewhere/shop").to_string_lossy().as_bytes());
    assert!(!proposed(&home).contains(&"ofnothing".to_owned()));
    let plan = home.json(&["purge", "--unreferenced", "--dry-run"], 0);
    assert!(plan["considered_templates"].to_string().contains("shop"), "{plan}");
    let functions = home.json(&["functions", "--project", &home.path("project").to_string_lossy()], 0);
    assert!(!functions.to_string().contains("elsewhere"), "{functions}");
}

#[test]
fn added_projects_that_cannot_be_read_make_it_unknown() {
    let home = home();
    let gone = home.path("gone").to_string_lossy().into_owned();
    for (content, path) in [(b"/x\xff\n".to_vec(), "projects.txt"), (format!("{gone}\n").into_bytes(), "gone")] {
        home.write("data/samlayers/projects.txt", content);
        home.run(&["purge", "--unreferenced", "--dry-run", "--no-engine"]).exits(1).prints(path).prints("unknown");
        home.run(&["verify", "--no-engine"]).prints(path);
        home.run(&["functions", "--no-engine"]).prints(path);
    }
}
