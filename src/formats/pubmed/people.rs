//! Who made a record of PubMed, and the book that it stands in.

use super::{Pubmed, bare_title};
use crate::formats::tagged::medline::email;
use crate::formats::xml::{Element, Written, body, list_language, person};
use crate::record::{Affiliation, ArticleKind, Contributor, Language, MultiText};

impl Pubmed {
    pub(super) fn people(&mut self, list: Element<'_>) {
        let role = list.attribute("Type").filter(|kind| *kind != "authors").map(|kind| kind.trim_end_matches('s').to_owned());
        for element in list.children().filter(|one| matches!(one.name(), "Author" | "Investigator")) {
            let name = Written {
                family: element.text_of("LastName"),
                given: element.text_of("ForeName").or_else(|| element.text_of("Initials")),
                suffix: element.text_of("Suffix"),
                ..Written::default()
            };
            let Some(mut one) = person([name]).or_else(|| element.text_of("CollectiveName").map(body)) else { continue };
            element.child("Initials").inspect(|initials| initials.take());
            one.role = if list.name() == "InvestigatorList" { Some("investigator".to_owned()) } else { role.clone() };
            one.equal = element.has("EqualContrib", "Y");
            self.details(element, &mut one);
            self.article.authors.push(one);
        }
    }

    fn details(&mut self, element: Element<'_>, one: &mut Contributor) {
        for part in element.children() {
            match part.name() {
                "Identifier" => {
                    let orcid = part.has("Source", "ORCID");
                    let Some(text) = part.text() else { continue };
                    let last = text.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
                    if orcid {
                        one.orcid = Some(last);
                    }
                }
                "AffiliationInfo" => {
                    if let Some(text) = part.child("Affiliation").and_then(Element::rich) {
                        one.email = one.email.take().or_else(|| email(&text));
                        let at = self.affiliation(text);
                        one.aff.push(at);
                        let ror = part.all("Identifier").find(|id| id.has("Source", "ROR")).and_then(Element::text);
                        if let Some(known) = self.article.affiliations.get_mut(at) {
                            known.ror = known.ror.take().or(ror);
                        }
                    }
                }
                "Affiliation" => {
                    if let Some(text) = part.rich() {
                        one.email = one.email.take().or_else(|| email(&text));
                        let at = self.affiliation(text);
                        one.aff.push(at);
                    }
                }
                _ => {}
            }
        }
    }

    /// The place of an affiliation; the same text is the same one.
    fn affiliation(&mut self, text: String) -> usize {
        let known = &mut self.article.affiliations;
        let lang = Language::of_text(&text);
        let count = known.len();
        let found = known.iter().rev().take(64).position(|one| one.text.get(&lang) == Some(&text));
        found.map_or_else(
            || {
                known.push(Affiliation { text: MultiText::of(lang, text), ..Affiliation::default() });
                count
            },
            |back| count - 1 - back,
        )
    }

    /// The book that a chapter stands in (or that the record is).
    pub(super) fn book(&mut self, document: Element<'_>) {
        let Some(book) = document.child("Book") else { return };
        let title = book.child("BookTitle").and_then(Element::rich);
        if document.child("ArticleTitle").is_none() {
            self.article.kind = ArticleKind::Book;
            if let Some(text) = title {
                self.article.title.insert(list_language(None, &text), bare_title(&text).to_owned());
            }
        } else if let Some(text) = title {
            self.article.journal.title = MultiText::of(list_language(None, &text), text);
        }
        for part in book.children() {
            match part.name() {
                "Publisher" => {
                    if let Some(text) = part.text_of("PublisherName") {
                        self.article.journal.publisher = MultiText::of(list_language(None, &text), text);
                    }
                    self.article.imprint.place = part.text_of("PublisherLocation");
                }
                "PubDate" => self.published(part),
                "AuthorList" => self.people(part),
                "Isbn" => {
                    if let Some(text) = part.text() {
                        self.article.ids.add_isbn(&text);
                    }
                }
                "Volume" => self.article.volume = part.text(),
                "Edition" => self.article.imprint.edition = part.text(),
                "CollectionTitle" => self.article.imprint.series = part.text(),
                "ELocationID" => self.location(part),
                _ => {}
            }
        }
    }
}
