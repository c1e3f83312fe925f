//! The people of an entry.

use serde_json::json;

use super::super::super::Finding;
use super::super::names;
use super::{Draft, OTHERS};

impl Draft<'_, '_, '_> {
    /// Takes a list of names; false when there is no name in it.
    pub(super) fn names(&mut self, role: &'static str, name: &str, written: &str) -> bool {
        let (mut people, others) = names::list(written, role);
        if people.is_empty() {
            return false;
        }
        if names::listed(written).is_some() {
            let sentence =
                "commas part these names, which BibTeX has inside of one; they were read as several people; write \"and\" between them";
            self.findings.push(Finding::kept(sentence).at(self.line).of(name));
        }
        if self.entry.value("options").is_some_and(names::drops_prefixes) {
            people.iter_mut().filter(|one| one.particle.is_some()).for_each(names::drop_prefix);
        }
        if self.article.authors.is_empty() {
            self.article.authors = people;
        } else {
            self.article.authors.extend(people);
        }
        for option in names::options(written) {
            self.keep(name, option);
        }
        if others && role == "author" {
            self.article.etal = true;
        } else if others {
            self.keep(name, OTHERS);
        }
        true
    }

    /// An option that the particles of the people tell is not kept once more.
    pub(super) fn prefixes_told(&mut self) {
        if names::all_drop(&self.article.authors) {
            self.residue.retain(|pair| *pair != json!(["options", names::DROPPING]));
        }
    }
}
