//! Credentials from every source, and the message when there are none. The environment belongs to the process, so each
//! case runs in a process of its own: this test program again, with another environment.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use samlayers::aws::{AwsOptions, Client, CodePrompt, LayerRoles};
use samlayers::plan::RunControl;
use samlayers::sam::LayerArn;
use sha2::Digest as _;

use super::ARN;
use super::support::scripted::{Piece, Request, Server, answer, json};

/// Set in the inner process: the profile to use, `-` for none.
const INNER: &str = "SAMLAYERS_TEST_INNER_PROFILE";

/// Set in the inner process to choose another layer, or a role.
const LAYER: &str = "SAMLAYERS_TEST_INNER_LAYER";
const CODE: &str = "SAMLAYERS_TEST_INNER_CODE";
const ROLE: &str = "SAMLAYERS_TEST_INNER_ROLE";

/// Returns the result of a lookup in a process with this AWS configuration in an otherwise empty home.
pub fn look_up(home: &Path, config: &str, profile: &str, environment: &[(&str, &str)]) -> String {
    fs::create_dir_all(home.join(".aws")).unwrap();
    fs::write(home.join(".aws/config"), config).unwrap();
    let inner = Command::new(std::env::current_exe().unwrap())
        .args(["credentials::inner", "--exact", "--nocapture"])
        .env_clear()
        .envs(
            std::env::vars_os()
                .filter(|(name, _)| ["PATH", "SYSTEMROOT", "TMP", "TEMP"].iter().any(|keep| name == keep)),
        )
        .envs([("HOME", home), ("USERPROFILE", home)])
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .stdin(Stdio::null())
        .envs(environment.iter().copied())
        .env(INNER, profile)
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&inner.stdout).into_owned();
    let message = printed.lines().find_map(|line| line.split_once("result: ")).map(|(_, message)| message.to_owned());
    message.unwrap_or_else(|| panic!("{printed}{}", String::from_utf8_lossy(&inner.stderr)))
}

/// The inner process: does nothing when it is run as an ordinary test.
#[tokio::test]
async fn inner() {
    let Ok(profile) = std::env::var(INNER) else { return };
    let profile = Some(profile).filter(|profile| profile != "-");
    let roles = LayerRoles { any: std::env::var(ROLE).ok(), ..LayerRoles::default() };
    let code_prompt = std::env::var(CODE).ok().map(|code| CodePrompt::new(move |_| Some(code.clone())));
    let client = Client::new(&AwsOptions { profile, roles, code_prompt, ..AwsOptions::default() }).await;
    let arn = std::env::var(LAYER).unwrap_or_else(|_| ARN.to_owned());
    let layer = match client.look_up(&LayerArn::new(arn).unwrap()).await {
        Ok(layer) => layer,
        Err(error) => return println!("\nresult: {error}"),
    };
    let mut file = tempfile::tempfile().unwrap();
    match client.download(&layer, &mut file, &mut |_| (), &RunControl::default()).await {
        Ok(downloaded) => println!("\nresult: {} bytes", downloaded.bytes),
        Err(error) => println!("\nresult: {error}"),
    }
}

