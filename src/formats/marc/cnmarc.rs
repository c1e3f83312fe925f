//! The fields of CNMARC, which are UNIMARC's, as libraries in China fill them.

use super::field::{Field, Part};
use super::{dated, extent, file, host, keyword, published, role};
use crate::formats::names;
use crate::formats::tagged::people;
use crate::formats::tagged::sheet::{Sheet, language_line};
use crate::formats::tagged::table::Member;
use crate::record::{ArticleKind, Contributor};

/// Fields of which one subfield is a member as it stands.
const PLAIN: &[(&str, char, Member)] = &[
    ("010", 'a', Member::Standard),
    ("011", 'a', Member::Standard),
    ("205", 'a', Member::Edition),
    ("225", 'a', Member::Series),
    ("225", 'v', Member::SeriesNumber),
    ("300", 'a', Member::Note),
    ("320", 'a', Member::Note),
    ("327", 'a', Member::Note),
    ("330", 'a', Member::Abstract),
    ("510", 'a', Member::Translated),
    ("690", 'a', Member::Clc),
    ("856", 'u', Member::Link),
];

/// Reads the fields of a record into its sheet.
pub fn record(fields: &[Field<'_>], sheet: &mut Sheet) {
    let first = |tag: &str| fields.iter().find(|field| field.tag == tag).and_then(|field| field.own.text('a'));
    sheet.article.lang = first("101").map(|code| language_line(&code)).unwrap_or_default();
    // Several media together, where MARC 21 has files.
    if sheet.article.kind == ArticleKind::Program {
        sheet.article.kind = ArticleKind::Other;
    }
    for field in fields {
        self::field(&field.tag, field.shown(), sheet);
    }
    // The coded year, where the imprint says none.
    let coded = first("100").and_then(|coded| coded.get(9..13).map(str::to_owned));
    if let Some(year) = coded.filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())) {
        sheet.file(Member::Year, &year);
    }
}

fn field(tag: &str, part: Part<'_>, sheet: &mut Sheet) {
    match tag {
        "200" => title(part, sheet),
        "210" => published(sheet, part, 'c', 'd'),
        "215" => extent(sheet, part),
        "328" => thesis(part, sheet),
        "461" | "462" | "463" => within(part, sheet),
        "606" | "607" => {
            if let Some(word) = part.joined("axyz", "--") {
                keyword(sheet, &word);
            }
        }
        "610" => part.all('a').for_each(|word| keyword(sheet, &word)),
        "700" | "701" | "702" => {
            if let Some(mut one) = person(part) {
                one.role = role(part);
                sheet.article.authors.push(one);
            }
        }
        "710" | "711" | "712" => {
            if let Some(name) = part.joined("ab", " ") {
                let mut one = people::body(&name);
                one.role = role(part);
                sheet.article.authors.push(one);
            }
        }
        tag => {
            for (_, code, member) in PLAIN.iter().filter(|(known, ..)| *known == tag) {
                file(sheet, part, *code, *member);
            }
        }
    }
}

/// A title: `d` is the same in another language, `e` more words of the one before it, `h` and `i` a part.
fn title(part: Part<'_>, sheet: &mut Sheet) {
    let (mut title, mut parallel) = (String::new(), String::new());
    for (code, subfield) in part.subfields().filter(|(code, _)| "adehi".contains(*code)) {
        if (code == 'd' && !parallel.is_empty()) || (code == 'a' && !title.is_empty()) {
            continue;
        }
        let Some(text) = subfield.text() else { continue };
        let text = super::field::bare(text.trim_start_matches("= "));
        let place = if code == 'd' || !parallel.is_empty() { &mut parallel } else { &mut title };
        if !place.is_empty() {
            place.push_str(if code == 'e' { ": " } else { ". " });
        }
        place.push_str(text);
    }
    let filed = sheet.file(Member::Title, &title);
    let translated = parallel.is_empty() || sheet.file(Member::Translated, &parallel);
    if !(filed && translated) {
        part.0.leave();
    }
}

/// A person: whole in one part, or family and given name (`a`, `b`).
fn person(part: Part<'_>) -> Option<Contributor> {
    let name = part.text('a')?;
    match part.text('b') {
        Some(given) => names::of_parts(Some(&name), Some(&given), None),
        None => people::person(&name),
    }
}

/// A thesis: its degree (`b`), its school (`c` or `e`) and year.
fn thesis(part: Part<'_>, sheet: &mut Sheet) {
    sheet.article.kind = ArticleKind::Thesis;
    file(sheet, part, 'b', Member::Genre);
    file(sheet, part, 'c', Member::Publisher);
    file(sheet, part, 'e', Member::Publisher);
    dated(sheet, part, 'd');
    file(sheet, part, 'a', Member::Note);
}

/// What the work stands in: `t`, or the field of its title within this one (`1`).
fn within(part: Part<'_>, sheet: &mut Sheet) {
    // A book, whose level says that it is whole, is a volume of a set.
    let is_whole = sheet.article.kind == ArticleKind::Book;
    let member = if is_whole { Member::Series } else { Member::Journal };
    file(sheet, part, 't', member);
    file(sheet, part, 'a', member);
    if is_whole {
        return;
    }
    file(sheet, part, 'x', Member::Standard);
    for (_, subfield) in part.subfields().filter(|(code, _)| *code == 'v') {
        if let Some(text) = subfield.text()
            && !host::numbers(&text, sheet)
        {
            subfield.leave();
        }
    }
}
