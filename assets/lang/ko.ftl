# The sentences of the app in Korean: the same ids as in en.ftl, and a headline for each code whose sentences are
# English. Sentences end in 합니다, labels in nouns; a letter of Hangul takes two columns.

## Numbers of things.

count-file = 파일 { $count }개
count-layer = 계층 { $count }개
count-image = 이미지 { $count }개
count-container = 컨테이너 { $count }개
count-leftover = 잔여 파일 { $count }개
count-lock = 잠금 { $count }개
count-thing = 항목 { $count }개
count-step = 단계 { $count }개
count-problem = 문제 { $count }개
count-match = { $count }개 일치
count-function = 함수 { $count }개
count-version = 버전 { $count }개
count-entry = 항목 { $count }개
count-download = 다운로드 { $count }개
count-outdated-image = 오래된 이미지 { $count }개
count-layer-is = 계층 { $count }개

## The first two lines: badges, the cache, the engine, the trash.

header-read-only = 읽기 전용
header-looking-for-the-cache = 캐시를 찾는 중{ $ellipsis }
header-not-there-yet = 아직 없음
header-cannot-be-used = 사용할 수 없음
header-listing = 목록 읽는 중{ $ellipsis }
header-counting = 계산 중{ $ellipsis }
header-no-problems = { $ok } 문제 없음
header-engine-off = 엔진 꺼짐
header-no-engine = { $failed } 엔진 없음{ $reason }
header-at = ({ $endpoint })
footprint-layers-amount = 계층 캐시 { $amount }
footprint-images-amount = 이미지 { $amount }
footprint-builds-amount = 빌드 { $amount }
footprint-trash-amount = 휴지통 { $amount }
footprint-unused-amount = 미사용 { $amount }
footprint-unknown = 알 수 없음
footprint-total-unknown = 크기를 알 수 없음
footprint-at-least = { $bytes } 이상
header-demo = 데모
header-engine = 엔진
header-asking-engine = 엔진 조회 중
engine-recorded = { $name }, 데모용 기록

## What a layer's row means.

layer-unused = 사용할 수 없음. SAM이 다시 다운로드합니다
layer-imported = { $age } 전에 { $source }에서 가져왔습니다. AWS가 이 ARN으로 제공하는 내용과 다를 수 있습니다.
layer-on-disk = 디스크
layer-path = 경로
layer-size-exact = { $bytes } ({ $exact }바이트), { $files }
layer-size = 크기
layer-unreadable = 읽기 불가
layer-still-being-counted = 계산 중
layer-checked = 검증
layer-not-checked = 아직 안 함. c를 누르면 게시된 zip과 비교합니다
layer-changed = 변경
layer-lock-unreadable = 읽을 수 없음
layer-process = 프로세스 { $pid }
layer-running = 실행 중
layer-gone = 종료됨
layer-lock-unknown = 여기서는 보이지 않음. SAM이 { $seconds }초 더 기다림
layer-lock = 잠금
layer-as-published = 게시된 zip과 같습니다
layer-not-as-published = 게시된 zip과 다릅니다: { $differences }
layer-checked-sentence = { $how }: { $files }, { $bytes }, { $age } 전 검증({ $evidence } 기준).
layer-behind = { $versions } 뒤처졌습니다. 최신은 { $latest }입니다. SAM이 사용할 버전은 템플릿이 정합니다.
layer-no-newer-version-is-published = 더 새로운 버전이 없습니다.
layer-newer-unknown = 새 버전이 있는지 확인하지 못했습니다: { $why }
layer-link = { $target }을(를) 가리키는 링크입니다. samlayers는 링크를 따라가지 않습니다.
layer-no-directory = 계층 이름이지만 디렉터리가 아닙니다. SAM이 사용할 수 없습니다.
layer-ok = 준비됨. SAM이 다운로드 없이 이 사본을 사용합니다.
layer-empty-cached = 비어 있지만 SAM은 캐시된 것으로 봅니다. 함수가 이 계층 없이 실행됩니다.
layer-empty = 비어 있습니다. 함수에 필요할 때 SAM이 계층을 다운로드합니다.
layer-partial = 다운로드가 완료되지 않았습니다. 함수에 필요할 때 SAM이 다시 다운로드합니다.
layer-downloading = SAM이 이 계층을 다운로드하고 있습니다.
layer-failed = SAM의 마지막 다운로드가 실패했습니다. 함수에 필요할 때 SAM이 다시 시도합니다.
layer-still-being-counted-2 = 계산 중입니다.
layer-unreadable-content = 읽을 수 없어 내용을 알 수 없습니다.
layer-leftover-zip = 중단된 다운로드의 zip 파일입니다. SAM은 사용하지 않습니다.
layer-leftover-dockerfile = 중단된 이미지 빌드의 Dockerfile입니다. SAM은 사용하지 않습니다.
layer-leftover-lock = 캐시에 없는 계층의 잠금 또는 상태 파일입니다.
layer-leftover-reference = SAM이 해석하지 못한 템플릿 참조가 남긴 빈 폴더입니다.
layer-leftover-in-use = 실행 중인 SAM이 사용하고 있습니다. 그 프로세스가 끝날 때까지 그대로 둡니다.
layer-it-can-be-purged = 제거해도 안전합니다.
layer-belongs-to = 소속
layer-foreign = SAM이 만든 것이 아닙니다. samlayers는 표시만 하고 변경하지 않습니다.
layer-why = 이유
layer-files-missing = { $files }개 없음
layer-files-truncated = { $files }개 잘림
layer-files-changed = { $files }개 변경
layer-files-added = { $files }개 추가
layer-files-modes = { $files }개 권한 다름
layer-files-unreadable = { $files }개 읽기 불가

## How a name comes about. Captions stand beside digits: keep them short.

anatomy-not-known = 알 수 없음
anatomy-arn-unknown = 해시는 되돌릴 수 없습니다. 이 계층을 사용하는 템플릿을 읽으면 ARN이 표시됩니다(--project DIR 또는 -t FILE).
anatomy-sha256-unknown = 원본 ARN을 알 수 없음
anatomy-evidence-not-proof = 거의 확실하나 증명되지 않음
anatomy-proven-by-its-hash = 해시로 증명됨
anatomy-sha256-of-exactly-this-text = 이 텍스트의 SHA-256
anatomy-the-first-ten-of-64 = 64자리 중 앞 10자리
anatomy-learnt-from-in = { $template }({ $function })에서 찾음:
anatomy-given = 직접 입력함:
anatomy-remembered = 이전에 템플릿에서 찾음:
anatomy-searched = 이 계층이 있는 템플릿이 없어 ARN { $candidates }개를 시도하여 찾았습니다(계정 출처: { $account }). 잘못된 일치일 확률: { $chance }분의 1.
anatomy-directory = 디렉터리:
anatomy-name = 이름
anatomy-version = 버전
anatomy-ten-digits = 10자리
anatomy-images-built-with-it = 이 계층으로 빌드된 이미지
anatomy-images-how = SAM은 모든 계층의 디렉터리 이름을 -로 이어 SHA-256을 계산하고 25자리를 사용합니다:
anatomy-images-more = 그 외 { $more }개 (o로 보기)
anatomy-gone = { $layers }개 중 { $gone }개가 캐시에 없음: 이미지가 캐시보다 오래됨
anatomy-sha256-of-their-names-joined = 이름을 -로 이은 것의 SHA-256
anatomy-the-first-25 = 앞 25자리
anatomy-named-by = 이름 방식
anatomy-runtime = 런타임
anatomy-processor = 아키텍처
anatomy-processor-unnamed = 이름에 없음 (SAM은 x86_64를 생략)
anatomy-kind = 종류
anatomy-kind-rapid = 계층이 없는 함수용 SAM 이미지, 또는 이미지 함수로 빌드한 것
anatomy-kind-emulation = 계층이 없는 기본 이미지, SAM CLI 1.70.1 이하
anatomy-releases-0-8 = SAM CLI 0.8.0~1.32.0
anatomy-releases-1-33 = SAM CLI 1.33.0~1.70.1
anatomy-releases-1-71 = SAM CLI 1.71.0 이후

## Which functions use it.

usage-used-by = 사용처
usage-templates-are-still-being-read = 템플릿 읽는 중{ $ellipsis }
usage-and-more = 그 외 { $more }개
usage-no-function = 함수 없음
usage-unreferenced = 찾은 템플릿 중 사용하는 것이 없습니다.
usage-not-known = 알 수 없음
usage-no-template = 템플릿을 찾지 못했습니다. A로 프로젝트를 추가하거나 프로젝트 폴더에서 시작하십시오.
usage-too-wide = samlayers를 시작한 { $folder }은(는) 템플릿을 찾기에 너무 넓습니다. A로 프로젝트를 추가하십시오.
usage-unresolved = 사용하는 템플릿이 없지만, 일부는 완전히 읽지 못했습니다:
usage-search-gave-up = 알려진 계층의 순서 조합 { $all }개 중 { $tried }개를 시도했으나 일치하는 것이 없습니다
usage-search-over = 알려진 계층의 순서 조합 { $all }개 중 일치하는 것이 없습니다

## What is told at the start.

told-everything-else-works-esc-goes = 나머지는 모두 동작합니다. Esc를 눌러 계속하십시오.

## The window is too small.

too-small-sentence = samlayers에는 { $width }열 { $height }행이 필요합니다. 이 터미널은 { $columns }열 { $lines }행입니다.

## What stands where there is nothing to list.

empty-nothing-matches = /{ $filter }에 맞는 것이 없습니다
empty-esc-clears-the-filter = Esc로 필터를 지웁니다.
empty-demo = 예제 데이터로 사용해 보려면: samlayers --demo
empty-looking-for-cache = SAM의 계층 캐시를 찾는 중
empty-cache-unusable = 계층 캐시를 사용할 수 없습니다.
empty-cache = 캐시
empty-chosen-by = 설정 위치
empty-listing-the-cache = 캐시 목록을 읽는 중
empty-no-cache = 아직 계층 캐시가 없습니다.
empty-the-layer-cache-is-empty = 계층 캐시가 비어 있습니다.
empty-cache-what = `sam local invoke`, `start-api`, `start-lambda`로 계층이 있는 함수를 실행하면 SAM이 각 계층을 myLayer-1-926eeb5ff1 같은 디렉터리에 다운로드합니다. 그 계층들이 ARN, 빌드된 이미지와 함께 여기에 표시됩니다.
empty-asking-engine = 컨테이너 엔진에 연결하는 중
empty-engine-off = 컨테이너 엔진이 꺼져 있습니다.
empty-engine-off-why = samlayers를 --no-engine으로 시작하여 이미지 목록을 볼 수 없습니다. 이미지가 있을 수도 있습니다.
empty-engine-unavailable = 컨테이너 엔진에 연결할 수 없습니다.
empty-endpoint = 엔드포인트
empty-images-unknown = 컨테이너 엔진이 응답해야 이미지 목록을 볼 수 있습니다. 나머지는 모두 동작합니다.
empty-listing-images = 이미지 목록을 읽는 중
empty-no-images = SAM CLI의 이미지를 찾지 못했습니다.
empty-images-what = SAM은 계층이 있는 함수를 호출할 때 함수마다 이미지를 빌드하고, 런타임마다 이미지를 하나씩 가져옵니다.
empty-engine = 엔진
empty-other-engine = 다른 엔진을 사용하려면 DOCKER_HOST를 설정하거나 --docker-host를 지정하십시오.
empty-engine-answers = 응답하는 엔진: { $name }, { $host } ({ $known_as }).
empty-engine-use = E를 누르면 이번 세션에 사용하거나 SAM용 설정을 복사합니다.
empty-reading-templates = 템플릿을 읽는 중
empty-no-template = SAM 템플릿을 찾지 못했습니다.
empty-templates-what = 템플릿에는 각 함수에 필요한 계층과 디렉터리 이름의 바탕이 된 ARN이 적혀 있습니다. A로 프로젝트를 추가하거나, 프로젝트 폴더에서 samlayers를 시작하거나, 읽을 것을 지정하십시오:
empty-nothing-was-done-yet = 작업 내역이 없습니다.
empty-activity-what = 제거, 새로 고침, 검증이 여기에서 실행되고 각 단계의 결과가 남습니다.
empty-from-earlier = 이전 세션의 { $entries }, { $bytes }
empty-trash = 휴지통
empty-trash-keys = u로 최근 것을 되돌리고, X로 공간을 확보합니다.

## A question.

confirm-yes = 예
confirm-no = 아니요
code-title = MFA 코드
code-question = AWS가 MFA 장치 { $serial }의 코드를 요구합니다.
code-label = 코드:
code-kept = samlayers는 앱을 닫을 때까지 세션을 유지합니다.
said-code-wanted = AWS가 MFA 코드를 요구합니다. 이 대화 상자를 닫고 입력하십시오.

confirm-quit = 끝낼까요?
confirm-sure = 완전히 삭제할까요?

## Every action by name.

palette-no-action-is-called-that = 일치하는 작업이 없습니다.
palette-title = 모든 작업

## The keys of a screen, and what the signs mean.

help-moving = 이동
help-mouse = 마우스도 사용할 수 있습니다: 클릭, 두 번 클릭, 스크롤. 탭, 열 제목, 입력 칸, 옵션, 마지막 줄의 키도 클릭할 수 있습니다.
help-title = { $screen } 단축키
help-title-dialog = 대화 상자 단축키
help-sign-ok = 사용 가능
help-sign-odd = 사용 가능, 경고 있음
help-sign-empty = 비어 있음
help-sign-partial = 다운로드가 완료되지 않음
help-sign-downloading = 다운로드 중
help-sign-failed = 마지막 다운로드 실패
help-sign-unknown = 알 수 없음
help-sign-foreign = 잔여 파일이거나 SAM이 만들지 않은 것
help-sign-complete = 모두 있음
help-sign-missing = SAM이 먼저 계층을 다운로드하거나 이미지를 빌드함
help-sign-local = 템플릿에 정의된 계층, 매번 빌드됨
help-sign-warning = 경고
help-sign-broken = 동작하지 않음

## The dialog "clean up", its total and what it would do.

clean-up-clean-up = 정리
clean-up-clean-up-2 = 정리: { $help }
clean-up-match-any = 하나라도
clean-up-match-all = 모두
clean-up-fewer = 계층이 모든 조건을 만족해야 하므로 선택이 { $before }개에서 { $after }개로 줄었습니다. m을 누르면 하나라도 만족하는 계층을 선택합니다.
clean-up-none = 없음
clean-up-not-known = 알 수 없음
clean-up-nothing-chosen-yet = 선택한 것이 없습니다. Space로 선택하고, 숫자를 입력하여 값을 바꿉니다.
clean-up-nothing-like-that = 해당하는 항목이 없습니다.
clean-up-only-refused = 없음: { $refused }개 건너뜀
clean-up-some-refused = { $what }; { $refused }개 건너뜀
clean-up-uncounted = + 아직 계산하지 않은 항목
clean-up-undoable = 실행 취소로 되돌릴 수 있음: { $bytes }{ $uncounted }
clean-up-not-undoable = 되돌릴 수 없고 필요할 때 SAM이 다시 만듦: 이미지 { $bytes }
clean-up-for-good = 이미지({ $bytes })는 완전히 삭제되며, 필요할 때 SAM이 다시 만듭니다.

## What is inside: a tree of files.

contents-opt-from = { $dir }의 /opt
contents-opt-of = { $function }의 /opt
contents-opt-of-2 = { $name }의 /opt
contents-reading-image = 이미지를 실행하지 않고 읽는 중
contents-reading-the-directory = 디렉터리를 읽는 중
contents-same = 모든 파일이 같습니다.
contents-empty = 비어 있습니다.
contents-unreadable = { $bytes }, { $failures }개 읽기 불가
contents-more-not-listed = { $bytes }, { $omitted }개는 목록에 없음
contents-not-cached = { $name }: 캐시에 없어 파일이 나열되지 않습니다.
contents-overridden = 파일 { $count }개가 앞선 계층의 파일을 덮어씁니다. 어떤 함수도 읽을 수 없는 낭비: { $bytes }.
contents-changes = { $added }개 추가, { $removed }개 삭제, { $changed }개 변경, 변경 없는 파일은 숨김
contents-overrides = { $winner }번이 { $losers }번을 덮어씀
contents-overrides-wasted = { $winner }번이 { $losers }번을 덮어씀, { $bytes } 낭비
contents-total-wasted = { $bytes }, { $wasted } 낭비
contents-by-name = 이름순
contents-by-size = 크기순
contents-by-wasted = 낭비된 바이트순
contents-added = 추가
contents-removed = 삭제
contents-changed = 변경

## What the row of a project, template or function means.

function-project = 프로젝트: SAM이 읽을 템플릿이 있는 폴더입니다.
function-folder = 폴더
function-template = 템플릿
function-refused = SAM이 이 템플릿을 거부합니다: { $code }
function-refused-listed = 더 새로운 SAM CLI는 받아들일 수도 있습니다. 받아들인 것으로 보고 { $functions }을(를) 표시하며, 그 계층은 사용 중으로 간주합니다.
function-read = SAM이 이 템플릿을 읽습니다: { $functions }.
function-file = 파일
function-built = `sam build`가 만들었습니다. SAM은 프로젝트 폴더의 템플릿 대신 이것을 사용합니다.
function-image-function = 컨테이너 이미지이며 계층은 적용되지 않음
function-no-runtime = 런타임 없음
function-no-usable-architecture = 유효한 아키텍처 없음
function-runs-on = { $runtime }, { $architecture }
function-where = 위치
function-function = 함수
function-code = 코드
function-layers = 계층
function-none = 없음
function-layers-order = 순서대로, 나중 계층이 우선
function-layer-local = 이 템플릿에서, 매번 빌드됨
function-left-out-by-sam = SAM이 무시함
function-cached = 캐시됨
function-layer-missing = 없음: SAM이 다운로드함
function-layer-unknown = 알 수 없음
function-nearby = 가장 비슷한 것: { $name } ({ $difference })
function-image = 이미지
function-no-image = 없음
function-image-none = SAM이 이 함수를 실행할 수 없습니다. 위의 문제를 확인하십시오.
function-image-sam-would-run = SAM이 실행할 이미지
function-image-here = 이미 있습니다.
function-image-flawed = SAM이 이 이미지를 사용하지만 문제가 있습니다:
function-image-to-build = 아직 빌드되지 않았습니다. 다음 호출 때 SAM이 빌드합니다.
function-image-to-pull = 아직 가져오지 않았습니다. 다음 호출 때 SAM이 가져옵니다.
function-image-unknown = 알 수 없음: 응답한 컨테이너 엔진이 없습니다.

## How what is there differs from what SAM will look for.

nearby-instead = { $what } { $wanted } 대신 { $there }
nearby-version = 버전
nearby-partition = 파티션
nearby-region = 리전
nearby-account = 계정
nearby-layer = { $wanted } 대신 { $there }
nearby-made-for = { $wanted } 대신 { $there }용
nearby-region-or-account = 다른 리전 또는 계정(10자리만으로는 구분할 수 없음)
nearby-not-cached = 이것도 SAM이 다시 다운로드함
nearby-spelling = 표기가 다름
nearby-same-layers = 같은 계층
nearby-order = 같은 계층, 다른 순서
nearby-repeated = 같은 계층, 하나가 두 번 이상
nearby-without = { $layer } 없음
nearby-with = { $layer } 추가
nearby-named-by = { $releases } 방식의 이름