#[test]
fn missing_credentials_are_reported_quickly() {
    let home = tempfile::tempdir().unwrap();
    let begin = Instant::now();
    let message = look_up(home.path(), "", "-", &[]);
    assert!(message.starts_with("no AWS credentials. Run `aws configure`"), "{message}");
    // Not an EC2 instance, in a network where the metadata service does not respond, or another service does.
    for script in [|| vec![Piece::Hang], || answer(403, &[], b""), || answer(200, &[], b"<html>")] {
        let metadata = Server::start(move |_, _| script());
        let url = metadata.url();
        let environment = [("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url.as_str())];
        let message = look_up(home.path(), "", "-", &environment);
        assert!(message.starts_with("no AWS credentials. Run `aws configure`"), "{message}");
    }
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[test]
fn a_missing_profile_is_named() {
    let home = tempfile::tempdir().unwrap();
    let message = look_up(home.path(), "[profile other]\nregion = eu-west-1\n", "dev", &[]);
    assert!(message.contains("`dev` does not exist") && message.contains("aws configure"), "{message}");
}

#[test]
fn an_expired_sso_login_names_the_command_that_renews_it() {
    const PROFILE: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = R\n\
                           [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";
    let home = tempfile::tempdir().unwrap();
    let never = look_up(home.path(), PROFILE, "dev", &[]);
    assert!(never.ends_with("Run `aws sso login --profile dev`"), "{never}");

    let cache = home.path().join(".aws/sso/cache");
    fs::create_dir_all(&cache).unwrap();
    // The name of the file is the sha1 of the session's name.
    let token = r#"{"accessToken":"secret-token","expiresAt":"2020-01-01T00:00:00Z","region":"eu-west-1",
        "startUrl":"https://corp.awsapps.com/start"}"#;
    fs::write(cache.join("ee0bfd2552fbd840c02cc48b6e823320543c450f.json"), token).unwrap();
    let expired = look_up(home.path(), PROFILE, "-", &[("AWS_PROFILE", "dev")]);
    assert!(expired.ends_with("Run `aws sso login --profile dev`"), "{expired}");
    assert!(!expired.contains("secret-token"));
}

#[test]
fn a_failing_credential_process_is_reported_without_its_output() {
    let home = tempfile::tempdir().unwrap();
    let config = "[profile dev]\ncredential_process = echo {\"SecretAccessKey\": \"hush\"\n";
    let message = look_up(home.path(), config, "dev", &[]);
    assert!(message.contains("credential_process") && !message.contains("hush"), "{message}");
}

/// Answers as Lambda and S3, under any host name.
fn aws(request: &Request) -> Vec<Piece> {
    if request.target.contains("/2018-10-31/layers") {
        json(200, r#"{"Content":{"Location":"http://store.invalid/x","CodeSha256":"right","CodeSize":3}}"#)
    } else {
        answer(200, &[], b"zip")
    }
}

#[test]
fn endpoint_and_proxy_of_the_environment_are_used_with_the_users_credentials() {
    // No host name ends in `.invalid`, so only a proxy can reach these.
    let proxy = Server::start(|request, _| aws(request));
    let home = tempfile::tempdir().unwrap();
    let url = proxy.url();
    let environment = [
        ("AWS_ENDPOINT_URL_LAMBDA", "http://lambda.invalid"),
        ("HTTP_PROXY", url.as_str()),
        ("AWS_ACCESS_KEY_ID", "AKIDMINE"),
        ("AWS_SECRET_ACCESS_KEY", "s"),
    ];
    assert_eq!(look_up(home.path(), "", "-", &environment), "3 bytes");
    let [lookup, download] = &proxy.requests()[..] else { panic!("{:?}", proxy.requests()) };
    assert!(lookup.target.starts_with("http://lambda.invalid/"), "{lookup:?}");
    assert!(lookup.header("authorization").unwrap().contains("Credential=AKIDMINE/"));
    assert!(download.target.starts_with("http://store.invalid/") && download.header("authorization").is_none());
}

pub const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKIDMINE"), ("AWS_SECRET_ACCESS_KEY", "s")];
const READ_LAYERS: &str = "arn:aws:iam::123456789012:role/ReadLayers";

/// Answers as STS, which grants the role, and as Lambda.
fn with_roles(request: &Request) -> Vec<Piece> {
    if !request.target.starts_with("http://sts.") {
        return aws(request);
    }
    let xml = r#"<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
        <AssumedRoleUser><AssumedRoleId>A:samlayers</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/ReadLayers/s</Arn>
        </AssumedRoleUser><Credentials><AccessKeyId>AKIDROLE</AccessKeyId><SecretAccessKey>r</SecretAccessKey>
        <SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials>
        </AssumeRoleResult></AssumeRoleResponse>"#;
    answer(200, &[("Content-Type", "text/xml")], xml.as_bytes())
}

#[test]
fn a_role_is_assumed_before_the_layer_is_looked_up() {
    let proxy = Server::start(|request, _| with_roles(request));
    let home = tempfile::tempdir().unwrap();
    let url = proxy.url();
    // The endpoints come from the services section of the profile, as in other AWS tools.
    let config = "[profile dev]\nservices = local\nregion = eu-central-1\n[services local]\nlambda =\n  \
                  endpoint_url = http://lambda.invalid\nsts =\n  endpoint_url = http://sts.invalid\n";
    let environment = [KEYS[0], KEYS[1], ("HTTP_PROXY", url.as_str()), (ROLE, READ_LAYERS), ("AWS_PROFILE", "dev")];
    assert_eq!(look_up(home.path(), config, "-", &environment), "3 bytes");
    let [role, lookup, _] = &proxy.requests()[..] else { panic!("{:?}", proxy.requests()) };
    assert!(role.target.starts_with("http://sts.invalid/"), "{role:?}");
    assert!(role.header("authorization").unwrap().contains("Credential=AKIDMINE/"), "{role:?}");
    assert!(role.header("authorization").unwrap().contains("/eu-central-1/sts/"), "the user's own region: {role:?}");
    assert!(lookup.target.starts_with("http://lambda.invalid/"), "{lookup:?}");
    assert!(lookup.header("authorization").unwrap().contains("Credential=AKIDROLE/"), "{lookup:?}");
}

#[test]
fn a_refused_role_names_the_permission() {
    let server = Server::start(|request, _| {
        if request.target != "/" {
            return aws(request);
        }
        let xml = "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: me is not authorized \
                   to perform: sts:AssumeRole</Message></Error></ErrorResponse>";
        answer(403, &[("Content-Type", "text/xml")], xml.as_bytes())
    });
    let home = tempfile::tempdir().unwrap();
    let url = server.url();
    let environment = [KEYS[0], KEYS[1], ("AWS_ENDPOINT_URL", url.as_str()), (ROLE, READ_LAYERS)];
    let message = look_up(home.path(), "", "-", &environment);
    assert!(
        message.contains(READ_LAYERS) && message.contains("sts:AssumeRole for it") && message.contains("AccessDenied"),
        "{message}"
    );
}

/// Returns the host of the request for a layer: the one a proxy has to connect to.
fn host_for(arn: &str, config: &str, environment: &[(&str, &str)]) -> String {
    let proxy = Server::start(|_, _| answer(503, &[], b""));
    let home = tempfile::tempdir().unwrap();
    let url = proxy.url();
    let environment: Vec<_> = KEYS
        .iter()
        .copied()
        .chain([("HTTPS_PROXY", url.as_str()), (LAYER, arn)])
        .chain(environment.iter().copied())
        .collect();
    look_up(home.path(), config, "-", &environment);
    let requests = proxy.requests();
    let first = requests.first().unwrap_or_else(|| panic!("no request was sent for {arn}"));
    assert_eq!(first.method, "CONNECT", "{first:?}");
    first.target.clone()
}

#[test]
fn other_partitions_and_fips_use_their_own_endpoints() {
    let arn = |partition: &str, region: &str| format!("arn:{partition}:lambda:{region}:123456789012:layer:numbers:7");
    let plain = [("AWS_REGION", "us-east-1")];
    assert_eq!(host_for(&arn("aws", "ap-south-2"), "", &plain), "lambda.ap-south-2.amazonaws.com:443");
    assert_eq!(host_for(&arn("aws-cn", "cn-north-1"), "", &plain), "lambda.cn-north-1.amazonaws.com.cn:443");
    assert_eq!(host_for(&arn("aws-us-gov", "us-gov-west-1"), "", &plain), "lambda.us-gov-west-1.amazonaws.com:443");
    let by_variable = [("AWS_USE_FIPS_ENDPOINT", "true")];
    assert_eq!(host_for(&arn("aws", "us-west-2"), "", &by_variable), "lambda-fips.us-west-2.amazonaws.com:443");
    let by_config = "[default]\nuse_fips_endpoint = true\n";
    assert_eq!(host_for(&arn("aws", "us-east-2"), by_config, &[]), "lambda-fips.us-east-2.amazonaws.com:443");
}

#[test]
fn profiles_without_credentials_are_named() {
    let home = tempfile::tempdir().unwrap();
    let role = "role_arn = arn:aws:iam::123456789012:role/Dev";
    let result_of = |config: &str| look_up(home.path(), config, "dev", &[]);
    let missing = result_of("[default]\nregion = x\n");
    assert!(missing.contains("the profile `dev` does not exist") && missing.contains("default"), "{missing}");
    let source = result_of(&format!("[profile dev]\n{role}\nsource_profile = base\n"));
    assert!(source.contains("source_profile `base` of the profile `dev` does not exist"), "{source}");
    let empty = result_of(&format!("[profile dev]\n{role}\nsource_profile = base\n[profile base]\nregion = x\n"));
    assert!(empty.contains("`base` of the profile `dev` has no credentials"), "{empty}");
    let circle = format!("[profile dev]\n{role}\nsource_profile = b\n[profile b]\n{role}\nsource_profile = dev\n");
    let circle = result_of(&circle);
    assert!(circle.contains("leads back to itself"), "{circle}");
    let session = result_of("[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = R\n");
    assert!(session.contains("sso_session `corp` of the profile `dev` does not exist"), "{session}");
    let half = result_of("[profile dev]\naws_access_key_id = AKID\n");
    assert!(half.contains("no aws_secret_access_key"), "{half}");
}

#[test]
fn a_profile_on_the_command_line_wins_over_keys_in_the_environment() {
    let proxy = Server::start(|request, _| aws(request));
    let home = tempfile::tempdir().unwrap();
    let url = proxy.url();
    let config = "[profile dev]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = s\n";
    let environment = [KEYS[0], KEYS[1], ("AWS_ENDPOINT_URL", "http://aws.invalid"), ("HTTP_PROXY", url.as_str())];
    assert_eq!(look_up(home.path(), config, "dev", &environment), "3 bytes");
    assert!(proxy.requests()[0].header("authorization").unwrap().contains("Credential=AKIDPROFILE/"));
    let environment = [&environment[..], &[("AWS_PROFILE", "dev")]].concat();
    assert_eq!(look_up(home.path(), config, "-", &environment), "3 bytes");
    assert!(
        proxy.requests()[2].header("authorization").unwrap().contains("Credential=AKIDMINE/"),
        "as botocore has it"
    );
}

const MFA: &str = "[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/Dev\nsource_profile = base\n\
                   mfa_serial = arn:aws:iam::123456789012:mfa/me\n\
                   [profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = s\n";

#[test]
fn a_role_with_mfa_uses_the_session_of_the_aws_cli_or_names_the_command() {
    let proxy = Server::start(|request, _| with_roles(request));
    let home = tempfile::tempdir().unwrap();
    let url = proxy.url();
    let environment = [("AWS_ENDPOINT_URL", "http://aws.invalid"), ("HTTP_PROXY", url.as_str())];
    let message = look_up(home.path(), MFA, "dev", &environment);
    assert!(message.contains("MFA device arn:aws:iam::123456789012:mfa/me"), "{message}");
    assert!(message.contains("Run `aws sts get-caller-identity --profile dev`"), "{message}");
    assert!(proxy.requests().is_empty(), "AWS would only say AccessDenied");

    let cache = home.path().join(".aws/cli/cache");
    fs::create_dir_all(&cache).unwrap();
    let file = cache.join("0dd86f26f91e5b568a1c5be72af8021c65088912.json");
    let session = |expires: &str| {
        format!(
            r#"{{"Credentials":{{"AccessKeyId":"AKIDCLI","SecretAccessKey":"s","SessionToken":"t","Expiration":"{expires}"}},
            "AssumedRoleUser":{{}}}}"#
        )
    };
    fs::write(&file, session("2020-01-01T00:00:00UTC")).unwrap();
    assert!(look_up(home.path(), MFA, "dev", &environment).contains("MFA device"), "that session is over");
    fs::write(&file, session("2099-01-01T00:00:00UTC")).unwrap();
    assert_eq!(look_up(home.path(), MFA, "dev", &environment), "3 bytes");
    assert!(proxy.requests()[0].header("authorization").unwrap().contains("Credential=AKIDCLI/"));
}

#[test]
fn the_user_is_asked_for_an_mfa_code() {
    let proxy = Server::start(|request, _| with_roles(request));
    let home = tempfile::tempdir().unwrap();
    let url = proxy.url();
    let environment = [
        ("AWS_ENDPOINT_URL_STS", "http://sts.invalid"),
        ("AWS_ENDPOINT_URL_LAMBDA", "http://aws.invalid"),
        ("HTTP_PROXY", url.as_str()),
        (CODE, "123456"),
    ];
    assert_eq!(look_up(home.path(), MFA, "dev", &environment), "3 bytes");
    let requests = proxy.requests();
    assert!(requests[0].target.starts_with("http://sts.invalid/"), "{requests:?}");
    assert!(requests[0].header("authorization").unwrap().contains("Credential=AKIDBASE/"), "{requests:?}");
    assert!(requests[1].header("authorization").unwrap().contains("Credential=AKIDROLE/"), "{requests:?}");
}

#[cfg(unix)]
#[test]
fn a_process_runs_without_a_terminal_and_its_error_is_reported() {
    let proxy = Server::start(|request, _| aws(request));
    let home = tempfile::tempdir().unwrap();
    let url = proxy.url();
    let environment = [("AWS_ENDPOINT_URL", "http://aws.invalid"), ("HTTP_PROXY", url.as_str())];
    let helper = home.path().join("helper");
    let run = |script: &str| {
        fs::write(&helper, script).unwrap();
        let config = format!("[profile dev]\ncredential_process = sh {} 'an argument'\n", helper.display());
        look_up(home.path(), &config, "dev", &environment)
    };
    let prints = r#"echo '{"Version":1,"AccessKeyId":"AKIDPROC","SecretAccessKey":"s","SessionToken":"t"}'"#;
    assert_eq!(run(prints), "3 bytes");
    assert!(proxy.requests()[0].header("authorization").unwrap().contains("Credential=AKIDPROC/"));
    let gone = look_up(home.path(), "[profile dev]\ncredential_process = /gone/helper -x\n", "dev", &environment);
    assert!(gone.contains("credential_process of the profile `dev` failed (/gone/helper: No such file"), "{gone}");
    let asks = run("if read code </dev/tty; then echo it had a terminal >&2; fi; exit 3");
    assert!(!asks.contains("it had a terminal") && asks.contains("exit status: 3"), "{asks}");
    let reads = run("read code || echo 'token needed' >&2; exit 1");
    assert!(reads.contains("token needed") && reads.contains("Run that command in a terminal"), "{reads}");
    let expired =
        run(r#"echo '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"hush","Expiration":"2020-01-01T00:00:00Z"}'"#);
    assert!(expired.contains("expired") && !expired.contains("hush"), "{expired}");
    let version = run(r#"echo '{"Version":2,"AccessKeyId":"A","SecretAccessKey":"hush"}'"#);
    assert!(version.contains("Version 2") && !version.contains("hush"), "{version}");
}

/// Writes the token of `aws login` for this session; the file is named by the sha256 of the session.
fn login_token(home: &Path, expires: &str) -> std::path::PathBuf {
    let key = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIFDZHUzOG1Pzq+6F0mjMlOSp1syN9LRPBuHMoCFXTcXhoAoGCCqGSM49\n\
               AwEHoUQDQgAE9qhj+KtcdHj1kVgwxWWWw++tqoh7H7UHs7oXh8jBbgF47rrYGC+t\n\
               djiIaHK3dBvvdE7MGj5HsepzLm3Kj91bqA==\n-----END EC PRIVATE KEY-----\n";
    let token = serde_json::json!({
        "accessToken": { "accessKeyId": "AKIDOLD", "secretAccessKey": "s", "sessionToken": "t",
            "accountId": "123456789012", "expiresAt": expires },
        "refreshToken": "refresh-me", "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": key,
        "signInRegion": "eu-west-1",
    });
    let name = hex::encode(sha2::Sha256::digest(SESSION));
    let cache = home.join(".aws/login/cache");
    fs::create_dir_all(&cache).unwrap();
    let path = cache.join(format!("{name}.json"));
    fs::write(&path, token.to_string()).unwrap();
    path
}

const SESSION: &str = "arn:aws:iam::123456789012:user/me";

#[test]
fn aws_login_is_used_and_renewed_and_its_expiry_is_reported() {
    let server = Server::start(|request, _| match &*request.target {
        "http://signin.invalid/v1/token" => json(
            200,
            r#"{"accessToken":{"accessKeyId":"AKIDNEW","secretAccessKey":"s","sessionToken":"t"},"tokenType":"aws_sigv4",
            "expiresIn":900,"refreshToken":"next"}"#,
        ),
        "http://ended.invalid/v1/token" => json(400, r#"{"error":"TOKEN_EXPIRED","message":"expired"}"#),
        "http://forbidden.invalid/v1/token" => {
            json(403, r#"{"error":"INSUFFICIENT_PERMISSIONS","message":"not yours"}"#)
        }
        _ => aws(request),
    });
    let home = tempfile::tempdir().unwrap();
    let url = server.url();
    let config = format!("[profile dev]\nlogin_session = {SESSION}\n");
    let result_of = |signin: &str| {
        let signin = format!("http://{signin}.invalid");
        let environment = [
            ("AWS_ENDPOINT_URL_LAMBDA", "http://aws.invalid"),
            ("AWS_ENDPOINT_URL_SIGNIN", signin.as_str()),
            ("HTTP_PROXY", url.as_str()),
        ];
        look_up(home.path(), &config, "dev", &environment)
    };
    let never = result_of("signin");
    assert!(never.ends_with("Run `aws login --profile dev`"), "{never}");

    login_token(home.path(), "2099-01-01T00:00:00Z");
    assert_eq!(result_of("signin"), "3 bytes");
    assert!(server.requests()[0].header("authorization").unwrap().contains("Credential=AKIDOLD/"));

    let path = login_token(home.path(), "2020-01-01T00:00:00Z");
    assert_eq!(result_of("signin"), "3 bytes");
    let requests = server.requests();
    let renewal = requests.iter().find(|request| request.target.starts_with("http://signin.invalid/")).unwrap();
    assert_eq!(renewal.header("dpop").unwrap().split('.').count(), 3);
    assert!(renewal.header("authorization").is_none());
    let last = requests.iter().rfind(|request| request.target.contains("layers?")).unwrap();
    assert!(last.header("authorization").unwrap().contains("Credential=AKIDNEW/"));
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    assert_eq!((&kept["refreshToken"], &kept["accessToken"]["accountId"]), (&"next".into(), &"123456789012".into()));
    assert!(kept["dpopKey"].as_str().unwrap().contains("BEGIN EC"), "what is not renewed stays");

    login_token(home.path(), "2020-01-01T00:00:00Z");
    let ended = result_of("ended");
    assert!(ended.ends_with("Run `aws login --profile dev`"), "{ended}");
    let forbidden = result_of("forbidden");
    assert!(forbidden.contains("signin:CreateOAuth2Token") && forbidden.contains("not yours"), "{forbidden}");
}

#[test]
fn an_sso_login_gives_credentials_and_is_renewed() {
    const CONFIG: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = R\n\
                          [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";
    let server = Server::start(|request, _| {
        if request.target.starts_with("http://portal.invalid/federation/credentials?") {
            match request.header("x-amz-sso_bearer_token") {
                Some("valid" | "renewed") => json(
                    200,
                    r#"{"roleCredentials":{"accessKeyId":"AKIDSSO","secretAccessKey":"s","sessionToken":"t",
                    "expiration":4070908800000}}"#,
                ),
                Some("unassigned") => json(403, r#"{"message":"No access"}"#),
                _ => json(401, r#"{"__type":"UnauthorizedException","message":"Session token not found or invalid"}"#),
            }
        } else if request.target == "http://oidc.invalid/token" {
            json(200, r#"{"accessToken":"renewed","expiresIn":3600,"refreshToken":"next"}"#)
        } else {
            aws(request)
        }
    });
    let home = tempfile::tempdir().unwrap();
    let url = server.url();
    let cache = home.path().join(".aws/sso/cache");
    fs::create_dir_all(&cache).unwrap();
    let file = cache.join("ee0bfd2552fbd840c02cc48b6e823320543c450f.json");
    let result_of = |token: &str, expires: &str| {
        let token = format!(
            r#"{{"accessToken":"{token}","expiresAt":"{expires}","refreshToken":"r","clientId":"c","clientSecret":"s",
            "registrationExpiresAt":"2099-01-01T00:00:00Z"}}"#
        );
        fs::write(&file, token).unwrap();
        let environment = [
            ("AWS_ENDPOINT_URL_LAMBDA", "http://aws.invalid"),
            ("AWS_ENDPOINT_URL_SSO", "http://portal.invalid"),
            ("AWS_ENDPOINT_URL_SSO_OIDC", "http://oidc.invalid"),
            ("HTTP_PROXY", url.as_str()),
        ];
        look_up(home.path(), CONFIG, "dev", &environment)
    };
    assert_eq!(result_of("valid", "2099-01-01T00:00:00Z"), "3 bytes");
    let requests = server.requests();
    assert!(requests[0].target.ends_with("?role_name=R&account_id=123456789012"), "{requests:?}");
    assert!(requests[1].header("authorization").unwrap().contains("Credential=AKIDSSO/"), "{requests:?}");
    assert_eq!(result_of("old", "2020-01-01T00:00:00Z"), "3 bytes");
    assert!(fs::read_to_string(&file).unwrap().contains(r#""refreshToken":"next""#));
    let revoked = result_of("revoked", "2099-01-01T00:00:00Z");
    assert!(revoked.ends_with("Run `aws sso login --profile dev`"), "{revoked}");
    let unassigned = result_of("unassigned", "2099-01-01T00:00:00Z");
    assert!(unassigned.contains("role R in account 123456789012 (No access)"), "{unassigned}");
}

#[test]
fn web_identities_containers_and_instances_give_credentials() {
    const FOUND: &str =
        r#"{"AccessKeyId":"AKIDBOX","SecretAccessKey":"s","Token":"t","Expiration":"2099-01-01T00:00:00Z"}"#;
    let proxy = Server::start(|request, _| with_roles(request));
    let home = tempfile::tempdir().unwrap();
    let (url, token) = (proxy.url(), home.path().join("token"));
    fs::write(&token, "a-token\n").unwrap();
    let token = token.to_str().unwrap();
    let base = [
        ("AWS_ENDPOINT_URL_STS", "http://sts.invalid"),
        ("AWS_ENDPOINT_URL_LAMBDA", "http://aws.invalid"),
        ("HTTP_PROXY", url.as_str()),
    ];
    let result_of = |more: &[(&str, &str)]| look_up(home.path(), "", "-", &[&base[..], more].concat());
    assert_eq!(result_of(&[("AWS_WEB_IDENTITY_TOKEN_FILE", token), ("AWS_ROLE_ARN", READ_LAYERS)]), "3 bytes");
    assert!(proxy.requests()[0].header("authorization").is_none(), "the token is enough");
    let missing = result_of(&[("AWS_WEB_IDENTITY_TOKEN_FILE", "/missing/token"), ("AWS_ROLE_ARN", READ_LAYERS)]);
    assert!(missing.contains("/missing/token") && missing.contains("cannot read"), "{missing}");
    assert!(result_of(&[("AWS_WEB_IDENTITY_TOKEN_FILE", token)]).contains("AWS_ROLE_ARN"));

    let container = Server::start(|request, _| match request.header("authorization") {
        Some("secret-token") => json(200, FOUND),
        _ => json(403, r#"{"message":"who are you"}"#),
    });
    let address = format!("{}/get", container.url());
    fs::write(token, "secret-token").unwrap();
    let full = ("AWS_CONTAINER_CREDENTIALS_FULL_URI", address.as_str());
    assert_eq!(result_of(&[full, ("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", token)]), "3 bytes");
    assert!(proxy.requests().last().unwrap().target.starts_with("http://store.invalid"), "no proxy for the container");
    let refused = result_of(&[full]);
    assert!(
        refused.contains("cannot get credentials from the container") && refused.contains("who are you"),
        "{refused}"
    );
    let elsewhere = result_of(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://example.com/get")]);
    assert!(elsewhere.contains("example.com requires https"), "{elsewhere}");

    let instance = Server::start(|request, _| match (&*request.method, &*request.target) {
        ("PUT", "/latest/api/token") => answer(200, &[], b"v2"),
        ("GET", "/latest/meta-data/iam/security-credentials/") => answer(200, &[], b"my-role"),
        ("GET", "/latest/meta-data/iam/security-credentials/my-role") => json(200, FOUND),
        _ => answer(404, &[], b""),
    });
    let address = instance.url();
    let own = [("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", address.as_str())];
    assert_eq!(result_of(&own), "3 bytes");
    assert_eq!(instance.requests()[2].header("x-aws-ec2-metadata-token"), Some("v2"));
}

#[test]
fn a_proxy_that_does_not_respond_or_refuses_is_named() {
    let home = tempfile::tempdir().unwrap();
    let silent = Server::start(|_, _| vec![Piece::Hang]);
    let refusing = Server::start(|_, _| answer(403, &[], b""));
    let gone = Server::start(|_, _| Vec::new()).address();
    for (proxy, word) in [(silent.address(), "no response"), (refusing.address(), "403"), (gone, "refused")] {
        let url = format!("http://user:hush@{proxy}");
        let begin = Instant::now();
        let message = look_up(home.path(), "", "-", &[KEYS[0], KEYS[1], ("HTTPS_PROXY", url.as_str())]);
        assert!(message.contains(&format!("the proxy http://{proxy} ")) && message.contains(word), "{message}");
        assert!(message.contains("AWS Lambda in eu-west-1") && !message.contains("hush"), "{message}");
        assert!(begin.elapsed() < Duration::from_secs(9), "{:?}", begin.elapsed());
    }
    assert_eq!((silent.requests().len(), refusing.requests().len()), (1, 1), "asked once");
}
