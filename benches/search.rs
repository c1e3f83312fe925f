//! How long a search takes: over 5,000 made records in memory; or, with `QIKAN_BENCH_LIBRARY` naming the folder of a library
//! (and `QIKAN_BENCH_CACHE` the folder above its index, which is brought up to it), as a table of percentiles over queries
//! made from its own records; of the kinds only whose names have `QIKAN_BENCH_ONLY` in them.

#![expect(
    clippy::unwrap_used,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    dead_code,
    reason = "a bench that cannot go on has nothing to say, and does not use all that benches share"
)]

mod made;

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use criterion::Criterion;
use made::table::{find, table};
use made::{memory, record};
use qikan::library::{Access, Library};
use qikan::search::query::Mode;
use qikan::search::{Finder, index_folder, keep_up};

fn small(c: &mut Criterion) {
    let mut library = Library::new();
    library.add_files((0..5000).map(|n| record(n, 5000))).unwrap();
    let mut finder = Finder::new(None);
    finder.refresh(&library).unwrap();
    for query in ["治理", "治", "数字政府", "mater*", "m*", "治理 year:2010..2020", "zhili", "matterion~"] {
        c.bench_function(query, |b| b.iter(|| find(&finder, &library, query, Mode::Finished)));
    }
    let mut few = Library::new();
    few.add_files((0..500).map(|n| record(n, 500))).unwrap();
    c.bench_function("500 records indexed in memory", |b| {
        b.iter(|| {
            let mut finder = Finder::new(None);
            finder.refresh(&few).unwrap();
        });
    });
}

fn of_a_library(folder: PathBuf) {
    let mut library = Library::new();
    library.open_own(&folder, Access::ReadOnly).unwrap();
    let cache = PathBuf::from(std::env::var_os("QIKAN_BENCH_CACHE").unwrap());
    let begun = Instant::now();
    let outcome = keep_up(&library.searched().unwrap()[0], &index_folder(&cache, &folder), 2, &mut |_| ControlFlow::Continue(())).unwrap();
    let begun = begun.elapsed().as_secs_f64();
    let text = format!("{outcome:?} in {begun:.1} s, then {} MB\n{}", memory().1, table(&library, cache));
    std::io::stdout().write_all(text.as_bytes()).unwrap();
}

fn main() {
    if let Some(folder) = std::env::var_os("QIKAN_BENCH_LIBRARY") {
        return of_a_library(folder.into());
    }
    let mut criterion = Criterion::default().configure_from_args();
    small(&mut criterion);
    criterion.final_summary();
}
