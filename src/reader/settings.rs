//! What a person may choose about the picture, as the reader needs to know it.

use super::page::LanguageChoice;
use super::signs::SignSet;
use crate::text::{Ambiguous, Measure};

/// How the panes share the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayoutChoice {
    /// By the size of the screen, and by the line to it.
    #[default]
    Auto,
    SideBySide,
    Stacked,
    Single,
}

impl LayoutChoice {
    /// The choice that one key press leads to.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Auto => Self::SideBySide,
            Self::SideBySide => Self::Stacked,
            Self::Stacked => Self::Single,
            Self::Single => Self::Auto,
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "by size",
            Self::SideBySide => "side by side",
            Self::Stacked => "stacked",
            Self::Single => "one pane",
        }
    }
}

/// How the row under the cursor is shown in the lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Selection {
    /// Its sign and number only: the words are not sent again when the cursor moves.
    #[default]
    Mark,
    /// The whole row.
    Bar,
}

/// Settings of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// How wide the terminal draws characters.
    pub measure: Measure,
    pub signs: SignSet,
    pub language: LanguageChoice,
    pub layout: LayoutChoice,
    /// Cells of text that are comfortable to read; text is centred in a wider pane.
    pub text_width: u16,
    /// Rows kept visible above and below the cursor.
    pub scroll_margin: u16,
    pub selection: Selection,
    /// The line was slow the last time, and the terminal cannot scroll one pane beside another: [`LayoutChoice::Auto`] then
    /// stacks them.
    pub slow_line: bool,
    /// Whether clicks and the wheel are taken.
    pub mouse: bool,
    /// Whether the abstract shows what the tree's cursor passes, without Enter.
    pub follow: bool,
    /// `light`, `dark`, `plain`, or whatever name the view knows.
    pub theme: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            measure: Measure::default(),
            signs: SignSet::default(),
            language: LanguageChoice::default(),
            layout: LayoutChoice::default(),
            text_width: 80,
            scroll_margin: 2,
            selection: Selection::default(),
            slow_line: false,
            mouse: false,
            follow: false,
            theme: "dark".to_owned(),
        }
    }
}

impl Settings {
    /// The signs to draw: ASCII wherever the others would take two cells.
    pub fn signs(&self) -> SignSet {
        if self.measure.ambiguous == Ambiguous::Two { SignSet::Ascii } else { self.signs }
    }
}
