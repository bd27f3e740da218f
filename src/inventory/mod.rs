//! The inventory: the facts found by a survey, joined into the rows that are shown. Pure: no I/O, no clock.

pub mod changes;
pub mod facts;
pub mod footprint;
mod join;
pub mod last_use;
pub mod replace;
pub mod scope;
pub mod search;
#[cfg(test)]
mod tests;
mod to_search;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::content::image::ImageVerification;
use crate::content::quotas;
use crate::content::verify::LayerVerification;
use crate::sam::installed::{CachedBy, InstalledSam};
use crate::sam::problem::ProblemCode;
use crate::sam::template::FunctionLayer;
use crate::sam::{AccountId, HashedName, ImageName, LayerArn, LayerDir};
use facts::builds::FoundBuildFolder;
use facts::newer;
pub use facts::{ArnSource, ImageLayers, KnownArn};
use facts::{
    CacheAccess, CacheState, EngineState, Finding, FoundContainer, FoundDangling, FoundForeign, FoundImage, FoundLayer,
    FoundLeftover, FoundTemplate, Measure, NotRead, OtherEngine, PlaceProblem, TrashTotals,
};
use join::changed_rows::ChangedRows;
pub use join::layer_state::lock_owner_unknown;
pub use join::rows::{
    self, FunctionRef, FunctionRow, ImageEvidence, ImageRow, InventoryRows, LayerRow, LayerState, TemplateRow, Totals,
    Usage,
};
pub use join::what_if;
use search::arns::Account;
use search::image_layers::{ImageSearchResult, KnownName};

/// All facts found so far. [`Inventory::apply`] adds a fact, [`Inventory::join`] returns the rows.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// The cache, once its state is known.
    pub cache: Option<CacheState>,
    /// The engine, once it answered or failed.
    pub engine: Option<EngineState>,
    /// Engines that run where SAM does not look, if none of SAM's answers.
    pub other_engines: Vec<OtherEngine>,
    /// The totals of the trash; [`Inventory::trash_if_known`] distinguishes an unknown trash from an empty one.
    pub trash: TrashTotals,
    trash_known: bool,
    places: BTreeMap<(PathBuf, ProblemCode), PlaceProblem>,
    /// How interrupted operations of samlayers were recovered.
    pub recovered: Vec<String>,
    /// The caller's account, once AWS reported it.
    pub account: Option<AccountId>,
    /// Every SAM CLI on `PATH`, the one that `sam` starts first; `None` if it was not searched for.
    pub installed_sams: Option<Vec<InstalledSam>>,
    /// Why the account is unknown although AWS was asked.
    pub account_unknown: Option<crate::text::Sentence>,
    /// Which parts of the survey are complete.
    pub complete: Complete,
    layers: BTreeMap<LayerDir, Arc<FoundLayer>>,
    /// Shared with the rows, as there may be ten thousand layers, and a survey passes all of them on.
    measures: BTreeMap<LayerDir, Arc<Measure>>,
    leftovers: BTreeMap<PathBuf, FoundLeftover>,
    foreign: BTreeMap<PathBuf, FoundForeign>,
    images: BTreeMap<ImageName, FoundImage>,
    other_images: Vec<FoundImage>,
    containers: Option<Vec<FoundContainer>>,
    dangling: Option<Vec<FoundDangling>>,
    image_checks: BTreeMap<ImageName, ImageVerification>,
    /// By the 25 digits of the image name.
    image_layers: BTreeMap<String, ImageLayers>,
    /// By the 25 digits of the image name.
    image_searches: BTreeMap<String, ImageSearchResult>,
    templates: BTreeMap<PathBuf, Arc<FoundTemplate>>,
    /// Templates beside those that SAM reads; their layers are in use as well.
    other_templates: BTreeMap<PathBuf, Arc<FoundTemplate>>,
    not_read: BTreeSet<NotRead>,
    /// By directory, as computing it takes a sha256.
    remembered: BTreeMap<LayerDir, LayerArn>,
    builds: BTreeMap<PathBuf, Arc<FoundBuildFolder>>,
    searched: BTreeMap<LayerDir, KnownArn>,
    newer: BTreeMap<LayerDir, newer::Newer>,
    /// Changes since the last [`Inventory::join_changed`].
    changed_rows: ChangedRows,
    checks: BTreeMap<LayerDir, Arc<LayerVerification>>,
}

