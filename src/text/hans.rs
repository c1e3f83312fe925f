//! Traditional characters and their simplified forms, for comparing only: nothing stored or shown is ever rewritten.
//!
//! `assets/hans.txt` holds the pairs of Unicode's `Hant-Hans` transform (CLDR) that turn one character into one, and a few
//! variants seen in names. Where one simplified form stands for several traditional ones (发: 發, 髮), all become it.

use std::sync::LazyLock;

const PAIRS: &str = include_str!("../../assets/hans.txt");

/// The block in which all of them lie.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0x9FFF;

/// The simplified form of each character of the block, by its number from [`FIRST`]; 0 where it is its own.
static FORMS: LazyLock<Box<[u16]>> = LazyLock::new(|| {
    let mut forms = vec![0; (LAST - FIRST + 1) as usize];
    for pair in PAIRS.split_whitespace() {
        let mut chars = pair.chars().map(u32::from);
        if let (Some(from), Some(to)) = (chars.next(), chars.next())
            && let Some(form) = from.checked_sub(FIRST).and_then(|at| forms.get_mut(at as usize))
        {
            *form = u16::try_from(to).unwrap_or(0);
        }
    }
    forms.into_boxed_slice()
});

/// The simplified form of a character; the character itself where there is none.
pub fn simplified(c: char) -> char {
    let form = u32::from(c).checked_sub(FIRST).and_then(|at| FORMS.get(at as usize));
    form.filter(|form| **form != 0).and_then(|form| char::from_u32(u32::from(*form))).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_and_simplified_meet() {
        let fold = |text: &str| text.chars().map(simplified).collect::<String>();
        assert_eq!(fold("張成崗 智慧城市建設與國際發展 頭髮 峯"), "张成岗 智慧城市建设与国际发展 头发 峰");
        assert_eq!(fold("あ A 智"), "あ A 智");
    }

    #[test]
    fn every_pair_is_two_characters_and_done_once() {
        for pair in PAIRS.split_whitespace() {
            let chars: Vec<char> = pair.chars().collect();
            assert_eq!(chars.len(), 2, "{pair}");
            assert_eq!(simplified(chars[0]), chars[1], "{pair}");
            assert_eq!(simplified(chars[1]), chars[1], "{pair}");
        }
    }
}
