//! What the ladder compares of a record, a reference or a related entry: the same few facts of each.

use super::numbers::numbers;
use super::particulars::Particulars;
use super::readings::{is_marked, readings};
use super::spelled::Spelled;
use super::step::Step;
use super::{LibraryError, keys, packed, trigrams};
use crate::record::{Article, Citation, HowLinked, Identifiers, Language, Reference, RelatedArticle};

mod two;

pub(super) use two::is_correction;

/// Spellings of a title, a name or a journal that are learnt of one work: references differ in more ways than are worth a look.
const MOST_LEARNT: usize = 24;

/// The year in the key of a title whose record says none.
const NO_YEAR: i32 = 0;

/// The stored column: DOI, year, volume, issue, page, how many keys are the first author's, and those of all authors.
type Column = (Option<String>, Option<i32>, Option<String>, Option<String>, Option<String>, usize, Vec<String>);

/// Facts of one work, as compared.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) doi: Option<String>,
    pub(super) year: Option<i32>,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) page: Option<String>,
    /// Keys of the title in each language. Not stored: the titles themselves stand beside.
    pub(super) titles: Vec<(Language, String)>,
    /// What each of these titles counts.
    counted: Vec<String>,
    /// Keys of the first authors, at most eight; the keys of one author stand together.
    pub(super) people: Vec<String>,
    /// Keys of the first author alone.
    pub(super) first: Vec<String>,
    pub(super) journals: Vec<Spelled>,
    /// Other identifiers and addresses, each as `kind:value`.
    pub(super) others: Vec<String>,
    /// A record identifier given outright.
    pub(super) given: Option<(String, Option<HowLinked>)>,
    /// Facts of an entry of a list: who cites may err in a number, or abbreviate as nobody else does.
    cited: bool,
    /// A printed line without a type marker, which may have been read into the wrong parts; and what else of it may be the
    /// title, as keys.
    line: String,
    readings: Vec<String>,
    /// Of a record as it comes in, and of an entry whose marker says what it is. Not stored: of few records it is asked, and
    /// those are read for it.
    particulars: Option<Box<Particulars>>,
}

impl Facts {
    /// The facts of a record from its columns `facts` and `title`.
    ///
    /// # Errors
    /// Columns that are not what was stored.
    pub(super) fn stored(facts: &str, title: &str) -> Result<Self, LibraryError> {
        let (doi, year, volume, issue, page, first, people): Column =
            serde_json::from_str(facts).map_err(|_| LibraryError::damage("the facts of a record are not what was stored"))?;
        let first = people.iter().take(first).cloned().collect();
        let mut facts = Self { doi, year, volume, issue, page, people, first, ..Self::default() };
        for (language, title) in packed::read_column(title)?.iter() {
            facts.add_title(language, title);
        }
        Ok(facts)
    }

    /// The column `facts`.
    pub(super) fn column(&self) -> String {
        let Self { doi, year, volume, issue, page, first, people, .. } = self;
        serde_json::to_string(&(doi, year, volume, issue, page, first.len(), people)).unwrap_or_default()
    }

    pub(super) fn of_article(article: &Article) -> Self {
        let mut facts = Self {
            doi: article.ids.doi.as_ref().map(ToString::to_string),
            year: article.year.or_else(|| article.dates.published.map(|date| date.year)),
            volume: article.volume.as_deref().and_then(keys::numbering),
            issue: article.issue.as_deref().and_then(keys::numbering),
            page: article.pages.first.as_deref().or(article.pages.article_number.as_deref()).and_then(keys::page),
            particulars: Some(Box::new(Particulars::of_article(article))),
            ..Self::default()
        };
        for (language, title) in article.title.iter() {
            facts.add_title(language, title);
        }
        let authors = article.authors.iter().filter(|one| one.is_author());
        for (at, author) in authors.take(8).enumerate() {
            facts.add_person(at, keys::people(author));
        }
        let journal = &article.journal;
        facts.journals.extend(journal.issn.iter().filter_map(|issn| Spelled::issn(issn)));
        facts.journals.extend(journal.title.values().chain(journal.abbrev.values()).filter_map(|name| Spelled::name(name)));
        facts.add_ids(&article.ids);
        facts.others.extend(article.links.iter().filter(|link| link.kind != "doi").filter_map(|link| address(&link.url)));
        facts
    }

    pub(super) fn of_reference(reference: &Reference) -> Self {
        let mut facts = Self { cited: true, ..Self::default() };
        for part in &reference.parts {
            facts.add_citation(part);
        }
        if !is_marked(&reference.raw) {
            facts.line.clone_from(&reference.raw);
            facts.readings = readings(&reference.raw);
            facts.readings.retain(|reading| !facts.titles.iter().any(|(_, title)| title == reading));
        }
        facts.doi = reference.ids.doi.as_ref().map(ToString::to_string).or(facts.doi);
        facts.add_ids(&reference.ids);
        facts.given = reference.link.as_ref().map(|id| (id.to_string(), reference.how));
        facts
    }

