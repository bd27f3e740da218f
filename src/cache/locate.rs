//! Determines which directory SAM CLI uses as its layer cache. Pure: all inputs are passed in.
//!
//! Source of the rules: `samcli/commands/local/cli_common/options.py` (`--layer-cache-basedir` and its default) and
//! click, which treats an empty environment variable as unset and does not expand `~`.

use std::path::{Path, PathBuf};

/// The inputs of the choice.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The option `--layer-cache-basedir`.
    pub option: Option<PathBuf>,
    /// The environment variable `SAM_LAYER_CACHE_BASEDIR`.
    pub variable: Option<PathBuf>,
    /// The setting `layer_cache_basedir` of a samconfig file, and the display name of that file.
    pub samconfig: Option<(PathBuf, String)>,
    /// The user's home directory.
    pub home: Option<PathBuf>,
    /// The environment variable `APPDATA`, used on Windows only.
    pub app_data: Option<PathBuf>,
    /// The directory that relative paths start from, as in SAM, including those of a samconfig file in another
    /// directory.
    pub current_dir: PathBuf,
}

/// The cache's path and the rule that chose it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Located {
    /// The absolute path, which may not exist.
    pub path: PathBuf,
    /// The source: `--layer-cache-basedir`, `SAM_LAYER_CACHE_BASEDIR`, the name of the samconfig file or `default`.
    pub chosen_by: String,
    /// A note about a path that SAM reads differently than the user probably expects.
    pub note: Option<String>,
}

/// Returns the cache that SAM would use: from the option, the variable, the samconfig file or the default, in this
/// order.
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

/// Returns the default: `click.get_app_dir("AWS SAM", force_posix=True)` joined with `layers-pkg`.
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

    fn all_inputs() -> Inputs {
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
    fn earlier_rules_take_precedence() {
        let mut inputs = all_inputs();
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
    fn a_tilde_is_not_expanded_and_a_note_says_so() {
        let inputs = Inputs { option: Some("~/cache".into()), ..all_inputs() };
        let located = locate(&inputs);
        assert_eq!(located.path, Path::new("/project/~/cache"));
        assert!(located.note.is_some_and(|note| note.contains("does not expand")));
        assert_eq!(locate(&Inputs { option: Some("/x/~".into()), ..all_inputs() }).note, None);
    }
}
