//! Names of people as databases write them: `Family, Given, Suffix`, several in one line, bodies.

use std::borrow::Cow;

use super::records::trimmed;
use crate::formats::{names, rich};
use crate::record::{Contributor, ContributorKind, Language, MultiText};
use crate::text::{is_han, plain};

/// Words that stand for people who are not named.
const OTHERS: &[&str] = &["et al", "et al.", "等", "and others", "others", NOBODY];

/// What Scopus writes where there is no author.
pub const NOBODY: &str = "[No author name available]";

/// A list of names without the word at its end for those that it leaves out, and whether there was one.
pub fn without_others(written: &str) -> (&str, bool) {
    const SIGNS: [char; 8] = [';', '；', '|', '\n', ',', '，', '、', ' '];
    let whole = written.trim_end_matches(SIGNS);
    let rest = OTHERS.iter().find_map(|others| {
        let (rest, end) = whole.split_at_checked(whole.len().checked_sub(others.len())?)?;
        if !end.eq_ignore_ascii_case(others) {
            return None;
        }
        // 等 needs no sign before it; a word that may be a name (`Ann Others`) needs one that parts names.
        let parted = match *others {
            "等" => true,
            "others" => rest.is_empty() || rest.trim_end().ends_with([';', '|', '\n', ',']),
            _ => rest.is_empty() || rest.ends_with(SIGNS),
        };
        parted.then_some(rest)
    });
    rest.map_or((written, false), |rest| (rest.trim_end_matches(SIGNS), true))
}

/// Splits a line into people: at `;`, `|` and line ends always; at `,` and `、` only between whole Chinese names.
pub fn people(written: &str) -> Vec<Contributor> {
    let mut people = Vec::new();
    each(written, &mut |one| people.push(one));
    people
}

/// The same, handed over one by one: most lines have one name, which needs no list.
pub fn each(written: &str, take: &mut dyn FnMut(Contributor)) {
    // The sign that ends an entity parts no names: `M&uuml;ller`. It is decoded once, whatever comes of it.
    if written.contains('&') && written.contains(';') {
        parted(&without_markup(written), take);
    } else {
        parted(written, take);
    }
}

fn parted(written: &str, take: &mut dyn FnMut(Contributor)) {
    if written.is_ascii() && !written.bytes().any(|byte| matches!(byte, b';' | b'|' | b'\n')) {
        if are_in_capitals(written) {
            return written.split(',').filter_map(person).for_each(take);
        }
        if let Some(several) = several(written) {
            return several.iter().filter_map(|name| person(name)).for_each(take);
        }
        return person(written).into_iter().for_each(take);
    }
    for piece in written.split([';', '；', '|', '\n']).map(str::trim).filter(|piece| !piece.is_empty()) {
        if !piece.chars().any(is_han) {
            person(piece).into_iter().for_each(&mut *take);
            continue;
        }
        let parts: Vec<&str> = piece.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty()).collect();
        if parts.len() > 1 && parts.iter().all(|part| is_whole_chinese_name(part)) && !is_family_and_given(&parts) {
            parts.iter().filter_map(|part| person(part)).for_each(&mut *take);
        } else {
            person(piece).into_iter().for_each(&mut *take);
        }
    }
}

