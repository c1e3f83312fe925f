//! Lines cut into cells (RFC 4180): quoted cells may hold separators, line ends and doubled quotation marks.

use super::rows::MOST_CELLS;

/// The longest row, in bytes.
const LONGEST: usize = 8 << 20;

/// A row while its lines are cut.
pub struct Cutting {
    separator: char,
    cells: Vec<String>,
    cell: String,
    /// The last line ended within quotation marks.
    quoted: bool,
    bytes: usize,
}

impl Cutting {
    pub fn new(separator: char) -> Self {
        Self { separator, cells: Vec::new(), cell: String::new(), quoted: false, bytes: 0 }
    }

    /// Takes a line; says whether the row ends with it.
    pub fn line(&mut self, line: &str) -> bool {
        self.bytes += line.len() + 1;
        if self.separator == '\t' {
            self.cells.extend(line.split('\t').take(MOST_CELLS).map(unquoted));
            return true;
        }
        if self.quoted {
            self.cell.push('\n');
        }
        let mut rest = line;
        loop {
            if self.quoted {
                let Some(at) = rest.find('"') else {
                    self.cell.push_str(rest);
                    return false;
                };
                let (text, behind) = rest.split_at_checked(at).unwrap_or((rest, ""));
                self.cell.push_str(text);
                rest = behind.strip_prefix('"').unwrap_or(behind);
                match rest.strip_prefix('"') {
                    Some(more) => {
                        self.cell.push('"');
                        rest = more;
                    }
                    None => self.quoted = false,
                }
                continue;
            }
            // A quotation mark opens only where a cell begins; elsewhere it is one.
            if self.cell.is_empty()
                && let Some(inside) = rest.trim_start_matches(' ').strip_prefix('"')
            {
                self.quoted = true;
                rest = inside;
                continue;
            }
            let end = rest.find(self.separator);
            let (text, behind) = rest.split_at_checked(end.unwrap_or(rest.len())).unwrap_or((rest, ""));
            self.cell.push_str(text);
            if end.is_none() {
                self.end_cell();
                return true;
            }
            self.end_cell();
            rest = behind.strip_prefix(self.separator).unwrap_or(behind);
        }
    }

    /// Whether a row has become longer than rows are: its quotation marks are not to be trusted.
    pub fn is_too_long(&self) -> bool {
        self.bytes > LONGEST
    }

    fn end_cell(&mut self) {
        let cell = std::mem::take(&mut self.cell);
        if self.cells.len() < MOST_CELLS {
            self.cells.push(cell);
        }
    }

    /// The cells, without blanks around them and without what keeps a spreadsheet from counting.
    pub fn finish(mut self) -> Vec<String> {
        if self.quoted {
            self.end_cell();
        }
        self.cells.iter().map(|cell| bare(cell).to_owned()).collect()
    }
}

/// A cell of a table with tabs: quoted as a whole, with no single quotation mark within, or as it stands.
fn unquoted(cell: &str) -> String {
    let inside = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    match inside.map(|inside| inside.replace("\"\"", "\u{0}")) {
        Some(inside) if !inside.contains('"') => inside.replace('\u{0}', "\""),
        _ => cell.to_owned(),
    }
}

/// `'=1+1` and `="0012"` are what spreadsheets are told instead of `=1+1` and `0012`.
fn bare(cell: &str) -> &str {
    let cell = cell.trim();
    let apostrophe = cell.strip_prefix('\'').filter(|rest| rest.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']));
    let formula = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    apostrophe.or(formula).unwrap_or(cell).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(lines: &[&str], separator: char) -> (Vec<String>, Vec<bool>) {
        let mut cutting = Cutting::new(separator);
        let ends = lines.iter().map(|line| cutting.line(line)).collect();
        (cutting.finish(), ends)
    }

    #[test]
    fn quoted_cells_hold_separators_line_ends_and_marks() {
        let (cells, ends) = cut(&[r#"a, "b, ""c"""#, r#"d" ,e "f" g,,"""#], ',');
        assert_eq!(
            (cells, ends),
            (vec!["a".into(), "b, \"c\"\nd".into(), "e \"f\" g".into(), String::new(), String::new()], vec![false, true])
        );
        assert_eq!(cut(&["'=1+1;=\"0012\";'tis"], ';').0, ["=1+1", "0012", "'tis"]);
    }

    #[test]
    fn tabs_part_cells_whatever_is_quoted() {
        let (cells, ends) = cut(&["\"Big\" data\t\"a \"\"b\"\"\"\t\"c"], '\t');
        assert_eq!((cells, ends), (vec!["\"Big\" data".into(), "a \"b\"".into(), "\"c".into()], vec![true]));
    }
}
