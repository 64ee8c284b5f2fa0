//! How far each vendor's API is served, for people who consider changing a base URL: what
//! `usher compat` prints. Each dialect has its sheet in its own folder, beside what it describes.

use crate::{altcraft, huawei_sts, huawei_workspace, myreports, otc_iam};

/// One vendor's API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Whose API it is.
    pub vendor: &'static str,
    /// The calls that are served: method and path, and what becomes of them.
    pub served: &'static [(&'static str, &'static str)],
    /// What is accepted and means nothing here.
    pub ignored: &'static [&'static str],
    /// What the vendor's documents leave open, and how it is read here.
    pub assumed: &'static [&'static str],
    /// Every error that its calls can be answered with.
    pub errors: Vec<Refusal>,
}

/// One error of a vendor's API.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// The vendor's code; empty where an error has none but the status.
    pub code: String,
    /// What it says.
    pub message: String,
}

/// Every vendor's sheet.
#[must_use]
pub fn sheets() -> Vec<Sheet> {
    vec![
        otc_iam::sheet(),
        huawei_workspace::sheet(),
        huawei_sts::sheet(),
        myreports::sheet(),
        altcraft::sheet(),
    ]
}
