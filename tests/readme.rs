//! The commands, options and files that README names exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn every_command_and_option_of_the_readme_exists() {
    let readme = readme();
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

    let named: BTreeSet<&str> = code_of(&readme)
        .filter_map(|code| code.strip_prefix("samlayers "))
        .filter_map(|rest| rest.split_whitespace().next())
        .filter(|token| !token.starts_with('-'))
        .collect();
    assert!(named.len() > 5, "the README names the commands: {named:?}");
    assert_eq!(named.difference(&commands).collect::<Vec<_>>(), Vec::<&&str>::new(), "not in samlayers --help");

    // Options of cargo commands in the README belong to cargo.
    let options = code_of(&readme).filter(|code| !code.starts_with("cargo ")).flat_map(long_options);
    let missing: BTreeSet<&str> =
        options.filter(|option| !long_options(&all_help).any(|known| known == *option)).collect();
    assert!(missing.is_empty(), "no command has {missing:?}");
}

#[test]
fn every_file_the_readme_shows_or_links_to_exists() {
    let readme = readme();
    let targets = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let missing: Vec<&str> = targets
        .filter(|target| !target.contains("://") && !target.starts_with('#'))
        .filter(|target| !Path::new(env!("CARGO_MANIFEST_DIR")).join(target).exists())
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("there is a README")
}

/// The text between backticks on one line, and each line of a fenced block.
fn code_of(readme: &str) -> impl Iterator<Item = &str> {
    let mut fenced = false;
    readme.lines().flat_map(move |line| {
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
