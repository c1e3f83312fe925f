//! PubMed XML (`PubmedArticleSet`): articles and books, as E-utilities and the yearly files give them.

mod banks;
mod people;
mod summary;

use super::document::Yield;
use super::xml::{Element, date, list_language, read_records, written_date};
use super::{Confidence, Finding, Readings, Source};
use super::{further, gbt7714};
use crate::record::{
    AbstractSection, Article, ArticleKind, DOI_AS_WRITTEN, Doi, Funding, Language, MultiText, Pages, PartialDate, RelatedArticle, Relation,
    Subject,
};

/// How sure it is that text is PubMed XML.
pub fn sniff(head: &str) -> Confidence {
    let tags = ["<PubmedArticle", "<PubmedBookArticle", "<MedlineCitation", "<eSummaryResult"];
    if tags.iter().any(|tag| head.contains(tag)) { 92 } else { 0 }
}

/// Reads articles and books.
pub fn read(source: Source) -> Readings {
    read_records(source, &["PubmedArticle", "PubmedBookArticle", "MedlineCitation", "DocSum", "DocumentSummary"], "pubmed-xml", |root| {
        if summary::SUMMARIES.contains(&root.name()) { summary::record(root) } else { record(root) }
    })
}

/// Publication types and kinds; the first that is given decides.
const KINDS: &[(&str, ArticleKind)] = &[
    ("Published Erratum", ArticleKind::Correction),
    ("Retraction of Publication", ArticleKind::Correction),
    ("Preprint", ArticleKind::Preprint),
    ("Editorial", ArticleKind::Editorial),
    ("Review", ArticleKind::Review),
    ("Systematic Review", ArticleKind::Review),
    ("Newspaper Article", ArticleKind::Newspaper),
    ("Dataset", ArticleKind::Dataset),
];

/// Corrections and comments, by the beginning of their type.
const RELATIONS: &[(&str, Relation)] = &[
    ("Erratum", Relation::Correction),
    ("Corrected", Relation::Correction),
    ("Expression", Relation::Correction),
    ("Retract", Relation::Retraction),
    ("Update", Relation::Version),
    ("Republished", Relation::Version),
    ("Original", Relation::Version),
    ("Preprint", Relation::PreprintOf),
    ("Comment", Relation::Companion),
    ("Associated", Relation::Companion),
];

struct Pubmed {
    article: Article,
    findings: Vec<Finding>,
}

fn record(root: Element<'_>) -> Yield {
    let mut one = Pubmed { article: Article::default(), findings: Vec::new() };
    let main = root.find("Article").or_else(|| root.find("BookDocument")).unwrap_or(root);
    let language = main.child("Language").and_then(Element::text);
    one.article.lang = language.map_or(Language::Und, |word| three_letters(&word));
    if main.name() == "BookDocument" {
        one.article.kind = ArticleKind::Chapter;
        one.book(main);
    }
    one.main(main);
    for part in root.children().chain(root.child("MedlineCitation").into_iter().flat_map(Element::children)) {
        one.around(part);
    }
    if let Some(data) = root.child("PubmedData").or_else(|| root.child("PubmedBookData")) {
        one.data(data);
    }
    let article = &mut one.article;
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    article.year = article.year.or(article.dates.published.or(article.dates.online).map(|date| date.year));
    vec![(one.article, one.findings)]
}

/// Languages by ISO 639-2, as PubMed writes them.
fn three_letters(word: &str) -> Language {
    const CODES: &[(&str, &str)] = &[
        ("ger", "de"),
        ("fre", "fr"),
        ("spa", "es"),
        ("por", "pt"),
        ("rus", "ru"),
        ("jpn", "ja"),
        ("kor", "ko"),
        ("ita", "it"),
        ("pol", "pl"),
    ];
    let word = word.to_lowercase();
    Language::parse(CODES.iter().find(|(long, _)| *long == word).map_or(word.as_str(), |(_, short)| short))
}