/// Names of one line as a list of references has them: `Smith, J., Doe, J. K. & Roe, A.`, `Smith J and Doe JK`. Nothing where
/// not each of them has its initials.
fn several(written: &str) -> Option<Vec<String>> {
    let commas = written.bytes().filter(|byte| *byte == b',').count();
    if commas == 1 {
        return None;
    }
    let initials = |word: &str| {
        let letters = word.split(['.', '-', ' ']).all(|part| part.chars().count() < 2 && !part.contains(char::is_lowercase));
        (word.ends_with('.') && letters) || (word.len() <= 3 && !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase()))
    };
    if commas == 0 {
        let names: Vec<&str> = written.split(" and ").flat_map(|part| part.split(" & ")).map(str::trim).collect();
        let is_whole =
            |name: &&str| name.rsplit_once(' ').is_some_and(|(family, given)| initials(given) && family.contains(char::is_lowercase));
        return (names.len() > 1 && names.iter().all(is_whole)).then(|| names.into_iter().map(str::to_owned).collect());
    }
    let list = [", & ", ", and ", " & ", " and "].iter().fold(written.to_owned(), |list, sign| list.replace(sign, ", "));
    let pieces: Vec<&str> = list.split(',').map(str::trim).collect();
    let is_pair = |pair: &[&str]| matches!(pair, [family, given] if !initials(family) && given.ends_with('.') && initials(given));
    (pieces.len() > 3 && pieces.chunks(2).all(is_pair)).then(|| pieces.chunks(2).map(|pair| pair.join(", ")).collect())
}

/// `張三(San Chang)`, as Airiti writes it: a Chinese name, and how it is written in Latin letters.
fn in_two_scripts(written: &str) -> Option<Contributor> {
    let (name, latin) = written.strip_suffix(')')?.split_once('(')?;
    let fits = is_whole_chinese_name(name) && latin.is_ascii() && latin.contains(' ') && !latin.bytes().any(|byte| byte.is_ascii_digit());
    let (mut one, other) = (person(name).filter(|_| fits)?, person(latin)?);
    for (place, more) in [(&mut one.name, other.name), (&mut one.family, other.family), (&mut one.given, other.given)] {
        for (lang, text) in more.iter() {
            place.insert(lang.clone(), text.clone());
        }
    }
    Some(one)
}

/// Names of Japanese people: family and given name stand between a comma or a blank, and no comma parts people.
pub fn japanese(written: &str, take: &mut dyn FnMut(Contributor)) {
    for piece in written.split([';', '；', '|', '\n']).map(str::trim).filter(|piece| !piece.is_empty()) {
        let parts: Vec<&str> =
            piece.split(|c: char| c.is_whitespace() || matches!(c, ',' | '，')).filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [family, given] if !piece.is_ascii() => {
                let lang = Language::Other("ja".into());
                take(Contributor {
                    name: MultiText::of(lang.clone(), [*family, *given].join(if piece.contains([',', '，']) { "" } else { " " })),
                    family: MultiText::of(lang.clone(), (*family).to_owned()),
                    given: MultiText::of(lang, (*given).to_owned()),
                    ..Contributor::default()
                });
            }
            _ => each(piece, take),
        }
    }
}

/// `JIA Mou,YI Mou`: whole names, each with its family name in capitals.
fn are_in_capitals(written: &str) -> bool {
    let whole = |name: &str| {
        name.trim().split_once(' ').is_some_and(|(family, given)| {
            family.len() > 1
                && family.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
                && given.bytes().any(|byte| byte.is_ascii_lowercase())
                && given.starts_with(|c: char| c.is_ascii_uppercase())
        })
    };
    written.contains(',') && written.split(',').filter(|part| !part.trim().is_empty()).all(whole)
}

/// A name of two characters or more, or a body's.
fn is_whole_chinese_name(part: &str) -> bool {
    part.chars().any(is_han) && part.chars().all(|c| is_han(c) || matches!(c, '·' | '•' | '.' | ' ' | '(' | ')' | '（' | '）'))
}

/// `胡, 业飞` is one person: a family name alone is no whole name.
fn is_family_and_given(parts: &[&str]) -> bool {
    matches!(parts, [family, given] if family.chars().count() == 1 && given.chars().count() <= 3)
}

