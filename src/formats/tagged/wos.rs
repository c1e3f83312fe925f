//! Web of Science tagged (`.ciw`, `savedrecs.txt`): two letters, a blank, lines that follow indented.

use serde_json::Value;

use super::medline::{email, orcid};
use super::people;
use super::records::{Grammar, Part, Record, Tagged, Token};
use super::sheet::{Sheet, language_line};
use super::table::{ALL, Member, Table};
use super::{any_line, citations, residue, unfolded};
use crate::formats::{Confidence, Finding, Readings, Source, rich};
use crate::record::{Article, ArticleKind, Contributor, Funding, Language, MultiText, Subject};

/// Tags that mean one member and need no more thought. Source: "Web of Science Core Collection Field Tags" (Clarivate).
const TABLE: &Table = &Table::of(&[
    ("TI", ALL, Member::Title),
    ("FT", ALL, Member::Translated),
    ("CA", ALL, Member::Collaboration),
    ("GP", ALL, Member::Contributor),
    ("SO", ALL, Member::Journal),
    ("JI", ALL, Member::Abbrev),
    ("LA", ALL, Member::Language),
    ("DE", ALL, Member::Keywords),
    ("AB", ALL, Member::Abstract),
    ("PU", ALL, Member::Publisher),
    ("PI", ALL, Member::Place),
    ("SE", ALL, Member::Series),
    ("CT", ALL, Member::Event),
    ("CL", ALL, Member::EventPlace),
    ("PN", ALL, Member::Number),
    ("SN", ALL, Member::Standard),
    ("EI", ALL, Member::Standard),
    ("BN", ALL, Member::Standard),
    ("PY", ALL, Member::Year),
    ("PD", ALL, Member::Date),
    ("EA", ALL, Member::Online),
    ("VL", ALL, Member::Volume),
    ("IS", ALL, Member::Issue),
    ("BP", ALL, Member::First),
    ("EP", ALL, Member::Last),
    ("AR", ALL, Member::ArticleNumber),
    ("DI", ALL, Member::Doi),
    ("D2", ALL, Member::MaybeDoi),
    ("PM", ALL, Member::Pmid),
]);

/// Document types that tell the kind of a work.
const KINDS: &[(&str, ArticleKind)] = &[
    ("Proceedings Paper", ArticleKind::Paper),
    ("Meeting Abstract", ArticleKind::Paper),
    ("Review", ArticleKind::Review),
    ("Editorial Material", ArticleKind::Editorial),
    ("Correction", ArticleKind::Correction),
    ("Book Chapter", ArticleKind::Chapter),
    ("Data Paper", ArticleKind::Article),
    ("Article", ArticleKind::Article),
];

/// Lists of subjects: tag and scheme.
const SCHEMES: &[(&str, &str)] = &[("WC", "wos-category"), ("SC", "wos-area"), ("ID", "keywords-plus"), ("CC", "cabi")];

/// Two letters at the beginning of a line, and a blank or nothing.
fn tagged(line: &str, _: &str) -> Option<Tagged> {
    let bytes = line.as_bytes();
    let (&first, &second) = (bytes.first()?, bytes.get(1)?);
    let parted = bytes.get(2).is_none_or(|byte| *byte == b' ');
    let letters = first.is_ascii_uppercase() && (second.is_ascii_uppercase() || second.is_ascii_digit());
    (letters && parted).then_some(Tagged { start: 0, end: 2, value: 2 })
}

fn part(tag: &str) -> Part {
    match tag {
        "PT" => Part::Begin,
        "ER" => Part::End,
        "FN" | "VR" | "EF" => Part::File,
        _ => Part::Inside,
    }
}

const GRAMMAR: Grammar = Grammar { tagged, part, end: "ER", blank_parts: |_, _| false };

/// Types of publications, which older exports write out.
const TYPES: &[&str] = &["J", "B", "S", "P", "C", "N", "Journal", "Book", "Book in series", "Patent", "Conference"];

