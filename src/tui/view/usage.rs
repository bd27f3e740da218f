//! Draws which functions use a layer or image.

use super::super::lang;
use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use crate::inventory::Usage;
use crate::inventory::search::image_layers::ImageSearchResult;

/// Number of functions listed where there is space; the others are only counted.
pub const LISTED: usize = 12;

/// Returns how far the search for an image's layers got, if it found nothing.
pub fn searched(search: &ImageSearchResult) -> String {
    let (tried, all) = (text::count(search.tried), text::count(search.selections));
    if search.gave_up() {
        tr!("usage-search-gave-up", tried = tried, all = all)
    } else {
        tr!("usage-search-over", all = all)
    }
}

/// Draws a section about the users of an item, of which at most `listed` are named.
pub fn section(doc: &mut Doc, state: &State, usage: &Usage, listed: usize) {
    let glyphs = state.appearance.glyphs;
    match usage {
        Usage::Loading => {
            doc.heading(tr!("usage-used-by"), "");
            doc.paragraph(Role::Busy, &tr!("usage-templates-are-still-being-read", ellipsis = glyphs.ellipsis));
        }
        Usage::Referenced(functions) => {
            doc.heading(tr!("usage-used-by"), &tr!("count-function", count = functions.len()));
            let names = functions.iter().take(listed).map(|function| text::width(&text::sanitize(&function.function)));
            let longest = names.max().unwrap_or(0).min(doc.columns / 2);
            for function in functions.iter().take(listed) {
                let template = text::path(&function.template, state.home.as_deref());
                let name = text::sanitize(&function.function);
                let name = text::fill(&text::cut_middle(&name, longest, glyphs.ellipsis), longest, "");
                let available = doc.columns.saturating_sub(longest + 2);
                let template = text::cut_start(&template, available, glyphs.ellipsis).into_owned();
                doc.line([(Role::Text, name), (Role::Dim, format!("  {template}"))]);
            }
            if functions.len() > listed {
                doc.paragraph(Role::Dim, &tr!("usage-and-more", more = functions.len() - listed));
            }
        }
        Usage::Unreferenced => {
            doc.heading(tr!("usage-used-by"), tr!("usage-no-function"));
            doc.paragraph(Role::Dim, tr!("usage-unreferenced"));
        }
        Usage::Unknown(paths) => {
            doc.heading(tr!("usage-used-by"), tr!("usage-not-known"));
            if paths.is_empty() {
                match state.project_scope.too_wide.as_deref() {
                    Some(folder) => {
                        let folder = text::path(folder, state.home.as_deref());
                        doc.paragraph(Role::Text, &tr!("usage-too-wide", folder = folder));
                    }
                    None => doc.paragraph(Role::Text, tr!("usage-no-template")),
                }
            } else {
                doc.paragraph(Role::Dim, tr!("usage-unresolved"));
                for not_read in paths.iter().take(listed) {
                    doc.hanging(Role::Dim, "", 2, &lang::localized(&not_read.message()));
                }
            }
        }
    }
}
