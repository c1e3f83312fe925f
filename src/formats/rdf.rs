//! RDF/XML in the words of the Bibliographic Ontology (BIBO with Dublin Core and FOAF) or of schema.org.
//!
//! A node stands within the property that points at it, or elsewhere under a name (`rdf:about`, `rdf:nodeID`) by which it is
//! pointed at (`rdf:resource`, `rdf:nodeID`). Journals, issues and people are nodes as works are; a work is one whose type is
//! in the table and that no other node says to be its host.

use std::collections::{HashMap, HashSet};

use super::document::Yield;
use super::tagged::sheet::{Sheet, language_line};
use super::tagged::table::Member;
use super::xml::{Element, Written, body, keep, person, read_records};
use super::{Confidence, Finding, Readings, Source, names};
use crate::record::{ArticleKind, Contributor, Doi};

/// The name under which what has no place is kept.
const NAME: &str = "rdf";

/// How deep a host may stand in another: an article in an issue in a volume in a journal, and in a series.
const DEEPEST: usize = 6;

/// Types of nodes that are works.
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

/// Properties that name people, and their roles. Lists, which have an order, go before the properties that have none.
const PEOPLE: &[(&str, &[&str], Option<&str>)] = &[
    ("authorList", &["creator", "author"], None),
    ("editorList", &["editor"], Some("editor")),
    ("", &["translator"], Some("translator")),
    ("contributorList", &["contributor"], Some("contributor")),
];

/// How sure it is that text is such RDF. Zotero's own has neither vocabulary.
pub fn sniff(head: &str) -> Confidence {
    let words = ["purl.org/ontology/bibo/", "http://schema.org/", "https://schema.org/"];
    if head.contains("<rdf:RDF") && words.iter().any(|word| head.contains(word)) { 97 } else { 0 }
}

/// Reads works.
pub fn read(source: Source) -> Readings {
    read_records(source, &["RDF"], NAME, works)
}

/// The nodes of a document by their names.
struct Nodes<'t>(HashMap<String, Element<'t>>);

impl<'t> Nodes<'t> {
    fn of(root: Element<'t>) -> Self {
        let mut nodes = HashMap::new();
        for element in root.descendants() {
            // A property points with `nodeID` too: a node has parts, or is another's type.
            for name in ["about", "nodeID", "ID"] {
                if let Some(name) = element.attribute(name).filter(|_| element.has_elements()) {
                    nodes.entry(name.into_owned()).or_insert(element);
                }
            }
        }
        Self(nodes)
    }

    /// What a property points at: the node in it, or the one that it names.
    fn at(&self, property: Element<'t>) -> Option<Element<'t>> {
        property.children().next().or_else(|| self.0.get(pointed_at(property)?.as_str()).copied())
    }
}

/// The name that a property points with.
fn pointed_at(property: Element<'_>) -> Option<String> {
    ["resource", "nodeID"].into_iter().find_map(|name| property.attribute(name)).map(std::borrow::Cow::into_owned)
}

/// The kind of a node: by its element, or by its `rdf:type`.
fn kind(node: Element<'_>) -> Option<ArticleKind> {
    let of = |name: &str| KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| kind.clone());
    of(node.name()).or_else(|| {
        let mut types = node.all("type").filter_map(pointed_at);
        types.find_map(|address| of(address.rsplit(['/', '#']).next()?))
    })
}

fn works(root: Element<'_>) -> Yield {
    let nodes = Nodes::of(root);
    let hosts: HashSet<String> = root.descendants().filter(|part| part.name() == "isPartOf").filter_map(pointed_at).collect();
    let is_host =
        |node: Element<'_>| node.attribute("about").or_else(|| node.attribute("nodeID")).is_some_and(|name| hosts.contains(&*name));
    let mut found = Vec::new();
    for node in root.children().filter(|node| !is_host(*node)) {
        let Some(kind) = kind(node) else { continue };
        let mut sheet = work(node, kind, &nodes);
        let findings = &mut sheet.findings;
        findings.extend(keep(node, NAME, &mut sheet.article));
        found.push((*sheet.article, sheet.findings));
    }
    // What was left of each work is with it.
    root.take();
    found
}

