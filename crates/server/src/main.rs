use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    menhu_server::command::run().await
}
