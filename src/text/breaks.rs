//! Where a line may end: the Unicode line breaking algorithm (UAX #14, Unicode 17) and what Chinese typesetting adds to it.
//!
//! The standard's own answer comes from `icu_segmenter`; between Chinese characters and inside words it is looked up in a
//! small table here, because nearly all boundaries of a page are of that kind. Above it stand the rules of [`Rule`], each of which
//! overrides the standard in the places it names.

use std::borrow::Cow;
use std::ops::Range;

use icu_segmenter::options::LineBreakOptions;
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::GraphemeCursor;

use super::address::addresses;
use super::raised::is_raised_char;

/// The standard's rules, strict (small kana begin no line), without dictionaries for Thai, Lao, Khmer and Burmese: their
/// text breaks at blanks. Made at compile time.
static STANDARD: LineSegmenterBorrowed<'static> = LineSegmenter::new_17_for_non_complex_scripts(LineBreakOptions::default());

/// Why a boundary is or is not a place to break.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Rule {
    /// UAX #14 itself.
    Standard,
    /// No line begins with `—— …… · ～ ％ ‰ ℃ ／`: 避头 as printed journals have it (GB/T 15834, 5.1). The standard lets
    /// the dash, the middle dot and the unit begin one, and `： ； ！` behind a blank.
    NoLineStart,
    /// A line may break before `“ ‘` and behind `” ’` when the character outside is Chinese. The standard looks at the inner
    /// one as well, and so keeps `的“A”与` in one piece.
    QuoteOutside,
    /// A web address or a DOI breaks behind `/` and before `? & = #` only, so that no sign at a line's end is in doubt.
    Address,
    /// Raised text and marks of references, `研究[12]`, stay with the word they belong to.
    Raised,
    /// No grapheme (UAX #29) is cut.
    Grapheme,
}

/// One boundary between characters and what was decided about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// Bytes before it.
    pub at: usize,
    pub breaks: bool,
    pub rule: Rule,
}

/// Every boundary of a text that some rule has something to say about: those where a line may end, and those where one
/// may not although the standard has it. The end of the text is the last.
pub fn boundaries(text: &str) -> Vec<Boundary> {
    let mut all = Vec::new();
    decide(text, &[], |boundary| all.push(boundary));
    all
}

/// The places where a line may end, in bytes, ascending, the end of the text included. `raised` are the stretches of
/// raised text, ascending.
pub fn opportunities(text: &str, raised: &[Range<usize>]) -> Vec<usize> {
    let mut places = Vec::with_capacity(text.len() / 3 + 1);
    decide(text, raised, |boundary| {
        if boundary.breaks {
            places.push(boundary.at);
        }
    });
    places
}

/// What the quick table tells apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Ideographs (class ID).
    Han,
    /// Full-width closing marks, stops and pauses (CL, NS, EX).
    Close,
    /// Full-width opening brackets (OP).
    Open,
    /// ASCII letters and figures (AL, NU).
    Word,
    Space,
    Other,
}

fn kind(c: char) -> Kind {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Kind::Word,
        ' ' => Kind::Space,
        '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Kind::Han,
        '、' | '。' | '，' | '：' | '；' | '！' | '？' | '）' | '〉' | '》' | '」' | '』' | '】' | '〕' => Kind::Close,
        '（' | '〈' | '《' | '「' | '『' | '【' | '〔' => Kind::Open,
        _ => Kind::Other,
    }
}

/// Whether UAX #14 breaks between two characters of the table; `None` if it has to be asked.
///
/// The pairs answered here are those whose answer depends on nothing but themselves, and of which the second may stand at
/// the end of a stretch handed to the segmenter and at the beginning of the next. So a blank is only told of behind a
/// word or an ideograph (a closing bracket, a quotation mark, a dash look beyond it), and a bracket beside a figure is not
/// (a currency sign looks beyond it, LB25).
fn table_breaks(before: Kind, after: Kind) -> Option<bool> {
    use Kind::{Close, Han, Open, Other, Space, Word};
    match (before, after) {
        (Other, _) | (_, Other) | (Open, Word | Space) | (Word | Space, Close) | (Close, Space) => None,
        (Open, _) | (_, Close | Space) | (Word, Word) => Some(false),
        (Han | Close | Word | Space, Han | Open | Word) => Some(true),
    }
}