/// One name. `Family, Given` is turned round for reading; the parts are kept as they were.
pub fn person(written: &str) -> Option<Contributor> {
    let written = without_markup(written);
    let written = trimmed(trimmed(&written).trim_end_matches([';', ',']));
    if let Some(one) = in_two_scripts(written) {
        return Some(one);
    }
    if written.is_empty() || OTHERS.iter().any(|others| others.eq_ignore_ascii_case(written)) {
        return None;
    }
    let comma = if written.is_ascii() { written.split_once(',') } else { written.split_once([',', '，']) };
    let Some((family, rest)) = comma else {
        return Some(without_comma(written));
    };
    let (family, mut given) = (trimmed(family), trimmed(rest));
    if family.is_empty() || given.is_empty() {
        return person(if family.is_empty() { given } else { family });
    }
    let mut suffix = None;
    // Libraries write when somebody lived: `Author, A. B., 1930-`.
    if let Some((before, _)) = given.rsplit_once(',').filter(|(_, last)| are_years(last)) {
        given = before.trim();
    }
    if let Some((before, last)) = given.rsplit_once(',') {
        // `Bell, Jr, Frederick E.` and `Bell, Frederick E., Jr`.
        if names::is_suffix(last) || is_degree(last) {
            (given, suffix) = (before.trim(), Some(last.trim()));
        } else if names::is_suffix(before) {
            (given, suffix) = (last.trim(), Some(before.trim()));
        }
    }
    let lang = Language::of_text(written);
    let whole = match lang {
        _ if lang == Language::Zh || names::are_eastern(family, given) => [family, given].concat(),
        _ => suffix.map_or_else(|| [given, " ", family].concat(), |suffix| [given, " ", family, ", ", suffix].concat()),
    };
    Some(Contributor {
        name: MultiText::of(lang.clone(), whole),
        family: MultiText::of(lang.clone(), family.to_owned()),
        given: MultiText::of(lang, given.to_owned()),
        suffix: suffix.map(str::to_owned),
        ..Contributor::default()
    })
}

/// `Ph.D.` and its like, behind a given name.
fn is_degree(word: &str) -> bool {
    const DEGREES: [&str; 10] = ["phd", "md", "dphil", "dsc", "scd", "msc", "mba", "mph", "esq", "frcp"];
    let letters: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    DEGREES.contains(&letters.as_str())
}

/// `1930-`, `1930-2001`, `1930-2001.`.
fn are_years(written: &str) -> bool {
    let is_year = |year: &str| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    let parts = written.trim().trim_end_matches('.').split_once(['-', '–']);
    parts.is_some_and(|(born, died)| is_year(born) && (died.is_empty() || is_year(died)))
}

/// Chinese family names of two letters, which capitals make look like initials (`Wei LI`).
const SHORT: &[&str] = &["AN", "DU", "FU", "GU", "HE", "HU", "LI", "LU", "MA", "NI", "SU", "WU", "XU", "YE", "YU"];

/// `JA`: initials that are no short family name and no word in capitals.
fn are_letters(initials: &str) -> bool {
    initials.len() <= 3
        && initials.bytes().all(|byte| byte.is_ascii_uppercase())
        && !SHORT.contains(&initials)
        && !(initials.len() == 3 && initials.contains(['A', 'E', 'I', 'O', 'U']))
}

/// `J.A.`, `H.-Y.`.
fn are_dotted(initials: &str) -> bool {
    let mut letters = initials.split(['.', '-', '\u{2010}', '\u{2011}']).filter(|part| !part.is_empty());
    initials.ends_with('.') && letters.clone().count() <= 4 && letters.all(|part| part.len() == 1 && part.starts_with(char::is_uppercase))
}

/// `Smith JA` is told apart by its initials; else capitals and Chinese custom decide, or nothing does.
fn without_comma(written: &str) -> Contributor {
    let mut one = names::person(written);
    if one.kind == ContributorKind::Person
        && let Some((family, initials)) = written.rsplit_once(' ')
        && (are_letters(initials) || are_dotted(initials))
        && family.chars().any(char::is_lowercase)
    {
        let lang = Language::of_text(written);
        one.family = MultiText::of(lang.clone(), family.trim().to_owned());
        one.given = MultiText::of(lang, initials.to_owned());
    }
    one
}

