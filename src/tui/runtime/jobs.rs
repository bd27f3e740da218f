//! The threads that jobs run on: one for those that change something, as two purges at a time would only get in each
//! other's way, and one each for searches, which nothing has to wait for.

use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread::{self, JoinHandle};

use crate::ops::{self, Context, Job};
use crate::plan::RunControl;
use crate::tui::effect::JobId;
use crate::tui::message::Message;

/// The queue and what stops each job.
pub struct Jobs {
    context: Context,
    tell: Sender<Message>,
    queue: Option<Sender<Order>>,
    controls: HashMap<JobId, RunControl>,
    worker: Option<JoinHandle<()>>,
    /// A job of the queue is under way.
    running: Arc<AtomicBool>,
}

struct Order {
    id: JobId,
    job: Job,
    control: RunControl,
}

impl Order {
    fn perform(self, context: &Context, tell: &Sender<Message>) {
        let Self { id, job, control } = self;
        let mut progress = |progress| drop(tell.send(Message::Progress(id, progress)));
        let result = ops::run(context, job, &mut progress, &control);
        let _ = tell.send(Message::JobEnded(id, result));
    }
}

impl Jobs {
    /// Starts the thread of the queue, which waits for the first job.
    pub fn start(context: Context, tell: Sender<Message>) -> io::Result<Self> {
        let (queue, orders) = mpsc::channel::<Order>();
        let running = Arc::new(AtomicBool::new(false));
        let (at_it, its_context, its_tell) = (Arc::clone(&running), context.clone(), tell.clone());
        let work = move || {
            for order in orders {
                at_it.store(true, Ordering::SeqCst);
                order.perform(&its_context, &its_tell);
                at_it.store(false, Ordering::SeqCst);
            }
        };
        let worker = thread::Builder::new().name("jobs".to_owned()).spawn(work)?;
        Ok(Self { context, tell, queue: Some(queue), controls: HashMap::new(), worker: Some(worker), running })
    }

    /// Starts a job, or lets it wait for its turn.
    pub fn start_job(&mut self, id: JobId, job: Job) -> io::Result<()> {
        let control = RunControl::default();
        self.controls.insert(id, control.clone());
        let order = Order { id, job, control };
        if matches!(order.job, Job::SearchImages { .. }) {
            // It may take minutes and changes nothing.
            let (context, tell) = (self.context.clone(), self.tell.clone());
            let work = move || order.perform(&context, &tell);
            return thread::Builder::new().name("search".to_owned()).spawn(work).map(drop);
        }
        if let Some(queue) = &self.queue {
            // The thread lives as long as the queue.
            let _ = queue.send(order);
        }
        Ok(())
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

    /// Whether a job of the queue is under way.
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
