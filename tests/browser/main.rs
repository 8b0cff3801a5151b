//! The server's pages and the app's page in a real browser, at phone and desktop size, in both modes,
//! with axe-core on every screen.

mod app;
mod identity;
mod old;
mod portal;
mod recovery;
mod rules;
mod scanner;
mod security;
mod updates;

use anyhow::Result;
use menhu_tests::axe;
use menhu_tests::browser::{Browser, PHONE};
use menhu_tests::page::Page;

/// Looks at the screen as it stands in both modes and both themes; what is wrong, in words.
async fn looked_at(page: &Page, what: &str, wrong: &mut Vec<String>) -> Result<()> {
    for (elder, dark) in [(false, false), (true, false), (false, true), (true, true)] {
        page.dress(elder, dark).await?;
        for violation in axe::violations(page).await? {
            wrong.push(format!(
                "{what}, elder {elder}, dark {dark}: {violation:#?}"
            ));
        }
        // Nothing may be cut off sideways: what is too wide for the screen cannot be read (WCAG 1.4.10).
        let overflow = page
            .script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await?;
        if overflow.as_i64().unwrap_or(0) > 0 {
            wrong.push(format!(
                "{what}, elder {elder}, dark {dark}: {overflow} px too wide"
            ));
        }
        // Main targets are 60 px in elder mode and 44 otherwise (MIIT 适老化; look.md).
        let least = if elder { 60 } else { 44 };
        let small = page
            .script(&format!(
                "return [...document.querySelectorAll('main button, main a.button, main input:not([type=hidden]):not([type=file]):not([type=checkbox]):not([type=radio]):not([type=range])')]
                   .map(e => [e, e.getBoundingClientRect()])
                   .filter(([e, r]) => r.width > 0 && r.height > 0 && r.height < {least} - 0.5)
                   .map(([e, r]) => (e.id || e.textContent) + ' ' + r.height)"
            ))
            .await?;
        if small.as_array().is_some_and(|list| !list.is_empty()) {
            wrong.push(format!(
                "{what}, elder {elder}, dark {dark}: smaller than {least} px: {small}"
            ));
        }
    }
    page.dress(false, false).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_looks_sees_a_planted_fault() -> Result<()> {
    let browser = Browser::start()?;
    let page = browser.page(PHONE, None).await?;
    let planted = "data:text/html,<html><body><main><img src=x><button>x</button>\
        <div style=width:999px>wide</div></main></body></html>";
    page.open(planted).await?;
    let mut wrong = Vec::new();
    looked_at(&page, "planted", &mut wrong).await?;
    for fault in [
        "image-alt",
        "too wide",
        "smaller than 44 px",
        "smaller than 60 px",
    ] {
        assert!(
            wrong.iter().any(|found| found.contains(fault)),
            "{fault} was overlooked"
        );
    }
    Ok(())
}
