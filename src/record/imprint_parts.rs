//! What a record says of how it was made public, part by part and each in one text: for a page and for a packet alike.

use super::{Article, ArticleKind, Language};

/// A part of an imprint, in the order in which it is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImprintPart {
    /// What kind of thesis, report or standard it is.
    Genre,
    /// Place and publisher; of a thesis or a report the institution.
    Publisher,
    /// The series and the number in it.
    Series,
    /// The conference and where it was held.
    Event,
    Edition,
    Version,
    /// The number of a report, a standard or a patent.
    Number,
    ApplicationNumber,
    /// Who keeps a document, where, and under which number.
    Archive,
    /// The scale of a map and its size.
    Scale,
    Medium,
    Isbn,
    /// ISSN and CN.
    Issn,
}

impl ImprintPart {
    /// What it is called in Chinese and in English.
    pub const fn names(self) -> (&'static str, &'static str) {
        match self {
            Self::Genre => ("类型", "Type"),
            Self::Publisher => ("出版者", "Publisher"),
            Self::Series => ("丛书", "Series"),
            Self::Event => ("会议", "Conference"),
            Self::Edition => ("版次", "Edition"),
            Self::Version => ("版本", "Version"),
            Self::Number => ("编号", "Number"),
            Self::ApplicationNumber => ("申请号", "Application"),
            Self::Archive => ("馆藏", "Archive"),
            Self::Scale => ("比例尺", "Scale"),
            Self::Medium => ("载体", "Medium"),
            Self::Isbn => ("ISBN", "ISBN"),
            Self::Issn => ("ISSN", "ISSN"),
        }
    }
}

/// The parts that a record has, in rich-lite; `language` is the one in which its publisher is preferred. Publisher and ISSN of
/// a journal are the journal's, and are not told with every article of it.
pub fn imprint_of(article: &Article, language: &Language) -> Vec<(ImprintPart, String)> {
    let imprint = &article.imprint;
    let one = |text: &Option<String>| text.clone().unwrap_or_default();
    let row = |parts: &[&Option<String>]| {
        let known = parts.iter().filter_map(|part| part.as_deref()).filter(|part| !part.trim().is_empty());
        known.collect::<Vec<_>>().join(if *language == Language::Zh { "，" } else { ", " })
    };
    let publisher = article.journal.publisher.prefer(language).filter(|name| !name.trim().is_empty());
    let place = imprint.place.as_deref().filter(|place| !place.trim().is_empty());
    let publisher = match (place, publisher) {
        (Some(place), Some(publisher)) => format!("{place}{}{publisher}", if *language == Language::Zh { "：" } else { ": " }),
        (place, publisher) => place.or(publisher.map(String::as_str)).unwrap_or_default().to_owned(),
    };
    let in_journal = !article.journal.title.is_empty()
        && matches!(
            article.kind,
            ArticleKind::Article
                | ArticleKind::Review
                | ArticleKind::Editorial
                | ArticleKind::Correction
                | ArticleKind::Newspaper
                | ArticleKind::Frontmatter
        );
    let issn = article.journal.issn.iter().map(String::as_str).chain(article.journal.cn.as_deref()).collect::<Vec<_>>();
    let parts = [
        (ImprintPart::Genre, one(&imprint.genre)),
        (ImprintPart::Publisher, publisher),
        (ImprintPart::Series, row(&[&imprint.series, &imprint.series_number])),
        (ImprintPart::Event, row(&[&imprint.event, &imprint.event_place])),
        (ImprintPart::Edition, one(&imprint.edition)),
        (ImprintPart::Version, one(&imprint.version)),
        (ImprintPart::Number, one(&imprint.number)),
        (ImprintPart::ApplicationNumber, one(&imprint.application_number)),
        (ImprintPart::Archive, row(&[&imprint.archive, &imprint.archive_place, &imprint.archive_location])),
        (ImprintPart::Scale, row(&[&imprint.scale, &imprint.dimensions])),
        (ImprintPart::Medium, one(&imprint.medium)),
        (ImprintPart::Isbn, article.ids.isbn.join(", ")),
        (ImprintPart::Issn, issn.join(", ")),
    ];
    let of_journal = |part: ImprintPart| in_journal && matches!(part, ImprintPart::Publisher | ImprintPart::Issn);
    parts.into_iter().filter(|(part, text)| !text.trim().is_empty() && !of_journal(*part)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Imprint, Journal, MultiText};

    #[test]
    fn a_thesis_tells_its_university_and_an_article_not_its_publisher() {
        let journal = Journal { publisher: MultiText::of(Language::Zh, "北京大学".to_owned()), ..Journal::default() };
        let imprint = Imprint { place: Some("北京".to_owned()), genre: Some("博士学位论文".to_owned()), ..Imprint::default() };
        let thesis = Article { kind: ArticleKind::Thesis, journal, imprint, ..Article::default() };
        let told: Vec<String> = imprint_of(&thesis, &Language::Zh).into_iter().map(|(_, text)| text).collect();
        assert_eq!(told, ["博士学位论文", "北京：北京大学"]);
        let mut article = Article { kind: ArticleKind::Article, ..thesis };
        article.journal.title = MultiText::of(Language::Zh, "学报".to_owned());
        assert_eq!(imprint_of(&article, &Language::Zh).len(), 1);
    }
}
