//! `qikan link` and `qikan unlink`: which record a reference is, said by hand.

use crate::cli::Failure;
use crate::cli::args::{Common, Link, Unlink};
use crate::cli::out::Out;
use crate::cli::paths;
use crate::library::{Access, Answer, ArticleKey, EntryKey, Library, Linked, List, Question, Shown, Unlinked};
use crate::record::Article;
use crate::text::{self, nearest};

/// Records among which a misspelt id is looked for.
const LOOKED_AT: u64 = 20_000;

/// Links a reference to a record of the library.
///
/// # Errors
/// No such record or reference (1); a record and itself (2); a library that cannot be read (3) or written (4).
pub fn link(common: &Common, verb: &Link, out: &Out) -> Result<(), Failure> {
    let mut library = own(common)?;
    let (entry, _) = entry(&library, &verb.id, &verb.number, verb.related)?;
    let target = record(&library, &verb.target)?;
    if target.key == entry.of {
        return Err(Failure::Usage(format!("{} cannot cite itself; name another record as TARGET", target.article.id)));
    }
    library.link_by_hand(entry, target.key)?;
    out.line(&format!("{} {} of {} is {}: {}", noun(verb.related), verb.number, verb.id, target.article.id, title(&target.article)));
    out.finish()
}

/// Breaks the link of a reference, or takes back what was said of it.
///
/// # Errors
/// No such record or reference, or nothing to break (1); a library that cannot be read (3) or written (4).
pub fn unlink(common: &Common, verb: &Unlink, out: &Out) -> Result<(), Failure> {
    let mut library = own(common)?;
    let (entry, shown) = entry(&library, &verb.id, &verb.number, verb.related)?;
    let name = format!("{} {} of {}", noun(verb.related), verb.number, shown.article.id);
    match library.unlink(entry)? {
        Unlinked::Broken => out.line(&format!("{name} leads to no record any more; the same again takes that back.")),
        Unlinked::Undone => {
            let now = record(&library, &verb.id)?;
            let list = if verb.related { &now.related } else { &now.references };
            match list.get(entry.n) {
                Some(Linked::Held { .. }) => out.line(&format!("{name} leads again where it was found.")),
                _ => out.line(&format!("{name} is no longer linked by hand; it leads to no record.")),
            }
        }
        Unlinked::Nothing => {
            return Err(Failure::Nothing(format!(
                "{name} leads to no record; link it with: qikan link {} {} TARGET",
                verb.id, verb.number
            )));
        }
    }
    out.finish()
}

fn noun(related: bool) -> &'static str {
    if related { "related article" } else { "reference" }
}

/// The user's own library, to be written.
fn own(common: &Common) -> Result<Library, Failure> {
    if common.sample {
        return Err(Failure::Unwritable("the sample is read-only; links are made in a library of your own".to_owned()));
    }
    let folder = paths::library(common)?;
    let mut library = Library::new();
    if folder.symlink_metadata().is_ok() {
        library.open_own(&folder, Access::ReadWrite)?;
        return Ok(library);
    }
    Err(Failure::Nothing("there is no library yet; put records into one with: qikan import FILE".to_owned()))
}

/// A record by its id.
fn record(library: &Library, id: &str) -> Result<Shown, Failure> {
    let found = match library.answer(&Question::Find { id: id.to_owned() }) {
        Answer::Key(Some(key)) => key,
        Answer::Failed(sentence) => return Err(Failure::Unreadable(sentence)),
        _ => return Err(Failure::Nothing(no_record(library, id)?)),
    };
    shown(library, found)
}

fn shown(library: &Library, key: ArticleKey) -> Result<Shown, Failure> {
    match library.answer(&Question::Article(key)) {
        Answer::Article(shown) => Ok(*shown),
        Answer::Failed(sentence) => Err(Failure::Unreadable(sentence)),
        _ => Err(Failure::Unreadable("the library answered something else than was asked".to_owned())),
    }
}

fn no_record(library: &Library, id: &str) -> Result<String, Failure> {
    let ids = library.identifiers(LOOKED_AT)?;
    Ok(match nearest(id, ids.iter().map(String::as_str)) {
        Some(near) => format!("there is no record \"{id}\". Did you mean \"{near}\"?"),
        None => format!("there is no record \"{id}\"; `qikan list` prints the ids"),
    })
}

/// The entry of a number as it is shown: the printed one, else its place from 1.
fn entry(library: &Library, id: &str, number: &str, related: bool) -> Result<(EntryKey, Shown), Failure> {
    let shown = record(library, id)?;
    let article = &shown.article;
    let numbers: Vec<String> = if related {
        let entries = article.related.iter().flatten().enumerate();
        entries.map(|(place, entry)| entry.n.map_or(place + 1, |n| n as usize).to_string()).collect()
    } else {
        let entries = article.refs.iter().flatten().enumerate();
        let printed = |n: &Option<String>| n.as_deref().map(str::trim).filter(|n| !n.is_empty()).map(str::to_owned);
        entries.map(|(place, entry)| printed(&entry.n).unwrap_or_else(|| (place + 1).to_string())).collect()
    };
    let wanted = number.trim().trim_start_matches('[').trim_end_matches(']');
    let Some(n) = numbers.iter().position(|known| known == wanted) else {
        let noun = noun(related);
        return Err(Failure::Nothing(match (numbers.first(), numbers.last()) {
            (Some(first), Some(last)) if numbers.len() > 1 => {
                format!("{} has no {noun} {number}; it has {first} to {last}", article.id)
            }
            (Some(only), _) => format!("{} has no {noun} {number}; it has only {only}", article.id),
            _ => format!("{} has no {noun}", article.id),
        }));
    };
    let list = if related { List::Related } else { List::References };
    Ok((EntryKey { of: shown.key, list, n }, shown))
}

fn title(article: &Article) -> String {
    article.title.prefer(&article.lang).map(|title| text::plain(title)).unwrap_or_default()
}
