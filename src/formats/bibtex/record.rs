//! An entry as a record: every field goes to its place, and what has none to `raw.bibtex`, in order and as written.

mod cnki;
mod databases;
mod hosts;
mod numbers;
mod people;
mod scopus;
mod subjects;
mod wos;

use databases::Database;
pub use databases::is_of_scopus;
pub use hosts::{main_title, without_subtitle};
pub use numbers::pages_of;

use serde_json::{Value, json};

use super::super::citation_key::{BIBTEX, ENTRY_KEY};
use super::super::{Finding, latex, on_arxiv, rich};
use super::astronomy;
use super::fields::{self, Place, place};
use super::tokens::Entry;
use super::words;
use crate::formats::tagged::sheet::NO_ABSTRACT;
use crate::record::{AbstractSection, Article, ArticleKind, Language, Link, MultiText, PartialDate, Provenance};

/// What the kind of an entry is called among the pairs of a name and a value in LaTeX that `raw` keeps. It is the first of them,
/// [`ENTRY_KEY`] the second.
pub const KIND: &str = "entrytype";

/// Fields that name the language, the first of them that is there above the others: that of the text itself under the name that
/// BibLaTeX has for it and the one it had before, and that of the work, of which a list may tell several.
pub const LANGUAGES: &[&str] = &["langid", "hyphenation", "language"];

/// What ends a list of names that is not whole, in an entry and, for all but authors, in a residue.
pub const OTHERS: &str = "others";

/// The record that an entry is. `encoding` is that of the file where it is not UTF-8.
pub fn article(entry: &Entry<'_>, encoding: Option<&str>, line: usize, findings: &mut Vec<Finding>) -> Box<Article> {
    let mut draft = Draft::new(entry, line, findings);
    for (name, value) in &entry.fields {
        let written = value.trim();
        let placed = match place(name) {
            Some(_) if written.is_empty() => false,
            Some(place) => draft.take(place, name, written),
            None => {
                draft.of_database(name, written);
                draft.taken_with_another(name)
            }
        };
        if !placed {
            draft.keep(name, value);
        }
    }
    draft.finish(encoding)
}

struct Draft<'a, 'e, 'f> {
    entry: &'e Entry<'a>,
    line: usize,
    findings: &'f mut Vec<Finding>,
    article: Box<Article>,
    residue: Vec<Value>,
    /// Who wrote the entry.
    database: Database,
    /// What `langid` or `language` says.
    lang: Option<Language>,
    /// `eprint` was understood, and what it is an identifier of.
    eprint: bool,
    /// What stands behind the title of the whole.
    host_subtitles: Vec<String>,
    date: Date,
}

/// The members of a date until all are read.
#[derive(Default)]
struct Date {
    whole: Option<PartialDate>,
    year: Option<i32>,
    month: Option<u8>,
    day: Option<u8>,
    /// What was written, where it says more.
    written: Option<String>,
}

impl<'a, 'e, 'f> Draft<'a, 'e, 'f> {
    fn new(entry: &'e Entry<'a>, line: usize, findings: &'f mut Vec<Finding>) -> Self {
        let mut residue = vec![json!([KIND, entry.kind])];
        if !entry.key.is_empty() {
            residue.push(json!([ENTRY_KEY, entry.key]));
        }
        let named = LANGUAGES.iter().find_map(|name| entry.value(name));
        let lang = named.map(|named| fields::language(&latex::plain(named))).filter(|lang| *lang != Language::Und);
        let mut article = Box::<Article>::default();
        article.kind = fields::kind(&entry.kind);
        let mut draft = Self {
            entry,
            line,
            findings,
            article,
            residue,
            database: Database::of(entry),
            lang,
            eprint: false,
            host_subtitles: Vec::new(),
            date: Date::default(),
        };
        if let Some(kind) = entry.value("entrysubtype").and_then(|subtype| fields::kind_by_subtype(&draft.article.kind, subtype.trim())) {
            draft.article.kind = kind;
        }
        draft.of_cnki();
        draft.kind_of_database();
        draft.identify();
        draft
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.entry.value(name).is_some_and(|value| value.contains(|c: char| !c.is_whitespace()))
    }

