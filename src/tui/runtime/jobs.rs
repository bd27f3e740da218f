//! The threads that run jobs: one for all jobs that change something, so that two purges do not interfere, and one for
//! each search, which nothing has to wait for.

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

/// The job queue, and the control of each job.
pub struct Jobs {
    context: Context,
    sender: Sender<Message>,
    queue: Option<Sender<Order>>,
    controls: HashMap<JobId, RunControl>,
    worker: Option<JoinHandle<()>>,
    /// Set while a job of the queue is running.
    running: Arc<AtomicBool>,
}

struct Order {
    id: JobId,
    job: Job,
    control: RunControl,
}

impl Order {
    fn perform(self, context: &Context, sender: &Sender<Message>) {
        let Self { id, job, control } = self;
        let mut progress = |progress| drop(sender.send(Message::Progress(id, progress)));
        let result = ops::run(context, job, &mut progress, &control);
        let _ = sender.send(Message::JobEnded(id, result));
    }
}

impl Jobs {
    /// Starts the thread of the queue, which waits for the first job.
    pub fn start(context: Context, sender: Sender<Message>) -> io::Result<Self> {
        let (queue, orders) = mpsc::channel::<Order>();
        let running = Arc::new(AtomicBool::new(false));
        let (is_running, its_context, its_sender) = (Arc::clone(&running), context.clone(), sender.clone());
        let work = move || {
            for order in orders {
                is_running.store(true, Ordering::SeqCst);
                order.perform(&its_context, &its_sender);
                is_running.store(false, Ordering::SeqCst);
            }
        };
        let worker = thread::Builder::new().name("jobs".to_owned()).spawn(work)?;
        Ok(Self { context, sender, queue: Some(queue), controls: HashMap::new(), worker: Some(worker), running })
    }

    /// Starts a job, or queues it.
    pub fn start_job(&mut self, id: JobId, job: Job) -> io::Result<()> {
        let control = RunControl::default();
        self.controls.insert(id, control.clone());
        let order = Order { id, job, control };
        if matches!(order.job, Job::SearchImages { .. }) {
            // A search may take minutes and changes nothing, so it does not block the queue.
            let (context, sender) = (self.context.clone(), self.sender.clone());
            let work = move || order.perform(&context, &sender);
            return thread::Builder::new().name("search".to_owned()).spawn(work).map(drop);
        }
        if let Some(queue) = &self.queue {
            // Cannot fail: the thread lives as long as the queue.
            let _ = queue.send(order);
        }
        Ok(())
    }

    /// Requests that a job stop after its current step.
    pub fn cancel(&self, id: JobId) {
        if let Some(control) = self.controls.get(&id) {
            control.stop();
        }
    }

    /// Pauses a job at its next safe point, or resumes it.
    pub fn pause(&self, id: JobId, on: bool) {
        if let Some(control) = self.controls.get(&id) {
            control.pause(on);
        }
    }

    /// Returns whether a job of the queue is running.
    pub fn is_running(&self) -> bool {
        self.running.load(Ordering::SeqCst)
    }

    /// Stops all jobs and waits until the current step has finished or was rolled back.
    pub fn finish(&mut self) {
        self.controls.values().for_each(RunControl::stop);
        self.queue = None;
        if let Some(worker) = self.worker.take() {
            let _ = worker.join();
        }
    }
}
