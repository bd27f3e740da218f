//! The app in a real pseudo-terminal: it restores the terminal however it exits.
#![cfg(unix)]
#![allow(clippy::disallowed_methods, reason = "tests play the other processes")]

mod support;

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use support::lambda::ACCOUNT;
use support::layers::{Layers, zip_of};
use support::one_image::engine_with;
use support::scripted::{Piece, Server, answer, head, json};
use support::{http, real};

/// Longer than any of these tests takes, even on a busy machine.
const TIMEOUT: Duration = Duration::from_mins(1);

struct Pty {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    /// All output so far.
    raw: Vec<u8>,
    screen: vt100::Parser,
    /// The terminal's line discipline before the program started.
    before: u64,
    /// Removed at the end.
    home: tempfile::TempDir,
}

fn size(columns: u16, lines: u16) -> PtySize {
    PtySize { rows: lines, cols: columns, pixel_width: 0, pixel_height: 0 }
}

impl Pty {
    fn start(program: &str, arguments: &[&str], columns: u16, lines: u16) -> Self {
        Self::start_with(program, arguments, &[], columns, lines)
    }

    fn start_with(program: &str, arguments: &[&str], environment: &[&str], columns: u16, lines: u16) -> Self {
        Self::start_on(true, program, arguments, environment, columns, lines)
    }

    /// `controlling`: whether the system sends a signal when the terminal goes away.
    fn start_on(
        controlling: bool,
        program: &str,
        arguments: &[&str],
        environment: &[&str],
        columns: u16,
        lines: u16,
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        let pair = native_pty_system().openpty(size(columns, lines)).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.env("HOME", home.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("PS1", "ready> ");
        for (name, value) in environment.iter().filter_map(|variable| variable.split_once('=')) {
            command.env(name, value);
        }
        command.cwd(home.path());
        command.set_controlling_tty(controlling);
        let before = line_discipline(pair.master.as_ref());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let keys = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(lines, columns, 0);
        Self { master: pair.master, child, keys, output, raw: Vec::new(), screen, before, home }
    }

    fn demo() -> Self {
        let mut pty = Self::start(env!("CARGO_BIN_EXE_samlayers"), &["--demo"], 120, 36);
        pty.wait_for("mySecondLayer");
        pty
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Reads on until the screen shows a text.
    #[track_caller]
    fn wait_for(&mut self, text: &str) -> &mut Self {
        self.wait_until(text, |screen| screen.contents().contains(text))
    }

    /// Waits until nothing more is drawn.
    fn settle(&mut self) -> &mut Self {
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_secs(1)) {
            self.take(&bytes);
        }
        self
    }

    #[track_caller]
    fn wait_until(&mut self, what: &str, mut shows: impl FnMut(&vt100::Screen) -> bool) -> &mut Self {
        let end = Instant::now() + TIMEOUT;
        while !shows(self.screen.screen()) {
            let left = end.saturating_duration_since(Instant::now());
            let Ok(bytes) = self.output.recv_timeout(left) else { panic!("never came: {what}\n{}", self.text()) };
            self.take(&bytes);
        }
        self
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.screen.process(bytes);
    }

    /// Closes the terminal, as closing its window or a connection that drops would, and waits for the end of the program,
    /// which is to come soon.
    #[track_caller]
    fn hang_up(&mut self) -> u32 {
        self.output = channel().1;
        self.keys = Box::new(std::io::sink());
        // Something is drawn once more, so that the thread that reads lets go of the terminal.
        self.master.resize(size(100, 30)).unwrap();
        thread::sleep(Duration::from_secs(1));
        self.master = native_pty_system().openpty(size(80, 24)).unwrap().master;
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            // A second, and some more on a busy machine.
            assert!(began.elapsed() < Duration::from_secs(5), "it still runs without its terminal");
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits for the end and reads what is left.
    fn end(&mut self) -> u32 {
        let end = Instant::now() + TIMEOUT;
        loop {
            while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                self.take(&bytes);
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                // The last output may still be in transit; the other end closes after it.
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_secs(1)) {
                    self.take(&bytes);
                }
                return status.exit_code();
            }
            assert!(Instant::now() < end, "does not end\n{}", self.text());
        }
    }

