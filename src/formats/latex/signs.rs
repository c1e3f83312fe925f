//! Signs at which a run of plain text ends in LaTeX.

const MEANING: [bool; 256] = {
    let mut table = [false; 256];
    let signs = b"\\{}$~-`'?!<&";
    let mut at = 0;
    while at < signs.len() {
        table[signs[at] as usize] = true;
        at += 1;
    }
    table
};

/// How many bytes, from the first on, are text that says itself: up to a sign that means something, alone or with the next.
pub fn plain_run(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at)
        && (!MEANING[usize::from(byte)] || is_alone(byte, bytes.get(at + 1).copied()))
    {
        at += 1;
    }
    at
}

/// Whether a sign that means something only with the next (`--`, `''`, `` ?` ``) stands without that one: most hyphens and
/// apostrophes do.
fn is_alone(sign: u8, next: Option<u8>) -> bool {
    match sign {
        b'-' | b'\'' => next != Some(sign),
        b'?' | b'!' => next != Some(b'`'),
        _ => false,
    }
}
