//! Scenarios with projects on disk.

use std::fs;
use std::path::Path;
use std::sync::Mutex;

use super::*;

const TEMPLATE: &str = "Parameters: {P: {Type: String, Default: 'arn:aws:lambda:eu-west-1:111111111111:layer:own:1'}}\n\
    Resources:\n  F: {Type: AWS::Serverless::Function, Properties: {Handler: a, Runtime: python3.12, Layers: [!Ref P, \
    !Sub 'arn:aws:lambda:${AWS::Region}:111111111111:layer:b:1']}}\n";

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Returns all templates of a request by path, and checks that the closing finding comes last.
fn read(request: &TemplateRequest) -> Vec<FoundTemplate> {
    let findings = Mutex::new(Vec::new());
    read_templates(request, &|finding| findings.lock().unwrap().push(finding));
    let mut findings = findings.into_inner().unwrap();
    assert_eq!(findings.pop(), Some(Finding::TemplatesRead));
    let mut found: Vec<FoundTemplate> = findings
        .into_iter()
        .filter_map(|finding| match finding {
            Finding::Template(template) => Some(template),
            Finding::OtherTemplate(_) => None,
            other => panic!("{other:?}"),
        })
        .collect();
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn project(root: &Path) -> TemplateRequest {
    TemplateRequest { projects: vec![root.to_owned()], ..TemplateRequest::default() }
}

fn dirs(found: &FoundTemplate) -> Vec<String> {
    let answer = found.outcome.as_ref().unwrap();
    assert_eq!(answer.error, None);
    answer.functions[0].layers.iter().map(|layer| layer.arn().unwrap().to_string()).collect()
}

fn refused(found: &FoundTemplate) -> &str {
    &found.outcome.as_ref().unwrap_err().code
}

#[test]
fn the_search_finds_projects_and_skips_lookalikes() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for name in ["template.yaml", "deep/er/template.yml", "json/template.json", "built/.aws-sam/build/template.yaml"] {
        write(root, name, TEMPLATE);
    }
    for name in [
        "node_modules/x/template.yaml",
        "cdk.out/template.yaml",
        ".hidden/template.yaml",
        "venv/site-packages/template.yaml",
    ] {
        write(root, name, TEMPLATE);
    }
    write(root, "ignored/template.yaml", TEMPLATE);
    write(root, ".gitignore", "ignored\n");
    write(root, "kubernetes/template.yaml", "kind: Template\nobjects: []\n");
    write(root, "helm/template.yaml", "{{ include \"x\" . }}\n");
    write(root, "broken/template.yaml", "Resources:\n\tF: {}\n");
    let found: Vec<_> =
        read(&project(root)).iter().map(|found| found.path.strip_prefix(root).unwrap().to_owned()).collect();
    let wanted = [
        "broken/template.yaml",
        "built/.aws-sam/build/template.yaml",
        "deep/er/template.yml",
        "ignored/template.yaml",
        "json/template.json",
        "template.yaml",
    ];
    assert_eq!(found, wanted.map(PathBuf::from));
}

#[test]
fn cdk_output_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, ".gitignore", "cdk.out\n*.template.json\n");
    fs::create_dir(root.join(".git")).unwrap();
    let synthesised = "{\"Resources\": {\"F\": {\"Type\": \"AWS::Lambda::Function\", \"Properties\": {\"Handler\": \"a\", \
                       \"Runtime\": \"python3.12\", \"Layers\": [\"a:b:1\"]}}}}";
    for name in ["App.template.json", "assembly-Prod/Prod.template.json", "AppNested.nested.template.json"] {
        write(root, &format!("cdk.out/{name}"), synthesised);
    }
    write(root, "cdk.out/manifest.json", "{}");
    write(root, "cdk.out/cdk.out", "{}");
    write(root, "cdk.out/assembly-Prod/cdk.out", "{}");
    write(root, "cdk.out/asset.0123/template.yaml", TEMPLATE);
    let mut found = Vec::new();
    for project in [project(root), project(&root.join("cdk.out"))] {
        found = read(&project);
        let paths: Vec<_> = found.iter().map(|found| found.path.strip_prefix(root).unwrap().to_owned()).collect();
        assert_eq!(paths, ["cdk.out/App.template.json", "cdk.out/assembly-Prod/Prod.template.json"].map(PathBuf::from));
    }
    assert_eq!(dirs(&found[0]), ["a:b:1"]);
    let named = TemplateRequest {
        template_files: vec![root.join("cdk.out/AppNested.nested.template.json")],
        ..TemplateRequest::default()
    };
    assert_eq!(dirs(&read(&named)[0]), ["a:b:1"]);
}

