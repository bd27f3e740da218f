//! Newer versions: requested only on demand, and remembered for a day.

use serde_json::{Value, json};

use crate::home::Home;
use crate::support::scripted::{Server, answer, json as answer_json};

const BEHIND: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:behind:7";
const NEWEST: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:newest:2";
const SHARED: &str = "arn:aws:lambda:eu-west-1:999999999999:layer:shared:4";

/// A Lambda that lists only the versions of the caller's own layers.
fn lambda() -> Server {
    Server::start(|request, _| {
        let has = |name: &str| request.target.contains(&format!("layer%3A{name}/versions"));
        if has("behind") {
            return answer_json(200, r#"{"LayerVersions":[{"Version":10},{"Version":9},{"Version":8},{"Version":7}]}"#);
        }
        if has("newest") {
            return answer_json(200, r#"{"LayerVersions":[{"Version":2},{"Version":1}]}"#);
        }
        answer(403, &[("x-amzn-errortype", "AccessDeniedException")], b"{}")
    })
}

fn machine() -> Home {
    let home = Home::new();
    for arn in [BEHIND, NEWEST, SHARED] {
        let dir = home.run(&["dir", arn]).stdout.trim().to_owned();
        home.cached(&format!("{dir}/python/a.py"), "a = 1\n");
    }
    home.write(
        "project/template.yaml",
        format!(
            "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, Runtime: \
             python3.12, Layers: ['{BEHIND}', '{NEWEST}', '{SHARED}']}}\n"
        ),
    );
    home
}

fn ls(home: &Home, server: &Server, arguments: &[&str]) -> Value {
    let environment = [
        ("AWS_ENDPOINT_URL", server.url()),
        ("AWS_ACCESS_KEY_ID", "test".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
    ];
    home.run_with(&[&["ls", "--json", "--no-engine"], arguments].concat(), &environment).exits(0).json()
}

fn newer<'a>(listed: &'a Value, name: &str) -> &'a Value {
    let rows = listed["layers"].as_array().unwrap();
    &rows.iter().find(|row| row["layer_name"] == name).unwrap()["newer"]
}

#[test]
fn newer_versions_are_requested_only_on_demand_and_once_a_day() {
    let (home, lambda) = (machine(), lambda());
    assert_eq!(newer(&ls(&home, &lambda, &[]), "behind"), &Value::Null);
    assert_eq!(newer(&ls(&home, &lambda, &["--check-newer", "--offline"]), "behind"), &Value::Null);
    assert_eq!(lambda.requests().len(), 0);

    let listed = ls(&home, &lambda, &["--check-newer"]);
    assert_eq!(newer(&listed, "behind"), &json!({"status": "behind", "behind": 3, "latest": 10, "reason": null}));
    assert_eq!(newer(&listed, "newest")["status"], "newest");
    let shared = newer(&listed, "shared");
    assert_eq!((&shared["status"], &shared["behind"]), (&json!("unknown"), &Value::Null));
    assert!(shared["reason"].as_str().unwrap().contains("lambda:ListLayerVersions"), "{shared}");
    assert_eq!(lambda.requests().len(), 3);

    assert_eq!(ls(&home, &lambda, &["--check-newer"])["layers"], listed["layers"]);
    assert_eq!(lambda.requests().len(), 3, "the answers are remembered");
    assert_eq!(newer(&ls(&home, &lambda, &[]), "behind"), &Value::Null, "and shown only on request");
}

#[test]
fn the_config_file_can_always_request_newer_versions_and_offline_overrides_it() {
    let (home, lambda) = (machine(), lambda());
    home.write("config/samlayers/config.yaml", "newer_versions: true\noffline: true\n");
    assert_eq!(newer(&ls(&home, &lambda, &[]), "behind"), &Value::Null);
    assert_eq!(lambda.requests().len(), 0);
    home.write("config/samlayers/config.yaml", "newer_versions: true\n");
    assert_eq!(newer(&ls(&home, &lambda, &[]), "behind")["behind"], 3);
    home.run(&["ls", "--no-engine"]).exits(0).prints("3 behind 10").prints("newest").prints("newer versions unknown");
}
