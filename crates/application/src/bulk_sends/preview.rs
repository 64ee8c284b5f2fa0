//! Asking what a bulk send would do.

use usher_domain::{
    actor::Actor,
    bulk_send::{LeftOutReason, Selection},
    ids::AccountId,
    permission::Permission,
};
use usher_persistence::DbConnection;

use super::{
    BulkSendError, NewBulkSend, Preview,
    choose::{Chooser, PAGE, check, filtered, known, number, selected},
    require_in,
};
use crate::App;

/// Tells what a bulk send would do if it were started now. Nothing is kept.
///
/// # Errors
/// See [`BulkSendError`].
pub async fn preview(
    app: &App,
    actor: &Actor,
    account: AccountId,
    new: NewBulkSend,
) -> Result<Preview, BulkSendError> {
    require_in(actor, account, Permission::WelcomeEmailsSend)?;
    let now = app.now();
    let (wanted, asker) = (new.template.clone(), actor.credential);
    app.database
        .read(move |connection| check(connection, account, wanted.as_ref(), asker))
        .await?;
    let chooser = Chooser::new(app, account, &new.limits, now);
    let (selection, listed) = selected(new.recipients);
    let mut preview = Preview::default();
    if selection == Selection::Listed {
        for ids in listed.chunks(PAGE as usize) {
            let (ids, chooser, actor) = (ids.to_vec(), chooser.clone(), actor.clone());
            let count = move |connection: &mut DbConnection| {
                let users = known(connection, account, &ids)?;
                let reasons = chooser.judge(connection, &actor, &users)?;
                let unknown = ids.len() - users.len();
                Ok::<_, BulkSendError>((reasons, unknown))
            };
            let (reasons, unknown) = app.database.read(count).await?;
            preview.count(&reasons, unknown);
        }
        return Ok(preview);
    }
    let mut after = None;
    loop {
        let (selection, chooser, actor) = (selection.clone(), chooser.clone(), actor.clone());
        let count = move |connection: &mut DbConnection| {
            let page = filtered(connection, account, &selection, (after, None), PAGE)?;
            let reasons = chooser.judge(connection, &actor, &page.users)?;
            let last = page.users.last().map(|user| user.id);
            Ok::<_, BulkSendError>((reasons, last.filter(|_| !page.is_last)))
        };
        let (reasons, last) = app.database.read(count).await?;
        preview.count(&reasons, 0);
        if last.is_none() {
            return Ok(preview);
        }
        after = last;
    }
}

impl Preview {
    fn count(&mut self, reasons: &[Option<LeftOutReason>], unknown: usize) {
        self.total += number(reasons.len() + unknown);
        self.left_out.add(LeftOutReason::NotFound, number(unknown));
        for reason in reasons {
            match reason {
                Some(reason) => self.left_out.add(*reason, 1),
                None => self.to_send += 1,
            }
        }
    }
}
