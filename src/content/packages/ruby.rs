//! Ruby gems: `specifications/NAME-VERSION.gemspec` beside `gems` and `extensions`. Their files are not read: the name of
//! the specification is the name of the folders.

use super::distribution::{Distribution, Ecosystem, split_version};
use super::owners::Owners;

/// Returns the folder of an installation of gems, and the full name of the gem that a specification is for.
pub(super) fn specification_of(path: &str) -> Option<(&str, &str)> {
    let (folder, name) = path.strip_suffix(".gemspec")?.rsplit_once('/')?;
    let site = if folder == "specifications" { Some("") } else { folder.strip_suffix("/specifications") };
    Some((site?, name))
}

/// Returns the folder of the compiled extension that was built for a gem.
pub(super) fn extension_of(path: &str) -> Option<&str> {
    let folder = path.strip_suffix("/gem.build_complete")?;
    folder.rsplit('/').nth(3).filter(|name| *name == "extensions").map(|_| folder)
}

/// Assigns the folders of a gem.
pub(super) fn learn(site: &str, full_name: &str, owners: &mut Owners) {
    let number = owners.add(gem(full_name));
    let below = |path: String| if site.is_empty() { path } else { format!("{site}/{path}") };
    owners.assign_folder(&below(format!("gems/{full_name}")), number);
    owners.assign_file(&below(format!("specifications/{full_name}.gemspec")), number);
}

/// Assigns the folder of a compiled extension.
pub(super) fn learn_extension(folder: &str, owners: &mut Owners) {
    let number = owners.add(gem(folder.rsplit('/').next().unwrap_or(folder)));
    owners.assign_folder(folder, number);
}

fn gem(full_name: &str) -> Distribution {
    let (name, version) = split_version(full_name);
    Distribution { ecosystem: Ecosystem::Gem, name, version }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folders_of_a_gem_belong_to_it() {
        let specification = "ruby/gems/3.3.0/specifications/bcrypt-3.1.20.gemspec";
        let (site, name) = specification_of(specification).unwrap();
        let extension = "ruby/gems/3.3.0/extensions/x86_64-linux/3.3.0/bcrypt-3.1.20/gem.build_complete";
        let mut owners = Owners::default();
        learn(site, name, &mut owners);
        learn_extension(extension_of(extension).unwrap(), &mut owners);
        assert_eq!((owners.distributions.len(), owners.distributions[0].name.as_str()), (1, "bcrypt"));
        for path in [specification, extension, "ruby/gems/3.3.0/gems/bcrypt-3.1.20/lib/bcrypt.rb"] {
            assert_eq!(owners.of(path), Some(0), "{path}");
        }
        assert_eq!(specification_of("gems/x/x.gemspec"), None);
    }
}
