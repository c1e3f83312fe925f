//! What a record is called in a few cells: the family name of the first author, and the year.

use super::ArticleCard;
use crate::record::{ContributorKind, Language, Reference};
use crate::text::plain;

/// What a collective is called at the end of its name.
const COLLECTIVES: [&str; 28] = [
    "collaboration",
    "consortium",
    "group",
    "team",
    "committee",
    "society",
    "association",
    "organization",
    "organisation",
    "network",
    "station",
    "observatory",
    "laboratory",
    "institute",
    "institution",
    "university",
    "academy",
    "museum",
    "library",
    "foundation",
    "council",
    "commission",
    "agency",
    "bureau",
    "office",
    "department",
    "centre",
    "center",
];
/// Words that the name of no person has.
const WITHIN: [&str; 4] = ["of", "for", "and", "on"];
/// Letters of a word of a title that stands for a missing name.
const OF_TITLE: usize = 12;

impl ArticleCard {
    /// `Dameri 2017`, `胡业飞 2024`; where no author is known, the first words of the title. Not cleaned.
    pub fn short_label(&self, language: &Language) -> String {
        let (name, year) = self.short_parts(language);
        year.map_or_else(|| name.clone(), |year| format!("{name} {year}"))
    }

    /// The name and the year of [`ArticleCard::short_label`].
    pub fn short_parts(&self, language: &Language) -> (String, Option<i32>) {
        let authors = self.authors.prefer(language).map(|authors| plain(authors)).unwrap_or_default();
        let name = family_name(&authors);
        if !name.is_empty() {
            return (name, self.year);
        }
        let title = self.title.prefer(language).map(|title| plain(title)).unwrap_or_default();
        (first_words(&title), self.year)
    }
}

impl Reference {
    /// The same of an entry of a reference list: name and year, in the language in which it is printed first. Not cleaned.
    pub fn short_parts(&self) -> (String, Option<i32>) {
        let Some(part) = self.parts.first() else { return (first_words(&plain(&self.raw)), None) };
        let author = part.authors.first().and_then(|author| {
            let whole = author.name.prefer(&part.lang).map(|name| plain(name));
            if author.kind == ContributorKind::Collaboration {
                return whole.map(|name| acronym(&name).map(str::to_owned).unwrap_or(name));
            }
            match author.family.prefer(&part.lang).filter(|family| Language::of_text(family) != Language::Zh) {
                Some(family) => Some(as_a_name(&plain(family))),
                None => whole.map(|name| family_name(&name)),
            }
        });
        let name = author.filter(|name| !name.is_empty());
        let title = || part.title.as_deref().map_or_else(|| plain(&self.raw), plain);
        (name.unwrap_or_else(|| first_words(&title())), part.year)
    }
}

/// `OECD` of `Organisation for Economic Co-operation and Development (OECD)`.
fn acronym(name: &str) -> Option<&str> {
    let (_, short) = name.trim().strip_suffix(')')?.rsplit_once('(')?;
    let short = short.trim();
    (!short.is_empty() && short.chars().count() <= OF_TITLE && short.chars().all(char::is_alphanumeric)).then_some(short)
}

/// What stands for a missing name.
fn first_words(title: &str) -> String {
    let words: String = title.trim().chars().take(OF_TITLE).collect();
    words.trim_end().to_owned()
}

