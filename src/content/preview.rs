//! The preview of a file, from its first bytes: formatted JSON, text, or a hex dump.

use std::path::Path;

use super::listing::Listed;
use crate::text::{Sentence, bytes as size, sanitize, sentence};

/// The number of bytes that are read for a preview.
pub const HEAD: usize = 64 * 1024;

/// The maximum number of lines.
const MAX_LINES: usize = 4_000;

/// The number of bytes in a hex dump.
const HEX: usize = 1024;

/// The number of bytes in a line of a hex dump.
const HEX_LINE: usize = 8;

/// The maximum length of a line; minified code has lines of megabytes.
pub(super) const LONGEST_LINE: usize = 500;

/// The content of a file, ready to be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// The type: `JSON`, `text`, `ELF shared library` …
    pub what: Sentence,
    /// Facts shown before the content, each with a label and a value.
    pub facts: Vec<(Sentence, Sentence)>,
    /// The content, without control characters.
    pub lines: Vec<String>,
    /// How much is shown, if it is not everything.
    pub cut: Option<Sentence>,
}

impl Preview {
    /// Returns the preview of a file with `total` bytes that starts with `head`, which has at most [`HEAD`] bytes.
    pub fn of(head: &[u8], total: u64) -> Self {
        let whole = head.len() as u64 >= total;
        if total == 0 {
            return Self { what: sentence!("file-empty"), facts: Vec::new(), lines: Vec::new(), cut: None };
        }
        let Some(text) = text_of(head, whole) else { return Self::hex(head, total) };
        let json = whole.then(|| laid_out(text)).flatten();
        let what = match (&json, text.starts_with("#!")) {
            (Some(_), _) => "JSON".into(),
            (None, true) => sentence!("file-script"),
            (None, false) => sentence!("file-text"),
        };
        let laid_out = json.as_deref().unwrap_or(text);
        let mut all = laid_out.lines();
        let lines: Vec<String> = all.by_ref().take(MAX_LINES).map(line).collect();
        let cut = (!whole || all.next().is_some()).then(|| sentence!("file-first-of", all = size(total)));
        Self { what, facts: Vec::new(), lines, cut }
    }

    /// Returns a hex dump, with the type that the first bytes indicate.
    pub fn hex(head: &[u8], total: u64) -> Self {
        let shown = &head[..head.len().min(HEX)];
        let lines = shown.chunks(HEX_LINE).enumerate().map(|(at, chunk)| hex_line(at * HEX_LINE, chunk)).collect();
        let cut = (total > shown.len() as u64)
            .then(|| sentence!("file-first", bytes = size(shown.len() as u64), all = size(total)));
        Self { what: binary_type(head), facts: Vec::new(), lines, cut }
    }
}

/// Returns the bytes as text if they are UTF-8 without the control characters found only in binary files.
pub(super) fn text_of(head: &[u8], whole: bool) -> Option<&str> {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        // The head may end within a character.
        Err(error) if !whole && error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).ok()?
        }
        Err(_) => return None,
    };
    let is_binary = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}' | '\u{1b}');
    (!text.chars().any(is_binary)).then_some(text.trim_start_matches('\u{feff}'))
}

pub(super) fn laid_out(text: &str) -> Option<String> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    serde_json::to_string_pretty(&value).ok()
}

fn line(text: &str) -> String {
    let tabs = text.trim_end().replace('\t', "    ");
    let mut line = sanitize(&tabs).into_owned();
    if let Some((at, _)) = line.char_indices().nth(LONGEST_LINE) {
        line.truncate(at);
        line.push_str(" [cut]");
    }
    line
}

/// `00000010  7f 45 4c 46 02 01 01 00  .ELF....`
fn hex_line(offset: usize, chunk: &[u8]) -> String {
    let digits: Vec<String> = chunk.iter().map(|byte| format!("{byte:02x}")).collect();
    let letter = |byte: &u8| if byte.is_ascii_graphic() || *byte == b' ' { char::from(*byte) } else { '.' };
    let letters: String = chunk.iter().map(letter).collect();
    format!("{offset:08x}  {:<width$}  {letters}", digits.join(" "), width = HEX_LINE * 3 - 1)
}

/// Returns the type of a binary file.
pub(super) fn binary_type(head: &[u8]) -> Sentence {
    magic(head).unwrap_or_else(|| sentence!("file-binary"))
}

/// Returns the file type that the first bytes indicate.
fn magic(head: &[u8]) -> Option<Sentence> {
    type Message = fn() -> Sentence;
    const SIGNS: [(&[u8], Message); 14] = [
        (b"PK\x03\x04", || sentence!("file-zip")),
        (b"\x1f\x8b", || "gzip".into()),
        (b"\x28\xb5\x2f\xfd", || "zstd".into()),
        (b"\xfd7zXZ\0", || "xz".into()),
        (b"BZh", || "bzip2".into()),
        (b"\x7fELF", || "ELF".into()),
        (b"\x89PNG", || sentence!("file-png")),
        (b"\xff\xd8\xff", || sentence!("file-jpeg")),
        (b"SQLite format 3\0", || sentence!("file-sqlite")),
        (b"\0asm", || "WebAssembly".into()),
        (b"\xca\xfe\xba\xbe", || sentence!("file-java-class")),
        (b"\xcf\xfa\xed\xfe", || sentence!("file-macos-program")),
        (b"MZ", || sentence!("file-windows-program")),
        (b"!<arch>\n", || sentence!("file-static-library")),
    ];
    let known = SIGNS.iter().find(|(sign, _)| head.starts_with(sign)).map(|(_, what)| what());
    // The first four bytes of compiled Python contain the version and end with these.
    known.or_else(|| (head.len() > 16 && head[2..4] == *b"\r\n").then(|| sentence!("file-compiled-python")))
}

