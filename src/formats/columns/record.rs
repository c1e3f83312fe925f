//! The record of a row.

use super::extra;
use super::names::{Header, KINDS, bare};
use super::rows::Row;
use super::wos;
use crate::formats::tagged::keeping::Pair;
use crate::formats::tagged::people::inverted;
use crate::formats::tagged::sheet::{Sheet, language_line};
use crate::formats::tagged::table::Member;
use crate::formats::tagged::{citations, dates, labelled, residue};
use crate::formats::{Finding, clc, concordance, names as person_names, rich};
use crate::record::{Article, ArticleKind, Contributor, Funding, Language, MultiText, PartialDate, Subject};

/// What stands under a column's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Of(Member),
    /// Authors, however they are parted.
    People,
    /// The journal where no other column has it (Cochrane, Publish or Perish); else the database (Scopus).
    Source,
    /// A PMID, with or without a word or an address before it.
    Pmid,
    /// Where it was printed, in one (PubMed); the cell is kept as it is.
    Printed,
    /// Authors each with their institutions (Scopus).
    Bound,
    /// ISSN and ISBN, one or several.
    Numbers,
    Keywords,
    Tags,
    /// Terms of a list of subjects.
    Subjects(&'static str),
    /// Codes of the Chinese Library Classification.
    Clc,
    Funding,
    References,
    Cited,
    OpenAccess,
    Received,
    Accepted,
    Kind,
    /// Zotero's lines of what has no column.
    Extra,
}

/// The record of a row, and its findings.
pub fn of(header: &Header, row: &Row, format: &str) -> (Box<Article>, Vec<Finding>) {
    if header.is_labelled {
        let pairs: Vec<Pair<'_>> = header.cells(&row.cells).map(|(tag, value, _)| Pair { tag, value, line: row.line }).collect();
        return labelled::of_pairs(&pairs, Vec::new(), row.line, format);
    }
    if header.is_wos
        && let Some(found) = wos::of(header, row, format)
    {
        return found;
    }
    let cell_of = |wanted: Value| header.cells(&row.cells).find(|(_, _, value)| *value == Some(wanted)).map(|(_, cell, _)| cell);
    let lang = cell_of(Value::Of(Member::Language)).map(language_line).unwrap_or_default();
    // A table of Zotero's calls what no database holds by the types of its items.
    let of_item = header.in_order(&row.cells).find(|(name, _)| *name == "Item Type").and_then(|(_, word)| concordance::kind_of_item(word));
    let kind = of_item.or_else(|| cell_of(Value::Kind).and_then(kind)).unwrap_or_default();
    let mut sheet = Sheet::new(kind, lang);
    let mut left = Vec::new();
    let mut taken: Vec<(Value, &str)> = Vec::new();
    for (name, cell, value) in header.cells(&row.cells) {
        // A table of qikan's has the title of one language once more in a column of all.
        let again = taken.iter().any(|(known, said)| Some(*known) == value && *said == cell);
        let parted = (header.is_springer && value == Some(Value::People)).then(|| unglued(cell));
        // R writes so where there is nothing.
        let placed = again
            || (cell != "NA" || value == Some(Value::Of(Member::Title)))
                && value.is_some_and(|value| placed(&mut sheet, value, parted.as_deref().unwrap_or(cell)));
        match value {
            Some(value) if placed => taken.push((value, cell)),
            _ => left.push((name.to_owned(), cell.to_owned())),
        }
    }
    sheet.finish();
    // Among names with a comma, those without are bodies.
    if cell_of(Value::People).is_some_and(|cell| !cell.contains(',')) {
        person_names::split_list(&mut sheet.article.authors);
    }
    bind(&mut sheet.article, cell_of(Value::Bound));
    if let Some(cell) = cell_of(Value::Extra) {
        if extra::is_prose(cell) {
            sheet.article.notes.push(rich::of_lines(cell));
        } else if !extra::take(&mut sheet.article, cell) {
            left.push(("Extra".to_owned(), cell.to_owned()));
        }
    }
    sheet.tell_if_untitled(row.line);
    (residue(sheet.article, format, left), sheet.findings)
}

