//! Forging the audit log with a hand in the database: the sealer vouches for none of it, and verifying
//! finds it.

use ed25519_dalek::{Signer as _, SigningKey};
use usher_application::{
    audit_chain::{self, Verification},
    audit_sealer::{self, SealError},
};
use usher_domain::{
    audit::AuditEvent,
    keyring::{KeyId, KeyPurpose, MasterKey},
};
use usher_persistence::{audit_chain as stored, connection::Backend};
use uuid::Uuid;

use crate::places::on_both_databases;
use crate::world::{KEYRING_SECRET, World};

/// The signature that an installation with this secret would put under a head.
fn signature(secret: [u8; 32], seq: i64, hash: &[u8; 32]) -> Vec<u8> {
    let key = MasterKey::new(KeyId(1), secret).derive(KeyPurpose::Audit);
    let bytes = [b"usher audit head\0".as_slice(), &seq.to_be_bytes(), hash].concat();
    SigningKey::from_bytes(&key).sign(&bytes).to_vec()
}

impl World {
    /// Three sealed batches; the places of their heads.
    async fn three_batches(&self) -> [i64; 3] {
        let mut ends = [0; 3];
        for (number, end) in ends.iter_mut().enumerate() {
            for login in ["ada", "grace"] {
                self.user(&format!("{login}{number}")).await;
            }
            self.seal().await;
            *end = self
                .place
                .number("SELECT max(seq) AS number FROM audit_heads");
        }
        ends
    }

    async fn finding(&self) -> Verification {
        audit_chain::verify(&self.app, None)
            .await
            .expect("the database answers")
    }

    /// Where the log is broken.
    async fn broken_place(&self) -> i64 {
        match self.finding().await {
            Verification::Broken { seq, .. } => seq,
            found => panic!("{found:?}"),
        }
    }

    /// Something happens, and the node that sealed before refuses to go on: at which place.
    async fn refusal(&self, login: &str) -> i64 {
        let before = self.sealed_events();
        self.user(login).await;
        let answer = audit_sealer::seal_all(&self.app, Uuid::from_u128(1)).await;
        let Err(SealError::Tampered(seq)) = answer else {
            panic!("{answer:?}")
        };
        assert_eq!(self.sealed_events(), before, "nothing was vouched for");
        seq
    }

    fn sealed_events(&self) -> i64 {
        self.place
            .number("SELECT count(*) AS number FROM audit_events WHERE chain_seq IS NOT NULL")
    }

    fn bytes(&self, bytes: &[u8]) -> String {
        let hex = audit_sealer::hex(bytes);
        match self.database.backend() {
            Backend::Sqlite => format!("x'{hex}'"),
            Backend::Postgres => format!("'\\x{hex}'::bytea"),
        }
    }

    /// Changes an event and computes the whole chain anew, as whoever knows the algorithm can;
    /// returns the last hash.
    async fn rewrite(&self, changed: i64) -> [u8; 32] {
        self.place.execute(&format!(
            "UPDATE audit_events SET details = 'role=auditor' WHERE chain_seq = {changed}"
        ));
        let events: Vec<(AuditEvent, Vec<u8>)> = self
            .database
            .read(|connection| stored::sealed_after(connection, 0, 500))
            .await
            .expect("the database answers");
        let mut hash = [0; 32];
        for (event, _) in events {
            let seq = event.chain_seq.expect("it is sealed");
            hash = event.chain_hash(&hash, seq);
            let stored = self.bytes(&hash);
            self.place.execute(&format!(
                "UPDATE audit_events SET chain_hash = {stored} WHERE chain_seq = {seq}"
            ));
        }
        hash
    }

    fn forge_head(&self, seq: i64, hash: &[u8; 32], signature: &[u8]) {
        let (hash, signature) = (self.bytes(hash), self.bytes(signature));
        self.place.execute(&format!(
            "UPDATE audit_heads SET hash = {hash}, signature = {signature} WHERE seq = {seq}"
        ));
    }
}

