//! Works that the library does not hold: their pages, and the lists of the articles that cite them.

use super::asking::Waiting;
use super::popup::{PageOf, PageOnTop, Popup};
use super::results::{Sought, grouped};
use super::{Action, Reader, Tab};
use crate::library::{Count, EntryKey, Linked, List, Listing, Tally, Work};
use crate::record::{Citation, Doi, Reference};
use crate::search::{Among, Want, Wish};
use crate::text::plain;

/// The work that a page is of.
#[derive(Clone, Debug)]
pub struct OfWork {
    pub entry: EntryKey,
    /// Once whoever searches has told of it.
    pub told: Option<Box<Work>>,
}

impl Reader {
    /// Asks who else cites the work of the page on top, an entry of the article shown that leads to no record.
    pub(super) fn ask_for_work(&mut self, tab: Tab, place: usize) {
        let list = match tab {
            Tab::References => List::References,
            Tab::Related => List::Related,
            Tab::CitedBy | Tab::Suggested => return,
        };
        let Some(shown) = self.shown.as_ref() else { return };
        if !matches!(self.lists.linked_at(shown, tab, place), Linked::Held { .. }) {
            let entry = EntryKey { of: shown.key, list, n: place };
            self.wish_for_work(entry);
        }
    }

    fn wish_for_work(&mut self, entry: EntryKey) {
        if let Some(Popup::Page(on_top)) = self.popups.last_mut() {
            on_top.work = Some(OfWork { entry, told: None });
        }
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::Work(_)));
        // No round of its own: the rows of the list behind it are still waited for.
        let round = self.search.round().max(1);
        self.wish(Wish::of_library(round, Want::Work(entry)), Waiting::Work(entry));
    }

    /// Puts the page of a row of the list of missing works on top of it.
    pub(super) fn show_missing(&mut self, tally: &Tally) {
        if let Some(entry) = tally.work {
            self.show_work(entry, plain(&tally.label));
        }
    }

    /// Puts the page of the work of an entry on top, under what it is called until more is known.
    pub(super) fn show_work(&mut self, entry: EntryKey, label: String) {
        self.show_page("Not in the library".to_owned(), PageOf::Work(label));
        self.wish_for_work(entry);
    }

    /// Takes what was told of a work, if its page is still on top.
    pub(super) fn take_work(&mut self, entry: EntryKey, work: Box<Work>) {
        let waits = |on_top: &PageOnTop| on_top.work.as_ref().is_some_and(|of| of.entry == entry && of.told.is_none());
        if !matches!(self.popups.last(), Some(Popup::Page(on_top)) if waits(on_top)) {
            return;
        }
        let enter = self.key_of(Action::Open);
        let outside = match work.best.as_ref().map(|best| &best.linked) {
            Some(Linked::Elsewhere { .. }) => format!(", {} opens its address", self.key_of(Action::OpenOutside)),
            _ => String::new(),
        };
        self.say(match work.citing {
            Count::Exactly(0) => format!("Not held, and in no reference list{outside}."),
            Count::Exactly(1) => format!("Not held; {enter} lists the one citing article{outside}."),
            Count::Exactly(many) => format!("Not held; {enter} lists {} citing articles{outside}.", grouped(many)),
            Count::MoreThan(many) => format!("Not held; {enter} lists citing articles, more than {} of them{outside}.", grouped(many)),
        });
        self.set_page_anew(|on_top| on_top.work = Some(OfWork { entry, told: Some(work) }));
    }

    /// Lists the articles that cite the work of the page on top, in the place of the issues.
    pub(super) fn list_citing(&mut self) {
        let Some(Popup::Page(PageOnTop { work: Some(of), .. })) = self.popups.last() else { return };
        let Some(work) = &of.told else { return self.say("Still looking for the articles that cite it.") };
        if work.citing == Count::Exactly(0) {
            return self.say("No reference list of the library has it.");
        }
        let entry = work.best.as_ref().map_or(of.entry, |best| best.entry);
        let title = work.best.as_ref().map(|best| title(&best.reference)).unwrap_or_default();
        self.remember_browse();
        self.leave();
        let listed = Listing::Citing(entry);
        self.open_list(Sought {
            name: format!("Cites: {title}"),
            among: Among::Listed(listed.clone()),
            listed: Some(listed),
            ..Sought::default()
        });
    }
}

/// What a work is called: its title, else what was printed.
fn title(reference: &Reference) -> String {
    let title = reference.parts.iter().find_map(|part| part.title.as_deref());
    plain(title.unwrap_or(&reference.raw)).trim().to_owned()
}

impl PageOnTop {
    /// The reference that knows the DOI of the page's work, where the entry itself gives none.
    pub(super) fn better(&self, own: &Reference) -> Option<(&Reference, &Linked)> {
        let has_doi = |reference: &Reference| {
            let of_part = |part: &Citation| part.doi.as_deref().and_then(Doi::parse).is_some();
            reference.ids.doi.is_some() || reference.parts.iter().any(of_part)
        };
        let best = self.work.as_ref()?.told.as_ref()?.best.as_ref()?;
        (!has_doi(own) && has_doi(&best.reference)).then_some((&best.reference, &best.linked))
    }
}
