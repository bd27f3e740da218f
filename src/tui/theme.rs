//! Colours by role, read from theme files, and two sets of glyphs. No information is shown by colour alone.

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use ratatui::text::Span;
use serde::Deserialize;

use super::colour_depth::ColourDepth;
use super::text;
use crate::text::nests_too_deeply;

/// The role of a piece of text. A theme defines the style of each role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The screen itself and plain text.
    Text,
    /// Less important text: labels, captions, units.
    Dim,
    /// Titles of panes.
    Title,
    /// The title of the focused pane and the open tab.
    Accent,
    /// The layer's name within an ARN and a directory.
    Name,
    /// The version within an ARN and a directory.
    Version,
    /// The digits of a hash that are part of a name.
    Digits,
    /// The line under the cursor.
    Cursor,
    /// The line under the cursor in a pane without the focus.
    CursorAway,
    /// Marked rows.
    Mark,
    /// Characters that match the filter.
    Match,
    /// Success.
    Ok,
    /// A warning.
    Warn,
    /// An error, or something that cannot be undone.
    Bad,
    /// Work in progress.
    Busy,
    /// The filled part of bars and gauges.
    Bar,
    /// Every other segment of a gauge.
    BarOther,
    /// The empty part of bars and gauges.
    Empty,
    /// Frames of panes.
    Border,
    /// The frame of the focused pane.
    BorderFocus,
    /// Badges such as `READ-ONLY` and `DEMO`.
    Badge,
    /// Keys in footer and help.
    Key,
}

impl Role {
    const ALL: [Self; 22] = [
        Self::Text,
        Self::Dim,
        Self::Title,
        Self::Accent,
        Self::Name,
        Self::Version,
        Self::Digits,
        Self::Cursor,
        Self::CursorAway,
        Self::Mark,
        Self::Match,
        Self::Ok,
        Self::Warn,
        Self::Bad,
        Self::Busy,
        Self::Bar,
        Self::BarOther,
        Self::Empty,
        Self::Border,
        Self::BorderFocus,
        Self::Badge,
        Self::Key,
    ];
}

/// A theme file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    roles: BTreeMap<Role, Entry>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    fg: Option<String>,
    bg: Option<String>,
    #[serde(default)]
    add: Vec<Add>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Add {
    Bold,
    Dim,
    Underline,
    Reverse,
}

/// The styles of all roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// The name, as passed to `--theme`.
    pub name: String,
    styles: [Style; Role::ALL.len()],
}

/// The built-in themes. The first is the default, which uses the terminal's own sixteen colours.
const FILES: [(&str, &str); 4] = [
    ("default", include_str!("../../assets/themes/default.yaml")),
    ("dark", include_str!("../../assets/themes/dark.yaml")),
    ("light", include_str!("../../assets/themes/light.yaml")),
    ("high-contrast", include_str!("../../assets/themes/high-contrast.yaml")),
];

/// The error when a theme cannot be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ThemeError {
    /// There is no built-in theme of this name.
    #[error("there is no theme `{0}`: choose one of default, dark, light and high-contrast")]
    Unknown(String),
    /// The theme file cannot be parsed.
    #[error("cannot read the theme `{name}`: {reason}")]
    Malformed {
        /// The name of the theme or file.
        name: String,
        /// The reason, with line and column where known.
        reason: String,
    },
}

