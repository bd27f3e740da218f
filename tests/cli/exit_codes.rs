//! The table of exit codes in docs/exit-codes.md is true for each command.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::home::{Home, set_mode};

const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:numbers:7";

/// A layer that a template uses, a broken layer, one in the trash, a source for imports, and a folder that is no layer.
fn home() -> (Home, String) {
    let home = Home::new();
    let dir = home.run(&["dir", ARN]).exits(0).stdout.trim().to_owned();
    home.cached(&format!("{dir}/python/a.py"), "a = 1\n");
    home.cached("gone-1-0123456789/python/a.py", "a = 1\n");
    home.write(
        "project/template.yaml",
        format!(
            "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{CodeUri: src, Handler: a.b, Runtime: \
             python3.12, Layers: ['{ARN}']}}\n"
        ),
    );
    home.write("project/src/a.py", "a = 1\n");
    home.write("project/layer/python/a.py", "a = 1\n");
    home.write("project/wrapped/my-layer/python/a.py", "a = 1\n");
    home.write(
        "refused/template.yaml",
        "Resources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {CodeUri: src, Handler: a.b, Runtime: python3.12, NoSuch: 1}\n",
    );
    home.json(&["purge", "gone-1-*", "--yes"], 0);
    home.cached("empty-1-0123456789/.keep", "");
    std::fs::remove_file(home.cache().join("empty-1-0123456789/.keep")).unwrap();
    (home, dir)
}

/// Command lines with the exit code of each.
fn cases(dir: &str) -> Vec<(String, i32)> {
    let import = "import layer --arn arn:aws:lambda:us-east-1:000000000000:layer:own:1";
    [
        ("ls", 0),
        ("ls --layer-cache-basedir template.yaml", 1),
        ("ls more", 2),
        ("images --no-engine", 0),
        ("images", 1),
        ("images --all", 2),
        ("functions", 0),
        ("functions --project ../refused", 1),
        ("functions --project", 2),
        ("explain DIR", 0),
        ("explain other-1-0123456789", 1),
        ("explain ?", 2),
        ("dir ARN", 0),
        ("dir junk", 2),
        ("arn DIR", 0),
        ("arn other-1-0123456789", 1),
        ("arn junk", 2),
        ("tag --runtime python3.12 ARN", 0),
        ("tag --runtime python3.12", 2),
        ("verify DIR", 0),
        ("verify", 1),
        ("verify other-1-0123456789", 1),
        ("verify [", 2),
        ("purge DIR --dry-run", 0),
        ("purge other-1-0123456789 --yes", 1),
        ("purge --yes", 2),
        ("purge DIR", 2),
        ("refresh DIR --dry-run --offline", 0),
        ("refresh DIR --yes --offline", 1),
        ("refresh", 2),
        ("prefetch --yes --offline", 0),
        ("prefetch --yes --offline --project ../refused", 1),
        ("prefetch --locked --update-lock", 2),
        ("undo --dry-run", 0),
        ("undo --yes --read-only", 1),
        ("undo", 2),
        ("trash ls", 0),
        ("trash ls --layer-cache-basedir template.yaml", 1),
        ("trash empty", 2),
        (&format!("{import} --dry-run"), 0),
        ("import nothing --arn arn:aws:lambda:us-east-1:000000000000:layer:own:1 --yes", 1),
        (import, 2),
        ("export DIR --repack -o exported.zip", 0),
        ("export DIR --repack -o exported.zip", 1),
        ("export DIR --repack", 2),
        ("pack layer -o packed.zip", 0),
        ("pack wrapped -o wrapped.zip", 1),
        ("pack layer", 2),
        ("publish layer --layer-name own --to-region eu-west-1 --dry-run --offline", 1),
        ("publish layer --layer-name own --to-region nowhere! --dry-run", 2),
        ("size F", 0),
        ("size ./nothing", 1),
        ("size --quick", 2),
        ("builds", 0),
        ("builds --project ../unbuilt", 1),
        ("builds more", 2),
        ("doctor --no-engine --offline --layer-cache-basedir ../fine", 0),
        ("doctor --no-engine --offline", 1),
        ("doctor more", 2),
        ("completions bash", 0),
        ("completions", 2),
        ("man", 0),
        ("man --to-dir template.yaml", 1),
        ("man nothing", 2),
    ]
    .map(|(line, code): (&str, i32)| (line.replace("DIR", dir).replace("ARN", ARN), code))
    .into()
}

#[test]
fn the_table_of_readme_is_true_for_each_command() {
    let (home, dir) = home();
    // A build folder whose build.toml is missing.
    home.write("unbuilt/template.yaml", "Resources: {}\n");
    home.write("unbuilt/.aws-sam/cache/7f3c0e5b-9ad8-4b6c-8e21-d0f4a6b7c8d9/a.py", "1");
    home.write("fine/notes.txt", "");
    let mut codes: BTreeMap<String, BTreeSet<i32>> = BTreeMap::new();
    for (line, code) in cases(&dir) {
        let arguments: Vec<&str> = line.split(' ').collect();
        let ran = home.run(&arguments);
        assert_eq!(ran.code, code, "{line}: {ran:?}");
        assert!(!ran.stderr.contains("panicked"), "{line}: {ran:?}");
        codes.entry(arguments[0].to_owned()).or_default().insert(code);
    }
    let help = home.run(&["--help"]).exits(0).stdout.clone();
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // Longer descriptions go on in the next line.
    let commands = commands.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let commands: BTreeSet<&str> =
        commands.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help").collect();
    assert!(commands.len() > 15, "{help}");
    let tried: BTreeSet<&str> = codes.keys().map(String::as_str).collect();
    assert_eq!(commands, tried, "each command has its cases");
    for (command, codes) in &codes {
        // Publishing with success needs AWS, and is tested there; two commands have nothing that can fail here.
        let needs: &[i32] = match &**command {
            "publish" => &[1, 2],
            "dir" | "tag" | "completions" => &[0, 2],
            _ => &[0, 1, 2],
        };
        assert!(needs.iter().all(|code| codes.contains(code)), "{command}: {codes:?}");
    }
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/exit-codes.md")).unwrap();
    let table = readme.split("# Exit codes").nth(1).expect("the section").split("\n## ").next().unwrap();
    let listed = table.lines().filter(|line| line.starts_with("| `")).filter_map(|line| line.split('|').nth(1));
    let listed: BTreeSet<&str> =
        listed.flat_map(|cell| cell.split(',')).map(|name| name.trim().trim_matches('`')).collect();
    assert_eq!(listed, commands, "the table has each command once");
}

/// A file that cannot be read is a 1 of `ls`, while a layer with other problems is not.
#[test]
fn ls_distinguishes_what_is_unreadable_from_what_is_wrong() {
    let (home, dir) = home();
    home.run(&["ls", "--no-engine"]).exits(0).prints("1 problem");
    home.cached(&format!(".locks/{dir}.downloading.status"), "completed\n1700000000.5");
    home.open_to_all();
    set_mode(&home.cache().join(format!(".locks/{dir}.downloading.status")), 0);
    let Some(ran) = home.run_as_nobody(&["ls", "--no-engine"]) else { return };
    ran.exits(1).prints("2 problems");
    let Some(ran) = home.run_as_nobody(&["verify", "--no-engine", &dir]) else { return };
    ran.exits(1).prints("locks-unreadable").prints("chown");
}
