//! `qikan clc`: the classes of the library one below the other, and what is known of one of them.

use serde_json::json;

use super::authors::object;
use super::stats::{page_options, print_rows};
use crate::cli::Failure;
use crate::cli::args::{Clc, Common};
use crate::cli::out::Out;
use crate::cli::source;
use crate::formats::printable;
use crate::library::{ProfileOf, Searched, Tallied, Tally};
use crate::reader::page::profile_rows;
use crate::text::plain;

/// Classes directly below one, at most: a sign has so many values.
const BELOW: u64 = 10_000;

/// Prints every class that has articles, indented by its depth: code, number of articles, name. Or the page of one class.
///
/// # Errors
/// No record has a class, or this one (1); a library that cannot be read (3).
pub fn clc(common: &Common, verb: &Clc, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    if let Some(code) = &verb.code {
        let of = ProfileOf::Class { scheme: "clc".to_owned(), code: code.trim().to_uppercase() };
        let Some(profile) = library.profile(&of, &|| false)?.filter(|profile| profile.articles > 0) else {
            return Err(Failure::Nothing(format!("no record of the library has the class {code}; `qikan clc` lists those that are there")));
        };
        if verb.json {
            let mut object = object(&profile, &library);
            if let (ProfileOf::Class { code, .. }, Some(members)) = (&profile.of, object.as_object_mut()) {
                let class = |(code, name): &(String, crate::record::MultiText)| json!({"code": code, "name": name});
                members.insert("code".to_owned(), json!(code));
                members.insert("above".to_owned(), json!(profile.above.iter().map(class).collect::<Vec<_>>()));
                let below = |tally: &Tally| json!({"code": tally.label, "name": tally.name, "articles": tally.articles});
                members.insert("below".to_owned(), json!(profile.below.iter().map(below).collect::<Vec<_>>()));
            }
            out.line(&printable::json(&object));
        } else {
            print_rows(&profile_rows(&profile, &page_options(common)?), out);
        }
        return out.finish();
    }
    let mut printed = 0_u64;
    for shelf in library.searched()? {
        branch(&shelf, String::new(), 1, verb, &mut printed, out)?;
    }
    out.finish()?;
    if printed > 0 { Ok(()) } else { Err(Failure::Nothing("no record of the library has a class (CLC)".to_owned())) }
}

/// Prints the classes below one, each with those below it. A code is as long as the tree is deep, and records keep it short.
fn branch(shelf: &Searched<'_>, above: String, depth: usize, verb: &Clc, printed: &mut u64, out: &Out) -> Result<(), Failure> {
    let (_, tallies) = shelf.tallies(&Tallied::Classes { above }, 0, BELOW)?;
    for tally in tallies {
        if out.is_broken() {
            return Ok(());
        }
        *printed += 1;
        if verb.json {
            let object = json!({"code": tally.label, "name": tally.name, "articles": tally.articles, "depth": depth});
            out.line(&printable::json(&object));
        } else {
            let name = tally.name.values().next().map(|name| plain(name)).unwrap_or_default();
            out.fields(&[&format!("{}{}", "  ".repeat(depth - 1), tally.label), &tally.articles.to_string(), &name]);
        }
        if tally.more && depth < verb.depth.unwrap_or(DEEPEST) {
            branch(shelf, tally.label, depth + 1, verb, printed, out)?;
        }
    }
    Ok(())
}

/// Steps that are printed at most: no class of the scheme has so many.
const DEEPEST: usize = 64;