    fn kill(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    #[track_caller]
    fn assert_restored(&self) {
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the alternate screen was left");
        assert!(!screen.hide_cursor(), "the cursor is visible");
        assert!(!screen.bracketed_paste(), "bracketed paste is off");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is released");
        assert_eq!(line_discipline(self.master.as_ref()), self.before, "lines are edited by the terminal again");
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The terminal's settings for lines and echo, as the bits of the system.
fn line_discipline(master: &dyn MasterPty) -> u64 {
    u64::from(master.get_termios().expect("a terminal").local_flags.bits())
}

#[test]
fn quitting_restores_the_terminal() {
    let mut pty = Pty::demo();
    assert!(pty.screen.screen().alternate_screen());
    assert_ne!(line_discipline(pty.master.as_ref()), pty.before, "raw while the app runs");
    pty.press("q");
    assert_eq!(pty.end(), 0);
    pty.assert_restored();
}

#[test]
fn control_c_quits_at_once() {
    let mut pty = Pty::demo();
    pty.press("/my\x03");
    assert_eq!(pty.end(), 0);
    pty.assert_restored();
}

#[test]
fn signals_that_end_the_app_restore_the_terminal() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let mut pty = Pty::demo();
        pty.kill(signal);
        pty.end();
        pty.assert_restored();
    }
}

#[test]
fn the_demo_is_removed_when_the_app_exits() {
    // On a narrower screen, the path is cut; a wider one has longer sizes.
    let mut pty = Pty::start(env!("CARGO_BIN_EXE_samlayers"), &["--demo"], 140, 36);
    let mut path = String::new();
    pty.wait_until("the cache's path", |screen| {
        let text = screen.contents();
        let shown = text.split_whitespace().find(|shown| shown.contains("samlayers-demo-"));
        path = shown.unwrap_or_default().to_owned();
        std::path::Path::new(&path).is_dir()
    });
    pty.press("q");
    pty.end();
    assert!(!std::path::Path::new(&path).exists(), "{path} is still there");
}

#[test]
fn a_purge_and_its_undo_change_the_disk() {
    let mut pty = Pty::demo();
    pty.press("/legacy-metrics\r").wait_for("1 match");
    pty.press("d").wait_for("Purge: move to the trash");
    // The list shows it, whatever messages follow each other in the last line.
    pty.press("\r").wait_for("/legacy-metrics 0 matches");
    pty.press("u").wait_for("Undo: restore").press("\r").wait_for("/legacy-metrics 1 match");
    pty.press("\x1b").wait_for("legacy-metrics");
    pty.press("4").wait_for("Restore legacy-metrics");
    pty.press("q");
    assert_eq!(pty.end(), 0);
}

/// Every path with all metadata that a change would alter.
fn inodes(root: &std::path::Path) -> Vec<(std::path::PathBuf, [i64; 7])> {
    use std::os::unix::fs::MetadataExt as _;
    let mut lines: Vec<_> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(|entry| {
            let path = entry.unwrap().into_path();
            let meta = std::fs::symlink_metadata(&path).unwrap();
            let inode = i64::try_from(meta.ino()).unwrap();
            let (mode, size) = (i64::from(meta.mode()), i64::try_from(meta.size()).unwrap());
            (path, [inode, mode, size, meta.mtime(), meta.mtime_nsec(), meta.ctime(), meta.ctime_nsec()])
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn read_only_the_app_changes_no_inode() {
    let place = tempfile::tempdir().unwrap();
    let cache = place.path().join("cache");
    for name in ["alpha-1-0123456789/python/a.py", "beta-2-0123456789/bin/b", ".locks/x", "notes.txt"] {
        std::fs::create_dir_all(cache.join(name).parent().unwrap()).unwrap();
        std::fs::write(cache.join(name), name).unwrap();
    }
    let lock = cache.join(".locks/alpha-1-0123456789.downloading.lock");
    std::fs::write(lock, "4194304000\n1700000000.5").unwrap();
    let before = inodes(&cache);
    let cache_option = cache.to_string_lossy().into_owned();
    let arguments = ["--read-only", "--no-engine", "--offline", "--layer-cache-basedir", &cache_option];
    let mut pty = Pty::start(env!("CARGO_BIN_EXE_samlayers"), &arguments, 120, 36);
    pty.wait_for("alpha");
    // A clean-up shows its numbers and a plan, and carries nothing out.
    pty.press("D").wait_for("Clean up").press("\r").press("\r").wait_for("READ-ONLY").press("\u{1b}").settle();
    pty.press("\u{1b}").settle();
    for key in ["d", "r", "u", "X", "a", "d", "c"] {
        pty.press(key).wait_for("READ-ONLY");
    }
    pty.press("\r").wait_for("/opt from").press("q").settle();
    pty.press("\u{3}");
    pty.end();
    assert_eq!(inodes(&cache), before);
}

/// An image as SAM builds one, with a file in its `/opt`.
struct Image<'a> {
    host: &'a str,
    name: &'static str,
}

impl<'a> Image<'a> {
    fn build(host: &'a str) -> Self {
        let name = "samcli/lambda-provided:al2023-x86_64-0123456789abcdef012345678";
        let mut archive = tar::Builder::new(Vec::new());
        let dockerfile = "FROM public.ecr.aws/lambda/provided:al2023-x86_64\nCOPY note.txt /opt/seen-in-the-image\n";
        for (file, content) in [("Dockerfile", dockerfile), ("note.txt", "hello\n")] {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            archive.append_data(&mut header, file, content.as_bytes()).unwrap();
        }
        let (path, tar) = (format!("/v1.40/build?t={name}"), archive.into_inner().unwrap());
        let answer = http::request(host, "POST", &path, &[("Content-Type", "application/x-tar")], &tar);
        assert!(answer.text().contains("Successfully tagged"), "{}", answer.text());
        Self { host, name }
    }
}

impl Drop for Image<'_> {
    fn drop(&mut self) {
        http::request(self.host, "DELETE", &format!("/v1.40/images/{}?force=1", self.name), &[], b"");
    }
}

#[test]
fn a_shell_in_an_image_gets_the_terminal_and_returns_it() {
    let Some(host) = real::docker_host() else { return };
    let image = Image::build(&host);
    let arguments = ["--offline", "--docker-host", &host];
    let mut pty = Pty::start(env!("CARGO_BIN_EXE_samlayers"), &arguments, 140, 36);
    pty.wait_for("samlayers").press("2").wait_for("Images by name").wait_for("0123456789");
    pty.press("/0123456789abc\r").wait_for("1 match");
    let raw = line_discipline(pty.master.as_ref());
    pty.press("!")
        .wait_until("the command", |screen| !screen.alternate_screen() && screen.contents().contains("run -it"));
    assert!(!pty.screen.screen().hide_cursor(), "a shell has a cursor");
    // The shell gets the keys now: `q` is a letter, and Control-C does not quit the app.
    pty.wait_for("# ").press("\x03").press("ls /opt; echo q$((6 * 7))\r").wait_for("seen-in-the-image").wait_for("q42");
    pty.press("exit\r").wait_until("the app again", |screen| {
        screen.alternate_screen() && screen.contents().contains("1 match") && !screen.contents().contains("q42")
    });
    assert_eq!(line_discipline(pty.master.as_ref()), raw, "the terminal is in raw mode again");
    pty.press("?").wait_for("Images shortcuts").press("\x1b").wait_until("the list", |screen| {
        screen.contents().contains("1 match") && !screen.contents().contains("Images shortcuts")
    });
    let answer = http::request(&host, "GET", "/v1.40/containers/json?all=1", &[], b"");
    assert!(!answer.text().contains(image.name), "its container is removed: {}", answer.text());
    pty.press("q");
    assert_eq!(pty.end(), 0);
    pty.assert_restored();
}

/// From the form to Lambda: what the app publishes is fetched back byte for byte.
#[test]
fn a_zip_that_the_app_publishes_is_fetched_back_byte_for_byte() {
    let Some(ministack) = real::ministack() else { return };
    let files = tempfile::tempdir().unwrap();
    let zip = zip_of(&[("python/app.py", b"published = 'from the app'\n"), ("bin/tool", b"#!/bin/sh\n")]);
    let path = files.path().join("tools.zip");
    std::fs::write(&path, &zip).unwrap();
    let endpoint = format!("AWS_ENDPOINT_URL={ministack}");
    let key = format!("AWS_ACCESS_KEY_ID={ACCOUNT}");
    let environment =
        [&*endpoint, &*key, "AWS_SECRET_ACCESS_KEY=test", "AWS_REGION=us-east-1", "AWS_EC2_METADATA_DISABLED=true"];
    let program = env!("CARGO_BIN_EXE_samlayers");
    let mut pty = Pty::start_with(program, &["--no-engine"], &environment, 200, 50);
    pty.wait_for("samlayers").press("P").wait_for("Layer name");
    // A long path may be cut on the screen, but not the end of it.
    pty.press(path.to_str().unwrap())
        .wait_for("tools.zip")
        .press("\t")
        .press("app-published")
        .wait_for("app-published");
    pty.press("\tus-east-1").wait_for("us-east-1").press("\r").wait_for("undo cannot remove it");
    // The activity names the version that was made.
    pty.press("\r").wait_for("4 Activity 1").press("4").wait_for("layer:app-published:1");
    let arn = format!("arn:aws:lambda:us-east-1:{ACCOUNT}:layer:app-published:1");
    let authorization = format!("AWS4-HMAC-SHA256 Credential={ACCOUNT}/20260101/us-east-1/lambda/aws4_request");
    let headers = [("Authorization", authorization.as_str())];
    let get = |path: &str| http::request(&ministack, "GET", path, &headers, b"");
    let version = get("/2018-10-31/layers/app-published/versions/1").json();
    assert_eq!(version["LayerVersionArn"], arn, "{version:#}");
    assert_eq!(version["Content"]["CodeSize"], zip.len(), "{version:#}");
    let location = version["Content"]["Location"].as_str().unwrap();
    let below = location.split_once("://").map_or(location, |(_, rest)| &rest[rest.find('/').unwrap()..]);
    assert!(get(below).body == zip, "the zip at {location} is another one");
    // And by samlayers itself, which compares it with its CodeSha256.
    let out = files.path().join("fetched.zip");
    let mut export = std::process::Command::new(program);
    export.args(["export", &arn, "--no-engine", "-o"]).arg(&out).env_clear().env("HOME", pty.home.path());
    export.envs(environment.iter().filter_map(|variable| variable.split_once('=')));
    let exported = export.output().unwrap();
    assert!(exported.status.success(), "{exported:?}");
    assert!(std::fs::read(&out).unwrap() == zip, "what samlayers fetches is another zip");
    pty.press("q");
    assert_eq!(pty.end(), 0);
    pty.assert_restored();
}

#[test]
fn control_z_suspends_and_fg_resumes() {
    let mut pty = Pty::start("bash", &["--norc", "--noprofile", "-i"], 120, 36);
    pty.wait_for("ready>");
    let line = format!("{} --demo\r", env!("CARGO_BIN_EXE_samlayers"));
    pty.press(&line).wait_for("mySecondLayer");
    pty.press("\x1a").wait_until("the shell again", |screen| !screen.alternate_screen());
    pty.wait_for("Stopped");
    assert!(!pty.screen.screen().hide_cursor());
    pty.press("fg\r")
        .wait_until("the app again", |screen| screen.alternate_screen() && screen.contents().contains("mySecondLayer"));
    pty.press("2").wait_for("Images by name");
    pty.press("q")
        .wait_until("the end", |screen| !screen.alternate_screen() && screen.contents().trim_end().ends_with("ready>"));
    pty.press("exit\r");
    pty.end();
}

#[test]
fn many_resizes_leave_a_complete_screen() {
    let mut pty = Pty::demo();
    for round in 0..60u16 {
        let (columns, lines) = (20 + (round * 37) % 180, 5 + (round * 13) % 60);
        pty.master.resize(size(columns, lines)).unwrap();
    }
    pty.screen = vt100::Parser::new(30, 100, 0);
    pty.master.resize(size(100, 30)).unwrap();
    // The app ignores keys while the window is too small.
    pty.wait_for("Layers by name").settle();
    pty.press("?").wait_for("Layers shortcuts");
    pty.press("\x1b").wait_until("the list", |screen| !screen.contents().contains("Layers shortcuts"));
    pty.press("q");
    assert_eq!(pty.end(), 0);
    pty.assert_restored();
}

/// What a terminal answers when it is asked for its background.
const ASKED: &str = "\x1b]11;?";
const WHITE: &str = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\";

impl Pty {
    /// The app in a terminal with true colours.
    fn coloured(arguments: &[&str]) -> Self {
        let environment = ["COLORTERM=truecolor"];
        let mut pty = Self::start_with(env!("CARGO_BIN_EXE_samlayers"), arguments, &environment, 120, 36);
        pty.wait_for("mySecondLayer");
        pty
    }

    /// Reads what is drawn for this long.
    fn read_for(&mut self, time: Duration) -> &mut Self {
        let end = Instant::now() + time;
        while let Ok(bytes) = self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.take(&bytes);
        }
        self
    }

    fn has_asked(&self) -> bool {
        String::from_utf8_lossy(&self.raw).contains(ASKED)
    }

    /// Waits until text is drawn in a colour.
    #[track_caller]
    fn wait_for_colour(&mut self, red: u8, green: u8, blue: u8) -> &mut Self {
        let colour = vt100::Color::Rgb(red, green, blue);
        self.wait_until("the colour", |screen| {
            (0..36)
                .flat_map(|row| (0..120).map(move |column| (row, column)))
                .any(|(row, column)| screen.cell(row, column).is_some_and(|cell| cell.fgcolor() == colour))
        })
    }
}

#[test]
fn the_theme_follows_the_background_and_its_changes() {
    let mut pty = Pty::coloured(&["--demo"]);
    assert!(pty.has_asked());
    // The text of the light theme, and that of the dark one after the terminal has reported a change.
    pty.press(WHITE).wait_for_colour(0x24, 0x29, 0x2f);
    pty.press("\x1b[?997;1n").wait_for_colour(0xd5, 0xd9, 0xe0);
    // A theme that the user chose stays.
    pty.press("T").wait_for("Theme:");
    pty.press(WHITE).press("/num").wait_for("/num");
    pty.press("\x1b").wait_for("mySecondLayer");
    pty.press("q");
    assert_eq!(pty.end(), 0);
    let raw = String::from_utf8_lossy(&pty.raw).into_owned();
    assert!(raw.contains("\x1b[?2031h") && raw.contains("\x1b[?2031l"));
}

#[test]
fn a_terminal_is_asked_only_where_the_answer_is_of_use() {
    for (arguments, environment) in
        [(&["--demo", "--theme", "dark"][..], "TERM=xterm"), (&["--demo"], "TERM=linux"), (&["--demo"], "NO_COLOR=1")]
    {
        let mut pty = Pty::start_with(env!("CARGO_BIN_EXE_samlayers"), arguments, &[environment], 120, 36);
        pty.wait_for("mySecondLayer");
        assert!(!pty.has_asked(), "{arguments:?} {environment}");
    }
}

#[test]
fn a_late_answer_in_pieces_is_not_typed_into_the_filter() {
    let mut pty = Pty::coloured(&["--demo"]);
    pty.press("/nu").wait_for("/nu");
    pty.press("\x1b]11;rgb:ff").read_for(Duration::from_millis(200));
    pty.press("ff/ffff/ffff\x1b\\m").wait_for("/num");
    assert!(!pty.text().contains("rgb"), "{}", pty.text());
    // Of an answer that is cut off nothing is typed, and keys work again.
    pty.press("\x1b]11;rgb:ff").read_for(Duration::from_secs(4));
    pty.press("p").wait_for("/nump");
}

#[test]
fn an_answer_under_way_at_the_end_is_not_left_to_the_shell() {
    let app = env!("CARGO_BIN_EXE_samlayers");
    let script = format!("{app} --demo; echo ended; read line; echo \"[$line]\"");
    let mut pty = Pty::start_with("sh", &["-c", &script], &["COLORTERM=truecolor"], 120, 36);
    while !pty.has_asked() {
        let bytes = pty.output.recv_timeout(TIMEOUT).unwrap();
        pty.take(&bytes);
    }
    pty.press("q").press(WHITE);
    pty.wait_for("ended");
    pty.press("typed\r").wait_for("[typed]");
}

#[test]
fn pasted_text_goes_only_into_the_filter() {
    let mut pty = Pty::demo();
    pty.press("\x1b[200~dXq\x1b[201~").press("/\x1b[200~mySec\nond\x1b[201~").wait_for("/mySecond");
    pty.press("\x03");
    assert_eq!(pty.end(), 0);
}

#[test]
fn copying_is_an_escape_sequence_to_the_terminal() {
    let mut pty = Pty::demo();
    pty.press("/^myLayer\r").wait_for("1 match").press("y\r").wait_for("Copied directory");
    // OSC 52 with the base64 of the name.
    let sent = String::from_utf8_lossy(&pty.raw).into_owned();
    assert!(sent.contains("\u{1b}]52;c;bXlMYXllci0xLTkyNmVlYjVmZjE="), "no OSC 52");
}

#[test]
fn an_invalid_config_is_reported_and_the_app_still_starts() {
    let config = tempfile::tempdir().unwrap();
    let folder = config.path().join("samlayers");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("config.yaml"), "keys:\n  copy: Y\n  purge: r\n").unwrap();
    let line = format!("XDG_CONFIG_HOME={} {} --demo\r", config.path().display(), env!("CARGO_BIN_EXE_samlayers"));
    let mut pty = Pty::start("bash", &["--norc", "--noprofile", "-i"], 140, 36);
    pty.wait_for("ready>").press(&line).wait_for("Your config file").wait_for("line 3: keys: purge:");
    // The valid part of the config is used.
    pty.press("\x1b").wait_for("Enter open   ").press("Y").wait_for("Copy");
    pty.press("\x03").wait_until("the shell", |screen| !screen.alternate_screen());
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_restores_the_terminal_and_can_be_read() {
    let mut pty = Pty::start("bash", &["--norc", "--noprofile", "-i"], 120, 36);
    let line = format!("SAMLAYERS_PANIC_ON=% {} --demo\r", env!("CARGO_BIN_EXE_samlayers"));
    pty.wait_for("ready>").press(&line).wait_for("mySecondLayer").press("/%");
    pty.wait_until("the shell", |screen| !screen.alternate_screen());
    // Keys typed before the shell prompts may still be read by the app while it exits.
    pty.wait_until("the shell's question after the panic", |screen| {
        screen.contents().split_once("a panic was requested").is_some_and(|(_, after)| after.contains("ready>"))
    });
    assert!(!pty.screen.screen().hide_cursor());
    // The shell turns bracketed paste on for itself, so the app's own output is examined.
    let sent = String::from_utf8_lossy(&pty.raw).into_owned();
    let (before, _) = sent.split_once("a panic was requested").unwrap();
    assert!(before.rfind("\u{1b}[?2004l") > before.rfind("\u{1b}[?2004h"), "bracketed paste is off");
    pty.press("stty -a | grep -o ' ican[o]n'\r").wait_for(" icanon");
    pty.press("exit\r").end();
}

#[cfg(all(debug_assertions, target_os = "linux"))]
#[test]
fn a_panic_of_a_worker_is_a_failed_job_and_in_the_log() {
    let logs = tempfile::tempdir().unwrap();
    let cache = format!("XDG_CACHE_HOME={}", logs.path().display());
    let environment = ["SAMLAYERS_PANIC_IN=execute", &cache];
    let mut pty = Pty::start_with(env!("CARGO_BIN_EXE_samlayers"), &["--demo"], &environment, 160, 36);
    pty.wait_for("mySecondLayer").press("d").wait_for("to the trash").press("\r");
    pty.press("4").wait_for("failed").wait_for("Stopped by an internal error: a panic was asked for");
    pty.wait_for("samlayers.log").press("q");
    assert_eq!(pty.end(), 0, "{}", pty.text());
    let log = std::fs::read_to_string(logs.path().join("samlayers/samlayers.log")).unwrap();
    assert!(
        log.contains("panic of the thread `jobs` at src/ops/job/mod.rs:") && log.contains("a panic was asked for"),
        "{log}"
    );
}

#[test]
fn without_a_terminal_the_app_names_the_alternatives() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_samlayers")).arg("--demo").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--help"));
}

