//! What no member took of a record, in order: the path of each element and its text, for `raw`.

use serde_json::{Value, json};

use super::element::{Element, Piece};
use crate::formats::Finding;
use crate::record::Article;

/// Attributes that say nothing about a record.
const SILENT: &[&str] = &["xmlns", "xmlns:xlink", "xmlns:mml", "xmlns:xsi", "xsi:schemaLocation", "space", "toggle"];

/// Parts of one record that are kept; more are of no use to anybody.
const MOST: usize = 20_000;

/// Bytes of a path: a name that would make it longer is left out of it. Every part repeats the names around it, so that one name
/// of a megabyte over thousands of parts would be gigabytes.
const LONGEST_PATH: usize = 512;

/// Keeps with a record, under the name of the format, path and text of everything in its element that was not taken. An element
/// of which nothing was taken is kept with its attributes, as `path/@name`. The finding tells where it became too much.
pub fn keep(root: Element<'_>, format: &str, article: &mut Article) -> Option<Finding> {
    let Walk { kept, too_much, .. } = walked(root);
    if !kept.is_empty() {
        article.raw.insert(format.to_owned(), kept.into());
    }
    too_much.map(|line| {
        Finding::kept(format!("more than {MOST} parts of this record have no member to go to; those from this line on were not kept"))
            .at(line)
            .of("raw")
    })
}

fn walked(root: Element<'_>) -> Walk {
    let (first, end) = root.span();
    let taken = root.tree().taken.get(first..end).unwrap_or_default();
    // How many of its nodes were taken up to each place: an element was touched when the number grows within it. No node
    // outside of it is looked at, so that to ask for each work of a list costs a look at the list.
    let mut before = Vec::with_capacity(taken.len() + 1);
    let mut count = 0u32;
    for cell in taken {
        before.push(count);
        count += u32::from(cell.get());
    }
    before.push(count);
    let mut walk = Walk { first, before, path: String::new(), kept: Vec::new(), too_much: None };
    walk.element(root);
    walk
}

struct Walk {
    /// The place of the outermost element.
    first: usize,
    before: Vec<u32>,
    path: String,
    kept: Vec<Value>,
    /// The line of the first part that was not kept.
    too_much: Option<usize>,
}

impl Walk {
    fn element(&mut self, element: Element<'_>) {
        let (from, to) = element.span();
        let before = |place: usize| self.before.get(place - self.first);
        let taken = before(from).zip(before(to)).map_or(0, |(from, to)| (to - from) as usize);
        if taken == to - from {
            return;
        }
        if self.kept.len() >= MOST {
            self.too_much.get_or_insert_with(|| element.line());
            return;
        }
        let untouched = taken == 0;
        let length = self.path.len();
        if length + element.name().len() < LONGEST_PATH {
            if length > 0 {
                self.path.push('/');
            }
            self.path.push_str(element.name());
        }
        if untouched {
            for (name, value) in element.attributes() {
                let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
                if !SILENT.contains(&local) && !SILENT.contains(&name) {
                    self.kept.push(json!([format!("{}/@{name}", self.path), super::entities::decoded(value)]));
                }
            }
        }
        if element.has_elements() {
            for piece in element.pieces() {
                match piece {
                    Piece::Element(inner) => self.element(inner),
                    Piece::Text(text) if !element.is_taken() => self.words(super::builder::collapse(text)),
                    Piece::Text(_) | Piece::Sign(_) => {}
                }
            }
        } else if let Some(text) = Some(element).filter(|element| !element.is_taken()).and_then(Element::text) {
            self.words(text);
        }
        self.path.truncate(length);
    }

    /// Signs between elements are punctuation of the page; words are somebody's.
    fn words(&mut self, text: String) {
        if text.chars().any(char::is_alphanumeric) {
            self.kept.push(json!([self.path, text]));
        }
    }
}
