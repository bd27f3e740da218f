//! After a prefetch the next `sam local` starts without a network.

use serde_json::json;

use crate::names::dir_of;
use crate::support::lambda::publish;
use crate::support::sam::Machine;
use crate::support::samlayers;

#[test]
fn sam_starts_offline_after_a_locked_prefetch() {
    let Some(mut machine) = Machine::new() else { return };
    let base =
        publish(&machine.ministack, "us-east-1", "offline-base", &[("lib/base.txt", "base"), ("config", "of base")]);
    let tools =
        publish(&machine.ministack, "us-east-1", "offline-tools", &[("bin/tool", "tool"), ("config", "of tools")]);
    machine.write_project(&format!(
        "Resources:
  Orders:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['{}', '{}']}}
",
        base.arn, tools.arn
    ));
    let samlayers =
        |machine: &Machine, arguments: &[&str]| samlayers::json(machine.command(samlayers::program()), arguments, 0);
    let fetched = samlayers(&machine, &["prefetch", "--locked", "--yes", "--json"]);
    assert_eq!(fetched["locks"][0]["status"], json!("written"), "{fetched:#}");
    let outcomes: Vec<_> = fetched["steps"].as_array().unwrap().iter().map(|step| &step["outcome"]).collect();
    assert_eq!(outcomes, [&json!("done"), &json!("done")], "{fetched:#}");
    let lock = std::fs::read_to_string(machine.project().join("samlayers.lock")).unwrap();
    assert!(lock.contains(&base.code_sha256) && lock.contains(&tools.code_sha256), "{lock}");

    // From here on there is no Lambda API.
    machine.ministack = "http://127.0.0.1:9".to_owned();
    let invocation = machine.invoke("Orders");
    assert_eq!(invocation.answer, ["bin/tool=tool", "config=of tools", "lib/base.txt=base"], "{}", invocation.output);
    for arn in [&base.arn, &tools.arn] {
        assert!(
            invocation.output.contains(&format!("{arn} is already cached. Skipping download")),
            "{}",
            invocation.output
        );
    }
    // The check of the lockfile works offline too, as far as possible without AWS.
    let checked = samlayers(&machine, &["prefetch", "--locked", "--yes", "--json", "--offline"]);
    assert_eq!((&checked["locks"][0]["status"], &checked["steps"]), (&json!("matches"), &json!([])), "{checked:#}");
    assert!(machine.cache().join(dir_of(&base.arn)).is_dir());
}