    pub(super) fn of_related(related: &RelatedArticle) -> Self {
        let mut facts = Self { cited: true, ..Self::default() };
        if let Some(part) = &related.part {
            facts.add_citation(part);
        }
        facts.given = related.link.as_ref().map(|id| (id.to_string(), related.how));
        facts
    }

    fn add_citation(&mut self, part: &Citation) {
        self.doi = self.doi.take().or_else(|| part.doi.as_deref().and_then(crate::record::Doi::parse).map(|doi| doi.to_string()));
        self.year = self.year.or(part.year);
        self.volume = self.volume.take().or_else(|| part.volume.as_deref().and_then(keys::numbering));
        self.issue = self.issue.take().or_else(|| part.issue.as_deref().and_then(keys::numbering));
        self.page = self.page.take().or_else(|| part.pages.as_deref().and_then(keys::page));
        if let Some(title) = &part.title {
            self.add_title(&part.lang, title);
        }
        for (at, author) in part.authors.iter().take(8).enumerate() {
            self.add_person(at, keys::people(author));
        }
        self.journals.extend(part.host_title().and_then(Spelled::name));
        self.others.extend(part.url.as_deref().and_then(address));
        self.particulars = self.particulars.take().or_else(|| Particulars::of_citation(part).map(Box::new));
    }

    fn add_title(&mut self, language: &Language, title: &str) {
        let key = keys::title(title);
        if !key.is_empty() {
            let language = if *language == Language::Und { Language::of_text(title) } else { language.clone() };
            self.titles.push((language, key));
            self.counted.push(numbers(title));
        }
    }

    fn add_person(&mut self, at: usize, keys: Vec<String>) {
        if at == 0 {
            self.first.extend(keys.iter().cloned());
        }
        self.people.extend(keys);
    }

    fn add_ids(&mut self, ids: &Identifiers) {
        let named = [("pmid", &ids.pmid), ("pmcid", &ids.pmcid), ("arxiv", &ids.arxiv), ("openalex", &ids.openalex)];
        let more = [("cnki", &ids.cnki), ("cstr", &ids.cstr), ("article-no", &ids.article_no)];
        for (kind, value) in named.into_iter().chain(more) {
            self.others.extend(
                value.as_deref().map(str::trim).filter(|value| !value.is_empty()).map(|value| format!("{kind}:{}", value.to_lowercase())),
            );
        }
    }

    /// The keys of this work by step of the ladder. `journals` are rows (of records), or hashes of names (of entries that
    /// wait for a journal).
    pub(super) fn keys(&self, journals: &[i64]) -> Vec<(Step, i64)> {
        let mut found = Vec::new();
        if let Some((id, _)) = &self.given {
            found.push((Step::Given, keys::hash("id", &[id])));
        }
        if let Some(doi) = &self.doi {
            found.push((Step::Doi, keys::hash("doi", &[doi])));
        }
        found.extend(self.others.iter().map(|other| (Step::Url, keys::hash("other", &[other]))));
        found.extend(journals.iter().flat_map(|journal| self.places(*journal)));
        if let Some(year) = self.year {
            found.extend(self.readings.iter().map(|reading| (Step::Title, title_hash(reading, year))));
            for (_, title) in self.titles.iter().filter(|(_, title)| keys::telling(title)) {
                found.push((Step::Title, title_hash(title, year)));
                if let (Some(prefix), Some(_)) = (keys::prefix(title), self.first.first()) {
                    for first in &self.first {
                        found.push((Step::Prefix, keys::hash("prefix", &[&prefix, first, &year.to_string()])));
                    }
                }
            }
        } else if !self.cited {
            // Two records that say no year meet here. An entry of a list that says none may mean any year's.
            let telling = self.titles.iter().filter(|(_, title)| keys::telling(title));
            found.extend(telling.map(|(_, title)| (Step::Title, title_hash(title, NO_YEAR))));
        }
        found
    }

    /// Keys of the place within one journal: whole, without volume, without issue.
    pub(super) fn places(&self, journal: i64) -> Vec<(Step, i64)> {
        let (Some(year), Some(page)) = (self.year, &self.page) else {
            return Vec::new();
        };
        let (journal, year) = (journal.to_string(), year.to_string());
        let key = |volume: &str, issue: &str| keys::hash("place", &[&journal, &year, volume, issue, page]);
        let mut found = Vec::new();
        if let (Some(volume), Some(issue)) = (&self.volume, &self.issue) {
            found.push((Step::Place, key(volume, issue)));
        }
        found.extend(self.issue.as_ref().map(|issue| (Step::Partial, key("", issue))));
        found.extend(self.volume.as_ref().map(|volume| (Step::Partial, key(volume, ""))));
        found
    }

