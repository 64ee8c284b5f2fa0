//! Email templates: versions that never change, one default, and messages that name them.

use usher_domain::{
    ids::AccountId,
    password_link::LinkPurpose,
    template::{LocalizedText, Template, TemplateId, TemplateText},
};
use usher_persistence::{
    DatabaseError, DbConnection, accounts, messages, outbox::AccountTemplate, password_links,
    templates,
};
use uuid::Uuid;

use crate::fixtures::{
    account, another_account, at, claim, message, new_link, new_message, read, user, write,
};
use crate::matrix::{TestDatabase, on_both_databases};

fn id(text: &str) -> TemplateId {
    text.parse().expect("an identifier")
}

fn words(locale: &str, html: &str) -> LocalizedText {
    LocalizedText {
        locale: locale.parse().expect("a language"),
        text: TemplateText {
            subject: "Hello".to_owned(),
            html: html.to_owned(),
            text: "{{ link }}".to_owned(),
        },
    }
}

fn template(account: AccountId, name: &str, version: i32) -> Template {
    Template {
        account_id: account,
        id: id(name),
        purpose: LinkPurpose::Welcome,
        name: "Greeting".parse().expect("a name"),
        version,
        is_default: false,
        created_at: at(1),
        updated_at: at(1 + i64::from(version)),
    }
}

fn store(
    connection: &mut DbConnection,
    template: &Template,
    texts: &[LocalizedText],
) -> Result<(), DatabaseError> {
    templates::put(connection, template)?;
    templates::insert_version(connection, template, texts, Some(Uuid::from_u128(7)))
}

async fn saved(db: &TestDatabase, template: &Template, texts: &[LocalizedText]) {
    let (template, texts) = (template.clone(), texts.to_vec());
    write(db, move |connection| store(connection, &template, &texts)).await;
}

async fn found(db: &TestDatabase, account: AccountId, name: &str) -> Option<Template> {
    let id = id(name);
    read(db, move |connection| {
        templates::find(connection, account, &id)
    })
    .await
}

async fn default_of(db: &TestDatabase, account: AccountId) -> Option<String> {
    let found = read(db, move |connection| {
        templates::find_default(connection, account)
    })
    .await;
    found.map(|template| template.id.to_string())
}

