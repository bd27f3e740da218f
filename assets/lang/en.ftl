# The sentences of the app in English, a section for each part of the screen.
#
# What stands in braces is filled in. Signs, key names, names of SAM, AWS and Docker, codes and paths stay as they are.
# Most of it has little room: the smallest screen is 60 columns wide.

## Numbers of things.

count-file = { $count ->
    [one] { $count } file
   *[other] { $count } files
}
count-layer = { $count ->
    [one] { $count } layer
   *[other] { $count } layers
}
count-image = { $count ->
    [one] { $count } image
   *[other] { $count } images
}
count-container = { $count ->
    [one] { $count } container
   *[other] { $count } containers
}
count-leftover = { $count ->
    [one] { $count } leftover
   *[other] { $count } leftovers
}
count-lock = { $count ->
    [one] { $count } lock
   *[other] { $count } locks
}
count-thing = { $count ->
    [one] { $count } thing
   *[other] { $count } things
}
count-step = { $count ->
    [one] { $count } step
   *[other] { $count } steps
}
count-problem = { $count ->
    [one] { $count } problem
   *[other] { $count } problems
}
count-match = { $count ->
    [one] { $count } match
   *[other] { $count } matches
}
count-function = { $count ->
    [one] { $count } function
   *[other] { $count } functions
}
count-version = { $count ->
    [one] { $count } version
   *[other] { $count } versions
}
count-entry = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
count-download = { $count ->
    [one] { $count } download
   *[other] { $count } downloads
}
count-outdated-image = { $count ->
    [one] { $count } outdated image
   *[other] { $count } outdated images
}
count-layer-is = { $count ->
    [one] { $count } layer is
   *[other] { $count } layers are
}

## The first two lines: badges, the cache, the engine, the trash.

header-read-only = READ-ONLY
header-looking-for-the-cache = looking for the cache{ $ellipsis }
header-not-there-yet = not there yet
header-cannot-be-used = cannot be used
header-listing = listing{ $ellipsis }
header-counting = counting{ $ellipsis }
header-no-problems = { $ok } no problems
header-engine-off = engine off
header-no-engine = { $failed } no engine{ $reason }
header-at = at { $endpoint }
footprint-layers-amount = layers { $amount }
footprint-images-amount = images { $amount }
footprint-builds-amount = builds { $amount }
footprint-trash-amount = trash { $amount }
footprint-unused-amount = { $amount } unused
footprint-unknown = unknown
footprint-at-least = at least { $bytes }
header-demo = DEMO
header-engine = engine
header-asking-engine = asking the engine
engine-recorded = { $name }, recorded for the demo

## What a layer's row means.

layer-unused = SAM does not use this directory: it would download first
layer-imported = Imported { $age } ago from { $source }. It may differ from what AWS has under this ARN.
layer-on-disk = On disk
layer-path = path
layer-size-exact = { $bytes } ({ $exact } bytes), { $files }
layer-size = size
layer-unreadable = unreadable
layer-still-being-counted = still being counted
layer-checked = checked
layer-not-checked = not yet: c compares every byte with what was published
layer-changed = changed
layer-lock-unreadable = unreadable
layer-process = process { $pid }
layer-running = running
layer-gone = gone
layer-lock-unknown = not visible here; SAM waits { $seconds } s for it
layer-lock = lock
layer-as-published = As published
layer-not-as-published = Not as published, { $differences }
layer-checked-sentence = { $how }: { $files }, { $bytes }, checked { $age } ago by { $evidence }.
layer-behind = { $versions } behind: { $latest } is the newest. The template says which one SAM uses.
layer-no-newer-version-is-published = No newer version is published.
layer-newer-unknown = Whether there are newer versions is not known: { $why }
layer-link = A link to { $target }. samlayers never follows links.
layer-no-directory = Not a directory, though it has a layer's name. SAM cannot use it.
layer-ok = SAM uses this directory and does not download the layer.
layer-empty-cached = There is nothing in it, and SAM takes it as cached all the same: functions run without the layer.
layer-empty = There is nothing in it. SAM downloads the layer when it needs it.
layer-partial = A download ended in the middle. SAM downloads the layer again when it needs it.
layer-downloading = SAM is downloading it now.
layer-failed = SAM's last download failed. It tries again when a function needs the layer.
layer-still-being-counted-2 = Still being counted.
layer-unreadable-content = It could not be read, so what is in it is not known.
layer-leftover-zip = The zip of a download that was cut off. SAM does not look at it again.
layer-leftover-dockerfile = The dockerfile of an image build that was cut off. SAM does not look at it again.
layer-leftover-lock = A lock or status file whose layer is not cached.
layer-leftover-reference = Empty folders of a reference in a template that SAM could not resolve.
layer-leftover-in-use = A running SAM is using it. It stays until SAM is done.
layer-it-can-be-purged = It can be purged.
layer-belongs-to = belongs to
layer-foreign = SAM did not make this. It is shown and never touched.
layer-why = why
layer-files-missing = { $files } missing
layer-files-truncated = { $files } truncated
layer-files-changed = { $files } changed
layer-files-added = { $files } added
layer-files-modes = { $files } with another mode
layer-files-unreadable = { $files } unreadable

## How a name comes about. Captions stand beside digits: keep them short.

anatomy-not-known = not known
anatomy-arn-unknown = A hash cannot be turned back, so the ARN is only known once something that names it was read: a template (--project DIR, -t FILE) or an earlier run.
anatomy-sha256-unknown = sha256 of a text nobody has told
anatomy-evidence-not-proof = evidence, not proof
anatomy-proven-by-its-hash = proven by its hash
anatomy-sha256-of-exactly-this-text = sha256 of exactly this text
anatomy-the-first-ten-of-64 = the first ten of 64
anatomy-learnt-from-in = Learnt from { $function } in { $template }:
anatomy-given = Typed by you:
anatomy-remembered = Learnt from a template earlier, and remembered:
anatomy-searched = Not named by a template, found among { $candidates } candidates, account from { $account }. That one of them makes these ten digits by chance: one in { $chance }.
anatomy-directory = directory:
anatomy-name = name
anatomy-version = version
anatomy-ten-digits = ten digits
anatomy-images-built-with-it = Images built with it
anatomy-images-how = SAM joins the directory names of all layers with -, hashes again and keeps 25 digits:
anatomy-images-more = and { $more } more (o goes there)
anatomy-gone = { $gone } of { $layers } not cached: the image outlived what it was built from
anatomy-sha256-of-their-names-joined = sha256 of their names, joined with -
anatomy-the-first-25 = the first 25
anatomy-named-by = named by
anatomy-runtime = runtime
anatomy-processor = processor
anatomy-processor-unnamed = not in the name (x86_64 where SAM leaves it out)
anatomy-kind = kind
anatomy-kind-rapid = SAM's image for functions without layers, or made from an image function
anatomy-kind-emulation = a base image of SAM CLI 1.70.1 or older, without layers
anatomy-releases-0-8 = SAM CLI 0.8.0 to 1.32.0
anatomy-releases-1-33 = SAM CLI 1.33.0 to 1.70.1
anatomy-releases-1-71 = SAM CLI 1.71.0 and later

## Which functions use it.

usage-used-by = Used by
usage-templates-are-still-being-read = Templates are still being read{ $ellipsis }
usage-and-more = and { $more } more
usage-no-function = no function
usage-unreferenced = Every template was read, and none names it.
usage-not-known = not known
usage-no-template = No template was found. Press A to add a project, or start in the folder of one.
usage-too-wide = samlayers was started in { $folder }, which is too wide to search for templates. Press A to add a project.
usage-unresolved = No template names it, but not everything could be read:
usage-search-gave-up = { $tried } of { $all } ordered selections of known names were tried, and none makes these digits
usage-search-over = none of the { $all } ordered selections of known names makes these digits

## What is told at the start.

told-everything-else-works-esc-goes = Everything else works; Esc goes on.

## The window is too small.

too-small-sentence = samlayers needs { $width } columns and { $height } lines; there are { $columns } and { $lines }.

## What stands where there is nothing to list.

empty-nothing-matches = Nothing matches /{ $filter }
empty-esc-clears-the-filter = Esc clears the filter.
empty-demo = To see what it looks like: samlayers --demo
empty-looking-for-cache = Looking for SAM's layer cache
empty-cache-unusable = The layer cache cannot be used.
empty-cache = cache
empty-chosen-by = chosen by
empty-listing-the-cache = Listing the cache
empty-no-cache = There is no layer cache yet.
empty-the-layer-cache-is-empty = The layer cache is empty.
empty-cache-what = When `sam local invoke`, `start-api` or `start-lambda` runs a function with layers, SAM downloads each of them into a directory with a name like myLayer-1-926eeb5ff1. They will appear here, with the ARNs they came from and the images built from them.
empty-asking-engine = Asking the container engine
empty-engine-off = The container engine was not asked.
empty-engine-off-why = samlayers was started with --no-engine. Images are not known, which does not mean there are none.
empty-engine-unavailable = The container engine cannot be asked.
empty-endpoint = endpoint
empty-images-unknown = Images are not known, which does not mean there are none. Everything else works.
empty-listing-images = Listing images
empty-no-images = There are no images of SAM CLI.
empty-images-what = SAM builds an image for every function with layers that is invoked, and pulls one for each runtime.
empty-engine = engine
empty-other-engine = Another engine can be named with DOCKER_HOST or --docker-host.
empty-engine-answers = { $name } answers: { $known_as } at { $host }.
empty-engine-use = E uses one for this session, or copies the line for SAM.
empty-reading-templates = Reading templates
empty-no-template = No SAM template was found.
empty-templates-what = Templates name the layers that each function needs, and the ARNs behind the directory names. Press A to add a project, start samlayers in the folder of one, or name what to read:
empty-nothing-was-done-yet = Nothing was done yet.
empty-activity-what = Purges, refreshes and deep checks run here, with progress, and stay here with what became of each step.
empty-from-earlier = { $entries } from earlier, { $bytes }
empty-trash = trash
empty-trash-keys = u brings the latest back, X frees the space.

## A question.

confirm-yes = yes
confirm-no = no
code-title = MFA code
code-question = AWS asks for the code of the MFA device { $serial }.
code-label = Code:
code-kept = The session that it opens is kept until the app is closed.
said-code-wanted = AWS asks for an MFA code: close this dialog to enter it.

confirm-sure = Sure?

## Every action by name.

palette-no-action-is-called-that = No matching action.
palette-title = All actions

## The keys of a screen, and what the signs mean.

help-moving = Moving
help-mouse = The mouse works: click, double click, wheel; tabs and the keys in the last line can be clicked.
help-title = Keys of { $screen }
help-title-dialog = Shortcuts of this dialog
help-sign-ok = SAM would use it
help-sign-odd = SAM would use it, but something is odd
help-sign-empty = nothing in it
help-sign-partial = a download ended in the middle
help-sign-downloading = being downloaded
help-sign-failed = the last download failed
help-sign-unknown = not known
help-sign-foreign = a leftover, or not SAM's
help-sign-complete = everything is there
help-sign-missing = SAM would download a layer or build an image first
help-sign-local = a layer of the template itself, built each time
help-sign-warning = a warning
help-sign-broken = it will not work

## The dialog "clean up", its total and what it would do.

clean-up-clean-up = Clean up
clean-up-clean-up-2 = Clean up: { $help }
clean-up-none = none
clean-up-match-any = any
clean-up-match-all = all
clean-up-fewer = Layers have to match all rules: { $after } selected instead of { $before }. m selects layers that match any rule.
clean-up-not-known = not known
clean-up-nothing-chosen-yet = Nothing selected. Space selects a line; type a number to change its value.
clean-up-nothing-like-that = There is nothing like that here.
clean-up-only-refused = Nothing: { $refused } refused
clean-up-some-refused = { $what }; { $refused } refused
clean-up-uncounted = and what is not counted yet
clean-up-undoable = { $bytes }{ $uncounted } can be restored with undo
clean-up-not-undoable = images ({ $bytes }) cannot: SAM rebuilds them when needed
clean-up-for-good = Images ({ $bytes }) are deleted permanently; SAM rebuilds them when needed.

## What is inside: a tree of files.

contents-opt-from = /opt from { $dir }
contents-opt-of = /opt of { $function }
contents-opt-of-2 = /opt of { $name }
contents-reading-image = Reading the image, which is not started for it
contents-reading-the-directory = Reading the directory
contents-same = Every file is the same, byte for byte.
contents-empty = There is nothing in it.
contents-unreadable = { $bytes }, { $failures } unreadable
contents-more-not-listed = { $bytes }, { $omitted } more not listed
contents-not-cached = { $name } is not in the cache: its files are not listed here.
contents-overridden = { $count ->
    [one] { $count } file overrides files of earlier layers. Wasted: { $bytes } that no function can read.
   *[other] { $count } files override files of earlier layers. Wasted: { $bytes } that no function can read.
}
contents-changes = { $added } added, { $removed } removed, { $changed } changed; files that are the same are left out.
contents-overrides = { $winner } overrides { $losers }
contents-overrides-wasted = { $winner } overrides { $losers }, { $bytes } wasted
contents-total-wasted = { $bytes }, { $wasted } wasted
contents-by-name = by name
contents-by-size = by size
contents-by-wasted = by wasted bytes
contents-added = added
contents-removed = removed
contents-changed = changed

