//! What each action does.

use super::listing::ListKind;
use super::popup::ChooseOf;
use super::press::Letter;
use super::{Action, Effect, Pane, Popup, Prompt, Reader, Tab, Typing};
use crate::library::{Choice, Order, Question, Tallied};

impl Reader {
    /// Does an action; `count` is the number typed before its key.
    pub(super) fn act(&mut self, action: Action, count: Option<usize>) {
        self.not_passed_by(action);
        if self.context() == super::Context::Prompt && self.act_in_prompt(action) {
            return;
        }
        if self.moved(action, count) {
            return;
        }
        if self.is_apart() && (action.line().group == super::action::Group::Articles || action == Action::SetMark) {
            let [key, close] = [action, Action::Close].map(|action| self.key_of(action));
            return self.say(format!("{key} does nothing on this page; {close} closes it."));
        }
        let times = count.unwrap_or(1).max(1);
        match action {
            Action::Left => self.left(),
            Action::Right => self.right(),
            Action::Open => self.open(),
            Action::NextLink | Action::PreviousLink => self.choose_link(action == Action::NextLink, times),
            Action::LinkHints => self.show_hints(),
            Action::NextSection | Action::PreviousSection => self.go_section(action == Action::NextSection),
            Action::NextCaption | Action::PreviousCaption => self.go_caption(action == Action::NextCaption, times),

            Action::NextPane => self.turn(true),
            Action::PreviousPane => self.turn(false),
            Action::GoIssues => self.go_pane(Pane::Issues),
            Action::GoAbstract => self.go_pane(Pane::Abstract),
            Action::GoReferences => self.go_tab(Tab::References),
            Action::GoRelated => self.go_tab(Tab::Related),
            Action::GoCitedBy => self.go_tab(Tab::CitedBy),
            Action::GoSuggested => self.go_tab(Tab::Suggested),
            Action::Zoom | Action::Wider | Action::Narrower | Action::NextLayout if self.settings.is_linear() => {
                self.say("There is one pane at a time; Tab shows the next.");
            }
            Action::Zoom => self.zoomed = !self.zoomed,
            Action::Wider => self.widen(1),
            Action::Narrower => self.widen(-1),
            Action::NextLayout => {
                self.zoomed = false;
                self.settings.layout = self.next_layout();
                self.chosen.layout = Some(self.settings.layout);
                self.say(format!("Layout: {}.", self.settings.layout.name()));
            }

            Action::NextArticle => self.neighbour(Choice::Next),
            Action::PreviousArticle => self.neighbour(Choice::Previous),
            Action::Along => self.switch_along(),
            Action::NextIssue => {
                self.ask_neighbour(|key| Question::NeighbourIssue { key, choice: Choice::Next }, "This is the last issue.");
            }
            Action::PreviousIssue => {
                self.ask_neighbour(|key| Question::NeighbourIssue { key, choice: Choice::Previous }, "This is the first issue.");
            }
            Action::NextUnread => self.unread(Choice::Next),
            Action::PreviousUnread => self.unread(Choice::Previous),
            Action::NextHeld => self.go_held(true),
            Action::PreviousHeld => self.go_held(false),
            Action::LinkByHand => self.begin_linking(),
            Action::Unlink => self.unlink(),
            Action::ToggleRead => self.toggle_read(),

            Action::Back | Action::Forward if self.walk_in_graph(action == Action::Back) => {}
            Action::Back => self.walk(isize::try_from(times).unwrap_or(1)),
            Action::Forward => self.walk(-isize::try_from(times).unwrap_or(1)),
            Action::ShowSections => self.show_sections(),
            Action::ShowCaptions => self.show_captions(),
            Action::ShowTrail => self.show_trail(),
            Action::SetMark => self.half.letter = Some(Letter::SetMark),
            Action::GoMark => self.half.letter = Some(Letter::GoMark),

            Action::Find if self.popups.is_empty() || self.page_on_top_now().is_some() => self.begin_find(),
            Action::NextMatch | Action::PreviousMatch if self.next_path(action == Action::NextMatch) => {}
            Action::NextMatch => self.match_or_unread(Choice::Next, times),
            Action::PreviousMatch => self.match_or_unread(Choice::Previous, times),

            Action::Search => self.begin_search(),
            Action::Narrow => self.begin_narrowing(),
            Action::ShowAll => self.show_all(),
            Action::Facets => self.show_facets(),
            Action::Sort => self.show_sorts(),
            Action::ListReferences => self.list_of_article(ListKind::References),
            Action::ListCitedBy => self.list_of_article(ListKind::CitedBy),
            Action::Grid => self.show_grid(),
            Action::Gaps => self.show_gaps(),
            Action::ShowGraph => self.show_graph(),
            Action::Path => self.ask_path(),
            Action::BrowseJournals => self.show_browse(Tallied::Journals),
            Action::BrowseYears => self.show_browse(Tallied::Years),
            Action::BrowseAuthors => self.show_browse(Tallied::Authors),
            Action::BrowseKeywords => self.show_browse(Tallied::Keywords),
            Action::BrowseNext => self.show_next(),
            Action::BrowseClasses => self.show_browse(Tallied::Classes { above: String::new() }),
            Action::BrowseMissing => self.show_browse(Tallied::Missing),
            Action::SaveSearch => self.begin_saving(),
            Action::QueryHelp => self.show_query_help(),

            Action::Peek => self.peek(),
            Action::ShowProfile => self.show_profile(),
            Action::ShowFigures => self.show_figures(),
            Action::LibraryFigures => self.show_figures_of(crate::library::FiguresOf::Library),
            Action::Language => self.next_language(),
            Action::Help => self.show_choice(ChooseOf::Help),
            Action::Palette => self.show_choice(ChooseOf::Palette),
            Action::Manual => self.show_page("Manual".to_owned(), super::popup::PageOf::Manual),

            Action::ShowClip => self.show_clip(),
            Action::PrintClip => self.print_clip(),
            Action::OpenOutside => self.open_outside(),
            Action::CopyCitation
            | Action::CopyDoi
            | Action::CopyAddress
            | Action::CopyTitle
            | Action::CopyAbstract
            | Action::CopyJson
            | Action::CopyBibtex
            | Action::CopyRis => self.copy(action),
            Action::ChooseCitation => self.choose_citation(),

            Action::CommandLine => {
                self.commands.begin();
                self.prompt = Some(Prompt::Command(Typing::default()));
            }
            Action::Close => self.close(),
            Action::Cancel => self.cancel(),
            Action::Quit => self.quit(),
            Action::Redraw => self.effects.push(Effect::Redraw),
            Action::Mouse => self.switch_mouse(),
            Action::Suspend => self.effects.push(Effect::Suspend),
            Action::Where => self.say_where(),
            Action::ShowSample => self.show_sample(),
            _ => {}
        }
    }