## Gauges against Lambda's quotas.

quotas-lambdas-quotas = Lambda 할당량
quotas-layers = 계층
quotas-of-layers = { $layers }/{ $most }
quotas-of-images = 컨테이너 이미지: 계층 없음
quotas-image = 이미지
quotas-image-not-built = 아직 빌드되지 않아 크기를 알 수 없습니다. 한도는 10 GB입니다.
quotas-of-image = { $bytes }, 10 GB의 { $share }
quotas-image-counted = 컨테이너 엔진이 보고한 크기입니다. 배포되지 않는 SAM의 런타임 에뮬레이터가 포함됩니다.
quotas-own-code = 함수 코드
quotas-own-source = 함수 소스
quotas-unzipped = 압축 해제
quotas-of-unzipped = { $bytes }, 250 MB의 { $share }
quotas-not-counted = { $layers } 제외: 다운로드한 뒤에 크기를 알 수 있습니다.
quotas-not-counted-local = { $layers } 제외: 이 템플릿에서 매번 빌드됩니다.
quotas-code-loading = 함수 코드의 크기를 계산하는 중입니다.
quotas-code-unavailable = 함수 코드를 포함하지 않았습니다: { $reason }.
quotas-code-on-top = 함수 코드의 크기가 더해집니다.
quotas-code-dependencies = `sam build`가 코드의 종속성을 추가합니다.
quotas-of-zipped = { $bytes }, 50 MB의 { $share }
quotas-unit = AWS의 1 MB는 1,048,576바이트입니다.
quotas-zipped = 압축
quotas-through-s3 = 직접 업로드하기에는 너무 큽니다. S3를 통해 배포하십시오.
quotas-zipped-unknown = 패키징하면 알 수 있습니다. 50 MB를 넘으면 S3가 필요합니다.
quotas-direct = 직접 업로드할 수 있습니다.
quotas-direct-at-most = zip으로 압축해도 커지지 않으므로 최대 크기입니다. 직접 업로드할 수 있습니다.

## What an image's row means.

image-name = 이름
image-what-the-name-says = 이름 해석
image-in-the-engine = 엔진
image-size = 크기
image-built = 빌드
image-label-id = ID
image-referenced = 템플릿의 함수를 위해 SAM이 이 이미지를 실행합니다.
image-unreferenced = 찾은 템플릿 중 사용하는 것이 없습니다. SAM은 이 이미지를 삭제하지 않습니다.
image-loading = 템플릿을 읽는 중입니다.
image-usage-unknown = 함수가 사용하는지 알 수 없습니다.
image-size-shared = { $all }, 이 이미지만의 크기 { $own }
image-size-unshared = { $all }, 공유하는 크기는 엔진이 보고하지 않음
image-layers = 계층
image-not-known = 알 수 없음
image-so-far = 지금까지: { $search }.
image-layers-unknown = 이 25자리와 일치하는 템플릿이 없습니다.{ $tried } 계층을 찾으려면 이 이미지를 빌드한 프로젝트를 지정하십시오: --project DIR 또는 -t FILE.
image-layers-in-order = 계층(순서대로)
image-not-cached = 이제 캐시에 없음
image-or-layers-in-order = 또는 계층(순서대로)
image-same-text = 이 이름들을 이어도 같은 텍스트가 됨
image-containers = 컨테이너
image-not-by-sam = , SAM이 만들지 않음

## The list of images: heads of columns and states.

images-images-by = 이미지, { $sort }순{ $order }
images-reversed = , 역순
images-running = 실행 중
images-problem = 문제
images-outdated = 오래됨
images-suspect = 의심
images-in-use = 사용 중
images-unused = 미사용
images-reading = 읽는 중
images-unknown = 불명
images-column-state = 상태
images-column-image = 이미지
images-column-hash = 해시
images-column-layers = 계층
images-column-size = 크기
images-column-own = 자체
images-column-uses = 사용
images-column-age = 경과
    .columns = 6
images-column-cont = 컨테이너
    .columns = 8

## The list of jobs: heads of columns and states.

activity-waiting = 대기
activity-running = 실행 중
activity-paused = 멈춤
activity-stopping = 중지 중
activity-stopped = 중지됨
activity-failed = 실패
activity-done = 완료
activity-problems = 문제
activity-in-part = 일부
activity-not-done = 못 함
activity-column-state = 상태
activity-column-job = 작업
activity-column-steps = 단계
activity-column-age = 경과
    .columns = 6

## A job step by step.

job-started = 시작
job-ended = 종료
job-trash = 휴지통
job-in-trash = { $bytes }를 휴지통으로 옮겼습니다. 휴지통을 비울 때까지(X) 공간을 차지합니다
job-freed = 확보
job-sam = SAM
job-note = 참고
job-command = 명령
job-images = 이미지
job-outdated = { $images }를 SAM이 계속 사용합니다. i를 눌러 제거하십시오.
job-label-images = 이미지
job-searched = 이 이미지의 계층이 있는 템플릿이 없어, 일치하는 것을 찾을 때까지 알려진 계층의 순서 조합을 시도합니다.
job-of-at-most-selections-tried = 최대 { $all }개 중 { $tried }개 조합 시도
job-result = 결과
job-steps = 단계
job-refused = { $target }: 건너뜀, { $reason }

## Downloads under way.

progress-looking-up = 조회 중
progress-waiting = 대기 중
progress-downloading = 다운로드 중
progress-unpacking = 압축 푸는 중
progress-copying = 복사 중
progress-uploading = 업로드 중
progress-publishing = 게시 중
progress-swapping-in = 교체 중
progress-reading = 읽는 중
progress-of = { $total } 중 { $done }
progress-paused = 일시 중지
progress-now = 지금
progress-in = { $time } 후
progress-again = { $when } 다시 시도: { $why }
progress-left = { $time } 남음

## The dialog that shows what a purge or refresh would do.

plan-purge-to-the-trash = 제거: 휴지통으로
plan-purge-delete-for-good = 제거: 완전히 삭제
plan-refresh-download-again = 새로 고침: 다시 다운로드
plan-undo-bring-back = 실행 취소: 되돌리기
plan-check-deeply = 검증: 게시된 zip과 비교
plan-remove-images = 이미지 제거
plan-remove-containers = 컨테이너 제거
plan-release-locks = 잠금 해제
plan-nothing = 실행할 것 없음
plan-purge-with-images = 제거: 계층은 휴지통으로, 이미지는 완전히
plan-remove-container = 컨테이너 제거
plan-remove-image = 이미지 제거
plan-trash = 휴지통으로
plan-delete = 삭제
plan-trash-leftover = 휴지통으로(잔여)
plan-release-lock-of = 잠금 해제
plan-download = 다운로드
plan-import = 가져오기
plan-import-step = 가져오기
plan-publish = 게시
plan-publish-step = 게시
plan-grant-step = 권한 부여
plan-bring-back = 되돌리기
plan-check = 검증
plan-verb-purge = 제거
plan-verb-remove = 제거
plan-verb-release = 해제
plan-verb-refresh = 새로 고침
plan-considered = { $count ->
   *[other] 미사용은 다음 템플릿 { $count }개 중 어느 것에도 없음을 뜻합니다:
}
plan-refused = 건너뜀({ $things }):
plan-uncounted = { $bytes } + 아직 계산하지 않은 { $layers }
plan-effect-trash = { $bytes }를 휴지통으로 옮깁니다. 실행 취소(u)로 되돌릴 수 있으며, 휴지통을 비우면(X) 공간이 확보됩니다.
plan-effect-delete = { $bytes }를 바로 확보합니다. 실행 취소로 되돌릴 수 없으며, 필요할 때 SAM이 계층을 다시 다운로드합니다.
plan-effect-check = { $bytes }를 읽습니다. 아무것도 변경하지 않습니다.
plan-effect-undo = { $bytes }를 휴지통에서 원래 위치로 옮깁니다.
plan-effect-refresh = 현재 내용({ $bytes })은 새 내용의 다운로드와 검증이 끝날 때까지 유지됩니다. 그 후 휴지통으로 옮기며, 실행 취소(u)로 되돌릴 수 있습니다.
plan-effect-import = 내용을 복사하고 검증하여 캐시에 추가합니다.
plan-effect-publish = 게시된 버전은 AWS에 남으며, 실행 취소로 제거할 수 없습니다.
plan-effect-images = 이미지({ $bytes })는 완전히 삭제되어 실행 취소로 되돌릴 수 없습니다. 필요할 때 SAM이 다시 빌드합니다.
plan-effect-locks = 잠금만 해제하고 계층은 그대로 둡니다.
plan-effect-nothing = 선택한 항목에 대해 실행할 것이 없습니다. 이유는 위에 있습니다.
plan-with-images = 이미지 포함
plan-unknown-locks = 잠금 해제
plan-delete-for-good = 완전히 삭제

## What a plan says: the same sentences as those of the command line.

notes-joined = { $notes }. { $more }
note-sam-builds-it-again = 되돌릴 수 없음. 함수에 필요할 때 SAM이 다시 빌드합니다
note-used-by = { $functions }에서 사용
note-used-by-more = { $functions } 외 { $more }개 함수에서 사용
note-undoes-purge = { $when }에 제거한 것
note-undoes-refresh = { $when }에 새로 고친 것
note-undoes-import = { $when }에 가져온 것
note-older-build = 되돌릴 수 없음. 이름이 없어진 이전 SAM 빌드입니다
note-has-another-name = 이미지에 다른 이름이 있어 공간이 확보되지 않습니다
note-sharing-unknown = 공유하는 크기를 컨테이너 엔진이 보고하지 않아, 확보되는 공간이 더 적을 수 있습니다
note-counted-unpacked = 압축을 푼 크기입니다. 엔진의 압축된 사본도 함께 제거됩니다
note-new-content = { $files }, { $bytes }를 가져옵니다
note-folders-only = 폴더만 있어, 어떤 런타임도 여기에서 아무것도 불러올 수 없습니다.
note-same-account = { $target }은(는) 같은 계정의 같은 리전이므로 한 번만 게시합니다
note-replaces-import = { $source }에서 가져온 내용을 대체합니다
note-was-imported = { $source }에서 가져온 내용입니다. 실행 취소하거나 다시 가져와야만 복원할 수 있습니다
note-was-imported-deleted = { $source }에서 가져온 내용입니다. 실행 취소나 다운로드로는 복원할 수 없으며 다시 가져와야 합니다
note-images-stay = 이것으로 빌드한 { $images }는 남아 있으며 SAM이 계속 사용합니다
note-old-images-stay = { $images }에는 이전 내용이 그대로 있으며 SAM이 계속 사용합니다
note-already-published = { $arn }에 이미 이 내용이 있어 게시하지 않습니다
note-through-s3 = 먼저 { $bucket } 버킷에 업로드하고 나중에 제거합니다
note-in-account = 계정 { $account }
note-everyone = AWS 계정이 있는 모든 사람이 다운로드할 수 있습니다
note-not-counted = 크기를 아직 계산하지 않았습니다
note-hard-links = 그중 { $bytes }는 다른 이름이 있는 파일의 하드 링크입니다
note-process-gone = 잠금을 건 프로세스가 더 이상 없습니다
note-owner-unknown = 잠금을 건 프로세스가 여기서는 보이지 않습니다. 컨테이너 등에서 아직 실행 중일 수 있습니다. SAM은 { $seconds }초 더 기다립니다
note-changes-places = 다운로드한 내용과 교체합니다
target-lock-of = { $dir }의 잠금
target-images-of-layers = 이 계층들로 빌드된 이미지
reason-gone = 더 이상 존재하지 않습니다
reason-locked-by = 프로세스 { $pid }이(가) 잠갔습니다. 끝날 때까지 기다리십시오
reason-locked = 실행 중인 프로세스가 잠갔습니다. 끝날 때까지 기다리십시오
reason-size-unknown = 일부를 읽을 수 없어 크기를 알 수 없습니다. `samlayers verify`로 확인하십시오
reason-state-unknown = SAM의 잠금 파일이나 상태 파일을 읽을 수 없어 상태를 알 수 없습니다. 어느 파일인지 `samlayers verify`로 확인하십시오
reason-lock-owner-unknown = { $lock }. 기다리거나, 그 프로세스가 이미 끝났다면 잠금을 해제하십시오(--abandoned-locks, 앱에서는 o)
reason-in-use = 실행 중인 SAM이 사용하고 있습니다. 끝날 때까지 기다리십시오
reason-container-runs = 컨테이너 { $name }의 상태가 { $state }입니다. 먼저 중지하십시오(`docker stop { $name }`)
reason-container-not-of-sam = SAM이 만들지 않은 컨테이너가 있습니다: { $name }. 먼저 직접 제거하십시오(`docker rm { $name }`)
reason-engine-silent = 컨테이너 엔진이 이미지 목록을 보내지 않았습니다. 이유는 `samlayers doctor`로 볼 수 있습니다
reason-not-a-directory = 디렉터리가 아닙니다. 제거하면 필요할 때 SAM이 다운로드합니다
reason-nothing-to-check = 디렉터리가 아니며, samlayers는 링크를 따라가지 않습니다
reason-already-cached = 이 이름으로 이미 캐시되어 있습니다. 대체하려면 --replace를 지정하십시오. 기존 내용은 휴지통으로 옮깁니다
reason-over-quota = 압축 해제 크기가 { $bytes }바이트입니다. 함수와 계층을 합친 한도는 { $most }바이트입니다. 그래도 가져오려면 --allow-over-quota를 지정하십시오
reason-source-empty = 파일도 폴더도 없습니다. Lambda는 빈 zip 파일을 받지 않습니다
reason-layer-name = 계층 이름은 영문자, 숫자, 대시, 밑줄로 최대 { $most }자입니다
reason-description = 설명은 최대 { $most }자입니다
reason-license = 라이선스는 최대 { $most }자입니다. SPDX 식별자나 URL을 지정하십시오
reason-too-many-runtimes = 계층 버전의 호환 런타임은 최대 { $most }개입니다
reason-architecture = Lambda가 지원하는 아키텍처: { $names }
reason-layer-too-large = 압축 해제 크기가 { $bytes }바이트입니다. Lambda의 한도는 { $most }바이트입니다
reason-needs-bucket = zip이 직접 업로드하기에는 너무 큽니다(50 MB). --s3-bucket으로 { $region }의 버킷을 지정하십시오
reason-arn-unknown = ARN을 알 수 없습니다. 이 계층을 사용하는 템플릿의 프로젝트를 지정하거나(--project DIR 또는 -t FILE), 제거하고 SAM이 다운로드하게 하십시오(`samlayers purge { $dir }`)
reason-arn = ARN을 사용할 수 없습니다. { $error }
reason-under-way = 이미 다운로드 중입니다. 작업(4)에서 볼 수 있습니다
skipped-cancelled = 취소됨
skipped-old-content-untouched = 취소됨. 현재 내용은 변경되지 않았습니다
skipped-rest-in-trash = 취소됨. 나머지는 `samlayers trash empty`로 제거합니다
skipped-read-only = 읽기 전용 모드입니다. --read-only 없이 시작하거나 앱에서 W를 누르십시오
skipped-not-refreshed = { $layer } 계층을 새로 고치지 못해 이미지를 그대로 둡니다
skipped-not-published = 해당 버전이 게시되지 않았습니다
skipped-carried-out-elsewhere = 다운로드와 검증은 따로 실행됩니다
skipped-engine-has-it-no-more = 컨테이너 엔진에 더 이상 존재하지 않음
skipped-no-selection-fits = 일치하는 조합이 없음

## A file of a tree.

preview-reading-it = 읽는 중
preview-layer = 계층
preview-hides = 덮어씀
preview-wasted = 낭비
preview-wasted-in = { $files }에서 { $bytes }
preview-back = 목록으로
preview-added = 추가
preview-removed = 삭제
preview-was-in = { $origin }에 있었음
preview-changed = 변경
preview-folder-differs = 변경된 항목이 있는 폴더:
preview-folder-with = 폴더, 들어 있는 것
preview-content = 내용
preview-size = 크기
preview-leads-to = 링크 대상
preview-image-files = 이미지의 파일은 목록만 표시합니다. 내용을 읽으려면 이미지에서 !를 눌러 셸을 여십시오.

## 계층의 두 버전 사이에서 파일이 바뀐 내용.

changes-lines = 줄
changes-at = 변경 { $all }개 중 { $at }번째
changes-gap = { $ellipsis } 바뀌지 않은 { $count }줄
changes-no-line-break = 파일 끝에 줄바꿈 없음
changes-cut = 변경이 너무 많아 나머지는 표시하지 않습니다.
changes-binary = 바이너리 파일({ $what })이라 줄 단위로 비교하지 않습니다. 이전 { $old }, 현재 { $new }.
changes-too-large = 너무 커서 줄 단위로 비교하지 않습니다. 이전 { $old }, 현재 { $new }. 한도는 { $most }입니다.
changes-json = 한 줄로 된 JSON이라 정렬해서 비교했습니다.
changes-json-layout = 같은 JSON이며 배치만 다릅니다.
changes-line-breaks = 줄바꿈 문자도 다릅니다. 이전 { $old }, 현재 { $new }.
changes-line-breaks-only = 줄바꿈 문자만 다릅니다. 이전 { $old }, 현재 { $new }.
changes-invisible = 텍스트는 같습니다. 바이트 순서 표시처럼 보이지 않는 바이트만 다릅니다.
changes-now-executable = 내용은 같습니다. 이제 실행 권한이 있습니다.
changes-no-longer-executable = 내용은 같습니다. 이제 실행 권한이 없습니다.

## What if a function had other versions of its layers.

