//! The app in Korean at every size, and where each colour goes in a theme and both languages.

use std::collections::BTreeMap;

use samlayers::aws::AwsError;
use samlayers::engine::EngineError;
use samlayers::inventory::facts::{EngineState, Finding, FoundLock};
use samlayers::plan::{Report, SkipReason, StepOutcome};
use samlayers::sam::lock::LockContent;
use samlayers::text::{Sentence, Value};
use samlayers::tui::effect::Effect;
use samlayers::tui::lang::Lang;
use samlayers::tui::message::Message;
use samlayers::tui::theme::{Appearance, Theme};

use super::app::{TestApp, carried_out};
use super::sample;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 36), (200, 60)];

/// The four screens, the first of each with something to tell under the cursor.
const SCREENS: [(&str, &str); 4] =
    [("layers", "1 Down Down"), ("images", "2 / =7-x86 Enter"), ("functions", "3 Down Down Down"), ("activity", "4")];

/// What lies on top of a screen.
const DIALOGS: [(&str, &str); 6] = [
    ("help", "?"),
    ("purge", "a d i"),
    ("delete", "d t Enter"),
    ("clean up", "D Space j j j Space j j j j Space"),
    ("problems", "p"),
    ("palette", ": =re"),
];

fn app(lang: Lang, (columns, lines): (u16, u16), keys: &str) -> TestApp {
    let mut app = TestApp::in_language(lang, columns, lines, sample::findings());
    app.press(keys);
    app
}

#[test]
fn korean() {
    for size in SIZES {
        let panes = SCREENS.iter().chain(&DIALOGS).map(|(name, keys)| {
            let screen = app(Lang::Korean, size, keys).screen();
            format!("{name}\n{screen}")
        });
        let all: Vec<String> = panes.collect();
        insta::assert_snapshot!(format!("korean_{}x{}", size.0, size.1), all.join("\n"));
    }
}

#[test]
fn every_line_is_whole_in_korean() {
    for size in SIZES {
        for (name, keys) in SCREENS.iter().chain(&DIALOGS) {
            let screen = app(Lang::Korean, size, keys).screen();
            for line in screen.lines() {
                let columns = samlayers::tui::text::width(line);
                assert!(columns <= usize::from(size.0), "{name} at {size:?}: {line}");
                if line.starts_with(['│', '╭', '╰']) && name != &"help" {
                    assert_eq!(columns, usize::from(size.0), "{name} at {size:?}: {line}");
                }
            }
        }
    }
}

#[test]
fn colours_are_where_the_words_are() {
    for lang in Lang::ALL {
        for size in SIZES {
            let panes = SCREENS.iter().map(|(name, keys)| {
                let mut app = app(lang, size, "j");
                app.state.appearance = Appearance::new(Theme::named("dark").unwrap(), false, false);
                app.press(keys);
                format!("{name}\n{}", styles(&app))
            });
            let all: Vec<String> = panes.collect();
            insta::assert_snapshot!(format!("dark_{}_{}x{}", lang.code(), size.0, size.1), all.join("\n"));
        }
    }
}

/// The shop while somebody works with what is to go, and with the demo's engine.
fn busy_shop() -> TestApp {
    let mut findings = sample::findings();
    for finding in &mut findings {
        match finding {
            Finding::Layer(found) if found.dir == sample::dir(sample::MY_SECOND_LAYER) => {
                found.lock = Some(FoundLock {
                    path: format!("{}/.locks/{}.downloading.lock", sample::CACHE, found.dir).into(),
                    content: Some(LockContent { pid: 4711, since: 0.0 }),
                    owner_alive: true,
                    modified: None,
                    sam_waits: None,
                });
            }
            Finding::Image(found) => found.containers.iter_mut().for_each(|one| "running".clone_into(&mut one.state)),
            Finding::Engine(EngineState::Ready { name, recorded, .. }) => {
                "Docker 27.5.1, recorded for the demo".clone_into(name);
                *recorded = true;
            }
            _ => {}
        }
    }
    TestApp::in_language(Lang::Korean, 200, 60, findings)
}

/// What is told where SAM runs beside a purge.
fn sam_waits() -> Sentence {
    let said = |text: &str| Value::Text(Sentence::Verbatim(text.to_owned()));
    Sentence::Message {
        id: "report-sam-waits",
        values: vec![("pids", said("4711")), ("count", Value::Count(1)), ("seconds", said("10"))],
    }
}

/// Carries out the plan on screen as far as the outcome that each step is given, and looks at the job.
fn execute(app: &mut TestApp, outcome: &StepOutcome) {
    app.press("Enter");
    let effects = app.take_effects();
    let plan = carried_out(&effects).clone();
    let Effect::Execute(id, _) = &effects[0] else { unreachable!() };
    let outcomes = vec![outcome.clone(); plan.steps.len()];
    let report = Report { plan, outcomes, trashed_bytes: 0, freed_bytes: 0, sam_waits: Some(sam_waits()) };
    app.send(vec![Message::JobEnded(*id, report.into())]).press("4");
}

