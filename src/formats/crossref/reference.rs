//! References of a Crossref work: their parts as deposited, and the printed entry where one was deposited or else made of them.

use serde_json::Value;

use super::super::gbt7714;
use super::super::members::{Members, language_of};
use super::super::{markup, rich};
use super::NAME;
use crate::record::{Article, Citation, Contributor, Doi, Host, Language, MultiText, Reference, ReferenceType};

pub(super) fn read(work: &mut Members, article: &mut Article) {
    if !work.see("reference").is_some_and(Value::is_array) {
        return;
    }
    let lang = article.lang.clone();
    let references = work.objects("reference").into_iter().enumerate().map(|(at, written)| reference(written, at + 1, &lang));
    article.refs = Some(references.collect());
}

fn reference(mut written: Members, place: usize, lang: &Language) -> Reference {
    let mut reference = Reference::default();
    let printed = written.text("unstructured").map(|text| rich::plain(&markup::text(&text)).into_owned());
    let mut part = part(&mut written, lang);
    if let Some(doi) = written.text("DOI") {
        match Doi::parse(&doi) {
            Some(doi) => {
                part.doi = Some(doi.to_string());
                reference.ids.doi = Some(doi);
            }
            None => written.keep("DOI", Value::String(doi)),
        }
    }
    // The publisher's key often ends in the number that was printed: `ref7`, `10.1016/x-BIB7`, `7_CR7`.
    let numbered = written.see_text("key").is_some_and(|key| {
        let head = key.trim_end_matches(|c: char| c.is_ascii_digit());
        key.get(head.len()..).is_some_and(|digits| digits.trim_start_matches('0') == place.to_string())
    });
    reference.n = numbered.then(|| place.to_string());
    let has_parts = part.title.is_some() || part.host.is_some() || part.year.is_some() || !part.authors.is_empty();
    reference.raw = match &printed {
        Some(printed) => printed.clone(),
        None if has_parts => composed(&part),
        None => part.doi.clone().unwrap_or_default(),
    };
    reference.parts = match printed {
        Some(printed) if !has_parts => {
            let mut understood = gbt7714::parse(&printed);
            for one in &mut understood {
                one.doi = one.doi.take().or_else(|| part.doi.clone());
            }
            understood
        }
        _ if has_parts || part.doi.is_some() => vec![part],
        _ => Vec::new(),
    };
    if let Some(left) = written.left() {
        reference.rest.insert(NAME.to_owned(), left);
    }
    reference
}

fn part(written: &mut Members, lang: &Language) -> Citation {
    let clean = |text: String| rich::plain(&markup::text(&text)).into_owned();
    let mut text = |member: &str| written.text(member).map(clean).filter(|text| !text.is_empty());
    let (title, journal, volume_title) = (text("article-title"), text("journal-title"), text("volume-title"));
    let (kind, title, host) = match (title, journal, volume_title) {
        (title, Some(journal), _) => (Some(ReferenceType::J), title, Some(journal)),
        (Some(title), None, Some(volume)) => (None, Some(title), Some(volume)),
        (None, None, Some(volume)) => (Some(ReferenceType::M), Some(volume), None),
        (title, None, None) => (None, title, None),
    };
    let year = text("year");
    let mut part = Citation {
        kind,
        title,
        host: host.map(|title| Host { title: Some(title), editors: Vec::new() }),
        authors: text("author").map(author).into_iter().collect(),
        edition: text("edition"),
        volume: text("volume"),
        issue: text("issue"),
        pages: text("first-page"),
        number: text("standard-designator"),
        ..Citation::default()
    };
    let shown = part.title.as_deref().or_else(|| part.host_title()).unwrap_or_default();
    part.lang = language_of(shown, lang);
    if let Some(written_year) = year {
        let digits: String = written_year.chars().take_while(char::is_ascii_digit).collect();
        let behind = written_year.strip_prefix(&digits).unwrap_or_default();
        if digits.len() == 4 && behind.chars().count() <= 1 && behind.chars().all(char::is_alphabetic) {
            part.year = digits.parse().ok();
            part.year_suffix = Some(behind.to_owned()).filter(|suffix| !suffix.is_empty());
        } else {
            written.keep("year", Value::String(written_year));
        }
    }
    part
}

/// The first author is all that is deposited, in whatever order.
fn author(name: String) -> Contributor {
    Contributor { name: MultiText::of(Language::of_text(&name), name), ..Contributor::default() }
}

/// One line as GB/T 7714 would print it, so that there is something to read where nothing was printed.
fn composed(part: &Citation) -> String {
    let authors = part.authors.iter().filter_map(|one| one.name.values().next()).cloned().collect::<Vec<_>>().join(", ");
    let host = part.host_title().unwrap_or_default();
    let year = part.year.map(|year| format!("{year}{}", part.year_suffix.as_deref().unwrap_or_default())).unwrap_or_default();
    let numbering = match (&part.volume, &part.issue) {
        (Some(volume), Some(issue)) => format!("{volume}({issue})"),
        (Some(volume), None) => volume.clone(),
        (None, Some(issue)) => format!("({issue})"),
        (None, None) => String::new(),
    };
    let imprint = [host, &year, &numbering].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
    let pages = part.pages.as_deref().map(|pages| format!(": {pages}")).unwrap_or_default();
    let title = part.title.as_deref().unwrap_or_default();
    let sentences = [authors.as_str(), title, &format!("{imprint}{pages}")];
    let ends = |text: &str| text.ends_with(['.', '?', '!', '。', '？', '！']);
    let mut line = String::new();
    for text in sentences.into_iter().filter(|text| !text.is_empty()) {
        if !line.is_empty() {
            line.push_str(if ends(&line) { " " } else { ". " });
        }
        line.push_str(text);
    }
    line
}
