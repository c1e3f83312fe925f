//! The ladder: how one work is known again, step by step, and what speaks against it.

use std::cell::OnceCell;
use std::fmt::Write as _;

use rusqlite::{Connection, OptionalExtension};

use super::brief::Brief;
use super::facts::Facts;
use super::keyed::Keyed;
use super::known::Known;
use super::sketch::Sketch;
use super::step::Step;
use super::{LibraryError, keys};
use crate::record::{Article, RecordId};

type Done<T> = Result<T, LibraryError>;

/// How alike titles must be for the last step.
const ALIKE: f64 = 0.92;
/// Below this, two titles in the same language at the same place are two works (notices share a page).
const OTHER_WORK: f64 = 0.5;

/// How an identifier begins that is worked out of what a record says.
pub(super) const WORKED_OUT: &str = "h:";

/// The record that some facts are, with the step that found it: the first step with exactly one record that nothing
/// speaks against. `journals` are rows; `but` is left out.
pub(super) fn find(keyed: Keyed<'_>, facts: &Facts, journals: &[i64], but: Option<i64>) -> Done<Option<(i64, Step)>> {
    find_among(keyed, facts, journals, but, &sought(keyed.known, facts, journals))
}

/// The same among keys that are known already: see [`sought`].
pub(super) fn find_among(
    keyed: Keyed<'_>,
    facts: &Facts,
    journals: &[i64],
    but: Option<i64>,
    sought: &[(Step, i64)],
) -> Done<Option<(i64, Step)>> {
    let mut found: Vec<i64> = Vec::new();
    for keys in sought.chunk_by(|a, b| a.0 == b.0) {
        let Some((step, _)) = keys.first() else { continue };
        found.clear();
        for (step, hash) in keys {
            keyed.holders(*step, *hash, &mut found)?;
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|row| Some(*row) != but);
        if let Some(row) = choose(keyed, *step, facts, journals, &found)? {
            return Ok(Some((row, *step)));
        }
    }
    Ok(alike(keyed, facts, journals, but)?.map(|row| (row, Step::Alike)))
}

/// The keys that are looked for, in the order of the steps, without those that are known to be no record's.
pub(super) fn sought(known: Option<&Known>, facts: &Facts, journals: &[i64]) -> Vec<(Step, i64)> {
    let mut sought = facts.keys(journals);
    sought.extend(facts.title_searches().into_iter().map(|hash| (Step::Title, hash)));
    may_be_held(known, sought)
}

/// Of keys, those that some record may have, in the order of the steps.
pub(super) fn may_be_held(known: Option<&Known>, mut sought: Vec<(Step, i64)>) -> Vec<(Step, i64)> {
    sought.retain(|(_, hash)| known.is_none_or(|known| known.may_hold(*hash)));
    sought.sort_by_key(|(step, _)| *step);
    sought
}

/// Whether there is any use in [`find_among`] these keys.
pub(super) fn may_find(sought: &[(Step, i64)], facts: &Facts, journals: &[i64]) -> bool {
    !sought.is_empty() || (!journals.is_empty() && is_for_alike(facts).is_some())
}

/// Of several records with the same key, the one that nothing speaks against; by an identifier, the one most alike.
fn choose(keyed: Keyed<'_>, step: Step, facts: &Facts, journals: &[i64], found: &[i64]) -> Done<Option<i64>> {
    if let ([one, ..], true) = (found, facts.is_cited() && is_certain(step, found.len())) {
        return Ok(Some(*one));
    }
    if found.is_empty() {
        return Ok(None);
    }
    let mut agreeing = Vec::new();
    let mine = Mine::of(facts);
    for row in found.iter().filter(|row| mine.may_meet(keyed, step, **row)) {
        let Some(theirs) = keyed.facts_of(*row)? else { continue };
        let Some(alike) = agrees(step, facts, journals, &theirs) else { continue };
        if !is_contrary(keyed, step, facts, (*row, &theirs.0))? {
            agreeing.push((*row, alike));
        }
    }
    Ok(best(step, &mut agreeing))
}

/// Whether what two works are speaks against their being one, of which nothing else does.
pub(super) fn is_contrary(keyed: Keyed<'_>, step: Step, facts: &Facts, (row, theirs): (i64, &Facts)) -> Done<bool> {
    match step {
        _ if facts.is_cited() => {
            let by_title = matches!(step, Step::Title | Step::Prefix | Step::Alike);
            let read = by_title && facts.may_not_be_cited(theirs);
            Ok(read && keyed.particulars_of(row)?.is_some_and(|particulars| facts.is_not_cited(&particulars)))
        }
        Step::Doi if !facts.may_have_doi_of_whole(theirs) => Ok(false),
        Step::Doi => Ok(keyed.particulars_of(row)?.is_some_and(|particulars| facts.has_doi_of_whole(theirs, &particulars))),
        Step::Given | Step::Url | Step::Place | Step::Partial => Ok(false),
        Step::Title | Step::Prefix | Step::Alike => {
            Ok(keyed.particulars_of(row)?.is_some_and(|particulars| facts.contrary(theirs, &particulars).is_some()))
        }
    }
}

