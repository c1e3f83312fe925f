//! Which web addresses may leave the program, and how they are written when they do.

use super::clean::is_clean;

/// Bytes of the longest address that is taken for one.
const LONGEST: usize = 8192;

/// An http or https address in the characters 0x21–0x7E, everything else percent-encoded (RFC 3987 §3.1): fit for a
/// hyperlink, and for the argument of a program.
///
/// # Errors
/// Why it is not taken, as the end of a sentence.
pub fn web_address(address: &str) -> Result<String, &'static str> {
    let starts = |scheme: &str| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    let scheme = ["https://", "http://"].into_iter().find(|scheme| starts(scheme)).ok_or("only http and https addresses are opened")?;
    let rest = address.get(scheme.len()..).unwrap_or_default();
    if address.len() > LONGEST {
        return Err("it is longer than 8 KB");
    }
    if !is_clean(address) || address.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err("it holds blanks or control characters");
    }
    if address.contains(['"', '\'', '`', '<', '>', '\\', '|', '^', '{', '}']) {
        return Err("it holds characters that no address has");
    }
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.contains('@') {
        return Err("it names a user before the host");
    }
    if host.is_empty() || host.starts_with(['-', '.', ':']) {
        return Err("it names no host");
    }
    let mut written = scheme.to_owned();
    for byte in rest.bytes() {
        if byte.is_ascii_graphic() {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
    }
    Ok(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_letter_of_an_address_is_encoded() {
        assert_eq!(web_address("https://doi.org/10.16088/j.issn.1001-6597").as_deref(), Ok("https://doi.org/10.16088/j.issn.1001-6597"));
        assert_eq!(web_address("HTTP://a.b/?x=1;y#z").as_deref(), Ok("http://a.b/?x=1;y#z"));
        assert_eq!(web_address("https://期.cn/a%20b").as_deref(), Ok("https://%E6%9C%9F.cn/a%20b"));
    }

    #[test]
    fn only_plain_web_addresses_are_taken() {
        let long = format!("https://a/{}", "a".repeat(9000));
        for bad in [
            "",
            "-o",
            "--help",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "ftp://a/",
            "https://",
            "https:///x",
            "https://-o",
            "https://a b",
            "https://a\nb",
            "https://a\u{3000}b",
            "https://a\u{202e}b",
            "https://a\u{200b}b",
            "https://a\u{1b}[31m",
            "https://a/\u{1b}]8;;\u{1b}\\",
            "https://a/\u{7}]8;;",
            "https://a/\u{9c}x",
            "https://a/\u{9d}8;;http://b\u{9c}",
            "http://user@host/",
            "http://user:word@host/",
            "https://a/$(id)`id`",
            "exec:id",
            "|id",
            "https://\\\\a",
            &long,
        ] {
            assert!(web_address(bad).is_err(), "{bad:?}");
        }
    }
}
