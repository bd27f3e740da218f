//! AWS: look up a layer version in its own region, download it, and who is asking.
//!
//! Few operations of few services are used, so they are signed (`aws-sigv4`) and sent here, instead of through an SDK with
//! hundreds of them. Credentials, proxies, certificates and endpoints come from where botocore takes them, because SAM CLI
//! goes by it. [`Client::look_up`] gives a [`LayerVersion`], [`Client::download`] its zip, and [`LayerVersion::check`] says
//! whether the one is the other. Nothing here is done twice behind anybody's back: every function either succeeds or says
//! in a sentence what to do.

mod call;
mod classify;
mod client;
mod config;
mod credentials;
mod download;
mod endpoint;
mod environment;
mod error;
mod hiding;
mod http;
mod http_client;
mod lambda;
mod layer;
mod layer_roles;
mod newer;
mod partial_file;
mod pause;
mod pieces;
mod s3;
mod secrets;
mod sts;
mod transfer;
mod url;
mod xml;

pub use client::{AwsOptions, Client, RetryPolicy};
pub use credentials::CodePrompt;
pub use download::{DownloadEvent, Listener};
pub use error::AwsError;
pub use http_client::BrokenProxies;
pub use layer::{Downloaded, LayerSource, LayerVersion};
pub use layer_roles::LayerRoles;
pub use pause::run_controlled;
pub use s3::S3Problem;
