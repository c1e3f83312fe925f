//! Which stretches of an entry look different or lead somewhere: the titles of its record as they are written, its DOI, its
//! addresses.

use std::ops::Range;

use serde_json::Value;

use super::drawn::Look;
use super::item::WORDS;
use super::tidy::unstopped;
use crate::formats::csl::csl_of;
use crate::record::{Article, Language, MultiText};
use crate::text::{Emphasis, Run, addresses, is_east_asian, is_raised_char, parse_on_the_line, raise, web_address};

/// A stretch of an entry that is more than its letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Where it stands in the entry as it is shown, in bytes.
    pub bytes: Range<usize>,
    pub emphasis: Emphasis,
    /// Its letters where they can be raised and lowered, if they are others: `2` for `²`.
    pub own: Option<String>,
    /// Where it leads: an address in the characters 0x21–0x7E.
    pub address: Option<String>,
}

/// A title with markup, as runs: the letters that are printed, how they look, and those on the line.
struct Title(Vec<(String, Emphasis, String)>);

impl Title {
    /// Of a text without markup there is none.
    fn of(text: &str) -> Option<Self> {
        let own = parse_on_the_line(text);
        let mut printed = own.clone();
        raise(&mut printed);
        let look = |text: &str, emphasis: Emphasis| {
            // What is raised by itself would be raised twice.
            let raised = !text.chars().all(is_raised_char);
            let (superscript, subscript) = (emphasis.superscript && raised, emphasis.subscript && raised);
            Emphasis { superscript, subscript, monospace: false, ..emphasis }
        };
        let run = |(run, own): (Run, Run)| (run.text, look(&own.text, own.emphasis), own.text);
        let runs: Vec<_> = printed.into_iter().zip(own).map(run).collect();
        runs.iter().any(|(_, emphasis, _)| *emphasis != Emphasis::default()).then_some(Self(runs))
    }

    /// The letters by which it is found, each with the look that it has: no blanks, and no stop at the end.
    fn letters(&self) -> Vec<(char, Look)> {
        let whole: String = self.0.iter().map(|(printed, ..)| printed.as_str()).collect();
        let kept = unstopped(&whole).chars().count();
        let mut letters = Vec::new();
        for (printed, emphasis, own) in &self.0 {
            let mut own = (printed != own).then_some(own);
            let changed = own.is_some();
            letters.extend(printed.chars().map(|c| {
                let own = own.take().cloned().or_else(|| changed.then(String::new));
                (folded(c), Look { emphasis: *emphasis, of_names: false, own })
            }));
        }
        letters.truncate(kept);
        letters.retain(|(c, _)| !c.is_whitespace());
        letters
    }
}

/// The titles of a record, as it is cited in a language, that have markup, the longest first.
fn titles(article: &Article, language: &Language) -> Vec<Vec<(char, Look)>> {
    let journal = &article.journal;
    let texts = [&article.title, &article.subtitle, &article.short_title, &journal.title].into_iter().flat_map(MultiText::values);
    let rich = |text: &str| text.contains('<');
    let all = texts.map(String::as_str).chain(article.imprint.event.as_deref());
    if !all.chain(article.imprint.series.as_deref()).any(rich) {
        return Vec::new();
    }
    let cited = Article { lang: language.clone(), ..article.clone() };
    let Value::Object(members) = csl_of(&cited, 0) else { return Vec::new() };
    let texts = WORDS.iter().filter_map(|name| members.get(*name)?.as_str()).filter(|text| rich(text));
    let mut titles: Vec<_> = texts.filter_map(Title::of).map(|title| title.letters()).filter(|letters| !letters.is_empty()).collect();
    titles.sort_by_key(|letters| std::cmp::Reverse(letters.len()));
    titles
}

/// Puts the looks of a record's own titles over those of the style. What is italic or bold in a title that is so altogether
/// stands out by being upright or light.
pub(super) fn put_titles(line: &str, looks: &mut [Look], article: &Article, language: &Language) {
    let mut taken: Vec<Range<usize>> = Vec::new();
    let letters: Vec<(usize, char)> = line.chars().enumerate().filter(|(_, c)| !c.is_whitespace()).map(|(at, c)| (at, folded(c))).collect();
    let of_names = |at: usize| looks.get(at).is_some_and(|look| look.of_names);
    // Where no title can stand there is a character that none has.
    let letters: Vec<(usize, char)> = letters.into_iter().map(|(at, c)| (at, if of_names(at) { '\0' } else { c })).collect();
    for title in titles(article, language) {
        let joins = |one: Option<char>, other: Option<char>| {
            let word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_east_asian(c));
            word(one) && word(other)
        };
        let (first, last) = (title.first().map(|(c, _)| *c), title.last().map(|(c, _)| *c));
        let sign = |at: usize| line.chars().nth(at);
        let found = letters.windows(title.len()).position(|window| {
            let same = window.iter().zip(&title).all(|((_, c), (own, _))| c == own);
            let (Some((begin, _)), Some((end, _))) = (window.first(), window.last()) else { return false };
            same && !joins(begin.checked_sub(1).and_then(sign), first)
                && !joins(last, sign(end + 1))
                && !taken.iter().any(|taken| *begin < taken.end && taken.start <= *end)
        });
        let Some(places) = found.and_then(|at| letters.get(at..at + title.len())) else { continue };
        if let (Some((begin, _)), Some((end, _))) = (places.first(), places.last()) {
            taken.push(*begin..end + 1);
        }
        let mut before: Option<(usize, Emphasis)> = None;
        for ((at, _), (_, own)) in places.iter().zip(&title) {
            // A blank between two letters that look alike looks as they do.
            let between = before.filter(|(_, emphasis)| *emphasis == own.emphasis).map_or(*at, |(last, _)| last + 1);
            for look in looks.get_mut(between..=*at).unwrap_or_default() {
                put_over(&mut look.emphasis, own.emphasis);
            }
            if let Some(look) = looks.get_mut(*at) {
                look.own.clone_from(&own.own);
            }
            before = Some((*at, own.emphasis));
        }
    }
}

