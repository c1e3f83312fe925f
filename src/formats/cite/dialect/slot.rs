//! Terms around a number: `第%s卷` of CSL-M is printed around the number that follows its label.

use crate::text::is_han;

/// Where the term begins, where the number goes, and where the term ends: private characters, of which nothing is in clean text.
const BEGIN: char = '\u{f0006}';
const SLOT: char = '\u{f0004}';
const END: char = '\u{f0005}';

/// Characters of Chinese that count volumes and issues.
const COUNTED: &str = "上中下〇零一二三四五六七八九十百千甲乙丙丁";

/// A term with its place for a number marked.
pub(super) fn marked(term: &str) -> String {
    let body = term.trim();
    match body.split_once("%s") {
        Some((before, behind)) => format!("{BEGIN}{before}{SLOT}{behind}{END}"),
        None => term.to_owned(),
    }
}

/// A printed line with the numbers in the places that terms have for them: the one behind the term, else the one before it.
pub(in super::super) fn filled(line: &str) -> String {
    let mut said = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, begun)) = rest.split_once(BEGIN) {
        let Some((first, slotted)) = begun.split_once(SLOT) else { break };
        let Some((last, after)) = slotted.split_once(END) else { break };
        said.push_str(before);
        let after_blank = after.trim_start();
        let (number, behind) = after_blank.split_at_checked(number_at(after_blank)).unwrap_or(("", after_blank));
        if number.is_empty() {
            let from = number_before(said.trim_end());
            let number = said.split_off(from);
            said.extend([first, number.trim_end(), last]);
            rest = after;
        } else {
            said.extend([first, number, last]);
            rest = behind;
        }
    }
    said.push_str(&rest.replace([BEGIN, SLOT, END], ""));
    said
}

/// Whether this is of a number, whatever figures it is in.
fn is_figure(c: char) -> bool {
    c.is_ascii_alphanumeric() || c.is_numeric() || COUNTED.contains(c) || matches!(c, 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

/// Signs between the numbers of a range, and within one.
fn is_inner(c: char) -> bool {
    matches!(c, '-' | '–' | '—' | '－' | '~' | '～' | '〜' | '/' | '.' | '．')
}

/// The length in bytes of the number that a text begins with, with the bracket before it and behind it.
fn number_at(text: &str) -> usize {
    let open = text.strip_prefix(['(', '（', '[']).map_or(0, |behind| text.len() - behind.len());
    let mut end = open;
    let mut letters = text.char_indices().skip_while(|(at, _)| *at < open).peekable();
    while let Some((at, c)) = letters.next() {
        // `上海` is no number.
        let is_word = COUNTED.contains(c) && letters.peek().is_some_and(|(_, next)| is_han(*next) && !is_figure(*next));
        // A sign at the end is the sentence's.
        let is_within = is_inner(c) && at > open && letters.peek().is_some_and(|(_, next)| is_figure(*next));
        if is_word || !(is_figure(c) || is_within) {
            break;
        }
        end = at + c.len_utf8();
    }
    if end == open {
        return 0;
    }
    let close = text.get(end..).filter(|_| open > 0).and_then(|behind| behind.chars().next()).filter(|c| matches!(c, ')' | '）' | ']'));
    end + close.map_or(0, char::len_utf8)
}

/// Where the number begins that a text ends with; its end where there is none.
fn number_before(text: &str) -> usize {
    let is_one = |c: char| is_figure(c) || is_inner(c);
    if !text.ends_with(is_figure) {
        return text.len();
    }
    let from = text.trim_end_matches(is_one).len();
    // A sign at its head is the sentence's.
    text.get(from..).and_then(|number| number.find(is_figure)).map_or(from, |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stands_within_its_term() {
        assert_eq!(filled(&format!("史记：{}3. 北京", marked("第%s卷"))), "史记：第3卷. 北京");
        assert_eq!(filled(&format!("{} 12", marked("第%s版"))), "第12版");
        assert_eq!(filled("v. 3"), "v. 3");
        for (written, made) in [
            ("{}1-9", "第1-9卷"),
            ("{}1～9, 2", "第1～9卷, 2"),
            ("{}3.2. 北京", "第3.2卷. 北京"),
            ("{}上, 3", "第上卷, 3"),
            ("{}十二", "第十二卷"),
            ("{} １２", "第１２卷"),
            ("{}(2)", "第(2)卷"),
            ("{}(2", "第(2卷"),
            ("书, 3{}. 北京", "书, 第3卷. 北京"),
            ("书. 3.2 {}", "书. 第3.2卷"),
            ("{}3 {}4", "第3卷 第4卷"),
            ("{}. 3", "第卷. 3"),
            ("{}上海", "第卷上海"),
        ] {
            assert_eq!(filled(&written.replace("{}", &marked("第%s卷"))), made, "{written}");
        }
        assert_eq!(filled(&marked("第%s卷")), "第卷");
    }
}
