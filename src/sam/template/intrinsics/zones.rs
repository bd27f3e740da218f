//! The availability zones in SAM's table (`samcli/lib/intrinsic_resolver/intrinsics_symbol_table.py`).

/// Returns the letters of a region's zones; `None` for a region that SAM does not list.
pub fn of_region(region: &str) -> Option<&'static str> {
    Some(match region {
        "us-east-1" => "abcdef",
        "us-west-1" => "bc",
        "ap-northeast-3" => "a",
        "ap-northeast-1" => "acd",
        "sa-east-1" => "ac",
        "ca-central-1" => "ab",
        "us-west-2" => "abcd",
        "cn-north-1" | "us-gov-west-1" => "",
        "eu-north-1" | "ap-northeast-2" | "ap-southeast-1" | "ap-southeast-2" | "us-east-2" | "ap-south-1"
        | "eu-central-1" | "eu-west-1" | "eu-west-2" | "eu-west-3" => "abc",
        _ => return None,
    })
}
