//! `qikan path`: the shortest chain of citations between two records.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::cli::args::{Common, Path};
use crate::cli::drawn::{Drawing, Edge, Form, Node, name};
use crate::cli::out::Out;
use crate::cli::{Failure, cards, source};
use crate::formats::printable;
use crate::library::{Answer, ArticleKey, Cited, Library, PathStep, Paths, Question};

/// Prints the records of the path, one a line, each after what the one before does to it: `cites`, `is cited by`.
///
/// # Errors
/// No such record, or no path (1); a library that cannot be read (3).
pub fn path(common: &Common, verb: &Path, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    let (from, to) = (key(&library, &verb.one)?, key(&library, &verb.other)?);
    let most = verb.all.unwrap_or(1).max(1);
    let (paths, of) = match library.paths(from, to, most, &|| false)? {
        Some(Paths::Found { paths, of }) => (paths, of),
        Some(Paths::NotWithin { citations, steps }) => {
            let sentence = format!("no path was found within {steps} steps, and {citations} citations were looked at");
            return Err(Failure::Nothing(sentence));
        }
        _ => return Err(Failure::Nothing("no chain of citations leads from one to the other".to_owned())),
    };
    match verb.form.form() {
        Some(Form::Json) => {
            for path in &paths {
                let steps: Vec<Value> = path.iter().map(|step| object(&library, step)).collect::<Result<_, Failure>>()?;
                out.line(&printable::json(&json!({ "steps": path.len() - 1, "of": of, "path": steps })));
            }
        }
        Some(form) => draw(form, &library, &paths, out)?,
        None => {
            for (number, path) in paths.iter().enumerate() {
                if number > 0 {
                    out.line("");
                }
                for step in path {
                    let relation = step.cited.map_or("from", Cited::word);
                    cards::row(&[relation], &library.identifier(step.card.key)?, &step.card, out);
                }
            }
        }
    }
    out.finish()?;
    if of > paths.len() as u64 {
        Out::stderr().say(&format!("{of} paths are equally short; --all {} prints more of them", of.min(1000)));
    }
    Ok(())
}

fn key(library: &Library, id: &str) -> Result<ArticleKey, Failure> {
    match library.answer(&Question::Find { id: id.to_owned() }) {
        Answer::Key(Some(key)) => Ok(key),
        Answer::Failed(sentence) => Err(Failure::Unreadable(sentence)),
        _ => Err(source::no_record(id)),
    }
}

fn object(library: &Library, step: &PathStep) -> Result<Value, Failure> {
    let mut object = cards::object(&library.identifier(step.card.key)?, &step.card);
    if let Some(members) = object.as_object_mut() {
        members.insert("relation".to_owned(), step.cited.map(Cited::word).into());
    }
    Ok(object)
}

/// All paths as one graph.
fn draw(form: Form, library: &Library, paths: &[Vec<PathStep>], out: &Out) -> Result<(), Failure> {
    let drawing = Drawing::begin(form, out);
    let mut known = BTreeSet::new();
    let mut drawn = BTreeSet::new();
    for path in paths {
        let mut before: Option<ArticleKey> = None;
        for step in path {
            let key = step.card.key;
            let id = library.identifier(key)?;
            if known.insert(key) {
                drawing.node(&Node::of(&id, &step.card));
            }
            if let Some((before, cited)) = before.zip(step.cited) {
                let forward = (cited != Cited::CitesOneBefore).then_some((before, key));
                let back = (cited != Cited::ByOneBefore).then_some((key, before));
                for (citing, cited) in forward.into_iter().chain(back).filter(|edge| drawn.insert(*edge)) {
                    let ids = (library.identifier(citing)?, library.identifier(cited)?);
                    let ids = (ids.0.as_str(), ids.1.as_str());
                    drawing.edge(Edge { citing: &name(citing), cited: &name(cited), ids, how: None });
                }
            }
            before = Some(key);
        }
    }
    drawing.end();
    Ok(())
}
