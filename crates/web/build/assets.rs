//! Writes the table of assets that `src/assets.rs` serves: each named by a hash of its content, so
//! that browsers may keep it for good, and compressed once for all.
//!
//! Where one asset names another in quotes (`"usher.js"`), it gets that one's path. `bundle/` holds
//! the islands once `scripts/build-front.sh` has run; without them pages work, but without scripts,
//! and that is not for a release.

use std::{fs, io::Write as _, path::Path, process};

use sha2::{Digest as _, Sha256};

/// The size of brotli's window, as a power of two, and its best quality.
const BROTLI_WINDOW: u32 = 22;
const BROTLI_QUALITY: u32 = 11;

/// Everything is relative to the folder of the crate.
const STYLE: &str = "../../style";
const ASSETS: &str = "assets";
const BUNDLE: &str = "bundle";

/// The scripts that need no islands.
const SCRIPTS: [&str; 4] = [
    "components.js",
    "fresh-form.js",
    "password-field.js",
    "send-once.js",
];

struct Asset {
    name: &'static str,
    path: String,
    content: Vec<u8>,
}

pub(crate) fn write() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={STYLE}");
    println!("cargo::rerun-if-changed={ASSETS}");
    println!("cargo::rerun-if-changed={BUNDLE}");

    let mut assets = Vec::new();
    add(&mut assets, "favicon.svg", read(ASSETS, "favicon.svg"));
    for font in ["inter-latin.woff2", "inter-latin-ext.woff2"] {
        add(&mut assets, font, read("assets/fonts", font));
    }
    add(&mut assets, "usher.css", style());
    for name in SCRIPTS {
        add(&mut assets, name, script(name));
    }
    if Path::new(BUNDLE).join("usher.js").exists() {
        add(&mut assets, "usher_bg.wasm", read(BUNDLE, "usher_bg.wasm"));
        add(&mut assets, "usher.js", read(BUNDLE, "usher.js"));
        add(&mut assets, "islands.js", script("islands.js"));
    } else if variable("PROFILE") == "release" {
        println!("cargo::error=crates/web/{BUNDLE} holds no islands: build with `make build`");
        process::exit(1);
    }
    let folder = variable("OUT_DIR");
    let table: String = assets
        .iter()
        .map(|asset| entry(asset, Path::new(&folder)))
        .collect();
    save(
        &Path::new(&folder).join("assets.rs"),
        format!("&[{table}]").as_bytes(),
    );
}

/// The files of the style sheet, in the order of `style/index.css`.
fn style() -> Vec<u8> {
    let index = String::from_utf8(read(STYLE, "index.css")).expect("style/index.css is text");
    let files = index
        .lines()
        .filter_map(|line| line.strip_prefix("@import \"")?.strip_suffix("\";"));
    files.flat_map(|file| read(STYLE, file)).collect()
}

/// A script of our own, without the lines that are only comment.
fn script(name: &str) -> Vec<u8> {
    let text = String::from_utf8(read(ASSETS, name)).expect("scripts are text");
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| [line, "\n"])
        .collect::<String>()
        .into_bytes()
}

fn add(assets: &mut Vec<Asset>, name: &'static str, content: Vec<u8>) {
    let content = match String::from_utf8(content) {
        Ok(text) => with_paths(text, assets).into_bytes(),
        Err(binary) => binary.into_bytes(),
    };
    let digest = Sha256::digest(&content);
    let hash = u64::from_be_bytes(std::array::from_fn(|index| digest[index]));
    let (stem, extension) = name.rsplit_once('.').expect("a name with an extension");
    assets.push(Asset {
        name,
        path: format!("/assets/{stem}-{hash:016x}.{extension}"),
        content,
    });
}

fn with_paths(text: String, assets: &[Asset]) -> String {
    assets.iter().fold(text, |text, asset| {
        text.replace(
            &format!("\"{}\"", asset.name),
            &format!("\"{}\"", asset.path),
        )
        .replace(&format!("'{}'", asset.name), &format!("'{}'", asset.path))
    })
}

/// The asset as a line of Rust; its bytes are beside the table.
fn entry(asset: &Asset, folder: &Path) -> String {
    let bytes = |suffix: &str, content: &[u8]| {
        let file = format!("{}{suffix}", asset.name);
        save(&folder.join(&file), content);
        format!("include_bytes!(concat!(env!(\"OUT_DIR\"), \"/{file}\"))")
    };
    // What is packed already, such as fonts, is not worth unpacking twice.
    let worth = asset.content.len() / 10 * 9;
    let packed = |suffix: &str, content: Vec<u8>| {
        if content.len() < worth {
            format!("Some({})", bytes(suffix, &content))
        } else {
            "None".to_owned()
        }
    };
    let Asset {
        name,
        path,
        content,
    } = asset;
    let plain = bytes("", content);
    let gzip = packed(".gz", gzip(content));
    let brotli = packed(".br", brotli(content));
    format!(
        "Asset {{ name: \"{name}\", path: \"{path}\", plain: {plain}, gzip: {gzip}, brotli: {brotli} }},\n"
    )
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content).expect("memory takes it all");
    encoder.finish().expect("memory takes it all")
}

fn brotli(content: &[u8]) -> Vec<u8> {
    let mut compressed = Vec::new();
    let mut encoder =
        brotli::CompressorWriter::new(&mut compressed, 4096, BROTLI_QUALITY, BROTLI_WINDOW);
    encoder.write_all(content).expect("memory takes it all");
    drop(encoder);
    compressed
}

fn read(folder: &str, name: &str) -> Vec<u8> {
    let path = Path::new(folder).join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn save(path: &Path, content: &[u8]) {
    fs::write(path, content).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

#[expect(
    clippy::disallowed_methods,
    reason = "cargo tells build scripts by the environment"
)]
fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("cargo sets {name}"))
}
