//! The people of a draft and their institutions: lists in two languages become one.

use super::{Draft, fill};
use crate::formats::{labels, names};
use crate::record::{Affiliation, Contributor, Language, MultiText};

/// How far a list is searched for the twin of an author or an affiliation; longer lists pair by place alone.
const MOST_PAIRED: usize = 200;

impl Draft {
    /// People of one language. They join those of another by their place, or else by their sounds.
    pub fn authors(&mut self, people: Vec<Contributor>, source: &str) {
        if people.is_empty() {
            return;
        }
        let han = people.iter().filter(|one| one.name.get(&Language::Zh).is_some()).count();
        let lang = if han * 2 > people.len() { Language::Zh } else { Language::En };
        let known = &mut self.article.authors;
        if known.is_empty() {
            *known = people;
        } else if known.iter().any(|one| one.name.get(&lang).is_some()) {
            // The same list once more: only its marks are news.
            for (one, again) in known.iter_mut().zip(&people) {
                if one.marks.is_empty()
                    && one.name.values().any(|name| again.name.values().any(|other| names::pinyin_key(other) == names::pinyin_key(name)))
                {
                    one.marks.clone_from(&again.marks);
                    one.corresponding |= again.corresponding;
                    one.equal |= again.equal;
                }
            }
            return;
        } else {
            let by_place = known.len() == people.len();
            let keys: Vec<Vec<String>> = known
                .iter()
                .take(if by_place { 0 } else { MOST_PAIRED })
                .map(|other| other.name.values().map(|name| names::pinyin_key(name)).collect())
                .collect();
            for (at, one) in people.into_iter().enumerate() {
                let key = one.name.values().next().map(|name| names::pinyin_key(name)).unwrap_or_default();
                let place = if by_place { Some(at) } else { keys.iter().position(|keys| keys.contains(&key)) };
                let Some(twin) = place.and_then(|at| known.get_mut(at)) else {
                    known.push(one);
                    continue;
                };
                for (field, more) in [(&mut twin.name, &one.name), (&mut twin.family, &one.family), (&mut twin.given, &one.given)] {
                    for (lang, text) in more.iter() {
                        fill(field, lang.clone(), text);
                    }
                }
                if twin.marks.is_empty() {
                    twin.marks = one.marks;
                }
                twin.corresponding |= one.corresponding;
                twin.equal |= one.equal;
            }
        }
        self.gave(true, "authors", Some(&lang), source);
    }

    /// Whether people of this language are known, with their marks.
    pub fn has_authors(&self, lang: &Language) -> bool {
        self.article.authors.iter().any(|one| one.name.get(lang).is_some())
    }

    /// Affiliations of one language, paired with those of another by their labels or their places.
    pub fn affiliations(&mut self, texts: &[String], source: &str) {
        let parsed: Vec<(Option<String>, String)> = texts.iter().flat_map(|text| labels::affiliation(text)).collect();
        let Some((_, first)) = parsed.first() else { return };
        let lang = Language::of_text(first);
        let known = &mut self.article.affiliations;
        if known.iter().any(|one| one.text.get(&lang).is_some()) {
            return;
        }
        let by_place = known.len() == parsed.len();
        for (at, (label, text)) in parsed.into_iter().enumerate() {
            let place = known.iter().take(MOST_PAIRED).position(|one| one.label.is_some() && one.label == label).or(by_place.then_some(at));
            if let Some(twin) = place.and_then(|at| known.get_mut(at)) {
                fill(&mut twin.text, lang.clone(), &text);
            } else {
                let postcode = text.split(|c: char| !c.is_ascii_digit()).rfind(|digits| digits.len() == 6).map(str::to_owned);
                known.push(Affiliation { label, text: MultiText::of(lang.clone(), text), postcode, ..Affiliation::default() });
            }
        }
        self.gave(true, "affiliations", Some(&lang), source);
    }

    pub fn corresponding(&mut self, text: &str) {
        let lower = text.to_lowercase();
        let email = text
            .split(|c: char| c.is_whitespace() || "：:;；,，()（）<>".contains(c))
            .find(|word| word.contains('@') && word.contains('.') && word.is_ascii())
            .map(str::to_owned);
        let one = self.article.authors.iter_mut().find(|one| one.name.values().any(|name| lower.contains(&name.to_lowercase())));
        if let Some(one) = one {
            one.corresponding = true;
            one.email = one.email.take().or(email);
        } else {
            self.article.notes.push(text.to_owned());
        }
    }
}
