//! The front matter of an article: its journal, its numbers, and what else `article-meta` holds.

use super::dates::Published;
use super::people::People;
use crate::formats::xml::{Element, list_language};
use crate::formats::{Finding, clc, rich};
use crate::record::{Article, DOI_AS_WRITTEN, Doi, Language, MultiText, Pages};

/// Front matter while it is read.
pub(super) struct Front<'a> {
    pub article: &'a mut Article,
    pub findings: &'a mut Vec<Finding>,
    pub publications: Vec<Published>,
    pub people: People,
    first_page: Option<String>,
    last_page: Option<String>,
    page_range: Option<String>,
    article_number: Option<String>,
    /// What the first abstract is called, where none is the article's own.
    pub digest: Option<String>,
    /// Whether the short title is one by its own name.
    pub is_called_short: bool,
    /// Abbreviated titles that stand among the identifiers of the journal.
    abbreviated: Option<String>,
    /// The first of the journal's identifiers that is a name: `eLife`.
    named: Option<String>,
}

impl<'a> Front<'a> {
    pub fn new(article: &'a mut Article, findings: &'a mut Vec<Finding>) -> Self {
        Self {
            article,
            findings,
            publications: Vec::new(),
            people: People::default(),
            first_page: None,
            last_page: None,
            page_range: None,
            article_number: None,
            digest: None,
            is_called_short: false,
            abbreviated: None,
            named: None,
        }
    }

    /// Reads what stands in an element, and goes into what it does not know.
    pub fn read(&mut self, element: Element<'_>) {
        // An article has one abstract of its own; others count only where it has none.
        for rank in super::words::RANKS {
            for part in element.children().filter(|part| matches!(part.name(), "abstract" | "trans-abstract")) {
                self.abstracts(part, rank);
            }
        }
        for part in element.children() {
            self.part(part);
        }
    }

    fn part(&mut self, part: Element<'_>) {
        match part.name() {
            "journal-id" => self.journal_id(part),
            "journal-title-group" => self.journal_titles(part),
            "journal-title" | "trans-title-journal" => self.journal_title(part, None),
            "abbrev-journal-title" => self.journal_abbreviation(part),
            "issn" | "issn-l" => self.issn(part),
            "cn" | "cn-number" | "journal-cn" => self.article.journal.cn = part.text().map(|text| bare_cn(&text).to_owned()),
            "isbn" => {
                if let Some(text) = part.text() {
                    self.article.ids.add_isbn(&text);
                }
            }
            "publisher" => self.publisher(part),
            "article-id" | "book-id" | "book-part-id" => self.article_id(part),
            "article-categories" => self.categories(part),
            "title-group" | "book-title-group" => self.titles(part),
            "contrib-group" => self.people.group(part),
            "contrib" => self.people.contributor(part, None),
            "aff" | "aff-alternatives" => {
                self.people.affiliation(part);
            }
            "author-notes" => {
                self.people.notes(part);
                self.notes(part);
            }
            "pub-date" => self.published(part),
            "history" | "pub-history" => self.history(part),
            "volume" | "book-volume-number" if self.article.volume.is_none() => {
                self.article.volume = part.text().map(|text| bare(&text, &["Vol.", "第"], '卷'));
            }
            "issue" if self.article.issue.is_none() => self.article.issue = part.text().map(|text| bare(&text, &["No.", "第"], '期')),
            "supplement" if self.article.issue.is_none() => self.article.issue = part.text(),
            "supplement" => {
                if let Some(text) = part.text() {
                    self.article.rest.entry("supplement-number").or_insert_with(|| text.into());
                }
            }
            "issue-title" => {
                if let Some(text) = part.rich() {
                    self.article.rest.entry("issue-title").or_insert_with(|| text.into());
                }
            }
            "fpage" => self.first_page = self.first_page.take().or_else(|| part.text()),
            "lpage" => self.last_page = self.last_page.take().or_else(|| part.text()),
            "page-range" => self.page_range = self.page_range.take().or_else(|| part.text()),
            "elocation-id" => self.article_number = self.article_number.take().or_else(|| part.text()),
            "permissions" => self.permissions(part),
            "copyright-statement" if self.article.copyright.is_none() => self.article.copyright = part.text(),
            "self-uri" => self.link(part),
            "related-article" | "related-object" => self.related(part),
            "kwd-group" => self.keywords(part),
            "funding-group" => self.funding(part),
            "contract-sponsor" | "contract-num" => self.contract(part),
            "counts" => self.counts(part),
            "notes" => self.notes(part),
            "custom-meta-group" | "custom-meta-wrap" => self.statements(part),
            // Abstracts are read; the others hold elements of the same names that say something else.
            "abstract" | "trans-abstract" | "journal-subtitle" | "supplementary-material" | "product" => {}
            "conference" => {
                let imprint = &mut self.article.imprint;
                imprint.event = imprint.event.take().or_else(|| part.text_of("conf-name"));
                imprint.event_place = imprint.event_place.take().or_else(|| part.text_of("conf-loc"));
            }
            "edition" => self.article.imprint.edition = part.text(),
            _ if part.has_elements() => self.read(part),
            _ => {}
        }
    }

