//! The cache directory on disk: locating, scanning, locking, replacing layers, and the trash. The submodule `removal` is
//! the only place that moves or removes files.
//!
//! All calls block, so call them from a worker thread.
//!
//! | purpose | call |
//! |---|---|
//! | Find the directory that SAM uses | [`locate()`] |
//! | Open or create it | [`Cache::open`], [`Cache::create`] |
//! | Clean up after an interrupted samlayers | [`Cache::recover`] |
//! | List and measure its entries | [`Cache::scan`] |
//! | Measure a folder anywhere like a layer | [`measure_folder`] |
//! | Read and hash every byte of a layer | [`Cache::digest`] |
//! | Purge | [`Cache::begin`], [`Operation::trash_layer`], [`Operation::trash_leftover`], [`Operation::finish`] |
//! | Keep SAM from downloading a removed layer for a while | [`Operation::held_locks`] |
//! | Delete permanently | [`Operation::delete_layer`], [`Operation::delete_leftover`], [`Cache::empty_trash`], [`Cache::delete_without_new_files`] |
//! | Undo | [`Cache::undoable`], [`Cache::undo`], [`Cache::trash`], [`Cache::restore`] |
//! | Refresh | [`Cache::lock_download`], [`Cache::stage`], [`Operation::swap_in`] |
//! | Release the lock of a process that no longer runs | [`Operation::release_lock`] |
//! | Check whether a process still runs | [`RunningProcess`] |
//! | Open the build folder of a project | [`Cache::open_build_folder`], then [`Operation::trash_build`] and the trash |
//!
//! Inside, `sys` reads the file system, `removal` moves and removes, `own_folder` manages `.samlayers`, and `journal`
//! records intentions and completed steps.

mod content;
mod digest;
mod error;
mod fault_injection;
mod held_locks;
mod journal;
mod leftovers;
mod links;
mod locate;
mod locks;
mod measure;
mod names;
mod no_room;
mod open;
mod operation;
mod own_folder;
mod process;
mod recover;
mod release;
mod removal;
mod restore;
mod sam_lock;
mod scan;
mod stage;
mod sys;
mod trash;

pub use digest::{Digest, Sums};
pub use error::CacheError;
pub(crate) use fault_injection::point as fault_point;
pub use held_locks::HeldLocks;
pub use journal::JournalDamage;
pub use locate::{Inputs, Located, SudoUser, locate};
pub use measure::measure_folder;
pub use open::{Cache, read_plain_file};
pub use operation::{Freed, Moved, Operation, OperationKind};
pub use own_folder::stop_waiting;
pub use process::{RunningProcess, process_list};
pub use restore::{EntryOutcome, Restored};
pub use sam_lock::DownloadLock;
pub use stage::Staged;
pub use trash::{Remains, TrashedEntry, TrashedOperation};