what-if-nothing-written = 템플릿은 변경되지 않습니다.
form-source = 소스
form-source-import-hint = zip 또는 폴더
form-source-import-help = zip이나 폴더의 내용이 /opt가 됩니다.
form-source-publish-hint = zip, 폴더 또는 계층
form-source-publish-help = zip이나 폴더의 경로, 또는 계층의 디렉터리 이름이나 ARN입니다.
form-default = 기본값: { $what }
form-arn = ARN
form-arn-hint = Tab을 누르면 제안합니다
form-arn-help = 템플릿에 이 ARN이 있으면 SAM이 이 내용을 사용합니다. Tab을 누르면 실제 고객이 없는 계정 000000000000의 ARN을 제안합니다.
form-layer-name = 계층 이름
form-layer-name-help = 이미 있는 계층이면 새 버전을, 다른 이름이면 새 계층을 만듭니다.
form-regions = 리전
form-regions-hint = 기본값: 프로필의 리전
form-regions-help = 리전을 쉼표로 구분하여 입력하십시오: eu-west-1, us-east-1.
form-runtimes = 런타임
form-runtimes-help = 호환 런타임을 쉼표로 구분하여 입력하십시오: python3.13, nodejs22.x.
form-description = 설명
form-grants = 권한 부여
form-grants-hint = 기본값: 자신의 계정만
form-grants-help = 이 버전을 사용할 수 있는 대상: 12자리 계정 ID, organization:ID 또는 public. 쉼표로 구분하십시오.
form-bucket = S3 버킷
form-bucket-hint = 50 MB를 넘는 zip에 사용
form-bucket-help = zip을 먼저 이 버킷에 업로드하고, 게시한 뒤 제거합니다.
form-optional = 선택 사항
form-no-source = 소스를 지정하십시오.
form-no-region = 리전을 지정하십시오. 프로필에 리전이 없습니다.
form-waiting = 계획을 준비하는 중 …
form-plan-follows = Enter를 누르면 계획을 표시합니다. 아직 아무것도 변경되지 않습니다.
what-if-title = { $function }의 계층을 바꿔 보기
what-if-layers = 계층
what-if-keys = ←/→ 캐시된 다른 버전 선택
what-if-prompt = 버전 또는 ARN:
what-if-in-place-of = { $was } 대신
what-if-image = 이미지
what-if-none = 없음
what-if-image-sam-would-run = SAM이 실행할 이미지
what-if-another-name = 태그가 바뀜
what-if-as-now = 변경 없음
what-if-image-here = 이미 있습니다.
what-if-image-flawed = 이미 있지만 상태가 { $state }입니다.
what-if-image-to-build = 아직 빌드되지 않았습니다. SAM이 빌드합니다.
what-if-to-download = { $layers }가 캐시에 없어 SAM이 먼저 다운로드합니다.
typed-arn-unknown = 이 계층의 ARN을 알 수 없습니다. 전체 ARN을 입력하십시오.
typed-not-a-layer = 버전, 계층 버전 ARN 또는 계층 디렉터리를 입력하십시오.
what-if-no-other-version = 다른 버전이 캐시에 없습니다. Enter를 눌러 버전 번호나 ARN을 입력하십시오.

## Why an action does nothing now.

refused-read-only = 읽기 전용 모드입니다. W를 눌러 끄십시오.
refused-nothing-listed = 목록이 비어 있습니다.
refused-still-listing = 캐시 목록을 아직 읽는 중입니다.
refused-no-layer-to-refresh = 새로 고칠 캐시된 계층이 없습니다.
refused-no-layer-to-check = 검증할 캐시된 계층이 없습니다.
refused-nothing-to-undo = 되돌릴 것이 없습니다. 휴지통이 비어 있습니다.
refused-trash-is-empty = 휴지통이 이미 비어 있습니다.
refused-nothing-under-cursor = 커서 위치에 항목이 없습니다.
refused-none-outdated = 오래된 이미지가 없습니다.
refused-no-problems = 문제를 찾지 못했습니다.
refused-no-problems-known = 발견된 문제가 없지만, 컨테이너 엔진이 응답하지 않아 이미지는 확인하지 못했습니다.
refused-no-deleting = 새로 고침과 실행 취소는 아무것도 삭제하지 않습니다.
refused-only-released = 잠금은 해제만 합니다.
refused-always-deleted = 이미지와 컨테이너는 항상 완전히 삭제됩니다.
refused-mark = 선택할 수 없습니다. samlayers는 이 항목을 변경하지 않습니다.
unbound = { $key } 키는 여기서 사용하지 않습니다. ?를 눌러 단축키를 보십시오.
unbound-elsewhere = { $key }({ $label }) 키를 쓸 수 있는 화면: { $screens }
unbound-in-contents = { $key }({ $label }) 키는 { $screen } 화면에서 동작합니다. Esc로 이 창을 닫습니다.
unbound-purge-in-contents = 파일 하나만 지우면 계층이 불완전해지므로 지울 수 없습니다. Esc로 닫은 뒤 d로 계층 전체를 제거합니다.
unbound-confirm = y로 확인하거나 n으로 돌아가십시오.
undo-impossible = 마지막 작업은 되돌릴 수 없습니다: { $action }.
undo-earlier = 마지막 작업은 되돌릴 수 없습니다: { $action }. 여기서는 그 이전 작업을 되돌립니다.
refused-no-unknown-locks = 여기서 보이지 않는 프로세스의 잠금이 없습니다.
refused-no-images-along = 이미지는 계층과 함께만 포함할 수 있는데, 이 계획에는 계층이 없습니다.
refused-no-other-version = 다른 버전이 캐시에 없습니다.
refused-as-written = 이미 템플릿의 버전입니다.
refused-nothing-to-open = 여기에는 열 것이 없습니다.
refused-foreign = SAM이 만든 것이 아니므로 samlayers는 변경하지 않습니다.
refused-nothing-to-purge = 여기에는 제거할 것이 없습니다.
refused-demo-shell = 데모 이미지는 기록이므로 셸을 열 수 없습니다.
refused-no-image-for-shell = 셸을 열 이미지가 없습니다.
refused-no-engine = 컨테이너 엔진이 없습니다: { $reason }
refused-engine-off = 컨테이너 엔진이 꺼져 있습니다 (--no-engine).
refused-engine-not-yet = 컨테이너 엔진이 아직 응답하지 않았습니다.
refused-images-not-listed = 이미지 목록을 아직 읽는 중입니다.
refused-demo-inside = 데모 이미지는 기록이므로 파일 목록을 볼 수 없습니다.
refused-inside-read-only = 읽기 전용 모드입니다. 이미지를 읽으려면 임시 컨테이너가 필요합니다. W를 눌러 읽기 전용 모드를 끄십시오.
refused-no-image-to-check = 비교할 계층을 아는 이미지가 없습니다.
refused-demo-images = 데모 이미지는 기록입니다.
refused-engine-answers = { $name }에 연결되어 있습니다. samlayers에서만 다른 엔진을 쓰려면 --docker-host를 지정하십시오.
refused-no-other-engine = 이 컴퓨터에서 응답하는 다른 컨테이너 엔진이 없습니다.
refused-stopping = 현재 단계를 마치면 멈춥니다.
refused-job-over = 이미 끝난 작업입니다.
refused-no-job = 작업이 없습니다.
refused-not-begun = 아직 시작하지 않았습니다. x를 눌러 목록에서 제거하십시오.

## Criteria of the dialog "clean up": a label of at most 13 columns, a phrase of at most 24.

criterion-heading-more = 함께 제거
criterion-safe = 안전한 정리
criterion-safe-help = 미사용, 제거해도 안전
criterion-match = 일치하는 계층
criterion-match-help = 선택한 조건
criterion-unused-images = 미사용 이미지
criterion-unused-images-help = 템플릿이 쓰지 않음
criterion-outdated-images = 오래된 이미지
criterion-outdated-images-help = 이전 내용으로 빌드됨
criterion-unreferenced = 미사용
criterion-broken = 손상됨
criterion-superseded = 대체됨
criterion-older-than = 경과 기간
criterion-larger-than = 크기 초과
criterion-keep-newest = 최신 유지
criterion-trim-cache-to = 캐시 줄이기
criterion-with-images = 이미지 포함
criterion-leftovers = 잔여 파일
criterion-dead-locks = 남은 잠금
criterion-dangling = 태그 없음
criterion-rapid-images = rapid 이미지
criterion-containers = 컨테이너
criterion-unreferenced-help = 템플릿이 쓰지 않음
criterion-broken-help = 빈, 불완전, 실패한 것
criterion-superseded-help = 더 새로운 버전이 있음
criterion-older-than-help = 이 기간 동안 변경 없음
criterion-larger-than-help = 계층당
criterion-keep-newest-help = 이전 버전은 모두 제거
criterion-trim-cache-to-help = 가장 오래 안 쓴 것부터
criterion-with-images-help = 이 계층들로 빌드된 것
criterion-leftovers-help = 중단된 SAM이 남긴 것
criterion-dead-locks-help = 해제만, 계층은 그대로
criterion-dangling-help = SAM의 태그 없는 이미지
criterion-rapid-images-help = 사용 중인 것까지
criterion-containers-help = 중지된 SAM 컨테이너
criterion-no-age = `{ $text }`은(는) 올바른 기간이 아닙니다. 예: 30d, 12h, 6w
criterion-no-size = `{ $text }`은(는) 올바른 크기가 아닙니다. 예: 5GB, 500MB, 512MiB
criterion-no-number = `{ $text }`은(는) 올바른 버전 수가 아닙니다

## How a job ended, and what jobs are called.

outcome-freed = { $bytes } 확보
outcome-found = { $images } 중 { $found }개의 계층을 찾음
outcome-done = { $steps } 중 { $done }개 완료
outcome-in-trash = { $bytes } 휴지통으로
outcome-failed = { $failed }개 실패
outcome-refused = { $refused }개 건너뜀
outcome-stopped = 중지됨
outcome-purge = 제거
outcome-remove = 제거
outcome-release-lock = 잠금 해제
outcome-delete = 삭제
outcome-refresh = 새로 고침
outcome-import = 가져오기
outcome-publish = 게시
outcome-bring-back = 되돌리기
outcome-check-deeply = 검증
outcome-title-more = { $verb }: { $first } 외 { $more }개
outcome-layers-checked = 계층 { $count }개 중 { $done }개가 게시된 zip과 일치
outcome-images-checked = 이미지 { $count }개 중 { $done }개가 계층과 일치
outcome-not-as-published = { $failed }개는 다르거나 확인할 수 없음
outcome-not-checked = { $skipped }개 검증 안 함

## What can be copied and where one can go.

pick-path = 경로
pick-path-in-lambda = Lambda 경로
pick-directory = 디렉터리
pick-image = 이미지
pick-id = ID
pick-function = 함수
pick-job = 작업
pick-command = 명령
pick-engine = { $name }, { $host } ({ $known_as })
pick-use-here = 바로 사용
pick-for-sam = SAM용
pick-mark-two = 비교하려면 계층을 정확히 두 개 선택하십시오.
pick-nothing-to-compare = 여기에는 비교할 계층이 없습니다.
pick-no-other-version = { $name }의 다른 버전이 캐시에 없습니다. 비교하려면 계층 두 개를 선택하십시오.
pick-layer = 계층
pick-layer-name = 계층 이름

## The list of problems.

problems-an-interrupted-sam-left-behind = 중단된 SAM 실행의 잔여 파일입니다({ $bytes }). 제거해도 안전합니다.
problems-purge-it = 제거하십시오.

## The four screens.

screen-overview = 개요
screen-layers = 계층
screen-images = 이미지
screen-functions = 함수
screen-activity = 작업

## What threads, the terminal and the system report.

runtime-not-all-freed = { $bytes } 확보, { $things }를 제거하지 못함. 첫 번째 { $path }: { $reason }
runtime-stopped-after = { $bytes }를 확보한 뒤 멈췄습니다.
runtime-your-config-file = 설정 파일
runtime-offline = 오프라인 모드이므로(--offline 또는 설정 파일) AWS에 연결하지 않습니다.
runtime-step-ends-first = 현재 단계가 끝나기를 기다리는 중
runtime-not-installed = `{ $program }`이(가) 설치되어 있지 않거나 PATH에 없습니다. y를 눌러 명령을 복사하십시오.
runtime-not-started = `{ $program }`을(를) 시작할 수 없습니다: { $error }.

## What the footer says after an action.

said-asking-aws = AWS에서 새 버전을 확인하는 중입니다. 결과는 하루 동안 보관합니다.
said-newer-unknown = 새 버전을 확인하지 못했습니다: { $why }
said-newer-exist = { $layers }에 새 버전이 있습니다. 버전 옆에 표시됩니다.
said-newer-none = 모든 계층이 최신입니다.
said-newer-no-arn = 아는 ARN이 없어 새 버전을 확인할 수 없습니다. 이 계층을 사용하는 프로젝트를 추가하십시오.
said-looking-again = 다시 불러오는 중…
said-nowhere-to-return = 이전 위치가 없습니다.
said-go-to = 이동
said-copy = 복사
said-another-engine = 다른 엔진
said-nowhere-to-go = 관련 항목이 없습니다.
said-checking = { $layers }를 검증하는 중입니다. 진행 상황은 작업(4)에서 볼 수 있습니다.
said-press-q-to-quit = 끝내려면 q를 누르십시오.
said-read-only-on = 읽기 전용 모드를 켰습니다. 아무것도 변경할 수 없습니다.
said-read-only-off = 읽기 전용 모드를 껐습니다.
said-theme = 테마: { $name } (이 테마로 시작하려면 --theme { $name })
said-nothing-chosen = 선택한 것이 없습니다.
said-nothing-like-that = 해당하는 항목이 없습니다.
said-copied = 복사했습니다: { $what }.
said-engine-used = 이번 세션에서 { $name }에 연결합니다. SAM의 설정은 변경되지 않습니다.
said-all-refused = 실행할 것이 없습니다. 모두 건너뛰었습니다.
said-ask-delete = { $things }({ $bytes })를 완전히 삭제할까요?
said-ask-delete-more = 휴지통을 거치지 않으며 실행 취소로 되돌릴 수 없습니다.
said-ask-empty = 휴지통({ $entries }, { $bytes })을 완전히 삭제할까요?
said-ask-empty-more = 공간이 확보됩니다. 이 항목들은 실행 취소로 되돌릴 수 없습니다.
said-ask-quit = 작업이 아직 실행 중입니다. 취소하고 끝낼까요?
said-ask-quit-more = 현재 단계를 먼저 마칩니다. 완료된 단계는 되돌릴 수 있습니다.
said-fix-template = 템플릿에서 고치십시오.
said-job-empty-trash = 휴지통 비우기
said-job-search = { $images }의 계층 찾기
said-job-check = 검증: { $what }
said-job-begun = { $title }: 진행 상황은 작업(4)에서 볼 수 있습니다.
said-nothing-to-undo = 되돌릴 것이 없습니다.
said-can-undo = u를 눌러 되돌리십시오.
said-can-undo-or-free = u를 누르면 되돌리고, X를 누르면 공간을 확보합니다.
said-can-undo-layers = u를 누르면 계층을 되돌립니다. 이미지는 SAM이 다시 빌드합니다.
said-sam-rebuilds = 필요할 때 SAM이 다시 빌드합니다.
said-has-outdated = i를 눌러 { $images }를 제거하십시오.
said-need-function = 먼저 함수를 선택하십시오.
said-no-layers-to-swap = 이 함수에는 바꿀 계층이 없습니다.
said-code-missing = 없거나 너무 커서 계산할 수 없습니다
said-read-only = 읽기 전용 모드입니다. 아무것도 변경하지 않았습니다.
said-problems-key = ; p를 눌러 목록 보기
said-looked-again = 다시 불러왔습니다: { $found }{ $hint }.
said-filter-shows-all = 필터는 일치하는 것을 모두 표시합니다. Esc를 눌러 지우십시오.
said-grouped = 이름으로 묶었습니다. →로 버전을 표시하고 z로 묶기를 해제합니다.
said-grouped-alone = 이름으로 묶었지만 여기의 계층은 모두 버전이 하나뿐입니다.
said-ungrouped = 묶기를 해제했습니다. 버전마다 한 줄로 표시합니다.

## How long ago, in as few columns as can be.

age-now = 방금
age-minutes = { $number }분
age-hours = { $number }시간
age-days = { $number }일
age-months = { $number }개월
age-years = { $number }년

## What a list is sorted by; stands in its title.

sort-name = 이름
sort-size = 크기
sort-files = 파일 수
sort-age = 최신
sort-state = 상태
sort-uses = 사용
sort-last-use = 마지막 사용
sort-template = 템플릿
sort-layers = 계층 수
sort-latest-first = 최신
sort-by = 정렬 기준
sort-reverse = 순서 뒤집기

## What the versions of a layer come to.

group-or-more = 이상
group-held = 이 계층의 { $versions }이 캐시되어 있으며, 합계 { $bytes }{ $more }입니다.
group-problems = { $problems }. 문제를 보려면 버전을 선택하십시오.
group-newest = 최신
group-unused = 미사용
group-versions = 버전
group-newest-first = 최신 순서
group-in-cache = 캐시의 버전 { $version }
group-published = { $version }, 게시된 것은 { $latest }
group-newest-published = { $version }, 최신
group-and-more = 그 외 { $more }개
group-no-function = 사용하는 함수 없음
group-unknown-users = 사용 여부 불명

## The list of cached layers: heads of columns and states of at most 8 columns.

layers-column-state = 상태
layers-column-name = 이름
layers-column-ver = 버전
layers-column-hash = 해시
layers-column-size = 크기
layers-column-files = 파일
layers-column-age = 경과
    .columns = 6
layers-column-region = 리전
layers-column-account = 계정
layers-column-uses = 사용
layers-column-last-use = 사용 시기
layers-column-share = %
layers-reversed = , 역순
layers-grouped = , 묶음
layers-title = 계층, { $sort }순{ $grouped }{ $order }
layers-in-use = 사용 중
layers-foreign = 외부
layers-marked = { $marked }개 선택, { $bytes }
layers-range = 범위: { $sum }
images-marked = { $marked }개 선택, { $bytes } 확보
layers-state-ok = 정상
layers-state-warning = 주의
layers-state-damaged = 손상됨
layers-state-empty = 비었음
layers-state-partial = 불완전
layers-state-loading = 받는 중
layers-state-failed = 실패
layers-state-counting = 계산 중
layers-state-unknown = 불명
layers-leftover-zip = zip
layers-leftover-build = 빌드
layers-leftover-lock = 잠금
layers-leftover-ref = 참조

## The list of functions: heads of columns and states.

functions-column-function = 함수
functions-column-runtime = 런타임
functions-column-layers = 계층
functions-column-image = 이미지
functions-column-unzipped = 전체 크기
functions-reversed = , 역순
functions-title = 함수, { $sort }순{ $order }
functions-sam = SAM CLI { $release }
functions-sam-newer = SAM CLI { $release }, { $checked }보다 새 버전
functions-sam-unknown = 버전을 알 수 없는 SAM CLI
functions-no-sam = PATH에 SAM CLI가 없음
functions-refused = 거부됨
functions-package-image = 이미지
functions-cached-of = { $cached }/{ $all }
functions-image-there = { $ok } 있음
functions-image-to-build = 빌드 전
functions-image-to-pull = 받기 전

## What each key does: the label is for the last line of the screen, the help for the list of keys and the palette.

key-accept-plan = 확인
    .help = 계획 실행
key-trash-or-delete = 휴지통/삭제
    .help = 휴지통으로 옮기거나 완전히 삭제
key-with-images = 이미지
    .help = 계층으로 빌드된 이미지를 포함하거나 제외
key-unknown-locks = 잠금 해제
    .help = 여기서 보이지 않는 프로세스의 잠금도 해제
key-match-all = 하나라도/모두
    .help = 조건을 하나라도, 또는 모두 만족하는 계층을 선택
key-delete-now = 바로 삭제
    .help = 확인 후 완전히 삭제하여 공간을 바로 확보
key-accept-clean-up = 계획
    .help = 계획 보기
key-toggle = 선택
    .help = 선택하거나 해제