/// `[A title that was translated].` without its brackets; a full stop behind a title is PubMed's.
fn bare_title(text: &str) -> &str {
    let text = text.trim();
    let stripped = text.strip_suffix('.').filter(|short| !short.ends_with('.')).unwrap_or(text);
    stripped.strip_prefix('[').and_then(|inner| inner.strip_suffix(']')).unwrap_or(stripped).trim()
}

impl Pubmed {
    fn main(&mut self, main: Element<'_>) {
        let own = self.article.lang.clone();
        for part in main.children() {
            match part.name() {
                "ArticleTitle" => {
                    let Some(text) = part.rich() else { continue };
                    let translated = text.starts_with('[') && own != Language::En;
                    let lang = if translated { Language::En } else { list_language(Some(&own), &text) };
                    self.article.title.insert(lang, bare_title(&text).to_owned());
                }
                "VernacularTitle" => {
                    if let Some(text) = part.rich() {
                        let lang = list_language(Some(&own), &text);
                        // Of a work in two languages it is the title in the other.
                        let other = || main.all("Language").map(|one| three_letters(one.verbatim().trim())).find(|lang| *lang != own);
                        let free = self.article.title.get(&lang).is_none();
                        let lang = if free { lang } else { other().unwrap_or_default() };
                        if self.article.title.get(&lang).is_none() {
                            self.article.title.insert(lang, bare_title(&text).to_owned());
                        } else {
                            part.leave();
                        }
                    }
                }
                "Journal" => self.journal(part),
                "Pagination" => self.pages(part),
                "ELocationID" => self.location(part),
                "Abstract" => self.abstracts(part, None),
                "AuthorList" => {
                    self.article.etal |= part.has("CompleteYN", "N") && part.attribute("Type").is_none_or(|kind| kind == "authors");
                    self.people(part);
                }
                "DataBankList" => part.all("DataBank").for_each(|bank| self.data_bank(bank)),
                "GrantList" => part.all("Grant").for_each(|grant| self.grant(grant)),
                "PublicationTypeList" => self.kinds(part),
                "PublicationType" => self.kind(part),
                "ArticleDate" => {
                    if let Some(date) = date(part) {
                        part.take();
                        self.article.dates.online.get_or_insert(date);
                    }
                }
                "PMID" => self.article.ids.pmid = self.article.ids.pmid.take().or_else(|| part.text()),
                "KeywordList" => self.keywords(part),
                "ArticleIdList" => self.identifiers(part),
                _ => {}
            }
        }
    }

    fn journal(&mut self, journal: Element<'_>) {
        let place = &mut self.article.journal;
        place.issn.extend(journal.text_of("ISSN"));
        for (name, field) in [("Title", &mut place.title), ("ISOAbbreviation", &mut place.abbrev)] {
            if let Some(text) = journal.child(name).and_then(Element::rich) {
                *field = MultiText::of(list_language(None, &text), text);
            }
        }
        let Some(issue) = journal.child("JournalIssue") else { return };
        self.article.volume = issue.text_of("Volume");
        self.article.issue = issue.text_of("Issue");
        if let Some(published) = issue.child("PubDate") {
            self.published(published);
        }
    }

    /// `PubDate`: parts, or a `MedlineDate` such as `1998 Dec-1999 Jan`.
    fn published(&mut self, element: Element<'_>) {
        let whole = element.child("MedlineDate").or_else(|| element.child("Season"));
        let found = date(element).or_else(|| written_date(&element.child("MedlineDate")?.text()?));
        if let Some(text) = whole.and_then(Element::text) {
            let text =
                found.filter(|date| !text.contains(&date.year.to_string())).map_or(text.clone(), |date| format!("{} {text}", date.year));
            self.article.dates.raw.insert("published".to_owned(), text.into());
        }
        if let Some(date) = found {
            element.take();
            self.article.year = Some(date.year);
            self.article.dates.published = Some(date);
        }
    }

    fn pages(&mut self, pagination: Element<'_>) {
        let written = pagination.text_of("MedlinePgn").or_else(|| {
            let first = pagination.text_of("StartPage")?;
            Some(pagination.text_of("EndPage").filter(|last| *last != first).map_or(first.clone(), |last| format!("{first}-{last}")))
        });
        if let Some(written) = written {
            self.article.pages = Pages::parse(&written);
            for part in pagination.children() {
                part.take();
            }
        }
    }

