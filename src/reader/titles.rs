//! The titles above the panes in pieces: of the lists every tab with its count, shortened until they fit.

use super::layout::Pane;
use super::{Reader, Role, Sign, Tab};

/// Cells of the rule before the title: the sign of the focus.
pub const INDENT: u16 = 1;

/// A piece of a title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitlePiece {
    pub text: String,
    pub role: Role,
    /// The tab that it is the title of.
    pub tab: Option<Tab>,
}

impl Reader {
    /// The title of a pane, from [`INDENT`] on; no wider than the rule.
    pub fn titles(&self, pane: Pane) -> Vec<TitlePiece> {
        let measure = self.settings.measure;
        let room = usize::from(self.arrangement.slot(pane).title.width.saturating_sub(INDENT));
        let bright = if self.focus == pane { Role::PaneTitleFocused } else { Role::PaneTitle };
        let name = |text: &str| TitlePiece { text: measure.truncate(text, room), role: bright, tab: None };
        let fitting = |pieces: Vec<TitlePiece>| {
            let taken: usize = pieces.iter().map(|piece| measure.width(&piece.text)).sum();
            (taken <= room).then_some(pieces)
        };
        match pane {
            Pane::Issues => match &self.results {
                Some(results) => self.results_title(results, room, bright),
                None => vec![name(" Issues ")],
            },
            Pane::Abstract => {
                let height = usize::from(self.arrangement.slot(pane).body.height);
                let mut pieces = vec![name(" Abstract ")];
                if self.text.len() > height {
                    let text = format!("{}% ", self.text.top * 100 / (self.text.len() - height));
                    pieces.push(TitlePiece { text, role: Role::Text, tab: None });
                }
                fitting(pieces).unwrap_or_else(|| vec![name(" Abstract ")])
            }
            Pane::Lists => {
                let now = self.lists.tab;
                let order = self.lists.sifted(now).and_then(|sifted| sifted.order).map(super::sorting::short);
                let order = order.map(|order| format!(" {order}")).unwrap_or_default();
                fitting(self.tabs(true, true, &order, bright))
                    .or_else(|| fitting(self.tabs(false, true, &order, bright)))
                    .or_else(|| fitting(self.tabs(false, true, "", bright)))
                    .or_else(|| fitting(self.tight_tabs(bright)))
                    .or_else(|| fitting(self.tabs(true, false, &order, bright)))
                    .or_else(|| fitting(self.tabs(true, false, "", bright)))
                    .unwrap_or_else(|| vec![TitlePiece { tab: Some(now), ..name(now.titles().1) }])
            }
        }
    }

    /// The tabs by their long or short names, the one that is shown, with its order, alone or with the others.
    fn tabs(&self, long: bool, others: bool, order: &str, bright: Role) -> Vec<TitlePiece> {
        let now = self.lists.tab;
        let mut pieces = Vec::new();
        for tab in Tab::ALL.into_iter().filter(|tab| others || *tab == now) {
            let count = self.lists.count(tab).filter(|_| self.shown.is_some());
            let name = if long || tab == now { tab.titles().0 } else { tab.titles().1 };
            let count = self.count_of(tab, count);
            let order = if tab == now { order } else { "" };
            if !pieces.is_empty() {
                pieces.push(self.between());
            }
            pieces.push(TitlePiece {
                text: format!(" {name}{count}{order} "),
                role: if tab == now { bright } else { Role::Dim },
                tab: Some(tab),
            });
        }
        pieces
    }

    /// The tabs that hold something, by their short names and without air.
    fn tight_tabs(&self, bright: Role) -> Vec<TitlePiece> {
        let now = self.lists.tab;
        let air = || TitlePiece { text: " ".to_owned(), role: Role::Dim, tab: None };
        let mut pieces = vec![air()];
        for tab in Tab::ALL {
            let count = self.lists.count(tab).filter(|count| *count > 0);
            if tab != now && count.is_none() {
                continue;
            }
            if pieces.len() > 1 {
                pieces.push(self.between());
            }
            let name = if tab == now { tab.titles().0 } else { tab.titles().1 };
            let count = self.count_of(tab, count);
            pieces.push(TitlePiece { text: format!("{name}{count}"), role: if tab == now { bright } else { Role::Dim }, tab: Some(tab) });
        }
        pieces.push(air());
        pieces
    }

    /// What was looked for, and how much of it was found: ` Results 智慧城市  312 found `
    fn results_title(&self, results: &super::Results, room: usize, bright: Role) -> Vec<TitlePiece> {
        let measure = self.settings.measure;
        let piece = |text: String, role| TitlePiece { text, role, tab: None };
        let order = results.sought.order.map(super::sorting::phrase).filter(|_| room >= 60).map(|order| format!(", {order}"));
        let counted = results.counted().map(|counted| format!("{counted}{} ", order.unwrap_or_default())).unwrap_or_default();
        let head = match room {
            40.. if results.sought.is_listed() => " List: ",
            40.. => " Results: ",
            _ => " ",
        };
        let left = room.saturating_sub(measure.width(head) + 1 + measure.width(&counted));
        let title = measure.truncate(&results.sought.title(), left);
        vec![piece(format!("{head}{title} "), bright), piece(measure.truncate(&counted, room), Role::Dim)]
    }

    /// The number of rows behind a tab's name; of a narrowed one how many of them are shown, and by what.
    fn count_of(&self, tab: Tab, all: Option<usize>) -> String {
        match (self.lists.narrowed(tab), all) {
            (Some(narrowing), Some(all)) if tab == self.lists.tab => {
                format!(" {}/{all} & {}", narrowing.places.len(), self.settings.measure.truncate(&narrowing.by, 20))
            }
            (Some(narrowing), Some(all)) => format!(" {}/{all}", narrowing.places.len()),
            (_, all) => {
                let more = if self.lists.cards(tab).is_some_and(|cards| cards.has_more) { "+" } else { "" };
                all.map(|count| format!(" {count}{more}")).unwrap_or_default()
            }
        }
    }

    fn between(&self) -> TitlePiece {
        TitlePiece { text: self.settings.signs().draw(Sign::Between).trim().to_owned(), role: Role::Border, tab: None }
    }
}
