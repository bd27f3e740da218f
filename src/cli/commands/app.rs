//! `samlayers` alone: the app.

use crate::cli::args::Global;
use crate::cli::exit::{Exit, UsageError};
use crate::cli::look::Look;
use crate::cli::session::Surroundings;
use crate::cli::user_config;
use crate::cli::world::World;
use crate::tui::lang::{self, Lang};
use crate::tui::{self, Options};

/// Opens the app. Without a terminal there is nothing to open it on.
pub fn run(global: &Global, world: &World) -> anyhow::Result<Exit> {
    if !world.stdout_is_terminal {
        return Err(UsageError("name a command; `samlayers --help` lists them".to_owned()).into());
    }
    // The demo's folder has to live as long as the app.
    let Surroundings { context, demo, config, wrong } = Surroundings::resolve(global, world)?;
    let look = Look::of(global, world);
    let config_file = world.config_dir.as_deref().map(user_config::path).unwrap_or_default();
    let (keys, refused) = config.keymap(&config_file);
    let options = Options {
        ascii: look.ascii || config.ascii,
        colour: look.colour,
        theme: global.theme.clone().or(config.theme),
        demo: demo.is_some(),
        keys,
        wrong: wrong.into_iter().chain(refused).collect(),
        lang: global.lang.or(config.lang).unwrap_or_else(|| of_system(world, look.ascii || config.ascii)),
        notify: config.notify,
    };
    tui::run(context, &options)?;
    Ok(Exit::Done)
}

/// The language of the system. Whoever wants ASCII only gets the language that is written in it, unless another was
/// asked for by name.
fn of_system(world: &World, ascii: bool) -> Lang {
    if ascii { Lang::English } else { lang::of_system(|name| world.var(name)) }
}
