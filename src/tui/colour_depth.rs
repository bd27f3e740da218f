//! The colours a terminal can show, and a theme within them.

use ratatui::style::{Color, Style};

/// The colours a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ColourDepth {
    /// None: `NO_COLOR`, `--color never`, or a terminal without colours.
    None,
    /// The eight colours of ANSI, and their bright versions.
    Sixteen,
    /// The palette of xterm.
    TwoFiftySix,
    /// 24 bits.
    #[default]
    True,
}

/// Terminals known for 24-bit colours, which ssh and sudo do not tell: they pass on `TERM`, but not `COLORTERM`.
const TRUE: [&str; 9] =
    ["alacritty", "contour", "foot", "rio", "wezterm", "xterm-ghostty", "xterm-kitty", "vscode-direct", "xterm-direct"];

/// Terminals without colours. Each continues with a digit, as in `vt220`.
const COLOURLESS: [&str; 4] = ["vt1", "vt2", "vt3", "vt4"];

impl ColourDepth {
    /// Returns the colours of a terminal, by the variables `TERM`, `COLORTERM` and those by which terminals name
    /// themselves. Unknown terminals have sixteen.
    pub fn of_terminal<'a>(variable: impl Fn(&str) -> Option<&'a str>) -> Self {
        let term = variable("TERM").unwrap_or_default();
        let program = variable("TERM_PROGRAM").unwrap_or_default();
        let is_direct = term.ends_with("-direct") || term.ends_with("-truecolor");
        // GNU screen passes on the variables of the terminal around it, and shows no 24-bit colours itself.
        let in_screen = term.starts_with("screen") && program != "tmux";
        let says_true = matches!(variable("COLORTERM"), Some("truecolor" | "24bit"));
        let by_name =
            matches!(program, "iTerm.app" | "WezTerm" | "ghostty" | "vscode") || variable("WT_SESSION").is_some();
        let by_term =
            TRUE.iter().any(|name| term == *name || term.strip_prefix(name).is_some_and(|rest| rest.starts_with('-')));
        if COLOURLESS.iter().any(|name| term.starts_with(name)) || term.ends_with("-mono") || term.ends_with("-m") {
            Self::None
        } else if is_direct || by_term || (says_true && !in_screen) || (by_name && !in_screen && term != "linux") {
            Self::True
        } else if term.contains("256color") {
            Self::TwoFiftySix
        } else if cfg!(windows) && term.is_empty() {
            // The console of every Windows that is supported.
            Self::True
        } else {
            Self::Sixteen
        }
    }

    /// Returns a style within these colours. `plain` replaces a style whose colours sixteen cannot approximate.
    pub(super) fn style(self, style: Style, plain: Style) -> Style {
        match self {
            Self::True => style,
            Self::TwoFiftySix => Style { fg: style.fg.map(indexed), bg: style.bg.map(indexed), ..style },
            Self::Sixteen if [style.fg, style.bg].into_iter().flatten().all(is_of_sixteen) => style,
            Self::Sixteen => plain,
            Self::None => Style { fg: None, bg: None, ..style },
        }
    }
}

fn is_of_sixteen(colour: Color) -> bool {
    !matches!(colour, Color::Rgb(..) | Color::Indexed(16..))
}

/// The levels of each channel in the 6x6x6 cube of xterm's palette.
const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Returns the nearest colour of xterm's cube or greys. The first sixteen are left out: users change them.
fn indexed(colour: Color) -> Color {
    let Color::Rgb(r, g, b) = colour else { return colour };
    let distance = |other: [u8; 3]| -> u32 {
        let channels = [r, g, b].into_iter().zip(other);
        channels.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let nearest =
        |channel: u8| (0u8..6).min_by_key(|at| LEVELS[usize::from(*at)].abs_diff(channel)).unwrap_or_default();
    let cube = [nearest(r), nearest(g), nearest(b)];
    let in_cube = distance(cube.map(|at| LEVELS[usize::from(at)]));
    let greys = (0u8..24).map(|at| (distance([8 + 10 * at; 3]), 232 + at));
    match greys.min() {
        Some((distance, grey)) if distance < in_cube => Color::Indexed(grey),
        _ => Color::Indexed(16 + 36 * cube[0] + 6 * cube[1] + cube[2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)]) -> ColourDepth {
        ColourDepth::of_terminal(|name| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| *value))
    }

    #[test]
    fn colours_follow_from_the_terminal() {
        use ColourDepth::{None, Sixteen, True, TwoFiftySix};
        for (term, depth) in [
            ("linux", Sixteen),
            ("screen", Sixteen),
            ("xterm", Sixteen),
            ("unheard-of", Sixteen),
            ("screen-256color", TwoFiftySix),
            ("tmux-256color", TwoFiftySix),
            ("xterm-256color", TwoFiftySix),
            ("xterm-kitty", True),
            ("foot-extra", True),
            ("footloose", Sixteen),
            ("xterm-direct", True),
            ("vt220", None),
        ] {
            assert_eq!(of(&[("TERM", term)]), depth, "{term}");
        }
        assert_eq!(of(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")]), True);
        assert_eq!(of(&[("TERM", "xterm"), ("COLORTERM", "24bit")]), True);
        assert_eq!(of(&[("TERM", "xterm-256color"), ("COLORTERM", "yes")]), TwoFiftySix);
        assert_eq!(of(&[("TERM", "screen.xterm-256color"), ("COLORTERM", "truecolor")]), TwoFiftySix);
        assert_eq!(of(&[("TERM", "screen-256color"), ("COLORTERM", "truecolor"), ("TERM_PROGRAM", "tmux")]), True);
        assert_eq!(of(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")]), TwoFiftySix);
        assert_eq!(of(&[("TERM", "xterm-256color"), ("WT_SESSION", "1")]), True);
    }

    #[test]
    fn the_nearest_colour_of_the_palette_is_chosen() {
        assert_eq!(indexed(Color::Rgb(255, 0, 0)), Color::Indexed(196));
        assert_eq!(indexed(Color::Rgb(0x16, 0x18, 0x1d)), Color::Indexed(234));
        assert_eq!(indexed(Color::Rgb(0x7c, 0xc7, 0xe8)), Color::Indexed(116));
        assert_eq!(indexed(Color::Red), Color::Red);
    }
}
