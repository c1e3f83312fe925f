//! One entry of the reference list: what its citations print and what they tell, and which of them are of one work.
//!
//! An entry may hold several citations: of several works, of one in two languages, or of one that is printed in one element
//! and tagged in another (SciELO has both in each `ref`). In the last case the elements tell what is cited, and the printed
//! text only what they leave open.

use super::cited::{is_address, parts, says};
use super::{printed, typeset};
use crate::formats::gbt7714;
use crate::formats::xml::Element;
use crate::record::{Citation, Doi, Identifiers, Reference};
use crate::text::{fold, key};

/// Reads a `ref`.
pub(super) fn reference(element: Element<'_>) -> Reference {
    let label = element.child("label").or_else(|| element.children().find(|one| is_citation(*one))?.child("label"));
    let n = label.and_then(Element::text).map(|text| number(&text)).filter(|n| !n.is_empty());
    let mut ids = Identifiers::default();
    let mut works: Vec<Work<'_>> = Vec::new();
    for one in element.children().filter(|one| one.name() == "citation-alternatives" || is_citation(*one)) {
        one.take();
        Work::new(one, &mut ids).join(&mut works);
    }
    let mut raws: Vec<String> = Vec::new();
    let mut parts = Vec::new();
    for work in works {
        raws.push(work.told(&mut parts));
    }
    if raws.is_empty() {
        raws.extend(printed::bare(element));
        parts.extend(raws.iter().flat_map(|raw| gbt7714::parse(raw)));
    }
    element.take();
    let doi = parts.iter().find_map(|part: &Citation| part.doi.as_deref().and_then(Doi::parse));
    ids.doi = ids.doi.or(doi);
    let raw = if raws.len() == 1 { raws.pop().unwrap_or_default() } else { raws.join(" ") };
    Reference { n, raw, parts, ids, ..Reference::default() }
}

/// What an entry says of a work: a text, elements, or both.
struct Work<'t> {
    /// The citation, or the alternatives of one.
    element: Element<'t>,
    /// The citation that is printed as it stands.
    text: Option<Element<'t>>,
    /// Whether the text holds the elements that tell what is cited, its identifiers among them.
    numbered: bool,
    /// What the elements tell; of one text over several works, each.
    citations: Vec<Citation>,
    /// What the elements of a text tell that others stand beside.
    beside: Option<Citation>,
    /// Whether text and elements stand beside each other.
    joined: bool,
}

impl<'t> Work<'t> {
    fn new(element: Element<'t>, ids: &mut Identifiers) -> Self {
        let alternatives = element.name() == "citation-alternatives";
        let several: Vec<Element<'_>> =
            if alternatives { element.children().filter(|form| is_citation(*form)).collect() } else { Vec::new() };
        let forms = if alternatives { several.as_slice() } else { std::slice::from_ref(&element) };
        let structured = forms.iter().rev().copied().find(|form| form.name() != "mixed-citation").or(forms.first().copied());
        let citation = structured.and_then(parts);
        if let Some(structured) = structured {
            identifiers(structured, ids);
        }
        let text = forms.iter().copied().find(|form| has_words(*form));
        let numbered = forms.len() == 1 && citation.is_some();
        Self { element, text, numbered, citations: citation.into_iter().collect(), beside: None, joined: false }
    }

    /// Puts the work among those before it: with the one whose text or whose elements these are.
    fn join(mut self, works: &mut Vec<Self>) {
        if works.is_empty() || works.len() > FEW {
            return works.push(self);
        }
        if self.is_tagged() {
            if let Some(text) = works.iter_mut().find(|work| work.prints(&self)) {
                return text.add(self);
            }
        } else if self.element.name() == "mixed-citation" {
            let (tagged, others): (Vec<Self>, Vec<Self>) =
                std::mem::take(works).into_iter().partition(|work| work.is_tagged() && self.prints(work));
            *works = others;
            for one in tagged {
                self.add(one);
            }
        }
        works.push(self);
    }

