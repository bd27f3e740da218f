//! The tokens that `aws sso login` and `aws login` cache. A renewed token is written back, as AWS tools do: the renewal
//! invalidates the older one, and the next tool would find an expired login.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use serde_json::{Map, Value};

/// Reads a token; `None` if the file is missing or holds no token.
pub(super) fn read(path: &Path) -> Option<Map<String, Value>> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).ok(),
        Err(error) => {
            if error.kind() != io::ErrorKind::NotFound {
                tracing::warn!(path = %path.display(), %error, "cannot read the token of a login");
            }
            None
        }
    }
}

/// Replaces the token file with a renewed token, readable by its owner only. A token that cannot be written is still
/// used.
pub(super) fn write(path: &Path, token: &Map<String, Value>) {
    if let Err(error) = replace(path, token) {
        tracing::warn!(path = %path.display(), %error, "cannot keep the renewed token of a login");
    }
}

#[expect(clippy::disallowed_methods, reason = "the token just read from there, renewed")]
fn replace(path: &Path, token: &Map<String, Value>) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    // `tempfile` creates files with mode 0600.
    let mut file = tempfile::Builder::new().prefix(".samlayers").tempfile_in(folder)?;
    serde_json::to_writer(&mut file, token)?;
    file.flush()?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Returns a string field of the token.
pub(super) fn text<'a>(token: &'a Map<String, Value>, key: &str) -> Option<&'a str> {
    token.get(key)?.as_str().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_renewed_token_replaces_the_old_one_and_keeps_unknown_fields() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.json");
        fs::write(&path, r#"{"accessToken":"old","other":[1]}"#).unwrap();
        let mut token = read(&path).unwrap();
        token.insert("accessToken".to_owned(), "new".into());
        write(&path, &token);
        let token = read(&path).unwrap();
        assert_eq!((text(&token, "accessToken"), token["other"].to_string().as_str()), (Some("new"), "[1]"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
