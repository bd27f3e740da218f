//! Recognises programs by what they begin with.

/// Returns whether the beginning of a file is that of a program: ELF, or a script with its interpreter.
pub(super) fn is_program(beginning: &[u8]) -> bool {
    beginning.starts_with(b"\x7fELF") || beginning.starts_with(b"#!")
}
