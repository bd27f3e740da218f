//! Overview: the footprint, what can be reclaimed and with which key, the problems, and the largest entries.

use samlayers::inventory::facts::{CacheAccess, CacheState, EngineState, Finding, TrashTotals};
use samlayers::tui::overview::Entry;
use samlayers::tui::theme::{Appearance, Theme};

use super::app::{TestApp, executed_plan};
use super::mouse::at;
use super::{builds, sample};

fn overview(findings: Vec<Finding>) -> TestApp {
    let mut app = TestApp::new(120, 36, findings);
    app.press("0");
    app
}

#[test]
fn at_every_size() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        insta::assert_snapshot!(format!("overview_{columns}x{lines}"), app.press("0").screen());
    }
}

#[test]
fn in_ascii() {
    let mut app = TestApp::with_sample();
    app.press("0");
    app.state.appearance = Appearance::new(Theme::named("light").unwrap(), true, false);
    let screen = app.press("j").screen();
    assert!(screen.is_ascii(), "{screen}");
    insta::assert_snapshot!("overview_ascii", screen);
}

#[test]
fn layers_stay_the_screen_that_opens_and_the_header_has_the_sum() {
    let mut app = TestApp::with_sample();
    // Layers and leftovers 265 MB, own parts of images 111 MB, and at least the largest shared part.
    app.press("j").expect("Layers by name").expect("at least").expect("unused");
    for screen in ["2", "3", "4", "0"] {
        app.press(screen).expect("unused");
    }
    let mut app = TestApp::new(60, 16, sample::findings());
    app.press("j");
    assert!(app.screen().lines().nth(1).unwrap().contains(" GB"), "{}", app.screen());
}

#[test]
fn nothing_is_final_while_figures_arrive() {
    let mut findings = sample::findings();
    findings.retain(|finding| {
        !matches!(
            finding,
            Finding::CacheMeasured
                | Finding::Engine(_)
                | Finding::Image(_)
                | Finding::ImagesListed
                | Finding::Containers(_)
                | Finding::Template(_)
                | Finding::TemplatesRead
        )
    });
    let mut app = TestApp::new(120, 36, findings);
    app.state.survey.id = samlayers::tui::effect::SurveyId(1);
    let found = samlayers::tui::message::Message::Found(app.state.survey.id, app.findings.clone());
    app.send(vec![found]).press("0").expect("265 MB…").expect("counting…");
    app.expect_not("no problems").expect_not("unknown");
}

#[test]
fn a_dead_engine_makes_the_images_unknown_and_the_total_a_lower_bound() {
    let mut findings = sample::findings();
    findings.retain(|finding| !matches!(finding, Finding::Engine(_) | Finding::Image(_) | Finding::ImagesListed));
    findings.push(Finding::Engine(EngineState::Unavailable { endpoint: "x".into(), reason: "refused".into() }));
    let app = overview(findings);
    app.expect("at least 271 MB").expect("images, unique unknown").expect("at least 194 MB");
    app.expect_not("images, unique 0 B");
}

#[test]
fn an_empty_cache_has_nothing_to_reclaim() {
    let access = CacheAccess::Missing;
    let cache = CacheState { path: sample::CACHE.into(), chosen_by: "default".to_owned(), access };
    let trash = Finding::Trash(TrashTotals::default());
    let ends = [Finding::CacheListed, Finding::CacheMeasured, trash, sample::engine(), Finding::ImagesListed];
    let findings = [Finding::Cache(cache)].into_iter().chain(ends);
    let app = overview(findings.chain([Finding::Dangling(Vec::new()), Finding::TemplatesRead]).collect());
    app.expect("layer cache 0 B").expect("images, unique 0 B").expect("no problems");
    insta::assert_snapshot!("overview_empty", app.screen());
}

#[test]
fn enter_goes_where_the_entry_is() {
    let mut app = overview(sample::findings());
    app.expect("Safe clean-up");
    app.press("Enter").expect("[x] safe clean-up");
    app.press("Esc Right").press("Enter").expect("problems");
    app.press("Esc Right").press("Enter").expect("Layers by name");
    assert!(app.cursor().contains("legacy-utils"), "{}", app.screen());
    app.press("Backspace").expect("SAM on this machine");
    assert!(app.cursor().contains("legacy-utils"), "{}", app.screen());
}

#[test]
fn keys_reclaim_the_entry_under_the_cursor() {
    let mut app = overview(sample::findings());
    app.press("j").expect("unused layers");
    app.press("D").expect("[x] unused   ").expect("[ ] unused images");
    app.press("Esc").press("Right Right d").expect("legacy-utils-2-0a1b2c3d4e");
    app.press("Enter");
    let effects = app.take_effects();
    assert_eq!(executed_plan(&effects).steps.len(), 1);
    app.press("g d").expect("no").expect_not("X delete now");
    app.press("X").expect("Permanently delete the trash");
    app.press("Esc").press("/").expect("Overview has no list to filter.");
}

#[test]
fn the_mouse_selects_and_opens_rows() {
    let mut app = overview(sample::findings());
    let (x, y) = at(&app, "unused images");
    app.click(x, y);
    assert!(app.cursor().contains("unused images"), "{}", app.screen());
    app.click(x, y).expect("[x] unused images").expect("[ ] unused   ");
}