#[test]
fn a_terminal_that_cannot_draw_gets_one_plain_sentence() {
    for (variable, why) in [("TERM=dumb", "TERM is `dumb`"), ("TERM=", "TERM is not set")] {
        let mut pty = Pty::start_with(env!("CARGO_BIN_EXE_samlayers"), &["--demo"], &[variable], 120, 36);
        assert_eq!(pty.end(), 2, "{}", pty.text());
        let sent = String::from_utf8_lossy(&pty.raw).into_owned();
        assert!(sent.contains(why) && sent.contains("`samlayers ls`"), "{sent}");
        assert!(!sent.contains('\u{1b}'), "no control sequences: {sent:?}");
    }
    let mut pty = Pty::start_with(env!("CARGO_BIN_EXE_samlayers"), &["--demo", "ls"], &["TERM=dumb"], 120, 36);
    assert_eq!(pty.end(), 0, "commands work");
    assert!(!String::from_utf8_lossy(&pty.raw).contains('\u{1b}'));
}

#[test]
fn without_a_utf8_locale_everything_is_ascii() {
    let cases: [(&[&str], bool); 6] = [
        (&["LC_ALL=C"], true),
        (&["LC_CTYPE=POSIX"], true),
        (&["LANG="], true),
        (&["LANG=en_US.ISO-8859-1"], true),
        (&["LC_ALL=C.UTF-8", "LC_CTYPE=C"], false),
        (&["LC_CTYPE=en_US.utf8", "LANG=C"], false),
    ];
    for (environment, is_ascii) in cases {
        let program = env!("CARGO_BIN_EXE_samlayers");
        let mut pty = Pty::start_with(program, &["--demo", "--no-engine"], environment, 120, 36);
        pty.wait_for("mySecondLayer").press("?").wait_for("Layers shortcuts").press("\x1b");
        pty.wait_until("the list", |screen| !screen.contents().contains("Layers shortcuts")).press("3");
        pty.wait_for("OrdersFunction").press("q");
        assert_eq!(pty.end(), 0);
        assert_eq!(pty.raw.is_ascii(), is_ascii, "the app with {environment:?}");
        let mut pty = Pty::start_with(program, &["--demo", "--no-engine", "ls"], environment, 50, 36);
        assert_eq!(pty.end(), 0);
        assert_eq!(pty.raw.is_ascii(), is_ascii, "the command with {environment:?}: {}", pty.text());
    }
}

