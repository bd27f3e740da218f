//! Finds the installed SAM CLI by reading files only. No program is run.
//!
//! `pip`, `pipx`, Homebrew, Nix and the installers of AWS use different folders, but in each case the program on `PATH`
//! leads to its packages: through its own folder, through the Python in its first line, or through the program that a
//! wrapper starts. The versions are in the metadata that every installed Python package has.

mod packages;
mod places;
mod program;

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use crate::sam::installed::InstalledSam;
use packages::Packages;

/// Where to search for programs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SamSearch {
    /// The `PATH` of the user.
    pub path: Option<OsString>,
    /// The folder that relative entries of `PATH` are based on.
    pub cwd: PathBuf,
}

impl SamSearch {
    fn folders(&self) -> Vec<PathBuf> {
        let folders = self.path.iter().flat_map(std::env::split_paths);
        folders.filter(|folder| !folder.as_os_str().is_empty()).map(|folder| self.cwd.join(folder)).collect()
    }

    /// Returns the first program on `PATH` with this name.
    fn program(&self, name: &str) -> Option<PathBuf> {
        self.folders().into_iter().find_map(|folder| program::in_folder(&folder, name))
    }
}

/// Returns every SAM CLI on `PATH`, the one that `sam` starts first.
pub fn installed_sams(search: &SamSearch) -> Vec<InstalledSam> {
    let mut known = HashSet::new();
    let mut found = Vec::new();
    for folder in search.folders() {
        let Some(program) = program::in_folder(&folder, "sam") else { continue };
        let real = dunce::canonicalize(&program).unwrap_or_else(|_| program.clone());
        // The same installation, found by another path.
        if known.insert(real.clone()) {
            found.push(read(program, &real, search));
        }
    }
    found
}

