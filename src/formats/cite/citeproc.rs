//! References by a CSL style, built in or out of a file, through hayagriva.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, InfoLinkRel, Locale, LocaleCode, Style as AnyStyle};
use hayagriva::{BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest};
use serde_json::json;

use super::drawn::Drawn;
use super::guard::look_over;
use super::item::{self, item};
use super::listed::listed;
use super::mend::{mend, prints_language};
use super::nearest;
use super::others::Words;
use super::spans::{put_titles, spans};
use super::tidy::{tidied, told_again};
use super::{Entry, Piece, dialect, letters, names, rule};
use crate::formats::Finding;
use crate::formats::citation_key::BIBTEX;
use crate::record::{Article, Language};
use crate::text::clean_line;

/// How many works one list may have: what tells them apart compares each with each.
const MOST: usize = 2_000;

/// The words of all languages (`and`, `et al.`, months), unpacked once.
static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(locales);

/// A style that can be printed by.
#[derive(Debug, PartialEq, Eq)]
pub struct CslStyle {
    style: IndependentStyle,
    /// Of CSL-M what is printed of works in other languages, each by its list of codes (`en es de`).
    by_language: Vec<(String, IndependentStyle)>,
    /// What of its file is not followed.
    left: Vec<String>,
    /// Whether the number in the scheme CSTR is printed.
    cstr: bool,
    title: String,
    /// Which one of the archive it is; a style of a file is none.
    archived: Option<ArchivedStyle>,
}

impl CslStyle {
    /// A style that is built in, by its name in the archive of hayagriva (`apa`, `nature`) or by its address.
    pub fn built_in(name: &str) -> Option<Self> {
        let archived = ArchivedStyle::by_name(name).or_else(|| ArchivedStyle::by_id(name))?;
        match archived.get() {
            AnyStyle::Independent(mut style) => {
                mend(&mut style);
                let title = archived.display_name().to_owned();
                Some(Self { style, by_language: Vec::new(), left: Vec::new(), cstr: false, title, archived: Some(archived) })
            }
            AnyStyle::Dependent(_) => None,
        }
    }

    /// Reads a style file: CSL 1.0, and CSL-M as far as it is about lists of references. A file that only points to another style
    /// stands for that one where it is built in.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the file, with the line where that is known.
    pub fn parse(xml: &str) -> Result<Self, Finding> {
        let refused = |what: &str| Finding::skipped(format!("this style cannot be used: {what}"));
        look_over(xml).map_err(|what| refused(&what))?;
        let prepared = dialect::prepared(xml).map_err(|what| refused(&what))?;
        let understood = |xml: &str| {
            let read = catch_unwind(|| AnyStyle::from_xml(xml)).map_err(|_| refused("it is not understood"))?;
            read.map_err(|error| {
                let place = error.path.as_ref().and_then(|path| dialect::place(xml, &path.to_string()));
                let place =
                    place.map(|line| format!(" after line {line}; take out what stands there or use another style")).unwrap_or_default();
                refused(&clean_line(&format!("it is not a CSL style ({}){place}", error.source)))
            })
        };
        match understood(&prepared.xml)? {
            AnyStyle::Dependent(style) => {
                let parent = style.info.link.iter().find(|link| link.rel == InfoLinkRel::IndependentParent).unwrap_or(&style.parent_link);
                Self::built_in(&parent.href).ok_or_else(|| {
                    refused(&format!("it only points to {}, which is not built in; give that file", clean_line(&parent.href)))
                })
            }
            AnyStyle::Independent(style) if style.bibliography.is_none() => Err(refused("it has no bibliography")),
            AnyStyle::Independent(mut style) => {
                mend(&mut style);
                let title = clean_line(&style.info.title.value).into_owned();
                let mut by_language = Vec::new();
                for (list, xml) in &prepared.by_language {
                    if let AnyStyle::Independent(mut style) = understood(xml)? {
                        mend(&mut style);
                        by_language.push((list.clone(), style));
                    }
                }
                let left = prepared.left.iter().map(|left| clean_line(left).into_owned()).collect();
                Ok(Self { style, by_language, left, cstr: prepared.cstr, title, archived: None })
            }
        }
    }

    /// What of a style file is not followed, each with its line.
    pub fn left(&self) -> &[String] {
        &self.left
    }

    /// The style of works in a language: that of the first list that has it.
    fn for_language(&self, language: &Language) -> Option<&IndependentStyle> {
        let base = |code: &str| code.split('-').next().map(str::to_lowercase);
        let code = base(language.as_str());
        self.by_language.iter().find(|(list, _)| list.split_whitespace().any(|own| base(own) == code)).map(|(_, style)| style)
    }