#[test]
fn only_colours_that_the_terminal_knows_are_sent() {
    const PALETTE: &str = "\u{1b}[38;5;";
    const TRUE: &str = "\u{1b}[38;2;";
    let cases: [(&[&str], bool, bool); 7] = [
        (&["TERM=xterm-256color", "COLORTERM=truecolor"], false, true),
        (&["TERM=xterm-kitty"], false, true),
        (&["TERM=xterm-256color"], true, false),
        (&["TERM=screen-256color"], true, false),
        (&["TERM=screen"], false, false),
        (&["TERM=linux"], false, false),
        (&["TERM=vt220"], false, false),
    ];
    for (environment, palette, full) in cases {
        for theme in ["dark", "default"] {
            let program = env!("CARGO_BIN_EXE_samlayers");
            let arguments = ["--demo", "--no-engine", "--theme", theme];
            let mut pty = Pty::start_with(program, &arguments, environment, 120, 36);
            pty.wait_for("mySecondLayer").press("q");
            assert_eq!(pty.end(), 0);
            let sent = String::from_utf8_lossy(&pty.raw).into_owned();
            assert_eq!(sent.contains(TRUE), full && theme == "dark", "24 bits, {theme}, {environment:?}");
            // The terminal's own colours are sent as those of the palette where there is one.
            let has_palette = palette || (full && theme == "default");
            assert_eq!(sent.contains(PALETTE), has_palette, "the palette, {theme}, {environment:?}");
            let is_coloured = environment[0] != "TERM=vt220";
            let has_colour = sent.split("\u{1b}[3").skip(1).any(|rest| {
                let end = rest.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(0);
                rest.as_bytes()[end] == b'm' && rest.starts_with(|c: char| ('0'..='7').contains(&c))
            });
            assert_eq!(has_colour, is_coloured && !has_palette && !sent.contains(TRUE), "{theme}, {environment:?}");
            assert_eq!(sent.contains("?2026h"), palette || full, "synchronized, {environment:?}");
        }
    }
}

