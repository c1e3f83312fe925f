//! Who made an article, and how they are tied to institutions and notes.

use std::collections::{HashMap, HashSet};

use super::institution;
use crate::formats::xml::{Element, Written, body, person};
use crate::formats::{Finding, credit};
use crate::record::{Affiliation, Article, Contributor, ContributorRole, Language, MultiText};

/// People and institutions while the front matter is read; they are tied to each other when all are known.
#[derive(Default)]
pub(super) struct People {
    all: Vec<One>,
    affiliations: Vec<Affiliation>,
    /// Identifiers of affiliations in the file, and their places.
    places: HashMap<String, usize>,
    /// Affiliations that stand in a group without a mark belong to all of the group.
    of_groups: Vec<(usize, usize, Vec<usize>)>,
    notes: Vec<Note>,
}

/// A contributor with the identifiers that it points at.
struct One {
    contributor: Contributor,
    points_at: Vec<String>,
}

/// A note on authors: on the correspondence, or a footnote.
struct Note {
    id: Option<String>,
    kind: String,
    emails: Vec<String>,
    text: String,
}

/// Contributor types that mean author.
const AUTHORS: &[&str] =
    &["author", "authors", "aut", "pesquisador", "作者", "author non-byline", "contributor", "collab", "collaboration", "person"];

impl People {
    /// `contrib-group`.
    pub fn group(&mut self, group: Element<'_>) {
        let from = self.all.len();
        let mut own = Vec::new();
        let kind = group.attribute("content-type").map(|kind| kind.trim_end_matches('s').to_lowercase());
        let kind = kind.filter(|kind| matches!(kind.as_str(), "author" | "editor" | "translator" | "reviewer"));
        for part in group.children() {
            match part.name() {
                "contrib" => self.contributor(part, kind.as_deref()),
                "aff" | "aff-alternatives" => {
                    let before = self.affiliations.len();
                    self.affiliation(part);
                    own.extend(before..self.affiliations.len());
                }
                "on-behalf-of" | "collab" => {
                    if let Some(name) = part.text() {
                        let name =
                            name.strip_prefix("on behalf of ").map(|name| name.trim_start_matches("the ").to_owned()).unwrap_or(name);
                        self.all.push(One { contributor: body(name), points_at: Vec::new() });
                    }
                }
                "author-comment" | "bio" | "role" | "ext-link" | "x" | "xref" => {}
                _ if part.find("contrib").is_some() => self.group(part),
                _ => {}
            }
        }
        if !own.is_empty() {
            self.of_groups.push((from, self.all.len(), own));
        }
    }

    /// `contrib`.
    pub fn contributor(&mut self, element: Element<'_>, group: Option<&str>) {
        let kind = element.attribute("contrib-type").map(|kind| kind.to_lowercase()).or_else(|| group.map(str::to_owned));
        let mut names = Vec::new();
        let mut collab = None;
        for part in element.children() {
            match part.name() {
                "name" | "string-name" | "name-alternatives" => institution::names(part, &mut names),
                "collab" | "collab-alternatives" | "collab-name" | "institution" => collab = collab.or(Some(part)),
                "anonymous" => {
                    part.take();
                    names.push(Written { whole: Some("Anonymous".to_owned()), lang: Some(Language::En), ..Written::default() });
                }
                _ => {}
            }
        }
        let contributor = person(names).or_else(|| collab.and_then(collaboration));
        let Some(mut contributor) = contributor else {
            // Members of a group may be all there is.
            for inner in element.outermost("contrib") {
                self.contributor(inner, kind.as_deref());
            }
            return;
        };
        let kind = kind.or_else(|| element.child("role").and_then(kind_of_role));
        contributor.role = kind.filter(|kind| !AUTHORS.contains(&kind.as_str()));
        contributor.corresponding = element.has("corresp", "yes");
        contributor.equal = element.has("equal-contrib", "yes");
        let mut one = One { contributor, points_at: Vec::new() };
        self.details(element, &mut one);
        one.points_at.extend(element.attribute("rid").iter().flat_map(|ids| ids.split_whitespace().map(str::to_owned)));
        self.all.push(one);
        if let Some(collab) = collab {
            for inner in collab.outermost("contrib") {
                self.contributor(inner, Some("member"));
            }
        }
    }

