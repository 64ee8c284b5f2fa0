//! The rows of an import: what they say, what becomes of each, what is wrong with it.

use leptos::prelude::*;
use usher_api_types::{
    page::Page,
    user_import::{UserImport, UserImportRow},
};
use usher_domain::user_import::{Column as Cell, RowState};

use crate::{
    components::{
        badge::Badge,
        empty_state::EmptyState,
        icon::Symbol,
        pagination::Pagination,
        panel::Panel,
        table::{Column, Table},
        tabs::{Tab, Tabs},
    },
    pages::user_import::{RowsQuery, has_ended, path},
    query::Query,
    words::{
        counts::grouped,
        imports::{column_label, row_errors, state_label, state_tone},
        language::t,
    },
};

/// A page of rows, and the ways to those in one state.
#[component]
pub(crate) fn Rows<'a>(
    rows: Page<UserImportRow>,
    import: &'a UserImport,
    asked: RowsQuery,
) -> impl IntoView {
    let here = path(import.id);
    let href = move |state: Option<RowState>, cursor: &str| {
        let query = Query::new()
            .with_some("state", state)
            .with("cursor", cursor);
        format!("{here}{query}")
    };
    let ended = has_ended(import);
    let state = asked.state();
    let tabs = tabs(import, ended)
        .into_iter()
        .map(|(one, label, count)| {
            Tab::new(label, href(one, ""))
                .current(one == state)
                .count(count)
        })
        .collect();
    let first = (!asked.cursor.is_empty()).then(|| href(state, ""));
    let next = rows
        .next_cursor
        .as_deref()
        .map(|cursor| href(state, cursor));
    let listed = if rows.items.is_empty() {
        view! {
            <EmptyState symbol=Symbol::File title=t!("import-rows-none") text=t!("import-rows-none-text") />
        }
        .into_any()
    } else {
        table(rows.items, ended)
    };
    let lead = import.erased_at.map(|_| t!("import-erased"));
    view! {
        <Panel id="rows-heading" heading=t!("import-rows") lead=lead.unwrap_or_default()>
            <Tabs label=t!("import-rows") tabs />
            {listed}
            <Pagination first next />
        </Panel>
    }
    .into_any()
}

/// The states that a reader may look for now: nothing is shown that cannot be there.
fn tabs(import: &UserImport, ended: bool) -> Vec<(Option<RowState>, String, Option<i64>)> {
    let counts = import.counts;
    let begun = import.started_at.is_some();
    let left = (!begun).then_some(counts.valid);
    let mut tabs = vec![(None, t!("import-rows-all"), Some(counts.rows))];
    for state in RowState::ALL {
        let (count, shown) = match state {
            RowState::ToCreate => {
                let all = left.filter(|_| import.on_duplicate == "skip");
                (all, !begun || !ended || counts.created < counts.valid)
            }
            RowState::ToUpdate => (None, import.on_duplicate == "update"),
            RowState::Duplicate => (Some(counts.duplicates), counts.duplicates > 0),
            RowState::Invalid => (Some(counts.invalid), counts.invalid > 0),
            RowState::Created => (Some(counts.created), begun),
            RowState::Updated => (Some(counts.updated), counts.updated > 0),
            RowState::Failed => (Some(counts.failed), counts.failed > 0),
        };
        if shown {
            tabs.push((Some(state), state_label(state.as_str(), ended), count));
        }
    }
    tabs
}

fn table(rows: Vec<UserImportRow>, ended: bool) -> AnyView {
    // Once they are erased, columns of what the rows said would stand empty.
    let says = rows.iter().any(|row| row.values.is_some());
    let mut columns = vec![Column::new(t!("import-line")).number()];
    if says {
        columns.extend([
            Column::new(column_label(Cell::Login)),
            Column::new(column_label(Cell::Email)),
            Column::new(column_label(Cell::DisplayName)),
        ]);
    }
    columns.push(Column::new(t!("import-outcome")));
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| view! { <Row row ended says /> }.into_any())
        .collect();
    view! { <Table caption=t!("import-rows") columns dense=true>{rows}</Table> }.into_any()
}

#[component]
fn Row(
    row: UserImportRow,
    ended: bool,
    /// Whether there are columns for what it says.
    says: bool,
) -> impl IntoView {
    let label = state_label(&row.state, ended);
    let tone = state_tone(&row.state);
    let errors: Vec<_> = row_errors(&row)
        .into_iter()
        .map(|text| view! { <span class="quiet cell-second">{text}</span> })
        .collect();
    let user = row.user_id.map(|id| {
        view! { " " <a href=format!("/admin/users/{id}")>{t!("import-show-user")}<span class="visually-hidden">{format!(" ({})", row.line)}</span></a> }
    });
    let values = row.values.unwrap_or_default();
    let values = says.then(|| {
        view! {
            {cell(Cell::Login, values.login)}
            {cell(Cell::Email, values.email)}
            {cell(Cell::DisplayName, values.display_name)}
        }
    });
    view! {
        <tr>
            <th scope="row" class="number" data-label=t!("import-line")>{grouped(row.line)}</th>
            {values}
            <td data-label=t!("import-outcome")><span><Badge label tone />{user}{errors}</span></td>
        </tr>
    }
    .into_any()
}

fn cell(column: Cell, value: String) -> AnyView {
    let empty = value.is_empty();
    let label = column_label(column);
    view! { <td class:cell-empty=empty data-label=label><bdi class="breakable">{value}</bdi></td> }
        .into_any()
}
