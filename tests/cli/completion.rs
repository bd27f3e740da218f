//! What a shell offers at Tab, and the manual pages.

use std::path::Path;
use std::process::Command;

use crate::home::{Home, Ran};

const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:shared-utils:5";
const TEMPLATE: &str = "Transform: AWS::Serverless-2016-10-31
Resources:
  OrdersFunction:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.13
      Handler: a.b
      CodeUri: .
      Layers: [arn:aws:lambda:eu-west-1:123456789012:layer:shared-utils:5]
";

fn home() -> Home {
    let home = Home::new();
    home.cached("shared-utils-5-0123456789/f", "x");
    home.cached("shared-fonts-1-0123456789/f", "x");
    home.cached("notes.txt", "x");
    home.write("project/template.yaml", TEMPLATE);
    home
}

/// Runs the program as the script of fish does, with the words typed so far; the last one is to be completed.
fn offered(home: &Home, words: &[&str]) -> Vec<String> {
    let mut command = home.command(&["--", "samlayers"]);
    command.args(words).env("SAMLAYERS_COMPLETE", "fish");
    let ran = Ran::of(&mut command);
    ran.exits(0);
    ran.stdout.lines().map(|line| line.split('\t').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn names_from_the_cache_and_the_templates_are_offered() {
    let home = home();
    assert_eq!(offered(&home, &["purge", "shared-u"]), ["shared-utils-5-0123456789"]);
    assert_eq!(offered(&home, &["verify", "shared-"]), ["shared-fonts-1-0123456789", "shared-utils-5-0123456789"]);
    assert_eq!(offered(&home, &["refresh", "layer-em"]), ["layer-empty"]);
    assert_eq!(offered(&home, &["explain", "Orders"]), ["OrdersFunction"]);
    assert_eq!(offered(&home, &["dir", "arn:"]), [ARN]);
    assert_eq!(offered(&home, &["arn", "shared-f"]), ["shared-fonts-1-0123456789"]);
    assert!(offered(&home, &["tag", "--runtime", "python3.1"]).contains(&"python3.13".to_owned()));
    assert!(offered(&home, &["purge", "--unref"]).contains(&"--unreferenced".to_owned()));
}

#[test]
fn options_typed_before_count_for_what_is_offered() {
    let home = home();
    home.write("elsewhere/other-1-0123456789/f", "x");
    let elsewhere = home.path("elsewhere");
    let typed = ["--layer-cache-basedir", elsewhere.to_str().unwrap(), "purge", "oth"];
    assert_eq!(offered(&home, &typed), ["other-1-0123456789"]);
}

#[test]
fn nothing_is_written_for_a_tab_and_damage_is_no_message() {
    let home = home();
    home.write("project/template.yaml", "Resources: [");
    assert_eq!(offered(&home, &["explain", "Ord"]), Vec::<String>::new());
    assert!(!home.path("data").exists());
    home.command(&["--", "samlayers", "ls"]).env("SAMLAYERS_COMPLETE", "fish").env_remove("HOME").output().unwrap();
    let unknown_shell = Ran::of(home.command(&["--", "samlayers", ""]).env("SAMLAYERS_COMPLETE", "tcsh"));
    unknown_shell.exits(2).prints("tcsh");
}

#[test]
fn the_script_works_in_bash() {
    let home = home();
    let script = home.write("completion.bash", home.run(&["completions", "bash"]).exits(0).stdout.as_bytes());
    let typed = "source \"$1\"; COMP_WORDS=(samlayers purge shared-u); COMP_CWORD=2; COMP_TYPE=9
        declare -F | grep -o '_clap_complete_samlayers' | head -n 1 > \"$1.name\"
        $(< \"$1.name\") samlayers shared-u purge; printf '%s\\n' \"${COMPREPLY[@]}\"";
    let folder = Path::new(env!("CARGO_BIN_EXE_samlayers")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let template = home.command(&[]);
    let mut bash = Command::new("bash");
    bash.args(["-c", typed, "bash"]).arg(&script).env_clear();
    for (name, value) in template.get_envs() {
        value.map(|value| bash.env(name, value));
    }
    let Ok(output) = bash.env("PATH", path).current_dir(home.path("project")).output() else {
        eprintln!("skipped: no bash");
        return;
    };
    let printed = String::from_utf8_lossy(&output.stdout);
    assert_eq!(printed.trim(), "shared-utils-5-0123456789", "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn the_scripts_are_valid() {
    for (shell, check) in [("bash", &["bash", "-n"][..]), ("zsh", &["zsh", "-n"]), ("fish", &["fish", "-n"])] {
        let home = Home::new();
        let script = home.write("script", home.run(&["completions", shell]).exits(0).stdout.as_bytes());
        let Ok(output) = Command::new(check[0]).args(&check[1..]).arg(script).output() else {
            eprintln!("skipped: no {shell}");
            continue;
        };
        assert!(output.status.success(), "{shell}: {}", String::from_utf8_lossy(&output.stderr));
    }
    for shell in ["powershell", "elvish", "nushell"] {
        Home::new().run(&["completions", shell]).exits(0).prints("samlayers");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let home = Home::new();
    home.run(&["man"]).exits(0).prints(".TH SAMLAYERS 1").prints("samlayers\\-tag(1)");
    home.run(&["man", "trash", "restore"]).exits(0).prints("trash restore");
    home.run(&["man", "nonsense"]).exits(2).prints("`nonsense` is not a command");
    home.run(&["man", "--to-dir", "pages"]).exits(0);
    let pages = std::fs::read_dir(home.path("project/pages")).unwrap().count();
    assert!(pages >= 15, "{pages}");
}
