//! Rows of Web of Science's tables, whose columns are its tags, or the names of these in its spreadsheets: written out as tagged
//! lines and read as those are.

use std::io::Cursor;

use super::names::{Header, bare};
use super::rows::Row;
use crate::formats::tagged::residue;
use crate::formats::{Finding, Source, tagged};
use crate::record::Article;

/// Tags that have a line for each of their values.
const MANY: &[&str] = &["AU", "AF", "BA", "BF", "BE", "GP", "CA", "C1", "C3", "CR"];

/// Columns by which the table is known.
const OWN: &[&str] = &["PT", "AU", "TI", "SO"];

/// Names of columns in its spreadsheets, without signs, in lower case, and their tags.
const NAMES: &[(&str, &str)] = &[
    ("publicationtype", "PT"),
    ("authors", "AU"),
    ("bookauthors", "BA"),
    ("bookeditors", "BE"),
    ("authorfullnames", "AF"),
    ("bookauthorfullnames", "BF"),
    ("groupauthors", "CA"),
    ("articletitle", "TI"),
    ("sourcetitle", "SO"),
    ("bookseriestitle", "SE"),
    ("bookseriessubtitle", "BS"),
    ("language", "LA"),
    ("documenttype", "DT"),
    ("conferencetitle", "CT"),
    ("conferencedate", "CY"),
    ("conferencelocation", "CL"),
    ("conferencesponsor", "SP"),
    ("conferencehost", "HO"),
    ("authorkeywords", "DE"),
    ("keywordsplus", "ID"),
    ("abstract", "AB"),
    ("addresses", "C1"),
    ("affiliations", "C3"),
    ("reprintaddresses", "RP"),
    ("emailaddresses", "EM"),
    ("researcherids", "RI"),
    ("orcids", "OI"),
    ("fundingorgs", "FU"),
    ("fundingnamepreferred", "FP"),
    ("fundingtext", "FX"),
    ("citedreferences", "CR"),
    ("citedreferencecount", "NR"),
    ("timescitedwoscore", "TC"),
    ("timescitedalldatabases", "Z9"),
    ("180dayusagecount", "U1"),
    ("since2013usagecount", "U2"),
    ("publisher", "PU"),
    ("publishercity", "PI"),
    ("publisheraddress", "PA"),
    ("issn", "SN"),
    ("eissn", "EI"),
    ("isbn", "BN"),
    ("journalabbreviation", "J9"),
    ("journalisoabbreviation", "JI"),
    ("publicationdate", "PD"),
    ("publicationyear", "PY"),
    ("volume", "VL"),
    ("issue", "IS"),
    ("partnumber", "PN"),
    ("supplement", "SU"),
    ("specialissue", "SI"),
    ("meetingabstract", "MA"),
    ("startpage", "BP"),
    ("endpage", "EP"),
    ("articlenumber", "AR"),
    ("doi", "DI"),
    ("bookdoi", "D2"),
    ("earlyaccessdate", "EA"),
    ("numberofpages", "PG"),
    ("woscategories", "WC"),
    ("webofscienceindex", "WE"),
    ("researchareas", "SC"),
    ("idsnumber", "GA"),
    ("pubmedid", "PM"),
    ("openaccessdesignations", "OA"),
    ("highlycitedstatus", "HC"),
    ("hotpaperstatus", "HP"),
    ("dateofexport", "DA"),
    (NUMBER, "UT"),
];

/// The column by which a spreadsheet of Web of Science is known: `UT (Unique WOS ID)`.
const NUMBER: &str = "utuniquewosid";

/// Whether names of columns are tags of Web of Science, or the names of these in its spreadsheets.
pub fn is_header(names: &[String]) -> bool {
    OWN.iter().all(|tag| names.iter().any(|name| name == tag)) || names.iter().any(|name| bare(name) == NUMBER)
}

/// The tag that a column's name is or stands for.
fn tag_of(name: &str) -> Option<&str> {
    if name.len() == 2 {
        return Some(name);
    }
    let bare = bare(name);
    NAMES.iter().find(|(known, _)| *known == bare).map(|(_, tag)| *tag)
}

/// The record of a row, and its findings. Cells of columns that are no tag are kept as the format's.
pub fn of(header: &Header, row: &Row, format: &str) -> Option<(Box<Article>, Vec<Finding>)> {
    let mut lines = String::new();
    let mut left = Vec::new();
    for (name, cell) in header.in_order(&row.cells) {
        let Some(tag) = tag_of(name) else {
            left.push((name.to_owned(), cell.to_owned()));
            continue;
        };
        lines.push_str(tag);
        for value in values(tag, cell) {
            lines.push_str(if lines.ends_with('\n') { "   " } else { " " });
            lines.push_str(value);
            lines.push('\n');
        }
    }
    lines.push_str("ER\n");
    let source = Source { bytes: Box::new(Cursor::new(lines.into_bytes())), name: None, encoding: Some("utf-8".to_owned()) };
    let mut found = None;
    let mut findings = Vec::new();
    for reading in tagged::wos::read(source) {
        match reading {
            Ok(article) => found = found.or(Some(article)),
            Err(finding) => findings.push(Finding { line: Some(row.line), ..finding }),
        }
    }
    let mut article = found?;
    article.prov.clear();
    Some((residue(article, format, left), findings))
}

/// The values of a cell: where a tag has many, parted by `;` outside brackets (`[Doe, A; Roe, B] Univ X; [Poe, C] Univ Y`).
fn values<'c>(tag: &str, cell: &'c str) -> Vec<&'c str> {
    let many = MANY.contains(&tag);
    let mut within = false;
    let parts = cell.split(move |c: char| {
        within = (within || c == '[') && c != ']';
        c == '\n' || (many && c == ';' && !within)
    });
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}