/// Decides boundary by boundary. Only stretches with other than the table's characters reach the segmenter.
fn decide(text: &str, raised: &[Range<usize>], mut tell: impl FnMut(Boundary)) {
    let mut tailor = Tailor { text, addresses: addresses(text), raised, address: 0, raise: 0 };
    let mut from = 0;
    let mut before = Kind::Other;
    // The beginning of the character before.
    let mut last = 0;
    for (at, c) in text.char_indices() {
        let mut kind = kind(c);
        if let Some(breaks) = table_breaks(before, kind) {
            if from < last {
                consult(&mut tailor, from..at, &mut tell);
            }
            if breaks && raised.is_empty() {
                tell(Boundary { at, breaks, rule: Rule::Standard });
            } else if breaks {
                tell(tailor.boundary(at, true));
            }
            from = at;
        } else if kind == Kind::Space {
            // What stands before it is looked at beyond it.
            kind = Kind::Other;
        }
        before = kind;
        last = at;
    }
    if from < last {
        consult(&mut tailor, from..text.len(), &mut tell);
    }
    if !text.is_empty() {
        tell(Boundary { at: text.len(), breaks: true, rule: Rule::Standard });
    }
}

/// Asks the segmenter about a stretch, and the rules about every boundary in it. The ends of the stretch are not told.
fn consult(tailor: &mut Tailor<'_>, stretch: Range<usize>, tell: &mut impl FnMut(Boundary)) {
    let Some(text) = tailor.text.get(stretch.clone()) else { return };
    let resolved = without_dictionary(text);
    let mut standard = STANDARD.segment_str(&resolved).skip(1);
    let mut next = standard.next();
    for (at, _) in text.char_indices().skip(1) {
        let breaks = next == Some(at);
        if breaks {
            next = standard.next();
        }
        let boundary = tailor.boundary(stretch.start + at, breaks);
        if boundary.breaks || boundary.rule != Rule::Standard {
            tell(boundary);
        }
    }
}

/// The rules above the standard. Asked with rising boundaries.
struct Tailor<'a> {
    text: &'a str,
    addresses: Vec<Range<usize>>,
    raised: &'a [Range<usize>],
    /// The first address and the first raised stretch that do not end before the boundary.
    address: usize,
    raise: usize,
}

impl Tailor<'_> {
    /// What becomes of a boundary the standard has decided.
    fn boundary(&mut self, at: usize, breaks: bool) -> Boundary {
        let (before, after) = self.text.split_at_checked(at).unwrap_or((self.text, ""));
        let (Some(left), Some(right)) = (before.chars().next_back(), after.chars().next()) else {
            return Boundary { at, breaks, rule: Rule::Standard };
        };
        let ruled = self.overruled(at, left, right, after, before, breaks);
        match ruled {
            // A rule that agrees with the standard has nothing to say.
            Some((rule, ruled)) if ruled != breaks => Boundary { at, breaks: ruled, rule },
            _ => Boundary { at, breaks, rule: Rule::Standard },
        }
    }

    fn overruled(&mut self, at: usize, left: char, right: char, after: &str, before: &str, breaks: bool) -> Option<(Rule, bool)> {
        // A line end is not to be argued with.
        if is_line_end(left) {
            return None;
        }
        if !self.addresses.is_empty() && inside(&self.addresses, &mut self.address, at).is_some_and(|address| address.start < at) {
            return Some((Rule::Address, address_breaks(before, right)));
        }
        if breaks {
            if begins_no_line(right) || is_wide_closing(right) {
                return Some((Rule::NoLineStart, false));
            }
            let stands_raised = is_raised_char(right) || is_reference_mark(right, after) || self.is_raised(at);
            if stands_raised && !is_blank(left) {
                return Some((Rule::Raised, false));
            }
            if may_extend(right) && !is_blank(left) && !is_grapheme_boundary(self.text, at) {
                return Some((Rule::Grapheme, false));
            }
            return None;
        }
        let opens = matches!(right, '“' | '‘') && (is_wide(left) && kind(left) != Kind::Open || matches!(left, '—' | '…' | '”' | '’'));
        let closes = matches!(left, '”' | '’') && is_wide(right) && !begins_no_line(right) && !is_wide_closing(right);
        (opens || closes).then_some((Rule::QuoteOutside, true))
    }

    /// Whether the boundary lies before or in a raised stretch; a long one may be cut, though not off its word.
    fn is_raised(&mut self, at: usize) -> bool {
        const LONG: usize = 48;
        inside(self.raised, &mut self.raise, at).is_some_and(|stretch| stretch.start == at || stretch.len() <= LONG)
    }
}

/// The range that holds the boundary, its beginning included and its end not. `first` moves on with rising boundaries.
fn inside<'a>(ranges: &'a [Range<usize>], first: &mut usize, at: usize) -> Option<&'a Range<usize>> {
    while ranges.get(*first).is_some_and(|range| range.end <= at) {
        *first += 1;
    }
    ranges.get(*first).filter(|range| range.contains(&at))
}

/// Whether an address may break here: behind the last `/` of several, but not behind that of `://`, and before what opens
/// or parts a query.
fn address_breaks(before: &str, right: char) -> bool {
    let behind_slash = before.ends_with('/') && right != '/' && !before.ends_with("://");
    let before_query = matches!(right, '?' | '&' | '=' | '#') && !before.ends_with(['?', '&', '=', '#', '/']);
    behind_slash || before_query
}

