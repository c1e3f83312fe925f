//! The one table of style roles: what a stretch of a picture means, before any colour is chosen.

use std::fmt;

/// What a stretch of text or a part of the frame means. Themes say how each looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Running text, and everything that is nothing else.
    #[default]
    Text,
    Title,
    /// The title in the second language.
    TitleSecond,
    Author,
    /// The superscript behind a name, and the same sign before an affiliation.
    Mark,
    Affiliation,
    /// The name of a field: 关键词, Received.
    Label,
    /// A key word or a class: leads to the other articles that have it.
    Keyword,
    /// A DOI, an address, a reference mark.
    Link,
    /// What may be overlooked: sources, separators, captions.
    Dim,
    /// The head of a section or of a part of the page.
    Heading,
    /// The number before a row.
    Number,
    /// The sign of a work that the library has.
    Held,
    /// The sign of a work that is known elsewhere, by DOI or address.
    Elsewhere,
    Unread,
    /// The row under the cursor in the focused pane.
    Selected,
    /// The row under the cursor in any other pane.
    SelectedUnfocused,
    /// Sign and number of the row under the cursor in the focused pane, where not the whole row is lit.
    Cursor,
    /// The same in any other pane.
    CursorUnfocused,
    /// A row that is marked for a later action.
    Marked,
    /// A place that the search in the pane found.
    Match,
    /// The one of these on which the search stands.
    MatchCurrent,
    Border,
    BorderFocused,
    PaneTitle,
    PaneTitleFocused,
    /// The status line.
    Status,
    /// A key named in the status line, the help or the which-key box.
    StatusKey,
    Crumb,
    Error,
    /// The letters of link hints.
    Hint,
    /// The ground of a popup.
    Popup,
    /// What is being typed.
    Prompt,
    Code,
    Quote,
    TableHead,
    /// Why a row is in a list.
    Reason,
    /// A correction or a retraction named at the head of a page.
    Warning,
}

impl Role {
    /// Every role with its name in themes and the letter that stands for it in the styles of a journey test.
    pub const ALL: &[(Self, &'static str, char)] = &[
        (Self::Text, "text", '.'),
        (Self::Title, "title", 'T'),
        (Self::TitleSecond, "title-second", 't'),
        (Self::Author, "author", 'A'),
        (Self::Mark, "mark", 'm'),
        (Self::Affiliation, "affiliation", 'a'),
        (Self::Label, "label", 'L'),
        (Self::Keyword, "keyword", 'K'),
        (Self::Link, "link", 'l'),
        (Self::Dim, "dim", 'd'),
        (Self::Heading, "heading", 'H'),
        (Self::Number, "number", 'n'),
        (Self::Held, "held", 'h'),
        (Self::Elsewhere, "elsewhere", 'e'),
        (Self::Unread, "unread", 'u'),
        (Self::Selected, "selected", 'S'),
        (Self::SelectedUnfocused, "selected-unfocused", 's'),
        (Self::Cursor, "cursor", '>'),
        (Self::CursorUnfocused, "cursor-unfocused", '-'),
        (Self::Marked, "marked", 'M'),
        (Self::Match, "match", 'f'),
        (Self::MatchCurrent, "match-current", 'F'),
        (Self::Border, "border", 'b'),
        (Self::BorderFocused, "border-focused", 'B'),
        (Self::PaneTitle, "pane-title", 'p'),
        (Self::PaneTitleFocused, "pane-title-focused", 'P'),
        (Self::Status, "status", '_'),
        (Self::StatusKey, "status-key", 'k'),
        (Self::Crumb, "crumb", 'c'),
        (Self::Error, "error", '!'),
        (Self::Hint, "hint", 'i'),
        (Self::Popup, "popup", 'w'),
        (Self::Prompt, "prompt", ':'),
        (Self::Code, "code", 'o'),
        (Self::Quote, "quote", 'q'),
        (Self::TableHead, "table-head", '#'),
        (Self::Reason, "reason", 'r'),
        (Self::Warning, "warning", 'W'),
    ];

    /// The role's place in [`Role::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }

    /// The role's name in themes.
    pub fn name(self) -> &'static str {
        Self::ALL.get(self.index()).map_or("text", |(_, name, _)| name)
    }

    /// The letter that stands for the role in the styles of a journey test.
    pub fn letter(self) -> char {
        Self::ALL.get(self.index()).map_or('.', |(_, _, letter)| *letter)
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == name).map(|(role, ..)| *role)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_roles_and_repeats_nothing() {
        for (place, (role, name, letter)) in Role::ALL.iter().enumerate() {
            assert_eq!(role.index(), place, "{name} stands in the wrong row");
            assert_eq!((role.name(), role.letter(), Role::named(name)), (*name, *letter, Some(*role)));
        }
        let names: BTreeSet<_> = Role::ALL.iter().map(|(_, name, _)| name).collect();
        let letters: BTreeSet<_> = Role::ALL.iter().map(|(_, _, letter)| letter).collect();
        assert_eq!((names.len(), letters.len()), (Role::ALL.len(), Role::ALL.len()));
        assert_eq!(Role::Warning.index() + 1, Role::ALL.len(), "the last role is not the last row");
    }
}