#[test]
fn sums_that_depend_on_uses_are_unknown_without_a_template() {
    let mut findings = sample::findings();
    findings.retain(|finding| !matches!(finding, Finding::Template(_)));
    let mut app = overview(findings);
    app.expect("unused layers");
    app.press("j");
    assert!(app.cursor().contains("unknown"), "{}", app.screen());
    app.press("Enter").expect("no template found");
}

#[test]
fn the_last_use_is_known_from_images_and_containers_only() {
    let mut app = TestApp::new(200, 60, sample::findings());
    // The container of its image ended two hours ago.
    app.press("/ =^myLayer Enter").expect("last use").expect("container stopped");
    app.press("Esc / =legacy Enter").expect("unknown: no image or container shows it");
    app.press("Esc s d").expect("Layers by last use");
    app.press("g");
    assert!(app.cursor().contains("my"), "the last used one first:\n{}", app.screen());
    insta::assert_snapshot!("timeline_200x60", app.screen());
    app.press("2 s d").expect("Images by last use");
    app.press("?").expect("SAM does not record invocations");
}

#[test]
fn unused_builds_are_reclaimed_with_the_key_beside_them() {
    let mut app = builds::app(120, 36, builds::folder());
    app.press("0 j j");
    let cursor = app.cursor();
    assert!(cursor.contains("unused builds") && cursor.contains("13.0 MB   D"), "{}", app.screen());
    app.press("D").expect("[x] unused builds").expect("[ ] unused   ");
}

#[test]
fn the_number_of_problems_is_the_same_everywhere() {
    for (columns, lines) in [(80, 24), (120, 36), (200, 60)] {
        let mut app = TestApp::new(columns, lines, sample::findings());
        let screen = app.press("0").screen();
        assert_eq!(screen.matches("6 problems").count(), 2, "in the header and above the list:\n{screen}");
        let counts = app.state.overview.iter().filter_map(|entry| match entry {
            Entry::Problems { count, .. } => Some(*count),
            _ => None,
        });
        assert_eq!(counts.sum::<usize>(), 6);
        app.press("p").expect("6 problems");
    }
}

#[test]
fn every_tab_can_be_read_beside_the_badges() {
    for columns in [60, 80, 100, 120] {
        for badges in 0..3 {
            let mut app = TestApp::new(columns, 24, sample::findings());
            (app.state.demo, app.state.read_only) = (badges > 0, badges > 1);
            let screen = app.press("3").screen();
            let tabs = screen.lines().next().unwrap();
            assert!(tabs.contains("3 Functions"), "{tabs}");
            for number in 0..6 {
                assert!(tabs.contains(&format!("{number}")), "{tabs}");
            }
            assert_eq!(tabs.contains("DEMO"), badges > 0, "{tabs}");
            let whole = tabs.contains("0 Overview") && tabs.contains("5 Builds");
            assert!(whole || columns - 13 * badges < 80, "{tabs}");
        }
    }
}

#[test]
fn build_folders_are_among_the_largest_with_the_key_that_reclaims_their_unused_part() {
    let mut app = builds::app(120, 36, builds::folder());
    app.press("0").expect("~/shop/.aws-sam").expect("1 unused");
    app.press("Right Right j j j j");
    let cursor = app.cursor();
    assert!(cursor.contains("shop/.aws-sam") && cursor.contains("builds"), "{}", app.screen());
    assert!(cursor.contains("38.0 MB") && cursor.trim_end_matches([' ', '│']).ends_with(" d"), "{cursor}");
    app.press("d").expect("cache/5c0a").expect_not("deps/0b6b").expect_not("legacy-utils-2-0a1b2c3d4e  ");
    app.press("Enter");
    assert_eq!(executed_plan(&app.take_effects()).steps.len(), 1);
    let mut app = builds::app(120, 36, builds::folder());
    app.press("0 Right Right j j j j Enter").expect("cache/5c0a");
    assert!(app.cursor().contains(".aws-sam"), "{}", app.screen());
    // Nothing in it can be reclaimed, so no key is beside it; what cannot be known is said.
    let mut used = builds::folder();
    used.entries.retain(|entry| !entry.is_orphan());
    let mut app = builds::app(120, 36, used);
    app.press("0 Right Right");
    let line = app.screen().lines().find(|line| line.contains("shop/.aws-sam")).unwrap().to_owned();
    assert!(line.contains("used") && !line.trim_end_matches([' ', '│']).ends_with(" d"), "{line}");
    let mut unknown = builds::folder();
    unknown.state = samlayers::inventory::facts::builds::BuildFolderState::Unknown("no build.toml".into());
    let mut app = builds::app(120, 36, unknown);
    let screen = app.press("0").screen();
    assert!(screen.lines().any(|line| line.contains("shop/.aws-sam") && line.contains("unknown")), "{screen}");
}

#[test]
fn build_folders_among_the_largest_at_every_size() {
    for (columns, lines) in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = builds::app(columns, lines, builds::folder());
        insta::assert_snapshot!(format!("overview_builds_{columns}x{lines}"), app.press("0 Right Right").screen());
    }
}
