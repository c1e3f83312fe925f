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

#[cfg(test)]
mod tests {
    use super::super::keys::{telling, title};
    use super::*;

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
