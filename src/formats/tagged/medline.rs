//! MEDLINE (`.nbib`), as PubMed, PMC and ERIC write it: `TI  - title`, lines that follow indented.

use serde_json::Value;

use super::people;
use super::records::{Grammar, Part, Record, Tagged, Token};
use super::sheet::{Sheet, language_line};
use super::table::{ALL, Member, Table};
use super::{any_line, residue, unfolded};
use crate::formats::{Confidence, Finding, Readings, Source, names};
use crate::record::{Article, ArticleKind, Contributor, Doi, Funding, Language, MultiText, PartialDate, RelatedArticle, Relation, Subject};

/// Tags that mean one member and need no more thought. Source: "MEDLINE/PubMed Data Element (Field) Descriptions" (NLM).
const TABLE: &Table = &Table::of(&[
    ("PMID", ALL, Member::Pmid),
    ("PMC", ALL, Member::Pmcid),
    ("TI", ALL, Member::Title),
    ("CN", ALL, Member::Collaboration),
    ("FED", ALL, Member::Editor),
    ("BTI", ALL, Member::Journal),
    ("JT", ALL, Member::Journal),
    ("TA", ALL, Member::Abbrev),
    ("IS", ALL, Member::Standard),
    ("ISSN", ALL, Member::Standard),
    ("ISBN", ALL, Member::Standard),
    ("VI", ALL, Member::Volume),
    ("IP", ALL, Member::Issue),
    ("PG", ALL, Member::Pages),
    ("DP", ALL, Member::Year),
    ("DEP", ALL, Member::Online),
    ("AB", ALL, Member::Abstract),
    ("LA", ALL, Member::Language),
    ("OT", ALL, Member::Keywords),
    ("PB", ALL, Member::Publisher),
    ("PL", ALL, Member::Place),
    ("EN", ALL, Member::Edition),
    ("CTI", ALL, Member::Series),
    ("CI", ALL, Member::Rights),
    ("CL", ALL, Member::Rights),
]);

/// Publication types that tell the kind of a work.
const KINDS: &[(&str, ArticleKind)] = &[
    ("review", ArticleKind::Review),
    ("systematic review", ArticleKind::Review),
    ("editorial", ArticleKind::Editorial),
    ("published erratum", ArticleKind::Correction),
    ("preprint", ArticleKind::Preprint),
    ("dataset", ArticleKind::Dataset),
    ("newspaper article", ArticleKind::Newspaper),
    ("book", ArticleKind::Book),
    ("books", ArticleKind::Book),
    ("academic dissertation", ArticleKind::Thesis),
    ("technical report", ArticleKind::Report),
];

/// What others have to do with a record: tag and relation.
const RELATED: &[(&str, Relation)] = &[
    ("EIN", Relation::Correction),
    ("EFR", Relation::Correction),
    ("CRI", Relation::Correction),
    ("CRF", Relation::Correction),
    ("RIN", Relation::Retraction),
    ("ROF", Relation::Retraction),
    ("CIN", Relation::Companion),
    ("CON", Relation::Companion),
    ("UIN", Relation::Version),
    ("UOF", Relation::Version),
    ("RPI", Relation::Version),
    ("RPF", Relation::Version),
];

/// A tag of two to four letters, padded to four, and a dash.
fn tagged(line: &str, _: &str) -> Option<Tagged> {
    let bytes = line.as_bytes();
    let end = bytes.iter().take_while(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit()).count();
    let dash = bytes.iter().position(|byte| *byte == b'-')?;
    let padded = (2..=4).contains(&end) && (4..=6).contains(&dash) && bytes.iter().take(dash).skip(end).all(|byte| *byte == b' ');
    let parted = bytes.get(dash + 1).is_none_or(|byte| *byte == b' ');
    (padded && parted && bytes.first().is_some_and(u8::is_ascii_uppercase)).then_some(Tagged { start: 0, end, value: dash + 1 })
}

/// Records are parted by blank lines: `PMID` is not always the first line (PMC, ERIC).
fn blank_parts(_: &str, _: &str) -> bool {
    true
}

const GRAMMAR: Grammar = Grammar { tagged, part: |_| Part::Inside, end: "", blank_parts };

/// How sure it is that text is MEDLINE.
pub fn sniff(head: &str) -> Confidence {
    let has = |tag: &str| any_line(head, |line| tagged(line, "").is_some_and(|tagged| line.get(tagged.start..tagged.end) == Some(tag)));
    let padded = any_line(head, |line| line.starts_with("PMID- ") || line.starts_with("OWN - "));
    if padded && (has("TI") || has("BTI") || has("PMID")) { 87 } else { 0 }
}

