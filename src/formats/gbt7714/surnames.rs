//! Surnames that decide which part of a name is the family: compound ones, common single ones, and their pinyin.

/// Compound surnames (复姓) that still occur.
const COMPOUND: [&str; 46] = [
    "欧阳", "司马", "诸葛", "上官", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司空",
    "端木", "轩辕", "拓跋", "百里", "呼延", "申屠", "太史", "淳于", "单于", "公羊", "澹台", "闻人", "赫连", "钟离", "鲜于", "闾丘", "仲孙",
    "万俟", "濮阳", "公冶", "宗政", "第五", "西门", "左丘", "歐陽", "司馬", "諸葛", "尉遲", "錫伯",
];

const SINGLE: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温常康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧葉蘇呂盧鍾譚陸範賈韋鄒";

/// Pinyin of surnames, lower case, between blanks.
const PINYIN: &str = " ai an ao ba bai ban bao bei bi bian bo bu cai cao cen cha chai chang chao che chen cheng chi chong chu chuai cong cui dai dan dang deng di diao ding dong dou du duan e fan fang fei feng fu gan gao ge geng gong gou gu guan gui guo han hang hao he hei heng hong hou hu hua huai huan huang hui huo ji jia jian jiang jiao jin jing ju kan kang ke kong kou kuai kuang lai lan lang lao le lei leng li lian liang liao lin ling liu long lou lu luan luo lv lyu ma mai man mao mei men meng mi miao min ming mo mou mu na nan nao ni nian nie ning niu nong ou ouyang pan pang pei peng pi piao ping pu qi qian qiang qiao qin qing qiu qu quan que ran rao ren rong ruan rui sang sha shan shang shao she shen sheng shi shou shu shuai si sima situ song su sui sun suo tai tan tang tao teng tian tie tong tu wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xu xuan xue yan yang yao ye yi yin ying yong you yu yuan yue yun zan zang zeng zha zhai zhan zhang zhao zhen zheng zhi zhong zhou zhu zhuang zhuge zhuo zi zong zou zu zuo ";

/// How many signs of a Han name are its family name; nothing when that cannot be told.
pub(super) fn family_length(name: &[char]) -> Option<usize> {
    let head: String = name.iter().take(2).collect();
    match name.len() {
        3.. if COMPOUND.contains(&head.as_str()) => (name.len() <= 4).then_some(2),
        2 | 3 => Some(1),
        4 => (is_surname(name[0]) && is_surname(name[1])).then_some(2),
        _ => None,
    }
}

pub(super) fn is_surname(c: char) -> bool {
    SINGLE.contains(c)
}

/// Whether these signs can be a Han name whole: a surname known here and one or two signs, or a compound one.
pub(super) fn is_plain_name(name: &[char]) -> bool {
    let head: String = name.iter().take(2).collect();
    match name.len() {
        2 | 3 => is_surname(name[0]) || COMPOUND.contains(&head.as_str()),
        4 => COMPOUND.contains(&head.as_str()),
        _ => false,
    }
}

/// Whether a Han name begins with a family name that is known here.
pub fn begins_with_surname(name: &str) -> bool {
    name.starts_with(is_surname) || COMPOUND.iter().any(|family| name.starts_with(family))
}

/// Whether a Latin word may be a Chinese family name.
pub fn is_pinyin_surname(word: &str) -> bool {
    let word = word.to_lowercase();
    word.len() <= 8 && PINYIN.contains(&format!(" {word} "))
}
