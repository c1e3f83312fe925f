//! Taking along: copies, and addresses opened outside.

use super::layout::Pane;
use super::page::Target;
use super::popup::{PageOf, Popup};
use super::{Action, Effect, LanguageChoice, Reader, Tab, citation};
use crate::library::Linked;
use crate::record::{Article, Language, Reference};
use crate::text::plain;

impl Reader {
    /// The reference under the cursor, of the reference list or of a peek at it.
    fn reference(&self) -> Option<(&Reference, Linked)> {
        let row = match self.popups.last() {
            Some(Popup::Page(on_top)) => match on_top.of {
                PageOf::Reference(row) => row,
                _ => return None,
            },
            None if self.focus == Pane::Lists && self.lists.tab == Tab::References => self.lists.cursor().row,
            _ => return None,
        };
        let shown = self.shown.as_ref()?;
        Some((shown.article.refs.as_ref()?.get(row)?, shown.references.get(row).cloned().unwrap_or_default()))
    }

    /// The article that a copy is of: the peeked one, else the one shown.
    fn article(&self) -> Option<&Article> {
        if let Some(Popup::Page(on_top)) = self.popups.last()
            && let PageOf::Article(article) = &on_top.of
        {
            return Some(article);
        }
        self.shown.as_ref().map(|shown| shown.article.as_ref())
    }

    fn language(&self) -> Language {
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
        let (what, text) = match self.reference() {
            Some((reference, linked)) => of_reference(action, reference, &linked),
            None => match self.article() {
                Some(article) => of_article(action, article, &self.language()),
                None => return self.say("There is nothing to copy yet."),
            },
        };
        match text.filter(|text| !text.trim().is_empty()) {
            Some(text) => self.copy_out(what, text),
            None => self.complain(format!("There is no {what} to copy here.")),
        }
    }

    pub(super) fn open_outside(&mut self) {
        let chosen = match self.text.chosen().map(|link| &link.target) {
            Some(Target::Doi(doi)) if self.focus == Pane::Abstract => crate::record::Doi::parse(doi).map(|doi| doi.url()),
            Some(Target::Url(url)) if self.focus == Pane::Abstract => Some(url.clone()),
            _ => None,
        };
        let address = match (chosen, self.reference()) {
            (Some(url), _) => Some(url),
            (None, Some((reference, linked))) => of_reference(Action::CopyAddress, reference, &linked).1,
            (None, None) => match self.focus {
                Pane::Lists if self.popups.is_empty() && self.lists.tab == Tab::Related => self.related_address(),
                _ => self.article().and_then(|article| of_article(Action::CopyAddress, article, &Language::Und).1),
            },
        };
        match address {
            Some(url) => self.effects.push(Effect::Open(url)),
            None => self.complain("No DOI or address of this is known."),
        }
    }

    fn related_address(&self) -> Option<String> {
        let shown = self.shown.as_ref()?;
        let row = self.lists.cursor().row;
        if let Linked::Elsewhere { url } = self.lists.linked(shown, Tab::Related, row) {
            return Some(url);
        }
        let part = shown.article.related.as_ref()?.get(row)?.part.as_ref()?;
        part.doi.as_deref().and_then(crate::record::Doi::parse).map(|doi| doi.url()).or_else(|| part.url.clone())
    }
}

fn of_reference(action: Action, reference: &Reference, linked: &Linked) -> (&'static str, Option<String>) {
    let doi = || {
        let parts = reference.parts.iter().find_map(|part| crate::record::Doi::parse(part.doi.as_deref()?));
        reference.ids.doi.clone().or(parts)
    };
    match action {
        Action::CopyDoi => ("DOI", doi().map(|doi| doi.to_string())),
        Action::CopyAddress => {
            let known = match linked {
                Linked::Elsewhere { url } => Some(url.clone()),
                _ => None,
            };
            let url = reference.parts.iter().find_map(|part| part.url.clone());
            ("address", doi().map(|doi| doi.url()).or(known).or(url))
        }
        Action::CopyTitle => ("title", reference.parts.iter().find_map(|part| part.title.clone())),
        Action::CopyAbstract => ("abstract", None),
        Action::CopyJson => ("JSON", serde_json::to_string(reference).ok()),
        _ => ("reference", Some(reference.raw.clone())),
    }
}

fn of_article(action: Action, article: &Article, language: &Language) -> (&'static str, Option<String>) {
    match action {
        Action::CopyDoi => ("DOI", article.ids.doi.as_ref().map(ToString::to_string)),
        Action::CopyAddress => {
            let link = article.links.iter().find(|link| !link.url.is_empty()).map(|link| link.url.clone());
            ("address", article.ids.doi.as_ref().map(crate::record::Doi::url).or(link))
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
        _ => ("citation", Some(citation::gb(article, language))),
    }
}
