//! Which directory SAM CLI would use as its layer cache. Pure: everything it depends on is passed in.
//!
//! Source of the rules: `samcli/commands/local/cli_common/options.py` (`--layer-cache-basedir` and its default) and
//! click, which takes an empty environment variable for an unset one and expands no `~`.

use std::path::{Path, PathBuf};

/// What the choice depends on.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// `--layer-cache-basedir`.
    pub option: Option<PathBuf>,
    /// `SAM_LAYER_CACHE_BASEDIR`.
    pub variable: Option<PathBuf>,
    /// `layer_cache_basedir` of a samconfig file, and that file's name for people.
    pub samconfig: Option<(PathBuf, String)>,
    /// The user's home directory.
    pub home: Option<PathBuf>,
    /// `APPDATA`, which counts on Windows only.
    pub app_data: Option<PathBuf>,
    /// Relative paths count from here, as in SAM; also those of a samconfig file elsewhere.
    pub current_dir: PathBuf,
}

/// The cache's path and the rule that chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// Absolute; it may not exist.
    pub path: PathBuf,
    /// `--layer-cache-basedir`, `SAM_LAYER_CACHE_BASEDIR`, the samconfig's name or `default`.
    pub chosen_by: String,
    /// A sentence about a path that SAM reads otherwise than its author probably meant.
    pub note: Option<String>,
}

/// Chooses as SAM does: option, variable, samconfig, default.
pub fn locate(inputs: &Inputs) -> Located {
    let set = |path: &&PathBuf| !path.as_os_str().is_empty();
    if let Some(path) = &inputs.option {
        return located(inputs, path, "--layer-cache-basedir");
    }
    if let Some(path) = inputs.variable.as_ref().filter(set) {
        return located(inputs, path, "SAM_LAYER_CACHE_BASEDIR");
    }
    if let Some((path, file)) = &inputs.samconfig {
        return located(inputs, path, file);
    }
    located(inputs, &default_path(inputs), "default")
}

fn located(inputs: &Inputs, path: &Path, chosen_by: &str) -> Located {
    let note = path.starts_with("~").then(|| {
        format!(
            "SAM does not expand `~` here: this is a folder named `~` in {}. Write the home directory out.",
            inputs.current_dir.display()
        )
    });
    Located { path: inputs.current_dir.join(path), chosen_by: chosen_by.to_owned(), note }
}

/// `click.get_app_dir("AWS SAM", force_posix=True)` joined with `layers-pkg`.
fn default_path(inputs: &Inputs) -> PathBuf {
    let home = inputs.home.clone().unwrap_or_default();
    if cfg!(windows) {
        inputs.app_data.clone().unwrap_or(home).join("AWS SAM").join("layers-pkg")
    } else {
        home.join(".aws-sam").join("layers-pkg")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn everything() -> Inputs {
        Inputs {
            option: Some("/from/option".into()),
            variable: Some("/from/variable".into()),
            samconfig: Some(("from/samconfig".into(), "samconfig.toml".into())),
            home: Some("/home/jo".into()),
            app_data: Some("/appdata".into()),
            current_dir: "/project".into(),
        }
    }

    #[test]
    fn each_rule_yields_to_the_one_before_it() {
        let mut inputs = everything();
        assert_eq!(locate(&inputs).chosen_by, "--layer-cache-basedir");
        inputs.option = None;
        assert_eq!(locate(&inputs).chosen_by, "SAM_LAYER_CACHE_BASEDIR");
        inputs.variable = Some(PathBuf::new());
        let located = locate(&inputs);
        assert_eq!((located.path, located.chosen_by.as_str()), ("/project/from/samconfig".into(), "samconfig.toml"));
        inputs.samconfig = None;
        assert_eq!(locate(&inputs).chosen_by, "default");
    }

    #[cfg(not(windows))]
    #[test]
    fn the_default_is_in_the_home_directory() {
        let inputs = Inputs { home: Some("/home/jo".into()), ..Inputs::default() };
        assert_eq!(locate(&inputs).path, Path::new("/home/jo/.aws-sam/layers-pkg"));
    }

    #[cfg(windows)]
    #[test]
    fn the_default_is_in_the_roaming_application_data() {
        let inputs = Inputs { app_data: Some(r"C:\Users\jo\AppData\Roaming".into()), ..Inputs::default() };
        assert_eq!(locate(&inputs).path, Path::new(r"C:\Users\jo\AppData\Roaming\AWS SAM\layers-pkg"));
    }

    #[test]
    fn a_tilde_is_a_folder_as_in_sam_and_that_is_said() {
        let inputs = Inputs { option: Some("~/cache".into()), ..everything() };
        let located = locate(&inputs);
        assert_eq!(located.path, Path::new("/project/~/cache"));
        assert!(located.note.is_some_and(|note| note.contains("does not expand")));
        assert_eq!(locate(&Inputs { option: Some("/x/~".into()), ..everything() }).note, None);
    }
}
