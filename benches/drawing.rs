//! What a key press costs: setting an article as a page, and drawing a screen full of Chinese.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use qikan::reader::page::{LanguageChoice, article_page, reference_rows};
use qikan::reader::{PageLine, PageOptions, Role, SignSet};
use qikan::record::{AbstractSection, Article, Block, Language, Multilingual, Section};
use qikan::text::{Ambiguous, Measure};
use qikan::view::{Pen, Theme, fill, frame, put_line};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const PARAGRAPH: &str = "智慧治理是智慧城市建设的重要组成部分，也是提升“智慧”水平的关键；平台由谁建，又由谁用，数据从哪里来，到哪里去，\
    都要在街巷里得到回答。River ports and their platforms (DOI: 10.99999/qk.2024) are compared. ";

fn article() -> Article {
    let text = PARAGRAPH.repeat(4);
    let mut article: Article = serde_json::from_str(include_str!("../tests/page/article.json")).unwrap_or_default();
    article.abstracts = Multilingual::of(Language::Zh, vec![AbstractSection { text: text.clone(), ..AbstractSection::default() }]);
    article.body = Some(
        (0..20).map(|_| Section { level: 1, blocks: (0..5).map(|_| Block::P(text.clone())).collect(), ..Section::default() }).collect(),
    );
    article
}

fn pages(criterion: &mut Criterion) {
    let article = article();
    let plain = Article { body: None, ..article.clone() };
    let options = PageOptions { width: 80, language: LanguageChoice::Both, ..PageOptions::default() };
    criterion.bench_function("article page, without full text", |bench| bench.iter(|| article_page(black_box(&plain), &options)));
    criterion.bench_function("article page, 100 paragraphs", |bench| bench.iter(|| article_page(black_box(&article), &options)));
    criterion.bench_function("reference rows", |bench| bench.iter(|| reference_rows(black_box(&article), &[], &options)));
}

fn frames(criterion: &mut Criterion) {
    let Some(theme) = Theme::built_in("dark") else { return };
    let lines: Vec<PageLine> = article_page(&article(), &PageOptions { width: 196, ..PageOptions::default() }).lines;
    for (name, ambiguous) in [("frame 200x50 of Chinese", Ambiguous::One), ("the same, ambiguous wide", Ambiguous::Two)] {
        let measure = Measure { ambiguous };
        let pen = Pen::new(&theme, measure, SignSet::of(measure));
        let area = Rect::new(0, 0, 200, 50);
        let mut buffer = Buffer::empty(area);
        criterion.bench_function(name, |bench| {
            bench.iter(|| {
                buffer.reset();
                fill(&mut buffer, area, pen.style(Role::Text));
                let inside = frame(&mut buffer, area, "摘要", Role::Border, Role::PaneTitle, &pen);
                for (row, line) in inside.rows().zip(lines.iter().skip(60)) {
                    put_line(&mut buffer, row, line, &pen);
                }
            });
        });
    }
}

criterion_group!(benches, pages, frames);
criterion_main!(benches);