fn put_over(emphasis: &mut Emphasis, own: Emphasis) {
    emphasis.italic ^= own.italic;
    emphasis.bold ^= own.bold;
    emphasis.superscript |= own.superscript;
    emphasis.subscript |= own.subscript;
    emphasis.small_caps |= own.small_caps;
}

/// A letter as titles are compared: a style changes their case, their quotation marks and the width of signs.
fn folded(c: char) -> char {
    match c {
        '“' | '”' | '‘' | '’' | '"' | '\'' => '\'',
        // The signs of the 2025 edition.
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).map_or(c, |c| c.to_ascii_lowercase()),
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

/// Stretches that look alike, and those that lead somewhere. A link has no look.
pub(super) fn spans(line: &str, looks: &[Look], article: Option<&Article>) -> Vec<Span> {
    let links = article.map(|article| links(line, article)).unwrap_or_default();
    let mut spans: Vec<Span> = Vec::new();
    for (look, (from, c)) in looks.iter().zip(line.char_indices()) {
        let plain = look.emphasis == Emphasis::default();
        if plain || links.iter().any(|link| link.bytes.contains(&from)) {
            continue;
        }
        let end = from + c.len_utf8();
        match spans.last_mut() {
            Some(last) if last.bytes.end == from && last.emphasis == look.emphasis && last.own.is_some() == look.own.is_some() => {
                last.bytes.end = end;
                if let (Some(own), Some(more)) = (&mut last.own, &look.own) {
                    own.push_str(more);
                }
            }
            _ => spans.push(Span { bytes: from..end, emphasis: look.emphasis, own: look.own.clone(), address: None }),
        }
    }
    // Blanks between two looks have none.
    for span in spans.iter_mut().filter(|span| span.own.is_none()) {
        let text = line.get(span.bytes.clone()).unwrap_or_default();
        span.bytes = span.bytes.end - text.trim_start().len()..span.bytes.start + text.trim_end().len();
    }
    spans.retain(|span| span.bytes.start < span.bytes.end);
    spans.extend(links);
    spans.sort_by_key(|span| span.bytes.start);
    spans
}

/// The DOI and the addresses of a line: those of the record, whatever signs are in them, then whatever else looks like one.
pub(super) fn links(line: &str, article: &Article) -> Vec<Span> {
    let mut links: Vec<Span> = Vec::new();
    let mut put = |bytes: Range<usize>, address: Option<String>| {
        let free = !links.iter().any(|link| bytes.start < link.bytes.end && link.bytes.start < bytes.end);
        if let Some(address) = address.filter(|_| free && !bytes.is_empty()) {
            links.push(Span { bytes, emphasis: Emphasis::default(), own: None, address: Some(address) });
        }
    };
    if let (Some(doi), Some(printed)) = (&article.ids.doi, article.ids.printed_doi())
        && let Some(at) = line.find(printed)
    {
        let before = line.get(..at).unwrap_or_default();
        let resolver = before.rsplit(|c: char| c.is_whitespace() || !c.is_ascii()).next().unwrap_or_default();
        let resolver = resolver.rfind("http").and_then(|from| resolver.get(from..)).filter(|resolver| resolver.ends_with("doi.org/"));
        put(at - resolver.map_or(0, str::len)..at + printed.len(), Some(doi.url()));
    }
    for url in article.links.iter().map(|link| link.url.trim()).filter(|url| !url.is_empty()) {
        if let Some(at) = line.find(url) {
            put(at..at + url.len(), web_address(url).ok());
        }
    }
    for found in addresses(line) {
        let address = line.get(found.clone()).unwrap_or_default();
        let address = if address.starts_with("10.") { format!("https://doi.org/{address}") } else { address.to_owned() };
        put(found, web_address(&address).ok());
    }
    links.sort_by_key(|link| link.bytes.start);
    links
}
