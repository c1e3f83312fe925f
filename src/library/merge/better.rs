//! Which of two tellings of one thing is the better one, whatever the order in which their records come: a database that prints
//! everything in capitals, cuts names to initials or addresses to syllables does not rule because it says more of other things.

use serde_json::Value;

use super::super::keys;
use crate::text::plain;

/// Whether the text or number `more` tells better than `base` what stands at `path`, a member of a record (`title.en`).
/// Figures grow (a later count is the greater one); of the same words those are better that are not shouted; of two addresses of
/// one place the one that is written out.
pub(super) fn is_better(path: &str, more: &Value, base: &Value) -> bool {
    match (more, base) {
        (Value::Number(more), Value::Number(base)) => path.starts_with("metrics.") && more.as_u64() > base.as_u64(),
        (Value::String(more), Value::String(base)) => match style_of(path) {
            Some(style) if folded(more) == folded(base) => rank(style, more) > rank(style, base),
            Some(Style::Name) if path.starts_with("journal.title.") => is_unabbreviated(more, base),
            // `Department of Oncology, Fudan University` before `Fudan Univ, Dept Oncol`.
            None if path.starts_with("affiliations[") && path.contains("].text.") => letters(more) > letters(base),
            _ => false,
        },
        _ => false,
    }
}

/// Whether an abstract says more than another one: it goes on where the other was cut or left parts out, or is structured and as
/// long.
pub(super) fn is_fuller_abstract(more: &[Value], base: &[Value]) -> bool {
    // The heads stand within the text of an abstract that is told in one piece.
    let words = |section: &Value| ["head", "text"].iter().filter_map(|part| section.get(part)?.as_str()).map(letters).sum::<usize>();
    let length = |sections: &[Value]| sections.iter().map(words).sum::<usize>();
    let heads = |sections: &[Value]| sections.iter().filter(|section| section.get("head").is_some_and(|head| !head.is_null())).count();
    let (mine, theirs) = (length(base), length(more));
    let is_short = |one: usize, other: usize| one.saturating_mul(5) < other.saturating_mul(4);
    if is_short(mine, theirs) || is_short(theirs, mine) {
        return theirs > mine;
    }
    (heads(more), theirs) > (heads(base), mine)
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Whether the given names `more` are those of `base` in full: `Xiaoming` for `X` or `XM`, `Jan P.` for `J. P.`.
pub(super) fn is_fuller_name(more: &str, base: &str) -> bool {
    fn words(name: &str) -> Vec<&str> {
        name.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect()
    }
    let (long, short) = (words(more), words(base));
    let letters = |words: &[&str]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    let begins = |(long, short): (&&str, &&str)| keys::letters(long).starts_with(&keys::letters(short));
    let word_by_word = short.len() <= long.len() && long.iter().zip(&short).all(begins);
    // Initials written close together, as databases have them.
    let together = || match (short.as_slice(), long.first()) {
        ([short], Some(first)) => {
            let (short, whole) = (short.to_lowercase(), long.concat().to_lowercase());
            let mut rest = whole.chars();
            first.to_lowercase().starts_with(|c| short.starts_with(c))
                && short.len() <= 3
                && short.chars().all(|c| rest.any(|other| other == c))
        }
        _ => false,
    };
    // With points behind initials rather than without.
    let size = |words: &[&str], name: &str| (letters(words), name.chars().count());
    !short.is_empty() && size(&long, more) > size(&short, base) && (word_by_word || together())
}

/// How the words of a member are written.
#[derive(Clone, Copy)]
enum Style {
    /// A sentence: capitals only where it begins and in names.
    Sentence,
    /// A name: capitals where its words begin.
    Name,
}

fn style_of(path: &str) -> Option<Style> {
    let member =
        |names: &[&str]| names.iter().any(|name| path.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')));
    if member(&["title", "subtitle"]) {
        Some(Style::Sentence)
    } else if member(&["journal.title", "journal.publisher", "journal.abbrev", "imprint.place", "imprint.event"]) {
        Some(Style::Name)
    } else {
        None
    }
}

/// The same words, however they are set: without marks, signs and capitals, and in the characters in which they are written
/// (unlike the keys of titles, which make one of traditional and simplified).
pub(super) fn folded(text: &str) -> String {
    plain(text).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How well words are set, to be compared for the same words only. Between two of the same worth the order of letters decides,
/// so that the record does not depend on which came first.
fn rank(style: Style, text: &str) -> (usize, bool, usize, usize, &str) {
    let words: Vec<String> = plain(text).split_whitespace().map(str::to_owned).collect();
    let shouted = !text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase);
    let long: Vec<&String> = words.iter().skip(1).filter(|word| word.chars().count() > LONG).collect();
    let capital = |word: &&&String| word.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let capitals = long.iter().filter(capital).count();
    let set = match style {
        _ if shouted => 0,
        Style::Sentence if long.len() >= 3 && 3 * capitals >= 2 * long.len() => 1,
        Style::Name if capitals < long.len() => 1,
        _ => 2,
    };
    // Italics and raised letters are words too; names within a sentence have their capitals.
    let marked = text.matches("</").count();
    // A title is no sentence that ends, nor stands between quotes.
    let bare = matches!(style, Style::Name) || !text.ends_with(['.', ',', ';', '"', '”']);
    (set, bare, marked, text.chars().filter(|c| c.is_uppercase()).count(), text)
}

/// Letters of words that are too short to have a capital in a title of its own: `and`, `with`.
const LONG: usize = 4;

fn is_unabbreviated(more: &str, base: &str) -> bool {
    let (more, base) = (keys::journal_words(more), keys::journal_words(base));
    let letters = |words: &[String]| words.iter().map(|word| word.chars().count()).sum::<usize>();
    letters(&more) > letters(&base) && keys::abbreviates(&more, &base)
}