    fn add(&mut self, tagged: Self) {
        if !self.joined {
            self.beside = self.citations.pop();
            self.joined = true;
        }
        self.citations.extend(tagged.citations);
    }

    /// Whether this is a citation of elements, whatever signs stand between them.
    fn is_tagged(&self) -> bool {
        matches!(self.element.name(), "element-citation" | "nlm-citation")
    }

    /// Whether this is the text of what another one tells in elements: it says the title, the DOI or the address of it, and of
    /// a short title, or of none, who wrote it or when. Elements that tell nothing are of the text that has all their words.
    fn prints(&self, tagged: &Self) -> bool {
        let Some(text) = self.text.filter(|text| text.name() == "mixed-citation").and_then(Element::text) else { return false };
        let printed = key(&text);
        let has = |part: &str| !part.is_empty() && printed.contains(&key(part));
        let Some(citation) = tagged.citations.first() else { return tagged.element.text().is_none_or(|words| has(&words)) };
        if [&citation.doi, &citation.url].into_iter().flatten().any(|known| has(known)) {
            return true;
        }
        let first = citation.authors.first().and_then(|one| one.family.values().chain(one.name.values()).next());
        let by_whom = first.is_some_and(|name| has(name));
        let when = citation.year.is_some_and(|year| has(&year.to_string()));
        let Some(title) = citation.title.as_deref().or(citation.host_title()) else { return by_whom && when };
        let is_telling = citation.title.is_some() && key(title).chars().count() > TELLING;
        (has(title) || most_words(&text, title)) && (is_telling || by_whom || when)
    }

    /// What is printed of the work; what it is goes to `parts`.
    fn told(mut self, parts: &mut Vec<Citation>) -> String {
        let raw = match (self.text, self.citations.first()) {
            (Some(text), _) => printed::mixed(text, self.numbered),
            (None, Some(citation)) => printed::citation(citation),
            (None, None) => self.element.text().unwrap_or_default(),
        };
        if self.citations.is_empty() {
            if !raw.is_empty() {
                let mut read = gbt7714::parse(&raw);
                if let Some(text) = self.text {
                    typeset::correct(text, &mut read);
                }
                parts.append(&mut read);
            }
        } else if self.joined {
            self.complete(&raw);
        }
        parts.append(&mut self.citations);
        raw
    }

    /// Gives the citation what only the text beside its elements says.
    fn complete(&mut self, raw: &str) {
        let [citation] = self.citations.as_mut_slice() else { return };
        let guessed = match self.beside.take() {
            Some(told) => vec![told],
            None => gbt7714::parse(raw),
        };
        let mut renderings = Vec::new();
        let is_one = guessed.len() == 1;
        for guess in guessed {
            if is_one || guess.lang == citation.lang {
                fill(citation, guess);
            } else {
                renderings.push(guess);
            }
        }
        self.citations.append(&mut renderings);
    }
}

/// Works of one entry that are compared with each other: what has more is no entry that is told twice, and each pair costs.
const FEW: usize = 16;

/// Letters and figures of a title that two works do not share by chance.
const TELLING: usize = 24;

/// Words of a title that may differ in one of them.
const SEVERAL: usize = 4;

/// Whether a text has nearly all words of a title, whatever stands between them.
fn most_words(text: &str, title: &str) -> bool {
    let (text, title) = (fold(text), fold(title));
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let printed: std::collections::HashSet<String> = words(&text).into_iter().collect();
    let wanted = words(&title);
    let found = wanted.iter().filter(|word| printed.contains(*word)).count();
    wanted.len() >= SEVERAL && found * 5 >= wanted.len() * 4
}

