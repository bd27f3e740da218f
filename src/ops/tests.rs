//! Stories about operations, on real folders.

use std::fs;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;

use super::*;
use crate::cache::Located;
use crate::inventory::found::CacheAccess;
use crate::inventory::{Inventory, LayerState};

fn survey_of(context: &Context) -> Inventory {
    let inventory = Mutex::new(Inventory::default());
    survey(context, &|finding| inventory.lock().unwrap().absorb(finding), &AtomicBool::new(false));
    inventory.into_inner().unwrap()
}

fn located(path: &std::path::Path) -> Located {
    Located { path: path.to_owned(), chosen_by: "test".into(), note: None }
}

#[test]
fn a_survey_ends_every_part_of_it() {
    let home = tempfile::tempdir().unwrap();
    let missing = survey_of(&Context::of_cache(located(&home.path().join("none"))));
    assert_eq!(missing.cache.unwrap().access, CacheAccess::Missing);
    fs::create_dir_all(home.path().join("a-1-0123456789/python")).unwrap();
    fs::write(home.path().join("a-1-0123456789/python/x.py"), "x").unwrap();
    let found = survey_of(&Context::of_cache(located(home.path())));
    let complete = found.complete;
    assert!(complete.listed && complete.measured && complete.images && complete.templates);
    assert_eq!(found.join().layers[0].state, LayerState::Ok);
}

#[test]
fn an_arn_is_found_by_the_account_that_published_it() {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join("myLayer-1-926eeb5ff1")).unwrap();
    let context =
        Context { accounts: known_accounts(&["111111111111".into()], None), ..Context::of_cache(located(home.path())) };
    let shown = survey_of(&context).join();
    let known = shown.layers[0].arn.as_ref().unwrap();
    assert_eq!(known.arn.as_str(), "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1");
    assert!(known.source.describe().contains("--account"));
}
