//! Books in BITS and in the older NLM book tag sets: the book, and each of its chapters.
//!
//! ```text
//! book-part of a part ─> no record: what it says of itself goes with its chapters, as `part`
//! book-part           ─> a record, and one for each book-part within it
//! foreword, preface, book-app with a title ─> a record each
//! ```

use serde_json::Value;

use super::front::Front;
use super::{body, cited};
use crate::formats::Finding;
use crate::formats::document::Yield;
use crate::formats::xml::Element;
use crate::record::{Article, ArticleKind, Contributor, Language, MultiText};

/// Parts of a book that hold chapters and are none.
const HOLDERS: &[&str] = &["part", "section", "unit", "volume"];

/// What stands before and behind the chapters, and is a record where it has a title.
const AROUND: &[&str] = &["front-matter-part", "foreword", "preface", "dedication", "book-app"];

/// How deep parts stand in each other.
const DEEPEST: usize = 256;

/// People of a book that each of its chapters names, at the most.
const MOST_PEOPLE: usize = 200;

/// People of a book that all of its chapters together name: two hundred editors of ten thousand chapters would be two
/// million.
const MOST_COPIES: usize = 20_000;

/// People of a book that a chapter names however many chapters there are.
const FEWEST_PEOPLE: usize = 3;

/// Bytes that all chapters together take from their book besides its people, as JSON.
const MOST_BYTES: usize = 32 << 20;

/// The longest title of a part that stands with each of its chapters, in bytes.
const LONGEST_TITLE: usize = 300;

/// Parts around a chapter that stand with it.
const MOST_PARTS: usize = 8;

/// Reads a book with its chapters, or the chapters alone of a file that holds nothing else of their book.
pub(super) fn read(root: Element<'_>) -> Yield {
    let lang = root.attribute("lang").map(|lang| Language::parse(&lang)).unwrap_or_default();
    let (mut book, mut findings) = of(root, &["collection-meta", "book-meta"], ArticleKind::Book, &lang);
    let count = root.descendants().filter(|part| is_record(*part)).count() + usize::from(root.name() == "book-part");
    let host = lent(&book, count);
    let most_people = (MOST_COPIES / count.max(1)).clamp(FEWEST_PEOPLE, MOST_PEOPLE);
    let mut chapters = Chapters { book: host.as_ref().unwrap_or(&book), most_people, read: Vec::new() };
    let alone = Around::default();
    if root.name() == "book-part" {
        chapters.part(root, &alone, 0);
    } else {
        chapters.within(root, &alone, 0);
    }
    let chapters = chapters.read;
    if host.is_some() && !chapters.is_empty() {
        let sentence =
            format!("this book says too much of itself for each of its {} chapters to repeat: they have its title", chapters.len());
        findings.push(Finding::kept(sentence).at(root.line()));
    }
    if book.authors.len() > most_people && !chapters.is_empty() {
        let sentence = format!(
            "this book names {} people; each of its {} chapters has the first {most_people} of them, the record of the book all",
            book.authors.len(),
            chapters.len()
        );
        findings.push(Finding::kept(sentence).at(root.line()).of("authors"));
    }
    if let Some(back) = root.child("book-back").or_else(|| root.child("back")) {
        let refs = cited::read(back, &mut book);
        body::read(root, &refs, &mut book);
    }
    if root.name() != "book" && !chapters.is_empty() {
        return chapters;
    }
    std::iter::once((book, findings)).chain(chapters).collect()
}

/// What chapters take from a book of which they cannot take all: its people, its title, its ISBN and its year.
fn lent(book: &Article, chapters: usize) -> Option<Article> {
    let about = (&book.journal, &book.title, &book.imprint, &book.ids.isbn, &book.volume, &book.copyright, &book.license);
    let bytes = serde_json::to_vec(&about).map_or(0, |json| json.len());
    if bytes.saturating_mul(chapters) <= MOST_BYTES {
        return None;
    }
    let short = book.title.values().all(|title| title.len() <= LONGEST_TITLE) && book.title.len() <= MOST_PARTS;
    let mut host = Article { lang: book.lang.clone(), authors: book.authors.clone(), year: book.year, ..Article::default() };
    host.title = if short { book.title.clone() } else { MultiText::default() };
    host.ids.isbn = book.ids.isbn.iter().filter(|isbn| isbn.len() <= LONGEST_TITLE).take(2).cloned().collect();
    host.dates.published = book.dates.published;
    Some(host)
}

/// Whether an element is a record beside that of its book.
pub(super) fn is_record(part: Element<'_>) -> bool {
    match part.name() {
        "book-part" => is_titled(part),
        name => AROUND.contains(&name) && is_titled(part),
    }
}