key-left-clean-up = 줄이기
    .help = 이전 값
key-right-clean-up = 값 바꾸기
    .help = 다음 값
key-type-value = 값 입력
    .help = 값 입력
key-accept-clean-up-value = 적용
    .help = 값 적용
key-accept-confirm = 예
    .help = 확인
key-escape-confirm = 아니요
    .help = 아무것도 변경하지 않고 돌아가기
key-fix = 고치기
    .help = 고치는 계획 보기
key-accept-problems = 이동
    .help = 문제가 있는 항목으로 이동
key-accept-acceptable = 선택
    .help = 선택
key-accept-form = 계획
    .help = 계획 보기
key-next-field = 다음 칸
    .help = 다음 칸
key-previous-field = 이전 칸
    .help = 이전 칸
key-open-contents = 열기
    .help = 폴더를 펼치거나 접기, 파일 읽기
key-accept-what-if = 입력
    .help = 버전 또는 ARN 입력
key-return-what-if = 원래대로
    .help = 템플릿의 버전으로 되돌리기
key-right-what-if = 다음
    .help = 캐시된 다음 버전
key-up = 위
    .help = 한 줄 위로
key-down = 아래
    .help = 한 줄 아래로
key-page-up = 이전 쪽
    .help = 한 쪽 위로
key-page-down = 다음 쪽
    .help = 한 쪽 아래로
key-first = 처음
    .help = 처음으로
key-last = 끝
    .help = 끝으로
key-left-movable = 목록
    .help = 목록으로 돌아가기, 접기
key-right-movable = 상세
    .help = 상세로 들어가기, 펼치기
key-next-screen = 화면
    .help = 다음 화면
key-previous-screen = 이전
    .help = 이전 화면
key-go-overview = 개요
    .help = SAM이 사용하는 디스크 공간과 되찾을 수 있는 공간
key-open-overview = 이동
    .help = 이 항목으로, 또는 이 공간을 되찾는 계획으로 이동
key-purge-overview = 제거
    .help = 이 항목을 제거. 계획을 먼저 표시
key-go-layers = 계층
    .help = 캐시된 계층
key-go-images = 이미지
    .help = SAM이 빌드한 이미지
key-go-functions = 함수
    .help = 템플릿의 함수
key-go-activity = 작업
    .help = 실행 중이거나 끝난 작업
key-open-layers = 열기
    .help = 계층의 파일 보기
    .words = 내용 파일
key-open-functions = 열기
    .help = 펼치거나 접기, 함수에서는 /opt 보기
    .words = 내용 파일
key-open-images = 열기
    .help = 이미지의 /opt 보기
    .words = 내용 파일
key-purge = 제거
    .help = 제거: 휴지통으로 옮기거나 완전히 삭제
    .words = 삭제 지우기
key-clean-up = 정리
    .help = 정리: 조건으로 제거할 항목 선택
    .words = 정리 공간 삭제
key-projects = 프로젝트
    .help = 템플릿을 읽을 프로젝트 추가 또는 제거
    .words = 추가 폴더 템플릿
key-accept-projects = 추가
    .help = 템플릿을 읽을 프로젝트에 이 폴더 추가
key-forget = 목록에서 빼기
    .help = 여기에서 추가한 폴더를 목록에서 빼기. 폴더 안은 변경되지 않음
key-filter-projects = 필터 또는 경로
    .help = 필터, 또는 폴더의 경로 입력
key-import = 가져오기
    .help = zip 또는 폴더를 계층으로 캐시에 가져오기
key-publish = 게시
    .help = zip, 폴더 또는 캐시된 계층을 계층 버전으로 게시
key-export = 내보내기
    .help = 계층을 zip 또는 Docker 빌드 컨텍스트로 내보내기
    .words = 저장 zip
key-size = 크기 분석
    .help = 크기 분석: 구성 요소와 줄이는 방법
    .words = 크기 용량 분석
key-refresh = 새로 고침
    .help = 새로 고침: 다시 다운로드
    .words = 업데이트 다운로드
key-compare = 비교
    .help = 선택한 두 계층, 또는 이전 버전과 비교
    .words = 차이
key-treemap = 트리맵
    .help = 트리맵: 공간을 차지하는 항목
key-escape-reading = 목록으로
    .help = 파일 목록으로 돌아가기
key-sort-contents = 정렬
    .help = 이름, 크기, 낭비된 바이트로 정렬
key-filter-contents = 필터
    .help = 이름이나 경로로 필터
key-copy-contents = 경로 복사
    .help = Lambda 안의 경로나 디스크의 경로를 복사
key-fold-all = 모두 접기
    .help = 모든 폴더 접기
key-unfold-all = 모두 펼치기
    .help = 모든 폴더 펼치기
key-next-change = 다음 변경
    .help = 파일의 다음 변경, 또는 변경되었거나 다른 파일을 덮어쓰는 다음 파일
key-previous-change = 이전 변경
    .help = 이전 변경, 또는 그런 이전 파일
key-open-treemap = 확대
    .help = 확대
key-return-treemap = 축소
    .help = 축소
key-jump-treemap = 이동
    .help = 이 항목의 화면으로 이동
key-by-package = 패키지별
    .help = 계층 안을 패키지별(pip, npm, gem, jar, NuGet) 또는 폴더별로 표시
key-close-treemap = 닫기
    .help = 트리맵 닫기
key-graph = 그래프
    .help = 함수, 계층, 이미지를 그래프로 보기
    .words = 의존성 공유 사용
key-close-graph = 닫기
    .help = 그래프 닫기
key-next-node = 다음
    .help = 함수의 다음 계층이나 이미지로 이동
key-previous-node = 이전
    .help = 함수의 이전 계층이나 이미지로 이동
key-purge-graph = 제거
    .help = 이 항목을 제거. 계획을 먼저 표시
key-what-if = 바꿔 보기
    .help = 함수의 계층을 다른 버전으로 바꿔 보기
    .words = 교체
key-jump = 관련 항목
    .help = 관련된 함수, 이미지, 계층으로 이동
    .words = 관련
key-return-screens = 뒤로
    .help = 이동하기 전 위치로 돌아가기
    .words = 뒤로
key-copy = 복사
    .help = 이름, 경로, 명령 복사
    .words = 클립보드
key-shell = 셸
    .help = 이미지에서 셸 열기
    .words = 터미널
key-engine = 엔진
    .help = 이번 세션에 다른 컨테이너 엔진 사용
    .words = 도커
key-cancel-job = 취소
    .help = 현재 단계를 마친 뒤 작업 취소
    .words = 중단
key-hold-job = 일시 중지/재개
    .help = 작업과 다운로드를 일시 중지하거나 재개
    .words = 대기
key-outdated-images = 오래된 이미지
    .help = 새로 고치기 전의 내용으로 빌드된 이미지 제거
    .words = 삭제 오래된
key-undo = 실행 취소
    .help = 마지막 제거, 새로 고침, 가져오기를 되돌리기
    .words = 복원 취소
key-empty-trash = 휴지통 비우기
    .help = 휴지통을 비워 공간 확보
    .words = 비우기 공간
key-mark = 선택
    .help = 선택하거나 해제
    .words = 고르기
key-range = 범위
    .help = 범위 선택을 시작하거나 끝내기
    .words = 고르기
key-all = 모두
    .help = 모든 줄을 선택하거나 해제
    .words = 전체
key-invert = 반전
    .help = 선택 반전
    .words = 반전
key-filter = 필터
    .help = 필터: 유사 검색; '정확히 ^시작 끝$ !제외
    .words = 찾기 검색
key-sort = 정렬
    .help = 정렬 순서 선택
    .words = 정렬 크기
key-reverse = 역순
    .help = 정렬 순서 뒤집기
    .words = 역순
key-group = 묶기
    .help = 버전을 계층 이름으로 묶거나 해제
    .words = 접기
key-check-images = 검증
    .help = 검증: 빌드에 쓰인 계층과 비교
    .words = 검사 검증
key-check-refreshable = 검증
    .help = 검증: 게시된 zip과 비교
    .words = 검사 검증
key-look-again = 다시 불러오기
    .help = 모두 다시 불러오기
    .words = 다시
key-newer = 새 버전
    .help = AWS에서 계층의 새 버전 확인
    .words = 최신 업데이트
key-problems = 문제
    .help = 모든 문제 보기
    .words = 오류 경고
key-read-only = 읽기 전용
    .help = 읽기 전용 모드 켜기/끄기
    .words = 보호
key-theme = 테마
    .help = 다음 테마
    .words = 색
key-palette = 모든 작업
    .help = 모든 작업 검색
key-help = 도움말
    .help = 이 화면의 단축키
    .words = 단축키
key-back = 끝내기
    .help = 끝내기, 또는 상세에서 돌아가기
    .words = 나가기
key-escape-screens = 뒤로
    .help = 범위, 필터, 선택을 해제하고 뒤로
key-escape-closable = 닫기
    .help = 닫기
key-escape-inputs = 취소
    .help = 입력 취소
key-line-left = 왼쪽
    .help = 커서를 한 글자 왼쪽으로
key-line-right = 오른쪽
    .help = 커서를 한 글자 오른쪽으로
key-line-word-left = 이전 단어
    .help = 커서를 한 단어 왼쪽으로
key-line-word-right = 다음 단어
    .help = 커서를 한 단어 오른쪽으로
key-line-start = 줄 처음
    .help = 커서를 줄 처음으로
key-line-end = 줄 끝
    .help = 커서를 줄 끝으로
key-erase = 지우기
    .help = 커서 앞의 글자 지우기
key-erase-next = 다음 글자 지우기
    .help = 커서 위치의 글자 지우기
key-erase-word = 단어 지우기
    .help = 커서 앞의 단어 지우기
key-erase-to-end = 끝까지 지우기
    .help = 줄 끝까지 지우기
key-erase-all = 모두 지우기
    .help = 줄 전체 지우기
key-quit = 끝내기
    .help = 바로 끝내기
key-suspend = 일시 정지
    .help = 앱을 일시 정지. `fg`로 다시 시작

## A headline for each of what SAM raises where it refuses a template; what it says then stays English.

refusal-templateunreadable = 템플릿을 읽을 수 없습니다.
refusal-templatenotfoundexception = 템플릿이 없습니다.
refusal-templatefailedparsingexception = 템플릿의 구문을 분석할 수 없습니다.
refusal-invalidsamdocumentexception = SAM 문서로서 올바르지 않습니다.
refusal-invalidtemplateexception = 템플릿이 올바르지 않습니다.
refusal-invalidlayerreference = 계층 참조가 올바르지 않습니다.
refusal-invalidintrinsicexception = 내장 함수가 올바르지 않습니다.
refusal-invalidsymbolexception = 알 수 없는 이름을 참조합니다.
refusal-invalidresourcepropertytypeexception = 리소스 속성의 형식이 올바르지 않습니다.
refusal-missingfunctionhandlerexception = 함수에 Handler가 없습니다.
refusal-configexception = 설정 파일을 사용할 수 없습니다.
refusal-isadirectoryerror = 파일이 아니라 디렉터리입니다.
refusal-permissionerror = 읽을 권한이 없습니다.
refusal-oserror = 시스템이 파일을 읽지 못했습니다.
refusal-typeerror = 값의 형식이 맞지 않아 SAM이 중단됩니다.
refusal-valueerror = 값이 맞지 않아 SAM이 중단됩니다.
refusal-keyerror = 필요한 키가 없어 SAM이 중단됩니다.
refusal-indexerror = 필요한 항목이 없어 SAM이 중단됩니다.
refusal-attributeerror = 맵이 필요한 곳에 다른 값이 있어 SAM이 중단됩니다.
refusal-recursionerror = 너무 깊이 중첩되어 SAM이 중단됩니다.

## Hints for somebody new, above the last line.

tip-label = 힌트
tip-no-more = 힌트 숨기기
tip-open = { $open } 파일 보기, { $jump } 관련 항목으로 이동.
tip-jump = { $jump } 관련 항목으로 이동.
tip-purge = { $mark } 선택, { $purge } 제거할 항목 보기.
tip-keys = { $screen } 화면 바꾸기, { $help } 단축키 보기, { $palette } 모든 작업 검색.

## Problems. The command line and JSON tell them in English.

# Of layer directories.
problem-layer-empty = 디렉터리가 비어 있지만 SAM은 캐시된 것으로 봅니다. 함수가 이 계층 없이 실행됩니다.
problem-layer-partial = 다운로드가 완료되지 않았습니다. SAM이 다시 다운로드합니다.
problem-layer-failed = SAM의 마지막 다운로드가 실패했습니다. SAM이 다시 시도합니다.
problem-layer-is-link = { $target }을(를) 가리키는 링크입니다. SAM은 따라가지만 samlayers는 따라가지 않습니다.
fix-layer-is-link = 실제 디렉터리로 바꾸거나 링크를 제거하십시오. 링크의 대상은 변경되지 않습니다.
problem-layer-unreadable-file = 디렉터리가 아니라 파일입니다. 이 계층으로 이미지를 빌드하면 실패합니다.
problem-layer-unreadable = 항목 { $count }개를 읽을 수 없습니다.
problem-layer-unreadable-first = 항목 { $count }개를 읽을 수 없습니다: { $path }({ $why })
fix-layer-unreadable = 사용자에게 읽기 권한을 주거나, 계층을 제거하여 SAM이 다시 다운로드하게 하십시오.
problem-lock-abandoned = 남은 잠금: 프로세스 { $pid }이(가) 더 이상 존재하지 않습니다. SAM은 최대 300초 기다립니다.
problem-lock-owner-unknown = { $lock }.
problem-locks-unreadable = { $path }을(를) 읽을 수 없어 SAM이 이 계층을 다운로드하는 중인지 알 수 없습니다: { $why }
problem-lock-unreadable = { $path }은(는) 올바른 SAM 잠금이 아닙니다. SAM은 최대 300초 기다립니다.
problem-lock-unreadable-status = { $path }에 올바른 상태가 없어 SAM이 이 계층을 다시 다운로드합니다.
fix-lock = 이 계층을 제거하거나 새로 고치십시오. 잠금도 함께 해제됩니다.
fix-cache-unusable = { $path }을(를) 읽고 쓸 수 있는 폴더로 만들거나, --layer-cache-basedir로 다른 폴더를 지정하십시오.
fix-own-folder-is-file = { $path }은(는) 파일인데 samlayers에는 그 이름의 폴더가 필요합니다. 파일을 옮기십시오. 예: mv { $path } { $path }.old
problem-journal-unusable = 읽고 쓸 수 있는 일반 파일이 아닙니다. 이 작업이 옮긴 항목은 휴지통에 있으며 이 파일로는 복원할 수 없습니다.
fix-journal-unusable = mv { $path } { $path }.old (samlayers가 새로 만들며 항목은 휴지통에 그대로 있습니다)
problem-journal-too-large = samlayers의 기록보다 커서 읽지 않았습니다. 옮긴 항목은 휴지통에 있지만 시각, 크기, 종류를 알 수 없습니다.
problem-journal-damaged = 손상되었습니다. 옮긴 항목은 휴지통에 있지만 시각, 크기, 종류가 정확하지 않을 수 있습니다.
fix-journal-damaged = samlayers trash restore { $operation } 명령으로 가능한 것을 복원하고, samlayers trash ls 명령으로 목록을 볼 수 있습니다
fix-own-folder-unusable = { $path }와(과) 그 내용의 소유자를 되돌리십시오. 예: sudo chown -R "$(id -u)" { $path }
problem-removal-incomplete = 완전 삭제가 끝나지 않았습니다. { $bytes }가 남아 있습니다.
fix-removal-incomplete = 소유자와 권한을 바꾸고(`chown`, `chmod`, `chattr -i`) samlayers trash empty를 실행하십시오: { $path }
problem-project-list-unreadable = 앱에서 추가한 프로젝트를 읽을 수 없어 어느 계층이 쓰이지 않는지 알 수 없습니다: { $why }.
problem-folder-unreadable = 계층을 사용할 수 있는 템플릿을 여기서 찾지 못했습니다: { $why }.
fix-project-list-unreadable = { $path }을(를) 한 줄에 폴더 경로가 하나씩 있는, 읽을 수 있는 텍스트 파일로 만들거나, 삭제한 뒤 A로 프로젝트를 다시 추가하십시오.
fix-folder-unreadable = { $path }을(를) 읽을 수 있게 하거나, 찾을 프로젝트를 --project로 지정하십시오.
fix-template-unreadable = { $path }을(를) 읽을 수 있는 템플릿으로 만들거나, -t 또는 --project로 다른 템플릿을 지정하십시오.
problem-data-folder-unusable = samlayers가 여기에 데이터를 저장할 수 없습니다: { $why }.
problem-record-unreadable = 읽을 수 없어 samlayers가 여기에 기록한 내용을 알 수 없습니다: { $why }.
fix-data-file-unusable = { $path }을(를) 읽고 쓸 수 있는 파일로 만들거나 옮기십시오. samlayers가 새로 만듭니다.
fix-data-folder-unusable = { $path }을(를) 읽고 쓸 수 있는 폴더로 만드십시오.
fix-record-unreadable = { $path }을(를) 읽을 수 있게 하거나 옮기십시오. 옮기면 samlayers가 기록 없이 새로 만듭니다.
fix-lock-owner-unknown = 기다리십시오. 그 프로세스가 끝났다면: samlayers purge { $dir } --abandoned-locks
fix-purge-layer = samlayers purge { $dir } (함수에 필요할 때 SAM이 다시 다운로드합니다)
problem-leftover = 중단된 SAM 실행의 잔여 파일입니다. 제거해도 안전합니다
problem-leftover-in-use = 실행 중인 SAM이 사용하고 있습니다

