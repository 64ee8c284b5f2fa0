//! What looking for old data costs: every question is answered by the index that was made for it, so
//! that it is a probe when nothing is due.

use usher_persistence::{DatabaseError, DbConnection, retention};

use crate::fixtures::{account, at, read};
use crate::matrix::TestDatabase;
use crate::plans::steps;

type Question = fn(&mut DbConnection) -> Result<Vec<retention::RowId>, DatabaseError>;

#[tokio::test]
async fn every_question_is_answered_by_its_index() {
    let db = TestDatabase::sqlite();
    account(&db).await;
    let questions: [(&str, Question); 10] = [
        ("messages_origin_idx", |c| {
            retention::old_message_origins(c, at(0))
        }),
        ("sessions_origin_idx", |c| {
            retention::old_session_origins(c, at(0))
        }),
        ("bulk_sends_origin_idx", |c| {
            retention::old_bulk_send_origins(c, at(0))
        }),
        ("user_imports_origin_idx", |c| {
            retention::old_import_origins(c, at(0))
        }),
        ("sqlite_autoindex_bulk_sends_1", |c| {
            retention::old_bulk_sends(c, at(0))
        }),
        ("sqlite_autoindex_user_imports_1", |c| {
            retention::old_user_imports(c, at(0))
        }),
        ("sqlite_autoindex_link_visits_1", |c| {
            retention::old_visits(c, at(0))
        }),
        ("password_links_detached_idx", |c| {
            retention::old_detached_links(c, at(0), at(0))
        }),
        ("api_tokens_revoked_at_idx", |c| {
            retention::old_api_tokens(c, at(0))
        }),
        ("access_keys_expires_at_idx", |c| {
            retention::old_access_keys(c, at(0))
        }),
    ];
    for (index, question) in questions {
        let steps = read(&db, move |connection| steps(connection, question)).await;
        assert!(
            steps.iter().any(|step| step.contains(index)),
            "{index}: {steps:?}"
        );
        let scans = |step: &String| step.starts_with("SCAN") && !step.contains("INDEX");
        assert!(
            !steps
                .iter()
                .any(|step| scans(step) || step.contains("TEMP B-TREE")),
            "{index}: {steps:?}"
        );
    }
}
