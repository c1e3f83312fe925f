//! Findings said on the way, the first few of each kind; how many more there were is said at the end.

use std::collections::HashMap;

use super::out::Out;
use crate::formats::{Finding, Severity};

/// How many findings that say the same of other places are told: of what was kept, and of what was not read.
const OF_KEPT: u64 = 3;
const OF_SKIPPED: u64 = 20;
/// Kinds that are counted; a kind beyond them is told each time. Bounds what a hostile file can make this hold.
const KINDS: usize = 1000;

/// What is one kind: the member of the record it speaks of, and the sentence.
type Kind = (Option<String>, String);

/// What was told of one file.
pub struct Findings<'a> {
    talk: &'a Out,
    file: String,
    /// How often each kind was met, and its place in `order`.
    met: HashMap<Kind, (u64, Severity)>,
    order: Vec<Kind>,
}

impl<'a> Findings<'a> {
    /// Nothing told yet of the file of this name.
    pub fn of(file: String, talk: &'a Out) -> Self {
        Self { talk, file, met: HashMap::new(), order: Vec::new() }
    }

    /// Says it, unless enough of its kind were said.
    pub fn say(&mut self, finding: &Finding) {
        let kind = (finding.field.clone(), finding.sentence.clone());
        let before = match self.met.get_mut(&kind) {
            Some((times, _)) => {
                *times += 1;
                *times - 1
            }
            None if self.order.len() < KINDS => {
                self.met.insert(kind.clone(), (1, finding.severity));
                self.order.push(kind);
                0
            }
            None => 0,
        };
        if before < most(finding.severity) {
            self.talk.say(&finding.told_of(&self.file));
        }
    }

    /// Says how many of each kind were not said, and of `unseen` others that nobody kept.
    pub fn end(self, unseen: u64) {
        let mut hidden = unseen;
        for kind in &self.order {
            let Some((times, severity)) = self.met.get(kind) else { continue };
            let more = times.saturating_sub(most(*severity));
            if more > 0 {
                hidden += more;
                let field = kind.0.as_ref().map(|field| format!("{field}: ")).unwrap_or_default();
                self.talk.say(&format!("{}: {more} more of \"{field}{}\"", self.file, kind.1));
            }
        }
        if unseen > 0 {
            self.talk.say(&format!("{}: {unseen} more findings", self.file));
        }
        if hidden > 0 {
            self.talk.say("`qikan doctor FILE` names every place");
        }
    }
}

const fn most(severity: Severity) -> u64 {
    match severity {
        Severity::Kept => OF_KEPT,
        Severity::Skipped => OF_SKIPPED,
    }
}
