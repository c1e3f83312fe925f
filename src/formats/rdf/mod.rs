//! RDF/XML in the words of the Bibliographic Ontology (BIBO with Dublin Core and FOAF) or of schema.org.
//!
//! A node stands within the property that points at it, or elsewhere under a name (`rdf:about`, `rdf:nodeID`, `rdf:ID`) by which
//! it is pointed at (`rdf:resource`, `rdf:nodeID`). Journals, issues and people are nodes as works are. Every node directly
//! within `rdf:RDF` whose type is one of works is a record, also when another is part of it (a book with its chapters); one of
//! a type that nobody knows is a record when it has a title and nothing is part of it.
//!
//! ```text
//! mod ── nodes   nodes by their names, what was read of each, so that one that many point at is read once
//!      ├ host    what a work stands in: an issue, a volume, a journal, a book, a series
//!      └ people  persons and organisations, one or in a list
//! ```

mod host;
mod nodes;
mod people;

use std::collections::HashSet;

use super::document::Yield;
use super::tagged::sheet::{Sheet, language_line};
use super::tagged::table::Member;
use super::xml::{Element, first_element, is_xml, keep, read_records};
use super::{Confidence, Finding, Readings, Severity, Source};
use crate::record::{ArticleKind, Doi};
use nodes::{Nodes, pointed_at, types};

/// The name under which what has no place is kept.
const NAME: &str = "rdf";

/// The name space of BIBO, which Zotero's export in BIBO declares beside Zotero's own.
const BIBO: &str = "http://purl.org/ontology/bibo/";

/// The name space of schema.org, as it was and as it is.
const SCHEMA: [&str; 2] = ["http://schema.org/", "https://schema.org/"];

/// The name space of Zotero's RDF.
const ZOTERO: &str = "http://www.zotero.org/namespaces/export#";

/// Types of nodes that are works. One that is in none of the tables is a work of no known kind, when it has a title.
const KINDS: &[(&str, ArticleKind)] = &[
    ("AcademicArticle", ArticleKind::Article),
    ("ScholarlyArticle", ArticleKind::Article),
    ("MedicalScholarlyArticle", ArticleKind::Article),
    ("Article", ArticleKind::Article),
    ("NewsArticle", ArticleKind::Newspaper),
    ("Book", ArticleKind::Book),
    ("EditedBook", ArticleKind::Book),
    ("BookSection", ArticleKind::Chapter),
    ("Chapter", ArticleKind::Chapter),
    ("Proceedings", ArticleKind::Proceedings),
    ("Thesis", ArticleKind::Thesis),
    ("Report", ArticleKind::Report),
    ("Standard", ArticleKind::Standard),
    ("Patent", ArticleKind::Patent),
    ("Webpage", ArticleKind::Webpage),
    ("WebPage", ArticleKind::Webpage),
    ("Dataset", ArticleKind::Dataset),
    ("Map", ArticleKind::Map),
    ("SoftwareApplication", ArticleKind::Program),
    ("SoftwareSourceCode", ArticleKind::Program),
    ("Manuscript", ArticleKind::Archive),
    ("Document", ArticleKind::Other),
    ("DocumentPart", ArticleKind::Other),
    ("CreativeWork", ArticleKind::Other),
];

/// Properties that are plain text, of a work or of what it stands in.
const MEMBERS: &[(&str, Member)] = &[
    ("volume", Member::Volume),
    ("volumeNumber", Member::Volume),
    ("issue", Member::Issue),
    ("issueNumber", Member::Issue),
    ("date", Member::Date),
    ("issued", Member::Date),
    ("created", Member::Date),
    ("datePublished", Member::Date),
    ("issn", Member::Standard),
    ("eissn", Member::Standard),
    ("isbn", Member::Standard),
    ("isbn10", Member::Standard),
    ("isbn13", Member::Standard),
    ("edition", Member::Edition),
    ("bookEdition", Member::Edition),
];

/// Properties that are plain text, of the work alone.
const OWN: &[(&str, Member)] = &[
    ("title", Member::Title),
    ("name", Member::Title),
    ("headline", Member::Title),
    ("shortTitle", Member::Short),
    ("alternativeHeadline", Member::Short),
    ("abstract", Member::Abstract),
    ("description", Member::Abstract),
    ("subject", Member::Keywords),
    ("about", Member::Keywords),
    ("keywords", Member::Keywords),
    ("doi", Member::Doi),
    ("pmid", Member::Pmid),
    ("pages", Member::Pages),
    ("pagination", Member::Pages),
    ("pageStart", Member::First),
    ("pageEnd", Member::Last),
    ("number", Member::Number),
    ("rights", Member::Rights),
    ("degree", Member::Genre),
];

