//! Whose a name is: Han and pinyin forms of one author, joined only where the library itself gives evidence.
//!
//! ```text
//! 胡业飞 ── a record prints both ──▶ HU Ye-fei                     joined
//!        ── same pinyin, a co-author or an affiliation shared ──▶  joined, and said to be a guess
//!        ── same pinyin alone ──▶                                  named, not joined: 王伟, 王薇 and 王维 are all WANG Wei
//! ```

use std::collections::{BTreeMap, BTreeSet};

use super::company::{Company, pinyin_keys, spelled};
use super::excerpt::People;
use super::looking::{At, LOOKED_INTO, Looking, YearOrNone};
use super::words::{self, Kind};
use super::{Joined, LibraryError, NameForm, Shared, keys, packed};
use crate::text::SURNAMES;

type Done<T> = Result<T, LibraryError>;

/// Han names of one pinyin that are looked into, and articles of each.
const NAMESAKES: usize = 12;
const OF_EACH: usize = 60;
/// Letters of a given name that may be nothing but initials.
const INITIALS: usize = 3;
/// Names of one family that are compared.
const FAMILY: usize = 20_000;

/// An article of an author.
pub(super) struct Mention {
    pub(super) at: At,
    /// Nothing where the record is damaged.
    pub(super) people: Option<People>,
    /// Where in the list of authors.
    pub(super) place: usize,
    pub(super) guessed: bool,
}

/// An author: the names, the articles looked into, and what is counted exactly.
pub(super) struct Author {
    pub(super) names: Vec<NameForm>,
    pub(super) mentions: Vec<Mention>,
    pub(super) articles: u64,
    pub(super) years: BTreeMap<YearOrNone, u64>,
}

/// A name with the articles that have it.
struct Spelling {
    key: String,
    name: String,
    total: u64,
    mentions: Vec<Mention>,
}

impl Spelling {
    /// The other names that records print for this author, by their keys, and how many records do.
    fn beside(&self) -> BTreeMap<String, (String, u64)> {
        let mut beside: BTreeMap<String, (String, u64)> = BTreeMap::new();
        for mention in &self.mentions {
            let person = mention.people.as_ref().and_then(|people| people.authors.get(mention.place));
            for name in person.map(super::excerpt::Person::names).unwrap_or_default() {
                let key = keys::whole_name(&name);
                if key != self.key && keys::has_han(&key) != keys::has_han(&self.key) {
                    beside.entry(key).or_insert((name, 0)).1 += 1;
                }
            }
        }
        beside
    }

    fn company(&self) -> Company {
        let mut company = Company::default();
        for mention in &self.mentions {
            if let Some(people) = &mention.people {
                company.add(people, mention.place);
            }
        }
        company
    }
}

/// Finds an author by a name.
pub(super) fn author(looking: &Looking<'_>, name: &str) -> Done<Author> {
    let asked = spelling(looking, &keys::whole_name(name), name, LOOKED_INTO)?;
    if keys::has_han(name) {
        return of_han(looking, asked);
    }
    let beside = asked.beside();
    let mut han = beside.iter().filter(|(key, _)| keys::has_han(key));
    match (han.next(), han.next()) {
        (Some((key, (han, _))), None) if tells(&asked.key, han) => {
            let mut author = of_han(looking, spelling(looking, key, han, LOOKED_INTO)?)?;
            turn_to(&mut author.names, &asked.key, name);
            Ok(author)
        }
        (None, _) => of_pinyin(looking, asked),
        // Several people are written so, or may be: what is asked for is the spelling, and each of them has a page of their own.
        _ => {
            let others = beside.into_values().map(|(name, articles)| NameForm { name, articles, joined: Joined::OneOfThem(articles) });
            let mut author = alone(looking, asked)?;
            author.names.extend(others);
            Ok(author)
        }
    }
}

/// Whether a name in letters says as much as the Han name: its pinyin, or at least more than initials.
fn tells(key: &str, han: &str) -> bool {
    let given = key.split_once(' ').map_or(0, |(_, given)| given.len());
    given > INITIALS || pinyin_keys(han).iter().any(|way| spelled(way) == spelled(key))
}

