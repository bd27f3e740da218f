//! AWS: looks up a layer version in its own region, downloads it, and returns the caller's account.
//!
//! Only a few operations are used, so requests are signed (`aws-sigv4`) and sent here instead of through an SDK.
//! Credentials, proxies, certificates and endpoints follow botocore, because SAM CLI uses it. [`Client::look_up`]
//! returns a [`LayerVersion`], [`Client::download`] its zip, and [`LayerVersion::check`] compares the two. [`Client::publish_version`] publishes
//! one, through S3 where it is large. Every function either succeeds or returns an error with advice.

mod body;
mod bucket;
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
mod publish;
mod s3;
mod service;
mod sts;
mod transfer;
mod url;
mod xml;

pub use bucket::BucketProblem;
pub use client::{AwsOptions, Client, RetryPolicy};
pub use credentials::{CodePrompt, RoleSessions};
pub use download::{DownloadEvent, Listener};
pub use error::AwsError;
pub use http_client::BrokenProxies;
pub use layer::{Downloaded, LayerSource, LayerVersion};
pub use layer_roles::LayerRoles;
pub use pause::run_controlled;
pub use publish::{PublishedVersion, UploadListener, ZipSource, request_length};
pub use s3::S3Problem;
