//! `qikan search`: records of the library by a query, best first.

use std::path::Path;

use serde_json::json;

use crate::cli::Failure;
use crate::cli::args::{Common, Search};
use crate::cli::out::Out;
use crate::cli::verbs::index::bring_up;
use crate::cli::{cards, paths, source};
use crate::formats::printable;
use crate::library::{Access, ArticleCard, Library, LibraryError};
use crate::record::Article;
use crate::search::query::{Mode, Query, parse};
use crate::search::{Finder, Lit, Order, Worth, lit};
use crate::text::{clean_line, nearest};

/// Threads that index what is not in the index yet.
const THREADS: usize = 2;
/// Characters of the text that matched.
const SHOWN: usize = 60;

/// Prints what is found. What the index does not have yet is put in first.
///
/// # Errors
/// A query that cannot be meant, with its column (2); nothing found (1); a library that cannot be read (3) or, to keep the query,
/// written (4).
pub fn search(common: &Common, verb: &Search, out: &Out) -> Result<(), Failure> {
    let typed = verb.query.join(" ");
    let mut query = parse(&typed, Mode::Finished).map_err(|error| Failure::Usage(error.to_string()))?;
    if let Some(name) = &verb.save {
        keep(common, name, &typed)?;
    }
    let library = source::library(common)?;
    if let Some(name) = &verb.saved {
        query = Query::all([saved(&library, name)?, query]);
    }
    let finder = finder(&library)?;
    let order = Order { from: verb.skip, ..Order::new(query, verb.limit) };
    if verb.count {
        return count(&finder, &order, &library, out);
    }
    if verb.facets {
        return facets(&finder, &order, verb, &library, out);
    }
    let hits = finder.find(&order, &library, &|| false)?;
    if hits.is_empty() {
        return passed_over(&finder, &order, &library);
    }
    let shelves = library.searched()?;
    for hit in hits {
        let Some(shelf) = shelves.iter().find(|shelf| shelf.name() == hit.key.shelf) else { continue };
        let Some(card) = shelf.cards(&[hit.key.row])?.pop() else { continue };
        let article = shelf.article(hit.key.row)?;
        let matched = lit(&order.query, &article, hit.worth, 1).pop();
        if verb.json {
            out.line(&printable::json(&object(hit.worth, hit.score, &card, &article, matched.as_ref())));
        } else {
            row(&card, &article, matched.as_ref(), out);
        }
        if out.is_broken() {
            break;
        }
    }
    out.finish()
}

/// What looks into the library, with everything in it that can be.
pub(super) fn finder(library: &Library) -> Result<Finder, Failure> {
    let mut finder = Finder::new(paths::cache());
    finder.refresh(library)?;
    if finder.behind() > 0 {
        let talk = Out::stderr();
        match bring_up(library, THREADS, false) {
            Ok(_) => finder.refresh(library)?,
            Err(failure) => talk.say(&format!("{}; what is not indexed is not found", failure.sentence().unwrap_or_default())),
        }
        if finder.behind() > 0 {
            talk.say(&format!("{} changes of the library are not in the search index yet", finder.behind()));
        }
    }
    Ok(finder)
}

/// Where none is printed: whether nothing matches, or all that does was not asked for.
fn passed_over(finder: &Finder, order: &Order, library: &Library) -> Result<(), Failure> {
    match finder.count_all(order, library, &|| false)? {
        0 => Err(Failure::Nothing(format!("nothing matches: {}", order.query))),
        _ if order.limit == 0 => Ok(()),
        count => Err(Failure::Nothing(format!("{count} match, and --skip {} passes them all over: {}", order.from, order.query))),
    }
}

fn count(finder: &Finder, order: &Order, library: &Library, out: &Out) -> Result<(), Failure> {
    let count = finder.count_all(order, library, &|| false)?;
    out.line(&count.to_string());
    out.finish()?;
    if count == 0 { Err(Failure::Nothing(String::new())) } else { Ok(()) }
}

fn facets(finder: &Finder, order: &Order, verb: &Search, library: &Library, out: &Out) -> Result<(), Failure> {
    let facets = finder.facets(order, verb.limit, library, &|| false)?;
    if facets.read + facets.unread == 0 {
        return Err(Failure::Nothing(format!("nothing matches: {}", order.query)));
    }
    let years: Vec<(String, u64)> = facets.years.iter().map(|(year, count)| (year.to_string(), *count)).collect();
    let states = vec![("read".to_owned(), facets.read), ("unread".to_owned(), facets.unread)];
    let all = [("journal", &facets.journals), ("year", &years), ("author", &facets.authors), ("clc", &facets.classes), ("is", &states)];
    if verb.json {
        let counts = |list: &[(String, u64)]| list.iter().map(|(value, count)| json!([value, count])).collect::<Vec<_>>();
        let object: serde_json::Map<_, _> = all.iter().map(|(field, list)| ((*field).to_owned(), counts(list).into())).collect();
        out.line(&printable::json(&object));
    } else {
        for (field, list) in all {
            for (value, count) in list {
                out.fields(&[field, value, &count.to_string()]);
            }
        }
    }
    out.finish()
}

