//! A running refresh: paused, resumed, stopped, and on stalled connections. The app's jobs run the same code.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use samlayers::aws::RetryPolicy;
use samlayers::cache::Located;
use samlayers::ops::{self, AwsChoice, Context, Job};
use samlayers::plan::{Plan, PlanKind, ProgressEvent, Report, RunControl, Step, StepAction, StepOutcome};
use samlayers::sam::{LayerArn, LayerDir};

use crate::faults::{ARN, Machine, State, assert_nothing_left};
use crate::support::layers::{Layers, noise, slowly, whole, zip_of};
use crate::support::scripted::{Piece, head};

/// For this long a paused download may deliver nothing. What was in transit has arrived long before.
const SILENCE: Duration = Duration::from_millis(400);

/// The new content of [`Machine`]'s layer, and enough more to take a third of a second on a slow connection.
fn long_zip() -> Vec<u8> {
    zip_of(&[
        ("python/new.py", b"new = True\n"),
        ("python/both.py", b"new\n"),
        ("python/noise.bin", &noise(150_000)),
        ("long.bin", &noise(10_000_000)),
    ])
}

/// A refresh that runs on a thread of its own.
struct Live {
    machine: Machine,
    control: RunControl,
    progress: Receiver<ProgressEvent>,
    work: thread::JoinHandle<Report>,
}

impl Live {
    fn start(lambda: Layers, zip: Vec<u8>) -> Self {
        let machine = Machine::new(lambda);
        machine.lambda.publish(ARN, zip);
        let located = Located { path: machine.home.cache(), chosen_by: "default".to_owned(), note: None };
        let retry_policy = RetryPolicy {
            stall: Duration::from_millis(200),
            pause: Duration::from_millis(1),
            ..RetryPolicy::default()
        };
        let endpoint = Some(machine.lambda.server.url());
        let context = Context {
            aws: AwsChoice { endpoint, retry_policy, ..AwsChoice::default() },
            data_dir: Some(machine.home.path("data/samlayers")),
            ..Context::of_cache(located)
        };
        let step = Step {
            action: StepAction::Refresh(LayerDir::parse(&machine.dir).unwrap(), LayerArn::new(ARN).unwrap()),
            target: machine.dir.clone(),
            path: None,
            size_bytes: 0,
            frees_bytes: 0,
            file_count: None,
            notes: vec![],
        };
        let plan = Plan::new(PlanKind::Refresh, vec![step]);
        let (control, (tell, progress)) = (RunControl::default(), channel());
        let hand = control.clone();
        let work = thread::spawn(move || {
            let result = ops::run(&context, Job::Execute(plan), &mut |news| drop(tell.send(news)), &hand);
            result.into_report().unwrap()
        });
        Self { machine, control, progress, work }
    }

    /// Waits until this many bytes were downloaded.
    fn downloaded(&self, bytes: u64) {
        loop {
            match self.progress.recv_timeout(Duration::from_secs(30)) {
                Ok(ProgressEvent::Bytes { done, .. }) if done >= bytes => return,
                Ok(_) => {}
                Err(error) => panic!("{bytes} bytes never arrived: {error}"),
            }
        }
    }

    /// Waits until nothing more arrives, and returns the last byte count.
    fn silence(&self) -> u64 {
        let mut last = 0;
        loop {
            match self.progress.recv_timeout(SILENCE) {
                Ok(ProgressEvent::Bytes { done, .. }) => last = done,
                Ok(_) => {}
                Err(RecvTimeoutError::Timeout) => return last,
                Err(error) => panic!("it ended while it was paused: {error}"),
            }
        }
    }

    fn lock(&self) -> bool {
        self.machine.home.cache().join(format!(".locks/{}.downloading.lock", self.machine.dir)).exists()
    }

    fn end(self) -> (Machine, StepOutcome) {
        let report = self.work.join().unwrap();
        let [outcome] = &report.outcomes[..] else { panic!("one step: {report:?}") };
        assert_nothing_left(&self.machine.home.cache(), "a live refresh");
        (self.machine, outcome.clone())
    }
}

