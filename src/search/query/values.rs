//! What stands behind the colon of a field of a query: words, years, a code, one of several words.

use super::fields::{self, Code, Field, NOT_KEPT, PARTS, STATES};
use super::parse::{Parser, QueryError, Read};
use super::{Query, Years};
use crate::record::Doi;
use crate::text::nearest;

impl Parser {
    /// What stands behind the colon of a field.
    pub(super) fn value(&mut self, field: Field, name: &str, example: &str) -> Read {
        self.skip_blanks();
        let start = self.at;
        let nothing = self.peek().is_none_or(|c| c == ')');
        if nothing {
            if self.typing() {
                return Ok(None);
            }
            return Err(self.wrong(start, format!("{name}: wants something behind it, as in {example}")));
        }
        match field {
            Field::Text(group) => match self.peek() {
                Some('(') => self.parentheses(Some(group)),
                Some('"') => self.phrase(Some(group)),
                Some('-') if self.ahead(1).is_some_and(|c| c != ' ') => {
                    self.at += 1;
                    let inner = self.value(field, name, example)?;
                    Ok(inner.map(|inner| Query::Not(Box::new(inner))))
                }
                _ => {
                    let end = self.word_end();
                    self.word(Some(group), start, end)
                }
            },
            Field::Year => self.years(),
            Field::Is if NOT_KEPT.contains(&self.text_of(start, self.word_end()).to_lowercase().as_str()) => {
                Err(self.wrong(start, "stars are not kept yet; there are is:unread and is:read".to_owned()))
            }
            Field::Is => self.choice(STATES, name).map(|state| state.map(Query::Is)),
            Field::Has => self.choice(PARTS, name).map(|part| part.map(Query::Has)),
            Field::Code(code) => {
                let (value, open) = self.solid()?;
                let value = if code == Code::Doi { Doi::parse(&value).map_or(value, |doi| doi.to_string()) } else { value };
                Ok((!value.is_empty() || open).then_some(Query::Code { code, value, open }))
            }
            Field::Cites => self.solid().map(|(id, _)| (!id.is_empty()).then_some(Query::Cites(id))),
            Field::CitedBy => self.solid().map(|(id, _)| (!id.is_empty()).then_some(Query::CitedBy(id))),
        }
    }

    /// A value in one piece: quoted, or up to the next blank; and whether a `*` stands behind it.
    fn solid(&mut self) -> Result<(String, bool), QueryError> {
        if self.peek() == Some('"') {
            let (value, _) = self.quoted()?;
            let open = self.peek() == Some('*');
            self.at += usize::from(open);
            return Ok((value, open));
        }
        let start = self.at;
        let end = self.solid_end();
        self.at = end;
        let value = self.text_of(start, end);
        Ok(match value.strip_suffix('*') {
            Some(shorter) => (shorter.trim_end_matches('*').to_owned(), true),
            None => (value, self.typing() && end == self.signs.len()),
        })
    }

    fn choice<T: Copy>(&mut self, choices: &'static [fields::Choice<T>], name: &str) -> Result<Option<T>, QueryError> {
        let start = self.at;
        let end = self.word_end();
        let word = self.text_of(start, end);
        self.at = end.max(start + 1);
        if let Some(choice) = fields::choice(choices, &word) {
            return Ok(Some(choice.value));
        }
        if self.typing() && end == self.signs.len() {
            return Ok(None);
        }
        let near = nearest(&word, choices.iter().map(|choice| choice.name));
        let near = near.map(|near| format!(" Did you mean {name}:{near}?")).unwrap_or_default();
        Err(self.wrong(start, format!("behind {name}: stands one of {}, not \"{word}\".{near}", fields::names(choices))))
    }

    /// `2018`, `2018..2024`, `2020..`, `..2019`
    fn years(&mut self) -> Read {
        let start = self.at;
        let end = self.word_end();
        let word = self.text_of(start, end).replace('…', "..");
        self.at = end.max(start + 1);
        let unfinished = self.typing() && end == self.signs.len();
        let word = if unfinished && !word.contains("..") { word.trim_end_matches('.') } else { &word };
        let wrong = || Err(self.wrong(start, "a year range is written 2018..2024, 2020.. or ..2019, a year 2018".to_owned()));
        let year = |written: &str| -> Option<Option<i32>> {
            if written.is_empty() || (unfinished && written.len() < 4 && written.bytes().all(|b| b.is_ascii_digit())) {
                return Some(None);
            }
            let digits = written.len() == 4 && written.bytes().all(|b| b.is_ascii_digit());
            digits.then(|| written.parse().ok())
        };
        let years = match word.split_once("..") {
            None => match year(word) {
                Some(Some(year)) => Years { from: Some(year), to: Some(year) },
                Some(None) if unfinished => return Ok(None),
                _ => return wrong(),
            },
            Some((from, to)) => match (year(from), year(to.trim_start_matches('.'))) {
                (Some(None), Some(None)) if !unfinished => return wrong(),
                (Some(None), Some(None)) => return Ok(None),
                (Some(Some(from)), Some(Some(to))) if from > to => {
                    return Err(self.wrong(start, format!("these years run backwards; write year:{to:04}..{from:04}")));
                }
                (Some(from), Some(to)) => Years { from, to },
                _ => return wrong(),
            },
        };
        Ok(Some(Query::Years(years)))
    }
}
