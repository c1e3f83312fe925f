//! The bibliography of Word: `Sources.xml`, and what stands in a document (ECMA-376 part 1, 22.6).
//!
//! ```text
//! b:Sources
//! └─ b:Source
//!    ├─ b:SourceType
//!    ├─ b:Author/b:Author, b:Editor, …/b:NameList/b:Person/b:Last, b:First, b:Middle, or b:Corporate
//!    └─ b:Title, b:Year, b:JournalName, …
//! ```

use super::document::Yield;
use super::tagged::people;
use super::tagged::sheet::Sheet;
use super::tagged::table::Member;
use super::xml::{Element, first_element, read_records};
use super::{Confidence, Readings, Source};
use crate::record::{ArticleKind, Contributor, Language};

/// `SourceType` and the kind that it is.
const KINDS: &[(&str, ArticleKind)] = &[
    ("JournalArticle", ArticleKind::Article),
    ("ArticleInAPeriodical", ArticleKind::Article),
    ("Book", ArticleKind::Book),
    ("BookSection", ArticleKind::Chapter),
    ("ConferenceProceedings", ArticleKind::Paper),
    ("Report", ArticleKind::Report),
    ("Patent", ArticleKind::Patent),
    ("InternetSite", ArticleKind::Webpage),
    ("DocumentFromInternetSite", ArticleKind::Webpage),
    ("ElectronicSource", ArticleKind::Webpage),
];

/// Elements and what they mean.
const MEMBERS: &[(&str, Member)] = &[
    ("Title", Member::Title),
    ("ShortTitle", Member::Short),
    ("JournalName", Member::Journal),
    ("PeriodicalTitle", Member::Journal),
    ("BookTitle", Member::Journal),
    ("InternetSiteTitle", Member::Journal),
    ("ConferenceName", Member::Event),
    ("Publisher", Member::Publisher),
    ("Institution", Member::Publisher),
    ("ProductionCompany", Member::Publisher),
    ("Volume", Member::Volume),
    ("Issue", Member::Issue),
    ("Pages", Member::Pages),
    ("Edition", Member::Edition),
    ("Version", Member::Version),
    ("ThesisType", Member::Genre),
    ("PatentNumber", Member::Number),
    ("DOI", Member::Doi),
    ("URL", Member::Link),
    ("Comments", Member::Note),
    // What JabRef adds of its own.
    ("BIBTEX_KeyWords", Member::Keywords),
    ("BIBTEX_Abstract", Member::Abstract),
    ("BIBTEX_Series", Member::Series),
];

/// Elements of people, and the roles that those have; nothing for authors.
const ROLES: &[(&str, Option<&str>)] = &[
    ("Author", None),
    ("Inventor", None),
    ("Interviewee", None),
    ("Artist", None),
    ("Writer", None),
    ("Editor", Some("editor")),
    ("BookAuthor", Some("container-author")),
    ("Translator", Some("translator")),
    ("Interviewer", Some("interviewer")),
    ("Director", Some("director")),
    ("Composer", Some("composer")),
    ("Performer", Some("performer")),
    ("ProducerName", Some("producer")),
    ("Compiler", Some("compiler")),
    ("Conductor", Some("conductor")),
    ("Counsel", Some("counsel")),
];

/// `LCID`, the number that Windows has for a language, and its subtag: the low ten bits tell the language (MS-LCID).
const LANGUAGES: &[(u32, &str)] = &[
    (0x04, "zh"),
    (0x07, "de"),
    (0x09, "en"),
    (0x0A, "es"),
    (0x0C, "fr"),
    (0x10, "it"),
    (0x11, "ja"),
    (0x12, "ko"),
    (0x13, "nl"),
    (0x15, "pl"),
    (0x16, "pt"),
    (0x19, "ru"),
];

/// How sure it is that text is Word's.
pub fn sniff(head: &str) -> Confidence {
    let first = first_element(head).map(|name| name.rsplit(':').next().unwrap_or(name));
    let own = matches!(first, Some("Sources" | "Source")) && head.contains("officeDocument") && head.contains("/bibliography");
    if own { 96 } else { 0 }
}

/// Reads sources.
pub fn read(source: Source) -> Readings {
    read_records(source, &["Source"], "msbib", record)
}

