//! The last copy, shown again: terminals may drop what is sent to their clipboard, their own selection never fails.

use super::page::{Page, PageLine, PageOptions, Place, Tag};
use super::popup::PageOf;
use super::{Copied, Effect, Reader, Role};
use crate::text::{Emphasis, Run, WrapOptions, clean, wrap};

impl Reader {
    /// Sends something towards the clipboard.
    pub(super) fn copy_out(&mut self, what: &str, text: String) {
        let copied = Copied { what: what.to_owned(), text };
        self.clip = Some(copied.clone());
        self.effects.push(Effect::Copy(copied));
    }

    /// Shows the last copy on the whole screen.
    pub(super) fn show_clip(&mut self) {
        let Some(clip) = self.clip.clone() else { return self.say("Nothing was copied yet.") };
        let said = format!("Copied: {} · yy sends it again · :clip plain prints it bare", clip.what);
        self.show_page(format!("Copied: {}", clip.what), PageOf::Clip(clip));
        self.say(said);
    }

    /// Prints the last copy on the bare screen.
    pub(super) fn print_clip(&mut self) {
        match &self.clip {
            Some(clip) => self.effects.push(Effect::Print(clip.text.clone())),
            None => self.say("Nothing was copied yet."),
        }
    }
}

/// The text of a copy, broken into lines and otherwise as it is.
pub(super) fn page(clip: &Copied, options: &PageOptions) -> Page {
    let text = clean(&clip.text).into_owned();
    let run = Run { text, emphasis: Emphasis::default(), tag: Tag::of(Role::Text) };
    let wrapping = WrapOptions { width: options.width, measure: options.measure, first_indent: 0, indent: 0 };
    let lines: Vec<PageLine> = wrap(&[run], &wrapping);
    let anchors = lines.iter().map(|line| Place { block: 0, byte: line.start }).collect();
    Page { lines, anchors, ..Page::default() }
}