## What the row of a project, template or function means.

function-project = A project: a folder with a template SAM would read.
function-folder = folder
function-template = template
function-refused = SAM refuses this template: { $code }
function-refused-listed = It is not known whether a newer SAM CLI accepts it: { $functions } listed as if it did, with layers that count as used.
function-read = SAM reads this template and lists { $functions }.
function-file = file
function-built = It was made by `sam build`; SAM prefers it to the one in the project's folder.
function-image-function = a container image; layers do not apply to it
function-no-runtime = no runtime
function-no-usable-architecture = no usable architecture
function-runs-on = { $runtime } on { $architecture }
function-where = Where
function-function = function
function-code = code
function-layers = Layers
function-none = none
function-layers-order = in this order into /opt; later ones win
function-layer-local = from this template, built each time
function-left-out-by-sam = left out by SAM
function-cached = cached
function-layer-missing = missing: SAM downloads it
function-layer-unknown = not known
function-nearby = You have { $name }: { $difference }.
function-image = Image
function-no-image = none
function-image-none = SAM does not get as far as running it; the problems above say why.
function-image-sam-would-run = Image SAM would run
function-image-here = In Docker.
function-image-flawed = SAM would use this image, although it is not as it should be:
function-image-to-build = Not there yet: SAM builds it at the next invocation.
function-image-to-pull = Not there yet: SAM pulls it at the next invocation.
function-image-unknown = Whether it is there is not known: no engine answered.

## How what is there differs from what SAM will look for.

nearby-instead = { $what } { $there } instead of { $wanted }
nearby-version = version
nearby-partition = partition
nearby-region = region
nearby-account = account
nearby-layer = { $there } instead of { $wanted }
nearby-made-for = for { $there } instead of { $wanted }
nearby-region-or-account = another region or account, which its ten digits alone do not tell
nearby-not-cached = and SAM would download it again as well
nearby-spelling = written differently
nearby-same-layers = the same layers
nearby-order = the same layers in another order
nearby-repeated = the same layers one of them more than once
nearby-without = without { $layer }
nearby-with = with { $layer }
nearby-named-by = named by { $releases }

## Gauges against Lambda's quotas.

quotas-lambdas-quotas = Lambda's quotas
quotas-layers = layers
quotas-of-layers = { $layers } of { $most }
quotas-of-images = of container images: no layers
quotas-image = image
quotas-image-not-built = not built yet: its size is not known. It may have up to 10 GB.
quotas-of-image = { $bytes } of 10 GB
quotas-image-counted = As the engine counts it; SAM's runtime emulator in it is not deployed.
quotas-own-code = own code
quotas-own-source = own source
quotas-unzipped = unzipped
quotas-of-unzipped = { $bytes } of 262 MB
quotas-not-counted = { $layers } not counted: size known after the download.
quotas-not-counted-local = { $layers } not counted: built from this template each time.
quotas-code-loading = The function's own code is being counted.
quotas-code-unavailable = The function's own code is not counted: { $reason }.
quotas-code-on-top = The function's own code comes on top.
quotas-code-dependencies = `sam build` adds what the code depends on.
quotas-of-zipped = { $bytes } of 52 MB
quotas-zipped = zipped
quotas-through-s3 = Too large for the direct upload: it goes through S3.
quotas-zipped-unknown = known once it is packaged; above 52 MB it goes through S3.
quotas-direct = It can be uploaded directly.
quotas-direct-at-most = At most so much, as zip makes nothing larger: it can be uploaded directly.

## What an image's row means.

image-name = Name
image-what-the-name-says = What the name says
image-in-the-engine = In the engine
image-size = size
image-built = built
image-label-id = id
image-referenced = SAM runs this image for a function of a template that was read.
image-unreferenced = No function of the templates needs it. SAM never removes it by itself.
image-loading = Templates are still being read.
image-usage-unknown = Whether a function needs it is not known.
image-size-shared = { $all }, { $own } of it shared with no other image
image-size-unshared = { $all }; the engine does not say how much of it is shared
image-layers = Layers
image-not-known = not known
image-so-far = So far, { $search }.
image-layers-unknown = No template makes these 25 digits.{ $tried } A template of the project it was built for would tell: --project DIR, -t FILE.
image-layers-in-order = Layers, in order
image-not-cached = not cached any more
image-or-layers-in-order = Or layers, in order
image-same-text = these names make the same text
image-containers = Containers
image-not-by-sam = , not made by SAM

## The list of images: heads of columns and states.

images-images-by = Images by { $sort }{ $order }
images-reversed = , turned round
images-running = running
images-problem = problem
images-outdated = outdated
images-suspect = suspect
images-in-use = in use
images-unused = unused
images-reading = reading
images-unknown = unknown
images-column-state = state
images-column-image = image
images-column-hash = hash
images-column-layers = layers
images-column-size = size
images-column-own = own
images-column-uses = uses
images-column-age = age
images-column-cont = cont

## The list of jobs: heads of columns and states.

activity-waiting = waiting
activity-running = running
activity-paused = paused
activity-stopping = stopping
activity-stopped = stopped
activity-failed = failed
activity-done = done
activity-problems = problems
activity-in-part = in part
activity-not-done = not done
activity-column-state = state
activity-column-job = job
activity-column-steps = steps
activity-column-age = age

## A job step by step.

job-started = started
job-ended = ended
job-trash = trash
job-in-trash = { $bytes } moved there: it still takes space (X empties it)
job-freed = freed
job-sam = SAM
job-note = note
job-command = command
job-images = images
job-outdated = { $images }, which SAM would use on: i removes what is outdated
job-label-images = Images
job-searched = No template names their layers, so ordered selections of known names are tried until one makes the digits.
job-of-at-most-selections-tried = { $tried } of at most { $all } selections tried
job-steps = Steps
job-refused = { $target }: refused, { $reason }

## Downloads under way.

progress-looking-up = looking up
progress-waiting = waiting
progress-downloading = downloading
progress-unpacking = unpacking
progress-copying = copying
progress-uploading = uploading
progress-publishing = publishing
progress-swapping-in = swapping in
progress-reading = reading
progress-of = { $done } of { $total }
progress-paused = paused
progress-now = now
progress-in = in { $time }
progress-again = tried again { $when }: { $why }
progress-left = { $time } left

## The dialog that shows what a purge or refresh would do.

plan-purge-to-the-trash = Purge: to the trash
plan-purge-delete-for-good = Purge: delete for good
plan-refresh-download-again = Refresh: download again
plan-undo-bring-back = Undo: bring back
plan-check-deeply = Check deeply
plan-remove-images = Remove images
plan-remove-containers = Remove containers
plan-release-locks = Release locks
plan-nothing = Nothing can be done
plan-purge-with-images = Purge: layers to the trash, images permanently
plan-remove-container = remove container
plan-remove-image = remove image
plan-trash = trash
plan-delete = delete
plan-trash-leftover = trash leftover
plan-release-lock-of = release lock of
plan-download = download
plan-import = Import
plan-import-step = import
plan-publish = Publish
plan-publish-step = publish
plan-grant-step = grant
plan-bring-back = bring back
plan-check = check
plan-considered = { $count ->
    [one] Unreferenced means: not named by this template
   *[other] Unreferenced means: not named by any of these { $count } templates
}
plan-refused = Not done, { $things }:
plan-uncounted = { $bytes } and { $layers } not counted yet
plan-effect-trash = { $bytes } to the trash. Undo (u) brings it back; emptying the trash (X) frees the space.
plan-effect-delete = { $bytes } freed at once. Undo cannot bring it back; SAM downloads again what it needs.
plan-effect-check = { $bytes } are read; nothing is changed.
plan-effect-undo = { $bytes } come back from the trash to where they were.
plan-effect-refresh = The old content, { $bytes }, stays until the new one is complete and checked; then it goes to the trash, and undo (u) brings it back.
plan-effect-import = The content is copied, checked and put into the cache.
plan-effect-publish = A published version stays in AWS: undo does not remove it.
plan-effect-images = Images ({ $bytes }) are deleted permanently; undo cannot restore them. SAM rebuilds them when needed.
plan-effect-locks = Locks are released; layers stay as they are.
plan-with-images = with images
plan-unknown-locks = release locks
plan-delete-for-good = delete permanently

## What a plan says: the same sentences as those of the command line.

notes-joined = { $notes }; { $more }
note-sam-builds-it-again = cannot be undone: SAM builds it again when a function needs it
note-used-by = used by { $functions }
note-used-by-more = used by { $functions } and { $more } more
note-undoes-purge = from the purge of { $when }
note-undoes-refresh = from the refresh of { $when }
note-undoes-import = from the import of { $when }
note-older-build = cannot be undone: an older build of SAM, which nothing asks for by name any more
note-has-another-name = the image has another name, so this frees nothing
note-sharing-unknown = the engine does not say how much of it others share, so less may be freed
note-counted-unpacked = counted unpacked; what the engine keeps packed of it goes as well
note-new-content = { $bytes } in { $files } come in
note-replaces-import = this replaces what was imported from { $source }
note-was-imported = it was imported from { $source }: only undo or another import brings it back
note-images-stay = { $images } built from it remain, and SAM keeps using them
note-old-images-stay = { $images } still contain the old content, and SAM keeps using them
note-already-published = { $arn } has this content already: nothing is published
note-through-s3 = uploaded to the bucket { $bucket } first, and removed from it afterwards
note-in-account = in account { $account }
note-everyone = everyone with an AWS account may download it
note-not-counted = its size is not counted yet
note-hard-links = { $bytes } of it are hard links to files that have other names
note-process-gone = its process is gone
note-owner-unknown = its process is not visible here and may still run, in a container for example: SAM would wait { $seconds } s more
note-changes-places = changes places with the content that was downloaded
target-lock-of = the lock of { $dir }
target-images-of-layers = images built from these layers
reason-gone = it is not there any more
reason-locked-by = process { $pid } holds SAM's lock on it; wait until it is done
reason-locked = a process holds SAM's lock on it; wait until it is done
reason-size-unknown = its size is unknown, as a part of it cannot be read; `samlayers verify` names it
reason-lock-owner-unknown = { $lock }; wait, or release the lock if that process is gone (--abandoned-locks, or o in the app)
reason-in-use = a running SAM is using it; wait until it is done
reason-container-runs = container { $name } is { $state }; stop it first (`docker stop { $name }`)
reason-container-not-of-sam = container { $name } was not made by SAM; remove it yourself first (`docker rm { $name }`)
reason-engine-silent = the container engine has not told which there are; `samlayers doctor` says why
reason-not-a-directory = it is not a directory; purge it, and SAM downloads it when it needs it
reason-nothing-to-check = it is not a directory, and samlayers follows no links
reason-already-cached = content is cached under this name already; replace it with --replace, and it goes to the trash
reason-over-quota = it is { $bytes } bytes unzipped, and function and layers together may be { $most }; --allow-over-quota imports it all the same
reason-source-empty = it holds no file
reason-layer-name = a layer has a name of up to { $most } letters, digits, dashes and underscores
reason-description = a description has up to { $most } characters
reason-license = a license has up to { $most } characters; name an SPDX identifier or a URL
reason-too-many-runtimes = a layer version has up to { $most } compatible runtimes
reason-architecture = the architectures of Lambda are { $names }
reason-layer-too-large = it is { $bytes } bytes unzipped, and Lambda accepts { $most }
reason-needs-bucket = the zip is too large for a direct upload (50 MB); name a bucket in { $region } with --s3-bucket
reason-arn-unknown = its ARN is not known; name the project whose template uses it (--project DIR or -t FILE), or purge it and let SAM download it (`samlayers purge { $dir }`)
reason-arn = { $error }
reason-under-way = a job is downloading it already: see Activity (4)
skipped-cancelled = cancelled
skipped-old-content-untouched = cancelled; the old content is untouched
skipped-rest-in-trash = cancelled; `samlayers trash empty` removes the rest
skipped-read-only = samlayers is read-only; start it without --read-only, or press W in the app
skipped-not-refreshed = { $layer } was not refreshed, so the image stays as it is
skipped-not-published = its version was not published
skipped-carried-out-elsewhere = downloads and checks are carried out elsewhere
skipped-engine-has-it-no-more = the engine has it no more
skipped-no-selection-fits = no selection that was tried makes its digits

## A file of a tree.

preview-reading-it = Reading it
preview-layer = layer
preview-hides = overrides
preview-wasted = wasted
preview-wasted-in = { $bytes } in { $files }
preview-back = back to the list
preview-added = added
preview-removed = removed
preview-was-in = it was in { $origin }
preview-changed = changed
preview-folder-differs = a folder; not the same in it:
preview-folder-with = a folder with
preview-content = content
preview-size = size
preview-leads-to = leads to
preview-image-files = Files in an image are only listed; ! on the image opens a shell to read them.

## The changes of a file between two versions of a layer.