/// Whether so many records with a key need not be read for an entry of a list: nothing speaks against a DOI.
pub(super) fn is_certain(step: Step, found: usize) -> bool {
    step == Step::Doi && found == 1
}

/// What tells of many records that they need not be read.
pub(super) struct Mine<'a> {
    facts: &'a Facts,
    brief: Brief,
    sketch: OnceCell<Sketch>,
}

impl<'a> Mine<'a> {
    pub(super) fn of(facts: &'a Facts) -> Self {
        Self { facts, brief: Brief::of(facts), sketch: OnceCell::new() }
    }

    /// Whether a record need be read at all. A DOI is asked before all else; behind it, two DOIs are two works whatever the
    /// step, or doubtful ones; and a place that is not known whole is none where a part of it differs.
    pub(super) fn may_meet(&self, keyed: Keyed<'_>, step: Step, row: i64) -> bool {
        if step == Step::Doi {
            return true;
        }
        let elsewhere = step == Step::Partial && keyed.stands_elsewhere(self.brief, row);
        !elsewhere && !keyed.plainly_another(self.sketch.get_or_init(|| Sketch::of(self.facts)), row)
    }
}

/// How alike the titles of two works are, when nothing speaks against their being one.
pub(super) fn agrees(step: Step, facts: &Facts, journals: &[i64], theirs: &(Facts, i64)) -> Option<f64> {
    let (theirs, journal) = theirs;
    let same_journal = (!journals.is_empty()).then(|| journals.contains(journal));
    agree(step, facts, theirs, same_journal).then(|| facts.titles_alike(theirs).unwrap_or(0.0))
}

/// Of records that nothing speaks against, the one that it is, if it can be told.
pub(super) fn best(step: Step, agreeing: &mut [(i64, f64)]) -> Option<i64> {
    if let [(one, _)] = agreeing {
        return Some(*one);
    }
    agreeing.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    match agreeing {
        [(best, _), ..] if step <= Step::Url => Some(*best),
        [(best, first), (_, second), ..] if step <= Step::Partial && *first > 0.8 && *first - *second > 0.1 => Some(*best),
        _ => None,
    }
}

/// Whether nothing speaks against two works being one, when they met at this step.
pub(super) fn agree(step: Step, mine: &Facts, theirs: &Facts, same_journal: Option<bool>) -> bool {
    if step == Step::Title && mine.reads_as(theirs) {
        return !mine.doi_differs(theirs);
    }
    if step == Step::Title && !mine.same_title(theirs) {
        return false;
    }
    // What is cheap to compare goes first: where thousands share a place, most differ by a number or a DOI.
    let by_numbers = matches!(step, Step::Place | Step::Partial | Step::Title | Step::Prefix | Step::Alike);
    if by_numbers && mine.numbers_differ(theirs) {
        return false;
    }
    let alike = || mine.titles_alike(theirs).is_none_or(|alike| alike >= OTHER_WORK);
    let place_holds = || {
        if mine.doi_differs(theirs) {
            // Two DOIs are two works, unless it is one work registered twice: then everything else is the same to the letter.
            return mine.titles_alike(theirs).is_some_and(|alike| alike >= 1.0) && !mine.people_differ(theirs);
        }
        alike()
    };
    // Several letters on one page are called "Reply".
    let other_letter = || !mine.is_cited() && !mine.has_telling_title() && mine.people_differ(theirs);
    match step {
        Step::Doi => true,
        Step::Given => !mine.doi_differs(theirs),
        Step::Url => !mine.doi_differs(theirs) && alike(),
        Step::Place => !other_letter() && place_holds(),
        Step::Partial => !mine.place_differs(theirs) && !other_letter() && place_holds(),
        // Titles that are not quite the same are two where nothing but their likeness speaks for one.
        Step::Prefix | Step::Alike if !mine.may_be_written_twice(theirs) => false,
        // Of what appears every year, an entry means that of its year.
        Step::Title | Step::Prefix | Step::Alike if mine.is_of_another_year(theirs) => false,
        Step::Title | Step::Prefix | Step::Alike => {
            mine.place_fits(theirs, same_journal) && !mine.doi_differs(theirs) && !mine.year_differs(theirs) && !mine.people_differ(theirs)
        }
    }
}

