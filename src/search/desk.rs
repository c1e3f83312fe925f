//! The desk that grants a reader's wishes: a library to read, and the indexes over it.

use std::path::PathBuf;

use super::error::SearchError;
use super::finder::{Finder, Hit, Order, Worth};
use super::listed::{Sorted, listing_of};
use super::lit::{Lit, lit};
use super::narrow;
use super::next::{Next, Suggested};
use super::query::Query;
use super::tallied::{Having, Typed};
use super::wishes::{Among, Behind, FoundRow, Told, Want, Wish};
use crate::library::{ArticleKey, Library, Listing, Node, Question, Reach, Tallied};
use crate::text::clean_line;

/// Records counted one by one; beyond them it is "more than".
pub const COUNTED: u64 = 10_000;
/// Facets of each kind.
const FACETS: usize = 12;
/// Equally short paths that are told.
const PATHS: usize = 50;
/// Texts of a row that are told, and characters of each.
const TEXTS: usize = 4;
const CHARACTERS: usize = 240;
/// Articles below a node that are kept in the tree's order. Of more, the best come first.
const IN_ORDER: usize = 5_000;
/// The most articles of a node that are looked into.
const MOST_BELOW: usize = 50_000;

/// Answers wishes: a library to read, and the indexes over it.
pub struct SearchDesk {
    pub(super) library: Library,
    pub(super) finder: Finder,
    /// The articles below the node asked about last, with the change of the library up to which that holds.
    below: Option<(Node, i64, Vec<ArticleKey>)>,
    /// What was put in order last, for which wish, and after how many it was cut: for whoever waits, and beside them.
    pub(super) sorted: [Option<Sorted>; 2],
    /// The rows of a list that have what was typed last.
    pub(super) having: Option<Having>,
    /// The long list that is typed into.
    pub(super) typed: Option<Typed>,
    /// The articles that cite the work asked about last, and the works that are missing.
    pub(super) citing: Option<super::works::Citing>,
    pub(super) missing: Option<super::works::Missing>,
    /// What was suggested last.
    pub(super) suggested: Option<Suggested>,
    pub(super) next: Option<Next>,
}

impl SearchDesk {
    /// A desk over a library; indexes lie below the cache folder, if there is one.
    pub fn new(library: Library, cache: Option<PathBuf>) -> Self {
        Self {
            library,
            finder: Finder::new(cache),
            below: None,
            sorted: [None, None],
            having: None,
            typed: None,
            citing: None,
            missing: None,
            suggested: None,
            next: None,
        }
    }

    /// The library that is read.
    pub fn library_mut(&mut self) -> &mut Library {
        &mut self.library
    }

    /// Grants a wish; nothing when `superseded` says, between two segments, that nobody waits for it any more.
    pub fn grant(&mut self, wish: &Wish, superseded: &dyn Fn() -> bool) -> Option<Told> {
        match self.granted(wish, superseded) {
            Ok(told) => Some(told),
            Err(SearchError::Superseded) => None,
            Err(error) => Some(Told::Failed(error.to_string())),
        }
    }

    /// Lets go what is held only for speed; the next wish takes it up again.
    pub fn rest(&mut self) {
        (self.suggested, self.next) = (None, None);
        (self.sorted, self.having, self.typed, self.citing) = ([None, None], None, None, None);
        self.finder.rest();
    }

    /// Changes that cannot be found yet: somebody has to index them.
    pub fn behind(&self) -> u64 {
        self.finder.behind()
    }

