//! What a page is apart from its looks: a state, what can happen to it, and what it asks for then.

/// A state machine without input or output. `step` is the whole behaviour of a page or flow: the same
/// state and action always give the same next state and effects, so tests need neither a browser nor
/// a clock.
pub trait Machine: Clone + PartialEq + 'static {
    /// What a person did or a host answered.
    type Action: 'static;
    /// What is to be done outside: a command to the core, a change of place.
    type Effect: 'static;

    fn step(&mut self, action: Self::Action) -> Vec<Self::Effect>;
}
