//! Where credentials come from, and what is said when there are none. The environment belongs to the process, so each
//! story runs in a process of its own: this test program again, with another environment.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use samlayers::aws::{AwsOptions, Client, LayerRoles};
use samlayers::plan::RunControl;
use samlayers::sam::LayerArn;

use super::ARN;
use super::support::scripted::{Piece, Request, Server, answer, json};

/// Set in the inner process: the profile to ask for, `-` for none.
const INNER: &str = "SAMLAYERS_TEST_INNER_PROFILE";

/// Set in the inner process where another layer, or a role, is meant.
const LAYER: &str = "SAMLAYERS_TEST_INNER_LAYER";
const ROLE: &str = "SAMLAYERS_TEST_INNER_ROLE";

/// What a look-up comes to, in a process whose AWS configuration is this and whose home is empty otherwise.
fn look_up(home: &Path, config: &str, profile: &str, environment: &[(&str, &str)]) -> String {
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
        .envs(environment.iter().copied())
        .env(INNER, profile)
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&inner.stdout).into_owned();
    let said = printed.lines().find_map(|line| line.split_once("said: ")).map(|(_, said)| said.to_owned());
    said.unwrap_or_else(|| panic!("{printed}{}", String::from_utf8_lossy(&inner.stderr)))
}

/// The inner half: does nothing when it is run as a test like any other.
#[tokio::test]
async fn inner() {
    let Ok(profile) = std::env::var(INNER) else { return };
    let profile = Some(profile).filter(|profile| profile != "-");
    let roles = LayerRoles { any: std::env::var(ROLE).ok(), ..LayerRoles::default() };
    let client = Client::new(&AwsOptions { profile, roles, ..AwsOptions::default() }).await;
    let arn = std::env::var(LAYER).unwrap_or_else(|_| ARN.to_owned());
    let layer = match client.look_up(&LayerArn::new(arn).unwrap()).await {
        Ok(layer) => layer,
        Err(error) => return println!("\nsaid: {error}"),
    };
    let mut file = tempfile::tempfile().unwrap();
    match client.download(&layer, &mut file, &mut |_| (), &RunControl::default()).await {
        Ok(downloaded) => println!("\nsaid: {} bytes", downloaded.bytes),
        Err(error) => println!("\nsaid: {error}"),
    }
}

#[test]
fn there_are_none() {
    let home = tempfile::tempdir().unwrap();
    let begin = Instant::now();
    let said = look_up(home.path(), "", "-", &[]);
    assert!(said.starts_with("no AWS credentials: run `aws configure`"), "{said}");
    // A machine that is no EC2 instance, in a network where something else answers for the metadata service, or nothing.
    for script in [|| vec![Piece::Hang], || answer(403, &[], b""), || answer(200, &[], b"<html>")] {
        let metadata = Server::start(move |_, _| script());
        let url = metadata.url();
        let environment = [("AWS_EC2_METADATA_DISABLED", "false"), ("AWS_EC2_METADATA_SERVICE_ENDPOINT", url.as_str())];
        let said = look_up(home.path(), "", "-", &environment);
        assert!(said.starts_with("no AWS credentials: run `aws configure`"), "{said}");
    }
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
}

#[test]
fn the_profile_is_none() {
    let home = tempfile::tempdir().unwrap();
    let said = look_up(home.path(), "[profile other]\nregion = eu-west-1\n", "dev", &[]);
    assert!(said.contains("`dev`") && said.contains("credentials"), "{said}");
}

#[test]
fn an_sso_login_that_ran_out_says_the_command_that_renews_it() {
    const PROFILE: &str = "[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = R\n\
                           [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://corp.awsapps.com/start\n";
    let home = tempfile::tempdir().unwrap();
    let never = look_up(home.path(), PROFILE, "dev", &[]);
    assert!(never.ends_with("run `aws sso login --profile dev`"), "{never}");

    let cache = home.path().join(".aws/sso/cache");
    fs::create_dir_all(&cache).unwrap();
    // The file is named by the sha1 of the session's name.
    let token = r#"{"accessToken":"secret-token","expiresAt":"2020-01-01T00:00:00Z","region":"eu-west-1",
        "startUrl":"https://corp.awsapps.com/start"}"#;
    fs::write(cache.join("ee0bfd2552fbd840c02cc48b6e823320543c450f.json"), token).unwrap();
    let expired = look_up(home.path(), PROFILE, "-", &[("AWS_PROFILE", "dev")]);
    assert!(expired.ends_with("run `aws sso login --profile dev`"), "{expired}");
    assert!(!expired.contains("secret-token"));
}

#[test]
fn a_process_that_fails_is_told_without_what_it_printed() {
    let home = tempfile::tempdir().unwrap();
    let config = "[profile dev]\ncredential_process = echo {\"SecretAccessKey\": \"hush\"\n";
    let said = look_up(home.path(), config, "dev", &[]);
    assert!(said.contains("cannot be loaded") && !said.contains("hush"), "{said}");
}

/// Lambda and the store behind it, whatever host is asked.
fn aws(request: &Request) -> Vec<Piece> {
    if request.target.contains("/2018-10-31/layers") {
        json(200, r#"{"Content":{"Location":"http://store.invalid/x","CodeSha256":"right","CodeSize":3}}"#)
    } else {
        answer(200, &[], b"zip")
    }
}

#[test]
fn the_environments_endpoint_and_proxy_are_used_with_the_users_own_credentials() {
    // No name ends in `.invalid`: only a proxy can know what is behind it.
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

const KEYS: [(&str, &str); 2] = [("AWS_ACCESS_KEY_ID", "AKIDMINE"), ("AWS_SECRET_ACCESS_KEY", "s")];
const READ_LAYERS: &str = "arn:aws:iam::123456789012:role/ReadLayers";

/// STS giving out the role, and Lambda.
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
fn a_role_is_taken_before_the_layer_is_looked_up() {
    let proxy = Server::start(|request, _| with_roles(request));
    let home = tempfile::tempdir().unwrap();
    let url = proxy.url();
    // The endpoints come from the services section of the profile, as other AWS tools take them.
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
fn a_role_that_is_refused_names_the_permission() {
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
    let said = look_up(home.path(), "", "-", &environment);
    assert!(
        said.contains(READ_LAYERS) && said.contains("sts:AssumeRole on it") && said.contains("AccessDenied"),
        "{said}"
    );
}

/// The host that is asked for a layer: what a proxy is told to connect to.
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
    let first = requests.first().unwrap_or_else(|| panic!("nobody was asked for {arn}"));
    assert_eq!(first.method, "CONNECT", "{first:?}");
    first.target.clone()
}

#[test]
fn other_partitions_and_fips_have_hosts_of_their_own() {
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
