//! Fields of Ovid: two letters each, and the names that stand for them in exports for reading.

use crate::formats::tagged::table::Member;
use crate::record::ArticleKind;

/// Names of fields, in lower case, and their letters.
const NAMES: &[(&str, &str)] = &[
    ("unique identifier", "UI"),
    ("pmid", "UI"),
    ("accession number", "AN"),
    ("embase accession number", "AN"),
    ("database", "DB"),
    ("authors", "AU"),
    ("author", "AU"),
    ("authors full name", "FA"),
    ("author full name", "FA"),
    ("corporate author", "CA"),
    ("editor", "ED"),
    ("editors", "ED"),
    ("institution", "IN"),
    ("author institution", "IN"),
    ("title", "TI"),
    ("original title", "OT"),
    ("translated title", "TT"),
    ("source", "SO"),
    ("book title", "BT"),
    ("abbreviated source", "AS"),
    ("journal name", "JN"),
    ("nlm journal name", "JN"),
    ("volume", "VO"),
    ("issue/part", "IP"),
    ("issue", "IP"),
    ("page", "PG"),
    ("pages", "PG"),
    ("page numbering", "PG"),
    ("abstract", "AB"),
    ("keywords", "KW"),
    ("author keywords", "KW"),
    ("keyword heading", "KF"),
    ("key concepts", "KF"),
    ("mesh subject headings", "MH"),
    ("subject headings", "SH"),
    ("emtree heading", "SH"),
    ("issn", "IS"),
    ("issn print", "IS"),
    ("issn electronic", "ES"),
    ("isbn", "IB"),
    ("digital object identifier", "DO"),
    ("doi", "DO"),
    ("pmc identifier", "PC"),
    ("publication type", "PT"),
    ("document type", "DT"),
    ("language", "LG"),
    ("publisher", "PB"),
    ("country of publication", "CP"),
    ("date of publication", "DP"),
    ("publication date", "DP"),
    ("year of publication", "YR"),
    ("copyright", "CI"),
    ("copyright information", "CI"),
    ("link to the ovid full text or citation", "XL"),
    ("url", "UR"),
];

/// The letters of a field by its name.
pub fn code(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, letters)| *letters)
}

/// What letters mean, where they need no more thought.
pub fn member(letters: &str) -> Option<Member> {
    Some(match letters {
        "CA" => Member::Collaboration,
        "OT" | "TT" => Member::Translated,
        "JN" | "JT" | "JX" => Member::Journal,
        "JA" | "TA" | "AS" | "NJ" => Member::Abbrev,
        "VO" | "VI" => Member::Volume,
        "IP" => Member::Issue,
        "PG" => Member::Pages,
        "IS" | "ES" | "IB" | "IT" => Member::Standard,
        "PL" | "CP" | "CY" => Member::Place,
        "YR" => Member::Year,
        "DP" | "DG" => Member::Date,
        "CI" | "RO" | "CR" => Member::Rights,
        "PN" => Member::Number,
        "EN" => Member::Edition,
        "UR" | "XL" | "JL" | "IU" => Member::Link,
        "AN" => Member::Accession,
        "DB" => Member::Database,
        "PC" => Member::Pmcid,
        _ => return None,
    })
}

/// Publication and document types, in lower case, that tell the kind of a work.
const KINDS: &[(&str, ArticleKind)] = &[
    ("patent", ArticleKind::Patent),
    ("book chapter", ArticleKind::Chapter),
    ("chapter", ArticleKind::Chapter),
    ("book", ArticleKind::Book),
    ("authored book", ArticleKind::Book),
    ("edited book", ArticleKind::Book),
    ("dissertation", ArticleKind::Thesis),
    ("dissertation abstract", ArticleKind::Thesis),
    ("thesis", ArticleKind::Thesis),
    ("conference paper", ArticleKind::Paper),
    ("conference proceeding", ArticleKind::Paper),
    ("review", ArticleKind::Review),
    ("editorial", ArticleKind::Editorial),
    ("preprint", ArticleKind::Preprint),
    ("report", ArticleKind::Report),
];

/// The kind of work that a type of Ovid is.
pub fn kind(written: &str) -> Option<ArticleKind> {
    let lower = written.trim().trim_end_matches('.').to_lowercase();
    KINDS.iter().find(|(known, _)| *known == lower).map(|(_, kind)| kind.clone())
}
