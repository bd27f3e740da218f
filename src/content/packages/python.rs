//! Python distributions: `*.dist-info` (PEP 376, PEP 427) and `*.egg-info`.

use std::collections::{BTreeMap, BTreeSet};

use super::distribution::{Distribution, Ecosystem, split_version};
use super::owners::Owners;

/// The Python distributions of a package while their metadata is read.
#[derive(Debug, Default)]
pub(super) struct PythonSites {
    /// By the path of the `.dist-info` or `.egg-info`.
    infos: BTreeMap<String, Info>,
    /// The top folders of each site, with the distribution in it, or `None` where several share it: namespace packages.
    tops: BTreeMap<String, Option<u32>>,
}

#[derive(Debug, Default)]
struct Info {
    number: Option<u32>,
    record: bool,
    /// The top folders that its `RECORD` names.
    tops: BTreeSet<String>,
}

/// Returns the folder with the metadata that a path lies in, if the path is one of those that are read.
pub(super) fn info_of(path: &str) -> Option<(&str, &str)> {
    let (info, file) = path.rsplit_once('/')?;
    let is_read = if info.ends_with(".dist-info") {
        matches!(file, "METADATA" | "RECORD")
    } else {
        info.ends_with(".egg-info") && matches!(file, "PKG-INFO" | "top_level.txt")
    };
    is_read.then_some((info, file))
}

/// Returns the folder that a `.dist-info` or `.egg-info` lies in, and its own name without the ending.
fn site_of(info: &str) -> (&str, &str) {
    let (site, name) = info.rsplit_once('/').unwrap_or(("", info));
    (site, name.strip_suffix(".dist-info").or_else(|| name.strip_suffix(".egg-info")).unwrap_or(name))
}

fn below(site: &str, path: &str) -> String {
    if site.is_empty() { path.to_owned() } else { format!("{site}/{path}") }
}

impl PythonSites {
    /// Adds a file that describes a distribution.
    pub fn see(&mut self, info: &str, file: &str) {
        self.infos.entry(info.to_owned()).or_default().record |= matches!(file, "RECORD" | "top_level.txt");
    }

    /// Returns the folders with metadata.
    pub fn infos(&self) -> impl Iterator<Item = String> {
        self.infos.keys().cloned()
    }

    /// Reads the names of a distribution: `METADATA` and `PKG-INFO` have the same headers.
    pub fn learn_names(&mut self, info: &str, text: &str, owners: &mut Owners) {
        let Some(found) = self.infos.get_mut(info) else { return };
        let header = |name: &str| {
            let mut lines = text.lines().take_while(|line| !line.is_empty());
            let value = lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
            value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        let (name, version) = of_file_name(site_of(info).1);
        let distribution = Distribution {
            ecosystem: Ecosystem::Pip,
            name: header("Name").unwrap_or(name),
            version: header("Version").or(version),
        };
        found.number = Some(owners.add(distribution));
    }

    /// Ends the names: a distribution without readable headers is named by its folder.
    pub fn end_names(&mut self, owners: &mut Owners) {
        for (info, found) in &mut self.infos {
            let number = *found.number.get_or_insert_with(|| {
                let (name, version) = of_file_name(site_of(info).1);
                owners.add(Distribution { ecosystem: Ecosystem::Pip, name, version })
            });
            owners.assign_folder(info, number);
            if found.record {
                continue;
            }
            // Without a list of files, the folders that a distribution usually has.
            let (site, name) = site_of(info);
            let name = of_file_name(name).0;
            for folder in [name.clone(), name.to_ascii_lowercase(), format!("{name}.libs")] {
                owners.assign_folder(&below(site, &folder), number);
                owners.assign_file(&below(site, &format!("{folder}.py")), number);
            }
        }
    }

    /// Reads the top folders of a distribution from its `RECORD` or `top_level.txt`, and assigns single modules.
    pub fn learn_tops(&mut self, info: &str, text: &str, owners: &mut Owners) {
        let Some(found) = self.infos.get_mut(info) else { return };
        let (site, own) = (site_of(info).0, info.rsplit('/').next().unwrap_or(info));
        let Some(number) = found.number else { return };
        for line in text.lines() {
            let path = recorded(line);
            let (top, is_folder) = match path.split_once('/') {
                Some((top, _)) => (top, true),
                None => (path, info.ends_with(".egg-info")),
            };
            if top.is_empty() || top == own || found.tops.contains(top) {
                continue;
            }
            if path.starts_with("../") {
                // Scripts, which `pip install --target` moves to `bin` of the same folder.
                owners.assign_file(&below(site, path.trim_start_matches("../")), number);
            } else if is_folder {
                found.tops.insert(top.to_owned());
                let shared = self.tops.entry(below(site, top)).or_insert(Some(number));
                if *shared != Some(number) {
                    *shared = None;
                }
                if info.ends_with(".egg-info") {
                    owners.assign_file(&below(site, &format!("{top}.py")), number);
                }
            } else {
                owners.assign_file(&below(site, path), number);
            }
        }
    }

    /// Assigns the top folders of one distribution each. Returns those `.dist-info` whose `RECORD` has to be read again,
    /// as other distributions have files in the same folders.
    pub fn end_tops(&mut self, owners: &mut Owners) -> Vec<String> {
        for (top, number) in &self.tops {
            if let Some(number) = number {
                owners.assign_folder(top, *number);
            }
        }
        let is_shared = |info: &str, top: &str| self.tops.get(&below(site_of(info).0, top)) == Some(&None);
        let again = self
            .infos
            .iter()
            .filter(|(info, found)| info.ends_with(".dist-info") && found.tops.iter().any(|top| is_shared(info, top)));
        again.map(|(info, _)| info.clone()).collect()
    }

    /// Assigns the files of a distribution that are in folders it shares.
    pub fn learn_files(&self, info: &str, text: &str, owners: &mut Owners) {
        let Some(number) = self.infos.get(info).and_then(|found| found.number) else { return };
        let site = site_of(info).0;
        for path in text.lines().map(recorded) {
            let Some((top, _)) = path.split_once('/') else { continue };
            if self.tops.get(&below(site, top)) == Some(&None) {
                owners.assign_file(&below(site, path), number);
            }
        }
    }
}

/// Returns the path in a line of a `RECORD`, which is a CSV file.
fn recorded(line: &str) -> &str {
    let line = line.trim();
    match line.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default(),
        None => line.split(',').next().unwrap_or_default(),
    }
}