/// Whether a part of a book has a title of its own.
fn is_titled(part: Element<'_>) -> bool {
    let titles = part.child("book-part-meta").and_then(|meta| meta.child("title-group"));
    titles.and_then(|titles| titles.child("title")).is_some_and(|title| title.length_of_text() > 0)
}

/// What the parts of a book that stand around a chapter say of it.
#[derive(Default)]
struct Around {
    /// Whether one of them is a chapter.
    in_chapter: bool,
    /// Label, title and DOI of each, the outermost first.
    parts: Vec<Value>,
    people: Vec<Contributor>,
}

impl Around {
    /// What stands around that which stands within a part.
    fn and(&self, part: &Article, label: Option<String>, most_people: usize) -> Self {
        let short = |text: &String| text.len() <= LONGEST_TITLE;
        let told = [
            ("label", label.filter(short)),
            ("title", part.title.prefer(&part.lang).cloned().filter(short)),
            ("doi", part.ids.doi.as_ref().map(ToString::to_string)),
        ];
        let told: serde_json::Map<String, Value> =
            told.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?.into()))).collect();
        let told = (!told.is_empty()).then_some(Value::Object(told));
        let own = part.authors.iter().map(apart);
        Self {
            in_chapter: self.in_chapter || part.kind == ArticleKind::Chapter,
            parts: self.parts.iter().cloned().chain(told).take(MOST_PARTS).collect(),
            people: own.chain(self.people.iter().filter(|known| !part.authors.contains(known)).cloned()).take(most_people).collect(),
        }
    }
}

/// A person of a book in a record of its chapter: places of work are those of the book's list, lives are told there.
fn apart(known: &Contributor) -> Contributor {
    Contributor { aff: Vec::new(), marks: Vec::new(), bio: MultiText::default(), roles: Vec::new(), ..known.clone() }
}

/// The chapters of a book while they are read.
struct Chapters<'b> {
    book: &'b Article,
    /// How many people of the book and of its parts each chapter names.
    most_people: usize,
    read: Yield,
}

impl Chapters<'_> {
    /// Reads the chapters within an element, wherever its parts put them.
    fn within(&mut self, element: Element<'_>, around: &Around, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        for part in element.children() {
            match part.name() {
                "book-part" => self.part(part, around, depth),
                name if AROUND.contains(&name) => self.beside(part, around),
                "book-part-meta" | "book-meta" | "ref-list" => {}
                _ => self.within(part, around, depth + 1),
            }
        }
    }

    /// Reads a part: its chapters, or itself and what stands in it.
    fn part(&mut self, part: Element<'_>, around: &Around, depth: usize) {
        if around.in_chapter && !is_titled(part) {
            // It is text of the chapter.
            self.within(part, around, depth + 1);
        } else if let Some(inside) = self.entered(part, around) {
            self.within(part, &inside, depth + 1);
        }
    }

    /// What stands around that which stands in a part, if anything does; the part is read, if it is a record. A record is large:
    /// it is not on the stack any more when what stands in its part is read.
    #[inline(never)]
    fn entered(&mut self, part: Element<'_>, around: &Around) -> Option<Around> {
        let inner = part.find("book-part").is_some();
        let kind = part.attribute("book-part-type").unwrap_or_default().to_lowercase();
        let holds_others = inner && (kind.is_empty() || HOLDERS.contains(&kind.as_str()));
        let label = part.child("book-part-meta").and_then(|meta| meta.child("title-group")?.child("label")?.text());
        if holds_others && !around.in_chapter {
            let (own, _) = of(part, &["book-part-meta"], ArticleKind::Other, &self.book.lang);
            return Some(around.and(&own, label, self.most_people));
        }
        let (one, findings) = self.chapter(part, around);
        let inside = inner.then(|| around.and(&one, label, self.most_people));
        self.read.push((one, findings));
        inside
    }

    /// Reads a foreword or the like, if it has a title.
    #[inline(never)]
    fn beside(&mut self, part: Element<'_>, around: &Around) {
        if is_titled(part) {
            let (mut one, findings) = self.chapter(part, around);
            one.rest.entry("book-part-type").or_insert_with(|| part.name().into());
            self.read.push((one, findings));
        }
    }

    /// A chapter has what its book and the parts around it have and it does not say itself.
    fn chapter(&self, part: Element<'_>, around: &Around) -> (Article, Vec<Finding>) {
        let book = self.book;
        let declared = part.attribute("lang").map(|lang| Language::parse(&lang));
        let (mut one, findings) = of(part, &["book-part-meta"], ArticleKind::Chapter, &declared.unwrap_or_else(|| book.lang.clone()));
        one.journal = book.journal.clone();
        one.journal.title = book.title.clone();
        one.imprint = book.imprint.clone();
        one.ids.isbn.clone_from(&book.ids.isbn);
        one.year = one.year.or(book.year);
        one.volume = one.volume.or_else(|| book.volume.clone());
        one.dates.published = one.dates.published.or(book.dates.published);
        one.copyright = one.copyright.or_else(|| book.copyright.clone());
        if one.license.is_empty() {
            one.license = book.license.clone();
            one.open_access = one.open_access.or(book.open_access);
        }
        if !around.parts.is_empty() {
            one.rest.insert("part".to_owned(), around.parts.clone().into());
        }
        // Who wrote all of the book wrote its chapters; who edited it, or a part of it, edited them too.
        for people in [around.people.iter(), book.authors.iter()] {
            let is_written = one.authors.iter().any(|known| known.role.is_none());
            let others = people.filter(|known| known.role.is_some() || !is_written).map(apart);
            let others: Vec<Contributor> = others.filter(|other| !one.authors.contains(other)).take(self.most_people).collect();
            one.authors.extend(others);
        }
        let refs = cited::read(part, &mut one);
        body::read(part, &refs, &mut one);
        (one, findings)
    }
}

