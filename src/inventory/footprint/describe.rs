//! The footprint as a sentence, for the command line.

use super::{Amount, Footprint};
use crate::text::bytes;

impl Footprint {
    /// Returns a line such as `1.2 GB in total: layers 112 MB, images 1.0 GB (of it shared 900 MB), trash 0 B; unused
    /// 42 MB`.
    pub fn describe(&self) -> String {
        let images = match self.images() {
            Amount::Unknown => "images unknown".to_owned(),
            images => format!("images {} (of it shared {})", amount(images), amount(self.images_shared)),
        };
        let builds = self.builds.map_or_else(String::new, |builds| format!(", builds {}", amount(builds)));
        format!(
            "{} in total: layers {}, {images}{builds}, trash {}; unused {}",
            amount(self.total()),
            amount(self.layers),
            amount(self.trash),
            amount(self.unused)
        )
    }
}

fn amount(amount: Amount) -> String {
    match amount {
        Amount::Unknown => "unknown".to_owned(),
        Amount::Counting(counted) | Amount::AtLeast(counted) => format!("at least {}", bytes(counted)),
        Amount::Known(all) => bytes(all),
    }
}
