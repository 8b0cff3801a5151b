//! A web view that is too old for the compiled page: told in plain words, before any of it is loaded.

use anyhow::Result;
use menhu_tests::browser::{Browser, PHONE};
use menhu_tests::devhost::Devhost;
use menhu_tests::window::Device;

use crate::looked_at;

/// Without its compilers V8 has no WebAssembly, like an engine of before 2017. (`--noexpose-wasm` no longer
/// takes it from a page.)
const WITHOUT_WASM: &str = "--js-flags=--jitless";

#[tokio::test(flavor = "multi_thread")]
async fn an_old_web_view_says_what_to_update_and_loads_nothing() -> Result<()> {
    let scratch = tempfile::tempdir()?;
    let device = Device::new(&scratch.path().join("device"))?;
    let app = Devhost::start_with(&device, "memory")?;
    let browser = Browser::start()?;
    let page = browser.page_with(PHONE, None, &[WITHOUT_WASM]).await?;
    page.open(&app.origin).await?;
    page.at("A-00").await?;
    let shown = page
        .script("return document.querySelector('main:not([hidden])')?.innerText ?? ''")
        .await?;
    let shown = shown.as_str().unwrap_or_default();
    for said in ["WebView", "Edge", "没有丢", "A-00"] {
        assert!(shown.contains(said), "{said} is not in {shown}");
    }
    let loaded = page
        .script("return performance.getEntriesByType('resource').map(e => e.name).filter(n => /menhu|start/.test(n.split('/').pop()))")
        .await?;
    assert_eq!(
        loaded.as_array().map(Vec::len),
        Some(1),
        "{loaded}: the icon alone"
    );
    let mut wrong = Vec::new();
    looked_at(&page, "A-00", &mut wrong).await?;
    assert_eq!(wrong, Vec::<String>::new());
    Ok(())
}
