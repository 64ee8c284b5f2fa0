//! The one file: a tar archive of a manifest and the members that it names, in its order.

use std::{
    fs::File,
    io::{self, BufReader, Read, Write},
    path::Path,
};

use sha2::{Digest as _, Sha256};
use tar::{Archive, Builder, EntryType, Header};

use super::{
    BackupError,
    manifest::{FORMAT, FORMAT_VERSION, Manifest, Member, hex},
};

const MANIFEST: &str = "manifest.json";
/// A manifest is a few kilobytes; what is longer is none.
const LONGEST_MANIFEST: u64 = 1 << 20;

/// Counts and hashes what is written through it.
struct Hashing<W> {
    inner: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Hashing<W> {
    fn new(inner: W) -> Self {
        Self {
            inner,
            hash: Sha256::new(),
            bytes: 0,
        }
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(buffer)?;
        self.hash.update(&buffer[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Describes a member, read to its end.
pub(super) fn describe(name: &str, mut content: impl Read) -> io::Result<Member> {
    let mut hashing = Hashing::new(io::sink());
    io::copy(&mut content, &mut hashing)?;
    Ok(Member {
        name: name.to_owned(),
        bytes: hashing.bytes,
        sha256: hex(&hashing.hash.finalize()),
    })
}

/// Writes an archive; `contents` are those of the manifest's members, in their order.
pub(super) fn write(
    to: &Path,
    manifest: &Manifest,
    contents: &mut [&mut dyn Read],
) -> io::Result<()> {
    let mut archive = Builder::new(File::options().write(true).truncate(true).open(to)?);
    let text = serde_json::to_vec_pretty(manifest)?;
    let made_at = u64::try_from(manifest.made_at.timestamp()).unwrap_or(0);
    append(
        &mut archive,
        MANIFEST,
        text.len() as u64,
        made_at,
        &mut &text[..],
    )?;
    for (member, content) in manifest.members.iter().zip(contents) {
        append(&mut archive, &member.name, member.bytes, made_at, content)?;
    }
    archive.into_inner()?.sync_all()
}

fn append(
    archive: &mut Builder<File>,
    name: &str,
    bytes: u64,
    made_at: u64,
    content: &mut dyn Read,
) -> io::Result<()> {
    let mut header = Header::new_gnu();
    header.set_entry_type(EntryType::Regular);
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(made_at);
    archive.append_data(&mut header, name, content)
}

/// Reads what an archive says of itself.
pub(super) fn manifest(path: &Path) -> Result<Manifest, BackupError> {
    let none = |why: String| BackupError::NoBackup {
        path: path.to_owned(),
        why,
    };
    let mut archive = Archive::new(open(path)?);
    let mut entries = archive.entries().map_err(|error| none(error.to_string()))?;
    let first = entries
        .next()
        .ok_or_else(|| none("it is empty".to_owned()))?
        .map_err(|_| none("it is no tar archive".to_owned()))?;
    if first.path_bytes() != MANIFEST.as_bytes() || first.size() > LONGEST_MANIFEST {
        return Err(none("it does not begin with a manifest".to_owned()));
    }
    let manifest: Manifest = serde_json::from_reader(first)
        .map_err(|_| none("its manifest cannot be read".to_owned()))?;
    if manifest.format != FORMAT || manifest.format_version != FORMAT_VERSION {
        let (format, version) = (&manifest.format, manifest.format_version);
        return Err(none(format!(
            "its form is {format:?} {version}, which this Usher does not know"
        )));
    }
    Ok(manifest)
}

/// Reads a whole archive against its manifest, each member into what `sink` opens for it.
pub(super) fn extract(
    path: &Path,
    manifest: &Manifest,
    mut sink: impl FnMut(&str) -> io::Result<Box<dyn Write>>,
) -> Result<(), BackupError> {
    let damaged = |why: String| BackupError::Damaged {
        path: path.to_owned(),
        why,
    };
    let unreadable = |error: &io::Error| damaged(error.to_string());
    let mut archive = Archive::new(open(path)?);
    let mut entries = archive
        .entries()
        .map_err(|error| unreadable(&error))?
        .skip(1);
    for member in &manifest.members {
        let name = &member.name;
        let mut entry = entries
            .next()
            .ok_or_else(|| damaged(format!("{name} is missing")))?
            .map_err(|error| unreadable(&error))?;
        let is_it = entry.path_bytes() == name.as_bytes()
            && entry.header().entry_type() == EntryType::Regular
            && entry.size() == member.bytes;
        if !is_it {
            return Err(damaged(format!("{name} is not what the manifest says")));
        }
        let opened = sink(name).map_err(BackupError::file(format!("{name} cannot be unpacked")))?;
        let mut hashing = Hashing::new(opened);
        io::copy(&mut entry, &mut hashing)
            .and_then(|_| hashing.flush())
            .map_err(BackupError::file(format!("{name} cannot be unpacked")))?;
        if hashing.bytes != member.bytes || hex(&hashing.hash.finalize()) != member.sha256 {
            return Err(damaged(format!("{name} was changed or cut off")));
        }
    }
    match entries.next() {
        None => Ok(()),
        Some(_) => Err(damaged("it holds more than its manifest names".to_owned())),
    }
}

/// Reads a whole archive and compares every member with what the manifest says of it.
///
/// # Errors
/// When the file cannot be read, is no backup, or is a damaged one.
pub(crate) fn verify(path: &Path) -> Result<Manifest, BackupError> {
    let manifest = manifest(path)?;
    extract(path, &manifest, |_| Ok(Box::new(io::sink())))?;
    Ok(manifest)
}

fn open(path: &Path) -> Result<BufReader<File>, BackupError> {
    let file = File::open(path).map_err(BackupError::file(format!(
        "the backup {} cannot be opened",
        path.display()
    )))?;
    Ok(BufReader::with_capacity(1 << 16, file))
}
