//! What samlayers imported is what SAM CLI runs, with no network and no credentials.

use std::fs;

use crate::support::sam::Machine;
use crate::support::samlayers;

const OWN: &str = "arn:aws:lambda:us-east-1:000000000000:layer:imported-own:1";
const ZIPPED: &str = "arn:aws:lambda:us-east-1:000000000000:layer:imported-zipped:1";

#[test]
fn sam_runs_imported_layers_without_network_and_credentials() {
    let Some(mut machine) = Machine::new() else { return };
    (machine.ministack, machine.has_credentials) = ("http://127.0.0.1:9".to_owned(), false);
    let template = |layer: &str| {
        format!(
            "Resources:
  Own:
    Type: AWS::Serverless::LayerVersion
    Properties: {{ContentUri: own}}
  Orders:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: [{layer}, '{ZIPPED}']}}
"
        )
    };
    machine.write_project(&template("!Ref Own"));
    let own = machine.project().join("own/lib");
    fs::create_dir_all(&own).unwrap();
    fs::write(own.join("own.txt"), "own").unwrap();
    let zip = machine.project().join("zipped.zip");
    fs::write(&zip, crate::support::layers::zip_of(&[("lib/zipped.txt", b"zipped")])).unwrap();
    let samlayers = |arguments: &[&str]| samlayers::json(machine.command(samlayers::program()), arguments, 0);
    samlayers(&["import", "zipped.zip", "--arn", ZIPPED, "--yes", "--json", "--offline"]);
    samlayers(&["import", "Own", "--arn", OWN, "--yes", "--json", "--offline"]);
    machine.write_project(&template(&format!("'{OWN}'")));
    let invocation = machine.invoke("Orders");
    assert_eq!(invocation.answer, ["lib/own.txt=own", "lib/zipped.txt=zipped"], "{}", invocation.output);
    for arn in [OWN, ZIPPED] {
        let cached = format!("{arn} is already cached. Skipping download");
        assert!(invocation.output.contains(&cached), "{}", invocation.output);
    }

    // The image has the old content, which is said; without it, SAM builds it from the new content.
    fs::write(own.join("own.txt"), "newer").unwrap();
    let arguments = ["import", "own", "--arn", OWN, "--replace", "--yes", "--json", "--offline"];
    let replaced = samlayers(&arguments);
    assert_eq!(replaced["outdated_images"].as_array().map(Vec::len), Some(1), "{replaced:#}");
    samlayers(&[&arguments[..], &["--with-images"]].concat());
    let invocation = machine.invoke("Orders");
    assert_eq!(invocation.answer, ["lib/own.txt=newer", "lib/zipped.txt=zipped"], "{}", invocation.output);
}
