//! A record while it is gathered from several sources of one page: the first that gives a member keeps it.

mod people;

use std::collections::HashMap;

use super::document::Document;
use super::{Finding, clc, gbt7714};
use crate::record::{
    AbstractSection, Article, Doi, Funding, Language, Link, MultiText, Pages, PartialDate, Reference, RelatedArticle, Relation, Subject,
};

/// The dates of a record's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateKind {
    Received,
    Revised,
    Accepted,
    Online,
    Published,
}

impl DateKind {
    fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Revised => "revised",
            Self::Accepted => "accepted",
            Self::Online => "online",
            Self::Published => "published",
        }
    }
}

/// A record being gathered.
#[derive(Default)]
pub struct Draft {
    pub article: Article,
    /// `member=source`, in the order given.
    fields: Vec<String>,
    pub findings: Vec<Finding>,
    /// Source of the pages, which a header line may correct.
    pages_from: Option<&'static str>,
}

fn of(text: &str, wanted: Option<&Language>) -> Language {
    wanted.cloned().filter(|lang| *lang != Language::Und).unwrap_or_else(|| Language::of_text(text))
}

fn fill(field: &mut MultiText, lang: Language, text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || field.get(&lang).is_some() {
        return false;
    }
    field.insert(lang, text.to_owned());
    true
}

impl Draft {
    fn gave(&mut self, given: bool, member: &str, lang: Option<&Language>, source: &str) {
        if given {
            let lang = lang.map(|lang| format!(".{lang}")).unwrap_or_default();
            self.fields.push(format!("{member}{lang}={source}"));
        }
    }

    /// A title (rich-lite). A site without a translation gives the same title in both languages: then its letters decide.
    pub fn title(&mut self, text: &str, lang: Option<&Language>, source: &str) {
        let mut lang = of(text, lang);
        if lang == Language::En && Language::of_text(text) == Language::Zh {
            lang = Language::Zh;
        }
        let given = fill(&mut self.article.title, lang.clone(), text);
        self.gave(given, "title", Some(&lang), source);
    }

    pub fn journal(&mut self, text: &str, lang: Option<&Language>, source: &str) {
        let lang = match Language::of_text(text) {
            Language::Zh => Language::Zh,
            _ => of(text, lang),
        };
        let lang = if lang == Language::Zh && Language::of_text(text) == Language::En { Language::En } else { lang };
        let given = fill(&mut self.article.journal.title, lang.clone(), text);
        self.gave(given, "journal", Some(&lang), source);
    }

    pub fn abbrev(&mut self, text: &str, source: &str) {
        let lang = Language::of_text(text);
        let given = fill(&mut self.article.journal.abbrev, lang.clone(), text);
        self.gave(given, "journal.abbrev", Some(&lang), source);
    }

    pub fn publisher(&mut self, text: &str, source: &str) {
        let lang = Language::of_text(text);
        let given = fill(&mut self.article.journal.publisher, lang.clone(), text);
        self.gave(given, "journal.publisher", Some(&lang), source);
    }

    pub fn heading(&mut self, text: &str, source: &str) {
        let lang = Language::of_text(text);
        let given = fill(&mut self.article.heading, lang.clone(), text);
        self.gave(given, "heading", Some(&lang), source);
    }

    pub fn issn(&mut self, text: &str, source: &str) {
        for issn in text.split([',', ';', ' ', '/']).map(str::trim).filter(|issn| issn.len() >= 8) {
            if !self.article.journal.issn.iter().any(|known| known == issn) {
                self.article.journal.add_issn(issn);
                self.gave(true, "journal.issn", None, source);
            }
        }
    }

    pub fn year(&mut self, text: &str, source: &str) {
        if self.article.year.is_none() {
            self.article.year = PartialDate::parse(text).map(|date| date.year);
            self.gave(self.article.year.is_some(), "year", None, source);
        }
    }

    /// A volume; `v.14` and `Vol. 14` are `14`.
    pub fn volume(&mut self, text: &str, source: &str) {
        let text = text.trim();
        let bare = ["Vol.", "vol.", "Vol", "vol", "v.", "V.", "第"].iter().find_map(|head| text.strip_prefix(head)).unwrap_or(text);
        let bare = bare.trim().trim_end_matches('卷').trim();
        if self.article.volume.is_none() && !bare.is_empty() {
            self.article.volume = Some(bare.to_owned());
            self.gave(true, "volume", None, source);
        }
    }

    pub fn issue(&mut self, text: &str, source: &str) {
        let text = text.trim();
        let bare = ["No.", "no.", "第"].iter().find_map(|head| text.strip_prefix(head)).unwrap_or(text);
        let bare = bare.trim().trim_end_matches('期').trim();
        if self.article.issue.is_none() && !bare.is_empty() {
            self.article.issue = Some(bare.to_owned());
            self.gave(true, "issue", None, source);
        }
    }

