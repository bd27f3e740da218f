//! Paths as SAM writes them (`normalize_resource_path` of `samcli/lib/providers/sam_stack_provider.py`).

use std::path::{Component, Path, PathBuf};

use super::TemplateFiles;

/// A path of a template, relative to the template's own folder.
pub fn relative_to_template(template: &Path, path: &str, files: &dyn TemplateFiles) -> PathBuf {
    let path = Path::new(path);
    if path.is_absolute() {
        return path.to_owned();
    }
    let target = files.link_target(template);
    let template = target.as_deref().unwrap_or(template);
    normal(&template.parent().unwrap_or(Path::new("")).join(path))
}

/// Python's `os.path.normpath`: `.` and `..` taken out by text alone.
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

/// The path in a `file://` address, its `%` escapes read.
pub fn of_file_url(url: &str) -> String {
    let rest = url.strip_prefix("file://").unwrap_or(url);
    // What comes before the first slash is a host, and what comes after `?` or `#` is no path.
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

/// Python's `posixpath.join` of two names.
pub fn join_names(parent: &str, name: &str) -> String {
    if parent.is_empty() || name.starts_with('/') {
        return name.to_owned();
    }
    if parent.ends_with('/') { format!("{parent}{name}") } else { format!("{parent}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_are_taken_out() {
        for (path, wanted) in [("a/./b/../c", "a/c"), ("../a", "../a"), ("a/../..", ".."), ("a/..", "."), ("/..", "/")]
        {
            assert_eq!(normal(Path::new(path)), Path::new(wanted), "{path}");
        }
    }

    #[test]
    fn addresses_of_files() {
        assert_eq!(of_file_url("file:///a/b%20c.yaml?x"), "/a/b c.yaml");
        assert_eq!(of_file_url("file://host/a"), "/a");
    }
}