on_both_databases! {
    async fn what_is_saved_reads_back_version_by_version(db) {
        let acme = account(&db).await;
        let first = template(acme, "email01", 1);
        saved(&db, &first, &[words("en", "one"), words("de", "eins")]).await;
        let second = template(acme, "email01", 2);
        saved(&db, &second, &[words("en", "two")]).await;
        saved(&db, &template(acme, "Email01", 1), &[words("en", "case matters")]).await;

        assert_eq!(found(&db, acme, "email01").await, Some(second));
        let name = id("email01");
        let (one, two, versions, text) = read(&db, move |connection| {
            Ok((
                templates::texts(connection, acme, &name, 1)?,
                templates::texts(connection, acme, &name, 2)?,
                templates::versions(connection, acme, &name, 0)?,
                templates::text(connection, acme, &name, 1, "de")?,
            ))
        })
        .await;
        assert_eq!(one, [words("de", "eins"), words("en", "one")]);
        assert_eq!(two, [words("en", "two")]);
        assert_eq!(text, Some(words("de", "eins").text));
        let numbers: Vec<_> = versions.iter().map(|one| (one.version, one.locales.len())).collect();
        assert_eq!(numbers, [(2, 1), (1, 2)]);
        assert_eq!((versions[0].created_at, versions[0].created_by), (at(3), Some(Uuid::from_u128(7))));
    }

    async fn templates_are_listed_for_their_account_by_identifier(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        for name in ["b", "a", "B"] {
            saved(&db, &template(acme, name, 1), &[words("en", name)]).await;
        }
        let (all, some, none, count) = read(&db, move |connection| {
            Ok((
                templates::list(connection, acme, 9)?,
                templates::list(connection, acme, 2)?,
                templates::list(connection, other, 9)?,
                templates::count(connection, acme)?,
            ))
        })
        .await;
        let names: Vec<_> = all.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(names, ["B", "a", "b"]);
        assert_eq!((some.len(), none.len(), count), (2, 0, 3));
        assert_eq!(found(&db, other, "a").await, None);
    }

    async fn a_deleted_template_is_hidden_and_its_numbers_go_on(db) {
        let acme = account(&db).await;
        let first = Template { is_default: true, ..template(acme, "email01", 1) };
        saved(&db, &first, &[words("en", "one")]).await;
        let name = id("email01");
        let deleted = {
            let name = name.clone();
            move |connection: &mut DbConnection| templates::delete(connection, acme, &name, at(5))
        };
        assert!(write(&db, deleted.clone()).await);
        assert!(!write(&db, deleted).await, "it is deleted already");
        assert_eq!(found(&db, acme, "email01").await, None);
        assert_eq!(default_of(&db, acme).await, None);
        let (count, last, text) = read(&db, move |connection| {
            Ok((
                templates::count(connection, acme)?,
                templates::last_version(connection, acme, &name)?,
                templates::text(connection, acme, &name, 1, "en")?,
            ))
        })
        .await;
        assert_eq!((count, last), (0, Some(1)));
        assert_eq!(text, Some(words("en", "one").text), "messages may still name it");

        saved(&db, &template(acme, "email01", 2), &[words("en", "two")]).await;
        assert_eq!(found(&db, acme, "email01").await.map(|one| one.version), Some(2));
    }

    async fn a_version_is_never_written_twice(db) {
        let acme = account(&db).await;
        let first = template(acme, "email01", 1);
        saved(&db, &first, &[words("en", "one")]).await;
        let again = first.clone();
        let answer = db.write(move |connection| store(connection, &again, &[words("en", "other")])).await;
        assert!(answer.is_err_and(|error| error.is_constraint()));
    }

    async fn one_template_of_an_account_is_its_default(db) {
        let acme = account(&db).await;
        let other = another_account(&db, "Other").await;
        assert_eq!(default_of(&db, acme).await, None);
        for (owner, name) in [(acme, "a"), (other, "x"), (acme, "b")] {
            let one = Template { is_default: true, ..template(owner, name, 1) };
            saved(&db, &one, &[words("en", name)]).await;
        }
        assert_eq!(default_of(&db, acme).await.as_deref(), Some("b"));
        assert_eq!(default_of(&db, other).await.as_deref(), Some("x"));
        assert!(!found(&db, acme, "a").await.expect("it is there").is_default);
    }

    async fn a_claimed_message_brings_the_words_that_it_names(db) {
        let acme = account(&db).await;
        let ada = user(&db, acme, "ada").await;
        saved(&db, &template(acme, "email01", 1), &[words("de", "eins")]).await;
        saved(&db, &template(acme, "email01", 2), &[words("de", "zwei")]).await;
        let mut ids = Vec::new();
        for (number, (name, version)) in [(None, 9), (Some("email01"), 1), (Some("gone"), 1)].into_iter().enumerate() {
            let mut new = new_message(&ada, at(i64::try_from(number).expect("small")));
            "de".clone_into(&mut new.locale);
            new.template = name.map(id);
            new.template_version = version;
            let link = new_link(&ada, &new);
            ids.push(new.id);
            write(&db, move |connection| {
                messages::insert(connection, &new)?;
                password_links::insert(connection, &link)
            })
            .await;
        }
        let (_, claimed) = claim(&db, at(9), chrono::Duration::minutes(1), 9).await;
        let named: Vec<_> = claimed.into_iter().map(|message| message.template).collect();
        let of = |name: &str, text: Option<&str>| AccountTemplate {
            account_id: acme,
            id: id(name),
            version: 1,
            text: text.map(|html| std::sync::Arc::new(words("de", html).text)),
        };
        assert_eq!(named, [None, Some(of("email01", Some("eins"))), Some(of("gone", None))]);
        assert_eq!(message(&db, ids[1]).await.template, Some(id("email01")));
        assert_eq!(message(&db, ids[0]).await.template, None);
    }

    async fn templates_go_with_their_account(db) {
        let acme = account(&db).await;
        saved(&db, &template(acme, "email01", 1), &[words("en", "one")]).await;
        write(&db, move |connection| accounts::delete(connection, acme)).await;
        let name = id("email01");
        let left = read(&db, move |connection| templates::texts(connection, acme, &name, 1)).await;
        assert!(left.is_empty());
    }
}
