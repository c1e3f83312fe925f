//! The order of a list by a CSL style, found before it is printed.
//!
//! CSL 1.0.2 gives letters behind years in the order of the list, hayagriva 0.10 in that in which works are cited. So the works
//! are cited in the order of the list.

use std::collections::HashMap;

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest};

/// Items in the order that a style lists them in; those that it tells nothing of, as they came.
pub(super) fn listed(items: Vec<Item>, style: &IndependentStyle, locale: Option<&LocaleCode>, locales: &[Locale]) -> Vec<Item> {
    if items.len() < 2 || style.bibliography.as_ref().is_none_or(|list| list.sort.is_none()) {
        return items;
    }
    // Nothing is printed: the keys alone are compared.
    let mut bare = style.clone();
    bare.citation.layout.elements.clear();
    if let Some(list) = &mut bare.bibliography {
        list.layout.elements.clear();
        list.subsequent_author_substitute = None;
        list.second_field_align = None;
    }
    let mut driver = BibliographyDriver::new();
    for item in &items {
        driver.citation(CitationRequest::new(vec![CitationItem::with_entry(item)], &bare, locale.cloned(), locales, Some(1)));
    }
    let list = driver.finish(BibliographyRequest::new(&bare, locale.cloned(), locales)).bibliography;
    let keys = list.map(|list| list.items).unwrap_or_default();
    let places: HashMap<String, usize> = keys.into_iter().enumerate().map(|(place, item)| (item.key, place)).collect();
    let mut items = items;
    items.sort_by_key(|item| item.id().and_then(|id| places.get(id.as_ref()).copied()).unwrap_or(usize::MAX));
    items
}
