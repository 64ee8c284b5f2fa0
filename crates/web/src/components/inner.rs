//! What stands between a component's tags. Leptos' own `Children` must own everything they show;
//! pages are rendered at once, so here they may borrow it.

use leptos::{
    children::{ChildrenOptContainer, ToChildren},
    prelude::*,
};

/// The inner view of a component; taken once.
pub(crate) struct Inner<'a>(Box<dyn FnOnce() -> AnyView + Send + 'a>);

impl Inner<'_> {
    /// The view.
    pub(crate) fn view(self) -> AnyView {
        (self.0)()
    }
}

impl<'a, F, V> ToChildren<F> for Inner<'a>
where
    F: FnOnce() -> V + Send + 'a,
    V: IntoAny,
{
    fn to_children(inner: F) -> Self {
        Self(Box::new(move || inner().into_any()))
    }
}

impl<'a, V> ToChildren<ChildrenOptContainer<V>> for Inner<'a>
where
    V: IntoAny + Send + 'a,
{
    fn to_children(inner: ChildrenOptContainer<V>) -> Self {
        Self(Box::new(move || inner.0.into_any()))
    }
}