# Of what is in them.
problem-file-empty = 비어 있을 리 없는 파일이 비어 있습니다. 다운로드가 손상되면 SAM이 이런 파일을 남깁니다: { $paths }
problem-file-maybe-empty = 빈 파일이 있습니다. 의도된 것일 수 있습니다: { $paths }
problem-links-outward = 계층 밖을 가리키는 링크가 있습니다. 함수에서는 대상이 다르거나 없습니다: { $paths }
problem-link-dangling = 이 계층에 없는 대상을 가리키는 링크가 있습니다. 함수의 다른 계층에 있을 수 있습니다: { $paths }
problem-mode-wrong = { $paths }: 권한이 잘못되었습니다(SAM은 0700으로 설정합니다).
fix-compare = 게시된 zip과 비교하려면: samlayers verify --deep
fix-import-again = { $source }에서 다시 가져오거나(samlayers import … --replace) 가져오기를 실행 취소하십시오.
problem-native-mismatch = { $machine }용 네이티브 코드라서 { $whom }에서 불러올 수 없습니다: { $paths }
problem-native-mismatch-python = CPython { $versions }용으로 빌드된 확장 모듈이라서 { $whom }에서 가져올 수 없습니다.
machine-linux = { $architecture } Linux
machine-other-linux = 다른 아키텍처({ $what })의 Linux
fix-native-architecture = 함수의 아키텍처용으로 게시된 계층을 사용하거나 Architectures: [{ $architecture }]로 설정하십시오.
fix-native-system = Lambda용으로 빌드된 계층을 사용하십시오. 이 계층에는 다른 운영 체제의 라이브러리가 들어 있습니다.
problem-runtime-folder = { $whom }은(는) { $paths }을(를) 사용하지 않습니다. Lambda는 함수의 런타임 버전에 해당하는 폴더만 읽습니다.
fix-other-runtime = 함수의 런타임용으로 게시된 계층을 사용하거나 함수의 런타임을 바꾸십시오.
nothing-loadable-any = 모든 런타임
problem-nothing-loadable-backslashes = { $whom }의 함수는 이 계층에서 아무것도 불러오지 못합니다. { $paths }은(는) 경로가 아니라 백슬래시가 들어 있는 파일 이름입니다.
fix-nothing-loadable-backslashes = { $path }처럼 경로에 /를 사용하는 zip으로 새 버전을 게시하십시오.
problem-nothing-loadable-archive = { $whom }의 함수는 이 계층에서 아무것도 불러오지 못합니다. { $paths }이(가) 들어 있지만 SAM도 Lambda도 계층 안의 압축 파일을 풀지 않습니다.
fix-nothing-loadable-archive = { $path }의 내용을 { $folders }에 넣어 새 버전을 게시하십시오.
problem-nothing-loadable-wrapped = { $whom }의 함수는 이 계층에서 아무것도 불러오지 못합니다. 모든 파일이 { $paths } 아래에 있어 런타임이 찾지 못합니다.
fix-nothing-loadable-wrapped = { $path }을(를) { $instead }(으)로 옮겨 새 버전을 게시하십시오.
problem-nothing-loadable-empty = 파일 없이 게시했거나 가져온 계층입니다. SAM은 캐시된 것으로 여기며, 함수는 이 계층이 없는 것처럼 실행됩니다.
fix-nothing-loadable-empty = 파일이 있는 내용을 게시하거나 가져오십시오. 아니면 함수에서 이 계층을 빼십시오.
fix-zip-unusual = 조치할 필요가 없습니다. 계층의 게시자가 zip을 만들 때 피할 수 있습니다.
problem-over-quota = 계층의 압축 해제 크기가 { $bytes }바이트입니다. 함수와 계층을 합친 한도는 { $most }바이트입니다.
fix-over-quota = 더 작은 계층이나 컨테이너 이미지(최대 10 GB)를 사용하십시오. SAM은 로컬에서 그대로 실행합니다.
problem-over-quota-layers = 계층만으로 압축 해제 크기가 { $bytes }바이트입니다. 함수와 계층을 합친 한도는 { $most }바이트입니다.
fix-over-quota-layers = 더 작은 계층이나 컨테이너 이미지(최대 10 GB)를 사용하십시오.

# Of a deep check.
count-file-is = 파일 { $count }개
problem-file-missing = { $files }가 없습니다({ $by } 기준): { $paths }
problem-file-truncated = { $files }가 잘렸습니다({ $by } 기준): { $paths }
problem-file-changed = { $files }가 변경되었습니다({ $by } 기준): { $paths }
problem-file-added = { $files }가 추가되었습니다({ $by } 기준): { $paths }
problem-mode-wrong-now = { $files }의 권한이 다릅니다({ $by } 기준): { $paths }
problem-layer-unreadable-files = { $files }를 읽을 수 없습니다({ $by } 기준): { $paths }
problem-not-verified = { $dir }을(를) 검증할 수 없고 기준 기록도 없습니다: { $why }
problem-not-verified-offline = 기준 기록이 없어 { $dir }을(를) 오프라인에서 검증할 수 없습니다. AWS에 연결하여 한 번 검증하거나 새로 고치십시오.
problem-not-verified-import = { $dir }은(는) { $source }에서 가져왔으며, 그 내용의 기준 기록이 없습니다. --replace로 다시 가져오십시오.
problem-not-verified-origin = 검증하지 못했습니다. { $path }을(를) 읽을 수 없어 { $dir }이(가) 가져온 계층인지 알 수 없습니다: { $why }
problem-not-verified-no-arn = ARN을 알 수 없고 기준 기록도 없어 { $dir }을(를) 검증할 수 없습니다. 이 계층을 사용하는 템플릿의 프로젝트를 지정하십시오(--project DIR 또는 -t FILE).
problem-not-verified-locked = SAM이 잠갔습니다. 다운로드 중이라 내용이 불완전할 수 있습니다.
problem-not-verified-locked-by = 프로세스 { $pid }이(가) 잠갔습니다. 다운로드 중이라 내용이 불완전할 수 있습니다.
fix-wait = 끝날 때까지 기다린 뒤 samlayers verify를 다시 실행하십시오.
fix-not-verified = AWS에 연결한 상태에서, 또는 기준 기록을 만드는 새로 고침 후에 samlayers verify --deep을 실행하십시오.
evidence-offline = 오프라인
evidence-no-arn = ARN을 알 수 없음
evidence-no-answer = AWS의 응답 없음
evidence-baseline = { $when }의 기준 기록({ $why })
evidence-import = { $when }에 { $source }에서 가져온 내용
evidence-aws-baseline = AWS와 CodeSha256이 같은 { $when }의 기준 기록
evidence-aws-directory = 게시된 zip의 파일 목록과 체크섬
evidence-aws-zip = 게시된 zip과 그 CodeSha256
failed-offline = 오프라인 모드입니다. 새로 고치려면 AWS가 필요합니다. --offline 없이 실행하십시오
failed-internal-error = 내부 오류로 중단되었습니다: { $message }. 데이터는 손실되지 않았습니다. 자세한 내용은 { $log }을(를) 보십시오.
failed-internal-error-no-log = 내부 오류로 중단되었습니다: { $message }. 데이터는 손실되지 않았습니다.
failed-no-threads = 스레드를 시작할 수 없습니다: { $why }
failed-cache-gone = 캐시 { $path }이(가) 없거나 읽을 수 없습니다
differences-by = { $differences }({ $by } 기준)
differences-named = { $differences }({ $paths })
names-and-more = { $names } 외 { $more }개

# Of images.
problem-image-outdated = 이미지의 /opt가 계층과 다릅니다: { $differences }. 태그가 그대로라서 SAM이 이전 내용을 계속 사용합니다.
problem-image-outdated-later = 이 이미지가 빌드된 뒤에 { $name }이(가) 변경되었습니다. 태그가 그대로라서 SAM이 이전 내용을 계속 사용합니다.
problem-image-order-suspect = SAM CLI 1.155 이전에 둘 이상의 계층으로 빌드되었습니다. 잘못된 순서로 합쳐졌을 수 있습니다.
problem-image-order-wrong = 계층이 잘못된 순서로 빌드되었습니다. 마지막 계층의 것이 아닌 { $files }: { $paths }
problem-image-base-gone = 기본 이미지 { $base }이(가) 없어 다시 빌드하려면 네트워크가 필요합니다.
fix-purge-image = samlayers purge { $image } (SAM이 다시 빌드합니다)
fix-image-not-verified = 이 문제를 고친 뒤 samlayers verify --deep을 실행하십시오
problem-not-verified-image = { $image }을(를) 비교할 수 없습니다. { $why }
problem-not-verified-layers = 어떤 계층으로 빌드되었는지 알 수 없어 { $image }을(를) 비교할 수 없습니다.
problem-not-verified-local = { $name }은(는) 템플릿에 정의되어 있어 { $image }을(를) 비교할 수 없습니다.
problem-not-verified-no-cache = 비교할 계층 캐시가 없습니다.
problem-not-verified-unreadable = { $dir }을(를) 완전히 읽을 수 없습니다: { $paths }
problem-not-verified-read-only = 이미지를 읽으려면 임시 컨테이너가 필요하지만, 읽기 전용 모드에서는 만들 수 없습니다.

# Of functions and their templates.
problem-arn-invalid = `{ $text }`은(는) 계층 버전 ARN이 아니라서 SAM CLI가 InvalidLayerVersionArn으로 실패합니다
problem-arn-invalid-parameter = 매개변수 { $name }의 값이 `{ $text }`인데, 계층 버전 ARN이 아닙니다
problem-arn-invalid-name = { $name }은(는) 이 템플릿의 매개변수도 계층도 아니라서 SAM CLI가 `{ $text }`을(를) ARN으로 여깁니다
problem-arn-invalid-characters = { $what }의 값이 문자열이라서 SAM CLI가 글자 하나하나를 계층으로 처리합니다
problem-arn-invalid-empty-content = { $id }의 `{ $key }`이(가) 비어 있어 SAM CLI가 `{ $id }`을(를) ARN으로 여깁니다
problem-arn-invalid-refused = SAM CLI는 { $what }을(를) 계층으로 쓸 수 없어 템플릿 전체를 거부합니다
fix-write-arn = 다음과 같이 쓰십시오: { $arn }
fix-move-parameter = samconfig의 { $section }에 { $name } 값이 있지만 `sam local invoke`는 그 섹션을 읽지 않습니다. [default.local_invoke.parameters]나 [default.global.parameters]로 옮기거나 --parameter-overrides로 지정하십시오
fix-pass-parameter = 다음을 지정하십시오: --parameter-overrides { $name }={ $arn }
fix-no-list = `Layers: [!Ref Name]`으로 쓰거나 매개변수의 형식을 CommaDelimitedList로 하십시오.
fix-empty-content = { $id }의 `{ $key }`에 계층 내용이 있는 폴더를 지정하십시오.
problem-intrinsic-unresolved = { $what }을(를) 로컬에서 확인할 수 없어 SAM CLI가 무시합니다
problem-intrinsic-unresolved-with-others = { $what }을(를) 로컬에서 확인할 수 없으며, 이 목록의 다른 내장 함수도 함께 실패합니다
problem-intrinsic-unresolved-as-arn = { $what }을(를) 로컬에서 확인할 수 없어 SAM CLI가 `{ $text }` 자체를 계층의 ARN으로 사용합니다
problem-intrinsic-unresolved-dynamic = SAM CLI는 `{ $text }`을(를) 확인하지 않으며 계층을 다운로드할 때 실패합니다
fix-intrinsic-unresolved = 그 자리에 `!Ref LayerArn`을 쓰고 매개변수를 선언한 뒤 다음을 지정하십시오: --parameter-overrides LayerArn={ $arn }
fix-dynamic-reference = 그 자리에 `!Ref LayerArn`을 쓰고 다음을 지정하십시오: --parameter-overrides LayerArn={ $arn }
fix-list-of-parameters = `Layers`를 매개변수의 목록으로 쓰고 값을 --parameter-overrides로 지정하십시오.
problem-list-poisoned = { $what }은(는) 올바르지만 { $culprit }을(를) 로컬에서 확인할 수 없어, 이 목록의 다른 내장 함수도 함께 실패합니다
problem-another-entry = 다른 항목
fix-list-poisoned = 먼저 그 항목을 고치십시오. ARN을 매개변수로 하여 --parameter-overrides Name=ARN으로 지정하십시오.
problem-layer-skipped-list = { $what }은(는) 계층 목록 안의 목록이라서 SAM CLI가 무시합니다
problem-layer-skipped-s3 = { $id }의 내용이 S3에 있어 SAM CLI가 이 계층을 무시합니다
fix-list-in-list = 목록만 쓰거나(`Layers: !Ref Name`) 계층마다 항목을 하나씩 쓰십시오.
fix-layer-in-s3 = { $id }을(를) 게시하고 그 버전의 ARN을 쓰거나, `{ $key }`에 로컬 폴더를 지정하십시오.
problem-region-mismatch = SAM CLI는 이 계층을 { $asked }에서 찾지만, 계층은 { $region }에 있습니다
problem-region-mismatch-default = 여기서 AWS::Region은 { $region }입니다. SAM CLI는 이 값을 AWS_REGION이나 프로필({ $asked })에서 가져오지 않습니다
fix-pass-region = 다음을 지정하십시오: --region { $region }
problem-account-stand-in = { $account }은(는) AWS 계정을 알 수 없을 때 SAM CLI가 쓰는 자리 표시자입니다
problem-account-decides = { $property }이(가) AWS::AccountId에 따라 달라지는데 AWS 계정을 알 수 없어 SAM CLI의 자리 표시자 { $account }을(를) 사용했습니다
fix-account-stand-in = 로그인하면 AWS가 계정을 알려 줍니다. 자격 증명이 유효하면 SAM CLI도 똑같이 합니다.
problem-yaml-merge-differs = 이 템플릿의 `<<: [a, b]`는 SAM CLI가 사용하는 PyYAML에 따라 달라집니다. 표시된 것은 { $used }의 결과이며 { $other }의 결과는 다릅니다
fix-yaml-merge-differs = `<<` 뒤의 맵들에 같은 키를 두지 말거나 값을 직접 쓰십시오.
problem-application-unchecked = SAM CLI는 이 템플릿의 함수를 실행하기 전에 AWS에서 애플리케이션 { $application }을(를) 조회하며, 그 자격 증명이 필요합니다. samlayers는 조회하지 않았습니다
fix-application-unchecked = `sam local invoke` 전에 로그인하거나, 그 스택의 Location에 로컬 템플릿을 지정하십시오.
problem-template-refused = SAM CLI { $release }이(가) 이 템플릿을 거부합니다({ $class }). 함수는 받아들인 것으로 보고 표시합니다
fix-template-refused = 템플릿의 오류를 고치십시오. 설치된 SAM CLI가 더 새로워 템플릿을 받아들인다면 그대로 두어도 됩니다.
problem-too-many-layers = 함수의 계층이 { $layers }개입니다. Lambda의 한도는 { $most }개입니다
fix-too-many-layers = `Globals`의 것을 포함하여 계층을 줄이거나 몇 개를 하나로 합치십시오.
problem-runtime-unknown = 런타임이 { $written }인데, SAM CLI { $release }이(가) 지원하지 않습니다
problem-runtime-unknown-none = 함수에 런타임이 없어 SAM CLI { $release }이(가) 실행할 수 없습니다
problem-runtime-unknown-package-type = `PackageType`이 { $written }입니다. SAM CLI는 Zip과 Image를 지원합니다
fix-package-type = `PackageType`을 Zip이나 Image로 설정하십시오.
fix-runtime-unknown = `Runtime`을 python3.13처럼 SAM CLI가 지원하는 것으로 설정하거나, `sam local invoke`에 --runtime을 지정하십시오.
problem-architecture-mismatch = { $runtime }은(는) { $architecture }을(를) 지원하지 않습니다
fix-architecture-mismatch = `Architectures`를 [x86_64]로 설정하거나 다른 런타임을 고르십시오.
problem-architecture-invalid = { $written }은(는) 올바른 아키텍처가 아닙니다
problem-architecture-invalid-not-one = `Architectures`는 정확히 하나가 있는 목록이어야 합니다
problem-architecture-invalid-text = `Architectures`가 문자열 { $written }입니다. SAM CLI는 첫 글자를 사용합니다
problem-architecture-invalid-unresolved = `Architectures`가 목록으로 확인되지 않습니다
fix-architecture-invalid = `Architectures: [x86_64]` 또는 `Architectures: [arm64]`로 쓰십시오.
problem-function-name-invalid = SAM CLI가 `{ $name }`을(를) 실행할 수 없습니다. 함수 이름에는 영문자, 숫자, `-_.[]`만 쓸 수 있습니다
fix-function-name = 함수의 이름을 바꾸십시오.
problem-code-inline = SAM CLI는 인라인 코드가 있는 함수를 실행하지 않습니다
fix-code-inline = 코드를 파일로 옮기고 그 폴더를 `CodeUri`에 설정하십시오.
problem-image-uri-missing = 함수에 `ImageUri`가 없어 SAM CLI가 실행할 수 없습니다
fix-image-uri-missing = `sam build`를 실행하거나 `ImageUri`에 이미지를 쓰십시오.

## What goes wrong with the container engine.

engine-bad-host = DOCKER_HOST가 `{ $text }`입니다. { $reason }
host-no-unix-sockets = 이 시스템은 컨테이너 엔진용 Unix 소켓을 지원하지 않습니다
host-no-named-pipes = 명명된 파이프는 Windows에만 있습니다
host-scheme = unix://, tcp://, ssh://, npipe:// 중 하나를 사용하십시오. 예: tcp://localhost:2375
host-bare-path = 경로는 주소가 아닙니다. DOCKER_HOST={ $line }(으)로 설정하십시오
host-socket-odd = 소켓 경로가 없거나 올바르지 않습니다. 예: unix:///var/run/docker.sock
host-path = 포트 뒤의 경로는 지원하지 않습니다
host-user = 사용자 이름과 암호는 지원하지 않습니다
host-no-port = tcp://localhost:2375처럼 포트가 있어야 합니다
host-odd-port = 포트가 없거나 잘못되었습니다. 예: tcp://localhost:2375
host-odd = 호스트가 잘못되었습니다. IPv6 주소는 [대괄호]로 묶으십시오
host-ssh-odd = 호스트가 잘못되었습니다. 예: ssh://me@host 또는 ssh://me@host:22
host-ssh-path = 호스트 뒤의 경로는 지원하지 않습니다
engine-no-socket = { $place }에서 컨테이너 엔진을 찾을 수 없습니다. Docker를 시작하거나, DOCKER_HOST를 SAM이 사용하는 엔진으로 설정하거나, --no-engine을 지정하십시오
engine-permission-denied = { $place }의 컨테이너 엔진을 사용할 권한이 없습니다. { $advice } --no-engine을 지정할 수도 있습니다
engine-permission-group = 그룹에 자신을 추가하십시오(`sudo usermod -aG docker $USER` 후 다시 로그인).
engine-permission-user = 현재 사용자로 Docker Desktop(또는 사용하는 엔진)을 시작하십시오.
engine-refused = { $place }의 컨테이너 엔진에 연결할 수 없습니다. 엔진을 시작하거나 DOCKER_HOST를 SAM이 사용하는 엔진으로 설정하십시오
engine-tls-without-host = DOCKER_TLS_VERIFY 또는 DOCKER_CERT_PATH가 DOCKER_HOST 없이 설정되어 SAM이 Docker에 연결할 수 없습니다. DOCKER_HOST를 tcp://HOST:2376으로 설정하거나 둘 다 해제하십시오
engine-certificates = 엔진의 인증서를 사용할 수 없습니다: { $path }: { $detail }. DOCKER_CERT_PATH를 확인하십시오
engine-tls = { $place }의 컨테이너 엔진에 대한 TLS 연결에 실패했습니다({ $detail }). DOCKER_CERT_PATH의 인증서를 확인하십시오
engine-wants-tls = { $place }의 컨테이너 엔진은 TLS를 요구합니다. DOCKER_TLS_VERIFY=1과 인증서가 있는 DOCKER_CERT_PATH를 설정하십시오
engine-ssh = { $place }로 컨테이너 엔진에 연결할 수 없습니다(ssh: { $detail }). `{ $command }`이(가) 입력을 요구하지 않고 동작해야 합니다
engine-unreachable = { $place }의 컨테이너 엔진에 연결할 수 없습니다({ $detail }). DOCKER_HOST와 네트워크를 확인하십시오
engine-timed-out = { $place }의 컨테이너 엔진이 { $seconds }초 안에 응답하지 않았습니다. 다시 시작하거나 --no-engine을 지정하십시오
engine-stopped = 컨테이너 엔진이 응답하기 전에 취소되었습니다. 엔진이 요청을 마저 처리할 수 있습니다
engine-too-long = { $place }의 컨테이너 엔진이 보낸 응답이 너무 큽니다(한도: { $limit }, 이미지 { $images }개). 사용하지 않는 이미지를 제거하거나 --no-engine을 지정하십시오
engine-not-an-engine = { $place }의 응답이 컨테이너 엔진의 것이 아닙니다({ $detail }). DOCKER_HOST를 확인하거나 엔진을 다시 시작하십시오
engine-api = 컨테이너 엔진이 오류로 응답했습니다({ $status }): { $message }
engine-not-found = `{ $name }`이(가) 컨테이너 엔진에 더 이상 없습니다. 다른 프로그램이 제거했습니다
engine-in-use = `{ $target }`을(를) 제거할 수 없습니다. { $reason }
engine-bad-name = `{ $name }`은(는) 올바른 이미지 또는 컨테이너 이름이 아닙니다
engine-nothing-inside = 데모 이미지는 기록이며 파일이 없습니다
engine-recording = 기록된 엔진 응답을 읽을 수 없습니다: { $detail }
engine-then-finch = { $first }. 그다음 SAM은 Finch를 시도합니다: { $finch }
engine-finch-only = 관리자가 SAM에 Finch를 사용하도록 정했지만 Finch가 설치되어 있지 않습니다
engine-off = 컨테이너 엔진이 꺼져 있습니다(--no-engine)
engine-no-contexts = SAM은 Docker 컨텍스트를 읽지 않습니다
engine-not-looked-for = SAM은 이 엔진을 찾지 않습니다
engine-other = { $why }. SAM이 사용하게 하려면: `{ $command }`
engine-other-ssh = { $why }. SAM이 사용하게 하려면: `{ $command }`(SAM CLI와 함께 Python의 paramiko가 필요합니다)
conflict-engine-says = { $message }(컨테이너 엔진의 메시지)
conflict-container-runs = 상태가 { $state }입니다. 먼저 중지하십시오(`{ $command }`)
conflict-running-container = 컨테이너 `{ $name }`({ $state })이(가) 사용하고 있습니다. 먼저 중지한 뒤(`{ $command }`) 제거하십시오
conflict-container = 컨테이너 `{ $name }`({ $state })이(가) 사용하고 있습니다. 먼저 컨테이너를 제거하십시오(`{ $command }`)
conflict-children = { $images } 이미지가 이 이미지로 빌드되었습니다. 먼저 그 이미지를 제거하십시오
engine-docker-elsewhere = docker 명령은 다른 엔진을 사용합니다. 컨텍스트 `{ $name }`({ $place })입니다. { $why }

