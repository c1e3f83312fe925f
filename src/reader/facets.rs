//! By what a list of results can be narrowed: counts as rows, each with the condition that it adds to the query.

use super::results::grouped;
use crate::search::Facets;
use crate::search::query::{Code, Group, Manner, Query, State, Text, Years};

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetRow {
    /// The kind, before the first row of it.
    pub kind: &'static str,
    pub value: String,
    pub count: String,
    pub condition: Query,
}

/// Years that are named one by one.
const YEARS: usize = 12;

/// The rows: read state, years, journals, authors, classes.
pub fn rows(facets: &Facets) -> Vec<FacetRow> {
    let mut all = Vec::new();
    let mut put = |kind, value: String, count: u64, condition| {
        if count > 0 {
            all.push(FacetRow { kind, value, count: grouped(count), condition });
        }
    };
    put("state", "unread".to_owned(), facets.unread, Query::Is(State::Unread));
    put("state", "read".to_owned(), facets.read, Query::Is(State::Read));
    for (year, count) in facets.years.iter().take(YEARS) {
        let year = i32::try_from(*year).ok();
        put("year", year.map(|year| year.to_string()).unwrap_or_default(), *count, Query::Years(Years { from: year, to: year }));
    }
    let phrase = |group, words: &String| Query::Text(Text { group: Some(group), words: words.replace('"', " "), manner: Manner::Phrase });
    for (journal, count) in &facets.journals {
        put("journal", journal.clone(), *count, phrase(Group::Journal, journal));
    }
    for (author, count) in &facets.authors {
        put("author", author.clone(), *count, phrase(Group::Author, author));
    }
    for (class, count) in &facets.classes {
        put("clc", class.clone(), *count, Query::Code { code: Code::Clc, value: class.clone(), open: false });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::{Mode, parse};

    #[test]
    fn every_condition_is_read_again_as_it_is_written() {
        let facets = Facets {
            journals: vec![("Nature \"and\" (us)".to_owned(), 3)],
            years: vec![(2024, 2), (2023, 1)],
            authors: vec![("张成岗".to_owned(), 2)],
            classes: vec![("D63-39".to_owned(), 1)],
            read: 0,
            unread: 1234,
        };
        let rows = rows(&facets);
        assert_eq!(rows.iter().map(|row| row.kind).collect::<Vec<_>>(), ["state", "year", "year", "journal", "author", "clc"]);
        assert_eq!(rows.first().map(|row| row.count.as_str()), Some("1,234"));
        for row in rows {
            assert_eq!(parse(&row.condition.to_string(), Mode::Finished).as_ref(), Ok(&row.condition), "{}", row.value);
        }
    }
}
