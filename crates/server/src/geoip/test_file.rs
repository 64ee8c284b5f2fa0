//! A small database for tests, written as the format wants it
//! (<https://maxmind.github.io/MaxMind-DB/>): IPv4, networks of 24 bits, records of 24 bits.

use serde_json::{Value, json};

const MARKER: &[u8] = b"\xAB\xCD\xEFMaxMind.com";
/// Sixteen zero bytes part the tree from the data.
const SEPARATOR: usize = 16;
const PREFIX_BITS: usize = 24;

/// The file that knows these networks (their first address each) by these records (JSON).
pub(super) fn database(networks: &[([u8; 4], &str)]) -> Vec<u8> {
    let mut data = Vec::new();
    let mut tree = vec![[None, None]];
    for (network, record) in networks {
        let record: Value = serde_json::from_str(record).unwrap();
        let offset = data.len();
        encode(&mut data, &record);
        plant(&mut tree, u32::from_be_bytes(*network), offset);
    }
    let count = tree.len();
    let mut file = Vec::new();
    for side in tree.iter().flatten() {
        let record = match side {
            None => count,
            Some(Side::Node(node)) => *node,
            Some(Side::Data(offset)) => count + SEPARATOR + offset,
        };
        file.extend(&u32::try_from(record).unwrap().to_be_bytes()[1..]);
    }
    file.extend([0; SEPARATOR]);
    file.extend(data);
    file.extend(MARKER);
    metadata(&mut file, u32::try_from(count).unwrap());
    file
}

/// The metadata, whose numbers have sizes of their own.
fn metadata(out: &mut Vec<u8>, node_count: u32) {
    let u16 = |number: u16| [&[5 << 5 | 2][..], &number.to_be_bytes()].concat();
    let u32 = |number: u32| [&[6 << 5 | 4][..], &number.to_be_bytes()].concat();
    let u64 = |number: u64| [&[8, 2][..], &number.to_be_bytes()].concat();
    let other = |value: Value| {
        let mut bytes = Vec::new();
        encode(&mut bytes, &value);
        bytes
    };
    let members = [
        ("binary_format_major_version", u16(2)),
        ("binary_format_minor_version", u16(0)),
        ("build_epoch", u64(1)),
        ("database_type", other(json!("Test"))),
        ("description", other(json!({"en": "A test"}))),
        ("ip_version", u16(4)),
        ("languages", other(json!(["en"]))),
        ("node_count", u32(node_count)),
        ("record_size", u16(24)),
    ];
    out.push(7 << 5 | 9);
    for (name, value) in members {
        encode(out, &json!(name));
        out.extend(value);
    }
}

#[derive(Clone, Copy)]
enum Side {
    Node(usize),
    Data(usize),
}

fn plant(tree: &mut Vec<[Option<Side>; 2]>, network: u32, offset: usize) {
    let mut node = 0;
    for depth in 0..PREFIX_BITS {
        let bit = usize::from(network >> (31 - depth) & 1 == 1);
        if depth + 1 == PREFIX_BITS {
            tree[node][bit] = Some(Side::Data(offset));
            return;
        }
        node = if let Some(Side::Node(next)) = tree[node][bit] {
            next
        } else {
            tree.push([None, None]);
            let next = tree.len() - 1;
            tree[node][bit] = Some(Side::Node(next));
            next
        };
    }
}

/// Types: 2 text, 6 u32, 7 map, 11 list (extended: 7 + 4).
fn encode(out: &mut Vec<u8>, value: &Value) {
    let control = |kind: u8, size: usize| {
        assert!(size < 29, "small values only");
        kind << 5 | u8::try_from(size).unwrap()
    };
    match value {
        Value::String(text) => {
            out.push(control(2, text.len()));
            out.extend(text.as_bytes());
        }
        Value::Number(number) => {
            out.push(control(6, 4));
            let number = u32::try_from(number.as_u64().unwrap()).unwrap();
            out.extend(number.to_be_bytes());
        }
        Value::Object(members) => {
            out.push(control(7, members.len()));
            for (name, member) in members {
                encode(out, &Value::String(name.clone()));
                encode(out, member);
            }
        }
        Value::Array(items) => {
            out.extend([control(0, items.len()), 4]);
            for item in items {
                encode(out, item);
            }
        }
        Value::Null | Value::Bool(_) => unreachable!("no test needs them"),
    }
}
