use menhu_protocol::ipc::{Scanner, Torch};
use menhu_protocol::values::CampusCode;
use menhu_protocol::{Code, Failure};

use super::state::{Day, Effect, State, Step, Waiting, no_campus};

/// What B-02 shows beside the camera's picture.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Finder {
    /// The camera gives a picture.
    pub running: bool,
    /// The cameras there are: the choice is offered where there are two or more.
    pub lenses: Vec<Lens>,
    /// Drawn like a mirror; decoded as it is.
    pub mirrored: bool,
    pub torch: Torch,
    /// Nothing was read for a while: the other ways are named, the camera looks on.
    pub slow: bool,
}

/// A camera a person can choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Lens {
    pub id: String,
    /// As its maker calls it; may be empty.
    pub label: String,
    pub chosen: bool,
}

/// What happens around the camera while it looks.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    Running {
        lenses: Vec<Lens>,
        mirrored: bool,
        torch: Torch,
    },
    /// The page was hidden, or another camera is being opened.
    Stopped,
    Torch(Torch),
    Slow,
}

impl Finder {
    pub fn notice(&mut self, sign: Sign) {
        match sign {
            Sign::Running {
                lenses,
                mirrored,
                torch,
            } => {
                self.running = true;
                self.lenses = lenses;
                self.mirrored = mirrored;
                self.torch = torch;
            }
            Sign::Stopped => {
                self.running = false;
                self.torch = Torch::Missing;
            }
            Sign::Torch(torch) => self.torch = torch,
            Sign::Slow => self.slow = true,
        }
    }
}

/// What is read, by whatever way. The core would read any address; what is scanned must be a campus's code, so
/// that a poster of somebody else's is not asked for a campus.
impl State {
    pub(super) fn read(&mut self, answer: Result<String, Failure>, today: Day) -> Vec<Effect> {
        match campus_code(answer, today) {
            Ok(text) => {
                self.step = Step::Find;
                self.find(text)
            }
            Err(failure) => self.refused(failure),
        }
    }

    /// What the camera read. What comes after it was left is nobody's.
    pub(super) fn seen(&mut self, answer: Result<String, Failure>, today: Day) -> Vec<Effect> {
        if self.step != Step::Camera {
            return vec![];
        }
        match campus_code(answer, today) {
            // The person sees the sentence and holds up another code; the camera never stopped.
            Err(failure) if self.scanner == Scanner::Page && is_another_code(&failure) => {
                self.refused(failure)
            }
            Err(failure) if failure.code == Code::ScanCancelled => self.camera_leave(),
            Err(failure) => {
                self.camera_leave();
                self.refused(failure)
            }
            Ok(text) => {
                self.camera_leave();
                self.find(text)
            }
        }
    }

    /// A picture's answer is waited for, or was given up by leaving.
    pub(super) fn picture_read(
        &mut self,
        answer: Result<String, Failure>,
        today: Day,
    ) -> Vec<Effect> {
        if self.waiting != Some(Waiting::Picture) {
            return vec![];
        }
        self.waiting = None;
        self.read(answer, today)
    }

    pub(super) fn camera_leave(&mut self) -> Vec<Effect> {
        self.step = Step::Find;
        self.waiting = None;
        self.finder = Finder::default();
        vec![]
    }
}

fn campus_code(answer: Result<String, Failure>, today: Day) -> Result<String, Failure> {
    answer.and_then(|text| match CampusCode::parse(&text, today) {
        Ok(_) => Ok(text),
        Err(why) => Err(no_campus(why)),
    })
}

fn is_another_code(failure: &Failure) -> bool {
    matches!(failure.code, Code::NotACampus | Code::SeveralCampuses)
}

#[cfg(test)]
mod tests;
