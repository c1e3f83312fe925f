//! How the names of bodies that write under their own name are told from those of people, where no source says which it is.

/// Words of bodies that are nobody's family name.
const WORDS: &[&str] = &[
    "administration",
    "agency",
    "association",
    "authority",
    "bundesamt",
    "bureau",
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
    "museum",
    "nations",
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

/// Words of bodies that are family names, or words within other names, too (W. H. Press).
const ALSO_NAMES: &[&str] =
    &["academy", "bank", "board", "college", "company", "library", "office", "press", "program", "school", "service", "team", "union"];

/// Words that long names of bodies end in, and short ones of people may, too (Alonzo Church).
const OF_LONG_NAMES: &[&str] = &[
    "alliance",
    "church",
    "coalition",
    "conference",
    "court",
    "force",
    "forum",
    "frontières",
    "fund",
    "hospital",
    "initiative",
    "international",
    "observatory",
    "parliament",
    "partnership",
    "party",
    "project",
    "research",
    "sciences",
    "services",
    "survey",
    "systems",
    "trust",
    "unit",
    "watch",
];

/// Words of Chinese bodies.
const HAN: &[&str] = &["编辑部", "委员会", "课题组", "编委会", "研究院", "研究所", "协会", "学会", "大学", "联盟", "协作组"];

/// Small words that stand within names of bodies and in no person's.
pub const LINKS: &[&str] = &["of", "for", "the", "on", "in", "at"];

/// Whether a text holds a word of bodies, even one that is a name, too.
pub fn has_body_word(text: &str) -> bool {
    has(text, WORDS) || has(text, ALSO_NAMES)
}

/// Whether a whole name, written without a comma, is that of a body: by a word for one, by a small word within, or, where three
/// words or more stand in full, by one that many bodies end in.
pub fn is_body(name: &str) -> bool {
    let words = || name.split_whitespace();
    let in_full = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !word.ends_with('.');
    has(name, WORDS)
        || HAN.iter().any(|word| name.contains(word))
        || words().skip(1).any(|word| LINKS.contains(&word))
        || (words().count() > 2 && words().all(in_full) && (has(name, ALSO_NAMES) || has(name, OF_LONG_NAMES)))
}

fn has(text: &str, wanted: &[&str]) -> bool {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).any(|word| {
        let lower = word.to_lowercase();
        wanted.contains(&lower.as_str())
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
            "中国图书馆学会",
        ] {
            assert!(is_body(body), "{body}");
        }
        for person in ["John Smith", "William H. Press", "William Press", "Alonzo Church", "Mary Jane Smith", "Ludwig van Beethoven"] {
            assert!(!is_body(person), "{person}");
        }
    }
}
