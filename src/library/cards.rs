//! What lists show of a record: its columns, and cards read from them.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension, Row};
use unicode_normalization::UnicodeNormalization;

use super::journals::is_nameless;
use super::packed;
use super::{ArticleCard, ArticleKey, LibraryError, ShelfName};
use crate::record::{Article, Contributor, Journal, Language, MultiText};
use crate::text;

/// Authors named in a list before `等` or `et al.`.
const NAMED: usize = 3;

/// What is shown when a row does not match its checksum.
pub(super) fn damaged_label() -> MultiText {
    [(Language::Zh, "（此记录已损坏）".to_owned()), (Language::En, "(damaged record: run \"qikan check\")".to_owned())]
        .into_iter()
        .collect()
}

/// The columns of a record that lists show.
pub(super) struct Columns {
    pub(super) title: String,
    pub(super) authors: String,
    pub(super) heading: String,
    pub(super) year: Option<i32>,
    /// Volume, issue and pages as printed, as a JSON list.
    pub(super) numbers: String,
    pub(super) first: Option<String>,
}

impl Columns {
    pub(super) fn of(article: &Article) -> Self {
        let pages = if article.pages.raw.is_empty() { article.pages.first.clone() } else { Some(article.pages.raw.clone()) };
        let pages = pages.or_else(|| article.pages.article_number.clone());
        let numbers = serde_json::to_string(&(&article.volume, &article.issue, &pages)).unwrap_or_else(|_| "[null,null,null]".to_owned());
        Self {
            title: packed::column(&article.title),
            authors: packed::column(&first_authors(&article.authors)),
            heading: packed::column(&article.heading),
            year: article.year,
            numbers,
            first: article.pages.first.clone().or_else(|| article.pages.article_number.clone()),
        }
    }

    /// The checksum of these columns.
    pub(super) fn seal(&self) -> i64 {
        let year = self.year.map(|year| year.to_string()).unwrap_or_default();
        packed::seal(&[&self.title, &self.authors, &self.heading, &year, &self.numbers, self.first.as_deref().unwrap_or_default()])
    }

