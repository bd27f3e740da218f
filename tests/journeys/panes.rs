//! Snapshots of each pane at three sizes.

use super::app::TestApp;
use super::sample;

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 36)];

fn snapshots(name: &str, keys: &str) {
    snapshots_at(&SIZES, name, keys);
}

/// The four screens have more to show on a large terminal.
fn snapshots_of_screen(name: &str, keys: &str) {
    snapshots(name, keys);
    snapshots_at(&[(200, 60)], name, keys);
}

fn snapshots_at(sizes: &[(u16, u16)], name: &str, keys: &str) {
    for &(columns, lines) in sizes {
        let mut app = TestApp::new(columns, lines, sample::findings());
        app.press(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{lines}"), app.screen());
    }
}

#[test]
fn layers() {
    snapshots_of_screen("layers", "Down Down");
}

#[test]
fn a_layer_without_arn() {
    snapshots("layer_unknown", "/ =legacy Enter");
}

#[test]
fn images() {
    snapshots_of_screen("images", "2 / =7-x86 Enter");
}

#[test]
fn functions() {
    snapshots_of_screen("functions", "3 Down Down Down");
}

#[test]
fn activity_with_nothing_in_it() {
    snapshots_of_screen("activity_empty", "4");
}

#[test]
fn purge_dialog() {
    snapshots("purge", "a d i");
}

#[test]
fn refresh_dialog() {
    snapshots("refresh", "a r");
}

#[test]
fn delete_question() {
    snapshots("delete", "d t Enter");
}

#[test]
fn help() {
    snapshots("help", "?");
}

#[test]
fn problems() {
    snapshots("problems", "p");
}

#[test]
fn copy() {
    snapshots("copy", "/ =myLayer Enter y");
}

#[test]
fn palette() {
    snapshots("palette", ": =re");
}
