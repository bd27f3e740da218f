//! `aws login`: a console session, whose credentials last 15 minutes and are renewed with proof of a private key (RFC
//! 9449, `DPoP`), as botocore's `LoginCredentialFetcher` does.

use aws_credential_types::Credentials;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use rustls::pki_types::PrivateSec1KeyDer;
use rustls::pki_types::pem::PemObject as _;
use serde_json::{Map, Value, json};

use super::{HOME_REGION, Sources, is_valid_for, profile, time, token_file};
use crate::aws::AwsError;
use crate::aws::call::{Api, Call, Failure};
use crate::aws::service::Service;
use crate::clock;
use crate::text::{one_line, sentence};

/// Credentials that expire within this many seconds are renewed first.
const SOON: i64 = 5 * 60;

impl Sources {
    /// Returns the credentials of the session that `aws login` started for this profile.
    pub(super) async fn of_login(&self, api: &Api, name: &str, session: &str) -> Result<Credentials, AwsError> {
        let expired = || AwsError::LoginExpired { profile: super::login_profile(name) };
        let file = format!("{}.json", crate::sam::sha256_hex(session.trim()));
        let folder = self.environment.get("AWS_LOGIN_CACHE_DIRECTORY").map(|folder| self.environment.expand(folder));
        let folder = folder.or_else(|| self.environment.below_aws("login/cache")).ok_or_else(expired)?;
        let path = folder.join(file);
        let mut token = token_file::read(&path).ok_or_else(expired)?;
        let current = credentials(&token).ok_or_else(expired)?;
        if current.expiry().and_then(|expiry| Timestamp::try_from(expiry).ok()).is_some_and(|e| is_valid_for(e, SOON)) {
            return Ok(current);
        }
        match renew(api, &mut token).await {
            Ok(()) => token_file::write(&path, &token),
            Err(Renewal::Ended) => return Err(expired()),
            Err(Renewal::NotAllowed(detail)) => {
                let profile = one_line(name);
                return Err(AwsError::Configuration(sentence!(
                    "aws-login-not-renewed",
                    profile = profile,
                    detail = detail
                )));
            }
            // Without a network, credentials that are still valid for a while are used.
            Err(Renewal::Failed(error)) => {
                let expiry = current.expiry().and_then(|expiry| Timestamp::try_from(expiry).ok());
                return if expiry.is_some_and(|expiry| is_valid_for(expiry, 0)) { Ok(current) } else { Err(error) };
            }
        }
        credentials(&token).ok_or_else(expired)
    }
}

/// The reason why a session was not renewed.
enum Renewal {
    /// The user has to log in again.
    Ended,
    /// The user lacks the permission.
    NotAllowed(String),
    Failed(AwsError),
}

fn credentials(token: &Map<String, Value>) -> Option<Credentials> {
    let access = token.get("accessToken")?.as_object()?;
    let text = |key: &str| token_file::text(access, key).map(str::to_owned);
    let expiry = time(&text("expiresAt")?)?;
    let (key, secret) = (text("accessKeyId")?, text("secretAccessKey")?);
    Some(Credentials::new(key, secret, Some(text("sessionToken")?), Some(expiry.into()), "aws login"))
}

async fn renew(api: &Api, token: &mut Map<String, Value>) -> Result<(), Renewal> {
    let own = |key: &str| token_file::text(token, key).map(str::to_owned);
    let (Some(client), Some(refresh), Some(key)) = (own("clientId"), own("refreshToken"), own("dpopKey")) else {
        return Err(Renewal::Ended);
    };
    let region = own("signInRegion").or_else(|| api.settings.region.clone());
    let region = region.unwrap_or_else(|| HOME_REGION.to_owned());
    let body = json!({ "clientId": client, "refreshToken": refresh, "grantType": "refresh_token" });
    let call = Call::post(Service::Signin, &region, &api.settings, "/v1/token", "application/json", body.to_string());
    let proof = proof(&key, &call.url).ok_or(Renewal::Ended)?;
    let call = call.header("dpop", proof);
    let about = profile::about(api, Service::Signin.name());
    let answer = api.send(&call, None, &about).await.map_err(|failure| match failure {
        Failure::Service(error) if matches!(&*error.code, "TOKEN_EXPIRED" | "USER_CREDENTIALS_CHANGED") => {
            Renewal::Ended
        }
        Failure::Service(error) if error.code == "INSUFFICIENT_PERMISSIONS" => Renewal::NotAllowed(error.message),
        Failure::Service(error) if matches!(error.status, 400 | 401 | 403) => Renewal::Ended,
        failure => Renewal::Failed(failure.into_error(&about)),
    })?;
    let read = || {
        let answer: Map<String, Value> = serde_json::from_slice(&answer.body).ok()?;
        let mut access = answer.get("accessToken")?.as_object()?.clone();
        let lasts = SignedDuration::from_secs(answer.get("expiresIn")?.as_i64()?);
        let expiry = clock::now().checked_add(lasts).ok()?;
        access.insert("expiresAt".to_owned(), expiry.strftime("%Y-%m-%dT%H:%M:%SZ").to_string().into());
        if let Some(account) = token.get("accessToken").and_then(|access| access.get("accountId")) {
            access.insert("accountId".to_owned(), account.clone());
        }
        Some((access, token_file::text(&answer, "refreshToken")?.to_owned()))
    };
    let (access, refresh) =
        read().ok_or_else(|| Renewal::Failed(about.invalid_response("incomplete answer", "it has no credentials")))?;
    token.insert("accessToken".to_owned(), access.into());
    token.insert("refreshToken".to_owned(), refresh.into());
    Ok(())
}

