//! Determines which directory SAM CLI uses as its layer cache. Pure: all inputs are passed in.
//!
//! Source of the rules: `samcli/commands/local/cli_common/options.py` (`--layer-cache-basedir` and its default) and
//! click, which treats an empty environment variable as unset and does not expand `~`. The default follows Python's
//! `expanduser`, also without a home directory and under sudo.

use std::path::{Path, PathBuf};

use crate::text::one_line;

/// The inputs of the choice.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// The option `--layer-cache-basedir`.
    pub option: Option<PathBuf>,
    /// The environment variable `SAM_LAYER_CACHE_BASEDIR`.
    pub variable: Option<PathBuf>,
    /// The setting `layer_cache_basedir` of a samconfig file, and the display name of that file.
    pub samconfig: Option<(PathBuf, String)>,
    /// The user's home directory: `HOME`, even if it is empty, otherwise that of the system's user database.
    pub home: Option<PathBuf>,
    /// The user who started this process with sudo.
    pub sudo: Option<SudoUser>,
    /// The environment variable `APPDATA`, used on Windows only.
    pub app_data: Option<PathBuf>,
    /// The directory that relative paths start from, as in SAM, including those of a samconfig file in another
    /// directory.
    pub current_dir: PathBuf,
}

/// The user who started a process of another user with sudo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SudoUser {
    /// The name.
    pub name: String,
    /// The home directory, if it is known.
    pub home: Option<PathBuf>,
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
    let path = inputs.current_dir.join(default_path(inputs));
    let note = home_note(inputs).or_else(|| sudo_note(inputs));
    Located { path, chosen_by: "default".to_owned(), note }
}

fn located(inputs: &Inputs, path: &Path, chosen_by: &str) -> Located {
    let here = inputs.current_dir.display();
    let note = if path.starts_with("~") {
        Some(format!(
            "SAM does not expand `~` here: this is a folder named `~` in {here}. Use the full path of your home \
             directory."
        ))
    } else {
        windows_path(path).map(|mounted| {
            format!("This is a Windows path, and a folder with that name in {here}. In WSL, use {mounted}.")
        })
    };
    Located { path: inputs.current_dir.join(path), chosen_by: chosen_by.to_owned(), note }
}

/// Returns the default: `click.get_app_dir("AWS SAM", force_posix=True)` joined with `layers-pkg`.
///
/// Python's `expanduser` treats an empty `HOME` as the root directory, and leaves `~` where there is no home directory.
fn default_path(inputs: &Inputs) -> PathBuf {
    let home = inputs.home.clone().unwrap_or_else(|| "~".into());
    if cfg!(windows) {
        return inputs.app_data.clone().unwrap_or(home).join("AWS SAM").join("layers-pkg");
    }
    let home = if home.as_os_str().is_empty() { "/".into() } else { home };
    home.join(".aws-sam").join("layers-pkg")
}

/// Returns a note if there is no home directory that the default could be in.
fn home_note(inputs: &Inputs) -> Option<String> {
    let advice = "Set HOME, or choose the folder with --layer-cache-basedir or SAM_LAYER_CACHE_BASEDIR.";
    match &inputs.home {
        _ if cfg!(windows) => None,
        None => Some(format!(
            "There is no home directory (HOME is not set, and the system has none for this user), so SAM uses a folder \
             named `~` in {}. {advice}",
            inputs.current_dir.display()
        )),
        Some(home) if home.as_os_str().is_empty() => {
            Some(format!("HOME is empty, so SAM uses the root directory. {advice}"))
        }
        Some(_) => None,
    }
}

/// Returns a note about whose cache the default is, if sudo started this process.
fn sudo_note(inputs: &Inputs) -> Option<String> {
    let (sudo, home) = (inputs.sudo.as_ref()?, inputs.home.as_ref()?);
    let name = one_line(&sudo.name);
    Some(match &sudo.home {
        Some(own) if own == home => format!(
            "sudo keeps HOME, so this is the cache of {name}, and what is written into it belongs to the user that sudo \
             runs as. Run samlayers without sudo."
        ),
        Some(own) => {
            let own = one_line(&own.join(".aws-sam").join("layers-pkg").display().to_string());
            format!(
                "sudo sets HOME to {}, so this is the cache of `sudo sam`. SAM run by {name} uses {own}: run samlayers \
                 without sudo.",
                home.display()
            )
        }
        None => format!(
            "sudo sets HOME to {}, so this is the cache of `sudo sam` and not that of {name}: run samlayers without sudo.",
            home.display()
        ),
    })
}

