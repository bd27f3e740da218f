//! Arguments of the commands that change the cache.

use std::time::Duration;

use clap::{Args, Subcommand};

use crate::text::{parse_bytes, parse_duration};

/// `purge SELECTOR…`
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct PurgeArgs {
    /// What to purge: a directory name, an ARN, a glob on directory names, or a problem code
    #[arg(value_name = "SELECTOR")]
    pub selectors: Vec<String>,
    /// Layers that no template names; refused while a template cannot be resolved
    #[arg(long)]
    pub unreferenced: bool,
    /// Layers that are empty, partial, failed or locked by a dead process
    #[arg(long)]
    pub broken: bool,
    /// Layers of which a newer version is cached and usable: of the same ARN but for its version, or, where an ARN is
    /// not known, of the same name
    #[arg(long)]
    pub superseded: bool,
    /// Layers last changed longer ago than this: 30d, 12h, 6w
    #[arg(long, value_name = "AGE", value_parser = parse_duration)]
    pub older_than: Option<Duration>,
    /// Layers larger than this: 100MB, 1GiB
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes)]
    pub larger_than: Option<u64>,
    /// Of each layer name, all but the N highest versions
    #[arg(long, value_name = "N")]
    pub keep_newest: Option<usize>,
    /// The least recently used layers until the cache is no larger than this: 5GB, 500MiB
    ///
    /// A layer was last used at the latest of these times: an image built from it was made or got its name, a container
    /// of such an image was made or ended, the directory was changed.
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes)]
    pub trim_to: Option<u64>,
    /// On top: what interrupted SAM runs left, zips, dockerfiles, locks of no layer
    #[arg(long)]
    pub leftovers: bool,
    /// On top: locks of dead processes, released together with their status; the layers stay
    #[arg(long)]
    pub abandoned_locks: bool,
    /// On top: images without a name that builds of SAM left
    ///
    /// Such an image is known by its history: it ends with the steps SAM writes, its emulator added to /var/rapid and
    /// then nothing but layers in /opt. Builds of SAM before 1.0 had no emulator and are not recognised.
    #[arg(long)]
    pub dangling: bool,
    /// On top: images of functions without layers (`…rapid…`) and SAM's emulation images, used or not
    #[arg(long)]
    pub rapid_images: bool,
    /// On top: containers of SAM that have ended
    #[arg(long)]
    pub containers: bool,
    /// Also the images built from these layers, and their stopped containers
    #[arg(long)]
    pub with_images: bool,
    /// Remove for good instead of moving to the trash; frees the space and cannot be undone
    #[arg(long)]
    pub delete: bool,
    /// How to go about it
    #[command(flatten)]
    pub consent: Consent,
}

/// `refresh SELECTOR…`
#[derive(Debug, Clone, Args)]
pub struct RefreshArgs {
    /// What to download again: a directory name, an ARN, a glob on directory names, or a problem code
    #[arg(value_name = "SELECTOR", required = true)]
    pub selectors: Vec<String>,
    /// Also remove the images built from the old content, which SAM would otherwise use on
    #[arg(long)]
    pub with_images: bool,
    /// Also unpack layers that come to more than the 262,144,000 bytes Lambda takes. allow_over_quota in the config file
    /// does it always
    #[arg(long)]
    pub allow_over_quota: bool,
    /// How to go about it
    #[command(flatten)]
    pub consent: Consent,
}

/// `prefetch`
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct PrefetchArgs {
    /// Check samlayers.lock beside each template: exits 1, with nothing downloaded, where a template needs a layer that
    /// is not in it or AWS has another zip. Where there is none it is written, but not in CI
    #[arg(long)]
    pub locked: bool,
    /// Write samlayers.lock beside each template anew
    #[arg(long, conflicts_with = "locked")]
    pub update_lock: bool,
    /// Print one line for the key of a CI's cache, made from samlayers.lock alone, and stop there
    #[arg(long, conflicts_with_all = ["locked", "update_lock", "dry_run", "yes"])]
    pub cache_key: bool,
    /// Also unpack layers that come to more than the 262,144,000 bytes Lambda takes. allow_over_quota in the config file
    /// does it always
    #[arg(long)]
    pub allow_over_quota: bool,
    /// How to go about it
    #[command(flatten)]
    pub consent: Consent,
}

/// `undo`
#[derive(Debug, Clone, Args)]
pub struct UndoArgs {
    /// How to go about it
    #[command(flatten)]
    pub consent: Consent,
}

/// `trash …`
#[derive(Debug, Clone, Args)]
pub struct TrashArgs {
    /// What to do with the trash
    #[command(subcommand)]
    pub command: TrashCommand,
}

/// What to do with the trash.
#[derive(Debug, Clone, Subcommand)]
pub enum TrashCommand {
    /// List what can be restored
    Ls,
    /// Free the space the trash takes; cannot be undone
    Empty {
        /// Only what was put there longer ago than this: 30d, 12h, 6w
        #[arg(long, value_name = "AGE", value_parser = parse_duration)]
        older_than: Option<Duration>,
        /// How to go about it
        #[command(flatten)]
        consent: Consent,
    },
    /// Bring entries back
    Restore {
        /// Layer directories in the trash, or operations as `trash ls` prints them
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
        /// How to go about it
        #[command(flatten)]
        consent: Consent,
    },
}

/// How a changing command goes about it.
#[derive(Debug, Clone, Copy, Args)]
pub struct Consent {
    /// Print the plan and stop there
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask; needed where there is no terminal to ask on
    #[arg(short, long)]
    pub yes: bool,
}
