use super::*;

fn shown(written: &str) -> Vec<String> {
    let (people, others) = list(written, "author");
    let part = |text: &MultiText| text.values().next().cloned().unwrap_or_default();
    let mut shown: Vec<String> = people
        .iter()
        .map(|one| {
            if one.kind == ContributorKind::Collaboration {
                return format!("[{}]", part(&one.name));
            }
            let particle = one.particle.clone().unwrap_or_default();
            let suffix = one.suffix.clone().unwrap_or_default();
            format!("{}|{particle}|{}|{suffix}", part(&one.given), part(&one.family))
        })
        .collect();
    if others {
        shown.push("others".to_owned());
    }
    shown
}

#[test]
fn the_grammar_of_names() {
    for (written, wanted) in [
        ("Ludwig van Beethoven", "Ludwig|van|Beethoven|"),
        ("van Beethoven, Ludwig", "Ludwig|van|Beethoven|"),
        ("Charles Louis Xavier Joseph de la Vall{\\'e}e Poussin", "Charles Louis Xavier Joseph|de la|Vallée Poussin|"),
        ("von Hicks, III, Michael", "Michael|von|Hicks|III"),
        ("{de la} Cruz, Juan", "Juan||de la Cruz|"),
        ("Van Hulse, Jason", "Jason||Van Hulse|"),
        ("{Org, Inc.}", "[Org, Inc.]"),
        ("{\\'E}mile Zola", "Émile||Zola|"),
        ("Corporation for Digital Scholarship", "[Corporation for Digital Scholarship]"),
        ("Merle, J., C.", "J. C.||Merle|"),
        ("Plato", "||Plato|"),
        ("Donald~E. Knuth", "Donald E.||Knuth|"),
        ("sudhin jacob", "sudhin||jacob|"),
        ("family=Hu, given={Ye-fei}, prefix=de, useprefix=true", "Ye-fei|de|Hu|"),
        ("欧阳静怡", "静怡||欧阳|"),
        ("王, 明", "明||王|"),
        ("余 涛", "涛||余|"),
    ] {
        assert_eq!(shown(written), [wanted], "{written}");
    }
}

#[test]
fn lists_of_names() {
    assert_eq!(shown("A. Smith AND {Barnes and Noble} and others"), ["A.||Smith|", "[Barnes and Noble]", "others"]);
    assert_eq!(shown("张三, 李四, 王五六"), ["三||张|", "四||李|", "五六||王|"]);
    assert_eq!(shown("张三, 李四"), ["三||张|", "四||李|"]);
    assert_eq!(shown("樋口, 直人"), ["直人||樋口|"]);
    assert_eq!(shown("Smith, John; Doe, Jane"), ["John||Smith|", "Jane||Doe|"]);
    assert_eq!(shown("Anderson, Sandy"), ["Sandy||Anderson|"]);
    assert_eq!(shown(" and "), Vec::<String>::new());
}
