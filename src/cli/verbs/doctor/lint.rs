//! What can be wrong in a single record: a check a line.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde_json::Value;

use crate::record::{Article, ArticleKind, Contributor, DOI_AS_WRITTEN, Doi, Language, PartialDate};

/// A check: its name, and the sentences it has for a record.
type Check = (&'static str, fn(&Article) -> Vec<String>);

/// Every check of a single record, in the order in which they are told.
pub const CHECKS: &[Check] = &[
    ("title", title),
    ("year", year),
    ("authors", authors),
    ("marks", marks),
    ("dates", dates),
    ("pages", pages),
    ("doi", doi),
    ("keywords", keywords),
];

/// There is one, and no character of it was lost where the file was written in one encoding and read in another.
fn title(article: &Article) -> Vec<String> {
    let missing = article.title.values().all(|title| title.trim().is_empty()).then(|| "it has no title".to_owned());
    let lost = article.title.values().any(|title| title.contains(char::REPLACEMENT_CHARACTER));
    let lost = lost.then(|| "a character of it is lost (U+FFFD); the source has it in another encoding".to_owned());
    missing.into_iter().chain(lost).collect()
}

/// The last year that a work may be of.
const LAST_YEAR: i32 = 2100;

fn year(article: &Article) -> Vec<String> {
    match (article.year, article.dates.published) {
        (None, None) => vec!["it has no year".to_owned()],
        (Some(year), _) if year > LAST_YEAR => vec![format!("the year is {year}")],
        // A paper is out in the year before that of its volume, or after.
        (Some(year), Some(date)) if year.abs_diff(date.year) > 1 => vec![format!("the year is {year}, and it was published {date}")],
        _ => Vec::new(),
    }
}

/// Whether a name tells one person from others: of a collaboration several are `J. Wang`.
fn is_told_whole(one: &Contributor, lang: &Language) -> bool {
    let name = one.name.prefer(lang).map(String::as_str).unwrap_or_default();
    name.chars().any(crate::text::is_han) || name.split([' ', '.', '-']).filter(|word| word.chars().count() > 1).nth(1).is_some()
}

/// Where both languages have names, they have as many; and nobody is an author twice.
fn authors(article: &Article) -> Vec<String> {
    let authors = || article.authors.iter().filter(|one| one.is_author());
    let written = |language: &Language| authors().filter(|one| one.name.get(language).is_some()).count();
    let mut told = two_numbers("authors", written(&Language::Zh), written(&Language::En));
    // Words for those who are not named.
    let nobody = |name: &&String| matches!(name.trim().trim_end_matches('.').to_lowercase().as_str(), "et al" | "others" | "等");
    let nobodies = authors().flat_map(|one| one.name.values()).filter(nobody);
    told.extend(nobodies.map(|name| format!("\"{}\" is no name", crate::text::plain(name))));
    let mut names: BTreeMap<String, u32> = BTreeMap::new();
    for one in authors().filter(|one| is_told_whole(one, &article.lang)) {
        if let Some(name) = one.name.prefer(&article.lang).map(|name| crate::text::plain(name)).filter(|name| !name.is_empty()) {
            *names.entry(name).or_default() += 1;
        }
    }
    told.extend(names.into_iter().filter(|(_, times)| *times > 1).map(|(name, times)| format!("{name} is named {times} times")));
    told
}

fn keywords(article: &Article) -> Vec<String> {
    let count = |language: &Language| article.keywords.get(language).map_or(0, Vec::len);
    two_numbers("key words", count(&Language::Zh), count(&Language::En))
}

fn two_numbers(of: &str, zh: usize, en: usize) -> Vec<String> {
    if zh > 0 && en > 0 && zh != en { vec![format!("{zh} {of} in Chinese, {en} in English")] } else { Vec::new() }
}

/// Marks that tie an author to an affiliation are figures and letters; signs say who corresponds.
fn marks(article: &Article) -> Vec<String> {
    let mut told = Vec::new();
    for one in &article.authors {
        let name = one.name.prefer(&article.lang).map(|name| crate::text::plain(name)).unwrap_or_default();
        let tied = |mark: &str| article.affiliations.iter().any(|affiliation| affiliation.label.as_deref() == Some(mark));
        let labelled = article.affiliations.iter().any(|affiliation| affiliation.label.is_some());
        for mark in one.marks.iter().filter(|mark| mark.chars().all(char::is_alphanumeric)) {
            // Affiliations without labels are tied by their places.
            if !tied(mark) && (labelled || one.aff.is_empty()) {
                told.push(format!("mark {mark} of {name} has no affiliation"));
            }
        }
        for place in one.aff.iter().filter(|place| **place >= article.affiliations.len()) {
            told.push(format!("{name} points at affiliation {}, but there are {}", place + 1, article.affiliations.len()));
        }
    }
    told
}

/// What fields of a date are called where formats keep how something was written.
const DATE_FIELDS: &[&str] = &["DA", "Y1", "Y2", "PY", "YR", "FD", "DP", "%8", "%D", "Date", "Year", "date", "year"];

/// Dates as they were written whose month or day is none; zeros stand for what is not known.
fn dates_as_written(article: &Article) -> impl Iterator<Item = String> {
    fields_as_written(article, DATE_FIELDS).filter(|written| {
        let numbers = written.split(['-', '/', '.']).map(str::trim).filter(|part| !part.is_empty());
        let numbers: Option<Vec<u32>> = numbers.map(|part| part.parse().ok()).collect();
        match numbers.as_deref() {
            // A season (EDTF: 21 to 24 and on), or the last year of a range.
            Some([1000..=9999, 21..=41 | 1000..=9999]) => false,
            Some([1000..=9999, month]) => *month > 12,
            Some([1000..=9999, month, day]) => *month < 100 && (*month > 12 || *day > 31),
            _ => false,
        }
    })
}

/// What was written in fields of these names, where a format kept it. Formats of lines and fields keep pairs of a name and a
/// value, JSON its members.
fn fields_as_written(article: &Article, names: &'static [&'static str]) -> impl Iterator<Item = String> {
    article.raw.values().flat_map(move |kept| -> Vec<String> {
        match kept {
            Value::Array(pairs) => {
                let pairs = pairs.iter().filter_map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?.as_str()?)));
                pairs.filter(|(name, _)| names.contains(name)).map(|(_, written)| written.to_owned()).collect()
            }
            Value::Object(members) => names.iter().filter_map(|name| Some(members.get(*name)?.as_str()?.to_owned())).collect(),
            _ => Vec::new(),
        }
    })
}

