//! The plain form beside the grammars: what the quick reader takes, it reads as they do.

use std::fmt::Write as _;

use super::renderings::{Dice, throw};
use super::{by_grammar, plain};

/// How many of some strings the quick reader takes; what it takes it reads as the grammars do.
fn taken<'a>(printed: impl Iterator<Item = &'a String>) -> usize {
    let quick = printed.filter_map(|raw| Some((raw, plain::read(raw)?)));
    quick.map(|(raw, quick)| assert_eq!(vec![quick], by_grammar(raw), "{raw}")).count()
}

/// An article with everything in its place, made of words of which some mean something to one of the grammars.
fn plain_article(dice: &mut Dice) -> String {
    // Plain ones, and ones that mean something.
    const NAMES: [&[&str]; 2] = [
        &["于潇", "欧阳静", "张成岗", "贾东琴", "江彬磊", "孙志", "单于雄", "李四光"],
        &[
            "王和平",
            "和晶",
            "李主编",
            "主编",
            "李译",
            "中国银行",
            "张等",
            "于 潇",
            "王他",
            "张三译",
            "李编",
            "编著",
            "徐会",
            "马校",
            "金点",
            "赵的",
            "诸葛文武",
            "昂温 G",
        ],
    ];
    const LATIN_NAMES: [&[&str]; 2] = [
        &["Wang I", "Li Y", "Kowalski MJ", "Silva PQR", "Schmidt J", "Nguyen A", "Müller H", "O'Brien C", "Yılmaz Ö", "Wu S"],
        &[
            "Smith ED",
            "Bank J",
            "Yu V",
            "Ch NO",
            "Press A",
            "Jones II",
            "O'Brien C",
            "Li YU",
            "Van D",
            "Yu. V",
            "MARAIS D",
            "De La Cruz M",
            "Zhang",
            "Dr MR",
            "Schmidt VOL",
            "Union EU",
            "Wang X Y",
            "Team INC",
        ],
    ];
    const WORDS: [&[&str]; 2] = [
        &[
            "黄土高原",
            "的",
            "实证分析",
            "方法：",
            "《红楼梦》",
            "“五四”",
            "——",
            "，",
            "研究",
            "、",
            "？",
            "·",
            "基于",
            "2017年",
            "北京2005—2017年数据",
        ],
        &[
            "检索",
            "检索于",
            "访问",
            "日访问",
            "引用日期",
            "引用日期2020-01-02",
            "研究所",
            "第3期",
            "增刊",
            "取读于2020年1月",
            "与",
            "无日期",
            "1999-01-02",
            "见",
            "页",
            "3D",
            "和",
            "编译",
            "译",
            "第",
            "等",
            "。",
            "[M]",
        ],
    ];
    const LATIN_WORDS: [&[&str]; 2] = [
        &[
            "Soil",
            "study",
            "Meta-analysis",
            "of",
            "in",
            "and",
            "data:",
            "evidence",
            "from China",
            "2002–2007",
            "systems",
            "a",
            "growth,",
            "Is it so?",
            "naïve",
        ],
        &[
            "Excited",
            "cited",
            "cited 2019-01-02",
            "www",
            "http:",
            "isbn",
            "isbn:",
            "And",
            "In",
            "retrieved June 12, 2020",
            "accessed",
            "doi:",
            "pmid:",
            "Jr",
            "van",
            "et",
            "vol",
            "no",
            "3",
            "Z",
            "C",
            "Department of",
            "C. elegans",
            "Division",
            "12",
        ],
    ];
    const JOURNALS: [&[&str]; 2] = [
        &["管理世界", "期刊学报", "农业工程学报", "Energy Policy", "Chemistry & Biology", "J Am Chem Soc", "中国 学报", "Volume"],
        &[
            "文史增刊",
            "见闻",
            "载体",
            "第一财经",
            "总期",
            "In Practice",
            "Supplement to X",
            "Physica A",
            "pp",
            "Special Issue",
            "收入",
            "卷",
            "Vol A",
            "May",
            "A&amp;B",
            "Nature: X",
        ],
    ];
    const TAILS: [&[&str]; 2] = [
        &["", ".", ". doi:10.1059/5a0588", ".DOI:10.1016/j.ab.2019.03."],
        &[". DOI: 10.1002/(SICI)1-2", " 10.1/x", ". https://x.org/a", " [M]"],
    ];
    let word = |dice: &mut Dice, pools: [&[&'static str]; 2]| {
        let pool = pools[usize::from(dice.one_in(30))];
        pool[dice.roll(pool.len())]
    };
    let number = |dice: &mut Dice, usual: usize, most: usize| {
        let sides = if dice.one_in(30) { most } else { usual };
        dice.roll(sides)
    };
    let han = dice.one_in(2);
    let comma = dice.pick(&[", ", ",", "，"]);
    let mut out = if dice.one_in(2) { format!("[{}] ", number(dice, 100, 1200)) } else { String::new() };
    let names: Vec<&str> = (0..=dice.roll(3)).map(|_| word(dice, if han { NAMES } else { LATIN_NAMES })).collect();
    out += &names.join(comma);
    if dice.one_in(2) {
        let _ = write!(out, "{comma}{}", if han { "等" } else { "et al" });
    }
    out += dice.pick(&[". ", ".", "．"]);
    let words: Vec<&str> = (0..2 + dice.roll(5)).map(|_| word(dice, if han { WORDS } else { LATIN_WORDS })).collect();
    out += &words.join(if han { "" } else { " " });
    let stop = dice.pick(&[". ", ".", "．"]);
    let _ = write!(out, "[J]{stop}{}{comma}{}", word(dice, JOURNALS), 1950 + number(dice, 70, 400));
    if !dice.one_in(4) {
        let _ = write!(out, "{comma}{}", number(dice, 90, 1200));
    }
    let _ = write!(out, "({}){}{}", number(dice, 24, 2100), dice.pick(&[": ", ":", "："]), number(dice, 2100, 300_000));
    if !dice.one_in(4) {
        let _ = write!(out, "{}{}", word(dice, [&["-", "–"], &["+", "-e", ", "]]), number(dice, 2100, 30_000));
    }
    out += word(dice, TAILS);
    out
}

#[test]
fn the_plain_form_is_read_as_the_grammars_read_it() {
    let mut dice = Dice(1987);
    let works: Vec<String> = (0..6000).map(|_| throw(&mut dice)).collect();
    taken(works.iter());
    let articles: Vec<String> = (0..30_000).map(|_| plain_article(&mut dice)).collect();
    assert!(taken(articles.iter()) > 1500, "{} of 30000", taken(articles.iter()));
    // With one sign more, less or another.
    let broken: Vec<String> = articles
        .iter()
        .map(|article| {
            let mut signs: Vec<char> = article.chars().collect();
            let at = dice.roll(signs.len());
            let sign = dice.pick(&["[", "]", "(", ".", ",", " ", ":", "1", "a", "A", "的", "-", "/", "《", "<i>", "第", "\u{200B}", "\t"]);
            match dice.roll(3) {
                0 => drop(signs.remove(at)),
                1 => drop(signs.splice(at..at, sign.chars())),
                _ => drop(signs.splice(at..=at, sign.chars())),
            }
            signs.into_iter().collect()
        })
        .collect();
    assert!(taken(broken.iter()) > 700, "{} of 30000", taken(broken.iter()));
}
