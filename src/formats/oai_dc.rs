//! Dublin Core: `oai_dc` records, alone or in the envelopes of OAI-PMH, qualified terms, and arXiv's own form.

mod openaire;

use super::document::Yield;
use super::xml::{Element, Written, is_xml, list_language, person, read_records, written_date};
use super::{Confidence, Readings, Source, host_line, names};
use crate::record::{
    AbstractSection, Affiliation, Article, ArticleKind, Contributor, Doi, Language, Link, MultiText, PartialDate, Subject,
};

/// How sure it is that text is Dublin Core.
pub fn sniff(head: &str) -> Confidence {
    let named = ["purl.org/dc/", "oai_dc:dc", "<dc:title", "<dc:creator", "<dcterms:title", "http://arxiv.org/OAI/"];
    let page = || head.to_ascii_lowercase().contains("<html") || head.contains("<rdf:RDF");
    if is_xml(head) && named.iter().any(|name| head.contains(name)) && !page() { 80 } else { 0 }
}

/// Reads records.
pub fn read(source: Source) -> Readings {
    read_records(source, &["record", "dc", "arXiv", "qualifieddc", "metadata"], "oai-dc", record)
}

/// Words of `dc:type` and the kinds that they are, by a part of them.
const KINDS: &[(&str, ArticleKind)] = &[
    // "Peer-reviewed Article", as Open Journal Systems have it.
    ("reviewed article", ArticleKind::Article),
    ("preprint", ArticleKind::Preprint),
    ("review", ArticleKind::Review),
    ("editorial", ArticleKind::Editorial),
    ("thesis", ArticleKind::Thesis),
    ("dissertation", ArticleKind::Thesis),
    ("bookpart", ArticleKind::Chapter),
    ("chapter", ArticleKind::Chapter),
    ("book", ArticleKind::Book),
    ("conference", ArticleKind::Paper),
    ("proceeding", ArticleKind::Paper),
    ("dataset", ArticleKind::Dataset),
    ("software", ArticleKind::Program),
    ("report", ArticleKind::Report),
    ("patent", ArticleKind::Patent),
    ("article", ArticleKind::Article),
];

fn record(root: Element<'_>) -> Yield {
    if let Some(header) = root.child("header") {
        // A record that was withdrawn has nothing but its header.
        if header.has("status", "deleted") {
            return Vec::new();
        }
    }
    let mut article = Article::default();
    let body = root.child("metadata").unwrap_or(root);
    let inner = body.children().next().filter(|inner| inner.has_elements()).unwrap_or(body);
    let language = inner.children().find(|part| part.name() == "language").and_then(Element::text);
    article.lang = language.map_or(Language::Und, |word| Language::parse(&word));
    if inner.name() == "arXiv" {
        arxiv(inner, &mut article);
    } else {
        for part in inner.children() {
            element(part, &mut article);
        }
        let on_arxiv = |part: Element<'_>| part.text().is_some_and(|text| of_arxiv(&text.to_lowercase()).is_some());
        if article.kind == ArticleKind::Article && is_nowhere_else(&article) && inner.all("identifier").any(on_arxiv) {
            article.kind = ArticleKind::Preprint;
        }
    }
    if article.title.is_empty() && article.authors.is_empty() {
        return Vec::new();
    }
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    article.year = article.dates.published.map(|date| date.year).or(article.year);
    vec![(article, Vec::new())]
}

