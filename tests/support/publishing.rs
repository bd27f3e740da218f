//! A fake Lambda and S3 that layers can be published to, with faults. Each region has its own layers and buckets.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::lambda::ACCOUNT;

/// A received request with its body.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    pub target: String,
    pub region: String,
    pub key: String,
    pub host: String,
    pub body: Vec<u8>,
}

/// A published version.
#[derive(Debug, Clone)]
pub struct Version {
    pub zip: Vec<u8>,
    pub request: Value,
    pub policy: Vec<Value>,
}

/// What the fake services have.
#[derive(Debug, Default)]
pub struct State {
    /// By region and name.
    pub layers: BTreeMap<(String, String), Vec<Version>>,
    /// The region of each bucket.
    pub buckets: BTreeMap<String, String>,
    /// By bucket and key.
    pub objects: BTreeMap<String, Vec<u8>>,
    pub requests: Vec<Request>,
}

/// The answer in place of the service's own.
pub enum Fault {
    /// This status with an error code.
    Error(u16, &'static str),
    /// The request is carried out and its answer lost.
    LostAnswer,
    /// The connection is closed at once.
    Closed,
}

/// Decides about a fault, from the request and the number of earlier ones.
pub type Faults = dyn Fn(&Request, usize) -> Option<Fault> + Send + Sync;

/// The running services.
pub struct Aws {
    pub url: String,
    pub state: Arc<Mutex<State>>,
}

impl Aws {
    /// Services without faults.
    pub fn start() -> Self {
        Self::with_faults(|_, _| None)
    }

    /// Services with faults. They run until the test program ends.
    pub fn with_faults(faults: impl Fn(&Request, usize) -> Option<Fault> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (state, faults): (Arc<Mutex<State>>, Arc<Faults>) = (Arc::default(), Arc::new(faults));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (state, faults) = (Arc::clone(&shared), Arc::clone(&faults));
                thread::spawn(move || serve(stream, &state, &*faults));
            }
        });
        Self { url, state }
    }

    /// The environment in which a program uses these services.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("AWS_ENDPOINT_URL", self.url.clone()),
            ("AWS_ACCESS_KEY_ID", "AKIDPUBLISHTESTKEY01".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "publish-test-secret-0123456789abcdef".to_owned()),
            ("AWS_REGION", "eu-west-1".to_owned()),
        ]
    }

    /// The versions of a layer in a region.
    pub fn versions(&self, region: &str, name: &str) -> Vec<Version> {
        let state = self.state.lock().unwrap();
        state.layers.get(&(region.to_owned(), name.to_owned())).cloned().unwrap_or_default()
    }

    /// How often a version was published.
    pub fn publications(&self) -> usize {
        self.state.lock().unwrap().layers.values().map(Vec::len).sum()
    }
}

fn serve(stream: TcpStream, state: &Mutex<State>, faults: &Faults) {
    let Some(request) = read(&stream) else { return };
    let count = {
        let mut state = state.lock().unwrap();
        state.requests.push(request.clone());
        state.requests.len() - 1
    };
    let (status, headers, body) = match faults(&request, count) {
        Some(Fault::Closed) => return,
        Some(Fault::LostAnswer) => {
            let _ = answer(&request, &mut state.lock().unwrap());
            return;
        }
        Some(Fault::Error(status, code)) => {
            (status, format!("x-amzn-errortype: {code}\r\n"), format!("{{\"message\":\"{code}\"}}").into_bytes())
        }
        None => answer(&request, &mut state.lock().unwrap()),
    };
    let head =
        format!("HTTP/1.1 {status} Fake\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    let mut stream = stream;
    let _ = stream.write_all(head.as_bytes());
    if request.method != "HEAD" {
        let _ = stream.write_all(&body);
    }
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut parts = line.split(' ').map(str::to_owned);
    let (method, target) = (parts.next()?, parts.next()?);
    let (mut length, mut region, mut key, mut host) = (0, String::new(), String::new(), String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':')?;
        match &*name.to_ascii_lowercase() {
            "host" => value.trim().clone_into(&mut host),
            "content-length" => length = value.trim().parse().ok()?,
            "authorization" => {
                let scope = value.split("Credential=").nth(1).unwrap_or_default();
                let mut scope = scope.split('/');
                scope.next().unwrap_or_default().clone_into(&mut key);
                scope.nth(1).unwrap_or_default().clone_into(&mut region);
            }
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { method, target, region, key, host, body })
}

type Answer = (u16, String, Vec<u8>);

fn document(status: u16, value: &Value) -> Answer {
    (status, String::new(), value.to_string().into_bytes())
}

fn error(status: u16, code: &str) -> Answer {
    (status, format!("x-amzn-errortype: {code}\r\n"), b"{}".to_vec())
}

fn answer(request: &Request, state: &mut State) -> Answer {
    let path = request.target.split('?').next().unwrap_or_default();
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (&*request.method, &parts[..]) {
        ("POST", [""]) => {
            let account = format!("<R><Account>{ACCOUNT}</Account></R>");
            (200, String::new(), account.into_bytes())
        }
        ("GET", ["zip", region, name, number]) => {
            let versions = state.layers.get(&((*region).to_owned(), (*name).to_owned()));
            let number: usize = number.parse().unwrap();
            (200, String::new(), versions.unwrap()[number - 1].zip.clone())
        }
        ("GET", ["2018-10-31", "layers"]) => by_arn(request, state),
        ("GET", ["2018-10-31", "layers", name, "versions"]) => list(request, state, name),
        ("POST", ["2018-10-31", "layers", name, "versions"]) => publish(request, state, name),
        ("POST", ["2018-10-31", "layers", name, "versions", number, "policy"]) => {
            let Some(version) = version(request, state, name, number) else {
                return error(404, "ResourceNotFoundException");
            };
            let grant: Value = serde_json::from_slice(&request.body).unwrap();
            if version.policy.iter().any(|other| other["Sid"] == grant["StatementId"]) {
                return error(409, "ResourceConflictException");
            }
            let mut statement = json!({
                "Sid": grant["StatementId"], "Effect": "Allow", "Action": grant["Action"], "Principal": grant["Principal"],
            });
            if grant["OrganizationId"].is_string() {
                statement["Condition"] = json!({"StringEquals": {"aws:PrincipalOrgID": grant["OrganizationId"]}});
            }
            version.policy.push(statement);
            document(201, &json!({}))
        }
        ("GET", ["2018-10-31", "layers", name, "versions", number, "policy"]) => {
            let Some(version) = version(request, state, name, number) else {
                return error(404, "ResourceNotFoundException");
            };
            document(200, &json!({ "Policy": json!({ "Statement": version.policy }).to_string() }))
        }
        (method, [bucket, key @ ..]) => object(request, state, method, bucket, &key.join("/")),
        _ => error(404, "NotFound"),
    }
}

fn version<'a>(request: &Request, state: &'a mut State, name: &str, number: &str) -> Option<&'a mut Version> {
    let versions = state.layers.get_mut(&(request.region.clone(), name.to_owned()))?;
    versions.get_mut(number.parse::<usize>().ok()?.checked_sub(1)?)
}

