//! Formatted references out of records: GB/T 7714 in both editions and both systems, every piece with the rule that made it;
//! and whatever else a CSL style says.

mod area;
mod citeproc;
mod dialect;
mod drawn;
mod gbt7714;
mod given;
mod guard;
mod imprint;
mod item;
mod kind;
mod letters;
mod listed;
mod markup;
mod mend;
mod names;
mod nearest;
mod order;
mod others;
mod quoted;
pub mod rule;
mod sheltered;
mod spans;
mod style;
mod tidy;

use std::fmt;

use crate::formats::names::in_parts;
use crate::record::{Article, Language};
use crate::text::{clean_line, plain};

pub use citeproc::{CslStyle, built_in_styles};
pub use markup::{MARKUPS, Markup};
pub use rule::Rule;
pub use spans::Span;
pub use style::{Style, styles};

/// An edition of GB/T 7714.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    Of2015,
    Of2025,
}

/// How a reference list is ordered, and so where its years stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// 顺序编码制.
    Numeric,
    /// 著者-出版年制.
    AuthorDate,
}

/// A piece of a reference: the sign that introduces it, its text, and the rule that put it there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The prescribed sign before it (GB/T 7714, 7.1): `. `, `, `, `: `, `//`, or nothing.
    pub sign: &'static str,
    pub text: String,
    pub rule: Rule,
}

impl Piece {
    /// A piece whose text is clean and on one line, whatever the record holds.
    fn new(sign: &'static str, text: impl Into<String>, rule: Rule) -> Self {
        Self { sign, text: clean_line(&text.into()).into_owned(), rule }
    }
}

/// One entry of a reference list; shown, it is one line of plain text. [`Entry::marked_up`] gives it its looks and links.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub pieces: Vec<Piece>,
    /// The section of the 2025 edition for this kind of work.
    pub section: &'static str,
    /// What looks different or leads somewhere, in order; none overlaps another. GB/T 7714 asks for no look:
    /// there it is that of the titles alone.
    pub spans: Vec<Span>,
}

impl Entry {
    /// Whether nothing of the work is printed, whatever signs are.
    pub fn is_bare(&self) -> bool {
        !self.pieces.iter().any(|piece| piece.text.contains(char::is_alphanumeric))
    }
}

impl fmt::Display for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| write!(f, "{}{}", piece.sign, piece.text))
    }
}

/// Signs that differ between the editions: 2025 has full-width ones but for the full stop and square brackets.
struct Signs {
    comma: &'static str,
    colon: &'static str,
    open: &'static str,
    close: &'static str,
}

/// What composing one reference knows.
struct Work<'a> {
    article: &'a Article,
    edition: Edition,
    system: System,
    /// The language that is cited.
    language: Language,
    /// Whether the title is written in Han, kana or hangul: then 等, 译, 版; else et al., trans., ed.
    han: bool,
    /// The letter that tells works of one year apart.
    letter: Option<char>,
    /// Whether its people have initials alone for given names.
    initials_alone: bool,
}

impl<'a> Work<'a> {
    fn new(article: &'a Article, edition: Edition, system: System, wanted: Option<&Language>) -> Self {
        let language = names::language_of(article, wanted);
        let title = article.title.prefer(&language).map(String::as_str).unwrap_or_default();
        let han = if title.is_empty() { language == Language::Zh } else { names::is_cjk(title) };
        let given = article.authors.iter().filter_map(|one| one.given.prefer(&language));
        let initials_alone = given::initials_alone(given.map(String::as_str));
        Self { article, edition, system, language, han, letter: None, initials_alone }
    }

    fn signs(&self) -> Signs {
        match self.edition {
            Edition::Of2015 => Signs { comma: ", ", colon: ": ", open: "(", close: ")" },
            Edition::Of2025 => Signs { comma: "，", colon: "：", open: "（", close: "）" },
        }
    }

    /// The word in the script of the work.
    fn pick(&self, han: &'static str, latin: &'static str) -> &'static str {
        if self.han { han } else { latin }
    }

    /// A text of several languages as plain text, or nothing.
    fn said(&self, text: &crate::record::MultiText) -> Option<String> {
        text.prefer(&self.language).map(|text| plain(text).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// The title of the work, without the full stop that it ends in.
    fn title(&self, text: &crate::record::MultiText) -> Option<String> {
        self.said(text).map(|title| tidy::unstopped(&title).to_owned())
    }

    /// Those who have one of the roles, in order; `author` is the role of those that have none.
    fn people(&self, role: &str) -> Vec<&'a crate::record::Contributor> {
        self.article.authors.iter().filter(|one| one.role_name() == role).collect()
    }
}

/// A member as one clean line, or nothing.
fn line(text: Option<&String>) -> Option<String> {
    text.map(|text| clean_line(text).trim().to_owned()).filter(|text| !text.is_empty())
}

/// The entries for records, in the order given. `language` is the one to cite in where a record has a title in it.
///
/// In the author-date system works of the same authors and year get letters in this order.
pub fn gbt7714(articles: &[Article], edition: Edition, system: System, language: Option<&Language>) -> Vec<Entry> {
    let articles: Vec<_> = articles.iter().map(in_parts).collect();
    let mut works: Vec<Work> = articles.iter().map(|article| Work::new(article, edition, system, language)).collect();
    if system == System::AuthorDate {
        gbt7714::tell_apart(&mut works);
    }
    let entry = |work: &Work| {
        let entry = gbt7714::entry(work);
        let line = entry.to_string();
        // The standard asks for no look; what the titles themselves have stays.
        let mut looks = vec![drawn::Look::default(); line.chars().count()];
        spans::put_titles(&line, &mut looks, work.article, &work.language);
        Entry { spans: spans::spans(&line, &looks, Some(work.article)), ..entry }
    };
    works.iter().map(entry).collect()
}
