//! Cited references of the Web of Science (`Smith J, 2001, NATURE, V12, P34, DOI 10.1000/x`) and of Scopus (`Smith J., Trees,
//! Nature, 12, 3, pp. 34-35, (2001)`; until 2023 `Smith, J., Trees (2001) Nature, 12 (3), pp. 34-35`).

use super::people;
use crate::formats::gbt7714;
use crate::record::{Citation, Doi, Host, Language, Reference, ReferenceType};

/// Reads one cited reference; what was not understood stands in `rest`. The number is its place in the list.
pub fn reference((at, raw): (usize, &str)) -> Reference {
    let (body, doi) = match raw.find("DOI ") {
        Some(at) => raw.split_at_checked(at).unwrap_or((raw, "")),
        None => (raw, ""),
    };
    let doi = Doi::parse(
        doi.trim_start_matches("DOI")
            .trim_start_matches([' ', '['])
            .split([',', ']', ' '])
            .find(|piece| piece.contains("10."))
            .unwrap_or_default(),
    );
    let mut part = Citation { lang: Language::of_text(raw), doi: doi.as_ref().map(ToString::to_string), ..Citation::default() };
    let mut rest: Vec<&str> = Vec::new();
    for piece in body.split(", ").map(|piece| piece.trim().trim_end_matches(',')).filter(|piece| !piece.is_empty()) {
        let number = |sign: char| piece.strip_prefix(sign).filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
        let year = piece.parse::<i32>().ok().filter(|year| piece.len() == 4 && (1000..2200).contains(year));
        let digits = |text: &str| text.chars().any(|c| c.is_ascii_digit());
        if part.year.is_none() && year.is_some() {
            part.year = year;
        } else if part.year.is_none() && part.authors.is_empty() {
            part.authors = people::person(piece.trim_start_matches('*')).into_iter().collect();
        } else if part.year.is_some()
            && part.host.is_none()
            && !(digits(piece) && (number('V').is_some() || number('P').is_some()) && piece.len() < 8)
        {
            part.host = Some(Host { title: Some(piece.to_owned()), ..Host::default() });
        } else if let Some(volume) = number('V').filter(|volume| part.volume.is_none() && digits(volume)) {
            part.volume = Some(volume.to_owned());
        } else if let Some(page) = number('P').filter(|page| part.pages.is_none() && digits(page)) {
            part.pages = Some(page.to_owned());
        } else if let Some(issue) = piece.strip_prefix("ARTN ").filter(|_| part.pages.is_none()) {
            part.pages = Some(issue.to_owned());
        } else {
            rest.push(piece);
        }
    }
    if part.volume.is_some() {
        part.kind = Some(ReferenceType::J);
    }
    part.rest = rest.join(", ");
    let mut reference = Reference { n: Some((at + 1).to_string()), raw: raw.to_owned(), parts: vec![part], ..Reference::default() };
    reference.ids.doi = doi;
    reference
}

/// Reads a list of references of Scopus, which stand between semicolons; nothing where most are numbers of a database alone.
pub fn list_of_scopus(list: &str) -> Option<Vec<Reference>> {
    let whole = whole_references(list);
    let worded = whole.iter().filter(|one| one.contains(' ')).count();
    (worded * 2 > whole.len()).then(|| whole.iter().map(|raw| as_scopus_or_printed(raw)).collect())
}

/// The references of a list. Since 2023 semicolons stand between the authors of one, too (`Cheng M.; Xue Y., Global burden`), and
/// they may stand in a title, of which more follows with a small letter.
fn whole_references(list: &str) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    let mut names: Vec<&str> = Vec::new();
    // With blanks behind semicolons, signs without one are the reference's own.
    let by_blanks = list.contains("; ") && !list.contains('\n');
    let signs: fn(char) -> bool = |c| matches!(c, ';' | '；' | '|' | '\n');
    let (blanks, others) = if by_blanks { (Some(list.split("; ")), None) } else { (None, Some(list.split(signs))) };
    let parts = blanks.into_iter().flatten().chain(others.into_iter().flatten());
    for part in parts.map(|part| part.trim().trim_end_matches(';').trim_end()).filter(|part| !part.is_empty()) {
        match whole.last_mut() {
            Some(before) if names.is_empty() && goes_on(before, part) => {
                before.push_str("; ");
                before.push_str(part);
                continue;
            }
            _ => names.push(part),
        }
        if !is_author(part) {
            whole.push(names.join("; "));
            names.clear();
        }
    }
    whole.extend((!names.is_empty()).then(|| names.join("; ")));
    whole
}

/// Whether a part between semicolons is the name of one author.
fn is_author(part: &str) -> bool {
    let name = part.rsplit_once(' ').is_some_and(|(_, initials)| initials.ends_with('.') && initials.starts_with(char::is_uppercase));
    name && part.len() < 60 && !part.contains([',', '(', ':']) && !part.contains(|c: char| c.is_ascii_digit())
}