/// Marks the standard lets begin a line and Chinese does not (避头).
pub fn begins_no_line(c: char) -> bool {
    matches!(
        c,
        '—' | '─'
            | '―'
            | '…'
            | '⋯'
            | '·'
            | '・'
            | '･'
            | '～'
            | '〜'
            | '％'
            | '‰'
            | '℃'
            | '℉'
            | '．'
            | '／'
            | '＂'
            | '＇'
            | '￠'
            | '°'
            | '′'
            | '″'
    )
}

/// Wide marks that close (UAX #14 classes CL, EX, NS): they follow what they close also where a quotation mark stands between.
pub fn is_wide_closing(c: char) -> bool {
    kind(c) == Kind::Close
        || matches!(
            c,
            '〗' | '〙'
                | '〛'
                | '〞'
                | '〟'
                | '］'
                | '｝'
                | '｠'
                | '｡'
                | '｣'
                | '､'
                | '゛'
                | '゜'
                | 'ゝ'
                | 'ゞ'
                | 'ー'
                | 'ヽ'
                | 'ヾ'
                | '々'
                | '〻'
        )
        || matches!(
            c,
            'ぁ' | 'ぃ'
                | 'ぅ'
                | 'ぇ'
                | 'ぉ'
                | 'っ'
                | 'ゃ'
                | 'ゅ'
                | 'ょ'
                | 'ゎ'
                | 'ァ'
                | 'ィ'
                | 'ゥ'
                | 'ェ'
                | 'ォ'
                | 'ッ'
                | 'ャ'
                | 'ュ'
                | 'ョ'
                | 'ヮ'
                | 'ヵ'
                | 'ヶ'
        )
}

/// Blanks a line may break behind, and drops at its end. Not the no-break ones.
pub fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}')
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// East Asian Wide and Fullwidth, as far as text is written in them (UAX #11).
fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{a960}'..='\u{a97c}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff01}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

/// `[12]`, `[3-5]`, `[1,2]` and the like, directly behind something.
fn is_reference_mark(right: char, after: &str) -> bool {
    const LONGEST: usize = 24;
    if right != '[' {
        return false;
    }
    let mut inner = after.bytes().skip(1).take(LONGEST);
    inner.next().is_some_and(|byte| byte.is_ascii_digit())
        && inner.find(|byte| !matches!(byte, b'0'..=b'9' | b',' | b'-' | b' ')) == Some(b']')
}

/// Line breaking class SA: scripts that put no blanks between words, Thai, Lao, Burmese, Khmer, Tai and Ahom.
fn needs_dictionary(c: char) -> bool {
    let block = matches!(c, '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{edf}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17dd}' | '\u{1950}'..='\u{19df}'
        | '\u{1a20}'..='\u{1aad}' | '\u{a9e0}'..='\u{a9fe}' | '\u{aa60}'..='\u{aadf}' | '\u{11700}'..='\u{11746}');
    block && (c.is_alphabetic() || is_combining_mark(c))
}

/// The text with every character that needs a dictionary replaced by one of the same length that stands for what UAX #14,
/// LB1, makes of it where there is none: a mark or a letter. The segmenter would do so only within one script.
fn without_dictionary(text: &str) -> Cow<'_, str> {
    // Where the scripts concerned begin in UTF-8.
    if !text.bytes().any(|byte| matches!(byte, 0xe0 | 0xe1 | 0xea | 0xf0)) || !text.chars().any(needs_dictionary) {
        return Cow::Borrowed(text);
    }
    let stand_in = |c: char| match (needs_dictionary(c), is_combining_mark(c), c.len_utf8()) {
        (false, ..) => c,
        (true, true, 3) => '\u{1dc0}',
        (true, true, _) => '\u{10a01}',
        (true, false, 3) => '\u{1d00}',
        (true, false, _) => '\u{1d400}',
    };
    Cow::Owned(text.chars().map(stand_in).collect())
}

/// Characters that may belong to the grapheme before them, roughly: the common ones that never do are told off quickly.
/// Regional indicators are left to UAX #14, which pairs them alike; the grapheme cursor would count them from the first.
fn may_extend(c: char) -> bool {
    !matches!(c, '\0'..='\u{2ff}' | '\u{2010}'..='\u{2fff}' | '\u{3041}'..='\u{3098}' | '\u{309b}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff01}'..='\u{ff9d}' | '\u{1f1e6}'..='\u{1f1ff}')
}

fn is_grapheme_boundary(text: &str, at: usize) -> bool {
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

#[cfg(test)]
#[path = "breaks_tests.rs"]
mod tests;
