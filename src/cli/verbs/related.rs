//! `qikan related`: what an article's source names as related, and what is near it by the library's own reckoning.

use serde_json::json;

use super::suggest::{desk, known, print};
use crate::cli::args::{Common, Related};
use crate::cli::out::Out;
use crate::cli::{Failure, source};
use crate::formats::printable;
use crate::text::plain;

/// Lists the printed entries first (`printed`, id of the record held, relation, entry), then what was worked out (`near`, and
/// as `qikan suggest` prints it).
///
/// # Errors
/// No such record, or neither (1); a library that cannot be read (3).
pub fn related(common: &Common, verb: &Related, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    let key = known(&library, &verb.id)?;
    let article = library.article_by_id(&verb.id)?;
    let mut printed = 0;
    for related in article.iter().flat_map(|article| article.related.iter().flatten()) {
        printed += 1;
        let raw = plain(&related.raw);
        let title = related.part.as_ref().and_then(|part| part.title.as_deref()).map(plain).unwrap_or_default();
        let said = if raw.trim().is_empty() { &title } else { &raw };
        if verb.json {
            out.line(&printable::json(&json!({"from": "printed", "id": related.link, "relation": related.rel, "entry": said})));
        } else {
            let relation = serde_json::to_value(related.rel).ok().and_then(|name| name.as_str().map(str::to_owned));
            out.fields(&[
                "printed",
                related.link.as_ref().map_or("", |id| id.as_str()),
                relation.as_deref().unwrap_or_default(),
                said.trim(),
            ]);
        }
    }
    let mut desk = desk(library)?;
    let found = desk.suggested(key, &|| false)?;
    for suggestion in found.iter().take(verb.limit) {
        if out.is_broken() {
            break;
        }
        print(&mut desk, suggestion, (verb.json, verb.why), Some("near"), out)?;
    }
    out.finish()?;
    if printed == 0 && found.is_empty() {
        return Err(Failure::Nothing("the source of that article names nothing related, and nothing in the library is near it".to_owned()));
    }
    Ok(())
}
