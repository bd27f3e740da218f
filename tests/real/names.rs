//! The names samlayers computes are the names SAM CLI makes.

use std::fs;

use samlayers::sam::image_name::Generation;
use samlayers::sam::{Architecture, ImageName, LayerArn, Runtime};

use crate::support::engine::image_names;
use crate::support::lambda::publish;
use crate::support::sam::Machine;

/// The directory SAM is expected to make of a layer.
pub fn dir_of(arn: &str) -> String {
    LayerArn::new(arn).expect("an ARN").dir().to_string()
}

/// The image SAM is expected to build for a function of ours with these layers.
pub fn image_of(arns: &[&str]) -> String {
    let dirs: Vec<String> = arns.iter().map(|arn| dir_of(arn)).collect();
    let runtime = Runtime::new("provided.al2023");
    ImageName::layered(Generation::V1_71, &runtime, Architecture::X86_64, &dirs).as_str().to_owned()
}

#[test]
fn a_function_with_two_layers_leaves_the_directories_and_the_image_that_were_foretold() {
    let Some(machine) = Machine::new() else { return };
    let [first, second] = ["names-first", "names-2-second"]
        .map(|name| publish(&machine.ministack, "us-east-1", name, &[("shared.txt", name), (name, "here")]).arn);
    machine.write_project(&format!(
        "Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Timeout: 60, Layers: ['{first}', '{second}']}}
"
    ));

    let invocation = machine.invoke("Hello");

    // The function saw both layers, and where both hold a file, the later one.
    assert_eq!(invocation.answer, ["names-2-second=here", "names-first=here", "shared.txt=names-2-second"]);

    let mut cached: Vec<String> = fs::read_dir(machine.cache())
        .expect("SAM made the cache")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
        .filter(|name| !name.starts_with('.'))
        .collect();
    cached.sort();
    assert_eq!(cached, [dir_of(&second), dir_of(&first)]);

    let image = image_of(&[&first, &second]);
    assert!(image_names(&machine.docker_host).contains(&image), "{image} is not there");
}