/// How sure it is that text is Web of Science's.
pub fn sniff(head: &str) -> Confidence {
    let line = |start: &str| any_line(head, |line| line.starts_with(start));
    let typed = any_line(head, |line| line.strip_prefix("PT ").is_some_and(|kind| TYPES.contains(&kind.trim())));
    match typed {
        true if line("FN ") || line("VR ") || line("UT ") => 89,
        true if line("AU ") || line("TI ") || line("SO ") => 80,
        _ => 0,
    }
}

/// Reads records one after another.
pub fn read(source: Source) -> Readings {
    super::read(source, "wos", GRAMMAR, map)
}

fn map(record: &mut Record) -> (Box<Article>, Vec<Finding>) {
    let value = |tag: &str| record.tokens().find(|token| token.tag == tag).map(|token| token.value);
    let lang = value("LA").map(language_line).unwrap_or_default();
    let mut sheet = Sheet::new(ArticleKind::Article, lang);
    // Titles and abstracts are in English whatever the work is in.
    sheet.texts_in = Some(Language::Und);
    let mut left: Vec<(String, String)> = record.preface.iter().map(|line| (String::new(), line.clone())).collect();
    for token in record.tokens() {
        if !file(&mut sheet, &token, record) {
            left.push((token.tag.to_owned(), unfolded(token.value).into_owned()));
        }
    }
    sheet.finish();
    addresses(&mut sheet, record);
    finish(&mut sheet, record);
    (residue(sheet.article, "wos", left), sheet.findings)
}

fn file(sheet: &mut Sheet, token: &Token<'_>, record: &Record) -> bool {
    let has = |tag: &str| record.tokens().any(|other| other.tag == tag && !other.value.is_empty());
    let value = unfolded(token.value);
    match token.tag {
        "AU" if has("AF") => is_short(record, token, "AF"),
        "AF" | "BF" | "AU" => authors(sheet, token.value, None),
        "BA" => is_short(record, token, "BF") || authors(sheet, token.value, Some("author")),
        "BE" | "ED" => authors(sheet, token.value, Some("editor")),
        // Patents: who holds them.
        "AE" => sheet.file(Member::Publisher, &value),
        // Of journals it is the part of an issue.
        "PN" if record.tokens().any(|token| token.tag == "PT" && !token.value.starts_with('P')) => false,
        // A group that holds a conference or a publisher under another name is no author.
        "GP" => false,
        "DT" => kinds(sheet, &value),
        "PS" => has("BP") || sheet.file(Member::Pages, &value),
        "J9" if has("JI") => false,
        "J9" => sheet.file(Member::Abbrev, &value),
        "SI" | "SU" if !has("IS") => sheet.file(Member::Issue, &if token.tag == "SU" { format!("S{value}") } else { value.to_string() }),
        "UT" => {
            sheet.article.ids.rest.insert("wos".to_owned(), Value::String(value.into_owned()));
            true
        }
        "TC" => {
            sheet.article.metrics.cited = value.parse().ok();
            sheet.article.metrics.cited.is_some()
        }
        "OA" => {
            sheet.article.open_access = Some(true);
            false
        }
        "FX" => {
            funding_text(&mut sheet.article, &value);
            true
        }
        "FU" => {
            funding(&mut sheet.article, &value);
            true
        }
        "CR" => {
            sheet.article.refs =
                Some(token.value.lines().map(str::trim).filter(|line| !line.is_empty()).enumerate().map(citations::reference).collect());
            true
        }
        "PT" | "C1" | "EM" => true,
        // The Chinese Science Citation Database: title, authors, journal, abstract and key words in Chinese.
        "Z1" => sheet.file(Member::Title, &value),
        "Z2" => sheet.file(Member::TranslatedAuthor, token.value),
        "Z3" => sheet.file(Member::Journal, &value),
        "Z4" => sheet.file(Member::Abstract, &value),
        "Z5" if !value.is_ascii() => sheet.file(Member::Keywords, &value),
        tag => {
            if let Some(scheme) = scheme(tag) {
                let codes = value.split(';').map(str::trim).filter(|code| !code.is_empty());
                sheet.article.subjects.extend(codes.map(|code| Subject {
                    scheme: scheme.to_owned(),
                    code: code.to_owned(),
                    ..Subject::default()
                }));
                return true;
            }
            // An abstract's lines are one text; its first may be empty.
            TABLE.member_of(tag, ALL).is_some_and(|member| sheet.file(member, &value))
        }
    }
}

