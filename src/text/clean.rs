//! What may reach a terminal: the one cleaner.
//!
//! Text from a file may carry escape sequences (CWE-150), direction overrides (CVE-2021-42574), characters nobody sees and
//! characters no two terminals give the same width. Clean text has none of them: line feeds, letters, marks on a base,
//! and nothing else. Cleaning twice changes nothing.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark, is_public_assigned};
use unicode_normalization::is_nfc;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// Marks that stack (canonical combining class other than 0) kept on one base: four serve Vietnamese, Hebrew and phonetics,
/// forty are an attack on the lines above.
const STACKED_MARKS: usize = 4;

/// Marks of any kind kept on one base; South Asian syllables carry more of them, side by side.
const MARKS: usize = 8;

/// The longest grapheme in bytes.
const GRAPHEME_BYTES: usize = 32;

/// Stands for what cannot be shown.
const UNSHOWN: char = char::REPLACEMENT_CHARACTER;

/// A base for a mark that has none, so that it cannot land on what was drawn before it (Unicode 17, section 2.11).
const MARK_CARRIER: char = '\u{a0}';

/// Text safe to draw or print: whole escape sequences, control, direction, format and invisible characters gone, tabs
/// made blanks, every kind of line end made `\n`, unassigned and private characters made U+FFFD, emoji sequences reduced
/// to their first emoji, marks limited, and all in Normalization Form C.
///
/// Text that is clean already is given back as it is.
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut kept = without_hidden(text);
    if !is_nfc(&kept) {
        kept = kept.nfc().collect();
    }
    let kept = with_bounded_graphemes(with_bounded_marks(&kept));
    if kept == text { Cow::Borrowed(text) } else { Cow::Owned(kept) }
}

/// The same on one line: a line end becomes a blank, or nothing between two wide characters, which Chinese parts with no
/// blank.
pub fn clean_line(text: &str) -> Cow<'_, str> {
    let clean = clean(text);
    if !clean.contains('\n') {
        return clean;
    }
    let mut line = String::with_capacity(clean.len());
    for part in clean.split('\n').map(|part| part.trim_matches(' ')).filter(|part| !part.is_empty()) {
        let wide = |c: Option<char>| c.and_then(UnicodeWidthChar::width) == Some(2);
        let chinese = wide(line.chars().next_back()) && wide(part.chars().next());
        if !line.is_empty() && !chinese {
            line.push(' ');
        }
        line.push_str(part);
    }
    Cow::Owned(line)
}

/// Whether [`clean`] would leave this text as it is.
pub fn is_clean(text: &str) -> bool {
    matches!(clean(text), Cow::Borrowed(_))
}

/// Characters that are clean whatever stands beside them: assigned, visible, and inert under Normalization Form C. All of
/// ordinary Chinese and English is made of these, so one pass over it suffices.
fn is_plain(c: char) -> bool {
    matches!(c,
        ' '..='~' | '\n'
        | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}'
        | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205e}'
        | '\u{3000}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{309b}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{ff01}'..='\u{ff9d}')
}

/// What becomes of a character that is no part of an escape sequence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Keep,
    Drop,
    Blank,
    LineEnd,
    Unshown,
    /// Joins emoji.
    Joiner,
}

/// Sources: `UnicodeData.txt` (General_Category Cc, Cf, Zl, Zp, Co, Cn), `DerivedCoreProperties.txt`
/// (Default_Ignorable_Code_Point), `emoji-data.txt` (Emoji_Modifier).
#[rustfmt::skip]
fn fate(c: char) -> Fate {
    match c {
        '\t' => Fate::Blank,
        '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Fate::LineEnd,
        '\u{200d}' => Fate::Joiner,
        // C0, DEL, C1.
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        // Soft hyphen, direction, zero width, invisible operators, byte order mark, annotation anchors, shorthand, music.
        | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1345f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        // Fillers, selectors of variants, tags: no glyph of their own.
        | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}'
        // Skin tones: terminals draw them as one emoji more.
        | '\u{1f3fb}'..='\u{1f3ff}' => Fate::Drop,
        // Format characters that are seen, but whose width depends on what they enclose.
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}' | '\u{110bd}' | '\u{110cd}' => Fate::Unshown,
        _ if !is_public_assigned(c) => Fate::Unshown,
        // Letters written before another and said to take no cell (U+0D4E): drawn, they would fall onto their neighbour.
        _ if c.width() == Some(0) && !is_combining_mark(c) && !is_medial_jamo(c) && !is_final_jamo(c) => Fate::Unshown,
        _ => Fate::Keep,
    }
}

/// Whether a zero width joiner behind this character ties the next one to it as one emoji. Wider than the property
/// Extended_Pictographic: what is asked is only whether both sides are pictures.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