    /// Whether the place within the journal is known well enough to be looked for by itself.
    pub(super) fn has_place(&self) -> bool {
        self.year.is_some() && self.page.is_some() && (self.volume.is_some() || self.issue.is_some())
    }

    /// The keys under which the title step looks for this work besides its own: the year before and the year after.
    pub(super) fn title_searches(&self) -> Vec<i64> {
        let Some(year) = self.year else { return Vec::new() };
        let titles = self.titles.iter().map(|(_, title)| title).filter(|title| keys::telling(title)).chain(&self.readings);
        titles.flat_map(|title| [year.saturating_sub(1), year.saturating_add(1)].map(|year| title_hash(title, year))).collect()
    }

    /// One key for the work as such, by which two lists are known to share it; nothing when too little is known.
    pub(super) fn work(&self) -> Option<i64> {
        let title = || {
            Some(title_hash(self.titles.iter().map(|(_, title)| title).find(|title| keys::telling(title))?, self.year.unwrap_or(NO_YEAR)))
        };
        let doi = || self.doi.as_ref().map(|doi| keys::hash("doi", &[doi]));
        title().or_else(doi)
    }

    /// Few and coarse keys of a work, of which an entry and the record that it is share at least one whatever the step: its
    /// identifiers, the page of a journal's year, and how its title begins in its year. `names` are hashes of the names of
    /// the journal.
    pub(super) fn coarse(&self, names: &[i64]) -> Vec<i64> {
        self.coarse_within(names, 0)
    }

    /// The same for a record that looks for entries: the title step lets years differ by one.
    pub(super) fn coarse_sought(&self, names: &[i64]) -> Vec<i64> {
        self.coarse_within(names, 1)
    }

    fn coarse_within(&self, names: &[i64], years: i32) -> Vec<i64> {
        let mut found = Vec::new();
        found.extend(self.given.as_ref().map(|(id, _)| keys::hash("id", &[id])));
        found.extend(self.doi.as_ref().map(|doi| keys::hash("doi", &[doi])));
        found.extend(self.others.iter().map(|other| keys::hash("other", &[other])));
        found.extend(self.coarse_places(names));
        if let Some(year) = self.year {
            let mut heads: Vec<String> =
                self.titles.iter().map(|(_, title)| title).chain(&self.readings).filter_map(|title| keys::prefix(title)).collect();
            heads.dedup();
            for head in heads {
                let years = year.saturating_sub(years)..=year.saturating_add(years);
                found.extend(years.map(|year| keys::hash("head", &[&head, &year.to_string()])));
            }
        }
        found
    }

    /// The page of a journal's year, by each of its names.
    pub(super) fn coarse_places(&self, names: &[i64]) -> Vec<i64> {
        let (Some(year), Some(page), true) = (self.year, &self.page, self.has_place()) else { return Vec::new() };
        names.iter().map(|name| keys::hash("spot", &[&name.to_string(), &year.to_string(), page])).collect()
    }

    /// With what another reference to the same work says and this one leaves out.
    pub(super) fn learnt(mut self, other: &Self) -> Self {
        let words = [(&mut self.doi, &other.doi), (&mut self.volume, &other.volume), (&mut self.issue, &other.issue)];
        for (mine, theirs) in words.into_iter().chain([(&mut self.page, &other.page)]) {
            *mine = mine.take().or_else(|| theirs.clone());
        }
        self.year = self.year.or(other.year);
        for (title, counted) in other.titles.iter().zip(&other.counted).filter(|(title, _)| !title.1.is_empty()) {
            if !self.titles.contains(title) && self.titles.len() < MOST_LEARNT {
                self.titles.push(title.clone());
                self.counted.push(counted.clone());
            }
        }
        for (mine, theirs) in [(&mut self.people, &other.people), (&mut self.first, &other.first), (&mut self.others, &other.others)] {
            let new: Vec<String> = theirs.iter().filter(|word| !mine.contains(word)).cloned().collect();
            mine.extend(new.into_iter().take(MOST_LEARNT.saturating_sub(mine.len())));
        }
        let new: Vec<Spelled> = other.journals.iter().filter(|name| !self.journals.contains(name)).cloned().collect();
        self.journals.extend(new.into_iter().take(MOST_LEARNT.saturating_sub(self.journals.len())));
        self
    }

    /// Hashes of the names of its journal.
    pub(super) fn names(&self) -> Vec<i64> {
        self.journals.iter().map(|name| name.hash).collect()
    }

