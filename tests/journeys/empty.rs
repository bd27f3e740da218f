//! Nothing there, not there yet, cannot be looked at: these never look alike.

use samlayers::inventory::facts::FoundTemplate;
use samlayers::inventory::facts::{CacheAccess, CacheState, EngineState, Finding, OtherEngine};
use samlayers::sam::template::TemplateRefusal;
use samlayers::tui::effect::{Effect, SurveyId};

use super::desk::Desk;
use super::shop::{self, CACHE, ready_cache};

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
fn a_machine_without_a_cache_is_told_what_will_appear() {
    for size in [(60, 16), (80, 24), (120, 36)] {
        let mut desk = Desk::new(size.0, size.1, cache(CacheAccess::Missing));
        desk.press("j k").expect("There is no layer cache yet.");
        insta::assert_snapshot!(format!("first_minutes_{}x{}", size.0, size.1), desk.screen());
    }
    let mut desk = Desk::new(120, 36, cache(CacheAccess::Missing));
    desk.press("g").expect("samlayers --demo").expect("sam local invoke");
    desk.press("d r Enter y o Space v a *").expect("nothing");
    assert!(desk.take_effects().is_empty());
}

#[test]
fn an_empty_cache_is_not_a_missing_one() {
    let mut desk = Desk::new(120, 36, cache(CacheAccess::Ready));
    desk.press("g").expect("The layer cache is empty.").expect_not("not there yet");
}

#[test]
fn an_unusable_cache_says_why_and_what_to_do() {
    let reason = "Permission denied: run `chmod u+rwx ~/.aws-sam/layers-pkg`.".to_owned();
    let mut desk = Desk::new(120, 36, cache(CacheAccess::Unusable(reason.into())));
    desk.press("g").expect("cannot be used").expect("chmod u+rwx").expect_not("is empty");
}

#[test]
fn a_dead_engine_never_looks_like_no_images() {
    let dead = Finding::Engine(EngineState::Unavailable {
        endpoint: "unix:///var/run/docker.sock".into(),
        reason: "nothing listens there: start Docker".into(),
    });
    let mut desk = Desk::new(120, 36, vec![ready_cache(), Finding::CacheListed, dead]);
    desk.press("2")
        .expect("no engine")
        .expect("Nothing listens there: start Docker.")
        .expect("does not mean there are none");
    desk.expect_not("There are no images of SAM CLI.");
    let mut desk = Desk::new(120, 36, cache(CacheAccess::Ready));
    desk.press("2").expect("was not asked");
    let mut desk = Desk::new(120, 36, vec![ready_cache(), shop::engine(), Finding::ImagesListed]);
    desk.press("2").expect("There are no images of SAM CLI.");
}

#[test]
fn an_engine_that_sam_does_not_look_for_is_offered_and_used_with_two_keys() {
    let dead = Finding::Engine(EngineState::Unavailable {
        endpoint: "unix:///var/run/docker.sock".into(),
        reason: "there is no container engine at unix:///var/run/docker.sock".into(),
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
    let mut desk = Desk::new(80, 24, findings.clone());
    desk.press("2 E").expect("No other engine answers on this machine.");
    let mut desk = Desk::new(80, 24, [findings, vec![Finding::OtherEngines(vec![other.clone()])]].concat());
    desk.press("2").expect("Podman 5.2.2 answers").expect("DOCKER_HOST=unix:///run").expect("E engine");
    desk.press("E").expect("use here").expect("for SAM");
    desk.press("Enter").expect("Asking Podman 5.2.2 from now on");
    let effects = desk.take_effects();
    assert!(matches!(&effects[..], [Effect::UseEngine(used)] if *used == other), "{effects:?}");
    assert_eq!(desk.state.survey.id, SurveyId(2), "the new engine was asked");
    // The line for SAM is copied instead.
    desk.press("E j Enter");
    assert_eq!(desk.take_effects(), [Effect::Copy(other.export)]);
}

#[test]
fn no_template_tells_how_to_name_one() {
    let mut desk = Desk::new(120, 36, cache(CacheAccess::Ready));
    desk.press("3").expect("No SAM template was found.").expect("samlayers --project");
    desk.expect_not("what if");
    desk.press("w").expect("Put the cursor on a function.");
}

#[test]
fn a_refused_template_says_why() {
    let refusal =
        TemplateRefusal { code: "InvalidLayerReference".to_owned(), message: "Layer X is not a layer.".to_owned() };
    let template = Finding::Template(FoundTemplate {
        path: "/home/kim/shop/template.yaml".into(),
        outcome: Err(refusal),
        region: None,
    });
    let mut desk = Desk::new(120, 36, vec![ready_cache(), template, Finding::TemplatesRead]);
    desk.press("3 j").expect("refused").expect("InvalidLayerReference").expect("Layer X is not a layer.");
}

#[test]
fn the_demo_is_labelled_all_the_time() {
    let mut desk = Desk::new(60, 16, shop::findings());
    desk.state.demo = true;
    for screen in ["1", "2", "3", "4"] {
        desk.press(screen).expect("DEMO");
    }
}
