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
    [one] { $count } item
   *[other] { $count } items
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
header-not-there-yet = does not exist yet
header-cannot-be-used = unusable
header-listing = listing{ $ellipsis }
header-counting = counting{ $ellipsis }
header-no-problems = { $ok } no problems
header-engine-off = engine off
header-no-engine = { $failed } no engine{ $reason }
header-at = at { $endpoint }
footprint-layers-amount = layer cache { $amount }
footprint-images-amount = images { $amount }
footprint-builds-amount = builds { $amount }
footprint-trash-amount = trash { $amount }
footprint-unused-amount = { $amount } unused
footprint-unknown = unknown
footprint-total-unknown = size unknown
footprint-at-least = at least { $bytes }
header-demo = DEMO
header-engine = engine
header-asking-engine = connecting to the engine
engine-recorded = { $name }, recorded for the demo

## What a layer's row means.

layer-unused = Not usable: SAM would download it again
layer-imported = Imported { $age } ago from { $source }. AWS may have different content for this ARN.
layer-on-disk = On disk
layer-path = path
layer-size-exact = { $bytes } ({ $exact } bytes), { $files }
layer-size = size
layer-unreadable = unreadable
layer-still-being-counted = counting
layer-checked = verified
layer-not-checked = not yet; press c to compare it with the published zip
layer-changed = changed
layer-lock-unreadable = unreadable
layer-process = process { $pid }
layer-running = running
layer-gone = no longer exists
layer-lock-unknown = not visible from here; SAM waits { $seconds } s for it
layer-lock = lock
layer-as-published = Matches the published zip
layer-not-as-published = Differs from the published zip: { $differences }
layer-checked-sentence = { $how }: { $files }, { $bytes }, verified { $age } ago against { $evidence }.
layer-behind = { $versions } behind: the latest is { $latest }. The template determines which version SAM uses.
layer-no-newer-version-is-published = No newer version is published.
layer-newer-unknown = Could not check for newer versions: { $why }
layer-link = A link to { $target }. samlayers does not follow links.
layer-no-directory = Not a directory, although it has the name of a layer. SAM cannot use it.
layer-ok = Ready. SAM uses this copy without downloading.
layer-empty-cached = Empty, but SAM treats it as cached: functions run without the layer.
layer-empty = Empty. SAM downloads the layer when a function needs it.
layer-partial = Incomplete download. SAM downloads the layer again when a function needs it.
layer-downloading = SAM is downloading this layer.
layer-failed = SAM's last download failed. SAM retries when a function needs the layer.
layer-still-being-counted-2 = Counting.
layer-unreadable-content = Cannot be read, so its content is unknown.
layer-leftover-zip = The zip of an interrupted download. SAM does not use it.
layer-leftover-dockerfile = The Dockerfile of an interrupted image build. SAM does not use it.
layer-leftover-lock = A lock or status file of a layer that is not cached.
layer-leftover-reference = Empty folders, left by a template reference that SAM could not resolve.
layer-leftover-in-use = In use by a running SAM. It stays until that process exits.
layer-it-can-be-purged = Safe to purge.
layer-belongs-to = belongs to
layer-foreign = Not created by SAM. samlayers shows it and never changes it.
layer-why = reason
layer-files-missing = { $files } missing
layer-files-truncated = { $files } truncated
layer-files-changed = { $files } changed
layer-files-added = { $files } added
layer-files-modes = { $files } with different permissions
layer-files-unreadable = { $files } unreadable

## How a name comes about. Captions stand beside digits: keep them short.

anatomy-not-known = unknown
anatomy-arn-unknown = The hash cannot be reversed. The ARN appears once a template that uses this layer has been read (--project DIR or -t FILE).
anatomy-sha256-unknown = SHA-256 of an unknown ARN
anatomy-evidence-not-proof = very likely, not proven
anatomy-proven-by-its-hash = proven by its hash
anatomy-sha256-of-exactly-this-text = SHA-256 of this text
anatomy-the-first-ten-of-64 = first 10 of 64 digits
anatomy-learnt-from-in = Found in { $template } ({ $function }):
anatomy-given = Entered by you:
anatomy-remembered = Found in a template earlier:
anatomy-searched = No template names it. Found by trying { $candidates } ARNs (account from { $account }); odds of a false match: 1 in { $chance }.
anatomy-directory = directory:
anatomy-name = name
anatomy-version = version
anatomy-ten-digits = 10 digits
anatomy-images-built-with-it = Images built from it
anatomy-images-how = SAM joins the directory names of all layers with -, computes the SHA-256 and keeps 25 digits:
anatomy-images-more = and { $more } more (press o)
anatomy-gone = { $gone } of { $layers } no longer cached: the image is older than the purge
anatomy-sha256-of-their-names-joined = SHA-256 of their names, joined with -
anatomy-the-first-25 = first 25 digits
anatomy-named-by = named by
anatomy-runtime = runtime
anatomy-processor = architecture
anatomy-processor-unnamed = not in the name (SAM omits x86_64)
anatomy-kind = kind
anatomy-kind-rapid = SAM's image for functions without layers, or built from an image function
anatomy-kind-emulation = base image without layers, from SAM CLI 1.70.1 or earlier
anatomy-releases-0-8 = SAM CLI 0.8.0 to 1.32.0
anatomy-releases-1-33 = SAM CLI 1.33.0 to 1.70.1
anatomy-releases-1-71 = SAM CLI 1.71.0 and later

## Which functions use it.

usage-used-by = Used by
usage-templates-are-still-being-read = Reading templates{ $ellipsis }
usage-and-more = and { $more } more
usage-no-function = no function
usage-unreferenced = Not used by any template found.
usage-not-known = unknown
usage-no-template = No template found. Press A to add a project, or start samlayers in one.
usage-too-wide = samlayers was started in { $folder }, which is too large to search for templates. Press A to add a project.
usage-unresolved = No template uses it, but some could not be read completely:
usage-search-gave-up = tried { $tried } of { $all } ordered combinations of known layers without a match
usage-search-over = none of the { $all } ordered combinations of known layers matches

## What is told at the start.

told-everything-else-works-esc-goes = Everything else works. Press Esc to continue.

## The window is too small.

too-small-sentence = samlayers needs { $width } columns and { $height } lines. This terminal has { $columns } and { $lines }.

## What stands where there is nothing to list.

empty-nothing-matches = No matches for /{ $filter }
empty-esc-clears-the-filter = Esc clears the filter.
empty-demo = To try samlayers with sample data: samlayers --demo
empty-looking-for-cache = Looking for SAM's layer cache
empty-cache-unusable = Cannot use the layer cache.
empty-cache = cache
empty-chosen-by = set by
empty-listing-the-cache = Listing the cache
empty-no-cache = No layer cache yet.
empty-the-layer-cache-is-empty = The layer cache is empty.
empty-cache-what = When `sam local invoke`, `start-api` or `start-lambda` runs a function with layers, SAM downloads each layer into a directory such as myLayer-1-926eeb5ff1. Those layers appear here, with their ARNs and the images built from them.
empty-asking-engine = Connecting to the container engine
empty-engine-off = The container engine is turned off.
empty-engine-off-why = samlayers was started with --no-engine, so it cannot list images. There may be some.
empty-engine-unavailable = Cannot connect to the container engine.
empty-endpoint = endpoint
empty-images-unknown = Images cannot be listed until the container engine responds. Everything else works.
empty-listing-images = Listing images
empty-no-images = No SAM CLI images found.
empty-images-what = SAM builds an image for each function with layers when you invoke it, and pulls one image for each runtime.
empty-engine = engine
empty-other-engine = To use another engine, set DOCKER_HOST or pass --docker-host.
empty-engine-answers = { $name } responds: { $known_as } at { $host }.
empty-engine-use = Press E to use one for this session, or to copy the setting for SAM.
empty-reading-templates = Reading templates
empty-no-template = No SAM template found.
empty-templates-what = Templates show which function uses which layer, and the ARNs behind the directory names. Press A to add a project, start samlayers in one, or specify what to read:
empty-nothing-was-done-yet = No jobs yet.
empty-activity-what = Purges, refreshes and verifications run here and keep the result of each step.
empty-from-earlier = { $entries } from earlier sessions, { $bytes }
empty-trash = trash
empty-trash-keys = u restores the latest, X frees the space.

## A question.

confirm-yes = yes
confirm-no = no
code-title = MFA code
code-question = AWS requires a code from the MFA device { $serial }.
code-label = Code:
code-kept = samlayers keeps the session until you close the app.
said-code-wanted = AWS requires an MFA code. Close this dialog to enter it.

confirm-quit = Quit?
confirm-sure = Delete permanently?

## Every action by name.

palette-no-action-is-called-that = No matching action.
palette-title = All actions

## The keys of a screen, and what the signs mean.

help-moving = Navigation
help-mouse = The mouse works, too: click, double-click, and scroll. Tabs, column titles, fields, options, and the keys in the last line can be clicked.
help-title = { $screen } shortcuts
help-title-dialog = Dialog shortcuts
help-sign-ok = ready to use
help-sign-odd = usable, with a warning
help-sign-empty = empty
help-sign-partial = incomplete download
help-sign-downloading = downloading
help-sign-failed = last download failed
help-sign-unknown = unknown
help-sign-foreign = a leftover, or not created by SAM
help-sign-complete = all present
help-sign-missing = SAM would download a layer or build an image first
help-sign-local = layer defined in the template, built each time
help-sign-warning = warning
help-sign-broken = does not work

## The dialog "clean up", its total and what it would do.

clean-up-clean-up = Clean up
clean-up-clean-up-2 = Clean up: { $help }
clean-up-none = none
clean-up-match-any = any
clean-up-match-all = all
clean-up-fewer = Layers must match all rules: { $after } selected instead of { $before }. Press m to select layers that match any rule.
clean-up-not-known = unknown
clean-up-nothing-chosen-yet = Nothing selected. Space selects; type a number to change a value.
clean-up-nothing-like-that = No matching items.
clean-up-only-refused = Nothing: { $refused } skipped
clean-up-some-refused = { $what }; { $refused } skipped
clean-up-uncounted = and items not counted yet
clean-up-undoable = { $bytes }{ $uncounted } can be restored with undo
clean-up-not-undoable = images ({ $bytes }) cannot: SAM rebuilds them when needed
clean-up-for-good = Images ({ $bytes }) are deleted permanently; SAM rebuilds them when needed.

## What is inside: a tree of files.

contents-opt-from = /opt from { $dir }
contents-opt-of = /opt of { $function }
contents-opt-of-2 = /opt of { $name }
contents-reading-image = Reading the image without starting it
contents-reading-the-directory = Reading the directory
contents-same = All files are identical.
contents-empty = Empty.
contents-unreadable = { $bytes }, { $failures } unreadable
contents-more-not-listed = { $bytes }, { $omitted } more not listed
contents-not-cached = { $name } is not cached, so its files are not listed.
contents-overridden = { $count ->
    [one] { $count } file overrides files of earlier layers. Wasted: { $bytes } that no function can read.
   *[other] { $count } files override files of earlier layers. Wasted: { $bytes } that no function can read.
}
contents-changes = { $added } added, { $removed } removed, { $changed } changed; unchanged files hidden
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

function-project = A project: a folder with a template that SAM would read.
function-folder = folder
function-template = template
function-refused = SAM rejects this template: { $code }
function-refused-listed = A newer SAM CLI may accept it. { $functions } listed as if it were accepted; their layers count as used.
function-read = SAM reads this template and finds { $functions }.
function-file = file
function-built = Created by `sam build`. SAM uses it instead of the template in the project folder.
function-image-function = a container image; layers do not apply
function-no-runtime = no runtime
function-no-usable-architecture = no valid architecture
function-runs-on = { $runtime } on { $architecture }
function-where = Where
function-function = function
function-code = code
function-layers = Layers
function-none = none
function-layers-order = in order; later layers override
function-layer-local = from this template, built each time
function-left-out-by-sam = ignored by SAM
function-cached = cached
function-layer-missing = missing: SAM downloads it
function-layer-unknown = unknown
function-nearby = Closest match: { $name } ({ $difference })
function-image = Image
function-no-image = none
function-image-none = SAM cannot run this function. See the problems above.
function-image-sam-would-run = Image SAM would run
function-image-here = Already built or pulled.
function-image-flawed = SAM would use this image, but it has a problem:
function-image-to-build = Not built yet: SAM builds it at the next invocation.
function-image-to-pull = Not pulled yet: SAM pulls it at the next invocation.
function-image-unknown = Unknown: no container engine responded.

