//! Node.js packages: `node_modules/NAME/package.json`.

use serde::Deserialize;

use super::distribution::{Distribution, Ecosystem};
use super::owners::Owners;

/// Returns the folder of the package that a `package.json` describes, if npm installed it.
pub(super) fn package_of(path: &str) -> Option<&str> {
    let folder = path.strip_suffix("/package.json")?;
    let (above, _) = folder.rsplit_once('/')?;
    let scoped = above.rsplit_once('/').filter(|(_, scope)| scope.starts_with('@')).map(|(above, _)| above);
    let is_modules = |folder: &str| folder == "node_modules" || folder.ends_with("/node_modules");
    (is_modules(above) || scoped.is_some_and(is_modules)).then_some(folder)
}

#[derive(Deserialize)]
struct Package {
    name: Option<String>,
    version: Option<String>,
}

/// Assigns the folder of a package.
pub(super) fn learn(folder: &str, package_json: &[u8], owners: &mut Owners) {
    let package = serde_json::from_slice(package_json).unwrap_or(Package { name: None, version: None });
    let name_in_path = || folder.rsplit_once("node_modules/").map_or(folder, |(_, name)| name).to_owned();
    let name = package.name.filter(|name| !name.is_empty()).unwrap_or_else(name_in_path);
    let number = owners.add(Distribution { ecosystem: Ecosystem::Npm, name, version: package.version });
    owners.assign_folder(folder, number);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_installed_packages_count() {
        for (path, folder) in [
            ("nodejs/node_modules/axios/package.json", Some("nodejs/node_modules/axios")),
            ("node_modules/@aws-sdk/client-s3/package.json", Some("node_modules/@aws-sdk/client-s3")),
            ("node_modules/a/node_modules/b/package.json", Some("node_modules/a/node_modules/b")),
            ("node_modules/a/dist/esm/package.json", None),
            ("package.json", None),
            ("nodejs/package.json", None),
            ("src/@x/package.json", None),
        ] {
            assert_eq!(package_of(path), folder, "{path}");
        }
    }

    #[test]
    fn a_nested_package_belongs_to_itself() {
        let mut owners = Owners::default();
        learn("node_modules/a", br#"{"name":"a","version":"1.0.0"}"#, &mut owners);
        learn("node_modules/a/node_modules/@s/b", b"{", &mut owners);
        let of = |path: &str| owners.of(path).map(|number| owners.distributions[number as usize].name.as_str());
        assert_eq!(of("node_modules/a/index.js"), Some("a"));
        assert_eq!(of("node_modules/a/node_modules/@s/b/x.js"), Some("@s/b"));
        assert_eq!(of("node_modules/.bin/x"), None);
    }
}