changes-lines = lines
changes-at = change { $at } of { $all }
changes-gap = { $count ->
    [one] { $ellipsis } 1 unchanged line
   *[other] { $ellipsis } { $count } unchanged lines
}
changes-no-line-break = no line break at the end of the file
changes-cut = Too many changes: the rest is not shown.
changes-binary = Binary file ({ $what }), not compared line by line: { $old } before, { $new } now.
changes-too-large = Too large to compare line by line: { $old } before, { $new } now. The limit is { $most }.
changes-json = JSON in one line, formatted for the comparison.
changes-json-layout = The same JSON, laid out differently.
changes-line-breaks = The line breaks differ as well: { $old } before, { $new } now.
changes-line-breaks-only = Only the line breaks differ: { $old } before, { $new } now.
changes-invisible = The text is the same. Only invisible bytes differ, such as a byte order mark.
changes-now-executable = The content is the same. The file is executable now.
changes-no-longer-executable = The content is the same. The file is no longer executable.

## What if a function had other versions of its layers.

what-if-nothing-written = Nothing is written: the template stays as it is.
form-source = Source
form-source-import-hint = a zip, or a folder whose content becomes /opt
form-source-publish-hint = a zip or a folder
form-arn = ARN
form-arn-hint = Tab proposes one of account 000000000000, which belongs to no one
form-layer-name = Layer name
form-regions = Regions
form-regions-hint = eu-west-1, us-east-1 (empty: the region of your profile)
form-runtimes = Runtimes
form-description = Description
form-grants = Grant to
form-grants-hint = accounts of twelve digits, organization:ID, or public (empty: no one else)
form-bucket = S3 bucket
form-bucket-hint = for a zip beyond 50 MB
form-optional = optional
form-optional-list = optional: python3.13, nodejs22.x
form-no-source = Name a zip or a folder.
form-no-region = Name a region: your profile has none.
form-waiting = Reading …
form-plan-follows = Enter shows the plan. Nothing is changed before you confirm it.
what-if-title = What if { $function }
what-if-layers = Layers
what-if-keys = left and right take a cached version
what-if-prompt = version or ARN:
what-if-in-place-of = in place of { $was }
what-if-image = Image
what-if-none = none
what-if-image-sam-would-run = Image SAM would run
what-if-another-name = another name
what-if-as-now = as now
what-if-image-here = In Docker.
what-if-image-flawed = In Docker, but { $state }.
what-if-image-to-build = Not there: SAM would build it.
what-if-to-download = { $layers } not cached: SAM would download first.
what-if-no-other-version = No other version of it is cached; Enter takes one by number or ARN.

## Why an action does nothing now.

refused-read-only = Read-only mode: nothing is changed. W turns it off.
refused-nothing-listed = There is nothing listed here.
refused-still-listing = The cache is still being listed.
refused-no-layer-to-refresh = There is no cached layer here to download again.
refused-no-layer-to-check = There is no cached layer here to check.
refused-nothing-to-undo = The trash is empty: there is nothing to undo.
refused-trash-is-empty = The trash is empty already.
refused-nothing-under-cursor = There is nothing under the cursor.
refused-none-outdated = No image is outdated.
refused-no-problems = No problems were found.
refused-no-deleting = What is refreshed or brought back is not deleted.
refused-only-released = A lock is only released.
refused-always-deleted = Images and containers are always removed permanently.
refused-mark = This cannot be marked: samlayers never touches it.
unbound = { $key } does nothing here; ? lists the keys.
unbound-elsewhere = { $key } ({ $label }) works on: { $screens }.
unbound-in-contents = { $key } ({ $label }) works on the { $screen } screen; Esc closes this.
unbound-purge-in-contents = Single files are not purged, as the layer would be incomplete. Esc closes this; d there purges the whole layer.
unbound-confirm = Press y to confirm, or n to go back.
undo-impossible = The last action cannot be undone: { $action }.
undo-earlier = The last action cannot be undone: { $action }. This undoes an earlier one.
refused-no-unknown-locks = No lock of a process that is not visible here is concerned.
refused-no-images-along = No layers are chosen here, so no images go along.
refused-no-other-version = No other version of it is cached.
refused-as-written = It is as written.
refused-nothing-to-open = There is nothing to open here.
refused-foreign = SAM did not make this, so samlayers never touches it.
refused-nothing-to-purge = There is nothing here to purge.
refused-demo-shell = These images are a recording for the demo; there is no engine to start a shell in.
refused-no-image-for-shell = There is no image here to open a shell in.
refused-no-engine = No container engine: { $reason }
refused-engine-off = The container engine is off (--no-engine).
refused-engine-not-yet = The container engine has not answered yet.
refused-demo-inside = These images are a recording for the demo; there is no engine to look into them.
refused-inside-read-only = Read-only mode: looking into an image takes a container for a moment. W turns it off.
refused-no-image-to-check = There is no image here that has layers to compare it with.
refused-demo-images = The demo's images are a recording.
refused-engine-answers = { $name } answers; --docker-host names another for samlayers alone.
refused-no-other-engine = No other engine answers on this machine.
refused-stopping = It stops after its present step.
refused-job-over = This job is over.
refused-no-job = There is no job here.
refused-not-begun = It has not begun yet; x takes it off the list.

## Criteria of the dialog "clean up": a label of at most 13 columns, a phrase of at most 24.

criterion-heading-more = Also remove
criterion-safe = safe clean-up
criterion-safe-help = what no template uses; undo or SAM brings it back
criterion-match = Layers that match
criterion-match-help = of these rules
criterion-unused-images = unused images
criterion-unused-images-help = no template uses them
criterion-outdated-images = outdated images
criterion-outdated-images-help = built from replaced layers
criterion-unreferenced = unreferenced
criterion-broken = broken
criterion-superseded = superseded
criterion-older-than = older than
criterion-larger-than = larger than
criterion-keep-newest = keep newest
criterion-trim-cache-to = trim cache to
criterion-with-images = with images
criterion-leftovers = leftovers
criterion-dead-locks = dead locks
criterion-dangling = dangling
criterion-rapid-images = rapid images
criterion-containers = containers
criterion-unreferenced-help = no template names them
criterion-broken-help = empty, partial, failed
criterion-superseded-help = newer version cached
criterion-older-than-help = not changed for so long
criterion-larger-than-help = each of them
criterion-keep-newest-help = all but that many
criterion-trim-cache-to-help = least recently used
criterion-with-images-help = built from these layers
criterion-leftovers-help = of interrupted SAM runs
criterion-dead-locks-help = released; layers stay
criterion-dangling-help = unnamed images SAM left
criterion-rapid-images-help = even those in use
criterion-containers-help = of SAM, that have ended
criterion-no-number = `{ $text }` is no number of versions

## How a job ended, and what jobs are called.

outcome-freed = { $bytes } freed
outcome-found = the layers of { $found } of { $images } found
outcome-done = { $done } of { $steps } done
outcome-in-trash = { $bytes } in the trash
outcome-failed = { $failed } failed
outcome-refused = { $refused } refused
outcome-stopped = stopped
outcome-purge = Purge
outcome-remove = Remove
outcome-release-lock = Release lock
outcome-delete = Delete
outcome-refresh = Refresh
outcome-import = Import
outcome-publish = Publish
outcome-bring-back = Bring back
outcome-check-deeply = Check deeply
outcome-title-more = { $verb } { $first } and { $more } more
outcome-layers-checked = { $count ->
    [one] { $done } of { $count } layer as published
   *[other] { $done } of { $count } layers as published
}
outcome-images-checked = { $count ->
    [one] { $done } of { $count } image as their layers
   *[other] { $done } of { $count } images as their layers
}
outcome-not-as-published = { $failed } not, or not to be told
outcome-not-checked = { $skipped } not checked

## What can be copied and where one can go.

pick-path = path
pick-path-in-lambda = path in Lambda
pick-directory = directory
pick-image = image
pick-id = id
pick-function = function
pick-job = job
pick-command = command
pick-engine = { $name } at { $host } ({ $known_as })
pick-use-here = use here
pick-for-sam = for SAM
pick-mark-two = Mark exactly two layers to compare them.
pick-nothing-to-compare = There is no layer here to compare.
pick-no-other-version = No other version of { $name } is cached; mark two layers to compare them.
pick-layer = layer
pick-layer-name = layer name

## The list of problems.

problems-an-interrupted-sam-left-behind = An interrupted SAM left { $bytes } behind.
problems-purge-it = Purge it.

## The four screens.

screen-overview = Overview
screen-layers = Layers
screen-images = Images
screen-functions = Functions
screen-activity = Activity

## What threads, the terminal and the system report.

runtime-not-all-freed = { $bytes } freed; { $things } could not be removed, { $path } first: { $reason }
runtime-stopped-after = Stopped after { $bytes } were freed.
runtime-your-config-file = Your config file
runtime-offline = AWS is not asked: offline is set, by --offline or in the config file.
runtime-step-ends-first = the present step comes to an end first
runtime-not-installed = `{ $program }` is not installed or not in PATH; y copies the command for another machine.
runtime-not-started = `{ $program }` cannot be started: { $error }.

## What the footer says after an action.

said-asking-aws = Asking AWS for newer versions; an answer is remembered for a day.
said-newer-unknown = Newer versions are not known: { $why }
said-newer-exist = There are newer versions of { $layers }, shown beside the version.
said-newer-none = No newer version is published.
said-newer-no-arn = AWS was not asked: the ARN of no cached layer is known. Add the project that uses them.
said-looking-again = Looking at everything again…
said-nowhere-to-return = There is nowhere to return to.
said-go-to = Go to
said-copy = Copy
said-another-engine = Another engine
said-nowhere-to-go = There is nothing to go to from here.
said-checking = Checking { $layers } deeply: Activity (4) shows how far it is.
said-press-q-to-quit = Press q to quit.
said-read-only-on = Read-only mode is on: nothing can be changed.
said-read-only-off = Read-only mode is off.
said-theme = Theme: { $name } (--theme { $name } starts with it)
said-nothing-chosen = Nothing is chosen yet.
said-nothing-like-that = There is nothing like that here.
said-copied = Handed the { $what } to the terminal's clipboard.
said-engine-used = Asking { $name } from now on; SAM itself does not.
said-all-refused = There is nothing to do: everything was refused.
said-ask-delete = Delete { $things }, { $bytes }, for good?
said-ask-delete-more = Nothing goes to the trash, and undo cannot bring it back.
said-ask-empty = Delete the trash, { $entries }, { $bytes }, for good?
said-ask-empty-more = This frees the space. Undo cannot bring back what was in it.
said-ask-quit = A job is still running. Stop it and quit?
said-ask-quit-more = It stops after its present step; what is done stays done and can be undone.
said-fix-template = It is put right in the template.
said-job-empty-trash = Empty the trash
said-job-search = Search the layers of { $images }
said-job-check = Check deeply { $what }
said-job-begun = { $title }: Activity (4) shows how far it is.
said-nothing-to-undo = There is nothing to undo.
said-can-undo = u undoes it.
said-can-undo-layers = u restores the layers; SAM rebuilds the images.
said-sam-rebuilds = SAM rebuilds them when needed.
said-has-outdated = i removes { $images }.
said-need-function = Put the cursor on a function.
said-no-layers-to-swap = This function has no layers to swap.
said-code-missing = it is not there, or too much to count
said-read-only = Read-only mode: nothing was changed.
said-problems-key = ; p lists them
said-looked-again = Everything was looked at again: { $found }{ $hint }.
said-filter-shows-all = The filter shows everything that matches; Esc clears it.
said-grouped = Grouped by name: → shows the versions, z lists every one by itself again.
said-grouped-alone = Grouped by name, but every layer here has one version only.
said-ungrouped = Every version is listed by itself again.

## How long ago, in as few columns as can be.

age-now = now
age-minutes = { $number }m
age-hours = { $number }h
age-days = { $number }d
age-months = { $number }mo
age-years = { $number }y

## What a list is sorted by; stands in its title.

sort-name = name
sort-size = size
sort-files = files
sort-age = age
sort-state = state
sort-uses = uses
sort-last-use = last use
sort-template = template
sort-layers = layers
sort-latest-first = latest first
sort-by = Sort by
sort-reverse = reverse the order

## What the versions of a layer come to.

group-or-more = or more
group-held = { $versions } of this layer are cached, { $bytes }{ $more } together.
group-problems = { $problems }; each version tells its own.
group-newest = newest
group-unused = unused
group-versions = Versions
group-newest-first = newest first
group-in-cache = version { $version } in the cache
group-published = { $version }, { $latest } published
group-newest-published = { $version }, and no newer one is published
group-and-more = and { $more } more
group-no-function = no function uses it
group-unknown-users = not known who uses it

## The list of cached layers: heads of columns and states of at most 8 columns.