/// The family name of the first of several authors, as they are printed in a list: `HU Ye-fei, …`, `Dameri R P`, `Renata
/// Paola Dameri`, `Ludwig van der Berg`, `胡业飞，…`.
fn family_name(authors: &str) -> String {
    let first = authors.split([',', '，', ';', '；', '、']).next().unwrap_or_default().trim();
    let first = first.trim_end_matches("等").trim_end_matches("et al.").trim();
    if !first.contains(|c: char| c.is_ascii_alphabetic() || c.is_lowercase()) {
        return first.to_owned();
    }
    let words: Vec<&str> = first.split_whitespace().collect();
    if let [only] = words.as_slice() {
        return (*only).to_owned();
    }
    let ends = words.last().is_some_and(|word| COLLECTIVES.contains(&word.to_lowercase().as_str()));
    if ends || words.iter().any(|word| WITHIN.contains(word)) {
        return first.strip_prefix("The ").unwrap_or(first).to_owned();
    }
    let letters = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count();
    let initials = |word: &str| word.ends_with('.') || (letters(word) <= 2 && word.chars().all(|c| !c.is_lowercase()));
    let capitals = |word: &&str| letters(word) >= 2 && word.chars().all(|c| !c.is_lowercase());
    // Initials behind the name, as in Vancouver style.
    if words.last().is_some_and(|word| initials(word)) {
        let name: Vec<&str> = words.iter().take_while(|word| !initials(word)).copied().collect();
        if !name.is_empty() {
            return as_a_name(&name.join(" "));
        }
    }
    // The family name in capitals, as Chinese journals print it (GB/T 28039).
    if let Some(name) = words.iter().find(|word| capitals(word) && words.iter().any(|other| !capitals(other))) {
        return as_a_name(name);
    }
    let particles = words.iter().rev().skip(1).take_while(|word| word.chars().next().is_some_and(char::is_lowercase)).count();
    words.get(words.len().saturating_sub(particles + 1)..).unwrap_or_default().join(" ")
}

/// `HU` as `Hu`.
fn as_a_name(name: &str) -> String {
    if name.contains(char::is_lowercase) {
        return name.to_owned();
    }
    let mut start = true;
    let lower = |c: char| -> String {
        let as_it_is = std::mem::replace(&mut start, !c.is_alphabetic());
        if as_it_is { c.to_string() } else { c.to_lowercase().collect() }
    };
    name.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Citation, Contributor, MultiText};

    #[test]
    fn an_entry_is_called_by_its_first_author_or_by_its_title() {
        let name = |family: &str, whole: &str, kind: ContributorKind| {
            let text = |text: &str| if text.is_empty() { MultiText::default() } else { MultiText::of(Language::En, text.to_owned()) };
            let author = Contributor { name: text(whole), family: text(family), kind, ..Contributor::default() };
            let authors = if whole.is_empty() { Vec::new() } else { vec![author] };
            let part = Citation { lang: Language::En, authors, title: Some("Smart cities at large".to_owned()), ..Citation::default() };
            Reference { parts: vec![part], ..Reference::default() }.short_parts().0
        };
        let (person, group) = (ContributorKind::Person, ContributorKind::Collaboration);
        assert_eq!(name("SZAREK-IWANIUK", "SZAREK-IWANIUK P", person), "Szarek-Iwaniuk");
        assert_eq!(name("", "Dameri R P", person), "Dameri");
        assert_eq!(name("", "Organisation for Economic Co-operation (OECD)", group), "OECD");
        assert_eq!(name("", "R Core Team", group), "R Core Team");
        assert_eq!(name("", "", person), "Smart cities");
        assert_eq!(Reference { raw: "Anonymous leaf.".to_owned(), ..Reference::default() }.short_parts().0, "Anonymous le");
    }

    #[test]
    fn the_family_name_is_found_in_every_way_of_writing() {
        for (authors, name) in [
            ("Renata Paola Dameri, Francesca Ricciardi", "Dameri"),
            ("Dameri R P, Ricciardi F, et al.", "Dameri"),
            ("HU Ye-fei, ZHANG Yi-meng", "Hu"),
            ("Yi-meng ZHANG", "Zhang"),
            ("O'NEIL J.", "O'Neil"),
            ("Ludwig van der Berg", "van der Berg"),
            ("胡业飞，张怡梦，等", "胡业飞"),
            ("OECD", "OECD"),
            ("The Reedbed Night Survey Collaboration", "Reedbed Night Survey Collaboration"),
            ("R. P. Dameri", "Dameri"),
            ("Wuze Wetland Station", "Wuze Wetland Station"),
            ("Ministry of Health", "Ministry of Health"),
            ("Bureau of Fens and Bogs, Office", "Bureau of Fens and Bogs"),
            ("", ""),
        ] {
            assert_eq!(family_name(authors), name, "{authors}");
        }
    }
}
