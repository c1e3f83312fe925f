//! OpenURL in XML (ANSI/NISO Z39.88-2004, `context-objects`), and in keys and values: what link resolvers and catalogues hand
//! over about a work.

use super::document::Yield;
use super::names;
use super::tagged;
use super::tagged::sheet::{Sheet, language_line};
use super::tagged::table::Member;
use super::xml::{Element, Tree, Written, first_element, is_xml, keep, person, read_records};
use super::{Confidence, Readings, Source};
use crate::record::{ArticleKind, Contributor, Doi};

/// Elements of the journal, book, dissertation and patent formats and what they mean, the surer ones first.
const MEMBERS: &[(&str, Member)] = &[
    ("atitle", Member::Title),
    ("jtitle", Member::Journal),
    ("stitle", Member::Abbrev),
    ("volume", Member::Volume),
    ("issue", Member::Issue),
    ("part", Member::MaybeIssue),
    ("pages", Member::Pages),
    ("spage", Member::First),
    ("epage", Member::Last),
    ("artnum", Member::ArticleNumber),
    ("date", Member::Date),
    ("issn", Member::Standard),
    ("eissn", Member::Standard),
    ("isbn", Member::Standard),
    ("pub", Member::Publisher),
    ("inst", Member::Publisher),
    ("place", Member::Place),
    ("edition", Member::Edition),
    ("series", Member::Series),
    ("number", Member::Number),
    ("applnumber", Member::Application),
    ("degree", Member::Genre),
    ("description", Member::Abstract),
    ("subject", Member::Keywords),
];

/// The registry's words of `genre`.
const KINDS: &[(&str, ArticleKind)] = &[
    ("article", ArticleKind::Article),
    ("preprint", ArticleKind::Preprint),
    ("proceeding", ArticleKind::Paper),
    ("conference", ArticleKind::Proceedings),
    ("bookitem", ArticleKind::Chapter),
    ("book", ArticleKind::Book),
    ("report", ArticleKind::Report),
    ("dissertation", ArticleKind::Thesis),
    ("patent", ArticleKind::Patent),
    ("journal", ArticleKind::Periodical),
    ("issue", ArticleKind::Periodical),
    // Words that Zotero writes in the Dublin Core format.
    ("journalArticle", ArticleKind::Article),
    ("webpage", ArticleKind::Webpage),
    ("blogPost", ArticleKind::Webpage),
    ("computerProgram", ArticleKind::Program),
    ("dataset", ArticleKind::Dataset),
];

/// How sure it is that text is OpenURL.
pub fn sniff(head: &str) -> Confidence {
    let root = first_element(head).filter(|root| matches!(*root, "context-objects" | "context-object"));
    if root.is_some() && is_xml(head) && head.contains("info:ofi/") { 95 } else { 0 }
}

/// Reads works: a `context-object` each.
pub fn read(source: Source) -> Readings {
    read_records(source, &["context-object"], "openurl", record)
}

/// The words of the Dublin Core format, and those that mean the same here.
const OF_DC: &[(&str, &str)] = &[("creator", "au"), ("publisher", "pub"), ("type", "genre")];

/// Reads a work of keys and values: they are the elements of the XML format, with `rft.` before the name.
pub fn of_keys(pairs: &[(String, String)]) -> Yield {
    let value_of = |key: &str| pairs.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value);
    let format = value_of("rft_val_fmt").rsplit(':').next().unwrap_or_default();
    let name = ["journal", "book", "dissertation", "patent"].into_iter().find(|name| *name == format).unwrap_or("dc");
    let mut xml = String::from("<context-object><referent>");
    for (_, id) in pairs.iter().filter(|(key, value)| key == "rft_id" && !value.is_empty()) {
        push(&mut xml, "identifier", id);
    }
    xml.push_str(&format!("<metadata><{name}>"));
    for (key, value) in pairs.iter().filter(|(_, value)| !value.trim().is_empty()) {
        let Some(key) = key.strip_prefix("rft.").filter(|key| key.bytes().all(|byte| byte.is_ascii_alphanumeric())) else { continue };
        let key = OF_DC.iter().find(|(word, _)| name == "dc" && *word == key).map_or(key, |(_, known)| known);
        push(&mut xml, key, value);
    }
    xml.push_str(&format!("</{name}></metadata></referent></context-object>"));
    let tree = Tree::within("", &xml, 1);
    let Some(root) = tree.root() else { return Vec::new() };
    let mut works = record(root);
    if let Some((first, findings)) = works.first_mut() {
        findings.extend(keep(root, "openurl", first));
        for finding in findings {
            finding.line = None;
        }
    }
    works
}

fn push(xml: &mut String, name: &str, value: &str) {
    for piece in ["<", name, ">", &super::rich::escape(value), "</", name, ">"] {
        xml.push_str(piece);
    }
}

