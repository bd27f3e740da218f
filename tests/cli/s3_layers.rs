//! A layer in a bucket of its owner (`S3ObjectStorageMode=REFERENCE`), through every command that fetches it.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::home::Home;
use crate::support::layers::{whole, zip_of};
use crate::support::scripted::{Server, answer, json};

const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:numpy:3";

#[test]
fn it_is_explained_downloaded_locked_verified_and_refreshed() {
    let zip = zip_of(&[("python/numpy.py", b"one = 1\n")]);
    let (hash, size) = (STANDARD.encode(Sha256::digest(&zip)), zip.len());
    // The version of the object; 0 is a deleted one.
    let version = Arc::new(AtomicUsize::new(1));
    let current = Arc::clone(&version);
    let server = Server::start(move |request, _| {
        let version = current.load(Ordering::SeqCst);
        if request.target.starts_with("/2018-10-31/layers") {
            let content = serde_json::json!({ "Content": { "CodeSha256": hash, "CodeSize": size, "ResolvedS3Object":
                { "S3Bucket": "layers", "S3Key": "n.zip", "S3ObjectVersion": format!("v{version}") } } });
            json(200, &content.to_string())
        } else if version > 0 && request.target == format!("/layers/n.zip?versionId=v{version}") {
            whole(request, &zip)
        } else {
            answer(404, &[], b"<Error><Code>NoSuchVersion</Code></Error>")
        }
    });
    let environment = [
        ("AWS_ENDPOINT_URL", server.url()),
        ("AWS_ACCESS_KEY_ID", "test".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
    ];
    let home = Home::new();
    home.write(
        "project/template.yaml",
        format!(
            "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, Runtime: \
             python3.12, Layers: ['{ARN}']}}\n"
        ),
    );
    let run = |arguments: &[&str]| home.run_with(&[arguments, &["--no-engine"]].concat(), &environment);

    let before = run(&["explain", ARN]);
    before.prints("s3://layers/n.zip?versionId=v1, by its owner").prints("run `samlayers prefetch` before it");
    let document = run(&["explain", ARN, "--json"]).json();
    assert_eq!(document["s3_object"]["version"], "v1", "{document:#}");

    run(&["prefetch", "--locked", "--yes"]).exits(0);
    let lock = fs::read_to_string(home.path("project/samlayers.lock")).unwrap();
    assert!(lock.contains("s3_bucket = \"layers\"") && lock.contains("s3_object_version = \"v1\""), "{lock}");
    run(&["prefetch", "--locked", "--yes"]).exits(0).prints("matches");
    run(&["verify", "--deep"]).exits(0);
    run(&["explain", ARN, "--offline"]).exits(0).prints("it uses the cached one");
    run(&["refresh", "numpy-*", "--yes"]).exits(0);

    version.store(2, Ordering::SeqCst);
    run(&["prefetch", "--locked", "--yes"])
        .exits(1)
        .prints("is now stored in s3://layers/n.zip?versionId=v2")
        .prints("versionId=v1");
    run(&["prefetch", "--update-lock", "--yes"]).exits(0);

    version.store(0, Ordering::SeqCst);
    let refused = run(&["refresh", "numpy-*", "--yes"]);
    refused.exits(1).prints("s3://layers/n.zip?versionId=v0").prints("was deleted");
}

/// What a bucket may answer, with a word of the sentence about it.
const REFUSALS: [(u16, &str, &str, &str); 6] = [
    (403, "AccessDenied", "Access Denied", "s3:GetObjectVersion"),
    (403, "AccessDenied", "not authorized to perform: kms:Decrypt", "kms:Decrypt"),
    (404, "NoSuchVersion", "gone", "was deleted"),
    (404, "NoSuchKey", "gone", "restore it"),
    (404, "NoSuchBucket", "gone", "the bucket of"),
    (301, "PermanentRedirect", "elsewhere", "region"),
];

#[test]
fn each_refusal_of_the_bucket_is_reported_by_every_command_that_fetches() {
    let zip = zip_of(&[("python/numpy.py", b"one = 1\n")]);
    let (hash, size) = (STANDARD.encode(Sha256::digest(&zip)), zip.len());
    for (status, code, message, word) in REFUSALS {
        let hash = hash.clone();
        let server = Server::start(move |request, _| {
            if request.target.starts_with("/2018-10-31/layers") {
                let content = serde_json::json!({ "Content": { "CodeSha256": hash, "CodeSize": size, "ResolvedS3Object":
                    { "S3Bucket": "layers", "S3Key": "n.zip", "S3ObjectVersion": "v1" } } });
                return json(200, &content.to_string());
            }
            answer(status, &[], format!("<Error><Code>{code}</Code><Message>{message}</Message></Error>").as_bytes())
        });
        let environment = [
            ("AWS_ENDPOINT_URL", server.url()),
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
        ];
        let home = Home::new();
        home.write(
            "project/template.yaml",
            format!(
                "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, \
                 Runtime: python3.12, Layers: ['{ARN}']}}\n"
            ),
        );
        let run = |arguments: &[&str]| home.run_with(&[arguments, &["--no-engine"]].concat(), &environment);
        let object = "s3://layers/n.zip?versionId=v1";
        run(&["prefetch", "--yes"]).exits(1).prints(object).prints(word);
        let dir = home.run(&["dir", ARN]).stdout.trim().to_owned();
        assert!(!home.cache().join(&dir).exists(), "{code}");
        run(&["prefetch", "--update-lock", "--yes"]).exits(1).prints(object).prints(word);
        home.cached(&format!("{dir}/python/numpy.py"), "one = 1\n");
        run(&["refresh", "numpy-*", "--yes"]).exits(1).prints(object).prints(word);
        assert!(home.cache().join(&dir).join("python/numpy.py").exists(), "{code}: the old content stays");
        let verified = run(&["verify", "--deep"]);
        verified.prints(object).prints(word);
    }
}

#[cfg(unix)]
#[test]
fn an_unknown_account_is_reported_with_the_reason() {
    let home = Home::new();
    home.write(
        "project/template.yaml",
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: ., Handler: a.b, Runtime: \
         python3.12, Layers: [!Sub 'arn:aws:lambda:eu-west-1:${AWS::AccountId}:layer:own:1']}\n",
    );
    home.write("helper", "echo 'unlock your key first' >&2; exit 2\n");
    let helper = home.path("helper");
    home.write("home/.aws/config", format!("[default]\ncredential_process = sh {}\n", helper.display()));
    let ran = home.run(&["functions", "--no-engine"]);
    ran.exits(0).prints("placeholder 123456789012").prints("unlock your key first");
    home.run(&["doctor", "--no-engine"]).prints("unlock your key first");
    // Without credentials nothing is reported: SAM also uses its placeholder.
    home.write("home/.aws/config", "[default]\nregion = eu-west-1\n");
    let quiet = home.run(&["functions", "--no-engine"]);
    assert!(!quiet.stderr.contains("placeholder"), "{quiet:?}");
}