fn element(part: Element<'_>, article: &mut Article) {
    let declared = part.attribute("lang").map(|lang| Language::parse(&lang));
    match part.name() {
        "title" | "alternative" => title(part, declared.as_ref(), article),
        "creator" | "contributor" => {
            let role = (part.name() == "contributor").then_some("contributor");
            if let Some(text) = part.text() {
                let (text, stated) = role_behind(&text);
                let role = stated.as_deref().or(role).filter(|role| *role != "author");
                // Open Journal Systems write the institution behind the name: `Smith, John; Univ A`.
                let alone = text.split_once("; ").filter(|(name, institution)| name.contains(',') && is_institution(institution));
                let (names, institution) = alone.unwrap_or((text, ""));
                let from = article.authors.len();
                article.authors.extend(creators(names, role));
                if !institution.is_empty() {
                    let known =
                        article.affiliations.iter().take(200).position(|known| known.text.values().any(|known| known == institution));
                    let at = known.unwrap_or_else(|| {
                        let text = MultiText::of(Language::of_text(institution), crate::formats::rich::escape(institution));
                        article.affiliations.push(Affiliation { text, ..Affiliation::default() });
                        article.affiliations.len() - 1
                    });
                    article.authors.iter_mut().skip(from).for_each(|one| one.aff = vec![at]);
                }
            }
        }
        "subject" => {
            let Some(text) = part.rich() else { return };
            if let Some(class) = openaire::class(&text) {
                return article.subjects.push(class);
            }
            let lang = list_language(declared.as_ref(), &text);
            let words = text.split([';', '；']).map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned);
            article.keywords.entry(lang).extend(words);
        }
        "description" | "abstract" => description(part, declared.as_ref(), article),
        "publisher" => {
            if let Some(text) = part.rich() {
                let lang = list_language(declared.as_ref(), &text);
                if article.journal.publisher.get(&lang).is_none() {
                    article.journal.publisher.insert(lang, text);
                }
            }
        }
        "date" | "issued" | "available" => date(part, article),
        "type" => {
            let Some(text) = part.text() else { return };
            let lower = text.to_lowercase();
            let kind = KINDS.iter().find(|(word, _)| lower.contains(word)).map(|(_, kind)| kind.clone());
            if article.kind == ArticleKind::Article
                && let Some(kind) = kind
            {
                article.kind = kind;
            }
            article.rest.entry("dc-type").or_insert_with(|| text.into());
        }
        "identifier" | "relation" => identifier(part, article),
        "source" | "isPartOf" => source(part, declared.as_ref(), article),
        "language" => {
            part.take();
        }
        "rights" | "accessRights" | "license" => rights(part, article),
        _ => {}
    }
}

/// A name, and what stands behind it in brackets where that is what somebody did: `Poe, Ann (advisor)`.
fn role_behind(text: &str) -> (&str, Option<String>) {
    const ROLES: &[&str] = &["author", "editor", "advisor", "supervisor", "translator", "illustrator", "reviewer", "compiler", "referee"];
    let behind = text.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
    let stated = behind.map(|(name, role)| (name.trim_end(), role.to_lowercase()));
    stated.filter(|(_, role)| ROLES.contains(&role.as_str())).map_or((text, None), |(name, role)| (name, Some(role)))
}

fn title(part: Element<'_>, declared: Option<&Language>, article: &mut Article) {
    let own = article.lang.clone();
    let Some(text) = part.rich() else { return };
    let lang = list_language(declared.or(Some(&own)), &text);
    let place = if part.name() == "alternative" { &mut article.short_title } else { &mut article.title };
    if place.get(&lang).is_none() {
        place.insert(lang, text);
    } else {
        let other = Language::of_text(&text);
        if article.title.get(&other).is_none() {
            article.title.insert(other, text);
        }
    }
}

/// `Voigt, Andre`, `Alan Watson`, or several in one element.
/// Whether text has a word that institutions have.
fn is_institution(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "univ",
        "institut",
        "dept",
        "department",
        "departamento",
        "hospital",
        "college",
        "school",
        "escuela",
        "faculty",
        "facultad",
        "faculdade",
        "fakult",
        "laborator",
        "academy",
        "academia",
        "centre",
        "center",
        "centro",
        "大学",
        "学院",
        "研究所",
        "研究院",
        "医院",
    ];
    let lower = text.to_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

