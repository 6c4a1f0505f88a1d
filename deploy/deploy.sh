#!/usr/bin/env bash
# One command from a clean clone to a running deployment, and from one to the next: docs/aws.md. Needs the AWS CLI, and what deploy/package.sh needs.
set -euo pipefail
umask 077
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

usage() {
  cat <<'TEXT'
deploy/deploy.sh [--stack NAME] [--config FILE] …

Builds the function, uploads it, stores settings and the PCE's key, deploys or updates the stack, and runs `shield doctor`.
Run it again for a change: what is not named stays as it is.

  --stack NAME          the stack (default: shield)
  --config FILE         the operator's settings, shield.json without secrets; needed the first time
  --key-file FILE       the PCE's key: {"ApiKey":"api_…","ApiSecret":"…"}, or a list of two while one takes the other's place; - is standard input.
                        Without it you are asked, where no key is stored yet
  --set PARAMETER=VALUE a parameter of deploy/template.yaml, may be repeated: AlarmEmail, SubnetIds, HttpsProxy …
  --arch arm64|x64      (default: the stack's, at first arm64)
  --with FILE           a file beside the function, in /var/task/: a CA bundle, a never-block list; may be repeated. It is kept in the bucket,
                        and every later deployment takes it along
  --without NAME        no longer takes that file along; may be repeated
  --zip FILE            what deploy/package.sh made earlier or elsewhere, instead of building
  --bucket NAME         where the code goes (default: guardduty-shield-ACCOUNT-REGION, made if need be)
  --tag KEY=VALUE       a tag on the stack and on what it makes, kept until --tag KEY= takes it away; may be repeated
  --role ARN            the role that CloudFormation works with; it remembers it
  --region REGION, --profile PROFILE    as for the AWS CLI
  --parameters-only     stores settings and key, and leaves the stack alone
  --no-doctor           does not ask afterwards whether everything works
  --remove [--yes]      takes the stack, settings and key away; the ledger's table stays
TEXT
}

say() { printf '%s\n' "deploy: $*" >&2; }
die() { say "$*"; exit 1; }
wrong() { say "$*"; usage >&2; exit 64; }

stack=shield config='' key_file='' arch='' zip='' bucket='' role='' doctor=yes parameters_only=no remove=no sure=no
with=() without=() tags=() overrides=()
while [ $# -gt 0 ]; do
  case $1 in
    --stack | --config | --key-file | --set | --arch | --with | --without | --zip | --bucket | --tag | --role | --region | --profile)
      [ $# -ge 2 ] || wrong "$1 needs a value"
      case $1 in
        --stack) stack=$2 ;;
        --config) config=$2 ;;
        --key-file) key_file=$2 ;;
        --set) overrides+=("$2") ;;
        --arch) arch=$2 ;;
        --with) with+=("$2") ;;
        --without) without+=("$2") ;;
        --zip) zip=$2 ;;
        --bucket) bucket=$2 ;;
        --tag) tags+=("$2") ;;
        --role) role=$2 ;;
        --region) export AWS_REGION=$2 AWS_DEFAULT_REGION=$2 ;;
        --profile) export AWS_PROFILE=$2 ;;
      esac
      shift 2 ;;
    --parameters-only) parameters_only=yes; shift ;;
    --no-doctor) doctor=no; shift ;;
    --remove) remove=yes; shift ;;
    --yes) sure=yes; shift ;;
    -h | --help) usage; exit 0 ;;
    *) wrong "there is no $1" ;;
  esac
done

((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || die "needs bash 4.4 or later, this is $BASH_VERSION"
[[ $stack =~ ^[A-Za-z][A-Za-z0-9-]{0,39}$ ]] || wrong "--stack: letters, digits and hyphens, a letter first, 40 at most"
case $arch in '' | arm64 | x64) ;; *) wrong "--arch is arm64 or x64" ;; esac
for override in "${overrides[@]}"; do
  case $override in
    OwnerId=* | CodeBucket=* | Architecture=*) wrong "--set ${override%%=*}: comes from --config, --bucket or --arch" ;;
    *?=*) ;;
    *) wrong "--set $override: PARAMETER=VALUE" ;;
  esac
