//! The zip of a layer version, byte for byte as AWS has it.

use std::fs::File;
use std::io;

use crate::aws::{AwsError, DownloadEvent, Downloaded, run_controlled};
use crate::ops::{Context, aws, engine};
use crate::plan::RunControl;
use crate::sam::LayerArn;
use crate::text::{Sentence, sentence};

/// Why there is no copy.
#[derive(Debug)]
pub(super) enum NoCopy {
    /// AWS was not asked.
    NotAsked(Sentence),
    /// AWS was asked.
    Aws(AwsError),
}

/// The file cannot be written.
impl From<io::Error> for NoCopy {
    fn from(error: io::Error) -> Self {
        Self::NotAsked(sentence!("failed-zip-kept", why = error))
    }
}

impl NoCopy {
    /// Returns the message.
    pub fn message(&self) -> Sentence {
        match self {
            Self::NotAsked(why) => why.clone(),
            Self::Aws(error) => error.message(),
        }
    }

    /// Returns whether AWS does not give this user the zip, now or later.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            Self::Aws(
                AwsError::AccessDenied { .. }
                    | AwsError::RoleRefused { .. }
                    | AwsError::NotFound { .. }
                    | AwsError::NoSource { .. }
                    | AwsError::S3 { .. }
            )
        )
    }
}

/// Looks a layer version up, downloads its zip into a file, and compares it with its `CodeSha256`. `progress` gets the
/// bytes that arrived and their total. Blocks.
pub(super) fn download_original(
    context: &Context,
    arn: &LayerArn,
    file: &mut File,
    progress: &mut (dyn FnMut(u64, Option<u64>) + Send),
    control: &RunControl,
) -> Result<Downloaded, NoCopy> {
    if context.aws.offline {
        return Err(NoCopy::NotAsked(sentence!("export-offline")));
    }
    let asked = engine::block_on(async {
        let client = aws::client(&context.aws).await;
        let layer = run_controlled(&control.without_pause(), client.look_up(arn)).await??;
        let mut listener = |event| {
            if let DownloadEvent::Bytes(done, total) = event {
                progress(done, total);
            }
        };
        let downloaded = client.download(&layer, file, &mut listener, control).await?;
        layer.check(&downloaded)?;
        Ok(downloaded)
    });
    asked.map_err(|error| NoCopy::NotAsked(error.into()))?.map_err(NoCopy::Aws)
}