    fn keep(&mut self, name: &str, value: &str) {
        self.residue.push(Value::Array(vec![Value::from(name), Value::from(value)]));
    }

    /// `eprint` means what its type says; arXiv's numbers are known without.
    fn identify(&mut self) {
        let Some(written) = self.entry.value("eprint") else { return };
        let id = latex::literal(written.trim());
        let kind = self.entry.value("eprinttype").or_else(|| self.entry.value("archiveprefix")).map(|kind| kind.trim().to_lowercase());
        let bare = id.trim_start_matches("arXiv:").trim_start_matches("arxiv:");
        match kind.as_deref() {
            Some("arxiv") => self.article.ids.arxiv = Some(bare.to_owned()),
            Some("pubmed" | "pmid") => self.article.ids.pmid = Some(id),
            Some("pmc" | "pmcid") => self.article.ids.pmcid = Some(id),
            None if on_arxiv::is_number(bare) => self.article.ids.arxiv = Some(bare.to_owned()),
            // Another server's, under the name that it has there.
            Some(_) if self.article.kind == ArticleKind::Preprint => {
                let server = self.entry.value("eprinttype").or_else(|| self.entry.value("archiveprefix"));
                self.article.imprint.archive = server.map(latex::plain);
                self.article.imprint.archive_location = Some(id);
            }
            _ => return,
        }
        self.eprint = true;
        let printed = ["journal", "journaltitle", "booktitle"].iter().any(|name| self.has(name));
        if self.article.ids.arxiv.is_some()
            && !printed
            && matches!(self.entry.kind.as_ref(), "misc" | "article" | "online" | "unpublished" | "techreport")
        {
            self.article.kind = ArticleKind::Preprint;
        }
    }

    /// Whether a field without a place of its own was read together with another.
    fn taken_with_another(&self, name: &str) -> bool {
        self.eprint && matches!(name, "eprinttype" | "archiveprefix")
    }

    /// The language of a text of this record: its script decides against what the entry says.
    fn language(&self, text: &str) -> Language {
        let found = Language::of_text(text);
        match (&self.lang, &found) {
            (Some(Language::Other(said)), Language::Zh) if matches!(said.as_ref(), "ja" | "ko") => Language::Other(said.clone()),
            (None, _) | (Some(_), Language::Zh) | (Some(Language::Zh), Language::En) => found,
            (Some(said), _) => said.clone(),
        }
    }

