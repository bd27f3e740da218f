//! The `explain` command: the inputs of every hash, what SAM would look for, what exists instead, and how the two
//! differ.

mod document;
mod facts;
mod function;
mod lines;
mod print;
mod print_function;

use crate::cli::args::ExplainArgs;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::session::Session;
use crate::sam::{ImageName, LayerArn, LayerDir, TypedName};
use facts::Explanation;
pub(super) use function::named as functions_named;

/// The name to explain.
#[derive(Debug)]
enum Subject {
    Arn(LayerArn),
    Dir(LayerDir),
    Image(ImageName),
    /// A function by its logical ID or full path, in the given template or in any.
    Function {
        template: Option<String>,
        name: String,
    },
}

pub fn run(args: &ExplainArgs, session: &Session, out: &mut Output) -> anyhow::Result<Exit> {
    let subject = parse(&args.name);
    let mut survey = session.survey()?;
    if let Subject::Image(image) = &subject {
        survey.search_images(std::slice::from_ref(image), session)?;
    }
    let mut explanation = Explanation::gather(subject, survey)?;
    explanation.ask_for_storage(&session.context);
    if session.json {
        out.json(&explanation.document())?;
    } else {
        print::print(&explanation, out)?;
    }
    Ok(Exit::done_if(explanation.is_explained()))
}

fn parse(text: &str) -> Subject {
    match TypedName::of(text) {
        TypedName::Dir(dir) | TypedName::Path(dir) => Subject::Dir(dir),
        TypedName::Image(image) => Subject::Image(image),
        TypedName::Arn(arn) => Subject::Arn(arn),
        // A function may have the name of a problem's code.
        TypedName::NotAnArn(_) | TypedName::Problem(_) | TypedName::Other => match text.rsplit_once('#') {
            Some((template, name)) => Subject::Function { template: Some(template.to_owned()), name: name.to_owned() },
            None => Subject::Function { template: None, name: text.to_owned() },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinguished() {
        let arn = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
        assert!(matches!(parse(arn), Subject::Arn(_)));
        assert!(matches!(parse("/x/layers-pkg/myLayer-1-926eeb5ff1/"), Subject::Dir(_)));
        let image = "samcli/lambda-python:3.12-x86_64-2dd7ac5ffb30d515926aefffd";
        assert!(matches!(parse(image), Subject::Image(_)));
        assert!(matches!(parse("Stack/Fn"), Subject::Function { template: None, .. }));
        assert!(matches!(parse("a/t.yaml#Fn"), Subject::Function { template: Some(_), .. }));
    }
}
