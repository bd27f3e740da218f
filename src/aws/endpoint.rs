//! Endpoints of the services by region (botocore's `partitions.json` and endpoint rules of October 2026).

use super::config::Settings;
use super::service::Service;

/// The DNS suffixes of a partition.
struct Partition {
    /// The prefix of its regions.
    prefix: &'static str,
    suffix: &'static str,
    dual_stack: &'static str,
    /// The suffix of AWS sign-in.
    signin: &'static str,
}

const PARTITIONS: [Partition; 7] = [
    Partition {
        prefix: "cn-",
        suffix: "amazonaws.com.cn",
        dual_stack: "api.amazonwebservices.com.cn",
        signin: "signin.amazonaws.cn",
    },
    Partition {
        prefix: "us-gov-",
        suffix: "amazonaws.com",
        dual_stack: "api.aws",
        signin: "signin.amazonaws-us-gov.com",
    },
    Partition {
        prefix: "eusc-",
        suffix: "amazonaws.eu",
        dual_stack: "api.amazonwebservices.eu",
        signin: "signin.amazonaws-eusc.eu",
    },
    Partition {
        prefix: "us-iso-",
        suffix: "c2s.ic.gov",
        dual_stack: "api.aws.ic.gov",
        signin: "signin.c2shome.ic.gov",
    },
    Partition {
        prefix: "us-isob-",
        suffix: "sc2s.sgov.gov",
        dual_stack: "api.aws.scloud",
        signin: "signin.sc2shome.sgov.gov",
    },
    Partition {
        prefix: "eu-isoe-",
        suffix: "cloud.adc-e.uk",
        dual_stack: "api.cloud-aws.adc-e.uk",
        signin: "signin.csphome.adc-e.uk",
    },
    Partition {
        prefix: "us-isof-",
        suffix: "csp.hci.ic.gov",
        dual_stack: "api.aws.hci.ic.gov",
        signin: "signin.csphome.hci.ic.gov",
    },
];

const STANDARD: Partition =
    Partition { prefix: "", suffix: "amazonaws.com", dual_stack: "api.aws", signin: "signin.aws.amazon.com" };

impl Service {
    pub(super) const ALL: [Self; 6] = [Self::Lambda, Self::S3, Self::Sts, Self::Sso, Self::SsoOidc, Self::Signin];

    /// Returns the service's ID as settings write it: `AWS_ENDPOINT_URL_SSO_OIDC`, `sso_oidc =`.
    pub(super) fn id(self) -> &'static str {
        match self {
            Self::Lambda => "lambda",
            Self::S3 => "s3",
            Self::Sts => "sts",
            Self::Sso => "sso",
            Self::SsoOidc => "sso_oidc",
            Self::Signin => "signin",
        }
    }

    /// Returns the name for a sentence.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Lambda => "AWS Lambda",
            Self::S3 => "Amazon S3",
            Self::Sts => "AWS STS",
            Self::Sso | Self::SsoOidc => "IAM Identity Center",
            Self::Signin => "AWS Sign-In",
        }
    }

    /// Returns the URL of the service in a region, without a slash at its end.
    pub(super) fn url(self, region: &str, settings: &Settings) -> String {
        settings.endpoint(self).map_or_else(|| format!("https://{}", self.host(region, settings)), str::to_owned)
    }

    fn host(self, region: &str, settings: &Settings) -> String {
        let partition = PARTITIONS.iter().find(|partition| region.starts_with(partition.prefix)).unwrap_or(&STANDARD);
        let (fips, dual_stack) = (settings.fips, settings.dual_stack);
        let suffix = if dual_stack { partition.dual_stack } else { partition.suffix };
        // The standard endpoints of these services in GovCloud are FIPS endpoints.
        let is_fips_already = fips && !dual_stack && partition.prefix == "us-gov-";
        let marked = |name: &str| if fips && !is_fips_already { format!("{name}-fips") } else { name.to_owned() };
        let label = match self {
            Self::Lambda if fips => "lambda-fips".to_owned(),
            Self::Lambda => "lambda".to_owned(),
            Self::Sts => marked("sts"),
            Self::Sso => marked("portal.sso"),
            Self::SsoOidc => marked("oidc"),
            Self::S3 => {
                let name = if fips { "s3-fips" } else { "s3" };
                // S3 has its own form of dual-stack names.
                let dual_stack = if dual_stack { ".dualstack" } else { "" };
                return format!("{name}{dual_stack}.{region}.{}", partition.suffix);
            }
            Self::Signin if !fips && !dual_stack => return format!("{region}.{}", partition.signin),
            Self::Signin => if fips { "signin-fips" } else { "signin" }.to_owned(),
        };
        format!("{label}.{region}.{suffix}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aws::config::Profiles;
    use crate::aws::environment::Environment;

    fn host(service: Service, region: &str, variables: &[(&str, &str)]) -> String {
        let settings = Settings::resolve(&Environment::of(variables, None), &Profiles::default(), None).unwrap();
        service.url(region, &settings).trim_start_matches("https://").to_owned()
    }

    #[test]
    fn hosts_are_those_of_botocore() {
        const FIPS: (&str, &str) = ("AWS_USE_FIPS_ENDPOINT", "true");
        const DUAL: (&str, &str) = ("AWS_USE_DUALSTACK_ENDPOINT", "true");
        for (service, region, variables, wanted) in [
            (Service::Lambda, "ap-south-2", &[][..], "lambda.ap-south-2.amazonaws.com"),
            (Service::Lambda, "cn-north-1", &[], "lambda.cn-north-1.amazonaws.com.cn"),
            (Service::Lambda, "us-gov-west-1", &[FIPS], "lambda-fips.us-gov-west-1.amazonaws.com"),
            (Service::Lambda, "us-west-2", &[FIPS, DUAL], "lambda-fips.us-west-2.api.aws"),
            (Service::Lambda, "us-isob-east-1", &[], "lambda.us-isob-east-1.sc2s.sgov.gov"),
            (Service::Sts, "us-gov-west-1", &[FIPS], "sts.us-gov-west-1.amazonaws.com"),
            (Service::Sts, "us-west-2", &[FIPS], "sts-fips.us-west-2.amazonaws.com"),
            (Service::S3, "eu-west-1", &[], "s3.eu-west-1.amazonaws.com"),
            (Service::S3, "us-east-1", &[FIPS, DUAL], "s3-fips.dualstack.us-east-1.amazonaws.com"),
            (Service::S3, "cn-north-1", &[DUAL], "s3.dualstack.cn-north-1.amazonaws.com.cn"),
            (Service::Sso, "eu-central-1", &[], "portal.sso.eu-central-1.amazonaws.com"),
            (Service::SsoOidc, "eu-central-1", &[DUAL], "oidc.eu-central-1.api.aws"),
            (Service::Signin, "eu-central-1", &[], "eu-central-1.signin.aws.amazon.com"),
            (Service::Signin, "cn-north-1", &[], "cn-north-1.signin.amazonaws.cn"),
        ] {
            assert_eq!(host(service, region, variables), wanted);
        }
    }
}
