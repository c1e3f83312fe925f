//! Where a part stands in its host, as catalogues write it in one string: `Vol. 12, no. 3 (Mar. 2019), p. 33-45`, `2019年第3期`.

use crate::formats::tagged::sheet::Sheet;
use crate::formats::tagged::table::Member;
use crate::formats::xml::written_date;

/// Words before a number, in lower case; a longer one before those that it begins with.
const COUNTED: &[(&str, Member)] = &[
    ("volume", Member::Volume),
    ("vol.", Member::Volume),
    ("vol", Member::Volume),
    ("v.", Member::Volume),
    ("bd.", Member::Volume),
    ("number", Member::Issue),
    ("no.", Member::Issue),
    ("nr.", Member::Issue),
    ("issue", Member::Issue),
    ("iss.", Member::Issue),
    ("heft", Member::Issue),
    ("pages", Member::Pages),
    ("page", Member::Pages),
    ("pp.", Member::Pages),
    ("p.", Member::Pages),
    ("s.", Member::Pages),
];

/// Numbers of one string; more stand in no catalogue.
const MOST: usize = 32;

/// Files every number of a string; false where some of it is not understood.
pub fn numbers(written: &str, sheet: &mut Sheet) -> bool {
    let signs = [',', ';', '，', '；', '(', ')', '（', '）'];
    if written.split(signs).nth(MOST).is_some() {
        return false;
    }
    let pieces = written.split(signs).map(str::trim).filter(|piece| !piece.is_empty());
    // Each is filed, whatever became of the one before.
    pieces.filter(|piece| !number(piece, sheet)).count() == 0
}

/// Files one number with the word for it.
pub fn number(piece: &str, sheet: &mut Sheet) -> bool {
    if piece.contains(['年', '卷', '期', '页', '頁']) {
        return chinese(piece, sheet);
    }
    for (word, member) in COUNTED {
        let Some((head, rest)) = piece.split_at_checked(word.len()).filter(|(head, _)| head.eq_ignore_ascii_case(word)) else { continue };
        let value = rest.trim();
        if value.starts_with(|c: char| c.is_ascii_digit()) || (head.ends_with('.') && value.len() < 12 && value.ends_with(is_digit)) {
            return filed(sheet, *member, value);
        }
    }
    let whole = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((volume, issue)) = piece.split_once(':').filter(|(volume, issue)| whole(volume) && whole(issue)) {
        return sheet.file(Member::Volume, volume) && sheet.file(Member::Issue, issue);
    }
    let is_range = piece.split_once('-').is_some_and(|(first, last)| whole(first) && whole(last) && last.len() != 2);
    let are_years = piece.find('-') == Some(4) && (piece.starts_with("19") || piece.starts_with("20"));
    if is_range && !are_years {
        return filed(sheet, Member::Pages, piece);
    }
    written_date(piece).is_some() && sheet.file(Member::Date, piece)
}

/// Puts a number in its place. Pages are told once: those of a second host would be added to them.
fn filed(sheet: &mut Sheet, member: Member, value: &str) -> bool {
    (member != Member::Pages || sheet.article.pages.is_empty()) && sheet.file(member, value)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// `2019年第12卷第3期第33-45页`: each number stands before its word, pages also behind it.
fn chinese(piece: &str, sheet: &mut Sheet) -> bool {
    let mut rest = piece;
    let mut all = true;
    while let Some(at) = rest.find(['年', '卷', '期', '页', '頁']) {
        let (value, from) = rest.split_at(at);
        let value = value.trim().trim_start_matches('第').trim();
        let mut after = from.chars();
        let member = match after.next() {
            Some('年') => Member::Year,
            Some('卷') => Member::Volume,
            Some('期') => Member::Issue,
            _ => Member::Pages,
        };
        rest = after.as_str();
        if value.is_empty() && member == Member::Pages {
            return filed(sheet, member, rest.trim_start_matches([':', '：', ' '])) && all;
        }
        all &= filed(sheet, member, value);
    }
    all && rest.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> (bool, String) {
        let mut sheet = Sheet::default();
        let all = numbers(written, &mut sheet);
        sheet.finish();
        let article = &sheet.article;
        let said = |text: &Option<String>| text.clone().unwrap_or_default();
        let year = article.year.map(|year| year.to_string()).unwrap_or_default();
        (all, [&said(&article.volume), &said(&article.issue), &year, &article.pages.raw].map(String::as_str).join("|"))
    }

    #[test]
    fn a_place_in_a_host_is_read_in_every_way() {
        for (written, wanted) in [
            ("Vol. 12, no. 3 (Mar. 2019), p. 33-45", "12|3|2019|33-45"),
            ("2019年第12卷第3期，第33-45页", "12|3|2019|33-45"),
            ("2019年第3期 页33-45", "|3|2019|33-45"),
            ("12:3 (2019), 133-145", "12|3|2019|133-145"),
            ("Bd. 4 (2001), S. 7-19", "4||2001|7-19"),
            ("pages 5-9", "|||5-9"),
        ] {
            assert_eq!(read(written), (true, wanted.to_owned()), "{written}");
        }
        assert_eq!(read("special number on coasts, p. 5"), (false, "|||5".to_owned()));
        assert_eq!(read("年"), (false, "|||".to_owned()));
        assert_eq!(read("p. 5, p. 6"), (false, "|||5".to_owned()));
        assert_eq!(read(&"p. 5, ".repeat(40)), (false, "|||".to_owned()));
    }
}