#[test]
fn an_idle_app_sends_nothing() {
    let mut pty = Pty::start(env!("CARGO_BIN_EXE_samlayers"), &["--demo", "--no-engine"], 120, 36);
    pty.wait_for("mySecondLayer").settle();
    let before = pty.raw.len();
    // More than one tick of an idle app.
    if let Ok(bytes) = pty.output.recv_timeout(Duration::from_secs(12)) {
        pty.take(&bytes);
    }
    let sent = String::from_utf8_lossy(&pty.raw[before..]).into_owned();
    // An age may have changed meanwhile; nothing else has.
    assert!(sent.len() < 400, "{sent:?}");
    pty.press("q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn an_invalid_theme_is_reported_before_the_app_opens() {
    let mut pty = Pty::start(env!("CARGO_BIN_EXE_samlayers"), &["--demo", "--theme", "pink"], 100, 30);
    assert_ne!(pty.end(), 0);
    assert!(pty.text().contains("there is no theme `pink`"), "{}", pty.text());
    assert!(!String::from_utf8_lossy(&pty.raw).contains("\u{1b}[?1049h"), "the screen was never switched");
}

#[test]
fn the_app_uses_the_requested_language() {
    let korean = "계층, 이름순";
    let english = "Layers by name";
    let spoken: [(&[&str], &[&str], &str); 7] = [
        (&["--lang", "ko"], &["LANG=en_US.UTF-8"], korean),
        (&[], &["LANG=ko_KR.UTF-8"], korean),
        (&[], &["LC_MESSAGES=C", "LANG=ko_KR.UTF-8"], english),
        (&[], &["LANG=ko_KR.eucKR"], english),
        (&["--ascii"], &["LANG=ko_KR.UTF-8"], english),
        (&["--lang", "en"], &["LC_MESSAGES=ko_KR.UTF-8"], english),
        (&[], &["LC_ALL=C", "LANG=ko_KR.UTF-8"], english),
    ];
    for (arguments, environment, title) in spoken {
        let arguments: Vec<&str> = ["--demo", "--no-engine"].into_iter().chain(arguments.iter().copied()).collect();
        let mut pty = Pty::start_with(env!("CARGO_BIN_EXE_samlayers"), &arguments, environment, 120, 36);
        pty.wait_for(title).press("q");
        assert_eq!(pty.end(), 0, "{arguments:?} {environment:?}");
        pty.assert_restored();
    }
}

#[test]
fn a_terminal_that_goes_away_ends_the_app_as_a_signal_does() {
    for controlling in [true, false] {
        let program = env!("CARGO_BIN_EXE_samlayers");
        let mut pty = Pty::start_on(controlling, program, &["--demo", "--no-engine"], &[], 120, 36);
        pty.wait_for("mySecondLayer");
        assert_eq!(pty.hang_up(), 0, "controlling: {controlling}");
    }
}

#[test]
fn a_terminal_that_goes_away_in_the_middle_of_a_download_leaves_nothing_behind() {
    const ARN: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:numbers:7";
    for controlling in [true, false] {
        let lambda = Layers::with_store(|_, zip, _| {
            vec![head(200, &[("ETag", "\"v1\"")], zip.len()), Piece::Bytes(zip[..zip.len() / 2].to_vec()), Piece::Hang]
        });
        lambda.publish(ARN, zip_of(&[("python/new.py", b"new = True\n")]));
        let place = tempfile::tempdir().unwrap();
        let cache = place.path().join("cache");
        let dir = samlayers::sam::LayerArn::new(ARN).unwrap().dir();
        let layer = cache.join(dir.as_str()).join("python/old.py");
        std::fs::create_dir_all(layer.parent().unwrap()).unwrap();
        std::fs::write(&layer, "old").unwrap();
        let template = place.path().join("template.yaml");
        let function =
            "AWS::Serverless::Function\n    Properties: {CodeUri: ., Handler: a.b, Runtime: python3.12, Layers: ";
        std::fs::write(&template, format!("Resources:\n  F:\n    Type: {function}['{ARN}']}}\n")).unwrap();
        let (cache_text, template) = (cache.to_string_lossy().into_owned(), template.to_string_lossy().into_owned());
        let arguments = ["--no-engine", "--layer-cache-basedir", &cache_text, "-t", &template, "--region", "eu-west-1"];
        let environment: Vec<String> =
            lambda.environment().into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        let environment: Vec<&str> = environment.iter().map(String::as_str).collect();
        let program = env!("CARGO_BIN_EXE_samlayers");
        let mut pty = Pty::start_on(controlling, program, &arguments, &environment, 120, 36);
        pty.wait_for("numbers").wait_for("ready").wait_for("3 Functions 1").press("r").wait_for("Refresh").press("\r");
        let lock = cache.join(".locks").join(format!("{dir}.downloading.lock"));
        let end = Instant::now() + TIMEOUT;
        while !lock.exists() || lambda.downloads() == 0 {
            assert!(Instant::now() < end, "the download never began\n{}", pty.text());
            thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(pty.hang_up(), 0, "controlling: {controlling}");
        assert!(!lock.exists(), "SAM would wait 300 seconds for it");
        assert_eq!(std::fs::read(&layer).unwrap(), b"old");
        for folder in [".samlayers/staging", ".samlayers/held", ".samlayers/doomed"] {
            let left = std::fs::read_dir(cache.join(folder)).map_or(0, Iterator::count);
            assert_eq!(left, 0, "something is left in {folder}");
        }
    }
}

#[test]
fn a_cache_that_is_replaced_while_it_is_asked_is_left_alone() {
    let place = tempfile::tempdir().unwrap();
    let place = std::fs::canonicalize(place.path()).unwrap();
    let (cache, other) = (place.join("cache"), place.join("other"));
    for folder in [&cache, &other] {
        std::fs::create_dir_all(folder.join("alpha-1-0123456789/python")).unwrap();
        std::fs::write(folder.join("alpha-1-0123456789/python/a.py"), "1").unwrap();
    }
    let by_link: &dyn Fn() = &|| std::os::unix::fs::symlink(&other, &cache).unwrap();
    let by_folder: &dyn Fn() = &|| std::fs::rename(&other, &cache).unwrap();
    for (replace, precious) in [(by_link, &other), (by_folder, &cache)] {
        let text = cache.to_string_lossy().into_owned();
        let arguments = ["purge", "alpha-1-*", "--delete", "--no-engine", "--layer-cache-basedir", &text];
        let mut pty = Pty::start(env!("CARGO_BIN_EXE_samlayers"), &arguments, 120, 36);
        pty.wait_for("[y/N]");
        std::fs::rename(&cache, place.join("aside")).unwrap();
        replace();
        pty.press("y\r");
        assert_eq!(pty.end(), 1, "{}", pty.text());
        assert!(pty.text().contains("was replaced since"), "{}", pty.text());
        assert!(precious.join("alpha-1-0123456789/python/a.py").exists());
        if cache.is_symlink() {
            std::fs::remove_file(&cache).unwrap();
            std::fs::rename(place.join("aside"), &cache).unwrap();
        }
    }
}

const MFA_ACCOUNT: &str = "210987654321";

/// STS for a role that needs a code.
fn sts() -> Server {
    Server::start(|request, count| {
        let key = format!("AKID{count}");
        // The first request opens the session, all others are made with it.
        let is_base = request.header("authorization").is_some_and(|signed| signed.contains("Credential=AKIDBASE/"));
        let body = if is_base {
            format!(
                "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>{key}</AccessKeyId>\
                 <SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>\
                 <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>"
            )
        } else {
            format!(
                "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>{MFA_ACCOUNT}</Account>\
                 </GetCallerIdentityResult></GetCallerIdentityResponse>"
            )
        };
        answer(200, &[("Content-Type", "text/xml")], body.as_bytes())
    })
}

/// A machine whose template needs the account of a role with MFA: its folder, arguments and environment.
fn with_mfa(sts: &Server) -> (tempfile::TempDir, Vec<String>, Vec<String>) {
    let place = tempfile::tempdir().unwrap();
    let config = place.path().join("aws-config");
    std::fs::write(
        &config,
        "[profile base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = secret\n\
         [profile dev]\nrole_arn = arn:aws:iam::123456789012:role/Dev\nsource_profile = base\n\
         mfa_serial = arn:aws:iam::123456789012:mfa/me\nregion = eu-west-1\n",
    )
    .unwrap();
    let template = place.path().join("template.yaml");
    let function =
        "AWS::Serverless::Function\n    Properties: {CodeUri: ., Handler: a.b, Runtime: python3.12, Layers: ";
    let layer = "!Sub 'arn:aws:lambda:eu-west-1:${AWS::AccountId}:layer:numbers:7'";
    std::fs::write(&template, format!("Resources:\n  F:\n    Type: {function}[{layer}]}}\n")).unwrap();
    let cache = place.path().join("cache");
    let arn = samlayers::sam::LayerArn::new(format!("arn:aws:lambda:eu-west-1:{MFA_ACCOUNT}:layer:numbers:7")).unwrap();
    std::fs::create_dir_all(cache.join(arn.dir().as_str()).join("python")).unwrap();
    std::fs::write(cache.join(arn.dir().as_str()).join("python/a.py"), "1").unwrap();
    let (cache, template) = (cache.to_string_lossy().into_owned(), template.to_string_lossy().into_owned());
    let arguments = ["--no-engine", "--layer-cache-basedir", &cache, "-t", &template].map(str::to_owned).to_vec();
    let environment = vec![
        format!("AWS_CONFIG_FILE={}", config.display()),
        "AWS_PROFILE=dev".to_owned(),
        format!("AWS_ENDPOINT_URL_STS={}", sts.url()),
        "AWS_EC2_METADATA_DISABLED=true".to_owned(),
    ];
    (place, arguments, environment)
}

#[test]
fn an_mfa_code_is_asked_for_in_a_dialog_and_its_session_kept() {
    let server = sts();
    let (_place, arguments, environment) = with_mfa(&server);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let environment: Vec<&str> = environment.iter().map(String::as_str).collect();
    let program = env!("CARGO_BIN_EXE_samlayers");
    let mut pty = Pty::start_with(program, &arguments, &environment, 120, 36);
    pty.wait_for("MFA code").wait_for("mfa/me").press("123456").wait_for("Code: 123456").press("\r");
    pty.wait_until("the list", |screen| !screen.contents().contains("MFA code")).wait_for(MFA_ACCOUNT);
    // Everything is surveyed again with the session that is open.
    pty.press("R").settle();
    assert!(!pty.text().contains("MFA code"), "{}", pty.text());
    pty.press("q");
    assert_eq!(pty.end(), 0);
    let by_base = |request: &&support::scripted::Request| request.header("authorization").unwrap().contains("AKIDBASE");
    assert_eq!(server.requests().iter().filter(by_base).count(), 1);

    // Without a code the app goes on and says what is missing; the end of the app does not wait for one.
    let mut pty = Pty::start_with(program, &arguments, &environment, 120, 36);
    pty.wait_for("MFA code").press("\x1b").wait_until("the list", |screen| !screen.contents().contains("MFA code"));
    pty.press("q");
    assert_eq!(pty.end(), 0);
    let mut pty = Pty::start_with(program, &arguments, &environment, 120, 36);
    pty.wait_for("MFA code").press("\x03");
    assert_eq!(pty.end(), 0);
}

#[test]
fn a_terminal_that_goes_away_ends_every_wait() {
    let program = env!("CARGO_BIN_EXE_samlayers");
    for controlling in [true, false] {
        // For the list of an engine.
        let engine = engine_with("none", |request| {
            let answers = request.target.contains("/version");
            (!answers).then(|| vec![head(200, &[], 100), Piece::Hang])
        });
        let arguments = ["--offline", "--docker-host", &engine.url()];
        let mut pty = Pty::start_on(controlling, program, &arguments, &[], 120, 36);
        pty.wait_for("samlayers");
        let end = Instant::now() + TIMEOUT;
        while !engine.requests().iter().any(|request| request.target.contains("/images/json")) {
            assert!(Instant::now() < end, "it was never asked");
            thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(pty.hang_up(), 0, "controlling: {controlling}");

        // For the user's code.
        let sts = sts();
        let (_place, arguments, environment) = with_mfa(&sts);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let environment: Vec<&str> = environment.iter().map(String::as_str).collect();
        let mut pty = Pty::start_on(controlling, program, &arguments, &environment, 120, 36);
        pty.wait_for("MFA code");
        assert_eq!(pty.hang_up(), 0, "controlling: {controlling}");
    }
}

#[test]
fn comparing_versions_shows_the_lines_that_changed() {
    let mut pty = Pty::demo();
    pty.press("/shared-utils-5").wait_for("1 match").press("\r").wait_for("? help").press("=");
    pty.wait_for("+ from .money import Money").press("\r").wait_for("Esc back to the list");
    pty.wait_for("+ from .money import Money").press("qqq");
    assert_eq!(pty.end(), 0);
}

#[test]
fn a_project_is_proposed_added_and_remembered() {
    let program = env!("CARGO_BIN_EXE_samlayers");
    let mut pty = Pty::start(program, &["--no-engine", "--offline"], 120, 36);
    let shop = pty.home.path().join("shop");
    std::fs::create_dir(&shop).unwrap();
    let template = "Resources:\n  Checkout:\n    Type: AWS::Serverless::Function\n    Properties:\n      \
                    {CodeUri: ., Handler: a.b, Runtime: python3.12}\n";
    std::fs::write(shop.join("template.yaml"), template).unwrap();
    pty.wait_for("Uses are unknown").press("A").wait_for("· ~/shop").press("\r").wait_for("Added");
    pty.press("q3").wait_for("Checkout").press("q");
    assert_eq!(pty.end(), 0);
    let is_list = |entry: &walkdir::DirEntry| entry.file_name() == "projects.txt";
    let below = walkdir::WalkDir::new(pty.home.path()).into_iter().filter_map(Result::ok);
    let lists: Vec<_> = below.filter(is_list).map(|entry| std::fs::read_to_string(entry.path()).unwrap()).collect();
    assert_eq!(lists, [format!("{}\n", shop.display())]);
    let mut functions = std::process::Command::new(program);
    functions.args(["functions", "--no-engine", "--offline"]).env_clear().env("HOME", pty.home.path());
    let listed = functions.current_dir(pty.home.path()).output().unwrap();
    let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
    assert!(listed.contains("Checkout"), "commands read it too: {listed}");
}

/// A cache with one layer of a template, and the arguments and the environment of an app that shows it.
struct Shown {
    place: tempfile::TempDir,
    arn: samlayers::sam::LayerArn,
    arguments: Vec<String>,
    environment: Vec<String>,
}

impl Shown {
    fn new(arn: &str, environment: Vec<(&'static str, String)>) -> Self {
        let place = tempfile::tempdir().unwrap();
        let arn = samlayers::sam::LayerArn::new(arn).unwrap();
        let file = place.path().join("cache").join(arn.dir().as_str()).join("python/old.py");
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, "old").unwrap();
        let template = place.path().join("template.yaml");
        let function =
            "AWS::Serverless::Function\n    Properties: {CodeUri: ., Handler: a.b, Runtime: python3.12, Layers: ";
        std::fs::write(&template, format!("Resources:\n  F:\n    Type: {function}['{arn}']}}\n")).unwrap();
        let text = |below: &str| place.path().join(below).to_string_lossy().into_owned();
        let arguments =
            ["--layer-cache-basedir", &text("cache"), "-t", &text("template.yaml")].map(str::to_owned).to_vec();
        let environment = environment.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        Self { place, arn, arguments, environment }
    }

    fn start(&self, controlling: bool, more: &[&str]) -> Pty {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).chain(more.iter().copied()).collect();
        let environment: Vec<&str> = self.environment.iter().map(String::as_str).collect();
        Pty::start_on(controlling, env!("CARGO_BIN_EXE_samlayers"), &arguments, &environment, 120, 36)
    }

    fn cache(&self) -> std::path::PathBuf {
        self.place.path().join("cache")
    }

    /// The layer is whole, and neither a lock of SAM nor anything half done is left.
    fn assert_untouched(&self, what: &str) {
        let layer = self.cache().join(self.arn.dir().as_str()).join("python/old.py");
        assert_eq!(std::fs::read(&layer).unwrap(), b"old", "{what}");
        self.assert_clean(what);
    }

    fn assert_clean(&self, what: &str) {
        for folder in [".locks", ".samlayers/staging", ".samlayers/held", ".samlayers/doomed"] {
            let entries = std::fs::read_dir(self.cache().join(folder)).into_iter().flatten();
            let left: Vec<_> = entries.map(|entry| entry.unwrap().file_name()).collect();
            assert!(left.iter().all(|name| !name.to_string_lossy().ends_with(".lock")), "{what}: {left:?}");
            assert!(folder == ".locks" || left.is_empty(), "{what}: {folder} has {left:?}");
        }
    }
}

fn wait_for_request(asked: impl Fn() -> bool, pty: &Pty) {
    let end = Instant::now() + TIMEOUT;
    while !asked() {
        assert!(Instant::now() < end, "it was never asked\n{}", pty.text());
        thread::sleep(Duration::from_millis(20));
    }
}

const NUMBERS: &str = "arn:aws:lambda:eu-west-1:123456789012:layer:numbers:7";

#[test]
fn a_terminal_that_goes_away_ends_a_deep_verification() {
    for controlling in [true, false] {
        let lambda = Layers::with_store(|_, zip, _| vec![head(206, &[("ETag", "\"v1\"")], zip.len()), Piece::Hang]);
        lambda.publish(NUMBERS, zip_of(&[("python/old.py", b"old")]));
        let shown = Shown::new(NUMBERS, lambda.environment());
        let mut pty = shown.start(controlling, &["--no-engine"]);
        pty.wait_for("numbers").wait_for("3 Functions 1").press("c");
        wait_for_request(|| lambda.downloads() > 0, &pty);
        assert_eq!(pty.hang_up(), 0, "controlling: {controlling}");
        shown.assert_untouched("the app");
    }
    // On the command line, which ends as by a signal.
    let lambda = Layers::with_store(|_, zip, _| vec![head(206, &[("ETag", "\"v1\"")], zip.len()), Piece::Hang]);
    lambda.publish(NUMBERS, zip_of(&[("python/old.py", b"old")]));
    let shown = Shown::new(NUMBERS, lambda.environment());
    let mut pty = shown.start(true, &["--no-engine", "verify", "--deep"]);
    wait_for_request(|| lambda.downloads() > 0, &pty);
    assert!(matches!(pty.hang_up(), 1 | 130));
    shown.assert_untouched("the command");
}

/// For the comparison of an image, a container is created and never started. It does not stay.
#[test]
fn a_terminal_that_goes_away_ends_the_check_of_an_image() {
    const ARN: &str = "arn:aws:lambda:us-west-2:111111111111:layer:myLayer:1";
    let program = env!("CARGO_BIN_EXE_samlayers");
    let tag = std::process::Command::new(program).args(["tag", "--runtime", "python3.12", ARN]).output().unwrap();
    let image = String::from_utf8(tag.stdout).unwrap().trim().to_owned();
    for controlling in [true, false] {
        let engine = engine_with(&image, |request| match request.target.split('?').next().unwrap_or_default() {
            path if path.ends_with("/containers/create") => Some(json(201, r#"{"Id":"cccccccccccc","Warnings":[]}"#)),
            path if path.ends_with("/archive") => Some(vec![head(200, &[], 1_000_000), Piece::Hang]),
            _ if request.method == "DELETE" => Some(answer(204, &[], b"")),
            _ => None,
        });
        let shown = Shown::new(ARN, Vec::new());
        let mut pty = shown.start(controlling, &["--offline", "--docker-host", &engine.url()]);
        pty.wait_for("myLayer").wait_for("2 Images 1").press("2").wait_for("0c8220037a").press("c");
        let archive = || engine.requests().iter().any(|request| request.target.contains("/archive"));
        wait_for_request(archive, &pty);
        assert_eq!(pty.hang_up(), 0, "controlling: {controlling}");
        shown.assert_untouched("the check of an image");
        let removed =
            |request: &support::scripted::Request| request.method == "DELETE" && request.target.contains("ccc");
        assert!(engine.requests().iter().any(removed), "the container stays: {:?}", engine.requests());
    }
}

/// Another samlayers changes the cache, so that the undo has to wait. Then its terminal goes away.
#[test]
fn a_terminal_that_goes_away_ends_an_undo() {
    let program = env!("CARGO_BIN_EXE_samlayers");
    for controlling in [true, false] {
        let shown = Shown::new(NUMBERS, Vec::new());
        let dir = shown.arn.dir();
        let run = |arguments: &[&str]| {
            let mut command = std::process::Command::new(program);
            command.args(&shown.arguments).args(["--offline", "--no-engine"]).args(arguments).env_clear();
            command.env("HOME", shown.place.path()).output().unwrap()
        };
        assert!(run(&["purge", dir.as_str(), "--yes"]).status.success());
        let mut pty = shown.start(controlling, &["--offline", "--no-engine"]);
        pty.wait_for("3 Functions 1").press("u").wait_for("Undo");
        let guard = std::fs::File::options().append(true).open(shown.cache().join(".samlayers/lock")).unwrap();
        guard.lock().unwrap();
        pty.press("\r").wait_for("Activity").read_for(Duration::from_millis(500));
        assert!(!shown.cache().join(dir.as_str()).exists(), "it waits\n{}", pty.text());
        assert_eq!(pty.hang_up(), 0, "controlling: {controlling}");
        drop(guard);
        shown.assert_clean("the undo");
        let undone = run(&["undo", "--yes"]);
        assert!(undone.status.success(), "{undone:?}");
        shown.assert_untouched("the undo");
    }
}
