//! Numbers on arXiv, and the address that each has there: formats without a name for the number have the address.

use crate::record::Article;

/// What stands before a number in its address.
const ADDRESS: &str = "https://arxiv.org/abs/";

/// Links of a record that are looked through for one of arXiv.
const SOUGHT: usize = 16;

/// Whether this is a number: `2101.00001`, `2101.00001v2`, `hep-th/9901001`.
pub fn is_number(id: &str) -> bool {
    let digits = |text: &str, counts: std::ops::RangeInclusive<usize>| {
        counts.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let id = without_version(id);
    if let Some((archive, number)) = id.split_once('/') {
        return digits(number, 7..=7) && archive.starts_with(|c: char| c.is_ascii_lowercase());
    }
    id.split_once('.').is_some_and(|(month, number)| digits(month, 4..=4) && digits(number, 4..=5))
}

/// The address of a number.
pub fn address(number: &str) -> String {
    [ADDRESS, number].concat()
}

/// The address of the record's own number, where none of its links is one there.
pub fn unlinked(article: &Article) -> Option<String> {
    let number = article.ids.arxiv.as_deref()?;
    linked(article).is_none().then(|| address(number))
}

/// Takes the number of a record from its links, where it has none yet.
pub fn take(article: &mut Article) {
    if article.ids.arxiv.is_none() {
        article.ids.arxiv = linked(article).map(str::to_owned);
    }
}

/// The number in the first of a record's links that is one there, without its version.
fn linked(article: &Article) -> Option<&str> {
    article.links.iter().take(SOUGHT).find_map(|link| number_in(&link.url))
}

fn number_in(url: &str) -> Option<&str> {
    let (host, id) = url.split_once("/abs/")?;
    let there = matches!(host, "https://arxiv.org" | "http://arxiv.org" | "https://www.arxiv.org" | "http://www.arxiv.org");
    Some(without_version(id)).filter(|id| there && is_number(id))
}

fn without_version(id: &str) -> &str {
    let version = id.rsplit_once('v').filter(|(_, number)| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    version.map_or(id, |(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_in_addresses() {
        for (url, number) in [
            ("https://arxiv.org/abs/2101.00001v2", Some("2101.00001")),
            ("http://arxiv.org/abs/hep-th/9901001", Some("hep-th/9901001")),
            ("https://example.org/abs/2101.00001", None),
            ("https://arxiv.org/pdf/2101.00001", None),
            ("https://arxiv.org/abs/cs", None),
        ] {
            assert_eq!(number_in(url), number, "{url}");
        }
    }
}