## How what is there differs from what SAM will look for.

nearby-instead = { $what } { $there } instead of { $wanted }
nearby-version = version
nearby-partition = partition
nearby-region = region
nearby-account = account
nearby-layer = { $there } instead of { $wanted }
nearby-made-for = for { $there } instead of { $wanted }
nearby-region-or-account = another region or account; its 10 digits do not show which
nearby-not-cached = and SAM would download this one again, too
nearby-spelling = spelled differently
nearby-same-layers = the same layers
nearby-order = the same layers in a different order
nearby-repeated = the same layers, one of them more than once
nearby-without = without { $layer }
nearby-with = with { $layer }
nearby-named-by = named by { $releases }

## Gauges against Lambda's quotas.

quotas-lambdas-quotas = Lambda's quotas
quotas-layers = layers
quotas-of-layers = { $layers } of { $most }
quotas-of-images = container image: no layers
quotas-image = image
quotas-image-not-built = not built yet, so its size is unknown. The limit is 10 GB.
quotas-of-image = { $bytes }, { $share } of 10 GB
quotas-image-counted = Size reported by the container engine. It includes SAM's runtime emulator, which is not deployed.
quotas-own-code = function code
quotas-own-source = function source
quotas-unzipped = unzipped
quotas-of-unzipped = { $bytes }, { $share } of 250 MB
quotas-not-counted = { $layers } not included: size known after the download.
quotas-not-counted-local = { $layers } not included: built from this template each time.
quotas-code-loading = Counting the function code.
quotas-code-unavailable = Function code not included: { $reason }.
quotas-code-on-top = The function code is added to this.
quotas-code-dependencies = `sam build` adds the dependencies of the code.
quotas-of-zipped = { $bytes }, { $share } of 50 MB
quotas-unit = AWS counts 1 MB as 1,048,576 bytes.
quotas-zipped = zipped
quotas-through-s3 = Too large for a direct upload: deploy it through S3.
quotas-zipped-unknown = known after packaging; above 50 MB, S3 is required.
quotas-direct = Can be uploaded directly.
quotas-direct-at-most = At most this size, as zipping does not add to it. Can be uploaded directly.

## What an image's row means.

image-name = Name
image-what-the-name-says = Decoded name
image-in-the-engine = In the engine
image-size = size
image-built = built
image-label-id = id
image-referenced = SAM runs this image for a function in your templates.
image-unreferenced = Not used by any template found. SAM never deletes it.
image-loading = Reading templates.
image-usage-unknown = It is unknown whether a function uses it.
image-size-shared = { $all }, { $own } unique to this image
image-size-unshared = { $all }; the engine does not report how much of it is shared
image-layers = Layers
image-not-known = unknown
image-so-far = So far: { $search }.
image-layers-unknown = No template matches these 25 digits.{ $tried } To find the layers, specify the project that this image was built for: --project DIR or -t FILE.
image-layers-in-order = Layers, in order
image-not-cached = no longer cached
image-or-layers-in-order = Or layers, in order
image-same-text = these names join to the same text
image-containers = Containers
image-not-by-sam = , not created by SAM

## The list of images: heads of columns and states.

images-images-by = Images by { $sort }{ $order }
images-reversed = , reversed
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
activity-in-part = partial
activity-not-done = not done
activity-column-state = state
activity-column-job = job
activity-column-steps = steps
activity-column-age = age

## A job step by step.

job-started = started
job-ended = ended
job-trash = trash
job-in-trash = { $bytes } moved to the trash; it still takes space until you empty the trash (X)
job-freed = freed
job-sam = SAM
job-note = note
job-command = command
job-images = images
job-outdated = { $images } still used by SAM. Press i to remove them.
job-label-images = Images
job-searched = No template names their layers. samlayers tries ordered combinations of known layers until one matches.
job-of-at-most-selections-tried = { $tried } of up to { $all } combinations tried
job-result = result
job-steps = Steps
job-refused = { $target }: skipped, { $reason }

## Downloads under way.

progress-looking-up = looking up
progress-waiting = waiting
progress-downloading = downloading
progress-unpacking = unpacking
progress-copying = copying
progress-uploading = uploading
progress-publishing = publishing
progress-swapping-in = replacing
progress-reading = reading
progress-of = { $done } of { $total }
progress-paused = paused
progress-now = now
progress-in = in { $time }
progress-again = retry { $when }: { $why }
progress-left = { $time } left

## The dialog that shows what a purge or refresh would do.

plan-purge-to-the-trash = Purge: move to the trash
plan-purge-delete-for-good = Purge: delete permanently
plan-refresh-download-again = Refresh: download again
plan-undo-bring-back = Undo: restore
plan-check-deeply = Verify: compare with the published zip
plan-remove-images = Remove images
plan-remove-containers = Remove containers
plan-release-locks = Release locks
plan-nothing = Nothing to do
plan-purge-with-images = Purge: layers to the trash, images permanently
plan-remove-container = remove container
plan-remove-image = remove image
plan-trash = move to trash
plan-delete = delete
plan-trash-leftover = move leftover to trash
plan-release-lock-of = release lock of
plan-download = download
plan-import = Import
plan-import-step = import
plan-publish = Publish
plan-publish-step = publish
plan-grant-step = grant access
plan-bring-back = restore
plan-check = verify
plan-verb-purge = purge
plan-verb-remove = remove
plan-verb-release = release
plan-verb-refresh = refresh
plan-considered = { $count ->
    [one] Unused means not named by this template:
   *[other] Unused means not named by any of these { $count } templates:
}
plan-refused = Skipped ({ $things }):
plan-uncounted = { $bytes }, plus { $layers } not counted yet
plan-effect-trash = { $bytes } move to the trash. Undo (u) restores them; emptying the trash (X) frees the space.
plan-effect-delete = { $bytes } are freed immediately. Undo cannot restore them; SAM downloads layers again when needed.
plan-effect-check = { $bytes } are read. Nothing is changed.
plan-effect-undo = { $bytes } move from the trash back to their original location.
plan-effect-refresh = The current content ({ $bytes }) stays until the new content is complete and verified. It then moves to the trash, and undo (u) restores it.
plan-effect-import = The content is copied, verified and added to the cache.
plan-effect-publish = A published version stays in AWS: undo cannot remove it.
plan-effect-images = Images ({ $bytes }) are deleted permanently; undo cannot restore them. SAM rebuilds them when needed.
plan-effect-locks = Locks are released. Layers stay unchanged.
plan-effect-nothing = Nothing can be done for this selection; the reasons are listed above.
plan-with-images = with images
plan-unknown-locks = release locks
plan-delete-for-good = delete permanently

## What a plan says: the same sentences as those of the command line.

notes-joined = { $notes }; { $more }
note-sam-builds-it-again = cannot be undone; SAM rebuilds it when a function needs it
note-used-by = used by { $functions }
note-used-by-more = used by { $functions } and { $more } more
note-undoes-purge = from the purge of { $when }
note-undoes-refresh = from the refresh of { $when }
note-undoes-import = from the import of { $when }
note-older-build = cannot be undone; an older SAM build that no longer has a name
note-has-another-name = the image has another name, so this frees no space
note-sharing-unknown = the container engine does not report how much of it is shared, so less may be freed
note-counted-unpacked = uncompressed size; the engine's compressed copy is removed, too
note-new-content = adds { $bytes } in { $files }
note-folders-only = It contains only folders, so no runtime can load anything from it.
note-same-account = { $target } is the same account and region, so it is published once
note-replaces-import = replaces content imported from { $source }
note-was-imported = imported from { $source }; only undo or another import restores it
note-was-imported-deleted = imported from { $source }; neither undo nor a download restores it, only another import
note-images-stay = { $images } built from it remain, and SAM keeps using them
note-old-images-stay = { $images } still contain the old content, and SAM keeps using them
note-already-published = { $arn } already has this content, so nothing is published
note-through-s3 = uploaded to the bucket { $bucket } first, and removed from it afterwards
note-in-account = in account { $account }
note-everyone = anyone with an AWS account can download it
note-not-counted = size not counted yet
note-hard-links = { $bytes } of it are hard links to files that also exist elsewhere
note-process-gone = its process no longer exists
note-owner-unknown = its process is not visible from here and may still be running, for example in a container. SAM would wait { $seconds } s more
note-changes-places = swapped with the downloaded content
target-lock-of = the lock of { $dir }
target-images-of-layers = images built from these layers
reason-gone = no longer exists
reason-locked-by = locked by process { $pid }. Wait until it exits
reason-locked = locked by a running process. Wait until it exits
reason-size-unknown = its size is unknown because part of it cannot be read. Run `samlayers verify` to see which
reason-state-unknown = its state is unknown because SAM's lock or status file cannot be read. Run `samlayers verify` to see which
reason-lock-owner-unknown = { $lock }. Wait, or release the lock if that process has exited (--abandoned-locks, or o in the app)
reason-in-use = in use by a running SAM. Wait until it exits
reason-container-runs = container { $name } is { $state }. Stop it first (`docker stop { $name }`)
reason-container-not-of-sam = container { $name } was not created by SAM. Remove it yourself first (`docker rm { $name }`)
reason-engine-silent = the container engine did not list its images. Run `samlayers doctor` to see why
reason-not-a-directory = not a directory. Purge it, and SAM downloads it when needed
reason-nothing-to-check = not a directory; samlayers does not follow links
reason-already-cached = already cached under this name. To replace it, pass --replace; the old content moves to the trash
reason-over-quota = { $bytes } bytes unzipped; the limit for a function with its layers is { $most }. To import it anyway, pass --allow-over-quota
reason-source-empty = it contains no files or folders, and Lambda does not accept an empty zip
reason-layer-name = a layer name can have up to { $most } letters, digits, hyphens and underscores
reason-description = a description can have up to { $most } characters
reason-license = a license can have up to { $most } characters. Use an SPDX identifier or a URL
reason-too-many-runtimes = a layer version can have up to { $most } compatible runtimes
reason-architecture = Lambda supports these architectures: { $names }
reason-layer-too-large = { $bytes } bytes unzipped; Lambda's limit is { $most }
reason-needs-bucket = the zip is too large for a direct upload (50 MB). Specify a bucket in { $region } with --s3-bucket
reason-arn-unknown = its ARN is unknown. Specify the project whose template uses it (--project DIR or -t FILE), or purge it so that SAM downloads it again (`samlayers purge { $dir }`)
reason-arn = { $error }
reason-under-way = already being downloaded. See Activity (4)
skipped-cancelled = cancelled
skipped-old-content-untouched = cancelled; the current content is unchanged
skipped-rest-in-trash = cancelled; to remove the rest, run `samlayers trash empty`
skipped-read-only = read-only mode is on. Start samlayers without --read-only, or press W in the app
skipped-not-refreshed = { $layer } was not refreshed, so the image stays
skipped-not-published = its version was not published
skipped-carried-out-elsewhere = downloads and verification run separately
skipped-engine-has-it-no-more = no longer exists in the container engine
skipped-no-selection-fits = none of the combinations matches

## A file of a tree.

preview-reading-it = Reading
preview-layer = layer
preview-hides = overrides
preview-wasted = wasted
preview-wasted-in = { $bytes } in { $files }
preview-back = back to the list
preview-added = added
preview-removed = removed
preview-was-in = from { $origin }
preview-changed = changed
preview-folder-differs = folder with changes:
preview-folder-with = folder with
preview-content = content
preview-size = size
preview-leads-to = target
preview-image-files = Files in an image are listed only. To read them, press ! on the image to open a shell.

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
changes-no-longer-executable = The content is the same. The file was executable and now is not.

## What if a function had other versions of its layers.