fn creators(text: &str, role: Option<&str>) -> Vec<Contributor> {
    let mut people: Vec<Contributor> = text
        .split([';', '；'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(|name| {
            // `Hu, Yefei`, and with a third part `Smith, John, Jr`.
            let mut parts = name.split(',').map(str::trim);
            match (parts.next(), parts.next(), parts.next()) {
                (Some(family), Some(given), suffix) if !family.is_empty() && !given.is_empty() => {
                    let suffix = suffix.filter(|suffix| suffix.len() <= 4).map(str::to_owned);
                    let written = Written { family: Some(family.to_owned()), given: Some(given.to_owned()), suffix, ..Written::default() };
                    person([written]).unwrap_or_default()
                }
                _ => names::person(name),
            }
        })
        .collect();
    for one in &mut people {
        one.role = role.map(str::to_owned);
    }
    people
}

fn description(part: Element<'_>, declared: Option<&Language>, article: &mut Article) {
    // Sources put comments, sizes and places here too; the abstract is the first of some length.
    let Some(text) = part.rich() else { return };
    if text.starts_with("Comment:") {
        article.notes.push(text);
        return;
    }
    let lang = list_language(declared, &text);
    if article.abstracts.get(&lang).is_none() {
        article.abstracts.insert(lang, vec![AbstractSection { text, ..AbstractSection::default() }]);
    } else {
        article.notes.push(text);
    }
}

fn date(part: Element<'_>, article: &mut Article) {
    let Some(text) = part.text() else { return };
    match written_date(&text) {
        // Of several dates the first is that of the work, the later those of its versions.
        Some(date) if article.dates.published.is_none_or(|known: PartialDate| known > date && part.name() != "available") => {
            article.dates.published = Some(date);
        }
        Some(date) => {
            article.dates.rest.entry("updated").or_insert_with(|| date.to_string().into());
        }
        None => {
            article.dates.raw.entry("published").or_insert_with(|| text.into());
        }
    }
}

/// The number on arXiv in an identifier in lower case.
fn of_arxiv(lower: &str) -> Option<&str> {
    lower.split_once("arxiv.org/abs/").or_else(|| lower.split_once("arxiv:")).map(|(_, id)| id)
}

/// Whether no journal has the work, by its source and by its DOI: what stands on arXiv alone is a preprint.
fn is_nowhere_else(article: &Article) -> bool {
    let journal = &article.journal;
    let of_journal = article.ids.doi.as_ref().is_some_and(|doi| !doi.to_string().to_lowercase().contains("arxiv"));
    journal.title.is_empty() && journal.issn.is_empty() && !of_journal
}

fn identifier(part: Element<'_>, article: &mut Article) {
    let Some(text) = part.text() else { return };
    let lower = text.to_lowercase();
    let related = part.name() == "relation";
    if let Some(grant) = openaire::grant(&text) {
        return article.funding.push(grant);
    }
    if let Some(isbn) = lower.strip_prefix("urn:isbn:").or_else(|| lower.strip_prefix("isbn:")) {
        return article.ids.add_isbn(isbn.trim());
    }
    if let Some(id) = of_arxiv(&lower) {
        article.ids.arxiv.get_or_insert_with(|| id.to_owned());
    }
    let doi = Doi::parse(&text).filter(|_| !related || lower.contains("doi"));
    match doi {
        Some(doi) if article.ids.doi.is_none() => article.ids.doi = Some(doi),
        _ if lower.starts_with("http") && !related => {
            let kind = if lower.ends_with(".pdf") { "pdf" } else { "html" };
            article.links.push(Link { kind: kind.to_owned(), url: text, ..Link::default() });
        }
        _ if lower.starts_with("issn") || is_issn(&text) => {
            article.journal.issn.push(text.trim_start_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, ':' | ' ')).to_owned());
        }
        _ => {
            let name = if related { "relation" } else { "identifier" };
            let list = article.ids.rest.entry(name).or_insert_with(|| Vec::<serde_json::Value>::new().into());
            if let Some(list) = list.as_array_mut() {
                list.push(text.into());
            }
        }
    }
}