/// Fills what a citation leaves open with what its text seems to say. What a text has between title and year may be a publisher, a
/// series or a number as well as a journal, and what stands for volume and pages may be a word: of these nothing is guessed.
/// Year, DOI, a whole address and the day of access can hardly be anything else; place, publisher and people count where the
/// text is understood to have the same title.
fn fill(citation: &mut Citation, guess: Citation) {
    let agree = match (&citation.title, &guess.title) {
        (Some(title), Some(guessed)) => says(title, guessed) || says(guessed, title),
        _ => false,
    };
    if citation.year.is_none() {
        (citation.year, citation.year_suffix) = (guess.year, guess.year_suffix);
        citation.date = citation.date.take().or(guess.date);
    }
    let is_address = |url: &String| url.contains("://") && Doi::parse(url).is_none();
    citation.doi = citation.doi.take().or(guess.doi);
    citation.url = citation.url.take().or(guess.url.filter(is_address));
    citation.accessed = citation.accessed.take().or(guess.accessed);
    if agree {
        citation.place = citation.place.take().or(guess.place);
        citation.publisher = citation.publisher.take().or(guess.publisher);
        if citation.authors.is_empty() && citation.host.as_ref().is_none_or(|host| host.editors.is_empty()) {
            (citation.authors, citation.etal) = (guess.authors, guess.etal);
        }
    }
}

/// Whether an element holds a citation.
fn is_citation(element: Element<'_>) -> bool {
    matches!(element.name(), "mixed-citation" | "element-citation" | "nlm-citation" | "citation")
}

/// Whether words or signs stand between the elements of a citation: then it is printed as it stands.
fn has_words(element: Element<'_>) -> bool {
    use crate::formats::xml::Piece;
    !element.has_elements() || element.pieces().any(|piece| matches!(piece, Piece::Text(text) if !text.trim().is_empty()))
}

/// `[12]`, `12.`, `(12)` are `12`; any other label stays as it is.
fn number(label: &str) -> String {
    let bare = label.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | '.' | ',' | '［' | '］' | '、' | ' '));
    if bare.chars().all(|c| c.is_ascii_digit()) { bare.to_owned() } else { label.trim().to_owned() }
}

fn identifiers(citation: Element<'_>, ids: &mut Identifiers) {
    for one in citation.descendants() {
        let kind = match one.name() {
            "pub-id" | "article-id" | "object-id" => one.attribute("pub-id-type").unwrap_or_default().to_lowercase(),
            "ext-link" if is_number(one) => one.attribute("ext-link-type").unwrap_or_default().to_lowercase(),
            "isbn" => "isbn".to_owned(),
            _ => continue,
        };
        let Some(text) = one.text() else { continue };
        match kind.as_str() {
            "doi" => ids.doi = ids.doi.take().or_else(|| Doi::parse(&text)),
            "pmid" | "medline" => ids.pmid = ids.pmid.take().or(Some(text)),
            "pmc" | "pmcid" => ids.pmcid = ids.pmcid.take().or(Some(text)),
            "arxiv" => ids.arxiv = ids.arxiv.take().or(Some(text)),
            "isbn" => ids.add_isbn(&text),
            "" | "publisher-id" => {}
            kind => {
                ids.rest.entry(kind).or_insert_with(|| text.into());
            }
        }
    }
}

/// Whether a link is a number under the name of its scheme (`ext-link-type="bibcode"`) and no address.
fn is_number(link: Element<'_>) -> bool {
    const ADDRESSES: [&str; 8] = ["uri", "url", "http", "https", "ftp", "email", "doi", "web"];
    let scheme = link.attribute("ext-link-type").unwrap_or_default().to_lowercase();
    let elsewhere = link.attribute("href").is_some_and(|href| is_address(&href));
    let is_one = |text: String| !is_address(&text) && !text.contains(char::is_whitespace) && text.contains(|c: char| c.is_ascii_digit());
    !scheme.is_empty() && !ADDRESSES.contains(&scheme.as_str()) && !elsewhere && link.text().is_some_and(is_one)
}