    /// Pages as a range. Meta tags of some sites give the number of pages as the last page; the header line of the page
    /// then knows better.
    pub fn pages(&mut self, text: &str, source: &'static str) {
        let read = Pages::parse(text.trim().trim_end_matches('.'));
        if read.is_empty() || read.raw == "-" {
            return;
        }
        let known = &self.article.pages;
        if known.is_empty() {
            self.article.pages = read;
            self.pages_from = Some(source);
            self.gave(true, "pages", None, source);
        } else if self.pages_from.is_some_and(|from| from.starts_with("citation"))
            && !source.starts_with("citation")
            && known.raw != read.raw
        {
            let was = std::mem::replace(&mut self.article.pages, read);
            let sentence = format!("the meta tags give {}, the page itself {}; the page is believed", was.raw, self.article.pages.raw);
            self.findings.push(Finding::kept(sentence).of("pages"));
            self.pages_from = Some(source);
            self.fields.retain(|field| !field.starts_with("pages="));
            self.gave(true, "pages", None, source);
        }
    }

    pub fn doi(&mut self, text: &str, source: &str) {
        if self.article.ids.doi.is_none() {
            self.article.ids.doi = Doi::parse(text);
            self.gave(self.article.ids.doi.is_some(), "ids.doi", None, source);
        }
    }

    pub fn date(&mut self, kind: DateKind, text: &str, source: &str) {
        let text = text.trim();
        let dates = &mut self.article.dates;
        let place = match kind {
            DateKind::Received => &mut dates.received,
            DateKind::Revised => &mut dates.revised,
            DateKind::Accepted => &mut dates.accepted,
            DateKind::Online => &mut dates.online,
            DateKind::Published => &mut dates.published,
        };
        if place.is_some() || text.is_empty() {
            return;
        }
        match super::xml::written_date(text).or_else(|| PartialDate::parse(text)) {
            Some(date) => {
                *place = Some(date);
                self.gave(true, &format!("dates.{}", kind.name()), None, source);
            }
            None if text.chars().any(|c| c.is_ascii_digit() && c != '0') => {
                dates.raw.entry(kind.name()).or_insert_with(|| text.into());
            }
            None => {}
        }
    }

    pub fn abstracts(&mut self, text: &str, lang: Option<&Language>, source: &str) {
        let text = text.trim();
        let lang = match Language::of_text(text) {
            Language::Zh => Language::Zh,
            _ => of(text, lang),
        };
        if text.is_empty() || self.article.abstracts.get(&lang).is_some() {
            return;
        }
        self.article.abstracts.insert(lang.clone(), super::labels::abstract_sections(text));
        self.gave(true, "abstract", Some(&lang), source);
    }

    pub fn keywords(&mut self, words: Vec<String>, lang: Option<&Language>, source: &str) {
        let words: Vec<String> = words
            .iter()
            .map(|word| word.trim().trim_end_matches(['.', '。', ';', '；']).trim().to_owned())
            .filter(|w| !w.is_empty())
            .collect();
        if words.is_empty() {
            return;
        }
        let han = words.iter().filter(|word| Language::of_text(word) == Language::Zh).count();
        // A Latin name or a formula among Chinese words is one of them; as many English words as Chinese are a mixed list.
        let foreign = words.len() - han;
        let (chinese, english): (Vec<String>, Vec<String>) = if han == 0 && lang != Some(&Language::Zh) {
            (Vec::new(), words)
        } else if han == 0 || han > foreign || (foreign < 3 && lang == Some(&Language::Zh)) {
            (words, Vec::new())
        } else {
            words.into_iter().partition(|word| Language::of_text(word) == Language::Zh)
        };
        for (lang, words) in [(Language::Zh, chinese), (Language::En, english)] {
            if !words.is_empty() && self.article.keywords.get(&lang).is_none() {
                self.article.keywords.insert(lang.clone(), words);
                self.gave(true, "keywords", Some(&lang), source);
            }
        }
    }

    pub fn classes(&mut self, written: &str, source: &str) {
        for subject in clc::subjects(written) {
            if !self.article.subjects.iter().any(|known| known.code == subject.code) {
                self.article.subjects.push(subject);
                self.gave(true, "subjects", None, source);
            }
        }
    }

    pub fn subject(&mut self, scheme: &str, code: &str) {
        if !code.trim().is_empty() {
            self.article.subjects.push(Subject { scheme: scheme.to_owned(), code: code.trim().to_owned(), ..Subject::default() });
        }
    }

