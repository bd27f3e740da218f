//! The secrets in use, made known to [`redact`](crate::text::redact): whatever repeats one, it is not shown.

use aws_credential_types::Credentials;
use aws_credential_types::provider::future::ProvideCredentials as Answer;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};

use crate::text::hide;

/// Returns a provider of the same credentials, whose secret key and session token are hidden from the moment they are
/// used.
pub(super) fn hiding(provider: impl ProvideCredentials + 'static) -> SharedCredentialsProvider {
    SharedCredentialsProvider::new(Hiding(provider))
}

#[derive(Debug)]
struct Hiding<P>(P);

impl<P: ProvideCredentials> ProvideCredentials for Hiding<P> {
    fn provide_credentials<'a>(&'a self) -> Answer<'a>
    where
        Self: 'a,
    {
        Answer::new(async move {
            let credentials = self.0.provide_credentials().await?;
            hide_secrets_of(&credentials);
            Ok(credentials)
        })
    }

    fn fallback_on_interrupt(&self) -> Option<Credentials> {
        self.0.fallback_on_interrupt().inspect(hide_secrets_of)
    }
}

fn hide_secrets_of(credentials: &Credentials) {
    hide(credentials.secret_access_key());
    credentials.session_token().into_iter().for_each(hide);
}