what-if-nothing-written = The template is not changed.
form-source = Source
form-source-import-hint = a zip or a folder
form-source-import-help = The content of the zip or folder becomes /opt.
form-source-publish-hint = a zip, a folder, or a layer
form-source-publish-help = The path of a zip or folder, or a layer by its directory name or ARN.
form-default = default: { $what }
form-arn = ARN
form-arn-hint = Tab suggests one
form-arn-help = SAM uses the content wherever a template has this ARN. Tab suggests an ARN in account 000000000000, which no AWS customer has.
form-layer-name = Layer name
form-layer-name-help = An existing layer gets a new version. Any other name creates a layer.
form-regions = Regions
form-regions-hint = default: your profile's region
form-regions-help = Regions, separated by commas: eu-west-1, us-east-1.
form-runtimes = Runtimes
form-runtimes-help = The compatible runtimes, separated by commas: python3.13, nodejs22.x.
form-description = Description
form-grants = Grant to
form-grants-hint = default: your account only
form-grants-help = Who can use the version: 12-digit account IDs, organization:ID, or public, separated by commas.
form-bucket = S3 bucket
form-bucket-hint = for zips larger than 50 MB
form-bucket-help = The zip is uploaded to this bucket first, and removed from it afterwards.
form-optional = optional
form-no-source = Specify what to use as the source.
form-no-region = Specify a region: your profile does not have one.
form-waiting = Preparing the plan …
form-plan-follows = Enter shows the plan; nothing changes yet.
what-if-title = What if { $function }
what-if-layers = Layers
what-if-keys = ←/→ choose another cached version
what-if-prompt = version or ARN:
what-if-in-place-of = instead of { $was }
what-if-image = Image
what-if-none = none
what-if-image-sam-would-run = Image SAM would run
what-if-another-name = tag changes
what-if-as-now = unchanged
what-if-image-here = Already present.
what-if-image-flawed = Present, but { $state }.
what-if-image-to-build = Not built yet: SAM would build it.
what-if-to-download = { $layers } not cached: SAM would download first.
typed-arn-unknown = The ARN of this layer is unknown. Type a full ARN.
typed-not-a-layer = Type a version, a layer version ARN, or a layer directory.
what-if-no-other-version = No other version is cached. Press Enter to type a version number or an ARN.

## Why an action does nothing now.

refused-read-only = Read-only mode is on. Press W to turn it off.
refused-nothing-listed = This list is empty.
refused-still-listing = The cache is still being listed.
refused-no-layer-to-refresh = No cached layer to refresh.
refused-no-layer-to-check = No cached layer to verify.
refused-nothing-to-undo = Nothing to undo: the trash is empty.
refused-trash-is-empty = The trash is already empty.
refused-nothing-under-cursor = No entry under the cursor.
refused-none-outdated = No outdated images.
refused-no-problems = No problems found.
refused-no-problems-known = No problems found, but images could not be checked: the container engine does not respond.
refused-no-deleting = Refresh and undo do not delete anything.
refused-only-released = Locks are only released.
refused-always-deleted = Images and containers are always deleted permanently.
refused-mark = Cannot be marked: samlayers does not change it.
unbound = { $key } is not used here. Press ? for the shortcuts.
unbound-elsewhere = { $key } ({ $label }) works in: { $screens }.
unbound-in-contents = { $key } ({ $label }) works on the { $screen } screen. Press Esc to close this.
unbound-purge-in-contents = Single files cannot be purged, as the layer would be incomplete. Press Esc, then d to purge the whole layer.
unbound-confirm = Press y to confirm, or n to go back.
undo-impossible = The last action cannot be undone: { $action }.
undo-earlier = The last action cannot be undone: { $action }. This undoes an earlier one.
refused-no-unknown-locks = No locks of processes that are not visible from here.
refused-no-images-along = Images can be included only with layers, and this plan has none.
refused-no-other-version = No other version is cached.
refused-as-written = Already the template's version.
refused-nothing-to-open = Nothing to open here.
refused-foreign = Not created by SAM, so samlayers does not change it.
refused-nothing-to-purge = Nothing to purge here.
refused-demo-shell = Demo images are a recording; they cannot open a shell.
refused-no-image-for-shell = No image here to open a shell in.
refused-no-engine = No container engine: { $reason }
refused-engine-off = The container engine is off (--no-engine).
refused-engine-not-yet = The container engine has not responded yet.
refused-images-not-listed = The images are still being listed.
refused-demo-inside = Demo images are a recording; their files cannot be listed.
refused-inside-read-only = Read-only mode is on. Reading an image needs a temporary container. Press W to turn read-only mode off.
refused-no-image-to-check = No image here with known layers to compare with.
refused-demo-images = Demo images are a recording.
refused-engine-answers = { $name } is connected. To use another engine with samlayers only, pass --docker-host.
refused-no-other-engine = No other container engine responds on this machine.
refused-stopping = Stops after the current step.
refused-job-over = This job has ended.
refused-no-job = No job here.
refused-not-begun = Not started yet. Press x to remove it from the list.

## Criteria of the dialog "clean up": a label of at most 13 columns, a phrase of at most 24.

criterion-heading-more = Also remove
criterion-safe = safe clean-up
criterion-safe-help = unused, safe to remove
criterion-match = Layers matching
criterion-match-help = checked rules
criterion-unused-images = unused images
criterion-unused-images-help = not used by any template
criterion-outdated-images = outdated images
criterion-outdated-images-help = built from old content
criterion-unreferenced = unused
criterion-broken = broken
criterion-superseded = superseded
criterion-older-than = older than
criterion-larger-than = larger than
criterion-keep-newest = keep newest
criterion-trim-cache-to = trim cache to
criterion-with-images = with images
criterion-leftovers = leftovers
criterion-dead-locks = stale locks
criterion-dangling = dangling
criterion-rapid-images = rapid images
criterion-containers = containers
criterion-unreferenced-help = not used by any template
criterion-broken-help = empty, partial or failed
criterion-superseded-help = a newer one is cached
criterion-older-than-help = unchanged for this long
criterion-larger-than-help = per layer
criterion-keep-newest-help = removes older versions
criterion-trim-cache-to-help = least recently used
criterion-with-images-help = built from these layers
criterion-leftovers-help = of interrupted SAM runs
criterion-dead-locks-help = released; layers stay
criterion-dangling-help = untagged SAM images
criterion-rapid-images-help = even those in use
criterion-containers-help = stopped SAM containers
criterion-no-age = `{ $text }` is not a valid age. Examples: 30d, 12h, 6w
criterion-no-size = `{ $text }` is not a valid size. Examples: 5GB, 500MB, 512MiB
criterion-no-number = `{ $text }` is not a valid number of versions

## How a job ended, and what jobs are called.

outcome-freed = { $bytes } freed
outcome-found = found the layers of { $found } of { $images }
outcome-done = { $done } of { $steps } done
outcome-in-trash = { $bytes } in the trash
outcome-failed = { $failed } failed
outcome-refused = { $refused } skipped
outcome-stopped = stopped
outcome-purge = Purge
outcome-remove = Remove
outcome-release-lock = Release lock
outcome-delete = Delete
outcome-refresh = Refresh
outcome-import = Import
outcome-publish = Publish
outcome-bring-back = Restore
outcome-check-deeply = Verify
outcome-title-more = { $verb } { $first } and { $more } more
outcome-layers-checked = { $count ->
    [one] { $done } of { $count } layer matches the published zip
   *[other] { $done } of { $count } layers match the published zip
}
outcome-images-checked = { $count ->
    [one] { $done } of { $count } image matches its layers
   *[other] { $done } of { $count } images match their layers
}
outcome-not-as-published = { $failed } differ or could not be checked
outcome-not-checked = { $skipped } not verified

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
pick-mark-two = To compare layers, mark exactly two.
pick-nothing-to-compare = No layer to compare.
pick-no-other-version = No other version of { $name } is cached. To compare layers, mark two.
pick-layer = layer
pick-layer-name = layer name

## The list of problems.

problems-an-interrupted-sam-left-behind = Left over from an interrupted SAM run ({ $bytes }); safe to remove.
problems-purge-it = Purge it.

## The four screens.

screen-overview = Overview
screen-layers = Layers
screen-images = Images
screen-functions = Functions
screen-activity = Activity

## What threads, the terminal and the system report.

runtime-not-all-freed = { $bytes } freed. { $things } could not be removed; the first is { $path }: { $reason }
runtime-stopped-after = Stopped after freeing { $bytes }.
runtime-your-config-file = Your config file
runtime-offline = Offline mode is on (--offline or the config file), so samlayers does not connect to AWS.
runtime-step-ends-first = waiting for the current step to finish
runtime-not-installed = `{ $program }` is not installed or not on PATH. Press y to copy the command.
runtime-not-started = Cannot start `{ $program }`: { $error }.

## What the footer says after an action.

said-asking-aws = Checking AWS for newer versions. Results are kept for a day.
said-newer-unknown = Could not check for newer versions: { $why }
said-newer-exist = Newer versions available for { $layers }, shown next to the version.
said-newer-none = All layers are up to date.
said-newer-no-arn = Cannot check for newer versions: no ARN is known. Add the project that uses these layers.
said-looking-again = Reloading…
said-nowhere-to-return = No previous location.
said-go-to = Go to
said-copy = Copy
said-another-engine = Another engine
said-nowhere-to-go = No related entries.
said-checking = Verifying { $layers }. See Activity (4) for progress.
said-press-q-to-quit = Press q to quit.
said-read-only-on = Read-only mode on: nothing can be changed.
said-read-only-off = Read-only mode off.
said-theme = Theme: { $name } (to start with it: --theme { $name })
said-nothing-chosen = Nothing selected.
said-nothing-like-that = No matching items.
said-copied = Copied { $what }.
said-engine-used = Connected to { $name } for this session. SAM's own settings are unchanged.
said-all-refused = Nothing to do: all items were skipped.
said-ask-delete = Permanently delete { $things } ({ $bytes })?
said-ask-delete-more = This bypasses the trash. Undo cannot restore it.
said-ask-empty = Permanently delete the trash ({ $entries }, { $bytes })?
said-ask-empty-more = This frees the space. Undo cannot restore these entries.
said-ask-quit = A job is still running. Cancel it and quit?
said-ask-quit-more = The current step finishes first. Completed steps can be undone.
said-fix-template = Fix this in the template.
said-job-empty-trash = Empty the trash
said-job-search = Find the layers of { $images }
said-job-check = Verify { $what }
said-job-begun = { $title }: see Activity (4) for progress.
said-nothing-to-undo = Nothing to undo.
said-can-undo = Press u to undo.
said-can-undo-or-free = Press u to undo, or X to free the space.
said-can-undo-layers = Press u to restore the layers; SAM rebuilds the images.
said-sam-rebuilds = SAM rebuilds them when needed.
said-has-outdated = Press i to remove { $images }.
said-need-function = Select a function first.
said-no-layers-to-swap = This function has no layers to replace.
said-code-missing = missing, or too large to count
said-read-only = Read-only mode is on: nothing was changed.
said-problems-key = ; press p to list them
said-looked-again = Reloaded: { $found }{ $hint }.
said-filter-shows-all = The filter shows all matches. Press Esc to clear it.
said-grouped = Grouped by name. Press → to show versions, z to ungroup.
said-grouped-alone = Grouped by name, but every layer here has only one version.
said-ungrouped = Ungrouped: every version has its own row.

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
group-held = { $versions } of this layer are cached, { $bytes }{ $more } in total.
group-problems = { $problems }. Select a version to see its problems.
group-newest = newest
group-unused = unused
group-versions = Versions
group-newest-first = newest first
group-in-cache = version { $version } cached
group-published = { $version }, { $latest } published
group-newest-published = { $version }, up to date
group-and-more = and { $more } more
group-no-function = not used by any function
group-unknown-users = use unknown

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
layers-reversed = , reversed
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
functions-column-unzipped = total size
functions-reversed = , reversed
functions-title = Functions by { $sort }{ $order }
functions-sam = SAM CLI { $release }
functions-sam-newer = SAM CLI { $release }, newer than { $checked }
functions-sam-unknown = unknown SAM CLI release
functions-no-sam = SAM CLI not found on PATH
functions-refused = rejected
functions-package-image = image
functions-cached-of = { $cached } of { $all }
functions-image-there = { $ok } present
functions-image-to-build = to build
functions-image-to-pull = to pull

## What each key does: the label is for the last line of the screen, the help for the list of keys and the palette.

key-accept-plan = confirm
    .help = run the plan
key-trash-or-delete = trash/delete
    .help = move to the trash, or delete permanently
key-with-images = images
    .help = include or exclude images built from the layers
key-unknown-locks = release locks
    .help = also release locks of processes that are not visible from here
key-match-all = any/all
    .help = select layers that match any or all of the checked rules
