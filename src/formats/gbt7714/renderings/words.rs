//! Words that made-up works are made of.

pub const KINDS: [&str; 14] = ["J", "N", "M", "M//", "C", "C//", "D", "R", "S", "P", "EB", "DS", "PP", "CM"];

pub const HAN_PEOPLE: [&str; 20] = [
    "于潇",
    "欧阳静",
    "司马迁",
    "张成岗",
    "李四光",
    "王和平",
    "贾东琴",
    "柯平",
    "诸葛文武",
    "刘加林",
    "何其芳",
    "扬奎斯特",
    "哈里森·沃尔德伦",
    "昂温 G",
    "[美] 西蒙",
    "〔清〕李鸿章",
    "（唐）白居易",
    "和晶",
    "阿不都热合曼",
    "王弼",
];

pub const HAN_BODIES: [&str; 8] = [
    "中国社会科学院语言研究所",
    "国家药典委员会",
    "全国信息与文献标准化技术委员会",
    "辞海编辑委员会",
    "中国科学院. 数学研究所",
    "国务院办公厅",
    "中华人民共和国水利部",
    "清华大学",
];

/// Family and initials, in the order of the standard.
pub const LATIN_PEOPLE: [(&str, &str); 14] = [
    ("Smith", "J"),
    ("Des Marais", "D J"),
    ("van der Berg", "P H"),
    ("O'Brien", "C"),
    ("Sima", "Q Z"),
    ("Ouyang", "X"),
    ("Kinchy", "A"),
    ("de la Cruz", "M"),
    ("Li", "G Y"),
    ("García-Pérez", "A"),
    ("Müller", "H J"),
    ("Wu", "S"),
    ("McDonald", "R"),
    ("Ng", "A"),
];

pub const LATIN_BODIES: [&str; 7] = [
    "American Chemical Society",
    "United Nations Department of Economic and Social Affairs",
    "World Health Organization",
    "International Federation of Library Association and Institutions",
    "Stanford University. Department of Civil Engineering",
    "Organisation for Economic Co-operation and Development (OECD)",
    "World Bank",
];

pub const HAN_TITLES: [&str; 20] = [
    "新技术演进中的多重逻辑悖逆",
    "智能与韧性是否兼容？——智慧城市建设的韧性评价",
    "《庄子》读不懂？看完这一篇“导读”就明白了",
    "《红楼梦》的版本研究",
    "“人—技术”关系的张力分析",
    "基于BERT模型的文本分类",
    "Web 2.0时代的图书馆",
    "中国经济发展报告（2012—2015）",
    "敏捷思维引领城市治理转型：对多城市治理实践的分析",
    "论语译注",
    "2020年全国教育事业统计",
    "信息与文献 资源描述",
    "从“五四”到1949年：一段往事",
    "《史记》与《汉书》比较",
    "3D打印技术综述",
    "台湾光复初期的经济. 1945年至1949年",
    "等离子体物理",
    "和田玉的鉴定",
    "α-突触核蛋白的结构",
    "中国期刊的编辑与编译",
];

pub const LATIN_TITLES: [&str; 18] = [
    "Seeds, sciences, and struggle: the global politics of transgenic crops",
    "AI and the future of banking",
    "A study of co-creation",
    "U.S. policy in the 1990s",
    "Is it so? An answer",
    "C. elegans as a model organism",
    "Web 2.0 and libraries",
    "Storage and delivery system",
    "Li-ion batteries, Na-ion batteries and beyond",
    "Variants and Stemma: a Study in Textual Criticism",
    "3D printing of metals",
    "What's in a name: the case of St. Petersburg",
    "Geoecology and computers: proceedings of the Third International Conference on Methods, Moscow, Russia",
    "Drinking-water quality (Part 2)",
    "The role of CO2 in the 21st century",
    "“Making society work”: the function of organizations",
    "Nonlinear optics",
    "X-ray diffraction at 1.5 GPa",
];

pub const HAN_JOURNALS: [&str; 7] =
    ["探索与争鸣", "清华大学学报（自然科学版）", "中国科学: 数学", "中国科学（D辑）", "计算机学报", "文物", "情报学报"];
pub const LATIN_JOURNALS: [&str; 9] = [
    "Nature",
    "Physica A",
    "Journal of Guangxi Teachers Education University (Philosophy and Social Sciences Edition)",
    "Proc Natl Acad Sci USA",
    "ACE: architecture, city and environment",
    "Sensors and Actuators B: Chemical",
    "IEEE Transactions on Image Processing",
    "The Lancet",
    "Government Information Quarterly",
];
pub const HAN_PAPERS: [&str; 3] = ["电脑商报", "人民日报", "光明日报（海外版）"];
pub const HAN_HOSTS: [&str; 5] = [
    "长江流域洪涝灾害与科技对策",
    "马克思恩格斯全集",
    "第31次全国医院感染学术年会论文集",
    "中国图书馆学会年会论文集（2012年卷）",
    "文苑英华",
];
pub const LATIN_HOSTS: [&str; 5] = [
    "Smart city implementation: creating economic and public value",
    "Pathologic physiology: mechanisms of disease",
    "Proceedings of the 6th Asian Conference on Artificial Intelligence (ACAIT)",
    "Water quality & treatment",
    "Handbook of neurology",
];
pub const HAN_PLACES: [&str; 5] = ["北京", "上海", "出版地不详", "呼和浩特", "台北"];
pub const LATIN_PLACES: [&str; 6] = ["Cambridge, Mass.", "New York", "London", "Washington, D.C.", "S.l.", "Rotterdam"];
pub const HAN_PUBLISHERS: [&str; 6] = ["科学出版社", "中华书局", "人民卫生出版社", "清华大学", "商务印书馆", "出版者不详"];
pub const LATIN_PUBLISHERS: [&str; 6] =
    ["John Wiley & Sons", "MIT Press", "Springer", "A. A. Balkema", "Rowman & Littlefield Publishing Group, Inc.", "Elsevier"];
