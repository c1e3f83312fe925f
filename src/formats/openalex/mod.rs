//! OpenAlex' JSON: a work, an answer with many (`results`), or one of either a line.

mod inverted;
mod people;

use serde_json::{Value, json};

use super::members::{Members, day, language_of};
use super::{Finding, Readings, Source, envelope, json, markup};
use crate::record::{
    AbstractSection, Article, ArticleKind, Citation, Doi, Funding, Language, Link, MultiText, Pages, PartialDate, Provenance, Reference,
    RelatedArticle, Relation, Subject,
};

/// The name under which what has no place is kept.
const NAME: &str = "openalex";

/// Types of OpenAlex, with those of earlier years, and kinds of the schema; the first type of a kind says no more than it.
const KINDS: &[(&str, ArticleKind)] = &[
    ("article", ArticleKind::Article),
    ("journal-article", ArticleKind::Article),
    ("letter", ArticleKind::Article),
    ("review", ArticleKind::Review),
    ("editorial", ArticleKind::Editorial),
    ("erratum", ArticleKind::Correction),
    ("retraction", ArticleKind::Correction),
    ("book", ArticleKind::Book),
    ("book-chapter", ArticleKind::Chapter),
    ("reference-entry", ArticleKind::Chapter),
    ("conference-paper", ArticleKind::Paper),
    ("proceedings-article", ArticleKind::Paper),
    ("dissertation", ArticleKind::Thesis),
    ("report", ArticleKind::Report),
    ("standard", ArticleKind::Standard),
    ("dataset", ArticleKind::Dataset),
    ("preprint", ArticleKind::Preprint),
    ("posted-content", ArticleKind::Preprint),
    ("software", ArticleKind::Program),
    ("paratext", ArticleKind::Frontmatter),
    ("other", ArticleKind::Other),
];

/// How sure it is that text is OpenAlex'.
pub fn sniff(head: &str) -> u8 {
    let Some(start) = envelope::json_of(head).filter(|start| start.contains("https://openalex.org/W")) else { return 0 };
    let own = ["\"authorships\"", "\"abstract_inverted_index\"", "\"publication_year\"", "\"referenced_works\"", "\"cited_by_count\""];
    if own.iter().any(|name| start.contains(name)) { 90 } else { 70 }
}

/// Reads works.
pub fn read(source: Source) -> Readings {
    envelope::read(source, &["results"], record)
}

fn record(text: &str, line: usize) -> Result<(Box<Article>, Vec<Finding>), Finding> {
    let (members, mut findings) = json::object(text, line)?;
    let mut work = Members::new(members);
    if work.see("id").or_else(|| work.see("doi")).or_else(|| work.see("title")).is_none() {
        return Err(Finding::skipped("this is no work: it has neither id, DOI nor title; ask OpenAlex for /works").at(line));
    }
    let lang = work.see_text("language").map(Language::parse).unwrap_or_default();
    let mut article = Box::new(Article { lang, ..Article::default() });
    titles(&mut work, &mut article);
    kind(&mut work, &mut article);
    identifiers(&mut work, &mut article, &mut findings, line);
    host(&mut work, &mut article);
    imprint(&mut work, &mut article);
    people::read(&mut work, &mut article);
    if let Some(index) = work.take("abstract_inverted_index") {
        match inverted::text(&index) {
            Some((text, doubt)) => {
                findings.extend(doubt.map(|doubt| Finding::kept(doubt).at(line).of("abstract")));
                let text = markup::text(&text);
                let language = language_of(&text, &article.lang);
                if !text.is_empty() {
                    article.abstracts.insert(language, vec![AbstractSection { text, ..AbstractSection::default() }]);
                }
            }
            None => work.keep("abstract_inverted_index", index),
        }
    }
    topics(&mut work, &mut article);
    funding(&mut work, &mut article);
    others(&mut work, &mut article);
    links(&work, &mut article);
    article.metrics.cited = work.count("cited_by_count");
    if article.metrics.cited.is_some() {
        article.metrics.as_of = work.see_text("updated_date").and_then(day);
    }
    article.prov.push(Provenance { src: NAME.to_owned(), ..Provenance::default() });
    if let Some(left) = work.left() {
        article.raw.insert(NAME.to_owned(), left);
    }
    Ok((article, findings))
}

