//! Wine, under which `tests/cross` runs the tests for Windows.

/// Returns whether the tests run under Wine, which does some things otherwise than Windows.
pub fn is_here() -> bool {
    cfg!(windows) && std::env::var_os("WINEPREFIX").is_some()
}
