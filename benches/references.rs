//! How many reference strings are read in a second: a handful of shapes, over and over.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use qikan::formats::gbt7714;
use std::hint::black_box;

const STRINGS: [&str; 6] = [
    "张成岗.新技术演进中的多重逻辑悖逆[J].探索与争鸣,2018(5):17-21.",
    "Chong M, Habib A, Evangelopoulos N, et al. Dynamic capabilities of a smart city: an approach[J]. Government Information Quarterly, 2018, 35(4):682-692.",
    "扬奎斯特，萨金特. 递归宏观经济理论[M]. 杨斌，王忠玉，等，译. 2 版. 北京：中国人民大学出版社，2010：798.",
    "Organisation for Economic Co-operation and Development (OECD). The programme [EB/OL]. (2020-08-17) [2022-03-10]. https://www.oecd.org/cfe/cities/smart-cities.htm.",
    "于潇、刘义，2012：《主体资质审核备案模式》，《清华大学学报（自然科学版）》第11期，第1518-1523页。",
    "Marais, D. J., & Hayes, J. M. (1992). Carbon isotope evidence. Nature, 359(3), 605–609.",
];

fn references(c: &mut Criterion) {
    let mut group = c.benchmark_group("references");
    group.throughput(Throughput::Elements(STRINGS.len() as u64));
    group.bench_function("parse", |b| b.iter(|| STRINGS.iter().map(|raw| gbt7714::parse(black_box(raw)).len()).sum::<usize>()));
    group.finish();
}

criterion_group!(benches, references);
criterion_main!(benches);