fn arn(request: &Request, name: &str, number: usize) -> String {
    format!("arn:aws:lambda:{}:{ACCOUNT}:layer:{name}:{number}", request.region)
}

fn list(request: &Request, state: &State, name: &str) -> Answer {
    let versions = state.layers.get(&(request.region.clone(), name.to_owned())).map_or(0, Vec::len);
    let listed: Vec<Value> =
        (1..=versions).rev().map(|n| json!({ "Version": n, "LayerVersionArn": arn(request, name, n) })).collect();
    document(200, &json!({ "LayerVersions": listed }))
}

fn described(zip: &[u8]) -> Value {
    json!({ "CodeSha256": STANDARD.encode(Sha256::digest(zip)), "CodeSize": zip.len() })
}

fn by_arn(request: &Request, state: &State) -> Answer {
    let arn = request.target.split("Arn=").nth(1).unwrap_or_default().replace("%3A", ":");
    let mut parts = arn.rsplit(':');
    let (number, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let versions = state.layers.get(&(request.region.clone(), name.to_owned()));
    let found = number.parse::<usize>().ok().and_then(|number| versions?.get(number.checked_sub(1)?));
    match found {
        Some(version) => {
            let mut content = described(&version.zip);
            content["Location"] = format!("http://{}/zip/{}/{name}/{number}", request.host, request.region).into();
            document(200, &json!({ "Content": content }))
        }
        None => error(404, "ResourceNotFoundException"),
    }
}

fn publish(request: &Request, state: &mut State, name: &str) -> Answer {
    if request.body.len() > 70_167_211 {
        return error(413, "RequestEntityTooLargeException");
    }
    let Ok(mut body) = serde_json::from_slice::<Value>(&request.body) else {
        return error(400, "SerializationException");
    };
    let content = body["Content"].take();
    let zip = if let Some(zip) = content["ZipFile"].as_str() {
        STANDARD.decode(zip).unwrap()
    } else {
        let (bucket, key) = (content["S3Bucket"].as_str().unwrap(), content["S3Key"].as_str().unwrap());
        match state.objects.get(&format!("{bucket}/{key}")) {
            Some(zip) => zip.clone(),
            None => return error(400, "InvalidParameterValueException"),
        }
    };
    let answer = described(&zip);
    let versions = state.layers.entry((request.region.clone(), name.to_owned())).or_default();
    versions.push(Version { zip, request: body, policy: Vec::new() });
    document(201, &json!({ "LayerVersionArn": arn(request, name, versions.len()), "Content": answer }))
}

fn object(request: &Request, state: &mut State, method: &str, bucket: &str, key: &str) -> Answer {
    let Some(region) = state.buckets.get(bucket) else { return error(404, "NoSuchBucket") };
    let headers = format!("x-amz-bucket-region: {region}\r\n");
    if *region != request.region {
        return (301, headers, Vec::new());
    }
    let place = format!("{bucket}/{key}");
    match method {
        "HEAD" if key.is_empty() => (200, headers, Vec::new()),
        "HEAD" => (if state.objects.contains_key(&place) { 200 } else { 404 }, headers, Vec::new()),
        "PUT" => {
            state.objects.insert(place, request.body.clone());
            (200, headers, Vec::new())
        }
        "DELETE" => {
            state.objects.remove(&place);
            (204, headers, Vec::new())
        }
        _ => error(405, "MethodNotAllowed"),
    }
}