done
for tag in "${tags[@]}"; do
  [[ $tag =~ ^[^=]+= && $tag != aws:* ]] || wrong "--tag $tag: KEY=VALUE, and a key that begins with aws: is AWS's own"
done
[ -z "$role" ] || [[ $role =~ ^arn:[a-z-]+:iam::[0-9]{12}:role/.+ ]] || wrong "--role $role: the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME"
for file in "${with[@]}"; do
  [ -f "$file" ] || die "there is no file $file"
  [[ ${file##*/} =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ && ${file##*/} != bootstrap ]] ||
    wrong "--with $file: its name takes letters, digits, '.', '_' and '-', and the function itself is called bootstrap"
done

command -v aws >/dev/null || die "the AWS CLI is missing: https://aws.amazon.com/cli/"
export AWS_PAGER=

# The AWS CLI reads its input file twice, so a pipe will not do: a folder that only we can read, in memory where there is a place for that, and gone at once.
private=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/shield.XXXXXX")
trap 'rm -rf "$private"' EXIT

# ask ARGUMENT …: what AWS answers. Where it refuses, its words are in `refusal`: a request that failed (throttled, denied, timed out) never means "there is none".
ask() { aws "$@" 2>"$private/refusal"; }
refusal() { grep -v '^ *$' "$private/refusal" | tail -3 || true; }

region=${AWS_REGION:-${AWS_DEFAULT_REGION:-$(aws configure get region || true)}}
[ -n "$region" ] || die "no region: --region, AWS_REGION, or one in your profile"
export AWS_REGION=$region AWS_DEFAULT_REGION=$region
caller=$(ask sts get-caller-identity --query '[Account,Arn]' --output text) ||
  die "AWS does not know who asks: log in first (aws sso login, AWS_PROFILE, …). $(refusal)"
read -r account who <<<"$caller"
say "stack $stack in $region, account $account, as $who"
parameters=/guardduty-shield/$stack

# ---- The stack as it is

status=''
declare -A parameter_of=() output_of=() tag_of=()
read_stack() {
  local query answer kind name value
  status='' parameter_of=() output_of=() tag_of=()
  # A line each: status STATUS, parameter NAME VALUE, output NAME VALUE, tag NAME VALUE.
  query="[['status','status',StackStatus]]"
  query+=",map(&['parameter',ParameterKey,ParameterValue],Parameters||\`[]\`)"
  query+=",map(&['output',OutputKey,OutputValue],Outputs||\`[]\`),map(&['tag',Key,Value],Tags||\`[]\`)"
  if ! answer=$(ask cloudformation describe-stacks --stack-name "$stack" --output text --query "Stacks[0].[$query][]"); then
    case $(refusal) in
      *ValidationError*"does not exist"*) return ;;
      *) die "the stack could not be read, so nothing was done. $(refusal)" ;;
    esac
  fi
  while IFS=$'\t' read -r kind name value; do
    case $kind in
      status) status=$value ;;
      parameter) parameter_of[$name]=$value ;;
      output) output_of[$name]=$value ;;
      tag) tag_of[$name]=$value ;;
    esac
  done <<<"$answer"
  [ -n "$status" ] || die "the stack's answer has no status: $answer"
}
# parameter NAME: its value after this deployment, as far as it is known
parameter() {
  local override value=${parameter_of[$1]:-}
  for override in "${overrides[@]}"; do
    if [ "${override%%=*}" = "$1" ]; then value=${override#*=}; fi
  done
  printf '%s' "$value"
}
is_set() { # is_set NAME: by this command
  local override
  for override in "${overrides[@]}"; do [ "${override%%=*}" != "$1" ] || return 0; done
  return 1
}
failed_resources() {
  ask cloudformation describe-stack-resources --stack-name "$stack" --output text \
    --query "StackResources[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId,ResourceStatus,ResourceStatusReason]" || refusal
}
clear_away() {
  ask cloudformation delete-stack --stack-name "$stack" || die "the stack could not be removed. $(refusal)"
  if ! ask cloudformation wait stack-delete-complete --stack-name "$stack"; then
    read_stack
    [ "$status" = DELETE_FAILED ] || die "the stack is not gone yet (${status:-no status}). $(refusal)"
    advise
  fi
}
# What to do about a stack that can be neither updated nor made anew.
advise() {
  local failed names
  failed=$(failed_resources)
  names=$(awk '{ printf " %s", $1 }' <<<"$failed")
  case $status in
    UPDATE_ROLLBACK_FAILED)
      say "an update failed, and taking it back failed too ($status). CloudFormation could not put these back:"
      printf '%s\n' "$failed" >&2
      say "mend what it names (often a permission, or something that was deleted by hand), then: aws cloudformation continue-update-rollback --stack-name $stack"
      say "what cannot be mended is passed over by: --resources-to-skip$names"
      die "when that ended (UPDATE_ROLLBACK_COMPLETE), run this again" ;;
    DELETE_FAILED)
      say "the stack could not be removed whole ($status). What is left:"
      printf '%s\n' "$failed" >&2
      say "see to what holds it, then: deploy/deploy.sh --remove --stack $stack"
      die "or leave it behind: aws cloudformation delete-stack --stack-name $stack --retain-resources$names" ;;
    CREATE_FAILED | UPDATE_FAILED)
      say "an earlier attempt stopped half way, and was told not to go back ($status):"
      printf '%s\n' "$failed" >&2
      die "go back first: aws cloudformation rollback-stack --stack-name $stack; then run this again" ;;
    *) die "the stack is in a state from which this script knows no way ($status)" ;;
  esac
}

