//! What bytes look like that no reader takes, in sentences that help.

use super::{Confidence, Finding};

/// Files known by their first bytes.
const MAGIC: &[(&[u8], &str)] = &[
    (b"BZh", "a bzip2 archive; unpack it (bunzip2) and read what is inside"),
    (b"\xFD7zXZ", "an xz archive; unpack it (unxz) and read what is inside"),
    (b"7z\xBC\xAF", "a 7-Zip archive; unpack it and read what is inside"),
    (b"Rar!", "a RAR archive; unpack it and read what is inside"),
    (b"%PDF", "a PDF; save the article's web page instead and read that"),
    (b"\x7FELF", "a program, not a record"),
    (b"MZ", "a program, not a record"),
    (b"\xD0\xCF\x11\xE0", "an old Word or Excel file; save it as CSV or as text"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"bplist", "a Safari web archive; save the page as \"page source\" instead"),
    (b"SQLite format 3", "a database; a library of qikan is opened with --library"),
    (b"HN\x01", "a CAJ file; save the article's web page instead and read that"),
    (b"CAJ", "a CAJ file; save the article's web page instead and read that"),
];

/// Refuses archives, programs, pictures, emptiness and noise.
pub fn of_bytes(head: &[u8]) -> Option<Finding> {
    if head.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0) {
        let what = if head.contains(&0) { "only NUL bytes" } else { "empty" };
        return Some(Finding::skipped(format!("the file is {what}; nothing was read")));
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic))
        && (head.len() < 16
            || !head.iter().take(512).all(|byte| byte.is_ascii_graphic() || byte.is_ascii_whitespace())
            || head.starts_with(b"%PDF"))
    {
        return Some(Finding::skipped(format!("this is {what}")));
    }
    None
}

/// Refuses what decoded to noise.
pub fn of_text(text: &str) -> Option<Finding> {
    let bytes = text.as_bytes();
    let noise = |byte: u8| (byte < b' ' && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0C | 0x1B)) || byte == 0x7F;
    // Most text has none: many bytes are looked at together, and then the few with which a control beyond ASCII or U+FFFD begins.
    let ascii: usize = bytes.chunks(128).map(|some| usize::from(some.iter().fold(0, |sum, byte| sum + u8::from(noise(*byte))))).sum();
    let beyond = memchr::memchr2_iter(0xC2, 0xEF, bytes).filter(|at| match bytes.get(*at..) {
        Some([0xC2, second, ..]) => *second < 0xA0,
        rest => rest.is_some_and(|rest| rest.starts_with("\u{FFFD}".as_bytes())),
    });
    let controls = ascii + beyond.count();
    if text.trim().is_empty() {
        return Some(Finding::skipped("the file is empty; nothing was read"));
    }
    (controls > 0 && controls * 20 > text.chars().count())
        .then(|| Finding::skipped("this is binary data or text in an encoding that is not known; --encoding names one"))
}

/// Pages that stand where an article should: said by their text when a page gave no record.
const STANDINS: &[(&str, &str)] = &[
    ("please wait", "the site's \"please wait\" page; open the article in a browser and save it again"),
    ("just a moment", "the site's \"just a moment\" page; open the article in a browser and save it again"),
    ("captcha", "a page that asks for a captcha; open the article in a browser and save it again"),
    ("验证码", "a page that asks for a captcha; open the article in a browser and save it again"),
    ("404", "a \"not found\" page; check the article's address"),
    ("not found", "a \"not found\" page; check the article's address"),
    ("页面不存在", "a \"not found\" page; check the article's address"),
    ("找不到", "a \"not found\" page; check the article's address"),
    ("password", "a login page; log in with a browser and save the article's page"),
    ("密码", "a login page; log in with a browser and save the article's page"),
    ("sign in", "a login page; log in with a browser and save the article's page"),
    ("登录", "a login page; log in with a browser and save the article's page"),
];

/// Why a web page holds no record. `text` is its visible text.
pub fn of_page(text: &str) -> Finding {
    let lower = text.to_lowercase();
    match STANDINS.iter().find(|(words, _)| lower.contains(words)) {
        Some((_, what)) if lower.chars().count() < 4000 => Finding::skipped(format!("this is {what}")),
        _ => Finding::skipped("this web page holds no article that qikan can see; save the article's own page (\"page, complete\")"),
    }
}

fn any_line(text: &str, test: impl Fn(&str) -> bool) -> bool {
    text.trim_start_matches('\u{FEFF}').lines().take(200).any(test)
}

pub fn bibtex(text: &str) -> Confidence {
    let entry = |line: &str| {
        line.trim_start().strip_prefix('@').is_some_and(|rest| {
            let word = rest.chars().take_while(char::is_ascii_alphabetic).count();
            word > 2 && rest.get(word..).is_some_and(|rest| rest.trim_start().starts_with(['{', '(']))
        })
    };
    if any_line(text, entry) { 80 } else { 0 }
}

pub fn xml(text: &str) -> Confidence {
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    if start.starts_with("<?xml") && !text.to_ascii_lowercase().contains("<html") { 50 } else { 0 }
}

pub fn pica(text: &str) -> Confidence {
    if text.contains("picaXML") && text.contains("datafield") { 94 } else { 0 }
}

pub fn mhtml(text: &str) -> Confidence {
    if text.contains("MIME-Version:") && text.contains("multipart/related") { 95 } else { 0 }
}
