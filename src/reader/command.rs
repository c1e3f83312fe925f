//! The command line at the bottom: `:q`, `:help`, `:12`, `:set`, and every action by its name.

use std::borrow::Cow;

use super::asking::Waiting;
use super::keymap::did_you_mean;
use super::{Action, Effect, Key, KeyCode, Prompt, Reader, Typing};
use crate::library::{Node, Order, Question};
use crate::text::nearest;

/// Short words for actions, as in vi.
const SHORT: [(&str, Action); 25] = [
    ("q", Action::Quit),
    ("q!", Action::Quit),
    ("qa", Action::Quit),
    ("quit", Action::Quit),
    ("h", Action::Help),
    ("help", Action::Help),
    ("man", Action::Manual),
    ("sample", Action::ShowSample),
    ("keys", Action::Palette),
    ("clip", Action::ShowClip),
    ("clip plain", Action::PrintClip),
    ("browse journals", Action::BrowseJournals),
    ("browse years", Action::BrowseYears),
    ("browse authors", Action::BrowseAuthors),
    ("browse keywords", Action::BrowseKeywords),
    ("browse next", Action::BrowseNext),
    ("browse classes", Action::BrowseClasses),
    ("browse missing", Action::BrowseMissing),
    ("missing", Action::BrowseMissing),
    ("authors", Action::BrowseAuthors),
    ("classes", Action::BrowseClasses),
    ("graph", Action::ShowGraph),
    ("figures", Action::ShowFigures),
    ("stats", Action::LibraryFigures),
    ("trail", Action::ShowTrail),
];
/// What is asked of the program in the shell, and may be looked for here.
const SHELL: [&str; 10] = ["import", "export", "convert", "show", "cite", "issues", "dedupe", "doctor", "check", "config"];

/// Words that are offered at the end of the line.
const OFFERED: usize = 6;

impl Reader {
    /// Does what was typed.
    pub(super) fn command(&mut self, typed: &str) {
        if !typed.trim().is_empty() {
            self.commands.remember(typed.trim().to_owned());
        }
        if self.search_command(typed.trim().trim_start_matches([':', '：'])) {
            return;
        }
        // An input method may type full-width letters; commands are ASCII.
        let narrow = |c: char| match super::narrow(Key::char(c)).code {
            KeyCode::Char(c) => c,
            _ => c,
        };
        let typed: String = typed.chars().map(narrow).collect();
        let word = typed.trim().trim_start_matches(':');
        if word.is_empty() {
            return;
        }
        if let Some(setting) = word.strip_prefix("set").filter(|rest| !rest.starts_with(char::is_alphanumeric)) {
            return self.set(setting);
        }
        if let Ok(row) = word.parse::<usize>() {
            return self.act(Action::Bottom, Some(row));
        }
        let short = SHORT.iter().find(|(short, _)| *short == word).map(|(_, action)| *action);
        let Some(action) = short.or_else(|| Action::named(word)) else {
            let known: Vec<_> = words().collect();
            let first = word.split_whitespace().next().unwrap_or_default();
            let guess = nearest(word, known.iter().map(AsRef::as_ref).chain(SHELL)).or_else(|| nearest(first, SHELL));
            return self.complain(match guess {
                Some(verb) if SHELL.contains(&verb) => format!("There is no command \"{word}\" here; in the shell there is: qikan {verb}"),
                Some(near) => format!("There is no command \"{word}\". Did you mean \"{near}\"?"),
                None => format!("There is no command \"{word}\"; {} lists what there is.", self.key_of(Action::Palette)),
            });
        };
        self.act(action, None);
    }

    /// `save NAME`, `forget NAME`: whether it was one of these.
    fn search_command(&mut self, typed: &str) -> bool {
        let (word, name) = typed.split_once(char::is_whitespace).map_or((typed, ""), |(word, name)| (word, name.trim()));
        match word {
            "save" => self.save_search(name),
            "forget" => self.forget_search(name),
            _ => return false,
        }
        true
    }

    /// Opens the command line at the name of a search to be kept.
    pub(super) fn begin_saving(&mut self) {
        if self.results.is_none() {
            return self.say(format!("There is no search to keep; {} searches.", self.key_of(Action::Search)));
        }
        self.prompt = Some(Prompt::Command(Typing::of("save ")));
    }

