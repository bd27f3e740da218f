//! Build folders on another disk, as a real file system of their own: trash and undo work there, and what a disk or a link
//! hides is unknown and left alone.

use std::fs;

use crate::builds::{ORPHAN, USED, built};
use crate::disks::in_namespace;
use crate::home::Home;

/// A project whose build folder is prepared beside it, as a mount hides what is below it.
fn home() -> Home {
    let home = Home::new();
    let prepared = built(&home, "project");
    fs::rename(&prepared, home.path("prepared")).unwrap();
    home
}

#[test]
fn a_build_folder_on_another_disk_is_purged_undone_and_deleted() {
    let home = home();
    fs::create_dir(home.path("project/.aws-sam")).unwrap();
    let script = format!(
        "mount -t tmpfs -o mode=755 none .aws-sam || exit 99; cp -a ../prepared/. .aws-sam; \
         test $(stat -c %d .aws-sam) != $(stat -c %d .) || exit 3; \
         \"$0\" builds --no-engine || exit 4; \
         \"$0\" purge --builds --yes --no-engine || exit 5; \
         test ! -e .aws-sam/cache/{ORPHAN} && test -e .aws-sam/cache/{USED} || exit 6; \
         test $(stat -c %d .aws-sam/.samlayers/trash) = $(stat -c %d .aws-sam) || exit 7; \
         \"$0\" trash ls --no-engine || exit 8; \
         \"$0\" undo --yes --no-engine || exit 9; \
         diff -r -x .samlayers .aws-sam ../prepared || exit 10; \
         \"$0\" purge --builds --yes --no-engine && \"$0\" trash empty --yes --no-engine || exit 11; \
         find .aws-sam/.samlayers -name dep.py | grep . && exit 12; \
         cp -a ../prepared/. .aws-sam; \"$0\" purge --builds --delete --yes --no-engine || exit 13; \
         test ! -e .aws-sam/deps/{ORPHAN} && test -e .aws-sam/deps/{USED}"
    );
    let Some(ran) = in_namespace(&home, &script) else { return };
    ran.exits(0).prints("2 UUIDs unused").prints(ORPHAN).prints("moved to the trash").prints("freed");
}

#[test]
fn a_cache_of_builds_that_is_another_disk_is_unknown_and_left_alone() {
    let home = home();
    let script = "cp -a ../prepared .aws-sam; mount -t tmpfs -o mode=755 none .aws-sam/cache || exit 99; \
         cp -a ../prepared/cache/. .aws-sam/cache; \"$0\" builds --no-engine && exit 3; \
         \"$0\" purge --builds --yes --no-engine && exit 4; \"$0\" purge --builds --delete --yes --no-engine && exit 5; \
         test ! -e .aws-sam/.samlayers || exit 6; diff -r .aws-sam ../prepared";
    let Some(ran) = in_namespace(&home, script) else { return };
    ran.exits(0).prints("another disk is mounted inside");
}

#[test]
fn one_uuid_that_is_another_disk_stays_and_the_others_go() {
    let home = home();
    let script = format!(
        "cp -a ../prepared .aws-sam; mount -t tmpfs -o mode=755 none .aws-sam/cache/{ORPHAN} || exit 99; \
         cp -a ../prepared/cache/{ORPHAN}/. .aws-sam/cache/{ORPHAN}; \
         \"$0\" purge --builds --yes --no-engine; test $? = 1 || exit 3; \
         diff -r .aws-sam/cache ../prepared/cache || exit 4; test ! -e .aws-sam/deps/{ORPHAN} || exit 5; \
         \"$0\" undo --yes --no-engine || exit 6; diff -r -x .samlayers .aws-sam ../prepared"
    );
    let Some(ran) = in_namespace(&home, &script) else { return };
    ran.exits(0).prints("mount");
}

#[test]
fn a_link_to_another_disk_is_not_followed() {
    let home = home();
    fs::create_dir(home.path("disk")).unwrap();
    let link = |what: &str, then: &str| {
        format!(
            "mount -t tmpfs -o mode=755 none ../disk || exit 99; {what}; \"$0\" builds --no-engine && exit 3; \
             \"$0\" purge --builds --yes --no-engine && exit 4; \"$0\" purge --builds --delete --yes --no-engine && exit 5; \
             {then}"
        )
    };
    // The whole folder, and its cache only.
    let whole = link("cp -a ../prepared/. ../disk; ln -s ../disk .aws-sam", "diff -r ../disk ../prepared");
    let Some(ran) = in_namespace(&home, &whole) else { return };
    ran.exits(0).prints("is a link").prints("  ?     .");
    fs::remove_file(home.path("project/.aws-sam")).unwrap();
    let cache = link(
        "cp -a ../prepared .aws-sam; mv .aws-sam/cache/* ../disk; rmdir .aws-sam/cache; ln -s ../../disk .aws-sam/cache",
        "diff -r .aws-sam ../prepared",
    );
    let Some(ran) = in_namespace(&home, &cache) else { return };
    ran.exits(0).prints("link");
}

/// samconfig names a cache folder on another disk: builds of other projects may have their results there as well.
#[test]
fn a_cache_folder_of_samconfig_on_another_disk_is_listed_and_left_alone() {
    let home = home();
    fs::create_dir(home.path("disk")).unwrap();
    home.write("project/samconfig.toml", "version = 0.1\n[default.build.parameters]\ncache_dir = \"../disk\"\n");
    let script = format!(
        "mount -t tmpfs -o mode=755 none ../disk || exit 99; cp -a ../prepared .aws-sam; mv .aws-sam/cache/* ../disk; \
         \"$0\" builds --no-engine; \"$0\" purge --builds --yes --no-engine || exit 3; \
         diff -r ../disk ../prepared/cache || exit 4; test ! -e .aws-sam/deps/{ORPHAN} || exit 5; \
         \"$0\" undo --yes --no-engine && diff -r .aws-sam/deps ../prepared/deps"
    );
    let Some(ran) = in_namespace(&home, &script) else { return };
    ran.exits(0).prints(&format!("disk/{ORPHAN}"));
}
