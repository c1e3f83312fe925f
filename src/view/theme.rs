//! How each role looks: themes in the terminal's own sixteen colours.

use std::collections::BTreeMap;
use std::fmt;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;
use toml::Spanned;

use crate::reader::Role;
use crate::text::nearest;

/// The themes of the program itself, by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("plain", include_str!("../../assets/themes/plain.toml")),
];

const COLOURS: &[(&str, Color)] = &[
    ("default", Color::Reset),
    ("black", Color::Black),
    ("red", Color::Red),
    ("green", Color::Green),
    ("yellow", Color::Yellow),
    ("blue", Color::Blue),
    ("magenta", Color::Magenta),
    ("cyan", Color::Cyan),
    ("white", Color::Gray),
    ("bright-black", Color::DarkGray),
    ("bright-red", Color::LightRed),
    ("bright-green", Color::LightGreen),
    ("bright-yellow", Color::LightYellow),
    ("bright-blue", Color::LightBlue),
    ("bright-magenta", Color::LightMagenta),
    ("bright-cyan", Color::LightCyan),
    ("bright-white", Color::White),
];

const ATTRIBUTES: &[(&str, Modifier)] = &[
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// A look for every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// In the order of [`Role::ALL`].
    styles: Vec<Style>,
}

/// What is wrong with a theme file, as a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ThemeError {
    /// Line of the file, from 1.
    pub line: Option<usize>,
    pub sentence: String,
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.sentence)
    }
}

impl std::error::Error for ThemeError {}

/// The themes that can be drawn in: those of the program, and one of the user's own.
#[derive(Clone, Debug)]
pub struct Themes {
    all: Vec<(String, Theme)>,
    plain: Theme,
}

impl Themes {
    /// The built-in themes, and this one under its name.
    pub fn with(own: Option<(String, Theme)>) -> Self {
        let built_in = BUILT_IN.iter().filter_map(|(name, _)| Some(((*name).to_owned(), Theme::built_in(name)?)));
        Self { all: built_in.chain(own).collect(), plain: Theme::plain() }
    }

    /// The theme of that name; the one without colours where there is none.
    pub fn named(&self, name: &str) -> &Theme {
        self.all.iter().find(|(known, _)| known == name).map_or(&self.plain, |(_, theme)| theme)
    }
}

/// A theme file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    /// The built-in theme that gives the roles left out.
    base: Option<Spanned<String>>,
    #[serde(default)]
    roles: BTreeMap<Spanned<String>, Spanned<String>>,
}

