//! What the process takes of the machine, under the names that Prometheus' own clients use.
//!
//! Linux tells it under `/proc`; elsewhere these are left out.

use std::{fmt, fs};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric as _},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
    registry::{Registry, Unit},
};

#[derive(Debug)]
struct Process;

pub(super) fn register(registry: &mut Registry) {
    registry.register_collector(Box::new(Process));
}

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), fmt::Error> {
        if let Some(seconds) = cpu_seconds() {
            let metric = encoder.encode_descriptor(
                "process_cpu",
                "Processor time spent, in user and system mode",
                Some(&Unit::Seconds),
                MetricType::Counter,
            )?;
            ConstCounter::new(seconds).encode(metric)?;
        }
        if let Some(bytes) = resident_bytes() {
            let metric = encoder.encode_descriptor(
                "process_resident_memory",
                "Memory held",
                Some(&Unit::Bytes),
                MetricType::Gauge,
            )?;
            ConstGauge::new(bytes).encode(metric)?;
        }
        if let Some(files) = open_files() {
            let metric = encoder.encode_descriptor(
                "process_open_fds",
                "Open file descriptors",
                None,
                MetricType::Gauge,
            )?;
            ConstGauge::new(files).encode(metric)?;
        }
        Ok(())
    }
}

/// `utime` and `stime` of `proc_pid_stat(5)`.
fn cpu_seconds() -> Option<f64> {
    let ticks = ticks(&fs::read_to_string("/proc/self/stat").ok()?)?;
    let a_second = u32::try_from(rustix::param::clock_ticks_per_second()).ok()?;
    Some(f64::from(ticks) / f64::from(a_second))
}

fn ticks(stat: &str) -> Option<u32> {
    // The second field is the name of the program, in which there may be blanks and parentheses.
    let (_, behind_the_name) = stat.rsplit_once(')')?;
    let mut fields = behind_the_name.split_whitespace().skip(11);
    let mut field = || fields.next()?.parse::<u32>().ok();
    field()?.checked_add(field()?)
}

/// `VmRSS` of `proc_pid_status(5)`.
fn resident_bytes() -> Option<i64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kibibytes: i64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

fn open_files() -> Option<i64> {
    // One of them is the folder that is being read.
    let found = fs::read_dir("/proc/self/fd")
        .ok()?
        .count()
        .saturating_sub(1);
    i64::try_from(found).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_programs_name_does_not_shift_the_fields() {
        let stat = "7 (a) b (c) S 1 7 7 0 -1 4194304 1 0 0 0 120 30 0 0 20 0 9 0";
        assert_eq!(ticks(stat), Some(150));
        assert_eq!(ticks("7 (a) S 1"), None);
        assert_eq!(ticks(""), None);
    }
}