/// Keeps a query under a name, in the user's own library.
fn keep(common: &Common, name: &str, typed: &str) -> Result<(), Failure> {
    if common.sample {
        return Err(Failure::Usage("the sample keeps nothing; searches are kept in a library of your own".to_owned()));
    }
    let folder = paths::library(common)?;
    let mut library = Library::new();
    library.open_own(&folder, Access::ReadWrite)?;
    if let Some(before) = keep_in(&library, &folder, name, typed)? {
        Out::stderr().say(&format!("kept as \"{name}\" in the place of: {before}"));
    }
    Ok(())
}

/// Keeps a query in a library; the other one that stood under this name, if one did.
fn keep_in(library: &Library, folder: &Path, name: &str, typed: &str) -> Result<Option<String>, Failure> {
    // As it can be typed: in the reader it is asked for, and forgotten, in one line.
    let name = clean_line(name).trim().to_owned();
    if name.is_empty() {
        return Err(Failure::Usage("a search is kept under a name: --save NAME QUERY".to_owned()));
    }
    if !library.keeps() {
        return Err(LibraryError::ReadOnly { place: folder.display().to_string() }.into());
    }
    let before = library.saved_searches()?.into_iter().find(|saved| saved.name == name && saved.query != typed);
    library.keep_search(&name, Some(typed))?;
    Ok(before.map(|before| before.query))
}

/// The query that is kept under a name.
fn saved(library: &Library, name: &str) -> Result<Query, Failure> {
    let known = library.saved_searches()?;
    let Some(found) = known.iter().find(|saved| saved.name == name) else {
        let near = nearest(name, known.iter().map(|saved| saved.name.as_str()));
        let hint = near.map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default();
        return Err(Failure::Nothing(format!("no search is kept as \"{name}\".{hint} --save NAME QUERY keeps one")));
    };
    parse(&found.query, Mode::Finished).map_err(|error| Failure::Usage(format!("the search kept as \"{name}\": {error}")))
}

/// Id, place, authors, title, and what matched where that is not the title.
fn row(card: &ArticleCard, article: &Article, matched: Option<&Lit>, out: &Out) {
    let title = cards::chosen(&card.title, &article.lang);
    let matched = matched.map(|lit| (lit.group.name(), lit.around(SHOWN).0)).filter(|(_, text)| *text != title);
    let matched = matched.map(|(field, text)| format!("{field}: {text}")).unwrap_or_default();
    out.fields(&[article.id.as_str(), &cards::place(card, &article.lang), &cards::chosen(&card.authors, &article.lang), &title, &matched]);
}

fn object(worth: Worth, score: f32, card: &ArticleCard, article: &Article, matched: Option<&Lit>) -> serde_json::Value {
    let (text, ranges) = matched.map(|lit| lit.around(SHOWN)).unzip();
    let ranges: Vec<_> = ranges.unwrap_or_default().into_iter().map(|range| json!([range.start, range.end])).collect();
    let more = json!({
        "worth": worth.name(), "score": score, "field": matched.map(|lit| lit.group.name()), "text": text, "ranges": ranges,
    });
    cards::object_with(&article.id, card, more)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_query_is_kept_under_a_name_where_it_can_be() {
        let folder = tempfile::tempdir().unwrap();
        let library = |access| {
            let mut library = Library::new();
            library.open_own(folder.path(), access).unwrap();
            library
        };
        let own = library(Access::ReadWrite);
        let keep =
            |library: &Library, name: &str, typed: &str| keep_in(library, folder.path(), name, typed).map_err(|failure| failure.code());
        assert_eq!(keep(&own, "a", "reed"), Ok(None));
        assert_eq!(keep(&own, "a", "reed"), Ok(None), "the same is nothing new");
        assert_eq!(keep(&own, " a\n", "sedge"), Ok(Some("reed".to_owned())), "another is said");
        assert_eq!(keep(&own, " ", "reed"), Err(2));
        drop(own);
        let readable = library(Access::ReadOnly);
        assert_eq!(keep(&readable, "b", "reed"), Err(4));
        assert_eq!(readable.saved_searches().unwrap().len(), 1);
    }
}
