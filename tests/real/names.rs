//! The names samlayers computes are the names SAM CLI makes.

use std::fs;

use samlayers::sam::image_name::Generation;
use samlayers::sam::{Architecture, ImageName, LayerArn, LayerDir, Runtime};

use crate::support::engine::image_names;
use crate::support::lambda::publish;
use crate::support::sam::Machine;

#[test]
fn a_function_with_two_layers_leaves_the_directories_and_the_image_that_were_foretold() {
    let Some(machine) = Machine::new() else { return };
    let layers = ["names-first", "names-2-second"].map(|name| {
        let published = publish(&machine.ministack, "us-east-1", name, &[("shared.txt", name), (name, "here")]);
        LayerArn::new(published.arn).expect("an ARN")
    });
    machine.write_project(&format!(
        "Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: {{CodeUri: src, Handler: bootstrap, Runtime: provided.al2023, Layers: [{}, {}]}}
",
        layers[0].as_str(),
        layers[1].as_str()
    ));

    let invocation = machine.invoke("Hello");

    // The function saw both layers, and where both hold a file, the later one.
    assert_eq!(invocation.answer, ["names-2-second=here", "names-first=here", "shared.txt=names-2-second"]);

    let dirs = layers.each_ref().map(LayerArn::dir);
    let mut cached: Vec<String> = fs::read_dir(machine.cache())
        .expect("SAM made the cache")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("text"))
        .filter(|name| !name.starts_with('.'))
        .collect();
    cached.sort();
    assert_eq!(cached, [dirs[1].as_str(), dirs[0].as_str()]);

    let names = dirs.each_ref().map(LayerDir::as_str);
    let image = ImageName::layered(Generation::V1_71, &Runtime::new("provided.al2023"), Architecture::X86_64, &names);
    assert!(image_names(&machine.docker_host).contains(&image.as_str().to_owned()), "{} is not there", image.as_str());
}
