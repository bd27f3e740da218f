//! Which templates to read; the template room fills this in.

use crate::inventory::found::Finding;

/// Which templates to read.
#[derive(Debug, Clone, Default)]
pub struct TemplateRequest {}

/// Reads them.
pub fn read_templates(_request: &TemplateRequest, report: &(dyn Fn(Finding) + Sync)) {
    report(Finding::TemplatesRead);
}