    fn location(&mut self, element: Element<'_>) {
        let kind = element.attribute("EIdType").unwrap_or_default().into_owned();
        let Some(text) = element.text() else { return };
        match (kind.as_str(), Doi::parse(&text)) {
            ("doi", Some(doi)) => {
                self.article.ids.doi.get_or_insert(doi);
            }
            ("doi", None) => {
                self.findings.push(Finding::kept(format!("\"{text}\" is not a DOI; it is kept as written")).at(element.line()).of("ids"));
                self.article.ids.rest.insert(DOI_AS_WRITTEN.to_owned(), text.into());
            }
            ("pii", _) if is_article_number(&text) && self.article.pages.is_empty() => {
                self.article.pages = Pages { raw: text.clone(), article_number: Some(text), ..Pages::default() };
            }
            (kind, _) => {
                self.article.ids.rest.insert(kind.to_owned(), text.into());
            }
        }
    }

    fn abstracts(&mut self, element: Element<'_>, lang: Option<Language>) {
        let mut sections = Vec::new();
        for part in element.all("AbstractText") {
            let head = part.attribute("Label").map(std::borrow::Cow::into_owned);
            if let Some(text) = part.rich() {
                sections.push(AbstractSection { head, text, ..AbstractSection::default() });
            }
        }
        if self.article.copyright.is_none() {
            self.article.copyright = element.text_of("CopyrightInformation");
        }
        let text: String = sections.iter().map(|section| section.text.as_str()).collect();
        let lang = list_language(lang.as_ref(), &text);
        if !sections.is_empty() {
            further::put(&mut self.article, lang, sections, &element.attribute("Type").unwrap_or_default());
        }
    }

    fn grant(&mut self, grant: Element<'_>) {
        let awards = grant.text_of("GrantID").into_iter().collect();
        let funder = grant.text_of("Agency");
        self.article.funding.push(Funding { funder, awards, ..Funding::default() });
    }

    fn kinds(&mut self, list: Element<'_>) {
        for kind in list.all("PublicationType") {
            self.kind(kind);
        }
    }

    fn kind(&mut self, element: Element<'_>) {
        let Some(word) = element.text() else { return };
        if let Some((_, kind)) = KINDS.iter().find(|(known, _)| *known == word)
            && self.article.kind == ArticleKind::Article
        {
            self.article.kind = kind.clone();
        }
        if word != "Journal Article" {
            self.article.subjects.push(Subject { scheme: "publication-type".to_owned(), code: word, ..Subject::default() });
        }
    }

    fn keywords(&mut self, list: Element<'_>) {
        let words: Vec<String> = list.all("Keyword").filter_map(Element::rich).collect();
        let lang = list_language(None, &words.join(" "));
        if !words.is_empty() {
            self.article.keywords.entry(lang).extend(words);
        }
    }

    /// What stands beside the article in its citation.
    fn around(&mut self, part: Element<'_>) {
        match part.name() {
            "PMID" => self.article.ids.pmid = self.article.ids.pmid.take().or_else(|| part.text()),
            "MeshHeadingList" => {
                for heading in part.all("MeshHeading") {
                    let Some(name) = heading.text_of("DescriptorName") else { continue };
                    let more: Vec<String> = heading.all("QualifierName").filter_map(Element::text).collect();
                    let code = if more.is_empty() { name } else { format!("{name}/{}", more.join("/")) };
                    self.article.subjects.push(Subject { scheme: "mesh".to_owned(), code, ..Subject::default() });
                }
            }
            "SupplMeshList" => {
                let names = part.all("SupplMeshName").filter_map(Element::text);
                let subject = |code| Subject { scheme: "mesh".to_owned(), code, ..Subject::default() };
                self.article.subjects.extend(names.map(subject));
            }
            "KeywordList" => self.keywords(part),
            "OtherAbstract" => {
                let lang = part.attribute("Language").map(|word| three_letters(&word));
                self.abstracts(part, lang);
            }
            "InvestigatorList" => self.people(part),
            "CoiStatement" | "GeneralNote" => self.article.notes.extend(part.rich()),
            "MedlineJournalInfo" => {
                if let Some(issn) = part.text_of("ISSNLinking") {
                    self.article.journal.add_issn(&issn);
                }
                if self.article.journal.abbrev.is_empty()
                    && let Some(text) = part.text_of("MedlineTA")
                {
                    self.article.journal.abbrev = MultiText::of(Language::of_text(&text), text);
                }
            }
            "CommentsCorrectionsList" => {
                for one in part.all("CommentsCorrections") {
                    self.related(one);
                }
            }
            _ => {}
        }
    }