/// The articles of a name, the newest looked into.
fn spelling(looking: &Looking<'_>, key: &str, name: &str, most: usize) -> Done<Spelling> {
    let hash = words::author_key(key);
    let total = looking.total(hash)?;
    let mut mentions = Vec::new();
    for at in looking.newest(hash, most)? {
        let people = looking.people(at);
        let place = people.as_ref().and_then(|people| people.authors.iter().position(|person| person.is_called(key)));
        mentions.push(Mention { at, people, place: place.unwrap_or(usize::MAX), guessed: false });
    }
    // As it is printed, where that is known.
    let printed = mentions.first().and_then(|mention| mention.people.as_ref()?.authors.get(mention.place));
    let printed = printed.and_then(|person| person.names().into_iter().find(|name| keys::whole_name(name) == key));
    Ok(Spelling { key: key.to_owned(), name: printed.unwrap_or_else(|| name.to_owned()), total, mentions })
}

/// A name as it stands, joined to none.
fn alone(looking: &Looking<'_>, asked: Spelling) -> Done<Author> {
    let years = looking.years(words::author_key(&asked.key))?;
    let name = NameForm { name: asked.name, articles: asked.total, joined: Joined::Asked };
    Ok(Author { names: vec![name], mentions: asked.mentions, articles: asked.total, years })
}

/// A Han name with the pinyin that is its own.
fn of_han(looking: &Looking<'_>, asked: Spelling) -> Done<Author> {
    let (own, beside, company) = (asked.key.clone(), asked.beside(), asked.company());
    let mut latin: BTreeSet<String> = pinyin_keys(&asked.name).into_iter().collect();
    latin.extend(beside.keys().filter(|key| !keys::has_han(key)).cloned());
    let han = asked.name.clone();
    let mut author = alone(looking, asked)?;
    let mut known: BTreeSet<At> = author.mentions.iter().map(|mention| mention.at).collect();
    for key in latin {
        let printed = beside.get(&key);
        let other = spelling(looking, &key, printed.map_or(key.as_str(), |(name, _)| name), LOOKED_INTO)?;
        if other.total == 0 {
            continue;
        }
        let of_others = other.beside().keys().any(|key| keys::has_han(key) && *key != own);
        let (name, all) = (other.name.clone(), other.total);
        let both = printed.map_or(0, |(_, records)| *records);
        let (mut joined, mut why, mut unclaimed) = (0, None, 0_u64);
        for mut mention in other.mentions {
            let Some(people) = mention.people.as_ref().filter(|_| !known.contains(&mention.at)) else { continue };
            if people.authors.get(mention.place).is_some_and(|person| person.writings().0.is_some()) {
                continue;
            }
            if both == 0 || of_others || !tells(&key, &han) {
                let Some(shared) = company.shares(people, mention.place) else {
                    unclaimed += 1;
                    continue;
                };
                mention.guessed = true;
                why.get_or_insert(shared);
            }
            joined += 1;
            known.insert(mention.at);
            *author.years.entry(YearOrNone::of(mention.at.year())).or_default() += 1;
            author.mentions.push(mention);
        }
        author.articles += joined;
        let form = |articles, joined| NameForm { name, articles, joined };
        match (both, why) {
            (1.., _) => author.names.push(form(both + joined, Joined::BothPrinted(both))),
            (0, Some(shared)) => author.names.push(form(joined, Joined::Guess(shared))),
            (0, None) if unclaimed > 0 => author.names.push(form(all, Joined::SamePinyin)),
            (0, None) => {}
        }
    }
    author.mentions.sort_by_key(|mention| mention.at);
    Ok(author)
}

