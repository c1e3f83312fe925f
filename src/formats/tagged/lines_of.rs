//! The lines of a record: what the model holds, member by member, in the order in which it is written.

use std::borrow::Cow;

use super::people;
use super::sheet::more_than_year;
use super::table::{IMPRINT, Member};
use crate::formats::citation_key::{RIS, RIS_ID, citation_key, paired};
use crate::formats::names::people_in_parts;
use crate::formats::rich;
use crate::record::{Article, ArticleKind, Contributor, ContributorKind, Doi, Language, MultiText, PartialDate};

/// One line to be written.
#[derive(Debug)]
pub struct Line<'a> {
    pub member: Member,
    /// Nothing before the format has given it one.
    pub tag: &'static str,
    pub value: Cow<'a, str>,
}

/// How a format writes what formats write differently.
pub struct Manner {
    /// First and last page in two lines.
    pub pages_apart: bool,
    /// Keywords in one line, with this between them.
    pub keywords_joined: Option<&'static str>,
    pub date: fn(PartialDate) -> String,
}

/// `2009/05/03/`, `2009/05//`: the date of RIS.
pub fn slashed(date: PartialDate) -> String {
    let mut written = format!("{:04}/", date.year);
    for part in [date.month, date.day] {
        if let Some(part) = part {
            written.extend([part / 10, part % 10].map(|digit| char::from(b'0' + digit)));
        }
        written.push('/');
    }
    written
}

/// Every line that the model gives, that of the kind of work first.
pub fn lines<'a>(article: &'a Article, kind: &'static str, manner: &Manner) -> Vec<Line<'a>> {
    let mut lines = Lines { lines: Vec::with_capacity(32), lang: &article.lang };
    lines.lines.push(Line { member: Member::Kind, tag: "", value: Cow::Borrowed(kind) });
    if paired(article, RIS, RIS_ID).is_none() {
        lines.one(Member::Key, citation_key(article));
    }
    lines.titles(article);
    lines.people(article);
    lines.translated_authors(article);
    let of_conference = article.kind == ArticleKind::Paper && article.imprint.event.is_some();
    let host = if of_conference { Member::Proceedings } else { Member::Journal };
    lines.texts(host, Member::TranslatedJournal, &article.journal.title);
    if article.journal.abbrev != article.journal.title {
        lines.texts(Member::Abbrev, Member::Abbrev, &article.journal.abbrev);
    }
    let year = article.year.or(article.dates.published.map(|date| date.year));
    lines.put(Member::Year, year.map(|year| Cow::Owned(year.to_string())));
    if let Some(date) = more_than_year(article.dates.published) {
        lines.put(Member::Date, Some(Cow::Owned((manner.date)(date))));
    }
    lines.one(Member::Volume, article.volume.as_deref());
    lines.one(Member::Issue, article.issue.as_deref());
    lines.pages(article, manner);
    for (_, sections) in article.abstracts.iter() {
        let texts: Vec<Cow<'a, str>> = sections
            .iter()
            .map(|section| {
                let text = rich::raised(&section.text);
                section.head.as_ref().map_or_else(|| text.clone(), |head| Cow::Owned(format!("{head}: {text}")))
            })
            .collect();
        lines.put(Member::Abstract, joined(texts, "\n"));
    }
    for words in article.keywords.values() {
        let words = words.iter().map(|word| rich::raised(word));
        match manner.keywords_joined {
            Some(between) => lines.put(Member::Keywords, joined(words.collect(), between)),
            None => words.for_each(|word| lines.put(Member::Keywords, Some(word))),
        }
    }
    lines.one(Member::Doi, article.ids.doi.as_ref().map(Doi::as_str));
    for link in &article.links {
        lines.one(if link.kind == "pdf" { Member::Pdf } else { Member::Link }, Some(&link.url));
    }
    lines.numbers(article);
    lines.texts(Member::Publisher, Member::Publisher, &article.journal.publisher);
    if !article.imprint.is_empty() {
        let mut imprint = article.imprint.clone();
        for (member, place) in IMPRINT {
            lines.put(*member, place(&mut imprint).take().map(Cow::Owned));
        }
    }
    lines.put(Member::Accessed, article.dates.accessed.map(|day| Cow::Owned((manner.date)(day))));
    // The language goes without saying where the title shows it.
    let shown = article.title.prefer(&article.lang).map(|title| Language::of_text(title));
    if article.lang != Language::Und && shown.as_ref() != Some(&article.lang) {
        lines.one(Member::Language, Some(article.lang.as_str()));
    }
    for one in &article.affiliations {
        lines.put(Member::Affiliation, one.text.prefer(&article.lang).map(|text| rich::raised(text)));
    }
    article.notes.iter().for_each(|note| lines.put(Member::Note, Some(rich::raised(note))));
    lines.lines
}

fn joined<'a>(mut texts: Vec<Cow<'a, str>>, between: &str) -> Option<Cow<'a, str>> {
    match texts.len() {
        0 | 1 => texts.pop(),
        _ => Some(Cow::Owned(texts.join(between))),
    }
}

struct Lines<'a> {
    lines: Vec<Line<'a>>,
    lang: &'a Language,
}

impl<'a> Lines<'a> {
    fn put(&mut self, member: Member, value: Option<Cow<'a, str>>) {
        if let Some(value) = value.filter(|value| value.starts_with(|c: char| c.is_ascii_graphic()) || !value.trim().is_empty()) {
            self.lines.push(Line { member, tag: "", value });
        }
    }

