//! The languages: every message that the code uses is in every file, with the same values, and no file
//! has more.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::str::FromStr;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use proc_macro2::{TokenStream, TokenTree};
use samlayers::text::Lang;

/// What a language has under an id or, as `id.name`, under an attribute of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Message {
    values: BTreeSet<String>,
    /// A single piece of text without values, which is returned unchanged.
    is_plain: bool,
}

/// Prefix of messages that only the other languages have: a headline above an error of SAM, which stays English.
const HEADLINE: &str = "refusal-";

/// Attributes that are optional in a language: the width of a column's heading.
const OPTIONAL: &str = ".columns";

#[test]
fn the_languages_have_the_same_messages_with_the_same_values() {
    let english = messages(Lang::English);
    for lang in Lang::ALL {
        let own = messages(lang);
        let shared = own.iter().filter(|(id, _)| !id.starts_with(HEADLINE) && !id.ends_with(OPTIONAL));
        let shared: BTreeMap<_, _> = shared.map(|(id, message)| (id, &message.values)).collect();
        let wanted: BTreeMap<_, _> = english.iter().map(|(id, message)| (id, &message.values)).collect();
        assert_eq!(differences(&wanted, &shared), Vec::<String>::new(), "{lang:?}");
    }
}

#[test]
fn the_code_uses_every_message_and_fills_in_every_value() {
    let used = used_in(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path());
    assert!(used.len() > 450, "the scan finds them: {}", used.len());
    for lang in Lang::ALL {
        let messages = messages(lang);
        let mut wrong = Vec::new();
        for (id, values) in &used {
            match messages.get(id) {
                None => wrong.push(format!("{id} is not in the file")),
                Some(message) if message.values != *values => {
                    wrong.push(format!("{id} is used with {values:?} and has {:?}", message.values));
                }
                Some(message) if values.is_empty() && !message.is_plain => wrong.push(format!("{id} is not one text")),
                Some(_) => {}
            }
        }
        let base = |id: &String| id.split('.').next().unwrap_or_default().to_owned();
        let unused = messages.keys().filter(|id| !used.contains_key(&base(id)) && !id.starts_with(HEADLINE));
        wrong.extend(unused.map(|id| format!("{id} is not used")));
        assert!(wrong.is_empty(), "{lang:?}:\n{}", wrong.join("\n"));
    }
}

/// Everything on screen is available in every language: outside of the language files, the app has no text.
#[test]
fn the_code_contains_no_text_for_the_screen() {
    // Messages that the command line prints too: an invalid theme, and invalid keys in the config file. Messages of a
    // program without a screen, and those for the log.
    const MAY: [&str; 4] = ["theme.rs", "keymap.rs", "terminal.rs", "lang.rs"];
    let mut found = Vec::new();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tui")) {
        if MAY.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        let code = TokenStream::from_str(&fs::read_to_string(&path).expect("source is text")).expect("source is Rust");
        sentences(code, &mut |text| found.push(format!("{}: {text}", path.display())));
    }
    assert!(found.is_empty(), "use tr! so that these exist in every language:\n{}", found.join("\n"));
}

/// Macros whose text is not shown on the screen.
const ASIDE: [&str; 11] =
    ["assert", "assert_eq", "assert_ne", "bail", "debug", "eprintln", "error", "expect", "panic", "println", "warn"];

/// Reports every text of two words or more, except in tests, attributes, documentation, log and assertions.
fn sentences(code: TokenStream, report: &mut impl FnMut(&str)) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    let is = |at: Option<&TokenTree>, text: &str| at.is_some_and(|token| token.to_string() == text);
    for (at, token) in tokens.iter().enumerate() {
        let before = |by: usize| at.checked_sub(by).and_then(|at| tokens.get(at));
        match token {
            TokenTree::Group(group) => {
                let attribute = is(before(1), "#") || (is(before(1), "!") && is(before(2), "#"));
                let aside = is(before(1), "!") && ASIDE.iter().any(|name| is(before(2), name));
                let tests = is(before(2), "mod") && is(before(1), "tests");
                let context = is(before(1), "context") || is(before(1), "with_context");
                if !attribute && !aside && !tests && !context {
                    sentences(group.stream(), report);
                }
            }
            TokenTree::Literal(_) => {
                if let Some(text) = literal(token).filter(|text| is_sentence(text)) {
                    report(&text);
                }
            }
            _ => {}
        }
    }
}

fn is_sentence(text: &str) -> bool {
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|letter| letter.is_ascii_alphabetic());
    text.split(' ').filter(|word| is_word(word.trim_end_matches([',', '.', ';', ':', '!', '?']))).count() > 1
}

