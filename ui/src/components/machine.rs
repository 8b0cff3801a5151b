//! Runs a [`Machine`] inside a component.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use yew::prelude::*;

use crate::machine::Machine;

type Run<M> = Rc<dyn Fn(<M as Machine>::Effect, Running<M>)>;

/// A machine that runs in a component, and the way to act on it.
pub struct Running<M: Machine> {
    state: Rc<RefCell<M>>,
    run: Run<M>,
    redraw: UseForceUpdateHandle,
    /// `false` once the component is gone: late answers then change nothing.
    alive: Rc<Cell<bool>>,
}

impl<M: Machine> Clone for Running<M> {
    fn clone(&self) -> Self {
        Self {
            state: self.state.clone(),
            run: self.run.clone(),
            redraw: self.redraw.clone(),
            alive: self.alive.clone(),
        }
    }
}

impl<M: Machine> Running<M> {
    /// The state of this moment.
    pub fn state(&self) -> M {
        self.state.borrow().clone()
    }

    /// One step, then its effects in their order.
    pub fn act(&self, action: M::Action) {
        if !self.alive.get() {
            return;
        }
        let effects = self.state.borrow_mut().step(action);
        self.redraw.force_update();
        for effect in effects {
            (self.run)(effect, self.clone());
        }
    }

    pub fn callback(&self) -> Callback<M::Action> {
        let this = self.clone();
        Callback::from(move |action| this.act(action))
    }
}

/// Keeps `init`'s machine for the life of the component and carries out its effects by `run`, which
/// may capture only what stays the same.
#[hook]
pub fn use_machine<M: Machine>(
    init: impl FnOnce() -> M + 'static,
    run: impl Fn(M::Effect, Running<M>) + 'static,
) -> Running<M> {
    let redraw = use_force_update();
    let kept = use_mut_ref(|| None::<Running<M>>);
    let running = kept
        .borrow_mut()
        .get_or_insert_with(|| Running {
            state: Rc::new(RefCell::new(init())),
            run: Rc::new(run),
            redraw,
            alive: Rc::new(Cell::new(true)),
        })
        .clone();
    let alive = running.alive.clone();
    use_effect_with((), move |()| move || alive.set(false));
    running
}
