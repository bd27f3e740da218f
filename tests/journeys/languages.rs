//! The app in Korean at every size, and where each colour goes in a theme and both languages.

use std::collections::BTreeMap;

use samlayers::tui::lang::Lang;
use samlayers::tui::theme::{Look, Theme};

use super::desk::Desk;
use super::shop;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 36), (200, 60)];

/// The four screens, the first of each with something to tell under the cursor.
const SCREENS: [(&str, &str); 4] =
    [("layers", "1 Down Down"), ("images", "2 / =7-x86 Enter"), ("functions", "3 Down Down Down"), ("activity", "4")];

/// What lies on top of a screen.
const DIALOGS: [(&str, &str); 6] = [
    ("help", "?"),
    ("purge", "a d i"),
    ("delete", "d t Enter"),
    ("clean up", "D Space j j j Space j j j j Space"),
    ("problems", "p"),
    ("palette", ": =re"),
];

fn desk(lang: Lang, (columns, lines): (u16, u16), keys: &str) -> Desk {
    let mut desk = Desk::in_language(lang, columns, lines, shop::findings());
    desk.press(keys);
    desk
}

#[test]
fn korean() {
    for size in SIZES {
        let panes = SCREENS.iter().chain(&DIALOGS).map(|(name, keys)| {
            let screen = desk(Lang::Korean, size, keys).screen();
            format!("{name}\n{screen}")
        });
        let all: Vec<String> = panes.collect();
        insta::assert_snapshot!(format!("korean_{}x{}", size.0, size.1), all.join("\n"));
    }
}

#[test]
fn every_line_is_whole_in_korean() {
    for size in SIZES {
        for (name, keys) in SCREENS.iter().chain(&DIALOGS) {
            let screen = desk(Lang::Korean, size, keys).screen();
            for line in screen.lines() {
                let columns = samlayers::tui::text::width(line);
                assert!(columns <= usize::from(size.0), "{name} at {size:?}: {line}");
                if line.starts_with(['│', '╭', '╰']) && name != &"help" {
                    assert_eq!(columns, usize::from(size.0), "{name} at {size:?}: {line}");
                }
            }
        }
    }
}

#[test]
fn colours_are_where_the_words_are() {
    for lang in Lang::ALL {
        for size in SIZES {
            let panes = SCREENS.iter().map(|(name, keys)| {
                let mut desk = desk(lang, size, "j");
                desk.state.look = Look::new(Theme::named("dark").unwrap(), false, false);
                desk.press(keys);
                format!("{name}\n{}", styles(&desk))
            });
            let all: Vec<String> = panes.collect();
            insta::assert_snapshot!(format!("dark_{}_{}x{}", lang.code(), size.0, size.1), all.join("\n"));
        }
    }
}

/// A letter a cell for its look, a dot for the commonest, and below what each letter means.
fn styles(desk: &Desk) -> String {
    let looks = desk.looks();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    looks.iter().flatten().for_each(|look| *counts.entry(look).or_default() += 1);
    let commonest = counts.iter().max_by_key(|(_, count)| **count).map_or("", |(look, _)| *look);
    let mut letters: BTreeMap<&str, char> = BTreeMap::from([(commonest, '.')]);
    let mut grid = String::new();
    for line in &looks {
        let drawn: String = line
            .iter()
            .map(|look| {
                let next = char::from(b'a' + u8::try_from(letters.len() - 1).unwrap());
                *letters.entry(look).or_insert(next)
            })
            .collect();
        grid.push_str(drawn.trim_end_matches('.'));
        grid.push('\n');
    }
    let mut meanings: Vec<(char, &str)> = letters.into_iter().map(|(look, letter)| (letter, look)).collect();
    meanings.sort_unstable();
    let meanings: Vec<String> = meanings.into_iter().map(|(letter, look)| format!("{letter}  {look}\n")).collect();
    grid + &meanings.concat()
}