/// Returns the file type by name, in a word that fits a column.
pub fn type_by_name(listed: &Listed) -> &'static str {
    use super::listing::ListedKind;
    match &listed.kind {
        ListedKind::Directory => return "",
        ListedKind::Link(_) => return "link",
        ListedKind::Other => return "other",
        ListedKind::File { .. } => {}
    }
    let name = listed.name();
    let is_shared = |part: &str| part == "so";
    if name.split('.').skip(1).any(is_shared) {
        return "library";
    }
    let extension = Path::new(&name).extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "py" | "pyi" => "python",
        "pyc" | "pyo" => "bytecode",
        "js" | "mjs" | "cjs" => "js",
        "ts" | "mts" | "cts" => "ts",
        "map" => "map",
        "json" => "json",
        "yaml" | "yml" => "yaml",
        "toml" | "ini" | "cfg" | "conf" | "properties" => "config",
        "xml" | "html" | "css" => "markup",
        "md" | "rst" | "txt" => "text",
        "sh" | "bash" => "shell",
        "rb" => "ruby",
        "jar" => "jar",
        "class" => "class",
        "dll" => "dotnet",
        "a" | "lib" => "library",
        "c" | "h" | "cc" | "cpp" | "hpp" | "rs" | "go" | "java" | "pyx" | "pxd" => "source",
        "zip" | "gz" | "tgz" | "xz" | "bz2" | "zst" | "tar" | "whl" | "egg" => "archive",
        "png" | "jpg" | "jpeg" | "gif" | "svg" | "ico" | "webp" => "picture",
        "ttf" | "otf" | "woff" | "woff2" | "pfb" => "font",
        "pem" | "crt" | "cer" => "cert",
        "db" | "sqlite" | "dat" | "npy" | "npz" | "parquet" | "csv" => "data",
        _ if matches!(listed.kind, ListedKind::File { executable: true }) => "program",
        _ => "file",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::listing::ListedKind;

    #[test]
    fn json_is_formatted_and_invalid_json_is_text() {
        let json = br#"{"name":"shop","layers":[1,2]}"#;
        let preview = Preview::of(json, json.len() as u64);
        assert_eq!((preview.what.to_string().as_str(), preview.cut), ("JSON", None));
        assert_eq!(preview.lines[1], r#"  "name": "shop","#);
        let broken = b"{ not json";
        assert_eq!(Preview::of(broken, broken.len() as u64).what.to_string(), "text");
        let part = Preview::of(json, 1_000_000);
        assert_eq!([part.what, part.cut.unwrap()].map(|message| message.to_string()), ["text", "start of 1.00 MB"]);
    }

    #[test]
    fn text_in_any_language_is_shown_without_control_characters() {
        let text = "한글\tü\x1b[2J\r\nsecond";
        let preview = Preview::of(text.as_bytes(), text.len() as u64);
        assert_eq!(preview.what.to_string(), "text");
        assert_eq!(preview.lines.len(), 2);
        assert!(
            preview.lines[0].starts_with("한글    ü") && !preview.lines[0].contains('\u{1b}'),
            "{:?}",
            preview.lines
        );
        // A head that ends within a character is still text.
        let head = &"한글".as_bytes()[..4];
        assert_eq!(Preview::of(head, 600).lines, ["한"]);
    }

    #[test]
    fn binary_files_are_shown_in_hex_with_their_type() {
        let preview = Preview::of(b"PK\x03\x04\0\0\0\0abc", 5000);
        assert_eq!(preview.what.to_string(), "zip archive");
        assert_eq!(
            preview.lines,
            ["00000000  50 4b 03 04 00 00 00 00  PK......", "00000008  61 62 63                 abc"]
        );
        assert_eq!(preview.cut.unwrap().to_string(), "first 11 B of 5.00 kB");
        assert_eq!(Preview::of(b"", 0).what.to_string(), "empty");
        assert_eq!(Preview::of(b"\xcb\x0d\r\n\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 18).what.to_string(), "compiled Python");
    }

    #[test]
    fn types_are_derived_from_names() {
        let of = |name: &str, executable| {
            type_by_name(&Listed { path: name.into(), kind: ListedKind::File { executable }, bytes: 1 })
        };
        assert_eq!((of("python/a.PY", false), of("lib/libx.so.1.2", true)), ("python", "library"));
        assert_eq!((of("bin/tool", true), of("bin/tool", false)), ("program", "file"));
    }
}