    /// Puts a value in its place; false when it has none here.
    fn take(&mut self, place: Place, name: &str, written: &str) -> bool {
        match place {
            Place::Title => self.text(written, |article| &mut article.title),
            Place::Subtitle => self.text(written, |article| &mut article.subtitle),
            Place::TitleAddon => {
                // The model has one place for what follows the title. The field is kept, so that it is written under its name.
                if !self.has("subtitle") {
                    self.text(written, |article| &mut article.subtitle);
                }
                false
            }
            Place::HostSubtitle => self.host_subtitle(written),
            Place::ShortTitle => self.text(written, |article| &mut article.short_title),
            Place::Abbrev => self.text(written, |article| &mut article.journal.abbrev),
            Place::Journal if self.in_a_book() && self.has("booktitle") => false,
            Place::BookTitle if !self.in_a_book() && (self.has("journal") || self.has("journaltitle") || self.is_whole()) => false,
            Place::Journal if astronomy::journal(written).is_some() => {
                self.text(astronomy::journal(written).unwrap_or_default(), |article| &mut article.journal.title)
            }
            Place::Journal | Place::BookTitle => self.text(written, |article| &mut article.journal.title),
            Place::Publisher | Place::Institution => self.publisher(name, written),
            Place::Issn => self.issn(written),
            Place::Isbn => self.number_as_isbn(written) || self.isbn(written),
            Place::Accessed => self.accessed(written),
            Place::Imprint(member) if matches!(name, "location" | "address") => self.place(name, written, member),
            Place::Imprint(member) => self.imprint(written, member),
            Place::Genre => {
                let told =
                    matches!(self.article.kind, ArticleKind::Thesis | ArticleKind::Report | ArticleKind::Standard | ArticleKind::Patent);
                let unsaid = words::is_genre(written) || (self.article.kind == ArticleKind::Thesis && words::is_any_thesis(written));
                told && !unsaid && self.imprint(written, |imprint| &mut imprint.genre)
            }
            Place::Year | Place::Month | Place::Day | Place::Date => self.date(place, written),
            // Wiley, of what is not in an issue yet.
            Place::Volume | Place::Number | Place::Issue if written.eq_ignore_ascii_case("n/a") => false,
            Place::Volume => once(&mut self.article.volume, written),
            Place::Number | Place::Issue => self.number(place, written),
            Place::Pages | Place::Elocation => self.pages(place, written),
            Place::Doi => self.doi(written),
            Place::Url => self.url(&latex::literal(written)),
            Place::HowPublished => {
                // The address is taken, the field is kept: it may say more.
                if !self.has("url")
                    && let Some(url) = address(written)
                {
                    self.url(&url);
                }
                false
            }
            Place::Eprint => self.eprint,
            Place::Arxiv => !self.eprint && once(&mut self.article.ids.arxiv, written.trim_start_matches("arXiv:")),
            Place::Pmid => once(&mut self.article.ids.pmid, written),
            Place::Pmcid => once(&mut self.article.ids.pmcid, written),
            Place::Cstr => once(&mut self.article.ids.cstr, written),
            Place::Names(role) => self.names(role, name, written),
            Place::Abstract => self.summary(written),
            Place::Keywords if self.database == Database::Scopus && name == "keywords" => self.index_terms(written),
            Place::Keywords => self.keywords(written),
            Place::Affiliation => self.places_of_work(written),
            Place::Note if self.database == Database::Scopus && self.note_of_scopus(written) => false,
            Place::Note => {
                let (note, lost) = latex::rich_and_loss(written);
                let first = self.article.notes.is_empty() && !note.is_empty();
                if first {
                    self.article.notes.push(note);
                }
                first && !lost
            }
            Place::Copyright => once(&mut self.article.copyright, written),
            // What was written says more than the subtag.
            Place::Language => false,
        }
    }

    fn text(&mut self, written: &str, member: fn(&mut Article) -> &mut MultiText) -> bool {
        let (text, lost) = latex::rich_and_loss(written);
        let lang = self.language(&text);
        let member = member(&mut self.article);
        let first = member.is_empty() && !text.is_empty();
        if first {
            *member = MultiText::of(lang, text);
        }
        // With a command that is not understood the text is kept as it was written, too.
        first && !lost
    }

    /// Whether the record is a part of a book or of proceedings.
    fn in_a_book(&self) -> bool {
        fields::is_in_a_book(&self.article.kind)
    }

    /// Whether the record is a book, whose `booktitle` is only its title again.
    fn is_whole(&self) -> bool {
        matches!(self.article.kind, ArticleKind::Book | ArticleKind::Proceedings | ArticleKind::Thesis | ArticleKind::Report)
    }

    /// The publisher of a thesis or report is who answers for it; Magtech's sites name the journal here.
    fn publisher(&mut self, name: &str, written: &str) -> bool {
        let answers = matches!(self.article.kind, ArticleKind::Thesis | ArticleKind::Report);
        let order: &[&str] = if answers {
            &["school", "institution", "organization", "publisher"]
        } else {
            &["publisher", "institution", "organization", "school"]
        };
        let an_article = matches!(self.article.kind, ArticleKind::Article | ArticleKind::Review);
        // Of an article Chinese sites write here where its authors work.
        if an_article && name == "organization" && Language::of_text(written) == Language::Zh {
            return self.affiliations(written);
        }
        if order.iter().find(|known| self.has(known)) != Some(&name) {
            return false;
        }
        let has_journal = || ["journal", "journaltitle", "booktitle"].iter().any(|name| self.has(name));
        // Only Chinese sites do: an English publisher of an article is one.
        if an_article && name == "publisher" && !has_journal() && !self.eprint && Language::of_text(written) == Language::Zh {
            return self.text(written, |article| &mut article.journal.title);
        }
        self.text(written, |article| &mut article.journal.publisher)
    }

