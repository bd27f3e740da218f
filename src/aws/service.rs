//! The AWS services that are used.

/// An AWS service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    /// Layer versions.
    Lambda,
    /// Layers in a bucket of their owner.
    S3,
    /// Roles, and the caller's identity.
    Sts,
    /// Credentials for an IAM Identity Center login.
    Sso,
    /// Renews an IAM Identity Center login.
    SsoOidc,
    /// Renews an `aws login`.
    Signin,
}
