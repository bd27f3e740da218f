//! Which functions need a layer or image, in words.

use super::super::state::State;
use super::super::text;
use super::super::theme::Role;
use super::doc::Doc;
use crate::inventory::Usage;

/// How many functions are listed before the rest is counted.
const LISTED: usize = 12;

/// A section on who uses it.
pub fn section(doc: &mut Doc, state: &State, usage: &Usage) {
    let glyphs = state.look.glyphs;
    match usage {
        Usage::Loading => {
            doc.heading("Used by", "");
            doc.paragraph(Role::Busy, &format!("Templates are still being read{}", glyphs.ellipsis));
        }
        Usage::Referenced(functions) => {
            doc.heading("Used by", &text::plural(functions.len(), "function", "functions"));
            for function in functions.iter().take(LISTED) {
                let template = text::path(&function.template, state.home.as_deref());
                let name = text::clean(&function.function).into_owned();
                let room = doc.columns.saturating_sub(text::width(&name) + 3);
                let template = text::cut_start(&template, room, glyphs.ellipsis).into_owned();
                doc.line([(Role::Text, name), (Role::Dim, format!("  {template}"))]);
            }
            if functions.len() > LISTED {
                doc.paragraph(Role::Dim, &format!("and {} more", functions.len() - LISTED));
            }
        }
        Usage::Unreferenced => {
            doc.heading("Used by", "no function");
            doc.paragraph(Role::Dim, "Every template was read, and none names it.");
        }
        Usage::Unknown(templates) => {
            doc.heading("Used by", "not known");
            if templates.is_empty() {
                doc.paragraph(
                    Role::Dim,
                    "No template was found. Start in the folder of a SAM project, or name it: --project DIR, -t FILE.",
                );
            } else {
                doc.paragraph(Role::Dim, "No template names it, but these could not be resolved whole:");
                for template in templates.iter().take(LISTED) {
                    doc.whole(Role::Dim, 2, &text::path(template, state.home.as_deref()));
                }
            }
        }
    }
}
