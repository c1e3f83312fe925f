//! Who paid, what may be done with the article, and what it is tied to.

use super::front::Front;
use crate::formats::xml::{Element, address, list_language};
use crate::record::{Funding, Link, MultiText, RelatedArticle, Relation};

/// Kinds of related articles, by a part of the word that JATS has for them.
const RELATIONS: &[(&str, Relation)] = &[
    ("retract", Relation::Retraction),
    ("correct", Relation::Correction),
    ("erratum", Relation::Correction),
    ("addend", Relation::Correction),
    ("concern", Relation::Correction),
    ("preprint", Relation::PreprintOf),
    ("translation", Relation::Translation),
    ("translated", Relation::Translation),
    ("version", Relation::Version),
    ("companion", Relation::Companion),
    ("comment", Relation::Companion),
    ("article-reference", Relation::Companion),
    ("response", Relation::Companion),
    ("letter", Relation::Companion),
    ("reviewed", Relation::Companion),
    ("peer", Relation::Companion),
];

impl Front<'_> {
    /// `funding-group`: funders with their awards; the statement where it is all there is.
    pub(super) fn funding(&mut self, group: Element<'_>) {
        for part in group.children() {
            match part.name() {
                "award-group" => self.award(part),
                "funding-statement" => {
                    let Some(text) = part.rich() else { continue };
                    let lang = list_language(Some(&self.article.lang), &text);
                    self.article.funding.push(Funding { text: MultiText::of(lang, text), ..Funding::default() });
                }
                _ => {}
            }
        }
    }

    /// `contract-sponsor` and `contract-num` of the older NLM tag sets: a number is that of the sponsor before it.
    pub(super) fn contract(&mut self, part: Element<'_>) {
        let (sponsor, Some(text)) = (part.name() == "contract-sponsor", part.text()) else { return };
        let funding = &mut self.article.funding;
        match funding.last_mut() {
            Some(last) if sponsor && last.funder.is_none() => last.funder = Some(text),
            Some(last) if !sponsor && last.awards.is_empty() => last.awards.push(text),
            _ if sponsor => funding.push(Funding { funder: Some(text), ..Funding::default() }),
            _ => funding.push(Funding { awards: vec![text], ..Funding::default() }),
        }
    }

    fn award(&mut self, group: Element<'_>) {
        let mut funding = Funding::default();
        for part in group.descendants() {
            match part.name() {
                "institution" if funding.funder.is_none() => funding.funder = part.text(),
                "funding-source" if funding.funder.is_none() && part.find("institution").is_none() => funding.funder = part.text(),
                "institution-id" => {
                    if let Some(id) = part.text() {
                        funding.rest.entry("funder-id").or_insert_with(|| id.into());
                    }
                }
                "award-id" => funding.awards.extend(part.text()),
                _ => {}
            }
        }
        if funding != Funding::default() {
            self.article.funding.push(funding);
        }
    }

    /// `permissions`: copyright, licence, open access.
    pub(super) fn permissions(&mut self, element: Element<'_>) {
        let mut year = None;
        let mut holder = None;
        for part in element.descendants() {
            match part.name() {
                "copyright-statement" if self.article.copyright.is_none() => self.article.copyright = part.text(),
                "copyright-year" => year = year.or_else(|| part.text()),
                "copyright-holder" => holder = holder.or_else(|| part.text()),
                "license" => self.license(part),
                "free_to_read" => {
                    part.take();
                    self.article.open_access = Some(true);
                }
                "license_ref" => {
                    if let Some(url) = part.text() {
                        self.article.license.url.get_or_insert(url);
                    }
                }
                _ => {}
            }
        }
        if self.article.copyright.is_none()
            && let Some(holder) = holder
        {
            self.article.copyright = Some(year.map_or_else(|| format!("© {holder}"), |year| format!("© {year} {holder}")));
        }
        let free = self.article.license.url.as_ref().is_some_and(|url| url.contains("creativecommons.org"));
        if free {
            self.article.open_access = Some(true);
        }
    }

    fn license(&mut self, element: Element<'_>) {
        let license = &mut self.article.license;
        let own = element.attribute("href").map(std::borrow::Cow::into_owned);
        let within = || element.descendants().filter_map(|part| part.attribute("href")).find(|href| href.contains("creativecommons"));
        if let Some(url) = own.or_else(|| within().map(std::borrow::Cow::into_owned)) {
            license.url.get_or_insert(url);
        }
        if element.attribute("license-type").is_some_and(|kind| kind.contains("open")) {
            self.article.open_access = Some(true);
        }
        let words: Vec<String> =
            element.children().filter(|part| matches!(part.name(), "license-p" | "p")).filter_map(Element::text).collect();
        let text = if words.is_empty() && element.child("license_ref").is_none() { element.text() } else { Some(words.join(" ")) };
        if license.text.is_none() {
            license.text = text.filter(|text| !text.is_empty());
        }
    }

    /// `self-uri`, `ext-link` of the front matter. What is no address (a file's name) stays where it is.
    pub(super) fn link(&mut self, element: Element<'_>) {
        let Some(url) = address(element).filter(|url| url.starts_with("http://") || url.starts_with("https://")) else { return };
        let word = element.attribute("content-type").unwrap_or_default().to_lowercase();
        let kind = if word.contains("pdf") || url.ends_with(".pdf") {
            "pdf"
        } else if word.contains("abstract") {
            "abstract"
        } else if word.ends_with("xml") && word != "xhtml+xml" {
            "xml"
        } else if url.contains("://doi.org/") || url.contains("://dx.doi.org/") {
            "doi"
        } else {
            "html"
        };
        let lang = element.attribute("lang").map(|lang| crate::record::Language::parse(&lang));
        element.take();
        if !self.article.links.iter().any(|known| known.url == url) {
            self.article.links.push(Link { kind: kind.to_owned(), url, lang, ..Link::default() });
        }
    }

    /// `related-article`, `related-object`.
    pub(super) fn related(&mut self, element: Element<'_>) {
        let word = element.attribute("related-article-type").or_else(|| element.attribute("link-type")).unwrap_or_default().to_lowercase();
        if word == "pdf" {
            return;
        }
        let rel = RELATIONS.iter().find(|(part, _)| word.contains(part)).map_or(Relation::Similar, |(_, rel)| *rel);
        let href = element.attribute("href").map(std::borrow::Cow::into_owned);
        let part = super::cited::parts(element);
        let raw = element.text().or_else(|| href.clone());
        let Some(raw) = raw else { return };
        let mut part = part.unwrap_or_default();
        if let Some(href) = href.filter(|_| part.doi.is_none()) {
            match crate::record::Doi::parse(&href) {
                Some(doi) => part.doi = Some(doi.to_string()),
                None if href.starts_with("http") => part.url = Some(href),
                None => {}
            }
        }
        let known = part != crate::record::Citation::default();
        let mut one = RelatedArticle { rel, raw, part: known.then_some(part), ..RelatedArticle::default() };
        if !word.is_empty() {
            one.rest.insert("type".to_owned(), word.into());
        }
        self.article.related.get_or_insert_default().push(one);
    }
}
