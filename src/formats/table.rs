//! Tables for spreadsheets and scripts: CSV (RFC 4180) and TSV, a record a row, its members in named columns.
//!
//! A spreadsheet runs what begins with `=`, `+`, `-` or `@` as a formula, and records come from strangers: such a cell gets an
//! apostrophe before it, which spreadsheets take for "this is text". A script that reads the table sees the apostrophe.

use std::io::{self, Write};

use csv::{QuoteStyle, Terminator, WriterBuilder};

use super::tagged::people::inverted;
use crate::record::{Article, Contributor, Doi, Language, MultiText, PartialDate};
use crate::text;

/// A column: its name, and what stands in it.
type Column = (&'static str, fn(&Article) -> String);

/// Every column, in order. Values of several are joined by `; `.
const COLUMNS: &[Column] = &[
    ("id", |article| article.id.as_str().to_owned()),
    ("type", |article| article.kind.as_str().to_owned()),
    ("language", |article| article.lang.as_str().to_owned()),
    ("title", |article| preferred(&article.title, article)),
    ("title_zh", |article| of(&article.title, &Language::Zh)),
    ("title_en", |article| of(&article.title, &Language::En)),
    ("authors", |article| names(article)),
    ("authors_zh", |article| names_of(article, &Language::Zh)),
    ("authors_en", |article| names_of(article, &Language::En)),
    ("affiliations", |article| article.affiliations.iter().map(|one| preferred(&one.text, article)).collect::<Vec<_>>().join("; ")),
    ("journal", |article| preferred(&article.journal.title, article)),
    ("issn", |article| article.journal.issn.join("; ")),
    ("cn", |article| article.journal.cn.clone().unwrap_or_default()),
    ("publisher", |article| preferred(&article.journal.publisher, article)),
    ("year", |article| article.year.map(|year| year.to_string()).unwrap_or_default()),
    ("volume", |article| article.volume.clone().unwrap_or_default()),
    ("issue", |article| article.issue.clone().unwrap_or_default()),
    ("pages", |article| article.pages.raw.clone()),
    ("article_number", |article| article.pages.article_number.clone().unwrap_or_default()),
    ("received", |article| day(article.dates.received)),
    ("accepted", |article| day(article.dates.accepted)),
    ("online", |article| day(article.dates.online)),
    ("published", |article| day(article.dates.published)),
    ("doi", |article| article.ids.doi.as_ref().map(Doi::as_str).unwrap_or_default().to_owned()),
    ("pmid", |article| article.ids.pmid.clone().unwrap_or_default()),
    ("url", |article| article.links.first().map(|link| link.url.clone()).unwrap_or_default()),
    ("abstract_zh", |article| abstract_of(article, &Language::Zh)),
    ("abstract_en", |article| abstract_of(article, &Language::En)),
    ("keywords_zh", |article| keywords_of(article, &Language::Zh)),
    ("keywords_en", |article| keywords_of(article, &Language::En)),
    ("subjects", |article| article.subjects.iter().map(|one| one.code.as_str()).collect::<Vec<_>>().join("; ")),
    ("references", |article| article.refs.as_ref().map(|refs| refs.len().to_string()).unwrap_or_default()),
    ("cited", |article| article.metrics.cited.map(|cited| cited.to_string()).unwrap_or_default()),
    ("notes", |article| article.notes.join("; ")),
    ("tags", |article| article.tags.join("; ")),
    ("editors", |article| people(article, |one| one.role.as_deref() == Some("editor"))),
    ("translator", |article| people(article, |one| one.role.as_deref() == Some("translator"))),
    ("short_title", |article| preferred(&article.short_title, article)),
    ("journal_abbreviation", |article| preferred(&article.journal.abbrev, article)),
    ("isbn", |article| article.ids.isbn.join("; ")),
    ("place", |article| article.imprint.place.clone().unwrap_or_default()),
    ("edition", |article| article.imprint.edition.clone().unwrap_or_default()),
    ("version", |article| article.imprint.version.clone().unwrap_or_default()),
    ("series", |article| article.imprint.series.clone().unwrap_or_default()),
    ("series_number", |article| article.imprint.series_number.clone().unwrap_or_default()),
    ("report_number", |article| article.imprint.number.clone().unwrap_or_default()),
    ("genre", |article| article.imprint.genre.clone().unwrap_or_default()),
    ("conference_name", |article| article.imprint.event.clone().unwrap_or_default()),
    ("conference_location", |article| article.imprint.event_place.clone().unwrap_or_default()),
    ("access_date", |article| day(article.dates.accessed)),
    ("pmcid", |article| article.ids.pmcid.clone().unwrap_or_default()),
    ("contributors", |article| contributors(article)),
];

fn of(texts: &MultiText, language: &Language) -> String {
    texts.get(language).cloned().unwrap_or_default()
}

fn preferred(texts: &MultiText, article: &Article) -> String {
    texts.prefer(&article.lang).cloned().unwrap_or_default()
}

/// Family name first, as Zotero's tables have names, so that nothing of them is guessed; bodies and names in the writing of China,
/// Japan or Korea as they are: a comma would part them into two people.
fn shown(one: &Contributor, language: &Language) -> Option<String> {
    let eastern = |text: &MultiText| text.prefer(language).is_some_and(|text| text.chars().all(text::is_east_asian));
    let whole = one.name.prefer(language).filter(|_| eastern(&one.family) && eastern(&one.given));
    whole.map(|name| super::rich::plain(name).into_owned()).or_else(|| inverted(one, language))
}

/// People in a row.
fn people(article: &Article, of: impl Fn(&Contributor) -> bool) -> String {
    let some = article.authors.iter().filter(|one| of(one));
    some.filter_map(|one| shown(one, &article.lang)).collect::<Vec<_>>().join("; ")
}

/// Whether somebody stands among the authors: what has none is by those who are neither its editors nor its translators.
fn is_author(article: &Article) -> impl Fn(&Contributor) -> bool {
    let none = article.authors.iter().all(|one| one.role.is_some());
    move |one| one.role.as_deref().is_none_or(|role| none && !matches!(role, "editor" | "translator"))
}

/// Who else had a part in the work, each with it: `Lund, Eva (advisor)`.
fn contributors(article: &Article) -> String {
    let is_author = is_author(article);
    let others = article.authors.iter().filter(|one| !is_author(one));
    let told = others.filter_map(|one| {
        let role = one.role.as_deref().filter(|role| !matches!(*role, "editor" | "translator"))?;
        Some(format!("{} ({role})", shown(one, &article.lang)?))
    });
    told.collect::<Vec<_>>().join("; ")
}

fn names(article: &Article) -> String {
    people(article, is_author(article))
}

fn names_of(article: &Article, language: &Language) -> String {
    let is_author = is_author(article);
    let authors = article.authors.iter().filter(|one| is_author(one) && one.name.get(language).is_some());
    authors.filter_map(|one| shown(one, language)).collect::<Vec<_>>().join("; ")
}

fn keywords_of(article: &Article, language: &Language) -> String {
    article.keywords.get(language).map(|words| words.join("; ")).unwrap_or_default()
}

fn abstract_of(article: &Article, language: &Language) -> String {
    let sections = article.abstracts.get(language).into_iter().flatten();
    let shown = sections.map(|one| one.head.as_ref().map_or_else(|| one.text.clone(), |head| format!("{head}: {}", one.text)));
    shown.collect::<Vec<_>>().join(" ")
}

fn day(date: Option<PartialDate>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

/// Text for one cell: without tags, clean, on one line, and never a formula.
fn cell(rich: &str) -> String {
    let plain = text::plain(rich);
    let line = text::clean_line(&plain);
    let line = line.trim();
    // Spreadsheets fold full-width signs.
    if line.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) { format!("'{line}") } else { line.to_owned() }
}

/// Writes comma-separated values: fields quoted where they must be, lines ended by CR LF.
pub fn write_csv(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    write(WriterBuilder::new().terminator(Terminator::CRLF), out, records)
}

/// Writes tab-separated values. No cell holds a tab or a line end, so that a script may cut at them.
pub fn write_tsv(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    write(WriterBuilder::new().delimiter(b'\t').quote_style(QuoteStyle::Never), out, records)
}

fn write(builder: &WriterBuilder, out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    let mut table = builder.from_writer(out);
    table.write_record(COLUMNS.iter().map(|(name, _)| *name))?;
    for article in records {
        table.write_record(COLUMNS.iter().map(|(_, value)| cell(&value(&article))))?;
    }
    table.flush()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    fn table(write: super::super::WriteAll, json: &str) -> String {
        let article: Article = serde_json::from_str(json).unwrap();
        let mut out = Vec::new();
        write(&mut out, &mut std::iter::once(article)).unwrap();
        String::from_utf8(out).unwrap()
    }

    const ONE: &str = r#"{"title":{"zh":"=HYPERLINK(\"http://x\")","en":"A \"quoted\",\n<i>tagged</i>\ttitle \u001b[31m"},"lang":"en","year":2024,
        "authors":[{"name":{"zh":"胡业飞","en":"HU Ye-fei"}},{"name":{"en":"@SUM"}}],"volume":"-7","notes":["+1"]}"#;

    #[test]
    fn fields_are_quoted_and_no_cell_is_a_formula() {
        let text = table(write_csv, ONE);
        let mut lines = text.split("\r\n");
        assert!(lines.next().unwrap().starts_with("id,type,language,title,title_zh,"));
        let row: Vec<String> =
            csv::ReaderBuilder::new().from_reader(text.as_bytes()).records().next().unwrap().unwrap().iter().map(str::to_owned).collect();
        let at = |name: &str| row[COLUMNS.iter().position(|(column, _)| *column == name).unwrap()].as_str();
        assert_eq!(at("title"), "A \"quoted\", tagged title");
        assert_eq!((at("title_zh"), at("volume"), at("notes")), ("'=HYPERLINK(\"http://x\")", "'-7", "'+1"));
        assert_eq!((at("authors"), at("authors_zh"), at("year")), ("HU Ye-fei; @SUM", "胡业飞", "2024"));
        assert_eq!(row.len(), COLUMNS.len());
    }

    #[test]
    fn editors_are_no_authors_and_what_books_have_comes_back() {
        use super::super::{Source, read};
        let book = r#"{"type":"book","title":{"en":"Dykes"},"lang":"en","imprint":{"place":"Emden","edition":"2","series":"Coasts","series_number":"7"},
            "ids":{"isbn":["978-3-16-148410-0"]},"dates":{"accessed":"2020-01-02"},"authors":[{"name":{"en":"Ida Berg"}},
            {"name":{"en":"Jon Vik"},"role":"editor"},{"name":{"en":"Mara Holm"},"role":"translator"}]}"#;
        let text = table(write_csv, book);
        let source = Source { bytes: Box::new(std::io::Cursor::new(text.into_bytes())), name: None, encoding: None };
        let again = read(source, Some("csv")).map_err(|finding| finding.to_string()).unwrap().1.find_map(Result::ok).unwrap();
        let roles: Vec<Option<&str>> = again.authors.iter().map(|one| one.role.as_deref()).collect();
        assert_eq!(roles, [None, Some("editor"), Some("translator")]);
        let before: Article = serde_json::from_str(book).unwrap();
        assert_eq!((again.imprint, again.ids.isbn, again.dates.accessed), (before.imprint, before.ids.isbn, before.dates.accessed));
        let film = r#"{"title":{"en":"Ebb"},"lang":"en","authors":[{"name":{"en":"Mara Holm"},"role":"director"}]}"#;
        assert!(table(write_csv, film).lines().nth(1).unwrap().contains("Mara Holm"));
    }

    #[test]
    fn family_names_of_several_words_and_suffixes_come_back() {
        use super::super::{Source, read};
        let json = r#"{"title":{"en":"Ebb"},"lang":"en","authors":[
            {"name":{"en":"Ana García Márquez"},"family":{"en":"García Márquez"},"given":{"en":"Ana"}},
            {"name":{"en":"John Roe, Jr.","zh":"罗约翰"},"family":{"en":"Roe","zh":"罗"},"given":{"en":"John","zh":"约翰"},"suffix":"Jr."},
            {"name":{"zh":"胡业飞"},"family":{"zh":"胡"},"given":{"zh":"业飞"}},
            {"name":{"en":"World Health Organization"},"kind":"collaboration"},
            {"name":{"en":"Eva van der Lund"},"family":{"en":"Lund"},"given":{"en":"Eva"},"particle":"van der","role":"editor"}]}"#;
        let text = table(write_csv, json);
        assert!(text.contains("\"García Márquez, Ana; Roe, John, Jr.; 胡业飞; World Health Organization\""), "{text}");
        assert!(text.contains("\"García Márquez, Ana; Roe, John, Jr.; World Health Organization\""), "{text}");
        let source = Source { bytes: Box::new(std::io::Cursor::new(text.into_bytes())), name: None, encoding: None };
        let readings: Vec<_> = read(source, Some("csv")).map_err(|finding| finding.to_string()).unwrap().1.collect();
        assert!(readings.iter().all(Result::is_ok), "{readings:?}");
        let again = readings.into_iter().find_map(Result::ok).unwrap();
        let part = |text: &MultiText| text.values().next().cloned().unwrap_or_default();
        let people: Vec<(String, String)> = again.authors.iter().map(|one| (part(&one.family), part(&one.given))).collect();
        let people: Vec<(&str, &str)> = people.iter().map(|(family, given)| (family.as_str(), given.as_str())).collect();
        assert_eq!(people, [("García Márquez", "Ana"), ("Roe", "John"), ("胡", "业飞"), ("", ""), ("van der Lund", "Eva")]);
        assert_eq!((again.authors[1].suffix.as_deref(), again.authors[4].role.as_deref()), (Some("Jr."), Some("editor")));
    }

    #[test]
    fn particles_and_names_of_japan_are_in_the_row() {
        let json = r#"{"title":{"en":"Ebb"},"lang":"en","authors":[
            {"name":{"en":"Alexander von Humboldt"},"family":{"en":"Humboldt"},"given":{"en":"Alexander"},"dropping_particle":"von"},
            {"name":{"en":"Anna d’Este"},"family":{"en":"Este"},"given":{"en":"Anna"},"particle":"d’"},
            {"name":{"ja":"山田太郎"},"family":{"ja":"山田"},"given":{"ja":"太郎"}},
            {"name":{"en":"J. Doe, Ph.D."},"family":{"en":"Doe"},"given":{"en":"J."},"suffix":"Ph.D."}]}"#;
        let text = table(write_csv, json);
        assert!(text.contains("\"Humboldt, Alexander von; d’Este, Anna; 山田太郎; Doe, J., Ph.D.\""), "{text}");
    }

    #[test]
    fn a_row_is_a_line_and_a_cell_has_no_tab() {
        let text = table(write_tsv, ONE);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.split('\t').count() == COLUMNS.len()));
    }
}
