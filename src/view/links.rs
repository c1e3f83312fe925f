//! The cells that are hyperlinks of the terminal: the DOIs and web addresses that are seen.

use std::ops::Range;

use crate::reader::{Area, Leading, Popup, Reader, Target};
use crate::record::Doi;
use crate::text::web_address;

/// Cells of one row that lead to an address outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebLink {
    pub row: u16,
    pub columns: Range<u16>,
    /// An http or https address in the characters 0x21–0x7E.
    pub target: String,
}

/// The hyperlinks of the picture that [`super::draw`] makes of the same reader: none lies under something drawn later. The linear
/// presentation has none: what stands in its lines is read out.
pub fn links(reader: &Reader) -> Vec<WebLink> {
    if reader.settings().is_linear() {
        return Vec::new();
    }
    let mut links: Vec<WebLink> = reader.leading_in_text().into_iter().filter_map(web_link).collect();
    for popup in reader.popups() {
        links = outside(links, reader.popup_area(popup));
        if let Popup::Page(on_top) = popup {
            links.extend(reader.leading_on_top(popup, on_top).into_iter().filter_map(web_link));
        }
    }
    match reader.which_key() {
        Some(box_of_keys) => outside(links, box_of_keys.area),
        None => links,
    }
}

fn web_link(leading: Leading<'_>) -> Option<WebLink> {
    let address = match leading.target {
        Target::Doi(doi) => Doi::parse(doi)?.url(),
        Target::Url(url) => url.clone(),
        _ => return None,
    };
    Some(WebLink { row: leading.row, columns: leading.columns, target: web_address(&address).ok()? })
}

/// What of the links is not covered by an area.
fn outside(links: Vec<WebLink>, area: Area) -> Vec<WebLink> {
    let (right, bottom) = (area.x.saturating_add(area.width), area.y.saturating_add(area.height));
    let mut left = Vec::with_capacity(links.len());
    for link in links {
        if !(area.y..bottom).contains(&link.row) {
            left.push(link);
            continue;
        }
        let Range { start, end } = link.columns;
        for columns in [start..end.min(area.x), start.max(right)..end] {
            if !columns.is_empty() {
                left.push(WebLink { columns, target: link.target.clone(), ..link });
            }
        }
    }
    left
}
