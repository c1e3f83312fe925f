//! Which encoding bytes are in: a ladder of tests, each of which may only answer when it is sure.
//!
//! Order mark → UTF-16 by its NUL bytes → UTF-8 → UTF-8 with a few damaged bytes → what the file declares, if the bytes
//! agree → a statistical guess without any hint of a country → windows-1252.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::Finding;

/// Text, and how it was got from bytes.
#[derive(Debug)]
pub struct Decoded {
    pub text: String,
    /// The encoding's name in lower case, such as `gb18030`.
    pub encoding: String,
    /// Doubts about the choice and traces of earlier damage.
    pub findings: Vec<Finding>,
}

/// How much of a file is looked at for a declaration or a NUL pattern, in bytes.
const HEAD: usize = 4096;

/// How much of a file the statistical detector sees, in bytes.
const SAMPLE: usize = 1 << 20;

/// The encoding of a label of the Encoding Standard (`utf-8`, `gbk`, `big5`).
///
/// # Errors
/// A sentence when there is none.
pub fn named(label: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(label.trim().as_bytes())
        .ok_or_else(|| format!("there is no encoding \"{label}\"; try utf-8, gb18030, big5, utf-16le or windows-1252"))
}

/// Decodes bytes by the ladder; a `label` given by the user is taken at its word.
///
/// # Errors
/// A finding when the label names no encoding.
pub fn decode(bytes: &[u8], label: Option<&str>) -> Result<Decoded, Finding> {
    if let Some(label) = label {
        let encoding = named(label).map_err(Finding::skipped)?;
        return Ok(finish(bytes, widen(encoding), Vec::new()));
    }
    if let Some(text) = plain(bytes) {
        return Ok(told(text.to_owned(), UTF_8, Vec::new()));
    }
    let mut findings = Vec::new();
    let encoding = choose(bytes, &mut findings);
    Ok(finish(bytes, encoding, findings))
}

/// The same for bytes that are nobody else's: what is UTF-8 is not copied.
///
/// # Errors
/// A finding when the label names no encoding.
pub fn decode_owned(bytes: Vec<u8>, label: Option<&str>) -> Result<Decoded, Finding> {
    if label.is_some() || is_marked(&bytes) {
        return decode(&bytes, label);
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(told(text, UTF_8, Vec::new())),
        Err(error) => decode(error.as_bytes(), None),
    }
}

/// The text of bytes for who only looks at it: not copied where it is UTF-8, and without doubts.
///
/// # Errors
/// A finding when the label names no encoding.
pub fn look<'a>(bytes: &'a [u8], label: Option<&str>) -> Result<Cow<'a, str>, Finding> {
    match plain(bytes).filter(|_| label.is_none()) {
        Some(text) => Ok(Cow::Borrowed(text)),
        None => decode(bytes, label).map(|decoded| Cow::Owned(decoded.text)),
    }
}

/// Bytes that are UTF-8 as they stand, which most are.
fn plain(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|_| !is_marked(bytes))
}

/// Whether an order mark or its NUL bytes say what an encoding is.
fn is_marked(bytes: &[u8]) -> bool {
    Encoding::for_bom(bytes).is_some() || utf16_by_nul(bytes).is_some()
}

