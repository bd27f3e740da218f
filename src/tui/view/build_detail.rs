//! Draws the details of a build folder and of an entry in it.

use super::super::lang;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::builds;
use super::doc::Doc;
use super::problems;
use crate::inventory::facts::builds::{BuildFolderState, FoundBuild, FoundBuildFolder, Referenced, duplicates};

/// Draws a build folder: its projects, what is unused in it, and why nothing is removed.
pub fn folder(doc: &mut Doc, state: &State, at: usize) {
    let Some(folder) = state.shown.builds.get(at) else { return };
    let glyphs = doc.appearance.glyphs;
    match (&folder.state, &folder.in_use) {
        (BuildFolderState::Unknown(why), _) => doc.hanging(Role::Warn, glyphs.unknown, 0, &lang::localized(why)),
        (_, Some(in_use)) => doc.hanging(Role::Busy, glyphs.right, 0, &lang::localized(&in_use.message())),
        _ => doc.hanging(Role::Ok, glyphs.ok, 0, tr!("builds-known")),
    }
    doc.blank();
    doc.fact(tr!("builds-path"), &text::path(&folder.path, state.home.as_deref()));
    for project in &folder.projects {
        doc.fact(tr!("builds-project"), &text::path(project, state.home.as_deref()));
    }
    doc.fact(tr!("builds-size"), &size(state, folder.bytes()));
    let orphans: Vec<&FoundBuild> = folder.orphans().collect();
    let unused: u64 = orphans.iter().filter_map(|entry| entry.bytes()).sum();
    let count = tr!("count-build", count = orphans.len());
    doc.fact(tr!("builds-unused-total"), &format!("{count}, {}", text::bytes(unused)));
    copies(doc, state, folder);
    if folder.trash.unknown {
        doc.fact(tr!("builds-trash"), "?");
    } else if folder.trash.entries > 0 {
        let count = tr!("count-build", count = folder.trash.entries);
        doc.fact(tr!("builds-trash"), &format!("{count}, {}", text::bytes(folder.trash.bytes)));
    }
    if !folder.without_folder.is_empty() {
        doc.blank();
        doc.paragraph(Role::Dim, &tr!("builds-without-folder", count = folder.without_folder.len()));
    }
    doc.blank();
    doc.paragraph(Role::Dim, tr!("builds-explained"));
}

fn copies(doc: &mut Doc, state: &State, folder: &FoundBuildFolder) {
    let duplicates = duplicates(state.shown.builds.iter().map(|folder| &**folder));
    let copies = || folder.entries.iter().filter(|entry| duplicates.contains_key(entry.path.as_path()));
    let count = copies().count();
    if count > 0 {
        let bytes: u64 = copies().filter_map(FoundBuild::bytes).sum();
        doc.fact(tr!("builds-copies"), &format!("{}, {}", tr!("count-build", count = count), text::bytes(bytes)));
    }
}

/// Draws an entry: what it was built for, and who uses it.
pub fn entry(doc: &mut Doc, state: &State, folder: usize, at: usize) {
    let Some(entry) = state.shown.builds.get(folder).and_then(|folder| folder.entries.get(at)) else { return };
    let (sign, _, role) = builds::state_of(doc.appearance, entry);
    let meaning = match (entry.referenced, &entry.purpose) {
        (_, Some(purpose)) => lang::localized(purpose),
        (Referenced::Yes, None) => tr!("builds-means-used").to_owned(),
        (Referenced::No, None) => tr!("builds-means-unused").to_owned(),
        (Referenced::Unknown, None) if entry.id.is_some() => tr!("builds-means-unknown").to_owned(),
        (Referenced::Unknown, None) => tr!("builds-means-other").to_owned(),
    };
    doc.hanging(role, sign, 0, &meaning);
    doc.blank();
    doc.fact(tr!("builds-path"), &text::path(&entry.path, state.home.as_deref()));
    doc.fact(tr!("builds-size"), &size(state, entry.bytes()));
    if let Some(measure) = &entry.measure {
        doc.fact(tr!("builds-files"), &text::count(measure.files));
    }
    for (label, names) in [(tr!("builds-functions"), &entry.functions), (tr!("builds-layers"), &entry.layers)] {
        for name in names {
            doc.fact(label, name);
        }
    }
    let architecture = entry.architecture.map(|architecture| architecture.to_string());
    let facts = [
        (tr!("builds-runtime"), entry.runtime.clone()),
        (tr!("builds-architecture"), architecture),
        (tr!("builds-source-hash"), entry.source_hash.clone()),
        (tr!("builds-manifest-hash"), entry.manifest_hash.clone()),
        (tr!("builds-changed"), entry.modified.map(text::moment)),
    ];
    for (label, value) in facts {
        if let Some(value) = value {
            doc.fact(label, &value);
        }
    }
    let duplicates = duplicates(state.shown.builds.iter().map(|folder| &**folder));
    if let Some(earlier) = duplicates.get(entry.path.as_path()) {
        doc.fact(tr!("builds-copy-of"), &text::path(earlier, state.home.as_deref()));
    }
    problems::section(doc, &entry.problems);
}

fn size(state: &State, bytes: Option<u64>) -> String {
    match bytes {
        Some(bytes) => text::bytes(bytes),
        None if state.inventory.complete.builds_measured => "?".to_owned(),
        None => state.appearance.glyphs.ellipsis.to_owned(),
    }
}
