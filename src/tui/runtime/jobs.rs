//! Jobs, one after the other on a thread of their own: two purges at a time would only get in each other's way.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::caught;
use crate::inventory::Inventory;
use crate::inventory::facts::Finding;
use crate::ops::{self, Context};
use crate::plan::{Plan, ProgressEvent, RunControl, SkipReason, StepOutcome};
use crate::sam::ImageName;
use crate::tui::effect::JobId;
use crate::tui::lang;
use crate::tui::message::Message;
use crate::tui::text;

/// The queue and what stops each job.
pub struct Jobs {
    queue: Option<Sender<Order>>,
    controls: HashMap<JobId, RunControl>,
    worker: Option<JoinHandle<()>>,
    /// A job is under way.
    running: Arc<AtomicBool>,
}

struct Order {
    id: JobId,
    work: Work,
    control: RunControl,
}

enum Work {
    Execute(Plan),
    EmptyTrash,
    CheckImages(Vec<ImageName>, Box<Inventory>),
}

impl Jobs {
    /// Starts the thread, which waits for the first job.
    pub fn start(context: Context, tell: Sender<Message>) -> io::Result<Self> {
        let (queue, orders) = mpsc::channel::<Order>();
        let running = Arc::new(AtomicBool::new(false));
        let at_it = Arc::clone(&running);
        let work = move || {
            for order in orders {
                at_it.store(true, Ordering::SeqCst);
                let _ = tell.send(execute(&context, order, &tell));
                at_it.store(false, Ordering::SeqCst);
            }
        };
        let worker = thread::Builder::new().name("jobs".to_owned()).spawn(work)?;
        Ok(Self { queue: Some(queue), controls: HashMap::new(), worker: Some(worker), running })
    }

    /// Queues a plan.
    pub fn execute(&mut self, id: JobId, plan: Plan) {
        self.order(id, Work::Execute(plan));
    }

    /// Queues emptying the trash.
    pub fn empty_trash(&mut self, id: JobId) {
        self.order(id, Work::EmptyTrash);
    }

    /// Queues comparing images with their layers, as they are known now.
    pub fn check_images(&mut self, id: JobId, images: Vec<ImageName>, known: Inventory) {
        self.order(id, Work::CheckImages(images, Box::new(known)));
    }

    fn order(&mut self, id: JobId, work: Work) {
        let control = RunControl::default();
        self.controls.insert(id, control.clone());
        if let Some(queue) = &self.queue {
            // The thread lives as long as the queue.
            let _ = queue.send(Order { id, work, control });
        }
    }

    /// Searches for the layers of images, beside the queue and on threads of its own: it may take minutes, changes nothing,
    /// and nothing has to wait for it.
    pub fn search(
        &mut self,
        id: JobId,
        images: Vec<ImageName>,
        known: Inventory,
        tell: &Sender<Message>,
    ) -> io::Result<()> {
        let control = RunControl::default();
        self.controls.insert(id, control.clone());
        let tell = tell.clone();
        let work = move || {
            let mut findings = Vec::new();
            if let Err(reason) = caught(|| findings = search_images(id, &images, &known, &control, &tell)) {
                tracing::error!(reason, "the search for the layers of images broke off");
            }
            let _ = tell.send(Message::ImagesSearched(id, findings));
        };
        thread::Builder::new().name("search".to_owned()).spawn(work).map(drop)
    }

    /// Asks a job to stop after its present step.
    pub fn cancel(&self, id: JobId) {
        if let Some(control) = self.controls.get(&id) {
            control.stop();
        }
    }

    /// Holds a job at the next safe point, or lets it go on.
    pub fn hold(&self, id: JobId, on: bool) {
        if let Some(control) = self.controls.get(&id) {
            control.pause(on);
        }
    }

    /// Whether a job is under way.
    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::SeqCst)
    }

    /// Stops all jobs and waits until the present step has come to a whole state.
    pub fn finish(&mut self) {
        self.controls.values().for_each(RunControl::stop);
        self.queue = None;
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}

fn execute(context: &Context, order: Order, tell: &Sender<Message>) -> Message {
    let Order { id, work, control } = order;
    match work {
        Work::Execute(plan) => {
            let mut report = None;
            let mut progress = |progress| drop(tell.send(Message::Progress(id, progress)));
            let ended = caught(|| report = Some(ops::execute(context, plan, &mut progress, &control)));
            Message::JobDone(id, ended.and_then(|()| report.ok_or_else(|| tr!("runtime-it-did-not-end").to_owned())))
        }
        Work::EmptyTrash => {
            let mut emptied = Err(tr!("runtime-it-did-not-end").to_owned());
            let ended = caught(|| emptied = empty_trash(context, id, control.stop_switch(), tell));
            Message::TrashEmptied(id, ended.and(emptied))
        }
        Work::CheckImages(images, known) => {
            let findings = RefCell::new(Vec::new());
            let mut checked = Err(tr!("runtime-it-did-not-end").to_owned());
            let ended = caught(|| checked = check_images(context, id, &images, &known, &control, tell, &findings));
            Message::ImagesChecked(id, findings.into_inner(), ended.and(checked))
        }
    }
}

