//! Which names a disk takes for the same: names that differ in case, or in the Unicode form of a letter.

use std::fs;
use std::io;
use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;

/// The differences between names that a folder ignores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folding {
    /// `A` equals `a`: on Windows, usually on macOS, and in some folders on Linux.
    pub case: bool,
    /// `é` as one character equals `é` as two: on macOS.
    pub form: bool,
}

impl Folding {
    /// Ignores as much as any disk does.
    pub const MOST: Self = Self { case: true, form: true };

    /// Tries it with a temporary file in the folder.
    pub fn of(folder: &Path) -> io::Result<Self> {
        let probe = tempfile::Builder::new().prefix("Samlayers-\u{c9}-").tempfile_in(folder)?;
        let name = probe.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_found = |name: String| fs::symlink_metadata(folder.join(name)).is_ok();
        Ok(Self { case: is_found(name.to_lowercase()), form: is_found(name.nfd().collect()) })
    }

    /// Returns a path as the folder compares it.
    pub fn fold(self, path: &str) -> String {
        if path.is_ascii() {
            return if self.case { path.to_ascii_lowercase() } else { path.to_owned() };
        }
        let path = if self.form { path.nfd().collect() } else { path.to_owned() };
        let path = if self.case { path.to_lowercase() } else { path };
        if self.form { path.nfd().collect() } else { path }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let folding = Folding::of(folder.path()).unwrap();
        assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
        fs::write(folder.path().join("A"), "").unwrap();
        assert_eq!(folding.case, folder.path().join("a").exists());
    }

    #[test]
    fn only_what_the_disk_ignores_is_folded() {
        let (case, form) = (Folding { case: true, form: false }, Folding { case: false, form: true });
        assert_eq!((case.fold("LICENSE/\u{c9}"), form.fold("LICENSE")), ("license/\u{e9}".into(), "LICENSE".into()));
        assert_eq!((form.fold("\u{e9}"), case.fold("e\u{301}")), ("e\u{301}".into(), "e\u{301}".into()));
        assert_eq!(Folding::MOST.fold("\u{c9}T\u{c9}"), Folding::MOST.fold("e\u{301}te\u{301}"));
    }
}
