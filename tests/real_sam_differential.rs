//! SAM CLI's own classes and `sam::template` answer the same templates, and the answers have to be equal: function by
//! function, layers in order with their names, images, and the exception where SAM refuses the whole template. The same zips
//! are unpacked by both, and the trees have to be equal.

#[path = "differential/cases.rs"]
mod cases;
#[path = "differential/compare.rs"]
mod compare;
#[path = "differential/generate.rs"]
mod generate;
#[path = "differential/random.rs"]
mod random;
#[path = "support/real.rs"]
#[allow(dead_code, reason = "only the way to SAM CLI is needed here")]
mod real;
#[cfg(unix)]
#[path = "differential/unzip.rs"]
mod unzip;
#[cfg(unix)]
#[path = "differential/zips.rs"]
mod zips;

use cases::Case;

/// Another seed than the usual one is a way to look for more; what it finds becomes a case.
fn seed() -> u64 {
    std::env::var("SAMLAYERS_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_180_629)
}

#[test]
fn every_rule_and_odd_case() {
    let cases = cases::all();
    assert!(cases.len() >= 100, "only {} cases were read", cases.len());
    compare::with_sam(&cases);
}

#[test]
fn random_functions_in_random_places() {
    let cases: Vec<Case> = (0..400).map(|number| generate::intrinsics(seed() + number)).collect();
    compare::with_sam(&cases);
}

#[test]
fn random_functions_under_the_rules_of_language_extensions() {
    let cases: Vec<Case> = (0..400).map(|number| generate::extensions(seed() + number)).collect();
    compare::with_sam(&cases);
}

#[test]
fn random_scalars_in_yaml() {
    let cases: Vec<Case> = (0..400).map(|number| generate::yaml(seed() + number)).collect();
    compare::with_sam(&cases);
}

#[cfg(unix)]
#[test]
fn random_zips() {
    unzip::with_sam(seed(), 400);
}

#[test]
#[ignore = "compares the templates of a folder: SAMLAYERS_TEMPLATES=FOLDER"]
fn templates_of_other_people() {
    let folder = std::env::var_os("SAMLAYERS_TEMPLATES").expect("SAMLAYERS_TEMPLATES has to name a folder");
    let cases = cases::of_folder(folder.as_ref());
    println!("{} templates", cases.len());
    compare::with_sam(&cases);
}
