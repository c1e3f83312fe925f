//! The JSON of The Lens (lens.org): a scholarly work, an answer with many (`data`), or one of either a line.

use serde_json::Value;

use super::members::{Affiliations, Members, day, language_of, orcid, words};
use super::{Finding, Readings, Source, envelope, json, markup, names};
use crate::record::{
    Affiliation, Article, ArticleKind, Contributor, ContributorKind, Doi, Funding, Language, Link, MultiText, Pages, PartialDate,
    Provenance, Reference, Subject,
};

/// The name under which what has no place is kept.
const NAME: &str = "lens";

/// Types of works and the kinds that they are.
const KINDS: &[(&str, ArticleKind)] = &[
    ("journal article", ArticleKind::Article),
    ("review", ArticleKind::Review),
    ("editorial", ArticleKind::Editorial),
    ("book", ArticleKind::Book),
    ("book chapter", ArticleKind::Chapter),
    ("reference entry", ArticleKind::Chapter),
    ("conference proceedings", ArticleKind::Proceedings),
    ("conference proceedings article", ArticleKind::Paper),
    ("dissertation", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("preprint", ArticleKind::Preprint),
    ("dataset", ArticleKind::Dataset),
    ("standard", ArticleKind::Standard),
];

/// How sure it is that text is The Lens' JSON.
pub fn sniff(head: &str) -> u8 {
    let Some(start) = envelope::json_of(head) else { return 0 };
    let own = ["\"external_ids\"", "\"publication_type\"", "\"year_published\"", "\"scholarly_citations_count\"", "\"source_urls\""];
    if start.contains("\"lens_id\"") && own.iter().any(|name| start.contains(name)) { 92 } else { 0 }
}

/// Reads works.
pub fn read(source: Source) -> Readings {
    envelope::read(source, &["data"], record)
}

fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    let (members, findings) = json::object(text, line)?;
    let mut work = Members::new(members);
    if work.see("biblio").is_some() {
        return Err(Finding::skipped("this is a patent of The Lens, not a scholarly work; patents are not read").at(line));
    }
    if work.see_text("title").or_else(|| work.see_text("lens_id")).is_none() {
        return Err(Finding::skipped("this is no work: it has neither title nor lens_id; ask The Lens for both").at(line));
    }
    let mut article = Box::<Article>::default();
    let languages = work.texts("languages");
    let stated = languages.first().map_or(Language::Und, |lang| Language::parse(lang));
    words(&mut work, &stated, &mut article);
    if let Some(word) = work.text("publication_type") {
        if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == word) {
            article.kind = kind.clone();
        } else {
            article.kind = ArticleKind::Other;
            article.rest.insert("article-type".to_owned(), word.into());
        }
    }
    identifiers(&mut work, &mut article);
    host(&mut work, &mut article);
    dates(&mut work, &mut article);
    people(&mut work, &mut article);
    subjects(&mut work, &mut article);
    article.metrics.cited = work.count("scholarly_citations_count");
    access(&mut work, &mut article);
    if work.see("references").is_some_and(Value::is_array) {
        article.refs = Some(work.objects("references").into_iter().map(reference).collect());
    }
    // Counted above, or said once more.
    for counted in ["author_count", "references_count", "references_resolved_count"] {
        work.take(counted);
    }
    article.prov.push(Provenance { src: NAME.to_owned(), ..Provenance::default() });
    if let Some(left) = work.left() {
        article.raw.insert(NAME.to_owned(), left);
    }
    Ok((article, findings))
}

fn identifiers(work: &mut Members, article: &mut Article) {
    let ids = &mut article.ids;
    ids.rest.extend(work.text("lens_id").map(|id| (NAME.to_owned(), Value::String(id))));
    for mut one in work.objects("external_ids") {
        let (Some(kind), Some(value)) = (one.text("type"), one.text("value")) else { continue };
        match kind.as_str() {
            "doi" if Doi::parse(&value).is_some() => ids.doi = ids.doi.take().or_else(|| Doi::parse(&value)),
            "pmid" => ids.pmid = Some(value),
            "pmcid" => ids.pmcid = Some(if value.starts_with("PMC") { value } else { format!("PMC{value}") }),
            "arxiv" => ids.arxiv = Some(value),
            "openalex" => ids.openalex = Some(value),
            "magid" | "mag" => {
                ids.rest.insert("mag".to_owned(), value.trim_start_matches("mag").into());
            }
            _ => {
                ids.rest.entry(kind).or_insert_with(|| value.into());
            }
        }
    }
}

/// `15592030` as it is printed: `1559-2030`.
fn issn(written: &str) -> String {
    match (written.get(..4), written.get(4..)) {
        (Some(head), Some(tail)) if written.len() == 8 && !written.contains('-') => format!("{head}-{tail}"),
        _ => written.to_owned(),
    }
}

/// What the work stands in, and where.
fn host(work: &mut Members, article: &mut Article) {
    let mut source = work.object("source").unwrap_or_default();
    let named = |name: String| MultiText::of(language_of(&name, &Language::Und), markup::text(&name));
    article.journal.title = source.text("title").map(named).unwrap_or_default();
    article.journal.publisher = source.text("publisher").map(named).unwrap_or_default();
    for mut one in source.objects("issn") {
        if let Some(written) = one.text("value").map(|value| issn(&value)) {
            article.journal.add_issn(&written);
        }
    }
    for mut one in source.objects("isbn") {
        if let Some(isbn) = one.text("value") {
            article.ids.add_isbn(&isbn);
        }
    }
    source.take("type");
    if let Some(left) = source.left() {
        work.keep("source", left);
    }
    if let Some(mut conference) = work.object("conference") {
        article.imprint.event = conference.text("name");
        article.imprint.event_place = conference.text("location");
        if let Some(left) = conference.left() {
            work.keep("conference", left);
        }
    }
    article.volume = work.text("volume");
    article.issue = work.text("issue");
    article.pages = Pages::parse(&Pages::range(work.text("start_page"), work.text("end_page")).unwrap_or_default());
}