/// Types of nodes that stand beside works and are none, though they may have a title.
const OTHERS: &[&str] = &[
    "Person",
    "Organization",
    "Organisation",
    "Agent",
    "Group",
    "Journal",
    "Periodical",
    "Magazine",
    "Newspaper",
    "Series",
    "BookSeries",
    "Issue",
    "PublicationIssue",
    "PublicationVolume",
    "Collection",
    "Memo",
    "Note",
    "Attachment",
    "Concept",
    "ConceptScheme",
    "Place",
    "Event",
    "Conference",
    "Website",
    "WebSite",
    "Ontology",
    "Class",
    "Property",
    "Seq",
    "Bag",
    "Alt",
    "List",
];

/// How sure it is that text is such RDF: it begins with its element, and declares the name space of BIBO or of schema.org.
/// Zotero's own is left to its reader.
pub fn sniff(head: &str) -> Confidence {
    // Other formats may tell of RDF somewhere.
    let is_rdf = is_xml(head) && first_element(head) == Some("RDF");
    let bibo = is_rdf && declares(head, BIBO);
    if !is_rdf || !(bibo || SCHEMA.iter().any(|address| declares(head, address))) {
        return 0;
    }
    let zotero = !bibo && head.contains("itemType") && declares(head, ZOTERO);
    if zotero { 0 } else { 97 }
}

/// Whether an address stands as the value of `xmlns` or `xmlns:…`, or of an entity that is written there in its place.
fn declares(head: &str, address: &str) -> bool {
    head.match_indices(address).any(|(at, _)| {
        let (before, behind) = (head.get(..at).unwrap_or_default(), head.get(at + address.len()..).unwrap_or_default());
        let Some(before) = ['"', '\''].iter().filter(|quote| behind.starts_with(**quote)).find_map(|quote| before.strip_suffix(*quote))
        else {
            return false;
        };
        let before = before.trim_end();
        match before.strip_suffix('=') {
            Some(before) => {
                let parts = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<');
                before.trim_end().rsplit(parts).next().is_some_and(|name| name == "xmlns" || name.starts_with("xmlns:"))
            }
            None => before.split_whitespace().nth_back(1).is_some_and(|word| word.ends_with("<!ENTITY")),
        }
    })
}

/// What is said of a file in which nothing is a work.
const NO_WORK: &str = "no work is in this file: nothing directly within <RDF> has a type of BIBO or schema.org for works, \
                       nor another type and a title";

/// Reads works. A file in which nothing is a work says so.
pub fn read(source: Source) -> Readings {
    let mut readings = read_records(source, &["RDF"], NAME, works);
    let mut says_nothing = true;
    Box::new(std::iter::from_fn(move || match readings.next() {
        Some(reading) => {
            says_nothing &= reading.as_ref().is_err_and(|finding| finding.severity == Severity::Kept);
            Some(reading)
        }
        None => std::mem::take(&mut says_nothing).then(|| Err(Finding::skipped(NO_WORK))),
    }))
}

/// The kind of a work by its element or by its `rdf:type`.
fn kind(node: Element<'_>) -> Option<ArticleKind> {
    types(node).find_map(|name| KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| kind.clone()))
}

/// The names by which properties point at nodes: at those that something is part of, and at others.
struct Pointed {
    hosts: HashSet<String>,
    others: HashSet<String>,
}

impl Pointed {
    fn of(root: Element<'_>) -> Self {
        let (mut hosts, mut others) = (HashSet::new(), HashSet::new());
        for part in root.descendants() {
            match part.name() {
                "isPartOf" => hosts.extend(pointed_at(part)),
                "hasPart" => {}
                _ => others.extend(pointed_at(part).filter(|_| !part.has_elements())),
            }
        }
        Self { hosts, others }
    }