fn record(root: Element<'_>) -> Yield {
    let Some(referent) = root.child("referent") else {
        return Vec::new();
    };
    let Some(body) = referent.descendants().find(|part| part.name() == "metadata").and_then(|metadata| metadata.children().next()) else {
        return Vec::new();
    };
    let genre = body.text_of("genre");
    let word = genre.as_deref().unwrap_or_else(|| body.name());
    let mut kind = KINDS.iter().find(|(known, _)| *known == word).map_or(ArticleKind::Other, |(_, kind)| kind.clone());
    // What has a title of its own in a journal or a book, or pages there, is not the whole of it, where no word says otherwise.
    if genre.as_deref().is_none_or(|word| word == "unknown") {
        let has = |names: &[&str]| names.iter().any(|name| body.child(name).is_some());
        kind = match body.name() {
            "journal" if has(&["atitle", "spage", "pages", "artnum"]) => ArticleKind::Article,
            "book" if has(&["atitle"]) => ArticleKind::Chapter,
            _ => kind,
        };
    }
    let lang = body.text_of("language").map(|lang| language_line(&lang)).unwrap_or_default();
    let mut sheet = Sheet::new(kind, lang);
    titles(body, &mut sheet);
    authors(body, &mut sheet);
    for (name, member) in MEMBERS {
        for part in body.all(name) {
            file(part, *member, &mut sheet);
        }
    }
    for id in referent.all("identifier").chain(body.all("identifier")) {
        identifier(id, &mut sheet);
    }
    // The format, which the element's own name says too.
    for part in root.descendants().filter(|part| part.name() == "format") {
        part.take();
    }
    sheet.finish();
    sheet.tell_if_untitled(root.line());
    vec![(*sheet.article, sheet.findings)]
}

/// The title of the work and of the book that it stands in: `title` is the one where `atitle` is not, the other where it is.
fn titles(body: Element<'_>, sheet: &mut Sheet) {
    let inner = body.child("atitle").is_some();
    let member = if inner { Member::Journal } else { Member::Title };
    for name in ["btitle", "title"] {
        for part in body.all(name) {
            file(part, member, sheet);
        }
    }
}

/// The first author may stand in parts (`aulast`, `aufirst`, `auinit`), and again among the whole names (`au`).
fn authors(body: Element<'_>, sheet: &mut Sheet) {
    let family = body.text_of("aulast");
    let initials = || {
        let both = [body.text_of("auinit1"), body.text_of("auinitm")];
        Some(both.into_iter().flatten().collect::<Vec<_>>().join(" ")).filter(|initials| !initials.is_empty())
    };
    let given = body.text_of("aufirst").or_else(|| body.text_of("auinit")).or_else(initials);
    let whole: Vec<Contributor> = body.all("au").filter_map(Element::text).map(|name| author(&name)).collect();
    let suffix = body.text_of("ausuffix");
    let again = family.as_deref().is_some_and(|family| {
        let is_word = |name: &str| {
            name.split([' ', ',']).any(|word| word.eq_ignore_ascii_case(family))
                || name.strip_prefix(family).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_alphabetic()))
        };
        whole.first().is_some_and(|one| one.family.values().chain(one.name.values()).any(|name| is_word(name)))
    });
    // The whole name of one who stands in parts too does not say them.
    let in_parts = whole.first().is_some_and(|one| one.family.is_empty()) && family.is_some() && given.is_some();
    let whole = whole.into_iter().skip(usize::from(again && in_parts));
    if !again || in_parts {
        sheet.article.authors.extend(person([Written { family, given, suffix, ..Written::default() }]));
    }
    sheet.article.authors.extend(whole);
    for body in body.all("aucorp").filter_map(Element::text) {
        sheet.file(Member::Collaboration, &body);
    }
}

/// `Udvarhelyi, I S`, or `I S Udvarhelyi`: before the family name stand nothing but letters.
fn author(name: &str) -> Contributor {
    if let Some(one) = name.contains(", ").then(|| tagged::people::person(name)).flatten() {
        return one;
    }
    let initials = |given: &str| given.split([' ', '.']).all(|letter| letter.len() <= 1 && letter.is_ascii());
    let parts = name.trim().rsplit_once(' ').filter(|(given, _)| initials(given));
    let written =
        parts.map(|(given, family)| Written { family: Some(family.to_owned()), given: Some(given.to_owned()), ..Written::default() });
    written.and_then(|written| person([written])).unwrap_or_else(|| names::person(name))
}

fn file(part: Element<'_>, member: Member, sheet: &mut Sheet) {
    if let Some(text) = part.text()
        && !sheet.file(member, &text)
    {
        part.leave();
    }
}

/// `info:doi/10.…`, `info:pmid/…`, `urn:ISBN:…` or an address.
fn identifier(part: Element<'_>, sheet: &mut Sheet) {
    let Some(text) = part.text() else { return };
    let filed = match text.strip_prefix("info:").and_then(|info| info.split_once('/')) {
        Some(("pmid", pmid)) => sheet.file(Member::Pmid, pmid),
        Some(("doi", doi)) => sheet.file(Member::Doi, doi),
        _ if Doi::parse(&text).is_some() => sheet.file(Member::Doi, &text),
        _ if text.starts_with("http") => sheet.file(Member::Link, &text),
        _ => text.to_ascii_lowercase().strip_prefix("urn:isbn:").is_some_and(|isbn| sheet.file(Member::Standard, isbn)),
    };
    if !filed {
        part.leave();
    }
}
