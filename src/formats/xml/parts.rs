//! Parts of records that XML formats write alike: dates, addresses, languages.

use super::Element;
use crate::formats::{Finding, months};
use crate::record::{Affiliation, Article, DOI_AS_WRITTEN, Doi, Language, MultiText, PartialDate};

/// The number of a month: `5`, `05`, `May`, `mayo`.
fn month(written: &str) -> Option<u8> {
    let lower = written.trim().to_lowercase();
    if let Ok(number) = lower.parse::<u8>() {
        return (1..=12).contains(&number).then_some(number);
    }
    months::of(&lower)
}

/// A date in elements `year`, `month`, `day` (in any case), or in `@iso-8601-date`; what is understood is taken.
pub fn date(element: Element<'_>) -> Option<PartialDate> {
    let part = |names: [&str; 2]| element.children().find(|child| names.contains(&child.name()));
    let Some(year) = part(["year", "Year"]) else {
        return element.attribute("iso-8601-date").and_then(|iso| PartialDate::parse(&iso));
    };
    let digits: String = year.text()?.chars().filter(char::is_ascii_digit).take(4).collect();
    let year: i32 = digits.parse().ok().filter(|year| *year > 0)?;
    let month = part(["month", "Month"]).and_then(|written| month(&written.text()?));
    let day = month.and(part(["day", "Day"])).and_then(|written| written.text()?.parse::<u8>().ok()).filter(|day| (1..=31).contains(day));
    Some(PartialDate { year, month, day })
}

/// A date in attributes `year`, `month`, `day`; taken, for its element has no text.
pub fn numbered_date(element: Element<'_>) -> Option<PartialDate> {
    element.take();
    let number = |name: &str| element.attribute(name).and_then(|written| written.parse::<u8>().ok());
    let year = element.attribute("year")?.parse().ok().filter(|year| (1..=9999).contains(year))?;
    let month = number("month").filter(|month| (1..=12).contains(month));
    let day = month.and(number("day")).filter(|day| (1..=31).contains(day));
    Some(PartialDate { year, month, day })
}

/// A date as text: `2024-05-25`, `25 May 2024`, `May 2024`, `2024 May-Jun`, `25.5.2024`.
pub fn written_date(text: &str) -> Option<PartialDate> {
    if let Some(date) = PartialDate::parse(text)
        && (date.month.is_some() || !text.chars().any(char::is_alphabetic))
    {
        return Some(date);
    }
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    // `c1999` is the year of the copyright.
    let bare = |word: &&str| word.strip_prefix('c').unwrap_or(word).to_owned();
    let year = words
        .iter()
        .map(bare)
        .find(|word| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))?
        .parse()
        .ok()
        .filter(|year| *year > 0)?;
    let named = words.iter().find(|word| word.starts_with(char::is_alphabetic)).and_then(|word| month(word));
    let numbers: Vec<u8> = words.iter().filter(|word| word.len() <= 2).filter_map(|word| word.parse().ok()).collect();
    let (month, day) = match (named, numbers.as_slice()) {
        (Some(month), [day, ..]) => (Some(month), Some(*day)),
        (None, [day, month]) if (1..=12).contains(month) => (Some(*month), Some(*day)),
        (month, _) => (month, None),
    };
    Some(PartialDate { year, month, day: day.filter(|day| (1..=31).contains(day)) })
}

/// The address that an element points at: its `href`, or its text when that is one.
pub fn address(element: Element<'_>) -> Option<String> {
    let href = element.attribute("href").map(std::borrow::Cow::into_owned);
    href.or_else(|| element.text().filter(|text| text.starts_with("http") && !text.contains(' ')))
}

/// Takes the DOI of a work; what is none is kept as written, and told.
pub fn doi(part: Element<'_>, article: &mut Article, findings: &mut Vec<Finding>) {
    let Some(text) = part.text() else { return };
    if let Some(doi) = Doi::parse(&text) {
        article.ids.doi = Some(doi);
    } else {
        findings.push(Finding::kept(format!("\"{text}\" is not a DOI; it is kept as written")).at(part.line()).of("ids"));
        article.ids.rest.insert(DOI_AS_WRITTEN.to_owned(), text.into());
    }
}

/// The language of text in an element: what its letters say where they are Chinese, else what is declared on it.
pub fn list_language(declared: Option<&Language>, text: &str) -> Language {
    let letters = Language::of_text(text);
    match declared {
        _ if letters == Language::Zh => match declared {
            // Japanese titles may hold nothing but Han characters.
            Some(Language::Other(other)) if matches!(other.as_ref(), "ja" | "ko") => Language::Other(other.clone()),
            _ => Language::Zh,
        },
        Some(Language::Zh) if letters == Language::En => Language::En,
        Some(Language::Und) | None => letters,
        Some(declared) => declared.clone(),
    }
}

/// How far back an affiliation is looked for: of thousands of authors most share those of their neighbours.
const NEIGHBOURS: usize = 64;

/// The place of an affiliation in a list, where it is put when it is not among the last of it.
pub fn place_of(known: &mut Vec<Affiliation>, text: String) -> usize {
    let lang = Language::of_text(&text);
    if let Some(back) = known.iter().rev().take(NEIGHBOURS).position(|one| one.text.get(&lang) == Some(&text)) {
        return known.len() - 1 - back;
    }
    known.push(Affiliation { text: MultiText::of(lang, text), ..Affiliation::default() });
    known.len() - 1
}

/// Puts a text under its language, unless there is one already.
pub fn said_once(place: &mut MultiText, declared: Option<&Language>, text: String) {
    let lang = list_language(declared, &text);
    if place.get(&lang).is_none() {
        place.insert(lang, text);
    }
}

/// Whether a text begins as XML does.
pub fn is_xml(head: &str) -> bool {
    head.trim_start_matches('\u{FEFF}').trim_start().starts_with('<')
}

/// The name of the first element of a text, without prefix.
pub fn first_element(head: &str) -> Option<&str> {
    let mut rest = head;
    loop {
        let (_, from) = rest.split_once('<')?;
        if let Some(comment) = from.strip_prefix("!--") {
            rest = comment.split_once("-->")?.1;
        } else if let Some(doctype) = from.strip_prefix("!DOCTYPE") {
            // Its own declarations stand between brackets, and may hold a `>`.
            let declares = doctype.split('>').next().is_some_and(|before| before.contains('['));
            rest = doctype.split_once(if declares { ']' } else { '>' })?.1;
        } else if from.starts_with(['?', '!']) {
            rest = from.split_once('>')?.1;
        } else {
            let end = from.find(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).unwrap_or(from.len());
            let name = from.get(..end)?;
            return Some(name.rsplit_once(':').map_or(name, |(_, local)| local));
        }
    }
}