fn read(program: PathBuf, real: &Path, search: &SamSearch) -> InstalledSam {
    let folders: Vec<Packages> =
        places::of(&program, real, search).iter().map(|folder| Packages::in_folder(folder)).collect();
    let Some(own) = folders.iter().position(|packages| packages.sam.is_some()) else {
        // The bundle of AWS's installers has no metadata, but its folder is named after the release.
        return InstalledSam { program, release: places::release_in_path(real), translator: None, pyyaml: None };
    };
    // Packages that are not beside SAM come from the Python it runs on.
    let first = [&folders[own]].into_iter().chain(&folders);
    InstalledSam {
        program,
        release: folders[own].sam.clone(),
        translator: first.clone().find_map(|packages| packages.translator.clone()),
        pyyaml: first.clone().find_map(|packages| packages.pyyaml.clone()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt as _, symlink};

    use std::fs;

    use super::*;

    /// A root folder for the files of a test.
    struct Machine(tempfile::TempDir);

    impl Machine {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn path(&self, below: &str) -> PathBuf {
            self.0.path().canonicalize().unwrap().join(below)
        }

        fn file(&self, below: &str, text: &str) -> PathBuf {
            let path = self.path(below);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            path
        }

        fn program(&self, below: &str, text: &str) -> PathBuf {
            let path = self.file(below, text);
            fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
            path
        }

        fn link(&self, below: &str, target: &str) {
            let path = self.path(below);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            symlink(self.path(target), path).unwrap();
        }

        /// Creates packages in a folder; the names are `name-release` as in their metadata.
        fn packages(&self, folder: &str, packages: &[&str]) {
            for package in packages {
                let (name, release) = package.split_once('-').unwrap();
                let metadata = format!("Metadata-Version: 2.4\nName: {name}\nVersion: {release}\n\nVersion: 9.9.9\n");
                self.file(&format!("{folder}/{package}.dist-info/METADATA"), &metadata);
            }
        }

        /// Returns the releases of SAM, its translator and `PyYAML` that are found with these folders on `PATH`.
        fn found(&self, path: &[&str]) -> Vec<[Option<String>; 3]> {
            let path = std::env::join_paths(path.iter().map(|folder| self.path(folder))).unwrap();
            let search = SamSearch { path: Some(path), cwd: self.path("") };
            let releases = |sam: InstalledSam| {
                [sam.release, sam.translator, sam.pyyaml].map(|release| release.map(|release| release.to_string()))
            };
            installed_sams(&search).into_iter().map(releases).collect()
        }
    }

    const ALL: &[&str] = &["aws_sam_cli-1.150.0", "aws_sam_translator-1.100.0", "PyYAML-6.0.2"];

    fn all() -> [Option<String>; 3] {
        ["1.150.0", "1.100.0", "6.0.2"].map(|release| Some(release.to_owned()))
    }

    #[test]
    fn a_virtual_environment_and_pipx() {
        let machine = Machine::new();
        machine.packages("venv/lib/python3.12/site-packages", ALL);
        let script = format!("#!{}\nimport sys\n", machine.path("venv/bin/python").display());
        machine.program("venv/bin/sam", &script);
        assert_eq!(machine.found(&["venv/bin"]), [all()]);
        machine.link("home/.local/bin/sam", "venv/bin/sam");
        assert_eq!(machine.found(&["home/.local/bin", "venv/bin"]), [all()], "it is the same one");
    }

    #[test]
    fn a_script_elsewhere_that_names_its_python() {
        let machine = Machine::new();
        machine.packages("python/lib/python3.12/site-packages", ALL);
        let python = machine.program("python/bin/python3", "");
        for script in [
            format!("#!{}\n", python.display()),
            format!("#!/bin/sh\n'''exec' \"{}\" \"$0\" \"$@\"\n' '''\n", python.display()),
            "#!/usr/bin/env python3\n".to_owned(),
        ] {
            machine.program("bin/sam", &script);
            assert_eq!(machine.found(&["bin", "python/bin"]), [all()], "{script}");
        }
    }

    #[test]
    fn homebrew_with_yaml_of_its_python() {
        let machine = Machine::new();
        machine.packages("Cellar/aws-sam-cli/1.150.0/libexec/lib/python3.13/site-packages", &ALL[..2]);
        machine.packages("Cellar/python@3.13/3.13.1/lib/python3.13/site-packages", &ALL[2..]);
        machine.program("Cellar/python@3.13/3.13.1/bin/python3.13", "");
        machine.link("Cellar/aws-sam-cli/1.150.0/libexec/bin/python", "Cellar/python@3.13/3.13.1/bin/python3.13");
        let python = machine.path("Cellar/aws-sam-cli/1.150.0/libexec/bin/python");
        machine.program("Cellar/aws-sam-cli/1.150.0/libexec/bin/sam", &format!("#!{}\n", python.display()));
        machine.link("bin/sam", "Cellar/aws-sam-cli/1.150.0/libexec/bin/sam");
        assert_eq!(machine.found(&["bin"]), [all()]);
    }

    #[test]
    fn nix_with_each_package_in_a_folder_of_its_own() {
        let machine = Machine::new();
        machine.packages("store/a-aws-sam-cli-1.150.0/lib/python3.12/site-packages", &ALL[..1]);
        machine.packages("store/b-translator/lib/python3.12/site-packages", &ALL[1..2]);
        machine.packages("store/c-pyyaml/lib/python3.12/site-packages", &ALL[2..]);
        let at =
            |folder: &str| machine.path(&format!("store/{folder}/lib/python3.12/site-packages")).display().to_string();
        let wrapped = format!(
            "#!/none/python3\nimport site;[site.addsitedir(p) for p in ['{}','{}']]\n",
            at("b-translator"),
            at("c-pyyaml")
        );
        let program = machine.program("store/a-aws-sam-cli-1.150.0/bin/.sam-wrapped", &wrapped);
        let starter = format!("#! /nix/bash -e\nexec -a \"$0\" \"{}\"  \"$@\"\n", program.display());
        machine.program("profile/bin/sam", &starter);
        assert_eq!(machine.found(&["profile/bin"]), [all()]);
    }

    #[test]
    fn the_bundle_of_the_installer_and_the_one_for_windows() {
        let machine = Machine::new();
        machine.program("usr/local/aws-sam-cli/1.150.0/dist/sam", "\u{7f}ELF");
        machine.link("usr/local/aws-sam-cli/current", "usr/local/aws-sam-cli/1.150.0");
        machine.link("usr/local/bin/sam", "usr/local/aws-sam-cli/current/dist/sam");
        assert_eq!(machine.found(&["usr/local/bin"]), [[Some("1.150.0".to_owned()), None, None]]);
        machine.packages("AWSSAMCLI/runtime/Lib/site-packages", ALL);
        machine.program("AWSSAMCLI/bin/sam", "\"%~dp0/../runtime/python.exe\" -m samcli %*\n");
        assert_eq!(machine.found(&["AWSSAMCLI/bin"]), [all()]);
    }

    #[test]
    fn pyenv_scripts_lead_to_the_selected_version() {
        let machine = Machine::new();
        machine.program("pyenv/shims/sam", "#!/usr/bin/env bash\nexec \"/usr/bin/pyenv\" exec \"sam\" \"$@\"\n");
        machine.packages("pyenv/versions/3.11.7/lib/python3.11/site-packages", ALL);
        machine.packages("pyenv/versions/3.12.1/lib/python3.12/site-packages", &["aws_sam_cli-1.2.0"]);
        machine.program("pyenv/versions/3.11.7/bin/sam", "#!/none\n");
        machine.program("pyenv/versions/3.12.1/bin/sam", "#!/none\n");
        assert_eq!(machine.found(&["pyenv/shims"]), [[None, None, None]], "either of them");
        machine.file("pyenv/version", "3.11.7\n");
        assert_eq!(machine.found(&["pyenv/shims"]), [all()]);
    }

    #[test]
    fn the_first_sam_on_path_comes_first_and_other_programs_are_unknown() {
        let machine = Machine::new();
        machine.packages("new/lib/python3.12/site-packages", ALL);
        machine.program("new/bin/sam", "#!/none\n");
        machine.packages("old/lib/python3.8/site-packages", &["aws_sam_cli-1.40.0"]);
        machine.program("old/bin/sam", "#!/none\n");
        machine.program("plan9/bin/sam", "an editor");
        machine.file("no-program/sam", "not executable");
        let old = [Some("1.40.0".to_owned()), None, None];
        let nothing = [None, None, None];
        assert_eq!(machine.found(&["no-program", "plan9/bin", "old/bin", "new/bin"]), [nothing, old, all()]);
        assert_eq!(machine.found(&["nowhere"]), Vec::<[Option<String>; 3]>::new());
    }

    #[test]
    fn endless_metadata_is_not_read_and_the_folder_name_is_used() {
        let machine = Machine::new();
        machine.program("venv/bin/sam", "#!/none\n");
        let metadata = machine.path("venv/lib/python3.12/site-packages/aws_sam_cli-1.150.0.dist-info/METADATA");
        fs::create_dir_all(metadata.parent().unwrap()).unwrap();
        symlink("/dev/zero", &metadata).unwrap();
        // The release is also in the name of the folder.
        assert_eq!(machine.found(&["venv/bin"]), [[Some("1.150.0".to_owned()), None, None]]);
        machine.file("venv/lib/python3.12/site-packages/PyYAML-6.0.dist-info/METADATA", "Version: \u{1b}[31m6.0\n");
        assert_eq!(
            machine.found(&["venv/bin"]),
            [["1.150.0", "", "6.0"].map(|text| (!text.is_empty()).then(|| text.to_owned()))]
        );
    }
}
