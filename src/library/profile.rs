//! What is told of an author, a key word or a class as a whole: plain words, so that the reader needs no database.

use serde::{Deserialize, Serialize};

use super::{ArticleCard, Tally};
use crate::record::MultiText;

/// Of whom or of what.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProfileOf {
    /// By any spelling of the name.
    Author(String),
    Keyword(String),
    /// A class; of the Chinese Library Classification (`clc`) with all below it.
    Class {
        scheme: String,
        code: String,
    },
}

/// What the library says of an author, a key word or a class.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    pub of: ProfileOf,
    /// The names of an author, the one asked for first.
    pub names: Vec<NameForm>,
    /// A class and those above it, from the top, each with its name where the built-in table has one.
    pub above: Vec<(String, MultiText)>,
    /// The classes directly below.
    pub below: Vec<Tally>,
    /// Counted exactly, of the names that are joined.
    pub articles: u64,
    /// Of these, so many belong here by a guess.
    pub guessed: u64,
    /// Of these, so many were looked into, the newest: all but years and number of articles is of them.
    pub looked_into: u64,
    /// The oldest first; those without a year last.
    pub years: Vec<YearCount>,
    /// Where an author worked, the newest first.
    pub affiliations: Vec<AffiliationYears>,
    /// Co-authors of an author; the authors of most articles of a key word or a class.
    pub authors: Vec<Counted>,
    /// How many there are, of which `authors` has those of most articles.
    pub all_authors: u64,
    /// Key words of the articles, without the one asked for.
    pub keywords: Vec<Counted>,
    /// The newest articles, at most [`WORKS`].
    pub works: Vec<ProfileWork>,
}

/// Articles that a profile lists; a list of all is to be had elsewhere.
pub const WORKS: usize = 200;

/// Articles of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct YearCount {
    /// Nothing: the year is not known.
    pub year: Option<i32>,
    pub articles: u64,
}

/// A name under which an author stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameForm {
    pub name: String,
    /// Articles that have it.
    pub articles: u64,
    pub joined: Joined,
}

/// Why a name is, or may be, the author's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Joined {
    /// It is the one asked for.
    Asked,
    /// So many records print both names for one author.
    BothPrinted(u64),
    /// The same pinyin, and a co-author or an affiliation in common: a guess.
    Guess(Shared),
    /// The same pinyin, but nothing else says so: not joined.
    SamePinyin,
    /// So many records print both, but the one asked for is that of others, too, or only initials: not joined.
    OneOfThem(u64),
}

/// What two names have in common beside their pinyin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shared {
    CoAuthor(String),
    Affiliation(String),
}

/// A name or a word, and in how many articles it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    pub label: String,
    /// The name in its other writing, where one record has both.
    pub also: Option<String>,
    pub articles: u64,
}

/// Where an author worked, and in which years that was printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AffiliationYears {
    pub text: String,
    pub first: Option<i32>,
    pub last: Option<i32>,
    pub articles: u64,
}

/// An article of a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileWork {
    pub card: ArticleCard,
    /// It is the author's by a guess.
    pub guessed: bool,
}

impl NameForm {
    /// Why the name is here, as a clause: nothing of the one asked for.
    pub fn reason(&self) -> Option<String> {
        match &self.joined {
            Joined::Asked => None,
            Joined::BothPrinted(1) => Some("1 record prints both".to_owned()),
            Joined::BothPrinted(records) => Some(format!("{records} records print both")),
            Joined::Guess(Shared::CoAuthor(name)) => Some(format!("a guess: same pinyin, both with {name}")),
            Joined::Guess(Shared::Affiliation(place)) => Some(format!("a guess: same pinyin, both at {place}")),
            Joined::OneOfThem(1) => Some("1 record prints both, but others may be written so: not joined".to_owned()),
            Joined::OneOfThem(records) => Some(format!("{records} records print both, but others may be written so: not joined")),
            Joined::SamePinyin => Some("same pinyin only: not joined".to_owned()),
        }
    }

    /// Whether its articles are counted among the author's.
    pub const fn is_joined(&self) -> bool {
        !matches!(self.joined, Joined::SamePinyin | Joined::OneOfThem(_))
    }
}