/// What cannot be later than what. Online and in print may come in either order.
fn dates(article: &Article) -> Vec<String> {
    let dates = &article.dates;
    let pairs = [
        ("received", dates.received, "revised", dates.revised),
        ("received", dates.received, "accepted", dates.accepted),
        ("received", dates.received, "online", dates.online),
        ("received", dates.received, "published", dates.published),
        ("accepted", dates.accepted, "published", dates.published),
    ];
    let known = [dates.received, dates.revised, dates.accepted, dates.online, dates.published, dates.accessed];
    let names = ["received", "revised", "accepted", "online", "published", "accessed"];
    let nowhere = names.into_iter().zip(known).filter_map(|(name, date)| {
        let date = date.filter(|date| !is_in_calendar(*date))?;
        Some(format!("{name} {date} is no day of the calendar"))
    });
    let wrong = pairs.into_iter().filter_map(|(before, one, behind, other)| {
        let (one, other) = (one?, other?);
        is_later(one, other).then(|| format!("{before} {one} is after {behind} {other}"))
    });
    let written = dates_as_written(article).map(|written| format!("\"{written}\" is no day of the calendar"));
    nowhere.chain(wrong).chain(written).collect()
}

/// Whether the month of a date has its day: in the Gregorian calendar (ISO 8601), before 1583 in the Julian one.
fn is_in_calendar(date: PartialDate) -> bool {
    let leap = date.year % 4 == 0 && (date.year < 1583 || date.year % 100 != 0 || date.year % 400 == 0);
    let days = match date.month {
        Some(2) if leap => 29,
        Some(2) => 28,
        Some(4 | 6 | 9 | 11) => 30,
        _ => 31,
    };
    date.day.is_none_or(|day| day <= days)
}

/// Whether a date is later than another as far as both are known.
fn is_later(one: PartialDate, other: PartialDate) -> bool {
    let known = |one: Option<u8>, other: Option<u8>| one.zip(other).map_or(Ordering::Equal, |(one, other)| one.cmp(&other));
    one.year.cmp(&other.year).then_with(|| known(one.month, other.month)).then_with(|| known(one.day, other.day)) == Ordering::Greater
}

