//! Recognises SAM processes by their command line: `sam local`, which reads layers, and `sam build`.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};

/// The commands that use layers and build images from them (`samcli/commands/local/`).
const READ_LAYERS: [&str; 3] = ["invoke", "start-api", "start-lambda"];

/// The program names: AWS's releases, their nightly builds, and the program that Nix wraps.
const SAM: [&str; 3] = ["sam", "sam-nightly", ".sam-wrapped"];

const LAYER_CACHE_BASEDIR: &str = "--layer-cache-basedir";

/// A `sam local` command that reads layers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalCommand {
    /// The value of `--layer-cache-basedir` as typed; relative to the working directory of the process.
    pub layer_cache_basedir: Option<PathBuf>,
}

impl LocalCommand {
    /// Parses the arguments of a process, including the program; returns `None` for any other process.
    ///
    /// ```
    /// use samlayers::sam::command_line::LocalCommand;
    ///
    /// let parse = |line: &str| LocalCommand::parse(&line.split(' ').map(Into::into).collect::<Vec<_>>());
    /// assert!(parse("python3 -m samcli local invoke Hello").is_some());
    /// assert!(parse("sam build").is_none());
    /// ```
    pub fn parse(arguments: &[OsString]) -> Option<Self> {
        let program = program(arguments)?;
        // SAM's global options may come first; none of them has a value.
        let mut words = arguments[program + 1..].iter().skip_while(|word| word.as_encoded_bytes().starts_with(b"-"));
        let local = words.next().is_some_and(|word| word == "local");
        let reads = words.next().is_some_and(|word| READ_LAYERS.iter().any(|name| word == name));
        (local && reads).then(|| Self { layer_cache_basedir: option(&arguments[program..], LAYER_CACHE_BASEDIR) })
    }
}

/// A `sam local` command that runs functions, with what decides which files and images it uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerCommand {
    /// `invoke`, `start-api` or `start-lambda`.
    pub command: String,
    /// The port that it listens on; `None` for `invoke`.
    pub port: Option<String>,
    /// `-t` as typed; relative to the working directory of the process.
    pub template: Option<PathBuf>,
    /// Whether it keeps containers between requests (`--warm-containers`).
    pub is_warm: bool,
}

impl ServerCommand {
    /// Parses the arguments of a process, including the program; returns `None` for any other process.
    pub fn parse(arguments: &[OsString]) -> Option<Self> {
        LocalCommand::parse(arguments)?;
        let words = &arguments[program(arguments)?..];
        let command = READ_LAYERS.iter().find(|name| words.iter().any(|word| word == *name))?;
        let text = |name: &str| option(words, name).map(|value| value.to_string_lossy().into_owned());
        // The defaults of `samcli/commands/local/cli_common/options.py`.
        let port = match *command {
            "start-api" => text("--port").or_else(|| text("-p")).or_else(|| Some("3000".to_owned())),
            "start-lambda" => text("--port").or_else(|| text("-p")).or_else(|| Some("3001".to_owned())),
            _ => None,
        };
        let template = ["--template-file", "--template", "-t"].iter().find_map(|name| option(words, name));
        Some(Self {
            command: (*command).to_owned(),
            port,
            template,
            is_warm: option(words, "--warm-containers").is_some(),
        })
    }
}

/// The commands that write to a build folder (`samcli/commands/build`, `samcli/commands/sync`).
const BUILD: [&str; 2] = ["build", "sync"];

/// A `sam build` or `sam sync`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildCommand {
    /// The values of `--build-dir` and `--cache-dir` as typed; relative to the working directory of the process.
    pub folders: Vec<PathBuf>,
}

impl BuildCommand {
    /// Parses the arguments of a process, including the program; returns `None` for any other process.
    pub fn parse(arguments: &[OsString]) -> Option<Self> {
        let program = program(arguments)?;
        let mut words = arguments[program + 1..].iter().skip_while(|word| word.as_encoded_bytes().starts_with(b"-"));
        words.next().filter(|word| BUILD.iter().any(|name| word == name))?;
        let names = ["--build-dir", "-b", "--cache-dir", "-cd"];
        Some(Self { folders: names.iter().filter_map(|name| option(&arguments[program..], name)).collect() })
    }
}

/// Returns the position of SAM: first, or after Python and its options (`python -I …/bin/sam`, `python -m samcli`).
fn program(arguments: &[OsString]) -> Option<usize> {
    let stem = |at: usize| Path::new(arguments.get(at)?).file_stem()?.to_str();
    if SAM.contains(&stem(0)?) {
        return Some(0);
    }
    // The program is named `python3.13`, on macOS `Python`.
    stem(0)?.to_ascii_lowercase().starts_with("python").then_some(())?;
    let is_option = |at: usize| arguments.get(at).is_some_and(|word| word.as_encoded_bytes().starts_with(b"-"));
    let has_value = |at: usize| arguments[at] == "-W" || arguments[at] == "-X";
    let at = (1..arguments.len()).find(|at| !is_option(*at) && !has_value(*at - 1))?;
    let is_module = arguments[at - 1] == "-m" && arguments[at] == "samcli";
    (is_module || SAM.contains(&stem(at)?)).then_some(at)
}