key-delete-now = delete now
    .help = delete permanently after a confirmation, which frees the space immediately
key-accept-clean-up = plan
    .help = show the plan
key-toggle = select
    .help = select or clear
key-left-clean-up = less
    .help = previous value
key-right-clean-up = change value
    .help = next value
key-type-value = type a value
    .help = type a value
key-accept-clean-up-value = apply
    .help = apply the value
key-accept-confirm = yes
    .help = confirm
key-escape-confirm = no
    .help = go back without changing anything
key-fix = fix
    .help = show the plan that fixes it
key-accept-problems = go to
    .help = go to the entry that has the problem
key-accept-acceptable = choose
    .help = choose
key-accept-form = plan
    .help = show the plan
key-next-field = next field
    .help = next field
key-previous-field = previous field
    .help = previous field
key-open-contents = open
    .help = expand or collapse a folder; read a file
key-accept-what-if = type
    .help = type a version or an ARN
key-return-what-if = reset
    .help = back to the template's version
key-right-what-if = next
    .help = next cached version
key-up = up
    .help = one row up
key-down = down
    .help = one row down
key-page-up = page up
    .help = one page up
key-page-down = page down
    .help = one page down
key-first = first
    .help = first row
key-last = last
    .help = last row
key-left-movable = list
    .help = back to the list; collapse
key-right-movable = detail
    .help = to the details; expand
key-next-screen = screens
    .help = next screen
key-previous-screen = back
    .help = previous screen
key-go-overview = overview
    .help = disk space that SAM uses, and what can be reclaimed
key-open-overview = go to
    .help = go to this entry, or to the plan that reclaims it
key-purge-overview = purge
    .help = purge this entry; shows the plan first
key-go-layers = layers
    .help = cached layers
key-go-images = images
    .help = images that SAM built
key-go-functions = functions
    .help = functions of your templates
key-go-activity = activity
    .help = running and finished jobs
key-open-layers = open
    .help = browse the files of the layer
    .words = contents files browse inside tree
key-open-functions = open
    .help = expand or collapse; on a function, browse its /opt
    .words = contents files browse inside tree
key-open-images = open
    .help = browse the image's /opt
    .words = contents files browse inside tree
key-purge = purge
    .help = purge: move to the trash, or delete permanently
    .words = delete remove rm trash
key-clean-up = clean up
    .help = clean up: choose what to purge by rules
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
    .help = import a zip or folder into the cache as a layer
key-publish = publish
    .help = publish a zip, a folder or a cached layer as a layer version
key-export = export
    .help = export layers: a zip of each, or a Docker build context
    .words = save zip dockerfile
key-size = why so large
    .help = why it is so large: its parts, and how to make it smaller
    .words = size large breakdown savings quota
key-refresh = refresh
    .help = refresh: download again
    .words = download update pull redownload
key-compare = compare
    .help = compare two marked layers, or a layer with its previous version
    .words = diff difference versions
key-treemap = treemap
    .help = treemap: what takes the space
key-escape-reading = back to the list
    .help = back to the list of files
key-sort-contents = sort
    .help = sort by name, size, or wasted bytes
key-filter-contents = filter
    .help = filter by name or path
key-copy-contents = copy path
    .help = copy the path of the entry, in Lambda or on disk
key-fold-all = fold all
    .help = fold all folders
key-unfold-all = unfold all
    .help = unfold all folders
key-next-change = next change
    .help = next change of the file, or the next changed or overriding file
key-previous-change = previous change
    .help = previous change, or the previous such file
key-open-treemap = zoom in
    .help = zoom in
key-return-treemap = zoom out
    .help = zoom out
key-jump-treemap = go to
    .help = show this entry on its own screen
key-by-package = by package
    .help = show the inside of a layer by package (pip, npm, gem, jar, NuGet) or by folder
key-close-treemap = close
    .help = close the treemap
key-graph = graph
    .help = functions, layers and images as a graph
    .words = dependencies tree shared uses
key-close-graph = close
    .help = close the graph
key-next-node = next
    .help = go to the next layer or image of the function
key-previous-node = previous
    .help = go to the previous layer or image of the function
key-purge-graph = purge
    .help = purge this entry; shows the plan first
key-what-if = what if
    .help = try other versions of the function's layers
    .words = simulate swap version
key-jump = related
    .help = go to related functions, images or layers
    .words = related explain functions images
key-return-screens = back
    .help = back to where you came from
    .words = back previous history
key-copy = copy
    .help = copy a name, path or command
    .words = arn path yank clipboard command
key-shell = shell
    .help = open a shell in the image
    .words = exec bash docker run terminal
key-engine = engine
    .help = use another container engine for this session
    .words = docker podman finch host
key-cancel-job = cancel
    .help = cancel the job after its current step
    .words = abort kill
key-hold-job = pause/resume
    .help = pause or resume the job and its downloads
    .words = resume wait
key-outdated-images = outdated images
    .help = remove images built from content that was refreshed since
    .words = delete remove rmi stale
key-undo = undo
    .help = undo the last purge, refresh or import
    .words = restore revert undelete
key-empty-trash = empty trash
    .help = empty the trash to free its space
    .words = delete free space permanently
key-mark = mark
    .help = mark or unmark
    .words = select choose
key-range = range
    .help = start or end a range of marks
    .words = select visual
key-all = all
    .help = mark all rows, or none
    .words = select everything
key-invert = invert
    .help = invert the marks
    .words = select toggle
key-filter = filter
    .help = filter: fuzzy; 'exact ^start end$ !not
    .words = search find grep
key-sort = sort
    .help = choose the sort order
    .words = order size name age uses
key-reverse = reverse
    .help = reverse the sort order
    .words = order descending ascending
key-group = group
    .help = group versions by layer name, or ungroup
    .words = fold collapse versions
key-check-images = verify
    .help = verify: compare with the layers it was built from
    .words = verify check deep hash
key-check-refreshable = verify
    .help = verify: compare with the published zip
    .words = verify check deep hash sha256
key-look-again = reload
    .help = reload everything
    .words = reload rescan survey
key-newer = newer
    .help = check AWS for newer versions of the layers
    .words = update upgrade latest newest outdated
key-problems = problems
    .help = list all problems
    .words = issues errors warnings verify doctor
key-read-only = read-only
    .help = turn read-only mode on or off
    .words = readonly safe protect
key-theme = theme
    .help = next theme
    .words = colors colours dark light
key-palette = actions
    .help = search all actions
key-help = help
    .help = shortcuts of this screen
    .words = keys shortcuts bindings
key-back = quit
    .help = quit, or back from the details
    .words = exit close
key-escape-screens = back
    .help = clear range, filter or marks; back
key-escape-closable = close
    .help = close
key-escape-inputs = cancel
    .help = discard the input
key-line-left = left
    .help = one character left
key-line-right = right
    .help = one character right
key-line-word-left = word left
    .help = one word left
key-line-word-right = word right
    .help = one word right
key-line-start = start
    .help = start of the line
key-line-end = end
    .help = end of the line
key-erase = delete
    .help = delete the character before the cursor
key-erase-next = delete next
    .help = delete the character at the cursor
key-erase-word = delete word
    .help = delete the word before the cursor
key-erase-to-end = delete to end
    .help = delete to the end of the line
key-erase-all = clear
    .help = clear the line
key-quit = quit
    .help = quit immediately
key-suspend = suspend
    .help = suspend the app; `fg` resumes it

## Hints for somebody new, above the last line.

tip-label = Hint
tip-no-more = hide hints
tip-open = { $open } opens the files, { $jump } goes to related entries.
tip-jump = { $jump } goes to related entries.
tip-purge = { $mark } marks, { $purge } shows what a purge would remove.
tip-keys = { $screen } changes screens, { $help } lists keys, { $palette } finds actions.

## Problems. The command line and JSON tell them in English.

# Of layer directories.
problem-layer-empty = The directory is empty, but SAM treats it as cached: functions run without this layer.
problem-layer-partial = Incomplete download. SAM will download it again.
problem-layer-failed = SAM's last download of this layer failed. SAM will retry.
problem-layer-is-link = A link to { $target }. SAM follows it; samlayers does not.
fix-layer-is-link = Replace it with a real directory, or purge the link. Its target is not changed.
problem-layer-unreadable-file = A file instead of a directory: building an image with this layer fails.
problem-layer-unreadable =
    { $count ->
        [one] 1 entry
       *[other] { $count } entries
    } cannot be read.
problem-layer-unreadable-first =
    { $count ->
        [one] 1 entry
       *[other] { $count } entries
    } cannot be read: { $path } ({ $why }).
fix-layer-unreadable = Give your user read access, or purge the layer so that SAM downloads it again.
problem-lock-abandoned = Stale lock: process { $pid } no longer exists. SAM would wait up to 300 s.
problem-lock-owner-unknown = { $lock }.
problem-locks-unreadable = { $path } cannot be read, so it is unknown whether SAM is downloading this layer, or has downloaded it completely: { $why }
problem-lock-unreadable = { $path } is not a valid SAM lock. SAM would wait up to 300 s for it.
problem-lock-unreadable-status = { $path } does not contain a valid status, so SAM will download this layer again.
fix-lock = Purge or refresh this layer. This also releases the lock.
fix-cache-unusable = Make { $path } a folder that you can read and write, or specify another one with --layer-cache-basedir.
fix-own-folder-is-file = { $path } is a file, but samlayers needs a folder with this name. Move the file, for example: mv { $path } { $path }.old
problem-journal-unusable = Not a readable and writable regular file. What this operation moved is in the trash and cannot be restored with it.
fix-journal-unusable = mv { $path } { $path }.old (samlayers creates a new one; the entries stay in the trash)
problem-journal-too-large = Larger than any samlayers journal, so it was not read. The moved entries are in the trash; their times, sizes and types are unknown.
problem-journal-damaged = Damaged. The moved entries are in the trash; their times, sizes and types may be wrong.
fix-journal-damaged = To restore what is possible: samlayers trash restore { $operation }. To list it: samlayers trash ls
fix-own-folder-unusable = Take ownership of { $path } and its content, for example: sudo chown -R "$(id -u)" { $path }
problem-removal-incomplete = Permanent deletion is incomplete: { $bytes } remain.
fix-removal-incomplete = Make it removable (`chown`, `chmod`, `chattr -i`), then run samlayers trash empty: { $path }
problem-project-list-unreadable = The projects added in the app could not be read, so it is unknown which layers are unused: { $why }.
problem-folder-unreadable = Could not be searched for templates, which may use layers: { $why }.
fix-project-list-unreadable = Make { $path } a text file that you may read, with the path of a folder on each line, or remove it and add the projects again with A.
fix-folder-unreadable = Make { $path } readable, or specify the projects to search with --project.
fix-template-unreadable = Make { $path } a template that you can read, or specify others with -t or --project.
problem-data-folder-unusable = samlayers cannot store data here: { $why }.
problem-record-unreadable = Cannot be read, so what samlayers recorded here is unknown: { $why }.
fix-data-file-unusable = Make { $path } a file that you can read and write, or move it away. samlayers creates a new one.
fix-data-folder-unusable = Make { $path } a folder that you can read and write.
fix-record-unreadable = Make { $path } readable, or move it away. samlayers creates a new one, without what it recorded.
fix-lock-owner-unknown = Wait. If that process has exited: samlayers purge { $dir } --abandoned-locks
fix-purge-layer = samlayers purge { $dir } (SAM downloads it again when a function needs it)
problem-leftover = left over from an interrupted SAM run; safe to remove
problem-leftover-in-use = in use by a running SAM

