//! The rows of tables in markup: HTML that is named `.xls`, and Microsoft's SpreadsheetML.

use crate::formats::html::{Token, tokens};

use super::rows::MOST_CELLS;

/// Rows, each with its line. A table within a cell adds its rows.
pub fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<String>)> {
    let mut tokens = tokens(text);
    let mut place = Place { text, at: 0, line: 1 };
    let mut row: Option<(usize, Vec<String>)> = None;
    let mut in_cell = false;
    let mut ended = false;
    std::iter::from_fn(move || {
        if ended {
            return None;
        }
        loop {
            let Some(token) = tokens.next() else {
                ended = true;
                return row.take().map(tidy);
            };
            match token {
                Token::Start { name, attributes, raw } => match local(&name) {
                    "tr" | "row" => {
                        in_cell = false;
                        let line = place.line_of(raw);
                        if let Some(done) = row.replace((line, Vec::new())) {
                            return Some(tidy(done));
                        }
                    }
                    "td" | "th" | "cell" => {
                        in_cell = true;
                        let (_, cells) = row.get_or_insert_with(|| (place.line_of(raw), Vec::new()));
                        // SpreadsheetML leaves out empty cells and says the place of the next.
                        let place = attributes.iter().find(|(name, _)| local(name) == "index" && name.contains(':'));
                        let place = place.and_then(|(_, at)| at.parse::<usize>().ok()).filter(|at| *at <= MOST_CELLS);
                        while place.is_some_and(|at| cells.len() + 1 < at) {
                            cells.push(String::new());
                        }
                        if cells.len() < MOST_CELLS {
                            cells.push(String::new());
                        }
                    }
                    "br" | "p" | "div" if in_cell => push(&mut row, "\n"),
                    _ => {}
                },
                Token::End { name, .. } => match local(&name) {
                    "td" | "th" | "cell" => in_cell = false,
                    "tr" | "row" => {
                        in_cell = false;
                        if let Some(done) = row.take() {
                            return Some(tidy(done));
                        }
                    }
                    _ => {}
                },
                // Line ends of the markup are blanks.
                Token::Text(text) if in_cell => push(&mut row, &text.replace(['\n', '\r'], " ")),
                Token::Text(_) | Token::Comment => {}
            }
        }
    })
}

/// A name without its prefix: `ss:Cell`.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn push(row: &mut Option<(usize, Vec<String>)>, text: &str) {
    if let Some(cell) = row.as_mut().and_then(|(_, cells)| cells.last_mut()) {
        cell.push_str(text);
    }
}

/// Blanks of the markup say nothing.
fn tidy((line, cells): (usize, Vec<String>)) -> (usize, Vec<String>) {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let tidy = |cell: String| cell.split('\n').map(words).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    (line, cells.into_iter().map(tidy).collect())
}

/// Lines counted as far as tags have come.
struct Place<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

impl Place<'_> {
    fn line_of(&mut self, raw: &str) -> usize {
        let to = (raw.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        if let Some(passed) = self.text.as_bytes().get(self.at..to) {
            self.line += memchr::memchr_iter(b'\n', passed).count();
            self.at = to;
        }
        self.line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<(usize, Vec<String>)> {
        rows(text).collect()
    }

    #[test]
    fn rows_of_html_and_of_spreadsheets() {
        let html = "<table>\n<tr><td>a &amp;<br>b<td> c\n</tr><tr><th>d</table>";
        let row = |line, cells: &[&str]| (line, cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>());
        assert_eq!(all(html), [row(2, &["a &\nb", "c"]), row(3, &["d"])]);
        let xml = "<Workbook><ss:Row><Cell ss:Index=\"3\"><Data>x</Data></Cell></ss:Row><Row/><Row><Cell/><Cell><Data>y</Data>";
        assert_eq!(all(xml), [row(1, &["", "", "x"]), row(1, &[]), row(1, &["", "y"])]);
    }
}