#[test]
fn a_purge_says_in_korean_what_to_know_and_what_stays() {
    let mut app = busy_shop();
    app.press("/ =^my Enter a d")
        .expect("Docker 27.5.1, 데모용 기록")
        .expect("이 계층으로 빌드된 이미지 2개를 SAM이 계속 사용합니다");
    app.expect("mySecondLayer-1-6bc1022bdf: SAM의 잠금이 걸려 있습니다(프로세스 4711). 끝날 때까지");
    nothing_in_english(&app);
    app.press("i").expect("컨테이너 brave_hopper의").expect("상태가 running입니다. 먼저 중지하십시오");
    nothing_in_english(&app);
    execute(&mut app, &StepOutcome::Skipped(SkipReason::RestInTrash));
    app.expect("SAM CLI의 프로세스 1개가 실행 중이었습니다(4711).").expect("10초 동안 기다립니다");
    app.expect("취소됨. 나머지는 `samlayers trash empty`로 제거합니다");
    app.expect("거부됨, SAM의 잠금이 걸려 있습니다(프로세스 4711)");
    nothing_in_english(&app);
}

#[test]
fn a_refresh_says_in_korean_what_it_leaves_and_what_it_cannot_do() {
    let mut app = busy_shop();
    app.press("a r i").expect("기존 내용으로 빌드된 이미지 2개를 SAM이 계속 사용합니다");
    app.expect("legacy-utils-2-0a1b2c3d4e: ARN을 알 수 없습니다. 이 계층을 사용하는 템플릿의");
    nothing_in_english(&app);
    execute(&mut app, &StepOutcome::Skipped(SkipReason::OldContentUntouched));
    app.expect("취소됨. 기존 내용은 그대로입니다");
    nothing_in_english(&app);
}

#[test]
fn a_check_that_cannot_be_is_refused_in_korean() {
    let mut app = busy_shop();
    app.press("/ =mySecond Enter c").expect("SAM의 잠금이 걸려 있습니다(프로세스 4711). 끝날 때까지 기다리십시오.");
    assert!(app.take_effects().is_empty());
    nothing_in_english(&app);
}

#[test]
fn every_problem_is_told_in_korean() {
    let mut app = app(Lang::Korean, (200, 60), "p");
    app.expect("다운로드가 중간에 끊겼습니다. SAM이 다시 다운로드합니다.");
    for _ in 0..6 {
        nothing_in_english(&app);
        app.press("j");
    }
    let mut app = busy_shop();
    app.press("2 G").expect("SAM CLI 1.155 이전에 둘 이상의 계층으로 빌드되었습니다.");
    nothing_in_english(&app);
}

#[test]
fn what_fails_is_told_in_korean() {
    let dead = EngineError::Refused("tcp://127.0.0.1:1".to_owned());
    let mut app = TestApp::in_language(Lang::Korean, 200, 60, vec![dead.finding("tcp://127.0.0.1:1")]);
    app.press("2").expect("tcp://127.0.0.1:1에서 응답하는 컨테이너 엔진이 없습니다. 엔진을");
    nothing_in_english(&app);

    let mut app = busy_shop();
    app.press("/ =^myLayer Enter r");
    let expired = AwsError::SsoExpired { profile: Some("shop".to_owned()) };
    execute(&mut app, &StepOutcome::Failed(expired.message()));
    app.expect("프로필 `shop`의 SSO 로그인이 만료되었습니다.").expect("`aws sso login");
    nothing_in_english(&app);
}

/// No line says something in English: two words in a row that are no command, neither in quotes nor ours.
#[track_caller]
fn nothing_in_english(app: &TestApp) {
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|letter| letter.is_ascii_lowercase());
    let screen = app.screen();
    let told = screen.lines().filter(|line| {
        let outside: String = line.split('`').step_by(2).collect::<Vec<_>>().join("` `");
        let words: Vec<&str> = outside.split_whitespace().collect();
        let told = |pair: &&[&str]| pair[0] != "samlayers";
        let is_english = |pair: &[&str]| pair.iter().all(|word| is_word(word.trim_end_matches([',', '.', ';', ':'])));
        words.windows(2).filter(told).any(is_english)
    });
    assert_eq!(told.collect::<Vec<_>>(), Vec::<&str>::new());
}

/// A letter a cell for its look, a dot for the commonest, and below what each letter means.
fn styles(app: &TestApp) -> String {
    let looks = app.looks();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    looks.iter().flatten().for_each(|look| *counts.entry(look).or_default() += 1);
    let commonest = counts.iter().max_by_key(|(_, count)| **count).map_or("", |(look, _)| *look);
    let mut letters: BTreeMap<&str, char> = BTreeMap::from([(commonest, '.')]);
    let mut grid = String::new();
    for line in &looks {
        let drawn: String = line
            .iter()
            .map(|look| {
                let next = char::from(b'a' + u8::try_from(letters.len() - 1).unwrap());
                *letters.entry(look).or_insert(next)
            })
            .collect();
        grid.push_str(drawn.trim_end_matches('.'));
        grid.push('\n');
    }
    let mut meanings: Vec<(char, &str)> = letters.into_iter().map(|(look, letter)| (letter, look)).collect();
    meanings.sort_unstable();
    let meanings: Vec<String> = meanings.into_iter().map(|(letter, look)| format!("{letter}  {look}\n")).collect();
    grid + &meanings.concat()
}