# Of what is in them.
problem-file-empty = Empty files of a type that is never empty. SAM leaves such files after a damaged download: { $paths }.
problem-file-maybe-empty = Empty files, which may be intentional: { $paths }.
problem-links-outward = Links that point outside the layer; in a function, their targets differ or do not exist: { $paths }.
problem-link-dangling = Links without a target in this layer; another layer of the function may contain it: { $paths }.
problem-mode-wrong = { $paths }: wrong permissions (SAM sets 0700).
fix-compare = To compare with the published zip: samlayers verify --deep
fix-import-again = Import it again from { $source } (samlayers import … --replace), or undo the import.
problem-native-mismatch = { $whom } cannot load native code for { $machine }: { $paths }.
problem-native-mismatch-python = { $whom } cannot import extension modules built for CPython { $versions }.
machine-linux = Linux on { $architecture }
machine-other-linux = Linux on another architecture ({ $what })
fix-native-architecture = Use the layer published for the function's architecture, or set Architectures: [{ $architecture }].
fix-native-system = Use a layer built for Lambda. This one contains libraries for another operating system.
problem-runtime-folder = { $whom } does not use { $paths }: Lambda only reads the folder of the function's runtime version.
fix-other-runtime = Use the layer published for the function's runtime, or change the function's runtime.
nothing-loadable-any = any runtime
problem-nothing-loadable-backslashes = Nothing in this layer can be loaded by { $whom }: { $paths } is a file name with backslashes, not a path.
fix-nothing-loadable-backslashes = Publish a version from a zip that uses / in paths, such as { $path }.
problem-nothing-loadable-archive = Nothing in this layer can be loaded by { $whom }: it contains { $paths }, and neither SAM nor Lambda extracts archives inside a layer.
fix-nothing-loadable-archive = Publish a version with the content of { $path } in { $folders }.
problem-nothing-loadable-wrapped = Nothing in this layer can be loaded by { $whom }: all files are below { $paths }, where no runtime looks.
fix-nothing-loadable-wrapped = Publish a version with { $path } moved to { $instead }.
problem-nothing-loadable-empty = The layer was published or imported without files. SAM treats it as cached, and functions run without it.
fix-nothing-loadable-empty = Publish or import content that has files, or remove the layer from the functions.
fix-zip-unusual = No action needed. The layer's publisher can avoid this when creating the zip.
problem-over-quota = The layer is { $bytes } bytes unzipped. The limit for a function with its layers is { $most }.
fix-over-quota = Use a smaller layer, or a container image (up to 10 GB). SAM still runs it locally.
problem-over-quota-layers = The layers alone are { $bytes } bytes unzipped. The limit for a function with its layers is { $most }.
fix-over-quota-layers = Use smaller layers, or a container image (up to 10 GB).

# Of a deep check.
count-file-is =
    { $count ->
        [one] 1 file is
       *[other] { $count } files are
    }
problem-file-missing = { $files } missing, compared with { $by }: { $paths }.
problem-file-truncated = { $files } truncated, compared with { $by }: { $paths }.
problem-file-changed = { $files } changed, compared with { $by }: { $paths }.
problem-file-added = { $files } added, compared with { $by }: { $paths }.
problem-mode-wrong-now = { $files } with different permissions, compared with { $by }: { $paths }.
problem-layer-unreadable-files = { $files } unreadable, when compared with { $by }: { $paths }.
problem-not-verified = { $dir } cannot be verified, and it has no baseline: { $why }.
problem-not-verified-offline = { $dir } cannot be verified offline because it has no baseline. Verify or refresh it once with access to AWS.
problem-not-verified-import = { $dir } was imported from { $source }, and that content has no baseline. Import it again with --replace.
problem-not-verified-origin = Not verified: it is unknown whether { $dir } was imported, because { $path } cannot be read: { $why }
problem-not-verified-no-arn = { $dir } cannot be verified: its ARN is unknown, and it has no baseline. Specify the project whose template uses it (--project DIR or -t FILE).
problem-not-verified-locked = Locked by SAM: a download is running, and the content may be incomplete.
problem-not-verified-locked-by = Locked by process { $pid }: a download is running, and the content may be incomplete.
fix-wait = Wait until it has finished, then run samlayers verify again.
fix-not-verified = Run samlayers verify --deep with access to AWS, or after a refresh, which creates a baseline.
evidence-offline = offline
evidence-no-arn = the ARN is unknown
evidence-no-answer = no answer from AWS
evidence-baseline = the baseline of { $when } ({ $why })
evidence-import = the content imported on { $when } from { $source }
evidence-aws-baseline = the baseline of { $when }, which has the CodeSha256 of AWS
evidence-aws-directory = the published zip's file list and checksums
evidence-aws-zip = the published zip and its CodeSha256
failed-internal-error = Stopped by an internal error: { $message }. No data was lost. For details, see { $log }.
failed-internal-error-no-log = Stopped by an internal error: { $message }. No data was lost.
failed-no-threads = cannot start threads: { $why }
failed-offline = offline mode is on. A refresh needs AWS; run it without --offline
failed-cache-gone = the cache { $path } does not exist or cannot be read
differences-by = { $differences }, compared with { $by }
differences-named = { $differences } ({ $paths })
names-and-more = { $names } and { $more } more

# Of images.
problem-image-outdated = Its /opt differs from its layers: { $differences }. The tag is unchanged, so SAM keeps using the old content.
problem-image-outdated-later = { $name } changed after this image was built. The tag is unchanged, so SAM keeps using the old content.
problem-image-order-suspect = Built from several layers before SAM CLI 1.155: they may be merged in the wrong order.
problem-image-order-wrong = Built with its layers in the wrong order. { $files } not from the last layer: { $paths }.
problem-image-base-gone = Its base image { $base } is missing, so rebuilding needs the network.
fix-purge-image = samlayers purge { $image } (SAM rebuilds it)
fix-image-not-verified = Fix this, then run samlayers verify --deep
problem-not-verified-image = { $image } cannot be compared: { $why }
problem-not-verified-layers = { $image } cannot be compared: its layers are unknown.
problem-not-verified-local = { $image } cannot be compared: { $name } is defined in a template.
problem-not-verified-no-cache = there is no layer cache to compare with.
problem-not-verified-unreadable = { $dir } cannot be read completely: { $paths }.
problem-not-verified-read-only = Reading an image needs a temporary container, which read-only mode does not allow.

# Of functions and their templates.
problem-arn-invalid = `{ $text }` is not a layer version ARN; SAM CLI fails with InvalidLayerVersionArn
problem-arn-invalid-parameter = the parameter { $name } resolves to `{ $text }`, which is not a layer version ARN
problem-arn-invalid-name = { $name } is neither a parameter nor a layer of this template, so SAM CLI uses `{ $text }` as the ARN
problem-arn-invalid-characters = { $what } resolves to a string, and SAM CLI treats each character as a layer
problem-arn-invalid-empty-content = `{ $key }` of { $id } is empty, so SAM CLI uses `{ $id }` as an ARN
problem-arn-invalid-refused = SAM CLI cannot use { $what } as a layer, and rejects the template
fix-write-arn = Write it as { $arn }
fix-move-parameter = samconfig sets { $name } in { $section }, which `sam local invoke` does not read. Move it to [default.local_invoke.parameters] or [default.global.parameters], or pass --parameter-overrides
fix-pass-parameter = Pass --parameter-overrides { $name }={ $arn }
fix-no-list = Write `Layers: [!Ref Name]`, or set the parameter's type to CommaDelimitedList.
fix-empty-content = Set `{ $key }` of { $id } to the folder with the layer's content.
problem-intrinsic-unresolved = { $what } cannot be resolved locally, so SAM CLI ignores it
problem-intrinsic-unresolved-with-others = { $what } cannot be resolved locally, and the other intrinsic functions in this list fail with it
problem-intrinsic-unresolved-as-arn = { $what } cannot be resolved locally, so SAM CLI uses `{ $text }` as a layer ARN
problem-intrinsic-unresolved-dynamic = SAM CLI does not resolve `{ $text }`, and fails when it downloads the layer
fix-intrinsic-unresolved = Replace it with `!Ref LayerArn`, declare that parameter, and pass --parameter-overrides LayerArn={ $arn }
fix-dynamic-reference = Replace it with `!Ref LayerArn` and pass --parameter-overrides LayerArn={ $arn }
fix-list-of-parameters = Write `Layers` as a list of parameters, and pass them with --parameter-overrides.
problem-list-poisoned = { $what } is valid, but { $culprit } cannot be resolved locally, and the other intrinsic functions in this list fail with it
problem-another-entry = another entry
fix-list-poisoned = Fix that entry first: pass its ARN as a parameter with --parameter-overrides Name=ARN.
problem-layer-skipped-list = { $what } is a list inside the list of layers, so SAM CLI ignores it
problem-layer-skipped-s3 = the content of { $id } is in S3, so SAM CLI ignores this layer
fix-list-in-list = Write `Layers: !Ref Name`, or one entry per layer.
fix-layer-in-s3 = Publish { $id } and use the ARN of its version, or set `{ $key }` to a local folder.
problem-region-mismatch = SAM CLI will look for this layer in { $asked }, but it is in { $region }
problem-region-mismatch-default = AWS::Region is { $region } here, because SAM CLI does not take it from AWS_REGION or the profile ({ $asked })
fix-pass-region = Pass --region { $region }
problem-account-stand-in = { $account } is SAM CLI's placeholder, used when it cannot determine your AWS account
problem-account-decides = { $property } depends on AWS::AccountId, but your AWS account is unknown; SAM CLI's placeholder { $account } was used
fix-account-stand-in = Sign in so that AWS can report your account. SAM CLI does the same when credentials work.
problem-yaml-merge-differs = `<<: [a, b]` in this template depends on the PyYAML that SAM CLI uses: shown is the result of { $used }, { $other } gives a different one
fix-yaml-merge-differs = Use maps without common keys after `<<`, or write out the values.
problem-application-unchecked = SAM CLI looks up the application { $application } in AWS before it runs any function of this template, and needs credentials for it. samlayers did not look it up
fix-application-unchecked = Sign in before `sam local invoke`, or set the Location of that stack to a local template.
problem-template-refused = SAM CLI { $release } rejects the template ({ $class }); the function is shown as if it were accepted
fix-template-refused = Fix the template's error. If your SAM CLI is newer and accepts the template, no change is needed.
problem-too-many-layers = the function has { $layers } layers; Lambda's limit is { $most }
fix-too-many-layers = Remove layers, including those of `Globals`, or merge some of them.
problem-runtime-unknown = the runtime is { $written }, which SAM CLI { $release } does not support
problem-runtime-unknown-none = the function has no runtime, so SAM CLI { $release } cannot run it
problem-runtime-unknown-package-type = `PackageType` is { $written }; SAM CLI supports Zip and Image
fix-package-type = Set `PackageType` to Zip or Image.
fix-runtime-unknown = Set `Runtime` to one that SAM CLI supports, such as python3.13, or pass --runtime to `sam local invoke`.
problem-architecture-mismatch = { $runtime } does not support { $architecture }
fix-architecture-mismatch = Set `Architectures` to [x86_64], or use another runtime.
problem-architecture-invalid = { $written } is not a valid architecture
problem-architecture-invalid-not-one = `Architectures` must be a list with exactly one entry
problem-architecture-invalid-text = `Architectures` is the string { $written }; SAM CLI uses its first character
problem-architecture-invalid-unresolved = `Architectures` does not resolve to a list
fix-architecture-invalid = Write `Architectures: [x86_64]` or `Architectures: [arm64]`.
problem-function-name-invalid = SAM CLI cannot run `{ $name }`: function names can have letters, digits and `-_.[]` only
fix-function-name = Rename the function.
problem-code-inline = SAM CLI does not run functions with inline code
fix-code-inline = Move the code to a file, and set `CodeUri` to its folder.
problem-image-uri-missing = the function has no `ImageUri`, so SAM CLI cannot run it
fix-image-uri-missing = Run `sam build`, or set `ImageUri`.

## What goes wrong with the container engine.

