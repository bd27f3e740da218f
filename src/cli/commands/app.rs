//! The app, which opens without a command.

use crate::cli::args::{ColorChoice, Global};
use crate::cli::environment::Environment;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::output::style::TextStyle;
use crate::cli::session::ResolvedOptions;
use crate::cli::user_config;
use crate::tui::colour_depth::ColourDepth;
use crate::tui::lang::{self, Lang};
use crate::tui::{self, Options};

/// Opens the app. Without a terminal, this is a usage error.
pub fn run(global: &Global, environment: &Environment) -> anyhow::Result<Exit> {
    if let Some(why) = environment.lacks_terminal() {
        return Err(UsageError(format!(
            "the app cannot run here ({why}). Use a command such as `samlayers ls`, `images`, `functions`, `explain`, \
             `verify`, `purge` or `doctor`. For all commands: `samlayers --help`"
        ))
        .into());
    }
    // The demo's folder is removed when `demo` is dropped, so it is kept until the app ends.
    let ResolvedOptions { context, demo, config, config_warnings } = ResolvedOptions::resolve(global, environment)?;
    context.builds.set(true);
    let style = TextStyle::of(global, environment);
    let config_file = environment.config_dir.as_deref().map(user_config::path).unwrap_or_default();
    let (keys, refused) = config.keymap(&config_file);
    let ascii = if global.ascii { true } else { config.ascii.unwrap_or(style.ascii) };
    let options = Options {
        ascii,
        colours: colours(global, environment, style.colour),
        theme: global.theme.clone().or(config.theme),
        demo: demo.is_some(),
        keys,
        wrong: config_warnings.into_iter().chain(refused).collect(),
        lang: global.lang.or(config.lang).unwrap_or_else(|| default_lang(environment, ascii)),
        notify: config.notify,
    };
    tui::run(context, &options)?;
    Ok(Exit::Done)
}

/// Returns the colours of the terminal. `--color always` never means none.
fn colours(global: &Global, environment: &Environment, wanted: bool) -> ColourDepth {
    if !wanted {
        return ColourDepth::None;
    }
    let known = ColourDepth::of_terminal(|name| environment.var(name));
    if global.color == Some(ColorChoice::Always) { known.max(ColourDepth::Sixteen) } else { known }
}

/// Returns the language of the system. With `--ascii` this is English, the only language that needs no other
/// characters; `--lang` still overrides it.
fn default_lang(environment: &Environment, ascii: bool) -> Lang {
    if ascii { Lang::English } else { lang::from_environment(|name| environment.var(name)) }
}