/// Returns where WSL mounts a path of Windows, such as `C:\Users\jo`; `None` for any other path, and on Windows.
fn windows_path(path: &Path) -> Option<String> {
    let text = path.to_str().filter(|_| !cfg!(windows))?;
    let mut characters = text.chars();
    let drive = characters.next().filter(char::is_ascii_alphabetic)?;
    let rest = characters.as_str().strip_prefix(':').filter(|rest| rest.starts_with(['\\', '/']))?;
    Some(one_line(&format!("/mnt/{}{}", drive.to_ascii_lowercase(), rest.replace('\\', "/"))))
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
            sudo: None,
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
    #[cfg(not(windows))]
    #[test]
    fn without_a_home_directory_the_default_is_where_python_expands_it_to() {
        let at = |home: Option<&str>| {
            let home = home.map(PathBuf::from);
            locate(&Inputs { home, current_dir: "/project".into(), ..Inputs::default() })
        };
        let none = at(None);
        assert_eq!(none.path, Path::new("/project/~/.aws-sam/layers-pkg"));
        assert!(none.note.is_some_and(|note| note.contains("no home directory") && note.contains("Set HOME")));
        let empty = at(Some(""));
        assert_eq!(empty.path, Path::new("/.aws-sam/layers-pkg"));
        assert!(empty.note.is_some_and(|note| note.contains("HOME is empty")));
        assert_eq!(at(Some("own")).path, Path::new("/project/own/.aws-sam/layers-pkg"));
        // A container without an entry for its user.
        assert_eq!((at(Some("/")).path, at(Some("/")).note), ("/.aws-sam/layers-pkg".into(), None));
    }

    #[cfg(not(windows))]
    #[test]
    fn under_sudo_a_note_names_the_cache_of_either_user() {
        let note = |home: &str, own: Option<&str>| {
            let sudo = SudoUser { name: "jo".to_owned(), home: own.map(PathBuf::from) };
            let located = locate(&Inputs { home: Some(home.into()), sudo: Some(sudo), ..Inputs::default() });
            assert_eq!(located.path, Path::new(home).join(".aws-sam/layers-pkg"));
            located.note.expect("a note")
        };
        let of_root = note("/root", Some("/home/jo"));
        assert!(of_root.contains("HOME to /root") && of_root.contains("/home/jo/.aws-sam/layers-pkg"), "{of_root}");
        let kept = note("/home/jo", Some("/home/jo"));
        assert!(kept.contains("keeps HOME") && kept.contains("the cache of jo"), "{kept}");
        assert!(note("/root", None).contains("not that of jo"));
        // A cache that was chosen is no question of homes.
        let sudo = Some(SudoUser { name: "jo".to_owned(), home: None });
        assert_eq!(locate(&Inputs { option: Some("/cache".into()), sudo, ..all_inputs() }).note, None);
    }

    #[cfg(not(windows))]
    #[test]
    fn a_path_of_windows_is_noted_with_its_path_in_wsl() {
        let note = |path: &str| locate(&Inputs { variable: Some(path.into()), ..Inputs::default() }).note;
        let sam = note(r"C:\Users\jo\AppData\Roaming\AWS SAM\layers-pkg").expect("a note");
        assert!(sam.contains("/mnt/c/Users/jo/AppData/Roaming/AWS SAM/layers-pkg"), "{sam}");
        assert!(note("d:/layers").is_some_and(|note| note.contains("/mnt/d/layers")));
        for path in ["/mnt/c/layers", "c", "c:", "layers:/x", "ab:\\x"] {
            assert_eq!(note(path), None, "{path}");
        }
    }
}