/// The text without sequences, control and invisible characters; the others one by one as [`fate`] has it.
fn without_hidden(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    let mut joined = false;
    while let Some(c) = rest.next() {
        match c {
            '\u{1b}' => skip_escape(&mut rest),
            '\u{9b}' => skip_control_sequence(&mut rest),
            '\u{90}' | '\u{98}' | '\u{9d}'..='\u{9f}' => skip_control_string(&mut rest),
            _ => match fate(c) {
                Fate::Drop => {}
                Fate::Joiner => joined = kept.chars().next_back().is_some_and(is_picture),
                // The picture before stays the last one, so a chain of any length leaves its first.
                Fate::Keep if joined && is_picture(c) => joined = false,
                fate => {
                    joined = false;
                    if c == '\r' {
                        rest.next_if_eq(&'\n');
                    }
                    kept.push(match fate {
                        Fate::Blank => ' ',
                        Fate::LineEnd => '\n',
                        Fate::Unshown => UNSHOWN,
                        _ => c,
                    });
                }
            },
        }
    }
    kept
}

/// What follows ESC (ECMA-48, 5.2 to 5.6; ECMA-35, 13.2).
fn skip_escape(rest: &mut Peekable<Chars<'_>>) {
    match rest.peek() {
        Some('[') => {
            rest.next();
            skip_control_sequence(rest);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            rest.next();
            skip_control_string(rest);
        }
        Some(' '..='/') => {
            while rest.next_if(|c| matches!(c, ' '..='/')).is_some() {}
            rest.next_if(|c| matches!(c, '0'..='~'));
        }
        Some('0'..='~') => {
            rest.next();
        }
        _ => {}
    }
}

/// Parameters, intermediates and the final character of a control sequence (ECMA-48, 5.4).
fn skip_control_sequence(rest: &mut Peekable<Chars<'_>>) {
    while rest.next_if(|c| matches!(c, '0'..='?')).is_some() {}
    while rest.next_if(|c| matches!(c, ' '..='/')).is_some() {}
    rest.next_if(|c| matches!(c, '@'..='~'));
}

/// An operating system command or another control string (ECMA-48, 5.6), up to BEL, ST, CAN or SUB. One that never ends
/// ends with its line: no more of a record is lost than that, and nothing of the string is left to read.
fn skip_control_string(rest: &mut Peekable<Chars<'_>>) {
    while let Some(&c) = rest.peek() {
        match c {
            // The line end stays, and so does ESC: it ends the string and opens what comes next.
            '\n' | '\r' => return,
            '\u{1b}' => {
                let mut after = rest.clone();
                after.next();
                if after.next_if_eq(&'\\').is_some() {
                    *rest = after;
                }
                return;
            }
            '\u{7}' | '\u{9c}' | '\u{18}' | '\u{1a}' => {
                rest.next();
                return;
            }
            _ => {
                rest.next();
            }
        }
    }
}

/// Bounds the marks on one base, gives a base to marks that have none, and replaces jamo that join nothing.
fn with_bounded_marks(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut last = '\n';
    let (mut marks, mut stacked) = (0, 0);
    for c in text.chars() {
        if is_combining_mark(c) {
            if matches!(last, '\n' | ' ') {
                kept.push(MARK_CARRIER);
            }
            let stacks = canonical_combining_class(c) != 0;
            marks += 1;
            stacked += usize::from(stacks);
            if marks <= MARKS && (!stacks || stacked <= STACKED_MARKS) {
                kept.push(c);
            }
            last = c;
            continue;
        }
        (marks, stacked) = (0, 0);
        last = if joins_jamo(last, c) { c } else { UNSHOWN };
        kept.push(last);
    }
    kept
}

fn is_medial_jamo(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11a7}' | '\u{d7b0}'..='\u{d7c6}')
}

fn is_final_jamo(c: char) -> bool {
    matches!(c, '\u{11a8}'..='\u{11ff}' | '\u{d7cb}'..='\u{d7fb}')
}

/// Whether a medial or final jamo conjoins with the character before it (Unicode 17, section 3.12); all other characters
/// do not need to. Alone it takes no cell and would be drawn onto its neighbour.
fn joins_jamo(before: char, c: char) -> bool {
    let syllable = matches!(before, '\u{ac00}'..='\u{d7a3}');
    if is_medial_jamo(c) {
        let initial = matches!(before, '\u{1100}'..='\u{115f}' | '\u{a960}'..='\u{a97c}');
        let open_syllable = syllable && (before as u32 - 0xac00).is_multiple_of(28);
        initial || open_syllable || is_medial_jamo(before)
    } else if is_final_jamo(c) {
        syllable || is_medial_jamo(before) || is_final_jamo(before)
    } else {
        true
    }
}

/// Cuts graphemes that are too long: what is beyond the bound becomes one U+FFFD.
fn with_bounded_graphemes(text: String) -> String {
    if text.graphemes(true).all(|grapheme| grapheme.len() <= GRAPHEME_BYTES) {
        return text;
    }
    let mut kept = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        if grapheme.len() <= GRAPHEME_BYTES {
            kept.push_str(grapheme);
            continue;
        }
        let room = GRAPHEME_BYTES - UNSHOWN.len_utf8();
        let whole = |&(at, c): &(usize, char)| at + c.len_utf8() <= room;
        kept.extend(grapheme.char_indices().take_while(whole).map(|(_, c)| c));
        kept.push(UNSHOWN);
    }
    kept
}

#[cfg(test)]
#[path = "clean_tests.rs"]
mod tests;
