//! `qikan authors`: who writes in the library, and what is known of one of them.

use serde_json::{Value, json};

use super::stats::{json_card, page_options, print_rows};
use crate::cli::Failure;
use crate::cli::args::{Authors, Common};
use crate::cli::out::Out;
use crate::cli::source;
use crate::formats::printable;
use crate::library::{Joined, Library, Profile, ProfileOf, Shared, Tallied};
use crate::reader::page::profile_rows;
use crate::text::{key, simplified};

/// Rows of the list asked for at a time.
const TOGETHER: u64 = 2_000;
/// Names that are offered instead of one that nobody has.
const OFFERED: usize = 5;

/// Lists the authors, one a line with the number of articles; or prints the page of one.
///
/// # Errors
/// Nobody is called so, or there are no authors (1); a library that cannot be read (3).
pub fn authors(common: &Common, verb: &Authors, out: &Out) -> Result<(), Failure> {
    let library = source::library(common)?;
    let name = verb.name.join(" ");
    if name.trim().is_empty() {
        return list(&library, verb, out);
    }
    let mut profile = profile_of(&library, &name)?;
    if profile.is_none() {
        for spelling in spellings(&library, &name)? {
            profile = profile.map_or_else(|| profile_of(&library, &spelling), |found| Ok(Some(found)))?;
        }
    }
    let Some(mut profile) = profile else { return Err(Failure::Nothing(nobody(&library, &name)?)) };
    if let Some(most) = verb.limit {
        profile.authors.truncate(most);
        profile.affiliations.truncate(most);
        profile.keywords.truncate(most);
        profile.works.truncate(most);
    }
    if verb.json {
        out.line(&printable::json(&object(&profile, &library)));
    } else {
        print_rows(&profile_rows(&profile, &page_options(common)?), out);
    }
    out.finish()
}

fn list(library: &Library, verb: &Authors, out: &Out) -> Result<(), Failure> {
    let most = verb.limit.map_or(u64::MAX, |most| most as u64);
    let mut printed = 0;
    for shelf in library.searched()? {
        let mut from = 0;
        loop {
            let (total, tallies) = shelf.tallies(&Tallied::Authors, from, from + TOGETHER.min(most - printed))?;
            for tally in &tallies {
                printed += 1;
                if verb.json {
                    out.line(&printable::json(&json!({"name": tally.label, "articles": tally.articles})));
                } else {
                    out.fields(&[&tally.label, &tally.articles.to_string()]);
                }
            }
            from += tallies.len() as u64;
            if from >= total || printed >= most || tallies.is_empty() || out.is_broken() {
                break;
            }
        }
    }
    out.finish()?;
    if printed > 0 || most == 0 { Ok(()) } else { Err(Failure::Nothing("no record of the library names an author".to_owned())) }
}

/// The page of an author who wrote something.
fn profile_of(library: &Library, name: &str) -> Result<Option<Profile>, Failure> {
    Ok(library.profile(&ProfileOf::Author(name.to_owned()), &|| false)?.filter(|profile| profile.articles > 0))
}

/// How the library may spell a name otherwise: in simplified characters, and as it lists somebody whose name has the same letters,
/// because which word is the family only capitals or a comma tell (SHEN Wei).
fn spellings(library: &Library, name: &str) -> Result<Vec<String>, Failure> {
    let simple: String = name.chars().map(simplified).collect();
    let mut all = Vec::new();
    for shelf in library.searched()? {
        let near = shelf.tallies_having(&Tallied::Authors, &simple, &|| false)?.unwrap_or_default();
        all.extend(near.into_iter().map(|tally| tally.label).filter(|label| key(label) == key(&simple)));
    }
    all.push(simple);
    Ok(all)
}

/// That nobody is called so, and who is called nearly so: pinyin and its initials count.
fn nobody(library: &Library, name: &str) -> Result<String, Failure> {
    let mut near = Vec::new();
    for shelf in library.searched()? {
        near.extend(shelf.tallies_having(&Tallied::Authors, name, &|| false)?.unwrap_or_default().into_iter().map(|tally| tally.label));
    }
    near.truncate(OFFERED);
    let offered = if near.is_empty() { "`qikan authors` lists all".to_owned() } else { format!("did you mean {}?", near.join(", ")) };
    Ok(format!("no author is called {name}; {offered}"))
}

/// A profile as JSON; members that do not belong to its kind are left out by whoever prints it.
pub(super) fn object(profile: &Profile, library: &Library) -> Value {
    let names: Vec<Value> = profile
        .names
        .iter()
        .map(|form| {
            let (joined, shared) = match &form.joined {
                Joined::Asked => ("asked", None),
                Joined::BothPrinted(_) => ("both-printed", None),
                Joined::Guess(Shared::CoAuthor(name)) => ("guess", Some(json!({"co_author": name}))),
                Joined::Guess(Shared::Affiliation(place)) => ("guess", Some(json!({"affiliation": place}))),
                Joined::SamePinyin | Joined::OneOfThem(_) => ("not-joined", None),
            };
            json!({"name": form.name, "articles": form.articles, "joined": joined, "shared": shared})
        })
        .collect();
    let counted = |all: &[crate::library::Counted]| -> Vec<Value> {
        all.iter().map(|one| json!({"name": one.label, "also": one.also, "articles": one.articles})).collect()
    };
    let places = profile.affiliations.iter();
    let places: Vec<Value> =
        places.map(|place| json!({"text": place.text, "first": place.first, "last": place.last, "articles": place.articles})).collect();
    let works: Vec<Value> = profile
        .works
        .iter()
        .map(|work| {
            let mut card = json_card(&work.card, library);
            if let Some(card) = card.as_object_mut() {
                card.insert("guess".to_owned(), json!(work.guessed));
            }
            card
        })
        .collect();
    let keywords: Vec<Value> = profile.keywords.iter().map(|word| json!({"word": word.label, "articles": word.articles})).collect();
    let mut object = json!({
        "articles": profile.articles, "looked_into": profile.looked_into, "years": profile.years,
        "keywords": keywords, "works": works
    });
    if let Some(object) = object.as_object_mut() {
        let mut put = |name: &str, value: Value| object.insert(name.to_owned(), value);
        if let ProfileOf::Author(name) = &profile.of {
            put("name", json!(name));
            put("names", json!(names));
            put("guessed", json!(profile.guessed));
            put("co_authors", json!(counted(&profile.authors)));
            put("affiliations", json!(places));
        } else {
            put("authors", json!(counted(&profile.authors)));
        }
    }
    object
}
