//! Bytes from a terminal: heard the same in whatever pieces they come, and never more than they are.
#![no_main]

use libfuzzer_sys::fuzz_target;
use qikan::terminal::Decoder;

fuzz_target!(|bytes: &[u8]| {
    let (mut whole, mut single) = (Vec::new(), Vec::new());
    let mut decoder = Decoder::default();
    decoder.feed(bytes, &mut whole);
    decoder.lapse(&mut whole);
    let mut decoder = Decoder::default();
    bytes.iter().for_each(|byte| decoder.feed(&[*byte], &mut single));
    decoder.lapse(&mut single);
    assert_eq!(whole, single);
    assert!(whole.len() <= bytes.len());
    assert_eq!(decoder.patience(), None);
});