layers-column-state = state
layers-column-name = name
layers-column-ver = ver
layers-column-hash = hash
layers-column-size = size
layers-column-files = files
layers-column-age = age
layers-column-region = region
layers-column-account = account
layers-column-uses = uses
layers-column-last-use = last use
layers-column-share = %
layers-reversed = , turned round
layers-grouped = , grouped
layers-title = Layers by { $sort }{ $grouped }{ $order }
layers-in-use = in use
layers-foreign = foreign
layers-marked = { $marked } marked, { $bytes }
layers-range = range: { $sum }
images-marked = { $marked } marked, frees { $bytes }
layers-state-ok = ready
layers-state-warning = warning
layers-state-damaged = damaged
layers-state-empty = empty
layers-state-partial = partial
layers-state-loading = loading
layers-state-failed = failed
layers-state-counting = counting
layers-state-unknown = unknown
layers-leftover-zip = zip
layers-leftover-build = build
layers-leftover-lock = lock
layers-leftover-ref = ref

## The list of functions: heads of columns and states.

functions-column-function = function
functions-column-runtime = runtime
functions-column-layers = layers
functions-column-image = image
functions-column-unzipped = unzipped
functions-reversed = , turned round
functions-title = Functions by { $sort }{ $order }
functions-sam = SAM CLI { $release }
functions-sam-newer = SAM CLI { $release }, newer than { $checked }
functions-sam-unknown = SAM CLI of an unknown release
functions-no-sam = no SAM CLI on PATH
functions-refused = refused
functions-package-image = image
functions-cached-of = { $cached } of { $all }
functions-image-there = { $ok } present
functions-image-to-build = to build
functions-image-to-pull = to pull

## What each key does: the label is for the last line of the screen, the help for the list of keys and the palette.

key-accept-plan = do it
    .help = carry out what is listed
key-trash-or-delete = trash or delete
    .help = to the trash, or for good
key-with-images = with images
    .help = with or without the images built from the layers
key-unknown-locks = release locks
    .help = release also locks of processes that are not visible here
key-match-all = any / all
    .help = select layers that match any or all of the rules
key-delete-now = delete now
    .help = delete permanently, after a question; frees the space at once
key-accept-clean-up = show the plan
    .help = show what would be done
key-toggle = choose
    .help = choose or not
key-left-clean-up = less
    .help = the value before
key-right-clean-up = change the value
    .help = the next value
key-type-value = type a value
    .help = type a value
key-accept-clean-up-value = take it
    .help = take the value
key-accept-confirm = yes
    .help = yes, do it
key-escape-confirm = no
    .help = no, change nothing
key-fix = fix
    .help = put it right, after showing how
key-accept-problems = go to
    .help = go to what has the problem
key-accept-acceptable = choose
    .help = choose
key-open-contents = open
    .help = fold or unfold a folder; read a file
key-accept-what-if = type
    .help = type a version or a whole ARN
key-return-what-if = as written
    .help = the version of the template again
key-right-what-if = next
    .help = the next cached version
key-up = up
    .help = one up
key-down = down
    .help = one down
key-page-up = page up
    .help = a page up
key-page-down = page down
    .help = a page down
key-first = first
    .help = to the first
key-last = last
    .help = to the last
key-left-movable = list
    .help = back to the list; fold
key-right-movable = detail
    .help = into the detail; unfold
key-next-screen = screens
    .help = the next screen
key-previous-screen = back
    .help = the screen before
key-go-overview = overview
    .help = how much SAM takes on this machine, and what can be reclaimed
key-open-overview = go to
    .help = go to this entry, or to the plan that reclaims it
key-purge-overview = purge
    .help = purge this entry: its plan is shown first
key-go-layers = layers
    .help = the layers
key-go-images = images
    .help = the images
key-go-functions = functions
    .help = the functions
key-go-activity = activity
    .help = jobs: running and done
key-open-layers = open
    .help = look at what is in the layer
    .words = contents files browse inside tree
key-open-functions = open
    .help = fold or unfold; on a function, look at its /opt
    .words = contents files browse inside tree
key-open-images = open
    .help = look at what is in the image's /opt
    .words = contents files browse inside tree
key-purge = purge
    .help = purge: to the trash, or for good
    .words = delete remove rm trash
key-clean-up = clean up
    .help = clean up: choose what to purge by criteria
    .words = delete remove prune free space unused unreferenced reclaim
key-projects = projects
    .help = add or remove the projects whose templates are read
    .words = add folder template workspace scope
key-accept-projects = add
    .help = add the folder to the projects whose templates are read
key-forget = remove from list
    .help = remove a folder that was added here; nothing in it changes
key-filter-projects = filter or path
    .help = filter, or type the path of a folder
key-import = import
    .help = import a zip or folder into the cache
key-publish = publish
    .help = publish a zip as a layer version
key-export = export
    .help = write a layer to a zip, or layers to a Docker build context
    .words = save zip dockerfile
key-size = why so large
    .help = its size by package, and what would make it smaller
    .words = size large breakdown savings quota
key-refresh = refresh
    .help = download again
    .words = download update pull redownload
key-compare = compare
    .help = compare two marked layers, or with the version before
    .words = diff difference versions
key-treemap = treemap
    .help = what takes the space, as areas
key-escape-reading = back to the list
    .help = back to the list of files
key-sort-contents = sort
    .help = sort by name, by size, or by wasted bytes where files override others
key-filter-contents = filter
    .help = filter by name or path
key-copy-contents = copy path
    .help = copy the path of the entry, in Lambda or on disk
key-fold-all = fold all
    .help = fold all folders
key-unfold-all = unfold all
    .help = unfold all folders
key-next-change = next change
    .help = the next change of the file, or the next file that differs or overrides others
key-previous-change = previous change
    .help = the previous change, or the previous such file
key-open-treemap = enter
    .help = go into this cell
key-return-treemap = out
    .help = go back to the level above
key-jump-treemap = go to
    .help = go to this entry on its own screen
key-by-package = by package
    .help = the inside of a layer by package (pip, npm, gem, jar, NuGet), or by folder again
key-close-treemap = close
    .help = close the treemap
key-graph = graph
    .help = functions, layers and images as a graph
    .words = dependencies tree shared uses
key-close-graph = close
    .help = close the graph
key-next-node = along the path
    .help = to the next layer or image of the function
key-previous-node = back along the path
    .help = to the previous layer or image of the function
key-purge-graph = purge
    .help = purge this entry: its plan is shown first
key-what-if = what if
    .help = what if it had other versions of its layers
    .words = simulate swap version
key-jump = go to
    .help = go to its functions, images or layers
    .words = related explain functions images
key-return-screens = return
    .help = return to where `go to` was pressed
    .words = back previous history
key-copy = copy
    .help = copy a name, path or command
    .words = arn path yank clipboard command
key-shell = shell
    .help = open a shell in the image
    .words = exec bash docker run terminal
key-engine = engine
    .help = use an engine SAM does not look for, this session
    .words = docker podman finch host
key-cancel-job = cancel
    .help = stop the job after its present step
    .words = abort kill
key-hold-job = pause, go on
    .help = let the job wait, downloads and all, or go on
    .words = resume wait
key-outdated-images = outdated images
    .help = remove images built from content refreshed since
    .words = delete remove rmi stale
key-undo = undo
    .help = bring back what the last purge or refresh took away
    .words = restore revert undelete
key-empty-trash = empty trash
    .help = free the space the trash takes
    .words = delete free space permanently
key-mark = mark
    .help = mark or unmark
    .words = select choose
key-range = range
    .help = begin or end a range of marks
    .words = select visual
key-all = all
    .help = mark all listed, or none
    .words = select everything
key-invert = invert
    .help = turn the marks of all listed round
    .words = select toggle
key-filter = filter
    .help = filter: fuzzy; 'exact ^start end$ !not
    .words = search find grep
key-sort = sort
    .help = sort by the next column
    .words = order size name age uses
key-reverse = turn round
    .help = turn the order round
    .words = order descending ascending
key-group = group
    .help = group the versions of a layer below its name, or not
    .words = fold collapse versions
key-check-images = check
    .help = check deeply: every file against the image's layers
    .words = verify check deep hash
key-check-refreshable = check
    .help = check deeply: every byte against what was published
    .words = verify check deep hash sha256
key-look-again = look again
    .help = look at everything again
    .words = reload rescan survey
key-newer = newer
    .help = ask AWS whether there are newer versions of the layers
    .words = update upgrade latest newest outdated
key-problems = problems
    .help = list every problem
    .words = issues errors warnings verify doctor
key-read-only = read-only
    .help = read-only mode on or off
    .words = readonly safe protect
key-theme = theme
    .help = the next theme
    .words = colors colours dark light
key-palette = actions
    .help = every action by name
key-help = help
    .help = the keys of this screen
    .words = keys shortcuts bindings
key-back = quit
    .help = quit, or back from the detail
    .words = exit close
key-escape-screens = back
    .help = back: range, filter, marks, detail
key-escape-closable = close
    .help = close
key-escape-inputs = give up
    .help = as it was before
key-line-left = left
    .help = the cursor one character to the left
key-line-right = right
    .help = the cursor one character to the right
key-line-word-left = word left
    .help = the cursor one word to the left
key-line-word-right = word right
    .help = the cursor one word to the right
key-line-start = start
    .help = the cursor to the start of the line
key-line-end = end
    .help = the cursor to the end of the line
key-erase = erase
    .help = erase the character before the cursor
key-erase-next = erase next
    .help = erase the character at the cursor
key-erase-word = erase word
    .help = erase the word before the cursor
key-erase-to-end = erase to the end
    .help = erase from the cursor to the end of the line
key-erase-all = erase all
    .help = erase everything
key-quit = quit
    .help = quit at once
key-suspend = suspend
    .help = suspend; fg brings it back

## Hints for somebody new, above the last line.

tip-label = Hint
tip-no-more = no hints
tip-open = { $open } looks inside, { $jump } goes to what belongs to it.
tip-purge = { $mark } marks, { $purge } shows what a purge would take, and asks.
tip-keys = { $screen } shows more, { $help } tells every key, { $palette } finds actions.

## Problems. The command line and JSON tell them in English.

# Of layer directories.
problem-layer-empty = The directory is empty, and SAM takes it as cached: functions run without this layer.
problem-layer-partial = A download ended in the middle; SAM will download it again.
problem-layer-failed = SAM's last download of this layer failed; SAM will try again.
problem-layer-is-link = This is a link to { $target }; SAM follows it, samlayers does not.
fix-layer-is-link = Put a real directory there, or purge the link: what it points to stays.
problem-layer-unreadable-file = There is a file where SAM expects a directory: building an image with this layer fails.
problem-layer-unreadable =
    { $count ->
        [one] 1 entry
       *[other] { $count } entries
    } could not be read.
problem-layer-unreadable-first =
    { $count ->
        [one] 1 entry
       *[other] { $count } entries
    } could not be read: { $path } ({ $why }).
fix-layer-unreadable = Give your user access to them, or purge the layer and let SAM download it again.
problem-lock-abandoned = Process { $pid } left its lock and is gone: SAM waits up to 300 seconds for it.
problem-lock-owner-unknown = { $lock }.
problem-locks-unreadable = { $path } cannot be read, so it is unknown whether SAM is downloading this layer, or has downloaded all of it: { $why }
problem-lock-unreadable = { $path } is not a lock SAM wrote; SAM waits up to 300 seconds for it.
problem-lock-unreadable-status = { $path } holds no status SAM writes, so SAM will download this layer again.
fix-lock = Purge or refresh this layer: the lock is released with it.
fix-cache-unusable = Make { $path } a folder that you may list and write, or name another with --layer-cache-basedir.
fix-own-folder-is-file = { $path } is a file, and samlayers needs a folder of that name: move the file away, for example: mv { $path } { $path }.old
problem-journal-unusable = It is no regular file that can be read and written: what this operation moved is in the trash and cannot be restored with it.
fix-journal-unusable = mv { $path } { $path }.old (samlayers begins a new one; the entries stay in the trash)
problem-journal-too-large = It is larger than any journal of samlayers and was not read: what was moved is in the trash, but its times, sizes and kinds are unknown.
problem-journal-damaged = It is damaged: what was moved is in the trash, but its times, sizes and kinds may be wrong.
fix-journal-damaged = samlayers trash restore { $operation } restores what it can; samlayers trash ls lists it
fix-own-folder-unusable = Make { $path } and what is in it yours again, for example: sudo chown -R "$(id -u)" { $path }
problem-removal-incomplete = It was to be removed for good and is still there in part: { $bytes }.
fix-removal-incomplete = Make it yours and removable (`chown`, `chmod`, `chattr -i`), then run samlayers trash empty: { $path }
problem-project-list-unreadable = The projects added in the app could not be read, so it is unknown which layers are unused: { $why }.
problem-folder-unreadable = It could not be searched for templates, which may name layers: { $why }.
fix-project-list-unreadable = Make { $path } a text file that you may read, with the path of a folder on each line, or remove it and add the projects again with A.
fix-folder-unreadable = Make { $path } a folder that you may list, or name the projects to search with --project.
problem-data-folder-unusable = samlayers cannot remember anything there: { $why }.
fix-data-file-unusable = Make { $path } a file that you may read and write, or move it away: samlayers begins a new one.
fix-data-folder-unusable = Make { $path } a folder that you may read and write.
fix-lock-owner-unknown = Wait, or if that process is gone: samlayers purge { $dir } --abandoned-locks
fix-purge-layer = samlayers purge { $dir }: SAM downloads it again when a function needs it
problem-leftover = an interrupted SAM left it; nothing needs it
problem-leftover-in-use = a running SAM is using it

