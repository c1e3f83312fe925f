//! Names of classes of the Chinese Library Classification (中国图书馆分类法): top classes and second level.

use crate::record::{Language, MultiText, Subject};

/// `code TAB name [TAB English name]`, one class a line.
const TABLE: &str = include_str!("../../assets/clc.tsv");

fn classes() -> impl Iterator<Item = (&'static str, &'static str, Option<&'static str>)> {
    TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?, cells.next()))
    })
}

/// The name of the nearest class that contains `code`: the longest prefix in the table.
pub fn clc_name(code: &str) -> Option<&'static str> {
    nearest(code).map(|(_, name, _)| name)
}

/// The class above `code` that the table names, where it does not name `code` itself: `D6` of `D630`.
pub fn clc_above(code: &str) -> Option<&'static str> {
    nearest(code).map(|(class, ..)| class).filter(|_| clc_named(code).is_empty())
}

/// The name of just this class, in every language that the table has; nothing where the table has no line of it.
pub fn clc_named(code: &str) -> MultiText {
    let plain: String = code.chars().filter(|c| *c != '.').collect();
    let Some((_, zh, en)) = classes().find(|(class, ..)| *class == plain) else { return MultiText::default() };
    let english = en.map(|en| (Language::En, en.to_owned()));
    std::iter::once((Language::Zh, zh.to_owned())).chain(english).collect()
}

fn nearest(code: &str) -> Option<(&'static str, &'static str, Option<&'static str>)> {
    let code: String = code.trim().trim_start_matches('[').chars().filter(|c| *c != '.').map(|c| c.to_ascii_uppercase()).collect();
    classes().filter(|(class, ..)| code.starts_with(class)).max_by_key(|(class, ..)| class.len())
}

/// Reads `D630;F49`, `TM711:F407.61`, `S435.121.4+2`, `[D6]`: one subject for each code, as written, with its name.
pub fn subjects(written: &str) -> Vec<Subject> {
    written
        .split([';', '；', ',', '，', '、', ' ', '\u{A0}', '\u{3000}', '\t'])
        .map(str::trim)
        .filter(|code| is_code(code))
        .map(|code| {
            let mut name = MultiText::default();
            if let Some((_, zh, en)) = nearest(code) {
                name.insert(Language::Zh, zh.to_owned());
                if let Some(en) = en {
                    name.insert(Language::En, en.to_owned());
                }
            }
            Subject { scheme: "clc".to_owned(), code: code.to_owned(), name, ..Subject::default() }
        })
        .collect()
}

/// One or two letters of a top class, then digits, dots and auxiliary signs.
pub fn is_code(code: &str) -> bool {
    let code = code.trim_start_matches('[').trim_end_matches(']');
    let letters = code.chars().take_while(char::is_ascii_uppercase).count();
    let top = code.chars().next().is_some_and(|c| c.is_ascii_uppercase() && !matches!(c, 'L' | 'M' | 'W' | 'Y'));
    top && letters <= 2
        && code.len() <= 40
        && code.chars().all(|c| c.is_ascii_alphanumeric() || ".-+/=:()\"<>[]".contains(c))
        && (code.len() == letters || code.chars().nth(letters).is_some_and(|c| c.is_ascii_digit() || "-+:/.(".contains(c)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_prefix_names_the_class() {
        assert_eq!(clc_name("D"), Some("政治、法律"));
        assert_eq!(clc_name("F49"), clc_name("F490.5"));
        assert!(clc_name("S435.121.4+2").is_some());
        assert_ne!(clc_name("TP391"), clc_name("T"));
        assert_eq!(clc_name("M1"), None);
        assert_eq!(clc_named("D").len(), 2);
        assert_eq!((clc_above("D630"), clc_above("D6"), clc_above("M1")), (Some("D6"), None, None));
        assert!(clc_named("D6").len() == 1 && clc_named("D630.1").is_empty());
    }

    #[test]
    fn codes_are_split_and_kept_as_written() {
        let codes = |text: &str| subjects(text).into_iter().map(|s| s.code).collect::<Vec<_>>();
        assert_eq!(codes("D630;F49"), ["D630", "F49"]);
        assert_eq!(codes(" TM711:F407.61  S435.121.4+2"), ["TM711:F407.61", "S435.121.4+2"]);
        assert_eq!(codes("not a code"), Vec::<String>::new());
    }
}