engine-bad-host = DOCKER_HOST is `{ $text }`: { $reason }
host-no-unix-sockets = this system does not support Unix sockets for container engines
host-no-named-pipes = named pipes are only available on Windows
host-scheme = use unix://, tcp://, ssh:// or npipe://, for example tcp://localhost:2375
host-bare-path = a path is not an address. Set DOCKER_HOST={ $line }
host-socket-odd = the socket path is missing or invalid. Example: unix:///var/run/docker.sock
host-path = a path after the port is not supported
host-user = user names and passwords are not supported
host-no-port = the port is missing. Example: tcp://localhost:2375
host-odd-port = the port is missing or invalid. Example: tcp://localhost:2375
host-odd = the host is invalid. Put IPv6 addresses in [brackets]
host-ssh-odd = the host is invalid. Examples: ssh://me@host, ssh://me@host:22
host-ssh-path = a path after the host is not supported
engine-no-socket = cannot find a container engine at { $place }. Start Docker, set DOCKER_HOST to the engine that SAM uses, or pass --no-engine
engine-permission-denied = permission denied for the container engine at { $place }: { $advice }, or pass --no-engine
engine-permission-group = add yourself to its group (`sudo usermod -aG docker $USER`, then log in again)
engine-permission-user = start Docker Desktop (or your engine) as the current user
engine-refused = cannot connect to a container engine at { $place }. Start it, or set DOCKER_HOST to the engine that SAM uses
engine-tls-without-host = DOCKER_TLS_VERIFY or DOCKER_CERT_PATH is set without DOCKER_HOST, so SAM cannot connect to Docker. Set DOCKER_HOST to tcp://HOST:2376, or unset both
engine-certificates = cannot use the certificates for the container engine: { $path }: { $detail }. Check DOCKER_CERT_PATH
engine-tls = TLS connection to the container engine at { $place } failed ({ $detail }). Check the certificates in DOCKER_CERT_PATH
engine-wants-tls = the container engine at { $place } requires TLS. Set DOCKER_TLS_VERIFY=1, and DOCKER_CERT_PATH to its certificates
engine-ssh = cannot connect to the container engine through { $place } (ssh: { $detail }). `{ $command }` must work without prompting
engine-unreachable = cannot connect to the container engine at { $place } ({ $detail }). Check DOCKER_HOST and the network
engine-timed-out = the container engine at { $place } did not respond within { $seconds } s. Restart it, or pass --no-engine
engine-stopped = cancelled before the container engine responded; the engine may still complete the request
engine-too-long = the response of the container engine at { $place } is too large (limits: { $limit }, { $images } images). Remove unused images, or pass --no-engine
engine-not-an-engine = { $place } does not respond like a container engine ({ $detail }). Check DOCKER_HOST, or restart the engine
engine-api = the container engine returned an error ({ $status }): { $message }
engine-not-found = `{ $name }` no longer exists in the container engine: another program removed it
engine-in-use = cannot remove `{ $target }`: { $reason }
engine-bad-name = `{ $name }` is not a valid name of an image or container
engine-nothing-inside = demo images are a recording and contain no files
engine-recording = cannot read the recorded engine response: { $detail }
engine-then-finch = { $first }. SAM then tries Finch: { $finch }
engine-finch-only = an administrator requires Finch for SAM, but Finch is not installed
engine-off = the container engine is turned off (--no-engine)
engine-no-contexts = SAM does not read Docker contexts
engine-not-looked-for = SAM does not look for this engine
engine-other = { $why }. To let SAM use it: `{ $command }`
engine-other-ssh = { $why }. To let SAM use it: `{ $command }` (requires Python's paramiko next to SAM CLI)
conflict-engine-says = { $message } (message of the container engine)
conflict-container-runs = it is { $state }. Stop it first (`{ $command }`)
conflict-running-container = used by container `{ $name }` ({ $state }). Stop the container first (`{ $command }`), then remove it
conflict-container = used by container `{ $name }` ({ $state }). Remove the container first (`{ $command }`)
conflict-children = image { $images } was built from it. Remove that image first
engine-docker-elsewhere = the docker command uses a different engine: context `{ $name }` at { $place }. { $why }

## What goes wrong with AWS, and with ARNs.

aws-of-profile = { " " }of the profile `{ $profile }`
aws-no-credentials = no AWS credentials{ $whose }. Run `aws configure` or `aws configure sso`, or specify a profile with --profile
aws-credentials-failed = cannot load the AWS credentials{ $whose } ({ $detail }). Check ~/.aws/config and ~/.aws/credentials
aws-sso-expired = the SSO login{ $whose } has expired. Run `{ $command }`
aws-session-expired = the AWS session{ $whose } has expired. Get new temporary credentials
aws-credentials-rejected = AWS rejected the credentials{ $whose } ({ $detail }). Check the credentials, the ARN's partition and the system clock
aws-access-denied = AWS denied access to { $arn }. You need lambda:GetLayerVersion for it, and the owner of a layer in another account must share it (or use --layer-role-arn with a role in that account). AWS gives the same answer if that version does not exist
aws-role-refused = AWS denied assuming the role { $role } ({ $detail }). You need sts:AssumeRole for it, and the role's trust policy must include you
aws-not-found = { $arn } does not exist in AWS. It was deleted, or the ARN has a typo. Use another version in the template
aws-network = cannot connect to { $place } ({ $detail }). Check the network, VPN and proxy settings, or use --offline
aws-certificate = the certificate of { $place } is not trusted ({ $detail }). If your company uses a TLS-inspecting proxy, set AWS_CA_BUNDLE to a file with its certificates
aws-timed-out = { $place } did not respond within { $seconds } s. Check the network, VPN and proxy settings, or retry
aws-stalled = the download from { $place } stalled for { $seconds } s. Check the network and retry
aws-throttled = { $place } throttled the request. Wait a minute and retry
aws-url-expired = { $place } rejected the download URL of { $arn }. It is valid for 10 minutes only: check the system clock and retry
aws-download-refused = { $place } rejected the download ({ $reason }). Try again later
aws-truncated = the download from { $place } was interrupted after { $got } of { $expected } bytes. Check the network and retry
aws-too-long = { $place } sent more than the layer's { $expected } bytes. A proxy may be changing the download
aws-wrong-hash = the download is not { $arn }: its SHA-256 is { $got }, but AWS reports { $expected }. A proxy may be changing the download; check proxies and AWS_ENDPOINT_URL
aws-cannot-write = cannot write the download ({ $detail }). Check the cache directory
aws-service = { $place } returned an error ({ $code }): { $message }
account-unknown = AWS::AccountId is SAM's placeholder 123456789012, because your account could not be determined: { $why }
mfa-code = Enter the MFA code for { $serial }:
aws-config-unreadable = cannot read the AWS configuration { $path } ({ $why }). Fix it, or set AWS_CONFIG_FILE or AWS_SHARED_CREDENTIALS_FILE to another file
aws-config-not-text = not UTF-8 text
aws-config-line = line { $line } is neither a [section] nor key = value
aws-profile-missing = the profile `{ $profile }` does not exist in the AWS configuration. Choose one of { $names } with --profile or AWS_PROFILE, or add it with `aws configure --profile { $profile }`
aws-profile-missing-all = the profile `{ $profile }` does not exist: the AWS configuration has no profiles. Add it with `aws configure --profile { $profile }`
aws-source-profile-missing = the source_profile `{ $source }` of the profile `{ $profile }` does not exist. Fix source_profile in ~/.aws/config, or add that profile
aws-source-profile-empty = the source_profile `{ $source }` of the profile `{ $profile }` has no credentials. Add them with `aws configure --profile { $source }`
aws-profile-two-sources = the profile `{ $profile }` has both source_profile and credential_source. Keep one of them in ~/.aws/config
aws-profile-no-source = the profile `{ $profile }` has a role_arn, but neither source_profile nor credential_source. Add one of them in ~/.aws/config
aws-profile-loop = the source_profile `{ $source }` of the profile `{ $profile }` leads back to itself. Fix source_profile in ~/.aws/config
aws-profile-key-missing = the profile `{ $profile }` has no { $key }. Add it in ~/.aws/config or ~/.aws/credentials
aws-credential-source-empty = the credential_source `{ $source }` of the profile `{ $profile }` provides no credentials here. It can be Environment, Ec2InstanceMetadata or EcsContainer
aws-secret-key-unset = AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not. Set both or neither
aws-sso-session-missing = the sso_session `{ $session }` of the profile `{ $profile }` does not exist. Add [sso-session { $session }] to ~/.aws/config, for example with `aws configure sso-session`
aws-sso-role-refused = IAM Identity Center denied the profile `{ $profile }` credentials for the role { $role } in account { $account } ({ $detail }). Check sso_role_name and sso_account_id, or ask for the role to be assigned to you
aws-login-expired = the `aws login` session{ $whose } has expired. Run `{ $command }`
aws-login-not-renewed = cannot renew the `aws login` session of the profile `{ $profile }` ({ $detail }). You need signin:CreateOAuth2Token
aws-mfa-needed = the role { $role } requires a code from the MFA device { $serial }. Run `{ $command }`, enter the code, and retry
aws-web-identity-no-role = a web identity token is configured without a role (profile `{ $profile }` or AWS_WEB_IDENTITY_TOKEN_FILE). Set role_arn or AWS_ROLE_ARN
aws-web-identity-file = cannot read the web identity token { $path } ({ $why }). Check web_identity_token_file or AWS_WEB_IDENTITY_TOKEN_FILE
aws-process-failed = the credential_process of the profile `{ $profile }` failed ({ $why }). Run that command in a terminal to see what it needs
aws-process-timeout = the credential_process of the profile `{ $profile }` did not finish within { $seconds } s and was stopped. It runs without a terminal; if it prompts for input, run it in a terminal first
aws-process-no-command = not a command
aws-process-status = { $status }
aws-process-complaint = { $status }: { $complaint }
aws-process-not-json = its output is not credentials in JSON
aws-process-version = its output has Version { $version } instead of 1
aws-process-expired = its credentials have expired
aws-container-failed = cannot get credentials from the container ({ $why }). Check AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and AWS_CONTAINER_CREDENTIALS_FULL_URI
aws-container-address = its address is not a valid URL
aws-container-host = { $host } requires https
aws-container-token = the authorization token has more than one line
aws-container-token-file = cannot read the token { $path }: { $why }
aws-ca-bundle = cannot use the certificates { $path } from { $setting } ({ $why }). Use a PEM file
aws-ca-bundle-empty = it contains no certificate
aws-proxy = cannot connect to { $place } through the proxy { $proxy } ({ $detail }). Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY, or use --offline
aws-answer-too-long = the response of { $place } is larger than { $limit }. A proxy may be responding instead; check proxies and AWS_ENDPOINT_URL
aws-too-large = AWS reports a size of { $size } for { $arn }, but the limit for a layer is { $limit }. A proxy may be changing the response; check proxies and AWS_ENDPOINT_URL
aws-no-source = AWS Lambda returned neither a URL nor an S3 object for { $arn }. Try again later, or contact the layer's owner
aws-s3-denied = AWS denied access to { $object }, which has the content of { $arn }. You need s3:GetObjectVersion for it (s3:GetObject if the bucket has no versioning)
aws-s3-key = AWS denied the use of the KMS key of { $object }, which has the content of { $arn }. You need kms:Decrypt for that key, and the key must be enabled
aws-s3-no-version = { $object }, which had the content of { $arn }, was deleted. Ask the layer's owner to restore that object version, or use another layer version
aws-s3-no-object = { $object }, which should have the content of { $arn }, does not exist. Ask the layer's owner to restore it, or use another layer version
aws-s3-no-bucket = the bucket of { $object }, which should have the content of { $arn }, does not exist. Contact the layer's owner, or use another layer version
aws-s3-archived = { $object }, which has the content of { $arn }, is archived. Ask the layer's owner to restore it
aws-s3-other-region = { $object }, which has the content of { $arn }, is in another region, and S3 did not report which. Check AWS_ENDPOINT_URL_S3
aws-bucket-missing = Bucket `{ $bucket }` does not exist. Check the name, or specify another bucket with --s3-bucket.
aws-bucket-denied = Access to bucket `{ $bucket }` was denied. Publishing needs s3:PutObject, s3:GetObject, s3:DeleteObject and s3:ListBucket.
aws-bucket-other-region = Bucket `{ $bucket }` is in { $other }, but a layer in { $region } needs a bucket there: --s3-bucket { $region }=BUCKET
aws-bucket-elsewhere = Bucket `{ $bucket }` is not in { $region }. Specify one in that region: --s3-bucket { $region }=BUCKET
arn-too-few-colons = `{ $text }` is not a layer version ARN. The format is arn:aws:lambda:<region>:<account>:layer:<name>:<version>
arn-wrong = `{ $text }` is not a layer version ARN: { $reason }
arn-wrong-parts = it must have eight parts separated by colons
arn-wrong-form = it must start with arn:<partition>:lambda: and contain `layer`
arn-wrong-partition = the partition is missing or invalid
arn-wrong-region = the region is missing or invalid
arn-wrong-account = the account must have 12 digits
arn-wrong-name = a layer name can have letters, digits, - and _
arn-wrong-version = the version must be a number from 1

## What goes wrong in the cache and on the disk, and what there is not SAM's.

cache-io = cannot { $doing } { $path }: { $why }
doing-clear-up = clean up
doing-empty = empty
doing-find = find
doing-lock = lock
doing-look-at = examine
doing-make = create
doing-make-a-folder-in = create a folder in
doing-move-to-the-trash = move to the trash
doing-open = open
doing-put-the-new-content-in-place-of = replace
doing-read = read
doing-remove = remove
doing-restore = restore
doing-restore-from = restore from
doing-write = write
doing-write-the-journal-in = write the journal in
doing-write-to = write to
cache-locked = `{ $dir }` is in use: { $holder }. Wait until that process exits, or stop it
lock-held = locked by process { $pid }
lock-owner-unknown = locked by process { $pid }, which is not visible from here and may run in a container; SAM would wait { $seconds } s more
lock-owner-unknown-unreadable = recently locked by an unknown process; SAM would wait { $seconds } s more
lock-owner-unreadable = SAM's lock on it cannot be read, so a running process may hold it
report-sam-waits = SAM CLI was running ({ $count ->
    [one] process
   *[other] processes
} { $pids }). To prevent an image built from a partial layer, other `sam local` commands that need these layers wait until that process exits ({ $seconds } s at most).
io-permission-denied-windows = access denied. Close the program that has it open (an editor, SAM CLI, a virus scanner), or check its permissions
io-permission-denied = permission denied. Check the owner and permissions of this path and its folders
io-disk-full = the disk is full, or has no free inode for a new file. Free some space (`samlayers trash empty` or `samlayers purge --delete` may help) and retry
io-quota = your disk quota is exceeded. Free some space and retry
io-read-only = the disk is read-only. Remount it as writable, or use another cache
io-not-found = it does not exist (or no longer exists)
io-not-a-directory = part of the path is not a folder, or is a link that samlayers does not follow
io-busy = in use. If another disk is mounted there, unmount it first
io-other-disk = another disk is mounted inside. Unmount it first
io-no-such-name = this disk does not allow this name
cache-vanished = { $path } was removed while samlayers opened it
cache-replaced = { $path } was replaced since samlayers opened it. Nothing was changed. Restart samlayers
cache-cannot-be-moved = cannot move { $path } within the cache: it is in a lower overlay layer (as in a container image) or on another disk. Remove it where that image is built, or use a cache outside of it (--layer-cache-basedir)
cache-dangling = { $path } is a link whose target does not exist. Create the target, or remove the link
cache-not-a-folder = { $path } is not a folder. Specify another one with --layer-cache-basedir, or move the file away
cache-part-not-a-folder = part of { $path } is not a folder. Specify another cache with --layer-cache-basedir
cache-permission-denied = cannot read { $path }: permission denied. Check its owner and permissions, or use the account that runs SAM
cache-link = cannot follow the link { $path } ({ $why }). Remove it, or change its target
cache-unreadable = cannot read { $path }: { $why }
cache-cannot-be-listed = cannot list { $path }: { $why }
cache-no-leftover = { $path } is not (or no longer) a SAM leftover in the cache. Nothing was changed. Reload the cache
cache-other-lock = the lock is for { $held }, not for { $dir }
cache-no-name = { $path } is not a name that SAM uses
cache-still-working = another samlayers is still working on { $id }. Wait until it has finished
cache-there-again = { $path } is cached again, so the older copy stays in the trash. To use the older copy: samlayers purge { $path }, then samlayers trash restore { $operation }
cache-restore-full = The disk is full, so { $path } cannot be restored yet. Free some space elsewhere and retry. `samlayers trash empty` would delete it permanently
cache-was-in-use = { $path } was in use when it was listed. Reload the cache
foreign = not a name that SAM uses
foreign-no-text = its name is not UTF-8 text
foreign-control = its name contains control characters
foreign-upper-case = looks like a layer directory, but SAM writes the hash in lower case
foreign-in-locks = in SAM's lock folder, but not a name that SAM uses
foreign-lock = named like a lock, but not a file
foreign-other-kind = has a name that SAM uses, but a different type
foreign-locks = cannot read SAM's locks and status files, so the state of all layers is unknown: { $why }
cache-journal-unusable = { $path } is not a readable and writable regular file, so nothing can be restored with it. Move it away and retry
cache-gone = the cache no longer exists
lock-of-another-samlayers = in use by another samlayers
lock-just-taken = just locked by another process
lock-taken-over = locked by SAM in the meantime

## What is wrong with a zip.

zip-damaged = not a complete zip file: { $why }. Download it again
zip-entry = the zip file contains `{ $name }`, { $reason }. It was not extracted
zip-too-large = the zip file is { $bytes } bytes unzipped, more than Lambda's limit of { $limit }. It was not extracted. To extract it anyway, pass --allow-over-quota or set allow_over_quota in the config file
zip-write = cannot write `{ $name }`: { $why }
zip-read = cannot read `{ $name }`: { $why }
zip-read-source = cannot be read: { $why }
zip-changed = it changed while samlayers read it. Retry when no program writes to it
zip-no-text-name = its name is not valid UTF-8, which zip files and Lambda require
zip-damaged-entry = which is damaged ({ $why })
zip-unreadable-entry = which cannot be read ({ $why })
zip-encrypted = which is encrypted
zip-folder-and-file = a folder by its mode, but a file by its name
zip-device = which is a device, pipe or socket
zip-absolute = an absolute path
zip-no-name-here = not a valid name on this system
zip-leaves = a path outside the layer
zip-no-name = not a valid name
zip-too-long = a path too long for this disk
zip-overlaps = which overlaps another entry or the central directory
zip-link-endless = a link with an oversized target
zip-link-no-text = a link whose target is not text
zip-less = which is smaller than its header states
zip-more = which is larger than its header states
zip-link-to-nothing = a link without a target
zip-link-absolute = a link with an absolute target
zip-link-no-path = a link whose target is not a path
zip-link-leaves = a link that points outside the layer
zip-empty = it is empty
zip-without-end = it is another kind of file, or its end is missing
zip-two-ends = it has data after its end record, or two end records
zip-directory-elsewhere = its central directory is not where its end record states
zip-longer = it is longer than it should be
zip-no-end = it does not have exactly one end record
zip-directory-too-long = its central directory is too long
zip-directory-unreadable = its central directory cannot be read
zip-method = compressed with { $method }
zip-link = { $reason } (`{ $target }`)
zip-twice = which it contains twice, as a folder and as another type
zip-collides = and `{ $other }`, which are the same name on this disk
zip-link-then-file = which it contains twice, as a link and then as a file, so SAM would write through the link
zip-note-repeated = the zip file contains { $paths } more than once. The last one is used, as SAM does
zip-note-count = the zip's end record counts { $counted } entries, but its central directory has { $held }. All of them are used, as SAM does

## Why a step of a plan failed.

failed-cancelled = cancelled
failed-read-only = read-only mode is on. Start samlayers without --read-only
failed-told = { $why }.
failed-layer = { $dir }: { $why }.
failed-zip-kept = cannot store the zip temporarily: { $why }
failed-other-download = another download failed. Retry
failed-write = cannot write { $path }: { $why }
failed-read-download = cannot read the download of { $dir }: { $why }
failed-import = { $source }: { $why }
failed-published-other = { $arn } was published, but its content differs from the source. Publish again, and delete that version if it should not be used
publish-upload-stays = { $object } could not be removed: { $why }
publish-offline = offline mode is on. Publishing needs AWS; run it without --offline
publish-rejected = { $path } was rejected: { $why } (to publish it anyway: `samlayers publish --force`)
publish-imported = its cached content was imported from { $source }
publish-incomplete = { $dir } cannot be published: its zip cannot be copied from AWS ({ $why }), and the cached layer is incomplete. Run `samlayers verify { $dir }` to see why
publish-repacked = This is a zip of the cached files, not the zip that AWS published: { $why }.
problem-with-fix = { $detail } { $fix }
failed-import-origin = { $dir } was not imported, because samlayers could not record that its content is not from AWS: { $why }
failed-no-data-folder = there is no data folder. Set HOME or XDG_DATA_HOME
source-unusable = cannot use { $path }: { $why }
source-holds-cache = it contains the layer cache
failed-journal = cannot start the journal
failed-not-removed = { $path } could not be removed: { $why }
failed-not-in-trash = { $name } is not in the trash anymore

## What a file holds.

contents-no-directory = { $path } is not a directory. samlayers does not follow links.
inside-unreadable = cannot read { $path }: { $why }.
contents-outside = { $path } is outside the layer.
contents-files-only = Only regular files can be shown. samlayers does not follow links.
file-empty = empty
file-script = script
file-text = text
file-binary = binary
file-first-of = start of { $all }
file-first = first { $bytes } of { $all }
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
elf-x86 = 32-bit x86: Lambda cannot run it
elf-arm = 32-bit Arm: Lambda cannot run it
elf-other = machine { $number }: Lambda cannot run it
elf-class = class
elf-machine = machine
elf-symbols = symbols
elf-stripped = stripped
elf-needs = requires
elf-static = none (statically linked)
elf-name = name
elf-searches = searches

## Why the clean-up cannot choose.

choose-no-template = unknown which layers and images are unused: no template found. Specify it with --project DIR or -t FILE
choose-unresolved = unknown which layers and images are unused: { $paths }
not-read-unresolved = { $path } has values that could not be resolved (`samlayers functions` shows why)
not-read-folder = { $path } could not be searched for templates: { $why }
not-read-project-list = the projects added in the app could not be read from { $path }: { $why }
not-read-too-deep = { $path } was not searched for templates: it is { $most } folders deep. Specify it with --project
not-read-too-many = { $path } was not searched completely: it has more than { $most } folders. Specify the projects in it with --project
not-read-not-synthesised = { $path } is a CDK project without a synthesized template. Run `cdk synth`, or specify the templates with -t
not-read-not-prepared = { $path } has Lambda resources, but SAM's Terraform template is missing. Run `sam build --hook-name terraform` in its root module, or specify the templates with -t
not-read-more = and { $more } more
choose-reading = unknown which layers and images are unused: still reading templates
choose-dangling = unknown which images SAM builds left over: the container engine did not respond. Run `samlayers doctor` to see why
choose-images = unknown which images exist: the container engine did not respond. Run `samlayers doctor` to see why
choose-containers = unknown which containers exist: the container engine did not respond. Run `samlayers doctor` to see why

## Build folders.

builds-link = { $path } is a link, and its target may belong to another project. Nothing in it is removed
builds-not-removable = { $path } is not (or no longer) a removable `sam build` folder. Nothing was changed
builds-there-again = { $path } exists again, so the older copy stays in the trash
builds-unknown-missing = { $path } does not exist, so it is unknown what is in use. `sam build` creates it
builds-unknown-unreadable = cannot use { $path }, so it is unknown what is in use: { $why }
builds-too-large = it is larger than the limit of { $most } MiB for such files
builds-unknown-samconfig = unknown where `sam build` stores its results: { $why }
builds-unknown-shared = { $project } builds into the same folders, so it is unknown what is in use
builds-unknown-link = { $path } is a link, so it is unknown what is in use
builds-unknown-not-entered = cannot open { $path } ({ $why }), so it is unknown what is in use
builds-refused-unknown = unknown whether it is in use: { $why }
builds-refused-named = { $path } now uses it
builds-in-use-process = process { $pid } is building in this project. Wait until it has finished
builds-in-use-recent = changed { $seconds } seconds ago, so a build may be running. Retry five minutes after the last build
builds-purpose-graph = which function or layer each UUID was built for
builds-purpose-sync = the state of `sam sync`: without it, the next `sam sync` deploys everything
builds-purpose-templates = `sam init` templates, which are downloaded again when needed
builds-purpose-durable = the state of durable functions that ran locally
reason-build-named = `build.toml` or a link of the last build uses it
reason-build-not-removable = only unused UUIDs in `.aws-sam/cache` and `.aws-sam/deps` are removed
choose-builds = build folders are unknown: still searching
fix-build-native = Build for Lambda: `sam build --use-container`, with the function's architecture.

## Images beside those with layers.

evidence-name = only SAM uses such names
evidence-recognised = { $how }
evidence-template = only a template shows it: `sam build` gives this name to a function's image. It is removed only if you select it
evidence-nothing = nothing shows that SAM built it; only its name looks like one of SAM's. It is not removed
note-sam-pulls-it-again = deleted permanently; SAM pulls it again when needed
note-only-a-template-names-it = deleted permanently; only a template shows that a function uses it. `sam build` rebuilds it
reason-image-not-proven = nothing shows that SAM built it. If you do not need it, remove it with the container engine
anatomy-kind-build = for `sam build --use-container`
anatomy-kind-durable = durable execution emulator
anatomy-kind-function = image function

## Overview.

overview-title = Reclaimable space, problems, largest entries
overview-footprint = SAM on this machine
overview-layers = layer cache
overview-images-own = images, unique
overview-images-shared = images, shared
overview-builds = builds
overview-trash = trash
overview-unused = not used by any template
overview-reclaim = Reclaim space
overview-problems = Problems
overview-largest = Largest (images without shared parts)
overview-safe = Safe clean-up
overview-unused-layers = unused layers
overview-unused-images = unused images
overview-dangling = dangling images
overview-leftovers = leftovers of interrupted runs
overview-outdated-images = outdated images
overview-kind-layer = layer
overview-kind-image = image
overview-kind-leftover = leftover
overview-kind-builds = builds
overview-builds-unused = { $count } unused
overview-nothing = nothing
overview-no-problems-known = no problems found; images unknown
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
projects-none = No other folder with a SAM template found. Press / and type a path.
projects-enter = Enter adds this folder. Its templates are read now and whenever samlayers starts.
projects-enter-read-only = Enter adds this folder for this session only: in read-only mode, the list is not saved.
projects-enter-known = Not read now, because an option specifies what to read. Enter adds it for this session.
projects-enter-typed = Enter adds this folder.
projects-forget = d removes it from the list. Nothing in the folder changes.
projects-list-unreadable = The list of added projects cannot be read: { $why }.
projects-added-already = Already in the list. Press d to remove it.
projects-nothing-to-forget = Not in the list. Press Enter to add it.
projects-of-option = From --project, -t or SAM_TEMPLATE_FILE. To leave it out, start samlayers without it.
projects-of-config = Listed under `projects` in config.yaml. To leave it out, remove it there.
projects-of-current-folder = This is the folder in which samlayers was started. It is always read.
projects-added = Added { $path }. Its templates are read now and whenever samlayers starts.
projects-added-read-only = Added { $path } for this session only: in read-only mode, the list is not saved.
projects-added-session = Added { $path } for this session only: without a data folder, the list cannot be saved.
projects-not-remembered = { $path } was not added, because the list cannot be saved: { $why }.
projects-forgotten = Removed { $path } from the list. Nothing in the folder was changed.
projects-not-forgotten = { $path } stays in the list, because the list cannot be saved: { $why }.
projects-not-added = { $path } is not in the list.
projects-read-only = { $path } stays in the list: read-only mode is on. Press W to turn it off.
projects-no-folder = { $path } is not a folder. Specify the folder that contains the template.
projects-unreadable = { $path } cannot be opened: { $why }.
projects-too-wide = { $path } is too large to search. Add the folder of a project in it.
projects-read-already = { $path } is already read as part of { $folder }.
said-started-too-wide = Uses are unknown: { $folder } is too large to search for templates. Press A to add a project.

## The treemap.

treemap-everything = Everything
treemap-used = used
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
treemap-own = own files (no package)
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
refused-no-parts = Nothing smaller to show here.
refused-demo-projects = The demo has its own project. To add yours, start samlayers without --demo.
refused-no-changes = No changed or overridden files here.
said-sorted = Sorted { $by }.
said-last-change = Last change. Press N for the previous one.
said-first-change = First change. Press n for the next one.
refused-packages-of-one-layer = Open a layer first: packages are shown for one layer at a time.
refused-treemap-of-one-layer = The treemap shows one layer, once its files have been read.

## The timeline.

last-use = last use
last-use-unknown = unknown: no image or container shows it
last-use-image-built = image built
last-use-image-tagged = image rebuilt
last-use-container-created = container created
last-use-container-ended = container stopped
help-last-use = The `last use` column spans from more than two years ago to today. A low bar marks when a layer was downloaded or an image was built; a high bar marks the last known use. SAM does not record invocations, so only these count as use: SAM built an image with the layer, or a container of such an image was created or stopped. Access times are not reliable and not read. `?` means unknown, not unused.

## What makes a package large, and what would make it smaller.

saving-in-runtime = Lambda's runtime already includes { $names }: omit it unless the function needs another version
saving-twice = { $names } is in more than one package of the function: keep one
saving-folders = { $names } does not belong in a package: exclude it
saving-symbols = debug symbols of native code, needed only for debugging: remove them with `strip --strip-unneeded`
saving-tests = tests of distributions and of the code: omit them unless they are imported
saving-caches = compiled Python files and caches: omit them; they are recreated when needed
size-unreadable = cannot be read ({ $why })
size-zip = { $path }: { $why }
size-code-elsewhere = the function's code is not on this machine
size-layer-not-cached = the layer is not cached. To download it: `samlayers prefetch`
size-layer-not-built = the template's layer has not been built. Run `sam build`
size-image-missing = the image has not been built. Run `sam build`, or invoke the function once
size-image-unknown = the container engine did not list its images. Run `samlayers doctor` to see why

## Packing a folder into the zip of a layer.

pack-read = cannot read `{ $path }`: { $why }
pack-unsuitable = cannot pack `{ $path }`: { $reason }
pack-no-text = its name is not UTF-8 text. Rename it
pack-changed = `{ $path }` changed while samlayers read the folder, so nothing was written. Retry when no program writes to the folder
pack-write = cannot write the zip: { $why }
pack-no-folder = { $path } is not a folder
output-exists = { $path } already exists. Specify another file, or replace it with --overwrite
output-is-folder = { $path } is a folder. Specify a file
output-no-folder = the folder { $path } does not exist. Create it first
layout-empty = The folder contains no files, so no runtime can load anything from it.
fix-layout-folder = Change the folder and pack it again.
layout-not-wrapped = `{ $path }` is at the top level of the layer, where no runtime looks for it.
fix-layout-not-wrapped = Move it and its related files to `{ $folder }`, so that it becomes `{ $folder }/{ $path }`.
layout-plain-extension = Lambda cannot start { $paths }: it is not a Linux executable, does not begin with `#!`, and is not executable.
fix-layout-plain-extension = Make it executable with `chmod +x`, or add a `#!` line with its interpreter.
layout-bad-names = { $paths } contains a backslash or a control character. Lambda treats it as one name.
fix-layout-bad-names = Rename it. Zips created on Windows may use `\` instead of `/`.

## Exporting layers.

export-offline = the published zip must be downloaded from AWS. Run it without --offline, or export the cached files with --repack
export-not-cached = { $dir } is not cached. To download what the functions need: `samlayers prefetch`
export-too-many = { $dir } has too many files to list
export-copy = cannot copy { $path }: { $why }
output-not-empty = { $path } is not empty. Specify a new folder
export-no-arn = the ARN of { $dir } is unknown. Specify the ARN, or export the cached files with --repack

## The Builds screen.

count-build = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
screen-builds = Builds
key-go-builds = builds
    .help = build folders of your projects
key-open-builds = open
    .help = expand or collapse a build folder
    .words = contents tree
key-purge-builds = purge
    .help = purge the unused entries of the folder, or the marked UUIDs
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
builds-known = all build.toml files that refer to this folder were read
builds-path = path
builds-project = project
builds-size = size
builds-unused-total = unused
builds-copies = copies
builds-trash = trash
builds-without-folder = build.toml names { $count } UUIDs that have no folder. SAM rebuilds them when needed.
builds-explained = `sam build` stores results in cache and dependencies in deps, one UUID per build. build.toml shows what each is for. Purge moves only unused UUIDs to a trash in this folder.
builds-means-used = used by build.toml or the last build
builds-means-unused = unused: no build.toml names it
builds-means-unknown = use unknown, so it stays
builds-means-other = never removed
builds-files = files
builds-functions = function
builds-layers = layer
builds-runtime = runtime
builds-architecture = architecture
builds-source-hash = source
builds-manifest-hash = manifest
builds-changed = changed
builds-copy-of = copy of
builds-searching = Searching for build folders
builds-none = No build folders found.
builds-none-advice = `sam build` creates .aws-sam in the project folder.

## The graph of functions, layers and images.

graph-title = Functions, layers and images
graph-reuse = reuse
graph-download = download
graph-build = build
graph-pull = pull
graph-ignored = ignored
graph-unknown = It is not known yet what SAM would do with it.
graph-layer-reuse = SAM reuses the cached copy.
graph-layer-download = Not cached: SAM downloads it at the next invocation.
graph-layer-local = Defined in the template: SAM rebuilds the image with it at every invocation.
graph-layer-ignored = SAM ignores this entry.
graph-image-reuse = SAM reuses this image.
graph-image-build = SAM builds this image at the next invocation.
graph-image-pull = SAM pulls this image at the next invocation.
graph-flawed = SAM reuses it anyway. { $detail }
graph-used-by = Used by { $functions }: { $names }.
graph-next = At the next invocation, SAM would { $steps }.
graph-steps-joined = { $steps } and { $last }
graph-next-none = SAM cannot run this function.
graph-next-reuse = reuse { $layers }
graph-next-download = download { $layers }
graph-next-local = use { $layers } from the template
graph-next-build = build the image
graph-next-reuse-image = reuse the image
graph-next-pull = pull the image
graph-next-unknown = The rest is not known yet.
graph-purge-layer = Purging it ({ $bytes }) makes SAM download it again for these functions.
graph-purge-layers = Purging { $layers } ({ $bytes }) makes SAM download again for: { $functions }.
graph-purge-images = { $images } built from this content would remain in use. To have SAM rebuild them, purge with images (i).
graph-purge-image = Removing it frees { $bytes }. SAM builds or pulls it again for these functions.
graph-frees-nothing = no space (all of it is shared)
refused-graph-without-functions = The graph needs functions, but no template with functions was found. Press A to add a project.
refused-graph-unused = No function uses it, so it is not in the graph.
refused-graph-missing = It is not on this machine yet, so there is nothing to go to.

## Exporting layers.

plan-export = Export
plan-export-step = write
plan-effect-export = The cache stays unchanged. Undo does not remove the written files.
outcome-export = Export
said-exported = Saved to { $path }
form-export-as = Format
form-export-original = the published zip
form-export-original-help = Downloads the zip from AWS, byte for byte as it was published.
form-export-repacked = a zip of the cached files
form-export-repacked-help = Needs no access to AWS. SAM does not keep file permissions: programs and scripts become executable, other files do not.
form-export-context = a Docker build context
form-export-context-help = A new folder with the files of the layers, and Dockerfile.layers with the lines that give an image function the same /opt.
form-export-to = Save to
form-export-to-hint = a file or a folder
form-export-overwrite = Overwrite
form-export-overwrite-hint = replace an existing file
form-no-target = Specify a file or a folder to save to.
refused-no-layer-to-export = No layer here to export.
reason-not-cached = not cached. Export the published zip, or refresh the layer first
reason-never-cached = defined in the template: SAM builds it and does not cache it
reason-no-arn-to-export = its ARN is unknown, so AWS cannot provide its zip. Export a zip of the cached files

## What makes a layer or function large.

size-title = Why so large: { $name }
size-measuring = Reading the files …
size-of = { $bytes }, { $share } of { $most }
size-code-and-layers = code { $code }, { $layers } { $bytes }
size-too-much = { $bytes } more than Lambda allows
size-not-counted = Not included: { $target }: { $why }
size-savings = Largest savings
size-savings-aside = suggestions; samlayers removes nothing
size-parts = Parts, largest first
size-tests = tests
size-caches = compiled files and caches
size-symbols = debug symbols
size-own = own files (no package)
size-in-runtime = already in the runtime
size-also-in = also in { $targets }
refused-size = Select a layer or a function first.
refused-size-of-image = The size of an image function is the size of its image: see Images (2).
refused-size-while-reading = The files are still being read.

## Builds in the clean-up, and texts of Overview.

criterion-builds = unused builds
criterion-builds-help = not in any build.toml
clean-up-shared = all shared
overview-unused-builds = unused builds
tip-open-overview = { $open } goes to the entry, { $cleanup } reclaims its space.
plan-effect-images-shared = Images are deleted permanently; undo cannot restore them. Other images share all their content, so no space is freed.
count-unused-build = { $count ->
    [one] { $count } unused build
   *[other] { $count } unused builds
}