# Of what is in them.
problem-file-empty = Empty files of a kind that never is; SAM leaves them where a download was damaged: { $paths }.
problem-file-maybe-empty = Empty files, which may be meant so: { $paths }.
problem-links-outward = Links that leave the layer: a function finds something else there, or nothing: { $paths }.
problem-link-dangling = Links to nothing in this layer; another layer of the function may hold it: { $paths }.
problem-mode-wrong = Files that their owner may not read, or programs that may not be executed (SAM sets 0700): { $paths }.
fix-compare = samlayers verify --deep compares them with what was published.
fix-import-again = Import it again from { $source } (samlayers import … --replace), or undo the import.
problem-native-mismatch = Native code for { $machine } that { $whom } cannot load: { $paths }.
problem-native-mismatch-python = Extension modules built for CPython { $versions }, which { $whom } cannot import.
machine-linux = Linux on { $architecture }
machine-other-linux = Linux on another processor ({ $what })
fix-native-architecture = Use the layer that is published for the function's architecture, or set Architectures: [{ $architecture }].
fix-native-system = Use a layer that was built for Lambda: its publisher packed libraries of another system.
problem-runtime-folder = { $whom } does not look into { $paths }: Lambda reads such a folder in its own version only.
fix-other-runtime = Use the layer that is published for the function's runtime, or change the function's runtime.
nothing-loadable-any = any runtime
problem-nothing-loadable-backslashes = No function of { $whom } finds anything in this layer: { $paths } is a file with backslashes in its name, not a file in folders.
fix-nothing-loadable-backslashes = Publish a version from a zip file whose names have / between folders, such as { $path }.
problem-nothing-loadable-archive = No function of { $whom } finds anything in this layer: it holds { $paths }, and neither SAM nor Lambda unpacks an archive in a layer.
fix-nothing-loadable-archive = Publish a version with the content of { $path } in { $folders }.
problem-nothing-loadable-wrapped = No function of { $whom } finds anything in this layer: everything is below { $paths }, and no runtime looks there.
fix-nothing-loadable-wrapped = Publish a version that has { $path } as { $instead }.
problem-nothing-loadable-empty = The layer was published without files: SAM takes it as cached, and functions run as if they had no such layer.
fix-nothing-loadable-empty = Publish a version that has files, or remove the layer from the functions.
fix-zip-unusual = Nothing has to be done. Whoever publishes the layer can make its zip file without it.
problem-over-quota = The layer is { $bytes } bytes unzipped; function and layers together may be { $most }.
fix-over-quota = Use a smaller layer, or a container image (up to 10 GB). SAM runs it locally all the same.
problem-over-quota-layers = The layers alone are { $bytes } bytes unzipped; function and layers together may be { $most }.
fix-over-quota-layers = Use smaller layers, or a container image (up to 10 GB).

# Of a deep check.
count-file-is =
    { $count ->
        [one] 1 file is
       *[other] { $count } files are
    }
problem-file-missing = { $files } missing, by { $by }: { $paths }.
problem-file-truncated = { $files } shorter than published, by { $by }: { $paths }.
problem-file-changed = { $files } not what was published, by { $by }: { $paths }.
problem-file-added = { $files } there and not published, by { $by }: { $paths }.
problem-mode-wrong-now = { $files } of another mode, by { $by }: { $paths }.
problem-layer-unreadable-files = { $files } unreadable, by { $by }: { $paths }.
problem-not-verified = { $dir } cannot be checked deeply, and there is no baseline of it: { $why }.
problem-not-verified-offline = { $dir } cannot be checked deeply offline: there is no baseline of it. Check or refresh it once with AWS.
problem-not-verified-import = { $dir } was imported from { $source }, and there is no baseline of that content. Import it again with --replace.
problem-not-verified-no-arn = { $dir } cannot be checked deeply: its ARN is not known, and there is no baseline of it. Name the project whose template uses it (--project DIR or -t FILE).
problem-not-verified-locked = Somebody holds SAM's lock on it: a download is under way, and what is there may be half of it.
problem-not-verified-locked-by = Process { $pid } holds SAM's lock on it: a download is under way, and what is there may be half of it.
fix-wait = Wait until it is done, then run samlayers verify again.
fix-not-verified = samlayers verify --deep, with AWS to ask or after a refresh that leaves a baseline.
evidence-offline = offline
evidence-no-arn = the ARN is not known
evidence-no-answer = AWS did not say
evidence-baseline = the baseline of { $when } ({ $why })
evidence-import = what was imported on { $when } from { $source }
evidence-aws-baseline = AWS, whose CodeSha256 is that of the baseline of { $when }
evidence-aws-directory = AWS, the directory of the zip with its checksums
evidence-aws-zip = AWS, the zip with its CodeSha256
failed-internal-error = An internal error stopped it: { $message }. Nothing was lost; { $log } says more.
failed-internal-error-no-log = An internal error stopped it: { $message }. Nothing was lost.
failed-no-threads = no threads can be started for it: { $why }
failed-offline = offline: a refresh needs AWS; run it without --offline
failed-cache-gone = the cache { $path } is not there or cannot be read
differences-by = { $differences }, by { $by }
differences-named = { $differences } ({ $paths })
names-and-more = { $names } and { $more } more

# Of images.
problem-image-outdated = Its /opt is not what its layers hold now: { $differences }. The name stays the same, so SAM uses the old content on.
problem-image-outdated-later = { $name } was changed after this image was built; the name stays the same, so SAM uses the old content on.
problem-image-order-suspect = Built before SAM CLI 1.155 from more than one layer: they may be merged in the wrong order.
problem-image-order-wrong = Built with its layers in the wrong order: { $files } not the last layer's: { $paths }.
problem-image-base-gone = { $base }, which SAM builds it from, is not in the engine: building again needs the network.
fix-purge-image = samlayers purge { $image }: SAM builds it again.
fix-image-not-verified = samlayers verify --deep, once that is put right
problem-not-verified-image = { $image } cannot be compared: { $why }
problem-not-verified-layers = { $image } cannot be compared: which layers it was built from is not known.
problem-not-verified-local = { $image } cannot be compared: { $name } is a layer of a template.
problem-not-verified-no-cache = there is no layer cache to compare it with.
problem-not-verified-unreadable = { $dir } cannot be read whole: { $paths }.
problem-not-verified-read-only = Looking into an image takes a container that is made and removed again, which read-only mode does not allow.

# Of functions and their templates.
problem-arn-invalid = `{ $text }` is no layer version ARN, and SAM CLI fails with InvalidLayerVersionArn
problem-arn-invalid-parameter = the parameter { $name } comes out as `{ $text }`, which is no layer version ARN
problem-arn-invalid-name = { $name } is no parameter and no layer of this template, so SAM CLI takes `{ $text }` for the ARN
problem-arn-invalid-characters = { $what } comes out as a text, and SAM CLI takes each of its characters for a layer
problem-arn-invalid-empty-content = `{ $key }` of { $id } is empty, and SAM CLI takes `{ $id }` for an ARN then
problem-arn-invalid-refused = SAM CLI cannot make a layer of { $what }, and refuses the template because of it
fix-write-arn = Write it as { $arn }
fix-move-parameter = samconfig has a value for { $name } in { $section }, which `sam local invoke` does not read: put it in [default.local_invoke.parameters] or [default.global.parameters], or pass --parameter-overrides
fix-pass-parameter = Pass --parameter-overrides { $name }={ $arn }
fix-no-list = Write `Layers: [!Ref Name]`, or give the parameter the type CommaDelimitedList.
fix-empty-content = Give `{ $key }` of { $id } the folder with the layer's content.
problem-intrinsic-unresolved = { $what } cannot be resolved locally, and SAM CLI leaves it out
problem-intrinsic-unresolved-with-others = { $what } cannot be resolved locally and takes the other functions of this list with it
problem-intrinsic-unresolved-as-arn = { $what } cannot be resolved locally, and SAM CLI takes `{ $text }` itself for a layer's ARN
problem-intrinsic-unresolved-dynamic = SAM CLI never resolves `{ $text }` and fails when it downloads the layer
fix-intrinsic-unresolved = Put `!Ref LayerArn` in its place, declare that parameter, and pass --parameter-overrides LayerArn={ $arn }
fix-dynamic-reference = Put `!Ref LayerArn` in its place and pass --parameter-overrides LayerArn={ $arn }
fix-list-of-parameters = Write `Layers` as a list whose entries are parameters, and pass them with --parameter-overrides.
problem-list-poisoned = { $what } would resolve, but { $culprit } cannot be resolved locally and takes the other functions of this list with it
problem-another-entry = another entry
fix-list-poisoned = Fix that entry first: give its ARN as a parameter, with --parameter-overrides Name=ARN.
problem-layer-skipped-list = { $what } is a list within the list of layers, and SAM CLI leaves it out
problem-layer-skipped-s3 = the content of { $id } is in S3, and SAM CLI leaves such a layer out
fix-list-in-list = Write the list alone: `Layers: !Ref Name`, or one entry per layer.
fix-layer-in-s3 = Publish { $id } and name its version's ARN, or give `{ $key }` a local folder.
problem-region-mismatch = SAM CLI will look for this layer in { $asked }, and it is in { $region }
problem-region-mismatch-default = AWS::Region is { $region } here, as neither AWS_REGION nor the profile's region ({ $asked }) counts for it
fix-pass-region = Pass --region { $region }
problem-account-stand-in = account { $account } is SAM CLI's stand-in, used because nobody said whose credentials these are
problem-account-decides = { $property } depends on AWS::AccountId, and whose credentials these are is not known: SAM CLI's stand-in { $account } was used
fix-account-stand-in = Sign in, so that AWS can tell the account: SAM CLI asks it as well when credentials work.
problem-yaml-merge-differs = `<<: [a, b]` in this template takes other values by the PyYAML that SAM CLI is installed with: shown is what { $used } makes of it, { $other } makes something else
fix-yaml-merge-differs = Give the maps after `<<` no key in common, or write the values out.
problem-application-unchecked = SAM CLI asks AWS for the application { $application } before it runs any function of this template, and refuses them all without credentials for it; samlayers did not ask
fix-application-unchecked = Sign in before `sam local invoke`, or give that stack a local template as its Location.
problem-template-refused = SAM CLI { $release } refuses the template ({ $class }), and this is the function as it would be otherwise
fix-template-refused = Change what the template's error names, or leave it where your SAM CLI is newer and takes it.
problem-too-many-layers = the function has { $layers } layers, and Lambda takes { $most }
fix-too-many-layers = Remove layers, those of `Globals` included, or merge some into one.
problem-runtime-unknown = the runtime is { $written }, which SAM CLI { $release } does not run
problem-runtime-unknown-none = the runtime is none, which SAM CLI { $release } does not run
problem-runtime-unknown-package-type = `PackageType` is { $written }, and SAM CLI runs Zip and Image only
fix-package-type = Set `PackageType` to Zip or Image.
fix-runtime-unknown = Set `Runtime` to one SAM CLI knows, such as python3.13, or pass --runtime when invoking.
problem-architecture-mismatch = { $runtime } does not run on { $architecture }
fix-architecture-mismatch = Set `Architectures` to [x86_64] or choose another runtime.
problem-architecture-invalid = { $written } is no architecture
problem-architecture-invalid-not-one = `Architectures` has to be a list of exactly one
problem-architecture-invalid-text = `Architectures` is the text { $written }, of which SAM CLI reads the first character
problem-architecture-invalid-unresolved = `Architectures` could not be resolved to a list
fix-architecture-invalid = Write `Architectures: [x86_64]` or `Architectures: [arm64]`.
problem-function-name-invalid = SAM CLI takes only letters, digits and any of `-_.[]` in a function's name, so it cannot run `{ $name }`
fix-function-name = Give the function another name.
problem-code-inline = SAM CLI does not run functions whose code stands in the template
fix-code-inline = Put the code into a file of its own and name its folder in `CodeUri`.
problem-image-uri-missing = the function has no `ImageUri`, and SAM CLI does not run it
fix-image-uri-missing = Run `sam build`, or name the image in `ImageUri`.

## What goes wrong with the container engine.

