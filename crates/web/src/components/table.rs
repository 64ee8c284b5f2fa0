//! Lists in columns. Pages write the rows; here are the head, which can order the list, and the
//! cells that take part in a selection.
//!
//! Each `<td>` of a row has a `data-label`: on narrow screens a row is a card that names its values.

use leptos::prelude::*;

use crate::{
    components::{
        icon::{Icon, Symbol},
        inner::Inner,
    },
    words::language::t,
};

/// Which way a list runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// From A to Z, from old to new.
    Ascending,
    /// The other way round.
    Descending,
}

/// The head of a column.
pub(crate) struct Column {
    label: String,
    kind: Kind,
    number: bool,
}

enum Kind {
    Plain,
    Hidden,
    Select,
    Link(String, Option<Sort>),
}

impl Column {
    fn of(label: impl Into<String>, kind: Kind) -> Self {
        Self {
            label: label.into(),
            kind,
            number: false,
        }
    }

    /// A column with a name.
    pub(crate) fn new(label: impl Into<String>) -> Self {
        Self::of(label, Kind::Plain)
    }

    /// The column of [`SelectCell`]s.
    pub(crate) fn select() -> Self {
        Self::of(t!("selection"), Kind::Select)
    }

    /// A click orders the list by this column.
    pub(crate) fn sortable(mut self, href: impl Into<String>) -> Self {
        self.kind = Kind::Link(href.into(), None);
        self
    }

    /// The list is ordered by this column; a click turns it round.
    pub(crate) fn sorted(mut self, sort: Sort, href: impl Into<String>) -> Self {
        self.kind = Kind::Link(href.into(), Some(sort));
        self
    }

    /// Its name is heard, not seen: that of the buttons.
    pub(crate) fn hidden(mut self) -> Self {
        self.kind = Kind::Hidden;
        self
    }

    /// A column of numbers.
    pub(crate) fn number(mut self) -> Self {
        self.number = true;
        self
    }

    fn head(self) -> AnyView {
        let label = self.label;
        let class = self.number.then_some("number");
        match self.kind {
            Kind::Plain => view! { <th scope="col" class=class>{label}</th> }.into_any(),
            Kind::Hidden => {
                view! { <th scope="col"><span class="visually-hidden">{label}</span></th> }
                    .into_any()
            }
            Kind::Select => view! {
                <th scope="col" class="cell-select">
                    <span class="visually-hidden">{label}</span>
                    <input type="checkbox" aria-label=t!("select-all") hidden=true data-select-all="" />
                </th>
            }
            .into_any(),
            Kind::Link(href, sort) => {
                let order = sort.map(|sort| match sort {
                    Sort::Ascending => "ascending",
                    Sort::Descending => "descending",
                });
                let symbol = match sort {
                    Some(Sort::Ascending) => Symbol::SortUp,
                    Some(Sort::Descending) => Symbol::SortDown,
                    None => Symbol::Sort,
                };
                view! {
                    <th scope="col" class=class aria-sort=order>
                        <a class="sort" href=href>{label}<Icon symbol /></a>
                    </th>
                }
                .into_any()
            }
        }
    }
}

/// A table; `caption` is heard, not seen. The children are its rows.
#[component]
pub(crate) fn Table<'a>(
    #[prop(into)] caption: String,
    columns: Vec<Column>,
    #[prop(optional)] dense: bool,
    children: Inner<'a>,
) -> impl IntoView {
    let class = if dense { "table table-dense" } else { "table" };
    let heads: Vec<_> = columns.into_iter().map(Column::head).collect();
    view! {
        <div class="table-frame">
            <table class=class>
                <caption class="visually-hidden">{caption}</caption>
                <thead><tr>{heads}</tr></thead>
                <tbody>{children.view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The box that selects a row. `form` is the id of the [`SelectionBar`] it is sent with.
#[component]
pub(crate) fn SelectCell(
    name: &'static str,
    #[prop(into)] value: String,
    /// What the row is about.
    #[prop(into)]
    label: String,
    form: &'static str,
    #[prop(optional)] checked: bool,
) -> impl IntoView {
    let label = t!("select-row", name = label);
    view! {
        <td class="cell-select">
            <input type="checkbox" name=name value=value form=form aria-label=label checked=checked data-select="" />
        </td>
    }
    .into_any()
}

/// What can be done with the selected rows: a form below the table, in sight once a row is ticked.
/// Its children are the buttons and what else is sent; `data-selection-count` is for a script.
#[component]
pub(crate) fn SelectionBar<'a>(
    id: &'static str,
    #[prop(into)] action: String,
    /// `get` where the buttons only lead to a page about the selected.
    #[prop(default = "post")]
    method: &'static str,
    children: Inner<'a>,
) -> impl IntoView {
    view! {
        <form class="selection-bar" id=id method=method action=action data-selection-bar="">
            <span class="number" data-selection-count=t!("selection-count", count = "#")>{t!("selection-with")}</span>
            {children.view()}
        </form>
    }
    .into_any()
}
