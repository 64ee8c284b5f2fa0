//! The sample of the configuration file.

use usher_server::config::Config;

use super::{load, load_file, without_origins};

#[test]
fn the_sample_changes_nothing_as_it_is() {
    let config = load_file(&Config::sample()).unwrap();
    assert_eq!(config.effective(), load(&[]).unwrap().effective());
}

#[test]
fn every_line_of_the_sample_can_be_taken_as_it_stands() {
    let sample = Config::sample();
    let lines: Vec<&str> = sample
        .lines()
        .filter(|line| !line.starts_with("# "))
        .collect();
    let provider = lines
        .iter()
        .position(|line| *line == "#[[mail.providers]]")
        .unwrap();
    let mut section = "";
    for (index, line) in lines.iter().enumerate() {
        if line.starts_with('[') {
            section = line;
        }
        let in_provider = (provider..provider + 4).contains(&index);
        let Some(setting) = line.strip_prefix('#').filter(|_| !in_provider) else {
            continue;
        };
        let loaded = load_file(&format!("{section}\n{setting}\n"));
        let names_a_file = setting.contains("url_file");
        assert_eq!(
            loaded.is_err(),
            names_a_file,
            "{section} {setting}: {loaded:?}"
        );
    }
    let one = [
        &lines[provider][1..],
        &lines[provider + 1][1..],
        &lines[provider + 2][1..],
    ]
    .join("\n");
    assert_eq!(load_file(&one).unwrap().providers().len(), 1);
}

#[test]
fn the_defaults_in_the_sample_are_the_defaults() {
    let sample = Config::sample();
    let lines: Vec<&str> = sample.lines().collect();
    let mut text = String::new();
    for pair in lines.windows(2) {
        // A key without a default has another comment above it.
        let has_default = pair[0].starts_with("# USHER__");
        let setting = pair[1].strip_prefix('#').filter(|_| has_default);
        let section = pair[1].starts_with('[').then_some(pair[1]);
        if let Some(line) = setting.or(section) {
            text.push_str(line);
            text.push('\n');
        }
    }
    let defaults = load(&[]).unwrap().effective();
    assert_eq!(
        without_origins(&load_file(&text).unwrap().effective()),
        without_origins(&defaults)
    );
}

#[test]
fn the_sample_that_is_shipped_is_the_sample() {
    let shipped = include_str!("../../../dist/usher.toml");
    let made = Config::sample();
    let differing = shipped.lines().zip(made.lines()).find(|(a, b)| a != b);
    assert_eq!(differing, None, "write what `usher config sample` prints");
    assert_eq!(shipped, made);
}
