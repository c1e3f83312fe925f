//! A record while its lines are put where they belong.

mod finish;
mod names;
mod numbers;

use serde_json::Value;

use super::numbers::{is_cn, is_pmid};
use super::table::{IMPRINT, Member};
use super::{dates, languages, people, scopus};
use crate::formats::{Finding, clc, rich};
use crate::record::{AbstractSection, Article, ArticleKind, Contributor, Doi, Language, Link, MultiText, Pages, PartialDate};

/// What Scopus writes where there is no abstract.
pub const NO_ABSTRACT: &str = "[No abstract available]";

/// See the module.
#[derive(Default)]
pub struct Sheet {
    /// In a box from the beginning: it is large, and goes from hand to hand.
    pub article: Box<Article>,
    pub findings: Vec<Finding>,
    first: Option<String>,
    last: Option<String>,
    /// The year's line and the date's line.
    year: dates::Found,
    date: dates::Found,
    /// A journal's title or abbreviation: decided at the end.
    either: Option<String>,
    maybe_issue: Option<String>,
    /// The language of the title that is no translation.
    own: Option<Language>,
    /// The authors once more, in another language.
    again: Vec<Contributor>,
    /// Notes of Scopus, until all authors are known.
    of_export: Vec<String>,
    /// The language of titles and abstracts where it is not the record's (MEDLINE).
    pub texts_in: Option<Language>,
    /// The DOI has a line of its own.
    doi_stated: bool,
    /// The database is PubMed: then its numbers are PMIDs.
    pub is_pubmed: bool,
    /// The database is Scopus: then its own notes are read, and kept as they are.
    pub is_scopus: bool,
}

impl Sheet {
    pub fn new(kind: ArticleKind, lang: Language) -> Self {
        let mut sheet = Self::default();
        sheet.article.kind = kind;
        sheet.article.lang = lang;
        sheet
    }

    /// The language of a text: Chinese and Japanese by their letters, others as the record says.
    pub fn language_of(&self, text: &str) -> Language {
        match (of_text(text), self.texts_in.as_ref().unwrap_or(&self.article.lang)) {
            (Language::Zh, Language::Other(lang)) if &**lang == "ja" => Language::Other("ja".into()),
            (Language::En | Language::Und, Language::Other(lang)) => Language::Other(lang.clone()),
            (of_text, _) => of_text,
        }
    }

    /// Puts a value where it belongs. False when the record has no place for it, or has something else in that place.
    pub fn file(&mut self, member: Member, value: &str) -> bool {
        if value.is_empty() && member != Member::Kind {
            return false;
        }
        match member {
            // Wiley and others, of what is not in an issue yet.
            Member::Volume | Member::Issue | Member::First | Member::Last | Member::Pages if value.eq_ignore_ascii_case("n/a") => false,
            Member::Kind => true,
            Member::Key => false,
            Member::Title => self.title(value),
            Member::Translated => self.translated(value),
            Member::Short => self.text(value, |article| &mut article.short_title),
            Member::Author => self.people(value, None),
            Member::TranslatedAuthor => {
                let before = self.again.len();
                self.again.extend(people::people(value));
                self.again.len() > before
            }
            Member::Collaboration => {
                self.article.authors.push(people::body(value));
                true
            }
            Member::Editor => self.people(value, Some("editor")),
            Member::SeriesEditor => self.people(value, Some("collection-editor")),
            Member::Translator => self.people(value, Some("translator")),
            Member::Advisor => self.people(value, Some("advisor")),
            Member::Producer => self.people(value, Some("producer")),
            Member::Performer => self.people(value, Some("performer")),
            Member::Contributor => self.people(value, Some("contributor")),
            Member::Journal | Member::TranslatedJournal | Member::Proceedings => self.text(value, |article| &mut article.journal.title),
            Member::Abbrev => self.text(value, |article| &mut article.journal.abbrev),
            Member::JournalOrAbbrev => first(&mut self.either, value),
            // CNKI runs several bodies together.
            Member::Publisher if !value.is_ascii() && value.contains(';') && !value.contains(['&', ' ']) => {
                self.text(&value.replace(';', "; "), |article| &mut article.journal.publisher)
            }
            Member::Publisher => self.text(value, |article| &mut article.journal.publisher),
            Member::Year => self.year(value),
            Member::Date => self.date(value),
            Member::Online => {
                let date = dates::parse(value).whole();
                self.article.dates.online = self.article.dates.online.or(date);
                date.is_some()
            }
            Member::Volume => first(&mut self.article.volume, counted(value, '卷')),
            Member::Issue => first(&mut self.article.issue, counted(value, '期')),
            Member::MaybeIssue => first(&mut self.maybe_issue, value),
            Member::First => first(&mut self.first, without_word(value)),
            Member::Last => first(&mut self.last, value),
            Member::Pages => self.pages(without_word(value)),
            Member::ArticleNumber => first(&mut self.article.pages.article_number, value),
            Member::Abstract => self.summary(value),
            Member::Keywords => self.keywords(value),
            Member::Doi => self.doi(value),
            Member::MaybeDoi => Doi::parse(value).is_some() && self.doi(value),
            Member::Link => self.link("html", value),
            Member::Pdf => self.link("pdf", value),
            Member::Standard => self.standard(value),
            Member::Cn => is_cn(value) && first(&mut self.article.journal.cn, value),
            Member::Language => {
                let alone = !value.trim_end_matches([';', '；', ' ']).contains([';', ',', '；', '，', '\n']);
                alone && languages::parse(value).as_ref() == Some(&self.article.lang)
            }
            Member::Affiliation => self.affiliations(value),
            Member::Accession => self.is_pubmed && is_pmid(value) && first(&mut self.article.ids.pmid, value),
            Member::Database => self.is_pubmed,
            Member::Pmid => is_pmid(value) && first(&mut self.article.ids.pmid, value),
            Member::Pmcid => value.starts_with("PMC") && first(&mut self.article.ids.pmcid, value),
            Member::Note if self.is_scopus && scopus::is_note(value) => {
                self.of_export.push(value.to_owned());
                false
            }
            Member::Note => {
                self.article.notes.push(rich::of_lines(value));
                true
            }
            Member::Clc => {
                let before = self.article.subjects.len();
                self.article.subjects.extend(clc::subjects(value));
                self.article.subjects.len() > before
            }
            Member::Rights => first(&mut self.article.copyright, value),
            Member::Accessed => self.accessed(value),
            imprint => {
                let place = IMPRINT.iter().find(|(member, _)| *member == imprint);
                place.is_some_and(|(_, place)| first(place(&mut self.article.imprint), value))
            }
        }
    }