    fn journal_id(&mut self, element: Element<'_>) {
        let kind = element.attribute("journal-id-type").unwrap_or_default().to_lowercase();
        match kind.as_str() {
            "nlm-ta" | "iso-abbrev" if self.abbreviated.is_none() => self.abbreviated = element.text(),
            "cn" => self.article.journal.cn = element.text().map(|text| bare_cn(&text).to_owned()),
            kind => {
                let Some(text) = element.text() else { return };
                if is_name(&text) {
                    self.named.get_or_insert_with(|| text.clone());
                }
                if !kind.is_empty() {
                    self.article.journal.rest.entry(kind).or_insert_with(|| text.into());
                }
            }
        }
    }

    fn journal_titles(&mut self, group: Element<'_>) {
        for part in group.children() {
            match part.name() {
                "journal-title" => self.journal_title(part, None),
                "abbrev-journal-title" => self.journal_abbreviation(part),
                "journal-subtitle" => {}
                _ => {
                    let lang = part.attribute("lang").map(|lang| Language::parse(&lang));
                    for inner in part.children().filter(|inner| matches!(inner.name(), "trans-title" | "journal-title")) {
                        self.journal_title(inner, lang.as_ref());
                    }
                }
            }
        }
    }

    fn journal_title(&mut self, element: Element<'_>, lang: Option<&Language>) {
        let own = element.attribute("lang").map(|lang| Language::parse(&lang));
        let Some(text) = element.rich() else { return };
        let lang = title_language(own.as_ref().or(lang), &text);
        if self.article.journal.title.get(&lang).is_none() {
            self.article.journal.title.insert(lang, text);
        }
    }

    fn journal_abbreviation(&mut self, element: Element<'_>) {
        let own = element.attribute("lang").map(|lang| Language::parse(&lang));
        let Some(text) = element.text() else { return };
        let lang = title_language(own.as_ref(), &text);
        if self.article.journal.abbrev.get(&lang).is_none() {
            self.article.journal.abbrev.insert(lang, text);
        }
    }

    fn issn(&mut self, element: Element<'_>) {
        let Some(text) = element.text() else { return };
        if text.starts_with("CN") || element.attribute("pub-type").is_some_and(|kind| kind.eq_ignore_ascii_case("cn")) {
            self.article.journal.cn = Some(bare_cn(&text).to_owned());
        } else if text.chars().any(|c| c.is_ascii_digit()) {
            self.article.journal.add_issn(text.trim_start_matches("ISSN").trim_start_matches([':', ' ']));
        }
    }

    fn publisher(&mut self, element: Element<'_>) {
        for part in element.descendants() {
            match part.name() {
                "publisher-name" => {
                    if let Some(text) = part.rich() {
                        let lang = list_language(part.attribute("lang").map(|lang| Language::parse(&lang)).as_ref(), &text);
                        if self.article.journal.publisher.get(&lang).is_none() {
                            self.article.journal.publisher.insert(lang, text);
                        }
                    }
                }
                "publisher-loc" => {
                    if let Some(text) = part.text() {
                        self.article.imprint.place.get_or_insert(text);
                    }
                }
                _ => {}
            }
        }
    }