/// The parts of the survey that are complete. The others are shown as loading.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent streams, each done or not")]
pub struct Complete {
    /// Every entry of the cache was reported.
    pub listed: bool,
    /// Every layer was measured.
    pub measured: bool,
    /// Every image was reported, or there is no engine.
    pub images: bool,
    /// Every template was read.
    pub templates: bool,
    /// Every build folder was reported.
    pub builds: bool,
    /// Every build folder was measured.
    pub builds_measured: bool,
}

impl Inventory {
    /// Returns the directories of all layers found so far, in the order of their names.
    pub fn layer_dirs(&self) -> impl Iterator<Item = &LayerDir> {
        self.layers.keys()
    }

    /// Adds one fact.
    pub fn apply(&mut self, finding: Finding) {
        if self.is_known(&finding) {
            return;
        }
        self.changed_rows.record(&finding);
        match finding {
            Finding::Cache(state) => self.cache = Some(state),
            Finding::Layer(layer) => drop(self.layers.insert(layer.dir.clone(), Arc::new(layer))),
            Finding::Measured(dir, measure) => drop(self.measures.insert(dir, Arc::new(measure))),
            Finding::Leftover(leftover) => drop(self.leftovers.insert(leftover.path.clone(), leftover)),
            Finding::Foreign(foreign) => drop(self.foreign.insert(foreign.path.clone(), foreign)),
            Finding::Trash(totals) => (self.trash, self.trash_known) = (totals, true),
            Finding::Place(place) => self.add_place(place),
            Finding::Recovered(sentence) => self.recovered.push(sentence),
            Finding::CacheListed => self.complete.listed = true,
            Finding::CacheMeasured => self.complete.measured = true,
            Finding::Engine(state) => {
                self.complete.images |= !matches!(state, EngineState::Ready { .. });
                self.engine = Some(state);
            }
            Finding::OtherEngines(engines) => self.other_engines = engines,
            Finding::Image(image) => drop(self.images.insert(image.name.clone(), image)),
            Finding::OtherImages(images) => self.other_images = images,
            Finding::Containers(containers) => self.containers = Some(containers),
            Finding::Dangling(dangling) => self.dangling = Some(dangling),
            Finding::ImageChecked(name, check) => drop(self.image_checks.insert(name, *check)),
            Finding::ImagesListed => self.complete.images = true,
            Finding::ImageLayers { hash, layers } => drop(self.image_layers.insert(hash, layers)),
            Finding::ImageSearched { hash, searched } => self.record_search(hash, searched),
            Finding::Template(template) => drop(self.templates.insert(template.path.clone(), Arc::new(template))),
            Finding::OtherTemplate(template) => {
                drop(self.other_templates.insert(template.path.clone(), Arc::new(template)));
            }
            Finding::NotRead(path) => drop(self.not_read.insert(path)),
            Finding::TemplatesRead => self.complete.templates = true,
            Finding::BuildFolder(folder) => drop(self.builds.insert(folder.path.clone(), Arc::from(folder))),
            Finding::BuildsListed => self.complete.builds = true,
            Finding::BuildsMeasured => (self.complete.builds, self.complete.builds_measured) = (true, true),
            Finding::Remembered(arn) => {
                let dir = arn.dir();
                self.changed_rows.layer(&dir);
                self.remembered.insert(dir, arn);
            }
            Finding::Arn(dir, known) => drop(self.searched.insert(dir, known)),
            Finding::Checked(dir, check) => drop(self.checks.insert(dir, check.into())),
            Finding::Newer(dir, newer) => drop(self.newer.insert(dir, newer)),
            Finding::Account(account) => (self.account, self.account_unknown) = (Some(account), None),
            Finding::AccountUnknown(why) => self.account_unknown = Some(why),
            Finding::InstalledSams(sams) => self.installed_sams = Some(sams),
        }
    }

