//! One command's working day: options, environment and the user's config resolved into what the operations need.

mod resolve;

use std::io;
use std::sync::Mutex;
use std::sync::atomic::Ordering;

use jiff::Timestamp;

use super::args::Global;
use super::exit::Interrupted;
use super::interrupt::{self, Stop};
use super::output::warn;
use super::user_config::{self, UserConfig};
use super::world::World;
use crate::inventory::{ArnSource, FunctionRef, Inventory, KnownArn, LayersOfImage, Shown};
use crate::ops::demo::{self, Demo};
use crate::ops::{self, Context};
use crate::sam::image_name::{HASH_DIGITS, layers_sha256};
use crate::sam::{ImageName, LayerDir};

/// What commands that look at the cache work with.
#[derive(Debug)]
pub struct Session {
    /// For the operations.
    pub context: Context,
    /// Print JSON.
    pub json: bool,
    /// A person can be asked.
    pub can_ask: bool,
    /// When the command started.
    pub now: Timestamp,
    /// Set when the command should end.
    pub stop: Stop,
    /// Keeps the demo's folder until the end.
    _demo: Option<Demo>,
}

/// A finished survey.
#[derive(Debug)]
pub struct Seen {
    /// The facts.
    pub inventory: Inventory,
    /// The rows.
    pub shown: Shown,
}

impl Session {
    /// Resolves everything. A broken config file is a warning, never a failure.
    pub fn open(global: &Global, world: &World) -> anyhow::Result<Self> {
        // From here on Ctrl-C lets the work reach a safe point, and the demo's folder go.
        let stop = interrupt::listen()?;
        let demo = if global.demo { Some(demo::prepare()?) } else { None };
        let context = match &demo {
            Some(demo) => resolve::of_demo(demo, global)?,
            None => resolve::of_user(global, world, &user_config(world))?,
        };
        Ok(Self { context, json: global.json, can_ask: world.can_ask, now: world.now, stop, _demo: demo })
    }

    /// Looks at everything.
    pub fn survey(&self) -> anyhow::Result<Seen> {
        let inventory = Mutex::new(Inventory::default());
        let absorb = |finding| inventory.lock().unwrap_or_else(std::sync::PoisonError::into_inner).absorb(finding);
        ops::survey(&self.context, &absorb, &self.stop);
        if self.stop.load(Ordering::SeqCst) {
            return Err(Interrupted.into());
        }
        let inventory = inventory.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let shown = inventory.join();
        Ok(Seen { inventory, shown })
    }
}

/// The user's config file, with a warning for what is wrong with it.
fn user_config(world: &World) -> UserConfig {
    let Some(dir) = &world.config_dir else { return UserConfig::default() };
    let (config, wrong) = user_config::read(&user_config::path(dir));
    wrong.iter().for_each(|sentence| warn(sentence));
    config
}

impl Seen {
    /// The ARN of a directory, cached or not: proven by a template, remembered, or found among known accounts.
    pub fn arn_of(&self, dir: &LayerDir) -> Option<KnownArn> {
        if let Some(row) = self.shown.layer(dir) {
            return row.arn.clone();
        }
        self.shown.templates.iter().find_map(|template| {
            template.functions.iter().find_map(|row| {
                let arn =
                    row.function.layers.iter().filter_map(|layer| layer.arn.as_ref()).find(|arn| dir.is_of(arn))?;
                let function =
                    FunctionRef { template: template.path.clone(), function: row.function.full_path.clone() };
                Some(KnownArn { arn: arn.clone(), source: ArnSource::Template(function) })
            })
        })
    }

    /// The layers of an image the engine does not have: those of a function that makes the same digits.
    pub fn layers_by_template(&self, image: &ImageName) -> Option<LayersOfImage> {
        let wanted = image.hash()?;
        self.shown.templates.iter().find_map(|template| {
            template.functions.iter().find_map(|row| {
                let names: Vec<String> = row.function.layers.iter().filter_map(|layer| layer.name.clone()).collect();
                let source = format!("template {} ({})", template.path.display(), row.function.full_path);
                (layers_sha256(&names)[..HASH_DIGITS] == *wanted).then_some(LayersOfImage { names, source })
            })
        })
    }
}

/// For errors of the demo: it is not the user's doing.
fn demo_failed(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(format!("the demo cannot be made: {error}"))
}
