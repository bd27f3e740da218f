//! Hostile names, from every source of names.

use samlayers::inventory::facts::{EngineState, Finding, FoundForeign, FoundLeftover, FoundTemplate, LeftoverKind};
use samlayers::sam::template::{ResolvedTemplate, TemplateRefusal};
use unicode_width::UnicodeWidthStr;

use super::app::TestApp;
use super::sample::{self, CACHE, function};

const EVIL: &str = "\u{1b}[31mred\u{1b}]0;title\u{7}\r\n\t\u{9b}2J\u{202e}gpj.exe\u{200b}\u{feff}";

fn findings() -> Vec<Finding> {
    let mut findings = sample::findings();
    findings.push(Finding::Foreign(FoundForeign { path: format!("{CACHE}/{EVIL}").into(), reason: EVIL.into() }));
    findings.push(Finding::Foreign(FoundForeign {
        path: format!("{CACHE}/{}", "한국어 이름".repeat(12)).into(),
        reason: "e\u{301}a\u{308} 👩‍👩‍👧‍👦 ".repeat(20).into(),
    }));
    findings.push(Finding::Leftover(FoundLeftover {
        path: format!("{CACHE}/ssm-{EVIL}").into(),
        kind: LeftoverKind::Reference,
        bytes: 1,
        modified: None,
        dir: None,
        in_use: false,
        unknown_owner: None,
    }));
    let answer =
        ResolvedTemplate { functions: vec![function(EVIL, EVIL, vec![]).into()], ..ResolvedTemplate::default() };
    findings.push(Finding::Template(FoundTemplate {
        path: format!("/home/{EVIL}/template.yaml").into(),
        outcome: Ok(answer),
        region: None,
    }));
    findings.push(Finding::Template(FoundTemplate {
        path: "/home/kim/x/template.yaml".into(),
        outcome: Err(TemplateRefusal { code: EVIL.to_owned(), message: EVIL.to_owned() }),
        region: None,
    }));
    findings
}

fn check(app: &TestApp) {
    let screen = app.screen();
    let harmful = screen.chars().find(|c| {
        (c.is_control() && *c != '\n') || matches!(c, '\u{200b}' | '\u{202e}' | '\u{feff}' | '\u{9b}' | '\u{7}')
    });
    assert_eq!(harmful, None, "in\n{screen}");
    let columns = usize::from(app.state.size.0);
    for line in screen.lines() {
        assert!(line.width() <= columns, "`{line}` is wider than {columns}");
    }
}

#[test]
fn harmful_names_never_reach_the_screen_and_borders_stay_closed() {
    for size in [(60, 16), (80, 24), (120, 36), (200, 60)] {
        let mut app = TestApp::new(size.0, size.1, findings());
        for keys in ["G", "k", "k", "k", "k d", "Esc y", "Esc 2 j", "3 G", "k", "k", "k", "p", "Esc ?", "Esc /"] {
            app.press(keys);
            check(&app);
            let screen = app.screen();
            if size.1 >= 22 && app.state.modal.is_none() {
                for line in screen.lines().filter(|line| line.starts_with('│')) {
                    assert!(line.ends_with('│'), "`{line}`");
                    assert_eq!(line.width(), usize::from(size.0), "`{line}`");
                }
            }
        }
    }
}

#[test]
fn messages_of_the_engine_are_sanitised_too() {
    let engine = Finding::Engine(EngineState::Unavailable { endpoint: EVIL.to_owned(), reason: EVIL.into() });
    let mut app = TestApp::new(120, 36, vec![sample::ready_cache(), engine]);
    app.press("2");
    check(&app);
    app.press("!");
    check(&app);
}

#[test]
fn pasted_text_becomes_one_sanitised_line() {
    let mut app = TestApp::with_sample();
    app.press("/");
    app.send(vec![samlayers::tui::message::Message::Paste(format!("my{EVIL}"))]);
    check(&app);
}