    fn one(&mut self, member: Member, value: Option<&'a str>) {
        self.put(member, value.map(Cow::Borrowed));
    }

    /// The record's own language first, the others as translations.
    fn texts(&mut self, member: Member, translated: Member, texts: &'a MultiText) {
        let Some(own) = texts.prefer(self.lang) else { return };
        self.put(member, Some(rich::raised(own)));
        for other in texts.values().filter(|other| *other != own) {
            self.put(translated, Some(rich::raised(other)));
        }
    }

    fn titles(&mut self, article: &'a Article) {
        let Some(own) = article.title.prefer(self.lang) else { return };
        let title = rich::raised(own);
        let subtitle =
            article.subtitle.prefer(self.lang).map(|subtitle| rich::raised(subtitle)).filter(|subtitle| !title.contains(&**subtitle));
        let whole = subtitle.map_or(title.clone(), |subtitle| Cow::Owned(format!("{title}: {subtitle}")));
        self.put(Member::Title, Some(whole));
        for other in article.title.values().filter(|other| *other != own) {
            self.put(Member::Translated, Some(rich::raised(other)));
        }
        self.put(Member::Short, article.short_title.prefer(self.lang).map(|short| rich::raised(short)));
    }

    fn people(&mut self, article: &'a Article) {
        const ROLES: [(&str, Member); 9] = [
            ("author", Member::Author),
            ("editor", Member::Editor),
            ("collection-editor", Member::SeriesEditor),
            // What records of earlier versions call them.
            ("series-editor", Member::SeriesEditor),
            ("translator", Member::Translator),
            ("advisor", Member::Advisor),
            ("producer", Member::Producer),
            ("performer", Member::Performer),
            ("contributor", Member::Contributor),
        ];
        // Most have no other role than the first.
        let roles: &[(&str, Member)] =
            if article.authors.iter().all(|one| one.role.is_none()) { ROLES.get(..1).unwrap_or(&ROLES) } else { &ROLES };
        // What has no author is by whoever made it: a film by its director, a song by its composer.
        let is_by = |role: &&str| article.authors.iter().any(|one| one.role.as_deref() == Some(*role));
        let makers = ["director", "composer"].into_iter().filter(|_| article.authors.iter().all(|one| one.role.is_some())).find(is_by);
        let makers = makers.map(|role| (role, Member::Author));
        let people = people_in_parts(&article.authors);
        for (role, member) in makers.into_iter().chain(roles.iter().copied()) {
            for one in people.iter().filter(|one| one.role_name() == role) {
                let member =
                    if member == Member::Author && one.kind == ContributorKind::Collaboration { Member::Collaboration } else { member };
                self.put(member, people::inverted(one, self.lang).map(Cow::Owned));
            }
        }
    }

    /// The names of authors in a second language, where each has one.
    fn translated_authors(&mut self, article: &'a Article) {
        let authors = || article.authors.iter().filter(|one| one.role.is_none());
        let own = |one: &'a Contributor| one.name.prefer(self.lang);
        let others: Option<Vec<&'a String>> = authors().map(|one| one.name.values().find(|name| Some(*name) != own(one))).collect();
        others.into_iter().flatten().for_each(|name| self.put(Member::TranslatedAuthor, Some(rich::raised(name))));
    }

    fn pages(&mut self, article: &'a Article, manner: &Manner) {
        let pages = &article.pages;
        let raw = pages.raw.as_str();
        match (&pages.first, &pages.last, pages.ranges.as_slice()) {
            // `5-14,2` does not go into two lines.
            (Some(first), Some(last), [_]) if manner.pages_apart && !raw.contains('+') => {
                self.one(Member::First, Some(first));
                if raw.contains(['-', '–', '—', '－', '~']) {
                    self.one(Member::Last, Some(last));
                }
            }
            _ if !raw.is_empty() => self.one(if manner.pages_apart { Member::First } else { Member::Pages }, Some(raw)),
            (Some(first), Some(last), _) if first != last => {
                if manner.pages_apart {
                    self.one(Member::First, Some(first));
                    self.one(Member::Last, Some(last));
                } else {
                    self.put(Member::Pages, Some(Cow::Owned(format!("{first}-{last}"))));
                }
            }
            (Some(first), ..) => self.one(if manner.pages_apart { Member::First } else { Member::Pages }, Some(first)),
            _ => {}
        }
        if pages.article_number.as_deref() != Some(raw) {
            self.one(Member::ArticleNumber, pages.article_number.as_deref());
        }
    }

    fn numbers(&mut self, article: &'a Article) {
        article.journal.issn.iter().for_each(|issn| self.one(Member::Standard, Some(issn)));
        article.ids.isbn.iter().for_each(|isbn| self.one(Member::Standard, Some(isbn)));
        self.one(Member::Cn, article.journal.cn.as_deref());
        if let Some(pmid) = &article.ids.pmid {
            self.one(Member::Accession, Some(pmid));
            self.one(Member::Database, Some("PubMed"));
        }
        self.one(Member::Pmcid, article.ids.pmcid.as_deref());
        for subject in article.subjects.iter().filter(|subject| subject.scheme == "clc") {
            self.one(Member::Clc, Some(&subject.code));
        }
        self.one(Member::Rights, article.copyright.as_deref());
    }
}
