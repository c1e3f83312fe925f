//! Pictures within text: a terminal draws none, so that each is named where it stands.

use crate::formats::xml::{Builder, Element};

/// The most signs of a picture's own description that stand in a line.
const LONGEST: usize = 120;

/// What a picture is called: the words for those who do not see it, else its file's name as short as it says which.
pub(super) fn called(element: Element<'_>) -> Option<String> {
    let within = || std::iter::once(element).chain(element.descendants());
    let words = within().filter(|part| part.name() == "alt-text").find_map(Element::text);
    if let Some(words) = words.filter(|words| words.chars().count() <= LONGEST && words.split_whitespace().nth(1).is_some()) {
        return Some(words);
    }
    let address = within().find_map(|part| part.attribute("href"))?;
    let file = address.rsplit(['/', '#']).next().unwrap_or_default();
    let stem = match file.rsplit_once('.') {
        Some((stem, kind)) if matches!(kind.to_lowercase().as_str(), "gif" | "jpg" | "jpeg" | "png" | "tif" | "tiff" | "svg" | "eps") => {
            stem
        }
        _ => file,
    };
    // `journal.pcbi.1002484.e001` of PLOS, `41550_2022_1641_Article_IEq2` of Springer: the article's own number is known.
    let short = stem.rsplit(['.', '_']).next().filter(|short| short.chars().any(char::is_alphabetic)).unwrap_or(stem);
    Some(short.to_owned()).filter(|short| !short.is_empty())
}

/// Names a picture in the line; `what` says what is on it.
pub(super) fn in_line(builder: &mut Builder, element: Element<'_>, what: &str) {
    let name = called(element).map(|name| format!(" {name}")).unwrap_or_default();
    builder.rich.text(&format!("[{what}{name}]"));
    element.leave();
}
