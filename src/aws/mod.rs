//! AWS: look up a layer version in its own region, download it, and who is asking.
//!
//! Credentials, proxies and endpoints come from where every AWS tool takes them (aws-config's default chain,
//! `AWS_ENDPOINT_URL` included). [`Client::look_up`] gives a [`LayerVersion`], [`Client::download`] its zip, and
//! [`LayerVersion::check`] says whether the one is the other. Nothing here is done twice behind anybody's back: every
//! function either succeeds or says in a sentence what to do.

mod classify;
mod client;
mod download;
mod error;
mod hiding;
mod http;
mod layer;
mod layer_roles;
mod newer;
mod partial_file;
mod pause;
mod transfer;
mod url;

pub use client::{AwsOptions, Client, RetryPolicy};
pub use download::{DownloadEvent, Listener};
pub use error::AwsError;
pub use layer::{Downloaded, LayerVersion};
pub use layer_roles::LayerRoles;
pub use pause::run_controlled;
