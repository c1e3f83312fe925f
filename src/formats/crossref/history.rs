//! Dates of a Crossref work: of its own members, and those that publishers only assert in words.

use serde_json::Value;

use super::super::members::Members;
use super::super::months;
use crate::record::{Article, Dates, PartialDate};

/// One of the dates of a record.
type Place = fn(&mut Dates) -> &mut Option<PartialDate>;

/// Assertions and the dates that they are.
const ASSERTED: &[(&str, Place)] = &[
    ("received", |dates| &mut dates.received),
    ("date_received", |dates| &mut dates.received),
    ("revised", |dates| &mut dates.revised),
    ("date_revised", |dates| &mut dates.revised),
    ("accepted", |dates| &mut dates.accepted),
    ("date_accepted", |dates| &mut dates.accepted),
    ("first_online", |dates| &mut dates.online),
    ("published_online", |dates| &mut dates.online),
    ("date_epub", |dates| &mut dates.online),
];

/// Where the day of publication is looked for, in this order: that of the issue, then the earliest, then what stands for it
/// in works without issues. When a DOI was made says nothing of the work.
const PUBLISHED: &[&str] = &["published-print", "issued", "published", "published-online", "published-other", "posted", "approved"];

pub(super) fn read(work: &mut Members, article: &mut Article) {
    let dates = &mut article.dates;
    dates.published = PUBLISHED.iter().find_map(|member| work.see(member).and_then(super::super::csl::day));
    let published = dates.published;
    dates.online = work.date("published-online");
    dates.accepted = work.date("accepted");
    dates.received = work.date("submitted");
    // What only says again when the work appeared is said.
    for member in PUBLISHED {
        let same = work.see(member).and_then(super::super::csl::day);
        if same == published || same == dates.online {
            work.date(member);
        }
    }
    article.year = published.map(|date| date.year);
    let Some(Value::Array(assertions)) = work.see("assertion") else { return };
    for assertion in assertions {
        let text = |member: &str| assertion.get(member).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        let (Some(name), Some(value)) = (text("name"), text("value")) else { continue };
        if is_date(name) {
            asserted(name, value, dates);
        } else if name == "copyright" || name == "copyright_information" {
            article.copyright.get_or_insert_with(|| value.to_owned());
        }
    }
}

/// Whether an assertion of this name is of a date.
pub(in crate::formats) fn is_date(name: &str) -> bool {
    ASSERTED.iter().any(|(known, _)| *known == name)
}

/// Puts the date of an assertion into its place, where that is free.
pub(in crate::formats) fn asserted(name: &str, value: &str, dates: &mut Dates) {
    if let Some((_, member)) = ASSERTED.iter().find(|(known, _)| *known == name) {
        let date = member(dates);
        *date = date.or_else(|| in_words(value));
    }
}

/// `13 November 2020`, `November 13, 2020`, `Nov 2020`, `2020-11-13`.
fn in_words(written: &str) -> Option<PartialDate> {
    if written.starts_with(|c: char| c.is_ascii_digit())
        && let Some(date) = PartialDate::parse(written)
    {
        return Some(date);
    }
    let words: Vec<&str> = written.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(4).collect();
    let year = words.iter().find(|word| word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()))?;
    let month = words.iter().find_map(|word| months::english(word));
    let day = words.iter().find(|word| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()));
    PartialDate::parse(&match (month, day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:0>2}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        (None, _) => (*year).to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn days_in_words() {
        let read = |written: &str| in_words(written).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(read("13 November 2020"), "2020-11-13");
        assert_eq!(read("May 3, 2021"), "2021-05-03");
        assert_eq!(read("2018-04-17"), "2018-04-17");
        assert_eq!(read("Sept 1999"), "1999-09");
        assert_eq!(read("in press"), "");
        assert_eq!(read("12 Mär 2001"), "2001");
    }
}
