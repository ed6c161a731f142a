#![no_main]

#[path = "../../tests/emkit/fuzzed/mod.rs"]
mod fuzzed;

libfuzzer_sys::fuzz_target!(|input: &[u8]| fuzzed::run("reply", input));
