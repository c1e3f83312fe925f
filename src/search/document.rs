//! A record as the index takes it in.

use tantivy::TantivyDocument;

use super::query::{Code, Group, Part};
use super::schema::{Fields, class_term, code_term, letter, whole};
use super::sounds;
use super::words::Units;
use crate::record::{Article, Language, Matter};
use crate::text::{is_east_asian, plain};

/// The longest text of one value that is taken in, in bytes: full texts are not, and no abstract is longer.
const LONGEST: usize = 64 * 1024;

/// Letters of a name of which the beginning is a term.
pub const BEGUN: usize = 3;

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

/// What a text says beside the DOIs that stand in it. They are no words: what cites one is known by the links, and their
/// numbers, each of which comes once, would be one term in four.
fn beside_dois(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let (mut rest, mut from) = (text, 0);
    while let Some(at) = rest.get(from..).and_then(|text| text.find("10.")).map(|at| from + at) {
        let number = rest.get(at + 3..).unwrap_or_default();
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let begins = !rest.get(..at).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit() || c == '.'));
        if !begins || digits < 4 || number.as_bytes().get(digits) != Some(&b'/') {
            from = at + 3;
            continue;
        }
        let long = number.find(|c: char| !c.is_ascii_graphic()).unwrap_or(number.len());
        pieces.extend(rest.get(..at));
        (rest, from) = (number.get(long..).unwrap_or_default(), 0);
    }
    pieces.push(rest);
    pieces
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
            let texts: Vec<&str> = texts.iter().flat_map(|text| beside_dois(text)).collect();
            document.add_text(fields.reference, texts.join(APART));
            continue;
        }
        // A letter apart from the texts, so that it is a unit by itself.
        document.add_text(fields.short, format!("{}{APART}{}", letter(group), texts.join(APART)));
        for text in texts {
            if group == Group::Title && text.contains(is_east_asian) {
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
    let mut begun: Vec<String> = sounds.iter().filter_map(|sound| begun_term(sound)).collect();
    begun.sort_unstable();
    begun.dedup();
    for begun in &begun {
        document.add_text(fields.code, begun);
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

/// The term of what a person begins to be typed as, where that is long enough to tell something and so short that too many
/// people are typed so.
pub fn begun_term(sound: &str) -> Option<String> {
    sound.get(..BEGUN).map(|begun| format!("begun:{begun}"))
}

/// The term of what a record has.
pub fn part_term(part: Part) -> String {
    format!("has:{part:?}")
}

fn parts(article: &Article) -> Vec<Part> {
    let language = |wanted: &Language| article.title.get(wanted).is_some() || article.abstracts.get(wanted).is_some();
    let has = [
        (Part::Fulltext, article.body.iter().flatten().any(|section| section.matter == Matter::Body)),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_a_text_is_no_text() {
        let of = |matter: &str| -> Article {
            let body = serde_json::json!([{"level": 1, "matter": matter, "blocks": [{"p": "Thanks."}]}]);
            serde_json::from_value(serde_json::json!({ "body": body })).unwrap_or_default()
        };
        assert_eq!([of("body"), of("back")].map(|article| parts(&article).contains(&Part::Fulltext)), [true, false]);
    }

    #[test]
    fn dois_are_no_words_of_a_reference() {
        for (text, beside) in [
            ("Smart city, 2019: 10. doi:10.9999/made.12 [J]", "Smart city, 2019: 10. doi:| [J]"),
            ("https://doi.org/10.1016/j.jclepro.2019.118042", "https://doi.org/|"),
            ("见10.13225/j.cnki.jccs.2021.0015。后文", "见|。后文"),
            ("卷 10.5/6, 110.1234/5, 10.12345", "卷 10.5/6, 110.1234/5, 10.12345"),
            ("10.1000/1 10.1000/2", "| |"),
            ("", ""),
        ] {
            assert_eq!(beside_dois(text).join("|"), beside, "{text}");
        }
    }
}
