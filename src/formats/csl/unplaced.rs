//! What an entry of BibLaTeX says that the model has no place for and CSL has a variable for: the volumes of a work, its first
//! publication, the days of a conference.

use serde_json::{Map, Value, json};

use super::dates::{date, untold};
use crate::formats::bibtex;
use crate::formats::edtf::edtf;
use crate::formats::latex;
use crate::record::{Article, ArticleKind, Language};

/// Fields of text, and the variables that they are.
pub(super) const TEXTS: &[(&str, &str)] = &[
    ("annotation", "annote"),
    ("annote", "annote"),
    ("origlocation", "original-publisher-place"),
    ("origpublisher", "original-publisher"),
    ("origtitle", "original-title"),
];

/// Fields of numbers, and the variables that they are.
const NUMBERS: &[(&str, &str)] =
    &[("chapter", "chapter-number"), ("pagetotal", "number-of-pages"), ("part", "part-number"), ("volumes", "number-of-volumes")];

/// Fields of dates, and the variables that they are.
const DATES: &[(&str, &str)] = &[("eventdate", "event-date"), ("origdate", "original-date"), ("origyear", "original-date")];

/// Kinds of entries that are a type of CSL of their own, though no kind of the schema.
const TYPES: &[(&str, &str)] = &[
    ("artwork", "graphic"),
    ("audio", "song"),
    ("image", "graphic"),
    ("inreference", "entry-encyclopedia"),
    ("jurisdiction", "legal_case"),
    ("legal", "treaty"),
    ("legislation", "legislation"),
    ("letter", "personal_communication"),
    ("movie", "motion_picture"),
    ("music", "song"),
    ("performance", "performance"),
    ("unpublished", "manuscript"),
    ("video", "motion_picture"),
];

/// Archives that an `eprint` is a number in, and the address that stands before it there.
const ARCHIVES: &[(&str, &str)] = &[
    ("googlebooks", "https://books.google.com/books?id="),
    ("hdl", "https://hdl.handle.net/"),
    ("jstor", "https://www.jstor.org/stable/"),
];

/// Puts it into the item, where nothing stands under its name.
pub(super) fn put(one: &mut Map<String, Value>, article: &Article) {
    let residue = bibtex::residue(article);
    if residue.is_empty() {
        return;
    }
    let value = |name: &str| residue.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    let mut put = |variable: &str, text: Value| {
        if !one.contains_key(variable) && text != "" {
            one.insert(variable.to_owned(), text);
        }
    };
    for (field, variable) in TEXTS {
        put(variable, value(field).map(latex::rich).unwrap_or_default().into());
    }
    let issue = [value("issuetitle"), value("issuesubtitle")].map(|part| part.map(latex::rich).filter(|part| !part.is_empty()));
    put("volume-title", issue.into_iter().flatten().collect::<Vec<_>>().join(": ").into());
    for (field, variable) in NUMBERS {
        put(variable, value(field).map(latex::plain).unwrap_or_default().into());
    }
    for (field, variable) in DATES {
        let told = value(field).and_then(|said| edtf(said).map(|known| date(known.first, Some(said.trim()))).or_else(|| untold(said)));
        if let Some(told) = told {
            put(variable, told);
        }
    }
    if let Some(state) = value("pubstate") {
        put("status", bibtex::said(state, &article.lang).map_or_else(|| latex::plain(state), str::to_owned).into());
    }
    // What nobody published came to its readers otherwise.
    if article.links.is_empty()
        && let Some(how) = value("howpublished")
    {
        put("publisher", latex::rich(how).into());
    }
    if let Some(id) = value("eprint").map(latex::literal) {
        let archive = value("eprinttype").or_else(|| value("archiveprefix")).unwrap_or_default().trim().to_ascii_lowercase();
        if let Some((_, address)) = ARCHIVES.iter().find(|(name, _)| *name == archive) {
            put("URL", format!("{address}{id}").into());
        }
    }
    if article.kind == ArticleKind::Article
        && let Some(Value::String(series)) = one.get_mut("collection-title")
        && let Some(said) = numbered(series, &article.lang)
    {
        *series = said;
    }
    in_volumes(one, article, bibtex::main_title(value));
    behind_the_title(one, article, value("titleaddon"));
    if let Some(addendum) = value("addendum").map(latex::rich).filter(|addendum| !addendum.is_empty()) {
        let note = one
            .get("note")
            .and_then(Value::as_str)
            .map_or_else(|| addendum.clone(), |note| format!("{}. {addendum}", note.strip_suffix('.').unwrap_or(note)));
        one.insert("note".to_owned(), note.into());
    }
    let magazine = article.kind == ArticleKind::Article && value("entrysubtype").is_some_and(|kind| kind.trim() == "magazine");
    let of_entry = bibtex::kind_of_entry(article).and_then(|kind| TYPES.iter().find(|(known, _)| *known == kind));
    if let Some(word) = of_entry.map(|(_, word)| *word).or(magazine.then_some("article-magazine")) {
        one.insert("type".to_owned(), json!(word));
    }
}

/// The series of a journal, of which BibLaTeX has the number: `3` is its third.
fn numbered(series: &str, lang: &Language) -> Option<String> {
    let number = series.parse::<u8>().ok()?;
    let ordinal = match (number % 10, number % 100) {
        (1, rest) if rest != 11 => "st",
        (2, rest) if rest != 12 => "nd",
        (3, rest) if rest != 13 => "rd",
        _ => "th",
    };
    Some(if *lang == Language::Zh { format!("第{number}辑") } else { format!("{number}{ordinal} series") })
}