    /// What a contributor's element says besides the name.
    fn details(&mut self, element: Element<'_>, one: &mut One) {
        for part in element.children() {
            match part.name() {
                "contrib-id" => {
                    let orcid = part.has("contrib-id-type", "orcid") || part.attribute("contrib-id-type").is_none();
                    orcid_of(part, orcid, &mut one.contributor);
                }
                "ext-link" | "uri" => {
                    let orcid = part
                        .attribute("ext-link-type")
                        .or_else(|| part.attribute("content-type"))
                        .is_some_and(|kind| kind.contains("orcid"));
                    orcid_of(part, orcid, &mut one.contributor);
                }
                "email" => one.contributor.email = one.contributor.email.take().or_else(|| part.text()),
                "address" => {
                    if let Some(email) = part.find("email") {
                        one.contributor.email = one.contributor.email.take().or_else(|| email.text());
                    }
                }
                "bio" | "author-comment" => {
                    if let Some(text) = part.rich() {
                        one.contributor.bio = MultiText::of(Language::of_text(&text), text);
                    }
                }
                "aff" | "aff-alternatives" => {
                    let before = self.affiliations.len();
                    let at = self.affiliation(part);
                    one.contributor.aff.extend(at.filter(|at| *at < before).into_iter().chain(before..self.affiliations.len()));
                }
                "xref" => mark(part, one),
                // "Editor", of an editor; SciELO's "ND" is that nothing is known.
                "role" => {
                    let says = |role: &ContributorRole| !role.name.eq_ignore_ascii_case(one.contributor.role_name()) && role.name != "ND";
                    let told = role(part).filter(says);
                    one.contributor.roles.extend(told);
                }
                _ => {}
            }
        }
    }

    /// `aff`, `aff-alternatives`: a place in the list of affiliations.
    pub fn affiliation(&mut self, element: Element<'_>) -> Option<usize> {
        let at = self.affiliations.len();
        let variants: Vec<Element<'_>> =
            if element.name() == "aff" { vec![element] } else { element.descendants().filter(|inner| inner.name() == "aff").collect() };
        let mut whole: Option<Affiliation> = None;
        let mut ids: Vec<String> = element.attribute("id").map(std::borrow::Cow::into_owned).into_iter().collect();
        for variant in variants {
            ids.extend(variant.attribute("id").map(std::borrow::Cow::into_owned));
            let Some(one) = institution::affiliation(variant) else { continue };
            match &mut whole {
                None => whole = Some(one),
                Some(known) => institution::join(known, one),
            }
        }
        let one = whole?;
        // The same institution is often repeated for each of its people.
        let known = self.affiliations.iter().rev().take(32).position(|known| known.text == one.text && known.label == one.label);
        let place = known.map_or(at, |back| at - 1 - back);
        if known.is_none() {
            self.affiliations.push(one);
        }
        for id in ids {
            self.places.entry(id).or_insert(place);
        }
        Some(place)
    }

    /// `author-notes`: correspondence, and footnotes on people.
    pub fn notes(&mut self, element: Element<'_>) {
        for note in element.children().filter(|note| matches!(note.name(), "corresp" | "fn")) {
            let emails: Vec<String> = note.descendants().filter(|part| part.name() == "email").filter_map(Element::text).collect();
            let id = note.attribute("id").map(std::borrow::Cow::into_owned);
            let kind = note.attribute("fn-type").map_or_else(|| note.name().to_owned(), |kind| kind.to_lowercase());
            let text = if note.name() == "corresp" { note.text().unwrap_or_default() } else { String::new() };
            self.notes.push(Note { id, kind, emails, text });
        }
    }

    /// Ties everybody to their institutions and notes, and gives the lists to the article.
    pub fn finish(mut self, article: &mut Article, findings: &mut Vec<Finding>) {
        let mut dangling = Vec::new();
        for one in &mut self.all {
            for id in &one.points_at {
                if let Some(at) = self.places.get(id) {
                    if !one.contributor.aff.contains(at) {
                        one.contributor.aff.push(*at);
                    }
                } else if let Some(note) = self.notes.iter().find(|note| note.id.as_ref() == Some(id)) {
                    one.contributor.corresponding |= note.kind.starts_with("corresp");
                    one.contributor.equal |= note.kind.contains("equal");
                } else if id.to_lowercase().starts_with("aff") && !self.affiliations.is_empty() {
                    dangling.push(id.clone());
                }
            }
        }
        // Institutions that somebody points at are not everybody's.
        let pointed_at: Vec<usize> = self.all.iter().flat_map(|one| &one.points_at).filter_map(|id| self.places.get(id)).copied().collect();
        for (from, to, own) in &self.of_groups {
            let own: Vec<usize> = match own.len() {
                1 => own.clone(),
                _ => own.iter().filter(|at| !pointed_at.contains(at)).copied().collect(),
            };
            for one in self.all.get_mut(*from..*to).unwrap_or_default() {
                if one.contributor.aff.is_empty() && (own.len() == 1 || one.points_at.is_empty()) {
                    one.contributor.aff.clone_from(&own);
                }
            }
        }
        if self.affiliations.len() == 1 {
            for one in &mut self.all {
                if one.contributor.aff.is_empty() && one.contributor.role.is_none() {
                    one.contributor.aff.push(0);
                }
            }
        }
        dangling.sort_unstable();
        dangling.dedup();
        for id in dangling {
            findings.push(Finding::kept(format!("no affiliation has the identifier {id}; the tie to it is lost")).of("authors"));
        }
        self.correspondence(article);
        article.authors.extend(self.all.into_iter().map(|one| one.contributor));
        article.affiliations.extend(self.affiliations);
    }