#[test]
fn a_paused_download_stops_and_resumes() {
    let zip = long_zip();
    let total = zip.len() as u64;
    let live = Live::start(Layers::with_store(|request, zip, _| slowly(request, zip)), zip);
    live.downloaded(1_000_000);
    live.control.pause(true);
    let paused_at = live.silence();
    assert!(paused_at < total, "{paused_at} of {total} bytes arrived: it was never paused");
    assert!(live.lock(), "no other process may start on it");
    assert_eq!(live.machine.state(), State::Old);
    // However long it is paused, nothing more arrives.
    assert_eq!(live.silence(), 0);
    live.control.pause(false);
    let (machine, outcome) = live.end();
    assert_eq!(outcome, StepOutcome::Done);
    assert_eq!(machine.lambda.downloads(), 1, "over the same connection");
    assert!(machine.home.cache().join(&machine.dir).join("long.bin").exists());
}

#[test]
fn a_connection_lost_during_a_pause_is_resumed_by_range() {
    let gone = Arc::new(Barrier::new(2));
    let until = Arc::clone(&gone);
    let store = move |request: &_, zip: &[u8], count| {
        if count > 0 {
            return whole(request, zip);
        }
        let sent = Piece::Bytes(zip[..2_000_000].to_vec());
        vec![head(200, &[("ETag", "\"v1\"")], zip.len()), sent, Piece::Until(Arc::clone(&until))]
    };
    let live = Live::start(Layers::with_store(store), long_zip());
    live.downloaded(2_000_000);
    live.control.pause(true);
    live.silence();
    gone.wait();
    live.control.pause(false);
    let (machine, outcome) = live.end();
    assert_eq!(outcome, StepOutcome::Done);
    let requests = machine.lambda.server.requests();
    let ranges: Vec<_> = requests.iter().filter_map(|request| request.header("range")).collect();
    assert_eq!((machine.lambda.downloads(), ranges), (2, vec!["bytes=2000000-"]), "nothing is fetched twice");
}

#[test]
fn a_stopped_download_releases_everything_paused_or_not() {
    for paused in [false, true] {
        let live = Live::start(Layers::with_store(|request, zip, _| slowly(request, zip)), long_zip());
        live.downloaded(1_000_000);
        assert!(live.lock());
        if paused {
            live.control.pause(true);
            live.silence();
        }
        live.control.stop();
        let (machine, outcome) = live.end();
        assert!(
            matches!(&outcome, StepOutcome::Skipped(why) if why.to_string().contains("current content is unchanged")),
            "{outcome:?}"
        );
        assert_eq!(machine.state(), State::Old);
        // And the next refresh may start at once.
        assert!(!machine.home.cache().join(".locks").join(format!("{}.downloading.lock", machine.dir)).exists());
    }
}

#[test]
fn a_stalled_connection_is_resumed_or_fails() {
    let once = |request: &_, zip: &[u8], count| match count {
        0 => vec![head(200, &[("ETag", "\"v1\"")], zip.len()), Piece::Bytes(zip[..1_000_000].to_vec()), Piece::Hang],
        _ => whole(request, zip),
    };
    let (machine, outcome) = Live::start(Layers::with_store(once), long_zip()).end();
    assert_eq!(outcome, StepOutcome::Done);
    assert_eq!(machine.lambda.server.requests().iter().filter_map(|request| request.header("range")).count(), 1);

    let always =
        |_: &_, zip: &[u8], _| vec![head(200, &[], zip.len()), Piece::Bytes(zip[..1_000].to_vec()), Piece::Hang];
    let (machine, outcome) = Live::start(Layers::with_store(always), long_zip()).end();
    assert!(matches!(&outcome, StepOutcome::Failed(why) if why.to_string().contains("stalled")), "{outcome:?}");
    assert_eq!(machine.state(), State::Old);
    machine.assert_clean("a stalled connection");
}