/// Compares images one after the other; what was found before it broke off is kept.
fn check_images(
    context: &Context,
    id: JobId,
    images: &[ImageName],
    known: &Inventory,
    control: &RunControl,
    tell: &Sender<Message>,
    findings: &RefCell<Vec<Finding>>,
) -> Result<(), String> {
    let send = |progress| drop(tell.send(Message::Progress(id, progress)));
    let open = RefCell::new(images.iter().enumerate().collect::<Vec<_>>());
    send(ProgressEvent::Started { step: 0 });
    let report = |finding| {
        if let Finding::ImageChecked(name, check) = &finding {
            open.borrow_mut().retain(|(step, image)| {
                if *image == name {
                    let problem = check.problems(name).into_iter().next().map(|problem| problem.detail);
                    let outcome = problem.map_or(StepOutcome::Done, StepOutcome::Failed);
                    send(ProgressEvent::Finished { step: *step, outcome });
                }
                *image != name
            });
        }
        findings.borrow_mut().push(finding);
        while control.is_paused() && !control.is_stopped() {
            thread::sleep(HELD);
        }
        if let Some((step, _)) = open.borrow().first() {
            send(ProgressEvent::Started { step: *step });
        }
    };
    let names = images.iter().map(|image| image.as_str().to_owned()).collect();
    let ended = ops::verify_images(context, &known.join(), Some(&names), &report, control.stop_switch());
    let why = if control.is_stopped() { SkipReason::Cancelled } else { SkipReason::ImageAlreadyGone };
    for (step, _) in open.into_inner() {
        send(ProgressEvent::Finished { step, outcome: StepOutcome::Skipped(why.clone()) });
    }
    ended.map_err(|why| lang::told(&why))
}

/// How long a search that is held waits before it looks again whether it may go on.
const HELD: Duration = Duration::from_millis(50);

fn search_images(
    id: JobId,
    images: &[ImageName],
    known: &Inventory,
    control: &RunControl,
    tell: &Sender<Message>,
) -> Vec<Finding> {
    // One core is left for the person at the keys.
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let Ok(pool) = rayon::ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build() else {
        return Vec::new();
    };
    let tell = Mutex::new(tell.clone());
    let send = |progress| {
        if let Ok(tell) = tell.lock() {
            let _ = tell.send(Message::Progress(id, progress));
        }
    };
    let mut findings = Vec::new();
    for (step, image) in images.iter().enumerate() {
        send(ProgressEvent::Started { step });
        let progress = |tried| {
            send(ProgressEvent::Bytes { step, done: tried, total: Some(ops::OF_A_LONG_SEARCH) });
            while control.is_paused() && !control.is_stopped() {
                thread::sleep(HELD);
            }
        };
        let search = || ops::search_image(known, image, ops::OF_A_LONG_SEARCH, &progress, control.stop_switch());
        let found = pool.install(search);
        let is_found = found.iter().any(|finding| matches!(finding, Finding::ImageLayers { .. }));
        let outcome = if is_found { StepOutcome::Done } else { StepOutcome::Skipped(SkipReason::NoSelectionFits) };
        send(ProgressEvent::Finished { step, outcome });
        findings.extend(found);
    }
    findings
}

fn empty_trash(context: &Context, id: JobId, cancel: &AtomicBool, tell: &Sender<Message>) -> Result<u64, String> {
    // Several threads remove; the channel's end is for one at a time.
    let tell = Mutex::new(tell.clone());
    let send = |progress| {
        if let Ok(tell) = tell.lock() {
            let _ = tell.send(Message::Progress(id, progress));
        }
    };
    send(ProgressEvent::Started { step: 0 });
    let total: u64 = ops::trash(context)
        .map_err(|error| lang::told(&error.message()))?
        .iter()
        .flat_map(|operation| &operation.entries)
        .map(|entry| entry.bytes)
        .sum();
    let progress = |done, _files| send(ProgressEvent::Bytes { step: 0, done, total: Some(total) });
    let freed = ops::empty_trash(context, None, &progress, cancel).map_err(|error| lang::told(&error.message()))?;
    match freed.failures.first() {
        Some((path, reason)) => Err(tr!(
            "runtime-not-all-freed",
            bytes = text::bytes(freed.bytes),
            things = tr!("count-thing", count = freed.failures.len()),
            path = path.display(),
            reason = reason
        )),
        None if freed.cancelled => Err(tr!("runtime-stopped-after", bytes = text::bytes(freed.bytes))),
        None => Ok(freed.bytes),
    }
}