#[test]
fn every_exception_of_sam_has_a_headline() {
    let messages = messages(Lang::Korean);
    let headlines = messages.keys().filter_map(|id| id.strip_prefix(HEADLINE));
    let raised = raised();
    assert!(raised.contains("typeerror") && raised.contains("templateunreadable"), "{raised:?}");
    assert_eq!(headlines.map(str::to_owned).collect::<BTreeSet<_>>(), raised);
}

/// Words of an older style that no visible English text contains, as whole words and in any case. `is no` may follow
/// `there`.
const OLD_STYLE: [&str; 8] = ["told", "nobody", "somebody", "whoever", "use on", "made of", "turned round", "is no"];

#[test]
fn visible_english_text_contains_no_words_of_the_old_style() {
    let mut texts = vec![("en.ftl".to_owned(), values_of(Lang::English))];
    texts.extend(every_help().into_iter().map(|(command, help)| (format!("samlayers {command} --help"), help)));
    for page in ["README.md", "README.ko.md"] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
        texts.push((page.to_owned(), fs::read_to_string(path).expect("there is a README")));
    }
    let found: Vec<String> = texts
        .iter()
        .flat_map(|(place, text)| old_style(text).into_iter().map(move |found| format!("{place}: {found}")))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn old_style_words_are_found_as_whole_words() {
    assert_eq!(old_style("As Told by nobody,\nSAM would use\nit. Use on it"), ["told", "nobody", "use on"]);
    assert_eq!(old_style("this is no file"), ["is no"]);
    assert!(
        old_style("there is no file; THERE IS\n no file; is not, misuse one, untold, is none. Made. Of").is_empty()
    );
}

/// Returns the words of the old style in a text.
fn old_style(text: &str) -> Vec<&'static str> {
    let is_separator = |letter: char| !(letter.is_alphanumeric() || letter == '\'' || letter == '_');
    let lower = text.to_lowercase();
    let sentences = lower.split(['.', ';', ':', '|']);
    let sentences: Vec<Vec<&str>> =
        sentences.map(|text| text.split(is_separator).filter(|word| !word.is_empty()).collect()).collect();
    let has = |phrase: &str| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        sentences.iter().any(|words| {
            let is_there = |at: usize| at > 0 && phrase == ["is", "no"] && words[at - 1] == "there";
            words.windows(phrase.len()).enumerate().any(|(at, window)| window == phrase && !is_there(at))
        })
    };
    OLD_STYLE.into_iter().filter(|phrase| has(phrase)).collect()
}

/// Returns the text of every message and attribute, without IDs, comments and values.
fn values_of(lang: Lang) -> String {
    fn text(pattern: &Pattern<&str>, into: &mut String) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => into.push_str(value),
                PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                    for variant in variants {
                        text(&variant.value, into);
                        into.push('\n');
                    }
                }
                // A value is a word of its own.
                PatternElement::Placeable { .. } => into.push_str(" 0 "),
            }
        }
    }
    let resource = fluent_syntax::parser::parse(lang.source()).unwrap_or_else(|(_, errors)| panic!("{errors:?}"));
    let mut all = String::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        for pattern in message.value.iter().chain(message.attributes.iter().map(|attribute| &attribute.value)) {
            text(pattern, &mut all);
            // No phrase continues in the next message.
            all.push_str(".\n");
        }
    }
    all
}

/// Returns the long help of samlayers and of every command, by name.
fn every_help() -> Vec<(String, String)> {
    fn collect(command: &clap::Command, name: &str, into: &mut Vec<(String, String)>) {
        into.push((name.to_owned(), command.clone().render_long_help().to_string()));
        for sub in command.get_subcommands() {
            collect(sub, format!("{name} {}", sub.get_name()).trim_start(), into);
        }
    }
    let mut all = Vec::new();
    collect(&<samlayers::cli::args::Cli as clap::CommandFactory>::command(), "", &mut all);
    assert!(all.len() > 20, "{}", all.len());
    all
}

#[test]
fn messages_contain_no_control_or_direction_characters() {
    for lang in Lang::ALL {
        let source = lang.source();
        let text = source.lines().collect::<Vec<_>>().concat();
        assert_eq!(samlayers::text::sanitize(&text), text, "{lang:?}");
    }
}