    /// Adds a problem of a place, unless a more severe one with the same code is known: what cannot be read cannot be
    /// written either.
    fn add_place(&mut self, place: PlaceProblem) {
        let key = (place.path.clone(), place.problem.code);
        if place.hides_facts || self.places.get(&key).is_none_or(|known| !known.hides_facts) {
            self.places.insert(key, place);
        }
    }

    /// Returns the totals of the trash; `None` if it could not be read.
    pub fn trash_if_known(&self) -> Option<TrashTotals> {
        let no_cache = self.cache.as_ref().is_some_and(|cache| cache.access == CacheAccess::Missing);
        (self.trash_known || no_cache).then_some(self.trash)
    }

    /// Returns whether the cache exists but cannot be read, so that its content is unknown.
    pub fn cache_is_unusable(&self) -> bool {
        self.cache.as_ref().is_some_and(|cache| matches!(cache.access, CacheAccess::Unusable(_)))
    }

    /// Returns whether SAM's locks and status files exist and cannot be read, so that the state of no layer is known.
    pub fn locks_are_unreadable(&self) -> bool {
        self.places.keys().any(|(_, code)| *code == ProblemCode::LocksUnreadable)
    }

    /// Returns whether a fact is already known: a full survey reports most facts again.
    fn is_known(&self, finding: &Finding) -> bool {
        match finding {
            Finding::Layer(layer) => self.layers.get(&layer.dir).is_some_and(|known| **known == *layer),
            Finding::Measured(dir, measure) => self.measures.get(dir).is_some_and(|known| **known == *measure),
            Finding::Template(template) => self.templates.get(&template.path).is_some_and(|known| **known == *template),
            Finding::OtherTemplate(template) => {
                self.other_templates.get(&template.path).is_some_and(|known| **known == *template)
            }
            Finding::NotRead(path) => self.not_read.contains(path),
            Finding::TemplatesRead => self.complete.templates,
            Finding::InstalledSams(sams) => self.installed_sams.as_ref() == Some(sams),
            _ => false,
        }
    }

    /// Returns the SAM CLI that `sam` starts.
    pub fn installed_sam(&self) -> Option<&InstalledSam> {
        self.installed_sams.as_ref()?.first()
    }

    /// Returns the condition for that SAM to skip the download of a layer.
    pub fn cached_by(&self) -> CachedBy {
        self.installed_sam().map(InstalledSam::cached_by).unwrap_or_default()
    }

    /// Returns whether a template's functions or layers depend on the caller's account, which SAM requests from AWS.
    pub fn needs_account(&self) -> bool {
        self.all_templates().flat_map(|template| &template.outcome).any(|answer| answer.uses_account)
    }

    /// Returns the paths of all templates, including nested stacks.
    pub fn template_files(&self) -> Vec<PathBuf> {
        let nested = self.all_templates().flat_map(|template| &template.outcome).flat_map(|answer| &answer.read);
        self.all_templates().map(|template| &template.path).chain(nested).cloned().collect()
    }

    /// Returns every template that was read: those that SAM would read, then the others beside them.
    fn all_templates(&self) -> impl Iterator<Item = &FoundTemplate> {
        let templates = &self.templates;
        let others = self.other_templates.values().filter(|other| !templates.contains_key(&other.path));
        templates.values().chain(others).map(|template| &**template)
    }

    /// Returns the accounts of all ARNs in templates and in the store, and the caller's own, each under its first source.
    pub fn accounts(&self) -> Vec<Account> {
        let mut seen = BTreeSet::new();
        let mut accounts = Vec::new();
        let mut add = |id: AccountId, from: &dyn Fn() -> String| {
            if seen.insert(id) {
                accounts.push(Account::unrestricted(id, from()));
            }
        };
        if let Some(id) = self.account {
            add(id, &|| "your AWS credentials".to_owned());
        }
        for (template, arn) in self.arns_in_templates() {
            if let Ok(parts) = arn.parts() {
                add(parts.account, &|| template.path.display().to_string());
            }
        }
        for parts in self.remembered.values().filter_map(|arn| arn.parts().ok()) {
            add(parts.account, &|| "remembered ARNs".to_owned());
        }
        accounts
    }