/// Reads records one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "medline", GRAMMAR, map)
}

fn map(record: &mut Record) -> (Box<Article>, Vec<Finding>) {
    let lang = record.tokens().find(|token| token.tag == "LA").map(|token| language_line(token.value)).unwrap_or_default();
    let mut sheet = Sheet::new(ArticleKind::Article, lang);
    sheet.is_pubmed = true;
    // Titles and abstracts are in English whatever the work is in.
    sheet.texts_in = Some(Language::Und);
    let mut people = People { full: record.tokens().any(|token| token.tag == "FAU") };
    let mut left: Vec<(String, String)> = record.preface.iter().map(|line| (String::new(), line.clone())).collect();
    for token in record.tokens() {
        let value = unfolded(token.value);
        let placed = people.file(&mut sheet, &token, &value) || file(&mut sheet, &token, &value);
        if !placed {
            left.push((token.tag.to_owned(), value.into_owned()));
        }
    }
    finish(&mut sheet, record);
    (residue(sheet.article, "medline", left), sheet.findings)
}

/// Authors with the lines that follow each.
struct People {
    /// Authors have their full names in `FAU`.
    full: bool,
}

impl People {
    fn file(&mut self, sheet: &mut Sheet, token: &Token<'_>, value: &str) -> bool {
        match token.tag {
            "FAU" => {
                let given = sheet.people(value, None);
                last_author(sheet).into_iter().for_each(people::suffix_apart);
                given
            }
            // The short form of the name before, as the full one gives it.
            "AU" if self.full => {
                let same = sheet.article.authors.last().is_some_and(|one| people::is_short_for(value, one));
                same || sheet.others(value)
            }
            "AU" => match with_suffix(value) {
                Some(name) => sheet.people(&name, None),
                None => sheet.people(value, None) || sheet.others(value),
            },
            "ED" => sheet.article.authors.iter().any(|one| one.role.as_deref() == Some("editor")) || sheet.people(value, Some("editor")),
            "AD" => {
                let at = sheet.affiliation(value);
                if let Some(one) = last_author(sheet) {
                    if !one.aff.contains(&at) {
                        one.aff.push(at);
                    }
                    if one.email.is_none() {
                        one.email = email(value);
                    }
                }
                true
            }
            "AUID" => {
                let orcid = orcid(value);
                last_author(sheet).zip(orcid).is_some_and(|(one, orcid)| *one.orcid.get_or_insert_with(|| orcid.clone()) == orcid)
            }
            _ => false,
        }
    }
}

/// `Jones BC Jr` with its commas: a short form is the family name, initials and what stands behind them.
fn with_suffix(name: &str) -> Option<String> {
    let (rest, suffix) = name.rsplit_once(' ').filter(|(_, last)| names::is_suffix(last))?;
    let (family, initials) = rest.rsplit_once(' ')?;
    let short = (1..=4).contains(&initials.len()) && initials.bytes().all(|byte| byte.is_ascii_uppercase());
    short.then(|| format!("{family}, {initials}, {suffix}"))
}

fn last_author(sheet: &mut Sheet) -> Option<&mut Contributor> {
    sheet.article.authors.last_mut()
}

/// The address within an affiliation.
pub fn email(text: &str) -> Option<String> {
    text.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',' | '(' | ')' | '<' | '>'))
        .map(|word| word.trim_end_matches('.'))
        .find(|word| word.is_ascii() && word.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')))
        .map(str::to_owned)
}

/// `ORCID: 0000-0002-1825-0097`, `https://orcid.org/…`, `0000000218250097`.
pub fn orcid(text: &str) -> Option<String> {
    let signs: Vec<char> = text.trim().chars().filter(|c| *c != '-').collect();
    let tail = signs.get(signs.len().checked_sub(16)?..)?;
    let (digits, check) = tail.split_at_checked(15)?;
    let valid = digits.iter().all(char::is_ascii_digit) && check.iter().all(|c| c.is_ascii_digit() || matches!(c, 'X' | 'x'));
    let grouped: Vec<String> = tail.chunks(4).map(|group| group.iter().collect()).collect();
    valid.then(|| grouped.join("-"))
}

