//! Java archives: Maven's `pom.properties`, the manifest, or the name of the file.

use super::distribution::{Distribution, Ecosystem, split_version};

/// The texts of a jar that name it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JarTexts {
    /// Every `META-INF/maven/**/pom.properties`. A jar that contains others has several.
    pub poms: Vec<String>,
    /// `META-INF/MANIFEST.MF`.
    pub manifest: Option<String>,
}

/// Returns whether a file of a jar names it.
pub fn is_pom(path: &str) -> bool {
    path.starts_with("META-INF/maven/") && path.ends_with("/pom.properties")
}

/// The path of the manifest in a jar.
pub const MANIFEST: &str = "META-INF/MANIFEST.MF";

/// Returns the distribution in the jar at a path.
pub(super) fn distribution(path: &str, texts: &JarTexts) -> Distribution {
    let file = path.rsplit('/').next().unwrap_or(path);
    let (name, version) = split_version(file.strip_suffix(".jar").unwrap_or(file));
    let property = |pom: &str, key: &str| value(pom, key, '=');
    let matching = texts.poms.iter().find(|pom| property(pom, "artifactId").as_deref() == Some(&name));
    let pom = matching.or_else(|| texts.poms.first().filter(|_| texts.poms.len() == 1));
    if let Some((pom, artifact)) = pom.and_then(|pom| Some((pom, property(pom, "artifactId")?))) {
        let name = property(pom, "groupId").map_or_else(|| artifact.clone(), |group| format!("{group}:{artifact}"));
        return Distribution { ecosystem: Ecosystem::Jar, name, version: property(pom, "version").or(version) };
    }
    let in_manifest = |key: &str| texts.manifest.as_deref().and_then(|manifest| value(manifest, key, ':'));
    let version = version.or_else(|| in_manifest("Implementation-Version")).or_else(|| in_manifest("Bundle-Version"));
    Distribution { ecosystem: Ecosystem::Jar, name, version }
}

fn value(text: &str, key: &str, separator: char) -> Option<String> {
    let found = text.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(separator));
    found.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jar_is_named_by_maven_else_by_its_file() {
        let pom = "#Generated\ngroupId=com.google.guava\nartifactId=guava\nversion=31.1-jre\n".to_owned();
        let other = "groupId=x\nartifactId=y\nversion=1\n".to_owned();
        let named = |path: &str, poms: &[&String], manifest: Option<&str>| {
            let texts = JarTexts {
                poms: poms.iter().map(|pom| (*pom).clone()).collect(),
                manifest: manifest.map(str::to_owned),
            };
            let distribution = distribution(path, &texts);
            format!("{} {}", distribution.name, distribution.version.unwrap_or_default())
        };
        assert_eq!(named("java/lib/renamed.jar", &[&pom], None), "com.google.guava:guava 31.1-jre");
        assert_eq!(named("lib/guava-31.1-jre.jar", &[&other, &pom], None), "com.google.guava:guava 31.1-jre");
        assert_eq!(named("lib/all-2.jar", &[&other, &pom], None), "all 2");
        assert_eq!(named("lib/own.jar", &[], Some("Manifest-Version: 1.0\r\nImplementation-Version: 4\r\n")), "own 4");
    }
}