on_both_databases! {
    async fn nothing_is_sealed_behind_a_head_whose_signature_was_changed(world) {
        let [.., last] = world.three_batches().await;
        world.place.execute(&format!("UPDATE audit_heads SET signature = hash WHERE seq = {last}"));
        assert_eq!(world.refusal("mary").await, last);
        assert_eq!(world.refusal("lucy").await, last, "and goes on refusing");
        assert_eq!(world.broken_place().await, last);
    }

    async fn nothing_is_sealed_behind_a_head_whose_hash_was_changed(world) {
        let [first, _, last] = world.three_batches().await;
        world.place.execute(&format!(
            "UPDATE audit_heads SET hash = (SELECT hash FROM audit_heads WHERE seq = {first}) \
             WHERE seq = {last}"
        ));
        assert_eq!(world.refusal("mary").await, last);
        assert_eq!(world.broken_place().await, last);
    }

    async fn nothing_is_sealed_behind_a_head_that_was_moved_or_removed(world) {
        let [_, middle, last] = world.three_batches().await;
        world.place.execute(&format!("DELETE FROM audit_heads WHERE seq = {last}"));
        assert_eq!(world.refusal("mary").await, middle);
        world.place.execute("DELETE FROM audit_heads");
        assert_eq!(world.refusal("lucy").await, 0);
    }

    async fn nothing_is_sealed_behind_a_chain_whose_end_was_changed_or_removed(world) {
        let [.., last] = world.three_batches().await;
        world.place.execute(&format!("DELETE FROM audit_events WHERE chain_seq = {last}"));
        assert_eq!(world.refusal("mary").await, last);
        world.place.execute(&format!(
            "UPDATE audit_events SET chain_seq = {last}, chain_hash = \
             (SELECT chain_hash FROM audit_events WHERE chain_seq = 1) \
             WHERE id = (SELECT id FROM audit_events WHERE chain_seq IS NULL ORDER BY id LIMIT 1)"
        ));
        assert_eq!(world.refusal("lucy").await, last);
    }

    async fn nothing_is_sealed_behind_events_that_no_head_covers(world) {
        let [.., last] = world.three_batches().await;
        world.user("forged").await;
        let added = last + 1;
        world.place.execute(&format!(
            "UPDATE audit_events SET chain_seq = {added}, chain_hash = \
             (SELECT hash FROM audit_heads WHERE seq = {last}) WHERE chain_seq IS NULL"
        ));
        assert_eq!(world.refusal("mary").await, last);
        assert_eq!(world.broken_place().await, added);
        world.rewrite(added).await;
        assert_eq!(world.refusal("lucy").await, last, "also when the chain fits");
        assert_eq!(world.broken_place().await, added);
    }

    async fn a_chain_computed_anew_is_found_out_by_every_head_that_was_left(world) {
        let [first, _, last] = world.three_batches().await;
        let hash = world.rewrite(2).await;
        assert_eq!(world.broken_place().await, first);
        for secret in [[9; 32], KEYRING_SECRET] {
            // Even a head that our own key vouches for does not hide what the others show.
            world.forge_head(last, &hash, &signature(secret, last, &hash));
            assert_eq!(world.broken_place().await, first);
        }
        world.place.execute(&format!("DELETE FROM audit_heads WHERE seq = {first}"));
        assert_ne!(world.broken_place().await, last, "the middle one shows it as well");
    }

    async fn a_chain_computed_anew_under_a_forged_head_is_found_out_by_its_signature(world) {
        let [first, middle, last] = world.three_batches().await;
        let (head, hash) = (
            audit_chain::head(&world.app).await.expect("read").expect("sealed"),
            world.rewrite(2).await,
        );
        world.place.execute(&format!("DELETE FROM audit_heads WHERE seq IN ({first}, {middle})"));
        let forged = signature([9; 32], last, &hash);
        for signature in [&head.signature, &forged, &Vec::new(), &vec![0; 64]] {
            world.forge_head(last, &hash, signature);
            assert_eq!(world.broken_place().await, last);
        }
        assert_eq!(world.refusal("mary").await, last);
    }

    async fn every_signed_head_is_compared(world) {
        let heads = world.three_batches().await;
        for seq in heads {
            world.place.execute("CREATE TABLE kept AS SELECT * FROM audit_heads");
            for change in ["signature = hash", "hash = (SELECT chain_hash FROM audit_events \
                WHERE chain_seq = 1)"] {
                world.place.execute(&format!("UPDATE audit_heads SET {change} WHERE seq = {seq}"));
                assert_eq!(world.broken_place().await, seq, "{change}");
                world.place.execute("DELETE FROM audit_heads");
                world.place.execute("INSERT INTO audit_heads SELECT * FROM kept");
            }
            world.place.execute("DROP TABLE kept");
            assert!(matches!(world.finding().await, Verification::Intact { .. }));
        }
    }

    async fn a_head_whose_key_is_gone_needs_another_behind_it(world) {
        let [first, _, last] = world.three_batches().await;
        let lose_key = |seq| format!("UPDATE audit_heads SET key_id = 7 WHERE seq = {seq}");
        world.place.execute(&lose_key(first));
        assert!(matches!(world.finding().await, Verification::Intact { .. }));
        world.place.execute(&lose_key(last));
        assert_eq!(world.broken_place().await, last);
    }
}