/// Puts a cell where it belongs; false where it has no place or the place is taken.
fn placed(sheet: &mut Sheet, value: Value, cell: &str) -> bool {
    match value {
        // The names of one language once more.
        Value::Of(Member::TranslatedAuthor) if parts(cell).all(|name| is_author(sheet, name)) => true,
        // Of a day whose month is not told by its place the year is taken, and the cell kept.
        Value::Of(Member::Date) => sheet.file(Member::Date, cell) && !(is_day_without_order(cell) && dates::parse(cell).month.is_none()),
        Value::Of(member) => sheet.file(member, cell),
        Value::People => sheet.article.authors.iter().all(|one| one.role.is_some()) && sheet.file(Member::Author, &people(cell)),
        Value::Source => sheet.article.journal.title.is_empty() && sheet.file(Member::Journal, cell),
        Value::Pmid => sheet.file(Member::Pmid, cell.rsplit([' ', '/']).next().unwrap_or(cell)),
        Value::Printed => {
            printed(sheet, cell);
            false
        }
        Value::Numbers => {
            let each = cell.split([';', ',', '|', ' ', '\n']).map(str::trim).filter(|number| !number.is_empty());
            each.filter(|number| !sheet.file(Member::Standard, number)).count() == 0
        }
        Value::Keywords => {
            let parted = cell.contains([';', '；', '\n']) || !cell.contains([',', '|']);
            sheet.file(Member::Keywords, &if parted { cell.to_owned() } else { cell.replace([',', '|'], ";") })
        }
        Value::Tags => {
            sheet.article.tags.extend(parts(cell).map(str::to_owned));
            true
        }
        Value::Subjects(scheme) => {
            let subjects = parts(cell).map(|code| Subject { scheme: scheme.to_owned(), code: code.to_owned(), ..Subject::default() });
            sheet.article.subjects.extend(subjects);
            true
        }
        Value::Clc => {
            for code in parts(cell) {
                let mut classes = if code.contains(' ') { Vec::new() } else { clc::subjects(code) };
                // A term of some other list: the table does not say of which.
                if classes.is_empty() {
                    classes.push(Subject { code: code.to_owned(), ..Subject::default() });
                }
                sheet.article.subjects.extend(classes);
            }
            true
        }
        Value::Funding => sheet.article.funding.is_empty() && funding(&mut sheet.article, cell),
        Value::References => references(&mut sheet.article, cell),
        Value::Cited => cell.parse().is_ok_and(|cited| sheet.article.metrics.cited.replace(cited).is_none()),
        Value::OpenAccess => {
            let is = |words: &[&str]| words.iter().any(|word| cell.eq_ignore_ascii_case(word));
            sheet.article.open_access = Some(!is(&["false", "no", "closed", "0"]));
            is(&["true", "yes", "false", "no", "closed", "0", "1"])
        }
        Value::Received => day(&mut sheet.article.dates.received, cell),
        Value::Accepted => day(&mut sheet.article.dates.accepted, cell),
        // What the kind does not say in full is kept.
        Value::Kind => kind(cell).is_some_and(|kind| bare(kind.as_str()) == bare(cell) || bare(cell) == "journalarticle"),
        Value::Bound => false,
        // It is read when all others are.
        Value::Extra => true,
    }
}

fn is_author(sheet: &Sheet, name: &str) -> bool {
    let is_so = |one: &Contributor| one.name.languages().any(|lang| inverted(one, lang).is_some_and(|inverted| inverted == name));
    sheet.article.authors.iter().any(|one| one.name.values().any(|known| known == name) || is_so(one))
}

fn day(place: &mut Option<PartialDate>, cell: &str) -> bool {
    *place = place.or_else(|| PartialDate::parse(cell));
    place.is_some()
}