impl Theme {
    /// Returns the names of all built-in themes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        FILES.iter().map(|(name, _)| *name)
    }

    /// Returns a built-in theme.
    pub fn named(name: &str) -> Result<Self, ThemeError> {
        let (_, yaml) = FILES.iter().find(|(known, _)| *known == name).ok_or(ThemeError::Unknown(name.to_owned()))?;
        Self::parse(name, yaml)
    }

    /// Parses a theme file. Roles it does not define look like plain text.
    pub fn parse(name: &str, yaml: &str) -> Result<Self, ThemeError> {
        let malformed = |reason| ThemeError::Malformed { name: name.to_owned(), reason };
        if nests_too_deeply(yaml) {
            return Err(malformed("it is nested too deeply".to_owned()));
        }
        let file: File = serde_yaml::from_str(yaml).map_err(|error| malformed(error.to_string()))?;
        let mut styles = [Style::new(); Role::ALL.len()];
        for (role, entry) in &file.roles {
            styles[*role as usize] = entry.style().map_err(malformed)?;
        }
        Ok(Self { name: file.name, styles })
    }

    /// Returns the theme within the colours of a terminal. Without colours, bold, underline and reverse stay. Of a theme
    /// that needs more than sixteen, each role that does so is that of the default theme, whose colours are readable on
    /// white and on black.
    #[must_use]
    fn within(mut self, colours: ColourDepth) -> Self {
        let default = Self::named("default").map_or([Style::new(); Role::ALL.len()], |theme| theme.styles);
        for (style, plain) in self.styles.iter_mut().zip(default) {
            *style = colours.style(*style, plain);
        }
        self
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles[role as usize]
    }
}

impl Entry {
    fn style(&self) -> Result<Style, String> {
        let colour = |text: &String| text.parse::<Color>().map_err(|_| format!("`{text}` is not a valid colour"));
        let mut style = Style::new();
        style.fg = self.fg.as_ref().map(colour).transpose()?;
        style.bg = self.bg.as_ref().map(colour).transpose()?;
        for add in &self.add {
            style = style.add_modifier(match add {
                Add::Bold => Modifier::BOLD,
                Add::Dim => Modifier::DIM,
                Add::Underline => Modifier::UNDERLINED,
                Add::Reverse => Modifier::REVERSED,
            });
        }
        Ok(style)
    }
}

/// The background of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Darker than medium grey.
    Dark,
    /// Lighter than medium grey.
    Light,
}

impl Background {
    /// Returns the kind of a colour, by its brightness as ITU-R BT.601 weighs it.
    pub fn of(red: u8, green: u8, blue: u8) -> Self {
        let brightness = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
        if brightness > 127_500 { Self::Light } else { Self::Dark }
    }

    fn theme(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }
}

/// The characters that are drawn as signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the thing it is named after")]
pub struct Glyphs {
    pub ok: &'static str,
    pub empty: &'static str,
    pub partial: &'static str,
    pub downloading: &'static str,
    pub failed: &'static str,
    pub unknown: &'static str,
    pub warn: &'static str,
    pub local: &'static str,
    pub skipped: &'static str,
    pub mark: &'static str,
    pub folded: &'static str,
    pub unfolded: &'static str,
    pub ascending: &'static str,
    pub descending: &'static str,
    pub ellipsis: &'static str,
    pub dot: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub left: &'static str,
    pub right: &'static str,
    pub pipe: &'static str,
    pub arrow: &'static str,
    pub corner: &'static str,
    /// A broken link in a chain.
    pub broken: &'static str,
    pub under: &'static str,
    pub bar: &'static str,
    pub bar_other: &'static str,
    pub bar_empty: &'static str,
    pub cursor: &'static str,
    /// Left, right, top and bottom lines and the four corners of a box.
    pub frame: [&'static str; 6],
}

/// Glyphs for terminals with Unicode.
const UNICODE: Glyphs = Glyphs {
    ok: "✓",
    empty: "○",
    partial: "◐",
    downloading: "↓",
    failed: "✗",
    unknown: "?",
    warn: "▲",
    local: "⌂",
    skipped: "–",
    mark: "●",
    folded: "▸",
    unfolded: "▾",
    ascending: "↑",
    descending: "↓",
    ellipsis: "…",
    dot: "·",
    up: "↑",
    down: "↓",
    left: "←",
    right: "→",
    pipe: "│",
    arrow: "▼",
    corner: "└",
    broken: "╳",
    under: "▔",
    bar: "█",
    bar_other: "▓",
    bar_empty: "░",
    cursor: "▌",
    frame: ["│", "─", "╭", "╮", "╰", "╯"],
};

/// Glyphs for `--ascii`.
const ASCII: Glyphs = Glyphs {
    ok: "+",
    empty: "o",
    partial: "~",
    downloading: "v",
    failed: "x",
    unknown: "?",
    warn: "!",
    local: "@",
    skipped: "-",
    mark: "*",
    folded: ">",
    unfolded: "v",
    ascending: "^",
    descending: "v",
    ellipsis: "..",
    dot: "-",
    up: "^",
    down: "v",
    left: "<",
    right: ">",
    pipe: "|",
    arrow: "v",
    corner: "`",
    broken: "X",
    under: "^",
    bar: "#",
    bar_other: "=",
    bar_empty: ".",
    cursor: ">",
    frame: ["|", "-", "+", "+", "+", "+"],
};

/// A theme and a set of glyphs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appearance {
    /// The colours.
    pub theme: Theme,
    /// The glyphs.
    pub glyphs: Glyphs,
    /// The colours of the terminal; kept when the theme changes.
    colours: ColourDepth,
}