    /// Whether a page stands on top that is of no article, or of one place in the text of one: what is done to articles is meant for
    /// none behind it.
    fn is_apart(&self) -> bool {
        use super::popup::PageOf;
        let of = |of: &PageOf| !matches!(of, PageOf::Article(_) | PageOf::Reference(_) | PageOf::Related(_) | PageOf::Work(_));
        self.page_on_top_now().is_some_and(|on_top| of(&on_top.of))
    }

    /// The next match; where nothing is looked for, the next unread article.
    fn match_or_unread(&mut self, choice: Choice, times: usize) {
        if self.next_match(choice == Choice::Next, times) {
            return;
        }
        if self.is_apart() {
            self.say(format!("Nothing is looked for on this page; {} finds on it.", self.key_of(Action::Find)));
        } else {
            self.unread(choice);
        }
    }

    /// Actions while something is typed; whether this was one.
    fn act_in_prompt(&mut self, action: Action) -> bool {
        if self.prompt.is_none() && self.act_in_browse(action) {
            return true;
        }
        let typing = match &mut self.prompt {
            Some(Prompt::Find(typing) | Prompt::Command(typing) | Prompt::Search(typing) | Prompt::Narrow(typing)) => Some(typing),
            None => match self.popups.last_mut() {
                Some(Popup::Choose(choose)) => Some(&mut choose.typing),
                Some(Popup::Browse(browse)) => Some(&mut browse.typing),
                Some(Popup::PathTo(asked)) => Some(&mut asked.typing),
                _ => None,
            },
        };
        let Some(typing) = typing else { return false };
        let was_empty = typing.is_empty();
        if typing.edit(action) {
            // To erase where nothing is typed is to give the prompt up, as in vi.
            if was_empty && action == Action::EraseBack {
                self.cancel();
            } else {
                self.typed();
            }
            return true;
        }
        match action {
            Action::Accept => self.accept(),
            Action::Complete => self.complete(),
            Action::Cancel => self.cancel(),
            Action::RowUp | Action::RowDown => return self.recall(action == Action::RowUp),
            Action::QueryHelp => self.show_query_help(),
            _ => return false,
        }
        true
    }

    /// Takes what was typed, or the chosen row.
    pub(super) fn accept(&mut self) {
        match self.prompt.take() {
            Some(Prompt::Find(typing)) => {
                if self.settings.is_linear() {
                    self.find_typed(&typing.text());
                    self.say_match();
                }
                if typing.is_empty() {
                    self.cancel_find();
                } else if self.found.as_ref().is_some_and(|found| found.matches.is_empty()) {
                    self.complain(format!("Nothing in this pane has \"{}\".", typing.text()));
                    self.found = None;
                }
            }
            Some(Prompt::Command(typing)) => self.command(&typing.text()),
            Some(prompt) => self.accept_query(prompt),
            None if matches!(self.popups.last(), Some(Popup::Browse(_))) => self.open_tally(),
            None if matches!(self.popups.last(), Some(Popup::PathTo(_))) => self.accept_path(),
            None => {
                if let Some(Popup::Choose(choose)) = self.popups.pop()
                    && let Some(line) = choose.lines.get(choose.cursor.row)
                {
                    self.act(line.action, None);
                }
            }
        }
    }