engine-bad-host = DOCKER_HOST is `{ $text }`: { $reason }
host-no-unix-sockets = this system has no Unix sockets for engines
host-no-named-pipes = named pipes are a Windows thing
host-scheme = use unix://, tcp://, ssh:// or npipe://, as in tcp://localhost:2375
host-bare-path = a path alone is not an address; set DOCKER_HOST={ $line }
host-socket-odd = the path of a socket is missing or invalid, as in unix:///var/run/docker.sock
host-path = a path behind the port is not supported
host-user = user names and passwords are not supported
host-no-port = the port is missing, as in tcp://localhost:2375
host-odd-port = the port is missing or odd, as in tcp://localhost:2375
host-odd = the host is odd; IPv6 addresses go into [brackets]
host-ssh-odd = the host is odd, as in ssh://me@host or ssh://me@host:22
host-ssh-path = a path behind the host is not supported
engine-no-socket = there is no container engine at { $place }: start Docker, set DOCKER_HOST to the engine that SAM uses, or pass --no-engine
engine-permission-denied = you may not use the container engine at { $place }: { $advice }, or pass --no-engine
engine-permission-group = add yourself to its group (`sudo usermod -aG docker $USER`, then log in again)
engine-permission-user = start Docker Desktop (or your engine) as the user you are now
engine-refused = no container engine listens at { $place }: start it, or set DOCKER_HOST to the engine that SAM uses
engine-tls-without-host = DOCKER_TLS_VERIFY or DOCKER_CERT_PATH is set and DOCKER_HOST is not: SAM talks to no Docker then; set DOCKER_HOST to tcp://HOST:2376, or unset both
engine-certificates = the certificates for the engine cannot be used: { $path }: { $detail }; check DOCKER_CERT_PATH
engine-tls = no trusted connection to the container engine at { $place } ({ $detail }): check the certificates in DOCKER_CERT_PATH
engine-wants-tls = the container engine at { $place } wants TLS: set DOCKER_TLS_VERIFY=1 and DOCKER_CERT_PATH to its certificates
engine-ssh = no container engine through { $place } (ssh says: { $detail }): `{ $command }` has to work without asking for anything
engine-unreachable = the container engine at { $place } cannot be reached ({ $detail }): check DOCKER_HOST and the network
engine-timed-out = the container engine at { $place } did not answer within { $seconds } s: restart it, or pass --no-engine
engine-stopped = stopped before the container engine answered; it may still complete the request
engine-too-long = the container engine at { $place } answers with more than samlayers reads ({ $limit }, or { $images } images): remove unused images, or pass --no-engine
engine-not-an-engine = { $place } answers, but not as a container engine does ({ $detail }): check DOCKER_HOST, or restart the engine
engine-api = the container engine answered with an error ({ $status }): { $message }
engine-not-found = the engine has no `{ $name }` any more: somebody else removed it
engine-in-use = `{ $target }` was kept: { $reason }
engine-bad-name = `{ $name }` is no name of an image or container
engine-nothing-inside = these images are a recording for the demo: there is nothing in them
engine-recording = the recorded engine answer cannot be read: { $detail }
engine-then-finch = { $first }. SAM then tries Finch: { $finch }
engine-finch-only = an administrator wants SAM to use Finch, which this system does not have
engine-off = the engine is turned off (--no-engine)
engine-no-contexts = SAM does not read docker contexts
engine-not-looked-for = SAM does not look there
engine-other = { $why }: `{ $command }` lets it use this one
engine-other-ssh = { $why }: `{ $command }` lets it use this one, if Python's paramiko is installed beside it
conflict-engine-says = the engine says: { $message }
conflict-container-runs = it is { $state }; stop it first (`{ $command }`)
conflict-running-container = the container `{ $name }` ({ $state }) was made from it; stop that first (`{ $command }`), then remove it
conflict-container = the container `{ $name }` ({ $state }) was made from it; remove that first (`{ $command }`)
conflict-children = the image { $images } was built on it; remove that first
engine-docker-elsewhere = the docker command talks to another engine, that of its context `{ $name }` at { $place }; { $why }

## What goes wrong with AWS, and with ARNs.

aws-of-profile = { " " }of the profile `{ $profile }`
aws-no-credentials = no AWS credentials{ $whose }: run `aws configure` or `aws configure sso`, or choose a profile with --profile
aws-credentials-failed = the AWS credentials{ $whose } cannot be loaded ({ $detail }): check ~/.aws/config and ~/.aws/credentials
aws-sso-expired = the SSO login{ $whose } has expired: run `{ $command }`
aws-session-expired = the AWS session{ $whose } has expired: get new temporary credentials the way you got these
aws-credentials-rejected = AWS does not accept the credentials{ $whose } ({ $detail }): check them, the partition of the ARN and the clock of this machine
aws-access-denied = AWS denies access to { $arn }: you need the permission lambda:GetLayerVersion on it, and the owner of a layer of another account has to share it (or --layer-role-arn names a role of that account); a version that does not exist there looks the same
aws-role-refused = AWS does not let you take the role { $role } ({ $detail }): you need the permission sts:AssumeRole on it, and the role's trust policy has to name you
aws-not-found = AWS has no { $arn }: the version was deleted or the ARN mistyped; look for another version in the template
aws-network = { $place } cannot be reached ({ $detail }): check the network, VPN and proxy settings, or work with --offline
aws-certificate = the certificate of { $place } is not trusted ({ $detail }): where a company proxy reads along, set AWS_CA_BUNDLE to a file with its certificates
aws-timed-out = { $place } did not answer within { $seconds } s: check the network, VPN and proxy settings, or try again
aws-stalled = the download from { $place } stood still for { $seconds } s: check the network and try again
aws-throttled = { $place } asks to slow down: wait a minute and try again
aws-url-expired = { $place } refused the download address of { $arn }: it is valid for ten minutes only, so check the clock of this machine and try again
aws-download-refused = { $place } refused the download ({ $reason }): try again later
aws-truncated = the download from { $place } broke off after { $got } of { $expected } bytes: check the network and try again
aws-too-long = { $place } sends more than the { $expected } bytes of the layer: something in between changes the download
aws-wrong-hash = what was downloaded is not { $arn }: its sha256 is { $got }, AWS says { $expected }; something in between changes the download, so check proxies and AWS_ENDPOINT_URL
aws-cannot-write = the download cannot be written ({ $detail }): check the cache directory
aws-service = { $place } answered with an error ({ $code }): { $message }
account-unknown = SAM's stand-in 123456789012 is used for AWS::AccountId, as AWS did not say your account: { $why }
mfa-code = Enter the MFA code of { $serial }:
aws-config-unreadable = the AWS configuration { $path } cannot be read ({ $why }): correct it, or name another file in AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE
aws-config-not-text = it is not text in UTF-8
aws-config-line = line { $line } is neither a [section] nor key = value
aws-profile-missing = there is no profile `{ $profile }` in the AWS configuration, whose credentials should be used: choose one of { $names } with --profile or AWS_PROFILE, or add it with `aws configure --profile { $profile }`
aws-profile-missing-all = there is no profile `{ $profile }`, whose credentials should be used: the AWS configuration holds no profiles; add it with `aws configure --profile { $profile }`
aws-source-profile-missing = the profile `{ $profile }` takes its role with the source_profile `{ $source }`, which does not exist: correct source_profile in ~/.aws/config, or add that profile
aws-source-profile-empty = the profile `{ $profile }` takes its role with the source_profile `{ $source }`, which has no credentials: add them with `aws configure --profile { $source }`
aws-profile-two-sources = the profile `{ $profile }` has both source_profile and credential_source: keep one of them in ~/.aws/config
aws-profile-no-source = the profile `{ $profile }` has a role_arn, and neither source_profile nor credential_source: add one of them in ~/.aws/config
aws-profile-loop = the profile `{ $profile }` takes its role with `{ $source }`, which leads back to itself: correct source_profile in ~/.aws/config
aws-profile-key-missing = the profile `{ $profile }` has no { $key }: add it in ~/.aws/config or ~/.aws/credentials
aws-credential-source-empty = the profile `{ $profile }` takes its role with the credential_source `{ $source }`, which gives no credentials here: it can be Environment, Ec2InstanceMetadata or EcsContainer
aws-secret-key-unset = AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not: set both or neither
aws-sso-session-missing = the profile `{ $profile }` names the sso_session `{ $session }`, which does not exist: add [sso-session { $session }] in ~/.aws/config, for example with `aws configure sso-session`
aws-sso-role-refused = IAM Identity Center gives the profile `{ $profile }` no credentials for the role { $role } in the account { $account } ({ $detail }): check sso_role_name and sso_account_id, or have the role assigned to you
aws-login-expired = the session of `aws login`{ $whose } has expired: run `{ $command }`
aws-login-not-renewed = the session of `aws login` of the profile `{ $profile }` cannot be renewed ({ $detail }): you need the permission signin:CreateOAuth2Token
aws-mfa-needed = the role { $role } asks for a code of the MFA device { $serial }: run `{ $command }`, which asks for the code and keeps the session, then try again
aws-web-identity-no-role = a web identity token is configured for the profile `{ $profile }` or in AWS_WEB_IDENTITY_TOKEN_FILE, and no role: set role_arn or AWS_ROLE_ARN
aws-web-identity-file = the web identity token { $path } cannot be read ({ $why }): check web_identity_token_file or AWS_WEB_IDENTITY_TOKEN_FILE
aws-process-failed = the credentials of the profile `{ $profile }` cannot be loaded, because its credential_process failed ({ $why }): run that command in a terminal to see what it needs
aws-process-timeout = the credentials of the profile `{ $profile }` cannot be loaded, because its credential_process did not end within { $seconds } s and was stopped: it runs without a terminal, so if it asks for something, run it in a terminal first
aws-process-no-command = it is not a command
aws-process-status = { $status }
aws-process-complaint = { $status }: { $complaint }
aws-process-not-json = it did not print credentials in JSON
aws-process-version = it printed Version { $version }, and 1 is expected
aws-process-expired = it printed credentials that have expired
aws-container-failed = the container gives no credentials ({ $why }): check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI
aws-container-address = its address is not a web address
aws-container-host = { $host } may only be asked through https
aws-container-token = the authorization token has more than one line
aws-container-token-file = the token { $path } cannot be read: { $why }
aws-ca-bundle = the certificates { $path }, named by { $setting }, cannot be used ({ $why }): name a file with certificates in PEM form
aws-ca-bundle-empty = there is no certificate in it
aws-proxy = the proxy { $proxy } on the way to { $place } does not work ({ $detail }): check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or work with --offline
aws-answer-too-long = { $place } sends an answer of more than { $limit }: something in between answers in its place, so check proxies and AWS_ENDPOINT_URL
aws-too-large = AWS says that { $arn } has { $size }, and no layer has more than { $limit }: something in between changes the answer, so check proxies and AWS_ENDPOINT_URL
aws-no-source = AWS Lambda names neither an address nor an S3 object for the content of { $arn }: try again later, or ask the owner of the layer
aws-s3-denied = AWS denies access to { $object }, where the owner of { $arn } keeps it: you need the permission s3:GetObjectVersion on it (s3:GetObject where the bucket has no versions)
aws-s3-key = AWS denies the use of the key that { $object } is encrypted with, where the owner of { $arn } keeps it: you need the permission kms:Decrypt on that key, and the key has to be enabled
aws-s3-no-version = { $object }, where the owner of { $arn } keeps it, was deleted: ask the owner to restore that version of the object, or use another version of the layer
aws-s3-no-object = there is no { $object }, where the owner of { $arn } should keep it: ask the owner to restore the object, or use another version of the layer
aws-s3-no-bucket = there is no bucket for { $object }, where the owner of { $arn } should keep it: ask the owner, or use another version of the layer
aws-s3-archived = { $object }, where the owner of { $arn } keeps it, is in an archive: ask the owner to restore it from the archive
aws-s3-other-region = { $object }, where the owner of { $arn } keeps it, is in a region that S3 does not name: check AWS_ENDPOINT_URL_S3
aws-bucket-missing = There is no bucket `{ $bucket }`. Create it, or name another one with --s3-bucket.
aws-bucket-denied = You may not use the bucket `{ $bucket }`: publishing needs s3:PutObject, s3:GetObject, s3:DeleteObject and s3:ListBucket for it.
aws-bucket-other-region = The bucket `{ $bucket }` is in { $other }, and a layer in { $region } needs one there: --s3-bucket { $region }=BUCKET.
aws-bucket-elsewhere = The bucket `{ $bucket }` is not in { $region }: name one there with --s3-bucket { $region }=BUCKET.
arn-too-few-colons = `{ $text }` is not a layer version ARN: it needs the form arn:aws:lambda:<region>:<account>:layer:<name>:<version>
arn-wrong = `{ $text }` is not a layer version ARN: { $reason }
arn-wrong-parts = it needs eight parts separated by colons
arn-wrong-form = it has to start with arn:<partition>:lambda: and say `layer`
arn-wrong-partition = the partition is missing or odd
arn-wrong-region = the region is missing or odd
arn-wrong-account = the account has to be twelve digits
arn-wrong-name = a layer name holds letters, digits, - and _
arn-wrong-version = the version has to be a number from 1

## What goes wrong in the cache and on the disk, and what there is not SAM's.

