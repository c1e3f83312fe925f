//! What the type of a printed citation tells where no elements do: what stands in italics before a volume in bold is the
//! journal, and what stands in italics behind the people is the title. So print journals of physics and crystallography
//! (`K. Alpha et al., *On reeds*, *Phys. Rev. D* **91** (2015) 112012`), whose signs alone do not part a title from a journal.

use super::printed;
use crate::formats::gbt7714;
use crate::formats::xml::{Element, Piece, collapse};
use crate::record::{Citation, ReferenceType};

/// Runs of a citation that are looked at.
const MOST: usize = 64;

/// Figures of a volume, with its letters: `91`, `D50`.
const VOLUME: usize = 6;

/// Words of the longest name of somebody.
const WORDS: usize = 8;

/// Bytes of the longest name of a publisher.
const PUBLISHER: usize = 60;

/// How a run is set.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Plain,
    Italic,
    Bold,
}

struct Run {
    face: Face,
    text: String,
}

/// Corrects what was read of a citation's text by what its type tells.
pub(super) fn correct(citation: Element<'_>, parts: &mut [Citation]) {
    let [part] = parts else { return };
    let has = |name: &str| citation.children().any(|child| child.name() == name);
    if !has("italic") {
        return;
    }
    let Some(runs) = runs(citation) else { return };
    if let Some((host, volume)) = host_of(&runs) {
        take_journal(part, &runs, host, volume);
    } else if let Some(title) = title_before(&runs, runs.len()) {
        take_book(part, &runs, title);
    }
}

fn runs(citation: Element<'_>) -> Option<Vec<Run>> {
    let mut runs: Vec<Run> = Vec::new();
    for piece in citation.pieces() {
        let (face, text) = match piece {
            Piece::Text(text) => (Face::Plain, text.to_owned()),
            Piece::Sign(sign) => (Face::Plain, sign.to_string()),
            Piece::Element(inner) if inner.name() == "label" => continue,
            Piece::Element(inner) => {
                let face = match inner.name() {
                    "italic" => Face::Italic,
                    "bold" => Face::Bold,
                    _ => Face::Plain,
                };
                (face, printed::mixed(inner, false))
            }
        };
        if runs.len() == MOST {
            return None;
        }
        match runs.last_mut() {
            Some(last) if last.face == face && face == Face::Plain => last.text.push_str(&text),
            _ => runs.push(Run { face, text }),
        }
    }
    Some(runs)
}

/// The first run in italics with a volume in bold behind it: their places.
fn host_of(runs: &[Run]) -> Option<(usize, usize)> {
    let volume = runs.iter().position(|run| run.face == Face::Bold && is_volume(trimmed(&run.text)))?;
    let host = (0..volume).rev().find(|at| runs.get(*at).is_some_and(|run| !is_between(run)))?;
    let named = |run: &Run| run.face == Face::Italic && trimmed(&run.text).chars().any(char::is_alphabetic);
    runs.get(host).is_some_and(named).then_some((host, volume))
}

fn is_volume(text: &str) -> bool {
    let letters = text.trim_start_matches(|c: char| c.is_ascii_uppercase());
    text.len() <= VOLUME && letters.starts_with(|c: char| c.is_ascii_digit()) && letters.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Whether nothing stands here but what parts two values, or the letter of a section (*Acta Cryst.* D**50**).
fn is_between(run: &Run) -> bool {
    run.face == Face::Plain && (trimmed(&run.text).is_empty() || section(run).is_some())
}

fn section(run: &Run) -> Option<&str> {
    let letter = trimmed(&run.text);
    (run.face == Face::Plain && letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_uppercase())).then_some(letter)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':'))
}

/// Where a title in italics begins and ends, of which the people and a comma stand before it, and a comma behind it, before the
/// run `end`.
fn title_before(runs: &[Run], end: usize) -> Option<(usize, usize)> {
    let first = runs.iter().take(end).position(|run| run.face == Face::Italic)?;
    let people = runs.iter().take(first).all(|run| run.face == Face::Plain);
    let behind = (first + 1..=end).find(|at| {
        let parted = |run: &Run| run.face == Face::Plain && run.text.trim_start().starts_with(',');
        *at == end || runs.get(*at).is_some_and(parted)
    })?;
    let head = text_of(runs, 0, first);
    (people && head.trim_end().ends_with(',') && behind > first).then_some((first, behind))
}

fn text_of(runs: &[Run], from: usize, to: usize) -> String {
    collapse(&runs.get(from..to).unwrap_or_default().iter().map(|run| run.text.as_str()).collect::<String>())
}

fn tail(runs: &[Run], from: usize) -> String {
    text_of(runs, from, runs.len())
}

/// Takes the people of a text in which nothing else stands.
fn take_people(part: &mut Citation, text: &str) -> bool {
    let names = gbt7714::names(trimmed(text));
    let is_name = |name: &String| name.split_whitespace().count() <= WORDS && !name.contains(|c: char| c.is_ascii_digit());
    if names.people.is_empty() || !names.people.iter().flat_map(|one| one.name.values()).all(is_name) {
        return false;
    }
    (part.authors, part.etal) = (names.people, names.etal);
    true
}

