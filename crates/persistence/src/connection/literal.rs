//! A piece of SQL that never differs, so that Diesel keeps the statement around it prepared.
//!
//! Of Diesel's own literal it cannot know that, and prepares each statement with one anew.

use std::marker::PhantomData;

use diesel::{
    QueryResult,
    backend::Backend,
    expression::{
        AppearsOnTable, Expression, SelectableExpression, TypedExpressionType, ValidGrouping,
        is_aggregate,
    },
    query_builder::{AstPass, QueryFragment, QueryId},
    sql_types::SqlType,
};

/// An expression of the type `Type`; `Key` is a type that no other text has.
pub(crate) struct Literal<Key, Type> {
    text: &'static str,
    key: PhantomData<fn() -> (Key, Type)>,
}

impl<Key, Type> Literal<Key, Type> {
    pub(crate) fn new(text: &'static str) -> Self {
        Self {
            text,
            key: PhantomData,
        }
    }
}

impl<Key, Type: SqlType + TypedExpressionType> Expression for Literal<Key, Type> {
    type SqlType = Type;
}

impl<Key, Type, Source> AppearsOnTable<Source> for Literal<Key, Type> where Self: Expression {}

impl<Key, Type, Source> SelectableExpression<Source> for Literal<Key, Type> where Self: Expression {}

impl<Key, Type, GroupBy> ValidGrouping<GroupBy> for Literal<Key, Type> {
    type IsAggregate = is_aggregate::Never;
}

impl<Key: 'static, Type: 'static> QueryId for Literal<Key, Type> {
    type QueryId = (Key, Type);

    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<Key, Type, DB: Backend> QueryFragment<DB> for Literal<Key, Type> {
    fn walk_ast<'b>(&'b self, mut pass: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        pass.push_sql(self.text);
        Ok(())
    }
}