/// The date in parts says how much of it is known; the stamp fills it up to a day.
fn dates(work: &mut Members, article: &mut Article) {
    let parts = work.take("date_published_parts");
    let number = |at: usize| parts.as_ref().and_then(|parts| parts.get(at)).and_then(Value::as_u64);
    let year = number(0).and_then(|year| i32::try_from(year).ok());
    let part = |at: usize, most: u8| number(at).and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=most).contains(n));
    let of_parts = year.map(|year| {
        let month = part(1, 12);
        PartialDate { year, month, day: month.and(part(2, 31)) }
    });
    let stamp = work.text("date_published").and_then(|stamp| PartialDate::parse(&day(&stamp).unwrap_or(stamp)));
    article.year = work.text("year_published").and_then(|year| year.parse().ok());
    article.dates.published = of_parts.or(stamp).or(article.year.map(|year| PartialDate { year, month: None, day: None }));
    article.year = article.year.or(article.dates.published.map(|date| date.year));
}

fn people(work: &mut Members, article: &mut Article) {
    let mut affiliations = Affiliations::default();
    for mut person in work.objects("authors") {
        let (family, given, initials) = (person.text("last_name"), person.text("first_name"), person.text("initials"));
        let mut one = if let Some(body) = person.text("collective_name") {
            let name = MultiText::of(Language::of_text(&body), body);
            Contributor { name, kind: ContributorKind::Collaboration, ..Contributor::default() }
        } else if let Some(one) = names::of_parts(family.as_deref(), given.or(initials).as_deref(), None) {
            person.take("display_name");
            one
        } else {
            let Some(name) = person.text("display_name") else { continue };
            names::person(&name)
        };
        for mut id in person.objects("ids") {
            if id.text("type").as_deref() == Some("orcid") {
                one.orcid = id.text("value").and_then(|value| orcid(&value));
            }
        }
        let places: Vec<Affiliation> = person.objects("affiliations").into_iter().filter_map(affiliation).collect();
        one.aff = affiliations.places_of(places);
        if let Some(left) = person.left() {
            one.rest.insert(NAME.to_owned(), left);
        }
        article.authors.push(one);
    }
    article.affiliations = affiliations.into_list();
}

fn affiliation(mut members: Members) -> Option<Affiliation> {
    // What was printed, before what it was taken for.
    let printed = members.text("name_original").or_else(|| members.text("name"));
    let text = printed.or_else(|| members.text("institution"))?;
    let mut one = Affiliation {
        text: MultiText::of(Language::of_text(&text), markup::text(&text)),
        org: members.text("institution").or_else(|| members.text("name")).filter(|org| *org != text),
        country: members.text("country_code"),
        ..Affiliation::default()
    };
    for mut id in members.objects("ids") {
        if id.text("type").as_deref() == Some("ror") {
            one.ror = id.text("value");
        }
    }
    Some(one)
}

fn subjects(work: &mut Members, article: &mut Article) {
    let fields = work.texts("fields_of_study").into_iter().map(|code| ("field-of-study", code));
    let headings = work.objects("mesh_terms").into_iter().filter_map(|mut term| {
        let heading = term.text("mesh_heading")?;
        Some(("mesh", term.text("qualifier_name").map_or(heading.clone(), |qualifier| format!("{heading}/{qualifier}"))))
    });
    let all: Vec<(&str, String)> = fields.chain(headings).collect();
    article.subjects.extend(all.into_iter().map(|(scheme, code)| Subject { scheme: scheme.to_owned(), code, ..Subject::default() }));
    for mut funding in work.objects("funding") {
        let Some(name) = funding.text("org") else { continue };
        let text = MultiText::of(Language::of_text(&name), markup::text(&name));
        let awards = funding.text("funding_id").into_iter().collect();
        article.funding.push(Funding { text, funder: Some(name), awards, ..Funding::default() });
    }
}

fn access(work: &mut Members, article: &mut Article) {
    article.open_access = work.take("is_open_access").and_then(|flag| flag.as_bool());
    if let Some(mut open) = work.object("open_access") {
        article.license.text = open.text("license");
        article.open_access = article.open_access.or(Some(true));
        for mut place in open.objects("locations") {
            for url in place.texts("landing_page_urls") {
                add_link(article, "html", url);
            }
            for url in place.texts("pdf_urls") {
                add_link(article, "pdf", url);
            }
        }
        if let Some(left) = open.left() {
            work.keep("open_access", left);
        }
    }
    for mut link in work.objects("source_urls") {
        let kind = if link.text("type").is_some_and(|kind| kind.contains("pdf")) { "pdf" } else { "html" };
        if let Some(url) = link.text("url") {
            add_link(article, kind, url);
        }
    }
}

fn add_link(article: &mut Article, kind: &str, url: String) {
    if !article.links.iter().any(|known| known.url == url) {
        article.links.push(Link { kind: kind.to_owned(), url, ..Link::default() });
    }
}

/// A work that is cited: its number, and what was printed where that is told.
fn reference(mut cited: Members) -> Reference {
    let id = cited.text("lens_id");
    let printed = cited.text("text");
    let address = id.as_ref().map(|id| format!("https://lens.org/{id}"));
    let mut reference = Reference { raw: printed.or(address).unwrap_or_default(), ..Reference::default() };
    reference.ids.rest.extend(id.map(|id| (NAME.to_owned(), Value::String(id))));
    if let Some(left) = cited.left() {
        reference.rest.insert(NAME.to_owned(), left);
    }
    reference
}