cache-io = cannot { $doing } { $path }: { $why }
doing-clear-up = clear up
doing-empty = empty
doing-find = find
doing-lock = lock
doing-look-at = look at
doing-make = make
doing-make-a-folder-in = make a folder in
doing-move-to-the-trash = move to the trash
doing-open = open
doing-put-the-new-content-in-place-of = put the new content in place of
doing-read = read
doing-remove = remove
doing-restore = restore
doing-restore-from = restore from
doing-write = write
doing-write-the-journal-in = write the journal in
doing-write-to = write to
cache-locked = `{ $dir }` is in use: { $holder }. Wait until it has finished, or stop it
lock-held = process { $pid } holds SAM's lock on it
lock-owner-unknown = SAM's lock on it is that of process { $pid }, which is not visible here (it may run in a container); SAM waits { $seconds } s more for it
lock-owner-unknown-unreadable = SAM's lock on it was written just now and does not say whose it is; SAM waits { $seconds } s more for it
report-sam-waits = SAM CLI was running ({ $count ->
    [one] process
   *[other] processes
} { $pids }). So that no image is built from half a layer, another `sam local` that wants one of these again waits until that has ended, { $seconds } seconds at most.
io-permission-denied-windows = access denied; close the program that has it open (an editor, a running SAM CLI, a virus scanner), or check its permissions
io-permission-denied = permission denied; check the owner and mode of this path and its folders
io-disk-full = the disk is full, or has no free inode for a new file; free some space (`samlayers trash empty` or `samlayers purge --delete` may help) and retry
io-quota = your disk quota is used up; free some space and retry
io-read-only = the disk is mounted read-only; remount it writable or use another cache
io-not-found = it is not there (any more)
io-not-a-directory = a part of the path is not a folder, or is a link that samlayers does not follow
io-busy = it is in use, perhaps another disk is mounted there; unmount it first
io-other-disk = another disk is mounted inside; unmount it first
io-no-such-name = this disk takes no such name
cache-vanished = { $path } vanished while it was opened
cache-replaced = { $path } is no longer the folder it was when it was opened; nothing was changed. Start samlayers again
cache-cannot-be-moved = { $path } cannot be moved within its own cache: it lies in the lower part of an overlay, as what is built into a container image does, or on another disk. Remove it where that image is built, or use a cache outside of it (--layer-cache-basedir)
cache-dangling = { $path } is a link to something that does not exist: create its target, or remove the link
cache-not-a-folder = { $path } is not a folder: choose another with --layer-cache-basedir, or move the file away
cache-part-not-a-folder = a part of { $path } is not a folder: choose another cache with --layer-cache-basedir
cache-permission-denied = { $path } cannot be read: permission denied. Check its owner and mode, or run as the user who runs SAM
cache-link = { $path } is a link that cannot be followed ({ $why }): remove it, or point it elsewhere
cache-unreadable = { $path } cannot be read: { $why }
cache-cannot-be-listed = { $path } cannot be listed: { $why }
cache-no-leftover = { $path } is not, or no longer, a leftover of SAM in the cache; nothing was changed. Look at the cache again
cache-other-lock = the lock is on { $held }, not on { $dir }
cache-no-name = { $path } is no name SAM gives
cache-still-working = another samlayers is still working on { $id }; wait until it has finished
cache-there-again = { $path } is in the cache again, so the older one stays in the trash. To have the older one: samlayers purge { $path }, then samlayers trash restore { $operation }
cache-restore-full = The disk is full, so { $path } cannot come back yet: free some space elsewhere and try again. `samlayers trash empty` would remove it for good
cache-was-in-use = { $path } was in use when it was listed. Look at the cache again
foreign = SAM gives no such name
foreign-no-text = its name is not UTF-8 text
foreign-control = its name holds control characters
foreign-upper-case = its name is almost a layer directory's, but SAM writes the hash in lower case
foreign-in-locks = it is in SAM's lock folder, but SAM gives no such name
foreign-lock = it has the name of a lock, but is no file
foreign-other-kind = it has a name SAM gives, but is not what SAM would make
foreign-locks = SAM's locks and status files cannot be read, so the state of no layer is known: { $why }
cache-journal-unusable = { $path } is no regular file that can be read and written, so nothing can be restored with it; move it away and try again
cache-gone = the cache is not there any more
lock-of-another-samlayers = another samlayers works on it
lock-just-taken = another process took its lock just now
lock-taken-over = SAM took over its lock meanwhile

## What is wrong with a zip.

zip-damaged = this is not a whole zip file: { $why }. Download it again
zip-entry = the zip file holds `{ $name }`, { $reason }; it is not unpacked
zip-too-large = the zip file unpacks to { $bytes } bytes, more than the { $limit } that Lambda allows; it is not unpacked. --allow-over-quota, or allow_over_quota in the config file, has it unpacked all the same
zip-write = cannot write `{ $name }`: { $why }
zip-read = cannot read `{ $name }`: { $why }
zip-read-source = it cannot be read: { $why }
zip-changed = it was changed while it was read; run this again when nothing writes to it
zip-no-text-name = its name is not valid UTF-8, which a zip and Lambda need
zip-damaged-entry = which is damaged ({ $why })
zip-unreadable-entry = which cannot be read ({ $why })
zip-encrypted = which is encrypted
zip-folder-and-file = a folder by its mode and a file by its name
zip-device = which is a device, pipe or socket
zip-absolute = an absolute path
zip-no-name-here = which is no name on this system
zip-leaves = a path that leaves the layer
zip-no-name = which is no name
zip-too-long = a path too long for a disk
zip-overlaps = which overlaps with another entry or the directory
zip-link-endless = a link with an endless target
zip-link-no-text = a link whose target is no text
zip-less = which unpacks to less than it says
zip-more = which unpacks to more than it says
zip-link-to-nothing = a link to nothing
zip-link-absolute = a link with an absolute target
zip-link-no-path = a link whose target is no path
zip-link-leaves = a link that leaves the layer
zip-two-ends = it has something after its end, or two ends
zip-directory-elsewhere = its directory is not where its end says
zip-longer = it is longer than it should be
zip-no-end = it has no end, or two
zip-directory-too-long = its directory is too long
zip-directory-unreadable = its directory cannot be read
zip-method = packed as { $method }
zip-link = { $reason } (`{ $target }`)
zip-twice = which is there twice, as a folder and as something else
zip-collides = and `{ $other }`, which this disk takes for the same name
zip-link-then-file = which is there twice, as a link and then as a file, so that SAM would write through the link
zip-note-repeated = the zip file holds { $paths } more than once. The last one counts, as in SAM
zip-note-count = the end of the zip file counts { $counted } entries, and its directory holds { $held }. All of them count, as in SAM

## Why a step of a plan failed.

failed-cancelled = cancelled
failed-read-only = samlayers is read-only: start it without --read-only
failed-told = { $why }.
failed-layer = { $dir }: { $why }.
failed-zip-kept = the zip cannot be kept for a moment: { $why }
failed-other-download = another download broke off; try again
failed-write = cannot write { $path }: { $why }
failed-read-download = cannot read the download of { $dir }: { $why }
failed-import = { $source }: { $why }
failed-published-other = { $arn } was published, but with other content than the source has now; publish again, and delete that version if it should not be used
publish-upload-stays = { $object } was not removed: { $why }
publish-offline = offline: publishing needs AWS; run it without --offline
publish-rejected = { $path } was rejected: { $why } (`samlayers publish --force` publishes it all the same)
publish-imported = its cached content was imported from { $source }
publish-incomplete = { $dir } cannot be published: its zip cannot be copied from AWS ({ $why }), and the cached layer is not complete; `samlayers verify { $dir }` shows why
publish-repacked = This is a zip of the cached files, not the zip that AWS published: { $why }.
problem-with-fix = { $detail } { $fix }
failed-import-origin = { $dir } was not imported, because it could not be stored that its content is not what AWS published: { $why }
failed-no-data-folder = there is no data folder; set HOME or XDG_DATA_HOME
source-unusable = cannot use { $path }: { $why }
source-holds-cache = the layer cache is within it
failed-journal = the journal could not be begun
failed-not-removed = { $path } could not be removed: { $why }
failed-not-in-trash = { $name } is not in the trash any more

## What a file holds.

contents-no-directory = { $path } is no directory, and samlayers follows no links.
inside-unreadable = { $path } cannot be read: { $why }.
contents-outside = { $path } lies outside the layer.
contents-files-only = Only files have a content to show; links are not followed.
file-empty = empty
file-script = script
file-text = text
file-binary = binary
file-first-of = the first of { $all }
file-first = the first { $bytes } of { $all }
file-zip = zip archive
file-png = PNG image
file-jpeg = JPEG image
file-sqlite = SQLite database
file-java-class = Java class
file-macos-program = macOS program: Lambda cannot run it
file-windows-program = Windows program: Lambda cannot run it
file-static-library = static library
file-compiled-python = compiled Python
elf-program = ELF program
elf-library = ELF shared library or program
elf-object = ELF object file
elf-core = ELF core dump
elf-file = ELF file
elf-x86 = x86 of 32 bits: Lambda cannot run it
elf-arm = arm of 32 bits: Lambda cannot run it
elf-other = number { $number }: Lambda cannot run it
elf-class = class
elf-machine = machine
elf-symbols = symbols
elf-stripped = stripped
elf-needs = needs
elf-static = nothing: it is linked statically
elf-name = name
elf-searches = searches

## Why the clean-up cannot choose.

choose-no-template = which layers and images no template uses cannot be told: no template was found; name it with --project DIR or -t FILE
choose-unresolved = which layers and images no template uses is unknown: { $paths }
not-read-unresolved = not everything in { $path } could be resolved (`samlayers functions` shows why)
not-read-folder = { $path } could not be searched for templates: { $why }
not-read-project-list = the projects added in the app could not be read from { $path }: { $why }
not-read-too-deep = { $path } was not searched for templates, as it is { $most } folders deep: name it with --project
not-read-too-many = { $path } was not searched completely, as it has more than { $most } folders: name the projects in it with --project
not-read-not-synthesised = { $path } is a CDK project without a synthesized template: run `cdk synth`, or name the templates that count with -t
not-read-not-prepared = { $path } has Lambda resources, and SAM's Terraform template is missing: run `sam build --hook-name terraform` in its root module, or name the templates that count with -t
not-read-more = and { $more } more
choose-reading = which layers and images no template uses is not known yet: the templates are still being read
choose-dangling = which images builds of SAM left cannot be told: the container engine has not said; `samlayers doctor` says why
choose-images = which images there are cannot be told: the container engine has not said; `samlayers doctor` says why
choose-containers = which containers there are cannot be told: the container engine has not said; `samlayers doctor` says why

## Build folders.

builds-link = { $path } is a link: the folder behind it may belong to another project, so nothing is removed in it
builds-not-removable = { $path } is not, or no longer, a folder of `sam build` that can be removed; nothing was changed
builds-there-again = { $path } exists again, so the older one stays in the trash
builds-unknown-missing = { $path } does not exist, so it is unknown what is in use. `sam build` writes it
builds-unknown-unreadable = { $path } cannot be used, so it is unknown what is in use: { $why }
builds-too-large = it is larger than the { $most } MiB that are read of such a file
builds-unknown-samconfig = it is unknown where `sam build` puts its results: { $why }
builds-unknown-shared = { $project } builds into the same folders, so it is unknown what is in use
builds-unknown-link = { $path } is a link, so it is unknown what is in use
builds-unknown-not-entered = { $path } cannot be entered ({ $why }), so it is unknown what is in use
builds-refused-unknown = it cannot be determined whether anything uses it: { $why }
builds-refused-named = { $path } names it by now
builds-in-use-process = process { $pid } builds in this project. Wait until it has finished
builds-in-use-recent = it was changed { $seconds } seconds ago, so a build may be running. Try again five minutes after the last build
builds-purpose-graph = which function or layer each UUID was built for
builds-purpose-sync = the state of `sam sync`: without it, the next `sam sync` deploys everything
builds-purpose-templates = the templates of `sam init`, which downloads them again
builds-purpose-durable = the state of durable functions that ran locally
reason-build-named = `build.toml` or a link of the last build names it
reason-build-not-removable = only UUIDs in `.aws-sam/cache` and `.aws-sam/deps` that nothing names are removed
choose-builds = the build folders are not known yet: they are still being searched for
fix-build-native = Build it for Lambda: `sam build --use-container`, with the architecture of the function.

## Images beside those with layers.

evidence-name = SAM alone gives such names
evidence-recognised = { $how }
evidence-template = only a template shows it: `sam build` gives this name to the image of its function. Removed only when this image itself is selected
evidence-nothing = nothing shows that SAM built it: the name only looks like one of SAM. It is not removed
note-sam-pulls-it-again = removed for good: SAM pulls it again when it needs it
note-only-a-template-names-it = removed for good: only a template shows that it is the image of a function; `sam build` builds it again
reason-image-not-proven = nothing shows that SAM built it. Remove it with the container engine if it is not needed
anatomy-kind-build = for `sam build --use-container`
anatomy-kind-durable = the emulator of durable executions
anatomy-kind-function = an image function

## Overview.

overview-title = What can be reclaimed, what is wrong, what is large
overview-footprint = SAM on this machine
overview-layers = layers
overview-images-own = images, own
overview-images-shared = images, shared
overview-builds = builds
overview-trash = trash
overview-unused = used by no template
overview-reclaim = Reclaim space
overview-problems = Problems
overview-largest = Largest
overview-safe = Safe clean-up
overview-unused-layers = unused layers
overview-unused-images = unused images
overview-dangling = images without a name
overview-leftovers = leftovers of interrupted runs
overview-outdated-images = outdated images
overview-kind-layer = layer
overview-kind-image = image
overview-kind-leftover = leftover
overview-nothing = nothing
overview-no-problems-known = no problems found; the images are unknown
refused-no-filter = Overview has no list to filter.

