//! The arguments of the commands that change the cache.

use std::time::Duration;

use clap::{Args, Subcommand};

use crate::cli::completion as complete;
use crate::text::{parse_bytes, parse_duration};

/// The arguments of `purge`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct PurgeArgs {
    /// What to purge: a directory name, an ARN, a glob on directory names, or a problem code
    #[arg(value_name = "SELECTOR", add = complete::selector())]
    pub selectors: Vec<String>,
    /// Layers that no template uses; refused if a template or folder cannot be read
    ///
    /// Every template in the projects counts: also those that `cdk synth` and SAM's Terraform hook wrote, and a source
    /// template beside a built one. Hidden folders, node_modules and site-packages are not searched, and links are not
    /// followed. The plan lists the templates.
    #[arg(long)]
    pub unreferenced: bool,
    /// Layers that are empty, partial, failed or have a stale lock
    #[arg(long)]
    pub broken: bool,
    /// Layers with a newer version that is cached and usable: one with the same ARN except for the version, or with the
    /// same name if an ARN is unknown
    #[arg(long)]
    pub superseded: bool,
    /// Layers that have not changed for this long: 30d, 12h, 6w
    #[arg(long, value_name = "AGE", value_parser = parse_duration)]
    pub older_than: Option<Duration>,
    /// Layers larger than this: 100MB, 1GiB
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes)]
    pub larger_than: Option<u64>,
    /// All but the N latest versions of each layer
    #[arg(long, value_name = "N")]
    pub keep_newest: Option<usize>,
    /// The least recently used layers, until the cache is at most this size: 5GB, 500MiB
    ///
    /// The last use of a layer is the latest of these times: an image with it was built or tagged, a container of such
    /// an image was created or stopped, its directory was changed.
    #[arg(long, value_name = "SIZE", value_parser = parse_bytes)]
    pub trim_to: Option<u64>,
    /// Also: leftovers of interrupted SAM runs, such as zips, Dockerfiles and locks without a layer
    #[arg(long)]
    pub leftovers: bool,
    /// Also: stale locks, released together with their status; the layers stay
    ///
    /// A lock younger than 300 seconds whose process is not visible may be held by a SAM CLI in a container: its layer
    /// is skipped. This option also releases such locks: of the selected layers, or of all layers if none are selected.
    #[arg(long)]
    pub abandoned_locks: bool,
    /// Also: untagged images left over from SAM builds
    ///
    /// They are recognised by their history, which ends with the steps SAM adds: its emulator in /var/rapid, followed
    /// by nothing but layers in /opt. Builds of SAM before 1.0 had no emulator and are not recognised.
    #[arg(long)]
    pub dangling: bool,
    /// Also: images of functions without layers (`…rapid…`) and SAM's emulation images, used or not
    #[arg(long)]
    pub rapid_images: bool,
    /// Also: the images in which `sam build --use-container` builds; SAM pulls them again
    #[arg(long)]
    pub build_images: bool,
    /// Also: the images SAM built to run image functions (`REPOSITORY:rapid-…`), where their history or a container of SAM
    /// proves it. The images of the functions themselves are removed only by name
    #[arg(long)]
    pub function_images: bool,
    /// Also: unused UUIDs in the build folders of the projects; they move to a trash in the same folder
    ///
    /// They are in .aws-sam/cache and .aws-sam/deps, and no build.toml that may belong to them names them. If that cannot be
    /// determined, or a build may be running, nothing is removed.
    #[arg(long)]
    pub builds: bool,
    /// Also: images that no template uses and no running container needs; refused if a template cannot be resolved
    #[arg(long)]
    pub unused_images: bool,
    /// Also: outdated images, built from layers that were replaced since; SAM keeps using their old content
    #[arg(long)]
    pub outdated_images: bool,
    /// Also: stopped containers of SAM
    #[arg(long)]
    pub containers: bool,
    /// Select layers that match any of these rules instead of all of them
    #[arg(long)]
    pub any: bool,
    /// Also the images built from these layers, and their stopped containers
    #[arg(long)]
    pub with_images: bool,
    /// Delete permanently instead of moving to the trash; frees the space immediately and cannot be undone
    #[arg(long)]
    pub delete: bool,
    /// Dry run and confirmation.
    #[command(flatten)]
    pub consent: Consent,
}