/// The work in several volumes: a part stands in it, and its volume has a title of its own; of a volume it is the whole.
fn in_volumes(one: &mut Map<String, Value>, article: &Article, main: Option<String>) {
    let Some(main) = main else { return };
    match (&article.kind, one.get("container-title").cloned()) {
        (ArticleKind::Book | ArticleKind::Proceedings, None) => {
            one.insert("container-title".to_owned(), main.into());
        }
        (ArticleKind::Chapter | ArticleKind::Paper, Some(volume)) if volume != main.as_str() => {
            one.insert("container-title".to_owned(), main.into());
            one.entry("volume-title").or_insert(volume);
        }
        _ => {}
    }
}

/// What follows the subtitle. Without one it stands in its place already.
fn behind_the_title(one: &mut Map<String, Value>, article: &Article, annex: Option<&str>) {
    let Some(annex) = annex.map(latex::rich).filter(|annex| !article.subtitle.values().any(|subtitle| subtitle == annex)) else { return };
    if let Some(Value::String(title)) = one.get_mut("title")
        && !title.contains(&annex)
    {
        title.push_str(". ");
        title.push_str(&annex);
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use std::io::Cursor;

    use super::super::csl_of;
    use super::*;
    use crate::formats::{Source, read};

    fn item(entry: &str) -> Value {
        let source = Source { bytes: Box::new(Cursor::new(entry.as_bytes().to_vec())), name: None, encoding: None };
        let (_, mut readings) = read(source, Some("biblatex")).unwrap();
        csl_of(&readings.find_map(Result::ok).unwrap(), 1)
    }

    fn has(item: &Value, wanted: &[(&str, Value)]) {
        for (variable, value) in wanted {
            assert_eq!(item[*variable], *value, "{variable} of {item:#}");
        }
    }

    #[test]
    fn a_part_of_a_volume_stands_in_the_whole_work() {
        let part = item(
            "@inbook{a, author={Lind, Åsa}, title={On Moss}, booktitle={Low Plants}, booksubtitle={A Survey}, maintitle={Flora}, \
             mainsubtitle={In Five Volumes}, volume={2}, volumes={5}, chapter={7}, date={1988}, publisher={Press}}",
        );
        has(
            &part,
            &[
                ("container-title", json!("Flora: In Five Volumes")),
                ("volume-title", json!("Low Plants: A Survey")),
                ("volume", json!("2")),
                ("number-of-volumes", json!("5")),
                ("chapter-number", json!("7")),
            ],
        );
        let volume = item(
            "@book{b, title={Low Plants}, maintitle={Flora}, part={1}, pagetotal={300}, date={1988}, annotation={Seen \\emph{twice}}}",
        );
        has(
            &volume,
            &[
                ("title", json!("Low Plants")),
                ("container-title", json!("Flora")),
                ("part-number", json!("1")),
                ("number-of-pages", json!("300")),
                ("annote", json!("Seen <i>twice</i>")),
            ],
        );
    }

    #[test]
    fn a_work_has_a_history() {
        let reprint = item(
            "@book{a, title={Tides}, date={1997}, origyear={1959}, origpublisher={Wiley \\& Sons}, origlocation={Hull}, \
             origtitle={Gezeiten}, pubstate={inpress}, note={Facsimile.}, addendum={With maps}}",
        );
        has(
            &reprint,
            &[
                ("original-date", json!({ "date-parts": [[1959]] })),
                ("original-publisher", json!("Wiley &amp; Sons")),
                ("original-publisher-place", json!("Hull")),
                ("original-title", json!("Gezeiten")),
                ("status", json!("in press")),
                ("note", json!("Facsimile. With maps")),
            ],
        );
        let paper = item("@inproceedings{b, title={Ebb}, booktitle={Proc.}, eventdate={1968-05-19/1968-05-25}, date={1969}}");
        has(&paper, &[("event-date", json!({ "date-parts": [[1968, 5, 19], [1968, 5, 25]] }))]);
        let old = item("@book{b, title={Ebb}, date={1969}, origdate={-0043}, addendum={}}");
        has(&old, &[("original-date", json!({ "date-parts": [[-44]] })), ("note", Value::Null)]);
        for (written, told) in [
            ("-0376~", json!({ "date-parts": [[-377]], "circa": true })),
            ("-0044/0014", json!({ "date-parts": [[-45], [14]] })),
            ("0000", json!({ "date-parts": [[-1]] })),
        ] {
            has(&item(&format!("@book{{b, title={{Ebb}}, date={{{written}}}}}")), &[("issued", told)]);
        }
        let special =
            item("@article{b, title={Ebb}, journaltitle={Tides}, issuetitle={Of Ebbs}, issuesubtitle={And Floods}, date={../1969}}");
        has(&special, &[("volume-title", json!("Of Ebbs: And Floods")), ("issued", json!({ "date-parts": [[1969]] }))]);
    }

    #[test]
    fn an_entry_is_of_a_type_and_has_an_address() {
        has(&item("@unpublished{a, title={Notes}, date={1999}}"), &[("type", json!("manuscript"))]);
        has(&item("@article{a, title={T}, journaltitle={Weekly}, entrysubtype={magazine}}"), &[("type", json!("article-magazine"))]);
        let notice = item("@misc{a, title={T}, howpublished={Handed out at the fair}}");
        has(&notice, &[("type", json!("document")), ("publisher", json!("Handed out at the fair"))]);
        let book = item("@book{a, title={T}, eprint={4HIW}, eprinttype={googlebooks}}");
        has(&book, &[("URL", json!("https://books.google.com/books?id=4HIW"))]);
        let third = item("@article{a, title={T}, journaltitle={Quarterly}, series={3}}");
        has(&third, &[("collection-title", json!("3rd series"))]);
        let titled = item("@book{a, title={Salt}, subtitle={A Story}, titleaddon={Lecture notes}}");
        has(&titled, &[("title", json!("Salt: A Story. Lecture notes"))]);
    }
}
