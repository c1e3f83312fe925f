//! Writes records as BibTeX or BibLaTeX in UTF-8: what the model holds first, then what `raw.bibtex` kept, in its order.

mod name;
mod values;

use std::io::{self, Write};

use serde_json::Value;

use name::{Prefix, name};
use values::{address, valid};

use super::super::citation_key::{BIBTEX, citation_key};
use super::super::edtf::edtf;
use super::super::latex::{self, Capitals};
use super::super::names::people_in_parts;
use super::super::{concordance, months, rich};
use super::fields::{self, IMPRINT, ROLES};
use super::keys::Keys;
use super::record::{KIND, LANGUAGES, OTHERS, main_title, pages_of, without_subtitle};
use super::{dates, names, tokens, words};
use crate::record::{Article, ArticleKind, Contributor, Doi, Language, MultiText, PartialDate};

/// Which of the two is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dialect {
    Bibtex,
    Biblatex,
}

impl Dialect {
    /// A field by its name in BibTeX and its name in BibLaTeX.
    fn name(self, bibtex: &'static str, biblatex: &'static str) -> &'static str {
        if self == Self::Bibtex { bibtex } else { biblatex }
    }
}

/// Writes BibTeX.
pub fn write(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    write_all(out, records, Dialect::Bibtex)
}

/// Writes BibLaTeX.
pub fn write_biblatex(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>) -> io::Result<()> {
    write_all(out, records, Dialect::Biblatex)
}

fn write_all(out: &mut dyn Write, records: &mut dyn Iterator<Item = Article>, dialect: Dialect) -> io::Result<()> {
    let mut keys = Keys::default();
    for article in records {
        let finer = concordance::kind_word(&article, BIBTEX).filter(|_| dialect == Dialect::Biblatex);
        let article = concordance::lent(&article, BIBTEX);
        let residue = residue(&article);
        let kept = residue.iter().find(|(known, kind)| *known == KIND && tokens::is_kind(kind)).map(|(_, kind)| *kind);
        // Who reads CNKI's `misc` again sees no newspaper.
        let kind = kept.or(finer).filter(|kind| *kind != "misc" || article.kind != ArticleKind::Newspaper);
        let of_masters = dialect == Dialect::Bibtex && article.imprint.genre.as_deref().is_some_and(words::is_masters);
        let kind = kind.unwrap_or_else(|| match &article.kind {
            ArticleKind::Thesis if of_masters => "mastersthesis",
            other => fields::entry_kind(other, dialect == Dialect::Biblatex),
        });
        let key = keys.give(&article, citation_key(&article));
        writeln!(out, "@{kind}{{{key},")?;
        let mut fields = Fields { article: &article, residue: &residue, dialect, kind, written: Vec::new() };
        fields.all();
        fields.subtype();
        for (name, value) in &fields.written {
            writeln!(out, "  {name} = {value},")?;
        }
        for (name, value) in residue.iter().filter(|(name, value)| fields::is_name(name) && !is_of_names(name, value)) {
            writeln!(out, "  {name} = {{{}}},", valid(value))?;
        }
        out.write_all(b"}\n\n")?;
    }
    Ok(())
}

/// The kind of the entry that the record was, where the record still is of that kind.
pub fn kind_of_entry(article: &Article) -> Option<&str> {
    let (_, kind) = residue(article).into_iter().find(|(known, _)| *known == KIND)?;
    Some(kind).filter(|kind| fields::kind(kind) == article.kind)
}

/// What the record kept of the entry that it was: pairs of name and value.
pub fn residue(article: &Article) -> Vec<(&str, &str)> {
    let kept = article.raw.get(BIBTEX).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    kept.iter().filter_map(|pair| Some((pair.get(0)?.as_str()?, pair.get(1)?.as_str()?))).collect()
}

/// Whether this belongs to a list of names: its end, or an option of it.
fn is_of_names(name: &str, value: &str) -> bool {
    ROLES.iter().any(|(_, field)| *field == name) && (value == OTHERS || names::is_option(value))
}

struct Fields<'a> {
    article: &'a Article,
    residue: &'a [(&'a str, &'a str)],
    dialect: Dialect,
    /// The kind of entry that is written.
    kind: &'a str,
    written: Vec<(&'static str, String)>,
}

