//! .NET packages: `*.deps.json`, which lists the assemblies of each library.

use serde_json::Value;

use super::distribution::{Distribution, Ecosystem};
use super::owners::Owners;

/// The lists of files in a library of a target.
const ASSETS: [&str; 4] = ["runtime", "native", "resources", "runtimeTargets"];

/// Assigns the files of the libraries that come from packages. The program's own assemblies stay its own code.
pub(super) fn learn(path: &str, deps_json: &[u8], owners: &mut Owners) {
    let Ok(deps) = serde_json::from_slice::<Value>(deps_json) else { return };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let is_package = |library: &str| deps["libraries"][library]["type"] == "package";
    let targets = deps["targets"].as_object().into_iter().flat_map(|targets| targets.values());
    for (library, assets) in targets.filter_map(Value::as_object).flatten().filter(|(library, _)| is_package(library)) {
        let (name, version) = library.split_once('/').unwrap_or((library, ""));
        let version = Some(version.to_owned()).filter(|version| !version.is_empty());
        let number = owners.add(Distribution { ecosystem: Ecosystem::NuGet, name: name.to_owned(), version });
        for kind in ASSETS {
            for asset in assets[kind].as_object().into_iter().flat_map(|assets| assets.keys()) {
                owners.assign_file(&below(folder, published(kind, asset)), number);
            }
        }
    }
}

/// Returns where `dotnet publish` puts an asset: beside the program, resources in a folder for their language, and those
/// of other platforms under their own path.
fn published<'a>(kind: &str, asset: &'a str) -> &'a str {
    let levels = match kind {
        "runtimeTargets" => return asset,
        "resources" => 2,
        _ => 1,
    };
    asset.rmatch_indices('/').nth(levels - 1).map_or(asset, |(at, _)| &asset[at + 1..])
}

fn below(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assemblies_belong_to_the_package_they_come_from() {
        let deps = br#"{
            "targets": {".NETCoreApp,Version=v8.0": {
                "Own/1.0.0": {"runtime": {"Own.dll": {}}},
                "AWSSDK.Core/3.7.300": {"runtime": {"lib/net8.0/AWSSDK.Core.dll": {}}},
                "SQLite/2.1": {"runtimeTargets": {"runtimes/linux-x64/native/libe_sqlite3.so": {}}},
                "Humanizer/2.0": {"resources": {"lib/net6.0/de/Humanizer.resources.dll": {}}}}},
            "libraries": {"Own/1.0.0": {"type": "project"}, "AWSSDK.Core/3.7.300": {"type": "package"},
                "SQLite/2.1": {"type": "package"}, "Humanizer/2.0": {"type": "package"}}}"#;
        let mut owners = Owners::default();
        learn("app/Own.deps.json", deps, &mut owners);
        learn("broken.deps.json", b"[", &mut owners);
        let of = |path: &str| owners.of(path).map(|number| owners.distributions[number as usize].name.as_str());
        assert_eq!(of("app/AWSSDK.Core.dll"), Some("AWSSDK.Core"));
        assert_eq!(of("app/runtimes/linux-x64/native/libe_sqlite3.so"), Some("SQLite"));
        assert_eq!(of("app/de/Humanizer.resources.dll"), Some("Humanizer"));
        assert_eq!(of("app/Own.dll"), None);
    }
}
