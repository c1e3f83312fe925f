//! Rich-lite text for formats without markup, with its superscripts and subscripts in signs of their own.

use std::borrow::Cow;

use super::plain;
use crate::text::Raised;

/// [`plain`] in which what is raised or lowered can be told from what is not, for formats that have no markup: `10⁻⁶`, and not
/// `10-6`.
pub fn raised(rich: &str) -> Cow<'_, str> {
    if memchr::memchr(b'<', rich.as_bytes()).is_none() {
        return plain(rich);
    }
    let mut text = String::new();
    let mut rest = rich;
    while let Some((before, place, inner, behind)) = next_raised(rest) {
        text.push_str(&plain(before));
        let mut shown = plain(inner).into_owned();
        place.show_in_words(&text, &mut [&mut shown]);
        text.push_str(&shown);
        rest = behind;
    }
    if text.is_empty() { plain(rest) } else { Cow::Owned(text + &plain(rest)) }
}

/// The first raised or lowered stretch, between what stands before and behind it.
fn next_raised(rich: &str) -> Option<(&str, Raised, &str, &str)> {
    let at = rich.find("<su")?;
    let (before, tagged) = rich.split_at(at);
    for (place, open, close) in [(Raised::Above, "<sup>", "</sup>"), (Raised::Below, "<sub>", "</sub>")] {
        if let Some((inner, behind)) = tagged.strip_prefix(open).and_then(|tagged| tagged.split_once(close)) {
            return Some((before, place, inner, behind));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_raised_is_told_from_what_is_not() {
        for (rich, shown) in [
            ("Cu<sub>2</sub>O at 10<sup>-6</sup> M &amp; <i>x</i>", "Cu₂O at 10⁻⁶ M & x"),
            ("10<sup>6 M</sup>: T<sub>reg</sub> &lt;sup&gt;", "10^(6 M): Treg <sup>"),
            ("a<sup><i>n</i></sup>, b<sup>2", "aⁿ, b2"),
            ("R&amp;D", "R&D"),
        ] {
            assert_eq!(raised(rich), shown);
        }
    }
}
