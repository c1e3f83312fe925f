//! A folded copy of a reference string whose every sign remembers where it stood in the original.

// Japanese and Korean entries follow the Chinese grammar.
pub(super) use crate::text::{is_east_asian, is_han};

/// A stretch of a [`Shadow`], in its signs: `from` is inside, `to` is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub from: usize,
    pub to: usize,
}

impl Span {
    pub fn new(from: usize, to: usize) -> Self {
        Self { from, to: to.max(from) }
    }

    pub fn is_empty(self) -> bool {
        self.from >= self.to
    }

    pub fn len(self) -> usize {
        self.to - self.from
    }

    pub fn range(self) -> std::ops::Range<usize> {
        self.from..self.to
    }
}

/// The signs that structure a reference, folded to their half-width forms; everything else as it is. Tags of rich-lite
/// text and signs without width are left out, so that a scanner never meets them; [`Shadow::text`] gives the original back.
pub(super) struct Shadow<'a> {
    raw: &'a str,
    signs: Vec<char>,
    /// Bytes of the original under each sign.
    bytes: Vec<(usize, usize)>,
    /// Stretches printed in italics: in lists without type markers the title of a book, or the name of a journal.
    italics: Vec<Span>,
    /// Nothing in the original is beyond ASCII.
    is_ascii: bool,
}

const TAGS: [&str; 14] = ["i", "b", "u", "em", "strong", "sup", "sub", "sc", "scp", "tt", "math", "span", "italic", "bold"];

