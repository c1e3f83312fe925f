//! An article as the printed reference of GB/T 7714—2015 (sequence system), in the language that is shown first.

use crate::record::{Article, ArticleKind, Language};
use crate::text::plain;

/// Names printed before `等` or `et al` (GB/T 7714—2015, 8.1.2).
const NAMES: usize = 3;

/// The reference for an article, such as `胡业飞, 张怡梦. 题名[J]. 刊名, 2024, 60(3): 46-58. DOI: 10.…`.
pub fn gb(article: &Article, language: &Language) -> String {
    let title = article.title.prefer(language).map(|title| plain(title)).unwrap_or_default();
    let spoken = if article.title.get(language).is_some() { language.clone() } else { Language::of_text(&title) };
    let names: Vec<&str> = article.authors.iter().filter_map(|author| author.name.prefer(&spoken)).map(String::as_str).collect();
    let mut authors = names.iter().take(NAMES).copied().collect::<Vec<_>>().join(", ");
    if names.len() > NAMES {
        authors.push_str(if spoken == Language::Zh { ", 等" } else { ", et al" });
    }
    let kind = match article.kind {
        ArticleKind::Book => "M",
        ArticleKind::Chapter | ArticleKind::Proceedings | ArticleKind::Paper => "C",
        ArticleKind::Thesis => "D",
        ArticleKind::Report => "R",
        ArticleKind::Standard => "S",
        ArticleKind::Patent => "P",
        ArticleKind::Webpage => "EB/OL",
        ArticleKind::Dataset => "DS",
        ArticleKind::Newspaper => "N",
        ArticleKind::Program => "CP",
        ArticleKind::Map => "CM",
        ArticleKind::Archive => "A",
        ArticleKind::Preprint => "PP",
        _ => "J",
    };
    let mut said = String::new();
    if !authors.is_empty() {
        said.push_str(&authors);
        said.push_str(". ");
    }
    said.push_str(&title);
    said.push_str(&format!("[{kind}]. "));
    let mut place: Vec<String> = Vec::new();
    place.extend(article.journal.title.prefer(&spoken).cloned());
    place.extend(article.year.map(|year| year.to_string()));
    let number = match (&article.volume, &article.issue) {
        (Some(volume), Some(issue)) => Some(format!("{volume}({issue})")),
        (Some(volume), None) => Some(volume.clone()),
        (None, Some(issue)) => Some(format!("({issue})")),
        (None, None) => None,
    };
    place.extend(number);
    said.push_str(&place.join(", "));
    if let Some(pages) = Some(article.pages.raw.as_str()).filter(|raw| !raw.is_empty()) {
        said.push_str(": ");
        said.push_str(pages);
    }
    said.push('.');
    if let Some(doi) = &article.ids.doi {
        said.push_str(&format!(" DOI: {doi}."));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Contributor, Doi, MultiText, Pages};

    fn article() -> Article {
        let mut article = Article {
            title: [(Language::Zh, "智慧治理".to_owned()), (Language::En, "Smart governance".to_owned())].into_iter().collect(),
            year: Some(2024),
            volume: Some("60".to_owned()),
            issue: Some("3".to_owned()),
            pages: Pages::parse("46-58"),
            ..Article::default()
        };
        article.journal.title = MultiText::of(Language::Zh, "学报".to_owned());
        article.ids.doi = Doi::parse("10.16088/x");
        for name in ["胡业飞", "张怡梦", "甲", "乙"] {
            article.authors.push(Contributor { name: MultiText::of(Language::Zh, name.to_owned()), ..Contributor::default() });
        }
        article
    }

    #[test]
    fn in_either_language() {
        assert_eq!(gb(&article(), &Language::Zh), "胡业飞, 张怡梦, 甲, 等. 智慧治理[J]. 学报, 2024, 60(3): 46-58. DOI: 10.16088/x.");
        assert!(gb(&article(), &Language::En).contains(", et al. Smart governance[J]. "));
    }
}