    /// E-mail addresses of notes on correspondence go to those who point at the note, one after another.
    fn correspondence(&mut self, article: &mut Article) {
        let names = self.all.iter().flat_map(|one| one.contributor.name.values());
        let affiliations = self.affiliations.iter().flat_map(|one| one.text.values());
        let known: HashSet<String> = names.chain(affiliations).flat_map(|text| words(text)).collect();
        for note in self.notes.iter().filter(|note| note.kind.starts_with("corresp")) {
            let pointing = |one: &One| note.id.as_ref().is_some_and(|id| one.points_at.contains(id));
            let any = self.all.iter().any(pointing);
            let mut emails = note.emails.iter();
            for one in &mut self.all {
                let meant = if any { pointing(one) } else { one.contributor.corresponding };
                if meant && one.contributor.email.is_none() {
                    one.contributor.email = emails.next().cloned();
                }
            }
            let told = note.emails.iter().all(|email| self.all.iter().any(|one| one.contributor.email.as_ref() == Some(email)));
            if !note.text.is_empty() && (!told || !any || says_an_address(note, &known)) {
                let text = crate::formats::rich::escape(&note.text);
                if !article.notes.contains(&text) {
                    article.notes.push(text);
                }
            }
        }
    }
}

/// How many words that the record does not have make an address, or a number to call.
const ADDRESS: usize = 3;

/// Words of three letters and more, in small letters.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2).map(str::to_lowercase)
}

/// Whether a note on correspondence says where letters go, or whom to call: words that stand neither in a name nor in an institution
/// (`known`) nor in an e-mail address, and a number beside them.
fn says_an_address(note: &Note, known: &HashSet<String>) -> bool {
    let of_emails: HashSet<String> = note.emails.iter().flat_map(|email| words(email)).collect();
    let more: Vec<String> = words(&note.text).filter(|word| !known.contains(word) && !of_emails.contains(word)).collect();
    // An ORCID is no number to call.
    let number = |word: &String| word.contains(|c: char| c.is_ascii_digit());
    more.len() >= ADDRESS && more.iter().any(number) && !note.text.to_lowercase().contains("orcid")
}

/// A body that writes under its own name, without the names of its members.
fn collaboration(element: Element<'_>) -> Option<Contributor> {
    let name = if element.name() == "collab-alternatives" { element.child("collab")? } else { element };
    element.take();
    let members: Vec<Element<'_>> = name.descendants().filter(|part| part.name() == "contrib-group").collect();
    let text = institution::own_text(name);
    members.into_iter().for_each(Element::leave);
    text.map(body)
}

/// An identifier of a person: ORCID in its place, others by their kind.
fn orcid_of(element: Element<'_>, wanted: bool, contributor: &mut Contributor) {
    let href = element.attribute("href").map(std::borrow::Cow::into_owned);
    let text = element.text();
    let Some(written) = text.or(href) else { return };
    let last = written.trim_end_matches('/').rsplit('/').next().unwrap_or(&written).trim().to_owned();
    let shape = last.len() == 19 && last.bytes().filter(|byte| *byte == b'-').count() == 3;
    if (wanted || written.contains("orcid.org")) && shape {
        contributor.orcid.get_or_insert(last);
    } else {
        let kind = element.attribute("contrib-id-type").map_or_else(|| "uri".to_owned(), std::borrow::Cow::into_owned);
        contributor.rest.entry(kind).or_insert_with(|| written.into());
    }
}

/// What kind of contributor somebody is by the role, where the element does not say it: `Guest Editor`, `Translator`.
fn kind_of_role(element: Element<'_>) -> Option<String> {
    if element.length_of_text() > 40 {
        return None;
    }
    let words = element.text()?.to_lowercase();
    let last = words.trim_end_matches('s').rsplit(' ').next()?;
    ["editor", "translator", "reviewer", "illustrator"].contains(&last).then(|| last.to_owned())
}

/// `role`: what somebody did, by its words or, where there are none, by the taxonomy that it points into.
fn role(element: Element<'_>) -> Option<ContributorRole> {
    let stated = |name: &str| element.attribute(name).map(std::borrow::Cow::into_owned);
    let of = credit::Stated {
        words: element.rich(),
        vocab: stated("vocab").or_else(|| stated("vocab-identifier")).or_else(|| stated("content-type")),
        term: stated("vocab-term"),
        address: stated("vocab-term-identifier").or_else(|| stated("content-type")),
        degree: stated("degree-contribution").or_else(|| stated("specific-use")),
    };
    of.role()
}

/// A mark behind a name: what it points at, and what is printed.
fn mark(element: Element<'_>, one: &mut One) {
    let kind = element.attribute("ref-type").unwrap_or_default();
    one.points_at.extend(element.attribute("rid").iter().flat_map(|ids| ids.split_whitespace().map(str::to_owned)));
    one.contributor.corresponding |= kind == "corresp";
    if let Some(text) = element.text() {
        for mark in text.split([',', ' ', '，']).map(str::trim).filter(|mark| !mark.is_empty() && mark.chars().count() <= 8) {
            one.contributor.corresponding |= matches!(mark, "*" | "✉");
            if !one.contributor.marks.iter().any(|known| known == mark) {
                one.contributor.marks.push(mark.to_owned());
            }
        }
    }
}