fn is_issn(text: &str) -> bool {
    text.len() == 9 && text.as_bytes().get(4) == Some(&b'-') && text.bytes().filter(u8::is_ascii_digit).count() >= 7
}

/// `Journal; Vol. 12 No. 3 (2019); 45-58`, an ISSN, or the name of a journal.
fn source(part: Element<'_>, declared: Option<&Language>, article: &mut Article) {
    let Some(text) = part.rich() else { return };
    if is_issn(&text) {
        article.journal.add_issn(&text);
        return;
    }
    if let Some(place) = host_line::place(&text) {
        let lang = list_language(declared, place.title);
        return place.fill(lang, article);
    }
    let mut pieces = text.split(';').map(str::trim);
    let name = pieces.next().unwrap_or_default().to_owned();
    let lang = list_language(declared, &name);
    if article.journal.title.get(&lang).is_none() && !name.is_empty() {
        article.journal.title.insert(lang, name);
    }
    for piece in pieces {
        // `Vol 5, No 2`: a word that ends with no point is one of a number only before figures.
        let number = |head: &[&str]| {
            let behind = |head: &&str| piece.split_once(*head).map(|(_, rest)| rest.trim_start());
            let is_number = |(head, rest): &(&str, &str)| !head.ends_with("o ") || rest.starts_with(|c: char| c.is_ascii_digit());
            let (_, at) = head.iter().filter_map(|head| Some((*head, behind(head)?))).find(is_number)?;
            let end = at.find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ')')).unwrap_or(at.len());
            at.get(..end).filter(|number| !number.is_empty()).map(str::to_owned)
        };
        let volume = number(&["Vol.", "Vol ", "Bd.", "v. "]);
        let issue = number(&["No.", "No ", "Núm.", "Nr.", "n. ", "Issue"]);
        if volume.is_none() && issue.is_none() && piece.starts_with(|c: char| c.is_ascii_digit()) && article.pages.is_empty() {
            article.pages = crate::record::Pages::parse(piece);
        }
        article.volume = article.volume.take().or(volume);
        article.issue = article.issue.take().or(issue);
    }
}

fn rights(part: Element<'_>, article: &mut Article) {
    let Some(text) = part.text() else { return };
    let lower = text.to_lowercase();
    if lower.contains("openaccess") || lower.contains("open access") || lower.contains("creativecommons") {
        article.open_access = Some(true);
    }
    if lower.starts_with("http") {
        article.license.url.get_or_insert(text);
    } else if article.license.text.is_none() && !lower.starts_with("info:eu-repo") {
        article.license.text = Some(text);
    } else {
        article.rest.entry("access").or_insert_with(|| text.into());
    }
}

/// arXiv's own form: authors in parts, categories, the reference to the journal.
fn arxiv(root: Element<'_>, article: &mut Article) {
    article.kind = ArticleKind::Preprint;
    for part in root.children() {
        match part.name() {
            "id" => article.ids.arxiv = part.text(),
            "created" => article.dates.published = part.text().and_then(|text| PartialDate::parse(&text)),
            "updated" => {
                if let Some(text) = part.text() {
                    article.dates.rest.insert("updated".to_owned(), text.into());
                }
            }
            "authors" => {
                for author in part.all("author") {
                    let name = Written {
                        family: author.text_of("keyname"),
                        given: author.text_of("forenames"),
                        suffix: author.text_of("suffix"),
                        ..Written::default()
                    };
                    article.authors.extend(person([name]));
                }
            }
            "title" => title(part, None, article),
            "abstract" => description(part, None, article),
            "categories" => {
                let codes = part.text().unwrap_or_default();
                article.subjects.extend(codes.split_whitespace().map(|code| Subject {
                    scheme: "arxiv".to_owned(),
                    code: code.to_owned(),
                    ..Subject::default()
                }));
            }
            "doi" => article.ids.doi = part.text().and_then(|text| Doi::parse(&text)),
            "comments" | "journal-ref" => article.notes.extend(part.rich()),
            "license" => article.license.url = part.text(),
            _ => {}
        }
    }
}
