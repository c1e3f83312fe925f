//! The people of an entry, and its places, which are a list as they are.

use std::borrow::Cow;

use serde_json::json;

use super::super::super::{Finding, latex};
use super::super::fields::{OfImprint, meets};
use super::super::names;
use super::databases::{Database, unwrapped};
use super::{Draft, OTHERS};
use crate::record::{Affiliation, Language, MultiText};

impl Draft<'_, '_, '_> {
    /// Takes a list of names; false when there is no name in it, which then is kept as written: but for a word for nobody.
    pub(super) fn names(&mut self, role: &'static str, name: &str, written: &str) -> bool {
        if self.is_no_name(written) {
            return true;
        }
        let written = self.without_braces(role, written);
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

    /// A list without the braces that the Web of Science puts around those of editors: names in it have a comma each.
    fn without_braces<'w>(&self, role: &str, written: &'w str) -> &'w str {
        let inner = unwrapped(written);
        let is_list = || names::split_at_words(inner).iter().all(|name| name.contains(','));
        if self.database == Database::WebOfScience && role != "author" && is_list() { inner } else { written }
    }

    /// Where authors work. One place alone is everybody's; the field is kept, for the model writes none.
    pub(super) fn affiliations(&mut self, written: &str) -> bool {
        let texts = names::top_level(written, |c| matches!(c, ';' | '；')).into_iter().map(latex::rich).filter(|text| !text.is_empty());
        self.article.affiliations.extend(texts.map(|text| {
            let text = MultiText::of(Language::of_text(&text), text);
            Affiliation { text, ..Affiliation::default() }
        }));
        false
    }

    /// The places of a list (`München and Berlin and New York`) with semicolons between them. Two of an English work may be one
    /// (`Tyne and Wear`), and read as they should in any case.
    pub(super) fn places<'w>(&self, written: &'w str) -> Cow<'w, str> {
        let places = names::split_at_words(written);
        let is_list = match places.len() {
            0 | 1 => false,
            2 => self.lang.as_ref().is_some_and(|lang| *lang != Language::En),
            _ => true,
        };
        if is_list { Cow::Owned(places.join("; ")) } else { Cow::Borrowed(written) }
    }

    /// A place of publication. Where a paper has both, `location` is where the conference was, as ACM writes it.
    pub(super) fn place(&mut self, name: &str, written: &str, member: OfImprint) -> bool {
        let places = self.places(written);
        let of_event = name == "location" && self.has("address") && meets(&self.article.kind) && !self.has("venue");
        self.imprint(&places, if of_event { |imprint| &mut imprint.event_place } else { member })
    }

    /// An option that the particles of the people tell is not kept once more.
    pub(super) fn prefixes_told(&mut self) {
        if names::all_drop(&self.article.authors) {
            self.residue.retain(|pair| *pair != json!(["options", names::DROPPING]));
        }
    }
}
