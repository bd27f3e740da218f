//! Reads the texts that name a jar.

use std::fs::File;

use crate::archive::{ArchiveError, ZipContents, ZipEntry};
use crate::content::packages::jar::{JarTexts, MANIFEST, is_pom};

/// The maximum bytes of a text; larger ones are cut off.
const MAX_TEXT: usize = 64 << 10;

/// The maximum number of texts. A jar that contains others may have hundreds.
const MAX_POMS: usize = 200;

/// Returns the texts of an open jar; none if it cannot be read.
pub fn texts(file: File) -> JarTexts {
    let mut found = JarTexts::default();
    let Ok(zip) = ZipContents::open(file) else { return found };
    let outcome = zip.for_each(&mut |entry| {
        if entry.path() == MANIFEST {
            found.manifest = text(&zip, &entry);
        } else if is_pom(entry.path()) && found.poms.len() < MAX_POMS {
            found.poms.extend(text(&zip, &entry));
        }
        Ok(())
    });
    if let Err(error) = outcome {
        tracing::debug!(%error, "a jar cannot be read");
    }
    found
}

fn text(zip: &ZipContents, entry: &ZipEntry) -> Option<String> {
    Some(String::from_utf8_lossy(&beginning(zip, entry, MAX_TEXT)?).into_owned())
}

/// Returns the first bytes of an entry; `None` if they cannot be read.
pub fn beginning(zip: &ZipContents, entry: &ZipEntry, limit: usize) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let outcome = zip.read(entry, &mut |piece| {
        let room = limit - content.len();
        content.extend_from_slice(&piece[..piece.len().min(room)]);
        // Ends the reading; what was read is enough.
        if content.len() >= limit { Err(ArchiveError::Cancelled) } else { Ok(()) }
    });
    (outcome.is_ok() || content.len() >= limit).then_some(content)
}