impl Theme {
    /// How a role looks; what the style leaves open is the terminal's own.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role.index()).copied().unwrap_or_default()
    }

    /// A theme of the program itself: `dark`, `light`, or `plain`, which has no colour.
    pub fn built_in(name: &str) -> Option<Self> {
        BUILT_IN.iter().find(|(known, _)| *known == name).and_then(|(_, text)| Self::parse(text).ok())
    }

    /// The theme without colours: attributes only. What is drawn when nothing else can be.
    pub fn plain() -> Self {
        Self::built_in("plain").unwrap_or_else(|| Self { styles: vec![Style::new(); Role::ALL.len()] })
    }

    /// Reads a theme file: a table `roles` with a look for every role, or for some of them and `base` for the others.
    ///
    /// # Errors
    /// The first role that is missing, unknown or not readable, with its line and the nearest known word.
    pub fn parse(text: &str) -> Result<Self, ThemeError> {
        let line_at = |start: usize| text.bytes().take(start).filter(|byte| *byte == b'\n').count() + 1;
        let written: Written = toml::from_str(text).map_err(|error| ThemeError {
            line: error.span().map(|span| line_at(span.start)),
            sentence: error.message().lines().next().unwrap_or_default().replace('`', "\""),
        })?;
        let base = match &written.base {
            None => None,
            Some(name) => Some(Self::built_in(name.get_ref()).ok_or_else(|| ThemeError {
                line: Some(line_at(name.span().start)),
                sentence: unknown("built-in theme", name.get_ref(), BUILT_IN.iter().map(|(name, _)| *name)),
            })?),
        };
        let mut styles: Vec<Option<Style>> = Role::ALL.iter().map(|(role, ..)| base.as_ref().map(|theme| theme.style(*role))).collect();
        for (name, look) in &written.roles {
            let error = |at: &Spanned<String>, sentence| ThemeError { line: Some(line_at(at.span().start)), sentence };
            let Some(role) = Role::named(name.get_ref()) else {
                return Err(error(name, unknown("role", name.get_ref(), Role::ALL.iter().map(|(_, name, _)| *name))));
            };
            let style = parse_look(look.get_ref()).map_err(|sentence| error(look, sentence))?;
            if let Some(slot) = styles.get_mut(role.index()) {
                *slot = Some(style);
            }
        }
        let missing: Vec<&str> =
            Role::ALL.iter().zip(&styles).filter(|(_, style)| style.is_none()).map(|((_, name, _), _)| *name).collect();
        if let Some((first, others)) = missing.split_first() {
            let others = match others.len() {
                0 => String::new(),
                count => format!(" (and of {count} more)"),
            };
            return Err(ThemeError {
                line: None,
                sentence: format!(
                    "the look of \"{first}\"{others} is missing. Add it under [roles], or begin the file with base = \"dark\""
                ),
            });
        }
        Ok(Self { styles: styles.into_iter().flatten().collect() })
    }
}

/// Reads `bold cyan on black`. The one word `default` leaves everything open.
fn parse_look(look: &str) -> Result<Style, String> {
    let mut style = Style::new();
    if look.trim() == "default" {
        return Ok(style);
    }
    let mut words = look.split_whitespace();
    while let Some(word) = words.next() {
        if let Some((_, attribute)) = ATTRIBUTES.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*attribute);
        } else if word == "on" {
            let colour = words.next().ok_or("there is no colour behind \"on\"")?;
            style = style.bg(parse_colour(colour).ok_or_else(|| unknown_colour("colour", colour))?);
        } else if let Some(colour) = parse_colour(word) {
            style = style.fg(colour);
        } else {
            return Err(unknown_colour("attribute or colour", word));
        }
    }
    Ok(style)
}

/// A colour by name, by its number in the palette of 256, or as `#rrggbb`.
fn parse_colour(word: &str) -> Option<Color> {
    if let Some((_, colour)) = COLOURS.iter().find(|(name, _)| *name == word) {
        return Some(*colour);
    }
    if let Some(hex) = word.strip_prefix('#') {
        let whole = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
        let [_, red, green, blue] = whole.to_be_bytes();
        return Some(Color::Rgb(red, green, blue));
    }
    word.parse().ok().map(Color::Indexed)
}

fn unknown<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> String {
    let guess = nearest(word, known).map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default();
    format!("there is no {what} \"{word}\".{guess}")
}

