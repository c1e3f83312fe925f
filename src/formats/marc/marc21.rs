//! The fields of MARC 21.

use super::field::{Field, Part, bare};
use super::{add_names, dated, extent, file, fixed, host, keyword, published, role};
use crate::formats::tagged::people;
use crate::formats::tagged::sheet::{Sheet, language_line};
use crate::formats::tagged::table::Member;
use crate::formats::xml::Element;
use crate::record::{ArticleKind, Contributor, Doi, Language, Subject};

/// Fields of which one subfield is a member as it stands.
const PLAIN: &[(&str, char, Member)] = &[
    ("020", 'a', Member::Standard),
    ("022", 'a', Member::Standard),
    ("250", 'a', Member::Edition),
    ("440", 'a', Member::Series),
    ("440", 'v', Member::SeriesNumber),
    ("490", 'a', Member::Series),
    ("490", 'v', Member::SeriesNumber),
    ("500", 'a', Member::Note),
    ("504", 'a', Member::Note),
    ("505", 'a', Member::Note),
    ("520", 'a', Member::Abstract),
    ("856", 'u', Member::Link),
];

/// Reads the fields of a record into its sheet.
pub fn record(whole: Element<'_>, fields: &[Field<'_>], sheet: &mut Sheet) {
    let coded = whole.all("controlfield").find(|field| field.has("tag", "008")).map(fixed).unwrap_or_default();
    let named = fields.iter().find(|field| field.tag == "041").and_then(|field| field.own.text('a'));
    let language = named.or_else(|| coded.get(35..38).map(str::to_owned));
    // One subfield may have several codes (`engchi`), of which the first is the text's.
    sheet.article.lang = language.and_then(|code| code.get(..3).map(language_line)).unwrap_or_default();
    // What a file is, stands in its own place; a book that is one is a book.
    if sheet.article.kind == ArticleKind::Program {
        sheet.article.kind = match coded.chars().nth(26) {
            Some('b') => ArticleKind::Program,
            Some('a') => ArticleKind::Dataset,
            Some('d') => ArticleKind::Book,
            _ if fields.iter().any(|field| field.tag == "020") => ArticleKind::Book,
            _ => ArticleKind::Other,
        };
    }
    for field in fields {
        self::field(field, sheet);
    }
    // The series as the catalogue orders it, where it is not told as it is printed.
    if sheet.article.imprint.series.is_none()
        && let Some(field) = fields.iter().find(|field| field.tag == "830")
    {
        file(sheet, field.shown(), 'a', Member::Series);
        file(sheet, field.shown(), 'v', Member::SeriesNumber);
    }
    if let Some(year) = coded.get(7..11).filter(|year| year.bytes().all(|byte| byte.is_ascii_digit())) {
        sheet.file(Member::Year, year);
    }
}

fn field(field: &Field<'_>, sheet: &mut Sheet) {
    let shown = field.shown();
    match field.tag.as_str() {
        "024" => identifier(shown, sheet),
        "050" => subject(shown, "lcc", sheet),
        "082" => subject(shown, "ddc", sheet),
        "084" if shown.text('2').is_some_and(|scheme| scheme.contains("clc")) => file(sheet, shown, 'a', Member::Clc),
        "100" | "700" => name(field, sheet, person),
        "110" | "710" => name(field, sheet, |part| part.joined("ab", ". ").map(|name| people::body(&name))),
        "111" | "711" => {
            file(sheet, shown, 'a', Member::Event);
            file(sheet, shown, 'c', Member::EventPlace);
        }
        "245" => title(shown, sheet),
        "246" if shown.indicator("ind2", "1") => {
            if let Some(title) = shown.joined("ab", ": ")
                && !sheet.file(Member::Translated, &title)
            {
                shown.0.leave();
            }
        }
        "264" if shown.indicator("ind2", "4") => dated(sheet, shown, 'c'),
        "260" | "264" => published(sheet, shown, 'b', 'c'),
        "300" => extent(sheet, shown),
        "502" => thesis(shown, sheet),
        "600" | "610" | "650" | "651" => {
            if let Some(word) = shown.joined("axyz", "--") {
                keyword(sheet, &word);
            }
        }
        "653" => shown.all('a').for_each(|word| keyword(sheet, &word)),
        "773" => within(shown, sheet),
        tag => {
            for (_, code, member) in PLAIN.iter().filter(|(known, ..)| *known == tag) {
                file(sheet, shown, *code, *member);
            }
        }
    }
}