read_stack

if [ "$remove" = yes ]; then
  table=${output_of[Table]:-}
  say "what Shield put on the PCE stays there, and nobody ends it any more: see docs/aws.md#removal before you go on"
  if [ "$sure" != yes ]; then
    read -r -p "Remove the stack $stack, its settings and key? Its name, to say so: " answer </dev/tty || die "nobody to ask; --yes says so"
    [ "$answer" = "$stack" ] || die "nothing was removed"
  fi
  case $status in '') ;; *_IN_PROGRESS) [ "$status" = REVIEW_IN_PROGRESS ] || die "the stack is busy ($status): wait, and try again" ;; esac
  [ -z "$status" ] || clear_away
  ask ssm delete-parameters --names "$parameters/settings" "$parameters/pce-key" >/dev/null ||
    die "the stack is gone; settings and key could not be removed. $(refusal)"
  say "removed. The ledger stays in the table ${table:-?}: --set ExistingTable=${table:-TABLE} goes on with it"
  say "the code and the files of --with stay in the bucket ${parameter_of[CodeBucket]:-?}, below $stack/"
  exit 0
fi

case $status in
  '' | CREATE_COMPLETE | UPDATE_COMPLETE | UPDATE_ROLLBACK_COMPLETE | IMPORT_COMPLETE | IMPORT_ROLLBACK_COMPLETE) ;;
  REVIEW_IN_PROGRESS) status='' ;; # a change set that was never carried out: there is nothing yet
  ROLLBACK_COMPLETE | ROLLBACK_FAILED)
    say "the first attempt failed ($status): it is cleared away"
    clear_away
    status='' parameter_of=() output_of=() ;;
  *_IN_PROGRESS) die "the stack is busy ($status): wait, and try again" ;;
  *) advise ;;
esac

