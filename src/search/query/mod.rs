//! The query language: what a person types, what it means, and how it is written down again.
//!
//! ```text
//! query   = both { "OR" both }
//! both    = item { item }                       all must match
//! item    = [ "-" ] ( "(" query ")" | field ":" value | "phrase" | word [ "*" | "~" ] )
//! ```
//!
//! A [`Query`] is a plain value. [`Query`]'s `Display` writes it so that reading it again gives the same value.

mod fields;
mod parse;
mod values;
mod write;

#[cfg(test)]
mod tests;

pub use fields::{Choice, Code, FIELDS, Field, FieldLine, Group, PARTS, Part, STATES, State, field, help};
pub use parse::{Mode, QueryError, parse};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Query {
    /// Nothing was asked: every record.
    #[default]
    Everything,
    /// All of these, at least two.
    All(Vec<Query>),
    /// One of these, at least two.
    Any(Vec<Query>),
    Not(Box<Query>),
    Text(Text),
    Years(Years),
    Code {
        code: Code,
        value: String,
        /// Whether the beginning is enough.
        open: bool,
    },
    Is(State),
    Has(Part),
    /// Records that cite the record of this id.
    Cites(String),
    /// Records that the record of this id cites.
    CitedBy(String),
}

/// Words, and where they are looked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// Nothing when anywhere.
    pub group: Option<Group>,
    pub words: String,
    pub manner: Manner,
}

/// How words are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Manner {
    /// As written. A run of Han characters is found anywhere within a longer one.
    Word,
    /// In this order, side by side.
    Phrase,
    /// Words that begin so.
    Prefix,
    /// Latin words with a letter or two put in, left out, changed or swapped.
    Alike,
}

/// Years from … to, both included; an end that is missing is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Years {
    pub from: Option<i32>,
    pub to: Option<i32>,
}

impl Query {
    /// All of these as one query, flat.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Everything => {}
                Self::All(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::Everything,
            1 => flat.remove(0),
            _ => Self::All(flat),
        }
    }

    /// One of these as one query, flat.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Any(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::Everything,
            1 => flat.remove(0),
            _ => Self::Any(flat),
        }
    }

    /// Every text that a record must or may have to be found: what is lit where it matched.
    pub fn texts(&self) -> Vec<&Text> {
        let mut found = Vec::new();
        self.gather(&mut found);
        found
    }

    fn gather<'a>(&'a self, found: &mut Vec<&'a Text>) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.gather(found)),
            Self::Text(text) => found.push(text),
            _ => {}
        }
    }
}
