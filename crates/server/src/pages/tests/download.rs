//! W-09 by device, and the files themselves.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use sha2::{Digest, Sha256};

use super::{Page, Scene};

const ANDROID: &str = "Mozilla/5.0 (Linux; Android 10; ELE-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/116.0.0.0 Mobile Safari/537.36";
const ANDROID_6: &str = "Mozilla/5.0 (Linux; Android 6.0.1; OPPO R9s) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/44.0.2403.119 Mobile Safari/537.36";
const WECHAT: &str = "Mozilla/5.0 (Linux; Android 10; ELE-AL00; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.48.2580 WeChat/arm64";
const HARMONY: &str = "Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/114.0.0.0 Safari/537.36 ArkWeb/4.1.6.1 Mobile";
const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
const IPHONE_15: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 15_8 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.6.6 Mobile/15E148 Safari/604.1";
const IPAD: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4.1 Safari/605.1.15";
const WINDOWS: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36";
const ALL: &[&str] = &[
    ANDROID, ANDROID_6, WECHAT, HARMONY, IPHONE, IPHONE_15, IPAD, WINDOWS, "",
];

fn filled(scene: &Scene) {
    for (name, text) in [
        ("menhu-0.1.0.apk", "an android package"),
        ("Menhu 0.1.0.exe", "a windows installer"),
        ("menhu.dmg", "a disk image"),
    ] {
        std::fs::write(scene.downloads.join(name), text).expect("written");
    }
    crate::pages::download::package_for_tests(&scene.downloads.join("menhu.ipa"));
}

async fn page(scene: &Scene, agent: &str) -> Page {
    let mut browser = scene.browser();
    agent.clone_into(&mut browser.agent);
    browser.get("/d").await
}

#[tokio::test]
async fn each_device_is_offered_its_own_file() {
    let scene = Scene::new().await;
    filled(&scene);
    for (agent, href) in [
        (ANDROID, "/d/files/menhu%2D0%2E1%2E0%2Eapk"),
        (WINDOWS, "/d/files/Menhu%200%2E1%2E0%2Eexe"),
        (IPAD, "/d/files/menhu%2Edmg"),
        (
            IPHONE,
            "itms-services://?action=download-manifest&#38;url=https://menhu.example.edu.cn/d/manifest.plist",
        ),
    ] {
        let page = page(&scene, agent).await;
        assert!(
            page.body
                .contains(&format!("id=\"download\" href=\"{href}\"")),
            "{}",
            page.body
        );
    }
    let android = page(&scene, ANDROID).await.body;
    assert!(android.contains("「允许」") && android.contains("1 kB"));
    let sum = hex::encode(Sha256::digest("an android package"));
    assert!(
        android.contains(&format!("id=\"sha256\">{sum}<")),
        "{android}"
    );
    let iphone = page(&scene, IPHONE).await.body;
    assert!(iphone.contains("VPN与设备管理") && iphone.contains("iOS 18"));
    assert!(
        page(&scene, IPAD)
            .await
            .body
            .contains("id=\"download-ipad\"")
    );
}

#[tokio::test]
async fn what_is_not_in_the_folder_is_not_offered() {
    let scene = Scene::new().await;
    for agent in ALL {
        let page = page(&scene, agent).await;
        assert_eq!(page.screen(), "W-09");
        for offer in ["/d/files/", "itms-services", "id=\"download\""] {
            assert!(!page.body.contains(offer), "{agent} is offered {offer}");
        }
        assert!(page.body.contains("id=\"next\""), "{agent} has no way on");
    }
}

#[tokio::test]
async fn a_phone_that_cannot_run_the_app_is_told_and_shown_the_portal() {
    let scene = Scene::new().await;
    filled(&scene);
    for (agent, told) in [
        (ANDROID_6, "Android 7"),
        (IPHONE_15, "iOS 16"),
        (HARMONY, "HarmonyOS NEXT"),
    ] {
        let page = page(&scene, agent).await.body;
        assert!(page.contains(told), "{page}");
        assert!(page.contains("id=\"next\" href=\"/\""), "{page}");
        assert!(!page.contains("id=\"download\""), "{page}");
    }
}

