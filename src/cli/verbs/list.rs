//! `qikan list`: one record a line, in printed order.

use crate::cli::args::{Common, List};
use crate::cli::out::Out;
use crate::cli::source::{self, Wanted};
use crate::cli::{Failure, cards};
use crate::formats::printable;
use crate::record::{Article, Contributor, Language};

/// Lists the library, or files. A line is: id, place, first authors, title.
///
/// # Errors
/// When the library cannot be read, or a named file cannot.
pub fn list(common: &Common, verb: &List, out: &Out) -> Result<(), Failure> {
    let wanted = if verb.files.is_empty() { Wanted::Library } else { Wanted::Files(&verb.files) };
    let mut listed = false;
    let failed = source::each(common, wanted, &mut |article| {
        listed = true;
        if verb.json {
            out.line(&printable::json(&article));
        } else {
            row(&article, out);
        }
        !out.is_broken()
    })?;
    out.finish()?;
    if !listed && failed.is_none() {
        Out::stderr().say("the library is empty; put records into it with: qikan import FILE");
    }
    failed.map_or(Ok(()), Err)
}

/// Id, `Journal 2024, 60(3): 46-58`, `HU Ye-fei, ZHANG Yi-meng` and title, with tabs between.
pub(super) fn row(article: &Article, out: &Out) {
    let chosen = |texts| cards::chosen(texts, &article.lang);
    let raw = Some(article.pages.raw.as_str()).filter(|raw| !raw.is_empty());
    let pages = raw.or(article.pages.article_number.as_deref());
    let place = cards::placed(&chosen(&article.journal.title), article.year, [article.volume.as_deref(), article.issue.as_deref(), pages]);
    let language = if article.title.get(&article.lang).is_some() { article.lang.clone() } else { Language::Zh };
    // Of a work without authors, whoever else is named.
    let authors: Vec<&Contributor> = article.authors.iter().filter(|one| one.is_author()).collect();
    let people = if authors.is_empty() { article.authors.iter().collect() } else { authors };
    let names: Vec<&str> = people.iter().filter_map(|one| one.name.prefer(&language)).map(String::as_str).take(3).collect();
    let more = match (people.len() > 3, &language) {
        (false, _) => "",
        (true, Language::Zh) => ", 等",
        (true, _) => ", et al.",
    };
    out.fields(&[article.id.as_str(), &place, &format!("{}{more}", names.join(", ")), &chosen(&article.title)]);
}
