//! Checks where symbolic links in an archive lead before any of them is created.

use crate::text::{Sentence, sentence};
use std::collections::BTreeMap;

/// The maximum length of a chain of links; longer ones are loops or meant to confuse.
const MAX_LINK_DEPTH: usize = 40;

/// Returns why a link is not created; `None` if its target is within the archive.
///
/// `links` maps the path of every link in the archive to its target. The check follows links that lead through other
/// links (`a` → `.`, `b` → `a/../..`), which a comparison of paths would miss.
pub(super) fn link_error(path: &str, links: &BTreeMap<String, String>) -> Option<Sentence> {
    let target = links.get(path)?;
    if target.is_empty() {
        return Some(sentence!("zip-link-to-nothing"));
    }
    if target.starts_with(['/', '\\']) || target.as_bytes().get(1) == Some(&b':') {
        return Some(sentence!("zip-link-absolute"));
    }
    if target.contains('\0') {
        return Some(sentence!("zip-link-no-path"));
    }
    let mut at: Vec<&str> = path.split('/').collect();
    at.pop();
    let mut to_walk: Vec<&str> = target.split('/').rev().collect();
    let mut hops = 0;
    while let Some(part) = to_walk.pop() {
        match part {
            "" | "." => {}
            ".." => {
                if at.pop().is_none() {
                    return Some(sentence!("zip-link-leaves"));
                }
            }
            name => {
                at.push(name);
                if let Some(next) = links.get(&at.join("/")) {
                    hops += 1;
                    // Creating a loop is harmless: opening it is an error.
                    if hops > MAX_LINK_DEPTH {
                        return None;
                    }
                    at.pop();
                    to_walk.extend(next.split('/').rev());
                }
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn objection_to(path: &str, links: &[(&str, &str)]) -> Option<Sentence> {
        let links = links.iter().map(|(path, target)| ((*path).to_owned(), (*target).to_owned())).collect();
        link_error(path, &links)
    }

    #[test]
    fn links_within_the_layer_are_accepted() {
        for (path, target) in
            [("lib/libz.so", "libz.so.1"), ("a/b/c", "../../d"), ("x", "."), ("a/up", ".."), ("loop", "loop")]
        {
            assert_eq!(objection_to(path, &[(path, target)]), None, "{path} -> {target}");
        }
    }

    #[test]
    fn links_out_of_the_layer_are_rejected() {
        for (path, target) in [("a", ".."), ("a/b", "../.."), ("a", "/etc/passwd"), ("a", "x/../../y"), ("a", "")] {
            assert!(objection_to(path, &[(path, target)]).is_some(), "{path} -> {target}");
        }
    }

    #[test]
    fn links_out_of_the_layer_through_other_links_are_rejected() {
        let links =
            [("here", "."), ("deep/up", ".."), ("one", "here/../x"), ("two", "deep/up/../x"), ("ok", "deep/up/x")];
        assert!(objection_to("one", &links).is_some());
        assert!(objection_to("two", &links).is_some());
        assert_eq!(objection_to("ok", &links), None);
    }
}
