//! Profiles of authors, key words and classes, worked out from the records that have them.

use super::company::{Affiliations, Counter};
use super::looking::{At, LOOKED_INTO, Looking, timeline};
use super::profile::WORKS;
use super::{LibraryError, Profile, ProfileOf, ProfileWork, Tallied, keys, lists, people, tallies, words};
use crate::formats::clc_named;
use crate::record::Language;
use crate::text::plain;

type Done<T> = Result<T, LibraryError>;

/// Co-authors, authors and key words that a profile names.
const NAMED: usize = 60;
/// Affiliations that it names.
const PLACES: usize = 40;

/// Works out a profile; nothing when nobody waits for it any more.
pub(super) fn of(looking: &Looking<'_>, of: &ProfileOf) -> Done<Option<Profile>> {
    let profile = match of {
        ProfileOf::Author(name) => author(looking, of, name)?,
        ProfileOf::Keyword(keyword) => word(looking, of, words::keyword(keyword))?,
        ProfileOf::Class { scheme, code } if scheme.eq_ignore_ascii_case("clc") => {
            let mut profile = word(looking, of, words::branch(code))?;
            profile.above = words::branches(code).into_iter().map(|code| (code.clone(), clc_named(&code))).collect();
            for shelf in &looking.shelves {
                let below = Tallied::Classes { above: words::bare(code) };
                let (_, found) =
                    tallies::window(&shelf.connection, shelf.name, &below, 0, u64::MAX >> 1).map_err(|error| shelf.said(error))?;
                for tally in found {
                    match profile.below.iter_mut().find(|known| known.label == tally.label) {
                        Some(known) => known.articles += tally.articles,
                        None => profile.below.push(tally),
                    }
                }
            }
            profile
        }
        ProfileOf::Class { scheme, code } => word(looking, of, words::subject_class(scheme, code))?,
    };
    Ok((!looking.given_up()).then_some(profile))
}

fn empty(of: &ProfileOf) -> Profile {
    Profile {
        of: of.clone(),
        names: Vec::new(),
        above: Vec::new(),
        below: Vec::new(),
        articles: 0,
        guessed: 0,
        looked_into: 0,
        years: Vec::new(),
        affiliations: Vec::new(),
        authors: Vec::new(),
        all_authors: 0,
        keywords: Vec::new(),
        works: Vec::new(),
    }
}

fn author(looking: &Looking<'_>, of: &ProfileOf, name: &str) -> Done<Profile> {
    let author = people::author(looking, name)?;
    let (mut beside, mut keywords, mut places) = (Counter::default(), Counter::default(), Affiliations::default());
    for mention in &author.mentions {
        let Some(people) = &mention.people else { continue };
        beside.add_authors(people, &[mention.place]);
        places.add(people, mention.place);
        add_keywords(&mut keywords, people, None);
    }
    let (authors, all_authors) = beside.most(NAMED);
    let newest = author.mentions.iter().map(|mention| (mention.at, mention.guessed));
    Ok(Profile {
        articles: author.articles,
        guessed: author.mentions.iter().filter(|mention| mention.guessed).count() as u64,
        looked_into: author.mentions.len() as u64,
        years: timeline(author.years),
        affiliations: places.newest(PLACES),
        authors,
        all_authors,
        keywords: keywords.most(NAMED).0,
        works: works(looking, newest)?,
        names: author.names,
        ..empty(of)
    })
}

fn word(looking: &Looking<'_>, of: &ProfileOf, hash: i64) -> Done<Profile> {
    let newest = looking.newest(hash, LOOKED_INTO)?;
    let asked = if let ProfileOf::Keyword(keyword) = of { Some(keyword.as_str()) } else { None };
    let (mut authors, mut keywords) = (Counter::default(), Counter::default());
    for at in &newest {
        let Some(people) = looking.people(*at) else { continue };
        authors.add_authors(&people, &[]);
        add_keywords(&mut keywords, &people, asked);
    }
    let (authors, all_authors) = authors.most(NAMED);
    Ok(Profile {
        articles: looking.total(hash)?,
        looked_into: newest.len() as u64,
        years: timeline(looking.years(hash)?),
        authors,
        all_authors,
        keywords: keywords.most(NAMED).0,
        works: works(looking, newest.into_iter().map(|at| (at, false)))?,
        ..empty(of)
    })
}

/// Counts the key words of an article: those that stand beside the asked one in its language, else those of the first language.
/// The others say the same in another.
fn add_keywords(counter: &mut Counter, people: &super::excerpt::People, asked: Option<&str>) {
    let asked = asked.map(keys::title);
    let having = people.keywords.values().find(|words| words.iter().any(|word| Some(keys::title(word)) == asked));
    let Some(list) = having.or_else(|| people.keywords.prefer(&Language::Zh)) else { return };
    let mut seen: Vec<String> = Vec::new();
    for word in list {
        let key = keys::title(word);
        if !key.is_empty() && Some(&key) != asked.as_ref() && !seen.contains(&key) {
            counter.add(key.clone(), plain(word).trim().to_owned(), None);
            seen.push(key);
        }
    }
}

/// The newest articles as lines.
fn works(looking: &Looking<'_>, newest: impl Iterator<Item = (At, bool)>) -> Done<Vec<ProfileWork>> {
    let mut works = Vec::new();
    for (at, guessed) in newest.take(WORKS) {
        let Some(shelf) = looking.shelves.get(at.shelf) else { continue };
        let cards = lists::cards_of_rows(&shelf.connection, shelf.name, &[at.row]).map_err(|error| shelf.said(error))?;
        works.extend(cards.into_iter().map(|card| ProfileWork { card, guessed }));
    }
    Ok(works)
}
