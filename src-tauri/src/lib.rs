//! The shell: a window, and a bridge from its page to the core. Everything else is in `menhu-client`.

mod brand;
mod bridge;
#[cfg(desktop)]
mod desktop;
mod device;
mod host;
mod links;
mod living;
#[cfg(mobile)]
mod scanner;
#[cfg(windows)]
mod trouble;
#[cfg(desktop)]
mod update;
mod window;

#[cfg(all(feature = "webdriver", not(debug_assertions)))]
compile_error!(
    "`webdriver` lets every program on the device press the app's buttons: debug builds only"
);

use brand::Brand;
use tauri::Manager;
use tracing_subscriber::EnvFilter;

/// Which log lines are shown, as `tracing` filters are written: `info`, `menhu_client=debug`.
const LOG: &str = "MENHU_LOG";

/// Opens the app and returns when it is closed.
#[cfg_attr(mobile, tauri::mobile_entry_point)]
pub fn run() {
    listen_to_log();
    let context: tauri::Context = tauri::generate_context!();
    let brand = match Brand::read(&context.config().plugins.0) {
        Ok(brand) => brand,
        Err(error) => {
            tracing::error!(%error, "the campus of this build cannot be read");
            std::process::exit(1);
        }
    };
    #[cfg(windows)]
    trouble::end_without_webview(&brand);
    let builder = tauri::Builder::default();
    // First of all plugins: a second start hands its link over and ends before anything else begins.
    #[cfg(desktop)]
    let builder = builder
        .plugin(tauri_plugin_single_instance::init(|app, arguments, _| {
            // Started with the computer while it runs already: nobody asked to see it.
            if !arguments.iter().any(|a| a == desktop::autostart::HIDDEN) {
                window::to_front(app);
            }
        }))
        .plugin(desktop::window::memory())
        .plugin(tauri_plugin_notification::init())
        .plugin(tauri_plugin_updater::Builder::new().build());
    #[cfg(mobile)]
    let builder = builder.plugin(scanner::plugin());
    #[cfg(feature = "webdriver")]
    let builder = builder.plugin(tauri_plugin_webdriver::init());
    let outcome = builder
        .plugin(tauri_plugin_deep_link::init())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(tauri::generate_handler![
            bridge::bridge,
            bridge::bridge_bytes
        ])
        .on_permission_request(window::permission)
        .setup(move |app| {
            let handle = app.handle();
            app.manage(links::Pocket::default());
            app.manage(living::Living::new(handle, brand.campus().cloned())?);
            app.manage(brand);
            #[cfg(desktop)]
            desktop::begin(handle);
            links::listen(handle)?;
            window::open(handle)?;
            Ok(())
        })
        .build(context);
    match outcome {
        Ok(app) => app.run(|app, event| {
            #[cfg(desktop)]
            desktop::heard(app, &event);
            #[cfg(mobile)]
            let _ = (app, event);
        }),
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            std::process::exit(1);
        }
    }
}

/// Logs go to standard error (on Android to logcat); what may stand in them: docs/LOGGING.md.
fn listen_to_log() {
    let filter = EnvFilter::try_from_env(LOG).unwrap_or_else(|_| EnvFilter::new("info"));
    // Fails only when somebody listens already.
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