    /// Whether a node whose type nobody knows is a work: it has a title, or a name by which nothing else calls it (a keyword,
    /// a publisher).
    fn is_work(&self, node: Element<'_>) -> bool {
        let among = |set: &HashSet<String>| nodes::names(node).any(|name| set.contains(&name));
        let has = |names: &[&str]| node.children().any(|part| names.contains(&part.name()));
        let titled = has(&["title", "headline"]);
        let is_person = || has(&["surname", "familyName", "family_name", "lastName", "givenName", "givenname", "firstName"]);
        (titled || (has(&["name"]) && !is_person() && !among(&self.others)))
            && !among(&self.hosts)
            && !types(node).any(|name| OTHERS.contains(&name.as_str()) || name.ends_with("Organization"))
    }
}

fn works(root: Element<'_>) -> Yield {
    let mut nodes = Nodes::of(root);
    let pointed = Pointed::of(root);
    let mut found = Vec::new();
    for node in root.children() {
        let mut sheet = match kind(node) {
            Some(kind) => work(node, kind, &mut nodes),
            None if pointed.is_work(node) => {
                let mut sheet = work(node, ArticleKind::Other, &mut nodes);
                if let Some(word) = types(node).filter(|word| word != "Description").last() {
                    sheet.file(Member::Genre, &word);
                }
                sheet
            }
            None => continue,
        };
        sheet.findings.extend(nodes.complaint(node.line()));
        sheet.findings.extend(keep(node, NAME, &mut sheet.article));
        found.push((*sheet.article, sheet.findings));
    }
    // What was left of each work is with it; of journals and people the works have what there is a place for.
    root.take();
    found
}

fn work<'t>(node: Element<'t>, kind: ArticleKind, nodes: &mut Nodes<'t>) -> Sheet {
    let lang = node.text_of("language").or_else(|| node.text_of("inLanguage")).map(|lang| language_line(&lang));
    let mut sheet = Sheet::new(kind, lang.unwrap_or_default());
    for of in people::ROLES {
        sheet.article.authors.extend(people::of(node, of, nodes));
    }
    // When a description was made says when the work was published only where nothing else does.
    let (created, first): (Vec<_>, Vec<_>) = node.children().partition(|part| part.name() == "created");
    for part in first {
        let member = OWN.iter().chain(MEMBERS).find(|(name, _)| *name == part.name());
        match (member, part.name()) {
            (Some((_, member)), _) => file(part, *member, nodes, &mut sheet),
            (None, "publisher" | "distributor" | "sourceOrganization") => publisher(part, nodes, &mut sheet),
            (None, "uri" | "url" | "sameAs" | "identifier" | "handle") => address(part, &mut sheet),
            (None, "type") => part.take(),
            _ => {}
        }
    }
    host::file(node, nodes, &mut sheet);
    for part in created {
        file(part, Member::Date, nodes, &mut sheet);
    }
    let has_address = !sheet.article.links.is_empty() || sheet.article.ids.doi.is_some();
    if let Some(about) = node.attribute("about").filter(|about| !has_address && about.starts_with("http")) {
        sheet.file(if Doi::parse(&about).is_some() { Member::Doi } else { Member::Link }, &about);
    }
    sheet.finish();
    sheet.tell_if_untitled(node.line());
    sheet
}

/// Files what a property says, or leaves it to be kept.
fn file<'t>(part: Element<'t>, member: Member, nodes: &mut Nodes<'t>, sheet: &mut Sheet) {
    if !nodes.value(part).is_some_and(|text| sheet.file(member, &text)) {
        part.leave();
    }
}

/// An address as text or as what is pointed at; one of a DOI is the DOI.
fn address(part: Element<'_>, sheet: &mut Sheet) {
    let Some(text) = part.text().filter(|text| !text.is_empty()).or_else(|| pointed_at(part)) else { return };
    let filed = match Doi::parse(&text) {
        Some(_) if sheet.article.ids.doi.is_none() => sheet.file(Member::Doi, &text),
        Some(_) => false,
        None => text.starts_with("http") && sheet.file(Member::Link, &text),
    };
    if filed { part.take() } else { part.leave() }
}

/// An organisation with a name and a place, or a name.
fn publisher<'t>(part: Element<'t>, nodes: &mut Nodes<'t>, sheet: &mut Sheet) {
    let mut any = false;
    for (member, text) in nodes.publisher(part).iter() {
        any |= sheet.file(*member, text);
    }
    if any { part.take() } else { part.leave() }
}

#[cfg(test)]
mod tests;
