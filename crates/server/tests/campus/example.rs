//! The example that an IT office begins with is one the server reads.

use menhu_server::Config;

#[test]
fn the_example_configuration_is_read_as_it_stands() {
    let folder = tempfile::tempdir().expect("a folder");
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "kq3vZ0uJr8m1Yw5sTn7xBd2cLf9hGe4aPo6iRjUyXQM=\n").expect("written");
    // Only the place of the secret differs: no test writes to /etc.
    let example = include_str!("../../../../docs/menhu.example.toml")
        .replace("/etc/menhu/secret", &secret.display().to_string());
    let file = folder.path().join("menhu.toml");
    std::fs::write(&file, example).expect("written");
    let config = Config::read(Some(&file), false).expect("the example is read");
    assert_eq!(config.origin.origin(), "https://menhu.example.edu.cn");
    assert_eq!(config.campus.slug, "example");
    assert!(!config.demo);
}
