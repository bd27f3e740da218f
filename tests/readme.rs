//! The commands, options and files that the READMEs and `docs/` name exist, and README.ko.md has the content of README.md.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn every_command_and_option_exists() {
    let help = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_samlayers")).args(arguments).arg("--help").output();
        String::from_utf8(output.expect("samlayers starts").stdout).expect("text")
    };
    let overview = help(&[]);
    let commands: BTreeSet<&str> = overview
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    let all_help: String = commands.iter().map(|command| help(&[command])).chain([overview.clone()]).collect();
    for (name, text) in pages() {
        let named: BTreeSet<&str> = code_of(&text)
            .filter_map(|code| code.strip_prefix("samlayers "))
            .filter_map(|rest| rest.split_whitespace().next())
            .filter(|token| !token.starts_with('-'))
            .collect();
        assert!(!name.starts_with("README") || named.len() > 5, "{name} names the commands: {named:?}");
        assert_eq!(named.difference(&commands).collect::<Vec<_>>(), Vec::<&&str>::new(), "{name}: no such command");
        // Options of cargo commands belong to cargo.
        let options = code_of(&text).filter(|code| !code.starts_with("cargo ")).flat_map(long_options);
        let missing: BTreeSet<&str> =
            options.filter(|option| !long_options(&all_help).any(|known| known == *option)).collect();
        assert!(missing.is_empty(), "{name}: no command has {missing:?}");
    }
}

#[test]
fn every_file_that_is_shown_or_linked_exists() {
    for (name, text) in pages() {
        let folder = root().join(&name).parent().expect("a page is in a folder").to_owned();
        let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
        let missing: Vec<&str> = targets
            .filter(|target| !target.contains("://") && !target.starts_with('#') && !folder.join(target).exists())
            .collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

#[test]
fn every_link_within_a_page_has_its_heading() {
    for (name, text) in pages() {
        let anchor = |line: &str| line.trim_start_matches('#').trim().to_lowercase().replace(' ', "-");
        let headings: BTreeSet<String> = text.lines().filter(|line| line.starts_with('#')).map(anchor).collect();
        let targets = text.split("](#").skip(1).filter_map(|rest| rest.split(')').next());
        let missing: Vec<&str> = targets.filter(|target| !headings.contains(*target)).collect();
        assert!(missing.is_empty(), "{name}: {missing:?}");
    }
}

/// Commands, options, keys, files and exit codes are the same in every language, in the same numbers.
#[test]
fn the_korean_readme_has_the_content_of_the_english_one() {
    let (english, korean) = (page("README.md"), page("README.ko.md"));
    let (ours, theirs) = (content(&english), content(&korean));
    let missing: Vec<_> = ours.iter().filter(|(item, count)| theirs.get(*item) != Some(count)).collect();
    let more: Vec<_> = theirs.iter().filter(|(item, count)| ours.get(*item) != Some(count)).collect();
    assert!(missing.is_empty() && more.is_empty(), "README.md has {missing:#?}, README.ko.md has {more:#?}");
    for text in [&english, &korean] {
        assert!(text.contains("](README.ko.md)") || text.contains("](README.md)"), "each links to the other");
    }
}

/// Returns how often each piece of code, linked file, heading level, table row and number of an exit code occurs.
/// Comments in fenced blocks are in the language of the page.
fn content(text: &str) -> BTreeMap<String, usize> {
    let code = code_of(text).map(|code| format!("code: {}", code.split("  #").next().unwrap_or_default().trim_end()));
    let links = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let links = links.filter(|link| !link.starts_with(['#', 'R'])).map(|link| format!("link: {link}"));
    let mut fenced = false;
    let prose = text.lines().filter(|line| {
        fenced ^= line.starts_with("```");
        !fenced
    });
    let shape = prose.filter_map(|line| match line.split(' ').next()? {
        level @ ("#" | "##" | "###") => Some(format!("heading: {level}")),
        "|" => Some("row of a table".to_owned()),
        "-" => Some("item of a list".to_owned()),
        _ => None,
    });
    let codes = text.split(". ").find(|sentence| sentence.contains(" 130 "));
    let codes = codes.into_iter().flat_map(|sentence| sentence.split_whitespace());
    let codes = codes.filter(|word| word.bytes().all(|byte| byte.is_ascii_digit())).map(|code| format!("exit: {code}"));
    let mut found = BTreeMap::new();
    for item in code.chain(links).chain(shape).chain(codes) {
        *found.entry(item).or_default() += 1;
    }
    found
}

#[test]
fn the_comparison_finds_what_one_language_lacks() {
    let whole = content("# A\n\n`--json` [x](docs/x.md) | \n| a |\nExit codes: 0 done, 130 stopped. End.");
    assert_eq!(whole.len(), 6, "{whole:?}");
    assert_ne!(content("# A\n\n[x](docs/x.md)\n| a |\nExit codes: 0 done, 130 stopped. End."), whole);
    assert_ne!(content("# A\n\n`--json` [x](docs/x.md)\n| a |\nExit codes: 1 done, 130 stopped. End."), whole);
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The READMEs and the pages below `docs/`, by name.
fn pages() -> Vec<(String, String)> {
    let docs = fs::read_dir(root().join("docs")).expect("there is a docs folder");
    let docs = docs.map(|entry| format!("docs/{}", entry.expect("it can be listed").file_name().to_string_lossy()));
    let names: Vec<String> = ["README.md".to_owned(), "README.ko.md".to_owned()].into_iter().chain(docs).collect();
    assert!(names.len() > 4, "{names:?}");
    names.into_iter().map(|name| (name.clone(), page(&name))).collect()
}

/// The text between backticks on one line, and each line of a fenced block.
fn code_of(page: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    page.lines().flat_map(move |line| {
        if line.starts_with("```") {
            fenced = !fenced;
            return Vec::new();
        }
        if fenced { vec![line] } else { line.split('`').skip(1).step_by(2).collect() }
    })
}

fn long_options(text: &str) -> impl Iterator<Item = &str> {
    let name_ends = |letter: char| !(letter.is_ascii_lowercase() || letter == '-');
    text.match_indices("--").filter_map(move |(at, _)| {
        let name = text[at + 2..].split(name_ends).next()?;
        (!name.is_empty() && !text[..at].ends_with(|letter: char| letter == '-' || letter.is_alphanumeric()))
            .then_some(name)
    })
}