/// Bytes from which on an entry is no longer looked through for its year: no title is as long.
const LONG_ENTRY: usize = 4096;

/// Whether a part goes on with the title before it, which has no year yet: it begins small and with no name (`van Dam K., Locks`).
fn goes_on(before: &str, part: &str) -> bool {
    let initials = |piece: &str| are_initials(piece.rsplit(' ').next().unwrap_or_default());
    before.len() < LONG_ENTRY
        && part.starts_with(char::is_lowercase)
        && year_in_brackets(before).is_none()
        && !part.split(", ").take(2).any(initials)
}

/// One reference: as Scopus writes it, or as printed.
fn as_scopus_or_printed(raw: &str) -> Reference {
    let read = gbt7714::reference(None, raw);
    match of_scopus(raw) {
        Some(part) => Reference { parts: vec![part], ..read },
        None => read,
    }
}

/// Reads a reference of Scopus; nothing where it has no year in brackets.
pub fn of_scopus(raw: &str) -> Option<Citation> {
    let text = raw.trim().trim_end_matches(';').trim_end();
    let (mut before, year, behind) = year_in_brackets(text)?;
    let mut part = Citation { lang: Language::of_text(raw), year: Some(year), ..Citation::default() };
    let name_of =
        |name: &str| name.rsplit_once(' ').filter(|(_, given)| are_initials(given)).map(|(family, given)| [family, ", ", given].concat());
    // Since 2023 semicolons stand between the authors.
    while let Some((name, more)) = before.split_once("; ").and_then(|(first, more)| Some((name_of(first)?, more))) {
        part.authors.extend(people::person(&name));
        before = more;
    }
    let pieces: Vec<&str> = before.split(", ").map(|piece| piece.trim().trim_end_matches(',')).filter(|piece| !piece.is_empty()).collect();
    let mut rest = pieces.as_slice();
    while let [first, more @ ..] = rest {
        if first.trim_end_matches('.').eq_ignore_ascii_case("et al") {
            part.etal = true;
            rest = more;
        } else if let Some((names, behind)) = run_of_names(rest) {
            for (family, given) in names.iter().filter_map(|name| name.rsplit_once(' ')) {
                part.authors.extend(people::person(&[family, ", ", given.trim_end_matches('.')].concat()));
            }
            rest = behind;
        } else if let Some(name) = name_of(first) {
            part.authors.extend(people::person(&name));
            rest = more;
        } else if let [given, more @ ..] = more
            && are_initials(given)
        {
            part.authors.extend(people::person(&[first, ", ", given].concat()));
            rest = more;
        } else {
            break;
        }
    }
    let behind: Vec<&str> = behind.split(", ").map(|piece| piece.trim_matches([',', '.', ' '])).filter(|piece| !piece.is_empty()).collect();
    let mut left = Vec::new();
    let title = if let [host, numbers @ ..] = behind.as_slice() {
        part.host = Some(Host { title: Some((*host).to_owned()), ..Host::default() });
        for piece in numbers {
            if !number(&mut part, piece) {
                left.push(*piece);
            }
        }
        rest.join(", ")
    } else {
        let from = rest.iter().rposition(|piece| !is_number(piece)).map_or(0, |at| at + 1);
        let (words, numbers) = rest.split_at_checked(from).unwrap_or((rest, &[]));
        for piece in numbers {
            number(&mut part, piece);
        }
        match words {
            [title @ .., host] if !title.is_empty() => {
                part.host = Some(Host { title: Some((*host).to_owned()), ..Host::default() });
                title.join(", ")
            }
            words => words.join(", "),
        }
    };
    part.title = Some(title).filter(|title| !title.is_empty());
    part.kind = part.volume.is_some().then_some(ReferenceType::J);
    part.rest = left.join(", ");
    Some(part)
}

/// [`of_scopus`] for a line that may be of any style: Scopus' ends in the year, and has no code of a type.
pub fn line_of_scopus(raw: &str) -> Option<Citation> {
    let text = raw.trim().trim_end_matches(';').trim_end();
    let (before, _, behind) = year_in_brackets(text)?;
    let parts = before.split(", ").filter(|piece| !piece.is_empty()).count();
    (behind.is_empty() && before.ends_with(", ") && parts >= 3 && !before.contains(['[', '［'])).then(|| of_scopus(text)).flatten()
}

/// Names at the head of pieces of which the last alone has a full stop, `Hone DWE, Holtz TR.`, and what stands behind them.
fn run_of_names<'p, 'r>(pieces: &'p [&'r str]) -> Option<(&'p [&'r str], &'p [&'r str])> {
    let bare = |word: &str| (1..=4).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let given = |piece: &'r str| piece.rsplit_once(' ').map_or("", |(_, given)| given);
    let run = pieces.iter().take_while(|piece| bare(given(piece))).count();
    let last = pieces.get(run).and_then(|piece| given(piece).strip_suffix('.')).filter(|last| bare(last));
    last.filter(|last| run > 0 || last.len() > 1).and_then(|_| pieces.split_at_checked(run + 1))
}

