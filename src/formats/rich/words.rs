//! Words with single blanks between them: most of a text is looked at many bytes at a time.

/// Bytes at which text cannot simply go on: blanks, signs that mean something in rich-lite text, and the first bytes of
/// characters that may be blanks.
const STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let bytes = b"\0\t\n\x0B\x0C\r <>&\xC2\xE1\xE2\xE3\xEF";
    let mut at = 0;
    while at < bytes.len() {
        stops[bytes[at] as usize] = true;
        at += 1;
    }
    stops
};

/// Bytes that no plain ASCII word has: signs that mean something in rich-lite text, controls, everything beyond ASCII.
pub(super) const PARTING: [bool; 256] = {
    let mut parting = [true; 256];
    let mut at = b' ' as usize;
    while at <= b'~' as usize {
        parting[at] = at == b'<' as usize || at == b'>' as usize || at == b'&' as usize;
        at += 1;
    }
    parting
};

/// How many bytes are looked at together: as many as one number holds.
const WIDE: usize = 8;

/// A byte in each place of such a number.
const fn each(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; WIDE])
}

/// Whether a byte of a number is zero: not nothing if so (Mycroft's test; which one it is, it does not tell).
const fn any_zero(bytes: u64) -> u64 {
    bytes.wrapping_sub(each(1)) & !bytes & each(0x80)
}

/// Whether a byte of `here` parts words: a sign that means something in rich-lite text, a control, what is beyond ASCII, a blank
/// with another behind it. `next` are the bytes behind each. It is asked without a branch, which a compiler does not find by
/// itself.
#[inline]
fn parts(here: u64, next: u64) -> bool {
    let below = here.wrapping_sub(each(b' ')) & !here;
    let angles = any_zero((here & each(!(b'<' ^ b'>'))) ^ each(b'<'));
    let and = any_zero(here ^ each(b'&'));
    let blanks = any_zero((here ^ each(b' ')) | (next ^ each(b' ')));
    (below | here) & each(0x80) | angles | and | blanks != 0
}

/// How many bytes, from the first on, are surely ASCII words between single blanks. The last of them is no blank. The few that
/// are left it does not tell.
#[inline]
pub(super) fn plain_run(bytes: &[u8]) -> usize {
    let number = |from: usize| bytes.get(from..).and_then(<[u8]>::first_chunk).map(|bytes| u64::from_ne_bytes(*bytes));
    let mut at = 0;
    while let Some(here) = number(at)
        && let Some(next) = number(at + 1)
        && !parts(here, next)
    {
        at += WIDE;
    }
    let blank = at > 0 && bytes.get(at - 1) == Some(&b' ');
    at - usize::from(blank)
}

#[inline]
fn stops(byte: Option<&u8>) -> bool {
    byte.is_none_or(|byte| STOPS[usize::from(*byte)])
}

/// Appends text with single blanks, escaped or as it is. `blank` says that a blank is due before the next word.
pub fn push_words(out: &mut String, blank: &mut bool, text: &str, escaped: bool) {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    let mut push = |from: usize, to: usize, blank: &mut bool, more: &str| {
        let run = text.get(from..to).unwrap_or_default();
        if run.is_empty() && more.is_empty() {
            return;
        }
        if out.is_empty() {
            // Most texts come in one piece, and then need no more room than this.
            out.reserve(text.len() - from);
            *blank = false;
        } else if std::mem::take(blank) {
            out.push(' ');
        }
        out.push_str(run);
        if !more.is_empty() {
            out.push_str(more);
        }
    };
    // Behind what is no plain run the next is looked for only when this much is passed.
    let mut again = 0;
    while let Some(byte) = bytes.get(at) {
        if at >= again && (*byte != b' ' || at > from) {
            let run = plain_run(bytes.get(at..).unwrap_or_default());
            at += run;
            again = at + WIDE;
            if run > 0 {
                continue;
            }
        }
        if !stops(Some(byte)) {
            at += 1;
            continue;
        }
        // A single blank between words is most of what stops.
        if *byte == b' ' && at > from && !stops(bytes.get(at + 1)) {
            at += 2;
            continue;
        }
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let sign = match c {
            '<' if escaped => "&lt;",
            '>' if escaped => "&gt;",
            '&' if escaped => "&amp;",
            c if c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{0}') => {
                push(from, at, blank, "");
                *blank |= c != '\u{200B}' && c != '\u{FEFF}';
                at += c.len_utf8();
                from = at;
                continue;
            }
            c => {
                at += c.len_utf8();
                continue;
            }
        };
        push(from, at, blank, sign);
        at += 1;
        from = at;
    }
    push(from, at, blank, "");
}