/// The arguments of `refresh`.
#[derive(Debug, Clone, Args)]
pub struct RefreshArgs {
    /// What to download again: a directory name, an ARN, a glob on directory names, or a problem code
    #[arg(value_name = "SELECTOR", required = true, add = complete::selector())]
    pub selectors: Vec<String>,
    /// Also release SAM's locks that are younger than 300 seconds and whose process is not visible here: a SAM CLI in a
    /// container may hold them
    #[arg(long)]
    pub abandoned_locks: bool,
    /// Also remove the images built from the old content, which SAM would otherwise keep using
    #[arg(long)]
    pub with_images: bool,
    /// Also unpack layers larger than the 262,144,000 bytes Lambda allows. Set allow_over_quota in the config file to
    /// always do this
    #[arg(long)]
    pub allow_over_quota: bool,
    /// Dry run and confirmation.
    #[command(flatten)]
    pub consent: Consent,
}

/// The arguments of `prefetch`.
#[derive(Debug, Clone, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub struct PrefetchArgs {
    /// Check samlayers.lock next to each template: exits 1 without downloading if a template needs a layer that is not
    /// in it, or if AWS has a different zip. Created if missing, except in CI
    #[arg(long)]
    pub locked: bool,
    /// Rewrite samlayers.lock next to each template
    #[arg(long, conflicts_with = "locked")]
    pub update_lock: bool,
    /// Also release SAM's locks that are younger than 300 seconds and whose process is not visible here: a SAM CLI in a
    /// container may hold them
    #[arg(long)]
    pub abandoned_locks: bool,
    /// Print a CI cache key derived from samlayers.lock, and exit
    #[arg(long, conflicts_with_all = ["locked", "update_lock", "dry_run", "yes"])]
    pub cache_key: bool,
    /// Also unpack layers larger than the 262,144,000 bytes Lambda allows. Set allow_over_quota in the config file to
    /// always do this
    #[arg(long)]
    pub allow_over_quota: bool,
    /// Dry run and confirmation.
    #[command(flatten)]
    pub consent: Consent,
}

/// The arguments of `undo`.
#[derive(Debug, Clone, Args)]
pub struct UndoArgs {
    /// Dry run and confirmation.
    #[command(flatten)]
    pub consent: Consent,
}

/// The arguments of `trash`.
#[derive(Debug, Clone, Args)]
pub struct TrashArgs {
    /// The subcommand.
    #[command(subcommand)]
    pub command: TrashCommand,
}

/// The subcommands of `trash`.
#[derive(Debug, Clone, Subcommand)]
pub enum TrashCommand {
    /// List what can be restored
    Ls,
    /// Permanently delete what is in the trash; cannot be undone
    Empty {
        /// Only entries that have been in the trash for longer than this: 30d, 12h, 6w
        #[arg(long, value_name = "AGE", value_parser = parse_duration)]
        older_than: Option<Duration>,
        /// Dry run and confirmation.
        #[command(flatten)]
        consent: Consent,
    },
    /// Restore entries
    Restore {
        /// Layer directories in the trash, or operation names from `trash ls`
        #[arg(value_name = "NAME", required = true)]
        names: Vec<String>,
        /// Dry run and confirmation.
        #[command(flatten)]
        consent: Consent,
    },
}

/// Dry run and confirmation.
#[derive(Debug, Clone, Copy, Args)]
pub struct Consent {
    /// Print the plan without executing it
    #[arg(long)]
    pub dry_run: bool,
    /// Do not ask for confirmation; required without a terminal
    #[arg(short, long)]
    pub yes: bool,
}