    fn save_search(&mut self, name: &str) {
        let Some(results) = &self.results else {
            return self.complain(format!("There is no search to keep; {} searches.", self.key_of(Action::Search)));
        };
        if results.sought.among != crate::search::Among::Library {
            return self.complain("Only a search of the whole library can be kept; this list is part of it.");
        }
        if name.is_empty() {
            return self.complain("A search is kept under a name: save NAME.");
        }
        let query = match (results.sought.typed.as_str(), results.sought.narrowed.as_str()) {
            (typed, "") => typed.to_owned(),
            _ => results.sought.query.to_string(),
        };
        let before = self.search.saved.iter().find(|saved| saved.name == name && saved.query != query);
        let instead = before.map(|before| format!(" in the place of {}", before.query)).unwrap_or_default();
        let until = if self.keeps { "" } else { ", for this run only" };
        self.keep_search(name, Some(query));
        self.say(format!("Kept as \"{name}\"{instead}, at the head of the issues{until}."));
    }

    fn forget_search(&mut self, name: &str) {
        let known: Vec<String> = self.search.saved.iter().map(|saved| saved.name.clone()).collect();
        if known.iter().any(|known| known == name) {
            self.keep_search(name, None);
            return self.say(format!("The search \"{name}\" is forgotten."));
        }
        let guess = did_you_mean(name, known.iter().map(String::as_str));
        let known = if known.is_empty() { "none is kept".to_owned() } else { format!("kept are {}", known.join(", ")) };
        self.complain(format!("No search is kept as \"{name}\"; {known}.{guess}"));
    }

    /// Keeps or forgets a search, and brings the head of the tree up to date.
    fn keep_search(&mut self, name: &str, query: Option<String>) {
        let (had, known) = (!self.search.saved.is_empty(), self.search.saved.iter().any(|saved| saved.name == name));
        let has = query.is_some() || self.search.saved.iter().any(|saved| saved.name != name);
        if let Some(saved) = self.search.saved.iter().find(|saved| saved.name == name) {
            self.search.counts.remove(&saved.id);
        }
        self.effects.push(Effect::Tell(Order::Search { name: name.to_owned(), query }));
        if had != has {
            self.issues.shift_roots(has);
        }
        if !(had && has && known) {
            self.issues.tree.forget(Node::Searches);
        }
        self.ask(Question::Searches, Waiting::Searches);
    }

    /// Completes the command that is being typed as far as it is certain, and says what it can become.
    pub(super) fn complete(&mut self) {
        if self.complete_query() {
            return;
        }
        let Some(Prompt::Command(typing)) = &self.prompt else { return };
        let typed = typing.text();
        let fits = self.words_behind(&typed);
        let Some(first) = fits.first() else { return };
        let common = first
            .char_indices()
            .map(|(at, c)| at + c.len_utf8())
            .take_while(|end| fits.iter().all(|word| word.get(..*end) == first.get(..*end)))
            .last()
            .unwrap_or(0);
        let completed = first.get(..common).unwrap_or_default().to_owned();
        if completed.len() > typed.len() || fits.len() == 1 {
            self.prompt = Some(Prompt::Command(Typing::of(&completed)));
        }
    }

    /// What the command that is being typed can become, for the end of the status line: the word that is being typed, whole.
    pub(super) fn completions(&self) -> String {
        let Some(Prompt::Command(typing)) = &self.prompt else { return String::new() };
        let typed = typing.text();
        if typed.is_empty() {
            return String::new();
        }
        let before = typed.rfind(' ').map_or(0, |at| at + 1);
        let begun = typed.get(before..).unwrap_or_default();
        let measure = self.settings.measure;
        let mut room = usize::from(self.size.columns).saturating_sub(measure.width(&typed));
        let mut offered: Vec<String> = Vec::new();
        for whole in self.words_behind(&typed).iter().filter(|whole| **whole != typed) {
            let mut words = whole.get(before..).unwrap_or_default().split(' ');
            let mut word = words.next().unwrap_or_default().to_owned();
            // What is whole is offered with what can stand behind it.
            if let (true, Some(behind)) = (word == begun, words.next()) {
                word = format!("{word} {behind}");
            }
            if offered.contains(&word) {
                continue;
            }
            let Some(left) = room.checked_sub(measure.width(&word) + 2).filter(|_| offered.len() < OFFERED) else { break };
            room = left;
            offered.push(word);
        }
        offered.join("  ")
    }

    /// The commands that begin so; of `forget` each with the name of a search that is kept.
    fn words_behind(&self, typed: &str) -> Vec<Cow<'static, str>> {
        let kept = self.search.saved.iter().map(|saved| Cow::from(format!("forget {}", saved.name)));
        words().chain(kept).filter(|word| word.starts_with(typed)).collect()
    }
}

fn words() -> impl Iterator<Item = Cow<'static, str>> {
    let actions = Action::ALL.iter().map(|line| line.name);
    let short = SHORT.iter().map(|(word, _)| *word).filter(|word| word.len() > 2);
    ["save", "forget"].into_iter().chain(short).chain(actions).map(Cow::from).chain(super::setting::commands().map(Cow::from))
}