    fn article_id(&mut self, element: Element<'_>) {
        let kind = ["pub-id-type", "book-id-type", "book-part-id-type"].iter().find_map(|name| element.attribute(name));
        let kind = kind.unwrap_or_default().to_lowercase();
        let Some(text) = element.text() else { return };
        let ids = &mut self.article.ids;
        let place = match kind.as_str() {
            "doi" => {
                if let Some(doi) = Doi::parse(&text) {
                    ids.doi.get_or_insert(doi);
                } else {
                    let sentence = format!("\"{text}\" is not a DOI; it is kept as written");
                    self.findings.push(Finding::kept(sentence).at(element.line()).of("ids"));
                    ids.rest.entry(DOI_AS_WRITTEN).or_insert_with(|| text.into());
                }
                return;
            }
            "pmid" => &mut ids.pmid,
            "pmc" | "pmcid" => {
                let id = if text.starts_with("PMC") { text } else { format!("PMC{text}") };
                ids.pmcid.get_or_insert(id);
                return;
            }
            "arxiv" => &mut ids.arxiv,
            "cstr" => &mut ids.cstr,
            "cnki" => &mut ids.cnki,
            "isbn" => return ids.add_isbn(&text),
            "article-no" | "article-number" | "文章编号" => &mut ids.article_no,
            "clc" | "other"
                if text.split([';', '；', ' ']).all(|code| code.is_empty() || clc::is_code(code))
                    && text.chars().any(|c| c.is_ascii_digit()) =>
            {
                self.article.subjects.extend(clc::subjects(&text));
                return;
            }
            "" => {
                if let Some(doi) = Doi::parse(&text) {
                    ids.doi.get_or_insert(doi);
                    return;
                }
                ids.rest.entry("id").or_insert_with(|| text.into());
                return;
            }
            kind => {
                ids.rest.entry(kind).or_insert_with(|| text.into());
                return;
            }
        };
        place.get_or_insert(text);
    }

    /// `collection-meta`: the series that a book stands in.
    pub fn series(&mut self, element: Element<'_>) {
        for part in element.descendants() {
            let imprint = &mut self.article.imprint;
            match part.name() {
                "title" | "collection-title" if imprint.series.is_none() => imprint.series = part.text(),
                "volume-number" | "volume" if imprint.series_number.is_none() => imprint.series_number = part.text(),
                "issn" => self.issn(part),
                _ => {}
            }
        }
    }

    fn counts(&mut self, element: Element<'_>) {
        for part in element.children() {
            let count = part.attribute("count").and_then(|count| count.parse::<u64>().ok());
            if let Some(count) = count {
                part.take();
                let name = part.attribute("count-type").map_or_else(|| part.name().to_owned(), std::borrow::Cow::into_owned);
                self.article.metrics.rest.entry(name).or_insert_with(|| count.into());
            }
        }
    }

    /// Notes of the article that belong to nobody in particular, each with its title.
    pub fn notes(&mut self, element: Element<'_>) {
        let is_note = |part: Element<'_>| matches!(part.name(), "notes" | "sec" | "fn" | "fn-group");
        if element.children().any(is_note) || element.name() == "author-notes" {
            for part in element.children().filter(|part| is_note(*part) || part.name() == "p") {
                self.notes(part);
            }
        } else if let Some(text) = headed(element) {
            self.article.notes.push(text);
        }
    }

    /// What an article states of itself under a name (PLOS: `Data Availability`), among what only its publisher needs.
    fn statements(&mut self, group: Element<'_>) {
        for meta in group.all("custom-meta") {
            let Some(name) = meta.text_of("meta-name") else { continue };
            let lower = name.to_lowercase().replace(['-', '_'], " ");
            let value = meta.child("meta-value").filter(|_| STATED.iter().any(|stated| lower.contains(stated)));
            match value.and_then(Element::rich) {
                Some(text) => self.article.notes.push(format!("{}: {text}", rich::escape(&name))),
                None => meta.leave(),
            }
        }
    }

