//! A record as the index takes it in.

use tantivy::TantivyDocument;

use super::query::{Code, Group, Part};
use super::schema::{Fields, class_term, code_term, letter, whole};
use super::sounds;
use super::words::{Units, is_han};
use crate::record::{Article, Language};
use crate::text::plain;

/// The longest text of one value that is taken in, in bytes: full texts are not, and no abstract is longer.
const LONGEST: usize = 64 * 1024;

/// What parts two texts: no word and no run of characters goes on behind it.
const APART: &str = " | ";

/// The texts of a group, as they are looked into and as they are lit: without tags.
pub fn texts(article: &Article, group: Group) -> Vec<String> {
    let mut all: Vec<String> = match group {
        Group::Title => {
            let titles = article.title.values().chain(article.subtitle.values()).chain(article.short_title.values());
            titles.map(|title| plain(title)).collect()
        }
        Group::Author => article.authors.iter().flat_map(sounds::names).map(|name| plain(&name)).collect(),
        Group::Keyword => {
            let words = article.keywords.values().flatten().map(|word| plain(word));
            words.chain(article.subjects.iter().flat_map(|subject| subject.name.values().map(|name| plain(name)))).collect()
        }
        Group::Journal => article.journal.title.values().chain(article.journal.abbrev.values()).map(|name| plain(name)).collect(),
        Group::Abstract => article.abstracts.values().flatten().map(|section| plain(&section.text)).collect(),
        Group::Note => article.notes.iter().map(|note| plain(note)).collect(),
        Group::Reference => article.refs.iter().flatten().map(|reference| plain(&reference.raw)).collect(),
    };
    for text in &mut all {
        if text.len() > LONGEST {
            let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            text.truncate(end);
        }
    }
    all.retain(|text| !text.is_empty());
    all
}

/// A record with its row as a document.
pub fn document(fields: &Fields, row: u64, article: &Article) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.row, row);
    if let Some(year) = article.year {
        document.add_i64(fields.year, i64::from(year));
    }
    for group in Group::ALL {
        let texts = texts(article, group);
        if texts.is_empty() {
            continue;
        }
        // Where places do not count all texts are one, so that what stands in several is given once.
        if group == Group::Reference {
            document.add_text(fields.reference, texts.join(APART));
            continue;
        }
        // A letter apart from the texts, so that it is a unit by itself.
        document.add_text(fields.short, format!("{}{APART}{}", letter(group), texts.join(APART)));
        for text in texts {
            if group == Group::Title && text.contains(is_han) {
                document.add_text(fields.sound, &text);
            }
            document.add_text(fields.of(group), text);
        }
    }
    names(fields, article, &mut document);
    codes(fields, article, &mut document);
    document
}

fn names(fields: &Fields, article: &Article, document: &mut TantivyDocument) {
    let mut wholes: Vec<u64> = article.title.values().map(|title| whole(Group::Title, Units::of(&plain(title)).folded())).collect();
    let mut sounds: Vec<String> = Vec::new();
    for author in &article.authors {
        for name in sounds::names(author) {
            wholes.push(whole(Group::Author, Units::of(&name).folded()));
            sounds.extend(sounds::of_name(&name));
        }
        if let Some(shown) = author.name.prefer(&Language::Zh) {
            document.add_text(fields.author_name, plain(shown));
        }
    }
    sounds.sort_unstable();
    sounds.dedup();
    wholes.sort_unstable();
    wholes.dedup();
    for hash in wholes {
        document.add_u64(fields.whole, hash);
    }
    for sound in &sounds {
        document.add_text(fields.code, name_term(sound));
    }
    if let Some(journal) = article.journal.title.prefer(&Language::Zh).or_else(|| article.journal.abbrev.prefer(&Language::Zh)) {
        document.add_text(fields.journal_name, plain(journal));
    }
}

fn codes(fields: &Fields, article: &Article, document: &mut TantivyDocument) {
    for subject in article.subjects.iter().filter(|subject| !subject.code.is_empty()) {
        document.add_text(fields.class, class_term(&subject.code));
    }
    let mut all = vec![code_term(Code::Id, article.id.as_str()), code_term(Code::Kind, article.kind.as_str())];
    let mut put = |code, value: Option<&str>| all.extend(value.filter(|value| !value.is_empty()).map(|value| code_term(code, value)));
    put(Code::Doi, article.ids.doi.as_ref().map(crate::record::Doi::as_str));
    put(Code::Volume, article.volume.as_deref());
    put(Code::Issue, article.issue.as_deref());
    article.tags.iter().for_each(|tag| put(Code::Tag, Some(tag)));
    all.extend(parts(article).into_iter().map(part_term));
    for term in &all {
        document.add_text(fields.code, term);
    }
}

/// The term of what a person may be typed as.
pub fn name_term(sound: &str) -> String {
    format!("name:{sound}")
}

/// The term of what a record has.
pub fn part_term(part: Part) -> String {
    format!("has:{part:?}")
}

fn parts(article: &Article) -> Vec<Part> {
    let language = |wanted: &Language| article.title.get(wanted).is_some() || article.abstracts.get(wanted).is_some();
    let has = [
        (Part::Fulltext, article.body.as_ref().is_some_and(|body| !body.is_empty())),
        (Part::References, article.refs.as_ref().is_some_and(|refs| !refs.is_empty())),
        (Part::Abstract, !article.abstracts.is_empty()),
        (Part::Keywords, !article.keywords.is_empty()),
        (Part::Doi, article.ids.doi.is_some()),
        (Part::Related, article.related.as_ref().is_some_and(|related| !related.is_empty())),
        (Part::Chinese, language(&Language::Zh)),
        (Part::English, language(&Language::En)),
    ];
    has.into_iter().filter(|(_, has)| *has).map(|(part, _)| part).collect()
}