    /// Returns the pairs of partition and region of all ARNs in templates and in the store.
    pub fn regions_in_use(&self) -> BTreeSet<(String, String)> {
        let arns = self.arns_in_templates().map(|(_, arn)| arn).chain(self.remembered.values());
        let pairs: BTreeSet<_> =
            arns.filter_map(|arn| arn.parts().ok()).map(|parts| (parts.partition, parts.region)).collect();
        pairs.into_iter().map(|(partition, region)| (partition.to_owned(), region.to_owned())).collect()
    }

    fn arns_in_templates(&self) -> impl Iterator<Item = (&FoundTemplate, &LayerArn)> {
        self.all_templates().flat_map(|template| {
            let functions = template.outcome.iter().flat_map(|answer| &answer.functions);
            let arns = functions.flat_map(|function| &function.layers).filter_map(FunctionLayer::arn);
            arns.map(move |arn| (template, arn))
        })
    }

    /// Returns the sizes of the steps in an image's history that add a layer, if the history contains them.
    pub fn add_step_sizes(&self, image: &ImageName) -> Option<&[u64]> {
        let steps = self.images.get(image)?.add_step_sizes.as_deref()?;
        (1..=quotas::MAX_LAYERS).contains(&steps.len()).then_some(steps)
    }

    /// Returns every name that SAM may have hashed into an image: of cached layers, of layers in templates, cached or
    /// not, and of stored ARNs.
    pub fn known_names(&self) -> Vec<KnownName> {
        let functions =
            self.all_templates().flat_map(|template| &template.outcome).flat_map(|answer| &answer.functions);
        let written = functions.flat_map(|function| &function.layers).filter_map(FunctionLayer::hashed_name);
        let dirs = self.layers.keys().chain(self.remembered.keys()).cloned().map(HashedName::Cached);
        let mut names: BTreeSet<HashedName> = dirs.collect();
        // A name that is already present stays, so that a directory is never taken for a logical ID with the same text.
        names.extend(written);
        let size = |name: &HashedName| {
            let measure = self.measures.get(name.dir()?)?;
            Some((measure.bytes, measure.files))
        };
        names.into_iter().map(|name| KnownName { size: size(&name), name }).collect()
    }

    /// Returns the result of the search for an image's layers, and the layers found that way.
    pub fn search_of(&self, image: &ImageName) -> (Option<&ImageSearchResult>, Option<&ImageLayers>) {
        let of = image.hash().map(|hash| (self.image_searches.get(hash), self.image_layers.get(hash)));
        of.unwrap_or_default()
    }

    /// Stores the result of a search, unless an earlier one tried more selections.
    fn record_search(&mut self, hash: String, searched: ImageSearchResult) {
        let is_news = self.image_searches.get(&hash).is_none_or(|known| known.tried <= searched.tried);
        if is_news || !searched.found.is_empty() {
            self.image_searches.insert(hash, searched);
        }
    }

    /// Joins all facts into rows.
    pub fn join(&self) -> InventoryRows {
        join::join(self, Vec::new(), &ChangedRows::default(), usize::MAX).0
    }

    /// Joins the facts into rows, given the previous rows.
    ///
    /// Rows of unchanged layers are kept, and only a few thousand rows are built, which is fast enough to call between
    /// two frames.
    pub fn join_changed(&mut self, before: InventoryRows) -> InventoryRows {
        let changed_rows = std::mem::take(&mut self.changed_rows);
        let (shown, left) = join::join(self, before.layers, &changed_rows, join::MAX_NEW_ROWS);
        self.changed_rows = left;
        shown
    }

    /// Returns whether rows are missing or outdated, so that [`Inventory::join_changed`] has to be called again.
    pub fn has_more_to_join(&self) -> bool {
        self.changed_rows.any()
    }
}