## Projects: the folders whose templates are read.

projects-title = Projects
projects-tag-option = from --project or -t
projects-tag-current = current folder
projects-tag-config = config file
projects-tag-remembered = added
projects-tag-session = added for this session
projects-not-read = not read now
projects-reading = reading
projects-templates = { $count ->
    [one] { $count } template
   *[other] { $count } templates
}
projects-add-typed = add this folder
projects-searching = Searching your home folder for templates{ $ellipsis } { $folders } folders so far.
projects-searched = { $folders } folders searched for templates.
projects-searched-time = { $folders } folders searched; the search stopped after 20 seconds. Press / and type the path of any other folder.
projects-searched-folders = { $folders } folders searched, which is the limit. Press / and type the path of any other folder.
projects-none = No other folder with a SAM template was found. Press / and type the path of one.
projects-enter = Enter adds this folder, now and for later starts.
projects-enter-read-only = Enter adds this folder for this session. Read-only mode writes nothing, so it is not remembered.
projects-enter-known = Not read, because an option says what to read. Enter adds it for this session.
projects-enter-typed = Enter adds this folder.
projects-forget = d removes it from the list. Nothing in the folder changes.
projects-fixed = This folder was not added here.
projects-list-unreadable = The list of added projects cannot be read: { $why }.
projects-added-already = This project is read already. d removes it from the list.
projects-nothing-to-forget = This folder is not in the list. Enter adds it.
projects-of-option = It comes from --project, -t or SAM_TEMPLATE_FILE: start samlayers without that to leave it out.
projects-of-config = It is listed under `projects` in config.yaml: remove it there.
projects-of-current-folder = It is the folder in which samlayers was started.
projects-added = Added { $path }. It is read now and at later starts.
projects-added-read-only = Added { $path } for this session. Read-only mode writes nothing, so it is not remembered.
projects-added-session = Added { $path } for this session. There is no data folder in which to remember it.
projects-not-remembered = { $path } was not added, as it cannot be remembered: { $why }.
projects-forgotten = Removed { $path } from the list. Nothing in the folder was changed.
projects-not-forgotten = { $path } stays in the list, as the list cannot be written: { $why }.
projects-not-added = { $path } is not in the list.
projects-read-only = { $path } stays in the list: read-only mode writes nothing. W turns it off.
projects-no-folder = { $path } is not a folder. Name the folder that contains the template.
projects-unreadable = { $path } cannot be opened: { $why }.
projects-too-wide = { $path } is too wide to search. Add the folder of a project in it.
projects-read-already = { $path } is read already, as part of { $folder }.
said-started-too-wide = Uses are unknown: { $folder } is too wide to search for templates. Press A to add a project.

## The treemap.

treemap-everything = Everything
treemap-used = used by a template
treemap-unused = unused
treemap-unknown = use unknown
treemap-warning = warning
treemap-broken = damaged
treemap-busy = in use
treemap-folder = folder
treemap-file = file
treemap-shared = shared by images
treemap-trash = trash
treemap-package = package
treemap-own = own files
treemap-spare = tests, caches, symbols
treemap-tests = tests
treemap-cache = cache
treemap-debug = debug symbols
treemap-kind-of = { $kind } of { $name }
treemap-packages-of = { $dir } by package
treemap-at-least = at least { $bytes }, { $count } unreadable
treemap-layer = layer { $number }
treemap-base = base image
treemap-more = { $count } more
treemap-reading = reading{ $ellipsis }
treemap-nothing = Nothing here takes space.
refused-no-parts = This cell has no parts to show.
refused-demo-projects = The demo has a project of its own. Start samlayers without --demo to add yours.
refused-no-changes = There are no differences and no overridden files here.
said-sorted = Sorted { $by }.
said-last-change = This is the last change. N goes back.
said-first-change = This is the first change. n goes on.
refused-packages-of-one-layer = Packages are shown of one layer: go into one first.
refused-treemap-of-one-layer = The treemap shows the files of one layer, once they are read.

## The timeline.

last-use = last use
last-use-unknown = unknown: no image or container shows one
last-use-image-built = an image was built
last-use-image-tagged = an image was built again
last-use-container-created = a container was created
last-use-container-ended = a container ended
help-last-use = The column `last use` runs from more than two years ago to today: a low bar where a layer was downloaded or an image built, a high one at the last known use. SAM keeps no record of invocations; what counts is that SAM built an image with the layer, or that a container of such an image was created or ended. Access times prove nothing and are not read. `?` means unknown, not unused.

## What makes a package large, and what would make it smaller.

saving-in-runtime = Lambda's runtime contains { $names } already: leave it out, unless the function needs another version
saving-twice = { $names } is in more than one package of the function: keep one of them
saving-folders = { $names } does not belong into a package: exclude it
saving-symbols = debug symbols of native code, which only a debugger needs: strip them with `strip --strip-unneeded`
saving-tests = tests of distributions and of the code: leave them out where nothing imports them
saving-caches = compiled Python files and caches: leave them out, as they are created again when needed
size-unreadable = cannot be read ({ $why })
size-zip = { $path }: { $why }
size-code-elsewhere = the code of the function is not on this machine
size-layer-not-cached = the layer is not cached: `samlayers prefetch` downloads it
size-layer-not-built = the layer of the template has not been built: run `sam build`
size-image-missing = the image is not built yet: run `sam build`, or invoke the function once
size-image-unknown = the container engine did not report its images; `samlayers doctor` shows why

## Packing a folder into the zip of a layer.

pack-read = `{ $path }` cannot be read: { $why }
pack-unsuitable = `{ $path }` cannot be packed: { $reason }
pack-no-text = its name is not a text in UTF-8. Rename it
pack-changed = `{ $path }` changed while the folder was read, so no zip was written. Pack it again when nothing writes to the folder
pack-write = the zip cannot be written: { $why }
pack-no-folder = { $path } is not a folder
output-exists = { $path } exists already: name another file, or replace it with --overwrite
output-is-folder = { $path } is a folder: name a file
output-no-folder = the folder { $path } does not exist: create it first
layout-empty = The folder holds no files.
fix-layout-folder = Change the folder and pack it again.
layout-not-wrapped = `{ $path }` is at the top of the layer, where no runtime looks for it.
fix-layout-not-wrapped = Move it, with what belongs to it, to `{ $folder }`, so that it becomes `{ $folder }/{ $path }`.
layout-plain-extension = Lambda could not start { $paths }: it is no program of Linux, does not begin with `#!`, and is not executable.
fix-layout-plain-extension = Make it executable with `chmod +x`, or begin it with `#!` and its interpreter.
layout-bad-names = { $paths } has a backslash or a control character in its name, and is one name in Lambda.
fix-layout-bad-names = Rename it. Zips made on Windows may contain `\` in place of `/`.

## Exporting layers.

export-offline = the published zip is downloaded from AWS: run it without --offline, or export the cached files with --repack
export-not-cached = { $dir } is not cached: `samlayers prefetch` downloads what the functions need
export-too-many = { $dir } has more files than are listed
export-copy = { $path } cannot be copied: { $why }
output-not-empty = { $path } is not empty: name a new folder
export-no-arn = the ARN of { $dir } is not known: name the ARN, or export the cached files with --repack

## The Builds screen.

count-build = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
screen-builds = Builds
key-go-builds = builds
    .help = what `sam build` left in the projects
key-open-builds = open
    .help = fold or unfold a build folder
    .words = contents tree
key-purge-builds = purge
    .help = what nothing uses: of the folder, or the marked UUIDs
    .words = delete remove rm trash
builds-title = Builds by { $sort }{ $order }
builds-reversed = , reversed
builds-column-entry = entry
builds-column-state = state
builds-column-size = size
builds-column-runtime = runtime
builds-column-age = age
builds-unknown = unknown
builds-building = building
builds-problem = problem
builds-used = used
builds-unused = unused
builds-known = every build.toml that names an entry of this folder was read
builds-path = path
builds-project = project
builds-size = size
builds-unused-total = unused
builds-copies = copies
builds-trash = trash
builds-without-folder = build.toml names { $count } UUIDs without a folder: SAM builds them again when it needs them.
builds-explained = `sam build` keeps results in cache and dependencies in deps, a UUID for each build. build.toml shows what each is for. Purging moves only UUIDs that nothing names, to a trash in this folder.
builds-means-used = build.toml or the last build uses it
builds-means-unused = nothing uses it: no build.toml names it
builds-means-unknown = it is unknown whether anything uses it, so it stays
builds-means-other = not an entry that is ever removed
builds-files = files
builds-functions = function
builds-layers = layer
builds-runtime = runtime
builds-architecture = processor
builds-source-hash = source
builds-manifest-hash = manifest
builds-changed = changed
builds-copy-of = copy of
builds-searching = Searching for build folders
builds-none = No build folder was found.
builds-none-advice = `sam build` makes .aws-sam in the folder of a project.

## The graph of functions, layers and images.

graph-title = Functions, layers and images
graph-reuse = reuse
graph-download = download
graph-build = build
graph-pull = pull
graph-ignored = ignored
graph-unknown = Not known yet whether SAM would find it.
graph-layer-reuse = SAM reuses the cached copy.
graph-layer-download = Not cached: SAM downloads it at the next invocation.
graph-layer-local = A layer of the template: SAM builds the image with it again at every invocation.
graph-layer-ignored = SAM ignores this entry.
graph-image-reuse = SAM reuses this image.
graph-image-build = SAM builds this image at the next invocation.
graph-image-pull = SAM pulls this image at the next invocation.
graph-flawed = SAM reuses it. { $detail }
graph-used-by = Used by { $functions }: { $names }.
graph-next = At the next invocation SAM would { $steps }.
graph-next-none = SAM does not run this function.
graph-next-reuse = reuse { $layers }
graph-next-download = download { $layers }
graph-next-local = take { $layers } from the template
graph-next-build = build the image
graph-next-reuse-image = reuse the image
graph-next-pull = pull the image
graph-next-unknown = do what is not known yet
graph-purge-layer = Purging it ({ $bytes }): these functions download it again.
graph-purge-layers = Purging { $layers } ({ $bytes }): { $functions } download again.
graph-purge-images = { $images } built from it would stay in use; with the option i, SAM builds them again.
graph-purge-image = Removing it frees { $bytes }; SAM builds or pulls it again for these functions.
graph-frees-nothing = no space (all shared)
refused-graph-without-functions = No function was found, so there is no graph.
refused-graph-unused = No function uses this, so it is not in the graph.
refused-graph-missing = It is not on this machine, so it has no row to go to.

## Exporting layers.

plan-export = Export
plan-export-step = write
plan-effect-export = Nothing in the cache changes. Undo does not remove the files.
outcome-export = Export
said-exported = Written: { $path }
form-export-as = Write
form-export-original = the published zip
form-export-original-help = Downloaded from AWS, byte for byte as it was published.
form-export-repacked = a zip of the cached files
form-export-repacked-help = Without AWS. SAM does not keep file modes: programs and scripts become executable, other files do not.
form-export-context = a Docker build context
form-export-context-help = A new folder with the files of the layers and Dockerfile.layers, whose lines give an image function the same /opt.
form-export-to = To
form-export-to-hint = a file or a folder
form-export-overwrite = Overwrite
form-export-overwrite-hint = replace a file that exists
form-no-target = Name a file or a folder.
refused-no-layer-to-export = There is no layer here to export.
reason-not-cached = it is not cached; export the published zip, or refresh it first
reason-never-cached = it belongs to the template: SAM builds it and never caches it
reason-no-arn-to-export = its ARN is not known, so it cannot be requested from AWS; export a zip of the cached files

## What makes a layer or function large.

size-title = Why so large: { $name }
size-measuring = Reading the files …
size-of = { $bytes } of { $most }
size-code-and-layers = code { $code }, { $layers } with { $bytes }
size-too-much = { $bytes } more than Lambda allows
size-not-counted = not counted: { $target }: { $why }
size-savings = Largest savings
size-savings-aside = nothing is removed for you
size-parts = Parts, largest first
size-tests = tests
size-caches = compiled files and caches
size-symbols = debug symbols
size-own = own files
size-in-runtime = in the runtime already
size-also-in = also in { $targets }
refused-size = Choose a layer or a function.
refused-size-of-image = The size of an image function is that of its image: see Images (2).
refused-size-while-reading = The files are still being read.

## Builds in the clean-up, and texts of Overview.

criterion-builds = unused builds
criterion-builds-help = UUIDs no build.toml names
clean-up-shared = all shared
overview-unused-builds = unused builds
tip-open-overview = { $open } goes to the entry, { $cleanup } reclaims its space.
plan-effect-images-shared = Images are deleted permanently; undo cannot restore them. Other images share all their content, so no space is freed.
count-unused-build = { $count ->
    [one] { $count } unused build
   *[other] { $count } unused builds
}