/// The last `(2001)` of a text, what stands before it and what behind.
fn year_in_brackets(text: &str) -> Option<(&str, i32, &str)> {
    let at = text.rmatch_indices('(').map(|(at, _)| at).find(|at| {
        let inside = text.get(at + 1..).unwrap_or_default();
        inside.bytes().take_while(u8::is_ascii_digit).count() == 4 && inside.as_bytes().get(4) == Some(&b')')
    })?;
    let year = text.get(at + 1..at + 5)?.parse().ok().filter(|year| (1000..2200).contains(year))?;
    Some((text.get(..at)?, year, text.get(at + 6..)?))
}

/// `J.`, `J.-P.`, `A.B.`.
fn are_initials(word: &str) -> bool {
    word.ends_with('.')
        && word.len() <= 16
        && word.split(['.', '-', ' ']).all(|part| part.chars().count() < 2 && !part.contains(char::is_lowercase))
}

/// `12`, `S1`, `pp. 34-35`: what may stand behind a journal's title.
fn is_number(piece: &str) -> bool {
    piece.starts_with("pp. ")
        || piece.starts_with("p. ")
        || (piece.len() <= 10 && !piece.contains(' ') && piece.chars().any(|c| c.is_ascii_digit()))
}

/// Takes a number that stands behind a journal's title: first its volume (`12`, `12 (3)`), then its issue, its pages anywhere.
fn number(part: &mut Citation, piece: &str) -> bool {
    let pages = piece.strip_prefix("pp. ").or_else(|| piece.strip_prefix("p. "));
    let (volume, issue) = piece.split_once(" (").unwrap_or((piece, ""));
    let place = match pages {
        Some(pages) => return part.pages.replace(pages.to_owned()).is_none(),
        None if !is_number(volume) => return false,
        None if part.volume.is_none() => &mut part.volume,
        None if part.issue.is_none() => &mut part.issue,
        None => return false,
    };
    *place = Some(volume.to_owned());
    if !issue.is_empty() {
        part.issue = Some(issue.trim_end_matches(')').to_owned());
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_of_scopus_old_and_new() {
        for (raw, authors, title, host, numbers) in [
            (
                "Smith J., van der Berg J.-P., Trees, and others, J. Trees, 12, 3, pp. 34-35, (2001)",
                2,
                "Trees, and others",
                Some("J. Trees"),
                (Some("12"), Some("3"), Some("34-35")),
            ),
            (
                "Smith, J., Doe, A.B., Trees (2001) J. Trees, 12 (3), pp. 34-35",
                2,
                "Trees",
                Some("J. Trees"),
                (Some("12"), Some("3"), Some("34-35")),
            ),
            (
                "Smith J., Et al., Trees, J. Trees, 12, 3, pp. 34-35, (2001)",
                1,
                "Trees",
                Some("J. Trees"),
                (Some("12"), Some("3"), Some("34-35")),
            ),
            (
                "Stone DWE, Holt TR., Trees of the UK, J. Trees, 12, (2001)",
                2,
                "Trees of the UK",
                Some("J. Trees"),
                (Some("12"), None, None),
            ),
            ("Old A., A book, (2001)", 1, "A book", None, (None, None, None)),
        ] {
            let part = of_scopus(raw).unwrap_or_default();
            assert_eq!((part.year, part.authors.len(), part.title.as_deref(), part.host_title()), (Some(2001), authors, Some(title), host));
            assert_eq!((part.volume.as_deref(), part.issue.as_deref(), part.pages.as_deref()), numbers);
        }
        assert!(of_scopus("Smith J., Et al., Trees, J. Trees, 12, (2001)").unwrap_or_default().etal);
        assert!(line_of_scopus("Smith J., Trees, J. Trees, 12, (2001)").is_some());
        assert!(line_of_scopus("张三. 题名[J]. 学报, 12, (2001)").is_none());
        assert_eq!(line_of_scopus("Smith, J. (2001). Trees. J. Trees, 12, 3."), None);
        assert_eq!(of_scopus("Smith J, 2001, NATURE, V12, P34"), None);
    }

    #[test]
    fn a_cited_reference() {
        let one = reference((0, "Smith JM, 2001, NATURE, V12, P34, DOI 10.1000/X"));
        let part = one.parts.first().cloned().unwrap_or_default();
        assert_eq!(
            (part.year, part.host_title(), part.volume.as_deref(), part.pages.as_deref()),
            (Some(2001), Some("NATURE"), Some("12"), Some("34"))
        );
        assert_eq!(one.ids.doi.map(|doi| doi.to_string()).as_deref(), Some("10.1000/x"));
        assert_eq!(part.rest, "");
        let body = reference((1, "*WHO, 1999, WORLD HLTH REP"));
        assert_eq!(body.parts.first().and_then(Citation::host_title), Some("WORLD HLTH REP"));
    }
}
