//! `qikan stats`: figures of the library, of a journal or of an article, as charts or as JSON.

use serde_json::{Value, json};

use crate::cli::args::{Common, Stats};
use crate::cli::out::{Out, columns};
use crate::cli::{Failure, cards, paths, source};
use crate::formats::printable;
use crate::library::{Answer, ArticleCard, Bar, FIGURES_OF, Figures, FiguresOf, Library, Node, ProfileOf, Question, Tallied, Tally};
use crate::reader::SignSet;
use crate::reader::page::{OverviewRow, PageOptions, figures_rows, figures_title, line_text, profile_rows};
use crate::terminal::Environment;
use crate::text::fold;

/// Columns where standard output is no terminal, and the most where it is one.
const COLUMNS: u16 = 80;
const MOST_COLUMNS: u16 = 100;

/// Prints the figures.
///
/// # Errors
/// No such record or journal (1); a library that cannot be read (3).
pub fn stats(common: &Common, verb: &Stats, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    if let Some(word) = &verb.keyword {
        return keyword(common, &library, word, verb.json, out);
    }
    let named = verb.of.join(" ");
    let of = if named.trim().is_empty() { FiguresOf::Library } else { found(&library, named.trim())? };
    let Some(figures) = library.figures(of, verb.look_into.unwrap_or(FIGURES_OF), &|| false)? else { return Ok(()) };
    if verb.json {
        out.line(&printable::json(&object(&figures, &library)));
    } else {
        let options = page_options(common)?;
        if figures.own.is_none() {
            out.line(&figures_title(&figures, &options));
            out.line("");
        }
        print_rows(&figures_rows(&figures, &options), out);
    }
    out.finish()
}

/// Prints the page of a key word.
fn keyword(common: &Common, library: &Library, word: &str, as_json: bool, out: &Out) -> Result<(), Failure> {
    let of = ProfileOf::Keyword(word.to_owned());
    let Some(profile) = library.profile(&of, &|| false)?.filter(|profile| profile.articles > 0) else {
        return Err(Failure::Nothing(format!(
            "no record of the library has the key word \"{word}\"; `qikan search` finds it in other places"
        )));
    };
    if as_json {
        let mut object = super::authors::object(&profile, library);
        if let Some(members) = object.as_object_mut() {
            members.insert("keyword".to_owned(), json!(word));
        }
        out.line(&printable::json(&object));
    } else {
        print_rows(&profile_rows(&profile, &page_options(common)?), out);
    }
    out.finish()
}

/// A record by its id, else a journal by its title or the part of it that no other has.
fn found(library: &Library, named: &str) -> Result<FiguresOf, Failure> {
    if let Answer::Key(Some(key)) = library.answer(&Question::Find { id: named.to_owned() }) {
        return Ok(FiguresOf::Article(key));
    }
    let mut journals: Vec<Tally> = Vec::new();
    for shelf in library.searched()? {
        journals.extend(shelf.tallies_having(&Tallied::Journals, named, &|| false)?.unwrap_or_default());
    }
    let whole = |tally: &&Tally| tally.name.values().any(|name| fold(name) == fold(named));
    let node = |tally: &Tally| tally.node.map(FiguresOf::Node);
    if let Some(of) = journals.iter().find(whole).and_then(node) {
        return Ok(of);
    }
    let title = |tally: &Tally| tally.name.values().next().cloned().unwrap_or_default();
    match journals.as_slice() {
        [only] => node(only).ok_or_else(|| Failure::Nothing(format!("there is no journal \"{named}\""))),
        [] => Err(Failure::Nothing(format!("there is no record and no journal \"{named}\"; `qikan issues` lists the journals"))),
        several => {
            let titles: Vec<String> = several.iter().take(5).map(title).collect();
            Err(Failure::Nothing(format!("{} journals have \"{named}\" in their title: {} …", several.len(), titles.join("; "))))
        }
    }
}

/// How a page is set for standard output: as wide as the terminal, with ASCII signs where the locale has no others.
pub(super) fn page_options(common: &Common) -> Result<PageOptions, Failure> {
    let config = paths::config()?;
    let measure = paths::measure(common, &config);
    let signs = match SignSet::of(measure) {
        _ if common.linear => SignSet::Words,
        SignSet::Unicode if !Environment::current().speaks_utf8() => SignSet::Ascii,
        signs => signs,
    };
    let width = usize::from(columns().unwrap_or(COLUMNS).min(MOST_COLUMNS));
    Ok(PageOptions { width, measure, signs, ..PageOptions::default() })
}

/// Prints rows as lines.
pub(super) fn print_rows(rows: &[OverviewRow], out: &Out) {
    for row in rows {
        let text = format!("{}{}", " ".repeat(row.line.indent), line_text(&row.line));
        out.line(text.trim_end().trim_end_matches(": Enter lists them"));
    }
}

/// An article as an object.
pub(super) fn json_card(card: &ArticleCard, library: &Library) -> Value {
    cards::object(&library.identifier(card.key).unwrap_or_default(), card)
}

fn object(figures: &Figures, library: &Library) -> Value {
    let ages = &figures.ages;
    let counts: Vec<Value> = ages.counts.iter().map(|(age, references)| json!({"age": age, "references": references})).collect();
    let cited: Vec<Value> = figures
        .most_cited
        .iter()
        .map(|(card, by)| {
            let mut card = json_card(card, library);
            if let Some(card) = card.as_object_mut() {
                card.insert("cited_by".to_owned(), json!(by));
            }
            card
        })
        .collect();
    let mut object = json!({
        "articles": figures.articles, "looked_into": figures.looked_into,
        "references": {"all": figures.cited, "held": figures.held},
        "ages": {"counts": counts, "median": ages.median(), "price_index": ages.price(), "undated": ages.undated, "later": ages.later}
    });
    let Some(members) = object.as_object_mut() else { return object };
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    let bars = |bars: &[Bar], count: &str| -> Vec<Value> { bars.iter().map(|bar| json!({"label": bar.label, count: bar.count})).collect() };
    match figures.of {
        FiguresOf::Library => {
            put("journals", json!(figures.journals));
        }
        FiguresOf::Node(node) => {
            put("journal", json!(figures.title));
            if matches!(node, Node::Volume { .. } | Node::Issue { .. }) {
                put("number", json!(figures.number));
                put("issues", json!(bars(&figures.issues, "articles")));
                put("references_of_articles", json!(bars(&figures.references, "references")));
            }
        }
        FiguresOf::Article(_) => {
            put("title", json!(figures.title));
        }
    }
    if let Some(own) = &figures.own {
        put("metrics", json!(own.metrics));
        put("opened", json!(own.opened));
        put("cited_by", json!(own.cited_by));
    } else {
        put("years", json!(figures.years));
        put("most_cited", json!(cited));
    }
    object
}
