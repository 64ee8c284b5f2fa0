//! Lists and the ways through them.

use leptos::prelude::*;

use super::Side;
use crate::components::{
    avatar::Avatar,
    badge::{Badge, Tone, UserBadge},
    button::{Button, LinkButton, PostButton, Weight},
    empty_state::EmptyState,
    filter_bar::{FilterBar, FilterSelect, SearchField},
    icon::Symbol,
    page_head::Breadcrumb,
    pagination::Pagination,
    table::{Column, SelectCell, SelectionBar, Sort, Table},
    tabs::{Tab, Tabs},
};

const PEOPLE: [(&str, &str, &str, &str, Tone); 5] = [
    ("Ada Lovelace", "ada", "active", "Sent", Tone::Good),
    (
        "Софья Ковалевская",
        "sofja",
        "pending",
        "Deferred",
        Tone::Careful,
    ),
    ("مريم الأسطرلابي", "maryam", "pending", "Sending", Tone::Busy),
    ("Łukasz Żółć", "lukasz", "pending", "Failed", Tone::Bad),
    (
        "Mary Somerville",
        "mary",
        "disabled",
        "Never sent",
        Tone::Neutral,
    ),
];

pub(super) fn table(side: Side) -> AnyView {
    let here = "/admin/components";
    let form = side.own("bulk-l", "bulk-d");
    let rows: Vec<_> = PEOPLE
        .into_iter()
        .enumerate()
        .map(|(place, (name, login, status, welcome, tone))| {
            let email = format!("{login}@example.test");
            view! {
                <tr>
                    <SelectCell name="user_ids" value=login label=name form checked=place == 1 />
                    <th scope="row" data-label="User">
                        <div class="person-cell">
                            <Avatar name=name seed=login />
                            <div>
                                <a class="breakable" href=here>{name}</a>
                                <span class="quiet breakable cell-second">{email}</span>
                            </div>
                        </div>
                    </th>
                    <td data-label="Status"><UserBadge status /></td>
                    <td data-label="Welcome email"><Badge label=welcome tone /></td>
                    <td data-label="Tries" class="number">{place}</td>
                    <td class="cell-action"><PostButton label="Send" about=format!("to {name}") action=here weight=Weight::Quiet icon=Symbol::Send /></td>
                </tr>
            }
        })
        .collect();
    let columns = vec![
        Column::select(),
        Column::new("User").sorted(Sort::Ascending, here),
        Column::new("Status"),
        Column::new("Welcome email").sortable(here),
        Column::new("Tries").number(),
        Column::new("Action").hidden(),
    ];
    let options = || {
        vec![
            (String::new(), "All".to_owned()),
            ("active".to_owned(), "Active".to_owned()),
        ]
    };
    view! {
        <FilterBar action=here reset=Some(here.to_owned()) label=side.own("Light", "Dark")>
            <SearchField label="Search" name=side.own("search-l", "search-d") value="a" placeholder="Name, login or email" />
            <FilterSelect label="Status" name=side.own("status-l", "status-d") chosen="active" options=options() />
        </FilterBar>
        <Table caption="Users of this account" columns>{rows}</Table>
        <SelectionBar id=form action=here>
            <Button label="Send welcome email" weight=Weight::Primary small=true icon=Symbol::Send />
            <Button label="Disable" small=true />
        </SelectionBar>
        <Pagination first=Some(here.to_owned()) next=Some(here.to_owned()) label=side.own("Light pages", "Dark pages") />
    }
    .into_any()
}

pub(super) fn ways(side: Side) -> AnyView {
    let here = || "/admin/components".to_owned();
    view! {
        <Breadcrumb trail=vec![("Users".into(), here()), ("Ada Lovelace".into(), here())] label=side.own("Light path", "Dark path") />
        <Tabs
            label=side.own("Parts, light", "Parts, dark")
            tabs=vec![
                Tab::new("Overview", here()).current(true),
                Tab::new("Emails", here()).count(Some(1_204)),
                Tab::new("Roles", here()),
            ]
        />
    }
    .into_any()
}

pub(super) fn empty(_: Side) -> AnyView {
    view! {
        <EmptyState symbol=Symbol::Users title="No users yet" text="Create the first one; the welcome email brings them in.">
            <LinkButton label="New user" href="/admin/components" weight=Weight::Primary icon=Symbol::UserPlus />
        </EmptyState>
        <EmptyState symbol=Symbol::Search title="Nobody matches" />
    }
    .into_any()
}
