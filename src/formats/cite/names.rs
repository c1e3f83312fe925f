//! Names as GB/T 7714 prints them: Han names whole, Latin ones family first and given names as initials without points.

use super::given::parts;
use super::{Edition, Piece, Work, rule};
use crate::record::{Contributor, ContributorKind, Language};
use crate::text::clean_line;

/// Names printed before 等 or et al.
const SHOWN: usize = 3;

/// A list of contributors: at most three names, then the word for more of them; of authors also where the source names no
/// more but says that there are.
pub(super) fn list(work: &Work, people: &[&Contributor], first: &'static str, of: rule::Rule) -> Vec<Piece> {
    let names: Vec<String> = people.iter().map(|one| name(work, one)).filter(|name| !name.is_empty()).collect();
    let mut pieces = Vec::new();
    let shown: Vec<&str> = names.iter().take(SHOWN).map(String::as_str).collect();
    if !shown.is_empty() {
        pieces.push(Piece::new(first, shown.join(work.signs().comma), of));
    }
    let others = work.article.etal && people.iter().all(|one| one.role.is_none());
    if names.len() > SHOWN || (others && !names.is_empty()) {
        let word = if names.iter().all(|name| is_hangul(name)) { "외" } else { work.pick("等", "et al.") };
        pieces.push(Piece::new(work.signs().comma, word, rule::MORE_NAMES));
    }
    pieces
}

/// One name.
pub(super) fn name(work: &Work, one: &Contributor) -> String {
    let whole = one.name.prefer(&work.language).map(|name| clean_line(name).trim().to_owned()).unwrap_or_default();
    let part = |text: Option<&String>| text.map(|text| clean_line(text).trim().to_owned()).filter(|text| !text.is_empty());
    let language = &work.language;
    // The language in which the name is there, so that family and given name are of one writing.
    let language = if one.name.get(language).is_some() { language } else { one.name.languages().next().unwrap_or(language) };
    let (family, given) = (one.family.prefer(language), one.given.prefer(language));
    if one.kind == ContributorKind::Collaboration {
        return whole;
    }
    // A name printed in one piece in this writing stays it, though the other writing tells family and given name apart.
    if one.family.get(language).is_none() && is_cjk(&whole) {
        return closed_up(&whole);
    }
    match (part(family), part(given)) {
        (Some(family), given) if is_cjk(&family) => {
            if whole.is_empty() {
                family + &given.unwrap_or_default()
            } else {
                closed_up(&whole)
            }
        }
        (Some(family), given) => western(work, one, &family, given.as_deref()),
        (None, _) if is_cjk(&whole) => closed_up(&whole),
        // A body, or nothing says which word is the family.
        (None, _) => whole,
    }
}

/// `PEEBLES P Z Jr`, `DES MARAIS D J`, `VEEN P H van der`; the 2025 edition keeps `Peebles P Z Jr`.
fn western(work: &Work, one: &Contributor, family: &str, given: Option<&str>) -> String {
    let cased = |name: &str| match work.edition {
        Edition::Of2015 => name.to_uppercase(),
        Edition::Of2025 => title_case(name),
    };
    let given = given.map(|given| initials(given, family, work)).unwrap_or_default();
    let family = match &one.particle {
        Some(particle) => cased(&format!("{} {family}", clean_line(particle))),
        None => cased(family),
    };
    let suffix = one.suffix.as_deref().map(|suffix| clean_line(suffix).trim_matches(['.', ',', ' ']).to_owned());
    let small = one.dropping_particle.as_deref().map(|small| clean_line(small).into_owned());
    [Some(family), Some(given), small, suffix].into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A name in capitals in title case; any other as it is.
fn title_case(name: &str) -> String {
    let mut letters = name.chars().filter(|c| c.is_alphabetic());
    if letters.clone().count() < 2 || letters.any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut first = true;
    name.chars()
        .flat_map(|c| {
            let shown: Vec<char> = if first { vec![c] } else { c.to_lowercase().collect() };
            first = !c.is_alphabetic();
            shown
        })
        .collect()
}

/// The first letter of each given name: `Peyton Z.` is `P Z`, `Ye-fei` is `Y F`, `J.M.` is `J M`, `YF` is `Y F`. The 2025
/// edition keeps the hyphen of a given name: `Jean-Pierre` is `J-P`.
fn initials(given: &str, family: &str, work: &Work) -> String {
    let mut letters = String::new();
    for part in parts(given, family, work.initials_alone) {
        let Some(first) = part.word.chars().find(|c| c.is_alphanumeric()) else { continue };
        let behind = !letters.is_empty();
        if behind {
            letters.push(if part.tied && work.edition == Edition::Of2025 { '-' } else { ' ' });
        }
        // A small word behind others is a particle, and what counts bearers of a name is no initial.
        let whole = behind && ((first.is_lowercase() && !part.tied) || matches!(part.word, "II" | "III" | "IV"));
        if whole {
            letters.push_str(part.word);
        } else {
            letters.extend(first.to_uppercase());
        }
    }
    letters
}

/// Whether there is hangul in a text.
pub(super) fn is_hangul(text: &str) -> bool {
    text.chars().any(crate::text::is_hangul)
}

/// Whether a name is written in Han, kana or hangul.
pub(super) fn is_cjk(text: &str) -> bool {
    text.chars().any(crate::text::is_east_asian)
}

/// A Chinese name without the blank that sets two characters apart; `胡 业飞` is `胡业飞`.
fn closed_up(name: &str) -> String {
    let short = name.chars().count() <= 5 && name.chars().all(|c| c.is_whitespace() || is_cjk(&c.to_string()));
    if short { name.split_whitespace().collect() } else { name.to_owned() }
}

/// The language in which a work is cited: the one asked for where there is a title in it, else that of the record.
pub(super) fn language_of(article: &crate::record::Article, wanted: Option<&Language>) -> Language {
    let has = |language: &&Language| article.title.get(language).is_some();
    wanted
        .filter(has)
        .or(Some(&article.lang).filter(has))
        .cloned()
        .or_else(|| article.title.languages().next().cloned())
        .unwrap_or_else(|| article.lang.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn given_names_become_letters() {
        let article = crate::record::Article::default();
        let work = |edition| Work::new(&article, edition, super::super::System::Numeric, None);
        for (given, letters) in [
            ("Peyton Z.", "P Z"),
            ("Ye-fei", "Y F"),
            ("J.M.", "J M"),
            ("YF", "Y F"),
            ("Jean-Pierre", "J P"),
            ("Gabriel de la", "G de la"),
            ("Willem P. T. M.", "W P T M"),
            ("Éric", "É"),
            ("", ""),
        ] {
            assert_eq!(initials(given, "Roe", &work(Edition::Of2015)), letters, "{given}");
        }
        for (given, letters) in [("Jean-Pierre", "J-P"), ("Ye-fei", "Y-F"), ("J.-P.", "J-P"), ("Jean Pierre", "J P"), ("J.M.", "J M")] {
            assert_eq!(initials(given, "Roe", &work(Edition::Of2025)), letters, "{given}");
        }
        assert_eq!((title_case("DES MARAIS"), title_case("McKay"), title_case("O")), ("Des Marais".into(), "McKay".into(), "O".into()));
        assert_eq!((closed_up("余 涛"), closed_up("买买提·沙吾提")), ("余涛".into(), "买买提·沙吾提".into()));
    }
}
