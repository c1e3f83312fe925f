//! Records of the library as lines and as JSON, for verbs that list them.

use serde_json::{Value, json};

use super::out::Out;
use crate::library::ArticleCard;
use crate::record::{Language, MultiText, RecordId};
use crate::text::plain;

/// The text in the language of the record's title: Chinese where it has one.
pub fn chosen(texts: &MultiText) -> String {
    texts.prefer(&Language::Zh).map(|text| plain(text)).unwrap_or_default()
}

/// `Journal 2024, 60(3): 46-58`
pub fn place(card: &ArticleCard) -> String {
    let mut place = chosen(&card.journal);
    if let Some(year) = card.year {
        place.push_str(&format!(" {year}"));
    }
    let issue = card.issue.as_deref().map(|issue| format!("({issue})")).unwrap_or_default();
    let volume = card.volume.as_deref().unwrap_or_default();
    if !volume.is_empty() || !issue.is_empty() {
        place.push_str(&format!(", {volume}{issue}"));
    }
    if let Some(pages) = &card.pages {
        place.push_str(&format!(": {pages}"));
    }
    place.trim().to_owned()
}

/// Whatever comes first, then id, place, authors and title, with tabs between.
pub fn row(before: &[&str], id: &RecordId, card: &ArticleCard, out: &Out) {
    let (place, authors, title) = (place(card), chosen(&card.authors), chosen(&card.title));
    let fields: Vec<&str> = before.iter().copied().chain([id.as_str(), &place, &authors, &title]).collect();
    out.fields(&fields);
}

/// A card as an object, its members called as those of the schema.
pub fn object(id: &RecordId, card: &ArticleCard) -> Value {
    json!({
        "id": id, "title": card.title, "authors": card.authors, "journal": card.journal, "year": card.year,
        "volume": card.volume, "issue": card.issue, "pages": card.pages, "read": card.read,
    })
}
