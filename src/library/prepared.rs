//! A record made ready for the store away from it: all that takes time and needs no database.

use xxhash_rust::xxh3::xxh3_64;

use super::cards::Columns;
use super::facts::Facts;
use super::packed::{Packed, Packer};
use super::words::{self, Word};
use super::{LibraryError, SortedBy, cards, ladder};
use crate::record::Article;

/// A record that came in, and what the store keeps of it.
pub(super) struct Prepared {
    pub(super) article: Box<Article>,
    /// Whether it came with an identifier; else it was given the one that it would get if that is free.
    pub(super) identified: bool,
    pub(super) digest: i64,
    pub(super) facts: Facts,
    pub(super) columns: Columns,
    pub(super) words: Vec<Word>,
    pub(super) orders: Vec<(i64, String)>,
    pub(super) packed: Packed,
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
    Ok(Prepared {
        identified,
        digest,
        columns: Columns::of(&article),
        words: words::of(&article),
        orders: orders(&article),
        packed,
        facts,
        article,
    })
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
    let json = serde_json::to_vec(article);
    for (provenance, at) in article.prov.iter_mut().zip(times) {
        provenance.at = at;
    }
    let json = json.map_err(|error| LibraryError::Record { id: article.id.to_string(), what: error.to_string() })?;
    Ok(xxh3_64(&json).cast_signed())
}