    /// Whether two places in one journal, or two DOIs, say that these are two works.
    pub(super) fn place_differs(&self, other: &Self) -> bool {
        let differ = |a: &Option<String>, b: &Option<String>| matches!((a, b), (Some(a), Some(b)) if a != b);
        differ(&self.volume, &other.volume) || differ(&self.issue, &other.issue) || differ(&self.page, &other.page)
    }

    /// Whether the place allows two works of one title to be one. Of two records everything must fit. An entry that errs in one
    /// number is known by the others; and one whose journal goes by a name that nobody knows, by volume and page.
    pub(super) fn place_fits(&self, other: &Self, same_journal: Option<bool>) -> bool {
        if !self.cited {
            return same_journal != Some(false) && !self.place_differs(other);
        }
        let same = |a: &Option<String>, b: &Option<String>| a.as_ref().zip(b.as_ref()).map(|(a, b)| a == b);
        let volume = same(&self.volume, &other.volume);
        let page = self.page.as_ref().zip(other.page.as_ref()).map(|(a, b)| keys::same_page(a, b));
        match (volume, page) {
            (Some(true), Some(true)) => true,
            (Some(false), Some(false)) => false,
            (Some(false), _) | (_, Some(false)) => {
                let issue = same(&self.issue, &other.issue) != Some(false);
                same_journal == Some(true) && issue && (volume == Some(true) || page == Some(true)) && self.long_title()
            }
            (Some(true), None) if self.long_title() => true,
            _ => same_journal != Some(false) && !self.place_differs(other),
        }
    }

    /// Whether both have one title, as far as they were read.
    pub(super) fn same_title(&self, other: &Self) -> bool {
        self.titles.iter().any(|(_, mine)| other.titles.iter().any(|(_, theirs)| mine == theirs))
    }

    /// Whether a title says what a work is about, as "Reply" does not.
    pub(super) fn has_telling_title(&self) -> bool {
        self.titles.iter().any(|(_, title)| keys::telling(title))
    }

    /// Whether a title is so long that hardly another work has it.
    fn long_title(&self) -> bool {
        self.titles.iter().any(|(_, title)| keys::is_long_title(title))
    }

    pub(super) fn doi_differs(&self, other: &Self) -> bool {
        matches!((&self.doi, &other.doi), (Some(a), Some(b)) if a != b)
    }

    pub(super) fn year_differs(&self, other: &Self) -> bool {
        matches!((self.year, other.year), (Some(a), Some(b)) if a.abs_diff(b) > 1)
    }

    /// Whether both name their authors in the same script and none of them is the same.
    pub(super) fn people_differ(&self, other: &Self) -> bool {
        let scripts = |people: &[String]| (people.iter().any(|one| keys::has_han(one)), people.iter().any(|one| !keys::has_han(one)));
        let (a, b) = (scripts(&self.people), scripts(&other.people));
        // Some name the family alone.
        let bare = |one: &str, other: &str| other.strip_prefix(one).is_some_and(|given| given.starts_with(' '));
        let same = |one: &String, other: &String| one == other || bare(one, other) || bare(other, one);
        ((a.0 && b.0) || (a.1 && b.1)) && !self.people.iter().any(|one| other.people.iter().any(|other| same(one, other)))
    }

    /// Whether more than a title like many others speaks for one work: its people, its first page, or its length.
    pub(super) fn title_is_backed(&self, other: &Self) -> bool {
        let people = !self.people.is_empty() && !other.people.is_empty() && !self.people_differ(other);
        let page = self.page.is_some() && self.page == other.page;
        people || page || self.long_title()
    }

    /// Whether the titles of a language that both have count differently: parts I and II, years, the numbers of notices.
    pub(super) fn numbers_differ(&self, other: &Self) -> bool {
        self.counted_titles().any(|(language, mine)| other.counted_titles().any(|(theirs, counted)| theirs == language && mine != counted))
    }

    pub(super) fn counted_titles(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.titles.iter().map(|(language, _)| language).zip(self.counted.iter().map(String::as_str))
    }

    /// How alike the titles are in a language that both have; nothing when they share none.
    pub(super) fn titles_alike(&self, other: &Self) -> Option<f64> {
        let pairs = self.titles.iter().flat_map(|(language, title)| {
            other.titles.iter().filter(move |(theirs, _)| theirs == language).map(move |(_, other)| trigrams::alike(title, other))
        });
        pairs.reduce(f64::max)
    }
}

fn title_hash(title: &str, year: i32) -> i64 {
    keys::hash("title", &[title, &year.to_string()])
}

/// An address as it is compared: without scheme, `www.`, fragment and the slash behind it.
fn address(url: &str) -> Option<String> {
    let lower = url.trim().to_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"))?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let rest = rest.split('#').next().unwrap_or(rest).trim_end_matches('/');
    // A host alone is a site, not a work.
    rest.contains('/').then(|| format!("url:{rest}"))
}