fn differences<T: PartialEq + std::fmt::Debug>(
    wanted: &BTreeMap<&String, T>,
    found: &BTreeMap<&String, T>,
) -> Vec<String> {
    let all: BTreeSet<_> = wanted.keys().chain(found.keys()).collect();
    let differing = all.into_iter().filter(|id| wanted.get(**id) != found.get(**id));
    differing.map(|id| format!("{id}: {:?} and {:?}", wanted.get(*id), found.get(*id))).collect()
}

/// The messages of a file, which has to parse without errors and without duplicate ids.
fn messages(lang: Lang) -> BTreeMap<String, Message> {
    let resource = fluent_syntax::parser::parse(lang.source());
    let resource = resource.unwrap_or_else(|(_, errors)| panic!("{lang:?}: {errors:?}"));
    let mut messages = BTreeMap::new();
    for entry in resource.body {
        let Entry::Message(message) = entry else { continue };
        let id = message.id.name;
        let own = message.value.iter().map(|value| (id.to_owned(), value));
        let attributes =
            message.attributes.iter().map(|attribute| (format!("{id}.{}", attribute.id.name), &attribute.value));
        for (id, pattern) in own.chain(attributes) {
            let mut read = Message { values: BTreeSet::new(), is_plain: is_plain(pattern) };
            values(pattern, &mut read.values);
            assert!(messages.insert(id.clone(), read).is_none(), "{lang:?}: {id} is defined twice");
        }
    }
    messages
}

fn is_plain(pattern: &Pattern<&str>) -> bool {
    matches!(pattern.elements[..], [PatternElement::TextElement { .. }])
}

fn values(pattern: &Pattern<&str>, found: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        let PatternElement::Placeable { expression } = element else { continue };
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                for variant in variants {
                    values(&variant.value, found);
                }
                selector
            }
        };
        if let InlineExpression::VariableReference { id } = inline {
            found.insert(id.name.to_owned());
        }
    }
}

/// Every `tr!("id", value = …)`, `sentence!("id", value = …)` and `key!("id")` below a folder.
fn used_in(folder: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut used = BTreeMap::new();
    for path in sources(folder) {
        let code = TokenStream::from_str(&fs::read_to_string(&path).expect("source is text")).expect("source is Rust");
        collect(code, &mut |name, arguments| {
            if !["tr", "sentence", "key"].contains(&name) {
                return;
            }
            let tokens: Vec<TokenTree> = arguments.into_iter().collect();
            let Some(id) = tokens.first().and_then(literal) else { return };
            let values: BTreeSet<String> = tokens.windows(3).filter_map(named).collect();
            let known = used.entry(id.clone()).or_insert_with(|| values.clone());
            assert_eq!(*known, values, "{id} in {}", path.display());
        });
    }
    used
}

fn sources(folder: &Path) -> impl Iterator<Item = std::path::PathBuf> {
    let below = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).map(walkdir::DirEntry::into_path);
    below.filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
}

/// Reports every `name!(…)`, including nested ones.
fn collect(code: TokenStream, report: &mut impl FnMut(&str, TokenStream)) {
    let tokens: Vec<TokenTree> = code.into_iter().collect();
    for window in tokens.windows(3) {
        if let [TokenTree::Ident(name), TokenTree::Punct(bang), TokenTree::Group(group)] = window
            && bang.as_char() == '!'
        {
            report(&name.to_string(), group.stream());
        }
    }
    for token in tokens {
        if let TokenTree::Group(group) = token {
            collect(group.stream(), report);
        }
    }
}

fn literal(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    Some(literal.to_string().strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

/// `, name =`
fn named(tokens: &[TokenTree]) -> Option<String> {
    match tokens {
        [TokenTree::Punct(comma), TokenTree::Ident(name), TokenTree::Punct(equals)]
            if comma.as_char() == ',' && equals.as_char() == '=' && equals.spacing() == proc_macro2::Spacing::Alone =>
        {
            Some(name.to_string())
        }
        _ => None,
    }
}

/// The names of the exceptions with which SAM refuses a template, from the code that reads templates.
fn raised() -> BTreeSet<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut names = BTreeSet::new();
    for path in sources(&source.join("sam/template")).chain(sources(&source.join("ops/projects"))) {
        let text = fs::read_to_string(&path).expect("source is text");
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        names.extend(code.split('"').skip(1).step_by(2).filter(|text| is_name(text)).map(str::to_ascii_lowercase));
    }
    names
}

fn is_name(text: &str) -> bool {
    let endings = ["Exception", "Error", "LayerReference", "Unreadable"];
    text.bytes().all(|letter| letter.is_ascii_alphabetic())
        && text.starts_with(|letter: char| letter.is_ascii_uppercase())
        && endings.iter().any(|ending| text.ends_with(ending))
}