fn record(root: Element<'_>) -> Yield {
    let named = root.text_of("SourceType").unwrap_or_default();
    let kind = match KINDS.iter().find(|(name, _)| *name == named) {
        // Word has no kind for theses; of any report it asks for a type of thesis.
        Some((_, ArticleKind::Report)) if root.text_of("ThesisType").is_some_and(|named| is_thesis(&named)) => ArticleKind::Thesis,
        Some((_, kind)) => kind.clone(),
        None => ArticleKind::Other,
    };
    let number = root.text_of("LCID").and_then(|number| number.trim().parse::<u32>().ok());
    let language = number.and_then(|number| LANGUAGES.iter().find(|(known, _)| *known == number & 0x3FF));
    let mut sheet = Sheet::new(kind, language.map(|(_, subtag)| Language::parse(subtag)).unwrap_or_default());
    for part in root.children() {
        match part.name() {
            "Author" => roles(part, &mut sheet),
            "StandardNumber" => standard(part, &mut sheet),
            name => {
                if let Some((_, member)) = MEMBERS.iter().find(|(known, _)| *known == name)
                    && let Some(text) = part.text().filter(|text| !text.is_empty())
                    && !sheet.file(*member, &text)
                {
                    part.leave();
                }
            }
        }
    }
    for (of, member) in [("", Member::Date), ("Accessed", Member::Accessed)] {
        let Some(date) = date(root, of) else { continue };
        if !sheet.file(member, &date) {
            ["Year", "Month", "Day"].iter().filter_map(|name| root.find(&format!("{name}{of}"))).for_each(Element::leave);
        }
    }
    let place =
        ["City", "StateProvince", "CountryRegion"].into_iter().filter_map(|name| root.text_of(name)).filter(|part| !part.is_empty());
    let place = place.collect::<Vec<_>>().join(", ");
    if !place.is_empty() {
        sheet.file(Member::Place, &place);
    }
    sheet.finish();
    sheet.tell_if_untitled(root.line());
    vec![(*sheet.article, sheet.findings)]
}

fn is_thesis(named: &str) -> bool {
    let lower = named.to_lowercase();
    ["thesis", "dissertation", "论文", "学位"].iter().any(|word| lower.contains(word))
}

/// `Year`, `Month` and `Day`, or the same of the day of access, as one date; a month may be a word.
fn date(root: Element<'_>, of: &str) -> Option<String> {
    let part = |name: &str| {
        let text = root.text_of(&format!("{name}{of}"))?;
        Some(text.trim().trim_end_matches(['年', '月', '日']).to_owned()).filter(|text| !text.is_empty())
    };
    let year = part("Year")?;
    let Some(month) = part("Month") else { return Some(year) };
    let is_number = month.bytes().all(|byte| byte.is_ascii_digit());
    Some(match part("Day") {
        Some(day) if is_number => format!("{year}/{month}/{day}"),
        None if is_number => format!("{year}/{month}"),
        Some(day) => format!("{day} {month} {year}"),
        None => format!("{month} {year}"),
    })
}

/// An ISSN, an ISBN, or a DOI under its name.
fn standard(part: Element<'_>, sheet: &mut Sheet) {
    let Some(text) = part.text() else { return };
    // JabRef has `:ISSN:0937-6429`.
    let text = text.trim_start_matches([':', ' ']).to_owned();
    let doi = text.trim().to_lowercase().strip_prefix("doi").map(|rest| rest.trim_start_matches([':', ' ']).to_owned());
    let filed = match doi {
        Some(doi) => sheet.article.ids.doi.is_some() || sheet.file(Member::Doi, &doi),
        None => sheet.file(Member::Standard, &text),
    };
    if !filed {
        part.leave();
    }
}

/// Everybody who had a part in the work, each list under what they did.
fn roles(element: Element<'_>, sheet: &mut Sheet) {
    for part in element.children() {
        let Some((_, role)) = ROLES.iter().find(|(name, _)| *name == part.name()) else { continue };
        let role = role.map(str::to_owned);
        if let Some(name) = part.text_of("Corporate").filter(|name| !name.is_empty()) {
            sheet.article.authors.push(Contributor { role: role.clone(), ..people::body(&name) });
        }
        for person in part.all("NameList").flat_map(|list| list.all("Person")) {
            let given = ["First", "Middle"].into_iter().filter_map(|name| person.text_of(name)).collect::<Vec<_>>().join(" ");
            let written = match person.text_of("Last").filter(|last| !last.is_empty()) {
                Some(last) if given.trim().is_empty() => last,
                Some(last) => format!("{last}, {}", given.trim()),
                None => given,
            };
            let one = people::person(&written);
            sheet.article.authors.extend(one.map(|one| Contributor { role: role.clone(), ..one }));
        }
    }
}
