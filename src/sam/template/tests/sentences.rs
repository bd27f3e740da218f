//! Tests that every problem code of templates occurs, with a proper message.

use std::collections::BTreeSet;

use super::*;

const FUNCTION: &str = "AWS::Lambda::Function, Properties: {Handler: a, Code: src, Runtime: ";

/// Returns whether a function of a template, or one of its layers, can have this problem. A new code has to be added to
/// one side.
fn is_of_a_template(code: ProblemCode) -> bool {
    use ProblemCode as P;
    match code {
        P::ArnInvalid
        | P::IntrinsicUnresolved
        | P::ListPoisoned
        | P::LayerSkipped
        | P::RegionMismatch
        | P::AccountStandIn
        | P::YamlMergeDiffers
        | P::ApplicationUnchecked
        | P::TooManyLayers
        | P::RuntimeUnknown
        | P::ArchitectureMismatch
        | P::ArchitectureInvalid
        | P::FunctionNameInvalid
        | P::CodeInline
        | P::ImageUriMissing
        | P::TemplateRefused => true,
        // Problems of the disk, of the engine, of sizes, or of the template as a whole.
        P::LayerEmpty
        | P::LayerPartial
        | P::LayerFailed
        | P::LayerIsLink
        | P::LayerUnreadable
        | P::FileEmpty
        | P::FileMaybeEmpty
        | P::FileMissing
        | P::FileAdded
        | P::FileChanged
        | P::FileTruncated
        | P::ModeWrong
        | P::LinksOutward
        | P::LinkDangling
        | P::NativeMismatch
        | P::RuntimeFolder
        | P::ZipUnusual
        | P::NothingLoadable
        | P::NotVerified
        | P::CacheUnusable
        | P::OwnFolderUnusable
        | P::RemovalIncomplete
        | P::DataFolderUnusable
        | P::LockAbandoned
        | P::LockOwnerUnknown
        | P::LockUnreadable
        | P::LeftoverZip
        | P::LeftoverDockerfile
        | P::LeftoverReference
        | P::ImageOutdated
        | P::ImageOrderSuspect
        | P::ImageOrderWrong
        | P::ImageBaseGone
        | P::TemplateUnreadable
        | P::FolderUnreadable
        | P::LocksUnreadable
        | P::JournalDamaged
        | P::OverQuota => false,
    }
}

