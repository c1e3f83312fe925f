//! How fast text is cleaned, measured and broken: a Chinese abstract of 3 KB, and an English one.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use qikan::text::{Ambiguous, Measure, Run, WrapOptions, clean, find_all, parse_rich, wrap};

const CHINESE: &str = "智慧治理是智慧城市建设的一部分——本文以2018年以来的三个案例为据，讨论“数字”手段怎样改变部门之间的关系，\
又怎样受制于原有的制度（包括编制、预算与考核）。结果表明：技术本身并不带来协同；带来协同的是对数据的共同责任。";
const ENGLISH: &str = "Smart governance is a part of smart-city construction: three cases since 2018 show how digital means change \
the relations between departments, and how they are bound by what was there before (posts, budgets, reviews). ";

fn long(sentence: &str) -> String {
    sentence.repeat(3000 / sentence.len() + 1)
}

fn text(criterion: &mut Criterion) {
    for (name, text) in [("chinese", long(CHINESE)), ("english", long(ENGLISH))] {
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(text.len() as u64));
        let runs = [Run::plain(text.as_str(), ())];
        let narrow = Measure::new(Ambiguous::One);
        let options = WrapOptions { width: 76, measure: narrow, ..WrapOptions::default() };
        group.bench_function("wrap", |bencher| bencher.iter(|| wrap(black_box(&runs), &options)));
        group.bench_function("clean", |bencher| bencher.iter(|| clean(black_box(&text)).len()));
        group.bench_function("width", |bencher| bencher.iter(|| narrow.width(black_box(&text))));
        let wide = Measure::new(Ambiguous::Two);
        group.bench_function("width, ambiguous two", |bencher| bencher.iter(|| wide.width(black_box(&text))));
        group.bench_function("parse", |bencher| bencher.iter(|| parse_rich(black_box(&text))));
        group.bench_function("find", |bencher| bencher.iter(|| find_all(black_box(&text), "案例")));
        group.finish();
    }
}

criterion_group!(benches, text);
criterion_main!(benches);