/// An article with an abstract or references is longer than the one page that is given; and none ends before it begins.
fn pages(article: &Article) -> Vec<String> {
    let Some(first) = &article.pages.first else { return Vec::new() };
    let last = article.pages.last.as_ref().unwrap_or(first);
    let number = |page: &str| page.parse::<u64>().ok();
    if let (Some(from), Some(to)) = (number(first), number(last))
        && to < from
    {
        return vec![format!("it ends on page {to}, before it begins on page {from}")];
    }
    let is_long = !article.abstracts.is_empty() || article.refs.as_ref().is_some_and(|refs| refs.len() > 1);
    let is_article = matches!(article.kind, ArticleKind::Article | ArticleKind::Review | ArticleKind::Chapter | ArticleKind::Paper);
    // `e244`, `20153456`: the number of an article, which a source gave as a page.
    let is_page = first.len() < 6 && number(first).is_some();
    let one = first == last && is_page && article.pages.article_number.is_none();
    if one && is_long && is_article { vec![format!("the last page is missing; only {first} is given")] } else { Vec::new() }
}

/// What fields of a DOI are called where formats keep what they could not take.
const DOI_FIELDS: &[&str] = &["DOI", "doi", "DO", "DI"];

/// DOIs that are none stay where the formats keep what they could not take; of others nothing stands behind them.
fn doi(article: &Article) -> Vec<String> {
    let rests = [&article.ids.rest, &article.rest];
    let own = rests.into_iter().filter_map(|rest| rest.get("doi").or_else(|| rest.get(DOI_AS_WRITTEN))).filter_map(Value::as_str);
    let of_links = article.links.iter().filter(|link| link.kind == "doi").map(|link| link.url.as_str());
    let of_record = fields_as_written(article, DOI_FIELDS).chain(own.chain(of_links).map(str::to_owned));
    let mut told: Vec<String> = of_record
        .filter_map(|written| match Doi::parse(&written) {
            None => Some(format!("\"{written}\" is no DOI")),
            Some(doi) if written.trim_end().ends_with(['.', ',', ';']) => Some(format!("\"{written}\" has a sign behind the DOI {doi}")),
            Some(_) => None,
        })
        .collect();
    for (at, reference) in article.refs.iter().flatten().enumerate() {
        let of_parts = reference.parts.iter().filter_map(|part| part.doi.as_deref());
        let written = of_parts.chain(reference.ids.rest.get(DOI_AS_WRITTEN).and_then(Value::as_str));
        told.extend(
            written
                .filter(|written| Doi::parse(written).is_none())
                .map(|written| format!("\"{written}\" of reference {} is no DOI", at + 1)),
        );
    }
    told
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    fn told(json: &str) -> Vec<String> {
        let article: Article = serde_json::from_str(json).unwrap();
        CHECKS.iter().flat_map(|(name, check)| check(&article).into_iter().map(move |sentence| format!("{name}: {sentence}"))).collect()
    }

    #[test]
    fn each_check_finds_its_own_trouble() {
        let sound = r#"{"title":{"zh":"题"},"year":2024,"pages":{"raw":"1-9","first":"1","last":"9"},"dates":{"received":"2023-05","accepted":"2023-05-02","published":"2023-12-30"},
            "authors":[{"name":{"zh":"甲","en":"JIA"},"marks":["1","*"],"aff":[0]}],"affiliations":[{"label":"1"}],"keywords":{"zh":["a"],"en":["b"]},"abstract":{"zh":[{"text":"x"}]}}"#;
        assert_eq!(told(sound), Vec::<String>::new());
        let number =
            r#"{"title":{"zh":"题"},"year":1,"pages":{"raw":"e244","first":"e244","last":"e244"},"abstract":{"zh":[{"text":"x"}]}}"#;
        assert_eq!(told(number), Vec::<String>::new(), "the number of an article is no page");
        for (json, wanted) in [
            (r#"{"year":2024}"#, "title: it has no title"),
            (r#"{"title":{"zh":"题"}}"#, "year: it has no year"),
            (
                r#"{"title":{"zh":"题"},"year":1,"authors":[{"name":{"zh":"甲","en":"JIA"}},{"name":{"zh":"乙"}}]}"#,
                "authors: 2 authors in Chinese, 1 in English",
            ),
            (
                r#"{"title":{"zh":"题"},"year":1,"lang":"zh","authors":[{"name":{"zh":"甲"},"marks":["2"]}],"affiliations":[{"label":"1"}]}"#,
                "marks: mark 2 of 甲 has no affiliation",
            ),
            (
                r#"{"title":{"zh":"题"},"year":1,"authors":[{"name":{"zh":"甲"},"aff":[3]}]}"#,
                "marks: 甲 points at affiliation 4, but there are 0",
            ),
            (
                r#"{"title":{"zh":"题"},"year":1,"dates":{"received":"2024-05-02","accepted":"2024-05-01"}}"#,
                "dates: received 2024-05-02 is after accepted 2024-05-01",
            ),
            (
                r#"{"title":{"zh":"题"},"year":2024,"dates":{"accepted":"2024-05-01","published":"2024-04-30"}}"#,
                "dates: accepted 2024-05-01 is after published 2024-04-30",
            ),
            (
                r#"{"title":{"zh":"题"},"year":1,"pages":{"raw":"46","first":"46","last":"46"},"abstract":{"zh":[{"text":"x"}]}}"#,
                "pages: the last page is missing; only 46 is given",
            ),
            (r#"{"title":{"zh":"城\uFFFD"},"year":1}"#, "title: a character of it is lost (U+FFFD); the source has it in another encoding"),
            (r#"{"title":{"zh":"题"},"year":3020}"#, "year: the year is 3020"),
            (r#"{"title":{"zh":"题"},"year":1,"authors":[{"name":{"en":"Et al."}}]}"#, "authors: \"Et al.\" is no name"),
            (
                r#"{"title":{"zh":"题"},"year":1,"pages":{"raw":"46-20","first":"46","last":"20"}}"#,
                "pages: it ends on page 20, before it begins on page 46",
            ),
            (r#"{"title":{"zh":"题"},"year":1,"raw":{"csl-json":{"DOI":"none"}}}"#, "doi: \"none\" is no DOI"),
            (r#"{"title":{"zh":"题"},"year":1,"raw":{"ris":[["N1","x"],["DO","none"]],"ris:order":"TY AU"}}"#, "doi: \"none\" is no DOI"),
            (
                r#"{"title":{"zh":"题"},"year":2023,"dates":{"published":"2023-02-29"}}"#,
                "dates: published 2023-02-29 is no day of the calendar",
            ),
            (
                r#"{"title":{"zh":"题"},"year":2001,"dates":{"published":"2003-02-01"}}"#,
                "year: the year is 2001, and it was published 2003-02-01",
            ),
            (
                r#"{"title":{"zh":"题"},"year":1,"lang":"zh","authors":[{"name":{"zh":"甲"}},{"name":{"zh":"乙"}},{"name":{"zh":"甲"}}]}"#,
                "authors: 甲 is named 2 times",
            ),
            (
                r#"{"title":{"zh":"题"},"year":1,"lang":"en","authors":[{"name":{"en":"J. Wang"}},{"name":{"en":"J. Wang"}},{"name":{"en":"Eva Lund"}},{"name":{"en":"Eva Lund"}}],"raw":{"bibtex":[["date","2004-22"],["date","1957/1990"]]}}"#,
                "authors: Eva Lund is named 2 times",
            ),
            (
                r#"{"title":{"zh":"题"},"year":1,"raw":{"ris:as-written":[["PY","1"],["DA","2001/13/45"],["DA","2001/00/00"]]}}"#,
                "dates: \"2001/13/45\" is no day of the calendar",
            ),
            (
                r#"{"title":{"zh":"题"},"year":1,"ids":{"doi":"10.1000/x"},"raw":{"ris:as-written":[["DO","https://doi.org/10.1000/x."]]}}"#,
                "doi: \"https://doi.org/10.1000/x.\" has a sign behind the DOI 10.1000/x",
            ),
            (r#"{"title":{"zh":"题"},"year":1,"ids":{"doi":"none"}}"#, "doi: \"none\" is no DOI"),
            (
                r#"{"title":{"zh":"题"},"year":1,"refs":[{"raw":"x"},{"raw":"y","ids":{"doi":"n/a"}}]}"#,
                "doi: \"n/a\" of reference 2 is no DOI",
            ),
            (r#"{"title":{"zh":"题"},"year":1,"keywords":{"zh":["a","b"],"en":["b"]}}"#, "keywords: 2 key words in Chinese, 1 in English"),
        ] {
            assert_eq!(told(json), [wanted], "{json}");
        }
    }
}
