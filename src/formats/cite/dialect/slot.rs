//! Terms around a number: `第%s卷` of CSL-M is printed around the number that follows its label.

/// Where the number goes, and where the term ends: private characters, of which nothing is in clean text.
const SLOT: char = '\u{f0004}';
const END: char = '\u{f0005}';

/// A term with its place for a number marked.
pub(super) fn marked(term: &str) -> String {
    let body = term.trim_end();
    match body.split_once("%s") {
        Some((before, behind)) => format!("{before}{SLOT}{behind}{END}"),
        None => term.to_owned(),
    }
}

/// A printed line with the numbers in the places that terms have for them.
pub(in super::super) fn filled(line: &str) -> String {
    let mut said = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once(SLOT) {
        let Some((term, after)) = behind.split_once(END) else { break };
        let after = after.trim_start();
        let end = after.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '–' | '—' | '/'))).unwrap_or(after.len());
        let (number, after) = after.split_at_checked(end).unwrap_or((after, ""));
        said.extend([before, number, term]);
        rest = after;
    }
    said.push_str(&rest.replace([SLOT, END], ""));
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_within_its_term() {
        assert_eq!(filled(&format!("史记：{}3. 北京", marked("第%s卷"))), "史记：第3卷. 北京");
        assert_eq!(filled(&format!("{} 12", marked("第%s版"))), "第12版");
        assert_eq!(filled("v. 3"), "v. 3");
        assert_eq!(filled(&marked("第%s卷")), "第卷");
    }
}
