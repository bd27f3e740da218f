//! Empty, not created yet, unreadable: these never look alike.

use samlayers::inventory::facts::FoundTemplate;
use samlayers::inventory::facts::{CacheAccess, CacheState, EngineState, Finding, OtherEngine};
use samlayers::sam::problem::{Problem, ProblemCode};
use samlayers::sam::template::TemplateRefusal;
use samlayers::tui::effect::{Effect, SurveyId};

use super::app::TestApp;
use super::sample::{self, CACHE, ready_cache};

fn cache(access: CacheAccess) -> Vec<Finding> {
    let state = CacheState { path: CACHE.into(), chosen_by: "SAM's default".to_owned(), access };
    vec![
        Finding::Cache(state),
        Finding::CacheListed,
        Finding::CacheMeasured,
        Finding::Engine(EngineState::Off),
        Finding::TemplatesRead,
    ]
}

#[test]
fn without_a_cache_the_app_explains_what_will_appear() {
    for size in [(60, 16), (80, 24), (120, 36)] {
        let mut app = TestApp::new(size.0, size.1, cache(CacheAccess::Missing));
        app.press("j k").expect("No layer cache yet.");
        insta::assert_snapshot!(format!("first_minutes_{}x{}", size.0, size.1), app.screen());
    }
    let mut app = TestApp::new(120, 36, cache(CacheAccess::Missing));
    app.press("g").expect("samlayers --demo").expect("sam local invoke");
    app.press("d r Enter y o Space v a *").expect("This list is empty.");
    assert!(app.take_effects().is_empty());
}

#[test]
fn an_empty_cache_is_not_a_missing_one() {
    let mut app = TestApp::new(120, 36, cache(CacheAccess::Ready));
    app.press("g").expect("The layer cache is empty.").expect_not("does not exist yet");
}

#[test]
fn an_unusable_cache_shows_the_reason_and_the_fix() {
    let reason = "Permission denied: run `chmod u+rwx ~/.aws-sam/layers-pkg`.".to_owned();
    let mut app = TestApp::new(120, 36, cache(CacheAccess::Unusable(reason.into())));
    app.press("g").expect("unusable").expect("chmod u+rwx").expect_not("is empty");
}

#[test]
fn an_unavailable_engine_never_looks_like_no_images() {
    let dead = Finding::Engine(EngineState::Unavailable {
        endpoint: "unix:///var/run/docker.sock".into(),
        reason: "nothing listens there: start Docker".into(),
    });
    let mut app = TestApp::new(120, 36, vec![ready_cache(), Finding::CacheListed, dead]);
    app.press("2")
        .expect("no engine")
        .expect("Nothing listens there: start Docker.")
        .expect("until the container engine responds");
    app.expect_not("No SAM CLI images found.");
    let mut app = TestApp::new(120, 36, cache(CacheAccess::Ready));
    app.press("2").expect("is turned off");
    let mut app = TestApp::new(120, 36, vec![ready_cache(), sample::engine(), Finding::ImagesListed]);
    app.press("2").expect("No SAM CLI images found.");
}

#[test]
fn an_engine_that_sam_does_not_find_is_offered_and_used_with_two_keys() {
    let dead = Finding::Engine(EngineState::Unavailable {
        endpoint: "unix:///var/run/docker.sock".into(),
        reason: "cannot find a container engine at unix:///var/run/docker.sock".into(),
    });
    let other = OtherEngine {
        name: "Podman 5.2.2".to_owned(),
        host: "unix:///run/user/1000/podman/podman.sock".to_owned(),
        cert_path: None,
        tls_verify: false,
        known_as: "Podman without root".to_owned(),
        difference:
            "SAM does not look there: `export DOCKER_HOST=unix:///run/user/1000/podman/podman.sock` lets it use \
                     this one"
                .into(),
        export: "export DOCKER_HOST=unix:///run/user/1000/podman/podman.sock".to_owned(),
    };
    let findings = vec![ready_cache(), Finding::CacheListed, dead.clone()];
    let mut app = TestApp::new(80, 24, findings.clone());
    app.press("2 E").expect("No other container engine responds on this machine.");
    let mut app = TestApp::new(80, 24, [findings, vec![Finding::OtherEngines(vec![other.clone()])]].concat());
    app.press("2").expect("Podman 5.2.2 responds").expect("DOCKER_HOST=unix:///run").expect("E engine");
    app.press("E").expect("use here").expect("for SAM");
    app.press("Enter").expect("Connected to Podman 5.2.2");
    let effects = app.take_effects();
    assert!(matches!(&effects[..], [Effect::UseEngine(used)] if *used == other), "{effects:?}");
    assert_eq!(app.state.survey.id, SurveyId(2), "the new engine was asked");
    // Instead, the command that configures SAM is copied.
    app.press("E j Enter");
    assert_eq!(app.take_effects(), [Effect::Copy(other.export)]);
}

#[test]
fn without_a_template_the_app_shows_how_to_name_one() {
    let mut app = TestApp::new(120, 36, cache(CacheAccess::Ready));
    app.press("3").expect("No SAM template found.").expect("samlayers --project");
    app.expect_not("what if");
    app.press("w").expect("Select a function first.");
}

#[test]
fn a_refused_template_shows_the_reason() {
    let refusal =
        TemplateRefusal { code: "InvalidLayerReference".to_owned(), message: "Layer X is not a layer.".to_owned() };
    let template = Finding::Template(FoundTemplate {
        path: "/home/kim/shop/template.yaml".into(),
        outcome: Err(refusal),
        region: None,
    });
    let mut app = TestApp::new(120, 36, vec![ready_cache(), template, Finding::TemplatesRead]);
    app.press("3 j").expect("rejected").expect("InvalidLayerReference").expect("Layer X is not a layer.");
}

#[test]
fn a_template_with_a_property_of_next_year_shows_its_functions_and_why_sam_refuses_it() {
    let findings = sample::findings().into_iter().map(|finding| match finding {
        Finding::Template(mut template) => {
            let answer = template.outcome.as_mut().unwrap();
            let message = "Cart: AWS::Serverless::Function has no property `NextYear`".to_owned();
            answer.error = Some(TemplateRefusal { code: "InvalidSamDocumentException".to_owned(), message });
            for function in &mut answer.functions {
                let problem = Problem::new(ProblemCode::TemplateRefused, "SAM CLI refuses it".into(), "Update.".into());
                std::sync::Arc::make_mut(function).problems.push(problem);
            }
            Finding::Template(template)
        }
        other => other,
    });
    let mut app = TestApp::new(120, 40, findings.collect());
    app.press("3 j")
        .expect("rejected")
        .expect("InvalidSamDocumentException")
        .expect("NextYear")
        .expect("as if it were");
    // Below it stands the first function, not green, with the reason.
    app.press("j").expect("SAM CLI refuses it");
    let shown = &app.state.shown;
    assert!(shown.layers.iter().any(|row| !row.usage.functions().is_empty()), "the layers count as used");
    assert!(!shown.templates[0].functions.is_empty());
}

#[test]
fn the_demo_is_labelled_all_the_time() {
    let mut app = TestApp::new(60, 16, sample::findings());
    app.state.demo = true;
    for screen in ["1", "2", "3", "4"] {
        app.press(screen).expect("DEMO");
    }
}