impl Fields<'_> {
    fn kept(&self, name: &str) -> bool {
        self.residue.iter().any(|(known, value)| *known == name && !is_of_names(known, value))
    }

    /// Whether the residue holds what was written for this text: a command in it was not understood.
    fn kept_as(&self, name: &str, text: &str) -> bool {
        self.residue.iter().any(|(known, value)| *known == name && latex::rich(value) == text)
    }

    /// The same of text without markup.
    fn kept_plain(&self, name: &str, text: &str) -> bool {
        self.residue.iter().any(|(known, value)| *known == name && rich::plain(&latex::rich(value)) == text)
    }

    /// Puts a value between braces. A second value of that name may follow from the residue.
    fn put(&mut self, name: &'static str, value: &str) {
        if !value.is_empty() {
            self.written.push((name, format!("{{{value}}}")));
        }
    }

    fn plain(&mut self, name: &'static str, text: Option<&str>) {
        self.put(name, &latex::escaped(text.unwrap_or_default()));
    }

    fn rich(&mut self, name: &'static str, text: &MultiText, capitals: Capitals) {
        if let Some(text) = text.prefer(&self.article.lang).filter(|text| !self.kept_as(name, text)) {
            self.put(name, &latex::written(text, capitals));
        }
    }

    /// How BibLaTeX, Zotero and the styles for GB/T 7714 tell an article of a newspaper.
    fn subtype(&mut self) {
        if self.article.kind == ArticleKind::Newspaper && self.kind == "article" && !self.kept("entrysubtype") {
            self.put("entrysubtype", "newspaper");
        }
    }

    fn all(&mut self) {
        let article = self.article;
        let named = article.authors.iter().map(Contributor::role_name);
        let mut fields: Vec<&'static str> = Vec::new();
        for (role, field) in named.filter_map(|role| ROLES.iter().find(|(known, _)| *known == role)).chain(ROLES) {
            if !fields.contains(field) {
                fields.push(field);
                self.names(role, field);
            }
        }
        if names::all_drop(&article.authors) && !self.kept("options") {
            self.put("options", names::DROPPING);
        }
        self.rich("title", &article.title, Capitals::Protected);
        if !article.subtitle.prefer(&article.lang).is_some_and(|text| self.kept_as("titleaddon", text)) {
            self.rich("subtitle", &article.subtitle, Capitals::Protected);
        }
        self.rich("shorttitle", &article.short_title, Capitals::Protected);
        let in_a_book = matches!(article.kind, ArticleKind::Chapter | ArticleKind::Paper);
        let journal = if in_a_book { "booktitle" } else { self.dialect.name("journal", "journaltitle") };
        let main = main_title(|name| self.residue.iter().find(|(known, _)| *known == name).map(|(_, value)| *value));
        if let Some(title) = article.journal.title.prefer(&article.lang).filter(|title| main.as_ref() != Some(title)) {
            let title = without_subtitle(title, self.residue);
            if !self.kept_as(journal, title) {
                self.put(journal, &latex::written(title, Capitals::AsTheyAre));
            }
        }
        self.rich("shortjournal", &article.journal.abbrev, Capitals::AsTheyAre);
        self.rich(self.publisher(), &article.journal.publisher, Capitals::AsTheyAre);
        self.date();
        self.plain("volume", article.volume.as_deref());
        self.number();
        self.pages();
        self.imprint();
        self.put("issn", &article.journal.issn.join(", "));
        self.put("isbn", &article.ids.isbn.join(", "));
        self.put("doi", &address(article.ids.doi.as_ref().map(Doi::as_str).unwrap_or_default()));
        self.links();
        self.identifiers();
        self.language();
        self.summary();
        self.keywords();
        let notes = article.notes.iter().filter(|note| !self.kept_as("note", note));
        let notes: Vec<String> = notes.map(|note| latex::written(note, Capitals::AsTheyAre)).collect();
        self.put("note", &notes.join("; "));
        self.plain("copyright", article.copyright.as_deref());
    }

    fn names(&mut self, role: &str, field: &'static str) {
        let lang = &self.article.lang;
        // Records of earlier versions have the name of the field for a role.
        let is = |named: &str| named == role || named == field;
        let people = people_in_parts(&self.article.authors);
        let people = people.iter().filter(|one| is(one.role_name()));
        let told = |(known, value): &(&str, &str)| *known == "options" && names::drops_prefixes(value);
        let all = self.residue.iter().any(told) || (names::all_drop(&self.article.authors) && !self.kept("options"));
        let prefix = if all || self.dialect == Dialect::Bibtex { Prefix::AsAny } else { Prefix::Told };
        let mut names: Vec<String> = people.map(|one| name(one, lang, prefix)).filter(|name| !name.is_empty()).collect();
        let kept = self.residue.iter().filter(|(known, value)| *known == field && is_of_names(known, value));
        for (_, value) in kept {
            names.insert(if *value == OTHERS { names.len() } else { 0 }, (*value).to_owned());
        }
        // Records of earlier versions keep it in their residue.
        if role == "author" && self.article.etal && names.last().is_some_and(|last| last != OTHERS) {
            names.push(OTHERS.to_owned());
        }
        self.put(field, &names.join(" and "));
    }

    /// What the publisher of this kind of work is called.
    fn publisher(&self) -> &'static str {
        match self.article.kind {
            ArticleKind::Thesis => self.dialect.name("school", "institution"),
            ArticleKind::Report => "institution",
            // A reader takes a Chinese publisher of an article without a journal for the journal.
            ArticleKind::Article | ArticleKind::Review if self.article.journal.title.is_empty() && self.is_published_in_chinese() => {
                "institution"
            }
            _ => "publisher",
        }
    }

    fn is_published_in_chinese(&self) -> bool {
        let publisher = self.article.journal.publisher.prefer(&self.article.lang);
        publisher.is_some_and(|publisher| Language::of_text(publisher) == Language::Zh)
    }

    fn date(&mut self) {
        let date = self.article.issued().filter(|date| date.month.is_some() || self.article.dates.published == Some(*date));
        let Some(year) = date.map(|date| date.year).or(self.article.year) else { return };
        if self.dialect == Dialect::Biblatex {
            let kept = self.residue.iter().find(|(name, _)| *name == "date").map(|(_, value)| dates::date(value).map(|(date, _)| date));
            let from_year = self.kept("year") && !date.is_some_and(|date| self.disagrees(date));
            if kept.is_none() && !from_year {
                // What was said beside the date is written where BibLaTeX understands it: a range, a season.
                let said = self.article.dates.raw.get("published").and_then(Value::as_str);
                let said = said.filter(|said| edtf(said).is_some_and(|said| Some(said.first) == date)).map(str::to_owned);
                let written = said.or_else(|| date.map(|date| date.to_string())).unwrap_or_else(|| format!("{year:04}"));
                self.put("date", &written);
            }
            if kept.is_some_and(|kept| kept == date) || (kept.is_none() && !from_year) {
                return;
            }
        }
        if !self.kept("year") {
            self.put("year", &format!("{year:04}"));
        }
        if let Some(date) = date.filter(|date| !self.kept("date") && self.disagrees(*date)) {
            self.put("date", &date.to_string());
        }
        let month = date.and_then(|date| date.month).and_then(|month| months::ENGLISH.get(usize::from(month).wrapping_sub(1)));
        if let Some(month) = month.filter(|_| !self.kept("month")) {
            self.written.push(("month", (*month).to_owned()));
            if let Some(day) = date.and_then(|date| date.day) {
                self.put("day", &day.to_string());
            }
        }
    }

    /// Whether the year or month that was kept as written is not that of the date.
    fn disagrees(&self, date: PartialDate) -> bool {
        let kept = |name: &str| self.residue.iter().find(|(known, _)| *known == name).map(|(_, value)| latex::plain(value));
        kept("year").is_some_and(|year| dates::year(&year).is_none_or(|(year, _)| year != date.year))
            || kept("month")
                .is_some_and(|month| dates::month(&month).is_none_or(|(month, day, _)| (Some(month), day) != (date.month, date.day)))
    }

    /// The issue, or the number that a reader of this kind of entry takes for another.
    fn number(&mut self) {
        let imprint = &self.article.imprint;
        let number = match &self.article.kind {
            kind if fields::is_numbered(kind) => imprint.number.as_deref(),
            ArticleKind::Other => self.article.issue.as_deref().or(imprint.number.as_deref()),
            ArticleKind::Book | ArticleKind::Chapter | ArticleKind::Proceedings => imprint.series_number.as_deref(),
            _ => None,
        };
        self.of_imprint("number", number.or(self.article.issue.as_deref()));
    }

    fn imprint(&mut self) {
        let mut imprint = self.article.imprint.clone();
        let by_acm = imprint.place.is_some() && fields::meets(&self.article.kind);
        for (bibtex, biblatex, member) in IMPRINT {
            let name = self.dialect.name(if *bibtex == "venue" && by_acm { "location" } else { bibtex }, biblatex);
            // The other name may hold what was not understood.
            let kept = [bibtex, biblatex, &"location"]
                .iter()
                .any(|name| member(&mut imprint).as_ref().is_some_and(|text| self.kept_plain(name, text)));
            let text = member(&mut imprint).take().filter(|_| !kept);
            // BibLaTeX has a list of places.
            let text = if name == "location" {
                text.map(|places| if places.contains(" and ") { places } else { places.replace("; ", " and ") })
            } else {
                text
            };
            self.plain(name, text.as_deref());
        }
        self.genre(imprint.genre.as_deref());
        let kept =
            |day| self.residue.iter().any(|(name, said)| *name == "urldate" && dates::date(said).is_some_and(|(said, _)| said == day));
        if let Some(day) = self.article.dates.accessed.filter(|day| !kept(*day)) {
            self.put("urldate", &day.to_string());
        }
    }

    /// What a thesis is for, unless the kind of entry says it or a word that was kept.
    fn genre(&mut self, genre: Option<&str>) {
        let lang = &self.article.lang;
        let word = self.residue.iter().find(|(name, _)| *name == "type").map(|(_, word)| word.trim());
        let said = match (&self.article.kind, word) {
            (ArticleKind::Thesis, word) => words::degree(word.unwrap_or(self.kind), lang),
            (_, word) => word.and_then(|word| words::genre(word, lang)),
        };
        let unsaid = self.article.kind == ArticleKind::Thesis && genre.is_none() && said.is_some();
        let told = genre.is_some() && genre == said;
        self.of_imprint("type", if unsaid { Some(words::any_thesis(lang)) } else { genre.filter(|_| !told) });
    }

    fn of_imprint(&mut self, name: &'static str, text: Option<&str>) {
        self.plain(name, text.filter(|text| !self.kept_plain(name, text)));
    }

    fn pages(&mut self) {
        let pages = &self.article.pages;
        let number = pages.article_number.as_deref();
        let kept = |(name, value): &(&str, &str)| matches!(*name, "pages" | "page") && pages_of(value).0 == pages.raw;
        if number != Some(pages.raw.as_str()) && !self.residue.iter().any(kept) {
            self.put("pages", &latex::escaped(&pages.raw.replace('–', "-")).replace('-', "--"));
        }
        self.plain("eid", number);
    }

    fn links(&mut self) {
        let mut links = self.article.links.iter().filter(|link| link.kind != "doi");
        let link = links.clone().find(|link| link.kind == "html").or_else(|| links.next());
        let url = link.map(|link| address(&link.url)).unwrap_or_default();
        self.put("url", &url);
    }

    fn identifiers(&mut self) {
        let ids = &self.article.ids;
        if let Some(arxiv) = ids.arxiv.as_deref().filter(|_| !self.kept("eprint")) {
            self.put("eprint", &address(arxiv));
            self.put(self.dialect.name("archiveprefix", "eprinttype"), self.dialect.name("arXiv", "arxiv"));
        }
        let imprint = &self.article.imprint;
        if let (ArticleKind::Preprint, None, Some(server), Some(id)) =
            (&self.article.kind, &ids.arxiv, &imprint.archive, imprint.archive_location.as_deref().filter(|_| !self.kept("eprint")))
        {
            self.put("eprint", &address(id));
            self.plain(self.dialect.name("archiveprefix", "eprinttype"), Some(server));
        }
        self.plain("cstr", ids.cstr.as_deref());
        self.plain("pmid", ids.pmid.as_deref());
        self.plain("pmcid", ids.pmcid.as_deref());
    }

    /// The language, where its title does not tell.
    fn language(&mut self) {
        let lang = &self.article.lang;
        let told = self.article.title.prefer(lang).is_some_and(|title| Language::of_text(title) == *lang);
        if *lang != Language::Und && !told && !LANGUAGES.iter().any(|name| self.kept(name)) {
            self.put(self.dialect.name("language", "langid"), fields::langid(lang));
        }
    }

    fn summary(&mut self) {
        let Some(sections) = self.article.abstracts.prefer(&self.article.lang) else { return };
        if sections.iter().any(|section| self.kept_as("abstract", &section.text)) {
            return;
        }
        let texts = sections.iter().map(|section| {
            let text = latex::written(&section.text, Capitals::AsTheyAre);
            section.head.as_ref().map_or_else(|| text.clone(), |head| format!("{}: {text}", latex::written(head, Capitals::AsTheyAre)))
        });
        let text = texts.collect::<Vec<_>>().join(" ");
        self.put("abstract", &text);
    }

    fn keywords(&mut self) {
        let Some(words) = self.article.keywords.prefer(&self.article.lang) else { return };
        let whole = |word: &String| {
            let latex = latex::written(word, Capitals::AsTheyAre);
            if word.contains([',', ';', '，', '；', '、']) { format!("{{{latex}}}") } else { latex }
        };
        let words = words.iter().map(whole).collect::<Vec<_>>().join(", ");
        self.put("keywords", &words);
    }
}