    fn granted(&mut self, wish: &Wish, superseded: &dyn Fn() -> bool) -> Result<Told, SearchError> {
        if superseded() {
            return Err(SearchError::Superseded);
        }
        match &wish.want {
            Want::Work(entry) => return self.work(*entry, superseded),
            Want::Tallies { of: Tallied::Missing, having, from, most } => return self.missing(having, (*from, *most), superseded),
            Want::Tallies { of, having, from, most } => return self.tallies(of, having, (*from, *most), superseded),
            Want::Grid(journal) => return Ok(self.asked(&Question::Grid { journal: *journal })),
            Want::Neighbourhood(key) => {
                let near = self.library.neighbourhood(*key, Reach::Tied, superseded)?.ok_or(SearchError::Superseded)?;
                return Ok(Told::Neighbourhood(Box::new(near)));
            }
            Want::Path { from, to } => {
                return self.library.paths(*from, *to, PATHS, superseded)?.map(Told::Paths).ok_or(SearchError::Superseded);
            }
            Want::Gaps(issue) => return Ok(self.asked(&Question::Gaps { issue: *issue })),
            Want::Suggested(of) => return self.suggested(*of, superseded).map(|found| Told::Suggested(found.to_vec())),
            Want::Profile(of) => return self.profile(of, superseded),
            Want::Figures(of) => return self.figures(*of, superseded),
            Want::Rows { .. } | Want::Count | Want::Facets => {}
        }
        if let (Among::NextToRead, Query::Everything, None, Want::Rows { .. } | Want::Count) =
            (&wish.among, &wish.query, wish.order, &wish.want)
        {
            return self.told_next(wish, superseded);
        }
        if let Some(of) = listing_of(wish) {
            return self.listed(wish, &of, superseded);
        }
        self.finder.refresh(&self.library)?;
        let within = match &wish.among {
            Among::Listed(Listing::Citing(entry)) => Some(self.citing(*entry, superseded)?),
            Among::Library | Among::Listed(_) => None,
            Among::Below(node) => Some(self.keys_below(*node)?),
            Among::NextToRead => Some(self.next_to_read(superseded)?.iter().map(|next| next.card.key).collect()),
            Among::Entries { of, list } => return self.places(wish, *of, *list, superseded).map(Told::Places),
        };
        let order = Order { within, ..Order::new(wish.query.clone(), 0) };
        match (&wish.want, wish.order) {
            (&Want::Rows { from, most }, Some(sorting)) => {
                let (keys, cut) = self.in_order(wish, order, Some(sorting), superseded)?;
                let hits = keys.iter().skip(from).take(most).map(|key| (*key, Worth::Words)).collect();
                self.told(wish, from, hits, from + most >= keys.len(), cut, superseded)
            }
            (&Want::Rows { from, most }, None) => {
                let hits = self.best(Order { from, limit: most, ..order }, superseded)?;
                let last = hits.len() < most;
                self.told(wish, from, hits.into_iter().map(|hit| (hit.key, hit.worth)).collect(), last, None, superseded)
            }
            (Want::Facets, _) => Ok(Told::Facets(Box::new(self.finder.facets(&order, FACETS, &self.library, superseded)?))),
            _ => Ok(Told::Count(self.finder.count(&order, COUNTED, &self.library, superseded)?)),
        }
    }

    /// The best of a query; those below a node of the tree in its order.
    fn best(&self, order: Order, superseded: &dyn Fn() -> bool) -> Result<Vec<Hit>, SearchError> {
        match &order.within {
            Some(keys) if keys.len() <= IN_ORDER => {
                let whole = Order { from: 0, limit: keys.len(), ..order.clone() };
                let mut hits = self.finder.find(&whole, &self.library, superseded)?;
                let place = |key| keys.iter().position(|other| *other == key);
                hits.sort_by_cached_key(|hit| place(hit.key));
                Ok(hits.into_iter().skip(order.from).take(order.limit).collect())
            }
            _ => self.finder.find(&order, &self.library, superseded),
        }
    }

    /// Rows as they are told.
    pub(super) fn told(
        &self,
        wish: &Wish,
        from: usize,
        hits: Vec<(ArticleKey, Worth)>,
        last: bool,
        cut: Option<usize>,
        superseded: &dyn Fn() -> bool,
    ) -> Result<Told, SearchError> {
        let mut rows = Vec::with_capacity(hits.len());
        let listed = listing_of(wish);
        let shelves = self.shelves(listed.as_ref())?;
        let mut of = 0;
        for shelf in &shelves {
            of += u64::try_from(shelf.standing()?.seq).unwrap_or(0);
        }
        for (key, worth) in hits {
            if superseded() {
                return Err(SearchError::Superseded);
            }
            let Some(shelf) = shelves.iter().find(|shelf| shelf.name() == key.shelf) else { continue };
            let Some(card) = shelf.cards(&[key.row])?.pop() else { continue };
            // Of a damaged record what its row says is shown; in a list nothing was looked for.
            let article = if listed.is_some() { None } else { shelf.article(key.row).ok() };
            let lit = article.map(|article| lit(&wish.query, &article)).unwrap_or_default();
            rows.push(FoundRow { card, worth, lit: lit.into_iter().take(TEXTS).map(shortened).collect(), reason: None });
        }
        // What is read from the library itself is behind nothing.
        let records = if listed.is_some() { 0 } else { self.finder.behind() };
        Ok(Told::Rows { from, rows, last, behind: Behind { records, of }, cut })
    }

