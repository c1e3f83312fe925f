//! What is no reading: notices, corrections, and the same work once more.

use crate::library::facts::{Facts, is_correction};
use crate::library::keys;
use crate::record::{Article, ArticleKind, Relation};

/// How titles of notices begin, folded; of corrections see [`is_correction`].
const NOTICES: [&str; 22] = [
    "征稿",
    "稿约",
    "征文启事",
    "约稿",
    "投稿须知",
    "投稿指南",
    "来稿须知",
    "本刊启事",
    "本刊声明",
    "本刊征",
    "撤稿",
    "总目录",
    "目次",
    "errata",
    "retracted",
    "retractionof",
    "retractionnote",
    "expressionofconcern",
    "callforpapers",
    "instructionsforauthors",
    "informationforauthors",
    "guideforauthors",
];
/// Of the references of either list, so many of a hundred in common say that it is one work in two languages.
const TRANSLATED: u32 = 80;
/// Lists shorter than this say nothing of the kind.
const FEWEST: usize = 5;

/// Whether a record is a notice, a correction, retracted or the like: nothing that one would read for what it says.
pub(super) fn is_notice(article: &Article) -> bool {
    if matches!(article.kind, ArticleKind::Correction | ArticleKind::Frontmatter | ArticleKind::Periodical) {
        return true;
    }
    // Both the notice of a retraction and what was retracted name the other so.
    if article.related.iter().flatten().any(|related| related.rel == Relation::Retraction) {
        return true;
    }
    let titles: Vec<String> = article.title.values().map(|title| keys::title(title)).collect();
    let is_one = |title: &String| NOTICES.iter().any(|begins| title.starts_with(begins)) || title.ends_with("启事");
    let named = titles.iter().any(|title| is_one(title) || is_correction(title));
    // `前言`, `Editorial`: a short title, and nothing behind it.
    let bare = article.abstracts.is_empty() && article.refs.as_ref().is_none_or(Vec::is_empty) && article.keywords.is_empty();
    named || (bare && !titles.is_empty() && titles.iter().all(|title| !keys::telling(title)))
}

/// Whether two records are one work, though they were not joined: the same title in one language.
pub(super) fn is_same(one: &Facts, other: &Facts) -> bool {
    let same_title = one.titles.iter().any(|(_, title)| keys::telling(title) && other.titles.iter().any(|(_, theirs)| theirs == title));
    let same_doi = one.doi.is_some() && one.doi == other.doi;
    same_doi || (same_title && !one.year_differs(other) && !one.people_differ(other))
}

/// Whether one is the other in another language: nearly the same references, and nothing that speaks against it.
pub(super) fn is_translation(one: &Facts, other: &Facts, shared: u32, mine: usize, theirs: usize) -> bool {
    let longer = u32::try_from(mine.max(theirs)).unwrap_or(u32::MAX);
    let no_language_in_common = one.titles_alike(other).is_none();
    mine.min(theirs) >= FEWEST
        && shared.saturating_mul(100) >= longer.saturating_mul(TRANSLATED)
        && no_language_in_common
        && !one.people_differ(other)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

    use serde_json::json;

    use super::*;

    fn article(title: &str, abstracts: bool) -> Article {
        let abstracts = if abstracts { json!({"zh": [{"head": null, "text": "摘要"}]}) } else { json!({}) };
        serde_json::from_value(json!({"title": {"zh": title}, "year": 2024, "abstract": abstracts})).unwrap()
    }

    #[test]
    fn notices_are_told_from_articles() {
        for title in ["征稿简则", "《治理研究》征稿启事", "更正声明", "Erratum to: A fine article", "Retraction: of it", "前言"]
        {
            assert!(is_notice(&article(title, false)), "{title}");
        }
        for title in ["智慧城市的治理路径", "Correcting for bias in large samples", "目标治理的逻辑"] {
            assert!(!is_notice(&article(title, true)), "{title}");
        }
        assert!(!is_notice(&article("城市", true)), "a short title with an abstract");
    }

    #[test]
    fn the_same_work_once_more_is_known() {
        let facts = |article: &Article| Facts::of_article(article);
        let one = facts(&article("智慧城市的治理路径与演化", true));
        assert!(is_same(&one, &facts(&article("智慧城市的治理路径与演化", false))));
        assert!(!is_same(&one, &facts(&article("智慧城市的治理路径与结构", false))));
    }
}