fn work(node: Element<'_>, kind: ArticleKind, nodes: &Nodes<'_>) -> Sheet {
    let lang = node.text_of("language").or_else(|| node.text_of("inLanguage")).map(|lang| language_line(&lang));
    let mut sheet = Sheet::new(kind, lang.unwrap_or_default());
    for (list, properties, role) in PEOPLE {
        people(node, list, properties, *role, nodes, &mut sheet);
    }
    for part in node.children() {
        let member = OWN.iter().chain(MEMBERS).find(|(name, _)| *name == part.name());
        match (member, part.name()) {
            (Some((_, member)), _) => file(part, *member, &mut sheet),
            (None, "publisher" | "distributor" | "sourceOrganization") => publisher(part, nodes, &mut sheet),
            (None, "uri" | "url" | "sameAs" | "identifier" | "handle") => address(part, &mut sheet),
            (None, "isPartOf") => {
                host(part, nodes, &mut sheet, 0);
                part.take();
            }
            (None, "type") => part.take(),
            _ => {}
        }
    }
    let has_address = !sheet.article.links.is_empty() || sheet.article.ids.doi.is_some();
    if let Some(about) = node.attribute("about").filter(|about| !has_address && about.starts_with("http")) {
        sheet.file(if Doi::parse(&about).is_some() { Member::Doi } else { Member::Link }, &about);
    }
    sheet.finish();
    if sheet.article.title.is_empty() {
        sheet.findings.push(Finding::kept("the record has no title").at(node.line()).of("title"));
    }
    sheet
}

fn file(part: Element<'_>, member: Member, sheet: &mut Sheet) {
    // A subject may be a node with a name.
    let text = if part.has_elements() { part.find("name").or_else(|| part.find("prefLabel")).and_then(Element::text) } else { part.text() };
    if let Some(text) = text
        && !sheet.file(member, &text)
    {
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
fn publisher(part: Element<'_>, nodes: &Nodes<'_>, sheet: &mut Sheet) {
    let Some(node) = nodes.at(part) else {
        file(part, Member::Publisher, sheet);
        return;
    };
    if let Some(name) = node.text_of("name") {
        sheet.file(Member::Publisher, &name);
    }
    if let Some(place) = node.find("localityName").or_else(|| node.find("addressLocality")).or_else(|| node.find("locality")) {
        sheet.file(Member::Place, &place.text().unwrap_or_default());
    }
    part.take();
}

/// What a work stands in: an issue in a volume in a journal, a book, and the series of either.
fn host(part: Element<'_>, nodes: &Nodes<'_>, sheet: &mut Sheet, depth: usize) {
    let Some(node) = nodes.at(part).filter(|_| depth < DEEPEST) else { return };
    let series = matches!(node.name(), "Series" | "BookSeries");
    let numbered = node.has_elements() && matches!(node.name(), "Issue" | "PublicationIssue" | "PublicationVolume");
    for part in node.children() {
        match part.name() {
            "title" | "name" if series => file(part, Member::Series, sheet),
            "number" | "position" if series => file(part, Member::SeriesNumber, sheet),
            // An issue may have a title of its own.
            "title" | "name" if !numbered => file(part, Member::Journal, sheet),
            "shortTitle" => file(part, Member::Abbrev, sheet),
            "publisher" => publisher(part, nodes, sheet),
            "isPartOf" => host(part, nodes, sheet, depth + 1),
            name => {
                if let Some((_, member)) = MEMBERS.iter().find(|(known, _)| *known == name) {
                    file(part, *member, sheet);
                }
            }
        }
    }
    people(node, "editorList", &["editor"], Some("editor"), nodes, sheet);
}

/// People by a list where there is one, else by the properties.
fn people(node: Element<'_>, list: &str, properties: &[&str], role: Option<&str>, nodes: &Nodes<'_>, sheet: &mut Sheet) {
    let listed = node.child(list);
    let named = || node.children().filter(|part| properties.contains(&part.name()));
    let entries: Vec<Element<'_>> = match listed {
        Some(list) => list.descendants().filter(|one| one.name() == "li" || one.name() == "Description").collect(),
        None => named().collect(),
    };
    for one in entries {
        let known = nodes.at(one).and_then(|node| contributor(node));
        let found = known.or_else(|| Some(names::person(&one.text().filter(|name| !name.is_empty())?)));
        sheet.article.authors.extend(found.map(|found| Contributor { role: role.map(str::to_owned), ..found }));
        one.take();
    }
    if let Some(list) = listed {
        list.take();
        named().for_each(Element::take);
    }
}

/// A person or an organisation.
fn contributor(node: Element<'_>) -> Option<Contributor> {
    let first = |names: &[&str]| names.iter().find_map(|name| node.text_of(name));
    let family = first(&["surname", "familyName", "family_name", "lastName"]);
    let given = first(&["givenName", "givenname", "firstName"]);
    let name = first(&["name"]);
    match (family, name) {
        (Some(family), _) => person([Written { family: Some(family), given, ..Written::default() }]),
        (None, Some(name)) if node.name().ends_with("Organization") => Some(body(name)),
        (None, Some(name)) => Some(names::person(&name)),
        _ => None,
    }
}