/// Whether short names say nothing that the full ones of another tag do not.
fn is_short(record: &Record, short: &Token<'_>, full: &str) -> bool {
    let Some(full) = record.tokens().find(|token| token.tag == full) else { return false };
    let pairs = || short.value.lines().zip(full.value.lines());
    short.value.lines().count() == full.value.lines().count()
        && pairs().all(|(short, full)| {
            short.trim() == full.trim() || people::person(full).is_some_and(|full| people::is_short_for(short.trim(), &full))
        })
}

/// One name a line, of MEDLINE several with semicolons; BIOSIS puts addresses in brackets behind them.
fn authors(sheet: &mut Sheet, lines: &str, role: Option<&str>) -> bool {
    for line in lines.lines().flat_map(|line| line.split(';')).map(str::trim).filter(|line| !line.is_empty()) {
        let (name, email) = match line.split_once('(') {
            Some((name, email)) if email.contains('@') => (name.trim(), Some(email.trim_end_matches(')').to_owned())),
            _ => (line, None),
        };
        // Without a comma it is `YANG Y` or a body.
        let one = match name.rsplit_once(' ') {
            Some((family, initials)) if !name.contains(',') && initials.len() <= 3 && initials.bytes().all(|b| b.is_ascii_uppercase()) => {
                people::person(&format!("{family}, {initials}"))
            }
            _ => people::person(name),
        };
        sheet.article.authors.extend(one.map(|one| Contributor {
            email,
            role: role.filter(|role| *role != "author").map(str::to_owned),
            ..one
        }));
    }
    true
}

/// The scheme of the subjects that stand under a tag.
pub fn scheme(tag: &str) -> Option<&'static str> {
    SCHEMES.iter().find(|(known, _)| *known == tag).map(|(_, scheme)| *scheme)
}

/// The kind of work that a document type tells.
pub fn kind_of(document: &str) -> Option<ArticleKind> {
    KINDS.iter().find(|(name, _)| *name == document).map(|(_, kind)| kind.clone())
}

fn kinds(sheet: &mut Sheet, value: &str) -> bool {
    let types: Vec<&str> = value.split(';').map(str::trim).collect();
    if let Some((_, kind)) = KINDS.iter().find(|(name, _)| types.contains(name)) {
        sheet.article.kind = kind.clone();
    }
    types.iter().all(|one| KINDS.iter().any(|(name, _)| name == one)) && types.len() == 1
}

/// Who paid, in a sentence.
pub fn funding_text(article: &mut Article, value: &str) {
    let text = MultiText::of(Language::of_text(value), rich::escape(value));
    article.funding.push(Funding { text, ..Funding::default() });
}

/// Who paid, and for what: `NSF [BSR-1, DEB-2]; Some Foundation`.
pub fn funding(article: &mut Article, value: &str) {
    for part in value.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let (funder, awards) = part.split_once('[').unwrap_or((part, ""));
        let awards =
            awards.trim_end_matches(']').split([',', ';']).map(str::trim).filter(|award| !award.is_empty()).map(str::to_owned).collect();
        let text = MultiText::of(Language::of_text(part), rich::escape(part));
        article.funding.push(Funding { text, funder: Some(funder.trim().to_owned()), awards, ..Funding::default() });
    }
}