fn take_journal(part: &mut Citation, runs: &[Run], host: usize, volume: usize) {
    let section = runs.get(host + 1..volume).unwrap_or_default().iter().find_map(section);
    let name = runs.get(host).map(|run| trimmed(&run.text)).into_iter().chain(section).collect::<Vec<_>>().join(" ");
    let number = runs.get(volume).map(|run| trimmed(&run.text).to_owned());
    let before = text_of(runs, 0, host);
    let title = title_before(runs, host).filter(|(_, end)| {
        let between = text_of(runs, *end, host);
        trimmed(&between).is_empty() || year(trimmed(&between)).is_some()
    });
    let Numbers { year: told, issue, pages } = numbers(&tail(runs, volume + 1));
    if let Some((first, end)) = title {
        if !take_people(part, &text_of(runs, 0, first)) {
            return;
        }
        part.title = Some(trimmed(&text_of(runs, first, end)).to_owned());
        part.year = told.or_else(|| year(trimmed(&text_of(runs, end, host)))).or(part.year);
    } else if let Some(people) = before_year(&before) {
        // Journals of crystallography print no titles.
        if !take_people(part, people) {
            return;
        }
        part.title = None;
    } else {
        let Some(title) = part.title.as_deref().and_then(|title| cut(title, &name)) else { return };
        part.title = Some(title.to_owned());
        part.year = part.year.or(told);
    }
    part.kind = Some(ReferenceType::J);
    part.host.get_or_insert_default().title = Some(name);
    part.volume = number;
    part.issue = issue.or_else(|| part.issue.take());
    part.pages = pages.or_else(|| part.pages.take());
    (part.place, part.publisher) = (None, None);
}

/// A title that was read on into the name of the journal, without that.
fn cut<'a>(title: &'a str, host: &str) -> Option<&'a str> {
    let first = host.split(['.', ' ']).next().filter(|word| !word.is_empty())?;
    match title.strip_suffix(first) {
        Some(title) if title.ends_with([' ', ',', '.']) => {
            Some(title.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '.')))
        }
        _ => Some(title),
    }
    .filter(|title| !title.is_empty())
}

/// The people before a year in parentheses with which the text ends.
fn before_year(text: &str) -> Option<&str> {
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':'));
    let (people, in_parentheses) = text.strip_suffix(')')?.rsplit_once('(')?;
    year(in_parentheses.trim_end_matches(|c: char| c.is_ascii_lowercase())).map(|_| people)
}

fn year(text: &str) -> Option<i32> {
    text.parse().ok().filter(|year| text.len() == 4 && (1500..=2100).contains(year))
}

#[derive(Default)]
struct Numbers {
    year: Option<i32>,
    issue: Option<String>,
    pages: Option<String>,
}

/// What stands behind a volume: `(2015) 112012`, `, 815–821`, `(4) (1950), 255–282`, `: 12–34 (2010)`.
fn numbers(tail: &str) -> Numbers {
    let mut found = Numbers::default();
    let mut rest = tail.trim_start();
    for _ in 0..4 {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':'));
        if let Some(inner) = rest.strip_prefix('(') {
            let Some((number, behind)) = inner.split_once(')') else { break };
            match year(number.trim()) {
                Some(year) => found.year = found.year.or(Some(year)),
                None if found.pages.is_none() && number.len() <= VOLUME * 2 && !number.is_empty() => {
                    found.issue = Some(number.trim().to_owned());
                }
                None => {}
            }
            rest = behind;
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '–' | '—')).unwrap_or(rest.len());
        let (number, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
        if found.pages.is_some() || !number.chars().any(|c| c.is_ascii_digit()) {
            break;
        }
        found.pages = Some(number.to_owned());
        rest = behind;
    }
    found
}

/// A title in italics, of a work that stands in no journal: its publisher and year are behind it.
fn take_book(part: &mut Citation, runs: &[Run], (first, end): (usize, usize)) {
    let behind = tail(runs, end);
    let understood = !part.authors.is_empty() || part.host_title().is_some_and(|host| behind.contains(host));
    let title = trimmed(&text_of(runs, first, end)).to_owned();
    // A short word in italics may be a species, or `et al.`
    if understood || !title.contains(' ') || !take_people(part, &text_of(runs, 0, first)) {
        return;
    }
    let mut publisher = trimmed(&behind).split(['(', '[']).next().map(trimmed).unwrap_or_default();
    publisher = publisher.trim_end_matches('.');
    let said = behind.split_once('(').and_then(|(_, year)| year.split_once(')')).and_then(|(said, _)| year(said.trim()));
    let named = said.is_some()
        && publisher.len() <= PUBLISHER
        && publisher.starts_with(char::is_uppercase)
        && !publisher.contains(|c: char| c.is_ascii_digit());
    (part.title, part.host, part.volume, part.pages) = (Some(title), None, None, None);
    if named {
        part.kind = Some(ReferenceType::M);
        part.publisher = Some(publisher.to_owned());
    }
    part.year = said.or(part.year);
}
