//! Numbers of serials, books and databases, told by their shape.

pub enum Number {
    Issn,
    Isbn,
}

impl Number {
    pub fn of(bare: &str) -> Option<Self> {
        // A word that begins with no digit is none of them.
        if !bare.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '–' | '‐')) {
            return None;
        }
        let signs = || bare.chars().filter(|c| !matches!(c, '-' | '–' | '‐'));
        let digits = |upto: usize| signs().take(upto).all(|c| c.is_ascii_digit());
        let check = |at: usize| signs().nth(at).is_some_and(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X'));
        match signs().count() {
            8 if digits(7) && check(7) => Some(Self::Issn),
            10 if digits(9) && check(9) => Some(Self::Isbn),
            13 if digits(13) => Some(Self::Isbn),
            _ => None,
        }
    }
}

/// An ISSN with the hyphen that it has (ISO 3297), where databases leave it out; anything else as it is.
pub fn with_hyphen(number: &str) -> String {
    let digits = number.bytes().take(7).all(|byte| byte.is_ascii_digit());
    match number.split_at_checked(4) {
        Some((head, tail)) if number.len() == 8 && digits => format!("{head}-{tail}"),
        _ => number.to_owned(),
    }
}

/// `45-1066/C`, `11-0315`: a 国内统一刊号.
pub fn is_cn(value: &str) -> bool {
    let value = value.trim_start_matches("CN").trim();
    let head: Vec<char> = value.chars().take(7).collect();
    head.len() == 7 && head.iter().enumerate().all(|(at, c)| if at == 2 { *c == '-' } else { c.is_ascii_digit() }) && value.len() <= 12
}

pub fn is_pmid(value: &str) -> bool {
    (1..=8).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit())
}
