//! Cited references of the Web of Science: `Smith J, 2001, NATURE, V12, P34, DOI 10.1000/x`.

use super::people;
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

#[cfg(test)]
mod tests {
    use super::*;

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
