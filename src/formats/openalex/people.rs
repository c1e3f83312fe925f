//! Authorships of an OpenAlex work: who, with ORCID, and where they work, with ROR.

use std::collections::HashMap;

use serde_json::Value;

use super::super::members::{Affiliations, Members, language_of, orcid};
use super::super::{html, names, rich};
use super::NAME;
use crate::record::{Affiliation, Article, Contributor, Language, MultiText};

pub(super) fn read(work: &mut Members, article: &mut Article) {
    let mut affiliations = Affiliations::default();
    let count = work.see("authorships").and_then(Value::as_array).map_or(0, Vec::len);
    for (at, mut authorship) in work.objects("authorships").into_iter().enumerate() {
        let mut author = authorship.object("author").unwrap_or_default();
        let (shown, printed) = (author.text("display_name"), authorship.text("raw_author_name"));
        let Some(mut one) = named(shown.as_deref().or(printed.as_deref()).unwrap_or_default()) else {
            // Without a name it is no author, but what is said of it stays.
            if let Some(left) = author.left() {
                authorship.keep("author", left);
            }
            if let Some(left) = authorship.left() {
                work.keep_one("authorships", left);
            }
            continue;
        };
        if let Some(printed) = &printed {
            family_in_capitals(&mut one, printed);
        }
        if let Some(printed) = printed.filter(|printed| shown.as_ref() != Some(printed)) {
            // Another script is the name in another language; else it is another spelling.
            let language = Language::of_text(&printed);
            if one.name.get(&language).is_none() {
                one.name.insert(language, rich::escape(&printed));
            } else {
                authorship.keep("raw_author_name", Value::String(printed));
            }
        }
        if let Some(id) = author.see_text("orcid").and_then(orcid) {
            author.take("orcid");
            if authorship.see_text("raw_orcid").and_then(orcid).as_ref() == Some(&id) {
                authorship.take("raw_orcid");
            }
            one.orcid = Some(id);
        }
        one.corresponding = authorship.take("is_corresponding") == Some(Value::Bool(true));
        one.aff = affiliations.places_of(affiliated(&mut authorship, &article.lang));
        let position = if at == 0 {
            "first"
        } else if at + 1 == count {
            "last"
        } else {
            "middle"
        };
        if authorship.see_text("author_position") == Some(position) {
            authorship.take("author_position");
        }
        if let Some(left) = author.left() {
            authorship.keep("author", left);
        }
        if let Some(left) = authorship.left() {
            one.rest.insert(NAME.to_owned(), left);
        }
        article.authors.push(one);
    }
    article.affiliations = affiliations.into_list();
}

/// A name as OpenAlex writes it: given name first, family name last, whatever the byline had. Chinese names are written
/// together, and are taken apart as Chinese names are.
fn named(shown: &str) -> Option<Contributor> {
    let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    if shown.is_empty() {
        return None;
    }
    let lang = Language::of_text(&shown);
    if lang == Language::Zh || shown.contains(',') {
        return Some(names::person(&rich::escape(&shown)));
    }
    let words: Vec<&str> = shown.split(' ').collect();
    let mut one = Contributor { name: MultiText::of(lang.clone(), rich::escape(&shown)), ..Contributor::default() };
    if let [given @ .., family] = words.as_slice()
        && !given.is_empty()
    {
        let end = given.iter().rposition(|word| !names::is_particle(word)).map_or(0, |at| at + 1);
        let (given, particle) = given.split_at_checked(end).unwrap_or((given, &[]));
        one.family = MultiText::of(lang.clone(), rich::escape(family));
        if !given.is_empty() {
            one.given = MultiText::of(lang, rich::escape(&given.join(" ")));
        }
        one.particle = Some(particle.join(" ")).filter(|particle| !particle.is_empty());
    }
    Some(one)
}