    /// Whether it is the one of the archive that has this name there.
    pub(super) fn is_built_in(&self, name: &str) -> bool {
        self.archived.is_some() && self.archived == ArchivedStyle::by_name(name)
    }

    /// What the style is called.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The entries for records, in the order in which the style lists them. `language` is that of the words around the works.
    ///
    /// # Errors
    /// A sentence when there are too many works, when the style has no list of references, or when it stumbles over a work.
    pub fn entries(&self, articles: &[Article], language: Option<&Language>) -> Result<Vec<Entry>, Finding> {
        if articles.len() > MOST {
            return Err(Finding::skipped(format!("a CSL style prints {MOST} works at once at most; cite fewer")));
        }
        if self.style.bibliography.is_none() {
            return Err(Finding::skipped(format!(
                "the style \"{}\" has marks for a text and no list of references; cite in another style",
                self.title
            )));
        }
        // The words between are the style's own where no language is wanted; else those of the language in which the works are
        // cited, where that is one for all of them: an English work stays English where Chinese is wanted of what has it.
        let mut cited = articles.iter().map(|article| names::language_of(article, language));
        let first = cited.next();
        let of_works = if cited.all(|other| Some(&other) == first.as_ref()) { first } else { language.cloned() };
        let locale = match language.and(of_works) {
            Some(Language::Zh) => Some("zh-CN"),
            Some(Language::En) => Some("en-US"),
            _ => None,
        };
        let locale = locale.map(|code| LocaleCode(code.to_owned()));
        let has_volumes = |article: &Article| article.raw.contains_key(BIBTEX);
        let volumes = articles.iter().any(has_volumes) && catch_unwind(AssertUnwindSafe(|| self.prints_volumes())).unwrap_or_default();
        let words = locale.as_ref().or(self.style.default_locale.as_ref());
        let english = words.is_none_or(|code| code.0.starts_with("en"));
        let prints = item::Prints { volumes, cstr: self.cstr, language: prints_language(&self.style), english };
        // Layouts of CSL-M have the words of their own languages.
        let locale = locale.as_ref().filter(|_| self.by_language.is_empty());
        let list = |near: &HashMap<usize, &'static str>| {
            let one = |(number, article)| item(article, number, language, &prints, near.get(&number).copied());
            let items: Vec<Item> = articles.iter().enumerate().filter_map(one).collect();
            self.list(items, locale, articles, language)
        };
        // The style is somebody else's, and so is the program that reads it: its mistakes end here.
        catch_unwind(AssertUnwindSafe(|| {
            let mut near = HashMap::new();
            let mut lines = list(&near);
            for turn in 0..nearest::TURNS {
                let mut changed = false;
                for (key, entry) in &lines {
                    let Some((number, article)) = key.parse().ok().and_then(|at: usize| Some((at, articles.get(at)?))) else { continue };
                    changed |= nearest::put(&mut near, number, article, entry, turn);
                }
                if !changed {
                    break;
                }
                lines = list(&near);
            }
            lines.into_iter().map(|(_, entry)| entry).collect()
        }))
        .map_err(|_| Finding::skipped(format!("the style \"{}\" could not be followed for these works", self.title)))
    }

    /// The entries of items in the order of the list, each with the item's key.
    fn list(
        &self,
        items: Vec<Item>,
        locale: Option<&LocaleCode>,
        articles: &[Article],
        language: Option<&Language>,
    ) -> Vec<(String, Entry)> {
        let items = listed(items, &self.style, locale, &LOCALES);
        let article = |key: &str| key.parse::<usize>().ok().and_then(|number| articles.get(number));
        let mut lines = rendered(&self.style, &items, locale, language, article);
        // The whole list is made in each, so that letters and what stands for repeated names agree.
        for (_, style) in &self.by_language {
            let is_own =
                |key: &str| article(key).and_then(|article| self.for_language(&names::language_of(article, language))) == Some(style);
            if !items.iter().filter_map(Item::id).any(|id| is_own(&id)) {
                continue;
            }
            let mut own: HashMap<String, Entry> =
                rendered(style, &items, None, language, article).into_iter().filter(|(key, _)| is_own(key)).collect();
            for (key, line) in &mut lines {
                if let Some(entry) = own.remove(key) {
                    *line = entry;
                }
            }
        }
        lines
    }

    /// Whether the title of a volume is printed beside that of the whole work. Only a trial tells: of some kinds of work a style
    /// prints it, of others not.
    fn prints_volumes(&self) -> bool {
        let trial = json!({
            "id": "1", "type": "chapter", "title": "Title", "container-title": "Whole", "volume-title": "Volumetitle", "volume": "2",
            "author": [{ "family": "Author", "given": "A" }], "publisher": "Publisher", "issued": { "date-parts": [[2000]] }
        });
        let items: Vec<Item> = serde_json::from_value(trial).ok().into_iter().collect();
        rendered(&self.style, &items, None, None, |_| None)
            .iter()
            .any(|(_, entry)| entry.to_string().to_lowercase().contains("volumetitle"))
    }
}

