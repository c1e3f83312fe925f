//! Records as lines and as JSON, for verbs that list them.

use serde_json::{Map, Value, json};

use super::out::Out;
use crate::library::ArticleCard;
use crate::record::{Language, MultiText, RecordId};
use crate::text::plain;

/// The text in this language, else in another.
pub fn chosen(texts: &MultiText, language: &Language) -> String {
    texts.prefer(language).map(|text| plain(text)).unwrap_or_default()
}

/// Where something was printed: `Journal 2024, 60(3): 46-58`.
pub fn placed(journal: &str, year: Option<i32>, [volume, issue, pages]: [Option<&str>; 3]) -> String {
    let mut place = journal.to_owned();
    if let Some(year) = year {
        place.push_str(&format!(" {year}"));
    }
    let issue = issue.map(|issue| format!("({issue})")).unwrap_or_default();
    let volume = volume.unwrap_or_default();
    if !volume.is_empty() || !issue.is_empty() {
        place.push_str(&format!(", {volume}{issue}"));
    }
    if let Some(pages) = pages {
        place.push_str(&format!(": {pages}"));
    }
    place.trim().to_owned()
}

/// Where the record of a card was printed.
pub fn place(card: &ArticleCard, language: &Language) -> String {
    let numbers = [&card.volume, &card.issue, &card.pages].map(Option::as_deref);
    placed(&chosen(&card.journal, language), card.year, numbers)
}

/// Whatever comes first, then id, place, authors and title, each in Chinese where there is Chinese, with tabs between.
pub fn row(before: &[&str], id: &RecordId, card: &ArticleCard, out: &Out) {
    let said = [place(card, &Language::Zh), chosen(&card.authors, &Language::Zh), chosen(&card.title, &Language::Zh)];
    let fields: Vec<&str> = before.iter().copied().chain([id.as_str()]).chain(said.iter().map(String::as_str)).collect();
    out.fields(&fields);
}

/// A card as an object, its members called as those of the schema.
pub fn object(id: &RecordId, card: &ArticleCard) -> Value {
    json!({
        "id": id, "title": card.title, "authors": card.authors, "journal": card.journal, "year": card.year,
        "volume": card.volume, "issue": card.issue, "pages": card.pages, "read": card.read,
    })
}

/// The same with what is said of the record beside it, behind its members.
pub fn object_with(id: &RecordId, card: &ArticleCard, more: Value) -> Value {
    let both =
        [object(id, card), more].into_iter().filter_map(|object| if let Value::Object(object) = object { Some(object) } else { None });
    Value::Object(both.flatten().collect::<Map<_, _>>())
}
