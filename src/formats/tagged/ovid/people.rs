//! Names and institutions as the databases on Ovid write them.
//!
//! `Walsdorf, Neill B. [Inventor; E-mail: a@b.example]`, `Zhang, Weijia 1,2,+`, `Peterson, James A. Ph.D., FACSM`, `Behan L.`,
//! `AHMED, Mughees.`; institutions by number `(1)Univ …, (2)Univ …`, by family name `(Behan, Rubbo) Univ …`, by whole name
//! `Kobori, Osamu: Univ …`, or one for all.

use std::sync::LazyLock;

use regex::Regex;

use crate::formats::tagged::medline::email;
use crate::formats::tagged::people;
use crate::formats::tagged::sheet::Sheet;
use crate::record::Contributor;

static DEGREES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"[ ,]+(?:M\.?D\.?|Ph\.?D\.?|D\.?Sc\.?|M\.?Sc\.?|B\.?Sc\.?|M\.?P\.?H\.?|M\.?A\.?|B\.?A\.?|M\.?B\.?B\.?S\.?|R\.?N\.?|FRCS|FACS[M]?|FACP|DrPH|PharmD)(?:[ ,].*)?$")
        .ok()
});

/// One name a line; in exports for reading, several between full stops or semicolons and two blanks.
/// `in_a_line`: full names stand one behind the other, each with a full stop.
pub fn authors(sheet: &mut Sheet, lines: &str, role: Option<&str>, in_a_line: bool) -> bool {
    let before = sheet.article.authors.len();
    for line in lines.lines().flat_map(|line| line.split(";  ")).map(str::trim).filter(|line| !line.is_empty()) {
        // `Smith J.  Jones K.`, `Smith, John. Jones, Karl.`
        let part = if in_a_line && !line.contains(".  ") { ". " } else { ".  " };
        let several: Vec<&str> = if line.contains(part) { line.split(part).collect() } else { vec![line] };
        for name in several {
            sheet.article.authors.extend(one(name).map(|one| Contributor { role: role.map(str::to_owned), ..one }));
        }
    }
    sheet.article.authors.len() > before
}

fn one(written: &str) -> Option<Contributor> {
    let (name, aside) = written.split_once('[').unwrap_or((written, ""));
    let mut name = name.trim();
    let mut marks = Vec::new();
    // Marks of affiliations: numbers and signs behind the last blank.
    if let Some((before, last)) = name.rsplit_once(' ')
        && !last.is_empty()
        && last.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '+' | '*' | '#'))
    {
        marks = last.split(',').filter(|mark| !mark.is_empty()).map(str::to_owned).collect();
        name = before.trim_end();
    }
    let whole = name;
    if let Some(found) = DEGREES.as_ref().and_then(|degrees| degrees.find(name))
        && let Some(before) = name.get(..found.start())
        && before.contains(',')
    {
        name = before.trim_end();
    }
    // A full stop is an initial's, or the line's.
    let last = name.trim_end_matches('.').rsplit([' ', '.', ',']).next().unwrap_or_default();
    let is_word = last.chars().nth(1).is_some_and(char::is_lowercase) && !matches!(last, "Jr" | "Sr");
    if name.ends_with('.') && (last.chars().count() > 3 || is_word) {
        name = name.trim_end_matches('.');
    }
    // `Behan L.`, `Lucas J.S.`: initials without a comma.
    let initials =
        |word: &str| word.chars().count() <= 8 && !word.is_empty() && word.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-'));
    let inverted = match name.rsplit_once(' ') {
        Some((family, given)) if !name.contains(',') && initials(given) => Some(format!("{family}, {given}")),
        _ => None,
    };
    let mut one = people::person(inverted.as_deref().unwrap_or(name)).or_else(|| people::person(whole))?;
    one.email = email(aside.trim_end_matches(']'));
    one.corresponding = aside.contains("Reprint Author") || marks.iter().any(|mark| mark == "*");
    one.marks = marks;
    Some(one)
}

/// Ties people to their institutions.
pub fn institutions(sheet: &mut Sheet, written: &str) {
    if written.trim_start().starts_with("(1)") {
        return numbered(sheet, written);
    }
    for line in written.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let named = line.strip_prefix('(').and_then(|line| line.split_once(") "));
        let owner = line.split_once(": ").filter(|(name, _)| name.contains(',') && name.len() < 60);
        if let Some((names, text)) = named {
            let at = sheet.affiliation(text);
            for family in names.split(", ") {
                bind(sheet, at, |one| one.family.values().any(|known| known == family));
            }
        } else if let Some((name, text)) = owner {
            let at = sheet.affiliation(text);
            let family = name.split(',').next().unwrap_or_default();
            let first = name.split(", ").nth(1).and_then(|given| given.chars().next());
            bind(sheet, at, |one| {
                one.family.values().any(|known| known == family) && one.given.values().all(|given| given.chars().next() == first)
            });
        } else {
            let at = sheet.affiliation(line);
            if written.lines().filter(|line| !line.trim().is_empty()).count() == 1 {
                bind(sheet, at, |one| one.role.is_none());
            }
        }
    }
}

/// `(1)Univ A, (2)Univ B`.
fn numbered(sheet: &mut Sheet, written: &str) {
    let whole = crate::formats::tagged::unfolded(written).into_owned();
    let mut rest = whole.as_str();
    let mut number = 1usize;
    while let Some(behind) = rest.trim_start().strip_prefix(&format!("({number})")) {
        let next = behind.find(&format!("({})", number + 1)).unwrap_or(behind.len());
        let (text, more) = behind.split_at_checked(next).unwrap_or((behind, ""));
        let at = sheet.affiliation(text.trim().trim_end_matches([',', ';']));
        let mark = number.to_string();
        if let Some(one) = sheet.article.affiliations.get_mut(at) {
            one.label = Some(mark.clone());
        }
        bind(sheet, at, |one| one.marks.contains(&mark));
        rest = more;
        number += 1;
    }
}

fn bind(sheet: &mut Sheet, at: usize, whose: impl Fn(&Contributor) -> bool) {
    for one in sheet.article.authors.iter_mut().filter(|one| whose(one)) {
        if !one.aff.contains(&at) {
            one.aff.push(at);
        }
    }
}
