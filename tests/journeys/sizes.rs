//! From the smallest window to the largest: no border is broken and no line is too long.

use samlayers::tui::text::width;

use super::app::TestApp;
use super::sample;

const SIZES: [(u16, u16); 9] =
    [(60, 16), (61, 21), (75, 22), (80, 24), (99, 30), (100, 31), (120, 36), (200, 60), (400, 100)];

#[test]
fn every_pane_is_whole_at_every_size_and_in_every_theme() {
    for (columns, lines) in SIZES {
        let mut app = TestApp::new(columns, lines, sample::findings());
        for keys in ["0", "j j", "G", "1 g j", "l", "h 2 j", "3 j j j", "4", "T 1 g", "T 3 G", "T 2 G"] {
            let screen = app.press(keys).screen();
            assert_eq!(screen.lines().count(), usize::from(lines), "{columns}x{lines} after {keys}");
            for line in screen.lines() {
                assert!(width(line) <= usize::from(columns), "{columns}x{lines} after {keys}: {line}");
                let ends = (line.chars().next(), line.chars().last());
                let whole = match ends.0 {
                    Some('│') => ends.1 == Some('│') && width(line) == usize::from(columns),
                    Some('╭') => ends.1 == Some('╮') && width(line) == usize::from(columns),
                    Some('╰') => ends.1 == Some('╯') && width(line) == usize::from(columns),
                    _ => true,
                };
                // The cursor's marker is drawn on the border of its pane.
                assert!(whole, "{columns}x{lines} after {keys}: {line}\n{screen}");
            }
        }
    }
}

#[test]
fn text_beside_the_digits_is_complete_or_hidden() {
    for columns in (60..=200).step_by(7) {
        let mut app = TestApp::new(columns, 50, sample::findings());
        for _ in 0..6 {
            let screen = app.press("j").screen();
            let (begun, whole) = (screen.matches("first 10").count(), screen.matches("first 10 of 64 digits").count());
            assert_eq!(begun, whole, "{columns}\n{screen}");
        }
    }
}
