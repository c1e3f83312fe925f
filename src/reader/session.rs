//! The session: trail, marks and layout, kept as JSON for the next start.

use serde::{Deserialize, Serialize};

use super::layout::Shares;
use super::trail::{Stop, Trail};
use super::{Effect, LanguageChoice, LayoutChoice, Reader};
use crate::library::{Order, Sorting};

/// What is kept. Members that an older or newer version does not know are left out, not an error.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Session {
    v: u32,
    here: Stop,
    trail: Trail,
    /// `zh`, `en` or `both`.
    language: String,
    layout: LayoutChoice,
    shares: Shares,
    /// Queries that were searched for, the newest last.
    queries: Vec<String>,
    /// In which order lists were put, by what they are called.
    orders: Vec<(String, Sorting)>,
}

impl Reader {
    /// Tells the library where one is, so that the next start finds the way back.
    pub(super) fn keep_session(&mut self) {
        if !self.keep_session || self.shown.is_none() {
            return;
        }
        let language = match self.settings.language {
            LanguageChoice::Zh => "zh",
            LanguageChoice::En => "en",
            LanguageChoice::Both => "both",
        };
        let session = Session {
            v: 1,
            here: self.here(),
            trail: self.trail.clone(),
            language: language.to_owned(),
            layout: self.settings.layout,
            shares: self.shares,
            queries: self.search.history.clone(),
            orders: self.search.orders.clone(),
        };
        if let Ok(state) = serde_json::to_string(&session) {
            self.effects.push(Effect::Tell(Order::Session { state, opened: std::mem::take(&mut self.opened) }));
        }
    }

    /// Takes up what the last session left; the place where it ended. A session that cannot be read is as good as none.
    pub(super) fn restore_session(&mut self) -> Option<Stop> {
        let session: Session = serde_json::from_str(self.session.as_deref()?).ok()?;
        self.trail = session.trail;
        self.shares = session.shares;
        self.search.history = session.queries;
        self.search.orders = session.orders;
        self.settings.layout = session.layout;
        match session.language.as_str() {
            "zh" => self.settings.language = LanguageChoice::Zh,
            "en" => self.settings.language = LanguageChoice::En,
            "both" => self.settings.language = LanguageChoice::Both,
            _ => {}
        }
        (!session.here.id.is_empty()).then_some(session.here)
    }
}
