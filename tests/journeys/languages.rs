//! The app in Korean at every size, and the styles of a theme in both languages.

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

use super::app::{TestApp, executed_plan};
use super::sample;

const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 36), (200, 60)];

/// The screens, each with the cursor on a row that has details.
const SCREENS: [(&str, &str); 5] = [
    ("overview", "0 Down"),
    ("layers", "1 Down Down"),
    ("images", "2 / =7-x86 Enter"),
    ("functions", "3 Down Down Down"),
    ("activity", "4"),
];

/// The dialogs over a screen.
const DIALOGS: [(&str, &str); 7] = [
    ("treemap", "m"),
    ("help", "?"),
    ("purge", "a d i"),
    ("delete", "d t Enter"),
    ("clean up", "D Space j j Space j j j Space j j j j Space"),
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
fn styles_are_where_the_text_is() {
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

/// The sample while another process uses what is to be purged, with the engine of the demo.
fn busy_sample() -> TestApp {
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
                    failure: None,
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

/// The note of a purge while SAM runs.
fn sam_waits() -> Sentence {
    let text_value = |text: &str| Value::Text(Sentence::Verbatim(text.to_owned()));
    Sentence::Message {
        id: "report-sam-waits",
        values: vec![("pids", text_value("4711")), ("count", Value::Count(1)), ("seconds", text_value("10"))],
    }
}

/// Executes the plan on screen with this outcome for each step, and opens the job.
fn execute(app: &mut TestApp, outcome: &StepOutcome) {
    app.press("Enter");
    let effects = app.take_effects();
    let plan = executed_plan(&effects).clone();
    let Effect::Execute(id, _) = &effects[0] else { unreachable!() };
    let outcomes = vec![outcome.clone(); plan.steps.len()];
    let report = Report {
        plan,
        outcomes,
        trashed_bytes: 0,
        freed_bytes: 0,
        sam_waits: Some(sam_waits()),
        notes: Vec::new(),
        outputs: Vec::new(),
    };
    app.send(vec![Message::JobEnded(*id, report.into())]).press("4");
}

#[test]
fn a_purge_shows_its_notes_and_refusals_in_korean() {
    let mut app = busy_sample();
    app.press("/ =^my Enter a d")
        .expect("Docker 27.5.1, 데모용 기록")
        .expect("이것으로 빌드한 이미지 2개는 남아 있으며 SAM이 계속");
    app.expect("mySecondLayer-1-6bc1022bdf: 프로세스 4711이(가) 잠갔습니다. 끝날 때까지");
    nothing_in_english(&app);
    app.press("i").expect("컨테이너 brave_hopper의").expect("상태가 running입니다. 먼저 중지하십시오");
    nothing_in_english(&app);
    execute(&mut app, &StepOutcome::Skipped(SkipReason::RestInTrash));
    app.expect("SAM CLI의 프로세스 1개가 실행 중이었습니다(4711).").expect("최대 10초");
    app.expect("취소됨. 나머지는 `samlayers trash empty`로 제거합니다");
    app.expect("건너뜀, 프로세스 4711이(가) 잠갔습니다");
    nothing_in_english(&app);
}

#[test]
fn a_refresh_shows_its_results_and_refusals_in_korean() {
    let mut app = busy_sample();
    app.press("a r i").expect("이전 내용이 그대로 있으며 SAM이 계속 사용합니다");
    app.expect("legacy-utils-2-0a1b2c3d4e: ARN을 알 수 없습니다. 이 계층을 사용하는 템플릿의");
    nothing_in_english(&app);
    execute(&mut app, &StepOutcome::Skipped(SkipReason::OldContentUntouched));
    app.expect("취소됨. 현재 내용은 변경되지 않았습니다");
    nothing_in_english(&app);
}

#[test]
fn an_impossible_verification_is_refused_in_korean() {
    let mut app = busy_sample();
    app.press("/ =mySecond Enter c").expect("프로세스 4711이(가) 잠갔습니다. 끝날 때까지 기다리십시오.");
    assert!(app.take_effects().is_empty());
    nothing_in_english(&app);
}

#[test]
fn every_problem_is_shown_in_korean() {
    let mut app = app(Lang::Korean, (200, 60), "p");
    app.expect("다운로드가 완료되지 않았습니다. SAM이 다시 다운로드합니다.");
    for _ in 0..6 {
        nothing_in_english(&app);
        app.press("j");
    }
    let mut app = busy_sample();
    app.press("2 G").expect("SAM CLI 1.155 이전에 둘 이상의 계층으로 빌드되었습니다.");
    nothing_in_english(&app);
}

#[test]
fn failures_are_shown_in_korean() {
    let dead = EngineError::Refused("tcp://127.0.0.1:1".to_owned());
    let mut app = TestApp::in_language(Lang::Korean, 200, 60, vec![dead.finding("tcp://127.0.0.1:1")]);
    app.press("2").expect("tcp://127.0.0.1:1의 컨테이너 엔진에 연결할 수 없습니다. 엔진을");
    nothing_in_english(&app);

    let mut app = busy_sample();
    app.press("/ =^myLayer Enter r");
    let expired = AwsError::SsoExpired { profile: Some("shop".to_owned()) };
    execute(&mut app, &StepOutcome::Failed(expired.message()));
    app.expect("프로필 `shop`의 SSO 로그인이 만료되었습니다.").expect("`aws sso login");
    nothing_in_english(&app);
}

/// No line is in English: it has no two English words in a row other than a command or a quoted text.
#[track_caller]
fn nothing_in_english(app: &TestApp) {
    let is_word = |word: &str| word.len() > 1 && word.bytes().all(|letter| letter.is_ascii_lowercase());
    let screen = app.screen();
    let english = screen.lines().filter(|line| {
        let outside: String = line.split('`').step_by(2).collect::<Vec<_>>().join("` `");
        let words: Vec<&str> = outside.split_whitespace().collect();
        let counts = |pair: &&[&str]| pair[0] != "samlayers";
        let is_english = |pair: &[&str]| pair.iter().all(|word| is_word(word.trim_end_matches([',', '.', ';', ':'])));
        words.windows(2).filter(counts).any(is_english)
    });
    assert_eq!(english.collect::<Vec<_>>(), Vec::<&str>::new());
}

/// One letter for the style of each cell, a dot for the most common style, and a legend below.
fn styles(app: &TestApp) -> String {
    let cells = app.cell_styles();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    cells.iter().flatten().for_each(|style| *counts.entry(style).or_default() += 1);
    let commonest = counts.iter().max_by_key(|(_, count)| **count).map_or("", |(style, _)| *style);
    let mut letters: BTreeMap<&str, char> = BTreeMap::from([(commonest, '.')]);
    let mut grid = String::new();
    for line in &cells {
        let drawn: String = line
            .iter()
            .map(|style| {
                let next = char::from(b'a' + u8::try_from(letters.len() - 1).unwrap());
                *letters.entry(style).or_insert(next)
            })
            .collect();
        grid.push_str(drawn.trim_end_matches('.'));
        grid.push('\n');
    }
    let mut meanings: Vec<(char, &str)> = letters.into_iter().map(|(style, letter)| (letter, style)).collect();
    meanings.sort_unstable();
    let meanings: Vec<String> = meanings.into_iter().map(|(letter, style)| format!("{letter}  {style}\n")).collect();
    grid + &meanings.concat()
}