    /// Text of one language in a member that may have several.
    fn text(&mut self, value: &str, member: fn(&mut Article) -> &mut MultiText) -> bool {
        let text = rich::of_markup_if_any(value);
        let lang = self.language_of(&text);
        let place = member(&mut self.article);
        if text.is_empty() || place.get(&lang).is_some() {
            return false;
        }
        place.insert(lang, text.into_owned());
        true
    }

    /// The title; a second one in another language is its translation.
    fn title(&mut self, value: &str) -> bool {
        let given = self.text(value, |article| &mut article.title);
        if given && self.own.is_none() {
            self.own = Some(self.language_of(value));
        }
        given
    }

    fn translated(&mut self, value: &str) -> bool {
        let text = rich::of_markup_if_any(value);
        let mut lang = Language::of_text(&text);
        if self.article.title.get(&lang).is_some() && self.article.lang == lang {
            lang = Language::Und;
        }
        if text.is_empty() || self.article.title.get(&lang).is_some() {
            return false;
        }
        self.article.title.insert(lang, text.into_owned());
        true
    }

    fn year(&mut self, value: &str) -> bool {
        let found = dates::parse(value);
        // A second line for the year may say the month too.
        if self.year.year.is_some() && self.year.month.is_none() && found.year == self.year.year && found.month.is_some() {
            return self.date(value);
        }
        if found.year.is_none() || self.year.year.is_some() {
            return false;
        }
        self.year = found;
        self.said_more(value);
        true
    }

    fn date(&mut self, value: &str) -> bool {
        let found = dates::parse(value);
        if found == dates::Found::default() {
            self.said_more(value);
        }
        if found == dates::Found::default() || self.date != dates::Found::default() {
            return false;
        }
        self.date = found;
        self.said_more(value);
        true
    }

    fn accessed(&mut self, value: &str) -> bool {
        let day = dates::parse(value).whole().filter(|_| !dates::says_more(value));
        let first = self.article.dates.accessed.is_none() && day.is_some();
        self.article.dates.accessed = self.article.dates.accessed.or(day);
        first
    }

    /// Keeps a date as written where it says more than a day, a month and a year (`SPR 2011`, `2004 Nov-Dec`).
    fn said_more(&mut self, value: &str) {
        if dates::says_more(value) {
            self.article.dates.raw.insert("published".to_owned(), Value::String(value.to_owned()));
        }
    }

    /// Pages; a second line adds to the first.
    fn pages(&mut self, value: &str) -> bool {
        let raw = match self.article.pages.raw.as_str() {
            "" => value.to_owned(),
            known => format!("{known}, {value}"),
        };
        self.set_pages(&raw);
        true
    }

    pub fn set_pages(&mut self, raw: &str) {
        let number = self.article.pages.article_number.take();
        self.article.pages = Pages::parse(raw);
        if self.article.pages.article_number.is_none() {
            self.article.pages.article_number = number;
        }
    }

    fn summary(&mut self, value: &str) -> bool {
        let text = rich::of_markup_if_any(value);
        // CNKI marks an abstract that is the beginning of the text.
        let text = text.strip_prefix("&lt;正&gt;").unwrap_or(&text).trim();
        // And the ends of its lines (`Abstract(#br)This …`).
        let parted = text.contains("(#br)").then(|| text.trim_start_matches("Abstract(#br)").replace("(#br)", " "));
        let text = parted.as_deref().unwrap_or(text);
        let lang = self.language_of(text);
        if text.is_empty() || text == NO_ABSTRACT || self.article.abstracts.get(&lang).is_some() {
            return false;
        }
        let section = AbstractSection { text: text.to_owned(), ..AbstractSection::default() };
        self.article.abstracts.insert(lang, vec![section]);
        true
    }

