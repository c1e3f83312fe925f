//! `qikan suggest`: what is near an article, or what to read next, each with its reason.

use serde_json::json;

use crate::cli::args::{Common, Suggest};
use crate::cli::out::Out;
use crate::cli::verbs::search::finder;
use crate::cli::{Failure, cards, paths, source};
use crate::formats::printable;
use crate::library::{Answer, ArticleKey, Library, Question, Tie};
use crate::search::{SearchDesk, Suggestion};

/// Lists articles, one a line: id, place, authors, title, reason.
///
/// # Errors
/// No such record, or nothing to suggest (1); a library that cannot be read (3).
pub fn suggest(common: &Common, verb: &Suggest, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    let of = verb.id.as_deref().map(|id| known(&library, id)).transpose()?;
    let mut desk = desk(library)?;
    let found = match of {
        Some(key) => desk.suggested(key, &|| false)?,
        None => desk.next_to_read(&|| false)?,
    };
    if found.is_empty() {
        return Err(Failure::Nothing(
            match of {
                Some(_) => "nothing in the library is near enough to that article to be suggested",
                None => "there is nothing to suggest yet: it is worked out from the articles that you have marked as read",
            }
            .to_owned(),
        ));
    }
    for suggestion in found.iter().take(verb.limit) {
        print(&mut desk, suggestion, (verb.json, verb.why), None, out)?;
        if out.is_broken() {
            break;
        }
    }
    out.finish()
}

/// What suggests, with everything of the library in its index that can be.
pub(super) fn desk(library: Library) -> Result<SearchDesk, Failure> {
    finder(&library)?;
    Ok(SearchDesk::new(library, paths::cache()))
}

/// The record of an id or a DOI.
pub(super) fn known(library: &Library, id: &str) -> Result<ArticleKey, Failure> {
    match library.answer(&Question::Find { id: id.to_owned() }) {
        Answer::Key(Some(key)) => Ok(key),
        Answer::Failed(sentence) => Err(Failure::Unreadable(sentence)),
        _ => Err(Failure::Nothing(format!("there is no record \"{id}\"; `qikan list` prints the ids"))),
    }
}

/// One article that is suggested; `from` says of what list it is, where there are several.
pub(super) fn print(
    desk: &mut SearchDesk,
    suggestion: &Suggestion,
    (as_json, why): (bool, bool),
    from: Option<&str>,
    out: &Out,
) -> Result<(), Failure> {
    let card = &suggestion.card;
    let article = desk.library_mut().searched_shelf(card.key.shelf)?.article(card.key.row)?;
    if as_json {
        let name = |tie: Tie| Tie::ALL.iter().find(|(one, _)| *one == tie).map_or("", |(_, name)| name);
        let parts: Vec<_> =
            suggestion.parts.iter().map(|(tie, adds, said)| json!({"tie": name(*tie), "adds": adds, "said": said})).collect();
        let more = json!({ "score": suggestion.score, "reason": suggestion.reason, "parts": parts });
        let mut object = cards::object_with(&article.id, card, more);
        if let (Some(from), Some(object)) = (from, object.as_object_mut()) {
            object.insert("from".to_owned(), from.into());
        }
        out.line(&printable::json(&object));
        return Ok(());
    }
    let chosen = |texts| cards::chosen(texts, &article.lang);
    let (place, authors, title) = (cards::place(card, &article.lang), chosen(&card.authors), chosen(&card.title));
    let row = [article.id.as_str(), &place, &authors, &title, &suggestion.reason];
    match from {
        Some(from) => out.fields(&[&[from], row.as_slice()].concat()),
        None => out.fields(&row),
    }
    if why {
        for (_, adds, said) in &suggestion.parts {
            out.fields(&["", &format!("{adds:.3}"), said]);
        }
    }
    Ok(())
}