fn file(sheet: &mut Sheet, token: &Token<'_>, value: &str) -> bool {
    match token.tag {
        "AID" | "LID" => {
            let bare = value.trim_end_matches("[doi]").trim();
            if value.ends_with("[doi]") {
                return sheet.file(Member::Doi, bare);
            }
            sheet.link("html", value) || (bare.starts_with("www.") && sheet.link("html", &format!("https://{bare}")))
        }
        "TT" => {
            let lang = match (Language::of_text(value), &sheet.article.lang) {
                (Language::En | Language::Und, lang) => lang.clone(),
                (lang, _) => lang,
            };
            let free = sheet.article.title.get(&lang).is_none();
            if free {
                sheet.article.title.insert(lang, crate::formats::rich::of_markup(value));
            }
            free
        }
        "PT" => {
            let lower = value.to_lowercase();
            let kind = KINDS.iter().find(|(name, _)| *name == lower).map(|(_, kind)| kind.clone());
            if lower.starts_with("reports - ") || lower.starts_with("numerical/quantitative") {
                // ERIC: a report only where nothing says that it is an article.
                return false;
            }
            if let Some(kind) = kind.filter(|_| sheet.article.kind == ArticleKind::Article) {
                sheet.article.kind = kind;
                return true;
            }
            lower == "journal article" || lower == "journal articles"
        }
        "MH" => {
            let code = value.to_owned();
            sheet.article.subjects.push(Subject { scheme: "mesh".to_owned(), code, ..Subject::default() });
            true
        }
        "GR" => {
            let award = value.split('/').next().map(str::trim).filter(|award| award.chars().any(|c| c.is_ascii_digit()));
            let text = MultiText::of(Language::of_text(value), crate::formats::rich::escape(value));
            let awards = award.map(str::to_owned).into_iter().collect();
            sheet.article.funding.push(Funding { text, awards, ..Funding::default() });
            true
        }
        "PHST" => history(sheet, value),
        tag => {
            if let Some((_, rel)) = RELATED.iter().find(|(known, _)| *known == tag) {
                let raw = value.to_owned();
                let related = sheet.article.related.get_or_insert_with(Vec::new);
                related.push(RelatedArticle { rel: *rel, raw, ..RelatedArticle::default() });
                return true;
            }
            // A star marks the word that a work is mainly about.
            let value = if tag == "OT" { value.strip_prefix('*').unwrap_or(value) } else { value };
            let value = if tag == "IS" || tag == "ISSN" { value.trim_start_matches("EISSN-").trim_start_matches("ISSN-") } else { value };
            // What a number is for stands behind it in brackets.
            TABLE.member_of(tag, ALL).is_some_and(|member| sheet.file(member, value)) && !(tag == "IS" && value.contains('('))
        }
    }
}

/// `2019/01/17 00:00 [received]`.
fn history(sheet: &mut Sheet, value: &str) -> bool {
    let Some((written, status)) = value.split_once('[') else { return false };
    let dates = &mut sheet.article.dates;
    let place = match status.trim_end_matches(']').trim() {
        "received" => &mut dates.received,
        "revised" => &mut dates.revised,
        "accepted" => &mut dates.accepted,
        _ => return false,
    };
    let day = written.split_whitespace().next().unwrap_or_default();
    if place.is_some() {
        return *place == PartialDate::parse(day);
    }
    *place = PartialDate::parse(day);
    place.is_some()
}

fn finish(sheet: &mut Sheet, record: &Record) {
    let has = |tag: &str| record.tokens().any(|token| token.tag == tag);
    let types = |word: &str| record.tokens().any(|token| token.tag == "PT" && token.value.to_lowercase().starts_with(word));
    sheet.finish();
    let article = &mut sheet.article;
    let of_book = article.kind == ArticleKind::Review && has("BTI");
    if of_book || matches!(article.kind, ArticleKind::Article | ArticleKind::Book) {
        if has("BTI") && has("TI") {
            article.kind = ArticleKind::Chapter;
        } else if has("BTI") {
            article.kind = ArticleKind::Book;
        } else if types("reports - ") && !types("journal article") {
            article.kind = ArticleKind::Report;
        }
    }
    if let Some(eric) = record.tokens().find(|token| token.tag == "OID" && has_owner(record, "ERIC")) {
        article.ids.rest.insert("eric".to_owned(), Value::String(eric.value.to_owned()));
    }
    // ERIC gives a DOI as an address.
    if article.ids.doi.is_none() {
        let url = article.links.iter().find_map(|link| Doi::parse(&link.url).filter(|_| link.url.contains("doi.org")));
        article.ids.doi = url;
    }
}

fn has_owner(record: &Record, owner: &str) -> bool {
    record.tokens().any(|token| token.tag == "OWN" && token.value == owner)
}