#[test]
fn the_command_line_overrides_samconfig() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "app/own.yaml", TEMPLATE);
    let config = "version = 0.1\n[default.global.parameters]\ntemplate_file = \"own.yaml\"\nregion = \"eu-west-1\"\n\
        layer_cache_basedir = \"layers\"\n[default.local_invoke.parameters]\nparameter_overrides = [\"P=c:d:1\"]\n\
        [default.deploy.parameters]\nregion = \"us-west-2\"\n";
    write(root, "app/samconfig.toml", config);
    let mut request = project(root);
    let found = read(&request);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].region.as_deref(), Some("eu-west-1"));
    assert_eq!(dirs(&found[0]), ["c:d:1", "arn:aws:lambda:eu-west-1:111111111111:layer:b:1"]);

    request.parameter_overrides = vec!["P=e:f:2".to_owned()];
    request.region = Some("ap-south-1".to_owned());
    assert_eq!(dirs(&read(&request)[0]), ["e:f:2", "arn:aws:lambda:ap-south-1:111111111111:layer:b:1"]);

    let setting = layer_cache_basedir(&project(&root.join("app"))).unwrap();
    assert_eq!((setting.path, setting.config), (root.join("app/layers"), root.join("app/samconfig.toml")));
    let named = TemplateRequest { template_files: vec![root.join("app/own.yaml")], ..TemplateRequest::default() };
    assert!(layer_cache_basedir(&named).is_some());
}

#[test]
fn language_extensions_are_switched_by_command_line_samconfig_and_variable_in_this_order() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let body = "{'F${X}': {Type: AWS::Lambda::Function, Properties: {Handler: a, Runtime: python3.12, Code: src}}}";
    write(
        root,
        "template.yaml",
        &format!("Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::L: [X, [A], {body}]\n"),
    );
    let is_expanded = |option: Option<bool>, config: Option<bool>, variable: bool| {
        let config = config.map_or_else(String::new, |on| format!("language_extensions = {on}\n"));
        write(root, "samconfig.toml", &format!("version = 0.1\n[default.global.parameters]\n{config}"));
        let request =
            TemplateRequest { language_extensions: option, language_extensions_variable: variable, ..project(root) };
        read(&request)[0].outcome.as_ref().unwrap().error.is_none()
    };
    assert!(!is_expanded(None, None, false));
    assert!(is_expanded(None, None, true));
    assert!(!is_expanded(None, Some(false), true));
    assert!(is_expanded(None, Some(true), false));
    assert!(!is_expanded(Some(false), Some(true), true));
    assert!(is_expanded(Some(true), Some(false), false));
}

#[test]
fn an_invalid_samconfig_is_reported_with_the_template() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "template.yaml", TEMPLATE);
    write(folder.path(), "samconfig.toml", "[default.global.parameters]\nregion = \"x\"\n");
    assert_eq!(refused(&read(&project(folder.path()))[0]), "ConfigException");

    write(
        folder.path(),
        "samconfig.toml",
        "version = 0.1\n[default.global.parameters]\nparameter_overrides = \"AWS::Region=x\"\n",
    );
    assert_eq!(refused(&read(&project(folder.path()))[0]), "BadParameter");
}

#[test]
fn named_templates_are_always_reported() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "text.yaml", "kind: Template\n");
    fs::write(root.join("binary.yaml"), [0xff, 0xfe, 0x00]).unwrap();
    fs::create_dir(root.join("folder")).unwrap();
    write(root, "good.yaml", TEMPLATE);
    let names = ["binary.yaml", "folder", "good.yaml", "missing.yaml", "text.yaml"];
    let request =
        TemplateRequest { template_files: names.map(|name| root.join(name)).into(), ..TemplateRequest::default() };
    let found = read(&request);
    let codes: Vec<_> = found
        .iter()
        .map(|found| match &found.outcome {
            Err(refusal) => Some(refusal.code.clone()),
            Ok(answer) => answer.error.as_ref().map(|refusal| refusal.code.clone()),
        })
        .collect();
    let wanted = [
        Some("TemplateFailedParsingException"),
        Some("TemplateUnreadable"),
        None,
        Some("TemplateNotFoundException"),
        Some("InvalidSamDocumentException"),
    ];
    assert_eq!(codes, wanted.map(|code| code.map(str::to_owned)));
}

#[test]
fn nested_stacks_are_read_from_where_the_template_is() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(
        root,
        "template.yaml",
        "Resources:\n  S: {Type: AWS::Serverless::Application, Properties: {Location: child/stack.yaml}}\n",
    );
    write(root, "child/stack.yaml", TEMPLATE);
    let found = read(&project(root));
    let answer = found[0].outcome.as_ref().unwrap();
    assert_eq!(answer.functions[0].full_path, "S/F");
    assert_eq!(answer.read, [root.join("child/stack.yaml")]);
}
