//! The sha256 of content, worked out by the library that TLS brings along anyway: twice as fast as portable code on
//! processors without instructions for it, and as fast on others.

use aws_lc_rs::digest::{Context, SHA256};

/// The sum so far.
#[derive(Clone)]
pub struct Sha256Hasher(Context);

impl Sha256Hasher {
    /// Of nothing.
    pub fn new() -> Self {
        Self(Context::new(&SHA256))
    }

    /// Goes on with the next piece.
    pub fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    /// The 32 bytes of the sum.
    pub fn finish(self) -> [u8; 32] {
        let mut sum = [0; 32];
        sum.copy_from_slice(self.0.finish().as_ref());
        sum
    }
}

impl Default for Sha256Hasher {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Sha256Hasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Sha256Hasher")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_and_the_whole_have_the_sum_that_everybody_else_finds() {
        let mut sum = Sha256Hasher::new();
        sum.update(b"a");
        sum.update(b"bc");
        assert_eq!(hex::encode(sum.finish()), crate::sam::sha256_hex("abc"));
        assert_eq!(hex::encode(Sha256Hasher::new().finish()), crate::sam::sha256_hex(""));
    }
}
