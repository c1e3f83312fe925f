//! `qikan refs`: the reference list of a record, and where each entry leads.

use serde_json::{Value, json};

use crate::cli::Failure;
use crate::cli::args::{Common, Refs};
use crate::cli::drawn::{self, Drawing, Edge, Node};
use crate::cli::out::Out;
use crate::cli::source;
use crate::formats::printable;
use crate::library::{Answer, ArticleKey, Library, Linked, Question, Shown};
use crate::record::{HowLinked, RecordId, Reference};

/// Signs of an entry as printed that name a work whose author is not known.
const LABEL: usize = 24;

/// An entry with where it leads.
struct Entry<'a> {
    number: String,
    reference: &'a Reference,
    state: State,
}

enum State {
    Held { key: ArticleKey, id: RecordId, how: HowLinked },
    Elsewhere(String),
    Unknown,
}

impl State {
    fn word(&self) -> &'static str {
        match self {
            Self::Held { .. } => "held",
            Self::Elsewhere(_) => "elsewhere",
            Self::Unknown => "unknown",
        }
    }
}

/// Prints one entry a line: number, whether it is held, the record that it is (or an address), by which step it was found, and
/// the entry as printed.
///
/// # Errors
/// No such record, or one without references (1); a library that cannot be read (3).
pub fn refs(common: &Common, verb: &Refs, out: &Out) -> Result<(), Failure> {
    let named = source::named(common, &verb.what)?;
    let drawing = verb.form.form().filter(|form| *form != drawn::Form::Json).map(|form| Drawing::begin(form, out));
    let mut printed = 0_usize;
    for key in &named.keys {
        let shown = article(&named.library, *key)?;
        let entries = entries(&named.library, &shown)?;
        printed += entries.len();
        match &drawing {
            Some(drawing) => draw(drawing, &named.library, &shown, &entries)?,
            None => entries.iter().for_each(|entry| print(entry, &shown, verb, out)),
        }
        if out.is_broken() {
            break;
        }
    }
    if let Some(drawing) = drawing {
        drawing.end();
    }
    out.finish()?;
    match named.failed {
        Some(failure) => Err(failure),
        None if printed == 0 => Err(Failure::Nothing("there is no reference list in what was named".to_owned())),
        None => Ok(()),
    }
}

/// The article of a key, with where its entries lead.
fn article(library: &Library, key: ArticleKey) -> Result<Box<Shown>, Failure> {
    match library.answer(&Question::Article(key)) {
        Answer::Article(shown) => Ok(shown),
        Answer::Failed(sentence) => Err(Failure::Unreadable(sentence)),
        _ => Err(Failure::Nothing(String::new())),
    }
}

fn entries<'a>(library: &Library, shown: &'a Shown) -> Result<Vec<Entry<'a>>, Failure> {
    let references = shown.article.refs.iter().flatten().zip(&shown.references);
    let entry = |(place, (reference, linked)): (usize, (&'a Reference, &Linked))| {
        let state = match linked {
            Linked::Held { key, how } => State::Held { key: *key, id: library.identifier(*key)?, how: *how },
            Linked::Elsewhere { url } => State::Elsewhere(url.clone()),
            Linked::Unknown => State::Unknown,
        };
        Ok(Entry { number: reference.n.clone().unwrap_or_else(|| place.to_string()), reference, state })
    };
    (1..).zip(references).map(entry).collect()
}

fn print(entry: &Entry<'_>, shown: &Shown, verb: &Refs, out: &Out) {
    let Entry { number, reference, state } = entry;
    if verb.form.json {
        let mut reference = (*reference).clone();
        let url = if let State::Elsewhere(url) = state { Some(url.as_str()) } else { None };
        (reference.link, reference.how) = match state {
            State::Held { id, how, .. } => (Some(id.clone()), Some(*how)),
            _ => (None, None),
        };
        let mut object = json!({ "of": shown.article.id, "state": state.word(), "url": url });
        if let (Some(object), Ok(Value::Object(members))) = (object.as_object_mut(), serde_json::to_value(&reference)) {
            object.extend(members);
        }
        return out.line(&printable::json(&object));
    }
    let (leads, how) = match state {
        State::Held { id, how, .. } => (id.to_string(), drawn::step_name(*how)),
        State::Elsewhere(url) => (url.clone(), String::new()),
        State::Unknown => (String::new(), String::new()),
    };
    out.fields(&[number, state.word(), &leads, &how, &reference.raw]);
}

/// The record with what it cites around it; what is not held is dashed.
fn draw(drawing: &Drawing<'_>, library: &Library, shown: &Shown, entries: &[Entry<'_>]) -> Result<(), Failure> {
    let Some(card) = library.card(shown.key)? else { return Ok(()) };
    let middle = Node::of(&shown.article.id, &card).away(0);
    drawing.node(&middle);
    let mut known = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let (node, how) = match &entry.state {
            State::Held { key, id, how } => {
                let Some(card) = library.card(*key)? else { continue };
                (Node::of(id, &card).away(1), Some(*how))
            }
            _ => (not_held(format!("{}r{}", middle.name, place + 1), entry.reference), None),
        };
        // Two entries may be one record, and one record may stand among those that cite it.
        if known.contains(&node.name) || node.name == middle.name {
            continue;
        }
        drawing.node(&node);
        let ids = (shown.article.id.as_str(), node.id.as_deref().unwrap_or_default());
        drawing.edge(Edge { citing: &middle.name, cited: &node.name, ids, how });
        known.push(node.name);
    }
    Ok(())
}

fn not_held(name: String, reference: &Reference) -> Node {
    let part = reference.parts.first();
    let author = part.and_then(|part| part.authors.first());
    let author = author.and_then(|author| author.family.values().next().or_else(|| author.name.values().next()));
    let year = part.and_then(|part| part.year);
    let label = match (author, year) {
        (Some(author), Some(year)) => format!("{author} {year}"),
        (Some(author), None) => author.clone(),
        (None, _) => reference.raw.chars().take(LABEL).collect(),
    };
    Node { name, label, title: reference.raw.clone(), year, away: Some(1), ..Node::default() }
}