## What goes wrong with AWS, and with ARNs.

aws-of-profile = 프로필 `{ $profile }`의{ " " }
aws-no-credentials = { $whose }AWS 자격 증명이 없습니다. `aws configure`나 `aws configure sso`를 실행하거나 --profile로 프로필을 고르십시오
aws-credentials-failed = { $whose }AWS 자격 증명을 읽을 수 없습니다({ $detail }). ~/.aws/config와 ~/.aws/credentials를 확인하십시오
aws-sso-expired = { $whose }SSO 로그인이 만료되었습니다. `{ $command }`을(를) 실행하십시오
aws-session-expired = { $whose }AWS 세션이 만료되었습니다. 임시 자격 증명을 새로 받으십시오
aws-credentials-rejected = AWS가 { $whose }자격 증명을 받아들이지 않습니다({ $detail }). 자격 증명과 ARN의 파티션, 이 컴퓨터의 시계를 확인하십시오
aws-access-denied = AWS가 { $arn }에 대한 액세스를 거부했습니다. lambda:GetLayerVersion 권한이 필요하며, 다른 계정의 계층은 소유자가 공유해야 합니다(또는 --layer-role-arn으로 그 계정의 역할을 지정하십시오). 그 버전이 없을 때도 AWS는 똑같이 응답합니다
aws-role-refused = AWS가 역할 { $role }의 수임을 거부했습니다({ $detail }). sts:AssumeRole 권한이 필요하며, 역할의 신뢰 정책에 자신이 포함되어야 합니다
aws-not-found = AWS에 { $arn }이(가) 없습니다. 삭제되었거나 ARN에 오타가 있습니다. 템플릿에 다른 버전을 사용하십시오
aws-network = { $place }에 연결할 수 없습니다({ $detail }). 네트워크, VPN, 프록시 설정을 확인하거나 --offline으로 작업하십시오
aws-certificate = { $place }의 인증서를 신뢰할 수 없습니다({ $detail }). 회사에서 TLS를 검사하는 프록시를 사용한다면 AWS_CA_BUNDLE을 그 인증서 파일로 설정하십시오
aws-timed-out = { $place }이(가) { $seconds }초 안에 응답하지 않았습니다. 네트워크, VPN, 프록시 설정을 확인하거나 다시 시도하십시오
aws-stalled = { $place }에서의 다운로드가 { $seconds }초 동안 멈췄습니다. 네트워크를 확인하고 다시 시도하십시오
aws-throttled = { $place }이(가) 요청 수를 제한했습니다. 1분쯤 기다린 뒤 다시 시도하십시오
aws-url-expired = { $place }이(가) { $arn }의 다운로드 URL을 거부했습니다. URL은 10분 동안만 유효합니다. 이 컴퓨터의 시계를 확인하고 다시 시도하십시오
aws-download-refused = { $place }이(가) 다운로드를 거부했습니다({ $reason }). 나중에 다시 시도하십시오
aws-truncated = { $place }에서의 다운로드가 { $expected }바이트 중 { $got }바이트에서 끊겼습니다. 네트워크를 확인하고 다시 시도하십시오
aws-too-long = { $place }이(가) 계층의 { $expected }바이트보다 많이 보냈습니다. 프록시가 다운로드를 바꾸고 있을 수 있습니다
aws-wrong-hash = 다운로드한 것이 { $arn }이(가) 아닙니다. SHA-256이 { $got }인데 AWS가 보고한 것은 { $expected }입니다. 프록시가 다운로드를 바꾸고 있을 수 있으니 프록시와 AWS_ENDPOINT_URL을 확인하십시오
aws-cannot-write = 다운로드를 저장할 수 없습니다({ $detail }). 캐시 디렉터리를 확인하십시오
aws-service = { $place }이(가) 오류로 응답했습니다({ $code }): { $message }
account-unknown = 계정을 알 수 없어 AWS::AccountId에 SAM의 자리 표시자 123456789012를 사용합니다: { $why }
mfa-code = { $serial }의 MFA 코드를 입력하십시오:
aws-config-unreadable = AWS 설정 파일 { $path }을(를) 읽을 수 없습니다({ $why }). 파일을 고치거나 AWS_CONFIG_FILE 또는 AWS_SHARED_CREDENTIALS_FILE로 다른 파일을 지정하십시오
aws-config-not-text = UTF-8 텍스트가 아닙니다
aws-config-line = { $line }번째 줄이 [섹션]도 키 = 값도 아닙니다
aws-profile-missing = 프로필 `{ $profile }`이(가) AWS 설정에 없습니다. --profile 또는 AWS_PROFILE로 { $names } 중 하나를 고르거나 `aws configure --profile { $profile }`로 추가하십시오
aws-profile-missing-all = 프로필 `{ $profile }`이(가) 없습니다. AWS 설정에 프로필이 하나도 없습니다. `aws configure --profile { $profile }`로 추가하십시오
aws-source-profile-missing = 프로필 `{ $profile }`의 source_profile인 `{ $source }`이(가) 없습니다. ~/.aws/config의 source_profile을 고치거나 그 프로필을 추가하십시오
aws-source-profile-empty = 프로필 `{ $profile }`의 source_profile인 `{ $source }`에 자격 증명이 없습니다. `aws configure --profile { $source }`로 추가하십시오
aws-profile-two-sources = 프로필 `{ $profile }`에 source_profile과 credential_source가 모두 있습니다. ~/.aws/config에서 하나만 남기십시오
aws-profile-no-source = 프로필 `{ $profile }`에 role_arn은 있지만 source_profile도 credential_source도 없습니다. ~/.aws/config에 하나를 추가하십시오
aws-profile-loop = 프로필 `{ $profile }`의 source_profile인 `{ $source }`이(가) 다시 자기 자신으로 이어집니다. ~/.aws/config의 source_profile을 고치십시오
aws-profile-key-missing = 프로필 `{ $profile }`에 { $key }이(가) 없습니다. ~/.aws/config 또는 ~/.aws/credentials에 추가하십시오
aws-credential-source-empty = 프로필 `{ $profile }`의 credential_source인 `{ $source }`에서 자격 증명을 얻을 수 없습니다. Environment, Ec2InstanceMetadata, EcsContainer 중 하나여야 합니다
aws-secret-key-unset = AWS_ACCESS_KEY_ID는 설정되어 있지만 AWS_SECRET_ACCESS_KEY는 없습니다. 둘 다 설정하거나 둘 다 해제하십시오
aws-sso-session-missing = 프로필 `{ $profile }`의 sso_session인 `{ $session }`이(가) 없습니다. 예를 들어 `aws configure sso-session`으로 ~/.aws/config에 [sso-session { $session }]을(를) 추가하십시오
aws-sso-role-refused = IAM Identity Center가 프로필 `{ $profile }`에 계정 { $account }의 역할 { $role }에 대한 자격 증명을 주지 않았습니다({ $detail }). sso_role_name과 sso_account_id를 확인하거나 역할을 할당받으십시오
aws-login-expired = { $whose }`aws login` 세션이 만료되었습니다. `{ $command }`을(를) 실행하십시오
aws-login-not-renewed = 프로필 `{ $profile }`의 `aws login` 세션을 갱신할 수 없습니다({ $detail }). signin:CreateOAuth2Token 권한이 필요합니다
aws-mfa-needed = 역할 { $role }에는 MFA 장치 { $serial }의 코드가 필요합니다. `{ $command }`을(를) 실행하여 코드를 입력한 뒤 다시 시도하십시오
aws-web-identity-no-role = 프로필 `{ $profile }` 또는 AWS_WEB_IDENTITY_TOKEN_FILE에 웹 자격 증명 토큰은 있지만 역할이 없습니다. role_arn 또는 AWS_ROLE_ARN을 설정하십시오
aws-web-identity-file = 웹 자격 증명 토큰 { $path }을(를) 읽을 수 없습니다({ $why }). web_identity_token_file 또는 AWS_WEB_IDENTITY_TOKEN_FILE을 확인하십시오
aws-process-failed = 프로필 `{ $profile }`의 credential_process가 실패했습니다({ $why }). 무엇이 필요한지 보려면 그 명령을 터미널에서 실행하십시오
aws-process-timeout = 프로필 `{ $profile }`의 credential_process가 { $seconds }초 안에 끝나지 않아 중지했습니다. 이 명령은 터미널 없이 실행됩니다. 입력을 요구한다면 먼저 터미널에서 실행하십시오
aws-process-no-command = 명령이 아닙니다
aws-process-status = { $status }
aws-process-complaint = { $status }: { $complaint }
aws-process-not-json = 출력이 JSON 형식의 자격 증명이 아닙니다
aws-process-version = 출력의 Version이 1이 아니라 { $version }입니다
aws-process-expired = 자격 증명이 만료되었습니다
aws-container-failed = 컨테이너에서 자격 증명을 얻을 수 없습니다({ $why }). AWS_CONTAINER_CREDENTIALS_RELATIVE_URI와 AWS_CONTAINER_CREDENTIALS_FULL_URI를 확인하십시오
aws-container-address = 주소가 올바른 URL이 아닙니다
aws-container-host = { $host }에는 https가 필요합니다
aws-container-token = 인증 토큰이 한 줄이 아닙니다
aws-container-token-file = 토큰 { $path }을(를) 읽을 수 없습니다: { $why }
aws-ca-bundle = { $setting }의 인증서 { $path }을(를) 사용할 수 없습니다({ $why }). PEM 파일을 지정하십시오
aws-ca-bundle-empty = 인증서가 없습니다
aws-proxy = 프록시 { $proxy }을(를) 통해 { $place }에 연결할 수 없습니다({ $detail }). HTTPS_PROXY, HTTP_PROXY, NO_PROXY를 확인하거나 --offline을 사용하십시오
aws-answer-too-long = { $place }의 응답이 { $limit }보다 큽니다. 프록시가 대신 응답하고 있을 수 있으니 프록시와 AWS_ENDPOINT_URL을 확인하십시오
aws-too-large = AWS가 보고한 { $arn }의 크기는 { $size }이지만 계층의 한도는 { $limit }입니다. 프록시가 응답을 바꾸고 있을 수 있으니 프록시와 AWS_ENDPOINT_URL을 확인하십시오
aws-no-source = AWS Lambda가 { $arn }의 URL도 S3 객체도 반환하지 않았습니다. 나중에 다시 시도하거나 계층 소유자에게 문의하십시오
aws-s3-denied = { $arn }의 내용이 있는 { $object }에 대한 액세스를 AWS가 거부했습니다. 이 객체에 대한 s3:GetObjectVersion 권한이 필요합니다(버킷에 버전 관리가 없으면 s3:GetObject)
aws-s3-key = { $arn }의 내용이 있는 { $object }의 KMS 키를 사용하는 것을 AWS가 거부했습니다. 그 키에 대한 kms:Decrypt 권한이 필요하며 키가 활성화되어 있어야 합니다
aws-s3-no-version = { $arn }의 내용이 있던 { $object }이(가) 삭제되었습니다. 계층 소유자에게 그 객체 버전의 복원을 요청하거나 다른 계층 버전을 사용하십시오
aws-s3-no-object = { $arn }의 내용이 있어야 할 { $object }이(가) 없습니다. 계층 소유자에게 복원을 요청하거나 다른 계층 버전을 사용하십시오
aws-s3-no-bucket = { $arn }의 내용이 있어야 할 { $object }의 버킷이 없습니다. 계층 소유자에게 문의하거나 다른 계층 버전을 사용하십시오
aws-s3-archived = { $arn }의 내용이 있는 { $object }이(가) 아카이브되어 있습니다. 계층 소유자에게 복원을 요청하십시오
aws-s3-other-region = { $arn }의 내용이 있는 { $object }은(는) 다른 리전에 있으며, S3가 어느 리전인지 알리지 않았습니다. AWS_ENDPOINT_URL_S3를 확인하십시오
aws-bucket-missing = `{ $bucket }` 버킷이 존재하지 않습니다. 이름을 확인하거나 --s3-bucket으로 다른 버킷을 지정하십시오.
aws-bucket-denied = `{ $bucket }` 버킷에 대한 액세스가 거부되었습니다. 게시하려면 s3:PutObject, s3:GetObject, s3:DeleteObject, s3:ListBucket 권한이 필요합니다.
aws-bucket-other-region = `{ $bucket }` 버킷은 { $other }에 있지만, { $region }의 계층에는 그 리전의 버킷이 필요합니다: --s3-bucket { $region }=BUCKET
aws-bucket-elsewhere = `{ $bucket }` 버킷은 { $region }에 없습니다. --s3-bucket { $region }=BUCKET으로 그 리전의 버킷을 지정하십시오.
arn-too-few-colons = `{ $text }`은(는) 계층 버전 ARN이 아닙니다. 형식은 arn:aws:lambda:<region>:<account>:layer:<name>:<version>입니다
arn-wrong = `{ $text }`은(는) 계층 버전 ARN이 아닙니다. { $reason }
arn-wrong-parts = 콜론으로 나뉜 여덟 부분이 있어야 합니다
arn-wrong-form = arn:<partition>:lambda:로 시작하고 `layer`가 있어야 합니다
arn-wrong-partition = 파티션이 없거나 잘못되었습니다
arn-wrong-region = 리전이 없거나 잘못되었습니다
arn-wrong-account = 계정은 숫자 열두 자리여야 합니다
arn-wrong-name = 계층 이름에는 영문자, 숫자, -, _만 쓸 수 있습니다
arn-wrong-version = 버전은 1 이상의 숫자여야 합니다

## What goes wrong in the cache and on the disk, and what there is not SAM's.

