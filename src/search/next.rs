//! What is suggested for an article, kept for whoever asks again; and what to read next, by the articles that were read last.

use std::collections::HashMap;
use std::sync::Arc;

use super::alike::{Alike, Suggestion};
use super::desk::SearchDesk;
use super::error::SearchError;
use super::finder::Worth;
use super::wishes::{Behind, FoundRow, Told, Want, Wish};
use crate::library::{ArticleKey, Count, Searched};
use crate::text::{clean_line, plain};

/// What was suggested for an article, up to which change and which order of its shelf, and how far the index was behind.
pub(super) type Suggested = (ArticleKey, (i64, i64, u64), Arc<[Suggestion]>);
/// What to read next, with the changes and the orders up to which that holds.
pub(super) type Next = (Vec<(i64, i64)>, Arc<[Suggestion]>);

/// Articles read last that suggest others. Each is worth a little less than the one read after it.
const SEEDS: usize = 20;
const LESS: f64 = 0.95;
/// What each of them suggests, and what is suggested by all of them.
const OF_EACH: usize = 40;
const MOST: usize = 100;
/// Characters of the title of an article that was read, in a reason.
const TITLE: usize = 16;

/// What speaks for an article to be read next.
struct Wanted {
    suggestion: Suggestion,
    /// How many of the articles read are near it, and the nearest of them by its title and what that adds.
    near: usize,
    nearest: (String, f64),
}

impl SearchDesk {
    /// What is suggested for an article.
    ///
    /// # Errors
    /// A damaged or missing record; [`SearchError::Superseded`] when nobody waits for it any more.
    pub fn suggested(&mut self, of: ArticleKey, superseded: &dyn Fn() -> bool) -> Result<Arc<[Suggestion]>, SearchError> {
        // An index that cannot be read is none: the links still say something.
        let _ = self.finder.refresh(&self.library);
        let shelf = self.library.searched_shelf(of.shelf)?;
        let now = (shelf.standing()?.seq, shelf.orders()?, self.finder.behind());
        if let Some((known, then, found)) = &self.suggested
            && (*known, *then) == (of, now)
        {
            return Ok(Arc::clone(found));
        }
        let found: Arc<[Suggestion]> = Alike::default().to(of.row, &shelf, &self.finder, superseded)?.into();
        self.suggested = Some((of, now, Arc::clone(&found)));
        Ok(found)
    }

    /// What to read next: unread articles near those that were read last.
    ///
    /// # Errors
    /// A damaged or busy library; [`SearchError::Superseded`] when nobody waits for it any more.
    pub fn next_to_read(&mut self, superseded: &dyn Fn() -> bool) -> Result<Arc<[Suggestion]>, SearchError> {
        let _ = self.finder.refresh(&self.library);
        let shelves = self.library.searched()?;
        let now = shelves.iter().map(|shelf| Ok((shelf.standing()?.seq, shelf.orders()?))).collect::<Result<Vec<_>, SearchError>>()?;
        if let Some((then, found)) = &self.next
            && *then == now
        {
            return Ok(Arc::clone(found));
        }
        let mut all = Vec::new();
        for shelf in &shelves {
            all.extend(self.next_of(shelf, superseded)?);
        }
        all.sort_by(|one, other| other.score.total_cmp(&one.score).then(one.card.key.cmp(&other.card.key)));
        all.truncate(MOST);
        let found: Arc<[Suggestion]> = all.into();
        drop(shelves);
        self.next = Some((now, Arc::clone(&found)));
        Ok(found)
    }

    fn next_of(&self, shelf: &Searched<'_>, superseded: &dyn Fn() -> bool) -> Result<Vec<Suggestion>, SearchError> {
        let alike = Alike { with_linked: true, most: OF_EACH, ..Alike::default() };
        let mut wanted: HashMap<ArticleKey, Wanted> = HashMap::new();
        let mut worth = 1.0;
        for row in shelf.read_lately(SEEDS)? {
            let Some(read) = shelf.cards(&[row])?.pop() else { continue };
            let title = shortened(read.title.values().next().map(String::as_str).unwrap_or_default());
            // Of a damaged record nothing is known; the others still suggest.
            let found = match alike.to(row, shelf, &self.finder, superseded) {
                Err(SearchError::Superseded) => return Err(SearchError::Superseded),
                found => found.unwrap_or_default(),
            };
            for mut suggestion in found.into_iter().filter(|suggestion| !suggestion.card.read) {
                suggestion.score *= worth;
                for (_, adds, _) in &mut suggestion.parts {
                    *adds *= worth;
                }
                if let Some(wanted) = wanted.get_mut(&suggestion.card.key) {
                    wanted.take(suggestion, &title);
                } else {
                    let nearest = (title.clone(), suggestion.score);
                    wanted.insert(suggestion.card.key, Wanted { suggestion, near: 1, nearest });
                }
            }
            worth *= LESS;
        }
        Ok(wanted.into_values().map(Wanted::said).collect())
    }

    /// Grants a wish for the list of what to read next.
    pub(super) fn told_next(&mut self, wish: &Wish, superseded: &dyn Fn() -> bool) -> Result<Told, SearchError> {
        let all = self.next_to_read(superseded)?;
        let Want::Rows { from, most } = wish.want else { return Ok(Told::Count(Count::Exactly(all.len() as u64))) };
        let rows = all.iter().skip(from).take(most).map(|next| FoundRow {
            card: next.card.clone(),
            worth: Worth::Words,
            lit: Vec::new(),
            reason: Some(next.reason.clone()),
        });
        let rows: Vec<FoundRow> = rows.collect();
        Ok(Told::Rows { from, last: from + most >= all.len(), rows, behind: Behind::default(), cut: None })
    }
}

impl Wanted {
    /// Another article that was read suggests it as well.
    fn take(&mut self, other: Suggestion, title: &str) {
        self.near += 1;
        self.suggestion.score += other.score;
        if other.score > self.nearest.1 {
            self.nearest = (title.to_owned(), other.score);
            self.suggestion.reason = other.reason;
        }
        for part in other.parts {
            match self.suggestion.parts.iter_mut().find(|(tie, ..)| *tie == part.0) {
                Some(same) => same.1 += part.1,
                None => self.suggestion.parts.push(part),
            }
        }
    }

    /// With the reason: `near 3 articles you have read; shares 7 references with “智慧城市…”`.
    fn said(mut self) -> Suggestion {
        self.suggestion.parts.sort_by(|one, other| other.1.total_cmp(&one.1));
        let title = &self.nearest.0;
        let most = self.suggestion.reason.split("; ").take(2).collect::<Vec<_>>().join("; ");
        self.suggestion.reason = match self.near {
            1 => format!("near “{title}”: {most}"),
            n => format!("near {n} articles you have read: “{title}”: {most}"),
        };
        self.suggestion
    }
}

fn shortened(title: &str) -> String {
    let title = plain(clean_line(title).trim());
    if title.chars().count() <= TITLE {
        return title;
    }
    format!("{}…", title.chars().take(TITLE - 1).collect::<String>().trim_end())
}
