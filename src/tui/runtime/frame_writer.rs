//! Writes frames to the terminal: each as a whole, only what the terminal understands, and nothing if nothing changed.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// The bytes of a frame, collected until [`FrameWriter::send`] takes them.
#[derive(Debug, Clone, Default)]
pub struct FrameBuffer(Rc<RefCell<Vec<u8>>>);

impl Write for FrameBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// Does nothing: a frame is flushed several times while it is drawn.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Sends frames to a terminal.
#[derive(Debug)]
pub struct FrameWriter<W> {
    out: W,
    buffer: FrameBuffer,
    /// The last frame, if it drew nothing.
    blank: Vec<u8>,
    /// Whether the terminal knows the sixteen colours of ANSI only.
    sixteen: bool,
}

impl<W: Write> FrameWriter<W> {
    /// Writes to `out`. With `sixteen`, colours are sent as every terminal since ANSI knows them (`31`), and not in the
    /// form of xterm's palette (`38;5;1`).
    pub fn new(out: W, sixteen: bool) -> Self {
        Self { out, buffer: FrameBuffer::default(), blank: Vec::new(), sixteen }
    }

    /// Returns the buffer that frames are drawn to.
    pub fn buffer(&self) -> FrameBuffer {
        self.buffer.clone()
    }

    /// Sends what was drawn. A frame that draws nothing and equals the one before has no effect, so it is left out: on a
    /// slow line it would cost time.
    pub fn send(&mut self) -> io::Result<()> {
        let frame = std::mem::take(&mut *self.buffer.0.borrow_mut());
        let is_blank = !draws(&frame);
        if is_blank && frame == self.blank {
            return Ok(());
        }
        if self.sixteen {
            self.out.write_all(&with_ansi_colours(&frame))?;
        } else {
            self.out.write_all(&frame)?;
        }
        self.blank = if is_blank { frame } else { Vec::new() };
        self.out.flush()
    }
}

/// Splits bytes into control sequences (`ESC [ … letter`) and the text between them.
fn parts(bytes: &[u8]) -> impl Iterator<Item = (bool, &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let is_sequence = rest.starts_with(b"\x1b[");
        let end = if is_sequence {
            rest.iter().skip(2).position(|byte| (0x40..=0x7e).contains(byte)).map_or(rest.len(), |at| at + 3)
        } else {
            // Another kind of sequence counts as text, so its first byte is no end.
            rest.windows(2).skip(1).position(|pair| pair == b"\x1b[").map_or(rest.len(), |at| at + 1)
        };
        let (part, after) = rest.split_at(end);
        rest = after;
        (!part.is_empty()).then_some((is_sequence, part))
    })
}

/// Whether there is anything but control sequences that neither write nor clear.
fn draws(frame: &[u8]) -> bool {
    parts(frame).any(|(is_sequence, part)| !is_sequence || matches!(part.last(), Some(b'J' | b'K')))
}

/// Replaces the first sixteen colours of xterm's palette by those of ANSI.
fn with_ansi_colours(frame: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(frame.len());
    for (is_sequence, part) in parts(frame) {
        let parameters = part.strip_prefix(b"\x1b[").and_then(|rest| rest.strip_suffix(b"m"));
        match parameters.and_then(|parameters| std::str::from_utf8(parameters).ok()).filter(|_| is_sequence) {
            Some(parameters) => {
                out.extend_from_slice(b"\x1b[");
                out.extend_from_slice(ansi(parameters).as_bytes());
                out.push(b'm');
            }
            None => out.extend_from_slice(part),
        }
    }
    out
}

fn ansi(parameters: &str) -> String {
    let mut codes: Vec<String> = Vec::new();
    let mut rest = parameters.split(';');
    while let Some(code) = rest.next() {
        let ahead: Vec<&str> = rest.clone().take(2).collect();
        let colour = match (code, ahead.as_slice()) {
            ("38" | "48", ["5", colour]) => colour.parse::<u8>().ok().filter(|colour| *colour < 16),
            _ => None,
        };
        let Some(colour) = colour else {
            codes.push(code.to_owned());
            continue;
        };
        let base = if colour < 8 { 30 } else { 90 - 8 } + if code == "48" { 10 } else { 0 };
        codes.push((base + colour).to_string());
        rest.nth(1);
    }
    codes.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_without_a_change_is_sent_once() {
        let mut writer = FrameWriter::new(Vec::new(), false);
        let draw = |writer: &mut FrameWriter<Vec<u8>>, bytes: &[u8]| {
            let mut buffer = writer.buffer();
            buffer.write_all(bytes).unwrap();
            buffer.flush().unwrap();
            writer.send().unwrap();
        };
        for _ in 0..3 {
            draw(&mut writer, b"\x1b[?2026h\x1b[39m\x1b[49m\x1b[?25l\x1b[?2026l");
        }
        assert_eq!(writer.out.len(), 32, "{:?}", String::from_utf8_lossy(&writer.out));
        draw(&mut writer, b"\x1b[2;3Hx");
        draw(&mut writer, b"\x1b[2;3Hx");
        assert!(writer.out.ends_with(b"\x1b[2;3Hx\x1b[2;3Hx"));
        draw(&mut writer, b"\x1b[?25l");
        assert!(writer.out.ends_with(b"\x1b[?25l"), "another frame was between");
    }

    #[test]
    fn sixteen_colours_are_sent_in_the_oldest_form() {
        let sent = |frame: &[u8]| String::from_utf8(with_ansi_colours(frame)).unwrap();
        assert_eq!(sent(b"\x1b[1m\x1b[38;5;1;48;5;9mx\x1b[39;49m"), "\x1b[1m\x1b[31;101mx\x1b[39;49m");
        assert_eq!(sent(b"\x1b[38;5;15m\x1b[48;5;0m38;5;1m"), "\x1b[97m\x1b[40m38;5;1m");
        assert_eq!(sent(b"\x1b[38;5;200m\x1b]52;c;eA==\x07\x1b[2J"), "\x1b[38;5;200m\x1b]52;c;eA==\x07\x1b[2J");
    }

    proptest::proptest! {
        #[test]
        fn bytes_without_colours_are_sent_unchanged(bytes: Vec<u8>) {
            proptest::prop_assume!(!bytes.contains(&b'm'));
            proptest::prop_assert_eq!(with_ansi_colours(&bytes), bytes);
        }
    }
}
