//! The sessions that the AWS CLI caches in `~/.aws/cli/cache`, so that a role with MFA asks for a code once. They are
//! only read.

use std::collections::BTreeMap;

use aws_credential_types::Credentials;
use ring::digest;
use serde::Deserialize;

use super::json_credentials::JsonCredentials;
use super::{is_valid_for, time};
use crate::aws::environment::Environment;
use crate::aws::sts::AssumeRole;

/// A session that expires within this many seconds is not used.
const SOON: i64 = 60;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Cached {
    credentials: JsonCredentials,
}

/// Returns the cached session of this role if it is still valid.
pub(super) fn read(environment: &Environment, key: &str) -> Option<Credentials> {
    let path = environment.below_aws(&format!("cli/cache/{key}.json"))?;
    let cached: Cached = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let expiry = cached.credentials.expiration.as_deref().and_then(time)?;
    is_valid_for(expiry, SOON).then(|| cached.credentials.into_credentials("AWS CLI cache"))
}

/// Returns the key of a session, which is the file name: the sha1 of the arguments in JSON, as Python's `json.dumps(…, sort_keys=True)` writes them
/// (`AssumeRoleCredentialFetcher._create_cache_key` in botocore). The session name is part of it only if the profile
/// sets one.
pub(super) fn key(asked: &AssumeRole<'_>, is_named: bool) -> String {
    let mut arguments = BTreeMap::from([("RoleArn", text(asked.role_arn))]);
    let optional = [
        ("RoleSessionName", is_named.then_some(asked.session_name)),
        ("ExternalId", asked.external_id),
        ("SerialNumber", asked.mfa_serial),
    ];
    arguments.extend(optional.into_iter().filter_map(|(name, value)| Some((name, text(value?)))));
    if let Some(seconds) = asked.duration_seconds {
        arguments.insert("DurationSeconds", seconds.to_string());
    }
    let members: Vec<String> = arguments.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    let json = format!("{{{}}}", members.join(", "));
    hex::encode(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, json.as_bytes()))
}

/// Returns a JSON string in ASCII, as Python writes it by default.
fn text(value: &str) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() && c != '\u{7f}' {
            ascii.push(c);
        } else {
            let mut units = [0; 2];
            ascii.extend(c.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    ascii
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_name_is_that_of_botocore() {
        // Computed with botocore 1.44.8.
        let asked = AssumeRole {
            role_arn: "arn:aws:iam::123456789012:role/Dev",
            session_name: "samlayers",
            mfa_serial: Some("arn:aws:iam::123456789012:mfa/me"),
            ..AssumeRole::default()
        };
        assert_eq!(key(&asked, false), "0dd86f26f91e5b568a1c5be72af8021c65088912");
        let asked = AssumeRole { session_name: "josé", external_id: Some("x"), duration_seconds: Some(3600), ..asked };
        assert_eq!(key(&asked, true), "d0c4cd88b0240298d68befc9ac0ee7a759fde1b0");
    }
}
