//! Selects the file of a folder that SAM would use as the template (`samcli/commands/_utils/options.py`).

use std::io;
use std::path::{Path, PathBuf};

/// The names SAM looks for; the first one that exists is used.
pub const TEMPLATE_NAMES: [&str; 3] = ["template.yaml", "template.yml", "template.json"];

/// Returns the path of the template that `sam build` writes. SAM prefers it.
pub fn built_template(folder: &Path) -> PathBuf {
    folder.join(".aws-sam").join("build").join("template.yaml")
}

/// The template of a folder.
#[derive(Debug, PartialEq, Eq)]
pub struct Choice {
    /// The file.
    pub path: PathBuf,
    /// Whether samconfig names it.
    pub by_name: bool,
}

/// Returns the file SAM would read if it were run in `folder`. `named` is the template in samconfig.
pub fn template_of(folder: &Path, named: Option<&str>) -> Option<Choice> {
    if let Some(named) = named {
        return Some(Choice { path: folder.join(named), by_name: true });
    }
    let path = candidates(folder).find(|path| may_be_file(path))?;
    Some(Choice { path, by_name: false })
}

/// Returns the other templates of a folder, which SAM reads if it is told to, or after the built template was removed.
pub fn other_templates(folder: &Path, chosen: &Path) -> Vec<PathBuf> {
    candidates(folder).filter(|path| path != chosen && may_be_file(path)).collect()
}

fn candidates(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let usual = TEMPLATE_NAMES.iter().map(|name| folder.join(name));
    std::iter::once(built_template(folder)).chain(usual)
}

/// Returns whether SAM would find something else than a folder at this path. If the system does not say, it may be a file.
fn may_be_file(path: &Path) -> bool {
    match path.metadata() {
        Ok(metadata) => !metadata.is_dir(),
        Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_template_comes_first_then_the_usual_names() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        assert_eq!(template_of(folder, None), None);
        for name in ["template.json", "template.yml", "template.yaml", ".aws-sam/build/template.yaml"] {
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, "").unwrap();
            assert_eq!(template_of(folder, None), Some(Choice { path, by_name: false }));
        }
        let named = Choice { path: folder.join("other.yaml"), by_name: true };
        assert_eq!(template_of(folder, Some("other.yaml")), Some(named));
    }
}
