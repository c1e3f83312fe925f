//! Names and institutions as elements: `name`, `string-name`, `aff`.

use crate::formats::xml::{Builder, Element, Piece, Written, list_language};
use crate::record::{Affiliation, Language, MultiText};

/// Reads `name`, `string-name` or the `name-alternatives` that hold several.
pub(super) fn names(element: Element<'_>, names: &mut Vec<Written>) {
    if element.name() == "name-alternatives" {
        for inner in element.children().filter(|inner| matches!(inner.name(), "name" | "string-name")) {
            // Alternatives for sorting and indexing are no further names.
            if names.is_empty() || !inner.attribute("specific-use").is_some_and(|usage| usage.contains("index") || usage.contains("sort")) {
                self::names(inner, names);
            }
        }
        return;
    }
    names.extend(name(element));
}

/// One name; text besides the parts of a `string-name` makes it whole.
pub(super) fn name(element: Element<'_>) -> Option<Written> {
    element.take();
    let mut one = Written {
        lang: element.attribute("lang").map(|lang| Language::parse(&lang)),
        eastern: element.has("name-style", "eastern"),
        ..Written::default()
    };
    for part in element.children() {
        let place = match part.name() {
            "surname" => &mut one.family,
            "given-names" | "given-name" | "fname" | "middlename" => &mut one.given,
            "suffix" => &mut one.suffix,
            "particle" => &mut one.particle,
            _ => continue,
        };
        let text = part.text();
        match (place.as_mut(), text) {
            (Some(known), Some(more)) => *known = format!("{known} {more}"),
            (None, text) => *place = text,
            _ => {}
        }
    }
    if one.family.is_none() && one.given.is_none() {
        one.whole = element.text();
    }
    (one.family.is_some() || one.given.is_some() || one.whole.is_some()).then_some(one)
}

/// The name in an element, without addresses, marks and the members of a group.
pub(super) fn own_text(element: Element<'_>) -> Option<String> {
    let mut builder = Builder::default();
    let apart =
        ["email", "ext-link", "uri", "xref", "contrib-group", "contrib", "address", "aff", "fn", "author-comment", "institution-id"];
    builder.element_with(element, &mut |_, inner| apart.contains(&inner.name()));
    let own = crate::formats::rich::plain(&builder.finish()).into_owned();
    let own = own.trim_matches([',', ';', ':', ' ']);
    (!own.is_empty()).then(|| own.to_owned())
}

/// An affiliation as it is printed, and its parts.
pub(super) fn affiliation(element: Element<'_>) -> Option<Affiliation> {
    element.take();
    let mut one = Affiliation::default();
    for part in element.descendants() {
        let content = part.attribute("content-type");
        match (part.name(), content.as_deref()) {
            ("label" | "sup", _) if one.label.is_none() && is_label(element, part) => one.label = part.text(),
            ("institution", None | Some("orgname" | "university" | "institution")) if one.org.is_none() => {
                one.org = part.text().map(|text| text.trim_start_matches([',', ' ']).to_owned());
            }
            ("city", _) | ("addr-line" | "named-content", Some("city")) => one.city = one.city.take().or_else(|| part.text()),
            ("country", _) => one.country = one.country.take().or_else(|| part.text()),
            ("postal-code" | "post-code", _) | ("named-content", Some("postcode" | "postal-code")) => {
                one.postcode = one.postcode.take().or_else(|| part.text());
            }
            ("institution-id", _) => institution_id(part, &mut one),
            _ => {}
        }
    }
    // SciELO gives the institution both as printed and in parts.
    let original = element.descendants().find(|part| part.name() == "institution" && part.has("content-type", "original"));
    let text = match original {
        Some(original) => original.rich().unwrap_or_default(),
        None => printed(element),
    };
    if text.is_empty() {
        return None;
    }
    let declared = element.attribute("lang").map(|lang| Language::parse(&lang));
    let lang = list_language(declared.as_ref(), &text);
    one.text = MultiText::of(lang, text);
    Some(one)
}

