//! `qikan graph`: the citations around a record, or of the whole library, for programs that draw graphs.

use crate::cli::args::{Common, Graph};
use crate::cli::drawn::{Drawing, Edge, Form, Node, name};
use crate::cli::out::Out;
use crate::cli::{Failure, source};
use crate::library::{Library, MOST_NEAR, Reach};
use crate::record::RecordId;

/// Writes records and citations.
///
/// # Errors
/// No such record, or nothing to draw (1); a library that cannot be read (3).
pub fn graph(common: &Common, verb: &Graph, out: &Out) -> Result<(), Failure> {
    let form = verb.form.form().unwrap_or(Form::Json);
    let Some(what) = &verb.what else { return whole(&source::library(common)?, form, out) };
    let named = source::named(common, what)?;
    let [key] = named.keys.as_slice() else {
        let many = named.keys.len();
        return Err(Failure::Usage(format!("{} holds {many} records; import it and name one by its id", what.display())));
    };
    let library = named.library;
    let Some(near) = library.neighbourhood(*key, Reach::Within(verb.depth), &|| false)? else { return Ok(()) };
    let drawing = Drawing::begin(form, out);
    let mut ids = Vec::with_capacity(near.nodes.len());
    for node in &near.nodes {
        let id = library.identifier(node.card.key)?;
        drawing.node(&Node::of(&id, &node.card).away(node.away));
        ids.push((name(node.card.key), id));
    }
    for edge in &near.edges {
        let (Some(citing), Some(cited)) = (ids.get(edge.citing), ids.get(edge.cited)) else { continue };
        let ids = (citing.1.as_str(), cited.1.as_str());
        drawing.edge(Edge { citing: &citing.0, cited: &cited.0, ids, how: Some(edge.how) });
    }
    drawing.end();
    out.finish()?;
    if near.cut {
        let sentence =
            format!("left out: of a record that very many cite only those that came in last are drawn, and {MOST_NEAR} records at most");
        Out::stderr().say(&sentence);
    }
    Ok(())
}

/// Every record and every citation, as they are read.
fn whole(library: &Library, form: Form, out: &Out) -> Result<(), Failure> {
    let drawing = Drawing::begin(form, out);
    library.each_node(&mut |id, card| {
        drawing.node(&Node::of(id, card));
        !out.is_broken()
    })?;
    let mut failed = Ok(());
    library.each_edge(&mut |citing, cited, how| {
        // Only JSON has the identifiers at the edges: of fifteen million they cost a minute.
        let id = |key| if form == Form::Json { library.identifier(key) } else { Ok(RecordId::default()) };
        match (id(citing), id(cited)) {
            (Ok(one), Ok(other)) => {
                let ids = (one.as_str(), other.as_str());
                drawing.edge(Edge { citing: &name(citing), cited: &name(cited), ids, how: Some(how) });
                !out.is_broken()
            }
            (Err(error), _) | (_, Err(error)) => {
                failed = Err(error);
                false
            }
        }
    })?;
    failed?;
    drawing.end();
    out.finish()
}
