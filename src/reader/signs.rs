//! The signs of the picture, each with its ASCII twin for terminals that draw such signs two cells wide, and the word that
//! says it to those who listen.

use crate::text::{Ambiguous, Measure};

/// Which form of the signs is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SignSet {
    /// One cell each, where ambiguous characters take one cell.
    #[default]
    Unicode,
    /// One cell each everywhere.
    Ascii,
    /// Words and nothing to look at: the linear presentation, for ears and fingers.
    Words,
}

/// One sign. All take one cell but [`Sign::Ellipsis`], [`Sign::Crumb`] and [`Sign::Between`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sign {
    /// The library has the work.
    Held,
    /// The work is known elsewhere.
    Elsewhere,
    Unread,
    Starred,
    Marked,
    Expanded,
    Collapsed,
    /// Before the title of the pane that has the focus.
    Focus,
    /// Between the parts of the crumb, with its blanks.
    Crumb,
    /// What was cut away.
    Ellipsis,
    /// Between things of one kind on a line, with its blanks.
    Between,
    Bullet,
    Horizontal,
    Vertical,
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
    TeeLeft,
    TeeRight,
    TeeTop,
    TeeBottom,
    Cross,
    /// The part of a scroll bar that is on the screen.
    Thumb,
    /// The rule at the left of a quotation or of code.
    Bar,
    /// More to the left or right of what is shown.
    MoreLeft,
    MoreRight,
    /// How much of an issue is read, and that it is not held.
    AllRead,
    PartRead,
    NoneRead,
    NotHeld,
}

impl Sign {
    /// Every sign in its three forms. A line or corner has no word.
    pub const ALL: &[(Self, &'static str, &'static str, &'static str)] = &[
        (Self::Held, "●", "*", "in library"),
        (Self::Elsewhere, "○", "o", "known elsewhere"),
        (Self::Unread, "•", "N", "unread"),
        (Self::Starred, "★", "!", "starred"),
        (Self::Marked, "✓", "+", "marked"),
        // ASCII in both forms: many fonts with Chinese have no small triangles, and large ones are ambiguous.
        (Self::Expanded, "-", "-", "open"),
        (Self::Collapsed, "+", "+", "closed"),
        (Self::Focus, "»", ">", ""),
        (Self::Crumb, " › ", " > ", ", "),
        (Self::Ellipsis, "…", "...", "..."),
        (Self::Between, " · ", " | ", ", "),
        (Self::Bullet, "•", "-", "-"),
        (Self::Horizontal, "─", "-", ""),
        (Self::Vertical, "│", "|", ""),
        (Self::TopLeft, "┌", "+", ""),
        (Self::TopRight, "┐", "+", ""),
        (Self::BottomLeft, "└", "+", ""),
        (Self::BottomRight, "┘", "+", ""),
        (Self::TeeLeft, "├", "+", ""),
        (Self::TeeRight, "┤", "+", ""),
        (Self::TeeTop, "┬", "+", ""),
        (Self::TeeBottom, "┴", "+", ""),
        (Self::Cross, "┼", "+", ""),
        (Self::Thumb, "█", "#", ""),
        (Self::Bar, "│", "|", ">"),
        (Self::MoreLeft, "‹", "<", "<"),
        (Self::MoreRight, "›", ">", ">"),
        (Self::AllRead, "●", "*", "all read"),
        (Self::PartRead, "◐", "+", "part read"),
        (Self::NoneRead, "○", "o", "unread"),
        (Self::NotHeld, "·", ".", "not held"),
    ];
}

impl Sign {
    /// The word that says it.
    pub const fn word(self) -> &'static str {
        Self::ALL[self as usize].3
    }
}

impl SignSet {
    /// ASCII wherever the width of the other signs is in doubt.
    pub const fn of(measure: Measure) -> Self {
        match measure.ambiguous {
            Ambiguous::One => Self::Unicode,
            Ambiguous::Two => Self::Ascii,
        }
    }

    /// How a sign is drawn.
    pub const fn draw(self, sign: Sign) -> &'static str {
        let (_, unicode, ascii, word) = Sign::ALL[sign as usize];
        match self {
            Self::Unicode => unicode,
            Self::Ascii => ascii,
            Self::Words => word,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_signs() {
        for (place, (sign, ..)) in Sign::ALL.iter().enumerate() {
            assert_eq!(*sign as usize, place, "{sign:?} stands in the wrong row");
        }
        assert_eq!(Sign::NotHeld as usize + 1, Sign::ALL.len());
    }

    #[test]
    fn twins_are_ascii_and_signs_take_the_cells_they_promise() {
        for (sign, unicode, ascii, word) in Sign::ALL {
            assert!(ascii.is_ascii() && word.is_ascii(), "{sign:?}");
            let cells = match sign {
                Sign::Crumb | Sign::Between => (3, 3),
                Sign::Ellipsis => (1, 3),
                _ => (1, 1),
            };
            let measure = Measure::default();
            assert_eq!((measure.width(unicode), measure.width(ascii)), cells, "{sign:?}");
        }
    }
}
