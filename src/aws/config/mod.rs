//! The AWS configuration: `~/.aws/config` and `~/.aws/credentials`, and the settings that follow from them and from the
//! environment. The rules are botocore's, because SAM CLI uses botocore.

mod ini;
mod profiles;
mod settings;

pub(super) use ini::Section;
pub(super) use profiles::Profiles;
pub(super) use settings::Settings;
