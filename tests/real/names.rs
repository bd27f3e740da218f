//! The names that samlayers computes are those that SAM CLI uses.

use std::fs;

use samlayers::sam::image_name::Generation;
use samlayers::sam::{Architecture, HashedName, ImageName, LayerArn, Runtime};

use crate::support::engine::image_names;
use crate::support::lambda::publish;
use crate::support::sam::Machine;

/// The directory that SAM is expected to create for a layer.
pub fn dir_of(arn: &str) -> String {
    LayerArn::new(arn).expect("an ARN").dir().to_string()
}

/// The image that SAM is expected to build for a test function with these layers.
pub fn image_of(arns: &[&str]) -> String {
    let dirs: Vec<HashedName> = arns.iter().map(|arn| HashedName::parse(&dir_of(arn))).collect();
    let runtime = Runtime::new("provided.al2023");
    ImageName::layered(Generation::V1_71, &runtime, Architecture::X86_64, &dirs).as_str().to_owned()
}

#[test]
fn a_function_with_two_layers_creates_the_predicted_directories_and_image() {
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

    // The function saw both layers, and of a file in both, that of the later layer.
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