/// Returns the `DPoP` proof: a token signed with the private key, for this address and the current time.
fn proof(pem: &str, url: &str) -> Option<String> {
    let key = PrivateSec1KeyDer::from_pem_slice(pem.as_bytes()).ok()?;
    let (private, public) = parts(key.secret_sec1_der())?;
    let random = SystemRandom::new();
    let pair =
        EcdsaKeyPair::from_private_key_and_public_key(&ECDSA_P256_SHA256_FIXED_SIGNING, private, public, &random);
    let pair = pair.ok()?;
    // 0x04, then both coordinates.
    let (x, y) = pair.public_key().as_ref().get(1..65)?.split_at(32);
    let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
    let head = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": { "kty": "EC", "x": x, "y": y, "crv": "P-256" } });
    let jti = uuid::Uuid::new_v4().to_string();
    let claims = json!({ "htm": "POST", "htu": url, "iat": clock::now().as_second(), "jti": jti });
    let encode = |part: &Value| URL_SAFE_NO_PAD.encode(part.to_string());
    let text = format!("{}.{}", encode(&head), encode(&claims));
    let signature = pair.sign(&random, text.as_bytes()).ok()?;
    Some(format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
}

/// Returns private and public key of an `ECPrivateKey` for P-256 (RFC 5915): `SEQUENCE { 1, OCTET STRING, [0] curve,
/// [1] BIT STRING }`.
fn parts(der: &[u8]) -> Option<(&[u8], &[u8])> {
    let (0x30, sequence, _) = element(der)? else { return None };
    let (0x02, _, rest) = element(sequence)? else { return None };
    let (0x04, private, mut rest) = element(rest)? else { return None };
    while !rest.is_empty() {
        let (tag, content, next) = element(rest)?;
        if tag == 0xa1 {
            let (0x03, bits, _) = element(content)? else { return None };
            // The first byte of a bit string is the number of unused bits.
            return Some((private, bits.strip_prefix(&[0])?));
        }
        rest = next;
    }
    None
}

/// Returns the tag, the content and the rest. Lengths of such keys fit in one byte, or in one more.
fn element(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = der.split_first()?;
    let (&length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (length, rest),
        0x81 => rest.split_first().map(|(length, rest)| (*length, rest))?,
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(usize::from(length))?;
    Some((tag, content, rest))
}

#[cfg(test)]
mod tests {
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    use super::*;

    /// The key of the example in AWS's documentation of the token format.
    const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIFDZHUzOG1Pzq+6F0mjMlOSp1syN9LRPBuHMoCFXTcXhoAoGCCqGSM49\n\
                       AwEHoUQDQgAE9qhj+KtcdHj1kVgwxWWWw++tqoh7H7UHs7oXh8jBbgF47rrYGC+t\n\
                       djiIaHK3dBvvdE7MGj5HsepzLm3Kj91bqA==\n-----END EC PRIVATE KEY-----\n";

    #[test]
    fn the_proof_is_signed_with_its_public_key() {
        let proof = proof(KEY, "https://eu-west-1.signin.aws.amazon.com/v1/token").unwrap();
        let (text, signature) = proof.rsplit_once('.').unwrap();
        let (head, claims) = text.split_once('.').unwrap();
        let json = |part: &str| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
        let (head, claims) = (json(head), json(claims));
        assert_eq!((head["typ"].as_str(), head["alg"].as_str()), (Some("dpop+jwt"), Some("ES256")));
        assert_eq!(claims["htu"], "https://eu-west-1.signin.aws.amazon.com/v1/token");
        let coordinate = |name: &str| URL_SAFE_NO_PAD.decode(head["jwk"][name].as_str().unwrap()).unwrap();
        let public = [vec![4], coordinate("x"), coordinate("y")].concat();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, public).verify(text.as_bytes(), &signature).unwrap();
    }

    #[test]
    fn an_invalid_key_gives_no_proof() {
        assert_eq!(proof("", "https://x"), None);
        assert_eq!(proof(&KEY.replace("MHcC", "MHcD"), "https://x"), None);
        assert_eq!(parts(&[0x30, 0x82, 1, 0]), None);
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_cause_a_panic(der in proptest::collection::vec(0_u8..=255, 0..40)) {
            let _ = parts(&der);
        }
    }
}