/// `05/06/2011`: which is the month, the table does not say.
fn is_day_without_order(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split(['/', '.', '-']).map(str::trim).collect();
    let figures = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    match parts.as_slice() {
        [one, other, year] => figures(one, 2) && figures(other, 2) && figures(year, 4) && year.len() == 4,
        _ => false,
    }
}

/// The kind of work that a database's word for it means.
pub fn kind(cell: &str) -> Option<ArticleKind> {
    // Several kinds are one behind another, and the last says most; but what Web of Science calls an `Article; Proceedings
    // Paper` is in a journal.
    if bare(cell) == "articleproceedingspaper" {
        return Some(ArticleKind::Article);
    }
    let named = |word: &str| KINDS.iter().find(|(known, _)| *known == bare(word)).map(|(_, kind)| kind.clone());
    let own = |word: &str| ArticleKind::ALL.iter().find(|(_, known)| *known == word).map(|(kind, _)| kind.clone());
    cell.rsplit([';', '|']).find_map(|word| named(word).or_else(|| own(word.trim())))
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '；', '|', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// Names parted by `;`: Scopus' numbers in brackets are taken off, and commas between whole names part them.
fn people(cell: &str) -> String {
    let number = |name: &str| {
        let (before, digits) = name.strip_suffix(')')?.rsplit_once(" (")?;
        (!digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| before.to_owned())
    };
    // EndNote's table.
    if cell.contains("//") {
        return cell.replace("//", "; ");
    }
    if cell.contains([';', '|', '\n']) || number(cell).is_some() {
        let names: Vec<String> = parts(cell).map(|name| number(name).unwrap_or_else(|| name.to_owned())).collect();
        return names.join("; ");
    }
    // Rayyan and R's packages part names as BibTeX does.
    if cell.contains(" and ") && cell.split(" and ").all(|name| name.contains(',')) {
        return cell.replace(" and ", "; ");
    }
    let names: Vec<&str> = cell.split(", ").map(str::trim).filter(|name| !name.is_empty()).collect();
    if are_whole_names(&names) {
        let list = names.join("; ");
        // PubMed ends the list with a full stop, which ends no initials there.
        return list.strip_suffix('.').filter(|list| !list.contains('.')).unwrap_or(&list).to_owned();
    }
    cell.to_owned()
}

/// Whether what stands between commas are names of several people (`Smith J.`, `J. Smith`, `Smith JA`), not the parts of
/// one. Two names are sure only where each has its initials: `van der Berg, John Paul` is one person.
fn are_whole_names(names: &[&str]) -> bool {
    let initials = |word: &str| {
        let letters = word.trim_end_matches('.');
        !letters.is_empty() && word.len() <= 8 && letters.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'))
    };
    let has_initials = |name: &&str| name.split(' ').next_back().is_some_and(initials) || name.split(' ').next().is_some_and(initials);
    match names {
        [] | [_] => false,
        [_, _] => names.iter().all(|name| name.contains(' ') && has_initials(name)),
        more => more.iter().all(|name| name.contains(' ')),
    }
}

/// Takes who paid, one between every two semicolons; false where nobody is named.
pub fn funding(article: &mut Article, cell: &str) -> bool {
    for text in parts(cell) {
        let text = MultiText::of(Language::of_text(text), rich::escape(text));
        article.funding.push(Funding { text, ..Funding::default() });
    }
    !article.funding.is_empty()
}

/// References between semicolons (Scopus); numbers of a database alone are none.
fn references(article: &mut Article, cell: &str) -> bool {
    let list = if article.refs.is_none() { citations::list_of_scopus(cell) } else { return false };
    article.refs = list;
    article.refs.is_some()
}

/// PubMed: `J Trees. 2019 Nov 1;12(3):101-118. doi: 10.1000/x.`.
fn printed(sheet: &mut Sheet, cell: &str) {
    let Some((before, numbers)) = cell.split_once(';') else { return };
    let Some((_, date)) = before.rsplit_once(". ") else { return };
    let numbers = numbers.split(". ").next().unwrap_or(numbers).trim_end_matches('.');
    let (numbers, pages) = numbers.split_once(':').unwrap_or((numbers, ""));
    let (volume, issue) = numbers.split_once('(').unwrap_or((numbers, ""));
    let figures = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    if !figures(date) || !figures(numbers) {
        return;
    }
    sheet.file(Member::Date, date);
    for (member, value) in [(Member::Volume, volume), (Member::Issue, issue.trim_end_matches(')')), (Member::Pages, pages)] {
        sheet.file(member, value.trim());
    }
}

/// Springer writes names without anything between them: `Jane SmithWei Li`. A capital behind a small letter begins the next,
/// unless what stands before it begins family names.
fn unglued(cell: &str) -> String {
    const BEGINNINGS: &[&str] =
        &["Mc", "Mac", "De", "Di", "Du", "Da", "Del", "Dal", "Della", "La", "Le", "Van", "Von", "Vander", "Fitz", "Ten"];
    let mut list = String::with_capacity(cell.len() + 8);
    let mut word = String::new();
    for c in cell.chars() {
        if c.is_uppercase() && word.ends_with(char::is_lowercase) && !BEGINNINGS.contains(&word.as_str()) {
            list.push_str("; ");
        }
        if c.is_uppercase() || !c.is_alphabetic() {
            word.clear();
        }
        if c.is_alphabetic() {
            word.push(c);
        }
        list.push(c);
    }
    list
}

/// Scopus says in a column of its own whose each institution is: `Smith J., Dept, University, Country; …`.
fn bind(article: &mut Article, cell: Option<&str>) {
    let Some(pieces) = cell.map(|cell| parts(cell).collect::<Vec<_>>()) else { return };
    let texts: Vec<String> = article.affiliations.iter().filter_map(|one| one.text.values().next().cloned()).collect();
    let authors = article.authors.iter_mut().filter(|one| one.role.is_none());
    if pieces.len() != authors.count() || texts.len() != article.affiliations.len() {
        return;
    }
    for (one, piece) in article.authors.iter_mut().filter(|one| one.role.is_none()).zip(pieces) {
        let own = texts.iter().enumerate().filter(|(_, text)| piece.contains(text.as_str()));
        let own: Vec<usize> = own.map(|(at, _)| at).collect();
        if !own.is_empty() {
            one.aff = own;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_anything_between_them_are_parted_at_their_capitals() {
        for (cell, names) in [
            ("Jane SmithWei Li", "Jane Smith; Wei Li"),
            ("Ronald McDonald", "Ronald McDonald"),
            ("Jane A. SmithRonald McDonaldXiao-Ming Li", "Jane A. Smith; Ronald McDonald; Xiao-Ming Li"),
        ] {
            assert_eq!(unglued(cell), names);
        }
    }

    #[test]
    fn names_between_commas_are_several_where_each_is_whole() {
        for (cell, names) in [
            ("Smith J., Doe A.B.", "Smith J.; Doe A.B."),
            ("Smith JA, Doe A.", "Smith JA; Doe A"),
            ("J. Smith, A. Doe", "J. Smith; A. Doe"),
            ("Ann Roe, John Smith, Jim Doe", "Ann Roe; John Smith; Jim Doe"),
            ("Smith, John", "Smith, John"),
            ("Yang, Z. and Jiang, B.", "Yang, Z.; Jiang, B."),
            ("Department of Health and Human Services", "Department of Health and Human Services"),
            ("van der Berg, John Paul", "van der Berg, John Paul"),
            ("Smith, John (57193536600); Doe, Ann (7)", "Smith, John; Doe, Ann"),
            ("Smith, John//Doe, Ann", "Smith, John; Doe, Ann"),
        ] {
            assert_eq!(people(cell), names);
        }
    }
}
