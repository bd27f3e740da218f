//! The cache directory on disk: locate, scan, lock, swap in, trash; the only door for removal.
//!
//! Everything here blocks: call it from a thread of its own.
//!
//! | step | call |
//! |---|---|
//! | which directory SAM uses | [`locate()`] |
//! | open it, or say why not | [`Cache::open`], [`Cache::create`] |
//! | clear up after a crash of ours | [`Cache::recover`] |
//! | what is in it, as a stream | [`Cache::scan`] |
//! | every byte of a layer, summed | [`Cache::digest`] |
//! | purge | [`Cache::begin`], [`Operation::trash_layer`], [`Operation::trash_leftover`], [`Operation::finish`] |
//! | no new download of it by SAM for a while | [`Operation::held_locks`] |
//! | delete for good | [`Operation::delete_layer`], [`Operation::delete_leftover`], [`Cache::empty_trash`] |
//! | undo | [`Cache::undoable`], [`Cache::undo`], [`Cache::trash`], [`Cache::restore`] |
//! | refresh | [`Cache::lock_download`], [`Cache::stage`], [`Operation::swap_in`] |
//! | the lock of a dead process | [`Operation::release_lock`] |
//! | whether a process still runs | [`RunningProcess`] |
//!
//! Inside, `sys` looks, `door` moves and removes, `store` knows our own folder, and `journal` what was meant and done.

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
pub use held_locks::HeldLocks;
pub use locate::{Inputs, Located, locate};
pub use open::Cache;
pub use operation::{Freed, Moved, Operation, OperationKind};
pub use own_folder::stop_waiting;
pub use process::{RunningProcess, process_list};
pub use restore::{EntryOutcome, Restored};
pub use sam_lock::DownloadLock;
pub use stage::Staged;
pub use trash::{Remains, TrashedEntry, TrashedOperation};