# Without a stack that this script made (deploy/terraform), --with shows which file lies beside the function.
if [ "$parameters_only" = yes ] && [ -n "$status" ] && [ $((${#with[@]} + ${#without[@]})) -gt 0 ]; then
  wrong "--with and --without change the function's zip, so not with --parameters-only"
fi

# A table outlives its stack. A new one beside it would know nothing, and take all that stands on the PCE for orphans.
if [ -z "$status" ] && [ "$parameters_only" = no ] && ! is_set ExistingTable; then
  left=$(ask dynamodb list-tables --output text --query "TableNames[?starts_with(@, '$stack-Ledger-')]") ||
    die "whether an earlier stack of this name left its ledger could not be seen; --set ExistingTable=TABLE, or --set ExistingTable= for a new one, says it. $(refusal)"
  if [ -n "$left" ] && [ "$left" != None ]; then
    say "an earlier stack of this name left its ledger: $left"
    say "--set ExistingTable=TABLE goes on with it; --set ExistingTable= makes a new one"
    die "to be rid of an empty one: aws dynamodb update-table --table-name TABLE --no-deletion-protection-enabled; aws dynamodb delete-table --table-name TABLE"
  fi
fi

# ---- Settings: judged by the program itself, before anything is touched

owner=$(parameter OwnerId)
settings=$private/settings
if [ -n "$config" ]; then
  [ -f "$config" ] || die "there is no file $config"
  if grep -qiE '"(Pce:)?Api(Secret|Key)"' "$config"; then die "$config holds the PCE's key: take ApiKey and ApiSecret out; --key-file, or the question, is for them"; fi
  [ "$(wc -c <"$config")" -le 8192 ] || die "$config is longer than the 8 KB that Parameter Store takes"
  named=$(tr '\n' ' ' <"$config" | grep -oiE 'OwnerId"[[:space:]]*:[[:space:]]*"[a-z0-9-]{3,40}"' | sed 's/.*"\([^"]*\)"$/\1/' | head -1 || true)
  [ -n "$named" ] || die "$config: Pce:OwnerId is required, a-z, 0-9 and hyphens"
  [ -z "$owner" ] || [ "$owner" = "$named" ] ||
    die "the stack's owner is $owner, $config says $named: another owner is another ledger and other lists, so another stack"
  owner=$named
  cp -- "$config" "$settings"
elif [ -z "$status" ]; then
  wrong "the first time --config is needed"
else
  ask ssm get-parameters --names "$parameters/settings" --query 'Parameters[].Value' --output text >"$settings" ||
    die "the stored settings could not be read. $(refusal)"
fi

# ---- The bucket, and the files beside the function that it keeps

paths=$(tr '\n' ' ' <"$settings" | sed 's|\\/|/|g' | grep -oiE '"([a-z0-9:]*:)?(CaBundle|Path)"[[:space:]]*:[[:space:]]*"[^"]+"' | sed 's/"$//; s/.*"//' || true)
: "${bucket:=${parameter_of[CodeBucket]:-guardduty-shield-$account-$region}}"
# By name anybody may own a bucket: only ours is given code, and only from ours is it taken.
bucket_is=there
if [ "$parameters_only" = no ] || [ -n "$paths" ]; then
  if ! ask s3api head-bucket --bucket "$bucket" --expected-bucket-owner "$account" >/dev/null; then
    case $(refusal) in
      *'(404)'* | *NoSuchBucket*) bucket_is=missing ;;
      *'(403)'*) die "the bucket $bucket belongs to another account, or these credentials may not see it (s3:ListBucket): --bucket NAME takes another" ;;
      *) die "whether the bucket $bucket is there could not be seen. $(refusal)" ;;
    esac
  fi
else
  bucket_is=unasked
fi

files=$private/files kept=()
mkdir "$files"
if [ "$bucket_is" = there ]; then
  keys=$(ask s3api list-objects-v2 --bucket "$bucket" --expected-bucket-owner "$account" --prefix "$stack/files/" --query 'Contents[].Key' --output text) ||
    die "the files beside the function could not be listed in s3://$bucket/$stack/files/. $(refusal)"
  [ "$keys" != None ] || keys=''
  for key in $keys; do kept+=("${key##*/}"); done
fi
for file in "${kept[@]}"; do
  for name in "${without[@]}"; do [ "$name" != "$file" ] || continue 2; done
  : >"$files/$file"
done
for file in "${with[@]}"; do cp -- "$file" "$files/"; done

# What the settings name must lie beside the function. Whether it can be used is judged there, where it is used.
while IFS= read -r path; do
  name=${path##*/}
  [ -n "$path" ] || continue
  [ "$path" = "/var/task/$name" ] ||
    die "the settings name the file $path, which the function does not see: bring it by --with, and call it /var/task/$name"
  [ -e "$files/$name" ] ||
    die "the settings name $path, and the function would be without it: --with FILE brings it (s3://$bucket/$stack/files/ has: ${kept[*]:-nothing})"
done <<<"$paths"

fetch() { # fetch KEY FILE
  ask s3api get-object --bucket "$bucket" --key "$1" --expected-bucket-owner "$account" "$2" >/dev/null ||
    die "s3://$bucket/$1 could not be read. $(refusal)"
}
for file in "${kept[@]}"; do
  [ ! -e "$files/$file" ] || [ -s "$files/$file" ] || fetch "$stack/files/$file" "$files/$file"
done
here=() # the one file that the program asks for where it runs
authorities=$(tr '\n' ' ' <"$settings" | sed 's|\\/|/|g' | grep -oiE 'CaBundle"[[:space:]]*:[[:space:]]*"/var/task/[^"]+"' | sed 's/"$//; s|.*/||' | head -1 || true)
[ -z "$authorities" ] || here=(--set "Pce:CaBundle=$files/$authorities")
if [ -n "$config" ]; then
  # Without the caller's own settings, which are no part of the file.
  (for name in $(compgen -v SHIELD_); do unset "$name"; done; "$root/shield" policy show --config "$config" "${here[@]}" >/dev/null) ||
    die "$config is not valid"
fi

# ---- The key: never on a command line nor in the environment

key=''
own_parameter=$(parameter KeyParameter)
if [ -n "$key_file" ]; then
  [ -z "$own_parameter" ] || die "the key comes from $own_parameter: put it there, or --set KeyParameter="
  key=$(cat -- "$key_file") || die "$key_file cannot be read"
elif [ -z "$own_parameter" ]; then
  # Without decrypting it: whether it is there is all that is asked.
  stored=$(ask ssm get-parameters --names "$parameters/pce-key" --query 'length(Parameters)' --output text) ||
    die "whether a key is stored could not be seen. $(refusal)"
  if [ "$stored" != 1 ]; then
    { : </dev/tty; } 2>/dev/null || die "no key is stored for this stack yet: --key-file FILE, or --key-file - for standard input"
    read -r -p 'The PCE key: authentication username (api_…): ' user </dev/tty
    read -r -s -p 'Its secret (not shown): ' secret </dev/tty
    echo >&2
    case $user$secret in *[\"\\]*) die "quotes and backslashes are in no key of a PCE" ;; esac
    key="{\"ApiKey\":\"$user\",\"ApiSecret\":\"$secret\"}"
  fi
fi
if [ -n "$key" ]; then
  key=$(tr -d '\r\n' <<<"$key")
  case $key in
    \{*\"ApiKey\"*\"ApiSecret\"*\} | \[*\"ApiKey\"*\"ApiSecret\"*\] | \{*\"ApiSecret\"*\"ApiKey\"*\} | \[*\"ApiSecret\"*\"ApiKey\"*\]) ;;
    *) die 'the key is {"ApiKey":"api_…","ApiSecret":"…"}, or a list of two of them' ;;
  esac
fi

# ---- The code

upload() { # upload KEY FILE
  ask s3api put-object --bucket "$bucket" --key "$1" --body "$2" --expected-bucket-owner "$account" >/dev/null ||
    die "s3://$bucket/$1 could not be written. $(refusal)"
}

if [ -z "$arch" ]; then case ${parameter_of[Architecture]:-} in x86_64) arch=x64 ;; *) arch=arm64 ;; esac; fi

zip_key=''
if [ "$parameters_only" = no ]; then
  if is_set CodeKey; then
    zip_key=$(parameter CodeKey)
    if [ -n "$(ls "$files")" ]; then zip=$private/code.zip && fetch "$zip_key" "$zip"; fi
    version=again-$(basename "$zip_key" .zip | tail -c 17)
  else
    [ -n "$zip" ] || zip=$("$root/deploy/package.sh" "$arch")
    [ -f "$zip" ] || die "there is no file $zip"
    version=$(git -C "$root" describe --always --dirty --tags 2>/dev/null || echo unversioned)
  fi
  if [ -n "$zip" ]; then
    if [ -n "$(ls "$files")" ]; then zip=$("$root/deploy/package.sh" --add "$zip" "$files"/*); fi
    zip_key=$stack/shield-lambda-$arch-$version-$( (sha256sum "$zip" 2>/dev/null || shasum -a 256 "$zip") | cut -c1-16).zip
  fi

  if [ "$bucket_is" = missing ]; then
    say "making the bucket $bucket"
    place=()
    [ "$region" = us-east-1 ] || place=(--create-bucket-configuration "LocationConstraint=$region")
    ask s3api create-bucket --bucket "$bucket" "${place[@]}" >/dev/null ||
      die "the bucket $bucket could not be made: --bucket NAME takes another. $(refusal)"
    # Of a bucket that was there, its owner has decided these.
    aws s3api put-public-access-block --bucket "$bucket" --expected-bucket-owner "$account" \
      --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
    aws s3api put-bucket-encryption --bucket "$bucket" --expected-bucket-owner "$account" \
      --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"AES256"}}]}'
  fi
  for file in "${with[@]}"; do
    say "keeping ${file##*/} in s3://$bucket/$stack/files/"
    upload "$stack/files/${file##*/}" "$file"
  done
  if [ -n "$zip" ]; then
    say "uploading s3://$bucket/$zip_key"
    upload "$zip_key" "$zip"
  fi
fi

# ---- A table that the stack did not make: a restored one has lost what protects it (docs/aws.md#a-restored-table)

protect() { # protect TABLE
  local answer
  answer=$(ask dynamodb describe-table --table-name "$1" --query 'Table.[TableStatus,KeySchema[0].AttributeName,KeySchema[1].AttributeName,DeletionProtectionEnabled]' --output text) ||
    die "the table $1 could not be read, so the stack goes on with the one that it has. $(refusal)"
  case $answer in
    ACTIVE*pk*sk*) ;;
    *pk*sk*) die "the table $1 is not ready yet (${answer%%$'\t'*}): aws dynamodb wait table-exists --table-name $1" ;;
    *) die "the table $1 is no ledger: its keys are not pk and sk (docs/dynamodb.md)" ;;
  esac
  case $answer in
    *True) ;;
    *) ask dynamodb update-table --table-name "$1" --deletion-protection-enabled >/dev/null ||
      die "$1 could not be protected from deletion. $(refusal)"
       say "$1: deletion protection is on" ;;
  esac
  answer=$(ask dynamodb describe-time-to-live --table-name "$1" --query 'TimeToLiveDescription.[TimeToLiveStatus,AttributeName]' --output text) ||
    die "$1: its time to live could not be read. $(refusal)"
  case $answer in
    ENABL*expires) ;;
    ENABL*) die "$1: time to live goes by another attribute ($answer), a ledger's by expires" ;;
    *) ask dynamodb update-time-to-live --table-name "$1" --time-to-live-specification Enabled=true,AttributeName=expires >/dev/null ||
      die "$1: time to live could not be switched on. $(refusal)"
       say "$1: time to live is on" ;;
  esac
  answer=$(ask dynamodb describe-continuous-backups --table-name "$1" --query 'ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus' --output text) ||
    die "$1: its backups could not be read. $(refusal)"
  if [ "$answer" != ENABLED ]; then
    ask dynamodb update-continuous-backups --table-name "$1" --point-in-time-recovery-specification PointInTimeRecoveryEnabled=true >/dev/null ||
      die "$1: point-in-time recovery could not be switched on. $(refusal)"
    say "$1: point-in-time recovery is on"
  fi
}
if is_set ExistingTable && [ "$parameters_only" = no ]; then
  table=$(parameter ExistingTable)
  [ -z "$table" ] || protect "$table"
