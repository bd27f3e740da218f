//! `prefetch --locked` and its lockfile, as a project and its CI use them.

use std::fs;

use crate::home::{Home, Ran};
use crate::support::layers::{Layers, zip_of};

const NUMPY: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:numpy:3";
const PANDAS: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:pandas:1";

/// A project with a function that has two layers, and the Lambda API that serves them.
struct Project {
    home: Home,
    lambda: Layers,
}

impl Project {
    fn new() -> Self {
        let project = Self { home: Home::new(), lambda: Layers::start() };
        project.lambda.publish(NUMPY, zip_of(&[("python/numpy.py", b"one = 1\n")]));
        project.lambda.publish(PANDAS, zip_of(&[("python/pandas.py", b"two = 2\n")]));
        project.write_template(&[NUMPY, PANDAS]);
        project
    }

    fn write_template(&self, layers: &[&str]) {
        let layers = layers.join("', '");
        self.home.write(
            "project/template.yaml",
            format!(
                "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: ., Handler: a.b, Runtime: \
                 python3.12, Layers: ['{layers}']}}\n"
            ),
        );
    }

    fn prefetch(&self, arguments: &[&str]) -> Ran {
        self.prefetch_with(arguments, &[])
    }

    fn prefetch_with(&self, arguments: &[&str], more: &[(&'static str, String)]) -> Ran {
        let environment: Vec<_> = self.lambda.environment().into_iter().chain(more.iter().cloned()).collect();
        self.home.run_with(&[&["prefetch", "--no-engine"], arguments].concat(), &environment)
    }

    fn lock(&self) -> Option<String> {
        fs::read_to_string(self.home.path("project/samlayers.lock")).ok()
    }

    /// Removes the cache, as on a fresh machine.
    #[expect(clippy::disallowed_methods, reason = "the test's own folder")]
    fn lose_cache(&self) {
        fs::remove_dir_all(self.home.cache()).unwrap();
    }

    fn cached(&self) -> usize {
        let Ok(entries) = fs::read_dir(self.home.cache()) else { return 0 };
        entries.filter(|entry| !entry.as_ref().unwrap().file_name().to_string_lossy().starts_with('.')).count()
    }
}

#[test]
fn the_first_run_writes_the_lockfile_and_later_runs_follow_it() {
    let project = Project::new();
    let first = project.prefetch(&["--locked", "--yes", "--json"]).exits(0).json();
    assert_eq!((&first["locks"][0]["status"], project.cached()), (&"written".into(), 2), "{first:#}");
    let lock = project.lock().unwrap();
    assert!(
        lock.find(NUMPY) < lock.find(PANDAS) && lock.contains("schema = 1") && lock.contains("code_sha256 = "),
        "{lock}"
    );

    let downloads = project.lambda.downloads();
    project.prefetch(&["--locked", "--yes"]).exits(0).prints("samlayers.lock matches").prints("nothing to do");
    assert_eq!((project.lock().unwrap(), project.lambda.downloads()), (lock, downloads));
}

#[test]
fn a_different_zip_under_the_same_arn_is_not_downloaded() {
    let project = Project::new();
    project.prefetch(&["--locked", "--yes", "--dry-run"]).exits(0);
    assert_eq!(project.lock(), None, "a dry run writes nothing");
    project.prefetch(&["--update-lock", "--yes", "--dry-run"]).exits(0);
    project.prefetch(&["--update-lock", "--yes"]).exits(0).prints("samlayers.lock written");
    let lock = project.lock().unwrap();
    let downloads = project.lambda.downloads();

    project.lose_cache();
    project.lambda.publish(NUMPY, zip_of(&[("python/numpy.py", b"one = 'something else'\n")]));
    project
        .prefetch(&["--locked", "--yes"])
        .exits(1)
        .prints("has changed: SHA-256")
        .prints(NUMPY)
        .prints("--update-lock");
    let report = project.prefetch(&["--locked", "--yes", "--json"]).exits(1).json();
    assert_eq!((&report["locks"][0]["status"], &report["steps"]), (&"differs".into(), &serde_json::json!([])));
    assert_eq!((project.cached(), project.lambda.downloads()), (0, downloads), "nothing was downloaded");
    assert_eq!(project.lock().unwrap(), lock, "and the lockfile is unchanged");

    project.prefetch(&["--update-lock", "--yes"]).exits(0).prints("written");
    assert_ne!(project.lock().unwrap(), lock);
    project.prefetch(&["--locked", "--yes"]).exits(0);
    assert_eq!(project.cached(), 2);
}

#[test]
fn a_layer_missing_from_the_lockfile_is_an_error_and_an_extra_one_a_note() {
    let project = Project::new();
    project.write_template(&[NUMPY]);
    project.prefetch(&["--locked", "--yes"]).exits(0);
    project.write_template(&[NUMPY, PANDAS]);
    project.prefetch(&["--locked", "--yes"]).exits(1).prints("layer:pandas:1 is not in the lockfile");
    // Without AWS the ARNs can still be compared.
    project.prefetch(&["--locked", "--yes", "--offline"]).exits(1).prints("layer:pandas:1 is not in the lockfile");
    project.prefetch(&["--update-lock", "--yes"]).exits(0);
    project.write_template(&[NUMPY]);
    project.prefetch(&["--locked", "--yes"]).exits(0).prints("1 layer in it that no template needs");
    project.prefetch(&["--locked", "--yes", "--offline"]).exits(0).prints("matches");
}

#[test]
fn no_lockfile_is_written_in_ci() {
    let project = Project::new();
    let ci = [("CI", "true".to_owned())];
    project.prefetch_with(&["--locked", "--yes"], &ci).exits(1).prints("not created in CI");
    assert_eq!((project.lock(), project.cached()), (None, 0));
    project.prefetch(&["--locked", "--yes"]).exits(0);
    project.prefetch_with(&["--locked", "--yes"], &ci).exits(0).prints("matches");
}

#[test]
fn an_incomplete_lockfile_is_never_written() {
    let project = Project::new();
    let gone = NUMPY.replace("numpy", "gone");
    project.write_template(&[NUMPY, &gone]);
    project.prefetch(&["--locked", "--yes"]).exits(1).prints(&gone);
    assert_eq!((project.lock(), project.cached()), (None, 0));
    project.home.write("project/samlayers.lock", "<<<<<<< HEAD\nschema = 1\n");
    project.prefetch(&["--locked", "--yes"]).exits(1).prints("samlayers.lock failed");
    project.prefetch(&["--locked", "--yes", "--offline"]).exits(1);
}

#[test]
fn the_cache_key_is_one_line_computed_offline() {
    let project = Project::new();
    project.prefetch(&["--cache-key"]).exits(1).prints("samlayers prefetch --locked");
    project.prefetch(&["--locked", "--yes"]).exits(0);
    let asked = project.lambda.server.requests().len();
    let key = project.prefetch(&["--cache-key"]).exits(0).stdout.clone();
    assert!(key.starts_with("samlayers-1-") && key.ends_with('\n') && key.lines().count() == 1, "{key:?}");
    project.lose_cache();
    assert_eq!(project.prefetch(&["--cache-key"]).stdout, key);
    assert_eq!(project.lambda.server.requests().len(), asked);

    project.write_template(&[NUMPY]);
    project.prefetch(&["--update-lock", "--yes"]).exits(0);
    assert_ne!(project.prefetch(&["--cache-key"]).exits(0).stdout, key);
}
