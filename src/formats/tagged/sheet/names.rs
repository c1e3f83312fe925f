//! People of a line.

use super::super::{marks, people};
use super::Sheet;
use crate::record::{Contributor, Language};

impl Sheet {
    /// Adds the people of a line, in a role or as authors. False where it names nobody.
    pub fn people(&mut self, value: &str, role: Option<&str>) -> bool {
        let before = self.article.authors.len();
        let japanese = !value.is_ascii() && self.is_japanese();
        let (value, others) = people::without_others(value);
        self.article.etal |= others && role.is_none();
        if let Some(marked) = value.contains('[').then(|| marks::names(value)).flatten() {
            for (names, marks) in marked {
                let first = self.article.authors.len();
                self.article
                    .authors
                    .extend(people::people(names).into_iter().map(|one| Contributor { role: role.map(str::to_owned), ..one }));
                // Of several names before one mark it is the last one's.
                if let Some(last) = self.article.authors.get_mut(first..).and_then(<[_]>::last_mut) {
                    last.marks = marks;
                }
            }
            return self.article.authors.len() > before;
        }
        let mut take = |mut one: Contributor| {
            one.role = role.map(str::to_owned);
            self.article.authors.push(one);
        };
        if japanese {
            people::japanese(value, &mut take);
        } else {
            people::each(value, &mut take);
        }
        self.article.authors.len() > before
    }

    /// Whether the work is in Japanese, as it says or by its title.
    fn is_japanese(&self) -> bool {
        let is = |lang: &Language| matches!(lang, Language::Other(lang) if &**lang == "ja");
        is(&self.article.lang) || self.article.title.languages().any(is)
    }

    /// Whether a line names nobody but says that there are others.
    pub fn others(&mut self, value: &str) -> bool {
        let (names, others) = people::without_others(value);
        self.article.etal |= others;
        names.trim().is_empty()
    }
}