/// The same of a colour. Those of the web have names that no terminal knows: of none near, all that there are.
fn unknown_colour(what: &str, word: &str) -> String {
    let names = || COLOURS.iter().map(|(name, _)| *name);
    let attributes = ATTRIBUTES.iter().map(|(name, _)| *name).filter(|_| what != "colour");
    if nearest(word, names().chain(attributes.clone())).is_some() {
        return unknown(what, word, names().chain(attributes).chain(["on"]));
    }
    let plain = names().filter(|name| !name.starts_with("bright-")).collect::<Vec<_>>().join(", ");
    format!("there is no {what} \"{word}\". Colours are {plain}, bright-…, 0 to 255, or #rrggbb")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn said(text: &str) -> String {
        Theme::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn every_built_in_theme_resolves_every_role_by_itself() {
        for (name, text) in BUILT_IN {
            assert_eq!(Theme::parse(text).map(|theme| theme.styles.len()), Ok(Role::ALL.len()), "{name}");
            assert!(!text.contains("\nbase"), "{name} leans on another theme");
        }
    }

    #[test]
    fn selection_and_matches_are_never_told_by_colour_alone() {
        for (name, _) in BUILT_IN {
            let theme = Theme::built_in(name).unwrap();
            let attributes = |role| theme.style(role).add_modifier;
            let cursors = [Role::Cursor, Role::CursorUnfocused];
            assert!(
                cursors.iter().all(|role| attributes(*role).intersects(Modifier::REVERSED | Modifier::UNDERLINED)),
                "{name}: seen on blanks"
            );
            assert_ne!(attributes(Role::Cursor), attributes(Role::CursorUnfocused), "{name}");
            for role in [Role::Selected, Role::SelectedUnfocused, Role::MatchCurrent, Role::Hint, Role::Warning, Role::Error] {
                assert!(!attributes(role).is_empty(), "{name}: {role}");
            }
            assert_ne!(attributes(Role::Selected), attributes(Role::SelectedUnfocused), "{name}");
            assert_ne!(attributes(Role::Match), attributes(Role::MatchCurrent), "{name}");
        }
    }

    #[test]
    fn the_plain_theme_has_no_colour() {
        for (role, ..) in Role::ALL {
            let style = Theme::plain().style(*role);
            assert_eq!((style.fg, style.bg), (None, None), "{role}");
        }
    }

    #[test]
    fn a_wrong_word_is_named_with_its_line_and_the_nearest_right_one() {
        assert_eq!(said("base = \"dark\"\n[roles]\ntitel = \"bold\"\n"), "line 3: there is no role \"titel\". Did you mean \"title\"?");
        assert_eq!(said("base = \"drak\"\n"), "line 1: there is no built-in theme \"drak\". Did you mean \"dark\"?");
        assert_eq!(
            said("base = \"dark\"\n[roles]\ntitle = \"bold cian\"\n"),
            "line 3: there is no attribute or colour \"cian\". Did you mean \"cyan\"?"
        );
        assert_eq!(said("base = \"dark\"\n[roles]\ntext = \"on\"\n"), "line 3: there is no colour behind \"on\"");
        assert!(said("[roles]\ntext = \"default\"\n").starts_with("the look of \"title\" (and of "));
        assert!(said("[role]\n").starts_with("line 1: "));
    }

    #[test]
    fn the_readme_names_every_role_and_shows_a_theme() {
        let readme = include_str!("../../README.md");
        let (_, themes) = readme.split_once("A theme of your own").unwrap();
        let (_, example) = themes.split_once("```toml\n").unwrap();
        assert!(Theme::parse(example.split_once("```").unwrap().0).is_ok());
        let (_, roles) = themes.split_once("The roles: ").unwrap();
        let named: Vec<&str> =
            roles.lines().take_while(|line| !line.is_empty()).flat_map(|line| line.split('`').skip(1).step_by(2)).collect();
        assert_eq!(named, Role::ALL.iter().map(|(_, name, _)| *name).collect::<Vec<_>>());
    }

    #[test]
    fn a_look_is_read() {
        assert_eq!(parse_look("default"), Ok(Style::new()));
        assert_eq!(parse_look("bold #0a0B0c on 17"), Ok(Style::new().bold().fg(Color::Rgb(10, 11, 12)).bg(Color::Indexed(17))));
        assert_eq!(parse_look("default on default reverse"), Ok(Style::new().fg(Color::Reset).bg(Color::Reset).reversed()));
        let all = "Colours are default, black, red, green, yellow, blue, magenta, cyan, white, bright-…, 0 to 255, or #rrggbb";
        assert_eq!(parse_look("256").unwrap_err(), format!("there is no attribute or colour \"256\". {all}"));
        assert_eq!(parse_look("bold on purple").unwrap_err(), format!("there is no colour \"purple\". {all}"));
        assert_eq!(parse_look("bold on gren").unwrap_err(), "there is no colour \"gren\". Did you mean \"green\"?");
    }
}
