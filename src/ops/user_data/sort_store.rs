//! Stores the sort order of each screen in the user's data folder: a line such as `layers size reversed` for each.
//!
//! A missing or unreadable file counts as empty. Lines of a newer version are kept.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::atomic_file::{self, Readers};
use crate::ops::bounded;
use crate::ops::context::Context;

/// The sort order of each screen, and whether it is reversed.
pub type Sorts = BTreeMap<String, (String, bool)>;

/// Returns the stored sort orders.
pub fn known_sorts(context: &Context) -> Sorts {
    context.data_dir.as_deref().map(read).unwrap_or_default()
}

/// Stores the sort order of a screen. In read-only mode nothing is written.
pub fn remember_sort(context: &Context, screen: &str, sort: &str, reversed: bool) {
    let Some(folder) = context.data_dir.as_deref().filter(|_| !context.read_only.is_on()) else { return };
    let mut sorts = read(folder);
    sorts.insert(screen.to_owned(), (sort.to_owned(), reversed));
    if let Err(error) = write(folder, &sorts) {
        tracing::info!(path = %folder.display(), %error, "cannot remember the sort order");
    }
}

fn read(folder: &Path) -> Sorts {
    let read = bounded::read(&file(folder), bounded::BY_HAND).unwrap_or_default();
    let text = String::from_utf8_lossy(&read).into_owned();
    let line = |line: &str| {
        let mut words = line.split_whitespace();
        Some((words.next()?.to_owned(), (words.next()?.to_owned(), words.next() == Some("reversed"))))
    };
    text.lines().filter_map(line).collect()
}

fn write(folder: &Path, sorts: &Sorts) -> std::io::Result<()> {
    atomic_file::make_folder(folder)?;
    atomic_file::replace(&file(folder), Readers::Owner, |out| {
        sorts.iter().try_for_each(|(screen, (sort, reversed))| {
            writeln!(out, "{screen} {sort}{}", if *reversed { " reversed" } else { "" })
        })
    })
}

fn file(folder: &Path) -> PathBuf {
    folder.join("sorts.txt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_each_screen_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), Sorts::new());
        let sorts = Sorts::from([
            ("images".to_owned(), ("age".to_owned(), false)),
            ("layers".to_owned(), ("size".to_owned(), true)),
        ]);
        write(folder.path(), &sorts).unwrap();
        assert_eq!(read(folder.path()), sorts);
    }
}
