//! Resolves options, environment and config file into a [`Context`].

use std::ffi::OsStr;
use std::path::PathBuf;
use std::sync::Arc;

use super::demo_failed;
use crate::aws::LayerRoles;
use crate::cache::{self, Inputs, Located};
use crate::cli::args::Global;
use crate::cli::environment::Environment;
use crate::cli::user_config::UserConfig;
use crate::engine::{Engine, EngineOptions};
use crate::ops::demo::{Demo, REGION};
use crate::ops::projects::{AddedProjects, TemplateRequest, layer_cache_basedir};
use crate::ops::{
    AwsChoice, Context, EngineChoice, KnownAccounts, PickedEngine, ReadOnly, RetainedLocks, SamSearch, Scratch,
    SurveyedCache, Switch,
};

/// Returns the context of the demo, which uses nothing but its own folder.
pub fn of_demo(demo: &Demo, global: &Global, environment: &Environment) -> anyhow::Result<Context> {
    let engine = Engine::recorded(Demo::engine_answer()).map_err(demo_failed)?;
    Ok(Context {
        cache: Located { path: demo.cache_path(), chosen_by: "--demo".to_owned(), note: None },
        templates: TemplateRequest {
            template_files: vec![demo.template()],
            is_given: true,
            region: Some(REGION.to_owned()),
            ..TemplateRequest::default()
        },
        engine: if global.no_engine { EngineChoice::Off } else { EngineChoice::Recorded(Arc::new(engine)) },
        aws: AwsChoice { offline: global.offline, endpoint: Some(demo.aws_endpoint()), ..AwsChoice::default() },
        sam_search: None,
        accounts: KnownAccounts::default(),
        read_only: ReadOnly::new(global.read_only),
        newer_versions: Switch::default(),
        builds: Switch::default(),
        sam_home: None,
        allow_over_quota: Switch::default(),
        data_dir: Some(demo.data_dir()),
        log_file: environment.log_file(),
        retained_locks: RetainedLocks::default(),
        surveyed: SurveyedCache::default(),
        scratch: Scratch::default(),
    })
}

/// Returns the context of the user.
pub fn of_user(global: &Global, environment: &Environment, config: &UserConfig) -> Context {
    let mut named_accounts = global.account.clone();
    named_accounts.extend(config.accounts.iter().copied());
    let aws_config = environment
        .var_os("AWS_CONFIG_FILE")
        .map(PathBuf::from)
        .or_else(|| environment.home.as_ref().map(|home| home.join(".aws").join("config")))
        .filter(|path| path.is_file());
    let templates = templates(global, environment, config);
    Context {
        cache: locate(global, environment, &templates),
        templates,
        engine: engine(global, environment),
        aws: AwsChoice {
            offline: global.offline || config.offline,
            profile: global.profile.clone(),
            layer_roles: LayerRoles { by_account: config.layer_roles.clone(), any: global.layer_role_arn.clone() },
            ..AwsChoice::default()
        },
        sam_search: Some(SamSearch {
            path: environment.var_os("PATH").map(OsStr::to_owned),
            cwd: environment.cwd.clone(),
        }),
        accounts: KnownAccounts::of(&named_accounts, aws_config.as_deref()),
        read_only: ReadOnly::new(global.read_only || config.read_only),
        newer_versions: Switch::new(config.newer_versions),
        builds: Switch::default(),
        sam_home: sam_home(environment),
        allow_over_quota: Switch::new(config.allow_over_quota),
        data_dir: environment.data_dir.as_ref().map(|dir| dir.join("samlayers")),
        log_file: environment.log_file(),
        retained_locks: RetainedLocks::default(),
        surveyed: SurveyedCache::default(),
        scratch: Scratch::default(),
    }
}

