//! Lines cut into cells (RFC 4180) by `csv-core`: quoted cells may hold separators, line ends and doubled quotation marks.
//!
//! Two things real tables have that the crate does not: blanks between a separator and the quotation mark that opens the cell
//! (`a, "b, c"`) are passed over before the crate sees the cell, and cells between tabs are cut without regard to quotation
//! marks, which are looked at in each cell alone (Web of Science leaves single ones in titles).

use std::borrow::Cow;

use csv_core::{ReadFieldResult, Reader, ReaderBuilder, Terminator};

use super::rows::MOST_CELLS;

/// The longest row, in bytes.
const LONGEST: usize = 8 << 20;

/// Cuts one row after another, line by line: so the line on which a row begins is known, and a mark that is never closed is
/// found out before the whole file has gone into its cell.
pub struct Cutting {
    reader: Reader,
    is_tabbed: bool,
    cells: Vec<String>,
    /// What is cut of the current cell.
    cell: Vec<u8>,
    /// The next byte is the first of a cell.
    begins: bool,
    /// Bytes of the row so far.
    bytes: usize,
    /// Where the reader puts a piece of a cell.
    piece: Vec<u8>,
}

impl Cutting {
    pub fn new(separator: char) -> Self {
        let is_tabbed = separator == '\t';
        let separator = u8::try_from(separator).unwrap_or(b',');
        let reader = ReaderBuilder::new().delimiter(separator).terminator(Terminator::Any(b'\n')).quoting(!is_tabbed).build();
        Self { reader, is_tabbed, cells: Vec::new(), cell: Vec::new(), begins: true, bytes: 0, piece: Vec::new() }
    }

    /// Takes a line; says whether the row ends with it.
    pub fn line(&mut self, line: &str) -> bool {
        // The reader passes over empty lines; here they are rows, and count.
        if line.is_empty() && self.bytes == 0 {
            self.end_cell();
            return true;
        }
        self.bytes += line.len() + 1;
        // No cell is longer than what it was cut from.
        self.piece.resize(self.piece.len().max(line.len() + 1), 0);
        for mut rest in [line.as_bytes(), b"\n"] {
            while !rest.is_empty() {
                if std::mem::take(&mut self.begins) && !self.is_tabbed {
                    rest = at_quotation_mark(rest);
                }
                let (result, read, written) = self.reader.read_field(rest, &mut self.piece);
                self.cell.extend_from_slice(self.piece.get(..written).unwrap_or_default());
                rest = rest.get(read..).unwrap_or_default();
                match result {
                    ReadFieldResult::Field { record_end } => {
                        self.end_cell();
                        if record_end {
                            return true;
                        }
                    }
                    ReadFieldResult::InputEmpty | ReadFieldResult::OutputFull => {}
                    ReadFieldResult::End => return true,
                }
            }
        }
        false
    }

    /// The cells of a row that is one line.
    pub fn row(&mut self, line: &str) -> Vec<String> {
        self.line(line);
        self.finish()
    }

    /// Whether a row has become longer than rows are: its quotation marks are not to be trusted.
    pub fn is_too_long(&self) -> bool {
        self.bytes > LONGEST
    }

    fn end_cell(&mut self) {
        if self.cells.len() < MOST_CELLS {
            // Cut at ASCII signs, what was text is text.
            let cell = std::str::from_utf8(&self.cell).unwrap_or_default();
            let cell = if self.is_tabbed { unquoted(cell) } else { Cow::Borrowed(cell) };
            self.cells.push(bare(&cell).to_owned());
        }
        self.cell.clear();
        self.begins = true;
    }

    /// The cells, without blanks around them and without what keeps a spreadsheet from counting; the next line begins a row.
    pub fn finish(&mut self) -> Vec<String> {
        // A quotation mark was not closed.
        if !self.begins {
            self.end_cell();
        }
        self.reader.reset();
        self.bytes = 0;
        std::mem::take(&mut self.cells)
    }
}

/// What begins a cell, without the blanks before its quotation mark, if it has one.
fn at_quotation_mark(cell: &[u8]) -> &[u8] {
    let inside = cell.iter().position(|byte| *byte != b' ').and_then(|at| cell.get(at..));
    inside.filter(|inside| inside.starts_with(b"\"")).unwrap_or(cell)
}

/// A cell of a table with tabs: quoted as a whole, with no single quotation mark within, or as it stands.
fn unquoted(cell: &str) -> Cow<'_, str> {
    let inside = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    match inside.map(|inside| inside.replace("\"\"", "\u{0}")) {
        Some(inside) if !inside.contains('"') => Cow::Owned(inside.replace('\u{0}', "\"")),
        _ => Cow::Borrowed(cell),
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
    fn a_row_knows_nothing_of_the_row_before() {
        let mut cutting = Cutting::new(',');
        assert!(!cutting.line("a,\"b"));
        assert!(!cutting.line("c,d"));
        assert_eq!(cutting.finish(), ["a", "b\nc,d"]);
        assert_eq!(cutting.row(""), [""]);
        assert_eq!(cutting.row("e, \"f,\"\"g\" ,"), ["e", "f,\"g", ""]);
        assert_eq!((cutting.row("\"\""), cutting.row(",")), (vec![String::new()], vec![String::new(), String::new()]));
        assert_eq!(cutting.row(&"x,".repeat(5000)).len(), MOST_CELLS);
    }

    #[test]
    fn tabs_part_cells_whatever_is_quoted() {
        let (cells, ends) = cut(&["\"Big\" data\t\"a \"\"b\"\"\"\t\"c"], '\t');
        assert_eq!((cells, ends), (vec!["\"Big\" data".into(), "a \"b\"".into(), "\"c".into()], vec![true]));
    }
}