impl<'a> Shadow<'a> {
    pub fn new(raw: &'a str) -> Self {
        let mut signs = Vec::with_capacity(raw.len());
        let mut bytes = Vec::with_capacity(raw.len());
        let mut italics = Vec::new();
        let mut slanted = None;
        let mut at = 0;
        while let Some(rest) = raw.get(at..) {
            let Some(c) = rest.chars().next() else { break };
            if c == '<'
                && let Some(length) = tag_length(rest)
            {
                match rest.get(..length) {
                    Some("<i>" | "<em>") => slanted = slanted.or(Some(signs.len())),
                    Some("</i>" | "</em>") => italics.extend(slanted.take().map(|from| Span::new(from, signs.len()))),
                    _ => {}
                }
                at += length;
                continue;
            }
            let (sign, length) = if c == '&' && rest.starts_with("&amp;") { ('&', 5) } else { (folded(c), c.len_utf8()) };
            if !matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' | '\u{AD}' | '\u{202A}'..='\u{202E}') {
                signs.push(sign);
                bytes.push((at, at + length));
            }
            at += length;
        }
        Self { raw, signs, bytes, italics, is_ascii: raw.is_ascii() }
    }

    pub fn italics(&self) -> &[Span] {
        &self.italics
    }

    pub fn whole(&self) -> Span {
        Span::new(0, self.signs.len())
    }

    /// The sign at a place, NUL beyond the end.
    #[inline]
    pub fn at(&self, place: usize) -> char {
        self.signs.get(place).copied().unwrap_or('\0')
    }

    /// Whether the sign was printed in half width: an address ends where the width changes.
    #[inline]
    pub fn is_narrow(&self, place: usize) -> bool {
        self.at(place).is_ascii_graphic() && self.bytes.get(place).is_some_and(|(from, to)| to - from == 1 || self.at(place) == '&')
    }

    #[inline]
    pub fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or('\0', |place| self.at(place))
    }

    #[inline]
    pub fn signs(&self, span: Span) -> &[char] {
        self.signs.get(span.range()).unwrap_or_default()
    }

    /// The folded text of a span.
    pub fn folded(&self, span: Span) -> String {
        self.signs(span).iter().collect()
    }

    /// The original text of a span without blanks at its ends; nothing when nothing is left.
    pub fn text(&self, span: Span) -> Option<String> {
        let span = self.trim(span);
        let last = span.to.checked_sub(1)?;
        if span.is_empty() {
            return None;
        }
        let (from, to) = (self.bytes.get(span.from)?.0, self.bytes.get(last)?.1);
        let text = self.raw.get(from..to)?;
        Some(if text.contains('<') { self.with_whole_tags(from, to) } else { text.trim().to_owned() })
    }

    /// Takes in the tags that close just behind (or open just before); where tags still do not pair, they are left out.
    fn with_whole_tags(&self, mut from: usize, mut to: usize) -> String {
        for _ in 0..4 {
            let Some(text) = self.raw.get(from..to) else { break };
            let (opened, closed) = unpaired(text);
            if opened == 0 && closed == 0 {
                return text.trim().to_owned();
            }
            let rest = self.raw.get(to..).unwrap_or_default();
            let ahead = self.raw.get(..from).unwrap_or_default();
            if opened > 0
                && rest.starts_with("</")
                && let Some(length) = tag_length(rest)
            {
                to += length;
            } else if closed > 0
                && let Some(open) = ahead.rfind('<')
                && ahead.ends_with('>')
                && ahead.get(open..).is_some_and(|tag| tag_length(tag) == Some(tag.len()))
            {
                from = open;
            } else {
                break;
            }
        }
        let mut bare = String::new();
        let mut text = self.raw.get(from..to).unwrap_or_default();
        while let Some(c) = text.chars().next() {
            let length = if c == '<' { tag_length(text) } else { None };
            if length.is_none() {
                bare.push(c);
            }
            text = text.get(length.unwrap_or(c.len_utf8())..).unwrap_or_default();
        }
        bare.trim().to_owned()
    }

    pub fn trim(&self, span: Span) -> Span {
        self.trim_of(span, |c| c == ' ')
    }

    /// Without blanks and separating signs at both ends.
    pub fn trim_signs(&self, span: Span) -> Span {
        self.trim_of(span, |c| matches!(c, ' ' | '.' | ',' | ':' | ';' | '、'))
    }

    #[inline]
    pub fn trim_of(&self, span: Span, drop: impl Fn(char) -> bool) -> Span {
        let (mut from, mut to) = (span.from, span.to.min(self.signs.len()));
        while from < to && drop(self.at(from)) {
            from += 1;
        }
        while to > from && drop(self.at(to - 1)) {
            to -= 1;
        }
        Span::new(from, to)
    }

    /// Makes a stretch blank: it has been read.
    pub fn blank(&mut self, span: Span) {
        for place in span.range() {
            if let Some(sign) = self.signs.get_mut(place) {
                *sign = ' ';
            }
        }
    }

    pub fn is_blank(&self, span: Span) -> bool {
        self.signs(span).iter().all(|c| *c == ' ')
    }

    #[inline]
    pub fn find(&self, span: Span, sign: char) -> Option<usize> {
        span.range().find(|place| self.at(*place) == sign)
    }

    #[inline]
    pub fn rfind(&self, span: Span, sign: char) -> Option<usize> {
        span.range().rev().find(|place| self.at(*place) == sign)
    }

    /// Whether this word (lower case, where it has case) stands here.
    #[inline]
    pub fn word_at(&self, place: usize, word: &str) -> bool {
        word.chars().zip(place..).all(|(c, at)| self.at(at).to_ascii_lowercase() == c)
    }

    pub fn find_word(&self, span: Span, word: &str) -> Option<usize> {
        // Thirty labels are looked for in every reference: most signs are no first letter of any.
        let first = word.chars().next().filter(|first| first.is_ascii() || !self.is_ascii)?;
        let mut signs = self.signs(span).iter().zip(span.from..);
        signs.find(|(sign, place)| sign.to_ascii_lowercase() == first && self.word_at(*place, word)).map(|(_, place)| place)
    }

    /// The first place from here on that is not blank.
    #[inline]
    pub fn skip_blanks(&self, mut place: usize, end: usize) -> usize {
        while place < end && self.at(place) == ' ' {
            place += 1;
        }
        place
    }

    /// The place of the bracket that closes the one standing here, not farther than 400 signs.
    pub fn closing(&self, open: usize, end: usize) -> Option<usize> {
        let (left, right) = match self.at(open) {
            '(' => ('(', ')'),
            '[' => ('[', ']'),
            '《' => ('《', '》'),
            '“' => ('“', '”'),
            '"' => ('\0', '"'),
            _ => return None,
        };
        let mut depth = 1_usize;
        for place in open + 1..end.min(open + 400) {
            let sign = self.at(place);
            if sign == right {
                depth -= 1;
                if depth == 0 {
                    return Some(place);
                }
            } else if sign == left {
                depth += 1;
            }
        }
        None
    }

    /// Calls with every place of the span that is not inside brackets.
    pub fn outside_brackets(&self, span: Span) -> Vec<usize> {
        let mut places = Vec::with_capacity(span.len());
        let mut place = span.from;
        while place < span.to {
            if matches!(self.at(place), '(' | '[' | '《' | '“')
                && let Some(close) = self.closing(place, span.to)
            {
                place = close + 1;
                continue;
            }
            places.push(place);
            place += 1;
        }
        places
    }

    /// A year from 1000 to 2199 that begins here and is no part of a longer number or word.
    pub fn year_at(&self, place: usize) -> Option<Year> {
        let mut value = 0;
        for at in place..place + 4 {
            value = value * 10 + i32::try_from(self.at(at).to_digit(10)?).ok()?;
        }
        let ahead = self.before(place);
        // c1988: the year of the copyright.
        let copyright = ahead == 'c' && !self.before(place - 1).is_alphanumeric();
        if !(1000..2200).contains(&value) || (ahead.is_ascii_alphanumeric() && !copyright) || self.at(place + 4).is_ascii_digit() {
            return None;
        }
        let letter = self.at(place + 4);
        if letter.is_ascii_lowercase() && !self.at(place + 5).is_alphanumeric() {
            return Some(Year { value, suffix: Some(letter), to: place + 5 });
        }
        (!letter.is_ascii_alphabetic()).then_some(Year { value, suffix: None, to: place + 4 })
    }
}