/// `LI Wei` in print tells that the family name of `Li Wei` stands first.
fn family_in_capitals(one: &mut Contributor, printed: &str) {
    let Some((family, given)) = printed.trim().split_once(' ') else { return };
    let capitals = family.chars().count() > 1 && family.chars().all(char::is_uppercase) && given.chars().any(char::is_lowercase);
    let Some((lang, shown)) = one.name.iter().next().map(|(lang, shown)| (lang.clone(), shown.clone())) else { return };
    let Some((first, rest)) = shown.split_once(' ') else { return };
    if capitals && first.to_lowercase() == family.to_lowercase() && rest.to_lowercase() == given.to_lowercase() {
        one.family = MultiText::of(lang.clone(), first.to_owned());
        one.given = MultiText::of(lang, rest.to_owned());
    }
}

/// The affiliations as printed, each with the institution that it was found to be where it is one alone; else the
/// institutions.
fn affiliated(authorship: &mut Members, lang: &Language) -> Vec<Affiliation> {
    let institutions: Vec<Value> = match authorship.see("institutions") {
        Some(Value::Array(list)) => list.clone(),
        _ => Vec::new(),
    };
    let by_id: HashMap<&str, &Value> = institutions.iter().filter_map(|one| Some((one.get("id")?.as_str()?, one))).collect();
    let of_institution = |one: &mut Affiliation, institution: &Value| {
        let text = |member: &str| institution.get(member).and_then(Value::as_str).map(str::to_owned);
        (one.org, one.country, one.ror) = (text("display_name"), text("country_code"), text("ror"));
    };
    let printed = |text: &str| {
        let text = rich::escape(&html_text(text));
        Affiliation { text: MultiText::of(language_of(&text, lang), text), ..Affiliation::default() }
    };
    let mut found: Vec<Affiliation> = Vec::new();
    for one in authorship.see("affiliations").and_then(Value::as_array).into_iter().flatten() {
        let Some(text) = one.get("raw_affiliation_string").and_then(Value::as_str).filter(|text| !text.trim().is_empty()) else { continue };
        let mut affiliation = printed(text);
        if let Some([only]) = one.get("institution_ids").and_then(Value::as_array).map(Vec::as_slice)
            && let Some(institution) = only.as_str().and_then(|id| by_id.get(id))
        {
            of_institution(&mut affiliation, institution);
        }
        found.push(affiliation);
    }
    if found.is_empty() {
        let texts = authorship.see("raw_affiliation_strings").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        found.extend(texts.filter(|text| !text.trim().is_empty()).map(printed));
        if let ([one], [institution]) = (found.as_mut_slice(), institutions.as_slice()) {
            of_institution(one, institution);
        }
    }
    if found.is_empty() {
        for institution in &institutions {
            let Some(name) = institution.get("display_name").and_then(Value::as_str) else { continue };
            let mut one = printed(name);
            of_institution(&mut one, institution);
            found.push(one);
        }
    }
    found
}

/// Text that may hold character references (`&amp;`), with single blanks.
fn html_text(text: &str) -> String {
    let text: String = html::tokens(text)
        .map(|token| match token {
            html::Token::Text(text) => text,
            html::Token::Start { raw, .. } | html::Token::End { raw, .. } => raw.to_owned(),
            html::Token::Comment => String::new(),
        })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    #[test]
    fn family_names_stand_last() {
        let read = |shown: &str| {
            let one = named(shown).unwrap();
            let first = |text: &MultiText| text.values().next().cloned().unwrap_or_default();
            (first(&one.given), one.particle.unwrap_or_default(), first(&one.family))
        };
        let parts = |given: &str, particle: &str, family: &str| (given.to_owned(), particle.to_owned(), family.to_owned());
        assert_eq!(read("Colin F. Camerer"), parts("Colin F.", "", "Camerer"));
        assert_eq!(read("Ludwig van der Berg"), parts("Ludwig", "van der", "Berg"));
        assert_eq!(read("胡业飞"), parts("业飞", "", "胡"));
        assert_eq!(read("Plato"), parts("", "", ""));
        assert!(named("  ").is_none());
    }
}
