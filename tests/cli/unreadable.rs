//! What does not answer or cannot be read is unknown, and never absent.

use crate::home::Home;

const ARN: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
const DIR: &str = "myLayer-1-926eeb5ff1";
const IMAGE: &str = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";

/// A layer that a template uses, another one, and one in the trash.
fn home() -> Home {
    let home = Home::new();
    home.cached(&format!("{DIR}/python/a.py"), "a = 1\n");
    home.cached("b-1-0123456789/python/b.py", "b = 1\n");
    home.cached("c-1-0123456789/python/c.py", "c = 1\n");
    home.cached(&format!(".locks/{DIR}.downloading.status"), "completed\n1700000000.5");
    home.write(
        "project/template.yaml",
        format!(
            "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, Runtime: \
             python3.12, Layers: ['{ARN}']}}\n"
        ),
    );
    home.json(&["purge", "c-1-*", "--yes"], 0);
    home
}

/// An engine that cannot be reached concerns `images` and `doctor` only, and nothing about images is said to be known.
#[test]
fn an_engine_that_does_not_answer_concerns_images_and_doctor_only() {
    let home = home();
    for (command, code) in [
        (&["ls"][..], 0),
        (&["verify"], 0),
        (&["functions"], 0),
        (&["explain", ARN], 0),
        (&["purge", "b-1-*", "--dry-run"], 0),
        (&["images"], 1),
        (&["doctor"], 1),
    ] {
        let ran = home.run(&[command, &["--offline"]].concat());
        assert_eq!(ran.code, code, "{command:?}: {ran:?}");
    }
    home.run(&["doctor", "--offline"]).prints("no other problems; see what is bad above");
    let functions = home.run(&["functions", "--offline"]);
    functions.prints("unknown, the engine did not answer");
    assert!(!functions.stdout.contains("not asked") && !functions.stdout.contains("not there"), "{functions:?}");
    home.run(&["explain", IMAGE, "--offline"]).prints("unknown: the engine");
}