/// A year, the letter of author-date lists behind it, and where both end.
#[derive(Clone, Copy, Debug)]
pub(super) struct Year {
    pub value: i32,
    pub suffix: Option<char>,
    pub to: usize,
}

pub(super) fn is_latin(c: char) -> bool {
    c.is_alphabetic() && !is_east_asian(c)
}

fn folded(c: char) -> char {
    match c {
        '，' | '﹐' => ',',
        '．' | '。' | '｡' => '.',
        '：' | '∶' | '﹕' => ':',
        '；' => ';',
        '（' => '(',
        '）' => ')',
        '［' | '【' | '〔' | '﹝' => '[',
        '］' | '】' | '〕' | '﹞' => ']',
        '／' => '/',
        '‖' | '∥' | '║' => '∥',
        '－' | '–' | '—' | '―' | '−' | '‐' | '‑' | '～' | '〜' | '~' | '﹣' => '-',
        '？' => '?',
        '！' => '!',
        '＆' => '&',
        '＋' => '+',
        '＂' => '"',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

/// Bytes of the tag that stands at the head of a text, where it is one of rich-lite text.
fn tag_length(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let name = inside.strip_prefix('/').unwrap_or(inside);
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let word = name.get(..letters)?;
    if !TAGS.iter().any(|tag| tag.eq_ignore_ascii_case(word)) {
        return None;
    }
    let close = name.bytes().take(letters + 120).skip(letters).position(|b| b == b'>')? + letters;
    let plain = close == letters || name.as_bytes().get(letters) == Some(&b' ') || name.get(letters..close) == Some("/");
    plain.then(|| text.len() - name.len() + close + 1)
}

/// How many tags of a text are opened and never closed, and the other way round.
fn unpaired(text: &str) -> (usize, usize) {
    let (mut opened, mut closed) = (0_usize, 0_usize);
    for (at, _) in text.match_indices('<') {
        let rest = text.get(at..).unwrap_or_default();
        if tag_length(rest).is_none() {
            continue;
        }
        if rest.starts_with("</") {
            if opened > 0 {
                opened -= 1;
            } else {
                closed += 1;
            }
        } else {
            opened += 1;
        }
    }
    (opened, closed)
}
