//! What a person may choose about the picture, as the reader needs to know it.

use super::page::LanguageChoice;
use super::signs::SignSet;
use crate::formats::cite::Style;
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

/// For whom the state is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Presentation {
    /// Panes for the eye: rules, signs, a lit row.
    #[default]
    Panes,
    /// Lines for a voice or a braille display: one pane at a time, words for signs, and the terminal's cursor on what is chosen.
    Linear,
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
    pub presentation: Presentation,
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
    /// `auto`, `light`, `dark`, `plain`, or whatever name the view knows.
    pub theme: String,
    /// The theme that goes with the terminal: what `auto` stands for.
    pub auto_theme: String,
    /// In which style records are cited.
    pub citation: Style,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            presentation: Presentation::default(),
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
            auto_theme: "dark".to_owned(),
            citation: Style::default(),
        }
    }
}

impl Settings {
    pub fn is_linear(&self) -> bool {
        self.presentation == Presentation::Linear
    }

    /// The name of the theme to draw in.
    pub fn theme_drawn(&self) -> &str {
        if self.theme == "auto" { &self.auto_theme } else { &self.theme }
    }

    /// The signs to draw: words for those who listen; ASCII wherever the others would take two cells.
    pub fn signs(&self) -> SignSet {
        if self.is_linear() {
            return SignSet::Words;
        }
        if self.measure.ambiguous == Ambiguous::Two { SignSet::Ascii } else { self.signs }
    }
}