impl Appearance {
    /// Combines a theme with the options of the user.
    pub fn new(theme: Theme, ascii: bool, colourless: bool) -> Self {
        Self::within(if colourless { ColourDepth::None } else { ColourDepth::True }, theme, ascii)
    }

    /// Combines a theme with the colours of a terminal.
    pub fn within(colours: ColourDepth, theme: Theme, ascii: bool) -> Self {
        Self { theme: theme.within(colours), glyphs: if ascii { ASCII } else { UNICODE }, colours }
    }

    /// Returns a span in the style of a role. All text on screen goes through here, so it is sanitized here.
    pub fn span(&self, role: Role, content: impl AsRef<str>) -> Span<'static> {
        let mut style = self.style(role);
        // Underlined spaces would look like a line.
        if content.as_ref().trim().is_empty() {
            style.add_modifier.remove(Modifier::UNDERLINED);
        }
        let text = text::sanitize(content.as_ref()).into_owned();
        Span::styled(if self.glyphs == ASCII { in_ascii(text) } else { text }, style)
    }

    /// Returns the style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }

    /// Switches to the theme for a background, which stays as the terminal has it.
    #[must_use]
    pub fn on_background(&self, background: Background) -> Self {
        let Ok(mut theme) = Theme::named(background.theme()) else { return self.clone() };
        theme.styles[Role::Text as usize].bg = None;
        self.with_theme(theme)
    }

    /// Switches to the next built-in theme.
    #[must_use]
    pub fn next_theme(&self) -> Self {
        let at = Theme::names().position(|name| name == self.theme.name).unwrap_or_default();
        let name = FILES[(at + 1) % FILES.len()].0;
        Theme::named(name).map_or_else(|_| self.clone(), |theme| self.with_theme(theme))
    }

    fn with_theme(&self, theme: Theme) -> Self {
        Self { theme: theme.within(self.colours), glyphs: self.glyphs, colours: self.colours }
    }
}

