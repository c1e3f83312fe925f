//! The session: trail, marks and layout, kept as JSON for the next start. What a person writes into `config.toml` goes before it.

use serde::{Deserialize, Serialize};

use super::layout::Shares;
use super::trail::{Stop, TextStop, Trail};
use super::{Effect, LanguageChoice, LayoutChoice, Reader};
use crate::library::{Order, Sorting};
use crate::record::RecordId;

/// What is kept. Members that an older or newer version does not know are left out, not an error.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Session {
    v: u32,
    here: Stop,
    trail: Trail,
    /// `zh`, `en` or `both`; empty where no key has chosen one.
    language: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    layout: Option<LayoutChoice>,
    shares: Shares,
    /// Queries that were searched for, the newest last.
    queries: Vec<String>,
    /// In which order lists were put, by what they are called.
    orders: Vec<(String, Sorting)>,
    /// How far full texts were read, the last one last.
    places: Vec<(RecordId, TextStop)>,
}

/// What keys have chosen, in this session or in those before. What `:set` changes is not of it: that ends with the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Chosen {
    pub language: Option<LanguageChoice>,
    pub layout: Option<LayoutChoice>,
}

impl Reader {
    /// Tells the library where one is, so that the next start finds the way back.
    pub(super) fn keep_session(&mut self) {
        if !self.keep_session || self.shown.is_none() {
            return;
        }
        let language = match self.chosen.language {
            Some(LanguageChoice::Zh) => "zh",
            Some(LanguageChoice::En) => "en",
            Some(LanguageChoice::Both) => "both",
            None => "",
        };
        let session = Session {
            v: 1,
            here: self.here(),
            trail: self.trail.clone(),
            language: language.to_owned(),
            layout: self.chosen.layout,
            shares: self.shares,
            queries: self.search.history.lines.clone(),
            orders: self.search.orders.clone(),
            places: self.places.clone(),
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
        self.search.history.lines = session.queries;
        self.search.orders = session.orders;
        self.places = session.places;
        let language = match session.language.as_str() {
            "zh" => Some(LanguageChoice::Zh),
            "en" => Some(LanguageChoice::En),
            "both" => Some(LanguageChoice::Both),
            _ => None,
        };
        let said = |name: &str| self.config_says.iter().any(|said| said == name);
        self.chosen = Chosen { language: language.filter(|_| !said("language")), layout: session.layout.filter(|_| !said("layout")) };
        self.settings.language = self.chosen.language.unwrap_or(self.settings.language);
        self.settings.layout = self.chosen.layout.unwrap_or(self.settings.layout);
        (!session.here.id.is_empty()).then_some(session.here)
    }
}
