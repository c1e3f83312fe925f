//! A query written down: what is read again as the same query.

use std::fmt;

use super::fields::{PARTS, STATES};
use super::{Manner, Query, Text, Years};

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everything => Ok(()),
            Self::All(parts) => joined(f, parts, " ", |part| matches!(part, Self::Any(_) | Self::All(_))),
            Self::Any(parts) => joined(f, parts, " OR ", |part| matches!(part, Self::Any(_))),
            Self::Not(inner) => {
                f.write_str("-")?;
                grouped(f, inner, matches!(**inner, Self::All(_) | Self::Any(_)))
            }
            Self::Text(text) => text.fmt(f),
            Self::Years(years) => write!(f, "year:{years}"),
            Self::Code { code, value, open } => {
                write!(f, "{}:{}", code.name(), quoted(value))?;
                f.write_str(if *open { "*" } else { "" })
            }
            Self::Is(state) => write!(f, "is:{}", STATES.iter().find(|choice| choice.value == *state).map_or("", |choice| choice.name)),
            Self::Has(part) => write!(f, "has:{}", PARTS.iter().find(|choice| choice.value == *part).map_or("", |choice| choice.name)),
            Self::Cites(id) => write!(f, "cites:{}", quoted(id)),
            Self::CitedBy(id) => write!(f, "citedby:{}", quoted(id)),
        }
    }
}

fn joined(f: &mut fmt::Formatter<'_>, parts: &[Query], between: &str, in_group: impl Fn(&Query) -> bool) -> fmt::Result {
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            f.write_str(between)?;
        }
        grouped(f, part, in_group(part))?;
    }
    Ok(())
}

/// A part of a query. Everything, which by itself needs no word, is `*` among others: parentheses round nothing are a mistake.
fn grouped(f: &mut fmt::Formatter<'_>, query: &Query, group: bool) -> fmt::Result {
    if *query == Query::Everything {
        f.write_str("*")
    } else if group {
        write!(f, "({query})")
    } else {
        write!(f, "{query}")
    }
}

/// A value as it is, or between quotation marks where it would end too early.
fn quoted(value: &str) -> String {
    let mut depth = 0_i32;
    let balanced = value.chars().all(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth >= 0
    });
    let plain = balanced && depth == 0 && !value.is_empty() && !value.contains(char::is_whitespace) && !value.ends_with('*');
    if plain { value.to_owned() } else { format!("\"{value}\"") }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(group) = self.group {
            write!(f, "{}:", group.name())?;
        }
        match self.manner {
            Manner::Word => f.write_str(&self.words),
            Manner::Phrase => write!(f, "\"{}\"", self.words),
            Manner::Prefix => write!(f, "{}*", self.words),
            Manner::Alike => write!(f, "{}~", self.words),
        }
    }
}

impl fmt::Display for Years {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from:04}"),
            (from, to) => {
                let year = |year: Option<i32>| year.map(|year| format!("{year:04}")).unwrap_or_default();
                write!(f, "{}..{}", year(from), year(to))
            }
        }
    }
}