    fn related(&mut self, element: Element<'_>) {
        let word = element.attribute("RefType").unwrap_or_default().into_owned();
        if word == "Cites" {
            return;
        }
        let rel = RELATIONS.iter().find(|(start, _)| word.starts_with(start)).map_or(Relation::Similar, |(_, rel)| *rel);
        let Some(raw) = element.text_of("RefSource") else { return };
        let mut one = RelatedArticle { rel, raw, ..RelatedArticle::default() };
        one.rest.insert("type".to_owned(), word.into());
        if let Some(pmid) = element.text_of("PMID") {
            one.rest.insert("pmid".to_owned(), pmid.into());
        }
        self.article.related.get_or_insert_default().push(one);
    }

    /// `PubmedData`: history, identifiers, references.
    fn data(&mut self, data: Element<'_>) {
        for part in data.descendants_but(&["Reference"]) {
            match part.name() {
                "PubMedPubDate" => self.history(part),
                "ArticleIdList" => self.identifiers(part),
                _ => {}
            }
        }
        let refs: Vec<_> = data.descendants().filter(|one| one.name() == "Reference").filter_map(reference).collect();
        if !refs.is_empty() {
            self.article.refs = Some(refs);
        }
    }

    fn history(&mut self, element: Element<'_>) {
        let Some(date) = date(element) else { return };
        let dates = &mut self.article.dates;
        let place: &mut Option<PartialDate> = match element.attribute("PubStatus").unwrap_or_default().as_ref() {
            "received" => &mut dates.received,
            "revised" => &mut dates.revised,
            "accepted" => &mut dates.accepted,
            _ => return,
        };
        element.take();
        place.get_or_insert(date);
    }

    fn identifiers(&mut self, list: Element<'_>) {
        for one in list.all("ArticleId") {
            let kind = one.attribute("IdType").unwrap_or_default().into_owned();
            let Some(text) = one.text() else { continue };
            let ids = &mut self.article.ids;
            match kind.as_str() {
                "doi" => ids.doi = ids.doi.take().or_else(|| Doi::parse(&text)),
                "pubmed" => ids.pmid = ids.pmid.take().or(Some(text)),
                "pmc" => ids.pmcid = ids.pmcid.take().or(Some(text)),
                kind => {
                    ids.rest.entry(kind).or_insert_with(|| text.into());
                }
            }
        }
    }
}

/// `e42692`, `730570`: publishers give it as their identifier of the article.
fn is_article_number(text: &str) -> bool {
    let digits = text.strip_prefix(['e', 'E']).unwrap_or(text);
    (2..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn reference(element: Element<'_>) -> Option<crate::record::Reference> {
    let raw = element.text_of("Citation")?;
    let mut reference = gbt7714::reference(None, &raw);
    for one in element.descendants().filter(|one| one.name() == "ArticleId") {
        let kind = one.attribute("IdType").unwrap_or_default().into_owned();
        let text = one.text();
        match kind.as_str() {
            "doi" => reference.ids.doi = reference.ids.doi.take().or_else(|| text.as_deref().and_then(Doi::parse)),
            "pubmed" => reference.ids.pmid = text,
            "pmc" | "pmcid" => reference.ids.pmcid = text,
            _ => {}
        }
    }
    element.take();
    Some(reference)
}