/// `Smith, John Jr`, as PubMed writes it: the suffix stands behind the given names without a comma.
pub fn suffix_apart(one: &mut Contributor) {
    let Some((lang, given)) = one.given.iter().next().map(|(lang, given)| (lang.clone(), given.clone())) else { return };
    let Some((given, suffix)) = given.rsplit_once(' ') else { return };
    let known = names::is_suffix(suffix) && suffix.trim_end_matches('.').len() > 1;
    if known
        && one.suffix.is_none()
        && let Some(family) = one.family.get(&lang)
    {
        one.name.insert(lang.clone(), [given, " ", family, ", ", suffix].concat());
        one.given.insert(lang, given.to_owned());
        one.suffix = Some(suffix.to_owned());
    }
}

/// Whether a short name (`Smith JM`, `Smith, JM`) says no more than a full one does.
pub fn is_short_for(short: &str, full: &Contributor) -> bool {
    let short = full.suffix.as_deref().and_then(|suffix| short.strip_suffix(suffix)).map_or(short, str::trim_end);
    let (family, initials) = short.split_once(',').or_else(|| short.rsplit_once(' ')).unwrap_or((short, ""));
    let given: Vec<char> = full.given.values().next().into_iter().flat_map(|given| given.chars()).collect();
    let first_letters =
        given.iter().enumerate().filter(|(at, c)| c.is_alphabetic() && (*at == 0 || given.get(at - 1).is_none_or(|c| !c.is_alphabetic())));
    let same_initials = first_letters.map(|(_, c)| c.to_ascii_uppercase()).eq(initials.trim().chars());
    same_initials && full.family.values().any(|known| known == family.trim())
}

/// A name as it is read: entities as what they stand for, raised figures as such. Names have no markup in a record.
fn without_markup(written: &str) -> Cow<'_, str> {
    match rich::of_markup_if_any(written) {
        Cow::Owned(marked) => Cow::Owned(plain(&marked)),
        as_it_is @ Cow::Borrowed(_) => as_it_is,
    }
}

/// A body.
pub fn body(written: &str) -> Contributor {
    let written = without_markup(written);
    let name = written.trim();
    Contributor {
        name: MultiText::of(Language::of_text(name), name.to_owned()),
        kind: ContributorKind::Collaboration,
        ..Contributor::default()
    }
}