cache-io = { $path } { $doing } 실패: { $why }
doing-clear-up = 정리
doing-empty = 비우기
doing-find = 찾기
doing-lock = 잠그기
doing-look-at = 확인
doing-make = 만들기
doing-make-a-folder-in = 안에 폴더 만들기
doing-move-to-the-trash = 휴지통으로 옮기기
doing-open = 열기
doing-put-the-new-content-in-place-of = 내용을 새것으로 바꾸기
doing-read = 읽기
doing-remove = 제거
doing-restore = 복원
doing-restore-from = 복원
doing-write = 쓰기
doing-write-the-journal-in = 안에 작업 기록 쓰기
doing-write-to = 쓰기
cache-locked = `{ $dir }`이(가) 사용 중입니다. { $holder }. 그 프로세스가 끝날 때까지 기다리거나 중지하십시오
lock-held = 프로세스 { $pid }이(가) 잠갔습니다
lock-owner-unknown = 프로세스 { $pid }이(가) 잠갔지만 그 프로세스가 여기서는 보이지 않습니다(컨테이너에서 실행 중일 수 있음). SAM은 { $seconds }초 더 기다립니다
lock-owner-unknown-unreadable = 알 수 없는 프로세스가 방금 잠갔습니다. SAM은 { $seconds }초 더 기다립니다
lock-owner-unreadable = SAM의 잠금 파일을 읽을 수 없어, 실행 중인 프로세스가 잠갔을 수 있습니다
report-sam-waits = SAM CLI의 프로세스 { $count }개가 실행 중이었습니다({ $pids }). 불완전한 계층으로 이미지가 빌드되지 않도록, 이 계층이 필요한 다른 `sam local` 명령은 그 프로세스가 끝날 때까지 기다립니다(최대 { $seconds }초).
io-permission-denied-windows = 액세스가 거부되었습니다. 이 파일을 열어 둔 프로그램(편집기, 실행 중인 SAM CLI, 백신)을 닫거나 권한을 확인하십시오
io-permission-denied = 권한이 없습니다. 이 경로와 상위 폴더의 소유자와 권한을 확인하십시오
io-disk-full = 디스크가 가득 찼거나 새 파일을 위한 inode가 없습니다. 공간을 확보하고(`samlayers trash empty`나 `samlayers purge --delete`가 도움이 될 수 있습니다) 다시 시도하십시오
io-quota = 디스크 할당량을 모두 사용했습니다. 공간을 확보하고 다시 시도하십시오
io-read-only = 디스크가 읽기 전용으로 마운트되었습니다. 쓸 수 있게 다시 마운트하거나 다른 캐시를 사용하십시오
io-not-found = 존재하지 않습니다(또는 더 이상 존재하지 않습니다)
io-not-a-directory = 경로의 일부가 폴더가 아니거나 samlayers가 따라가지 않는 링크입니다
io-busy = 사용 중입니다. 다른 디스크가 마운트되어 있을 수 있으니 먼저 마운트를 해제하십시오
io-other-disk = 안에 다른 디스크가 마운트되어 있습니다. 먼저 마운트를 해제하십시오
io-no-such-name = 이 디스크에는 그런 이름을 쓸 수 없습니다
cache-vanished = samlayers가 여는 동안 { $path }이(가) 제거되었습니다
cache-replaced = samlayers가 연 뒤에 { $path }이(가) 교체되었습니다. 아무것도 변경하지 않았습니다. samlayers를 다시 시작하십시오
cache-cannot-be-moved = { $path }을(를) 캐시 안에서 옮길 수 없습니다. 컨테이너 이미지에 들어 있는 것처럼 오버레이의 아래층에 있거나 다른 디스크에 있습니다. 그 이미지를 빌드하는 곳에서 제거하거나 그 밖의 캐시를 사용하십시오(--layer-cache-basedir)
cache-dangling = { $path }이(가) 없는 대상을 가리키는 링크입니다. 대상을 만들거나 링크를 제거하십시오
cache-not-a-folder = { $path }이(가) 폴더가 아닙니다. --layer-cache-basedir로 다른 곳을 고르거나 파일을 옮기십시오
cache-part-not-a-folder = { $path }의 일부가 폴더가 아닙니다. --layer-cache-basedir로 다른 캐시를 고르십시오
cache-permission-denied = { $path }을(를) 읽을 권한이 없습니다. 소유자와 권한을 확인하거나 SAM을 실행하는 사용자로 실행하십시오
cache-link = { $path }은(는) 따라갈 수 없는 링크입니다({ $why }). 제거하거나 다른 곳을 가리키게 하십시오
cache-unreadable = { $path }을(를) 읽을 수 없습니다: { $why }
cache-cannot-be-listed = { $path }의 목록을 읽을 수 없습니다: { $why }
cache-no-leftover = { $path }은(는) 캐시에 있는 SAM의 잔여 파일이 아니거나 더 이상 아닙니다. 아무것도 변경하지 않았습니다. 캐시를 다시 불러오십시오
cache-other-lock = 잠금이 { $dir }이(가) 아니라 { $held }에 걸려 있습니다
cache-no-name = { $path }은(는) SAM이 사용하는 이름이 아닙니다
cache-still-working = 다른 samlayers가 아직 { $id } 작업을 하고 있습니다. 끝날 때까지 기다리십시오
cache-there-again = { $path }이(가) 캐시에 다시 있어 이전 것은 휴지통에 남습니다. 이전 것을 되돌리려면 samlayers purge { $path }을(를) 실행한 다음 samlayers trash restore { $operation }을(를) 실행하십시오
cache-restore-full = 디스크가 가득 차 { $path }을(를) 아직 되돌릴 수 없습니다. 다른 곳의 공간을 확보한 뒤 다시 시도하십시오. `samlayers trash empty`를 실행하면 이것이 완전히 삭제됩니다
cache-was-in-use = { $path }이(가) 목록을 만들 때 사용 중이었습니다. 캐시를 다시 불러오십시오
foreign = SAM이 사용하는 이름이 아닙니다
foreign-no-text = 이름이 UTF-8 텍스트가 아닙니다
foreign-control = 이름에 제어 문자가 있습니다
foreign-upper-case = 계층 디렉터리의 이름과 비슷하지만, SAM은 해시를 소문자로 씁니다
foreign-in-locks = SAM의 잠금 폴더에 있지만 SAM이 사용하는 이름이 아닙니다
foreign-lock = 잠금의 이름이지만 파일이 아닙니다
foreign-other-kind = SAM이 사용하는 이름이지만 종류가 다릅니다
foreign-locks = SAM의 잠금과 상태 파일을 읽을 수 없어 계층의 상태를 알 수 없습니다: { $why }
cache-journal-unusable = { $path }은(는) 읽고 쓸 수 있는 일반 파일이 아니어서 복원할 수 없습니다. 파일을 옮긴 뒤 다시 시도하십시오
cache-gone = 캐시가 더 이상 존재하지 않습니다
lock-of-another-samlayers = 다른 samlayers가 사용 중입니다
lock-just-taken = 다른 프로세스가 방금 잠갔습니다
lock-taken-over = 그 사이에 SAM이 잠갔습니다

## What is wrong with a zip.

zip-damaged = 온전한 zip 파일이 아닙니다: { $why }. 다시 다운로드하십시오
zip-entry = zip 파일에 `{ $name }`이(가) 있습니다. { $reason }. 압축을 풀지 않았습니다
zip-too-large = zip 파일을 풀면 { $bytes }바이트로, Lambda가 허용하는 { $limit }바이트보다 큽니다. 압축을 풀지 않았습니다. --allow-over-quota나 설정 파일의 allow_over_quota로 그래도 풀 수 있습니다
zip-write = `{ $name }`을(를) 쓸 수 없습니다: { $why }
zip-read = `{ $name }`을(를) 읽을 수 없습니다: { $why }
zip-read-source = 읽을 수 없습니다: { $why }
zip-changed = 읽는 동안 변경되었습니다. 쓰는 프로그램이 없을 때 다시 실행하십시오
zip-no-text-name = 이름이 올바른 UTF-8이 아닙니다. zip과 Lambda에는 UTF-8 이름이 필요합니다
zip-damaged-entry = 손상되었습니다({ $why })
zip-unreadable-entry = 읽을 수 없습니다({ $why })
zip-encrypted = 암호화되어 있습니다
zip-folder-and-file = 권한으로는 폴더이고 이름으로는 파일입니다
zip-device = 장치, 파이프 또는 소켓입니다
zip-absolute = 절대 경로입니다
zip-no-name-here = 이 시스템에서 쓸 수 없는 이름입니다
zip-leaves = 계층 밖으로 나가는 경로입니다
zip-no-name = 이름이 아닙니다
zip-too-long = 디스크에 쓰기에는 너무 긴 경로입니다
zip-overlaps = 다른 항목이나 중앙 디렉터리와 겹칩니다
zip-link-endless = 대상이 끝없이 긴 링크입니다
zip-link-no-text = 대상이 텍스트가 아닌 링크입니다
zip-less = 표시된 것보다 작게 풀립니다
zip-more = 표시된 것보다 크게 풀립니다
zip-link-to-nothing = 대상이 없는 링크입니다
zip-link-absolute = 대상이 절대 경로인 링크입니다
zip-link-no-path = 대상이 경로가 아닌 링크입니다
zip-link-leaves = 계층 밖으로 나가는 링크입니다
zip-empty = 빈 파일입니다
zip-without-end = 다른 종류의 파일이거나 끝부분이 없습니다
zip-two-ends = 끝 레코드 뒤에 데이터가 있거나 끝 레코드가 둘입니다
zip-directory-elsewhere = 중앙 디렉터리가 끝 레코드에 적힌 위치에 없습니다
zip-longer = 있어야 할 길이보다 깁니다
zip-no-end = 끝 레코드가 정확히 하나가 아닙니다
zip-directory-too-long = 중앙 디렉터리가 너무 깁니다
zip-directory-unreadable = 중앙 디렉터리를 읽을 수 없습니다
zip-method = { $method } 방식으로 압축되어 있습니다
zip-link = { $reason }(`{ $target }`)
zip-twice = 폴더로 한 번, 다른 것으로 한 번, 두 번 들어 있습니다
zip-collides = 이 디스크는 `{ $other }`와 같은 이름으로 여깁니다
zip-link-then-file = 링크로 한 번, 그다음 파일로 한 번, 두 번 들어 있어 SAM이 링크를 통해 쓰게 됩니다
zip-note-repeated = zip 파일에 { $paths }이(가) 여러 번 들어 있습니다. SAM과 마찬가지로 마지막 것을 사용합니다
zip-note-count = zip의 끝 레코드에는 항목이 { $counted }개라고 적혀 있지만 중앙 디렉터리에는 { $held }개가 있습니다. SAM과 마찬가지로 모두 사용합니다

## Why a step of a plan failed.

failed-cancelled = 취소됨
failed-read-only = 읽기 전용 모드입니다. --read-only 없이 시작하십시오
failed-told = { $why }.
failed-layer = { $dir }: { $why }.
failed-zip-kept = zip을 잠시 보관할 수 없습니다: { $why }
failed-other-download = 다른 다운로드가 실패했습니다. 다시 시도하십시오
failed-write = { $path }을(를) 쓸 수 없습니다: { $why }
failed-read-download = { $dir }의 다운로드를 읽을 수 없습니다: { $why }
failed-import = { $source }: { $why }
failed-published-other = { $arn }이(가) 게시되었지만 현재 소스와 내용이 다릅니다. 다시 게시하고, 사용되면 안 되는 버전은 삭제하십시오
publish-upload-stays = { $object }을(를) 제거하지 못했습니다: { $why }
publish-offline = 오프라인 모드입니다. 게시하려면 AWS가 필요합니다. --offline 없이 실행하십시오
publish-rejected = { $path }이(가) 거부되었습니다: { $why } (그래도 게시하려면: `samlayers publish --force`)
publish-imported = 캐시된 내용은 { $source }에서 가져온 것입니다
publish-incomplete = { $dir }을(를) 게시할 수 없습니다. AWS에서 zip을 복사할 수 없고({ $why }) 캐시된 계층도 완전하지 않습니다. `samlayers verify { $dir }`로 이유를 확인하십시오
publish-repacked = AWS가 게시한 zip이 아니라 캐시된 파일로 만든 zip입니다: { $why }.
problem-with-fix = { $detail } { $fix }
failed-import-origin = 내용이 AWS에 게시된 것이 아니라는 사실을 저장할 수 없어 { $dir }을(를) 가져오지 않았습니다: { $why }
failed-no-data-folder = 데이터 폴더가 없습니다. HOME 또는 XDG_DATA_HOME을 설정하십시오
source-unusable = { $path }을(를) 사용할 수 없습니다: { $why }
source-holds-cache = 계층 캐시가 그 안에 있습니다
failed-journal = 작업 기록을 시작할 수 없습니다
failed-not-removed = { $path }을(를) 제거할 수 없습니다: { $why }
failed-not-in-trash = { $name }이(가) 더 이상 휴지통에 없습니다

## What a file holds.

contents-no-directory = { $path }은(는) 디렉터리가 아니며, samlayers는 링크를 따라가지 않습니다.
inside-unreadable = { $path }을(를) 읽을 수 없습니다: { $why }
contents-outside = { $path }은(는) 계층 밖에 있습니다.
contents-files-only = 일반 파일만 볼 수 있습니다. samlayers는 링크를 따라가지 않습니다.
file-empty = 빈 파일
file-script = 스크립트
file-text = 텍스트
file-binary = 바이너리 파일
file-first-of = { $all } 중 앞부분
file-first = { $all } 중 앞의 { $bytes }
file-zip = zip 압축 파일
file-png = PNG 그림
file-jpeg = JPEG 그림
file-sqlite = SQLite 데이터베이스
file-java-class = Java 클래스
file-macos-program = macOS 프로그램: Lambda에서 실행할 수 없음
file-windows-program = Windows 프로그램: Lambda에서 실행할 수 없음
file-static-library = 정적 라이브러리
file-compiled-python = 컴파일된 Python
elf-program = ELF 프로그램
elf-library = ELF 공유 라이브러리 또는 프로그램
elf-object = ELF 목적 파일
elf-core = ELF 코어 덤프
elf-file = ELF 파일
elf-x86 = 32비트 x86: Lambda에서 실행할 수 없음
elf-arm = 32비트 Arm: Lambda에서 실행할 수 없음
elf-other = 아키텍처 { $number }: Lambda에서 실행할 수 없음
elf-class = 비트 수
elf-machine = 아키텍처
elf-symbols = 심볼
elf-stripped = 제거됨
elf-needs = 필요
elf-static = 없음: 정적으로 링크됨
elf-name = 이름
elf-searches = 검색 경로

## Why the clean-up cannot choose.

choose-no-template = 템플릿을 찾지 못해 사용하지 않는 계층과 이미지를 알 수 없습니다. --project DIR 또는 -t FILE로 지정하십시오
choose-unresolved = 사용하지 않는 계층과 이미지를 알 수 없습니다: { $paths }
not-read-unresolved = { $path }에 확인할 수 없는 값이 있습니다(이유는 `samlayers functions`로 볼 수 있습니다)
not-read-folder = { $path }에서 템플릿을 찾을 수 없습니다: { $why }
not-read-project-list = 앱에서 추가한 프로젝트를 { $path }에서 읽을 수 없습니다: { $why }
not-read-too-deep = { $path }은(는) 폴더 깊이가 { $most }에 이르러 템플릿을 찾지 않았습니다. --project로 지정하십시오
not-read-too-many = { $path }에 폴더가 { $most }개보다 많아 모두 찾아보지 못했습니다. 그 안의 프로젝트를 --project로 지정하십시오
not-read-not-synthesised = { $path }은(는) 합성된 템플릿이 없는 CDK 프로젝트입니다. `cdk synth`를 실행하거나 사용할 템플릿을 -t로 지정하십시오
not-read-not-prepared = { $path }에 Lambda 리소스가 있지만 SAM의 Terraform 템플릿이 없습니다. 루트 모듈에서 `sam build --hook-name terraform`을 실행하거나 사용할 템플릿을 -t로 지정하십시오
not-read-more = 그 밖에 { $more }개
choose-reading = 템플릿을 읽는 중이라 사용하지 않는 계층과 이미지를 아직 알 수 없습니다
choose-dangling = 컨테이너 엔진이 응답하지 않아 SAM의 빌드가 남긴 이미지를 알 수 없습니다. 이유는 `samlayers doctor`로 볼 수 있습니다
choose-images = 컨테이너 엔진이 응답하지 않아 이미지를 알 수 없습니다. 이유는 `samlayers doctor`로 볼 수 있습니다
choose-containers = 컨테이너 엔진이 응답하지 않아 컨테이너를 알 수 없습니다. 이유는 `samlayers doctor`로 볼 수 있습니다

## 빌드 폴더.

builds-link = { $path }은(는) 링크입니다. 그 뒤의 폴더가 다른 프로젝트의 것일 수 있어 아무것도 제거하지 않습니다
builds-not-removable = { $path }은(는) 제거할 수 있는 `sam build` 폴더가 아니거나 더 이상 아닙니다. 아무것도 바꾸지 않았습니다
builds-there-again = { $path }이(가) 다시 있어 이전 것은 휴지통에 남습니다
builds-unknown-missing = { $path }이(가) 없어 무엇이 사용 중인지 알 수 없습니다. 이 파일은 `sam build`가 만듭니다
builds-unknown-unreadable = { $path }을(를) 사용할 수 없어 무엇이 사용 중인지 알 수 없습니다: { $why }
builds-too-large = 이런 파일에서 읽는 최대 크기 { $most } MiB보다 큽니다
builds-unknown-samconfig = `sam build`가 결과를 어디에 두는지 알 수 없습니다: { $why }
builds-unknown-shared = { $project }이(가) 같은 폴더에 빌드하므로 무엇이 사용 중인지 알 수 없습니다
builds-unknown-link = { $path }은(는) 링크라서 무엇이 사용 중인지 알 수 없습니다
builds-unknown-not-entered = { $path }에 들어갈 수 없어({ $why }) 무엇이 사용 중인지 알 수 없습니다
builds-refused-unknown = 사용 중인지 알 수 없습니다: { $why }
builds-refused-named = 이제 { $path }에 이 항목이 있습니다
builds-in-use-process = 프로세스 { $pid }이(가) 이 프로젝트를 빌드하고 있습니다. 끝날 때까지 기다리십시오
builds-in-use-recent = { $seconds }초 전에 바뀌어 빌드가 실행 중일 수 있습니다. 마지막 빌드 후 5분이 지나면 다시 시도하십시오
builds-purpose-graph = 각 UUID가 어떤 함수나 계층을 위해 빌드되었는지 기록한 파일
builds-purpose-sync = `sam sync`의 상태. 없으면 다음 `sam sync`가 모두 배포합니다
builds-purpose-templates = `sam init`의 템플릿. 필요하면 다시 다운로드됩니다
builds-purpose-durable = 로컬에서 실행한 지속성 함수의 상태
reason-build-named = `build.toml` 또는 마지막 빌드의 링크가 이 항목을 사용합니다
reason-build-not-removable = `.aws-sam/cache`와 `.aws-sam/deps`에서 아무것도 사용하지 않는 UUID만 제거합니다
choose-builds = 빌드 폴더를 찾는 중이라 아직 알 수 없습니다
fix-build-native = Lambda용으로 빌드하십시오: 함수의 아키텍처로 `sam build --use-container`.

## 계층이 있는 이미지 외의 이미지.

evidence-name = SAM만 이런 이름을 만듭니다
evidence-recognised = { $how }
evidence-template = 템플릿만이 근거입니다: `sam build`가 함수의 이미지에 이 이름을 붙입니다. 이 이미지를 직접 선택할 때만 제거합니다
evidence-nothing = SAM이 빌드했다는 근거가 없습니다: 이름만 SAM의 것과 비슷합니다. 제거하지 않습니다
note-sam-pulls-it-again = 완전히 제거됩니다. 필요하면 SAM이 다시 가져옵니다
note-only-a-template-names-it = 완전히 제거됩니다. 함수의 이미지라는 근거는 템플릿뿐이며 `sam build`가 다시 빌드합니다
reason-image-not-proven = SAM이 빌드했다는 근거가 없습니다. 필요 없으면 컨테이너 엔진으로 제거하십시오
anatomy-kind-build = `sam build --use-container`용
anatomy-kind-durable = 지속성 실행 에뮬레이터
anatomy-kind-function = 이미지 함수

## 개요.

overview-title = 되찾을 수 있는 공간, 문제, 큰 항목
overview-footprint = 이 컴퓨터의 SAM
overview-layers = 계층 캐시
overview-images-own = 이미지(고유)
overview-images-shared = 이미지(공유)
overview-builds = 빌드
overview-trash = 휴지통
overview-unused = 템플릿이 쓰지 않음
overview-reclaim = 공간 되찾기
overview-problems = 문제
overview-largest = 큰 항목(이미지는 공유 제외)
overview-safe = 안전한 정리
overview-unused-layers = 미사용 계층
overview-unused-images = 미사용 이미지
overview-dangling = 태그 없는 이미지
overview-leftovers = 중단된 실행의 잔여 파일
overview-outdated-images = 오래된 이미지
overview-kind-layer = 계층
overview-kind-image = 이미지
overview-kind-leftover = 잔여 파일
overview-kind-builds = 빌드
overview-builds-unused = 미사용 { $count }
overview-nothing = 없음
overview-no-problems-known = 발견된 문제 없음. 이미지는 알 수 없음
refused-no-filter = 개요에는 필터할 목록이 없습니다.

## 프로젝트: 템플릿을 읽는 폴더.