fn titles(work: &mut Members, article: &mut Article) {
    let (title, shown) = (work.text("title"), work.text("display_name"));
    if let (Some(title), Some(shown)) = (&title, &shown)
        && title != shown
    {
        work.keep("display_name", Value::String(shown.clone()));
    }
    let Some(title) = title.or(shown).map(|title| markup::text(&title)).filter(|title| !title.is_empty()) else { return };
    let language = language_of(&title, &article.lang);
    if article.lang == Language::Und {
        article.lang = language.clone();
    } else if work.see_text("language") == Some(article.lang.as_str()) {
        work.take("language");
    }
    article.title.insert(language, title);
}

fn kind(work: &mut Members, article: &mut Article) {
    article.kind = match work.see_text("type") {
        None => ArticleKind::Article,
        Some(word) => KINDS.iter().find(|(known, _)| *known == word).map_or(ArticleKind::Other, |(_, kind)| kind.clone()),
    };
    let plain = KINDS.iter().find(|(_, kind)| *kind == article.kind).map(|(word, _)| *word);
    if work.see_text("type") == plain {
        work.take("type");
    }
}

/// What stands behind the last slash of an address: `W2046245907`.
fn tail(address: &str) -> &str {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or(address)
}

fn identifiers(work: &mut Members, article: &mut Article, findings: &mut Vec<Finding>, line: usize) {
    let mut ids = work.object("ids").unwrap_or_default();
    let written = work.text("doi").or_else(|| ids.text("doi"));
    ids.take("doi");
    if let Some(written) = written {
        article.ids.doi = Doi::parse(&written);
        if article.ids.doi.is_none() {
            findings.push(Finding::kept(format!("\"{written}\" is not a DOI; it is kept as written")).at(line).of("doi"));
            work.keep("doi", Value::String(written));
        }
    }
    let own = work.text("id").or_else(|| ids.text("openalex"));
    ids.take("openalex");
    article.ids.openalex = own.map(|id| tail(&id).to_owned());
    article.ids.pmid = ids.text("pmid").map(|id| tail(&id).to_owned());
    // Some addresses have the number alone.
    article.ids.pmcid = ids.text("pmcid").map(|id| format!("PMC{}", tail(&id).trim_start_matches("PMC")));
    if let Some(mag) = ids.text("mag") {
        article.ids.rest.insert("mag".to_owned(), Value::String(mag));
    }
    if let Some(left) = ids.left() {
        work.keep("ids", left);
    }
}

/// The journal, or whatever the work stands in: the source of the place where it was published first.
fn host(work: &mut Members, article: &mut Article) {
    let Some(source) = work.see("primary_location").and_then(|place| place.get("source")).cloned() else {
        article.open_access = work.see("open_access").and_then(|access| access.get("is_oa")).and_then(Value::as_bool);
        return;
    };
    let Ok(mut source) = Members::of(source) else { return };
    let lang = article.lang.clone();
    let multi = |text: Option<String>| text.map(|text| MultiText::of(language_of(&text, &lang), markup::text(&text))).unwrap_or_default();
    article.journal.title = multi(source.text("display_name"));
    article.journal.abbrev = multi(source.text("abbreviated_title"));
    article.journal.publisher = multi(source.text("host_organization_name"));
    article.journal.issn = source.texts("issn");
    if let Some(linking) = source.text("issn_l") {
        article.journal.add_issn(&linking);
    }
    let licence = work.see("primary_location").and_then(|place| place.get("license")).and_then(Value::as_str);
    article.license.text = licence.map(str::to_owned);
    article.open_access = work.see("open_access").and_then(|access| access.get("is_oa")).and_then(Value::as_bool);
}

fn imprint(work: &mut Members, article: &mut Article) {
    if let Some(mut biblio) = work.object("biblio") {
        article.volume = biblio.text("volume");
        article.issue = biblio.text("issue");
        article.pages = Pages::parse(&Pages::range(biblio.text("first_page"), biblio.text("last_page")).unwrap_or_default());
        if let Some(left) = biblio.left() {
            work.keep("biblio", left);
        }
    }
    if let Some(written) = work.text("publication_date") {
        article.dates.published = PartialDate::parse(&written);
        if article.dates.published.is_none() {
            work.keep("publication_date", Value::String(written));
        }
    }
    let stated = work.see("publication_year").and_then(Value::as_i64).and_then(|year| i32::try_from(year).ok());
    let of_date = article.dates.published.map(|date| date.year);
    article.year = of_date.or(stated);
    if stated == article.year {
        work.take("publication_year");
    }
}

