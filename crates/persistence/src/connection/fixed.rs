//! Statements that stay prepared although Diesel would prepare them anew.
//!
//! The columns of an `UPDATE` may differ from one run to the next, and a literal may hold anything; so
//! Diesel keeps neither prepared. Where the text is the same each time, that costs more than the
//! statement itself.

use std::{marker::PhantomData, sync::OnceLock};

use diesel::{
    QueryResult, RunQueryDsl,
    backend::Backend,
    internal::derives::multiconnection::AstPassHelper as _,
    query_builder::{AstPass, QueryBuilder as _, QueryFragment, QueryId},
};

/// A statement whose text never differs; `Key` is a type that no other statement has.
pub(crate) struct Fixed<Key, Query> {
    query: Query,
    text: &'static OnceLock<String>,
    key: PhantomData<fn() -> Key>,
}

impl<Key, Query> Fixed<Key, Query> {
    pub(crate) fn new(query: Query, text: &'static OnceLock<String>) -> Self {
        Self {
            query,
            text,
            key: PhantomData,
        }
    }

    /// The text of the statement.
    fn written<DB>(&self, backend: &DB) -> QueryResult<String>
    where
        DB: Backend,
        DB::QueryBuilder: Default,
        Query: QueryFragment<DB>,
    {
        let mut text = DB::QueryBuilder::default();
        self.query.to_sql(&mut text, backend)?;
        Ok(text.finish())
    }
}

impl<Key: 'static, Query> QueryId for Fixed<Key, Query> {
    type QueryId = Key;

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Key, Query, DB> QueryFragment<DB> for Fixed<Key, Query>
where
    DB: Backend + 'static,
    DB::QueryBuilder: Default,
    Query: QueryFragment<DB>,
{
    /// Hands on the text alone, so that nobody hears that it may differ; values are bound as ever.
    /// Diesel walks here before each run, so the text is put together once.
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if pass.bind_collector().is_some() {
            return self.query.walk_ast(pass);
        }
        if let Some(text) = self.text.get() {
            debug_assert_eq!(*text, self.written(pass.backend())?, "a text that differs");
            pass.push_sql(text);
            return Ok(());
        }
        let text = self.written(pass.backend())?;
        pass.push_sql(self.text.get_or_init(|| text));
        Ok(())
    }
}

impl<Key, Query, Connection> RunQueryDsl<Connection> for Fixed<Key, Query> {}

/// Marks a statement as one whose text never differs: only its bound values do. Each place where this
/// stands is a statement of its own; where the databases want different texts, each has its place, as
/// [`natively`](super::natively) gives it.
macro_rules! fixed {
    ($query:expr) => {{
        enum Key {}
        static TEXT: std::sync::OnceLock<String> = std::sync::OnceLock::new();
        $crate::connection::Fixed::<Key, _>::new($query, &TEXT)
    }};
}
pub(crate) use fixed;