/// The record of a book or a chapter, by the elements of these names in it.
fn of(element: Element<'_>, metas: &[&str], kind: ArticleKind, lang: &Language) -> (Article, Vec<Finding>) {
    let mut article = Article { kind, lang: lang.clone(), ..Article::default() };
    let mut findings = Vec::new();
    let mut front = Front::new(&mut article, &mut findings);
    for part in element.children().filter(|part| metas.contains(&part.name())) {
        if part.name() == "collection-meta" { front.series(part) } else { front.read(part) }
    }
    front.finish();
    if article.lang == Language::Und {
        article.lang = article.title.languages().next().cloned().unwrap_or_default();
    }
    if article.title.is_empty() {
        findings.push(Finding::kept(format!("this {} has no title", article.kind.as_str())).at(element.line()).of("title"));
    }
    (article, findings)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;
    use crate::formats::xml::Tree;

    /// A book of so many editors and chapters, read.
    fn book(editors: usize, chapters: usize) -> Yield {
        let editor = |at| format!("<contrib contrib-type='editor'><name><surname>E{at}</surname></name></contrib>");
        let chapter =
            |at| format!("<book-part><book-part-meta><title-group><title>C{at}</title></title-group></book-part-meta></book-part>");
        let editors: String = (0..editors).map(editor).collect();
        let chapters: String = (0..chapters).map(chapter).collect();
        let text = format!(
            "<book><book-meta><book-title-group><book-title>B</book-title></book-title-group><contrib-group>{editors}</contrib-group>\
             </book-meta><book-body>{chapters}</book-body></book>"
        );
        read(Tree::within("", &text, 1).root().unwrap())
    }

    #[test]
    fn chapters_name_the_editors_of_their_book_until_there_are_too_many_of_them() {
        let all = book(30, 20);
        assert!(all.iter().all(|(one, findings)| one.authors.len() == 30 && findings.is_empty()));
        let many = book(200, 2000);
        let ((whole, findings), chapters) = many.split_first().unwrap();
        assert_eq!((whole.authors.len(), findings.len(), chapters.len()), (200, 1, 2000));
        assert!(findings[0].sentence.contains("the first 10 of them"), "{}", findings[0]);
        assert!(chapters.iter().all(|(one, _)| one.authors.len() == 10));
    }

    #[test]
    fn chapters_repeat_a_long_licence_until_there_are_too_many_of_them() {
        for (chapters, is_told) in [(2, false), (500, true)] {
            let chapter = "<book-part><book-part-meta><title-group><title>C</title></title-group></book-part-meta></book-part>";
            let licence = "Free as the wind. ".repeat(6000);
            let text = format!(
                "<book><book-meta><book-title-group><book-title>B</book-title></book-title-group><permissions><license><license-p>\
                 {licence}</license-p></license></permissions></book-meta><book-body>{}</book-body></book>",
                chapter.repeat(chapters)
            );
            let all = read(Tree::within("", &text, 1).root().unwrap());
            assert_eq!(all[0].1.len(), usize::from(is_told));
            assert_eq!(all[1].0.license.is_empty(), is_told);
            assert_eq!(all[1].0.journal.title.len(), 1);
        }
    }
}
