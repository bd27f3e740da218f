//! System calls that differ between platforms: reading at an offset, creating files and links.

#[cfg(not(unix))]
mod portable;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub(super) use portable::{identity, is_executable, make_folder, make_link, mode, new_file, open_file, read_at};
#[cfg(unix)]
pub(super) use unix::{identity, is_executable, make_folder, make_link, mode, new_file, open_file, read_at};