    /// Brings together what only the whole tells.
    pub fn finish(mut self) {
        self.settle_dates();
        self.pages();
        let abbreviated = self.abbreviated.take().filter(|_| self.article.journal.abbrev.is_empty());
        if let Some(text) = abbreviated {
            self.article.journal.abbrev = MultiText::of(Language::of_text(&text), text);
        }
        // Some journals have nothing but an abbreviated title.
        if self.article.journal.title.is_empty() {
            self.article.journal.title = self.article.journal.abbrev.clone();
        }
        if let Some(name) = self.named.take().filter(|_| self.article.journal.title.is_empty()) {
            self.article.journal.title = MultiText::of(Language::of_text(&name), name);
        }
        // Of a review without a title of its own the running title is all there is.
        if self.article.title.is_empty() {
            self.article.title = std::mem::take(&mut self.article.short_title);
        }
        let people = std::mem::take(&mut self.people);
        people.finish(self.article, self.findings);
    }

    fn pages(&mut self) {
        let (first, last) = (self.first_page.take(), self.last_page.take());
        // SciELO, of what has no pages.
        let is_none = first.as_deref() == Some("0") && last.as_deref().is_none_or(|last| last == "0");
        let pages = match (self.page_range.take(), first.filter(|_| !is_none), last.filter(|_| !is_none)) {
            (Some(range), first, _) if first.as_ref().is_none_or(|first| range.starts_with(first.as_str())) => Pages::parse(&range),
            (_, Some(first), Some(last)) if first != last => Pages::parse(&format!("{first}-{last}")),
            (_, Some(first), _) => Pages::parse(&first),
            (Some(range), ..) => Pages::parse(&range),
            _ => Pages::default(),
        };
        self.article.pages = pages;
        if let Some(number) = self.article_number.take() {
            if self.article.pages.raw.is_empty() {
                self.article.pages.raw.clone_from(&number);
            }
            self.article.pages.article_number = Some(number);
        }
    }
}

/// What the names of statements have in them, by which they are told from what only a publisher needs.
const STATED: &[&str] =
    &["data avail", "availability of data", "impact statement", "competing interest", "conflict of interest", "ethic", "funding statement"];

/// Whether an identifier of a journal is its name and no code: words (`Front. Psychol.`), or capitals among small letters (`eLife`).
fn is_name(id: &str) -> bool {
    let small = id.contains(char::is_lowercase);
    small && !id.contains(['/', '_', ':']) && (id.contains(' ') || id.chars().skip(1).any(char::is_uppercase))
}

/// The language of a journal's title: a Latin title of a Chinese journal is its English one.
fn title_language(declared: Option<&Language>, text: &str) -> Language {
    list_language(declared, text)
}

/// `CN 11-1234/T` without its letters.
fn bare_cn(text: &str) -> &str {
    text.trim_start_matches("CN").trim_start_matches([':', '：', ' ', '-'])
}

/// `Vol. 14` is `14`, `第3期` is `3`.
fn bare(text: &str, before: &[&str], behind: char) -> String {
    let short = before.iter().find_map(|head| text.strip_prefix(head)).unwrap_or(text).trim();
    short.trim_end_matches(behind).trim().to_owned()
}

/// The text of a note; its heading is parted from it.
fn headed(note: Element<'_>) -> Option<String> {
    let head = note.child("title").and_then(Element::rich);
    let whole = note.rich()?;
    let Some(head) = head else { return Some(whole) };
    match whole.strip_prefix(&head).map(str::trim_start) {
        Some(text) if !text.is_empty() && !head.ends_with([':', '：', '.', '。', '?']) => {
            let sign = if Language::of_text(&head) == Language::Zh { "：" } else { ": " };
            Some([&head, sign, text].concat())
        }
        _ => Some(whole),
    }
}