    /// The articles below a node, in the tree's order.
    fn keys_below(&mut self, node: Node) -> Result<Vec<ArticleKey>, SearchError> {
        let mut seq = 0;
        for shelf in self.library.searched()? {
            seq += shelf.standing()?.seq;
        }
        if let Some((known, then, keys)) = &self.below
            && (*known, *then) == (node, seq)
        {
            return Ok(keys.clone());
        }
        let mut keys = Vec::new();
        narrow::below(&self.library, node, MOST_BELOW, &mut keys)?;
        self.below = Some((node, seq, keys.clone()));
        Ok(keys)
    }
}

/// A text cut around the first thing found, and cleaned: an abstract is not carried about for the sake of a line.
fn shortened(found: Lit) -> Lit {
    let (text, ranges) = found.around(CHARACTERS);
    let cleaned = clean_line(&text);
    // Where signs had to be taken out, the places no longer hold.
    let ranges = if cleaned.len() == text.len() { ranges } else { Vec::new() };
    Lit { text: cleaned.into_owned(), ranges, ..found }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

    use serde_json::json;

    use super::super::finder::Count;
    use super::super::query::{Mode, Query, parse};
    use super::super::wishes::EntryList;
    use super::*;
    use crate::library::Answer;
    use crate::record::Article;

    /// An issue of three; the first cites the second, which the library holds, and a book, which it does not.
    fn desk() -> SearchDesk {
        let article = |title: &str, page: u32, refs: serde_json::Value| -> Article {
            serde_json::from_value(json!({
                "title": {"zh": title}, "lang": "zh", "journal": {"title": {"zh": "测试学报"}}, "year": 2024, "volume": "1", "issue": "1",
                "pages": {"raw": format!("{page}-{}", page + 3), "first": page.to_string(), "last": (page + 3).to_string()},
                "keywords": {"zh": [format!("词{page}")]}, "refs": refs,
                "ids": {"doi": format!("10.5555/desk.{page}")}
            }))
            .unwrap()
        };
        let cited = json!([
            {"raw": "甲. 城市的夜. 测试学报, 2024, 1(1): 11-14.", "parts": [{"title": "城市的夜", "doi": "10.5555/desk.11"}]},
            {"raw": "Lynch K. The image of the city. MIT Press, 1960.", "parts": [{"title": "The image of the city", "year": 1960}]}
        ]);
        let mut library = Library::new();
        library
            .add_files([article("城市的早晨", 1, cited), article("城市的夜", 11, json!([])), article("乡村的早晨", 21, json!([]))])
            .unwrap();
        SearchDesk::new(library, None)
    }

    fn told(desk: &mut SearchDesk, query: &str, among: Among, want: Want) -> Told {
        desk.grant(&Wish { round: 1, query: parse(query, Mode::Finished).unwrap(), among, order: None, want }, &|| false).unwrap()
    }

    fn titles(told: &Told) -> Vec<String> {
        let Told::Rows { rows, .. } = told else { panic!("{told:?}") };
        rows.iter().map(|row| row.card.title.values().next().unwrap().clone()).collect()
    }

    const ALL: Want = Want::Rows { from: 0, most: 50 };

    #[test]
    fn entries_are_found_by_what_is_printed_and_by_what_the_library_knows_of_them() {
        let mut desk = desk();
        let Told::Rows { rows, .. } = told(&mut desk, "城市的早晨", Among::Library, ALL) else { panic!() };
        let of = rows.first().unwrap().card.key;
        let mut places = |query: &str| match told(&mut desk, query, Among::Entries { of, list: EntryList::References }, ALL) {
            Told::Places(places) => places,
            other => panic!("{other:?}"),
        };
        assert_eq!(places("image"), [1], "a word of an entry that the library does not hold");
        assert_eq!(places("year:1960"), [1]);
        assert_eq!(places("kw:词11"), [0], "a key word that only the record knows");
        assert_eq!(places("城市 OR city"), [0, 1]);
        assert_eq!(places("乡村"), [] as [usize; 0]);
    }

    #[test]
    fn a_narrowed_issue_keeps_its_order() {
        let mut desk = desk();
        let issue = |desk: &SearchDesk| {
            let Answer::Children { rows, .. } = desk.library.answer(&Question::Children { node: Node::Root, from: 0, to: 1 }) else {
                panic!()
            };
            rows.first().unwrap().node
        };
        let below = Among::Below(issue(&desk));
        // By worth the short title comes first; by pages the first article does.
        assert_eq!(titles(&told(&mut desk, "城市", below.clone(), ALL)), ["城市的早晨", "城市的夜"]);
        assert_eq!(titles(&told(&mut desk, "早晨", below.clone(), ALL)), ["城市的早晨", "乡村的早晨"]);
        assert_eq!(told(&mut desk, "早晨", below, Want::Count), Told::Count(Count::Exactly(2)));
    }

    #[test]
    fn what_is_found_stands_in_any_order_and_what_is_listed_needs_no_words() {
        use crate::library::{Direction, Listing, SortedBy, Sorting};
        let mut desk = desk();
        let mut in_order = |query: Query, among: Among, by, direction| {
            let wish = Wish { round: 1, query, among, order: Some(Sorting { by, direction }), want: ALL };
            titles(&desk.grant(&wish, &|| false).unwrap())
        };
        let morning = || parse("早晨", Mode::Finished).unwrap();
        let (up, down) = (Direction::Ascending, Direction::Descending);
        assert_eq!(in_order(morning(), Among::Library, SortedBy::Title, up), ["城市的早晨", "乡村的早晨"], "chéng before xiāng");
        assert_eq!(in_order(morning(), Among::Library, SortedBy::Title, down), ["乡村的早晨", "城市的早晨"]);
        assert_eq!(in_order(morning(), Among::Library, SortedBy::Added, down), ["乡村的早晨", "城市的早晨"]);
        let all = || Among::Listed(Listing::Year(Some(2024)));
        assert_eq!(in_order(Query::Everything, all(), SortedBy::Cited, down)[0], "城市的夜");
        assert_eq!(in_order(Query::Everything, all(), SortedBy::Printed, down), ["乡村的早晨", "城市的夜", "城市的早晨"]);
        let gone = Wish { round: 2, ..Wish::of_library(2, ALL) };
        let gone = Wish { among: all(), order: Some(Sorting { by: SortedBy::Title, direction: up }), ..gone };
        let asked = std::cell::Cell::new(0);
        let after_a_while = || {
            asked.set(asked.get() + 1);
            asked.get() > 1
        };
        assert_eq!(desk.grant(&gone, &after_a_while), None, "given up in between");
    }

    #[test]
    fn entries_stand_in_any_order_and_those_of_which_nothing_is_known_come_last() {
        use crate::library::{Direction, SortedBy, Sorting};
        let mut desk = desk();
        let Told::Rows { rows, .. } = told(&mut desk, "城市的早晨", Among::Library, ALL) else { panic!() };
        let of = rows.first().unwrap().card.key;
        let mut places = |query: &str, list, by, direction| {
            let among = Among::Entries { of, list };
            let query = parse(query, Mode::Finished).unwrap();
            match desk.grant(&Wish { round: 0, query, among, order: Some(Sorting { by, direction }), want: ALL }, &|| false).unwrap() {
                Told::Places(places) => places,
                other => panic!("{other:?}"),
            }
        };
        let (up, down) = (Direction::Ascending, Direction::Descending);
        // The first is a record of 2024 of the library, the second a book of 1960 that it does not hold.
        assert_eq!(places("", EntryList::References, SortedBy::Printed, down), [1, 0]);
        assert_eq!(places("", EntryList::References, SortedBy::Date, up), [1, 0], "by the printed year where there is no record");
        assert_eq!(places("", EntryList::References, SortedBy::Date, down), [0, 1]);
        assert_eq!(places("", EntryList::References, SortedBy::Title, up), [0, 1], "Chinese first");
        assert_eq!(places("", EntryList::References, SortedBy::Title, down), [1, 0]);
        for direction in [up, down] {
            assert_eq!(places("", EntryList::References, SortedBy::Cited, direction), [0, 1], "what is not held is not counted");
            assert_eq!(places("", EntryList::References, SortedBy::Read, direction), [0, 1]);
        }
        assert_eq!(places("year:1960", EntryList::References, SortedBy::Date, down), [1], "narrowed as well");
        assert_eq!(places("", EntryList::CitedBy, SortedBy::Date, down), [] as [usize; 0]);
    }

    #[test]
    fn references_and_citing_articles_are_lists_and_can_be_searched_for() {
        use crate::library::Listing;
        let mut desk = desk();
        let Told::Rows { rows, .. } = told(&mut desk, "", Among::Listed(Listing::Year(Some(2024))), ALL) else { panic!() };
        let key = |title: &str| rows.iter().find(|row| row.card.title.values().any(|own| own == title)).unwrap().card.key;
        let (citing, cited) = (key("城市的早晨"), key("城市的夜"));
        for (listing, title) in [(Listing::References(citing), "城市的夜"), (Listing::CitedBy(cited), "城市的早晨")] {
            let among = Among::Listed(listing);
            assert_eq!(titles(&told(&mut desk, "", among.clone(), ALL)), [title]);
            assert_eq!(told(&mut desk, "", among, Want::Count), Told::Count(Count::Exactly(1)));
        }
        assert_eq!(told(&mut desk, "", Among::Listed(Listing::References(cited)), Want::Count), Told::Count(Count::Exactly(0)));
        for (query, title) in [
            ("cites:doi:10.5555/desk.11", Some("城市的早晨")),
            ("cites:10.5555/desk.11", Some("城市的早晨")),
            ("citedby:doi:10.5555/desk.1", Some("城市的夜")),
            ("被引:doi:10.5555/desk.1 夜", Some("城市的夜")),
            ("citedby:doi:10.5555/desk.1 -夜", None),
            ("cites:doi:10.5555/desk.21", None),
        ] {
            let found = titles(&told(&mut desk, query, Among::Library, ALL));
            assert_eq!(found.first().map(String::as_str), title, "{query}");
            let below = Among::Below(Node::Shelf(cited.shelf));
            assert_eq!(titles(&told(&mut desk, query, below, ALL)).first().map(String::as_str), title, "{query} in a list");
        }
        let parse = |query: &str| parse(query, Mode::Finished).unwrap_err().to_string();
        assert!(parse("citedbi:doi:10.1/2").contains("citedby"), "{}", parse("citedbi:doi:10.1/2"));
        assert!(parse("cite:doi:10.1/2").contains("cites"), "{}", parse("cite:doi:10.1/2"));
    }

    #[test]
    fn a_list_of_what_the_library_has_is_narrowed_by_what_is_typed() {
        use crate::library::Tallied;
        let mut desk = desk();
        let mut labels = |of: Tallied, having: &str| {
            let want = Want::Tallies { of, having: having.to_owned(), from: 0, most: 9 };
            match desk.grant(&Wish::of_library(1, want), &|| false).unwrap() {
                Told::Tallies { total, tallies, .. } => {
                    assert_eq!(total, tallies.len() as u64);
                    tallies.into_iter().map(|tally| format!("{} {}", tally.label, tally.articles)).collect::<Vec<_>>()
                }
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(labels(Tallied::Keywords, ""), ["词1 1", "词11 1", "词21 1"]);
        assert_eq!(labels(Tallied::Keywords, "1"), ["词1 1", "词11 1", "词21 1"]);
        assert_eq!(labels(Tallied::Keywords, "词2"), ["词21 1"]);
        assert_eq!(labels(Tallied::Keywords, "ci"), ["词1 1", "词11 1", "词21 1"], "by pinyin");
        assert_eq!(labels(Tallied::Keywords, "ci1"), ["词1 1", "词11 1"], "among those that had what was typed before");
        assert_eq!(labels(Tallied::Keywords, "c"), ["词1 1", "词11 1", "词21 1"], "what was erased is looked for among all");
        assert_eq!(labels(Tallied::Journals, "csxb"), [" 3"], "by initials");
        assert_eq!(labels(Tallied::Years, "19"), [] as [&str; 0]);
    }

    #[test]
    fn nobody_is_told_what_nobody_waits_for() {
        let mut desk = desk();
        let wish = Wish { round: 1, query: Query::Everything, among: Among::Library, order: None, want: ALL };
        assert_eq!(desk.grant(&wish, &|| true), None);
        assert!(desk.grant(&wish, &|| false).is_some());
    }
}
