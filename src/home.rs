//! The home folder of the user.

use std::path::PathBuf;

/// Returns the home folder, as Python's `expanduser` finds it for SAM CLI and the AWS CLI: on Windows USERPROFILE
/// counts, which a shell or a service can set to another folder than that of the user's account.
pub fn home_dir() -> Option<PathBuf> {
    let of_variable =
        if cfg!(windows) { std::env::var_os("USERPROFILE").filter(|path| !path.is_empty()) } else { None };
    of_variable.map(PathBuf::from).or_else(dirs::home_dir)
}
