//! Taking along: copies, and addresses opened outside.

use std::sync::Arc;

use super::asking::Waiting;
use super::citing::cited;
use super::layout::Pane;
use super::page::Target;
use super::popup::{PageOf, Popup, RowsOf};
use super::{Action, Effect, LanguageChoice, Reader, Tab};
use crate::formats::cite::Style;
use crate::formats::written;
use crate::library::{ArticleKey, Linked, Node, Question};
use crate::record::{Article, Citation, Doi, Language, Reference, RelatedArticle};
use crate::text::{clean_line, plain};

/// What came of an action.
enum Taken {
    /// What this is called, and its text, if there is any.
    Text(&'static str, Option<String>),
    /// The sentence that says why it is not to be had.
    Not(String),
    /// The style has to be chosen first.
    Choose(Arc<Article>),
    /// The citation has to be made first: a style of CSL takes too long to wait for.
    Cite(Arc<Article>),
}

/// What a copy or an opening is of.
enum Subject<'a> {
    Reference(&'a Reference, Linked),
    Related(&'a RelatedArticle, Linked),
    Article(&'a Article),
    /// An article of the library that is not at hand.
    Held(ArticleKey),
    Nothing,
}

impl Reader {
    /// What is on top or under the cursor: a row of a list, a peek, an article of the tree; else the article that is shown.
    fn subject(&self) -> Subject<'_> {
        let shown = self.shown.as_ref();
        let article = shown.map_or(Subject::Nothing, |shown| Subject::Article(&shown.article));
        let reference = |row: usize| {
            let found = shown.and_then(|shown| Some((shown.article.refs.as_ref()?.get(row)?, shown.references.get(row))));
            found.map_or(Subject::Nothing, |(reference, linked)| Subject::Reference(reference, linked.cloned().unwrap_or_default()))
        };
        let related = |row: usize| {
            let found = shown.and_then(|shown| Some((shown.article.related.as_ref()?.get(row)?, shown.related.get(row))));
            found.map_or(Subject::Nothing, |(related, linked)| Subject::Related(related, linked.cloned().unwrap_or_default()))
        };
        let held = |key: ArticleKey| if shown.is_some_and(|shown| shown.key == key) { None } else { Some(Subject::Held(key)) };
        match self.popups.last() {
            Some(Popup::Page(on_top)) => match &on_top.of {
                PageOf::Reference(row) => match reference(*row) {
                    Subject::Reference(own, linked) => match on_top.better(own) {
                        Some((better, linked)) => Subject::Reference(better, linked.clone()),
                        None => Subject::Reference(own, linked),
                    },
                    other => other,
                },
                PageOf::Work(_) => {
                    let best = on_top.work.as_ref().and_then(|of| of.told.as_ref()?.best.as_ref());
                    best.map_or(Subject::Nothing, |best| Subject::Reference(&best.reference, best.linked.clone()))
                }
                PageOf::Related(row) => related(*row),
                PageOf::Article(article) => Subject::Article(article),
                PageOf::Note(_) | PageOf::Part(_) | PageOf::Table(..) | PageOf::Manual | PageOf::QueryHelp | PageOf::Clip(_) => article,
            },
            Some(Popup::Rows(list)) => match &list.of {
                RowsOf::Cards(cards) => cards.row(list.cursor.row).and_then(|(card, _)| held(card.key)).unwrap_or(article),
                RowsOf::Path(_) => self.key_in_path().and_then(held).unwrap_or(article),
                RowsOf::Trail | RowsOf::Sections | RowsOf::Captions | RowsOf::Facets(_) | RowsOf::Sorts(_) | RowsOf::Gaps(_) => article,
            },
            Some(Popup::Citing(citing)) => Subject::Article(citing.article()),
            Some(Popup::Graph(_)) => self.key_in_graph().and_then(held).unwrap_or(article),
            Some(Popup::Choose(_) | Popup::Browse(_) | Popup::PathTo(_) | Popup::Grid(_)) => article,
            Some(Popup::Overview(overview)) => overview.article().and_then(held).unwrap_or(article),
            None => match self.focus {
                Pane::Abstract => article,
                Pane::Issues if self.results.is_some() => self.found_row().and_then(|found| held(found.card.key)).unwrap_or(article),
                Pane::Issues => match self.issues.row().map(|row| row.node) {
                    Some(Node::Article(key)) => held(key).unwrap_or(article),
                    _ => article,
                },
                Pane::Lists => {
                    let row = self.lists.place(self.lists.tab, self.lists.cursor().row);
                    match (self.lists.tab, shown.map(|shown| self.lists.linked_at(shown, self.lists.tab, row))) {
                        (Tab::References, _) => reference(row),
                        (_, Some(Linked::Held { key, .. })) => held(key).unwrap_or(article),
                        (Tab::Related, _) => related(row),
                        _ => Subject::Nothing,
                    }
                }
            },
        }
    }

    pub(super) fn language(&self) -> Language {
        match self.settings.language {
            LanguageChoice::En => Language::En,
            LanguageChoice::Zh | LanguageChoice::Both => Language::Zh,
        }
    }

    pub(super) fn copy(&mut self, action: Action) {
        if let Some(Popup::Page(on_top)) = self.popups.last()
            && let PageOf::Clip(clip) = &on_top.of
        {
            let clip = clip.clone();
            return self.copy_out(&clip.what, clip.text);
        }
        self.take_along(action);
    }

    /// Shows the styles that the record under the cursor can be cited in.
    pub(super) fn choose_citation(&mut self) {
        if !matches!(self.popups.last(), Some(Popup::Citing(_))) {
            self.take_along(Action::ChooseCitation);
        }
    }

    pub(super) fn open_outside(&mut self) {
        let chosen = self.text.chosen().filter(|_| self.popups.is_empty() && self.focus == Pane::Abstract);
        let address = match chosen.map(|link| &link.target) {
            Some(Target::Doi(doi)) => Doi::parse(doi).map(|doi| doi.url()),
            Some(Target::Url(url)) => Some(url.clone()),
            Some(Target::Reference(row)) => {
                let shown = self.shown.as_ref();
                let linked = shown.and_then(|shown| shown.references.get(*row)).cloned().unwrap_or_default();
                let reference = shown.and_then(|shown| shown.article.refs.as_ref()?.get(*row));
                reference.and_then(|reference| match of_reference(Action::CopyAddress, reference, &linked) {
                    Taken::Text(_, address) => address,
                    _ => None,
                })
            }
            _ => None,
        };
        match address {
            Some(address) => self.effects.push(Effect::Open(address)),
            None => self.take_along(Action::OpenOutside),
        }
    }

    /// Copies what the action names of the subject, or opens its address; an article that is not at hand is asked for first.
    fn take_along(&mut self, action: Action) {
        let wanted = if action == Action::OpenOutside { Action::CopyAddress } else { action };
        let of_a_record = matches!(action, Action::CopyBibtex | Action::CopyRis | Action::ChooseCitation);
        let taken = match self.subject() {
            // Of a reference that the library holds these are of the whole record, not of what the entry says.
            Subject::Reference(_, Linked::Held { key, .. }) | Subject::Related(_, Linked::Held { key, .. }) if of_a_record => {
                return self.ask_along(key, action);
            }
            Subject::Reference(reference, linked) => of_reference(wanted, reference, &linked),
            Subject::Related(related, linked) => of_related(wanted, related, &linked),
            Subject::Article(article) => of_article(wanted, article, &self.language(), &self.settings.citation),
            Subject::Held(key) => {
                return self.ask_along(key, action);
            }
            Subject::Nothing => return self.say("There is nothing to take along here yet."),
        };
        self.took(action, taken);
    }

    fn ask_along(&mut self, key: ArticleKey, action: Action) {
        self.waiting.retain(|_, waiting| !matches!(waiting, Waiting::TakeAlong(_)));
        self.ask(Question::Article(key), Waiting::TakeAlong(action));
    }

    /// The article that was asked for is at hand.
    pub(super) fn take_along_of(&mut self, action: Action, article: &Article) {
        let wanted = if action == Action::OpenOutside { Action::CopyAddress } else { action };
        let taken = of_article(wanted, article, &self.language(), &self.settings.citation);
        self.took(action, taken);
    }

    fn took(&mut self, action: Action, taken: Taken) {
        let (what, text) = match taken {
            Taken::Text(what, text) => (what, text.filter(|text| !text.trim().is_empty())),
            Taken::Not(why) => return self.complain(why),
            Taken::Choose(article) => return self.show_styles(article),
            Taken::Cite(article) => return self.cite_along(article),
        };
        match (action, text) {
            (Action::OpenOutside, Some(address)) => self.effects.push(Effect::Open(address)),
            (Action::OpenOutside, None) => self.complain("No DOI or address of this is known."),
            (_, Some(text)) => self.copy_out(what, as_copied(action, text)),
            (_, None) => self.complain(format!("There is no {what} to copy here.")),
        }
    }
}

/// What one line says must not come apart where a source broke it; paragraphs and JSON stay as they are.
fn as_copied(action: Action, text: String) -> String {
    match action {
        Action::CopyAbstract | Action::CopyJson | Action::CopyBibtex | Action::CopyRis => text,
        _ => clean_line(&text).into_owned(),
    }
}

fn of_related(action: Action, related: &RelatedArticle, linked: &Linked) -> Taken {
    match action {
        Action::CopyJson => Taken::Text("JSON", serde_json::to_string(related).ok()),
        _ => of_parts(action, None, related.part.as_slice(), linked)
            .unwrap_or_else(|| Taken::Text("related article", Some(related.raw.clone()))),
    }
}

fn of_reference(action: Action, reference: &Reference, linked: &Linked) -> Taken {
    match action {
        Action::CopyJson => Taken::Text("JSON", serde_json::to_string(reference).ok()),
        _ => of_parts(action, reference.ids.doi.as_ref(), &reference.parts, linked)
            .unwrap_or_else(|| Taken::Text("reference", Some(reference.raw.clone()))),
    }
}

/// What is known of a work from the parts that an entry was read into: by its DOI, or the entry's own, before other addresses.
fn of_parts(action: Action, own: Option<&Doi>, parts: &[Citation], linked: &Linked) -> Option<Taken> {
    let doi = || own.cloned().or_else(|| parts.iter().find_map(|part| Doi::parse(part.doi.as_deref()?)));
    let (what, text) = match action {
        Action::CopyDoi => ("DOI", doi().map(|doi| doi.to_string())),
        Action::CopyAddress => {
            let known = match linked {
                Linked::Elsewhere { url } => Some(url.clone()),
                _ => None,
            };
            ("address", doi().map(|doi| doi.url()).or(known).or_else(|| parts.iter().find_map(|part| part.url.clone())))
        }
        Action::CopyTitle => ("title", parts.iter().find_map(|part| part.title.clone())),
        Action::CopyAbstract => ("abstract", None),
        Action::CopyBibtex | Action::CopyRis | Action::ChooseCitation => {
            let why = "The library does not hold this work, so there is no record of it; yy copies the entry as it is printed.";
            return Some(Taken::Not(why.to_owned()));
        }
        _ => return None,
    };
    Some(Taken::Text(what, text))
}

fn of_article(action: Action, article: &Article, language: &Language, style: &Style) -> Taken {
    let (what, text) = match action {
        Action::CopyDoi => ("DOI", article.ids.doi.as_ref().map(ToString::to_string)),
        Action::CopyAddress => {
            let link = article.links.iter().find(|link| !link.url.is_empty()).map(|link| link.url.clone());
            ("address", article.ids.doi.as_ref().map(Doi::url).or(link))
        }
        Action::CopyTitle => ("title", article.title.prefer(language).map(|title| plain(title))),
        Action::CopyAbstract => {
            let sections = article.abstracts.prefer(language);
            let text = sections.map(|sections| {
                let paragraphs = sections.iter().map(|section| match &section.head {
                    Some(head) => format!("{head}: {}", plain(&section.text)),
                    None => plain(&section.text),
                });
                paragraphs.collect::<Vec<_>>().join("\n")
            });
            ("abstract", text)
        }
        Action::CopyJson => ("JSON", serde_json::to_string(article).ok()),
        Action::CopyBibtex => ("BibTeX", written(article, "bibtex")),
        Action::CopyRis => ("RIS", written(article, "ris")),
        Action::ChooseCitation => return Taken::Choose(Arc::new(article.clone())),
        _ if matches!(style, Style::Csl(_)) => return Taken::Cite(Arc::new(article.clone())),
        _ => return cited(article, language, style).map_or_else(Taken::Not, |text| Taken::Text("citation", Some(text))),
    };
    Taken::Text(what, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_a_source_broke_is_one_line_again() {
        for (broken, whole) in [("智慧城市\n建设", "智慧城市建设"), ("smart\n  city", "smart city"), ("智慧 \nCity", "智慧 City")]
        {
            assert_eq!(as_copied(Action::CopyTitle, broken.to_owned()), whole);
            assert_eq!(as_copied(Action::CopyCitation, broken.to_owned()), whole);
            assert_eq!(as_copied(Action::CopyAbstract, broken.to_owned()), broken);
        }
    }
}
