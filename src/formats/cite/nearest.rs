//! Works of which a style's list prints nothing, by what is nearest to them: interviews, speeches, letters.
//!
//! APA, Chicago and others leave out of their lists what was only said or sent (APA 7, 8.9; Chicago 17, 14.211 and 14.214). Who asks
//! for such a reference gets that of an unpublished work, in whose description stands what it is.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::Entry;
use crate::record::{Article, ArticleKind, Language};
use crate::text::clean_line;

/// CSL types that are tried one after the other: those that styles describe by their genre.
const KINDS: [&str; TURNS] = ["manuscript", "article"];

/// How often a list is made again at most.
pub(super) const TURNS: usize = 2;

/// Puts down as what a work is to be printed, where its `entry` lacks what it is found by: all, or a standard its number, which
/// many styles print of reports alone. Whether anything is to be printed otherwise.
pub(super) fn put(near: &mut HashMap<usize, &'static str>, number: usize, article: &Article, entry: &Entry, turn: usize) -> bool {
    if entry.is_bare() {
        // Of nothing nothing is made.
        if article.title.is_empty() && article.authors.is_empty() {
            return false;
        }
        near.extend(KINDS.get(turn).map(|kind| (number, *kind)));
        return true;
    }
    let own = article.imprint.number.as_deref().map(clean_line).filter(|_| article.kind == ArticleKind::Standard);
    if own.is_none_or(|own| entry.to_string().contains(own.trim())) {
        return false;
    }
    match near.remove(&number) {
        // That it lacks it as a report, too.
        Some(_) => true,
        None if turn == 0 => near.insert(number, "report").is_none(),
        None => false,
    }
}

/// What a work is called in its description, where its record has no word for it: `Interview by Jane Doe`, `Letter to Vita
/// Sackville-West`, `Speech`. `kind` is the CSL type, `members` are those of the CSL item.
pub(super) fn genre(kind: &str, members: &Map<String, Value>, language: &Language) -> String {
    let han = *language == Language::Zh;
    let people = |role: &str| people(members.get(role), han);
    match kind {
        "interview" => match people("interviewer") {
            Some(who) if han => format!("{who}采访"),
            Some(who) => format!("Interview by {who}"),
            None => (if han { "访谈" } else { "Interview" }).to_owned(),
        },
        "personal_communication" => match people("recipient") {
            Some(who) if han => format!("致{who}的信"),
            Some(who) => format!("Letter to {who}"),
            None => (if han { "书信" } else { "Personal communication" }).to_owned(),
        },
        // The event stands for itself.
        "speech" => (if han { "演讲" } else { "Speech" }).to_owned(),
        "paper-conference" => (if han { "会议论文" } else { "Conference paper" }).to_owned(),
        "manuscript" => (if han { "手稿" } else { "Unpublished manuscript" }).to_owned(),
        _ => (if han { "文献" } else { "Document" }).to_owned(),
    }
}

/// Names as they are spoken, in a row.
fn people(names: Option<&Value>, han: bool) -> Option<String> {
    let name = |one: &Value| {
        let part = |member: &str| one.get(member).and_then(Value::as_str);
        let parts = [part("given"), part("non-dropping-particle"), part("family")];
        part("literal").map(str::to_owned).or_else(|| {
            let eastern = part("family").is_some_and(super::names::is_cjk);
            if eastern {
                return Some([part("family"), part("given")].into_iter().flatten().collect());
            }
            let parts: Vec<&str> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        })
    };
    let names: Vec<String> = names?.as_array()?.iter().filter_map(name).collect();
    let (last, before) = names.split_last()?;
    Some(match before {
        [] => last.clone(),
        _ if han => names.join("、"),
        [one] => format!("{one} and {last}"),
        _ => format!("{}, and {last}", before.join(", ")),
    })
}
