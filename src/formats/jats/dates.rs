//! The dates of an article: its history, and the several ways in which it was published.

use super::front::Front;
use crate::formats::xml::{Element, date, written_date};
use crate::record::{Citation, Doi, PartialDate, RelatedArticle, Relation};

/// One `pub-date`.
pub(super) struct Published {
    rank: Rank,
    kind: String,
    date: PartialDate,
}

/// Which date of publication is cited before which: printed, of the issue, unspecified, online.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Print,
    Collection,
    Plain,
    Online,
    Other,
}

/// What a source calls a date of publication.
const RANKS: &[(&str, Rank)] = &[
    ("ppub", Rank::Print),
    ("print", Rank::Print),
    ("epub-ppub", Rank::Print),
    ("cover", Rank::Print),
    ("cover-date", Rank::Print),
    ("issue", Rank::Print),
    ("collection", Rank::Collection),
    ("ecollection", Rank::Collection),
    ("pub", Rank::Plain),
    ("publication", Rank::Plain),
    ("published", Rank::Plain),
    ("final", Rank::Plain),
    ("", Rank::Plain),
    ("epub", Rank::Online),
    ("online", Rank::Online),
    ("electronic", Rank::Online),
    ("epub-original", Rank::Online),
    ("original-publication", Rank::Online),
    ("first_release", Rank::Online),
    ("epreprint", Rank::Other),
];

impl Front<'_> {
    /// `pub-date` and `date-in-citation`-like elements of the front matter.
    pub(super) fn published(&mut self, element: Element<'_>) {
        let kind = element.attribute("pub-type").or_else(|| element.attribute("date-type")).unwrap_or_default().to_lowercase();
        let form = element.attribute("publication-format").unwrap_or_default().to_lowercase();
        let rank = RANKS.iter().find(|(known, _)| *known == kind).map_or(Rank::Other, |(_, rank)| *rank);
        let rank = match (rank, form.as_str()) {
            (Rank::Plain, "print") => Rank::Print,
            (Rank::Plain, "electronic" | "online" | "epub") => Rank::Online,
            (rank, _) => rank,
        };
        let written = element.child("string-date").or_else(|| element.child("season"));
        let found = date(element).or_else(|| written_date(&element.child("string-date")?.text()?));
        if let Some(text) = written.and_then(Element::text) {
            let text =
                found.filter(|date| !text.contains(&date.year.to_string())).map_or(text.clone(), |date| format!("{text} {}", date.year));
            self.article.dates.raw.entry("published").or_insert_with(|| text.into());
        }
        let Some(date) = found else { return };
        element.take();
        let kind = if kind.is_empty() { form } else { kind };
        self.publications.push(Published { rank, kind, date });
    }

    /// `history/date`, and its events.
    pub(super) fn history(&mut self, history: Element<'_>) {
        self.preprints(history);
        for element in history.descendants().filter(|element| element.name() == "date") {
            let kind = element.attribute("date-type").unwrap_or_default().to_lowercase();
            let Some(date) = date(element).or_else(|| written_date(&element.text()?)) else { continue };
            element.take();
            let dates = &mut self.article.dates;
            match kind.as_str() {
                kind if kind.starts_with("received") => {
                    dates.received.get_or_insert(date);
                }
                kind if kind.starts_with("rev-recd") || kind.starts_with("revised") || kind == "rev" => dates.revised = Some(date),
                kind if kind.starts_with("accepted") => {
                    dates.accepted.get_or_insert(date);
                }
                "online" | "epub" | "epubdate" | "published-online" => {
                    dates.online.get_or_insert(date);
                }
                "" => {}
                kind => {
                    dates.rest.entry(kind).or_insert_with(|| date.to_string().into());
                }
            }
        }
    }

    /// The preprints of an article: events of its history that say where each stands.
    fn preprints(&mut self, history: Element<'_>) {
        for event in history.descendants().filter(|event| event.name() == "event") {
            let is_preprint = |part: &Element<'_>| {
                ["event-type", "content-type", "date-type"]
                    .iter()
                    .any(|name| part.attribute(name).is_some_and(|kind| kind.contains("preprint")))
            };
            let link = event
                .descendants()
                .find(|part| part.name() == "self-uri" || (part.name() == "article-id" && part.has("pub-id-type", "doi")));
            let Some(link) = link.filter(|link| is_preprint(&event) || is_preprint(link)) else { continue };
            let Some(address) = link.attribute("href").map(std::borrow::Cow::into_owned).or_else(|| link.text()) else { continue };
            link.take();
            let doi = Doi::parse(&address).map(|doi| doi.to_string());
            let url = Some(address.clone()).filter(|address| doi.is_none() && address.starts_with("http"));
            let part = Citation { url, doi, ..Citation::default() };
            let one = RelatedArticle { rel: Relation::PreprintOf, raw: address, part: Some(part), ..RelatedArticle::default() };
            self.article.related.get_or_insert_default().push(one);
        }
    }

    /// Chooses the year that is cited and the day of publication among all that were given.
    pub(super) fn settle_dates(&mut self) {
        let given = std::mem::take(&mut self.publications);
        let best = given.iter().filter(|one| one.rank < Rank::Other).min_by_key(|one| one.rank).or_else(|| given.first());
        let Some(best) = best else {
            let dates = &self.article.dates;
            self.article.year = dates.online.or(dates.published).map(|date| date.year);
            return;
        };
        // A collection often has its year alone: the day of an article in it is that of its publication in that year.
        let finer = given.iter().filter(|one| best.date.month.is_none() && one.rank < Rank::Other && one.date.year == best.date.year);
        let published = finer.filter(|one| one.date.month.is_some()).min_by_key(|one| one.rank).unwrap_or(best);
        self.article.year = Some(best.date.year);
        self.article.dates.published = Some(published.date);
        for one in &given {
            if one.rank == Rank::Online && self.article.dates.online.is_none() {
                self.article.dates.online = Some(one.date);
            } else if !std::ptr::eq(one, best) && !std::ptr::eq(one, published) && !one.kind.is_empty() {
                self.article.dates.rest.entry(one.kind.clone()).or_insert_with(|| one.date.to_string().into());
            }
        }
    }
}