/// The entries of items that stand in the order of the list, each with the item's key; `article` is the record of a key.
fn rendered<'a>(
    style: &IndependentStyle,
    items: &[Item],
    locale: Option<&LocaleCode>,
    language: Option<&Language>,
    article: impl Fn(&str) -> Option<&'a Article>,
) -> Vec<(String, Entry)> {
    let cited: Vec<(&Item, &IndependentStyle)> = items.iter().map(|item| (item, style)).collect();
    let (mut made, alike) = lines(style, &cited, locale);
    // hayagriva 0.10 goes over a list three times, and each time gives letters to one group of works only. The others have
    // theirs in lists of their own, where before each work stands the one that it follows: names may be left out behind it.
    let mute = letters::mute(style);
    for group in alike {
        let mut apart: Vec<(&Item, &IndependentStyle)> = Vec::with_capacity(group.len() * 2);
        for &at in &group {
            if let Some(before) = at.checked_sub(1).filter(|before| !group.contains(before)) {
                apart.extend(items.get(before).map(|item| (item, &mute)));
            }
            apart.extend(items.get(at).map(|item| (item, style)));
        }
        let wanted: HashSet<_> = group.iter().filter_map(|at| items.get(*at)?.id()).collect();
        let told_apart = lines(style, &apart, locale).0;
        let told_apart: HashMap<_, _> = told_apart.into_iter().filter(|(key, _)| wanted.contains(key.as_str())).collect();
        for (key, line) in &mut made {
            if let Some(told_apart) = told_apart.get(key) {
                line.clone_from(told_apart);
            }
        }
    }
    let words = Words::of(style, locale, &LOCALES);
    let substitute = style.bibliography.as_ref().and_then(|list| list.subsequent_author_substitute.as_ref());
    let entry = |(key, line): (String, Drawn)| {
        let article = article(&key);
        let text = words.substituted(&line.text, substitute, article.is_some_and(|article| article.etal));
        let piece = Piece::new("", tidied(&dialect::filled(&words.said(&item::bared(&text)))), rule::STYLE);
        let piece = article.map_or_else(|| piece.clone(), |article| Piece { text: told_again(&piece.text, article), ..piece.clone() });
        let mut looks = line.looks(&piece.text);
        if let Some(article) = article {
            put_titles(&piece.text, &mut looks, article, &names::language_of(article, language));
        }
        let spans = spans(&piece.text, &looks, article);
        (key, Entry { pieces: vec![piece], section: "", spans })
    };
    made.into_iter().map(entry).collect()
}

/// A list of items that are cited each by a style of its own: what each is known by, and its line. Beside it, places of
/// items whose citations are still alike.
fn lines(
    style: &IndependentStyle,
    cited: &[(&Item, &IndependentStyle)],
    locale: Option<&LocaleCode>,
) -> (Vec<(String, Drawn)>, Vec<Vec<usize>>) {
    let mut driver = BibliographyDriver::new();
    for (item, own) in cited {
        driver.citation(CitationRequest::new(vec![CitationItem::with_entry(*item)], own, locale.cloned(), &LOCALES, Some(1)));
    }
    let rendered = driver.finish(BibliographyRequest::new(style, locale.cloned(), &LOCALES));
    let alike = letters::alike(style, &rendered.citations);
    let entries = rendered.bibliography.map(|list| list.items).unwrap_or_default();
    let line = |entry: BibliographyItem| {
        let mut line = Drawn::default();
        // The number of an entry is its place in somebody's list, not a part of the reference.
        if let Some(first) = entry.first_field {
            line.put(&first);
            if is_number(&line.text) {
                line = Drawn::default();
            } else {
                line.put_plain(" ");
            }
        }
        entry.content.0.iter().for_each(|child| line.put(child));
        (entry.key, line)
    };
    (entries.into_iter().map(line).collect(), alike)
}

/// The names of all styles that are built in and have a list of references, each with its title.
pub fn built_in_styles() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lists = |style: &&ArchivedStyle| matches!(style.get(), AnyStyle::Independent(style) if style.bibliography.is_some());
    ArchivedStyle::all().iter().filter(lists).filter_map(|style| Some((*style.names().first()?, style.display_name())))
}

/// `[1]`, `1.`: the number of an entry and nothing else.
fn is_number(field: &str) -> bool {
    field.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '.'))
}
