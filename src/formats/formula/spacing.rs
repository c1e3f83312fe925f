//! Blanks in a formula on one line: around signs, and where two things would be read as one.
//!
//! While a formula is put together, places that may need a blank hold a mark; [`line()`] and [`tight`] decide when both
//! neighbours are known.

use super::functions::is_function;
use crate::text::is_raised_char;

/// Where the source has a blank that formulas do not show: a blank between letters and digits, none in scripts.
pub const SOFT: char = '\u{1}';

/// The edge of a function's name: a blank between letters and digits, in scripts too.
pub const WORD: char = '\u{2}';

/// The edge of a fraction: a blank between it and another factor.
pub const FACTOR: char = '\u{3}';

/// What stands behind the scripts of a large operator: a blank, but none in scripts.
pub const LARGE: char = '\u{6}';

/// A narrow blank, which scripts do without.
pub const THIN: char = '\u{2009}';

/// Signs that relate or join two things, with a blank on each side.
const BETWEEN: &str = "=≠<>≤≥≪≫≈≅≃∼≡∝+−±∓×·∗⋅÷→←↔⇒⇐⇔↦∈∉⊂⊆⊃⊇∪∩∧∨⊕⊗∣∥≲≳⩽⩾≔⟶⟵⟹⟸⟺⊥≺≻⇌≢≉≁≄∌⊄⊅⊈⊉";

/// Those of [`BETWEEN`] that are a sign of what follows where nothing stands before them.
const PREFIXES: &str = "−+±∓∼·×∗⋅";

/// Bars that open and close alike.
const BARS: [char; 2] = ['|', '‖'];

/// How far back bars are counted, in characters.
const LOOK_BACK: usize = 256;

/// Whether a sign stands between two things.
pub fn is_between(sign: &str) -> bool {
    let mut signs = sign.chars();
    signs.next().is_some_and(|c| BETWEEN.contains(c)) && signs.as_str().chars().all(|c| c == '\u{338}')
}

/// Whether a character is such a sign, crossed out or not.
pub fn is_sign(c: char) -> bool {
    c == '\u{338}' || BETWEEN.contains(c)
}

/// Whether a sign stands between terms or sides, and has no powers as `⊗` has.
pub fn is_sign_of_terms(c: char) -> bool {
    matches!(c, '+' | '−' | '±') || (is_sign(c) && !PREFIXES.contains(c) && !"∪∩∧∨⊕⊗×÷⊥".contains(c))
}

/// Whether a text begins or ends with a sign that relates two sides: it is part of an equation.
pub fn is_side(text: &str) -> bool {
    let relates = |c: char| BETWEEN.contains(c) && !PREFIXES.contains(c);
    text.starts_with(relates) || text.ends_with(|c: char| BETWEEN.contains(c))
}

/// Whether a sign is an operator over what follows: a sum, a product, an integral.
pub fn is_large(c: char) -> bool {
    matches!(c, '∏'..='∑' | '∫'..='∳' | '⋀'..='⋃' | '⨀'..='⨏')
}

/// Whether a text has a sign that relates two sides.
pub fn relates(text: &str) -> bool {
    text.contains(|c: char| BETWEEN.contains(c) && !PREFIXES.contains(c))
}

/// Writes a sign with a blank on each side. One that has nothing before it is the sign of what follows: `−1`, `(−1`, `|−1`.
pub fn push_sign(out: &mut String, sign: &str) {
    let before = out.trim_end_matches(is_blank);
    if sign == "=" && before.ends_with(':') {
        out.truncate(before.len().saturating_sub(1));
        out.push_str(" := ");
        return;
    }
    let last = before.chars().next_back();
    let first = last.is_none_or(|c| {
        c.is_control() || "([{,;⟨⌊⌈/".contains(c) || (BETWEEN.contains(c) && !"∣∥".contains(c)) || (BARS.contains(&c) && opens(before, c))
    });
    let prefix = sign.chars().next().is_some_and(|c| PREFIXES.contains(c));
    if !first || !prefix {
        out.push(' ');
    }
    out.push_str(sign);
    if !first || !prefix {
        out.push(' ');
    }
}

/// Whether the bar that a text ends with opens a pair.
fn opens(text: &str, bar: char) -> bool {
    text.chars().rev().take(LOOK_BACK).filter(|c| *c == bar).count() % 2 == 1
}

fn is_mark(c: char) -> bool {
    matches!(c, SOFT | WORD | FACTOR | LARGE)
}

fn is_blank(c: char) -> bool {
    is_mark(c) || c.is_whitespace()
}

/// A formula or a part of one with its marks made blanks, as it stands on the line.
pub fn line(text: &str) -> String {
    settled(text, false)
}

/// The same for a script, which has blanks between words only.
pub fn tight(text: &str) -> String {
    settled(text, true)
}

fn settled(text: &str, tight: bool) -> String {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    let mut before = None;
    while let Some(c) = signs.next() {
        if !is_blank(c) {
            out.push(c);
            before = Some(c);
            continue;
        }
        let mut strongest = strength(c);
        while let Some(more) = signs.next_if(|c| is_blank(*c)) {
            strongest = strongest.max(strength(more));
        }
        let Some((before, behind)) = before.zip(signs.peek().copied()) else { continue };
        let words = is_word(before) && is_word(behind) && !is_raised_char(behind);
        let scripted = |of: fn(&str) -> bool| is_word(behind) && !is_raised_char(behind) && bare(&out).is_some_and(of);
        let apart = match strongest {
            Strength::Soft | Strength::Thin | Strength::Large if tight => false,
            Strength::Soft => (words && !is_raised_char(before)) || scripted(ends_with_function),
            Strength::Word => words || scripted(|base| base.ends_with(is_word)),
            Strength::Factor if !tight => {
                let factor = is_word(behind) && !is_raised_char(behind);
                (is_word(before) || ")]}!".contains(before)) && (factor || "([{⟨√∑∏∫∮∂∇".contains(behind))
            }
            _ if tight => words,
            _ => !"([{⟨".contains(before) && !")]}⟩,;".contains(behind),
        };
        if apart {
            out.push(' ');
        }
    }
    out
}

/// What the scripts that a text ends with are of: `max` of `max_{x∈A}`. Nothing where it ends with none.
fn bare(text: &str) -> Option<&str> {
    let mut base = text;
    loop {
        let shorter = match base.strip_suffix('}') {
            Some(_) => {
                let mut depth = 0usize;
                let open = base.char_indices().rev().take(LOOK_BACK).find(|(_, c)| {
                    match c {
                        '}' => depth += 1,
                        '{' => depth -= 1,
                        _ => {}
                    }
                    depth == 0
                });
                open.and_then(|(at, _)| base.get(..at)?.strip_suffix(['_', '^']))
            }
            None => Some(base.trim_end_matches(is_raised_char)).filter(|shorter| shorter.len() < base.len()),
        };
        match shorter {
            Some(shorter) => base = shorter,
            None => return (base.len() < text.len()).then_some(base),
        }
    }
}

fn ends_with_function(text: &str) -> bool {
    let name = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
    text.get(text.len() - name..).is_some_and(is_function)
}

/// What of a row of blanks and marks decides.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Soft,
    Word,
    Factor,
    Thin,
    Large,
    Blank,
}

fn strength(c: char) -> Strength {
    match c {
        SOFT => Strength::Soft,
        WORD => Strength::Word,
        FACTOR => Strength::Factor,
        THIN => Strength::Thin,
        LARGE => Strength::Large,
        _ => Strength::Blank,
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c) || matches!(c, '∞' | '′' | '″' | '°')
}
