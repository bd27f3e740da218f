//! Compresses blocks independently of each other, so that all processors can work on one file.

use flate2::{Compress, Compression, FlushCompress, Status};

/// The level of compression, by measurement (`benches/run pack`): at most the bytes of Info-ZIP's default, in less time.
/// At level 9 zlib-rs also finds matches of three bytes: programs get 1.5 % smaller than at 8, in the same time.
const LEVEL: u32 = 9;

/// The uncompressed bytes of a block. The result depends on it, so it never changes.
pub const BLOCK: usize = 512 * 1024;

/// The bytes before a block that it can refer to.
pub const WINDOW: usize = 32 * 1024;

/// A compressor that is used for one block after the other.
pub struct Deflate(Compress);

impl Deflate {
    /// Creates a compressor.
    pub fn new() -> Self {
        Self(Compress::new(Compression::new(LEVEL), false))
    }

    /// Returns a block in raw deflate format. `before` are the bytes before it, at most [`WINDOW`]. The blocks of a file
    /// are one stream when they are put together.
    pub fn block(&mut self, before: &[u8], block: &[u8], is_last: bool) -> Option<Vec<u8>> {
        self.0.reset();
        if !before.is_empty() {
            self.0.set_dictionary(before).ok()?;
        }
        let flush = if is_last { FlushCompress::Finish } else { FlushCompress::Sync };
        let mut packed = Vec::with_capacity(block.len() / 2 + 64);
        loop {
            let read = usize::try_from(self.0.total_in()).ok()?;
            let status = self.0.compress_vec(block.get(read..)?, &mut packed, flush).ok()?;
            let is_read = self.0.total_in() == block.len() as u64;
            // Space that is left means that everything was flushed.
            let is_done =
                if is_last { status == Status::StreamEnd } else { is_read && packed.len() < packed.capacity() };
            if is_done {
                return Some(packed);
            }
            packed.reserve(block.len() / 4 + 64);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    proptest::proptest! {
        #[test]
        fn blocks_are_one_stream(
            content in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..5000),
            repeated in 1usize..40, size in 1usize..9000
        ) {
            let content: Vec<u8> = content.repeat(repeated);
            let mut deflate = Deflate::new();
            let mut packed = Vec::new();
            let mut at = 0;
            loop {
                let end = (at + size).min(content.len());
                let before = &content[at.saturating_sub(WINDOW)..at];
                packed.extend(deflate.block(before, &content[at..end], end == content.len()).unwrap());
                at = end;
                if at == content.len() {
                    break;
                }
            }
            let mut unpacked = Vec::new();
            flate2::read::DeflateDecoder::new(&packed[..]).read_to_end(&mut unpacked).unwrap();
            proptest::prop_assert_eq!(unpacked, content);
        }
    }
}