/// The last step: within the journal, a title that is nearly the same. Only for what has no place of its own, since a
/// place that was looked for and not found speaks against.
pub(super) fn alike(keyed: Keyed<'_>, facts: &Facts, journals: &[i64], but: Option<i64>) -> Done<Option<i64>> {
    let Some(year) = is_for_alike(facts) else { return Ok(None) };
    let mine = Sketch::of(facts);
    let mut best: Option<i64> = None;
    let mut several = false;
    for journal in journals {
        for year in year.saturating_sub(1)..=year.saturating_add(1) {
            for row in keyed.alike((*journal, year), &mine, ALIKE)?.into_iter().filter(|row| Some(*row) != but) {
                let Some(theirs) = keyed.facts_of(row)? else { continue };
                let alike = facts.titles_alike(&theirs.0).unwrap_or(0.0);
                let agree = alike >= ALIKE && agree(Step::Alike, facts, &theirs.0, Some(true));
                if agree && !is_contrary(keyed, Step::Alike, facts, (row, &theirs.0))? {
                    several |= best.is_some();
                    best = Some(row);
                }
            }
        }
    }
    Ok(best.filter(|_| !several))
}

/// The year in which the last step looks, of what it is for.
fn is_for_alike(facts: &Facts) -> Option<i32> {
    facts.year.filter(|_| !facts.has_place() && facts.titles.iter().any(|(_, title)| keys::telling(title)))
}

/// The identifiers under which a record may be asked for: its own first, then every other that its members give.
pub(super) fn identifiers(article: &Article) -> Vec<String> {
    let mut all = Vec::new();
    if !article.id.is_empty() {
        all.push(article.id.to_string());
    }
    all.extend(given_identifiers(article));
    let mut seen: Vec<String> = Vec::with_capacity(all.len());
    for id in all {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen
}

/// Identifiers as keys.
pub(super) fn given_keys(identifiers: &[String]) -> Vec<(Step, i64)> {
    identifiers.iter().map(|id| (Step::Given, keys::hash("id", &[id]))).collect()
}

/// Those that its members give.
fn given_identifiers(article: &Article) -> Vec<String> {
    let ids = &article.ids;
    let mut all = Vec::new();
    all.extend(ids.doi.as_ref().map(|doi| format!("doi:{doi}")));
    let named = [("pmid", &ids.pmid), ("arxiv", &ids.arxiv), ("openalex", &ids.openalex), ("cnki", &ids.cnki)];
    all.extend(
        named.into_iter().filter_map(|(kind, id)| Some(format!("{kind}:{}", id.as_deref()?.trim()))).filter(|id| !id.ends_with(':')),
    );
    all
}

/// The identifier of a record, whatever it has now: the first of DOI, PMID, arXiv, OpenAlex and CNKI; else `h:` and a hash of its place and
/// title (`formats.md` §4). One that is taken gets a number behind it.
pub(super) fn new_identifier(connection: &Connection, article: &Article, facts: &Facts) -> Done<RecordId> {
    let wanted = wanted_identifier(article, facts).to_string();
    let mut id = wanted.clone();
    let mut number = 1;
    while row_of(connection, &id)?.is_some() {
        number += 1;
        id.clone_from(&wanted);
        let _ = write!(id, "~{number}");
    }
    Ok(RecordId::new(id))
}

/// The identifier that a record would get if it were free.
pub(super) fn wanted_identifier(article: &Article, facts: &Facts) -> RecordId {
    RecordId::new(given_identifiers(article).into_iter().next().unwrap_or_else(|| hashed(article, facts)))
}

fn hashed(article: &Article, facts: &Facts) -> String {
    let journal = article.journal.title.values().next().map(|title| keys::journal(title)).unwrap_or_default();
    let year = facts.year.map(|year| year.to_string()).unwrap_or_default();
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let title = facts.titles.first().map(|(_, title)| title.clone()).unwrap_or_default();
    let hash = keys::hash("record", &[&journal, &year, &part(&facts.volume), &part(&facts.issue), &part(&facts.page), &title]);
    format!("{WORKED_OUT}{:016x}", hash.cast_unsigned())
}

/// The row of a record by any of its identifiers.
pub(super) fn row_of(connection: &Connection, id: &str) -> Done<Option<i64>> {
    let mut own = connection.prepare_cached("SELECT row FROM articles WHERE id = ?1")?;
    if let Some(row) = own.query_row([id], |row| row.get(0)).optional()? {
        return Ok(Some(row));
    }
    let mut alias = connection.prepare_cached("SELECT article FROM aliases WHERE id = ?1")?;
    Ok(alias.query_row([id], |row| row.get(0)).optional()?)
}