/// Returns the value of an option like click: the next word or the text after `=`; the last occurrence counts.
fn option(words: &[OsString], name: &str) -> Option<PathBuf> {
    let joined = |word: &OsStr| {
        let rest = word.to_str()?.strip_prefix(name)?.strip_prefix('=')?;
        Some(PathBuf::from(rest))
    };
    (0..words.len()).rev().find_map(|at| {
        let next = (at > 0 && words[at - 1] == name).then(|| PathBuf::from(&words[at]));
        next.or_else(|| joined(&words[at]))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn servers_are_recognised_with_their_port_and_template() {
        let parse = |line: &str| ServerCommand::parse(&line.split_whitespace().map(OsString::from).collect::<Vec<_>>());
        let api = parse("sam local start-api -t out/t.yaml --port=4000 --warm-containers EAGER").unwrap();
        assert_eq!((api.command.as_str(), api.port.as_deref(), api.is_warm), ("start-api", Some("4000"), true));
        assert_eq!(api.template, Some("out/t.yaml".into()));
        assert_eq!(parse("python3 /usr/bin/sam local start-lambda").unwrap().port.as_deref(), Some("3001"));
        assert_eq!(parse("sam local invoke F").unwrap().port, None);
        assert_eq!(parse("sam build"), None);
    }

    #[test]
    fn builds_are_recognised() {
        let parse = |line: &str| BuildCommand::parse(&line.split_whitespace().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(parse("sam build --cached"), Some(BuildCommand { folders: Vec::new() }));
        let folders = vec!["out".into(), "/c".into()];
        assert_eq!(parse("python3 /usr/bin/sam build -b out --cache-dir=/c"), Some(BuildCommand { folders }));
        assert!(parse("/usr/local/bin/sam --debug sync --watch").is_some());
        for line in ["sam", "sam local invoke build", "make build", "sam deploy build", "vim sam build"] {
            assert_eq!(parse(line), None, "{line}");
        }
    }

    fn parse(line: &str) -> Option<LocalCommand> {
        LocalCommand::parse(&line.split_whitespace().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn sam_processes_are_recognised() {
        for line in [
            "/usr/local/aws-sam-cli/current/dist/sam local invoke Hello",
            "/opt/homebrew/opt/python@3.13/bin/python3.13 /opt/homebrew/bin/sam local start-api",
            "/usr/bin/python3 -I /home/jo/.local/bin/sam local start-lambda --port 3001",
            "python -m samcli --debug local invoke",
            "python -X dev -W ignore /usr/bin/sam local invoke",
            "/usr/local/bin/sam-nightly local invoke",
            "/nix/store/a-python3/bin/python3.12 /nix/store/b-aws-sam-cli/bin/.sam-wrapped local start-api",
            "sam.exe --info --beta-features local start-api --warm-containers EAGER",
        ] {
            assert_eq!(parse(line), Some(LocalCommand { layer_cache_basedir: None }), "{line}");
        }
    }

    #[test]
    fn processes_that_read_no_layers_are_ignored() {
        for line in [
            "",
            "sam",
            "sam local",
            "sam build",
            "sam local generate-event s3 put",
            "sam deploy --stack-name local invoke",
            "vim local invoke",
            "python -m samcli_tests local invoke",
            "grep -r sam local invoke",
            "python script.py sam local invoke",
            "python",
            "python -X",
            "python -W ignore",
        ] {
            assert_eq!(parse(line), None, "{line}");
        }
    }

    #[test]
    fn the_layer_cache_option_is_read() {
        let basedir = |line: &str| parse(line).unwrap().layer_cache_basedir;
        assert_eq!(basedir("sam local invoke F --layer-cache-basedir a --layer-cache-basedir=b"), Some("b".into()));
        assert_eq!(
            basedir("sam local invoke F --layer-cache-basedir /caches/a -e event.json"),
            Some("/caches/a".into())
        );
        assert_eq!(basedir("sam local invoke F --layer-cache-basedir"), None);
    }

    proptest! {
        #[test]
        fn no_words_cause_a_panic(words in proptest::collection::vec(prop_oneof![
            Just("sam".to_owned()), Just("local".to_owned()), Just("invoke".to_owned()), Just("-m".to_owned()),
            Just("--layer-cache-basedir".to_owned()), ".*",
        ], 0..8)) {
            let _ = LocalCommand::parse(&words.into_iter().map(OsString::from).collect::<Vec<_>>());
        }
    }
}
