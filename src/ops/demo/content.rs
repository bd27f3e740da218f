//! The contents of the demo's files: text, or bytes generated on demand to keep the repository small.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use serde::Deserialize;

/// The contents of a file.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Content {
    /// The text as it is.
    Text(String),
    /// A minimal ELF header, padded with noise.
    Elf { elf: Machine, bytes: u64 },
    /// Bytes that do not compress, always the same ones.
    Noise { noise: u64 },
    /// Zero bytes, stored as a sparse file.
    Zeros { zeros: u64 },
}

/// The machine of an ELF file.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Machine {
    X86_64,
    Arm64,
}

impl Content {
    /// Returns whether Lambda could run the file.
    pub fn is_executable(&self) -> bool {
        matches!(self, Self::Elf { .. })
    }

    /// Writes all bytes of the file.
    pub fn write_to(&self, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Self::Text(text) => out.write_all(text.as_bytes()),
            Self::Elf { elf, bytes } => {
                let header = elf.header();
                out.write_all(&header)?;
                write_noise(bytes.saturating_sub(header.len() as u64), out)
            }
            Self::Noise { noise } => write_noise(*noise, out),
            Self::Zeros { zeros } => {
                io::copy(&mut io::Read::take(io::repeat(0), *zeros), out)?;
                Ok(())
            }
        }
    }

    /// Creates the file at `path`, which must not exist.
    pub fn write_file(&self, path: &Path) -> io::Result<()> {
        let mut file = File::create_new(path)?;
        match self {
            Self::Zeros { zeros } => file.set_len(*zeros),
            other => other.write_to(&mut file),
        }
    }
}

impl Machine {
    /// Returns the 64 bytes of the header of a 64-bit little-endian shared object for this machine.
    fn header(self) -> [u8; 64] {
        let mut header = [0; 64];
        header[..7].copy_from_slice(b"\x7fELF\x02\x01\x01");
        header[16] = 3; // ET_DYN
        header[18] = match self {
            Self::X86_64 => 62, // EM_X86_64
            Self::Arm64 => 183, // EM_AARCH64
        };
        header[20] = 1; // EV_CURRENT
        header[52] = 64; // the header's own size
        header
    }
}

/// Writes noise from an xorshift generator: incompressible, and the same in every run.
fn write_noise(bytes: u64, out: &mut dyn Write) -> io::Result<()> {
    let mut state: u64 = 0x9e37_79b9_7f4a_7c15 ^ bytes;
    let mut left = bytes;
    let mut block = [0_u8; 8_192];
    while left > 0 {
        for word in block.chunks_exact_mut(8) {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            word.copy_from_slice(&state.to_le_bytes());
        }
        let now = usize::try_from(left).unwrap_or(usize::MAX).min(block.len());
        out.write_all(&block[..now])?;
        left -= now as u64;
    }
    Ok(())
}