    /// Closes a prompt or a popup; else puts out the lit matches.
    fn cancel(&mut self) {
        match self.prompt.take() {
            Some(Prompt::Find(_)) => self.cancel_find(),
            Some(Prompt::Command(_)) => {}
            Some(Prompt::Search(_)) => {
                self.cancel_query(false);
                self.give_up_linking();
            }
            Some(Prompt::Narrow(_)) => self.cancel_query(true),
            None => {
                if self.popups.pop().is_some() {
                    self.popup_closed();
                } else if self.focus == Pane::Issues && self.results.is_some() {
                    self.close_results();
                } else if self.found.take().is_none() && self.text.link.take().is_none() {
                    let (close, quit) = (self.key_of(Action::Close), self.key_of(Action::Quit));
                    self.say(format!("There is nothing to close; {close} goes back one level, {quit} quits."));
                }
            }
        }
    }

    /// Closes what is on top, goes back one level, quits at the top.
    pub(super) fn close(&mut self) {
        if self.popups.pop().is_some() {
            self.popup_closed();
        } else if self.zoomed {
            self.zoomed = false;
        } else {
            match self.focus {
                Pane::Lists => self.focus = Pane::Abstract,
                Pane::Abstract => self.focus = Pane::Issues,
                Pane::Issues if self.results.is_some() => self.close_results(),
                Pane::Issues => self.quit(),
            }
        }
    }

    /// Takes away what is on top.
    pub(super) fn close_on_top(&mut self) {
        if self.popups.pop().is_some() {
            self.popup_closed();
        }
    }

    /// What stood on top is gone: a prompt that waited behind it goes on.
    fn popup_closed(&mut self) {
        self.find_on_top_ends();
        self.drop_popup_questions();
        if self.popups.is_empty() {
            self.prompt = self.set_aside.take();
        }
    }

    /// Explains the language of the search; what is being typed waits meanwhile.
    fn show_query_help(&mut self) {
        self.set_aside = self.prompt.take();
        self.show_page("The language of the search".to_owned(), super::popup::PageOf::QueryHelp);
    }

    pub(super) fn quit(&mut self) {
        self.keep_session();
        self.effects.push(Effect::Quit);
    }

    fn next_language(&mut self) {
        self.settings.language = self.settings.language.next();
        self.chosen.language = Some(self.settings.language);
        let name = match self.settings.language {
            super::LanguageChoice::Zh => "中文",
            super::LanguageChoice::En => "English",
            super::LanguageChoice::Both => "中文 + English",
        };
        self.say(name);
    }

    fn widen(&mut self, steps: i16) {
        let before = (self.shares, self.arrangement);
        let pane = self.focus as usize;
        match self.arrangement.layout {
            super::Layout::SideBySide => self.shares.columns[pane] = self.shares.columns[pane].saturating_add(steps),
            super::Layout::Stacked => self.shares.rows[pane] = self.shares.rows[pane].saturating_add(steps),
            super::Layout::Single => return self.say("There is only one pane; = changes the layout, z ends a zoom."),
        }
        self.arrange();
        if self.arrangement == before.1 {
            self.shares = before.0;
            self.say("There is no more room.");
        }
    }

    fn toggle_read(&mut self) {
        let under_cursor = match (self.focus, self.issues.row().map(|row| (row.node, row.unread))) {
            (Pane::Issues, _) if self.results.is_some() => self.found_row().map(|found| (found.card.key, found.card.read)),
            (Pane::Issues, Some((crate::library::Node::Article(key), unread))) => Some((key, unread == 0)),
            (Pane::Issues, _) => None,
            _ => self.shown.as_ref().map(|shown| (shown.key, shown.read)),
        };
        match under_cursor {
            Some((key, read)) => {
                self.set_read(key, !read);
                if self.settings.is_linear() {
                    self.say(if read { "Unread." } else { "Read." });
                }
            }
            None => self.say("Put the cursor on an article to mark it read or unread."),
        }
    }

    /// Marks an article read or unread, here and in the library.
    pub(super) fn set_read(&mut self, key: crate::library::ArticleKey, read: bool) {
        let known = self.issues.tree.note_read(key, read);
        let listed = self.results.iter_mut().any(|results| results.note_read(key, read));
        let mut changed = known || listed;
        let here = self.shown.as_ref().map(|shown| shown.key);
        if let Some(shown) = self.shown.as_mut() {
            // The counts of the crumb are those of the issue shown.
            if shown.key == key && shown.read != read {
                shown.read = read;
                changed = true;
                shown.place.unread = if read { shown.place.unread.saturating_sub(1) } else { shown.place.unread + 1 };
            }
        }
        if changed || here != Some(key) {
            self.effects.push(Effect::Tell(Order::Read { key, read }));
        }
    }
}