/// Returns templates, each with the one code that it is about.
fn templates() -> Vec<(ProblemCode, String)> {
    use ProblemCode as P;
    let layers = |code, layers: &str| (code, with_layers(layers));
    let resources = |code, resources: &str| (code, format!("Resources:\n  {resources}\n"));
    let six: Vec<_> = (1..=6).map(|n| format!("'arn:aws:lambda:eu-west-1:111111111111:layer:a:{n}'")).collect();
    let local = |content: &str| {
        let layer = format!("  L: {{Type: AWS::Lambda::LayerVersion, Properties: {{Content: {content}}}}}\n");
        with_layers("[!Ref L]") + &layer
    };
    vec![
        layers(P::ArnInvalid, "[nothing]"),
        layers(P::ArnInvalid, "['a:b:1']"),
        layers(P::ArnInvalid, "[!Ref P]"),
        layers(P::ArnInvalid, "[!Sub '${Nobody}']"),
        (P::ArnInvalid, local("''")),
        layers(P::ArnInvalid, "[!GetAtt F.Arn]"),
        layers(P::ArnInvalid, "[!ImportValue x, !Ref P]"),
        layers(P::TemplateRefused, "['arn:aws:lambda:eu-west-1:111111111111:layer:a:1'], Unheard: of"),
        layers(P::IntrinsicUnresolved, "[!ImportValue x]"),
        layers(P::IntrinsicUnresolved, "!ImportValue x"),
        layers(P::IntrinsicUnresolved, "['arn:aws:lambda:eu-west-1:111111111111:layer:{{resolve:ssm:x}}:1']"),
        layers(P::ListPoisoned, "[!ImportValue x, !Sub 'a:b:${AWS::Region}']"),
        layers(P::LayerSkipped, "[!Split [',', 'a,b']]"),
        (P::LayerSkipped, local("{S3Bucket: b, S3Key: k}")),
        layers(P::RegionMismatch, "['arn:aws:lambda:us-west-2:111111111111:layer:a:1']"),
        layers(P::RegionMismatch, "[!Sub 'arn:aws:lambda:${AWS::Region}:111111111111:layer:a:1']"),
        layers(P::AccountStandIn, "[!Sub 'arn:aws:lambda:eu-west-1:${AWS::AccountId}:layer:a:1']"),
        layers(P::AccountStandIn, "[!Select [0, ['arn:aws:lambda:eu-west-1:111111111111:layer:a:1', !Ref AWS::AccountId]]]"),
        resources(P::AccountStandIn, &format!("F: {{Type: {FUNCTION}!Select [0, [python3.12, !Ref AWS::AccountId]]}}}}")),
        (
            P::YamlMergeDiffers,
            "A: &a {Handler: a}\nB: &b {Runtime: java21}\nC: &c {Runtime: python3.12}\nResources:\n  F: {Type: AWS::Lambda::Function, \
             Properties: {<<: [*b, *c, *a], Code: src}}\n"
                .to_owned(),
        ),
        layers(P::TooManyLayers, &format!("[{}]", six.join(", "))),
        (
            P::ApplicationUnchecked,
            with_layers("[]")
                + "  App:\n    Type: AWS::Serverless::Application\n    Properties: {Location: {ApplicationId: \
                   'arn:aws:serverlessrepo:us-east-1:111111111111:applications/x', SemanticVersion: 1.0.0}}\n",
        ),
        resources(P::RuntimeUnknown, &format!("F: {{Type: {FUNCTION}cobol1}}}}")),
        resources(P::RuntimeUnknown, &format!("F: {{Type: {FUNCTION}python3.12, PackageType: Tar}}}}")),
        resources(P::ArchitectureMismatch, &format!("F: {{Type: {FUNCTION}go1.x, Architectures: [arm64]}}}}")),
        resources(P::ArchitectureInvalid, &format!("F: {{Type: {FUNCTION}python3.12, Architectures: [mips]}}}}")),
        resources(
            P::ArchitectureInvalid,
            &format!("F: {{Type: {FUNCTION}python3.12, Architectures: [arm64, x86_64]}}}}"),
        ),
        resources(P::FunctionNameInvalid, &format!("'F é': {{Type: {FUNCTION}python3.12}}}}")),
        resources(
            P::CodeInline,
            "F: {Type: AWS::Serverless::Function, Properties: {Handler: a, Runtime: python3.12, InlineCode: x}}",
        ),
        resources(P::ImageUriMissing, "F: {Type: AWS::Lambda::Function, Properties: {PackageType: Image, Code: {}}}"),
    ]
}

#[test]
fn every_code_of_a_template_has_a_message_and_a_fix() {
    let settings = Settings { ambient_region: Some("eu-west-1".into()), ..Settings::default() };
    let (mut reported, mut wrong) = (BTreeSet::new(), Vec::new());
    for (code, template) in templates() {
        let answer = answer(&template, &settings);
        let is_marked =
            answer.functions.iter().all(|f| f.problems.iter().any(|p| p.code == ProblemCode::TemplateRefused));
        let unmarked = answer.error.iter().filter(|_| !is_marked);
        wrong.extend(unmarked.map(|refusal| format!("{code}: {refusal:?}\n{template}")));
        let functions = answer.functions.iter();
        let problems: Vec<_> = functions
            .flat_map(|f| f.problems.iter().chain(f.layers.iter().filter_map(FunctionLayer::problem)))
            .collect();
        let about = problems.iter().filter(|problem| problem.code == code).count();
        if about != 1 {
            wrong.push(format!("{code}: reported {about} times in {problems:?}\n{template}"));
        }
        for problem in problems {
            if !is_of_a_template(problem.code) {
                wrong.push(format!("{} is reported for a template\n{template}", problem.code));
            }
            wrong.extend((!is_a_sentence(problem)).then(|| format!("{problem:?}")));
            reported.insert(problem.code);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let expected: BTreeSet<_> = ProblemCode::ALL.iter().copied().filter(|code| is_of_a_template(*code)).collect();
    assert_eq!(reported, expected, "a code without a template here, or the other way round");
}

/// Returns whether the message and the fix are one sentence each. The message continues a line and ends without a full
/// stop; so does a fix that ends with a command.
fn is_a_sentence(problem: &Problem) -> bool {
    let fix = problem.fix.as_ref().map(ToString::to_string).unwrap_or_default();
    let whole = |text: &str| text.split(' ').count() >= 3 && text.trim() == text && !text.contains(char::is_control);
    whole(&problem.detail.to_string())
        && whole(&fix)
        && !problem.detail.to_string().ends_with(['.', ',', ':', ';'])
        && fix.starts_with(char::is_uppercase)
        && (fix.ends_with('.') || fix.contains("--") || fix.contains("arn:aws:"))
}
