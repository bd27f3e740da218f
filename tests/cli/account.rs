//! The caller's account is requested if functions or layers depend on it.

use serde_json::Value;

use crate::cases::{self, Case, TEMPLATE};
use crate::home::Home;
use crate::support::scripted::{Server, answer};

/// Starts STS, which returns this account for the caller.
fn sts() -> Server {
    Server::start(|_, _| {
        let body = "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><GetCallerIdentityResult>\
            <Arn>arn:aws:iam::999999999999:user/kim</Arn><UserId>AIDA</UserId><Account>999999999999</Account>\
            </GetCallerIdentityResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></GetCallerIdentityResponse>";
        answer(200, &[("Content-Type", "text/xml")], body.as_bytes())
    })
}

fn machine(case: &Case) -> Home {
    let home = Home::new();
    for (name, text) in &case.files {
        home.write(&format!("project/{name}"), text);
    }
    home
}

fn functions(home: &Home, server: &Server, arguments: &[&str]) -> Value {
    let environment = [
        ("AWS_ENDPOINT_URL", server.url()),
        ("AWS_ACCESS_KEY_ID", "test".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
    ];
    let ran = home.run_with(&[&["functions", "--json", "--no-engine"], arguments].concat(), &environment);
    ran.json()["templates"][0].clone()
}

/// Returns every problem of a template, including its own refusal.
fn problems(template: &Value) -> Vec<String> {
    let functions = template["functions"].as_array().unwrap();
    let own = functions.iter().flat_map(|function| function["problems"].as_array().unwrap());
    let layers = functions.iter().flat_map(|function| function["layers"].as_array().unwrap());
    let all = own.chain(layers.map(|layer| &layer["problem"])).chain([&template["error"]["code"]]);
    all.filter_map(Value::as_str).map(str::to_owned).collect()
}

#[test]
fn it_is_requested_if_the_result_depends_on_it() {
    let cases: Vec<Case> = cases::all().into_iter().filter(|case| case.name.starts_with("account: ")).collect();
    assert!(cases.len() >= 8, "{}", cases.len());
    for case in cases {
        let (home, sts) = (machine(&case), sts());
        let extensions = if case.language_extensions { &["--language-extensions"][..] } else { &[] };
        let known = functions(&home, &sts, extensions);
        assert_eq!(sts.requests().len(), 1, "{}: {known}", case.name);
        assert_eq!(problems(&known), Vec::<String>::new(), "{}: {known}", case.name);

        // Without it no result is shown as certain.
        let offline = functions(&home, &sts, &[extensions, &["--offline"]].concat());
        assert_eq!(sts.requests().len(), 1, "{}", case.name);
        assert!(!problems(&offline).is_empty(), "{}: {offline}", case.name);
    }
}

#[test]
fn it_is_not_requested_if_the_result_does_not_depend_on_it() {
    let template = "Resources:\n  F:\n    Type: AWS::Lambda::Function\n    Properties: {Handler: a, Runtime: python3.12, Code: src, \
                    Layers: ['arn:aws:lambda:us-east-1:111111111111:layer:own:1']}\n  Topic: {Type: AWS::SNS::Topic, Properties: \
                    {TopicName: !Ref AWS::AccountId}}\nOutputs: {Own: {Value: !Ref AWS::AccountId}}\n";
    let case = Case { files: [(TEMPLATE.to_owned(), template.to_owned())].into(), ..Case::default() };
    let (home, sts) = (machine(&case), sts());
    assert_eq!(problems(&functions(&home, &sts, &[])), Vec::<String>::new());
    assert_eq!(sts.requests().len(), 0);
}