projects-title = 프로젝트
projects-tag-option = --project 또는 -t로 지정
projects-tag-current = 현재 폴더
projects-tag-config = 설정 파일
projects-tag-remembered = 추가됨
projects-tag-session = 이번 세션에만 추가됨
projects-not-read = 지금은 읽지 않음
projects-reading = 읽는 중
projects-templates = 템플릿 { $count }개
projects-add-typed = 이 폴더 추가
projects-searching = 홈 폴더에서 템플릿을 찾는 중{ $ellipsis } 지금까지 폴더 { $folders }개.
projects-searched = 폴더 { $folders }개에서 템플릿을 찾아보았습니다.
projects-searched-time = 폴더 { $folders }개를 찾고 20초가 지나 멈췄습니다. 다른 폴더는 /를 누르고 경로를 입력하십시오.
projects-searched-folders = 한도인 폴더 { $folders }개까지 찾았습니다. 다른 폴더는 /를 누르고 경로를 입력하십시오.
projects-none = SAM 템플릿이 있는 다른 폴더를 찾지 못했습니다. /를 누르고 경로를 입력하십시오.
projects-enter = Enter로 이 폴더를 추가합니다. 지금부터, 그리고 시작할 때마다 템플릿을 읽습니다.
projects-enter-read-only = Enter로 이 폴더를 이번 세션에만 추가합니다. 읽기 전용 모드에서는 목록을 저장하지 않습니다.
projects-enter-known = 옵션으로 읽을 것을 지정하여 지금은 읽지 않습니다. Enter로 이번 세션에 추가합니다.
projects-enter-typed = Enter로 이 폴더를 추가합니다.
projects-forget = d로 목록에서 뺍니다. 폴더 안은 바뀌지 않습니다.
projects-list-unreadable = 추가한 프로젝트의 목록을 읽을 수 없습니다: { $why }.
projects-added-already = 이미 목록에 있습니다. d를 누르면 목록에서 뺍니다.
projects-nothing-to-forget = 목록에 없습니다. Enter를 누르면 추가합니다.
projects-of-option = --project, -t 또는 SAM_TEMPLATE_FILE로 지정된 폴더입니다. 빼려면 지정하지 않고 samlayers를 시작하십시오.
projects-of-config = config.yaml의 `projects`에 있는 폴더입니다. 빼려면 그곳에서 지우십시오.
projects-of-current-folder = samlayers를 시작한 폴더이며 항상 읽습니다.
projects-added = { $path }을(를) 추가했습니다. 이 폴더의 템플릿을 지금부터, 그리고 시작할 때마다 읽습니다.
projects-added-read-only = { $path }을(를) 이번 세션에만 추가했습니다. 읽기 전용 모드에서는 목록을 저장하지 않습니다.
projects-added-session = { $path }을(를) 이번 세션에만 추가했습니다. 데이터 폴더가 없어 목록을 저장할 수 없습니다.
projects-not-remembered = 목록을 저장할 수 없어 { $path }을(를) 추가하지 않았습니다: { $why }.
projects-forgotten = { $path }을(를) 목록에서 뺐습니다. 폴더 안은 바뀌지 않았습니다.
projects-not-forgotten = 목록을 저장할 수 없어 { $path }이(가) 목록에 남습니다: { $why }.
projects-not-added = { $path }은(는) 목록에 없습니다.
projects-read-only = 읽기 전용 모드이므로 { $path }이(가) 목록에 남습니다. W를 눌러 끄십시오.
projects-no-folder = { $path }은(는) 폴더가 아닙니다. 템플릿이 있는 폴더를 지정하십시오.
projects-unreadable = { $path }을(를) 열 수 없습니다: { $why }.
projects-too-wide = { $path }은(는) 너무 넓어서 찾을 수 없습니다. 그 안의 프로젝트 폴더를 추가하십시오.
projects-read-already = { $path }은(는) { $folder }의 일부로 이미 읽고 있습니다.
said-started-too-wide = 사용 여부를 알 수 없습니다. { $folder }은(는) 템플릿을 찾기에 너무 넓습니다. A로 프로젝트를 추가하십시오.

## 트리맵.

treemap-everything = 전체
treemap-used = 사용
treemap-unused = 미사용
treemap-unknown = 사용 여부 불명
treemap-warning = 경고
treemap-broken = 손상됨
treemap-busy = 사용 중
treemap-folder = 폴더
treemap-file = 파일
treemap-shared = 이미지끼리 공유
treemap-trash = 휴지통
treemap-package = 패키지
treemap-own = 자체 파일(패키지 아님)
treemap-spare = 테스트, 캐시, 심볼
treemap-tests = 테스트
treemap-cache = 캐시
treemap-debug = 디버그 심볼
treemap-kind-of = { $name }의 { $kind }
treemap-packages-of = { $dir } 패키지별
treemap-at-least = { $bytes } 이상, { $count }개 읽기 불가
treemap-layer = 계층 { $number }
treemap-base = 기본 이미지
treemap-more = 외 { $count }개
treemap-reading = 읽는 중{ $ellipsis }
treemap-nothing = 공간을 차지하는 것이 없습니다.
refused-no-parts = 여기에는 더 나눌 것이 없습니다.
refused-demo-projects = 데모에는 자체 프로젝트가 있습니다. 자신의 프로젝트를 추가하려면 --demo 없이 시작하십시오.
refused-no-changes = 변경되거나 덮어쓴 파일이 없습니다.
said-sorted = { $by }으로 정렬했습니다.
said-last-change = 마지막 변경입니다. N을 누르면 이전 변경으로 이동합니다.
said-first-change = 첫 번째 변경입니다. n을 누르면 다음 변경으로 이동합니다.
refused-packages-of-one-layer = 먼저 계층 안으로 들어가십시오. 패키지는 계층 하나씩 표시합니다.
refused-treemap-of-one-layer = 트리맵은 파일을 모두 읽은 계층 하나를 표시합니다.

## 시간 흐름.

last-use = 마지막 사용
last-use-unknown = 알 수 없음: 이를 보여 주는 이미지나 컨테이너가 없음
last-use-image-built = 이미지가 빌드됨
last-use-image-tagged = 이미지가 다시 빌드됨
last-use-container-created = 컨테이너가 생성됨
last-use-container-ended = 컨테이너가 중지됨
help-last-use = `사용 시기` 열은 2년 이상 전부터 오늘까지입니다. 낮은 막대는 계층을 다운로드하거나 이미지를 빌드한 때, 높은 막대는 알려진 마지막 사용입니다. SAM은 호출을 기록하지 않으므로, SAM이 그 계층으로 이미지를 빌드했거나 그런 이미지의 컨테이너가 생성되거나 중지된 것만 사용으로 봅니다. 액세스 시각은 믿을 수 없어 읽지 않습니다. `?`는 미사용이 아니라 알 수 없음입니다.

## What makes a package large, and what would make it smaller.

saving-in-runtime = Lambda의 런타임에 { $names }이(가) 이미 들어 있습니다. 다른 버전이 필요하지 않으면 빼십시오
saving-twice = { $names }이(가) 함수의 패키지 여러 개에 들어 있습니다. 하나만 남기십시오
saving-folders = { $names }은(는) 패키지에 들어갈 것이 아닙니다. 제외하십시오
saving-symbols = 디버거에만 필요한 네이티브 코드의 디버그 심볼입니다. `strip --strip-unneeded`로 제거할 수 있습니다
saving-tests = 배포판과 코드의 테스트입니다. 가져오는(import) 곳이 없으면 빼십시오
saving-caches = 컴파일된 Python 파일과 캐시입니다. 필요할 때 다시 만들어지므로 빼십시오
size-unreadable = 읽을 수 없습니다({ $why })
size-zip = { $path }: { $why }
size-code-elsewhere = 함수의 코드가 이 컴퓨터에 없습니다
size-layer-not-cached = 계층이 캐시에 없습니다. 다운로드하려면: `samlayers prefetch`
size-layer-not-built = 템플릿의 계층이 아직 빌드되지 않았습니다. `sam build`를 실행하십시오
size-image-missing = 이미지가 아직 빌드되지 않았습니다. `sam build`를 실행하거나 함수를 한 번 호출하십시오
size-image-unknown = 컨테이너 엔진이 이미지 목록을 보내지 않았습니다. 이유는 `samlayers doctor`로 볼 수 있습니다

## Packing a folder into the zip of a layer.

pack-read = `{ $path }`을(를) 읽을 수 없습니다: { $why }
pack-unsuitable = `{ $path }`은(는) 압축할 수 없습니다: { $reason }
pack-no-text = 이름이 UTF-8 텍스트가 아닙니다. 이름을 바꾸십시오
pack-changed = 폴더를 읽는 동안 `{ $path }`이(가) 바뀌어 아무것도 쓰지 않았습니다. 폴더에 쓰는 프로그램이 없을 때 다시 실행하십시오
pack-write = zip 파일을 쓸 수 없습니다: { $why }
pack-no-folder = { $path }은(는) 폴더가 아닙니다
output-exists = { $path }이(가) 이미 있습니다. 다른 파일을 지정하거나 --overwrite로 바꾸십시오
output-is-folder = { $path }은(는) 폴더입니다. 파일을 지정하십시오
output-no-folder = 폴더 { $path }이(가) 없습니다. 먼저 만드십시오
layout-empty = 폴더에 파일이 없어, 어떤 런타임도 여기에서 아무것도 불러올 수 없습니다.
fix-layout-folder = 폴더를 고친 뒤 다시 압축하십시오.
layout-not-wrapped = `{ $path }`이(가) 계층의 맨 위에 있어 어떤 런타임도 찾지 못합니다.
fix-layout-not-wrapped = 함께 쓰이는 파일과 같이 `{ $folder }`(으)로 옮겨 `{ $folder }/{ $path }`이(가) 되게 하십시오.
layout-plain-extension = Lambda가 { $paths }을(를) 시작할 수 없습니다. Linux 프로그램이 아니고 `#!`로 시작하지 않으며 실행 권한도 없습니다.
fix-layout-plain-extension = `chmod +x`로 실행 권한을 주거나, `#!`와 인터프리터로 시작하게 하십시오.
layout-bad-names = { $paths }의 이름에 백슬래시나 제어 문자가 있습니다. Lambda는 하나의 이름으로 처리합니다.
fix-layout-bad-names = 이름을 바꾸십시오. Windows에서 만든 zip 파일에는 `/` 대신 `\`가 들어 있을 수 있습니다.

## Exporting layers.

export-offline = 게시된 zip은 AWS에서 다운로드해야 합니다. --offline 없이 실행하거나 --repack으로 캐시된 파일을 내보내십시오
export-not-cached = { $dir }이(가) 캐시에 없습니다. 함수에 필요한 계층을 다운로드하려면: `samlayers prefetch`
export-too-many = { $dir }의 파일이 너무 많아 모두 나열할 수 없습니다
export-copy = { $path }을(를) 복사할 수 없습니다: { $why }
output-not-empty = { $path }이(가) 비어 있지 않습니다. 새 폴더를 지정하십시오
export-no-arn = { $dir }의 ARN을 알 수 없습니다. ARN을 지정하거나 --repack으로 캐시의 파일을 내보내십시오

## 빌드 화면.

count-build = 항목 { $count }개
screen-builds = 빌드
key-go-builds = 빌드
    .help = 프로젝트의 빌드 폴더
key-open-builds = 열기
    .help = 빌드 폴더를 펼치거나 접기
    .words = 내용 보기
key-purge-builds = 제거
    .help = 폴더의 사용하지 않는 항목, 또는 선택한 UUID를 제거
    .words = 삭제 지우기
builds-title = 빌드, { $sort } 순{ $order }
builds-reversed = , 역순
builds-column-entry = 항목
builds-column-state = 상태
builds-column-size = 크기
builds-column-runtime = 런타임
builds-column-age = 경과
builds-unknown = 알 수 없음
builds-building = 빌드 중
builds-problem = 문제
builds-used = 사용 중
builds-unused = 미사용
builds-known = 이 폴더를 가리키는 모든 build.toml을 읽었습니다
builds-path = 경로
builds-project = 프로젝트
builds-size = 크기
builds-unused-total = 미사용
builds-copies = 사본
builds-trash = 휴지통
builds-without-folder = build.toml에 폴더가 없는 UUID가 { $count }개 있습니다. 필요하면 SAM이 다시 빌드합니다.
builds-explained = `sam build`는 결과를 cache에, 종속성을 deps에 빌드마다 UUID 하나로 저장합니다. build.toml은 각 UUID의 용도를 기록합니다. 제거하면 사용하지 않는 UUID만 이 폴더의 휴지통으로 옮깁니다.
builds-means-used = build.toml 또는 마지막 빌드가 사용합니다
builds-means-unused = 미사용: 어떤 build.toml에도 없음
builds-means-unknown = 사용 여부를 알 수 없어 그대로 둠
builds-means-other = 제거하지 않음
builds-files = 파일
builds-functions = 함수
builds-layers = 계층
builds-runtime = 런타임
builds-architecture = 아키텍처
builds-source-hash = 소스
builds-manifest-hash = 매니페스트
builds-changed = 변경
builds-copy-of = 원본
builds-searching = 빌드 폴더를 찾는 중
builds-none = 빌드 폴더를 찾지 못했습니다.
builds-none-advice = `sam build`는 프로젝트 폴더에 .aws-sam을 만듭니다.

## The graph of functions, layers and images.

graph-title = 함수, 계층, 이미지
graph-reuse = 재사용
graph-download = 다운로드
graph-build = 빌드
graph-pull = 가져오기
graph-ignored = 무시
graph-unknown = SAM이 어떻게 할지 아직 알 수 없습니다.
graph-layer-reuse = SAM이 캐시된 사본을 재사용합니다.
graph-layer-download = 캐시에 없습니다. 다음 호출 때 SAM이 다운로드합니다.
graph-layer-local = 템플릿에 정의된 계층입니다. SAM이 호출할 때마다 이 계층으로 이미지를 다시 빌드합니다.
graph-layer-ignored = SAM이 이 항목을 무시합니다.
graph-image-reuse = SAM이 이 이미지를 재사용합니다.
graph-image-build = 다음 호출 때 SAM이 이 이미지를 빌드합니다.
graph-image-pull = 다음 호출 때 SAM이 이 이미지를 가져옵니다.
graph-flawed = SAM이 그대로 재사용합니다. { $detail }
graph-used-by = { $functions }에서 사용: { $names }.
graph-next = 다음 호출 때 SAM이 할 일: { $steps }.
graph-steps-joined = { $steps }, { $last }
graph-next-none = SAM이 이 함수를 실행할 수 없습니다.
graph-next-reuse = { $layers } 재사용
graph-next-download = { $layers } 다운로드
graph-next-local = 템플릿의 { $layers } 사용
graph-next-build = 이미지 빌드
graph-next-reuse-image = 이미지 재사용
graph-next-pull = 이미지 가져오기
graph-next-unknown = 나머지는 아직 알 수 없습니다.
graph-purge-layer = 제거하면({ $bytes }) 이 함수들을 위해 SAM이 다시 다운로드합니다.
graph-purge-layers = { $layers }({ $bytes })를 제거하면 SAM이 다시 다운로드하는 함수: { $functions }.
graph-purge-images = 이 내용으로 빌드된 { $images }는 남아서 계속 사용됩니다. 이미지 포함(i)으로 제거하면 SAM이 다시 빌드합니다.
graph-purge-image = 제거하면 { $bytes }가 확보됩니다. 이 함수들을 위해 SAM이 다시 빌드하거나 가져옵니다.
graph-frees-nothing = 공간 없음(모두 공유)
refused-graph-without-functions = 그래프에 표시할 함수를 찾지 못했습니다. A를 눌러 프로젝트를 추가하십시오.
refused-graph-unused = 사용하는 함수가 없어 그래프에 없습니다.
refused-graph-missing = 아직 이 컴퓨터에 없어 이동할 항목이 없습니다.

## Exporting layers.

plan-export = 내보내기
plan-export-step = 쓰기
plan-effect-export = 캐시는 변경되지 않습니다. 저장한 파일은 실행 취소로 제거되지 않습니다.
outcome-export = 내보내기
said-exported = 저장 위치: { $path }
form-export-as = 형식
form-export-original = 게시된 zip
form-export-original-help = 게시된 zip을 바이트 단위로 그대로 AWS에서 다운로드합니다.
form-export-repacked = 캐시된 파일의 zip
form-export-repacked-help = AWS에 연결하지 않습니다. SAM은 파일 권한을 보존하지 않으므로 프로그램과 스크립트만 실행할 수 있게 합니다.
form-export-context = Docker 빌드 컨텍스트
form-export-context-help = 계층의 파일, 그리고 이미지 함수에 같은 /opt를 만드는 줄이 있는 Dockerfile.layers를 새 폴더에 저장합니다.
form-export-to = 저장 위치
form-export-to-hint = 파일 또는 폴더
form-export-overwrite = 덮어쓰기
form-export-overwrite-hint = 기존 파일 덮어쓰기
form-no-target = 저장할 파일이나 폴더를 지정하십시오.
refused-no-layer-to-export = 여기에는 내보낼 계층이 없습니다.
reason-not-cached = 캐시에 없습니다. 게시된 zip을 내보내거나 먼저 계층을 새로 고치십시오
reason-never-cached = 템플릿에 정의된 계층이라 SAM이 빌드하며 캐시하지 않습니다
reason-no-arn-to-export = ARN을 알 수 없어 AWS에서 zip을 받을 수 없습니다. 캐시된 파일의 zip으로 내보내십시오

## What makes a layer or function large.

size-title = 크기 분석: { $name }
size-measuring = 파일을 읽는 중 …
size-of = { $bytes }, { $most }의 { $share }
size-code-and-layers = 코드 { $code }, { $layers } { $bytes }
size-too-much = Lambda의 한도를 { $bytes } 초과
size-not-counted = 포함되지 않음: { $target }: { $why }
size-savings = 가장 많이 줄일 수 있는 것
size-savings-aside = 제안일 뿐 아무것도 제거하지 않음
size-parts = 구성 요소, 큰 순서
size-tests = 테스트
size-caches = 컴파일된 파일과 캐시
size-symbols = 디버그 심볼
size-own = 자체 파일(패키지 아님)
size-in-runtime = 런타임에 이미 있음
size-also-in = { $targets }에도 있음
refused-size = 먼저 계층이나 함수를 선택하십시오.
refused-size-of-image = 이미지 함수의 크기는 이미지의 크기입니다. 이미지(2)를 보십시오.
refused-size-while-reading = 아직 파일을 읽는 중입니다.

## Builds in the clean-up, and texts of Overview.

criterion-builds = 미사용 빌드
criterion-builds-help = build.toml에 없는 UUID
clean-up-shared = 모두 공유
overview-unused-builds = 미사용 빌드
tip-open-overview = { $open } 키로 항목 이동, { $cleanup } 키로 공간 확보
plan-effect-images-shared = 이미지는 완전히 제거되며 실행 취소로 되돌릴 수 없습니다. 다른 이미지와 내용을 모두 공유하므로 공간은 확보되지 않습니다.
count-unused-build = 미사용 빌드 { $count }개