    pub fn funding(&mut self, text: &str, lang: Option<&Language>, source: &str) {
        let text = text.trim();
        let lang = of(text, lang);
        if text.is_empty() || self.article.funding.iter().any(|known| known.text.get(&lang).is_some()) {
            return;
        }
        for (at, part) in text.split([';', '；']).map(str::trim).filter(|part| !part.is_empty()).enumerate() {
            let awards = part
                .split(['(', '（', ')', '）', ',', '，', '、'])
                .map(|piece| piece.trim().trim_start_matches("No.").trim())
                .filter(|piece| piece.len() >= 5 && piece.is_ascii() && piece.chars().filter(char::is_ascii_digit).count() >= 3)
                .map(str::to_owned)
                .collect();
            if let Some(known) = self.article.funding.get_mut(at).filter(|known| known.text.get(&lang).is_none()) {
                known.text.insert(lang.clone(), part.to_owned());
            } else {
                let text = MultiText::of(lang.clone(), part.to_owned());
                self.article.funding.push(Funding { text, awards, ..Funding::default() });
            }
        }
        self.gave(true, "funding", Some(&lang), source);
    }

    /// A reference list, in order: printed numbers and strings.
    pub fn references(&mut self, entries: Vec<(Option<String>, String)>, source: &str) {
        if self.article.refs.as_ref().is_none_or(Vec::is_empty) {
            let refs: Vec<Reference> = entries.into_iter().map(|(n, raw)| gbt7714::reference(n, &raw)).collect();
            self.gave(!refs.is_empty(), "refs", None, source);
            self.article.refs = Some(refs);
        }
    }

    /// The list of related articles.
    pub fn related(&mut self, entries: Vec<(Option<String>, String)>, source: &str) {
        if self.article.related.as_ref().is_none_or(Vec::is_empty) {
            let related: Vec<RelatedArticle> = entries
                .into_iter()
                .enumerate()
                .map(|(at, (n, raw))| RelatedArticle {
                    rel: Relation::Similar,
                    n: n.and_then(|n| n.parse().ok()).or_else(|| u32::try_from(at + 1).ok()),
                    part: gbt7714::parse(&raw).into_iter().next(),
                    raw,
                    ..RelatedArticle::default()
                })
                .collect();
            self.gave(!related.is_empty(), "related", None, source);
            self.article.related = Some(related);
        }
    }

    pub fn link(&mut self, kind: &str, url: &str, source: &str) {
        let url = url.trim();
        if (url.starts_with("http://") || url.starts_with("https://")) && !self.article.links.iter().any(|known| known.url == url) {
            self.article.links.push(Link { kind: kind.to_owned(), url: url.to_owned(), ..Link::default() });
            self.gave(true, "links", None, source);
        }
    }

    /// The site's own number of the page.
    pub fn site(&mut self, host: &str, id: &str, source: &str) {
        let id = id.trim();
        if !id.is_empty() && self.article.ids.site.is_none() {
            self.article.ids.site = Some(crate::record::SiteId { host: host.to_owned(), id: id.to_owned() });
            self.gave(true, "ids.site", None, source);
        }
    }

    pub fn has_record(&self) -> bool {
        !self.article.title.is_empty()
    }

    /// Ties people to affiliations by their marks, fills what follows from other members, and names the source.
    pub fn finish(mut self, document: &Document, src: &str) -> (Article, Vec<Finding>) {
        let article = &mut self.article;
        let labels: Vec<Option<String>> = article.affiliations.iter().map(|one| one.label.clone()).collect();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (at, label) in labels.iter().enumerate() {
            if let Some(label) = label {
                places.entry(label.clone()).or_insert(at);
            }
        }
        let mut dangling = Vec::new();
        for one in &mut article.authors {
            if labels.len() == 1 && one.marks.iter().all(|mark| labels.first() != Some(&Some(mark.clone()))) {
                one.aff = vec![0];
                continue;
            }
            for mark in &one.marks {
                match places.get(mark).copied() {
                    Some(at) if !one.aff.contains(&at) => one.aff.push(at),
                    None if mark.chars().all(|c| c.is_ascii_digit()) && !labels.is_empty() => dangling.push(mark.clone()),
                    _ => {}
                }
            }
        }
        dangling.sort_unstable();
        dangling.dedup();
        for mark in dangling {
            self.findings.push(Finding::kept(format!("no affiliation has the mark {mark}; the mark is kept")).of("authors"));
        }
        if article.year.is_none() {
            article.year = article.dates.published.or(article.dates.online).map(|date| date.year);
        }
        if article.lang == Language::Und {
            let title = article.title.languages().next().cloned();
            article.lang = title.unwrap_or_default();
        }
        let front = article.title.values().any(|title| super::toc::is_front_matter(title)) && article.authors.is_empty();
        if front || article.pages.raw == "0-0" {
            article.kind = crate::record::ArticleKind::Frontmatter;
        }
        let mut provenance = document.provenance(src);
        provenance.fields = self.fields;
        article.prov = vec![provenance];
        (self.article, self.findings)
    }
}

/// An abstract without heads.
pub fn one_section(text: &str) -> Vec<AbstractSection> {
    vec![AbstractSection { text: text.to_owned(), ..AbstractSection::default() }]
}