/// Key words are named, with how sure OpenAlex is of them; so are topics, and MeSH as PubMed gave it.
fn topics(work: &mut Members, article: &mut Article) {
    let texts = |list: Option<&Value>, names: [&str; 2]| -> Vec<String> {
        let name = |one: &Value| names.iter().find_map(|name| one.get(name)?.as_str()).map(markup::text);
        list.and_then(Value::as_array).map(|list| list.iter().filter_map(name).collect()).unwrap_or_default()
    };
    for word in texts(work.see("keywords"), ["display_name", "keyword"]) {
        article.keywords.entry(language_of(&word, &Language::En)).push(word);
    }
    for (member, scheme, code, name) in [("topics", NAME, "id", "display_name"), ("mesh", "mesh", "descriptor_ui", "descriptor_name")] {
        let Some(Value::Array(list)) = work.see(member) else { continue };
        for one in list {
            let text = |member: &str| one.get(member).and_then(Value::as_str);
            let (Some(code), Some(name)) = (text(code), text(name)) else { continue };
            let subject = Subject {
                scheme: scheme.to_owned(),
                code: tail(code).to_owned(),
                name: MultiText::of(Language::En, markup::text(name)),
                ..Subject::default()
            };
            // MeSH names a descriptor once for each of its qualifiers, one behind the other.
            if article.subjects.last() != Some(&subject) {
                article.subjects.push(subject);
            }
        }
    }
}

fn funding(work: &mut Members, article: &mut Article) {
    let awarded = if work.see("awards").is_some() { "awards" } else { "grants" };
    for mut award in work.objects(awarded) {
        let funder = award.text("funder_display_name");
        let number = award.text("funder_award_id").or_else(|| award.text("award_id"));
        let mut funding = Funding { funder, awards: number.into_iter().collect(), ..Funding::default() };
        if let Some(left) = award.left() {
            funding.rest.insert(NAME.to_owned(), left);
        }
        article.funding.push(funding);
    }
    if article.funding.is_empty() {
        for mut funder in work.objects("funders") {
            let mut funding = Funding { funder: funder.text("display_name"), ..Funding::default() };
            if let Some(left) = funder.left() {
                funding.rest.insert(NAME.to_owned(), left);
            }
            article.funding.push(funding);
        }
    }
}

/// References and similar works are addresses only; what they are the library may know.
fn others(work: &mut Members, article: &mut Article) {
    if work.see("referenced_works").is_some_and(Value::is_array) {
        let reference = |url: String| {
            let mut one = Reference { raw: url.clone(), ..Reference::default() };
            one.ids.openalex = Some(tail(&url).to_owned());
            one
        };
        article.refs = Some(work.texts("referenced_works").into_iter().map(reference).collect());
        let count = article.refs.as_ref().map(Vec::len);
        if work.see("referenced_works_count") == count.map(|count| json!(count)).as_ref() {
            work.take("referenced_works_count");
        }
    }
    let similar = work.texts("related_works");
    if !similar.is_empty() {
        let entry = |url: String| RelatedArticle {
            rel: Relation::Similar,
            raw: url.clone(),
            part: Some(Citation { url: Some(url), ..Citation::default() }),
            ..RelatedArticle::default()
        };
        article.related = Some(similar.into_iter().map(entry).collect());
    }
}

fn links(work: &Members, article: &mut Article) {
    let doi = article.ids.doi.clone();
    for place in ["primary_location", "best_oa_location"] {
        for (member, kind) in [("landing_page_url", "html"), ("pdf_url", "pdf")] {
            let Some(url) = work.see(place).and_then(|place| place.get(member)).and_then(Value::as_str) else { continue };
            let own = doi.is_some() && Doi::parse(url) == doi;
            if !own && !article.links.iter().any(|link| link.url == url) {
                article.links.push(Link { kind: kind.to_owned(), url: url.to_owned(), ..Link::default() });
            }
        }
    }
}