    /// The columns `title, authors, heading, year, numbers, first, seal` from the given one on; nothing when they do not
    /// match their checksum.
    pub(super) fn read(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Self>> {
        let columns = Self {
            title: row.get(at)?,
            authors: row.get(at + 1)?,
            heading: row.get(at + 2)?,
            year: row.get(at + 3)?,
            numbers: row.get(at + 4)?,
            first: row.get(at + 5)?,
        };
        let seal: i64 = row.get(at + 6)?;
        Ok((columns.seal() == seal).then_some(columns))
    }
}

/// The first authors of each language, joined.
fn first_authors(authors: &[Contributor]) -> MultiText {
    let authors: Vec<&Contributor> = authors.iter().filter(|one| one.is_author()).collect();
    let mut languages: Vec<&Language> =
        authors.iter().flat_map(|author| author.name.languages().chain(author.family.languages())).collect();
    languages.sort();
    languages.dedup();
    let joined = languages.into_iter().map(|language| {
        let names: Vec<String> = authors.iter().filter_map(|author| name_for(author, language)).collect();
        let (between, behind) = if *language == Language::Zh { ("，", "，等") } else { (", ", " et al.") };
        let mut line = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(between);
        if names.len() > NAMED {
            line.push_str(behind);
        }
        (language.clone(), line)
    });
    joined.collect()
}

/// The name as it is printed in a language; of who has none in it, as it is printed in another, as on the page: left out, the second
/// author would stand as the first.
fn name_for(author: &Contributor, language: &Language) -> Option<String> {
    let known = author.name.languages().chain(author.family.languages());
    std::iter::once(language).chain(known).find_map(|language| name_in(author, language))
}

fn name_in(author: &Contributor, language: &Language) -> Option<String> {
    author.name.get(language).cloned().or_else(|| {
        let family = author.family.get(language)?;
        let given = author.given.get(language).map(String::as_str).unwrap_or_default();
        Some(if *language == Language::Zh { format!("{family}{given}") } else { format!("{family} {given}").trim_end().to_owned() })
    })
}

/// Whether two headings are one: the same words in a language that both have.
pub(super) fn same_heading(one: &str, other: &str) -> bool {
    let (Ok(one), Ok(other)) = (packed::read_column(one), packed::read_column(other)) else {
        return false;
    };
    one.iter().any(|(language, words)| other.get(language).is_some_and(|others| text::fold(words.trim()) == text::fold(others.trim())))
}

/// Where a journal stands among the others: by the sound of its Chinese name, else by its letters; those without a name last.
pub(super) fn sort_key(title: &MultiText, journal: &Journal) -> String {
    if journal.title.is_empty() && journal.abbrev.is_empty() && journal.issn.is_empty() {
        return "\u{10FFFF}".to_owned();
    }
    spoken(title.values().next().map(String::as_str).unwrap_or_default())
}

/// The article that says nothing of where a name stands.
const THE: &str = "the ";
/// Signs of a key of a long list: what comes behind them hardly ever decides.
const SIGNS: usize = 32;

/// Where a name or a title stands in a long list: Chinese by its sound, then all else by its letters. Chinese goes first, as
/// reference lists are grouped by language (GB/T 7714—2015, 9.2): mixed by the letters of pinyin, `Nature` would stand
/// between 南京 and 内蒙古, where nobody looks for it.
pub fn sound(shown: &str) -> String {
    let plain = shown.trim_start_matches(|c: char| !c.is_alphanumeric());
    let han = plain.chars().next().is_some_and(|c| super::keys::has_han(c.encode_utf8(&mut [0; 4])));
    let mut key = String::with_capacity(plain.len().min(4 * SIGNS) + 1);
    key.push(if han { '0' } else { '1' });
    speak(plain, SIGNS, &mut key);
    key
}

/// All of it as it is spoken.
fn spoken(shown: &str) -> String {
    let mut key = String::new();
    speak(shown, usize::MAX, &mut key);
    key
}

/// Adds the first signs as they are spoken: pinyin for Han, small letters for all else, without the article.
fn speak(shown: &str, most: usize, key: &mut String) {
    use pinyin::ToPinyin;
    // Most names and titles are folded already but for their case.
    let plain = |c: char| c.is_ascii() || matches!(c, '\u{4E00}'..='\u{9FFF}');
    let folded: Cow<'_, str> =
        if shown.chars().all(plain) { shown.into() } else { shown.nfkc().flat_map(char::to_lowercase).collect::<String>().into() };
    let article = folded.get(..THE.len()).is_some_and(|first| first.eq_ignore_ascii_case(THE));
    for c in folded.chars().skip(if article { THE.len() } else { 0 }).take(most) {
        match if c.is_ascii() { None } else { c.to_pinyin() } {
            Some(sound) => {
                key.push_str(sound.plain());
                key.push(' ');
            }
            None => key.push(c.to_ascii_lowercase()),
        }
    }
}

/// What [`card`] reads, of a table of articles called `a`; the number of these columns is 11.
pub(super) const CARD: &str = "a.row, a.title, a.authors, a.heading, a.year, a.numbers, a.first, a.seal, a.journal,
    EXISTS (SELECT 1 FROM personal.read r WHERE r.id = a.id), a.issue";

/// One card from a row selected by [`CARD`].
pub(super) fn card(connection: &Connection, shelf: ShelfName, row: &Row<'_>) -> Result<ArticleCard, LibraryError> {
    let key = ArticleKey { shelf, row: row.get(0)? };
    let read = row.get(9)?;
    let Some(columns) = Columns::read(row, 1)? else {
        let empty = MultiText::default;
        let (year, volume, issue, pages) = (None, None, None, None);
        return Ok(ArticleCard { key, title: damaged_label(), authors: empty(), journal: empty(), year, volume, issue, pages, read });
    };
    let (volume, issue, pages) =
        serde_json::from_str(&columns.numbers).map_err(|_| LibraryError::damage("a row of a list is not what was stored"))?;
    Ok(ArticleCard {
        key,
        title: packed::read_column(&columns.title)?,
        authors: packed::read_column(&columns.authors)?,
        journal: Some(journal_of(connection, row.get(8)?)?).filter(|title| !is_nameless(title)).unwrap_or_default(),
        year: columns.year,
        volume,
        issue,
        pages,
        read,
    })
}

/// A journal's title, when it matches its checksum.
pub(super) fn journal_of(connection: &Connection, row: i64) -> Result<MultiText, LibraryError> {
    let mut read = connection.prepare_cached("SELECT title, seal FROM journals WHERE row = ?1")?;
    let found: Option<(String, i64)> = read.query_row([row], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    match found {
        Some((title, seal)) if packed::seal(&[&title]) == seal => packed::read_column(&title),
        _ => Ok(damaged_label()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_author_who_has_no_name_in_a_language_is_not_left_out_of_its_line() {
        let named =
            |names: serde_json::Value| serde_json::from_value::<Contributor>(serde_json::json!({ "name": names })).unwrap_or_default();
        let [ashby, shen] = [serde_json::json!({"en": "Rowan Ashby"}), serde_json::json!({"zh": "沈苇", "en": "SHEN Wei"})].map(named);
        let parts = serde_json::json!({"family": {"en": "Bagno"}, "given": {"en": "Magda"}});
        let bagno: Contributor = serde_json::from_value(parts).unwrap_or_default();
        let lines = first_authors(&[ashby, shen.clone(), bagno]);
        let lines: Vec<&str> = lines.values().map(String::as_str).collect();
        assert_eq!(lines, ["Rowan Ashby，沈苇，Bagno Magda", "Rowan Ashby, SHEN Wei, Bagno Magda"]);
        assert_eq!(first_authors(&[shen]).values().collect::<Vec<_>>(), ["沈苇", "SHEN Wei"]);
    }
}
