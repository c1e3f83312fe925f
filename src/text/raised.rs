//! Superscripts and subscripts as a terminal can show them.

/// Whether a stretch stands above the line or below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raised {
    Above,
    Below,
}

/// Plain characters and their raised twins, in the same order (Unicode blocks Superscripts and Subscripts, Phonetic
/// Extensions, Modifier Letters).
const PLAIN_ABOVE: &str = "0123456789+-=()abcdefghijklmnoprstuvwxyzαβγδθιφχ";
const ABOVE: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵅᵝᵞᵟᶿᶥᵠᵡ";
const PLAIN_BELOW: &str = "0123456789+-=()aehijklmnoprstuvxβγρφχ";
const BELOW: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ";

/// Characters that look raised by themselves, or separate marks: they stay as they are above the line.
const RAISED_ALREADY: &str = "*†‡§¶#°′″®™,";

impl Raised {
    /// The raised twin of one character.
    fn twin(self, c: char) -> Option<char> {
        let c = match c {
            '−' | '–' | '‐' | '－' => '-',
            '＋' => '+',
            '（' => '(',
            '）' => ')',
            '，' | '、' => ',',
            '＊' => '*',
            '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
            c => c,
        };
        let (plain, raised) = match self {
            Self::Above => (PLAIN_ABOVE, ABOVE),
            Self::Below => (PLAIN_BELOW, BELOW),
        };
        let twin = plain.chars().zip(raised.chars()).find(|&(plain, _)| plain == c).map(|(_, raised)| raised);
        twin.or_else(|| (self == Self::Above && RAISED_ALREADY.contains(c)).then_some(c))
    }

    /// Shows a stretch (in pieces, one a run) raised: in raised characters if every one has a twin, else as `^x` or
    /// `^{xyz}`, `_x` or `_{xyz}`. Marks of references in brackets, `[12]`, stay as they are: they are plain without it.
    pub fn show(self, pieces: &mut [&mut String]) {
        let whole: String = pieces.iter().map(|piece| piece.as_str()).collect();
        let bare = whole.trim();
        let bracketed = (bare.starts_with('[') && bare.ends_with(']')) || (bare.starts_with('［') && bare.ends_with('］'));
        if bare.is_empty() || (self == Self::Above && (bracketed || is_raised(bare))) {
            return;
        }
        if self == Self::Above && (bare == "TM" || bare == "tm") {
            replace_all(pieces, "™");
        } else if let Some(raised) = self.raised(pieces) {
            for (piece, raised) in pieces.iter_mut().zip(raised) {
                **piece = raised;
            }
        } else {
            let sign = match self {
                Self::Above => '^',
                Self::Below => '_',
            };
            let long = bare.chars().nth(1).is_some();
            if let Some(first) = pieces.first_mut() {
                first.insert_str(0, if long { "{" } else { "" });
                first.insert(0, sign);
            }
            if let (true, Some(last)) = (long, pieces.last_mut()) {
                last.push('}');
            }
        }
    }

    /// Every piece in raised characters, if there are such for all.
    fn raised(self, pieces: &[&mut String]) -> Option<Vec<String>> {
        pieces.iter().map(|piece| piece.chars().map(|c| self.twin(c)).collect()).collect()
    }
}

/// Whether a text is raised as it stands.
fn is_raised(text: &str) -> bool {
    text.chars().all(is_raised_char)
}

/// Whether a character is drawn above or below the line by itself; such a one never begins a line.
pub fn is_raised_char(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209c}' | '\u{1d2c}'..='\u{1d6a}' | '\u{1d9b}'..='\u{1dbf}' | '\u{2b0}'..='\u{2b8}' | '\u{2e1}'..='\u{2e3}')
}

fn replace_all(pieces: &mut [&mut String], text: &str) {
    for (at, piece) in pieces.iter_mut().enumerate() {
        piece.clear();
        if at == 0 {
            piece.push_str(text);
        }
    }
}
