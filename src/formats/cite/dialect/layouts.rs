//! The layouts of a style file: which one prints the records of a language.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use super::{attributes, value};

/// The most layouts that a file may have: each language has a style of its own, which is read from the whole file. The styles of
/// CSL-M that are in use have two to ten.
const MOST: usize = 64;

/// The layouts of a file by their places in it.
#[derive(Debug, Default)]
pub(super) struct Layouts {
    /// The parent of each layout, and the how manieth in it this is, by the byte at which its tag begins.
    places: BTreeMap<usize, (usize, usize)>,
    /// The languages of the layouts of each parent; none where it is for all others.
    of_parents: Vec<Vec<Option<String>>>,
    /// The lists of languages in the list of references, each once.
    pub languages: Vec<String>,
}

impl Layouts {
    /// The layouts of a file, as far as it is XML.
    ///
    /// # Errors
    /// A sentence where there are more than anybody writes.
    pub fn of(xml: &str) -> Result<Self, String> {
        let mut layouts = Self::default();
        // Elements that are open: whether each is the list of references, and its number as a parent of layouts.
        let mut open: Vec<(bool, Option<usize>)> = Vec::new();
        let mut reader = Reader::from_str(xml);
        loop {
            let from = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            // What is wrong with it is said where it is copied.
            let Ok(event) = reader.read_event() else { return Ok(layouts) };
            let is_empty = matches!(event, Event::Empty(_));
            match event {
                Event::Eof => return Ok(layouts),
                Event::Start(tag) | Event::Empty(tag) => {
                    let name = tag.local_name();
                    if name.as_ref() == "layout" {
                        let language = value(&attributes(&tag), "locale").map(str::to_owned);
                        layouts.add(from, language, &mut open)?;
                    }
                    if !is_empty {
                        open.push((name.as_ref() == "bibliography", None));
                    }
                }
                Event::End(_) => {
                    open.pop();
                }
                _ => {}
            }
        }
    }

    fn add(&mut self, at: usize, language: Option<String>, open: &mut [(bool, Option<usize>)]) -> Result<(), String> {
        if self.places.len() == MOST {
            return Err(format!("it has more than {MOST} layouts; leave those of the languages that you cite"));
        }
        if open.iter().any(|(is_list, _)| *is_list) {
            let new = language.iter().filter(|list| !list.trim().is_empty() && !self.languages.contains(list));
            let new: Vec<String> = new.cloned().collect();
            self.languages.extend(new);
        }
        let Some((_, parent)) = open.last_mut() else { return Ok(()) };
        let parent = *parent.get_or_insert(self.of_parents.len());
        if parent == self.of_parents.len() {
            self.of_parents.push(Vec::new());
        }
        if let Some(layouts) = self.of_parents.get_mut(parent) {
            self.places.insert(at, (parent, layouts.len()));
            layouts.push(language);
        }
        Ok(())
    }

    /// Whether the layout whose tag begins at this byte prints the wanted languages: the one that is for them, else that of no
    /// language, else the last of its parent.
    pub fn is_for(&self, at: usize, wanted: Option<&str>) -> bool {
        let Some((parent, nth)) = self.places.get(&at) else { return true };
        let mut layouts = self.of_parents.get(*parent).into_iter().flatten().map(Option::as_deref).skip(*nth);
        let own = layouts.next().flatten();
        own == wanted || if own.is_some() { layouts.next().is_none() } else { !layouts.any(|other| other == wanted) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_a_layout_for_each_language_and_no_more_than_are_read() {
        let file = |layouts: &str| format!("<style><citation><layout/></citation><bibliography>{layouts}</bibliography></style>");
        let xml = file("<layout locale=\"en\"/><layout/><layout locale=\"de\"/><!-- <layout locale=\"fr\"/> -->");
        let layouts = Layouts::of(&xml).unwrap_or_default();
        assert_eq!(layouts.languages, ["en", "de"]);
        for (wanted, right) in
            [(None, [true, false, true, true]), (Some("en"), [true, true, true, true]), (Some("de"), [true, false, false, true])]
        {
            let places = xml.match_indices("<layout").take(4).map(|(at, _)| layouts.is_for(at, wanted));
            assert!(places.eq(right), "{wanted:?}");
        }
        let many = |count: usize| file(&(1..count).map(|nth| format!("<layout locale=\"l{nth}\"/>")).collect::<Vec<_>>().concat());
        assert_eq!(Layouts::of(&many(MOST)).map(|layouts| layouts.languages.len()), Ok(MOST - 1));
        assert_eq!(
            Layouts::of(&many(MOST + 1)).map(|_| ()),
            Err("it has more than 64 layouts; leave those of the languages that you cite".to_owned())
        );
    }
}