fn choose(bytes: &[u8], findings: &mut Vec<Finding>) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    if let Some(encoding) = utf16_by_nul(bytes) {
        return encoding;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let damage = Damage::of(bytes);
    if damage.nearly_utf8() {
        findings.push(Finding::kept(format!(
            "{} byte sequence(s) are not UTF-8 and were replaced by U+FFFD; the rest is, so the file was read as UTF-8 (--encoding decides otherwise)",
            damage.broken
        )));
        return UTF_8;
    }
    if let Some(declared) = declared(bytes) {
        if declared != UTF_8 && agrees(bytes, declared) {
            return declared;
        }
        findings.push(Finding::kept(format!(
            "the file says that it is {} but its bytes are not; the encoding was guessed (--encoding decides otherwise)",
            declared.name().to_ascii_lowercase()
        )));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    detector.feed(sample, sample.len() == bytes.len());
    let guess = widen(detector.guess(None, Utf8Detection::Deny));
    if agrees(bytes, guess) { guess } else { WINDOWS_1252 }
}

/// Of the Chinese national encodings each contains the one before: GB 2312 ⊂ GBK ⊂ GB 18030.
fn widen(encoding: &'static Encoding) -> &'static Encoding {
    if encoding == GBK { GB18030 } else { encoding }
}

/// Text that is mostly ASCII has its NUL bytes on one side in UTF-16. UTF-8 in which some bytes were lost has a few on either.
fn utf16_by_nul(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    if head.len() < 4 || is_damaged_utf8(head) {
        return None;
    }
    let even = head.iter().step_by(2).filter(|b| **b == 0).count();
    let odd = head.iter().skip(1).step_by(2).filter(|b| **b == 0).count();
    let many = head.len() / 2 / 10;
    match (even, odd) {
        (even, odd) if odd > many && even * 4 <= odd => Some(UTF_16LE),
        (even, odd) if even > many && odd * 4 <= even => Some(UTF_16BE),
        _ => None,
    }
}

/// UTF-8 with NUL bytes that are fewer than UTF-16 would have. A sequence that is cut off by the end of what is looked at is
/// one of UTF-8.
fn is_damaged_utf8(head: &[u8]) -> bool {
    let few = memchr::memchr_iter(0, head).count() * 4 < head.len();
    few && std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Sound and broken sequences among those that are not ASCII.
struct Damage {
    sound: usize,
    broken: usize,
}

impl Damage {
    fn of(bytes: &[u8]) -> Self {
        let mut damage = Self { sound: 0, broken: 0 };
        for chunk in bytes.utf8_chunks() {
            damage.sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            damage.broken += usize::from(!chunk.invalid().is_empty());
        }
        damage
    }

    /// Hardly a sequence of a double-byte text is also good UTF-8, so a few broken ones among many sound are damage.
    fn nearly_utf8(&self) -> bool {
        self.broken * 10 <= self.sound || (self.broken == 1 && self.sound >= 3)
    }
}

/// The encoding that an XML declaration or a `<meta>` names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(HEAD).map(|b| char::from(b.to_ascii_lowercase())).collect();
    for key in ["charset", "encoding"] {
        for (at, _) in head.match_indices(key) {
            let rest = head.get(at + key.len()..)?.trim_start();
            let Some(rest) = rest.strip_prefix('=') else { continue };
            let label: String = rest
                .trim_start()
                .trim_start_matches(['"', '\''])
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
                .collect();
            if let Some(encoding) = Encoding::for_label(label.as_bytes()) {
                return Some(widen(encoding));
            }
        }
    }
    None
}

/// Whether bytes decode without more than a rare error.
fn agrees(bytes: &[u8], encoding: &'static Encoding) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let (text, had_errors) = encoding.decode_without_bom_handling(sample);
    if !had_errors {
        return true;
    }
    let broken = text.chars().filter(|c| *c == '\u{FFFD}').count();
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    broken * 50 <= foreign || broken <= 1
}

fn finish(bytes: &[u8], encoding: &'static Encoding, findings: Vec<Finding>) -> Decoded {
    let (text, encoding, _) = encoding.decode(bytes);
    told(text.into_owned(), encoding, findings)
}

/// Text with what is to be told of it.
fn told(text: String, encoding: &'static Encoding, mut findings: Vec<Finding>) -> Decoded {
    if text.is_ascii() {
        return Decoded { text, encoding: encoding.name().to_ascii_lowercase(), findings };
    }
    warn_of_old_damage(&text, &mut findings);
    Decoded { text, encoding: encoding.name().to_ascii_lowercase(), findings }
}

/// Traces of a wrong decoding that somebody saved: nothing can repair them, but the reader should know.
fn warn_of_old_damage(text: &str, findings: &mut Vec<Finding>) {
    let line_of = |at: usize| text.get(..at).map_or(1, |before| before.matches('\n').count() + 1);
    let find = |sign: &str| memchr::memmem::find(text.as_bytes(), sign.as_bytes());
    if let Some(at) = find("锟斤拷") {
        findings.push(
            Finding::kept("\"锟斤拷\" shows that text was lost when the page was saved in a wrong encoding; save the page again")
                .at(line_of(at)),
        );
    }
    if findings.is_empty()
        && let Some(at) = find("\u{FFFD}")
    {
        let count = text.matches('\u{FFFD}').count();
        findings.push(
            Finding::kept(format!("{count} character(s) are U+FFFD, lost before the file was saved or not of this encoding"))
                .at(line_of(at)),
        );
    }
    if let Some(at) = double_encoded(text) {
        findings.push(
            Finding::kept("text such as \"å›½\" shows UTF-8 that was encoded twice; it is kept as it is, save the page again")
                .at(line_of(at)),
        );
    }
}

/// The place of the first of at least three sequences that look like UTF-8 read as Latin-1.
fn double_encoded(text: &str) -> Option<usize> {
    // The lead of each such sequence is U+00E3 to U+00E9, and two characters beyond ASCII follow it: most texts have no such
    // place, and bytes are looked through faster.
    let bytes = text.as_bytes();
    let follows = |at: usize, beyond: usize| bytes.get(at + beyond).is_some_and(|byte| *byte >= 0x80);
    let lead = |at: usize| bytes.get(at + 1).is_some_and(|byte| (0xA3..=0xA9).contains(byte)) && follows(at, 2);
    if !memchr::memchr_iter(0xC3, bytes).any(lead) {
        return None;
    }
    let mut found = 0;
    let mut first = None;
    let mut last: (Option<char>, Option<char>) = (None, None);
    for (at, c) in text.char_indices() {
        let follows = |c: char| ('\u{80}'..='\u{BF}').contains(&c) || "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ".contains(c);
        if let (Some(lead), Some(second)) = last
            && ('\u{E3}'..='\u{E9}').contains(&lead)
            && follows(second)
            && follows(c)
        {
            found += 1;
            first = first.or(Some(at));
            if found == 3 {
                return first;
            }
        }
        last = (last.1, Some(c));
    }
    None
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail")]
    use super::*;

    const TEXT: &str = "智慧城市建设中的智慧治理：赋能机制与实现路径，以中国和亚洲各国城市的实践为例展开讨论。";

    fn found(bytes: &[u8]) -> (String, String) {
        let decoded = decode(bytes, None).unwrap();
        (decoded.encoding, decoded.text)
    }

    #[test]
    fn each_rung_of_the_ladder() {
        let (gbk, _, _) = GB18030.encode(TEXT);
        assert_eq!(found(TEXT.as_bytes()), ("utf-8".into(), TEXT.into()));
        assert_eq!(found(&gbk), ("gb18030".into(), TEXT.into()));
        let utf16: Vec<u8> = format!("<html>{TEXT}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(found(&utf16).0, "utf-16le");
        let mut marked = vec![0xFE, 0xFF];
        marked.extend(TEXT.encode_utf16().flat_map(u16::to_be_bytes));
        assert_eq!(found(&marked), ("utf-16be".into(), TEXT.into()));
    }

    #[test]
    fn some_nul_bytes_do_not_make_utf8_utf16() {
        let nul = "\0";
        let longer = format!("\u{2d9}{nul}>B0%%0 PaE some e\u{15f}{nul}tor\n%D 201{nul}{nul}4-12-1 {nul}2\n%R 1 {nul}2\n%N 12\n%G en\n\n");
        for text in [longer, format!("%0 Generic\n%N {nul}25\n\n")] {
            assert_eq!(found(text.as_bytes()), ("utf-8".into(), text.clone()));
        }
    }

    #[test]
    fn one_damaged_byte_does_not_make_utf8_chinese_gbk() {
        let mut bytes = TEXT.as_bytes().to_vec();
        bytes[10] = b'?';
        assert_eq!(found(&bytes).0, "utf-8");
        bytes.pop();
        assert_eq!(found(&bytes).0, "utf-8");
        assert!(!decode(&bytes, None).unwrap().findings.is_empty());
    }

    #[test]
    fn a_lying_declaration_is_not_believed() {
        let (gbk, _, _) = GB18030.encode(TEXT);
        let mut page = b"<meta charset=\"utf-8\">".to_vec();
        page.extend_from_slice(&gbk);
        let decoded = decode(&page, None).unwrap();
        assert_eq!(decoded.encoding, "gb18030");
        assert_eq!(decoded.findings.len(), 1);
        let honest = format!("<meta charset=gb2312>{TEXT}");
        assert_eq!(found(honest.as_bytes()).0, "utf-8");
    }

    #[test]
    fn old_damage_is_told() {
        for damaged in ["标题锟斤拷锟斤拷", "a\u{FFFD}b", "ä¸\u{AD}å›½ç§‘å\u{AD}¦"] {
            assert_eq!(decode(damaged.as_bytes(), None).unwrap().findings.len(), 1, "{damaged}");
        }
        assert!(decode("日本語 naïve café".as_bytes(), None).unwrap().findings.is_empty());
    }

    #[test]
    fn a_label_overrides() {
        let (big5, _, _) = encoding_rs::BIG5.encode("中文");
        assert_eq!(decode(&big5, Some("big5")).unwrap().text, "中文");
        assert!(decode(b"x", Some("klingon")).is_err());
    }
}
