//! Where in an issue a record stands: pages or an article number.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// The pages of a record, as written and as understood. Pages are strings: `e0123`, `S12`, `ii` and `序2` are pages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pages {
    /// As written, such as `5-14,2`.
    pub raw: String,
    pub first: Option<String>,
    pub last: Option<String>,
    /// Every range in order: `5-14,2` is `[["5","14"],["2","2"]]`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ranges: Vec<(String, String)>,
    /// An article number (JATS `<elocation-id>`) where there are no pages.
    pub article_number: Option<String>,
}

impl Pages {
    /// Reads `46-58`, `5-14,2`, `1579-1585+1600`, `123-9` (= 123–129), `S12-S15`, `e0123`, `85—92`, `f1－f3`.
    ///
    /// `raw` keeps what was written. A last page shorter than the first is completed from it; one that stays smaller is
    /// kept as it is. A single value that cannot be a page of an issue (a letter and four digits or more, or six digits
    /// or more) is an article number.
    pub fn parse(written: &str) -> Self {
        let raw = written.trim();
        let mut pages = Self { raw: raw.to_owned(), ..Self::default() };
        let plain = raw.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'~');
        let folded: Cow<'_, str> =
            if plain { raw.into() } else { raw.chars().map(fold_range_sign).filter(|c| !c.is_whitespace()).collect() };
        for piece in folded.split([',', '+', ';']).filter(|piece| !piece.is_empty()) {
            let mut ends = piece.splitn(2, '-');
            let first = ends.next().unwrap_or_default();
            let last = ends.next().unwrap_or_default().trim_start_matches('-');
            if first.is_empty() {
                continue;
            }
            let last = if last.is_empty() { first.to_owned() } else { complete(first, last) };
            pages.ranges.push((first.to_owned(), last));
        }
        if let [(first, last)] = pages.ranges.as_slice()
            && first == last
            && is_article_number(first)
        {
            pages.article_number = Some(first.clone());
            pages.ranges.clear();
            return pages;
        }
        pages.first = pages.ranges.first().map(|(first, _)| first.clone());
        pages.last = pages.ranges.first().map(|(_, last)| last.clone());
        pages
    }

    /// First and last page as one range, as written: one page where they are the same or one is not known.
    pub fn range(first: Option<String>, last: Option<String>) -> Option<String> {
        match (first, last) {
            (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
            (first, last) => first.or(last),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.raw.is_empty() && self.first.is_none() && self.article_number.is_none()
    }
}

fn fold_range_sign(c: char) -> char {
    match c {
        '–' | '—' | '－' | '~' | '～' | '‐' | '‑' | '−' | '―' => '-',
        '，' | '、' => ',',
        '；' => ';',
        '＋' => '+',
        '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + 0x30).unwrap_or(c),
        other => other,
    }
}

/// `123` and `9` are 123–129; `2` after `1` stays `2`, and so does anything that is not digits alone.
fn complete(first: &str, last: &str) -> String {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    if digits(first) && digits(last) && last.len() < first.len() {
        let kept: String = first.chars().take(first.len() - last.len()).collect();
        let whole = kept + last;
        if whole.as_str() >= first {
            return whole;
        }
    }
    last.to_owned()
}

fn is_article_number(page: &str) -> bool {
    let letters = page.chars().take_while(char::is_ascii_alphabetic).count();
    let digits = page.chars().skip(letters).filter(char::is_ascii_digit).count();
    let whole = letters + digits == page.chars().count();
    whole && ((letters == 1 && digits >= 4) || (letters == 0 && digits >= 6))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranges(written: &str) -> Vec<(String, String)> {
        Pages::parse(written).ranges
    }

    fn pair(first: &str, last: &str) -> (String, String) {
        (first.to_owned(), last.to_owned())
    }

    #[test]
    fn ranges_as_journals_write_them() {
        assert_eq!(ranges("46-58"), [pair("46", "58")]);
        assert_eq!(ranges("5-14,2"), [pair("5", "14"), pair("2", "2")]);
        assert_eq!(ranges("1579-1585+1600"), [pair("1579", "1585"), pair("1600", "1600")]);
        assert_eq!(ranges("123-9"), [pair("123", "129")]);
        assert_eq!(ranges("85—92"), [pair("85", "92")]);
        assert_eq!(ranges("S12-S15"), [pair("S12", "S15")]);
        assert_eq!(ranges("序2-3"), [pair("序2", "3")]);
    }

    #[test]
    fn an_article_number_is_not_a_page() {
        assert_eq!(Pages::parse("e01234").article_number.as_deref(), Some("e01234"));
        assert_eq!(Pages::parse("730570").article_number.as_deref(), Some("730570"));
        assert_eq!(Pages::parse("899").first.as_deref(), Some("899"));
    }
}
