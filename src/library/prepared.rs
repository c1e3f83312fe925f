//! A record made ready for the store away from it: all that takes time and needs no database.

use xxhash_rust::xxh3::xxh3_64;

use super::cards::Columns;
use super::facts::Facts;
use super::packed::{self, Dictionaries, Packed, Packer};
use super::step::Step;
use super::words::{self, Word};
use super::{LibraryError, SortedBy, cards, keys, ladder};
use crate::record::{Article, Journal, RecordId};

/// A record that came in, and what the store keeps of it.
pub(super) struct Prepared {
    pub(super) id: RecordId,
    /// Whether it came with an identifier; else it was given the one that it would get if that is free.
    pub(super) identified: bool,
    pub(super) digest: i64,
    pub(super) facts: Facts,
    /// Where it belongs in the tree.
    pub(super) journal: Journal,
    pub(super) year: Option<i32>,
    pub(super) volume: Option<String>,
    pub(super) issue: Option<String>,
    pub(super) row: Row,
    pub(super) keys: Keys,
    pub(super) words: Vec<Word>,
    pub(super) orders: Vec<(i64, String)>,
    pub(super) packed: Packed,
    /// The record itself, as long as it was not packed away: see [`Prepared::put_away`].
    article: Option<Box<Article>>,
}

/// What the table of all records has of one.
pub(super) struct Row {
    pub(super) columns: Columns,
    pub(super) printed: String,
    pub(super) facts: String,
    pub(super) seal: i64,
}

/// The keys of a record, but for those of its place in a journal: which one that is the store says.
pub(super) struct Keys {
    pub(super) own: Vec<(Step, i64)>,
    /// Keys under which it is looked for besides.
    pub(super) searches: Vec<(Step, i64)>,
    /// Every identifier, its own first, and each as a key.
    pub(super) identifiers: Vec<String>,
    pub(super) by_identifier: Vec<(Step, i64)>,
}

/// Makes a record ready.
///
/// # Errors
/// One that cannot be written as the schema, or is far too large.
pub(super) fn prepare(mut article: Box<Article>, packer: &mut Packer) -> Result<Prepared, LibraryError> {
    let facts = Facts::of_article(&article);
    let identified = !article.id.is_empty();
    if !identified {
        article.id = ladder::wanted_identifier(&article, &facts);
    }
    let packed = packer.pack(&article)?;
    let digest = if article.prov.iter().any(|provenance| provenance.at.is_some()) { digest(&mut article)? } else { packer.digest() };
    let columns = Columns::of(&article);
    let identifiers = ladder::identifiers(&article);
    Ok(Prepared {
        id: article.id.clone(),
        identified,
        digest,
        journal: article.journal.clone(),
        year: article.year.or_else(|| article.dates.published.map(|date| date.year)),
        volume: article.volume.clone(),
        issue: article.issue.clone(),
        row: Row { printed: keys::printed(columns.first.as_deref()), facts: facts.column(), seal: columns.seal(), columns },
        keys: Keys {
            own: facts.keys(&[]),
            searches: facts.title_searches().into_iter().map(|hash| (Step::Title, hash)).collect(),
            by_identifier: ladder::given_keys(&identifiers),
            identifiers,
        },
        words: words::of(&article),
        orders: orders(&article),
        packed,
        facts,
        article: Some(article),
    })
}

impl Prepared {
    /// Lets go of the record itself: of a thousand that come in together hardly one is asked for it, and whoever made them
    /// ready gives their memory back sooner than the thread that stores them.
    pub(super) fn put_away(mut self) -> Self {
        self.article = None;
        self
    }

    /// The record itself.
    ///
    /// # Errors
    /// The dictionary that it was packed with cannot be read.
    pub(super) fn article(&mut self, dictionaries: &dyn Dictionaries) -> Result<Box<Article>, LibraryError> {
        match self.article.take() {
            Some(article) => Ok(article),
            None => packed::unpack(dictionaries, self.id.as_str(), &self.packed),
        }
    }

    /// All keys of the record where its journal is known to be one of these.
    pub(super) fn keys_in(&self, journals: &[i64]) -> Vec<(Step, i64)> {
        let places = journals.iter().flat_map(|journal| self.facts.places(*journal));
        self.keys.own.iter().copied().chain(places).collect()
    }
}

/// Where a record stands in each order of all records.
pub(super) fn orders(article: &Article) -> Vec<(i64, String)> {
    let title = article.title.prefer(&article.lang).map(String::as_str).unwrap_or_default();
    let author = article.authors.first().and_then(|author| author.name.prefer(&article.lang)).map(String::as_str).unwrap_or_default();
    let date = match article.dates.published {
        Some(date) => format!("{:06}{:02}{:02}", i64::from(date.year) + 100_000, date.month.unwrap_or(0), date.day.unwrap_or(0)),
        None => article.year.map(|year| format!("{:06}", i64::from(year) + 100_000)).unwrap_or_default(),
    };
    let places = [(SortedBy::Title, cards::sound(title)), (SortedBy::FirstAuthor, cards::sound(author)), (SortedBy::Date, date)];
    places.into_iter().filter_map(|(by, place)| Some((by.number()?, place))).collect()
}

/// A digest of all that a record says, except when it was read.
fn digest(article: &mut Article) -> Result<i64, LibraryError> {
    let times: Vec<_> = article.prov.iter_mut().map(|provenance| provenance.at.take()).collect();
    let mut json = Vec::new();
    let written = serde_json::to_writer(&mut json, article);
    for (provenance, at) in article.prov.iter_mut().zip(times) {
        provenance.at = at;
    }
    written.map_err(|error| LibraryError::Record { id: article.id.to_string(), what: error.to_string() })?;
    Ok(xxh3_64(&json).cast_signed())
}
