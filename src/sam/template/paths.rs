//! Resolves paths like SAM (`normalize_resource_path` of `samcli/lib/providers/sam_stack_provider.py`).

use std::path::{Component, Path, PathBuf};

use super::TemplateFiles;
use super::node::Node;

/// Returns a path of a template, relative to the template's own folder.
pub fn relative_to_template(template: &Path, path: &str, files: &dyn TemplateFiles) -> PathBuf {
    let path = Path::new(path);
    if path.is_absolute() {
        return path.to_owned();
    }
    let target = files.link_target(template);
    let template = target.as_deref().unwrap_or(template);
    normal(&template.parent().unwrap_or(Path::new("")).join(path))
}

/// Removes `.` and `..` from a path without reading the disk, like Python's `os.path.normpath`.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir => match out.components().next_back() {
                Some(Component::Normal(_)) => {
                    out.pop();
                }
                Some(Component::RootDir | Component::Prefix(_)) => {}
                _ => out.push(".."),
            },
            other => out.push(other),
        }
    }
    if out.as_os_str().is_empty() { PathBuf::from(".") } else { out }
}

/// Returns the path of a `file://` URL, with `%` escapes decoded.
pub fn of_file_url(url: &str) -> String {
    let rest = url.strip_prefix("file://").unwrap_or(url);
    // The text before the first slash is a host, and `?` or `#` ends the path.
    let rest = rest.find('/').map_or("", |at| &rest[at..]);
    let rest = rest.split(['?', '#', ';']).next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(rest.len());
    let mut left = rest.as_bytes();
    while let Some((byte, after)) = left.split_first() {
        let hex = |at: usize| left.get(at).and_then(|b| char::from(*b).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (*byte, hex(1), hex(2)) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
            left = &left[3..];
        } else {
            bytes.push(*byte);
            left = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Joins two names like Python's `posixpath.join`.
pub fn join_names(parent: &str, name: &str) -> String {
    if parent.is_empty() || name.starts_with('/') {
        return name.to_owned();
    }
    if parent.ends_with('/') { format!("{parent}{name}") } else { format!("{parent}/{name}") }
}

/// Returns whether a location is `s3://…`, or a map with a bucket.
pub fn is_in_s3(location: &Node) -> bool {
    match location {
        Node::Map(map) => map.has("S3Bucket") || map.has("Bucket"),
        Node::Str(text) => text.starts_with("s3://"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_removed() {
        for (path, wanted) in [("a/./b/../c", "a/c"), ("../a", "../a"), ("a/../..", ".."), ("a/..", "."), ("/..", "/")]
        {
            assert_eq!(normal(Path::new(path)), Path::new(wanted), "{path}");
        }
    }

    #[test]
    fn file_urls_are_converted_to_paths() {
        assert_eq!(of_file_url("file:///a/b%20c.yaml?x"), "/a/b c.yaml");
        assert_eq!(of_file_url("file://host/a"), "/a");
    }
}