#[tokio::test]
async fn inside_wechat_the_way_to_the_browser_is_shown() {
    let scene = Scene::new().await;
    filled(&scene);
    let page = page(&scene, WECHAT).await.body;
    assert!(page.contains("在浏览器中打开"), "{page}");
    assert!(
        page.contains("value=\"https://menhu.example.edu.cn/d\" readonly"),
        "{page}"
    );
    assert!(
        !page.contains("/d/files/"),
        "a file that WeChat will not fetch is offered"
    );
    // Everything before it works inside WeChat.
    let mut browser = scene.browser();
    WECHAT.clone_into(&mut browser.agent);
    assert!(
        !browser
            .get("/r/account")
            .await
            .body
            .contains("在浏览器中打开")
    );
}

#[tokio::test]
async fn without_tls_an_iphone_is_told_why_there_is_no_button() {
    let scene = Scene::at("http://127.0.0.1:8787").await;
    filled(&scene);
    let page = page(&scene, IPHONE).await.body;
    assert!(!page.contains("itms-services"), "{page}");
    assert!(page.contains("https"), "{page}");
}

#[tokio::test]
async fn a_file_has_its_type_and_goes_on_where_it_stopped() {
    let scene = Scene::new().await;
    filled(&scene);
    let mut browser = scene.browser();
    let path = "/d/files/menhu-0.1.0.apk";
    let whole = browser.get(path).await;
    assert_eq!(whole.status, StatusCode::OK);
    assert_eq!(whole.body, "an android package");
    assert_eq!(
        whole.headers[header::CONTENT_TYPE],
        "application/vnd.android.package-archive"
    );
    assert_eq!(whole.headers[header::CONTENT_DISPOSITION], "attachment");
    let rest = Request::get(path)
        .header(header::RANGE, "bytes=11-")
        .body(Body::empty())
        .expect("request");
    let rest = browser.send(rest).await;
    assert_eq!(rest.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(rest.body, "package");
    assert!(rest.headers.contains_key(header::LAST_MODIFIED));
}

#[tokio::test]
async fn nothing_outside_the_folder_can_be_fetched() {
    let scene = Scene::new().await;
    filled(&scene);
    let outside = scene
        .downloads
        .parent()
        .expect("a folder")
        .join("secret.apk");
    std::fs::write(outside, "secret").expect("written");
    std::fs::write(scene.downloads.join("notes.txt"), "secret").expect("written");
    let mut browser = scene.browser();
    for name in [
        "../secret.apk",
        "..%2Fsecret.apk",
        "%2e%2e%2fsecret.apk",
        "..%5Csecret.apk",
        "%252e%252e%252fsecret.apk",
        ".%2Fmenhu-0.1.0.apk",
        "menhu-0.1.0.apk%00",
        "notes.txt",
        "%2Fetc%2Fpasswd",
        "",
    ] {
        let page = browser.get(&format!("/d/files/{name}")).await;
        assert!(page.status.is_client_error(), "{name}: {}", page.status);
        assert!(
            !page.body.contains("secret\n") && page.body != "secret",
            "{name}"
        );
    }
}

#[tokio::test]
async fn the_install_manifest_repeats_what_the_app_says_of_itself() {
    let scene = Scene::new().await;
    let mut browser = scene.browser();
    assert_eq!(
        browser.get("/d/manifest.plist").await.status,
        StatusCode::NOT_FOUND
    );
    filled(&scene);
    let manifest = browser.get("/d/manifest.plist").await;
    let read: plist::Value = plist::from_bytes(manifest.body.as_bytes()).expect("a property list");
    let item = &read.as_dictionary().expect("dict")["items"]
        .as_array()
        .expect("items")[0];
    let item = item.as_dictionary().expect("dict");
    let about = item["metadata"].as_dictionary().expect("dict");
    assert_eq!(about["bundle-identifier"].as_string(), Some("cn.menhu.app"));
    assert_eq!(about["title"].as_string(), Some("Menhu & Co"));
    let asset = item["assets"].as_array().expect("assets")[0]
        .as_dictionary()
        .expect("dict");
    assert_eq!(
        asset["url"].as_string(),
        Some("https://menhu.example.edu.cn/d/files/menhu%2Eipa")
    );
}