/// A number of the scheme that its second subfield names: a DOI, or an address.
fn identifier(part: Part<'_>, sheet: &mut Sheet) {
    for (_, subfield) in part.subfields().filter(|(code, _)| *code == 'a') {
        let Some(text) = subfield.text() else { continue };
        let is_doi = text.contains("10.") && Doi::parse(&text).is_some();
        let filed = if is_doi { sheet.file(Member::Doi, &text) } else { sheet.link("html", &text) };
        if !filed {
            subfield.leave();
        }
    }
}

fn subject(part: Part<'_>, scheme: &str, sheet: &mut Sheet) {
    if let Some(code) = part.text('a') {
        sheet.article.subjects.push(Subject { scheme: scheme.to_owned(), code, ..Subject::default() });
    }
}

fn person(part: Part<'_>) -> Option<Contributor> {
    // The name of a work follows: then it is an entry for that work, not a person who had a part in this one.
    if part.subfields().any(|(code, _)| code == 't') {
        return None;
    }
    people::person(&part.text('a')?)
}

/// A person or body in both scripts. A school that gave a degree is the publisher of the thesis.
fn name(field: &Field<'_>, sheet: &mut Sheet, read: fn(Part<'_>) -> Option<Contributor>) {
    let Some(mut one) = read(field.own) else { return };
    if let Some(other) = field.vernacular.and_then(read) {
        add_names(&mut one, other);
    }
    one.role = role(field.own).or_else(|| field.vernacular.and_then(role));
    match one.role.as_deref() {
        Some("dgg" | "degree granting institution" | "degree grantor" | "pbl" | "publisher") => {
            let school = one.name.get(&Language::Zh).or_else(|| one.name.values().next()).cloned().unwrap_or_default();
            if !sheet.file(Member::Publisher, &school) {
                field.own.0.leave();
            }
        }
        _ => sheet.article.authors.push(one),
    }
}

/// A title with what follows it: `:` other words of the title, `=` the title in another language, `n` and `p` a part.
fn title(part: Part<'_>, sheet: &mut Sheet) {
    let (mut title, mut parallel) = (String::new(), None);
    let mut before = None;
    for (code, subfield) in part.subfields().filter(|(code, _)| "abnp".contains(*code)) {
        let Some(text) = subfield.text() else { continue };
        let (own, other) = text.split_once(" = ").map_or((text.as_str(), None), |(own, other)| (own, Some(other)));
        parallel = parallel.or(other.map(|other| bare(other).to_owned()));
        let own = bare(own);
        match (before, code) {
            (None, _) => own.clone_into(&mut title),
            (Some('='), 'b') => parallel = Some(own.to_owned()),
            (_, code) => {
                title.push_str(if matches!(code, 'n' | 'p') { ". " } else { ": " });
                title.push_str(own);
            }
        }
        before = Some(text.trim_end().chars().last().unwrap_or(' '));
    }
    let filed = sheet.file(Member::Title, &title);
    let translated = parallel.is_none_or(|parallel| sheet.file(Member::Translated, &parallel));
    if !(filed && translated) {
        part.0.leave();
    }
}

/// A note that a work is a thesis: in parts, or `Thesis (Ph. D.)--Fudan University, 2019.`
fn thesis(part: Part<'_>, sheet: &mut Sheet) {
    sheet.article.kind = ArticleKind::Thesis;
    file(sheet, part, 'b', Member::Genre);
    file(sheet, part, 'c', Member::Publisher);
    dated(sheet, part, 'd');
    let Some(note) = part.text('a') else { return };
    let degree = note.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    let school = note.split_once("--").map(|(_, rest)| rest.rsplit_once(", ").map_or(rest, |(school, _)| school));
    match (degree, school) {
        (Some((degree, _)), Some(school)) if sheet.file(Member::Genre, degree) && sheet.file(Member::Publisher, school) => {}
        _ => sheet.article.notes.push(note),
    }
}

/// What the work stands in, and where in it.
fn within(part: Part<'_>, sheet: &mut Sheet) {
    // A book, whose level says that it is whole, is a volume of a set, or one of a collection of files.
    let is_whole = sheet.article.kind == ArticleKind::Book;
    file(sheet, part, 't', if is_whole { Member::Series } else { Member::Journal });
    if is_whole {
        return;
    }
    file(sheet, part, 'x', Member::Standard);
    file(sheet, part, 'z', Member::Standard);
    for (_, subfield) in part.subfields().filter(|(code, _)| *code == 'g') {
        if let Some(text) = subfield.text()
            && !host::numbers(&text, sheet)
        {
            subfield.leave();
        }
    }
}
