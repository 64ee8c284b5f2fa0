//! `usher backup` and `usher restore`: what is copied comes back, what must not go on does not, and what
//! is no whole backup is refused.

mod cluster;
mod making;
mod putting_back;
mod site;
mod story;