/// Returns the name and version in `numpy-1.26.4` and `PyYAML-6.0.1-py3.12`.
fn of_file_name(name: &str) -> (String, Option<String>) {
    let (name, version) = split_version(name);
    let version = version.map(|version| version.split("-py").next().unwrap_or(&version).to_owned());
    (name, version)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner_of(sites: &[(&str, &str, &str)], paths: &[&str]) -> Vec<String> {
        let (mut python, mut owners) = (PythonSites::default(), Owners::default());
        for (info, ..) in sites {
            python.see(info, "METADATA");
            python.see(info, "RECORD");
        }
        for (info, metadata, _) in sites {
            python.learn_names(info, metadata, &mut owners);
        }
        python.end_names(&mut owners);
        for (info, _, record) in sites {
            python.learn_tops(info, record, &mut owners);
        }
        let again = python.end_tops(&mut owners);
        for (info, _, record) in sites.iter().filter(|(info, ..)| again.contains(&(*info).to_owned())) {
            python.learn_files(info, record, &mut owners);
        }
        let name = |path: &&str| {
            owners.of(path).map_or("-".to_owned(), |number| owners.distributions[number as usize].name.clone())
        };
        paths.iter().map(name).collect()
    }

    #[test]
    fn a_namespace_is_shared_by_its_distributions() {
        let sites = [
            (
                "python/google_api_core-2.1.dist-info",
                "Metadata-Version: 2.1\nName: google-api-core\nVersion: 2.1\n\nName: no\n",
                "google/api_core/x.py,sha256=1,2\n\"google/api, core/y.py\",,\n",
            ),
            (
                "python/protobuf-4.2.dist-info",
                "Name: protobuf\nVersion: 4.2\n",
                "google/protobuf/z.py,,\ngoogle/_upb/_message.so,,\n../../bin/protoc,,\nprotobuf.py,,\n",
            ),
        ];
        let paths = [
            "python/google/api_core/x.py",
            "python/google/api, core/y.py",
            "python/google/protobuf/z.py",
            "python/google/other.py",
            "python/protobuf.py",
            "python/bin/protoc",
            "python/protobuf-4.2.dist-info/INSTALLER",
        ];
        let expected = ["google-api-core", "google-api-core", "protobuf", "-", "protobuf", "protobuf", "protobuf"];
        assert_eq!(owner_of(&sites, &paths), expected);
    }

    #[test]
    fn a_distribution_without_metadata_is_named_by_its_folder() {
        let (mut python, mut owners) = (PythonSites::default(), Owners::default());
        python.see("PyYAML-6.0.1-py3.12.egg-info", "PKG-INFO");
        python.end_names(&mut owners);
        let expected =
            [Distribution { ecosystem: Ecosystem::Pip, name: "PyYAML".to_owned(), version: Some("6.0.1".to_owned()) }];
        assert_eq!(owners.distributions, expected);
        assert_eq!(owners.of("pyyaml/x.py"), Some(0));
    }
}