/// A mark at the head of an affiliation: its `label`, or raised text before all else.
fn is_label(affiliation: Element<'_>, part: Element<'_>) -> bool {
    if part.name() == "label" {
        return true;
    }
    let first = affiliation.pieces().find(|piece| !matches!(piece, Piece::Text(text) if text.trim().is_empty()));
    let first =
        matches!(first, Some(Piece::Element(first)) if first.name() == "sup" && first.line() == part.line() && first.text() == part.text());
    first && part.text().is_some_and(|text| text.chars().count() <= 3)
}

fn institution_id(part: Element<'_>, one: &mut Affiliation) {
    let kind = part.attribute("institution-id-type").unwrap_or_default().to_lowercase();
    let Some(id) = part.text() else { return };
    if kind.contains("ror") || id.contains("ror.org") {
        one.ror.get_or_insert(id);
    } else {
        let kind = if kind.is_empty() { "id".to_owned() } else { kind };
        one.rest.entry(kind).or_insert_with(|| id.into());
    }
}

/// An affiliation's text: what is printed between its parts, and commas where nothing is.
fn printed(element: Element<'_>) -> String {
    let mut pieces: Vec<String> = Vec::new();
    let mut loose = Builder::default();
    gather(element, &mut pieces, &mut loose, 0);
    pieces.push(loose.finish());
    let mut text = String::new();
    for piece in pieces.iter().map(|piece| piece.trim()).filter(|piece| !piece.is_empty()) {
        let joined = text.is_empty() || text.ends_with(['(', '/', '-', '“', '‘']);
        let begins = piece.starts_with([',', ';', '.', ':', ')', '，', '；', '。', '、', '/', '-']);
        if !joined && !begins {
            let closed = text.ends_with([',', ';', ':', '，', '；', '、', '.', '：']);
            text.push_str(if closed { " " } else { ", " });
        }
        text.push_str(piece);
    }
    text.trim_end_matches([',', ';', ' ', '，', '；']).trim_start_matches([',', ';', ' ']).to_owned()
}

/// Pieces of an affiliation: each part that is an element of its own, and the text between.
fn gather(element: Element<'_>, pieces: &mut Vec<String>, loose: &mut Builder, depth: usize) {
    for piece in element.pieces() {
        match piece {
            Piece::Text(text) => loose.rich.text(text),
            Piece::Sign(sign) => loose.rich.text(sign.encode_utf8(&mut [0; 4])),
            Piece::Element(part) => match part.name() {
                "label" | "institution-id" | "xref" | "fn" => {}
                "sup" if depth == 0 && loose.rich.is_empty() && pieces.is_empty() => {}
                "institution-wrap" | "addr-line" | "address" if depth < 8 => {
                    pieces.push(std::mem::take(loose).finish());
                    gather(part, pieces, loose, depth + 1);
                    pieces.push(std::mem::take(loose).finish());
                }
                "institution" | "city" | "state" | "country" | "postal-code" | "post-code" | "named-content" | "email" | "phone"
                | "fax" => {
                    pieces.push(std::mem::take(loose).finish());
                    pieces.push(part.rich().unwrap_or_default());
                }
                _ => loose.inner(part),
            },
        }
    }
}

/// Joins the rendering of an affiliation in another language.
pub(super) fn join(known: &mut Affiliation, more: Affiliation) {
    for (lang, text) in more.text.iter() {
        if known.text.get(lang).is_none() {
            known.text.insert(lang.clone(), text.clone());
        }
    }
    known.label = known.label.take().or(more.label);
    known.org = known.org.take().or(more.org);
    known.city = known.city.take().or(more.city);
    known.postcode = known.postcode.take().or(more.postcode);
    known.country = known.country.take().or(more.country);
    known.ror = known.ror.take().or(more.ror);
}
