//! What `purge --builds` removes, the real `sam build` does not miss: it keeps using everything else.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use crate::support::{real, samlayers};

/// A project with two Python functions, each with a dependency from a local folder: no network is needed.
struct Project(tempfile::TempDir, PathBuf);

impl Project {
    fn new(venv: PathBuf) -> Self {
        let project = Self(tempfile::tempdir().unwrap(), venv);
        let wheels = project.path("wheels");
        fs::create_dir(&wheels).unwrap();
        write_wheel(&wheels.join("tinydep-1.0-py3-none-any.whl"));
        for code in ["one", "two", "three"] {
            fs::create_dir(project.path(code)).unwrap();
            fs::write(project.path(code).join("app.py"), "import tinydep\n").unwrap();
            let requirements = format!("--no-index\n--find-links {}\ntinydep==1.0\n", wheels.display());
            fs::write(project.path(code).join("requirements.txt"), requirements).unwrap();
        }
        project.template("two");
        project
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn template(&self, code_of_two: &str) {
        let function = |name: &str, code: &str| {
            format!(
                "  {name}:\n    Type: AWS::Serverless::Function\n    Properties: {{Runtime: {}, Handler: app.handler, CodeUri: {code}}}\n",
                self.runtime()
            )
        };
        let functions = function("One", "one") + &function("Two", code_of_two);
        fs::write(
            self.path("template.yaml"),
            format!("Transform: AWS::Serverless-2016-10-31\nResources:\n{functions}"),
        )
        .unwrap();
    }

    /// SAM builds with the Python that it runs on.
    fn runtime(&self) -> String {
        let python = Command::new(self.1.join("bin/python"))
            .args(["-c", "import sys; print('python%d.%d' % sys.version_info[:2])"])
            .output()
            .unwrap();
        String::from_utf8(python.stdout).unwrap().trim().to_owned()
    }

    fn sam(&self, arguments: &[&str]) -> String {
        let output =
            self.command(&self.1.join("bin/sam")).arg("build").arg("--cached").args(arguments).output().unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{text}");
        text
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        let path = format!("{}:/usr/local/bin:/usr/bin:/bin", self.1.join("bin").display());
        command.current_dir(self.0.path()).env("HOME", self.path("home")).env("PATH", path);
        command.env("SAM_CLI_TELEMETRY", "0");
        command
    }

    fn deps(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.path(".aws-sam/deps"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    /// Makes the last build an hour old.
    fn age(&self) {
        let old = SystemTime::now() - Duration::from_hours(1);
        for entry in walkdir::WalkDir::new(self.path(".aws-sam")).into_iter().map(Result::unwrap) {
            if !entry.path_is_symlink() {
                fs::File::open(entry.path()).unwrap().set_modified(old).unwrap();
            }
        }
    }
}

fn write_wheel(path: &Path) {
    let info = "tinydep-1.0.dist-info";
    let files = [
        ("tinydep.py".to_owned(), "X = 1\n".to_owned()),
        (format!("{info}/METADATA"), "Metadata-Version: 2.1\nName: tinydep\nVersion: 1.0\n".to_owned()),
        (
            format!("{info}/WHEEL"),
            "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n".to_owned(),
        ),
        (format!("{info}/RECORD"), format!("tinydep.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")),
    ];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    fs::File::create(path).unwrap().write_all(&crate::support::layers::zip_of(&files)).unwrap();
}

#[test]
fn sam_build_keeps_using_what_a_purge_of_builds_kept() {
    let Some(venv) = real::venv() else { return };
    let project = Project::new(venv);
    project.sam(&[]);
    let named = project.deps();
    assert_eq!(named.len(), 2);
    // Building one function with other code leaves a UUID that `build.toml` never names.
    project.template("three");
    project.sam(&["Two"]);
    assert_eq!(project.deps().len(), 3);
    project.template("two");
    project.age();

    let purge = ["purge", "--builds", "--yes", "--json", "--no-engine", "--offline"];
    let purged = samlayers::json(project.command(samlayers::program()), &purge, 0);
    assert_eq!(purged["steps"].as_array().unwrap().len(), 1, "{purged:#}");
    assert_eq!(project.deps(), named);
    let output = project.sam(&[]);
    assert_eq!(output.matches("Manifest is not changed").count(), 2, "{output}");
    // SAM left our trash alone, and what comes back does not disturb it.
    project.age();
    samlayers::json(project.command(samlayers::program()), &["undo", "--yes", "--json"], 0);
    assert_eq!(project.deps().len(), 3);
    let output = project.sam(&[]);
    assert_eq!(output.matches("Manifest is not changed").count(), 2, "{output}");
}