/// Returns the templates to read: those given, otherwise those found in the given projects, otherwise those in the
/// current folder, in the projects of the config file and in those that were added in the app.
fn templates(global: &Global, environment: &Environment, config: &UserConfig) -> TemplateRequest {
    let mut template_files = global.template_file.clone();
    if template_files.is_empty() && global.project.is_empty() {
        template_files.extend(environment.var_os("SAM_TEMPLATE_FILE").map(PathBuf::from));
    }
    // A search of the whole home folder or disk would take too long. SAM would read only the template in the folder.
    let is_too_wide = environment.home.as_ref().is_some_and(|home| home.starts_with(&environment.cwd));
    let here_only = (global.project.is_empty() && is_too_wide).then(|| environment.cwd.clone());
    let projects = if global.project.is_empty() {
        let here = (!is_too_wide).then(|| environment.cwd.clone());
        here.into_iter().chain(config.projects.iter().map(|project| environment.absolute(project))).collect()
    } else {
        global.project.clone()
    };
    let is_given = !template_files.is_empty() || !global.project.is_empty();
    let data_dir = environment.data_dir.as_ref().map(|dir| dir.join("samlayers"));
    TemplateRequest {
        is_given,
        added: data_dir.map(|dir| AddedProjects::recall(&dir, is_given)).unwrap_or_default(),
        current_folder: Some(environment.cwd.clone()),
        home: environment.home.clone(),
        template_files: template_files.iter().map(|file| environment.cwd.join(file)).collect(),
        projects: projects.iter().map(|project| environment.cwd.join(project)).collect(),
        folders: here_only.into_iter().collect(),
        parameter_overrides: global.parameter_overrides.clone(),
        region: global.region.clone(),
        config_file: global.config_file.clone(),
        config_env: global.config_env.clone(),
        account: None,
        merge_order: None,
        language_extensions: match (global.language_extensions, global.no_language_extensions) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
        language_extensions_variable: environment.var("SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS").is_some_and(is_on),
        ambient_region: environment
            .var("AWS_REGION")
            .or_else(|| environment.var("AWS_DEFAULT_REGION"))
            .map(str::to_owned),
    }
}

/// Returns whether SAM considers a variable to be switched on
/// (`samcli/lib/cfn_language_extensions/sam_integration.py`).
fn is_on(value: &str) -> bool {
    matches!(&*value.trim().to_lowercase(), "1" | "true" | "yes")
}

/// Returns the folder in which SAM keeps its own files (`click.get_app_dir("AWS SAM", force_posix=True)`).
fn sam_home(environment: &Environment) -> Option<PathBuf> {
    if cfg!(windows) {
        return environment.var_os("APPDATA").map(|data| PathBuf::from(data).join("AWS SAM"));
    }
    environment.home.as_ref().map(|home| home.join(".aws-sam"))
}

fn locate(global: &Global, environment: &Environment, templates: &TemplateRequest) -> Located {
    cache::locate(&Inputs {
        option: global.layer_cache_basedir.clone(),
        variable: environment.var_os("SAM_LAYER_CACHE_BASEDIR").map(PathBuf::from),
        samconfig: layer_cache_basedir(templates).map(|setting| (setting.path, setting.config.display().to_string())),
        home: environment.home_of_python(),
        sudo: environment.sudo_user(),
        app_data: environment.var_os("APPDATA").map(PathBuf::from),
        current_dir: environment.cwd.clone(),
    })
}

fn engine(global: &Global, environment: &Environment) -> EngineChoice {
    if global.no_engine {
        return EngineChoice::Off;
    }
    let var = |name: &str| environment.var(name).map(str::to_owned);
    let path = |name: &str| environment.var_os(name).map(PathBuf::from);
    let sam = EngineOptions {
        docker_host: global.docker_host.clone().or_else(|| var("DOCKER_HOST")),
        only: global.docker_host.is_some(),
        tls_verify: var("DOCKER_TLS_VERIFY"),
        cert_path: path("DOCKER_CERT_PATH"),
        home: environment.home.clone(),
        runtime_dir: path("XDG_RUNTIME_DIR"),
        docker_config: path("DOCKER_CONFIG"),
        docker_context: var("DOCKER_CONTEXT"),
    };
    EngineChoice::Docker { sam, picked: PickedEngine::default() }
}