    /// A member of the imprint. With a command that is not understood the text is kept as it was written, too.
    pub(super) fn imprint(&mut self, written: &str, member: fields::OfImprint) -> bool {
        let (text, lost) = latex::rich_and_loss(written);
        let text = rich::plain(&text).into_owned();
        let text = self.said(&text).unwrap_or(text);
        let place = member(&mut self.article.imprint);
        let first = place.is_none() && !text.is_empty();
        if first {
            *place = Some(text);
        }
        first && !lost
    }

    /// What a text of the imprint says, where it is a key to words: the series of a journal, the countries of a patent.
    fn said(&self, text: &str) -> Option<String> {
        let lang = || self.lang.clone().unwrap_or_else(|| self.entry.value("title").map(Language::of_text).unwrap_or_default());
        match self.article.kind {
            ArticleKind::Patent if text.starts_with("country") => words::countries(text, &lang()),
            ArticleKind::Article | ArticleKind::Review if text.ends_with("series") => words::said(text, &lang()).map(str::to_owned),
            _ => None,
        }
    }

    fn url(&mut self, url: &str) -> bool {
        if url.is_empty() || self.article.links.iter().any(|link| link.url == url) {
            return !url.is_empty();
        }
        self.article.links.push(Link { kind: "html".to_owned(), url: url.to_owned(), ..Link::default() });
        true
    }

    fn summary(&mut self, written: &str) -> bool {
        let (text, lost) = latex::rich_and_loss(written);
        let first = self.article.abstracts.is_empty() && !text.is_empty() && text != NO_ABSTRACT;
        if first {
            self.article.abstracts.insert(self.language(&text), vec![AbstractSection { text, ..AbstractSection::default() }]);
        }
        first && !lost
    }

    fn finish(mut self, encoding: Option<&str>) -> Box<Article> {
        self.host_title();
        self.prefixes_told();
        self.tie_people();
        let mut article = self.article;
        let Date { whole, year, month, day, written } = self.date;
        // A month tells more of a date that has none.
        let whole = whole.map(|date| match (date.month, month) {
            (None, Some(_)) if year.is_none_or(|year| year == date.year) => PartialDate { month, day, ..date },
            _ => date,
        });
        article.dates.published = whole.or(year.map(|year| PartialDate { year, month, day: month.and(day) }));
        article.year = article.dates.published.map(|date| date.year);
        if let Some(written) = written {
            article.dates.raw.insert("published".to_owned(), Value::String(written));
        }
        if article.pages.raw.is_empty()
            && let Some(number) = &article.pages.article_number
        {
            article.pages.raw.clone_from(number);
        }
        if article.affiliations.len() == 1 {
            article.authors.iter_mut().filter(|one| one.role.is_none()).for_each(|one| one.aff = vec![0]);
        }
        article.lang = self.lang.take().or_else(|| article.title.languages().next().cloned()).unwrap_or_default();
        if article.imprint.genre.is_none() {
            let word = self.entry.value("type").map(str::trim);
            let genre = match article.kind {
                ArticleKind::Thesis => words::degree(word.unwrap_or(&self.entry.kind), &article.lang),
                ArticleKind::Report | ArticleKind::Patent => word.and_then(|word| words::genre(word, &article.lang)),
                _ => None,
            };
            article.imprint.genre = genre.map(str::to_owned);
        }
        article.prov.push(Provenance { src: BIBTEX.to_owned(), enc: encoding.map(str::to_owned), ..Provenance::default() });
        article.raw.insert(BIBTEX.to_owned(), Value::Array(self.residue));
        article
    }
}

/// Fills a member that is empty.
fn once(member: &mut Option<String>, written: &str) -> bool {
    let first = member.is_none();
    if first {
        *member = Some(latex::plain(written)).filter(|text| !text.is_empty());
    }
    first && member.is_some()
}

/// The address in a `howpublished`.
fn address(written: &str) -> Option<String> {
    let at = written.find("http://").or_else(|| written.find("https://"))?;
    let url = written.get(at..)?.split([' ', '}', '\n', ',']).next()?;
    Some(latex::literal(url))
}