/// A name as these formats write it: `Family, Given, Suffix`, with a particle that is no part of the family name behind the given
/// one (`Humboldt, Alexander von`); Chinese names and bodies as they are.
pub fn inverted(one: &Contributor, lang: &Language) -> Option<String> {
    let name = one.name.prefer(lang).or_else(|| one.family.prefer(lang))?;
    let lang = one.name.languages().find(|known| *known == lang).or_else(|| one.name.languages().next()).unwrap_or(lang);
    if one.kind == ContributorKind::Person
        && *lang != Language::Zh
        && let (Some(family), Some(given)) = (one.family.get(lang), one.given.get(lang))
    {
        let mut inverted = String::with_capacity(family.len() + given.len() + 8);
        if let Some(particle) = &one.particle {
            inverted.push_str(particle);
            // `d’Este`, `al-Hasan`.
            if !particle.ends_with(['\'', '’', '-', '‐', '‑']) {
                inverted.push(' ');
            }
        }
        inverted.push_str(family);
        inverted.push_str(", ");
        inverted.push_str(given);
        if let Some(dropping) = &one.dropping_particle {
            inverted.push(' ');
            inverted.push_str(dropping);
        }
        if let Some(suffix) = &one.suffix {
            inverted.push_str(", ");
            inverted.push_str(suffix);
        }
        return Some(if inverted.contains(['<', '&']) { rich::plain(&inverted).into_owned() } else { inverted });
    }
    Some(rich::plain(name).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(written: &str) -> Vec<String> {
        people(written)
            .iter()
            .map(|one| {
                let part = |text: &MultiText| text.values().next().cloned().unwrap_or_default();
                format!("{}|{}|{}|{}", part(&one.name), part(&one.family), part(&one.given), one.suffix.clone().unwrap_or_default())
            })
            .collect()
    }

    #[test]
    fn a_word_for_others_is_no_name() {
        for (written, rest) in [
            ("et al.", Some("")),
            ("Castoe, Todd A., et al", Some("Castoe, Todd A.")),
            ("甲;乙;等;", Some("甲;乙")),
            ("胡业飞等", Some("胡业飞")),
            ("Roe B; others", Some("Roe B")),
            ("Ann Others", None),
            ("Portal", None),
        ] {
            assert_eq!(without_others(written), (rest.unwrap_or(written), rest.is_some()), "{written}");
        }
    }

    #[test]
    fn names_of_databases() {
        assert_eq!(shown("Castoe, Todd A."), ["Todd A. Castoe|Castoe|Todd A.|"]);
        assert_eq!(shown("Bell, Frederick E., Jr."), ["Frederick E. Bell, Jr.|Bell|Frederick E.|Jr."]);
        assert_eq!(shown("Bell, III, Frederick E."), ["Frederick E. Bell, III|Bell|Frederick E.|III"]);
        assert_eq!(shown("van Maris AJ"), ["van Maris AJ|van Maris|AJ|"]);
        assert_eq!(shown("Wei LI"), ["Wei LI|Li|Wei|"]);
        assert_eq!(shown("甲乙;丙丁;"), ["甲乙|甲|乙|", "丙丁|丙|丁|"]);
        assert_eq!(shown("胡业飞,张怡梦"), ["胡业飞|胡|业飞|", "张怡梦|张|怡梦|"]);
        assert_eq!(shown("胡, 业飞"), ["胡业飞|胡|业飞|"]);
        assert_eq!(shown("Gout, I\net al."), ["I Gout|Gout|I|"]);
        assert_eq!(shown("Smith, J., Roe, A. B. & Doe, K."), ["J. Smith|Smith|J.|", "A. B. Roe|Roe|A. B.|", "K. Doe|Doe|K.|"]);
        assert_eq!(shown("Smith J and van der Roe AB"), ["Smith J|Smith|J|", "van der Roe AB|van der Roe|AB|"]);
        assert_eq!(shown("Department of Health and Human Services").len(), 1);
        assert_eq!(shown("Author, A. B., 1930-2001"), ["A. B. Author|Author|A. B.|"]);
        assert_eq!(shown("World Health Organization"), ["World Health Organization|||"]);
    }

    #[test]
    fn a_name_is_written_as_it_was() {
        for written in ["Castoe, Todd A.", "Bell, Frederick E., Jr.", "Doe, J., Ph.D.", "胡业飞", "World Health Organization", "Plato"] {
            let one = person(written).unwrap_or_default();
            assert_eq!(inverted(&one, &Language::En).as_deref(), Some(written));
        }
        let one = person("Doe, J., Ph.D.").unwrap_or_default();
        assert_eq!(one.suffix.as_deref(), Some("Ph.D."));
        for (particle, dropping, made) in [
            (Some("von"), None, "von Roe, Ann"),
            (None, Some("von"), "Roe, Ann von"),
            (Some("d’"), None, "d’Roe, Ann"),
            (Some("al-"), None, "al-Roe, Ann"),
            (Some("La"), Some("de"), "La Roe, Ann de"),
        ] {
            let (particle, dropping_particle) = (particle.map(str::to_owned), dropping.map(str::to_owned));
            let one = Contributor { particle, dropping_particle, ..person("Roe, Ann").unwrap_or_default() };
            assert_eq!(inverted(&one, &Language::En).as_deref(), Some(made));
        }
    }
}
