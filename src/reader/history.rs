//! What was typed in a prompt before, to be typed again.

/// Lines that are remembered.
const REMEMBERED: usize = 200;

/// The lines of a prompt, and which of them stands in it again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct History {
    /// The newest last, each once.
    pub lines: Vec<String>,
    /// Which of them stands in the prompt, and what was typed before.
    recalled: Option<(usize, String)>,
}

impl History {
    /// Remembers a line as the newest.
    pub fn remember(&mut self, line: String) {
        self.lines.retain(|known| *known != line);
        self.lines.push(line);
        if self.lines.len() > REMEMBERED {
            self.lines.remove(0);
        }
    }

    /// The prompt was opened anew, or given up.
    pub fn begin(&mut self) {
        self.recalled = None;
    }

    /// The line before or behind the one that stands in the prompt, at last what was typed; nothing at either end.
    pub fn recall(&mut self, earlier: bool, typed: &str) -> Option<String> {
        let (at, first) =
            self.recalled.take().filter(|(at, _)| *at < self.lines.len()).unwrap_or_else(|| (self.lines.len(), typed.to_owned()));
        let next = if earlier { at.checked_sub(1) } else { Some(at + 1).filter(|at| *at <= self.lines.len()) };
        let text = next.map(|next| self.lines.get(next).unwrap_or(&first).clone());
        self.recalled = Some((next.unwrap_or(at), first));
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn earlier_lines_come_back_and_at_last_what_was_typed() {
        let mut history = History::default();
        for line in ["one", "two", "one"] {
            history.remember(line.to_owned());
        }
        assert_eq!(history.lines, ["two", "one"]);
        let said = [true, true, true, false, false, false].map(|earlier| history.recall(earlier, "typ"));
        let known = [Some("one"), Some("two"), None, Some("one"), Some("typ"), None];
        assert_eq!(said.each_ref().map(Option::as_deref), known);
        assert_eq!(history.recall(true, "typed more").as_deref(), Some("one"));
        assert_eq!(history.recall(false, "one").as_deref(), Some("typed more"), "what was typed last");
        history.begin();
        assert_eq!(history.recall(true, "").as_deref(), Some("one"), "from the newest again");
    }
}