/// A pinyin name of which no record prints the Han: it may be that of a Han name of the same pinyin.
fn of_pinyin(looking: &Looking<'_>, asked: Spelling) -> Done<Author> {
    let company = asked.company();
    let mut found: Vec<(Spelling, Option<Shared>)> = Vec::new();
    for (key, name) in namesakes(looking, &asked.key)? {
        let one = spelling(looking, &key, &name, OF_EACH)?;
        let shared = one.mentions.iter().find_map(|mention| company.shares(mention.people.as_ref()?, mention.place));
        found.push((one, shared));
    }
    let sharing = found.iter().filter(|(_, shared)| shared.is_some()).count();
    let mut author = alone(looking, asked)?;
    for (one, shared) in found {
        let joined = match shared {
            Some(shared) if sharing == 1 => Joined::Guess(shared),
            _ => Joined::SamePinyin,
        };
        let form = NameForm { name: one.name.clone(), articles: one.total, joined };
        if form.is_joined() {
            author.articles += one.total;
            for (year, articles) in looking.years(words::author_key(&one.key))? {
                *author.years.entry(year).or_default() += articles;
            }
            let whole = spelling(looking, &one.key, &one.name, LOOKED_INTO)?;
            author.mentions.extend(whole.mentions.into_iter().map(|mention| Mention { guessed: true, ..mention }));
        }
        author.names.push(form);
    }
    author.mentions.sort_by_key(|mention| mention.at);
    Ok(author)
}

/// Han names of the library that are spoken as this is written, by their keys.
fn namesakes(looking: &Looking<'_>, key: &str) -> Done<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let Some((one, other)) = key.split_once(' ') else { return Ok(found) };
    // Without capitals nobody knows which is the family name.
    for (family, given) in [(spelled(one), spelled(other)), (spelled(other), spelled(one))] {
        let read_otherwise = SURNAMES.iter().filter(|(_, reading)| *reading == family).filter_map(|(c, _)| crate::text::syllable(*c));
        for sound in std::iter::once(family.clone()).chain(read_otherwise) {
            for shelf in &looking.shelves {
                for name in of_sound(&shelf.connection, &sound, &given).map_err(|error| shelf.said(error))? {
                    if found.len() < NAMESAKES && pinyin_keys(&name).iter().any(|way| spelled(way) == spelled(key)) {
                        found.insert(keys::whole_name(&name), name);
                    }
                }
            }
        }
    }
    Ok(found)
}

/// Han names in the list of authors whose family name sounds like this and whose given name has these letters.
fn of_sound(connection: &rusqlite::Connection, family: &str, given: &str) -> Done<Vec<String>> {
    let query = "SELECT label, seal, sort FROM words WHERE kind = ?1 AND above = '' AND sort >= ?2 AND sort < ?3 ORDER BY sort LIMIT ?4";
    let mut read = connection.prepare_cached(query)?;
    let (from, to) = (format!("0{family} "), format!("0{family}!"));
    let mut rows = read.query((Kind::Author.number(), &from, &to, super::signed(FAMILY as u64)))?;
    let mut names = Vec::new();
    while let Some(row) = rows.next()? {
        let sort = row.get_ref(2)?.as_str().unwrap_or_default();
        let rest: String = sort.strip_prefix(&from).unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
        if spelled(&rest) == given {
            let label: String = row.get(0)?;
            if packed::seal(&[&label]) == row.get::<_, i64>(1)? {
                names.push(label);
            }
        }
    }
    Ok(names)
}

/// Puts the name that was asked for first.
fn turn_to(names: &mut Vec<NameForm>, key: &str, asked: &str) {
    let both = names.iter().find_map(|form| if let Joined::BothPrinted(records) = form.joined { Some(records) } else { None }).unwrap_or(1);
    let Some(at) = names.iter().position(|form| keys::whole_name(&form.name) == key || form.name == asked) else { return };
    let mut form = names.remove(at);
    if let Some(first) = names.first_mut().filter(|first| first.joined == Joined::Asked) {
        first.joined = Joined::BothPrinted(if let Joined::BothPrinted(records) = form.joined { records } else { both });
    }
    form.joined = Joined::Asked;
    names.insert(0, form);
}