    /// Keywords between `;` and line ends. Commas part them only where nothing else does and the words are Chinese.
    fn keywords(&mut self, value: &str) -> bool {
        let strong = |c: char| matches!(c, ';' | '；' | '\n' | '\r');
        let weak = |c: char| matches!(c, ',' | '，' | '、');
        let ascii = value.is_ascii();
        if ascii && !value.contains(strong) {
            return self.keyword(value.trim());
        }
        let chinese = !ascii && !value.contains(strong) && value.contains(weak) && of_text(value) == Language::Zh;
        // Wanfang parts Chinese words by blanks.
        let han = |word: &str| of_text(word) == Language::Zh;
        let blank = !ascii && !value.contains(strong) && !value.contains(weak) && {
            let words = value.split_whitespace().count();
            words > 1 && value.split_whitespace().filter(|word| han(word)).count() * 2 > words
        };
        let mut any = false;
        for word in value
            .split(|c: char| strong(c) || (chinese && weak(c)) || (blank && c.is_whitespace()))
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            any |= self.keyword(word);
        }
        any
    }

    fn keyword(&mut self, word: &str) -> bool {
        let word = rich::of_markup_if_any(word);
        // A star marks what a work is mainly about (EndNote from PubMed, PsycINFO).
        let starred = word.strip_prefix('*').filter(|word| word.starts_with(char::is_alphabetic)).map(str::to_owned);
        let word = starred.map_or(word, std::borrow::Cow::Owned);
        let lang = self.language_of(&word);
        self.article.keywords.entry(lang).push(word.into_owned());
        true
    }

    /// The DOI of a line of its own.
    fn doi(&mut self, value: &str) -> bool {
        match Doi::parse(value) {
            Some(doi) if self.article.ids.doi.is_none() || !self.doi_stated => {
                self.doi_stated = true;
                self.article.ids.doi = Some(doi);
                true
            }
            Some(doi) => self.article.ids.doi == Some(doi),
            None => false,
        }
    }

    /// A DOI that stands where something else should, if the record has none.
    pub fn doi_of_link(&mut self, value: &str) {
        if self.article.ids.doi.is_none() && value.contains("doi") {
            self.article.ids.doi = Doi::parse(value);
        }
    }

    /// Addresses, one or several; anything else is none.
    pub fn link(&mut self, kind: &str, value: &str) -> bool {
        let is_address = |word: &str| ["http://", "https://", "ftp://"].iter().any(|scheme| word.starts_with(scheme));
        // Magtech: `%U {http://…}`.
        let value = value.trim_matches(['{', '}', '<', '>']);
        let several = !value.bytes().all(|byte| byte.is_ascii_graphic()) && value.contains(char::is_whitespace);
        if !(if several { value.split_whitespace().all(is_address) } else { value.is_empty() || is_address(value) }) {
            return false;
        }
        for url in value.split_whitespace().map(|url| if several { url.trim_end_matches([';', ',']) } else { url }) {
            self.doi_of_link(url);
            // CNKI has addresses out of a page, with its escapes.
            let url = if url.contains("&amp;") { url.replace("&amp;", "&") } else { url.to_owned() };
            self.article.links.push(Link { kind: kind.to_owned(), url, ..Link::default() });
        }
        true
    }
}

/// The language of a text by its letters; most texts are ASCII and quickly told.
fn of_text(text: &str) -> Language {
    match text.is_ascii() {
        true if text.bytes().any(|byte| byte.is_ascii_alphabetic()) => Language::En,
        true => Language::Und,
        false => Language::of_text(text),
    }
}

/// A date as far as the year and no further says no more than the year's line.
pub fn more_than_year(date: Option<PartialDate>) -> Option<PartialDate> {
    date.filter(|date| date.month.is_some())
}

/// `第12卷`, `3期`, `Vol. 12`: the number alone, where words of counting stand around it.
fn counted(value: &str, word: char) -> &str {
    let counting = ["Vol. ", "Vol.", "vol. ", "Volume ", "No. ", "no. ", "Issue "];
    let chinese = value.strip_suffix(word).map(|bare| bare.strip_prefix('第').unwrap_or(bare).trim());
    let bare = chinese.or_else(|| counting.iter().find_map(|words| value.strip_prefix(words)));
    bare.filter(|bare| !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(value)
}

/// `pp. 12`, `p. 12`, `pp 12` (TRID), `S. 12` (of German): the page alone.
fn without_word(value: &str) -> &str {
    let bare = ["pp.", "p.", "pp ", "S. "].iter().find_map(|word| value.strip_prefix(word)).map(str::trim_start);
    bare.filter(|bare| bare.starts_with(|c: char| c.is_ascii_digit())).unwrap_or(value)
}

fn first(place: &mut Option<String>, value: &str) -> bool {
    if place.is_some() {
        return place.as_deref() == Some(value);
    }
    *place = Some(value.to_owned());
    true
}

/// The language that a record's line names.
pub fn language_line(value: &str) -> Language {
    languages::parse(value).unwrap_or_default()
}