fi

# ---- Parameters that the stack does not own (docs/adr/0010)

quoted() { tr -d '\r' | sed -e 's/\\/\\\\/g' -e 's/"/\\"/g' | awk '{ gsub(/\t/, "\\t"); printf "%s%s", (NR > 1 ? "\\n" : ""), $0 }'; }
store() { # store NAME TYPE EXTRA <value
  printf '{"Name":"%s","Type":"%s","Value":"%s","Overwrite":true,"Tier":"Intelligent-Tiering"%s}' "$1" "$2" "$(quoted)" "$3" >"$private/parameter"
  aws ssm put-parameter --cli-input-json "file://$private/parameter" --query Version --output text | sed "s|^|deploy: stored $1, version |" >&2
  rm "$private/parameter"
}
if [ -n "$key" ]; then
  encryption=$(parameter KeyEncryptionArn)
  printf '%s\n' "$key" | store "$parameters/pce-key" SecureString "${encryption:+,\"KeyId\":\"$encryption\"}"
fi
if [ -n "$config" ]; then store "$parameters/settings" String '' <"$config"; fi

# ---- The stack

if [ "$parameters_only" = no ]; then
  case $arch in x64) architecture=x86_64 ;; *) architecture=arm64 ;; esac
  set --
  for override in "${overrides[@]}"; do case $override in CodeKey=*) ;; *) set -- "$@" "$override" ;; esac; done
  # The CLI's `deploy` takes away every tag that it is not told again.
  for tag in "${tags[@]}"; do
    if [ -n "${tag#*=}" ]; then tag_of[${tag%%=*}]=${tag#*=}; else unset "tag_of[${tag%%=*}]"; fi
  done
  more=()
  for name in "${!tag_of[@]}"; do more+=("$name=${tag_of[$name]}"); done
  [ ${#more[@]} -eq 0 ] || more=(--tags "${more[@]}")
  [ -z "$role" ] || more+=(--role-arn "$role")
  say "deploying …"
  if ! aws cloudformation deploy --stack-name "$stack" --template-file "$root/deploy/template.yaml" --no-fail-on-empty-changeset \
    --capabilities CAPABILITY_IAM CAPABILITY_AUTO_EXPAND "${more[@]}" \
    --parameter-overrides "OwnerId=$owner" "CodeBucket=$bucket" "CodeKey=$zip_key" "Architecture=$architecture" "$@" >&2; then
    say "what failed, the latest first:"
    ask cloudformation describe-stack-events --stack-name "$stack" --max-items 50 \
      --query "StackEvents[?contains(ResourceStatus, 'FAILED')].[LogicalResourceId,ResourceStatusReason]" --output text >&2 || refusal >&2
    read_stack
    case $status in
      '' | *_IN_PROGRESS | *_COMPLETE) die "the stack is ${status:-not there}; when the cause is gone, run this again" ;;
      *) say "the stack is $status: run this again for what to do"; exit 1 ;;
    esac
  fi
  for file in "${without[@]}"; do
    ask s3api delete-object --bucket "$bucket" --key "$stack/files/$file" --expected-bucket-owner "$account" >/dev/null ||
      die "s3://$bucket/$stack/files/$file could not be taken away. $(refusal)"
  done
  read_stack
  for name in "${!output_of[@]}"; do printf '%s\t%s\n' "$name" "${output_of[$name]}"; done | sort >&2
fi

[ "$doctor" = yes ] || exit 0
say "shield doctor --stack $stack"
here=()
if [ -n "$paths" ]; then
  # The files lie here, and not in /var/task.
  sed "s|\\\\\{0,1\}/var\\\\\{0,1\}/task\\\\\{0,1\}/|$files/|g" "$settings" >"$private/shield.json"
  here=(--config "$private/shield.json")
fi
"$root/shield" doctor --stack "$stack" "${here[@]}"
