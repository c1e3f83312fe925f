//! How alike two titles are, by every three letters that follow each other.

/// Letters of a key that are compared.
const COMPARED: usize = 600;

/// Every three letters that follow each other, as a number.
pub(super) fn grams(key: &str) -> impl Iterator<Item = u64> {
    const THREE: u64 = (1 << 63) - 1;
    let letters = key.chars().take(COMPARED).map(u64::from);
    letters
        .scan(0, |three, letter| {
            *three = (*three << 21 | letter) & THREE;
            Some(*three)
        })
        .skip(2)
}

/// How alike two keys are by their trigrams, 0 to 1 (Dice's coefficient).
pub(super) fn alike(one: &str, other: &str) -> f64 {
    if one == other {
        return 1.0;
    }
    let sorted = |key: &str| {
        let mut grams: Vec<u64> = grams(key).collect();
        grams.sort_unstable();
        grams
    };
    let (a, b) = (sorted(one), sorted(other));
    if a.is_empty() || b.is_empty() {
        return 0.0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0_u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                i += 1;
                j += 1;
            }
        }
    }
    let all = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX);
    2.0 * f64::from(shared) / f64::from(all)
}

/// Whether two keys of titles may be one title that was written twice: one goes on where the other ends, or they differ in one
/// letter. A Chinese character is a word, and another one another title (男 and 女).
pub(super) fn written_twice(one: &str, other: &str) -> bool {
    if one.starts_with(other) || other.starts_with(one) {
        return true;
    }
    let same = |(a, b): &(char, char)| a == b;
    let before = one.chars().zip(other.chars()).take_while(same).count();
    let behind = one.chars().rev().zip(other.chars().rev()).take_while(same).count();
    let differs = |key: &str| {
        let length = key.chars().count();
        let behind = behind.min(length.saturating_sub(before));
        key.chars().skip(before).take(length.saturating_sub(before + behind)).collect::<String>()
    };
    [differs(one), differs(other)].iter().all(|letters| letters.chars().count() <= 1 && !letters.chars().any(crate::text::is_han))
}

#[cfg(test)]
mod tests {
    use super::super::keys::{telling, title};
    use super::*;

    #[test]
    fn titles_written_twice() {
        for (one, other, twice) in [
            ("Steering with robustness", "Steering with robustness: logic and strategies", true),
            ("Steering with robustness: strategis", "Steering with robustness: strategies", true),
            ("The behaviour of rats", "The behavior of rats", true),
            ("Memory in male rats", "Memory in female rats", false),
            ("Loss in northern provinces", "Loss in southern provinces", false),
            ("农村居民消费结构研究", "城市居民消费结构研究", false),
            ("男性患者护理研究", "女性患者护理研究", false),
            ("aaab", "aab", true),
        ] {
            assert_eq!(written_twice(&title(one), &title(other)), twice, "{one} / {other}");
        }
    }

    #[test]
    fn titles_alike() {
        assert!(alike("智慧城市建设中的智慧治理赋能机理与实现路径", "智慧城市建设中的智慧治理赋能机理与实现路径") > 0.99);
        assert!(
            alike(&title("Steering with robustness: logic and strategies"), &title("Steering with robustness — logic and strategis"))
                > 0.92
        );
        assert!(alike("钙钛矿太阳能电池", "锂离子电池") < 0.5);
        assert!(!telling(&title("征稿简则")));
    }
}