/// `[Li, W; Hu, Y] Univ …` ties people to addresses by their names; `RP` says who answers letters, `EM` where.
fn addresses(sheet: &mut Sheet, record: &Record) {
    let short: Vec<String> = record
        .tokens()
        .find(|token| token.tag == "AU")
        .map(|token| token.value.lines().map(|line| line.trim().to_lowercase()).collect())
        .unwrap_or_default();
    let place = |sheet: &Sheet, name: &str| {
        let name = name.trim().to_lowercase();
        let by_short = short.iter().position(|known| *known == name);
        by_short.filter(|at| *at < sheet.article.authors.len()).or_else(|| {
            let inverted = |one: &Contributor| people::inverted(one, &Language::En).map(|name| name.to_lowercase());
            sheet.article.authors.iter().position(|one| inverted(one).as_deref() == Some(&name))
        })
    };
    for token in record.tokens() {
        match token.tag {
            "C1" => {
                for line in token.value.lines().map(str::trim).filter(|line| !line.is_empty()) {
                    let (names, text) = match line.strip_prefix('[').and_then(|line| line.split_once(']')) {
                        Some((names, text)) => (names, text),
                        None => ("", line),
                    };
                    let at = sheet.affiliation(text.trim());
                    for name in names.split(';').take(2000) {
                        if let Some(one) = place(sheet, name).and_then(|one| sheet.article.authors.get_mut(one))
                            && !one.aff.contains(&at)
                        {
                            one.aff.push(at);
                        }
                    }
                }
            }
            "RP" => {
                let whole = unfolded(token.value);
                for (names, _) in whole.split_inclusive(" author)").filter_map(|piece| piece.rsplit_once('(')).take(64) {
                    let names = names.rsplit_once("; ").filter(|(before, _)| before.contains("author)")).map_or(names, |(_, last)| last);
                    for name in names.trim().trim_start_matches(", ").split(';') {
                        let name = name.rsplit_once(". ").map_or(name, |(_, name)| name);
                        if let Some(one) = place(sheet, name).and_then(|one| sheet.article.authors.get_mut(one)) {
                            one.corresponding = true;
                        }
                    }
                }
            }
            "OI" => {
                for (name, id) in unfolded(token.value).split(';').filter_map(|piece| piece.split_once('/')) {
                    if let (Some(one), Some(id)) = (place(sheet, name).and_then(|one| sheet.article.authors.get_mut(one)), orcid(id)) {
                        one.orcid = Some(id);
                    }
                }
            }
            _ => {}
        }
    }
    // One address and no names in brackets: it is everybody's.
    if sheet.article.affiliations.len() == 1 {
        sheet.article.authors.iter_mut().filter(|one| one.role.is_none() && one.aff.is_empty()).for_each(|one| one.aff = vec![0]);
    }
    let emails: Vec<String> = record
        .tokens()
        .filter(|token| token.tag == "EM")
        .flat_map(|token| token.value.split([';', '\n', ' ']).filter_map(email).collect::<Vec<_>>())
        .collect();
    give_emails(&mut sheet.article, emails);
}

/// Gives people their addresses of mail: each where there are as many, else those who answer letters. Others are kept beside.
pub fn give_emails(article: &mut Article, emails: Vec<String>) {
    let mut spare = Vec::new();
    let many = emails.len() == article.authors.len();
    let people = article.authors.iter().enumerate();
    let mut waiting = people.filter(|(_, one)| one.corresponding && one.email.is_none()).map(|(at, _)| at).collect::<Vec<_>>().into_iter();
    for (at, address) in emails.into_iter().enumerate() {
        let place = if many { Some(at) } else { waiting.next() };
        match place.and_then(|at| article.authors.get_mut(at)) {
            Some(one) => one.email = Some(address),
            None => spare.push(address),
        }
    }
    if !spare.is_empty() {
        article.rest.insert("emails".to_owned(), spare.into());
    }
}

fn finish(sheet: &mut Sheet, record: &Record) {
    let value = |tag: &str| record.tokens().find(|token| token.tag == tag).map(|token| token.value);
    let article = &mut sheet.article;
    match value("PT").and_then(|kind| kind.get(..1)) {
        Some("B") if article.kind == ArticleKind::Article && value("SO").is_none() => article.kind = ArticleKind::Book,
        Some("B") if article.kind == ArticleKind::Article => article.kind = ArticleKind::Chapter,
        Some("P") => article.kind = ArticleKind::Patent,
        // `Article; Proceedings Paper`, and abstracts of a meeting, in an issue of a journal.
        Some("J") if article.kind == ArticleKind::Paper => article.kind = ArticleKind::Article,
        _ => {}
    }
    // `ANNUAL REVIEW OF PUBLIC HEALTH, VOL 32`: the volume of a series stands in its name.
    if article.volume.is_none()
        && let Some((_, volume)) = value("SO").and_then(|title| title.rsplit_once(", VOL "))
        && !volume.contains(' ')
    {
        article.volume = Some(volume.to_owned());
    }
}