/// Replaces the signs that messages contain. Names from outside stay as they are.
fn in_ascii(text: String) -> String {
    if !text.contains(['…', '→', '←', '↑', '↓', '×', '·']) {
        return text;
    }
    let replaced = text.replace('…', "...").replace('→', ASCII.right).replace('←', ASCII.left);
    replaced.replace('↑', ASCII.up).replace('↓', ASCII.down).replace('×', "x").replace('·', ASCII.dot)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_theme_parses_and_has_a_unique_name() {
        for name in Theme::names() {
            assert_eq!(Theme::named(name).map(|theme| theme.name), Ok(name.to_owned()));
        }
        assert_eq!(Theme::named("pink"), Err(ThemeError::Unknown("pink".to_owned())));
    }

    #[test]
    fn a_background_is_light_or_dark_by_its_brightness() {
        let of = |colour: u32| {
            let [_, red, green, blue] = colour.to_be_bytes();
            Background::of(red, green, blue)
        };
        for dark in [0x00_0000, 0x1e_1e2e, 0x00_2b36, 0x28_2a36, 0x00_00ff] {
            assert_eq!(of(dark), Background::Dark, "{dark:06x}");
        }
        for light in [0xff_ffff, 0xfd_f6e3, 0xee_eeee, 0xff_ff00] {
            assert_eq!(of(light), Background::Light, "{light:06x}");
        }
    }

    #[test]
    fn the_error_of_a_broken_theme_has_a_position() {
        let error = Theme::parse("mine.yaml", "name: mine\nroles:\n  cursor: { fg: pinkish }\n").unwrap_err();
        assert_eq!(error.to_string(), "cannot read the theme `mine.yaml`: `pinkish` is not a valid colour");
        let error = Theme::parse("mine.yaml", "name: mine\nroles:\n  curser: {}\n").unwrap_err();
        assert!(error.to_string().contains("line 3"), "{error}");
    }

    #[test]
    fn without_colour_cursor_and_digits_are_still_visible() {
        for name in Theme::names() {
            let plain = Theme::named(name).unwrap().within(ColourDepth::None);
            for role in [Role::Cursor, Role::Digits, Role::Badge, Role::Accent, Role::Match, Role::Key] {
                assert_ne!(plain.style(role), plain.style(Role::Text), "{name}: {role:?}");
            }
        }
    }

    #[test]
    fn every_theme_works_with_sixteen_colours() {
        for name in Theme::names() {
            let theme = Theme::named(name).unwrap().within(ColourDepth::Sixteen);
            for role in Role::ALL {
                let style = theme.style(role);
                let colours = [style.fg, style.bg].into_iter().flatten();
                assert!(
                    colours.into_iter().all(|c| !matches!(c, Color::Rgb(..) | Color::Indexed(_))),
                    "{name}: {role:?}"
                );
            }
            assert_eq!(theme.name, name, "the next theme follows");
        }
    }

    /// The relative luminance of WCAG.
    fn luminance(colour: Color) -> f64 {
        let Color::Rgb(r, g, b) = colour else { panic!("themes with a background name colours as #rrggbb") };
        let channel = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
    }

    /// The sixteen colours of an xterm with default settings. Themes of other terminals have at least the same
    /// contrast.
    fn xterm(colour: Color) -> Color {
        match colour {
            Color::Red => Color::Rgb(0xcd, 0, 0),
            Color::Green => Color::Rgb(0, 0xcd, 0),
            Color::Yellow => Color::Rgb(0xcd, 0xcd, 0),
            Color::Blue => Color::Rgb(0, 0, 0xee),
            Color::Magenta => Color::Rgb(0xcd, 0, 0xcd),
            Color::Cyan => Color::Rgb(0, 0xcd, 0xcd),
            other => panic!("{other:?} is not one of them"),
        }
    }

    #[test]
    fn the_default_theme_is_readable_on_white_and_on_black() {
        let theme = Theme::named("default").unwrap();
        for role in
            [Role::Text, Role::Version, Role::Digits, Role::Mark, Role::Match, Role::Warn, Role::Bad, Role::Badge]
        {
            let Some(colour) = theme.style(role).fg.map(xterm) else { continue };
            let own = luminance(colour);
            let (on_white, on_black) = (1.05 / (own + 0.05), (own + 0.05) / 0.05);
            assert!(on_white >= 3.0 && on_black >= 3.0, "{role:?}: {on_white:.1} on white, {on_black:.1} on black");
            assert!(theme.style(role).add_modifier.contains(Modifier::BOLD), "{role:?} is bold");
        }
    }

    #[test]
    fn text_is_readable_in_every_role() {
        // Bars and borders contain no text.
        let drawn = [Role::Bar, Role::BarOther, Role::Empty, Role::Border, Role::BorderFocus];
        for (name, floor) in [("dark", 4.5), ("light", 4.5), ("high-contrast", 7.0)] {
            let theme = Theme::named(name).unwrap();
            let page = theme.style(Role::Text);
            for role in Role::ALL.into_iter().filter(|role| !drawn.contains(role)) {
                let style = theme.style(role);
                let (fg, bg) = (style.fg.or(page.fg).unwrap(), style.bg.or(page.bg).unwrap());
                let (light, dark) = (luminance(fg).max(luminance(bg)), luminance(fg).min(luminance(bg)));
                let contrast = (light + 0.05) / (dark + 0.05);
                assert!(contrast >= floor, "{name}: {role:?} has a contrast of {contrast:.2}");
            }
        }
    }
}
