//! How the names of bodies that write under their own name are told from those of people, where no source says which it is.

/// Words of bodies that hardly anybody is called by.
const WORDS: &[&str] = &[
    "administration",
    "agency",
    "association",
    "authority",
    "bundesamt",
    "center",
    "centre",
    "collaboration",
    "commission",
    "committee",
    "congress",
    "consortium",
    "corporation",
    "council",
    "department",
    "federation",
    "forschungsgemeinschaft",
    "foundation",
    "gesellschaft",
    "government",
    "group",
    "inc",
    "institut",
    "institute",
    "institution",
    "instituto",
    "laboratory",
    "ltd",
    "ministère",
    "ministerio",
    "ministry",
    "museo",
    "museum",
    "musée",
    "network",
    "organisation",
    "organization",
    "programme",
    "society",
    "stiftung",
    "universidad",
    "universidade",
    "università",
    "universität",
    "université",
    "university",
];

/// Words of bodies that are family names, or words within other names, too (W. H. Press, Alonzo Church).
const ALSO_NAMES: &[&str] = &[
    "academy", "bank", "board", "bureau", "church", "college", "company", "court", "force", "library", "nations", "office", "party",
    "press", "program", "school", "service", "team", "trust", "union",
];

/// Words that say of those what they are of: `European Central Bank`, `World Bank`.
const OF_WHAT: &[&str] =
    &["american", "central", "european", "federal", "green", "international", "national", "public", "royal", "state", "united", "world"];

/// Words that long names of bodies end in.
const OF_LONG_NAMES: &[&str] = &[
    "alliance",
    "coalition",
    "conference",
    "forum",
    "frontières",
    "fund",
    "hospital",
    "initiative",
    "international",
    "observatory",
    "parliament",
    "partnership",
    "project",
    "research",
    "sciences",
    "services",
    "survey",
    "systems",
    "unit",
    "watch",
];

/// Words for those who are not named.
const UNNAMED: &[&str] = &["anonymous", "authors", "contributors", "editors", "members", "participants", "signatories", "staff", "the"];

/// Words of bodies as databases shorten them: `INT EROSION CONTROL ASSOC`.
const SHORTENED: &[&str] = &["acad", "assoc", "comm", "corp", "dept", "inst", "int", "intl", "natl", "org", "soc", "univ"];

/// Words of Chinese bodies.
const HAN: &[&str] = &["编辑部", "委员会", "课题组", "编委会", "研究院", "研究所", "协会", "学会", "大学", "联盟", "协作组"];

/// Small words that stand within names of bodies and in no person's.
pub const LINKS: &[&str] = &["of", "for", "the", "on"];

/// Whether such a word stands within a name, or an `in` or `at` that is no part of a family name as in `Huis in 't Veld`, `in der Au`.
pub fn is_linked(words: &[&str]) -> bool {
    let of_people = |next: &str| next.starts_with(['\'', '’']) || matches!(next, "der" | "den" | "dem" | "de" | "het");
    let place = |pair: &[&str]| matches!(pair, [_, "in" | "at"]);
    words.iter().skip(1).any(|word| LINKS.contains(word))
        || words.windows(2).enumerate().any(|(at, pair)| place(pair) && words.get(at + 2).is_some_and(|next| !of_people(next)))
}

/// Whether a text holds a word of bodies, even one that is a name, too.
pub fn has_body_word(text: &str) -> bool {
    has(text, WORDS) || has(text, ALSO_NAMES)
}

/// Whether a whole name is that of a body: by a word for one, by a small word within, or by one that is a name, too, where another
/// word says of what. Where no comma parts it, also by three words or more in full, the last of which many bodies end in.
pub fn is_body(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let in_full = |word: &&str| word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !word.ends_with('.');
    has(name, WORDS)
        || HAN.iter().any(|word| name.contains(word))
        || is_linked(&words)
        || has_own_initials(&words)
        || (!name.contains(',')
            && ((has(name, ALSO_NAMES) && has(name, OF_WHAT))
                || (words.len() > 2 && words.iter().all(in_full) && has(name, OF_LONG_NAMES))))
}

/// Whether the first letters of the words stand in brackets behind them: `Cuneiform Digital Library Initiative (CDLI)`.
fn has_own_initials(words: &[&str]) -> bool {
    let [words @ .., last] = words else { return false };
    let Some(short) = last.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')) else { return false };
    let initials = words.iter().filter_map(|word| word.chars().next()).filter(|c| c.is_uppercase());
    words.len() > 2 && short.chars().count() > 2 && initials.eq(short.chars())
}

/// Whether a name that is none for sure may be that of a body.
pub fn may_be_body(name: &str) -> bool {
    [WORDS, ALSO_NAMES, OF_LONG_NAMES, UNNAMED, SHORTENED].iter().any(|list| has(name, list))
}

fn has(text: &str, wanted: &[&str]) -> bool {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).any(|word| {
        let lower = word.to_lowercase();
        let one = lower.strip_suffix('s').unwrap_or(&lower);
        // `Workgroup`, `Subcommittees`.
        let whole = ["group", "committee"].into_iter().find(|end| one.ends_with(end)).unwrap_or(&lower);
        wanted.contains(&whole) || wanted.contains(&lower.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_told_from_people() {
        for body in [
            "Dublin Core Metadata Initiative",
            "Human Rights Watch",
            "Deutsche Forschungsgemeinschaft",
            "Médecins Sans Frontières",
            "NOAA National Centers for Environmental Information",
            "U.S. Department of Energy",
            "European Central Bank",
            "World Bank",
            "ENCODE Subcommittee",
            "Working Groups",
            "中国图书馆学会",
            "Cuneiform Digital Archive Initiative (CDAI)",
        ] {
            assert!(is_body(body), "{body}");
        }
        for person in [
            "John Smith",
            "William H. Press",
            "Mary Jane Church",
            "Church, George McDonald",
            "Mary Jane Smith",
            "Mary Jane Smith (MD)",
            "Ludwig van Beethoven",
            "Jean-Christophe Bureau",
            "Elisabeth Huis in 't Veld",
            "Hermann in der Schmitten",
        ] {
            assert!(!is_body(person), "{person}");
        }
    }
}
